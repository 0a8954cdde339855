use crate::report::words::Count;
use crate::report::words::filled;

/// What the program says of moves, in one language. `{}` is a place to fill, `{n}` a number.
#[derive(Debug)]
pub(in crate::report) struct Phrases {
    pub to_move: Count,
    pub free_to_move: &'static str,
    pub once_there: Count,
    pub here: Count,
    pub nothing_here: &'static str,
    pub nowhere: &'static str,
    pub no_move: &'static str,
    pub behind: Count,
    pub as_above: &'static str,

    pub may: &'static str,
    pub may_not: Count,
    pub already: &'static str,
    pub unknown: &'static str,
    pub skips: &'static str,
    pub illegal: &'static str,
    pub first_move: &'static str,
    pub leads_to: &'static str,
    pub leads_nowhere: &'static str,
    pub milder: Count,
    pub and: &'static str,
    pub or: &'static str,
    pub comma: &'static str,
    pub quote: &'static str,
}

impl Phrases {
    /// The phrases of a language; English where there are none.
    pub fn of(language: &str) -> &'static Phrases {
        if language.starts_with("zh") { &CHINESE } else { &ENGLISH }
    }

    /// `Lead, Qualified or Lost`, `「线索」或「输单」`
    pub fn quoted(&self, names: &[String], last: &str) -> String {
        let names: Vec<String> = names.iter().map(|name| filled(self.quote, &[name])).collect();
        match names.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., end] => format!("{}{last}{end}", first.join(self.comma)),
        }
    }
}

static ENGLISH: Phrases = Phrases {
    to_move: Count { one: "To move to {} (1 thing):", many: "To move to {} ({n} things):" },
    free_to_move: "To move to {}: nothing is owed.",
    once_there: Count { one: "Once in {} (1 thing more):", many: "Once in {} ({n} things more):" },
    here: Count { one: "In {} now (1 thing):", many: "In {} now ({n} things):" },
    nothing_here: "In {} now: nothing is owed.",
    nowhere: "Where the deal is, is not known, so nothing can be said about its next stage:",
    no_move: "{} is an end of the flow: no move leads on from it.",
    behind: Count {
        one: "From before (1 thing; more with `tollgate check --deal {}`):",
        many: "From before ({n} things; more with `tollgate check --deal {}`):",
    },
    as_above: " (see above)",
    may: "{} may move from {} to {}.",
    may_not: Count {
        one: "{} may not move from {} to {}: 1 thing stands in the way.",
        many: "{} may not move from {} to {}: {n} things stand in the way.",
    },
    already: "{} is in {} already: there is no move to judge.",
    unknown: "{} may not move to {}: where it is, is not known.",
    skips: "{} → {} leaves out {}",
    illegal: "{} → {} is no move of the flow",
    first_move: "Move to {} first",
    leads_to: "From {} the flow leads to {}",
    leads_nowhere: "From {} the flow leads nowhere",
    milder: Count {
        one: "1 thing milder than {}, which does not stop it:",
        many: "{n} things milder than {}, which do not stop it:",
    },
    and: " and ",
    or: " or ",
    comma: ", ",
    quote: "{}",
};

static CHINESE: Phrases = Phrases {
    to_move: Count::same("转入「{}」还差 {n} 项:"),
    free_to_move: "转入「{}」:没有待办事项。",
    once_there: Count::same("转入「{}」后还须完成 {n} 项:"),
    here: Count::same("当前「{}」阶段待办 {n} 项:"),
    nothing_here: "当前「{}」阶段:没有待办事项。",
    nowhere: "商机阶段未知,无法判断下一阶段:",
    no_move: "「{}」是流程终点,没有后续阶段。",
    behind: Count::same("此前遗留 {n} 项(详见 `tollgate check --deal {}`):"),
    as_above: "(见上)",
    may: "{} 可以从「{}」转入「{}」。",
    may_not: Count::same("{} 不可从「{}」转入「{}」:有 {n} 项阻碍。"),
    already: "{} 已在「{}」阶段,无需变更。",
    unknown: "{} 不可转入「{}」:当前阶段未知。",
    skips: "「{}」→「{}」跳过了{}",
    illegal: "流程中没有「{}」→「{}」",
    first_move: "先转入「{}」",
    leads_to: "从「{}」可转入{}",
    leads_nowhere: "「{}」没有后续阶段",
    milder: Count::same("另有 {n} 项低于「{}」,不构成阻碍:"),
    and: "和",
    or: "或",
    comma: "、",
    quote: "「{}」",
};
