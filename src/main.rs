//! The `casefile` program.

fn main() -> std::process::ExitCode {
    casefile::cli::run()
}
