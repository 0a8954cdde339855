//! rhai's own evaluator: an expression a rule, and one script written for speed.

use std::borrow::Cow;
use std::mem::take;

use rhai::AST;
use rhai::Array;
use rhai::Dynamic;
use rhai::Engine;
use rhai::Map;
use rhai::OptimizationLevel;
use rhai::Scope;

use crate::evaluators::finding;
use crate::evaluators::finding::Plain;
use crate::hand::is_email;
use crate::hand::seconds;
use crate::peer::Broken;
use crate::peer::Peer;

/// A script for each rule; the deal is decoded into a map by serde_json.
pub struct RhaiIdiomatic {
    /// What findings name as the place of a value.
    pub file: String,
}

/// One script for all rules; the deal is decoded into a map by sonic-rs.
pub struct RhaiTuned {
    /// What findings name as the place of a value.
    pub file: String,
}

/// A compiled script, and the engine that runs it.
pub struct Scripts {
    engine: Engine,
    scope: Scope<'static>,
    rules: Vec<AST>,
}

impl Peer for RhaiIdiomatic {
    type Deal<'a> = Dynamic;
    type Engine = Scripts;

    fn engine(&self) -> Scripts {
        let engine = engine();
        let texts = |texts: &[&'static str]| texts.iter().map(|text| Dynamic::from(*text)).collect::<Array>();
        let mut scope = Scope::new();
        scope.push_constant("CLOSED", texts(&["won", "lost"]));
        scope.push_constant("FROM_PROPOSAL", texts(&["proposal", "negotiation", "contract", "delivery", "won"]));
        scope.push_constant("FROM_NEGOTIATION", texts(&["negotiation", "contract", "delivery", "won"]));
        scope.push_constant("FROM_CONTRACT", texts(&["contract", "delivery", "won"]));
        let line = ["lead", "qualified", "proposal", "negotiation", "contract", "delivery", "won", "lost"];
        let rank: Map = (0_i64..).zip(line).map(|(rank, stage)| (stage.into(), Dynamic::from(rank))).collect();
        scope.push_constant("RANK", rank);
        scope.push_constant("NOW", 1_782_863_999_i64);
        let rules = include_str!("../../rules/idiomatic.rhai").split("\n//-\n");
        let rules = rules.map(|rule| engine.compile_with_scope(&scope, rule).expect("the rule compiles")).collect();
        Scripts { engine, scope, rules }
    }

    fn decode(&self, _engine: &Scripts, line: &[u8]) -> Dynamic {
        serde_json::from_slice(line).expect("the line is JSON")
    }

    fn judge(&self, scripts: &mut Scripts, deal: &mut Dynamic) -> Broken {
        let mut broken = Broken::default();
        let base = scripts.scope.len();
        scripts.scope.push_dynamic("deal", take(deal));
        for (rule, ast) in (1..).zip(&scripts.rules) {
            let found = scripts.engine.eval_ast_with_scope::<bool>(&mut scripts.scope, ast);
            broken.when(rule, found.expect("the rule runs"));
            scripts.scope.rewind(base + 1);
        }
        *deal = scripts.scope.remove("deal").expect("the deal is still there");
        broken
    }

    fn write(&self, _scripts: &mut Scripts, deal: &Dynamic, broken: Broken, line: u64, out: &mut Vec<u8>) {
        write(&self.file, deal, broken, line, out);
    }
}

impl Peer for RhaiTuned {
    type Deal<'a> = Dynamic;
    type Engine = Scripts;

    fn engine(&self) -> Scripts {
        let mut engine = engine();
        engine.set_optimization_level(OptimizationLevel::Full);
        let ast = engine.compile(include_str!("../../rules/tuned.rhai")).expect("the script compiles");
        Scripts { engine, scope: Scope::new(), rules: vec![ast] }
    }

    fn decode(&self, _engine: &Scripts, line: &[u8]) -> Dynamic {
        sonic_rs::from_slice(line).expect("the line is JSON")
    }

    fn judge(&self, scripts: &mut Scripts, deal: &mut Dynamic) -> Broken {
        scripts.scope.push_dynamic("deal", take(deal));
        let found = scripts.engine.eval_ast_with_scope::<i64>(&mut scripts.scope, &scripts.rules[0]);
        scripts.scope.rewind(1);
        *deal = scripts.scope.remove("deal").expect("the deal is still there");
        Broken(found.expect("the script runs") as u16)
    }

    fn write(&self, _scripts: &mut Scripts, deal: &Dynamic, broken: Broken, line: u64, out: &mut Vec<u8>) {
        write(&self.file, deal, broken, line, out);
    }
}

fn write(file: &str, deal: &Dynamic, broken: Broken, line: u64, out: &mut Vec<u8>) {
    let deal = deal.as_map_ref().expect("the deal is a map");
    finding::write(broken, (file, line), |name| &deal[name], out);
}

impl Plain for &Dynamic {
    fn plain(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

fn engine() -> Engine {
    let mut engine = Engine::new();
    engine.register_fn("blank", |value: Dynamic| match value.read_lock::<rhai::ImmutableString>() {
        Some(text) => text.is_empty(),
        None => value.is_unit(),
    });
    engine.register_fn("seconds", |time: &str| seconds(time));
    engine.register_fn("is_email", |text: &str| is_email(text));
    engine
}
