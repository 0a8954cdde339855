use crate::diagnostic::Fix;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax;

/// One text after a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// Which text.
    pub file: FileId,
    /// The whole text as it is now.
    pub text: String,
    /// Where the change stands in it, as a line from 1.
    pub line: u32,
}

/// Puts a fix into the text; `None` where a comment would be lost, or the place is none.
///
/// What is removed and stands on lines of its own takes these lines with it.
pub fn mend(fix: &Fix, sources: &Sources, trees: &[syntax::File]) -> Option<Mended> {
    let source = sources.get(fix.span.file)?;
    let (start, end) = (fix.span.start as usize, fix.span.end as usize);
    let (start, end) = if fix.text.is_empty() { whole_lines(&source.text, start, end) } else { (start, end) };
    let taken = Span::new(fix.span.file, start, end);
    if trees.iter().flat_map(|tree| &tree.comments).any(|comment| overlap(*comment, taken)) {
        return None;
    }
    let (before, after) = (source.text.get(..start)?, source.text.get(end..)?);
    let line = source.position(fix.span.start).line;
    Some(Mended { file: fix.span.file, text: format!("{before}{}{after}", fix.text), line })
}

fn overlap(one: Span, two: Span) -> bool {
    one.file == two.file && one.start < two.end && two.start < one.end
}

/// The stretch with the rest of its lines, where nothing else stands on them; one of two blank lines around it goes too.
/// Where something else does, the comma or the blanks go that set it apart.
fn whole_lines(text: &str, start: usize, end: usize) -> (usize, usize) {
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return (start, end) };
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = after.find('\n').map_or(after.len(), |at| at + 1);
    let is_blank = |part: Option<&str>| part.is_some_and(|part| part.trim().is_empty());
    let (alone_before, alone_after) = (is_blank(before.get(line_start..)), is_blank(after.get(..rest)));
    if !alone_before || !alone_after {
        return apart(text.len(), before, after, alone_before);
    }
    let (start, end) = (line_start, end + rest);
    let blank_above =
        start == 0 || text.get(..start).is_some_and(|above| above.ends_with("\n\n") || above.ends_with("\n\r\n"));
    let below = text.get(end..).unwrap_or_default();
    let blank_below = below.split_inclusive('\n').next().filter(|line| line.trim().is_empty());
    (start, end + blank_below.filter(|_| blank_above).map_or(0, str::len))
}

/// A stretch between others on its line, with the comma before or behind it; at the start of its line with the blanks behind it.
fn apart(end: usize, before: &str, after: &str, is_first: bool) -> (usize, usize) {
    let behind = |rest: &str| end - rest.len();
    let blanks = [' ', '\t'];
    let (start, rest) = (before.len(), after.trim_start_matches(blanks));
    if let Some(next) = rest.strip_prefix(',') {
        return (start, behind(next.trim_start_matches(blanks)));
    }
    match before.trim_end_matches(blanks).strip_suffix(',') {
        Some(kept) => (kept.len(), behind(after)),
        None if is_first => (start, behind(rest)),
        None => (start, behind(after)),
    }
}

#[cfg(test)]
mod tests {
    use super::whole_lines;

    #[track_caller]
    fn case(text: &str, removed: &str, left: &str) {
        let start = text.find(removed).unwrap();
        let (start, end) = whole_lines(text, start, start + removed.len());
        assert_eq!(format!("{}{}", &text[..start], &text[end..]), left);
    }

    #[test]
    fn lines_go_where_nothing_else_stands_on_them() {
        case("a\n  x\nb\n", "x", "a\nb\n");
        case("a x b\n", "x", "a  b\n");
        case("a\n\nx\n\nb\n", "x", "a\n\nb\n");
        case("a\nx {\n}\nb", "x {\n}", "a\nb");
        case("a\r\nx\r\nb\r\n", "x", "a\r\nb\r\n");
        case("x", "x", "");
        case("a\n  x // why\nb\n", "x", "a\n  // why\nb\n");
        case("a { b, x }\n", "x", "a { b }\n");
        case("a { x, b }\n", "x", "a { b }\n");
    }
}
