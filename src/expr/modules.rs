use crate::diagnostic::Diagnostic;
use crate::expr::Answer;
use crate::source::{FileId, Sources, Span};
use crate::value::{Gap, Type, Value};

/// The compiled rhai modules of a playbook.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    functions: Vec<Function>,
}

/// A function that a module gives to conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The names of its parameters.
    pub parameters: Vec<String>,
    /// Where its name stands in the module.
    pub span: Span,
}

impl Modules {
    /// Compiles a module and adds its functions; returns what is wrong with it.
    pub fn compile(&mut self, _sources: &Sources, _file: FileId) -> Vec<Diagnostic> {
        Vec::new()
    }

    pub(super) fn call(&self, _name: &str, _arguments: Vec<(Value, Type)>) -> Answer {
        Answer::Unknown(Gap::InScript)
    }

    /// All functions, in the order of the modules and their text.
    pub fn functions(&self) -> &[Function] {
        &self.functions
    }
}
