"""A demonstration ledger that the program makes itself: invented people, the same every time."""
