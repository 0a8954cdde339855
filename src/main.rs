//! The `tollgate` program.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Threads that read and judge free what others made, and texts of findings come and go by the million.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    tollgate::cli::run()
}
