/// A yes or no for each row, in words of 64.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bits {
    // INVARIANT: bits behind the last row are 0.
    words: Vec<u64>,
    rows: usize,
}

impl Bits {
    /// The same for so many rows.
    pub fn all(rows: usize, yes: bool) -> Bits {
        Bits { words: vec![if yes { u64::MAX } else { 0 }; rows.div_ceil(64)], rows }.cut()
    }

    /// What a question says of each value.
    #[inline]
    pub fn of<T: Copy>(values: &[T], ask: impl Fn(T) -> bool) -> Bits {
        let word = |values: &[T]| {
            let mut bytes = [0_u8; 64];
            bytes.iter_mut().zip(values).for_each(|(byte, value)| *byte = u8::from(ask(*value)));
            packed(&bytes)
        };
        Bits { words: values.chunks(64).map(word).collect(), rows: values.len() }
    }

    /// What a question says of two values of each row, of which there are equally many.
    #[inline]
    pub fn of_both<T: Copy, U: Copy>(left: &[T], right: &[U], ask: impl Fn(T, U) -> bool) -> Bits {
        let word = |(left, right): (&[T], &[U])| {
            let mut bytes = [0_u8; 64];
            let values = left.iter().zip(right);
            bytes.iter_mut().zip(values).for_each(|(byte, (left, right))| *byte = u8::from(ask(*left, *right)));
            packed(&bytes)
        };
        Bits { words: left.chunks(64).zip(right.chunks(64)).map(word).collect(), rows: left.len().min(right.len()) }
    }

    /// What a question says of each row in turn.
    pub fn of_rows(rows: usize, mut ask: impl FnMut(usize) -> bool) -> Bits {
        let mut words = Vec::with_capacity(rows.div_ceil(64));
        for start in (0..rows).step_by(64) {
            let bits = (start..rows.min(start + 64)).zip(0_u32..);
            words.push(bits.fold(0_u64, |word, (row, at)| word | (u64::from(ask(row)) << at)));
        }
        Bits { words, rows }
    }

    /// Words of 64 rows each, the first row in the lowest bit.
    pub fn of_words(words: impl IntoIterator<Item = u64>, rows: usize) -> Bits {
        let mut words: Vec<u64> = words.into_iter().take(rows.div_ceil(64)).collect();
        words.resize(rows.div_ceil(64), 0);
        Bits { words, rows }.cut()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// A row; no where there is none.
    #[inline]
    pub fn get(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Sets a row, where there is one.
    pub fn set(&mut self, row: usize, yes: bool) {
        if let Some(word) = self.words.get_mut(row / 64).filter(|_| row < self.rows) {
            let bit = 1_u64 << (row % 64);
            *word = if yes { *word | bit } else { *word & !bit };
        }
    }

    /// How many rows are yes.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether no row is yes.
    pub fn is_none(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether every row is yes.
    pub fn is_all(&self) -> bool {
        self.count() == self.rows
    }

    /// The rows that are yes, in order.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(place, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let at = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(place * 64 + at)
            })
        })
    }

    /// Both.
    #[must_use]
    pub fn and(&self, other: &Bits) -> Bits {
        self.with(other, |own, other| own & other)
    }

    /// One or both.
    #[must_use]
    pub fn or(&self, other: &Bits) -> Bits {
        self.with(other, |own, other| own | other)
    }

    /// This and not the other.
    #[must_use]
    pub fn without(&self, other: &Bits) -> Bits {
        self.with(other, |own, other| own & !other)
    }

    /// The opposite.
    #[must_use]
    pub fn not(&self) -> Bits {
        Bits { words: self.words.iter().map(|word| !word).collect(), rows: self.rows }.cut()
    }

    /// Adds the rows of another one.
    pub fn add(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own |= other);
    }

    /// Two words at a time; `how` makes 0 of two zeros.
    fn with(&self, other: &Bits, how: impl Fn(u64, u64) -> u64) -> Bits {
        let words = self.words.iter().zip(&other.words).map(|(own, other)| how(*own, *other)).collect();
        Bits { words, rows: self.rows }
    }

    fn cut(mut self) -> Bits {
        if let (Some(last), 1..) = (self.words.last_mut(), self.rows % 64) {
            *last &= (1 << (self.rows % 64)) - 1;
        }
        self
    }
}

/// Bytes of 0 and 1 as the bits of a word, the first one lowest.
///
/// The product brings the eight bits of a word's bytes side by side into its highest byte; no two of them meet.
#[inline]
fn packed(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let eight = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |word, bytes| word << 8 | eight(bytes))
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn rows_are_what_was_said_of_them() {
        for rows in [0, 1, 63, 64, 65, 130, 200] {
            let numbers: Vec<usize> = (0..rows).collect();
            let thirds = Bits::of(&numbers, |row| row % 3 == 0);
            let wanted: Vec<usize> = numbers.iter().copied().filter(|row| row % 3 == 0).collect();
            assert_eq!(thirds.rows().collect::<Vec<usize>>(), wanted);
            assert_eq!(thirds, Bits::of_rows(rows, |row| row % 3 == 0));
            assert_eq!(thirds, Bits::of_both(&numbers, &numbers, |row, again| (row + again) % 3 == 0));
            assert_eq!((thirds.count(), thirds.not().count()), (wanted.len(), rows - wanted.len()));
            assert!(thirds.or(&thirds.not()).is_all() && thirds.and(&thirds.not()).is_none());
            assert_eq!(Bits::all(rows, true).without(&thirds), thirds.not());
            assert!(!thirds.not().get(rows) && !Bits::all(rows, true).get(rows + 1));
        }
    }
}
