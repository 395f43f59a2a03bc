//! Lists the kernels, or runs one once: the program under callgrind.

use nexuszero::backend::Backend;
use std::process::ExitCode;

const USAGE: &str = "usage: kernel --list             print every kernel and backend
       kernel NAME BACKEND       run a kernel once";

fn run(name: &str, backend: &str) -> Option<()> {
    let kernel = nexuszero_kernels::all()
        .into_iter()
        .find(|k| k.name == name)?;
    nexuszero_kernels::measured(&mut (kernel.prepare)(Backend::by_name(backend)?));
    Some(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--list"] => {
            for kernel in nexuszero_kernels::all() {
                for backend in Backend::available() {
                    println!("{} {}", kernel.name, backend.name());
                }
            }
            ExitCode::SUCCESS
        }
        [name, backend] if run(name, backend).is_some() => ExitCode::SUCCESS,
        _ => {
            eprintln!("{USAGE}");
            ExitCode::FAILURE
        }
    }
}
