//! Where an archive is kept: a file, or memory.

use super::Mode;
use crate::error::{ErrorKind, ProtocolError, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::Path;

/// Bytes that can be read and written anywhere.
pub trait Storage: Read + Write + Seek {
    /// Cuts off what is behind the first `len` bytes.
    fn truncate(&mut self, len: u64) -> io::Result<()>;

    /// Returns once what was written is where it survives a power failure.
    fn sync(&mut self) -> io::Result<()>;
}

impl Storage for File {
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

impl Storage for Cursor<Vec<u8>> {
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        self.get_mut().truncate(len);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The error for what the operating system refused.
pub(super) fn failed(what: &str, error: impl std::fmt::Display) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Io, "archive", format!("{what}: {error}"))
}

/// What `begin` makes of a new file, which is locked. The entry in its directory is on the disk before that. After a failure the file is
/// gone again: what has no header is of no use, and would be in the way of the next attempt. It is locked until then.
pub(super) fn create<T>(path: &Path, begin: impl FnOnce(File) -> Result<T>) -> Result<T> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    let file = options.open(path).map_err(|error| in_path(path, &error))?;
    let locked = file.try_lock();
    if let Err(error @ TryLockError::WouldBlock) = locked {
        // Somebody opened it for appending in this moment: it is an archive of theirs.
        return Err(unlocked(path, error));
    }
    if locked.is_ok() && !is_ours(path, &file)? {
        // So it is if they have closed it again.
        return Err(in_path(path, &"somebody else made it meanwhile"));
    }
    let begun = locked
        .map_err(|error| unlocked(path, error))
        .and_then(|()| sync_directory(path))
        .and_then(|()| file.try_clone().map_err(|error| in_path(path, &error)))
        .and_then(begin);
    if begun.is_err() {
        let _ = std::fs::remove_file(path);
    }
    begun
}

/// Returns once the entry of a file in its directory is on the disk.
fn sync_directory(path: &Path) -> Result<()> {
    let directory = match path.parent() {
        // Only on Unix a directory can be opened to be synchronised.
        Some(directory) if cfg!(unix) => directory,
        _ => return Ok(()),
    };
    let directory = match directory.as_os_str().is_empty() {
        true => Path::new("."),
        false => directory,
    };
    let synced = File::open(directory).and_then(|directory| directory.sync_all());
    synced.map_err(|error| in_path(directory, &error))
}

/// An existing file, locked unless it is only read.
pub(super) fn open(path: &Path, mode: Mode) -> Result<File> {
    let writes = mode != Mode::Read;
    let file = OpenOptions::new().read(true).write(writes).open(path);
    let file = file.map_err(|error| in_path(path, &error))?;
    if writes {
        lock(path, &file)?;
        // Whoever made an empty file may have been killed before its entry in the directory was on the disk.
        if is_empty(path, &file)? {
            sync_directory(path)?;
        }
    }
    Ok(file)
}

/// Whether a new file is still the one at `path`, and empty.
fn is_ours(path: &Path, file: &File) -> Result<bool> {
    Ok(is_at(path, file).unwrap_or(false) && is_empty(path, file)?)
}

fn is_empty(path: &Path, file: &File) -> Result<bool> {
    let metadata = file.metadata().map_err(|error| in_path(path, &error))?;
    Ok(metadata.len() == 0)
}

/// Locks the file at `path` until it is closed, which the operating system does even for a process that was killed. Whoever held the lock may
/// have removed the file: what would be written to it then is lost.
fn lock(path: &Path, file: &File) -> Result<()> {
    file.try_lock().map_err(|error| unlocked(path, error))?;
    match is_at(path, file) {
        Ok(true) => Ok(()),
        Ok(false) => Err(in_path(path, &"it was replaced meanwhile")),
        Err(error) => Err(in_path(path, &error)),
    }
}

/// Whether an open file is the one at `path`.
#[cfg(unix)]
fn is_at(path: &Path, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (found, known) = (std::fs::metadata(path)?, file.metadata()?);
    Ok((found.dev(), found.ino()) == (known.dev(), known.ino()))
}

/// Elsewhere the standard library does not tell one file from another.
#[cfg(not(unix))]
fn is_at(_: &Path, _: &File) -> io::Result<bool> {
    Ok(true)
}

/// The error for a file that cannot be locked.
fn unlocked(path: &Path, error: TryLockError) -> ProtocolError {
    match error {
        TryLockError::WouldBlock => in_path(path, &"somebody else has it open for appending"),
        TryLockError::Error(error) => in_path(path, &error),
    }
}

fn in_path(path: &Path, error: &dyn std::fmt::Display) -> ProtocolError {
    ProtocolError::in_field(
        ErrorKind::Io,
        "path",
        format!("{}: {error}", path.display()),
    )
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// The path of no file yet.
    fn scratch(name: &str) -> PathBuf {
        let name = format!("nexuszero-{name}-{}.nxa", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_file(&path);
        path
    }

    /// Between the failure and the removal nobody takes the file over.
    #[test]
    fn a_file_is_locked_until_it_is_removed() {
        let path = scratch("locked");
        let refused = create(&path, |file| -> Result<()> {
            drop(file);
            let error = open(&path, Mode::Append).unwrap_err();
            assert_eq!((error.kind(), error.field()), (ErrorKind::Io, Some("path")));
            Err(failed("on purpose", ""))
        });
        assert_eq!(refused.unwrap_err().field(), Some("archive"));
        assert!(!path.exists());
        let file = create(&path, Ok).unwrap();
        let refused = open(&path, Mode::Append).unwrap_err();
        assert!(refused.message().contains("somebody else"), "{refused}");
        drop(file);
        open(&path, Mode::Append).unwrap();
        std::fs::remove_file(path).unwrap();
    }

    /// Between the making of a file and its lock somebody else may make an archive of it, or put another file in its place.
    #[test]
    fn what_others_made_meanwhile_stays() {
        let path = scratch("meanwhile");
        let file = File::create(&path).unwrap();
        assert!(is_ours(&path, &file).unwrap());
        std::fs::write(&path, "an archive").unwrap();
        assert!(!is_ours(&path, &file).unwrap());
        std::fs::remove_file(&path).unwrap();
        assert!(!is_ours(&path, &file).unwrap());
        File::create(&path).unwrap();
        assert!(!is_ours(&path, &file).unwrap());
        std::fs::remove_file(path).unwrap();
    }

    /// Whoever opened a file before it was removed, and gets the lock afterwards, is told.
    #[test]
    fn a_removed_file_is_not_taken_over() {
        let path = scratch("removed");
        let removed = File::create(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let refused = lock(&path, &removed).unwrap_err();
        assert!(refused.message().contains("No such file"), "{refused}");
        let other = File::create(&path).unwrap();
        let refused = lock(&path, &removed).unwrap_err();
        assert!(refused.message().contains("replaced"), "{refused}");
        lock(&path, &other).unwrap();
        std::fs::remove_file(path).unwrap();
    }
}
