"""The twelve rules in a Python loop with orjson: counts them, and writes the findings where a file for them is named."""

import re
import sys
import time
from datetime import datetime, timedelta, timezone

import orjson

RANK = {s: i for i, s in enumerate(("lead", "qualified", "proposal", "negotiation", "contract", "delivery", "won", "lost"))}
NOW = datetime(2026, 6, 30, 23, 59, 59, tzinfo=timezone.utc)
MONTH = timedelta(days=30)
THREE_WEEKS = timedelta(days=21)
EMAIL = re.compile(r"^[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$").match
when = datetime.fromisoformat


def judge(deal):
    """The broken rules, each with the paths of the values that it rests on."""
    stage = deal["stage"]
    rank = RANK[stage]
    amount = deal["amount"]
    owner = deal["owner"]
    approvals = deal["approvals"]
    history = deal["history"]
    is_open = rank < 6
    from_proposal = 2 <= rank <= 6
    broken = []

    if rank != 0 and amount <= 0:
        broken.append(("R01", ["amount"]))

    if from_proposal:
        meddic = deal["meddic"]
        if not deal["next_step"] or not meddic["economic_buyer"] or not meddic["metrics"]:
            broken.append(("R02", ["next_step", "meddic"]))
        team = deal["team"]
        if not team.get("AR") or not team.get("SR") or not team.get("FR"):
            broken.append(("R04", ["team"]))
    elif rank == 7 and not deal["loss_reason"]:
        broken.append(("R02", ["loss_reason"]))

    if is_open and deal["close_date"] < "2026-06-30":
        broken.append(("R03", ["close_date"]))

    approved = [a for a in approvals if a["decision"] == "approved"]
    bids = [a for a in approved if a["approval"] == "ATB"]
    if deal["discount_pct"] > 15 and not any(a["role"] == "director" for a in approved):
        broken.append(("R05", ["discount_pct", "approvals"]))
    elif 4 <= rank <= 6 and amount > 1_000_000:
        may = ("CFO",) if amount > 5_000_000 else ("VP", "CFO")
        if not any(a["role"] in may for a in bids):
            broken.append(("R05", ["amount", "approvals"]))

    if any(a["by"] == owner for a in approved):
        broken.append(("R06", ["owner", "approvals"]))

    entered = next((h["at"] for h in history if h["stage"] == "contract"), None)
    if entered is not None and any(a["at"] > entered for a in bids):
        broken.append(("R07", ["history", "approvals"]))

    line = [RANK[h["stage"]] for h in history]
    if line[0] != 0 or any(n != 7 and n != p + 1 for p, n in zip(line, line[1:])):
        broken.append(("R08", ["history"]))

    times = [when(h["at"]) for h in history]
    if is_open:
        times.append(NOW)
    if any(n - p > MONTH for p, n in zip(times, times[1:])):
        broken.append(("R09", ["history"]))

    if is_open and NOW - when(deal["last_activity_at"]) > THREE_WEEKS:
        broken.append(("R10", ["last_activity_at"]))

    if not EMAIL(owner):
        broken.append(("R11", ["owner"]))

    if 3 <= rank <= 6:
        contacts = deal["contacts"]
        if not any(c["role"] == "decision_maker" and c["relation"] >= 3 for c in contacts) or not all(c["name"] for c in contacts):
            broken.append(("R12", ["contacts"]))
    return broken


TITLES = {
    "R01": "The amount is positive",
    "R02": "The fields that the stage asks for are filled",
    "R03": "The close date lies ahead",
    "R04": "The team is complete",
    "R05": "Discount and amount were approved at the right level",
    "R06": "Nobody approves a deal of their own",
    "R07": "The bid was approved before the contract",
    "R08": "The stages come in order",
    "R09": "At most 30 days in a stage",
    "R10": "Something happened in the last 21 days",
    "R11": "The owner is an e-mail address",
    "R12": "A decision maker is known",
}


MESSAGES = {
    "R01": "The amount is {amount}",
    "R02": "A field that {stage} asks for is blank",
    "R03": "The close date was {close_date}",
    "R04": "Not all of AR, SR and FR are named",
    "R05": "{amount} at {discount_pct} % discount was not approved at the level that this takes",
    "R06": "{owner} owns this deal and approved it",
    "R07": "The contract was entered before the bid was approved",
    "R08": "A stage was left out, or the deal went back",
    "R09": "More than 30 days in a stage",
    "R10": "Nothing has happened since {last_activity_at}",
    "R11": "{owner} is not an e-mail address",
    "R12": "No contact is a decision maker who knows us well, or a contact has no name",
}


def finding(rule, paths, deal, file, number):
    message = MESSAGES[rule].format_map(deal)
    evidence = [{"path": path, "value": deal[path], "file": file, "line": number} for path in paths]
    about = {key: deal[key] for key in ("id", "name", "owner", "stage", "amount")}
    return {"check": rule, "title": TITLES[rule], "message": message, "deal": about, "evidence": evidence, "as_of": "2026-06-30"}


def check(file, findings):
    counts = dict.fromkeys(TITLES, 0)
    out = open(findings, "wb") if findings else None
    with open(file, "rb") as lines:
        for number, text in enumerate(lines, 1):
            deal = orjson.loads(text)
            for rule, paths in judge(deal):
                counts[rule] += 1
                if out:
                    out.write(orjson.dumps(finding(rule, paths, deal, file, number), option=orjson.OPT_APPEND_NEWLINE))
    if out:
        out.close()
    return counts, []


def alone(file, rounds):
    with open(file, "rb") as lines:
        deals = [orjson.loads(text) for text in lines]
    times = []
    for _ in range(rounds):
        counts = dict.fromkeys(TITLES, 0)
        start = time.perf_counter_ns()
        for deal in deals:
            for rule, _ in judge(deal):
                counts[rule] += 1
        times.append((time.perf_counter_ns() - start) / len(deals))
    return counts, times


if __name__ == "__main__":
    _, file, *rest = sys.argv
    options = dict(zip(rest[::2], rest[1::2]))
    if "--alone" in options:
        counts, times = alone(file, int(options["--alone"]))
    else:
        counts, times = check(file, options.get("--findings"))
    print(orjson.dumps({"counts": list(counts.values()), "ns": times}).decode())
