use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::args::ExplainArgs;
use crate::cli::args::ExplainFormat;
use crate::cli::output::write;
use crate::cli::say;
use crate::codes;
use crate::report;
use crate::report::Style;

/// Whether `explain` is asked for a code: where a check, data or a playbook is named too, a deal is meant.
pub(super) fn is_meant(args: &ExplainArgs) -> bool {
    let names_deal = args.check.is_some() || !args.data.is_empty() || args.input.playbook.is_some();
    !names_deal && codes::looks_like_code(&args.deal)
}

/// Shows what a code means.
pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Stop> {
    let Some(found) = codes::find(&args.deal) else {
        let near = codes::near(&args.deal).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "`docs/diagnostics.md` and `docs/lints.md` list them".to_owned());
        return Err(Stop::Usage { what: format!("no message has the code `{}`", args.deal), help: Some(help) });
    };
    let style = Style { width: say::width(), ..Style::default() };
    write(None, |out| match args.output {
        ExplainFormat::Human => report::code::write(&found.code, &found.text, &style, out),
        ExplainFormat::Json => report::code::write_json(&found.code, &found.text, out),
    })?;
    Ok(Exit::Clean)
}
