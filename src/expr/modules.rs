use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;

use rhai::AST;
use rhai::CallFnOptions;
use rhai::Dynamic;
use rhai::Engine;
use rhai::EvalAltResult;
use rhai::FnAccess;
use rhai::Scope;

use crate::diagnostic::Diagnostic;
use crate::expr::Answer;
use crate::expr::Failure;
use crate::expr::Place;
use crate::expr::functions;
use crate::expr::lexer::TokenKind;
use crate::expr::literal::Rewritten;
use crate::expr::literal::rewrite_module;
use crate::expr::places::Places;
use crate::expr::script::convert::Gone;
use crate::expr::script::convert::leaving;
use crate::expr::script::convert::to_dynamic;
use crate::expr::script::fence;
use crate::expr::script::market::Market;
use crate::expr::syntax_error;
use crate::source::FileId;
use crate::source::SourceFile;
use crate::source::Sources;
use crate::source::Span;
use crate::value::Calendar;
use crate::value::Exchange;
use crate::value::Gap;
use crate::value::Type;
use crate::value::Value;

/// The compiled rhai modules of a playbook.
#[derive(Clone)]
pub struct Modules {
    engine: Arc<Engine>,
    modules: Vec<Arc<Module>>,
    functions: Vec<Function>,
    /// For each function, the module it stands in.
    homes: Vec<usize>,
}

struct Module {
    source: SourceFile,
    rewritten: Rewritten,
    ast: AST,
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

impl Default for Modules {
    fn default() -> Modules {
        Modules::new(Calendar::default())
    }
}

impl std::fmt::Debug for Modules {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Modules").field("functions", &self.functions).finish_non_exhaustive()
    }
}

impl Modules {
    /// No modules yet; scripts count working days by this calendar.
    pub fn new(calendar: Calendar) -> Modules {
        let engine = Arc::new(fence::engine(&Arc::new(calendar)));
        Modules { engine, modules: Vec::new(), functions: Vec::new(), homes: Vec::new() }
    }

    /// Compiles a module and adds its functions; returns what is wrong with it.
    pub fn compile(&mut self, sources: &Sources, file: FileId) -> Vec<Diagnostic> {
        let Some(source) = sources.get(file) else { return Vec::new() };
        let text: &str = &source.text;
        let whole = Span::new(file, 0, text.len());
        let mut rewritten = rewrite_module(text, whole);
        let mut diagnostics = std::mem::take(&mut rewritten.diagnostics);
        let ast = match self.engine.compile(&rewritten.text) {
            Ok(ast) => ast,
            Err(error) => {
                if diagnostics.is_empty() {
                    diagnostics.push(syntax_error::in_module(&error, &rewritten, text, whole));
                }
                return diagnostics;
            }
        };
        diagnostics.extend(interpolated(text, &rewritten, whole));
        if let Some(statement) = ast.statements().first() {
            let places = Places { text, rewritten: &rewritten, base: whole };
            let position = statement.position();
            let here = places.token(position.line().unwrap_or(1), position.position().unwrap_or(1));
            let wrong = Diagnostic::error("expr/module-statement", "a module holds functions and nothing else");
            diagnostics.push(wrong.at(here, "").help("put this into a function: `fn name(x) { … }`"));
        }
        let found = functions_of(&ast, text, &rewritten, whole);
        for function in found {
            if let Some(wrong) = self.taken(&function) {
                diagnostics.push(wrong);
                continue;
            }
            self.functions.push(function);
            self.homes.push(self.modules.len());
        }
        self.modules.push(Arc::new(Module { source: source.clone(), rewritten, ast }));
        diagnostics
    }

    fn taken(&self, function: &Function) -> Option<Diagnostic> {
        let built_in = functions::names().any(|known| known == function.name);
        let twice = self
            .functions
            .iter()
            .find(|known| known.name == function.name && known.parameters.len() == function.parameters.len());
        let message = match (built_in, twice) {
            (true, _) => format!("`{}` is a function of the language", function.name),
            (false, Some(_)) => format!("a function `{}` with as many arguments is there already", function.name),
            (false, None) => return None,
        };
        let wrong = Diagnostic::error("expr/name-taken", message).at(function.span, "").help("choose another name");
        Some(match twice {
            Some(known) => wrong.at(known.span, "the other one"),
            None => wrong,
        })
    }

    /// All functions, in the order of the modules and their text.
    pub fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// Runs a function inside the fence.
    pub(super) fn call(&self, name: &str, arguments: &[(Value, Type)], exchange: Exchange<'_>) -> Answer {
        let known = self.functions.iter().zip(&self.homes);
        let mut fitting = known.filter(|(known, _)| known.name == name && known.parameters.len() == arguments.len());
        let found = fitting.next().and_then(|(known, home)| Some((known.span, self.modules.get(*home)?)));
        let Some((span, module)) = found else {
            let message = format!("no function `{name}` takes {} arguments", arguments.len());
            return Answer::Failed(Failure { message, place: None });
        };
        let given: Vec<Dynamic> = arguments.iter().map(|(value, ty)| to_dynamic(value, ty)).collect();
        let something_missing = given.iter().any(|given| given.is_unit() || given.is::<Gone>());
        let options = CallFnOptions::new().eval_ast(false).with_tag(Market::tag(exchange));
        // rhai has a few assertions of its own; a script that trips one is a script that failed.
        let run = AssertUnwindSafe(|| {
            let mut scope = Scope::new();
            self.engine.call_fn_with_options::<Dynamic>(options, &mut scope, &module.ast, name, given)
        });
        match catch_unwind(run) {
            Ok(Ok(result)) => match leaving(&result) {
                Some(Value::Missing(Gap::Absent)) => Answer::Unknown(Gap::InScript),
                Some(Value::Missing(gap)) => Answer::Unknown(gap),
                Some(value) => Answer::Known(value),
                None => Answer::Failed(Failure {
                    message: format!("`{name}` gives no value but {}", result.type_name()),
                    place: None,
                }),
            },
            Ok(Err(error)) => module.stopped(&error, something_missing, span),
            Err(_) => Answer::Failed(Failure { message: format!("`{name}` broke the script engine"), place: None }),
        }
    }
}

