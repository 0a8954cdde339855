//! Problems of a playbook, of its module and of the data, in no order.

use std::fs;

use tollgate::diagnostic::Cells;
use tollgate::diagnostic::Diagnostic;
use tollgate::source::FileId;
use tollgate::source::Sources;
use tollgate::source::Span;

pub struct Wrong {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

impl Wrong {
    pub fn new() -> Wrong {
        let mut sources = Sources::default();
        let playbook = fs::read_to_string("tests/fixtures/report/wrong.playbook").unwrap();
        let module = fs::read_to_string("tests/fixtures/report/next_step.rhai").unwrap();
        let book = sources.add("ltc.playbook", playbook);
        let script = sources.add("rules/next_step.rhai", module);
        let hostile = sources.add("in\u{1b}[31mcluded.playbook", "stage \u{9b}31m \u{202e}x \u{1b}[5m {\n");
        let at = |words: &str, skip: usize| place(&sources, book, words, skip);
        let cells = |file: &str, column: &str, lines: Vec<u32>, first_column| Cells {
            file: file.into(),
            column: column.to_owned(),
            lines,
            first_column,
        };
        let diagnostics = vec![
            Diagnostic::error("deals/no-match", "no row of `products.csv` has product `GTXPro`")
                .in_cells(cells("sales_pipeline.csv", "product", (3..1483).collect(), Some(23)))
                .help("correct the key, or add the row to `products.csv`"),
            Diagnostic::error("expr/unlike-types", "money cannot be compared with text")
                .at(at("amount > \"5\"", 0), "")
                .at(at("amount", 0), "declared as money here")
                .at(at("\"5\"", 0), "this is text")
                .help("write an amount with its currency, like `5 CNY`"),
            Diagnostic::error("playbook/unknown-stage", "no stage is named `negotation`")
                .at(at("negotation", 0), "not declared")
                .help("did you mean `negotiation`, declared on line 12?"),
            Diagnostic::error("expr/unknown-field", "the deal has no field `amuont`")
                .at(at("amuont", 0), "not declared"),
            Diagnostic::warning("lint/unused-field", "nothing reads `阶段说明`").at(at("阶段说明", 0), "只声明,未使用"),
            Diagnostic::warning("expr/unchecked", "the result of `vague_words` has no known type")
                .at(place(&sources, script, "while true { }", 0), "never ends")
                .at(at("客户支持", 0), "called here")
                .note("a module function may give anything")
                .note("what it gives is checked when a deal is judged"),
            Diagnostic::error("syntax/unexpected", "a stage has a name\u{1b}[2J")
                .at(Span::new(hostile, 6, 10), "\u{1b}]0;owned\u{7}not a name")
                .help("write\n`stage bid \"Bid\"`"),
            Diagnostic::error("deals/unreadable", "`31.02.2026` is not a date").in_cells(cells(
                "sales_pipeline.csv",
                "close_date",
                vec![2],
                Some(40),
            )),
            Diagnostic::error("deals/empty", "no deals in `empty.jsonl`").in_cells(cells(
                "empty.jsonl",
                "",
                Vec::new(),
                None,
            )),
            Diagnostic::error("playbook/none", "no playbook found").help("name one: `tollgate check my.playbook`"),
            // A span that is not of these texts, and one that ends inside a character.
            Diagnostic::error("test/elsewhere", "a place that is not known").at(Span::new(FileId(99), 1, 2), "nowhere"),
            Diagnostic::error("test/past-the-end", "a place past the end").at(Span::new(book, 1 << 20, 1 << 21), "end"),
        ];
        Wrong { sources, diagnostics }
    }
}

/// Where words stand in a text, after so many other places.
fn place(sources: &Sources, file: FileId, words: &str, skip: usize) -> Span {
    let text = &sources.get(file).unwrap().text;
    let (start, _) = text.match_indices(words).nth(skip).unwrap();
    Span::new(file, start, start + words.len())
}
