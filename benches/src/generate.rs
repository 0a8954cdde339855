//! Deals as JSON Lines, made at random from a fixed seed: the same number gives the same bytes.

mod deal;
mod make;
pub(crate) mod words;

use std::io;
use std::io::Write;

use crate::generate::make::make;

/// What the seed is; another one gives other deals that break the rules as often.
const SEED: u64 = 20_260_630;

/// Writes so many deals, one a line.
pub fn generate(deals: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut random = fastrand::Rng::with_seed(SEED);
    for number in 1..=deals {
        serde_json::to_writer(&mut *out, &make(number, &mut random))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
