//! What a reader has to know before using an effect.

use serde::Serialize;

use super::words::{Words, number};
use crate::function::{DescribedField, DescribedRecord, Field, SettingKind, Value};

/// A reason to read an effect with care. The codes are those of the linter's rules where there is
/// one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// Fewer than four helped clusters: intervals from standard errors do not hold.
    TooFewTreated {
        /// Helped clusters.
        clusters: usize,
    },
    /// Only one year before: nobody can see whether the groups moved alike.
    NoYearsBefore,
    /// Helped and other units differ before the help, so a part of the difference comes back by
    /// itself.
    ComparisonNotEquallyExtreme {
        /// Difference of the means before, in standard deviations.
        standardised: f64,
    },
    /// Help was not given by lot: the p-value is that of placebo reassignment.
    NotByLot,
    /// No p-value of this design can be below 5 %.
    CannotBeShown {
        /// The smallest p-value there can be.
        smallest: f64,
    },
    /// Rows without an outcome, or units without all they need.
    LeftOut {
        /// How many.
        rows: usize,
    },
    /// Nobody stands as a comparison: all schools do, and take a part of the effect with them.
    AllCompared,
    /// Schools whose reliability is below one half: one year cannot judge them.
    Unreliable {
        /// How many of the listed.
        schools: usize,
    },
    /// Units outside of the values before that both groups have were left out.
    Trimmed {
        /// How many.
        units: usize,
    },
    /// The effect holds near the threshold only.
    NearThreshold,
    /// A jump at thresholds where there is none as large as the one at the flag's.
    PlaceboJumps {
        /// How many.
        thresholds: usize,
    },
    /// A cohort below five units.
    SmallCohort {
        /// The period in which its help began.
        first_treated: i32,
        /// Its units.
        units: usize,
    },
    /// A cell where helped and other units are told apart by their covariates: regression was used.
    Separated {
        /// The period in which the cohort's help began.
        first_treated: i32,
        /// The period of the cell.
        period: i32,
    },
    /// The comparison inside visited schools understates what observers do wherever it spills over.
    WithinUnderstates,
    /// Schools with one class cannot show what spills over and leave that contrast.
    OneClass {
        /// How many.
        schools: usize,
    },
    /// Weights of donors are not unique: there are more donors than periods before.
    WeightsNotUnique,
    /// The synthetic unit does not follow the helped one before the help.
    PoorFit {
        /// Root mean square gap before, in standard deviations of the outcome.
        standardised: f64,
    },
}

