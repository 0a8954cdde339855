//! Cedar, on the eight rules that it can express. The deal is the context of a request.

use std::borrow::Cow;
use std::str::FromStr;

use cedar_policy::Authorizer;
use cedar_policy::Context;
use cedar_policy::Entities;
use cedar_policy::EntityUid;
use cedar_policy::PolicySet;
use cedar_policy::Request;
use cedar_policy::RestrictedExpression;

use serde::Serialize;

use crate::evaluators::finding;
use crate::evaluators::finding::Plain;
use crate::hand::Approval;
use crate::hand::Contact;
use crate::hand::Deal;
use crate::hand::Meddic;
use crate::hand::Team;
use crate::peer::Broken;
use crate::peer::Peer;

/// A policy for each rule.
pub struct Cedar {
    /// What findings name as the place of a value.
    pub file: String,
}

/// A deal as its host decodes it, and as Cedar is asked.
pub struct Asked<'a> {
    deal: Deal<'a>,
    request: Request,
}

/// The policies, and what every request has in common.
pub struct Policies {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    somebody: EntityUid,
}

impl Peer for Cedar {
    type Deal<'a> = Asked<'a>;
    type Engine = Policies;

    fn engine(&self) -> Policies {
        let policies = PolicySet::from_str(include_str!("../../rules/deal.cedar")).expect("the policies parse");
        let named = policies.policies().map(|policy| {
            let id = policy.annotation("id").expect("a policy has an id").parse().expect("an id");
            policy.new_id(id)
        });
        Policies {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_policies(named).expect("no id twice"),
            entities: Entities::empty(),
            somebody: EntityUid::from_str(r#"Desk::"sales""#).expect("an entity"),
        }
    }

    fn decode<'a>(&self, policies: &Policies, line: &'a [u8]) -> Asked<'a> {
        let deal: Deal<'_> = serde_json::from_slice(line).expect("the line is a deal");
        let context = Context::from_pairs(pairs(&deal)).expect("no name twice");
        let somebody = || policies.somebody.clone();
        let request = Request::new(somebody(), somebody(), somebody(), context, None).expect("a request");
        Asked { deal, request }
    }

    fn judge(&self, policies: &mut Policies, asked: &mut Asked<'_>) -> Broken {
        let response = policies.authorizer.is_authorized(&asked.request, &policies.policies, &policies.entities);
        let mut broken = Broken::default();
        for policy in response.diagnostics().reason() {
            let name: &str = policy.as_ref();
            broken.when(name[1..].parse().expect("a rule has a number"), true);
        }
        assert_eq!(response.diagnostics().errors().next().map(ToString::to_string), None);
        broken
    }

    fn write(&self, _policies: &mut Policies, asked: &Asked<'_>, broken: Broken, line: u64, out: &mut Vec<u8>) {
        finding::write(broken, (&self.file, line), |name| Field::of(&asked.deal, name), out);
    }
}

/// A field of the host's deal.
#[derive(Serialize)]
#[serde(untagged)]
enum Field<'a> {
    Text(&'a str),
    Maybe(Option<&'a str>),
    Integer(i64),
    Decimal(f64),
    Team(&'a Team<'a>),
    Contacts(&'a [Contact<'a>]),
    Approvals(&'a [Approval<'a>]),
    Meddic(&'a Meddic<'a>),
}

impl<'a> Field<'a> {
    fn of(deal: &'a Deal<'_>, name: &str) -> Field<'a> {
        match name {
            "id" => Field::Text(&deal.id),
            "name" => Field::Text(&deal.name),
            "owner" => Field::Text(&deal.owner),
            "stage" => Field::Text(deal.stage.name()),
            "close_date" => Field::Text(deal.close_date),
            "last_activity_at" => Field::Text(deal.last_activity_at),
            "next_step" => Field::Maybe(deal.next_step.as_deref()),
            "loss_reason" => Field::Maybe(deal.loss_reason.as_deref()),
            "amount" => Field::Integer(deal.amount),
            "discount_pct" => Field::Decimal(deal.discount_pct),
            "team" => Field::Team(&deal.team),
            "contacts" => Field::Contacts(&deal.contacts),
            "approvals" => Field::Approvals(&deal.approvals),
            "meddic" => Field::Meddic(&deal.meddic),
            name => panic!("no rule of Cedar reads `{name}`"),
        }
    }
}

impl Plain for Field<'_> {
    fn plain(&self) -> Cow<'_, str> {
        match self {
            Field::Text(text) => Cow::Borrowed(text),
            Field::Integer(number) => Cow::Owned(number.to_string()),
            Field::Decimal(number) => Cow::Owned(number.to_string()),
            _ => Cow::Borrowed(""),
        }
    }
}

/// The deal as Cedar's values; what rules ask of lists as sets of texts.
fn pairs(deal: &Deal<'_>) -> Vec<(String, RestrictedExpression)> {
    let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
    let or_blank = |value: Option<&str>| text(value.unwrap_or_default());
    let approved = || deal.approvals.iter().filter(|approval| approval.decision == "approved");
    let bids = approved().filter(|approval| approval.approval == "ATB");
    let deciders = deal.contacts.iter().filter(|contact| contact.role == "decision_maker");
    let mut pairs = vec![
        ("stage".to_owned(), text(deal.stage.name())),
        ("owner".to_owned(), text(&deal.owner)),
        ("amount".to_owned(), RestrictedExpression::new_long(deal.amount)),
        ("discount_permille".to_owned(), RestrictedExpression::new_long((deal.discount_pct * 10.0).round() as i64)),
        ("close_date".to_owned(), RestrictedExpression::new_datetime(deal.close_date)),
        ("last_activity_at".to_owned(), RestrictedExpression::new_datetime(deal.last_activity_at)),
        ("next_step".to_owned(), or_blank(deal.next_step.as_deref())),
        ("economic_buyer".to_owned(), or_blank(deal.meddic.economic_buyer.as_deref())),
        ("metrics".to_owned(), or_blank(deal.meddic.metrics.as_deref())),
        ("loss_reason".to_owned(), or_blank(deal.loss_reason.as_deref())),
        ("approved_roles".to_owned(), RestrictedExpression::new_set(approved().map(|approval| text(approval.role)))),
        ("approved_by".to_owned(), RestrictedExpression::new_set(approved().map(|approval| text(&approval.by)))),
        ("bid_approved_roles".to_owned(), RestrictedExpression::new_set(bids.map(|approval| text(approval.role)))),
        (
            "decision_makers".to_owned(),
            RestrictedExpression::new_set(
                deciders.map(|contact| RestrictedExpression::new_long(i64::from(contact.relation))),
            ),
        ),
        (
            "contact_names".to_owned(),
            RestrictedExpression::new_set(deal.contacts.iter().map(|contact| or_blank(contact.name.as_deref()))),
        ),
    ];
    for (role, person) in [("AR", &deal.team.ar), ("SR", &deal.team.sr), ("FR", &deal.team.fr)] {
        if let Some(person) = person {
            pairs.push((role.to_owned(), text(person)));
        }
    }
    pairs
}
