use std::collections::BTreeMap;

use crate::expr::Template;

/// A finding's sentence with `{expression}` places, and its translations.
#[derive(Clone, Debug)]
pub struct Message {
    /// As written first.
    pub text: Template,
    /// Translations by language (`zh`).
    pub translations: BTreeMap<String, Template>,
}

impl Message {
    /// The sentence in a language, or as written first where there is no translation.
    pub fn in_language(&self, language: &str) -> &Template {
        self.translations.get(language).unwrap_or(&self.text)
    }
}
