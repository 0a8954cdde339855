//! Two documents that say the same in two languages, as one.

/// Stands between a text and the same text in the other language; an author cannot write it.
pub(super) const BESIDE: char = '\u{1e}';

/// What can be put beside the same in another language.
pub(super) trait Beside {
    fn beside(self, other: Self) -> Self;
}

impl Beside for String {
    fn beside(self, other: String) -> String {
        match (self.is_empty(), other.is_empty()) {
            _ if self == other => self,
            (_, true) => self,
            (true, _) => other,
            _ => format!("{self}{BESIDE}{other}"),
        }
    }
}

impl Beside for usize {
    fn beside(self, _: usize) -> usize {
        self
    }
}

impl<T: Beside> Beside for Vec<T> {
    /// Both say the same, so they have as many parts; should they ever not, nothing is dropped.
    fn beside(self, other: Vec<T>) -> Vec<T> {
        let mut others = other.into_iter();
        let mut all: Vec<T> = Vec::with_capacity(self.len());
        for one in self {
            all.push(match others.next() {
                Some(other) => one.beside(other),
                None => one,
            });
        }
        all.extend(others);
        all
    }
}

impl<T: Beside> Beside for Option<T> {
    fn beside(self, other: Option<T>) -> Option<T> {
        match (self, other) {
            (Some(one), Some(other)) => Some(one.beside(other)),
            (one, other) => one.or(other),
        }
    }
}

/// Declares parts of a document, all of whose fields can be put beside those of the other language.
macro_rules! parts {
    ($($(#[$about:meta])* $seen:vis struct $name:ident { $($(#[$field_about:meta])* $field:ident: $ty:ty,)* })*) => { $(
        $(#[$about])*
        #[derive(Clone, Debug, Default, serde::Serialize)]
        $seen struct $name { $($(#[$field_about])* pub(super) $field: $ty,)* }

        impl $crate::document::beside::Beside for $name {
            fn beside(self, other: $name) -> $name {
                $name { $($field: $crate::document::beside::Beside::beside(self.$field, other.$field),)* }
            }
        }
    )* };
}

pub(super) use parts;
