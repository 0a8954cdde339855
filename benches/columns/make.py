"""Makes flat tables of deals for this comparison: python3 make.py DEALS SHARE FOLDER (needs numpy and pyarrow).

SHARE is how many of a hundred deals break each rule, about.
"""

import sys
from datetime import date, datetime, timedelta

import numpy
import pyarrow
import pyarrow.feather
import pyarrow.parquet

DEALS, SHARE, FOLDER = int(sys.argv[1]), float(sys.argv[2]) / 100, sys.argv[3]
TODAY = date(2026, 6, 30)
random = numpy.random.default_rng(7)


def breaks():
    return random.random(DEALS) < SHARE


def pick(values, shares=None):
    return numpy.array(values, dtype=object)[random.choice(len(values), DEALS, p=shares)]


amount = numpy.round(random.uniform(1_000, 890_000, DEALS), 2)
amount = numpy.where(breaks(), 0.0, amount)
high = breaks()
amount = numpy.where(high, 960_000.0, amount)
list_price = numpy.round(amount * numpy.where(breaks(), 1.4, random.uniform(1.0, 1.2, DEALS)) + 1, 2)
close = numpy.where(breaks(), random.integers(-90, 0, DEALS), random.integers(0, 360, DEALS))
close = numpy.where(breaks(), close + 400, close)
touched = numpy.where(breaks(), random.integers(22, 90, DEALS), random.integers(0, 20, DEALS))
stage = pick(["lead", "bid", "negotiation", "won", "lost"], [0.25, 0.3, 0.25, 0.1, 0.1])
strategic = breaks()
visits = numpy.where(strategic, random.integers(0, 3, DEALS), random.integers(0, 9, DEALS))
next_step = pick(["Send the offer", "Call the buyer", "Agree on a date", "Visit the plant"])
next_step = numpy.where(breaks(), None, next_step)
owner = pick([f"seller{at}@example.com" for at in range(200)])
owner = numpy.where(breaks(), "seller", owner)

table = pyarrow.table(
    {
        "id": pyarrow.array([f"D-{at:07}" for at in range(DEALS)]),
        "name": pyarrow.array([f"Deal {at}" for at in range(DEALS)]),
        "stage": pyarrow.array(stage, pyarrow.string()),
        "owner": pyarrow.array(owner, pyarrow.string()),
        "amount": pyarrow.array(amount),
        "list_price": pyarrow.array(list_price).cast(pyarrow.decimal128(14, 2)),
        "probability": pyarrow.array(numpy.where(breaks(), 1.2, numpy.round(random.random(DEALS), 2))),
        "close_date": pyarrow.array([TODAY + timedelta(int(days)) for days in close], pyarrow.date32()),
        "last_activity": pyarrow.array(
            [datetime(2026, 6, 30, 9) - timedelta(int(days)) for days in touched], pyarrow.timestamp("us", "UTC")
        ),
        "visits": pyarrow.array(visits, pyarrow.int32()),
        "strategic": pyarrow.array(strategic),
        "region": pyarrow.array(pick(["north", "south", "east", "west"]), pyarrow.string()),
        "tier": pyarrow.array(pick(["C", "B", "A"]), pyarrow.string()),
        "next_step": pyarrow.array(next_step, pyarrow.string()),
    }
)
pyarrow.parquet.write_table(table, f"{FOLDER}/deals.parquet", row_group_size=100_000)
pyarrow.feather.write_feather(table, f"{FOLDER}/deals.arrow", compression="uncompressed")
