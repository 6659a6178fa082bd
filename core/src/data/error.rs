use serde::Serialize;

/// What was wrong with the data, where, and what was expected.
///
/// It serialises as its fields alone: the attributes that the error has in other languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the message of each variant names its fields")]
pub enum DataError {
    /// An assessment without items.
    #[error("an assessment needs at least one item, max_scores is empty")]
    NoItems,
    /// An item maximum of 0 or above 252.
    #[error("item {item} has the maximum {max}, expected 1 to 252")]
    ItemMaximum { item: usize, max: u8 },
    /// Boundaries out of order or out of range.
    #[error("boundaries {boundaries:?} must rise strictly and lie in 1..={max_total}, the largest total")]
    Boundaries { boundaries: [u16; 3], max_total: u16 },
    /// Item kinds for another number of items.
    #[error("item_kinds has {got} entries, the assessment has {expected} items")]
    ItemKinds { got: usize, expected: usize },
    /// A grade outside 1..=13.
    #[error("grade {grade} is not a school grade, expected 1 to 13")]
    Grade { grade: u8 },
    /// No rows at all.
    #[error("no rows: {what} is empty")]
    Empty { what: &'static str },
    /// Scores that are no table.
    #[error("scores has {got} dimension(s), expected 2: persons × items")]
    Shape { got: usize },
    /// A person with another number of scores.
    #[error("row {row} has {got} scores, expected {expected}")]
    RaggedRows { row: usize, got: usize, expected: usize },
    /// A column of labels with another number of rows.
    #[error("{column} has {got} rows, scores has {expected}")]
    Length { column: &'static str, got: usize, expected: usize },
    /// A score above its item's maximum.
    #[error(
        "row {row}, item {item}: score {score}, expected 0 to {max} or a code (255 missing, 254 not attempted, 253 not taught)"
    )]
    Score { row: usize, item: usize, score: u8, max: u8 },
    /// A score that is not a whole number.
    #[error(
        "row {row}, item {item}: {value} is not a score, expected a whole number from 0 to 252, a code, or a missing value"
    )]
    NotAScore { row: usize, item: usize, value: String },
    /// A journal mark that is not a mark.
    #[error("row {row}: journal mark {mark}, expected 2 to 5, or 0 for none")]
    JournalMark { row: usize, mark: u8 },
    /// A journal mark that is not even a small whole number.
    #[error("row {row}: journal mark {value}, expected 2 to 5, or nothing for none")]
    NotAMark { row: usize, value: String },
    /// A pupil without a school.
    #[error("row {row} has no {column}")]
    NoLabel { row: usize, column: &'static str },
    /// A number that is no share.
    #[error("{what} is {got}, expected a share from 0 to 1")]
    Share { what: &'static str, got: String },
    /// The same results given more than once.
    #[error("the same results of {assessment} are given twice")]
    Repeated { assessment: String },
    /// Item maxima that add up to more than a total can hold.
    #[error("the item maxima add up to {total}, expected at most 65535")]
    LargestTotal { total: u32 },
    /// A file without a usable row.
    #[error("none of the {rows} rows is a pupil; {reason}")]
    NoPupils { rows: u64, reason: String },
    /// The file's layout does not say which assessment it holds.
    #[error("the layout {layout} does not name its assessment: pass assessment=")]
    AssessmentRequired { layout: &'static str },
    /// The file's layout does not say which school it is of.
    #[error("the layout {layout} has no school column: pass school=")]
    SchoolRequired { layout: &'static str },
    /// A header that fits no known layout.
    #[error("no known layout: the header begins with {header:?}; expected one of: {expected}")]
    UnknownLayout { header: Vec<String>, expected: &'static str },
    /// A layout's item columns do not fit the assessment.
    #[error("the file has {got} item columns, the assessment has {expected} items")]
    ItemColumns { got: usize, expected: usize },
    /// An item whose maximum differs between the file's header and the assessment.
    #[error("item {item} ({name}) has the maximum {got} in the header, the assessment says {expected}")]
    ItemMaximumDiffers { item: usize, name: String, got: u16, expected: u8 },
    /// A workbook without the sheet that is wanted.
    #[error("no sheet {sheet:?}; the workbook has {have:?}")]
    NoSheet { sheet: String, have: Vec<String> },
    /// An error in one of several files.
    #[error("{file}: {error}")]
    InFile { file: String, error: Box<DataError> },
    /// A file that cannot be read as what it should be.
    #[error("not a readable {format} file: {reason}")]
    Unreadable { format: &'static str, reason: String },
    /// A file that unpacks past the cap.
    #[error("the workbook unpacks to more than {cap} bytes; raise max_unpacked if you trust it")]
    TooLarge { cap: u64 },
    /// A file that cannot be written.
    #[error("cannot write {format}: {reason}")]
    Unwritable { format: &'static str, reason: String },
    /// A pupil whose missing cells a layout cannot express.
    #[error("row {row} has a missing cell, which this layout cannot express: leave such pupils out")]
    Incomplete { row: usize },
    /// A repeated school in a registry.
    #[error("row {row}: school {school} is listed twice")]
    DuplicateSchool { row: usize, school: String },
    /// A row that says again what another one says.
    #[error("row {row} is about the same as row {first}")]
    Twice { row: usize, first: usize },
    /// A column that the caller named and the table lacks.
    #[error("no column {column:?}; the table has {have:?}")]
    NoColumn { column: String, have: Vec<String> },
    /// A column that is there twice, so that its name does not say which is meant.
    #[error("the column {column:?} is there more than once")]
    RepeatedColumn { column: String },
    /// Two tallies of different assessments or groupings.
    #[error("tallies differ in their {what} and cannot be merged")]
    TallyMismatch { what: &'static str },
    /// Bytes that are not a tally of this version.
    #[error("not a tally of version {expected}: {reason}")]
    TallyBytes { expected: u8, reason: String },
    /// Bytes that were not written here as what they are read as.
    #[error("no bytes of {kind:?}: {reason}")]
    Bytes { kind: String, reason: String },
    /// A grouping whose labels the results lack.
    #[error("the results have no {column}: give it, or choose another group")]
    NoGrouping { column: &'static str },
    /// A school that the results do not have.
    #[error("no pupil of the school {school:?} is in the results")]
    NoSchool { school: String },
    /// An irregularity that needs what no work has.
    #[error("{kind} cannot be planted: no work has {lacks}")]
    CannotPlant { kind: &'static str, lacks: &'static str },
    /// A work of which a reference has no norms on this scale.
    #[error("the reference has no norms of {assessment} with these maxima and boundaries")]
    NotInReference { assessment: String },
    /// A whole number that its field cannot hold.
    #[error("{what} is {got}, expected {least} to {most}")]
    Range { what: &'static str, got: i64, least: i64, most: i64 },
    /// An unknown name where a fixed set is allowed.
    #[error("{what} is {got:?}, expected one of: {expected}")]
    Name { what: &'static str, got: String, expected: &'static str },
}

impl DataError {
    /// The stable code of the error, the same in all languages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoItems => "data.no_items",
            Self::ItemMaximum { .. } => "data.item_maximum",
            Self::Boundaries { .. } => "data.boundaries",
            Self::ItemKinds { .. } => "data.item_kinds",
            Self::Grade { .. } => "data.grade",
            Self::Empty { .. } => "data.empty",
            Self::Shape { .. } => "data.shape",
            Self::RaggedRows { .. } => "data.ragged_rows",
            Self::Length { .. } => "data.length",
            Self::Score { .. } => "data.score",
            Self::NotAScore { .. } => "data.not_a_score",
            Self::JournalMark { .. } | Self::NotAMark { .. } => "data.journal_mark",
            Self::NoLabel { .. } => "data.no_label",
            Self::Share { .. } => "data.share",
            Self::Repeated { .. } => "data.repeated",
            Self::LargestTotal { .. } => "data.largest_total",
            Self::NoPupils { .. } => "data.no_pupils",
            Self::AssessmentRequired { .. } => "data.assessment_required",
            Self::SchoolRequired { .. } => "data.school_required",
            Self::UnknownLayout { .. } => "data.unknown_layout",
            Self::ItemColumns { .. } => "data.item_columns",
            Self::ItemMaximumDiffers { .. } => "data.item_maximum_differs",
            Self::NoSheet { .. } => "data.no_sheet",
            Self::InFile { error, .. } => error.code(),
            Self::Unreadable { .. } => "data.unreadable",
            Self::TooLarge { .. } => "data.too_large",
            Self::Unwritable { .. } => "data.unwritable",
            Self::Incomplete { .. } => "data.incomplete",
            Self::DuplicateSchool { .. } => "data.duplicate_school",
            Self::Twice { .. } => "data.twice",
            Self::NoColumn { .. } => "data.no_column",
            Self::RepeatedColumn { .. } => "data.repeated_column",
            Self::TallyMismatch { .. } => "data.tally_mismatch",
            Self::TallyBytes { .. } => "data.tally_bytes",
            Self::Bytes { .. } => "data.bytes",
            Self::NoGrouping { .. } => "data.no_grouping",
            Self::NoSchool { .. } => "data.no_school",
            Self::CannotPlant { .. } => "data.cannot_plant",
            Self::NotInReference { .. } => "data.not_in_reference",
            Self::Range { .. } => "data.range",
            Self::Name { .. } => "data.name",
        }
    }
}
