#![cfg(any(feature = "xlsx", feature = "csv"))]

use std::ops::ControlFlow;

use super::{ReadOptions, kind::Kind};
use crate::data::{Assessment, DataError, Import};

/// One of several files.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What errors call it: its path, which may say what assessment it holds.
    pub name: &'a str,
    /// A workbook or text.
    pub bytes: &'a [u8],
    /// Its assessment, where neither the file nor its path names it.
    pub assessment: Option<&'a Assessment>,
    /// Its school, where the layout has no school column; without it that of the options.
    pub school: Option<&'a str>,
}

/// How far [`read_many`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file just read, in whatever way it ended.
    pub name: &'a str,
    /// Files read so far, this one included.
    pub files: usize,
    /// Files in all.
    pub files_total: usize,
    /// Bytes read so far.
    pub bytes: u64,
    /// Bytes in all.
    pub bytes_total: u64,
}

/// Results from a workbook if the bytes begin as an archive does, else from text.
///
/// # Errors
/// As `read_sheet`, and those of workbooks and text.
pub fn read_bytes(
    bytes: &[u8],
    assessment: Option<&Assessment>,
    options: ReadOptions,
) -> Result<Import, DataError> {
    match Kind::of(bytes)? {
        #[cfg(feature = "xlsx")]
        Kind::Xlsx | Kind::Ods => super::read_xlsx(bytes, assessment, options),
        #[cfg(feature = "csv")]
        Kind::Text => super::read_csv(bytes, assessment, options),
        #[cfg(not(all(feature = "xlsx", feature = "csv")))]
        _ => {
            let _ = (assessment, options);
            Err(DataError::Empty { what: "the file" })
        }
    }
}

/// Results from each of several files, in their order; one that cannot be read does not keep the
/// others from being read.
///
/// `progress` is called after each file. If it breaks, the files not yet read are left out of the
/// answer.
///
/// # Errors
/// Each file has its own: [`DataError::InFile`], which names the file and holds what [`read_bytes`]
/// found. Its code is that of the error in it.
///
/// # Examples
/// ```
/// use std::ops::ControlFlow;
/// use obektiv::data::{Assessment, ReadOptions, readers::{Source, read_many}};
/// let assessment = Assessment::new("maths", 5, 2021, &[1, 2], None)?;
/// let source = |name, bytes| Source { name, bytes, assessment: Some(&assessment), school: None };
/// let sources = [source("a.csv", &b"school,i1,i2\ns1,1,2"[..]), source("b.csv", b"?")];
/// let imports = read_many(&sources, &ReadOptions::default(), |_| ControlFlow::Continue(()));
/// assert_eq!(imports[0].as_ref().map(|i| i.results.len()), Ok(1));
/// assert!(imports[1].as_ref().is_err_and(|e| e.to_string().starts_with("b.csv: no known layout")));
/// # Ok::<(), obektiv::Error>(())
/// ```
pub fn read_many(
    sources: &[Source<'_>],
    options: &ReadOptions,
    mut progress: impl FnMut(Progress<'_>) -> ControlFlow<()>,
) -> Vec<Result<Import, DataError>> {
    let bytes_total = sources.iter().map(|s| s.bytes.len() as u64).sum();
    let mut imports = Vec::with_capacity(sources.len());
    let mut bytes = 0;
    for source in sources {
        let school = source.school.map(str::to_owned).or_else(|| options.school.clone());
        let path = Some(source.name.to_owned());
        let options = ReadOptions { school, path, ..options.clone() };
        let import = read_bytes(source.bytes, source.assessment, options);
        imports.push(
            import
                .map_err(|error| DataError::InFile { file: source.name.to_owned(), error: Box::new(error) }),
        );
        bytes += source.bytes.len() as u64;
        let (files, files_total) = (imports.len(), sources.len());
        if progress(Progress { name: source.name, files, files_total, bytes, bytes_total }).is_break() {
            break;
        }
    }
    imports
}
