/// A place as people count it: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text.
    pub fn new(text: &str) -> LineIndex {
        let after_newline = text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
        LineIndex { starts: std::iter::once(0).chain(after_newline).collect() }
    }

    /// Line and column of a byte of the text this index was made from.
    pub fn position(&self, text: &str, byte: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = text.get(start as usize..byte as usize).unwrap_or_default();
        let column = before.chars().count() + 1;
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[track_caller]
    fn case(text: &str, byte: u32, line: u32, column: u32) {
        let at = LineIndex::new(text).position(text, byte);
        assert_eq!((at.line, at.column), (line, column));
    }

    #[test]
    fn positions_count_characters() {
        case("", 0, 1, 1);
        case("ab\ncd", 3, 2, 1);
        case("阶段 x", 7, 1, 4);
        case("a\r\nb", 3, 2, 1);
        case("ab", 2, 1, 3);
    }
}
