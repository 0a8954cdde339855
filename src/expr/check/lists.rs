//! Functions over the elements of a list.

use crate::expr::check::Checker;
use crate::expr::check::Parameter;
use crate::expr::check::words;
use crate::expr::functions::ListFunction;
use crate::expr::functions::list_name;
use crate::expr::tree::Form;
use crate::expr::tree::Tree;
use crate::expr::typed::Kind;
use crate::expr::typed::Node;
use crate::source::Span;
use crate::value::Type;

/// Whether what comes out are elements of the list itself.
pub(super) fn keeps_elements(function: ListFunction) -> bool {
    matches!(function, ListFunction::Filter | ListFunction::First | ListFunction::Last)
}

impl Checker<'_> {
    pub(super) fn over(
        &mut self,
        function: ListFunction,
        list: Node,
        argument: Option<&Tree>,
        span: Span,
    ) -> Option<Node> {
        let element = match &list.ty {
            Type::List(item) => item.as_ref().clone(),
            Type::Any => Type::Any,
            _ => {
                let diagnostic = words::not_over(function, &list);
                return self.fail(diagnostic);
            }
        };
        if function == ListFunction::Contains {
            let item = self.node(argument?)?;
            return self.contains(list, item, span);
        }
        let body = match argument {
            Some(tree) => Some(self.body(function, tree, &list, &element)?),
            None => None,
        };
        let made = body.as_ref().map_or(&element, |body| &body.ty);
        let ty = match function {
            ListFunction::Some | ListFunction::All | ListFunction::None | ListFunction::Contains => Type::Bool,
            ListFunction::Count | ListFunction::Len => Type::Integer,
            ListFunction::Filter => list.ty.clone(),
            ListFunction::Map => Type::list(made.clone()),
            ListFunction::First | ListFunction::Last => element,
            ListFunction::Sum if summable(made) => made.clone(),
            ListFunction::Min | ListFunction::Max if has_order(made) => made.clone(),
            ListFunction::Sum | ListFunction::Min | ListFunction::Max => {
                let diagnostic = words::cannot_fold(function, made, &list);
                return self.fail(diagnostic);
            }
        };
        Some(Node { kind: Kind::Over(function, Box::new(list), body.map(Box::new)), ty, span })
    }

    /// What a list function asks of each element.
    fn body(&mut self, function: ListFunction, tree: &Tree, list: &Node, element: &Type) -> Option<Node> {
        let Form::Closure(names, body) = &tree.form else {
            self.node(tree);
            return self.fail(words::wants_closure(list_name(function), tree.span));
        };
        let [name] = names.as_slice() else {
            return self.fail(words::wants_one_parameter(list_name(function), tree.span));
        };
        let path = self.path(list);
        self.parameters.push(Parameter { name: name.value.clone(), ty: element.clone(), path });
        let asks = matches!(
            function,
            ListFunction::Some | ListFunction::All | ListFunction::None | ListFunction::Count | ListFunction::Filter
        );
        let body = if asks { self.truth(body) } else { self.node(body) };
        self.parameters.pop();
        body
    }
}

fn summable(ty: &Type) -> bool {
    ty.is_numeric() || matches!(ty, Type::Money | Type::Duration | Type::Any)
}

fn has_order(ty: &Type) -> bool {
    !matches!(ty, Type::Bool | Type::List(_) | Type::Record(_))
}
