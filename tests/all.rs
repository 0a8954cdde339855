
mod expr;
