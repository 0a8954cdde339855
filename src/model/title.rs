use std::collections::BTreeMap;

/// A text for people, with its translations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The text as written first.
    pub text: String,
    /// Translations by language (`zh`).
    pub translations: BTreeMap<String, String>,
}

impl Title {
    /// A text without translations.
    pub fn new(text: impl Into<String>) -> Title {
        Title { text: text.into(), translations: BTreeMap::new() }
    }

    /// The text in a language, or as written first where there is no translation.
    pub fn in_language(&self, language: &str) -> &str {
        self.translations.get(language).unwrap_or(&self.text)
    }
}
