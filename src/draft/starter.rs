/// A playbook to begin with.
pub const STARTER: &str = include_str!("starter.playbook");

/// A few deals for it, as an export of a CRM would have them.
pub const STARTER_DEALS: &str = include_str!("starter.csv");
