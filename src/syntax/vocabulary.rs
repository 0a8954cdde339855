//! The words that can begin a statement, place by place.

use crate::syntax::grammar::Rule;

/// What can stand in one kind of block.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The block, as in "inside a check".
    pub block: &'static str,
    /// The words that begin a statement, and the statement's rule.
    pub words: &'static [(&'static str, Rule)],
    /// The rule of statements that begin with a name of the author's.
    pub otherwise: Option<Rule>,
}

impl Vocabulary {
    pub fn rule(&self, word: &str) -> Option<Rule> {
        self.words.iter().find(|(known, _)| *known == word).map(|(_, rule)| *rule)
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().map(|(word, _)| *word)
    }
}

/// The rule of a declaration that begins with a word.
pub(super) fn declaration(word: &str) -> Option<Rule> {
    TOP.rule(word)
}

pub(super) const TOP: Vocabulary = Vocabulary {
    block: "a playbook",
    words: &[
        ("playbook", Rule::playbook),
        ("calendar", Rule::calendar),
        ("include", Rule::include),
        ("remove", Rule::remove),
        ("amend", Rule::amend),
        ("use", Rule::use_module),
        ("deal", Rule::deal),
        ("role", Rule::role),
        ("flow", Rule::flow),
        ("stage", Rule::stage),
        ("check", Rule::check),
        ("approval", Rule::approval),
        ("authority", Rule::authority),
        ("rates", Rule::rates),
        ("waivers", Rule::waivers),
        ("waive", Rule::waive),
        ("test", Rule::test),
        ("survivor", Rule::survivor),
        ("score", Rule::score),
        ("figure", Rule::figure),
        ("health", Rule::health),
        ("source", Rule::source),
        ("lint", Rule::lint),
    ],
    otherwise: None,
};

pub(super) const PLAYBOOK: Vocabulary = Vocabulary {
    block: "the header of a playbook",
    words: &[
        ("version", Rule::version),
        ("currency", Rule::currency_clause),
        ("timezone", Rule::timezone),
        ("calendar", Rule::calendar_ref),
        ("recorded_at_within", Rule::recorded_within),
    ],
    otherwise: None,
};

pub(super) const CALENDAR: Vocabulary = Vocabulary {
    block: "a calendar",
    words: &[
        ("weekend", Rule::weekend),
        ("holidays", Rule::holidays),
        ("workdays", Rule::workdays),
        ("hours", Rule::hours),
    ],
    otherwise: None,
};

pub(super) const DEAL: Vocabulary = Vocabulary {
    block: "the deal",
    words: &[("let", Rule::let_field), ("private", Rule::private_fields)],
    otherwise: Some(Rule::field),
};

pub(super) const RECORD_TYPE: Vocabulary = Vocabulary { block: "a record", words: &[], otherwise: Some(Rule::field) };

pub(super) const FLOW: Vocabulary =
    Vocabulary { block: "the flow", words: &[("on", Rule::flow_check)], otherwise: Some(Rule::chain) };

/// What may be said of the findings of a check of the flow.
pub(super) const FLOW_CHECK: Vocabulary = Vocabulary {
    block: "a check of the flow",
    words: &[
        ("title", Rule::heading),
        ("severity", Rule::severity),
        ("message", Rule::message),
        ("because", Rule::because),
        ("fix", Rule::fix),
        ("owner", Rule::owner),
        ("due", Rule::due),
        ("policy", Rule::policy),
        ("never", Rule::never_waive),
        ("tags", Rule::tags),
        ("on", Rule::on_kind),
    ],
    otherwise: None,
};

/// The clauses of a requirement or of the limit of a stay.
pub(super) const ABOUT: Vocabulary = Vocabulary {
    block: "the clauses of a requirement",
    words: &[
        ("title", Rule::heading),
        ("severity", Rule::severity),
        ("message", Rule::message),
        ("because", Rule::because),
        ("fix", Rule::fix),
        ("owner", Rule::owner),
        ("due", Rule::due),
        ("policy", Rule::policy),
        ("from", Rule::from),
        ("until", Rule::until),
        ("never", Rule::never_waive),
        ("tags", Rule::tags),
        ("on", Rule::on_kind),
    ],
    otherwise: None,
};

/// What findings of one kind may say otherwise.
pub(super) const ON: Vocabulary = Vocabulary {
    block: "the clauses of a kind of findings",
    words: &[
        ("title", Rule::heading),
        ("severity", Rule::severity),
        ("message", Rule::message),
        ("because", Rule::because),
        ("fix", Rule::fix),
        ("owner", Rule::owner),
        ("due", Rule::due),
        ("policy", Rule::policy),
        ("tags", Rule::tags),
    ],
    otherwise: None,
};

pub(super) const STAGE: Vocabulary = Vocabulary {
    block: "a stage",
    words: &[
        ("at", Rule::at_most),
        ("needs", Rule::needs),
        ("outcome", Rule::outcome),
        ("entry", Rule::entry),
        ("during", Rule::during_block),
        ("exit", Rule::exit),
    ],
    otherwise: None,
};

