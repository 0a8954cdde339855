//! Rego by Regorus: its interpreter, and its virtual machine.

use std::borrow::Cow;

use regorus::Engine;
use regorus::Rc;
use regorus::Value;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;

use crate::evaluators::finding;
use crate::evaluators::finding::Plain;
use crate::peer::Broken;
use crate::peer::Peer;

/// Regorus' interpreter.
pub struct RegorusInterpreter {
    /// What findings name as the place of a value.
    pub file: String,
}

/// Regorus' virtual machine.
pub struct RegorusMachine {
    /// What findings name as the place of a value.
    pub file: String,
}

const ENTRY: &str = "data.deal.broken";

impl Peer for RegorusInterpreter {
    type Deal<'a> = Value;
    type Engine = Engine;

    fn engine(&self) -> Engine {
        engine()
    }

    fn decode(&self, _engine: &Engine, line: &[u8]) -> Value {
        decode(line)
    }

    fn judge(&self, engine: &mut Engine, deal: &mut Value) -> Broken {
        engine.set_input(deal.clone());
        broken(&engine.eval_rule(ENTRY.to_owned()).expect("the policy runs"))
    }

    fn write(&self, _engine: &mut Engine, deal: &Value, broken: Broken, line: u64, out: &mut Vec<u8>) {
        finding::write(broken, (&self.file, line), |name| &deal[name], out);
    }
}

impl Peer for RegorusMachine {
    type Deal<'a> = Value;
    type Engine = RegoVM;

    fn engine(&self) -> RegoVM {
        let policy = engine().compile_with_entrypoint(&Rc::from(ENTRY)).expect("the policy compiles");
        let program = Compiler::compile_from_policy(&policy, &[ENTRY]).expect("the program compiles");
        let mut machine = RegoVM::new_with_policy(policy);
        machine.load_program(program);
        machine
    }

    fn decode(&self, _engine: &RegoVM, line: &[u8]) -> Value {
        decode(line)
    }

    fn judge(&self, machine: &mut RegoVM, deal: &mut Value) -> Broken {
        machine.set_input(deal.clone());
        broken(&machine.execute_entry_point_by_name(ENTRY).expect("the program runs"))
    }

    fn write(&self, _machine: &mut RegoVM, deal: &Value, broken: Broken, line: u64, out: &mut Vec<u8>) {
        finding::write(broken, (&self.file, line), |name| &deal[name], out);
    }
}

fn engine() -> Engine {
    let mut engine = Engine::new();
    let policy = include_str!("../../rules/deal.rego");
    engine.add_policy("deal.rego".to_owned(), policy.to_owned()).expect("the policy parses");
    engine
}

fn decode(line: &[u8]) -> Value {
    serde_json::from_slice(line).expect("the line is JSON")
}

impl Plain for &Value {
    fn plain(&self) -> Cow<'_, str> {
        match self.as_string() {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(self.to_string()),
        }
    }
}

/// The rules named in a set.
fn broken(names: &Value) -> Broken {
    let mut broken = Broken::default();
    for name in names.as_set().expect("the rule is a set").iter() {
        let name = name.as_string().expect("the set holds names");
        broken.when(name[1..].parse().expect("a rule has a number"), true);
    }
    broken
}