impl Module {
    /// What an error means: a missing value that something was asked of, or a mistake in the script.
    fn stopped(&self, error: &EvalAltResult, something_missing: bool, function: Span) -> Answer {
        let inner = error.unwrap_inner();
        if let EvalAltResult::ErrorRuntime(token, _) = inner
            && let Some(gone) = token.read_lock::<Gone>()
        {
            return Answer::Unknown(if gone.0 == Gap::Absent { Gap::InScript } else { gone.0 });
        }
        let missing = |found: &str| found.contains("()") || found.contains("missing value");
        let asked_of_nothing = match inner {
            EvalAltResult::ErrorMismatchDataType(_, actual, _) => missing(actual),
            EvalAltResult::ErrorFunctionNotFound(signature, _) => arguments_of(signature).is_some_and(missing),
            EvalAltResult::ErrorDotExpr(words, _) => missing(words),
            EvalAltResult::ErrorIndexingType(words, _) => missing(words),
            // What is looped over is not named; with nothing missing it is a mistake.
            EvalAltResult::ErrorFor(_) => something_missing,
            _ => false,
        };
        if asked_of_nothing {
            return Answer::Unknown(Gap::InScript);
        }
        let position = inner.position();
        // A limit has no place of its own; the function that went over it has.
        let byte = match position.line().zip(position.position().or(Some(1))) {
            Some((line, column)) => u32::try_from(self.rewritten.original(line, column)).unwrap_or(u32::MAX),
            None => function.start,
        };
        let at = self.source.position(byte);
        let place = Place { file: self.source.name.clone(), line: at.line, column: at.column };
        Answer::Failed(Failure { message: words(inner), place: Some(place) })
    }
}

/// The types between the brackets of `name (type, type)`.
fn arguments_of(signature: &str) -> Option<&str> {
    let (_, arguments) = signature.split_once(" (")?;
    arguments.strip_suffix(')')
}

/// What stopped a script, in the author's words.
fn words(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorTooManyOperations(_) => "the script did not end within 100,000 operations".to_owned(),
        EvalAltResult::ErrorStackOverflow(_) => "the script calls itself too deeply".to_owned(),
        EvalAltResult::ErrorDataTooLarge(what, _) => format!("the script makes too much data: {}", what.to_lowercase()),
        EvalAltResult::ErrorTooManyVariables(_) => "the script has too many variables".to_owned(),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => format!("no function fits `{}`", in_words(signature)),
        EvalAltResult::ErrorDataRace(name, _) => {
            format!(
                "`{name}` is used inside the function that walks over it: copy it first, like `let other = {name};`"
            )
        }
        EvalAltResult::ErrorMismatchDataType(wanted, found, _) => {
            format!("{} is needed here, not {}", in_words(wanted), in_words(found))
        }
        EvalAltResult::ErrorRuntime(said, _) => said.to_string(),
        other => syntax_error::lowered(&without_place(&other.to_string())),
    }
}

/// rhai's names of types, in the author's words.
fn in_words(types: &str) -> String {
    let words =
        [("i64", "whole number"), ("decimal", "number"), ("string", "text"), ("array", "list"), ("bool", "yes or no")];
    words.iter().fold(types.to_owned(), |text, (name, word)| text.replace(name, word))
}

/// rhai ends its sentences with the place, which is shown on its own.
fn without_place(said: &str) -> String {
    said.split_once(" (line ").map_or(said, |(words, _)| words).to_owned()
}

/// `${…}` prints a missing value as nothing, and no error stops it: a text made so could be compared.
fn interpolated(text: &str, rewritten: &Rewritten, whole: Span) -> Vec<Diagnostic> {
    let places = Places { text, rewritten, base: whole };
    let written = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default();
    let quoted = rewritten.tokens.iter().filter(|token| token.kind == TokenKind::Quoted);
    let wrong = quoted.filter(|token| written(&token.range).starts_with('`') && written(&token.range).contains("${"));
    wrong
        .map(|token| {
            Diagnostic::error("expr/module-syntax", "a text with `${…}` is not available in modules")
                .at(places.absolute(token.range.clone()), "")
                .help("put texts together with `+`, like `\"level \" + c.level`")
        })
        .collect()
}

/// The public functions of a module, in the order of its text.
fn functions_of(ast: &AST, text: &str, rewritten: &Rewritten, whole: Span) -> Vec<Function> {
    let places = Places { text, rewritten, base: whole };
    let word = |at: usize| {
        let token = rewritten.tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
        text.get(token.range.clone())
    };
    let mut found: Vec<Function> = ast
        .iter_functions()
        .filter(|known| known.access == FnAccess::Public && !known.name.contains('$'))
        .map(|known| {
            let parameters: Vec<String> = known.params.iter().map(ToString::to_string).collect();
            let at = (1..rewritten.tokens.len()).find(|at| word(at - 1) == Some("fn") && word(*at) == Some(known.name));
            let token = at.and_then(|at| rewritten.tokens.get(at));
            let span = token.map_or(whole, |token| places.absolute(token.range.clone()));
            Function { name: known.name.to_owned(), parameters, span }
        })
        .collect();
    found.sort_by_key(|known| (known.span, known.parameters.len()));
    found
}
