use crate::value::Decimal;

/// Exact decimals that all have the same number of places behind their point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact {
    /// The numbers without their points.
    pub digits: Vec<i64>,
    /// How many of the digits stand behind the point; at most [`Exact::MOST_PLACES`].
    pub places: u32,
}

impl Exact {
    /// As many places as a decimal may have.
    pub const MOST_PLACES: u32 = 28;

    /// So many decimals; `None` where they have no common form. Where nothing stands there is a zero.
    pub fn of(numbers: impl Iterator<Item = Option<Decimal>> + Clone) -> Option<Exact> {
        let normal = |number: Decimal| number.normalize();
        let places = numbers.clone().flatten().map(|number| normal(number).scale()).max().unwrap_or(0);
        let digits = numbers.map(|number| number.map_or(Some(0), |number| digits_of(number, places)));
        Some(Exact { digits: digits.collect::<Option<Vec<i64>>>()?, places })
    }

    /// The number of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Decimal {
        self.number(self.digits.get(row).copied().unwrap_or(0))
    }

    /// The number that these digits are, without zeros at the end.
    #[inline]
    pub fn number(&self, digits: i64) -> Decimal {
        let (mut digits, mut places) = (digits, self.places);
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        Decimal::new(digits, places)
    }

    /// The same with more places; `None` where one of them has no room.
    pub fn widened(&self, places: u32) -> Option<Exact> {
        let factor = 10_i64.checked_pow(places.checked_sub(self.places)?)?;
        let digits = self.digits.iter().map(|digits| digits.checked_mul(factor));
        Some(Exact { digits: digits.collect::<Option<Vec<i64>>>()?, places })
    }
}

/// The digits of a number that has so many places at most; `None` where they have no room.
pub(super) fn digits_of(number: Decimal, places: u32) -> Option<i64> {
    let number = number.normalize();
    let factor = 10_i128.checked_pow(places.checked_sub(number.scale())?)?;
    number.mantissa().checked_mul(factor)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::Exact;
    use crate::value::Decimal;

    #[test]
    fn numbers_come_back_as_they_were() {
        let numbers: Vec<Option<Decimal>> =
            ["0", "1.50", "-3", "0.001", "1200", "-0.0"].iter().map(|text| text.parse().ok()).collect();
        let exact = Exact::of(numbers.iter().copied()).unwrap();
        assert_eq!(exact.places, 3);
        for (row, number) in numbers.iter().enumerate() {
            assert_eq!(Some(exact.get(row)), *number);
        }
        assert_eq!(exact.widened(5).unwrap().get(1), exact.get(1));
        assert!(exact.widened(25).is_none());
        let far = ["1000000000000000000", "0.01"].map(|text| text.parse::<Decimal>().ok());
        assert!(Exact::of(far.into_iter()).is_none());
    }
}
