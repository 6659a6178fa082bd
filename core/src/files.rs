//! Files, written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that could not be written; what was there before is there still.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", path.display())]
pub struct NotSaved {
    /// The file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub error: io::Error,
}

/// Writes a file: beside its place first, and to the disk, then renamed, so that nobody sees half
/// of it and a failure leaves the old one whole. A file that exists keeps its permissions, a link
/// stays one. What is no file, such as a terminal or a pipe, is written to.
///
/// # Errors
/// [`NotSaved`], which names the file.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("obektiv-{}.csv", std::process::id()));
/// obektiv::files::save(&path, b"school\n")?;
/// assert_eq!(std::fs::read(&path)?, b"school\n");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), NotSaved> {
    saved(path, bytes).map_err(|error| NotSaved { path: path.to_owned(), error })
}

fn saved(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&place).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return OpenOptions::new().write(true).open(&place)?.write_all(bytes);
    }
    let permissions = old.map(|old| old.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let (beside, mut file) = beside(&place)?;
    let written = (|| {
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        fs::rename(&beside, &place)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A new file in the same folder, under a name that nobody has.
fn beside(place: &Path) -> io::Result<(PathBuf, File)> {
    let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    // A name has 255 bytes at most on most systems.
    let name: String = name.chars().take(50).collect();
    let process = std::process::id();
    for attempt in 0.. {
        let beside = place.with_file_name(format!(".{name}.{process}-{attempt}.part"));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("obektiv-files-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_file_keeps_its_permissions_and_a_link_stays_one() {
        let folder = folder("kept");
        let (file, link) = (folder.join("file"), folder.join("link"));
        save(&file, b"one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        save(&link, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_written_leaves_the_old_file_and_is_named() {
        let folder = folder("failing");
        let file = folder.join("file");
        save(&file, b"one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
        let error = save(&file, b"two").unwrap_err();
        assert!(error.to_string().starts_with(&file.display().to_string()));
        assert_eq!(fs::read(&file).unwrap(), b"one");
        let nowhere = folder.join("no folder").join("file");
        assert_eq!(save(&nowhere, b"two").unwrap_err().error.kind(), io::ErrorKind::NotFound);
        // A folder is no file.
        assert!(save(&folder, b"two").is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_no_file_is_written_to() {
        save(Path::new("/dev/null"), b"gone").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
