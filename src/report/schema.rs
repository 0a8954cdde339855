//! The JSON Schema of the documents that Tollgate writes: a promise to programs that read them.

use std::collections::BTreeSet;

use serde_json::Value;

const SCHEMA: &str = include_str!("schema.json");

/// The documents that have a schema of their own, and what a line of JSON Lines is.
pub const DOCUMENTS: [&str; 7] = ["report", "finding", "line", "diagnostics", "explanation", "next", "gate"];

/// The schema of one document, or of all of them; `None` where no document has the name.
pub fn schema(document: Option<&str>) -> Option<Value> {
    let mut whole: Value = serde_json::from_str(SCHEMA).ok()?;
    let Some(name) = document else { return Some(whole) };
    if !DOCUMENTS.contains(&name) {
        return None;
    }
    let wanted = used(whole.get("$defs")?, name);
    let root = whole.as_object_mut()?;
    root.remove("oneOf");
    root.insert("$ref".to_owned(), Value::String(format!("#/$defs/{name}")));
    root.get_mut("$defs")?.as_object_mut()?.retain(|name, _| wanted.contains(name));
    Some(whole)
}

/// A definition and everything that it refers to.
fn used(definitions: &Value, name: &str) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if let Some(definition) = definitions.get(&name) {
            references(definition, &mut open);
        }
        wanted.insert(name);
        open.retain(|name| !wanted.contains(name));
    }
    wanted
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str().and_then(|text| text.strip_prefix("#/$defs/")) {
                    Some(name) if key == "$ref" => found.push(name.to_owned()),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
