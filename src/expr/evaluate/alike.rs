//! How alike two texts are.

use crate::expr::evaluate::Verdict;
use crate::value::Decimal;
use crate::value::Gap;
use crate::value::Value;

/// Texts at least so much alike are similar.
const SIMILAR: Decimal = Decimal::from_parts(7, 0, 0, false, 1);

/// Whether two texts are much alike.
pub fn similar(a: &str, b: &str) -> Verdict {
    share(a, b).map(|share| share >= SIMILAR)
}

/// How much two texts are alike, from 0 to 1.
pub fn similarity(a: &str, b: &str) -> Result<Value, Gap> {
    share(a, b).map(Value::Number)
}

/// The pairs of neighbouring letters and digits that two texts have in common, as a share of all their pairs (Sørensen and Dice).
///
/// Capitals, blanks and signs do not count; a text without a letter or digit is like no other.
fn share(a: &str, b: &str) -> Result<Decimal, Gap> {
    let (a, b) = (plain(a), plain(b));
    if a.is_empty() || b.is_empty() {
        return Ok(Decimal::ZERO);
    }
    Decimal::try_from(strsim::sorensen_dice(&a, &b)).map_err(|_| Gap::OutOfRange)
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
