//! Grammar rules in the words of a person.

use crate::syntax::grammar::Rule;

/// What a rule asks for, and `None` for rules that are not worth naming.
pub(super) fn words(rule: Rule) -> Option<String> {
    let name = format!("{rule:?}");
    if let Some(keyword) = name.strip_prefix("kw_") {
        return Some(format!("`{keyword}`"));
    }
    let said = match rule {
        Rule::open => "`{`",
        Rule::close => "`}`",
        Rule::comma => "`,`",
        Rule::colon | Rule::check_line => "`:`",
        Rule::check_block | Rule::begin => "`{`",
        Rule::equals => "`=`",
        Rule::arrow => "`->`",
        Rule::range_sign => "`..`",
        Rule::name | Rule::member | Rule::element => "a name",
        Rule::lint_code => "the name of a lint (`unused-role`)",
        Rule::path | Rule::paths => "the name of a field",
        Rule::names => "names, with `,` between them",
        Rule::string | Rule::first_of | Rule::under_path => "a text in quotes",
        Rule::title => "a text in quotes",
        Rule::language | Rule::translation => "a translation (`zh \"…\"`)",
        Rule::number | Rule::unit_number => "a number",
        Rule::quantity | Rule::literal => "a value",
        Rule::duration => "a length of time (`30 days`)",
        Rule::length => "a length of time (`30 days`, or the name of one)",
        Rule::date | Rule::day_range => "a day (`2026-06-30`)",
        Rule::clock | Rule::hour_range => "working hours (`09:00 .. 18:00`)",
        Rule::currency | Rule::unit_currency => "a currency (`CNY`)",
        Rule::unit => "a unit (`10k CNY`, `USD`, `1%`)",
        Rule::condition | Rule::waive_condition | Rule::score_condition => "a condition",
        Rule::field_type | Rule::type_word | Rule::one_of | Rule::list_of | Rule::record_type => {
            "a type (`text`, `money`, `one of a, b`, `list of …`, `{ … }`)"
        }
        Rule::stage_range => "a stage",
        Rule::chain => "a stage",
        Rule::approvers | Rule::together | Rule::by_authority | Rule::any_of | Rule::count_of => {
            "who decides (`A and B`, `any of A, B`, `2 of A, B, C`)"
        }
        Rule::table | Rule::row => "a row of a table (`| … |`)",
        Rule::any_cell | Rule::comparison | Rule::literal_range | Rule::literals | Rule::cell => {
            "`any`, a value, a comparison (`<= 15%`) or a range (`10% .. 20%`)"
        }
        Rule::record | Rule::pair => "`{ field: value }`",
        Rule::list => "`[…]`",
        Rule::table_data | Rule::sqlite | Rule::postgres => "the name of a file in quotes",
        Rule::key_pair => "`\"key\" as \"deal's key\"`",
        Rule::waive_deals => "the id of a deal in quotes",
        Rule::waive_where => "`all where …`",
        Rule::require_roles | Rule::require_approvals => return None,
        Rule::expect_pass => "`pass`",
        Rule::expect_unknown => "`unknown`",
        Rule::expect_waived => "`waived`",
        Rule::given_deal => "`deal`",
        Rule::expect_nothing => "`nothing`",
        Rule::expect_finding => "the name of a check",
        Rule::column_format => "`as`",
        Rule::column_unit => "`in`",
        Rule::labels => "`{`",
        _ => return None,
    };
    Some(said.to_owned())
}

/// What each of several rules asks for, each thing said once.
pub(super) fn all_words(rules: &[Rule]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for word in rules.iter().filter_map(|rule| words(*rule)) {
        if !said.contains(&word) {
            said.push(word);
        }
    }
    said
}

/// "a, b or c"
pub(super) fn either(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
