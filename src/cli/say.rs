//! What is said on standard error.

use std::error::Error;
use std::io;
use std::io::Write;

use anstream::ColorChoice;

use crate::cli::Stop;
use crate::workspace::why;

/// Follows `--color`; `auto` follows the terminal and `NO_COLOR`.
pub(super) fn choose_colours(choice: clap::ColorChoice) {
    let choice = match choice {
        clap::ColorChoice::Auto => ColorChoice::Auto,
        clap::ColorChoice::Always => ColorChoice::Always,
        clap::ColorChoice::Never => ColorChoice::Never,
    };
    choice.write_global();
}

/// Columns of the terminal that results go to; 100 where they go elsewhere.
pub(super) fn width() -> usize {
    columns(terminal_size::terminal_size_of(io::stdout()))
}

/// Columns of the terminal that messages go to; 100 where they go elsewhere.
pub(super) fn err_width() -> usize {
    columns(terminal_size::terminal_size_of(io::stderr()))
}

fn columns(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    size.map_or(100, |(width, _)| usize::from(width.0))
}

/// Says why the command stops.
pub(super) fn stop(stop: &Stop) {
    // A playbook or a configuration that is invalid has been shown already.
    if matches!(stop, Stop::Playbook | Stop::Invalid(_) | Stop::Config) {
        return;
    }
    let mut text = format!("{}error{}: {stop}\n", STRONG.render(), STRONG.render_reset());
    for because in causes(stop) {
        text.push_str(&format!("  because: {because}\n"));
    }
    if let Stop::Usage { help: Some(help), .. } = stop {
        text.push_str(&format!("  help: {help}\n"));
    }
    err(text.as_bytes());
}

/// What is behind it, the nearest first.
pub(super) fn causes(stop: &Stop) -> Vec<String> {
    let mut said = stop.to_string();
    let mut causes = Vec::new();
    let mut cause = stop.source();
    while let Some(deeper) = cause {
        let text = deeper.downcast_ref::<io::Error>().map_or_else(|| deeper.to_string(), why);
        // Some libraries say their cause in their own message.
        if !said.contains(&text) {
            said.push_str(&text);
            causes.push(text);
        }
        cause = deeper.source();
    }
    causes
}

/// Writes to standard error; a reader that went away is no reason to fail.
pub(super) fn err(text: &[u8]) {
    let mut out = anstream::AutoStream::auto(io::stderr());
    let _ = out.write_all(text);
    let _ = out.flush();
}

const STRONG: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
