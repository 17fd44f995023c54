"""The fixed words of counting; apart, so that the command line can name them at no cost."""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """What a table of counts is broken down by."""

    CAUSE = "cause"
    MEDIATOR = "mediator"
    COURT = "court"
    CHANNEL = "channel"


class FunnelUnit(StrEnum):
    """What a point of a funnel is; a studio is the organisation that the roster names."""

    MEDIATOR = "mediator"
    COURT = "court"
    STUDIO = "studio"
    CAUSE = "cause"
    CHANNEL = "channel"


class Figure(StrEnum):
    """A count that opens to exactly its cases."""

    OPENING = "opening"
    RECEIVED = "received"
    CLOSED = "closed"
    SUCCEEDED = "succeeded"
    PARTLY = "partly"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    PENDING = "pending"
