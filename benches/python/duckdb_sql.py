"""The twelve rules in one statement of DuckDB, with declared columns: counts them, or writes a line of JSON a finding."""

import json
import sys

import duckdb

COLUMNS = {
    "id": "VARCHAR",
    "name": "VARCHAR",
    "owner": "VARCHAR",
    "team": "STRUCT(AR VARCHAR, SR VARCHAR, FR VARCHAR)",
    "stage": "VARCHAR",
    "amount": "BIGINT",
    "discount_pct": "DOUBLE",
    "close_date": "DATE",
    "last_activity_at": "TIMESTAMP",
    "contacts": "STRUCT(name VARCHAR, role VARCHAR, relation TINYINT)[]",
    "approvals": 'STRUCT(approval VARCHAR, role VARCHAR, "by" VARCHAR, decision VARCHAR, "at" TIMESTAMP)[]',
    "history": 'STRUCT(stage VARCHAR, "at" TIMESTAMP)[]',
    "meddic": "STRUCT(metrics VARCHAR, economic_buyer VARCHAR)",
    "next_step": "VARCHAR",
    "loss_reason": "VARCHAR",
}

LINE = "['lead', 'qualified', 'proposal', 'negotiation', 'contract', 'delivery', 'won', 'lost']"

WITH = f"""
WITH deals AS (
    SELECT *,
        stage NOT IN ('won', 'lost') AS is_open,
        stage IN ('proposal', 'negotiation', 'contract', 'delivery', 'won') AS from_proposal,
        stage IN ('negotiation', 'contract', 'delivery', 'won') AS from_negotiation,
        stage IN ('contract', 'delivery', 'won') AS from_contract,
        list_filter(approvals, lambda a: a.decision = 'approved') AS approved,
        list_transform(history, lambda h: list_position({LINE}, h.stage)) AS line,
        list_transform(history, lambda h: h."at") AS times,
    FROM read_json($file, format = 'newline_delimited', columns = {COLUMNS})
)
"""

# When a deal breaks each rule.
BROKEN = {
    "R01": "stage <> 'lead' AND amount <= 0",
    "R02": """
        (from_proposal AND (coalesce(next_step, '') = '' OR coalesce(meddic.economic_buyer, '') = '' OR coalesce(meddic.metrics, '') = ''))
        OR (stage = 'lost' AND coalesce(loss_reason, '') = '')
    """,
    "R03": "is_open AND close_date < DATE '2026-06-30'",
    "R04": "from_proposal AND (coalesce(team.AR, '') = '' OR coalesce(team.SR, '') = '' OR coalesce(team.FR, '') = '')",
    "R05": """
        (discount_pct > 15 AND len(list_filter(approved, lambda a: a.role = 'director')) = 0)
        OR (from_contract AND amount > 5000000
            AND len(list_filter(approved, lambda a: a.approval = 'ATB' AND a.role = 'CFO')) = 0)
        OR (from_contract AND amount > 1000000 AND amount <= 5000000
            AND len(list_filter(approved, lambda a: a.approval = 'ATB' AND a.role IN ('VP', 'CFO'))) = 0)
    """,
    "R06": '''len(list_filter(approved, lambda a: a."by" = owner)) > 0''',
    "R07": '''len(list_filter(approved, lambda a: a.approval = 'ATB' AND a."at" > times[list_position(line, 5)])) > 0''',
    "R08": "line[1] <> 1 OR len(list_filter(range(2, len(line) + 1), lambda i: line[i] <> 8 AND line[i] <> line[i - 1] + 1)) > 0",
    "R09": """
        len(list_filter(range(2, len(times) + 1), lambda i: times[i] - times[i - 1] > INTERVAL 30 DAY)) > 0
        OR (is_open AND TIMESTAMP '2026-06-30 23:59:59' - times[-1] > INTERVAL 30 DAY)
    """,
    "R10": "is_open AND TIMESTAMP '2026-06-30 23:59:59' - last_activity_at > INTERVAL 21 DAY",
    "R11": r"NOT regexp_matches(owner, '^[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$')",
    "R12": """
        from_negotiation
        AND (len(list_filter(contacts, lambda c: c.role = 'decision_maker' AND c.relation >= 3)) = 0
            OR len(list_filter(contacts, lambda c: coalesce(c.name, '') = '')) > 0)
    """,
}

