use crate::syntax::grammar::Rule;

/// Clauses of one keyword, whose contents stand in a column.
pub(super) fn is_clause(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::version
            | Rule::currency_clause
            | Rule::timezone
            | Rule::calendar_ref
            | Rule::weekend
            | Rule::holidays
            | Rule::workdays
            | Rule::that
            | Rule::when
            | Rule::for_each
            | Rule::during
            | Rule::heading
            | Rule::severity
            | Rule::message
            | Rule::because
            | Rule::fix
            | Rule::owner
            | Rule::due
            | Rule::policy
            | Rule::from
            | Rule::until
            | Rule::tags
            | Rule::by
            | Rule::valid
            | Rule::covers
            | Rule::longest
            | Rule::waivers_by
            | Rule::test_on
            | Rule::test_only
            | Rule::test_people
            | Rule::given
            | Rule::expect
            | Rule::figure_count
            | Rule::figure_of
            | Rule::figure_percentile
            | Rule::figure_top
            | Rule::figure_rank
            | Rule::figure_others
            | Rule::figure_by
            | Rule::figure_within
            | Rule::health_weight
            | Rule::health_weigh
    )
}
