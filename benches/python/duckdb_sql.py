"""The twelve rules in one statement of DuckDB, with declared columns. It counts."""

import json
import sys

import duckdb

COLUMNS = {
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

STATEMENT = f"""
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
SELECT
    count(*) FILTER (stage <> 'lead' AND amount <= 0),
    count(*) FILTER (
        (from_proposal AND (coalesce(next_step, '') = '' OR coalesce(meddic.economic_buyer, '') = '' OR coalesce(meddic.metrics, '') = ''))
        OR (stage = 'lost' AND coalesce(loss_reason, '') = '')
    ),
    count(*) FILTER (is_open AND close_date < DATE '2026-06-30'),
    count(*) FILTER (from_proposal AND (coalesce(team.AR, '') = '' OR coalesce(team.SR, '') = '' OR coalesce(team.FR, '') = '')),
    count(*) FILTER (
        (discount_pct > 15 AND len(list_filter(approved, lambda a: a.role = 'director')) = 0)
        OR (from_contract AND amount > 5000000
            AND len(list_filter(approved, lambda a: a.approval = 'ATB' AND a.role = 'CFO')) = 0)
        OR (from_contract AND amount > 1000000 AND amount <= 5000000
            AND len(list_filter(approved, lambda a: a.approval = 'ATB' AND a.role IN ('VP', 'CFO'))) = 0)
    ),
    count(*) FILTER (len(list_filter(approved, lambda a: a."by" = owner)) > 0),
    count(*) FILTER (
        len(list_filter(approved, lambda a: a.approval = 'ATB' AND a."at" > times[list_position(line, 5)])) > 0
    ),
    count(*) FILTER (
        line[1] <> 1 OR len(list_filter(range(2, len(line) + 1), lambda i: line[i] <> 8 AND line[i] <> line[i - 1] + 1)) > 0
    ),
    count(*) FILTER (
        len(list_filter(range(2, len(times) + 1), lambda i: times[i] - times[i - 1] > INTERVAL 30 DAY)) > 0
        OR (is_open AND TIMESTAMP '2026-06-30 23:59:59' - times[-1] > INTERVAL 30 DAY)
    ),
    count(*) FILTER (is_open AND TIMESTAMP '2026-06-30 23:59:59' - last_activity_at > INTERVAL 21 DAY),
    count(*) FILTER (NOT regexp_matches(owner, '^[a-z0-9._-]+@[a-z0-9-]+(\\.[a-z0-9-]+)+$')),
    count(*) FILTER (
        from_negotiation
        AND (len(list_filter(contacts, lambda c: c.role = 'decision_maker' AND c.relation >= 3)) = 0
            OR len(list_filter(contacts, lambda c: coalesce(c.name, '') = '')) > 0)
    )
FROM deals
"""

if __name__ == "__main__":
    _, file, *rest = sys.argv
    options = dict(zip(rest[::2], rest[1::2]))
    connection = duckdb.connect(config={"threads": int(options.get("--threads", "1"))})
    counts = connection.execute(STATEMENT, {"file": file}).fetchone()
    print(json.dumps({"counts": counts, "ns": []}))