pub(super) const CRITERIA: Vocabulary =
    Vocabulary { block: "this block", words: &[("require", Rule::require), ("check", Rule::check)], otherwise: None };

pub(super) const CHECK: Vocabulary = Vocabulary {
    block: "a check",
    words: &[
        ("that", Rule::that),
        ("when", Rule::when),
        ("for", Rule::for_each),
        ("during", Rule::during),
        ("severity", Rule::severity),
        ("message", Rule::message),
        ("because", Rule::because),
        ("fix", Rule::fix),
        ("owner", Rule::owner),
        ("due", Rule::due),
        ("policy", Rule::policy),
        ("from", Rule::from),
        ("until", Rule::until),
        ("never", Rule::never_waive),
        ("tags", Rule::tags),
        ("on", Rule::on_kind),
    ],
    otherwise: None,
};

pub(super) const APPROVAL: Vocabulary = Vocabulary {
    block: "an approval",
    words: &[
        ("when", Rule::when),
        ("by", Rule::by),
        ("not", Rule::not_by),
        ("valid", Rule::valid),
        ("covers", Rule::covers),
        ("conditions", Rule::conditions),
        ("severity", Rule::severity),
        ("message", Rule::message),
        ("because", Rule::because),
        ("fix", Rule::fix),
        ("owner", Rule::owner),
        ("due", Rule::due),
        ("policy", Rule::policy),
        ("from", Rule::from),
        ("until", Rule::until),
        ("never", Rule::never_waive),
        ("tags", Rule::tags),
        ("on", Rule::on_kind),
    ],
    otherwise: None,
};

pub(super) const TABLE: Vocabulary = Vocabulary { block: "a decision table", words: &[], otherwise: Some(Rule::row) };

pub(super) const LENGTHS: Vocabulary =
    Vocabulary { block: "a table of lengths", words: &[], otherwise: Some(Rule::row) };

pub(super) const AUTHORITY: Vocabulary = Vocabulary {
    block: "an authority table",
    words: &[("from", Rule::from), ("until", Rule::until)],
    otherwise: Some(Rule::row),
};

pub(super) const RATES: Vocabulary = Vocabulary { block: "the rates", words: &[], otherwise: Some(Rule::rate) };

pub(super) const LINT: Vocabulary = Vocabulary {
    block: "the levels of lints",
    words: &[("allow", Rule::lint_level), ("warn", Rule::lint_level), ("deny", Rule::lint_level)],
    otherwise: None,
};

pub(super) const WAIVERS: Vocabulary = Vocabulary {
    block: "the rules for waivers",
    words: &[("longest", Rule::longest), ("by", Rule::waivers_by)],
    otherwise: None,
};

pub(super) const WAIVE: Vocabulary = Vocabulary {
    block: "a waiver",
    words: &[("until", Rule::until), ("by", Rule::waive_by), ("because", Rule::because)],
    otherwise: None,
};

pub(super) const TEST: Vocabulary = Vocabulary {
    block: "a test",
    words: &[
        ("on", Rule::test_on),
        ("only", Rule::test_only),
        ("people", Rule::test_people),
        ("given", Rule::given),
        ("expect", Rule::expect),
    ],
    otherwise: None,
};

pub(super) const SCORE: Vocabulary = Vocabulary { block: "a score", words: &[], otherwise: Some(Rule::score_part) };

pub(super) const SOURCE: Vocabulary = Vocabulary { block: "a source", words: &[], otherwise: Some(Rule::source_table) };

pub(super) const COLUMNS: Vocabulary = Vocabulary {
    block: "a table's columns",
    words: &[("as", Rule::column_format), ("in", Rule::column_unit)],
    otherwise: Some(Rule::column),
};

pub(super) const LABELS: Vocabulary =
    Vocabulary { block: "a column's labels", words: &[("else", Rule::skip_others)], otherwise: Some(Rule::label) };

pub(super) const RECORD: Vocabulary = Vocabulary { block: "a deal", words: &[], otherwise: Some(Rule::pair) };

pub(super) const FIGURE: Vocabulary = Vocabulary {
    block: "a figure",
    words: &[
        ("count", Rule::figure_count),
        ("sum", Rule::figure_of),
        ("min", Rule::figure_of),
        ("max", Rule::figure_of),
        ("mean", Rule::figure_of),
        ("median", Rule::figure_of),
        ("percentile", Rule::figure_percentile),
        ("top", Rule::figure_top),
        ("rank", Rule::figure_rank),
        ("others", Rule::figure_others),
        ("that", Rule::that),
        ("for", Rule::for_each),
        ("when", Rule::when),
        ("by", Rule::figure_by),
        ("within", Rule::figure_within),
    ],
    otherwise: None,
};

pub(super) const HEALTH: Vocabulary = Vocabulary {
    block: "the health of deals",
    words: &[
        ("critical", Rule::health_weight),
        ("major", Rule::health_weight),
        ("minor", Rule::health_weight),
        ("info", Rule::health_weight),
        ("weigh", Rule::health_weigh),
        ("when", Rule::when),
        ("by", Rule::figure_by),
    ],
    otherwise: None,
};
