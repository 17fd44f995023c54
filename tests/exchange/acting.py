"""``python -m tests.exchange.acting make|take DATABASE KEYS PARTNER FILE``: one act in a process to be killed."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from db.store import open_store
from mediation.office import exchange_keys
from mediation.office.office import Office

if __name__ == "__main__":
    act, database, keys, partner, file = sys.argv[1:]
    office = Office(open_store(Path(database)), who="x", today=lambda: date(2026, 11, 5))
    if act == "make":
        office.exchange.make(partner, exchange_keys.load(Path(keys)), Path(file))
    else:
        office.exchange.take(Path(file), exchange_keys.load(Path(keys)))
    office.close()
