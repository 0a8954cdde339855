use std::io;

use crate::assess::HealthGroup;
use crate::expr::Expr;
use crate::expr::PRIVATE;
use crate::model::Health;
use crate::model::Severity;
use crate::report::Figures;
use crate::report::human::Sheet;
use crate::report::human::by_check::rule;
use crate::report::human::summary::plain_table;
use crate::report::human::summary::table;
use crate::report::ink;
use crate::report::page::Page;
use crate::report::plain::datum;
use crate::report::plain::prose;
use crate::report::words::digits;
use crate::value::Decimal;
use crate::value::show_number;

/// Writes how healthy the records are, by owner: both means beside each other, in the order of the names, because it is no ranking.
pub(super) fn write(sheet: &Sheet<'_>, figures: &Figures<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let report = sheet.report;
    let Some(health) = &report.playbook.health else { return Ok(()) };
    let tally = &report.tally.health;
    if tally.groups.is_empty() && tally.left_out == 0 {
        return Ok(());
    }
    let zh = report.language.starts_with("zh");
    let pick = |english: &'static str, chinese: &'static str| if zh { chinese } else { english };
    rule(page, &ink::paint(ink::BOLD, prose(health.title.in_language(report.language))))?;
    page.text(2, &made_of(health, zh, |severity| sheet.words.severity(severity)))?;
    if let Some(weigh) = &health.weigh {
        let weigh = prose(weigh.text().trim());
        page.text(2, &if zh { format!("权重为 `{weigh}`。") } else { format!("The weight of a deal is `{weigh}`.") })?;
    }
    let (asked, all) = (figures.checks.len(), report.playbook.criteria.len());
    if asked < all {
        let only = format!("Only {asked} of {all} criteria are asked, so it is healthier than it would be.");
        page.text(2, &if zh { format!("仅判断 {all} 项标准中的 {asked} 项,故得分偏高。") } else { only })?;
    }
    page.text(2, pick("For lists to coach by, not for ranking.", "用于辅导清单,不用于排名。"))?;
    page.blank()?;
    let by = prose(health.by.text().trim()).into_owned();
    let mut header = vec![by.as_str(), pick("deals", "商机"), pick("mean", "平均")];
    if health.weigh.is_some() {
        header.extend([pick("mean by weight", "加权平均"), pick("without weight", "无权重")]);
    }
    // What is made of something private is private.
    let is_private = health.weigh.as_ref().is_some_and(Expr::is_private);
    let mut rows = plain_table(&header);
    let shown = |mean: Option<Decimal>| mean.map_or("–".to_owned(), |mean| show_number(mean.round_dp(1)));
    let shown_groups = sheet.shown(tally.groups.len());
    for (name, group) in tally.groups.iter().take(shown_groups) {
        let name = if name.is_empty() { pick("(nobody)", "(无)") } else { name };
        let mut row = vec![datum(name, sheet.words.characters).into_owned(), digits(group.deals), shown(group.mean())];
        if health.weigh.is_some() {
            let weighed = if is_private { PRIVATE.to_owned() } else { shown(group.weighed_mean()) };
            row.extend([weighed, unweighed(group)]);
        }
        rows.add_row(row);
    }
    table(page, rows)?;
    let more = tally.groups.len() - shown_groups;
    let notes = [
        (more > 0).then(|| {
            if zh { format!("另有 {more} 组未列出") } else { format!("{more} more, in the order of their names") }
        }),
        (tally.left_out > 0).then(|| match (zh, tally.left_out) {
            (true, count) => format!("{} 个商机无法判断是否计入,未计", digits(count)),
            (false, 1) => "1 deal is left out: it is not known whether it counts".to_owned(),
            (false, count) => format!("{} deals are left out: it is not known whether they count", digits(count)),
        }),
    ];
    for note in notes.into_iter().flatten() {
        page.text(2, &ink::paint(ink::DIM, note))?;
    }
    page.blank()?;
    Ok(())
}

fn unweighed(group: &HealthGroup) -> String {
    if group.unweighed > 0 { digits(group.unweighed) } else { String::new() }
}

/// "100 less 40 for each finding that is critical, 20 major, 8 minor; 0 at least. What cannot be decided is not counted."
fn made_of(health: &Health, zh: bool, word: impl Fn(Severity) -> &'static str) -> String {
    let severities = Severity::ALL.iter().rev().filter(|severity| health.weight(**severity) > 0);
    let weights = severities.map(|severity| format!("{} {}", word(*severity), health.weight(*severity)));
    let weights = weights.collect::<Vec<String>>().join(if zh { "、" } else { ", " });
    if zh {
        format!("每个商机 100 分,每项不符合扣:{weights};最低 0 分。无法判断与已豁免的不计。")
    } else {
        format!(
            "100 for each deal, less for each finding: {weights}; 0 at least. What is undecided or waived is not counted."
        )
    }
}
