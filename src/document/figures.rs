use crate::document::contents::Matrix;
use crate::document::contents::Term;
use crate::document::terms;
use crate::document::terms::Terms;
use crate::model::Aggregate;
use crate::model::Figure;
use crate::model::Playbook;
use crate::model::Score;
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
    playbook.figures.iter().map(|figure| figured(playbook, terms, figure)).collect()
}

fn figured(playbook: &Playbook, terms: Terms, figure: &Figure) -> Term {
    let of = figure.of.value().map(|of| terms::computed(playbook, terms, of)).unwrap_or_default();
    let what = match &figure.of {
        Aggregate::Count => terms.pick("The number of deals".to_owned(), "商机数量".to_owned()),
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
        words.push_str(
            &terms.pick(format!("; only deals for which {when}"), terms::chinese(&["；仅计", &when, "的商机"])),
        );
    }
    if !figure.by.is_empty() {
        let by: Vec<String> = figure.by.iter().map(|by| each(&terms::computed(playbook, terms, by))).collect();
        let by = terms.list(&by);
        words.push_str(&terms.pick(format!("; for each {by} apart"), terms::chinese(&["；按", &by, "分组"])));
    }
    Term { title: terms.text(&figure.title), name: figure.name.clone(), words, condition: String::new() }
}

/// Behind "each" no article stands at the beginning.
fn each(by: &str) -> String {
    by.strip_prefix("the ").unwrap_or(by).to_owned()
}
