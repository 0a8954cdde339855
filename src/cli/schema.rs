use clap::Args;

use crate::cli::Exit;
use crate::cli::Stop;
use crate::cli::output::write;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::or_list;
use crate::report::schema::DOCUMENTS;
use crate::report::schema::schema;

/// Which schema is printed.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The document: report, finding, line (of JSON Lines), diagnostics, explanation, next or gate; all, if left out
    #[arg(value_name = "DOCUMENT")]
    pub document: Option<String>,
}

/// Prints the JSON Schema of what the program writes.
pub(super) fn run(args: &SchemaArgs) -> Result<Exit, Stop> {
    let named = args.document.as_deref();
    let Some(schema) = schema(named) else {
        let name = named.unwrap_or_default();
        let help = did_you_mean(name, DOCUMENTS)
            .map_or_else(|| format!("there are {}", or_list(DOCUMENTS)), |near| format!("did you mean `{near}`?"));
        return Err(Stop::Usage { what: format!("no document is named `{name}`"), help: Some(help) });
    };
    write(None, |out| writeln!(out, "{schema:#}"))?;
    Ok(Exit::Clean)
}
