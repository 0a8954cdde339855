use proptest::sample::Index;
use tollgate::syntax::Part;
use tollgate::syntax::Statement;
use tollgate::syntax::TokenKind;
use tollgate::syntax::concrete;

/// A place between two words, and what may be written there.
#[derive(Clone, Copy)]
struct Gap {
    from: usize,
    to: usize,
    /// A line may end there.
    breaks: bool,
}

/// The same playbook with other blanks, other line ends and more comments.
pub(super) fn respaced(text: &str, changes: &[(Index, u8)]) -> String {
    let (sources, file) = super::source(text);
    let tree = concrete(&sources, file).unwrap();
    let mut gaps = Vec::new();
    let mut end = 0;
    for statement in &tree.statements {
        gaps.push(Gap { from: end, to: statement.span.start as usize, breaks: true });
        collect(text, statement, &mut gaps);
        end = statement.span.end as usize;
    }
    gaps.push(Gap { from: end, to: text.len(), breaks: true });
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (which, what) in changes {
        let gap = which.get(&gaps);
        let old = &text[gap.from..gap.to];
        // What stands beside a comment stays: a change beside it would be a change of the comment.
        if old.contains("//") || old.contains("/*") || edits.iter().any(|(from, ..)| *from == gap.from) {
            continue;
        }
        let line_ends = old.matches('\n').count();
        let breaks = gap.breaks || line_ends > 0;
        let needed = if line_ends > 0 { "\n" } else { "" };
        let new = match what {
            0 => format!("{}   ", old.trim_end_matches([' ', '\t'])),
            1 => format!(" \t{}", old.trim_start_matches([' ', '\t'])),
            2 => old.replace('\n', "  \n      "),
            3 => format!("{old} /* one */ "),
            4 if breaks => format!("{old} // two\n"),
            5 if breaks => format!("{old}\n\n\n\n  // three\n\n"),
            6 if breaks => "\n".to_owned(),
            7 if breaks => format!(" /* four\n      five */ /* six */{needed} {old}"),
            8 if line_ends > 0 => "\n\n\n".to_owned(),
            _ => continue,
        };
        edits.push((gap.from, gap.to, new));
    }
    edits.sort();
    let mut out = String::new();
    let mut end = 0;
    for (from, to, new) in edits {
        out.push_str(&text[end..from]);
        out.push_str(&new);
        end = to;
    }
    out.push_str(&text[end..]);
    out
}

/// The places between the words of a statement.
fn collect(text: &str, statement: &Statement, gaps: &mut Vec<Gap>) {
    let mut end: Option<usize> = None;
    let mut comma = false;
    for part in &statement.parts {
        let (from, to, arrow) = match part {
            Part::Token(token) => (token.span.start as usize, token.span.end as usize, token.kind == TokenKind::Arrow),
            Part::Block(block) => (block.open.start as usize, block.close.end as usize, true),
            Part::List(list) => (list.open.start as usize, list.close.end as usize, false),
            Part::Cell(_) => return,
        };
        if let Some(end) = end.filter(|end| *end < from) {
            gaps.push(Gap { from: end, to: from, breaks: comma || arrow });
        }
        comma = matches!(part, Part::Token(token) if token.kind == TokenKind::Comma);
        end = Some(to);
        match part {
            Part::Block(block) => inside(text, &block.statements, block.open.end, block.close.start, gaps),
            Part::List(list) => inside(text, &list.elements, list.open.end, list.close.start, gaps),
            Part::Token(_) | Part::Cell(_) => {}
        }
    }
}

/// The places between the statements of a block, or the elements of a list.
fn inside(text: &str, statements: &[Statement], from: u32, to: u32, gaps: &mut Vec<Gap>) {
    let mut inner = from as usize;
    for statement in statements {
        let to = statement.span.start as usize;
        gap(text, inner, to, gaps);
        collect(text, statement, gaps);
        inner = statement.span.end as usize;
    }
    gap(text, inner, to as usize, gaps);
}

/// A place between two statements; where a comma parts them, it lies behind the comma.
fn gap(text: &str, from: usize, to: usize, gaps: &mut Vec<Gap>) {
    let between = &text[from..to];
    if between.contains("//") || between.contains("/*") {
        return;
    }
    let from = from + between.rfind(',').map_or(0, |comma| comma + 1);
    gaps.push(Gap { from, to, breaks: true });
}
