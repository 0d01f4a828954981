"""useapi's answers: real HTTP statuses, and a text that says what is wrong."""

from __future__ import annotations

from tests.services.call import Call, Refused
from tests.services.wire import Reply, as_json


def failure(status: int, error: str) -> Reply:
    """The answer that says no."""
    return as_json({"error": error, "code": status}, status)


def refused(status: int, error: str) -> Refused:
    """To be raised: the answer that says no."""
    return Refused(failure(status, error))


def misused(call: Call, *errors: str) -> Refused:
    """To be raised: 400 for a client that broke a rule, which is noted."""
    for error in errors:
        call.violates(error)
    return refused(400, "; ".join(errors))
