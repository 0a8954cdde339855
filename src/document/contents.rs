use crate::document::approvals;
use crate::document::background;
use crate::document::beside::parts;
use crate::document::criteria;
use crate::document::fields;
use crate::document::figures;
use crate::document::stages;
use crate::document::terms::Terms;
use crate::document::waivers;
use crate::document::words::Words;
use crate::model::Place;
use crate::model::Playbook;

parts! {
    /// What a playbook says, ready to be laid out.
    pub struct Document {
        /// `en`, `zh`
        language: String,
        words: Words,
        title: String,
        name: String,
        /// Version, currency, time zone, what it extends, how much there is of each.
        facts: Vec<Note>,
        /// The flow, for the drawing and for Mermaid.
        flow: Flow,
        stages: Vec<StagePart>,
        /// Checks of several stages.
        checks: Vec<Entry>,
        /// What is asked of every history.
        history: Vec<String>,
        approvals: Vec<ApprovalPart>,
        matrices: Vec<Matrix>,
        roles: Vec<RolePart>,
        scores: Vec<Matrix>,
        figures: Vec<Term>,
        thresholds: Vec<Term>,
        computed: Vec<Term>,
        fields: Vec<FieldPart>,
        /// What waivers are allowed.
        waiver_rules: Vec<String>,
        waivers: Vec<WaiverPart>,
        calendar: Vec<Note>,
        rates: Vec<String>,
    }

    /// Something said of something: "Due: 5 working days".
    pub(super) struct Note {
        label: String,
        text: String,
    }

    /// A line of a condition in words; a header stands above the lines one deeper.
    pub(super) struct Line {
        depth: usize,
        text: String,
    }

    /// A stage in a drawing.
    pub(super) struct Flow {
        /// Titles, by the stage's place.
        titles: Vec<String>,
        /// The word for how it ends, or nothing.
        outcomes: Vec<String>,
        drawing: String,
        mermaid: String,
    }

    /// A stage and its gates.
    pub(super) struct StagePart {
        title: String,
        name: String,
        /// `won`, `lost`, or nothing.
        outcome: String,
        /// The same as a word.
        outcome_word: String,
        /// How long it may take, whom it needs, where it leads.
        facts: Vec<Note>,
        entry: Vec<Entry>,
        during: Vec<Entry>,
        exit: Vec<Entry>,
    }

    /// A criterion, in words and as it is written.
    pub(super) struct Entry {
        title: String,
        name: String,
        /// `critical` and so on.
        severity: String,
        severity_word: String,
        /// The stages in which it holds, where they are several.
        stages: String,
        /// What must hold; nothing where the title says it.
        asks: Vec<Line>,
        /// The same as written.
        condition: String,
        /// When it applies.
        when: Vec<Line>,
        when_condition: String,
        because: String,
        fix: String,
        /// Who acts, until when, by what paragraph, from when on.
        notes: Vec<Note>,
    }

    /// A decision, and who takes it.
    pub(super) struct ApprovalPart {
        title: String,
        name: String,
        severity: String,
        severity_word: String,
        facts: Vec<Note>,
        when: Vec<Line>,
        when_condition: String,
        because: String,
        fix: String,
        /// The decision table, if it has one.
        table: Option<Matrix>,
    }

    /// A table.
    pub(super) struct Matrix {
        title: String,
        name: String,
        head: Vec<String>,
        rows: Vec<Vec<String>>,
        note: String,
    }

    /// A role and what its holders do.
    pub(super) struct RolePart {
        title: String,
        name: String,
        tasks: Vec<Note>,
    }

    /// A name of the playbook and what it stands for.
    pub(super) struct Term {
        title: String,
        name: String,
        words: String,
        condition: String,
    }

    /// A field of a deal.
    pub(super) struct FieldPart {
        path: String,
        ty: String,
        /// The columns of exports that fill it.
        columns: String,
    }

    /// A waiver.
    pub(super) struct WaiverPart {
        target: String,
        deals: String,
        until: String,
        by: String,
        because: String,
    }
}

pub(super) fn of(playbook: &Playbook, terms: Terms) -> Document {
    Document {
        language: terms.code().to_owned(),
        words: Words::of(terms),
        title: terms.text(&playbook.title),
        name: playbook.name.clone(),
        facts: background::facts(playbook, terms),
        flow: stages::flow(playbook, terms),
        stages: stages::all(playbook, terms),
        checks: criteria::at(playbook, terms, |place| matches!(place, Place::Stages(_))),
        history: criteria::history(playbook, terms),
        approvals: approvals::all(playbook, terms),
        matrices: approvals::matrices(playbook, terms),
        roles: stages::roles(playbook, terms),
        scores: figures::scores(playbook, terms),
        figures: figures::figures(playbook, terms),
        thresholds: fields::thresholds(playbook, terms),
        computed: fields::computed(playbook, terms),
        fields: fields::all(playbook, terms),
        waiver_rules: waivers::rules(playbook, terms),
        waivers: waivers::all(playbook, terms),
        calendar: background::calendar(playbook, terms),
        rates: background::rates(playbook, terms),
    }
}