COUNT = f"""
{WITH}
SELECT {", ".join(f"count(*) FILTER ({broken})" for broken in BROKEN.values())}
FROM deals
"""

# Of each rule its title, its sentence and the values that it reads.
SAID = {
    "R01": ("The amount is positive", "'The amount is ' || amount", "{amount: amount}"),
    "R02": (
        "The fields that the stage asks for are filled",
        "'A field that ' || stage || ' asks for is blank'",
        "{next_step: next_step, meddic: meddic, loss_reason: loss_reason}",
    ),
    "R03": ("The close date lies ahead", "'The close date was ' || close_date", "{close_date: close_date}"),
    "R04": ("The team is complete", "'Not all of AR, SR and FR are named'", "{team: team}"),
    "R05": (
        "Discount and amount were approved at the right level",
        "amount || ' at ' || discount_pct || ' % discount was not approved at the level that this takes'",
        "{amount: amount, discount_pct: discount_pct, approvals: approvals}",
    ),
    "R06": (
        "Nobody approves a deal of their own",
        "owner || ' owns this deal and approved it'",
        "{owner: owner, approvals: approvals}",
    ),
    "R07": (
        "The bid was approved before the contract",
        "'The contract was entered before the bid was approved'",
        "{history: history, approvals: approvals}",
    ),
    "R08": ("The stages come in order", "'A stage was left out, or the deal went back'", "{history: history}"),
    "R09": ("At most 30 days in a stage", "'More than 30 days in a stage'", "{history: history}"),
    "R10": (
        "Something happened in the last 21 days",
        "'Nothing has happened since ' || last_activity_at",
        "{last_activity_at: last_activity_at}",
    ),
    "R11": ("The owner is an e-mail address", "owner || ' is not an e-mail address'", "{owner: owner}"),
    "R12": (
        "A decision maker is known",
        "'No contact is a decision maker who knows us well, or a contact has no name'",
        "{contacts: contacts}",
    ),
}


def by_rule(part):
    """A value for each rule."""
    return "CASE rule " + " ".join(f"WHEN '{rule}' THEN {part(*said)}" for rule, said in SAID.items()) + " END"


# A deal is given once for each rule that it breaks.
WRITE = f"""
COPY (
    {WITH}
    , broken AS (
        SELECT *, unnest(list_filter([
            {", ".join(f"CASE WHEN {broken} THEN '{rule}' END" for rule, broken in BROKEN.items())}
        ], lambda rule: rule IS NOT NULL)) AS rule
        FROM deals
    )
    SELECT
        rule AS "check",
        {by_rule(lambda title, message, values: f"'{title}'")} AS title,
        {by_rule(lambda title, message, values: message)} AS message,
        {{id: id, name: name, owner: owner, stage: stage, amount: amount}} AS deal,
        {by_rule(lambda title, message, values: f"to_json({values})")} AS evidence,
        DATE '2026-06-30' AS as_of
    FROM broken
) TO $findings (FORMAT json)
"""

if __name__ == "__main__":
    _, file, *rest = sys.argv
    options = dict(zip(rest[::2], rest[1::2]))
    connection = duckdb.connect(config={"threads": int(options.get("--threads", "1"))})
    if "--findings" in options:
        connection.execute(WRITE, {"file": file, "findings": options["--findings"]})
        print(json.dumps({"counts": "written", "ns": []}))
    else:
        counts = connection.execute(COUNT, {"file": file}).fetchone()
        print(json.dumps({"counts": counts, "ns": []}))
