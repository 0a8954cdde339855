# The twelve rules in Rego: a set of the names of broken rules.
package deal

from_proposal := {"proposal", "negotiation", "contract", "delivery", "won"}

from_negotiation := {"negotiation", "contract", "delivery", "won"}

from_contract := {"contract", "delivery", "won"}

closed := {"won", "lost"}

rank := {
	"lead": 0, "qualified": 1, "proposal": 2, "negotiation": 3,
	"contract": 4, "delivery": 5, "won": 6, "lost": 7,
}

# 2026-06-30T23:59:59Z
now_ns := 1782863999000000000

day_ns := 86400000000000

open if not input.stage in closed

# Of a value that is not there nothing holds, so `not filled(…)` is right for missing, null and the empty text.
filled(value) if {
	value != null
	value != ""
}

broken contains "R01" if {
	input.stage != "lead"
	input.amount <= 0
}

broken contains "R02" if {
	input.stage in from_proposal
	not filled(input.next_step)
}

broken contains "R02" if {
	input.stage in from_proposal
	some field in ["economic_buyer", "metrics"]
	not filled(input.meddic[field])
}

broken contains "R02" if {
	input.stage == "lost"
	not filled(input.loss_reason)
}

broken contains "R03" if {
	open
	input.close_date < "2026-06-30"
}

broken contains "R04" if {
	input.stage in from_proposal
	some role in ["AR", "SR", "FR"]
	not filled(input.team[role])
}

broken contains "R05" if {
	input.discount_pct > 15
	not approved_by_director
}

broken contains "R05" if {
	input.stage in from_contract
	input.amount > 5000000
	not bid_approved_by({"CFO"})
}

broken contains "R05" if {
	input.stage in from_contract
	input.amount > 1000000
	input.amount <= 5000000
	not bid_approved_by({"VP", "CFO"})
}

approved_by_director if {
	some approval in input.approvals
	approval.role == "director"
	approval.decision == "approved"
}

bid_approved_by(roles) if {
	some approval in input.approvals
	approval.approval == "ATB"
	approval.decision == "approved"
	approval.role in roles
}

broken contains "R06" if {
	some approval in input.approvals
	approval.decision == "approved"
	approval.by == input.owner
}

broken contains "R07" if {
	entered := [entry.at | some entry in input.history; entry.stage == "contract"]
	some approval in input.approvals
	approval.approval == "ATB"
	approval.decision == "approved"
	approval.at > entered[0]
}

broken contains "R08" if input.history[0].stage != "lead"

broken contains "R08" if {
	some i, entry in input.history
	i > 0
	entry.stage != "lost"
	rank[entry.stage] != rank[input.history[i - 1].stage] + 1
}

broken contains "R09" if {
	some i, entry in input.history
	i > 0
	time.parse_rfc3339_ns(entry.at) - time.parse_rfc3339_ns(input.history[i - 1].at) > 30 * day_ns
}

broken contains "R09" if {
	open
	last := input.history[count(input.history) - 1]
	now_ns - time.parse_rfc3339_ns(last.at) > 30 * day_ns
}

broken contains "R10" if {
	open
	now_ns - time.parse_rfc3339_ns(input.last_activity_at) > 21 * day_ns
}

broken contains "R11" if not regex.match(`^[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$`, input.owner)

broken contains "R12" if {
	input.stage in from_negotiation
	not decision_maker_known
}

broken contains "R12" if {
	input.stage in from_negotiation
	some contact in input.contacts
	not filled(contact.name)
}

decision_maker_known if {
	some contact in input.contacts
	contact.role == "decision_maker"
	contact.relation >= 3
}
