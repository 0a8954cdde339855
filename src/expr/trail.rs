//! Which field of the deal a part of a condition is, elements of lists included.

use smallvec::smallvec;
use std::borrow::Cow;

use crate::expr::Expr;
use crate::expr::evaluate;
use crate::expr::evaluate::Asked;
use crate::expr::evaluate::Frame;
use crate::expr::evaluate::Got;
use crate::expr::evaluate::gates;
use crate::expr::functions::Function;
use crate::expr::functions::ListFunction;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::expr::typed::Root;
use crate::value::Path;
use crate::value::Step;
use crate::value::Value;
use crate::value::builtin;

/// A place in the evaluation: what is asked, of which elements, in which expression's text.
#[derive(Clone, Copy)]
pub struct Trail<'a> {
    /// The deal and the elements at hand.
    pub asked: Asked<'a>,
    /// The expression the part belongs to.
    pub expr: &'a Expr,
    /// Where the elements at hand stand, innermost first.
    pub elements: Option<&'a Element<'a>>,
}

/// An element of a list that a closure is asked about.
pub struct Element<'a> {
    stands: Stands<'a>,
    /// The elements of the closures around.
    outer: Option<&'a Element<'a>>,
}

/// Where an element stands in the deal.
enum Stands<'a> {
    /// It is made, and stands nowhere.
    Nowhere,
    /// In this list, at this place.
    In(&'a [Step], usize),
    /// Here.
    At(&'a [Step]),
}

impl Element<'_> {
    /// Where it stands in the deal, if that is known.
    pub fn path(&self) -> Option<Path> {
        match self.stands {
            Stands::Nowhere => None,
            Stands::In(list, at) => Some(list.iter().copied().chain(std::iter::once(Step::Item(at))).collect()),
            Stands::At(path) => Some(Path::from_slice(path)),
        }
    }
}

