/// How text for people is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal; text is never wider than 120, for the eye's sake.
    pub width: usize,
    /// What findings are put together by.
    pub group: Group,
    /// How many findings of a group are shown, and how many deals where findings are put together by deal; `None` for all.
    pub shown: Option<usize>,
}

impl Style {
    /// How many findings of a group are shown unless the user asks for all.
    pub const SHOWN: usize = 10;
}

impl Default for Style {
    fn default() -> Style {
        Style { width: 80, group: Group::Check, shown: Some(Style::SHOWN) }
    }
}

/// What findings are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// By criterion: where does the process leak.
    #[default]
    Check,
    /// By deal: what is there to do on it.
    Deal,
}
