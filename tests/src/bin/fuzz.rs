//! Feeds readers with changed files: `fuzz [--seconds 60] [--bytes 0] [--seed 1] [target] [file …]`.
//!
//! The seconds are those of all targets together, the bytes those of each. With files it reads
//! them alone, as when one was kept that a reader did not answer to.

use std::{process::ExitCode, time::Duration};

use obektiv_tests::fuzz::{TARGETS, Target};

fn option(arguments: &mut Vec<String>, name: &str, default: u64) -> Result<u64, String> {
    let Some(at) = arguments.iter().position(|argument| argument == name) else { return Ok(default) };
    let value = arguments.get(at + 1).and_then(|value| value.parse().ok());
    let value = value.ok_or_else(|| format!("{name} takes a whole number"))?;
    arguments.drain(at..=at + 1);
    Ok(value)
}

fn run() -> Result<(), String> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let seconds = option(&mut arguments, "--seconds", 60)?;
    let bytes = option(&mut arguments, "--bytes", 0)?;
    let seed = option(&mut arguments, "--seed", 1)?;
    let (wanted, files) = arguments.split_first().unzip();
    let targets: Vec<&Target> =
        TARGETS.iter().filter(|target| wanted.is_none_or(|name| name == target.name)).collect();
    if targets.is_empty() {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        return Err(format!("no such target; there are {}", names.join(", ")));
    }
    if let Some(files) = files.filter(|files| !files.is_empty()) {
        for file in files {
            let bytes = std::fs::read(file).map_err(|e| format!("{file}: {e}"))?;
            println!("{file}: {:.1?}", targets[0].one(&bytes)?);
        }
        return Ok(());
    }
    println!("| reader | files | bytes | slowest, ms |\n|---|---|---|---|");
    let time = Duration::from_secs(seconds) / u32::try_from(targets.len()).unwrap_or(1);
    for target in targets {
        let tried = target.run(seed, time, bytes)?;
        let slowest = tried.slowest.as_secs_f64() * 1e3;
        println!("| `{}` | {} | {} | {slowest:.0} |", target.name, tried.files, tried.bytes);
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("fuzz: {message}");
            ExitCode::FAILURE
        }
    }
}
