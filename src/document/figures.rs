use crate::assess::length_in_words;
use crate::document::contents::Matrix;
use crate::document::contents::Term;
use crate::document::terms;
use crate::document::terms::Terms;
use crate::model::Aggregate;
use crate::model::Figure;
use crate::model::Health;
use crate::model::Playbook;
use crate::model::Score;
use crate::model::Severity;
use crate::value::show_number;

/// Points and what they are given for.
pub(super) fn scores(playbook: &Playbook, terms: Terms) -> Vec<Matrix> {
    playbook.scores.iter().map(|score| scored(playbook, terms, score)).collect()
}

fn scored(playbook: &Playbook, terms: Terms, score: &Score) -> Matrix {
    let most = show_number(score.most());
    let rows = score.parts.iter().map(|part| {
        let when = terms.capital(&terms::within(playbook, terms, &part.when));
        vec![show_number(part.points), terms.text(&part.title), when]
    });
    Matrix {
        title: terms.text(&score.title),
        name: score.name.clone(),
        head: [("Points", "分值"), ("For", "项目"), ("When", "条件")]
            .map(|(english, chinese)| terms.pick(english, chinese).to_owned())
            .to_vec(),
        rows: rows.collect(),
        note: terms.pick(
            format!("The sum of the points whose condition holds; {most} at most."),
            format!("条件成立的各项分值之和，最高 {most} 分。"),
        ),
    }
}

/// Numbers about many deals.
pub(super) fn figures(playbook: &Playbook, terms: Terms) -> Vec<Term> {
    let health = playbook.health.iter().map(|health| healthy(playbook, terms, health));
    playbook.figures.iter().map(|figure| figured(playbook, terms, figure)).chain(health).collect()
}

/// What findings take away from the health of a record, and whose deals are told together.
fn healthy(playbook: &Playbook, terms: Terms, health: &Health) -> Term {
    let severities = Severity::ALL.iter().rev().filter(|severity| health.weight(**severity) > 0);
    let weights = severities.map(|severity| {
        let (word, weight) = (terms.severity(*severity), health.weight(*severity).to_string());
        terms.pick(format!("{weight} for each {word} finding"), terms::chinese(&["每项", word, "扣", &weight]))
    });
    let weights = terms.list(&weights.collect::<Vec<String>>());
    let by = terms::computed(playbook, terms, &health.by);
    let mut words = terms.pick(
        format!("100 for each deal, less {weights}, 0 at least; the mean for each {} apart", each(&by)),
        terms::chinese(&["每个商机 100 分，", &weights, "，最低 0 分；按", &by, "求平均"]),
    );
    if let Some(weigh) = &health.weigh {
        let weigh = terms::computed(playbook, terms, weigh);
        let weighed =
            terms.pick(format!(", and the mean weighed by {weigh}"), terms::chinese(&["，并以", &weigh, "加权"]));
        words.push_str(&weighed);
    }
    if let Some(when) = &health.when {
        let when = terms::within(playbook, terms, when);
        words.push_str(
            &terms.pick(format!("; only deals for which {when}"), terms::chinese(&["；仅计", &when, "的商机"])),
        );
    }
    Term { title: terms.text(&health.title), name: "health".to_owned(), words, condition: String::new() }
}

fn figured(playbook: &Playbook, terms: Terms, figure: &Figure) -> Term {
    let of = figure.of.value().map(|of| terms::computed(playbook, terms, of)).unwrap_or_default();
    let list = figure.each.as_ref().map(|each| terms::field(playbook, terms, &each.list)).unwrap_or_default();
    let what = match &figure.of {
        Aggregate::Count => match &figure.each {
            None => terms.pick("The number of deals".to_owned(), "商机数量".to_owned()),
            Some(_) => terms.pick(format!("The number of entries of {list}"), terms::chinese(&[&list, "的条数"])),
        },
        Aggregate::Rank(_) => {
            terms.pick(format!("The place in the order of {of}, from 1"), terms::chinese(&["按", &of, "排列的名次"]))
        }
        Aggregate::Others(fields) => {
            let fields: Vec<String> = fields.iter().map(|(_, field)| terms::computed(playbook, terms, field)).collect();
            let fields = terms.list(&fields);
            terms.pick(format!("The other deals, with {fields}"), terms::chinese(&["其他商机及其", &fields]))
        }
        Aggregate::Sum(_) => terms.pick(format!("The sum of {of}"), format!("{of} 的合计")),
        Aggregate::Least(_) => terms.pick(format!("The smallest of {of}"), format!("{of} 的最小值")),
        Aggregate::Most(_) => terms.pick(format!("The largest of {of}"), format!("{of} 的最大值")),
        Aggregate::Mean(_) => terms.pick(format!("The mean of {of}"), format!("{of} 的平均值")),
        Aggregate::Top(count, _) => {
            terms.pick(format!("The sum of the {count} largest of {of}"), format!("{of} 最大的 {count} 项之和"))
        }
        Aggregate::Percentile(share, _) => {
            let share = show_number(*share);
            terms.pick(
                format!("The value at or under which {share} % of the deals lie, for {of}"),
                format!("{of} 的第 {share} 百分位数"),
            )
        }
    };
    let mut words = what;
    if let Some(when) = &figure.when {
        let when = terms::within(playbook, terms, when);
        words.push_str(&match &figure.each {
            None => terms.pick(format!("; only deals for which {when}"), terms::chinese(&["；仅计", &when, "的商机"])),
            Some(_) => terms.pick(
                format!("; only entries of {list} for which {when}"),
                terms::chinese(&["；仅计", &list, "中", &when, "的条目"]),
            ),
        });
    }
    if let Some((_, that)) = &figure.that {
        let that = terms::within(playbook, terms, that);
        words.push_str(
            &terms.pick(format!("; of these those for which {that}"), terms::chinese(&["；其中", &that, "的"])),
        );
    }
    if !figure.by.is_empty() {
        let by: Vec<String> = figure.by.iter().map(|by| each(&terms::computed(playbook, terms, by))).collect();
        let by = terms.list(&by);
        words.push_str(&terms.pick(format!("; for each {by} apart"), terms::chinese(&["；按", &by, "分组"])));
    }
    if let Some(within) = &figure.within {
        let (length, at) = (length_in_words(within.length, terms.code()), terms::computed(playbook, terms, &within.of));
        words.push_str(&terms.pick(
            format!("; the largest of the stretches of {length} that it lies in, by {at}"),
            terms::chinese(&["；按", &at, "取所在各", &length, "时段中的最大值"]),
        ));
    }
    Term { title: terms.text(&figure.title), name: figure.name.clone(), words, condition: String::new() }
}

/// Behind "each" no article stands at the beginning.
fn each(by: &str) -> String {
    by.strip_prefix("the ").unwrap_or(by).to_owned()
}
