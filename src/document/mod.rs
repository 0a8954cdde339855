//! The playbook as a document to read: stages with their gates, the flow, who approves what, each criterion in words.
//!
//! In: a resolved playbook and a language, or two. Out: one page, as Markdown or as HTML that needs nothing from elsewhere.
//! Not here: how the playbook was written (`syntax`), deals and their verdicts (`assess`), where bytes go (`cli`).
//! Start reading at [`document`].

mod approvals;
mod background;
mod beside;
mod contents;
mod criteria;
mod drawing;
mod fields;
mod figures;
mod flow;
mod html;
mod lengths;
mod markdown;
mod mermaid;
mod stages;
mod terms;
mod waivers;
mod words;

pub use contents::Document;
pub use html::html;
pub use markdown::markdown;

use crate::document::beside::Beside;
use crate::document::terms::Terms;
use crate::model::Playbook;

/// The language of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Chinese.
    Chinese,
    /// Each sentence in both.
    Both,
}

/// What a playbook says, ready to be laid out.
pub fn document(playbook: &Playbook, language: Language) -> Document {
    let english = || contents::of(playbook, Terms::English);
    let chinese = || contents::of(playbook, Terms::Chinese);
    let mut document = match language {
        Language::English => english(),
        Language::Chinese => chinese(),
        Language::Both => english().beside(chinese()),
    };
    // Drawn once its titles stand there in every language.
    document.flow.drawing = drawing::draw(playbook, &document.flow);
    document.flow.mermaid = mermaid::chart(playbook, &document.flow);
    document
}
