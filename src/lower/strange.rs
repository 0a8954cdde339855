use crate::diagnostic::Diagnostic;
use crate::diagnostic::list_of;
use crate::lower::fitted::is_changed_field;
use crate::lower::known::Known;
use crate::syntax;
use crate::syntax::LabelValue;
use crate::value::Type;

/// Stages that a source written for any playbook means, and that this playbook does not have.
#[derive(Default)]
pub(super) struct Strange {
    stages: Vec<String>,
    /// The stages of the playbook.
    known: Vec<String>,
}

impl Strange {
    /// The column without the labels that mean what this playbook does not have.
    pub(super) fn without(
        &mut self,
        known: &Known<'_>,
        table: &syntax::SourceTable,
        column: &syntax::Column,
        ty: &Type,
    ) -> syntax::Column {
        let mut column = column.clone();
        if let (Type::Text, true, Some(labels)) = (ty, is_changed_field(table, &column), &mut column.labels) {
            let known = |name: &str| known.schema.deal.find(name).is_some();
            labels.retain(|label| !matches!(&label.value.value, LabelValue::Text(name) if !known(name)));
        }
        let Type::Choice(choice) = ty else { return column };
        let is_stage = choice.name == known.schema.names.stages.name;
        if let Some(labels) = &mut column.labels {
            labels.retain(|label| match &label.value.value {
                LabelValue::Member(name) | LabelValue::Text(name) if choice.place(name).is_none() => {
                    if is_stage && !self.stages.contains(name) {
                        self.stages.push(name.clone());
                        self.known = choice.members.clone();
                    }
                    false
                }
                _ => true,
            });
        }
        column
    }

    /// Says what stages the source has that the playbook has not: deals in them have no stage.
    pub(super) fn report(&self, source: &syntax::Source, diagnostics: &mut Vec<Diagnostic>) {
        if self.stages.is_empty() {
            return;
        }
        let named = |names: &[String]| list_of(names.iter().map(String::as_str));
        let (name, stages) = (&source.name.value, named(&self.stages));
        let message = format!("the source `{name}` sorts deals into stages that the playbook does not have: {stages}");
        let problem = Diagnostic::warning("lower/other-stages", message)
            .at(source.name.span, "written for other stages")
            .note(format!("the playbook has {}; the stage of the other deals is not known", named(&self.known)));
        diagnostics.push(problem.help(format!(
            "copy both out and say what the labels mean: `tollgate init --playbook NAME --source {name}`"
        )));
    }
}
