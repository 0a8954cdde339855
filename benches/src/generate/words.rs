//! The words that deals are made of, and how they are drawn.

use fastrand::Rng;

pub const FIRST: &[&str] = &[
    "anna", "bela", "carla", "dai", "emil", "fang", "greta", "hugo", "ines", "jonas", "kim", "lena", "mira", "nils",
    "olga", "pavel", "quinn", "rosa", "sven", "tomas", "ulla", "vera", "wei", "xenia", "yara", "zoe",
];
pub const LAST: &[&str] = &[
    "adler", "brandt", "chen", "diaz", "ebert", "fischer", "garcia", "huang", "ivanov", "jansen", "kramer", "lopez",
    "mueller", "novak", "osei", "petrov", "quist", "rossi", "schmidt", "tanaka", "unger", "vogel", "wang", "yilmaz",
];
const COMPANY: &[&str] = &[
    "Harbour",
    "Northern",
    "Blue Ridge",
    "Alpine",
    "Delta",
    "Orion",
    "Meridian",
    "Cedar",
    "Granite",
    "Summit",
    "Riverside",
    "Pioneer",
    "Atlas",
    "Vector",
    "Beacon",
    "Crown",
];
const TRADE: &[&str] =
    &["Works", "Foods", "Logistics", "Energy", "Pharma", "Textiles", "Bank", "Telecom", "Mining", "Retail"];
const THING: &[&str] = &[
    "core network",
    "packaging line",
    "data centre",
    "cloud migration",
    "billing system",
    "ring main",
    "private 5G",
    "storage renewal",
    "call centre",
    "plant automation",
    "fleet tracking",
    "security audit",
];
pub const INDUSTRY: &[&str] = &["manufacturing", "finance", "public sector", "energy", "retail", "transport"];
pub const REGION: &[&str] = &["EMEA", "DACH", "APAC", "LATAM", "Nordics", "Iberia"];
pub const COMPETITOR: &[&str] = &["Ericsoft", "Northwind Systems", "Contoso Industrial", "Fabrikam", "in-house team"];
pub const LOSS: &[&str] = &["price", "timing", "product gap", "no decision", "relationship of a competitor"];
const SENTENCE: &[&str] = &[
    "cut downtime of the line from nine to three hours a month",
    "one supplier instead of four by the end of the year",
    "pay back within eighteen months at today's volumes",
    "board meets on the first Tuesday, paper a week before",
    "procurement runs a tender with three bidders",
    "the old system goes out of support next spring",
    "head of operations drives it, IT has a veto",
    "service within four hours in all plants",
    "total cost over five years, then references",
    "a pilot in the northern plant decides",
    "legal wants the standard liability clause",
    "new plant opens in autumn and needs it on day one",
];
const ACTION: &[&str] = &[
    "Send the revised offer to the plant manager",
    "Call procurement about the tender calendar",
    "Demo of the reporting module with operations",
    "Agree the acceptance test with quality",
    "Get the signature list from legal",
    "Visit the reference customer together",
];

pub fn pick<T: Copy>(random: &mut Rng, from: &[T]) -> T {
    from[random.usize(..from.len())]
}

/// Whether something that happens with this probability happens.
pub fn chance(random: &mut Rng, probability: f64) -> bool {
    random.f64() < probability
}

pub fn email(random: &mut Rng) -> String {
    format!("{}.{}@{}", pick(random, FIRST), pick(random, LAST), pick(random, &["example.com", "sales.example.org"]))
}

/// A person who is not an e-mail address.
pub fn no_email(random: &mut Rng) -> String {
    let (first, last) = (pick(random, FIRST), pick(random, LAST));
    match random.u8(..4) {
        0 => format!("{first} {last}"),
        1 => format!("{first}.{last}@example"),
        2 => format!("{}.{last}@example.com", first.to_uppercase()),
        _ => format!("{first}.{last}(at)example.com"),
    }
}

pub fn person(random: &mut Rng) -> String {
    format!("{} {}", capital(pick(random, FIRST)), capital(pick(random, LAST)))
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

pub fn company(random: &mut Rng) -> String {
    format!("{} {}", pick(random, COMPANY), pick(random, TRADE))
}

pub fn title(random: &mut Rng, company: &str) -> String {
    format!("{company}: {}", pick(random, THING))
}

pub fn sentences(random: &mut Rng) -> String {
    format!("{}. {}", sentence(random), pick(random, SENTENCE))
}

pub fn sentence(random: &mut Rng) -> String {
    let (one, other) = (pick(random, SENTENCE), pick(random, SENTENCE));
    if chance(random, 0.3) { format!("{one}; \"{other}\"") } else { one.to_owned() }
}

pub fn action(random: &mut Rng) -> String {
    format!("{} by week {}", pick(random, ACTION), random.u8(27..40))
}

/// `null` or the empty text.
pub fn blank(random: &mut Rng) -> Option<String> {
    chance(random, 0.5).then(String::new)
}
