"""What the records of a job look like on the wire, so that one scanner reads them all."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of a job's records.

    `first` are those a record begins with: a row that lost its opening brace is known by them.
    `texts` hold what a person will read. An object that begins with none of `keys` and has
    `pair` is a list of such pairs, as in `{"a1": "…", "a2": "…"}`.
    """

    first: tuple[str, ...]
    rest: tuple[str, ...]
    texts: frozenset[str]
    pair: tuple[str, str] | None = None
    keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", frozenset(self.first + self.rest))


SCRIPT = Shape(
    ("k",),
    (
        *("title", "logline", "id", "name", "gender", "age", "role", "style", "voice"),
        *("hook", "end", "ep", "head", "beats", "secs", "s", "c", "e", "d", "p", "count", "x"),
    ),
    frozenset({"x", "logline", "beats"}),
)
"""Plan and lines of a script: kinds meta, char, scene, line, end."""

TRANSLATION = Shape(("id", "k"), ("count", "t", "s"), frozenset({"t", "s"}), ("id", "t"))
"""Lines by id in another language, with a shorter variant where one was asked for."""

TERMS = Shape(("src", "k"), ("tgt", "type", "note", "count"), frozenset({"tgt", "note"}))
"""Names and terms with what they are called in the other language."""

SURVEY = Shape(
    ("k",),
    (*("id", "name", "from", "to", "formal", "as"), *("src", "tgt", "type", "note", "count", "x")),
    frozenset({"x", "note"}),
)
"""What a translation goes by: kinds synopsis, tone, cast, addr, term, end."""

REWRITE = Shape(("id", "k"), ("count", "x"), frozenset({"x"}), ("id", "x"))
"""Lines by id in other words of the same language."""

REVIEW = Shape(("k",), ("id", "p", "c", "x", "count"), frozenset({"x"}))
"""Remarks on lines: a problem, and perhaps other words or another speaker."""
