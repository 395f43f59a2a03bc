//! Peak memory: each row in a process of its own, because a peak never goes down again.

use crate::rows;
use crate::subject::Failure;
use std::process::{Command, Stdio};

/// A child with this row does nothing: what the process itself costs.
const IDLE: &str = "idle";

/// Runs `--row-rss row` in a new process of this program; the peak resident set in KiB.
pub fn measure_in_child(row: &str) -> Result<u64, Failure> {
    let output = Command::new(std::env::current_exe()?)
        .args(["--row-rss", row])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{row}: the process that measures its memory failed").into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// The child's side: makes the statement, proves and verifies once, then prints the peak. Making a list of 2^20 digests takes
/// most of what its row needs.
pub fn measure_here(row: &str) -> Result<(), Failure> {
    if row != IDLE {
        let row = rows::table()
            .into_iter()
            .find(|candidate| candidate.id() == row)
            .ok_or_else(|| format!("there is no row {row:?}"))?;
        let mut subject = row.subject()?;
        subject.prove()?;
        subject.verify()?;
    }
    println!("{}", peak_rss_kib()?);
    Ok(())
}

fn peak_rss_kib() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("the kernel does not report VmHWM")?;
    Ok(line.trim_end_matches("kB").trim().parse()?)
}
