"""What MiniMax's models object to in a text or a recording, in each of the shapes it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

_KINDS = {
    1: "severe",
    2: "sexual",
    3: "advertising",
    4: "prohibited",
    5: "abuse",
    6: "violence",
}
OTHER = "other"


def objection_in(content: Mapping[str, Any]) -> str:
    """What an answer objects to, such as "violence"; empty when it objects to nothing.

    It comes as an object with a type, as a flag with the type beside it, or as the bare flag.
    """
    found = content.get("input_sensitive")
    beside = _number(content.get("input_sensitive_type"))
    if isinstance(found, dict):
        kinds = cast("Mapping[str, Any]", found)
        number = _number(kinds.get("type")) or _number(kinds.get("input_sensitive_type")) or beside
    else:
        number = beside
    if number:
        return _KINDS.get(number, OTHER)
    return OTHER if found is True else ""


def _number(value: object) -> int:
    try:
        return int(value) if isinstance(value, str | int) and not isinstance(value, bool) else 0
    except ValueError:
        return 0
