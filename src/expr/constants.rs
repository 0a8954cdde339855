use crate::expr::Expr;
use crate::expr::lexer::TokenKind;
use crate::expr::literal::rewrite;
use crate::value::Type;
use crate::value::Value;
use crate::value::parse_number;

/// The values that are written in a condition, in the order of the text, with their types.
pub fn constants(expr: &Expr) -> Vec<(Value, Type)> {
    let text = expr.text();
    let tokens = rewrite(text, expr.span()).tokens;
    let constant = |token: &crate::expr::lexer::Token| {
        let written = text.get(token.range.clone())?;
        match &token.kind {
            TokenKind::Literal(value, ty) => Some((value.clone(), ty.clone())),
            TokenKind::Number => parse_number(written).map(|number| (Value::Number(number), Type::Number)),
            TokenKind::Quoted => Some((Value::Text(written.trim_matches('"').into()), Type::Text)),
            TokenKind::Word | TokenKind::Sign | TokenKind::Nothing | TokenKind::Name => None,
        }
    };
    tokens.iter().filter_map(constant).collect()
}

/// The names that are written in a condition: fields, stages, functions.
pub fn words(expr: &Expr) -> Vec<String> {
    let text = expr.text();
    let tokens = rewrite(text, expr.span()).tokens;
    let names = tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Name));
    names.filter_map(|token| text.get(token.range.clone())).map(str::to_owned).collect()
}

/// The one value that an expression consists of, where it is written as such.
pub fn written(expr: &Expr) -> Option<Value> {
    let tokens = rewrite(expr.text(), expr.span()).tokens;
    let mut told = tokens.iter().filter(|token| !matches!(token.kind, TokenKind::Nothing));
    match (told.next().map(|token| &token.kind), told.next()) {
        (Some(TokenKind::Literal(value, _)), None) => Some(value.clone()),
        _ => None,
    }
}
