use crate::format::format;
use crate::source::Sources;

/// A text that the program wrote, as `tollgate fmt` would have it.
pub(super) fn laid_out(name: &str, text: String) -> String {
    let mut sources = Sources::default();
    let file = sources.add(name, text.as_str());
    format(&sources, file).unwrap_or(text)
}
