"""The twelve rules as a ZEN decision: a graph with one expression node, loaded and compiled once. It counts."""

import json
import sys
from pathlib import Path

import orjson
import zen

RULES = [f"R{number:02}" for number in range(1, 13)]


def graph():
    """What the editor of ZEN saves: the input, the expressions of rules/deal.zen, the output."""
    texts = (Path(__file__).parent / "../rules/deal.zen").read_text().split("//-")
    expressions = [{"id": rule, "key": rule, "value": text.strip()} for rule, text in zip(RULES, texts, strict=True)]
    return {
        "nodes": [
            {"id": "deal", "type": "inputNode", "name": "deal", "position": {"x": 0, "y": 0}},
            {"id": "rules", "type": "expressionNode", "name": "rules", "position": {"x": 1, "y": 0},
             "content": {"expressions": expressions}},
            {"id": "broken", "type": "outputNode", "name": "broken", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "in", "type": "edge", "sourceId": "deal", "targetId": "rules"},
            {"id": "out", "type": "edge", "sourceId": "rules", "targetId": "broken"},
        ],
    }


if __name__ == "__main__":
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(graph())))
    counts = dict.fromkeys(RULES, 0)
    with open(sys.argv[1], "rb") as lines:
        for text in lines:
            for rule, broken in decision.evaluate(orjson.loads(text))["result"].items():
                counts[rule] += broken
    print(json.dumps({"counts": list(counts.values()), "ns": []}))
