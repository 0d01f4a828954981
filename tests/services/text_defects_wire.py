"""Defects of how an answer comes: cut short, cut up, or told twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from tests.services.faults import NO_FAULT, Content, Fault
from tests.services.text_defects_draft import Draft, Ids, Spoil, id_of, ids_of, key_of
from tests.services.text_model_request import Row
from tests.services.text_wrongs import cumulative_thinking, repeated_message, unfinished
from tests.services.wire import Reply

_THOUGHT = "Let me see. First the names, then the tone, then line by line."


def _cut_text(draft: Draft, dice: Random) -> Ids:
    """End the text in the middle of a record, and tell which are not whole."""
    rows = [row for row in draft.rows if row.get("k") != "end"]
    if draft.alone or not rows:
        return ()
    chosen = dice.randrange(len(rows) // 2, len(rows))
    middle = _middle(draft.written.text, rows[chosen])
    if middle < 0:
        return ()
    draft.written = replace(draft.written, text=draft.written.text[:middle])
    return tuple(id_of(each) for each in rows[chosen:])


def _middle(text: str, row: Row) -> int:
    """A place in a record, in its words if it has some; -1 where defects have changed it."""
    words = json.dumps(row.get(key_of(row)) or "", ensure_ascii=False)[1:-1]
    found = words or json.dumps(row, ensure_ascii=False)
    start = text.rfind(found)
    return start if start < 0 else start + len(found) // 2


def _length(draft: Draft, dice: Random) -> Ids:
    """The model came to the most it may write."""
    ids = _cut_text(draft, dice)
    if ids:
        draft.written = replace(draft.written, finish="length")
    return ids


def _cut(draft: Draft, dice: Random) -> Ids:
    """The connection is closed in the middle of a record."""
    ids = _cut_text(draft, dice) if _is_free(draft) else ()
    return _with(draft, _closed(), ids) if ids else ()


def _closed() -> Fault:
    def close(reply: Reply) -> Reply:
        return replace(reply, cut_at=len(reply.body))

    return Fault("cut in a record", events=unfinished().events, reply=close)


def _error(draft: Draft, dice: Random) -> Ids:
    """An error comes in the middle of a record, and nothing after it."""
    ids = _cut_text(draft, dice) if _is_free(draft) else ()
    return _with(draft, _failing(), ids) if ids else ()


def _failing() -> Fault:
    error = {"error": {"message": "The server had an error.", "type": "server_error", "code": 500}}

    def fail(events: list[Content]) -> list[Content]:
        return [*unfinished().events(events), error]

    return Fault("error in a record", events=fail)


def _said_twice(draft: Draft, dice: Random) -> Ids:
    """The last event has the whole message once more."""
    return _with(draft, repeated_message(), ids_of(draft.rows)) if _is_free(draft) else ()


def _thinking_grows(draft: Draft, dice: Random) -> Ids:
    """Thinking is told from its beginning each time."""
    if not _is_free(draft):
        return ()
    draft.written = replace(draft.written, thinking=draft.written.thinking or _THOUGHT)
    return _with(draft, cumulative_thinking(), ids_of(draft.rows))


def _crumbs(draft: Draft, dice: Random) -> Ids:
    """Deltas of a letter or half of one."""
    draft.written = replace(draft.written, delta=1, halves=True)
    return ids_of(draft.rows)


def _is_free(draft: Draft) -> bool:
    """Whether the answer has no other fault: there is only one at a time."""
    return draft.written.fault is NO_FAULT


def _with(draft: Draft, fault: Fault, ids: Ids) -> Ids:
    draft.written = replace(draft.written, fault=fault)
    return ids


WIRE: Mapping[str, Spoil] = {
    "crumbs": _crumbs,
    "thinking grows": _thinking_grows,
    "said twice": _said_twice,
    "length": _length,
    "cut": _cut,
    "error": _error,
}
