/// The known name nearest to what was written, if one is near enough to be a slip of the pen.
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(written, known).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// The known name that was meant, if no other one is as near.
pub fn surely_meant<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let all: Vec<(usize, &str)> = near(written, known).collect();
    let least = all.iter().map(|(distance, _)| *distance).min()?;
    let mut nearest: Vec<&str> =
        all.into_iter().filter(|(distance, _)| *distance == least).map(|(_, name)| name).collect();
    nearest.dedup();
    match nearest.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// The known names that are near, and how far they are.
fn near<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    // A third of the word may differ; a word of two letters may differ in one.
    let allowed = (written.chars().count() / 3).max(1);
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let wanted = plain(written);
    known
        .into_iter()
        .map(move |name| (strsim::damerau_levenshtein(&wanted, &plain(name)), name))
        .filter(move |(distance, name)| *distance <= allowed && *distance < name.chars().count().max(1))
}

/// "`a`, `b` or `c`".
pub fn or_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    joined(names, "or")
}

/// "`a`, `b` and `c`".
pub fn list_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    joined(names, "and")
}

fn joined<'a>(names: impl IntoIterator<Item = &'a str>, word: &str) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, or_list};

    #[test]
    fn near_names_are_found() {
        assert_eq!(did_you_mean("amuont", ["amount", "account"]), Some("amount"));
        assert_eq!(did_you_mean("negotation", ["negotiation"]), Some("negotiation"));
        assert_eq!(did_you_mean("closeDate", ["close_date"]), Some("close_date"));
        assert_eq!(did_you_mean("xyz", ["amount"]), None);
    }

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(or_list(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(or_list([]), "");
    }
}
