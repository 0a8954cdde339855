//! Whatever the texts are: nothing panics, and nothing steers the terminal.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::ProptestConfig;
use proptest::prelude::any;
use proptest::prelude::prop_assert;
use proptest::prelude::proptest;
use proptest::sample::select;
use proptest::strategy::Strategy;

use tollgate::diagnostic::Diagnostic;
use tollgate::report::Group;
use tollgate::report::Report;
use tollgate::report::Style;
use tollgate::report::diagnostics;
use tollgate::report::human;
use tollgate::report::json;
use tollgate::source::FileId;
use tollgate::source::Sources;
use tollgate::source::Span;

use super::canonical::Canonical;

/// Letters that take no, one and two columns, line breaks of all kinds, and letters that steer.
fn text() -> impl Strategy<Value = String> {
    let letters = vec![
        "a",
        "b c",
        " ",
        "客",
        "户",
        "。",
        "é",
        "e\u{301}",
        "👩\u{200d}💻",
        "\t",
        "\r",
        "\r\n",
        "\n",
        "\n\n",
        "\0",
        "\u{7}",
        "\u{1b}[5m",
        "\u{1b}]0;x\u{7}",
        "\u{7f}",
        "\u{85}",
        "\u{9b}31m",
        "\u{202e}",
        "\u{2028}",
        "\u{2066}",
        "\u{feff}",
        "\u{200b}",
        "\u{ad}",
        "`",
        "{",
        "\"",
        "-",
        "·",
        "a_long_word_that_does_not_break_anywhere_at_all_",
    ];
    vec(select(letters), 0..40).prop_map(|parts| parts.concat())
}

/// Whether something is left that is neither text nor one of our colours; we never blink.
fn steers(text: &str) -> bool {
    let colours = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    let left = colours.replace_all(text, "");
    left.chars().any(|letter| letter != '\n' && (letter.is_control() || "\u{202e}\u{2028}\u{2066}".contains(letter)))
        || text.contains("\u{1b}[5m")
}

proptest! {
    // Each case writes a whole report; a hundred meet every letter.
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_diagnostic_is_drawn(
        source in text(),
        module in text(),
        message in text(),
        labels in vec((0_u32..3, any::<u8>(), any::<u8>(), text()), 0..5),
        width in 0_usize..200,
    ) {
        let mut sources = Sources::default();
        sources.add(message.clone(), source);
        sources.add("rules.rhai", module);
        let mut diagnostic = Diagnostic::error("test/random", message.clone()).note(message.clone()).help(message);
        for (file, start, end, label) in labels {
            diagnostic = diagnostic.at(Span::new(FileId(file), start.into(), end.into()), label);
        }
        let mut out = Vec::new();
        let style = Style { width, ..Style::default() };
        diagnostics::write([&diagnostic], &sources, &style, &mut out).unwrap();
        let drawn = String::from_utf8(out).unwrap();
        prop_assert!(!steers(&drawn), "{drawn:?}");
        let mut out = Vec::new();
        diagnostics::write_json([&diagnostic], &sources, &mut out).unwrap();
        let document = String::from_utf8(out).unwrap();
        prop_assert!(!steers(&document), "{document:?}");
        let read: serde_json::Value = serde_json::from_str(&document).unwrap();
        prop_assert!(read["diagnostics"][0]["message"] == diagnostic.message.as_str());
    }

    #[test]
    fn any_finding_is_written(
        texts in vec(text(), 12),
        width in 0_usize..200,
        shown in select(vec![None, Some(0), Some(1), Some(3), Some(100)]),
        group in select(vec![Group::Check, Group::Deal]),
        alike in any::<bool>(),
    ) {
        let mut canonical = Canonical::new("zh");
        let mut words = texts.into_iter().cycle();
        let mut next = || words.next().unwrap();
        for finding in &mut canonical.findings {
            let deal = Arc::make_mut(&mut finding.deal);
            deal.id = next().into();
            deal.name = Some(next().into());
            let criterion = Arc::make_mut(&mut finding.criterion);
            criterion.title = next();
            criterion.because = Some(next());
            finding.element = Some(next());
            finding.owner.role = Some(next().into());
            if !alike {
                finding.message = next();
                finding.fix = Some(next().into());
            }
            for evidence in &mut finding.evidence {
                evidence.path = next().into();
                evidence.note = Some(next().into());
                if let Some(place) = &mut evidence.place {
                    place.file = next().into();
                    place.raw = Some(next().into());
                    place.header = Some(next().into());
                }
            }
        }
        let report: Report<'_> = canonical.report();
        let style = Style { width, group, shown };
        let mut out = Vec::new();
        human::write(&report, &style, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        prop_assert!(!steers(&text), "{text:?}");
        let mut out = Vec::new();
        json::write(&report, &style, &mut out).unwrap();
        let document = String::from_utf8(out).unwrap();
        prop_assert!(!steers(&document), "{document:?}");
        let read: serde_json::Value = serde_json::from_str(&document).unwrap();
        prop_assert!(read["findings"][0]["message"] == report.findings[0].message.as_str());
    }
}
