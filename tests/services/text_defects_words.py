"""Defects of what a record says: no words, the wrong ones, or more than was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

from studio.writing.timing.units import counted
from tests.services.text_defects_draft import Draft, Ids, Spoil, id_of, key_of
from tests.services.text_model_request import Request, Row
from tests.services.text_model_translating import terms_of
from tests.services.text_model_truth import truth

_MARKUP = re.compile(r"\s?(?:<#[^#>]*#>|\[\[.*?\]\]|\([a-z][^()]*\)|\{[^{}]*\})")
_NUMBER = re.compile(r"\d+")
_ORDER = re.compile(
    r"ignore (?:\w+ )*?instructions.*?\b(?:answer|reply|say|write)(?: only)?(?: with)?:?\s+"
    r"[\"'“]?(?P<words>.+?)[\"'”]?[.!]?$",
    re.I | re.S,
)
_TOO_LONG = 4
_REMARKS = (" (Note: an idiom.)", " [literally so]", " - a more natural wording")
_QUOTES = ("“{}”", '"{}"', "«{}»", "「{}」")

Change = Callable[[str, Row, Request, Random], str]
"""The words of a record made wrong, by the row it answers; the same words where that is not
possible."""


def _empty(words: str, row: Row, request: Request, dice: Random) -> str:
    return dice.choice(("", " "))


def _copied(words: str, row: Row, request: Request, dice: Random) -> str:
    return str(row["x"])


def _wrong_language(words: str, row: Row, request: Request, dice: Random) -> str:
    target = request.target.partition("-")[0]
    others = [each for each in ("en", "de", "fr", "ru", "zh", "ja") if each != target]
    return truth(str(row["x"]), dice.choice(others), terms_of(request))


def _echo(words: str, row: Row, request: Request, dice: Random) -> str:
    pairs = [pair for pair in request.rows("context") if pair["x"] != row["x"] and pair.get("t")]
    return str(dice.choice(pairs)["t"]) if pairs else words


def _markup_lost(words: str, row: Row, request: Request, dice: Random) -> str:
    found = list(_MARKUP.finditer(words))
    if not found:
        return words
    gone = dice.choice(found)
    return words[: gone.start()] + words[gone.end() :]


def _markup_added(words: str, row: Row, request: Request, dice: Random) -> str:
    extra = dice.choice(("(sighs)", "<#0.8#>", "{calm}", "<b>"))
    return f"{extra} {words}" if extra[0] != "<" else f"{words[:1]}{words[1:]} {extra}"


def _number_changed(words: str, row: Row, request: Request, dice: Random) -> str:
    outside = _MARKUP.sub(lambda found: " " * len(found[0]), words)
    found = list(_NUMBER.finditer(outside))
    if not found:
        return words
    number = dice.choice(found)
    return f"{words[: number.start()]}{int(number[0]) + 1}{words[number.end() :]}"


def _name_prefix(words: str, row: Row, request: Request, dice: Random) -> str:
    who = str(row.get("c") or "")
    cast = {
        str(each["name"]): str(each.get("tgt") or each["name"]) for each in request.rows("cast")
    }
    return f"{cast.get(who, who)}: {words}" if who else words


def _quoted(words: str, row: Row, request: Request, dice: Random) -> str:
    return dice.choice(_QUOTES).format(words)


def _commentary(words: str, row: Row, request: Request, dice: Random) -> str:
    return words + dice.choice(_REMARKS)


def _glossary_ignored(words: str, row: Row, request: Request, dice: Random) -> str:
    terms = [str(each["tgt"]) for each in request.rows("terms") if str(each["tgt"]) in words]
    if not terms:
        return words
    term = dice.choice(terms)
    return words.replace(term, truth(term, request.target))


def _too_long(words: str, row: Row, request: Request, dice: Random) -> str:
    units = counted(words, request.target).units
    return truth(str(row["x"]), request.target, terms_of(request), least=_TOO_LONG * units + 20)


def _obeyed(words: str, row: Row, request: Request, dice: Random) -> str:
    order = _ORDER.search(str(row["x"]))
    return order["words"] if order else words


def _on_one(change: Change, *, translating: bool = True) -> Spoil:
    """A defect that strikes one row out of those it can change."""

    def spoil(draft: Draft, dice: Random) -> Ids:
        if translating and draft.request.task != "translate":
            return ()
        changed: list[tuple[Row, str]] = []
        for row in draft.worded:
            words = str(row[key_of(row)])
            other = change(words, draft.source_of(row), draft.request, dice)
            if other != words:
                changed.append((row, other))
        if not changed:
            return ()
        row, other = dice.choice(changed)
        if row.get("s"):
            row["s"] = change(str(row["s"]), draft.source_of(row), draft.request, dice)
        row[key_of(row)] = other
        return (id_of(row),)

    return spoil


WORDS: Mapping[str, Spoil] = {
    "empty": _on_one(_empty, translating=False),
    "copied": _on_one(_copied),
    "wrong language": _on_one(_wrong_language),
    "echo": _on_one(_echo),
    "markup lost": _on_one(_markup_lost),
    "markup added": _on_one(_markup_added, translating=False),
    "number changed": _on_one(_number_changed),
    "name prefix": _on_one(_name_prefix, translating=False),
    "quoted": _on_one(_quoted, translating=False),
    "commentary": _on_one(_commentary),
    "glossary ignored": _on_one(_glossary_ignored),
    "too long": _on_one(_too_long),
    "injection obeyed": _on_one(_obeyed),
}