impl Warning {
    /// The stable code, such as `"too_few_treated"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooFewTreated { .. } => "too_few_treated",
            Self::NoYearsBefore => "no_years_before",
            Self::ComparisonNotEquallyExtreme { .. } => "comparison_not_equally_extreme",
            Self::NotByLot => "not_by_lot",
            Self::CannotBeShown { .. } => "cannot_be_shown",
            Self::LeftOut { .. } => "left_out",
            Self::AllCompared => "all_compared",
            Self::Unreliable { .. } => "unreliable",
            Self::Trimmed { .. } => "trimmed",
            Self::NearThreshold => "near_threshold",
            Self::PlaceboJumps { .. } => "placebo_jumps",
            Self::SmallCohort { .. } => "small_cohort",
            Self::Separated { .. } => "separated",
            Self::WithinUnderstates => "within_understates",
            Self::OneClass { .. } => "one_class",
            Self::WeightsNotUnique => "weights_not_unique",
            Self::PoorFit { .. } => "poor_fit",
        }
    }

    /// The warning in both languages.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::TooFewTreated { clusters } => Words::new(
                format!("Групп с помощью {clusters}, меньше четырёх: стандартным ошибкам верить нельзя."),
                format!(
                    "Only {clusters} helped clusters, fewer than four: standard errors cannot be trusted."
                ),
            ),
            Self::NoYearsBefore => Words::new(
                "До помощи известен один год: одинаково ли шли обе группы, проверить нельзя.",
                "One year before the help is known: whether both groups moved alike cannot be checked.",
            ),
            Self::ComparisonNotEquallyExtreme { standardised } => {
                let [ru, en] = number(*standardised);
                Words::new(
                    format!(
                        "До помощи группы отличались на {ru} стандартного отклонения: часть разности вернулась бы сама."
                    ),
                    format!(
                        "Before the help the groups differed by {en} standard deviations: a part of it comes back by itself."
                    ),
                )
            }
            Self::NotByLot => Words::new(
                "Помощь дана не по жребию: p относится к мысленной перестановке.",
                "Help was not given by lot: the p-value is that of placebo reassignment.",
            ),
            Self::CannotBeShown { smallest } => {
                let [ru, en] = number(*smallest);
                Words::new(
                    format!("При таком плане p не бывает меньше {ru}: на уровне 5 % показать эффект нельзя."),
                    format!("No p-value of this design is below {en}: an effect cannot be shown at 5 %."),
                )
            }
            Self::LeftOut { rows } => Words::new(
                format!("Без нужных значений, не учтены: {rows}."),
                format!("Left out for lack of values: {rows}."),
            ),
            Self::AllCompared => Words::new(
                "Сравнения нет: ожидание взято по всем школам и скрывает часть эффекта.",
                "No comparison is named: the expectation comes from all schools and hides a part of the effect.",
            ),
            Self::Unreliable { schools } => Words::new(
                format!("Школы, о которых по одному году судить нельзя (надёжность ниже 0,5): {schools}."),
                format!("Schools that one year cannot judge (reliability below .5): {schools}."),
            ),
            Self::Trimmed { units } => Words::new(
                format!("Не с чем сравнить по прошлому значению, не учтены: {units}."),
                format!("Left out, as nobody in the other group was alike before: {units}."),
            ),
            Self::NearThreshold => Words::new(
                "Вывод касается только школ у порога.",
                "The conclusion holds for schools near the threshold only.",
            ),
            Self::PlaceboJumps { thresholds } => Words::new(
                format!("Такие же скачки есть и там, где порога нет: {thresholds}."),
                format!("Jumps as large stand where there is no threshold: {thresholds}."),
            ),
            Self::SmallCohort { first_treated, units } => Words::new(
                format!("Начавших в {first_treated} всего {units}, меньше пяти."),
                format!("Only {units} units began in {first_treated}, fewer than five."),
            ),
            Self::Separated { first_treated, period } => Words::new(
                format!("Начавшие в {first_treated}, {period}: группы не пересекаются, взята регрессия."),
                format!(
                    "Those of {first_treated} in {period}: the groups do not overlap, regression was used."
                ),
            ),
            Self::WithinUnderstates => Words::new(
                "Сравнение внутри посещённых школ занижает действие наблюдателей.",
                "The comparison inside visited schools understates what observers do.",
            ),
            Self::OneClass { schools } => Words::new(
                format!("Школы с одним классом не входят в сравнение по соседним классам: {schools}."),
                format!("Schools with one class are no part of the spill-over contrast: {schools}."),
            ),
            Self::WeightsNotUnique => Words::new(
                "Доноров больше, чем лет до помощи: веса не единственные, сравнивать их нельзя.",
                "More donors than periods before: the weights are not unique and mean nothing by themselves.",
            ),
            Self::PoorFit { standardised } => {
                let [ru, en] = number(*standardised);
                Words::new(
                    format!(
                        "До помощи синтетическая территория отклоняется на {ru} стандартного отклонения."
                    ),
                    format!("Before the help the synthetic unit is off by {en} standard deviations."),
                )
            }
        }
    }
}

/// In other languages a warning is its code and its words, which hold its numbers.
impl Field for Warning {
    fn kind() -> SettingKind {
        let field = |name, doc, kind| DescribedField { name, doc, kind };
        SettingKind::Record(Box::new(DescribedRecord {
            name: "Warning",
            doc: "A reason to read an effect with care.",
            base: None,
            fields: vec![
                field("code", "The stable code, such as `\"too_few_treated\"`.", SettingKind::Text),
                field("text", "The warning in both languages.", Words::kind()),
            ],
        }))
    }
    fn value(&self) -> Value {
        Value::Record(vec![Value::Text(self.code().to_owned()), self.words().value()])
    }
}