impl<'a> Trail<'a> {
    /// The start of an expression.
    pub fn new(expr: &'a Expr, asked: Asked<'a>) -> Trail<'a> {
        Trail { asked, expr, elements: None }
    }

    /// The value of a part; a script that stopped has none.
    pub fn value(&self, node: &'a Node) -> Result<Value, Box<crate::expr::Failure>> {
        self.seen(node).map(Cow::into_owned)
    }

    /// The same, not copied where the deal has it.
    fn seen(&self, node: &'a Node) -> Got<'a> {
        evaluate::value(node, self.asked)
    }

    /// What the author wrote for a part, without the blanks that only align it.
    pub fn text(&self, node: &Node) -> Cow<'a, str> {
        let written = self.expr.text_at(node.span);
        if !written.as_bytes().windows(2).any(|pair| pair == b"  ") {
            return Cow::Borrowed(written);
        }
        let mut text = String::new();
        for (at, piece) in written.split('"').enumerate() {
            if at > 0 {
                text.push('"');
            }
            // Every other piece stands in quotes.
            if at % 2 == 1 || !piece.contains("  ") {
                text.push_str(piece);
                continue;
            }
            for (at, word) in piece.split("  ").filter(|word| !word.is_empty()).enumerate() {
                let gap = if at > 0 || piece.starts_with("  ") { " " } else { "" };
                text.push_str(gap);
                text.push_str(word.trim_start_matches(' '));
            }
            if piece.ends_with("  ") {
                text.push(' ');
            }
        }
        Cow::Owned(text)
    }

    /// The field that a part is.
    pub fn path(&self, node: &'a Node) -> Option<Path> {
        match &node.kind {
            Kind::Field(root, slots) => {
                let mut path = match root {
                    Root::Deal => Path::new(),
                    Root::Parameter(up) => self.element(*up)?.path()?,
                    Root::Local(at) => self.asked.env.local_paths.get(*at)?.clone(),
                    // Where no approval counts, it has no fields to name.
                    Root::Of(inner) if matches!(inner.kind, Kind::Call(..)) && self.value(inner).ok()?.is_missing() => {
                        return None;
                    }
                    Root::Of(inner) => self.path(inner)?,
                    Root::Let(_) => return None,
                };
                path.extend(slots.iter().map(|slot| Step::Field(*slot)));
                Some(path)
            }
            Kind::Member(inner, _) => self.path(inner),
            Kind::Index(list, at) => {
                let Value::Number(at) = self.value(at).ok()? else { return None };
                let all = self.items(list)?;
                let place = i64::try_from(at.trunc()).ok()?;
                let length = i64::try_from(all.len()).ok()?;
                let place = usize::try_from(if place < 0 { length + place } else { place }).ok()?;
                all.into_iter().nth(place)
            }
            Kind::Over(ListFunction::First, list, _) => self.items(list)?.into_iter().next(),
            Kind::Over(ListFunction::Last, list, _) => self.items(list)?.pop(),
            Kind::Call(function, arguments) => self.behind(*function, arguments),
            _ => None,
        }
    }

    /// The field that a built-in function reads.
    fn behind(&self, function: Function, arguments: &'a [Node]) -> Option<Path> {
        use Function as F;
        match function {
            F::Holder => match self.value(arguments.first()?).ok()? {
                Value::Choice(role) => Some(smallvec![Step::Field(builtin::TEAM), Step::Field(usize::from(role))]),
                _ => None,
            },
            F::Approved | F::Approval => {
                let gate = self.value(arguments.first()?).ok()?;
                let record = gates::standing(self.asked.env, &gate).ok()?.record;
                let entry = record.map(Step::Item);
                Some(std::iter::once(Step::Field(builtin::APPROVALS)).chain(entry).collect())
            }
            // A function that reads several rests on the first of them.
            _ => function.reads().first().map(|slot| smallvec![Step::Field(*slot)]),
        }
    }

    /// Where each element of a list stands in the deal; `None` where the elements are made.
    pub fn items(&self, list: &'a Node) -> Option<Vec<Path>> {
        if let Kind::Over(ListFunction::Filter, inner, Some(body)) = &list.kind {
            let paths = self.items(inner)?;
            let list = self.seen(inner).ok()?;
            let Value::List(items) = list.as_ref() else { return None };
            let kept = items.iter().zip(paths).filter(|(item, _)| {
                let frame = Frame { value: item, outer: self.asked.frame };
                let asked = Asked { env: self.asked.env, frame: Some(&frame) };
                matches!(evaluate::truth(body, asked), Ok(Ok(true)))
            });
            return Some(kept.map(|(_, path)| path).collect());
        }
        let path = self.path(list)?;
        let list = self.seen(list).ok()?;
        let Value::List(items) = list.as_ref() else { return None };
        let item = |at: usize| path.iter().copied().chain(std::iter::once(Step::Item(at))).collect();
        Some((0..items.len()).map(item).collect())
    }

    fn element(&self, up: usize) -> Option<&'a Element<'a>> {
        let mut element = self.elements;
        for _ in 0..up {
            element = element.and_then(|element| element.outer);
        }
        element
    }

    /// Asks something about each element of a list: its place in the list, and the trail inside the closure.
    pub fn each<T>(&self, list: &'a Node, mut ask: impl FnMut(usize, Trail<'_>) -> T) -> Vec<T> {
        let Ok(found) = self.seen(list) else { return Vec::new() };
        let Value::List(items) = found.as_ref() else { return Vec::new() };
        // Where a list stands, its elements stand in order; what was filtered is told one by one.
        let filtered = matches!(&list.kind, Kind::Over(ListFunction::Filter, ..));
        let whole = if filtered { None } else { self.path(list) };
        let each = if filtered { self.items(list) } else { None };
        let mut answers = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let stands = match (&whole, each.as_ref().and_then(|each| each.get(at))) {
                (Some(list), _) => Stands::In(list, at),
                (None, Some(path)) => Stands::At(path),
                (None, None) => Stands::Nowhere,
            };
            let frame = Frame { value: item, outer: self.asked.frame };
            let element = Element { stands, outer: self.elements };
            let asked = Asked { env: self.asked.env, frame: Some(&frame) };
            answers.push(ask(at, Trail { asked, expr: self.expr, elements: Some(&element) }));
        }
        answers
    }
}
