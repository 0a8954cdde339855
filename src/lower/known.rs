use crate::diagnostic::Diagnostic;
use crate::diagnostic::did_you_mean;
use crate::diagnostic::list_of;
use crate::expr;
use crate::expr::Expr;
use crate::expr::Lets;
use crate::expr::Modules;
use crate::expr::Scope;
use crate::expr::Wanted;
use crate::lower::collect::Collected;
use crate::model::RoleId;
use crate::model::StageId;
use crate::model::TextPlace;
use crate::source::Sources;
use crate::source::Span;
use crate::syntax;
use crate::syntax::Name;
use crate::value::Choice;
use crate::value::Currency;
use crate::value::Field;
use crate::value::RecordType;
use crate::value::Schema;
use crate::value::Type;

/// All names of a playbook, to look others up in.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub sources: &'a Sources,
    pub parts: &'a Collected<'a>,
    pub schema: &'a Schema,
    pub lets: &'a Lets,
    pub modules: &'a Modules,
    pub currency: Option<Currency>,
}

impl<'a> Known<'a> {
    /// What a condition may speak about.
    pub fn scope(&self, locals: &'a [(String, Type)]) -> Scope<'a> {
        Scope { schema: self.schema, lets: self.lets, modules: self.modules, locals, currency: self.currency }
    }

    /// Checks a condition.
    pub fn condition(
        &self,
        condition: &syntax::Condition,
        locals: &[(String, Type)],
        wanted: &Wanted,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Expr> {
        let scope = Scope { locals, ..self.scope(&[]) };
        let checked = expr::check(&condition.text, condition.span, &scope, wanted);
        diagnostics.extend(checked.diagnostics);
        checked.value
    }

    /// Whether a computed field has this name, be it right or wrong.
    pub fn is_computed(&self, name: &str) -> bool {
        let mut lets = self.parts.deals.iter().flat_map(|deal| &deal.lets).map(|computed| &computed.name);
        lets.any(|known| known.value == name) || self.parts.scores.iter().any(|score| score.name.value == name)
    }

    /// The stage of a name.
    pub fn stage(&self, name: &Name, diagnostics: &mut Vec<Diagnostic>) -> Option<StageId> {
        let declared = self.parts.stages.iter().any(|stage| stage.name.value == name.value);
        if !declared {
            if !self.parts.is_broken("stage", &name.value) {
                let names = self.parts.stages.iter().map(|stage| stage.name.value.as_str());
                diagnostics.push(unknown("stage", name, &names.collect::<Vec<&str>>()));
            }
            return None;
        }
        self.schema.names.stages.place(&name.value).map(StageId)
    }

    /// The role of a name.
    pub fn role(&self, name: &Name, diagnostics: &mut Vec<Diagnostic>) -> Option<RoleId> {
        let place = member(&self.schema.names.roles, name);
        if place.is_none() && !self.parts.is_broken("role", &name.value) {
            let names = self.schema.names.roles.members.iter().map(String::as_str);
            diagnostics.push(unknown("role", name, &names.collect::<Vec<&str>>()));
        }
        place.map(RoleId)
    }

    /// The slots and the type of a field, through records; not into lists.
    pub fn field(&self, path: &syntax::Path, diagnostics: &mut Vec<Diagnostic>) -> Option<(Vec<usize>, Type)> {
        // A broken `deal { … }` declares we know not what.
        if self.parts.broken.iter().any(|broken| broken.keyword == "deal") {
            return self.quiet_field(path);
        }
        find_field(&self.schema.deal, path).map_err(|problem| diagnostics.push(*problem)).ok()
    }

    fn quiet_field(&self, path: &syntax::Path) -> Option<(Vec<usize>, Type)> {
        find_field(&self.schema.deal, path).ok()
    }

    /// File and line of a declaration, for findings.
    pub fn declared(&self, span: Span) -> TextPlace {
        match self.sources.place(span) {
            Some((file, position)) => TextPlace { file, line: position.line },
            None => TextPlace { file: "".into(), line: 0 },
        }
    }
}

/// The slots and the type of a field below a record.
pub(super) fn find_field(root: &RecordType, path: &syntax::Path) -> Result<(Vec<usize>, Type), Box<Diagnostic>> {
    let mut slots = Vec::new();
    let mut record = root.clone();
    let mut ty = None;
    for (at, part) in path.parts.iter().enumerate() {
        if at > 0 {
            record = match ty {
                Some(Type::Record(inner)) => inner.as_ref().clone(),
                Some(other) => return Err(Box::new(no_parts(part, path, at, &other))),
                None => record,
            };
        }
        match record.find(&part.value) {
            Some((slot, field)) => {
                slots.push(slot);
                ty = Some(field.ty.clone());
            }
            None => return Err(Box::new(unknown_field(part, &record))),
        }
    }
    ty.map(|ty| (slots, ty)).ok_or_else(|| {
        Box::new(Diagnostic::error("lower/unknown-field", "a field is expected").at(path.span, "nothing is named"))
    })
}

fn no_parts(part: &Name, path: &syntax::Path, at: usize, ty: &Type) -> Diagnostic {
    let before: Vec<&str> = path.parts.iter().take(at).map(|part| part.value.as_str()).collect();
    let problem =
        Diagnostic::error("lower/no-such-part", format!("`{}` has no field `{}`", before.join("."), part.value))
            .at(part.span, format!("the type of `{}` is `{ty}`", before.join(".")));
    match ty {
        Type::List(_) => problem.help("to look into a list, write a check: `xs.all(|x| present(x.field))`"),
        _ => problem,
    }
}

fn unknown_field(part: &Name, record: &RecordType) -> Diagnostic {
    let names: Vec<&str> = record.fields.iter().map(|field: &Field| field.name.as_str()).collect();
    unknown("field", part, &names)
}

fn member(choice: &Choice, name: &Name) -> Option<u16> {
    choice.place(&name.value)
}

/// The problem of a name that nothing has.
pub(super) fn unknown(kind: &'static str, name: &Name, known: &[&str]) -> Diagnostic {
    let code = match kind {
        "stage" => "lower/unknown-stage",
        "role" => "lower/unknown-role",
        "field" => "lower/unknown-field",
        "calendar" => "lower/unknown-calendar",
        "approval" => "lower/unknown-approval",
        _ => "lower/unknown-member",
    };
    let help = match did_you_mean(&name.value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("no {kind} is declared"),
        None => format!("there are {}", list_of(known.iter().copied().take(12))),
    };
    Diagnostic::error(code, format!("no {kind} is named `{}`", name.value))
        .at(name.span, "not declared")
        .help(help)
        .renaming(name.span, &name.value, known.iter().copied(), "")
}
