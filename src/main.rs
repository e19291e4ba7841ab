//! The `detente` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    detente::cli::run(std::env::args_os()).into()
}
