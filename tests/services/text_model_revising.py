"""How the test model changes lines that are there: to a length, to a wish, or by a remark."""

from __future__ import annotations

from tests.services.text_model_prose import sentence
from tests.services.text_model_request import Request, Row
from tests.services.text_model_truth import a_word, cut, digest, fit, said

_ONE_IN = 6
"""How many lines there are to each remark."""

_REMARKS = ("stiff wording", "repeats the line before", "too long to say", "tone does not fit")


def rewrite(request: Request) -> list[Row]:
    """Each third word and more is another one; the length is what the row allows."""
    wish, language, keep = request.text("ask"), request.language, _kept(request)
    found: list[Row] = []
    for row in request.asked:
        turn = digest(f"{wish} {row['x']}") % 3

        def new(word: str, place: int, _: int, turn: int = turn) -> str:
            return a_word(language, f"{wish} {word}", place) if place % 3 == turn % 3 else word

        pieces = cut(str(row["x"]), keep, new)
        least, most = _limits(row)
        fit(pieces, language, least=least, most=most, seed=wish)
        text = said(pieces, language)
        if text == row["x"]:
            text = sentence(f"{wish} {text}", language, max(2, len(pieces)))
        found.append({"id": row["id"], "x": text})
    return found


def refit(request: Request) -> list[Row]:
    """The same words, fewer of them or more, so that they fit."""
    language, keep = request.language, _kept(request)
    found: list[Row] = []
    for row in request.asked:
        pieces = cut(str(row["x"]), keep)
        least, most = _limits(row)
        fit(pieces, language, least=least, most=most, seed=str(row["x"]))
        found.append({"id": row["id"], "x": said(pieces, language)})
    return found


def review(request: Request) -> list[Row]:
    """A few remarks: another wording, and once another speaker."""
    language, rows = request.language, request.asked
    chosen = [row for row in rows if digest(str(row["x"])) % _ONE_IN == 0] or rows[:1]
    found: list[Row] = []
    for place, row in enumerate(chosen):
        words = str(row["x"])
        other = [
            str(each["id"])
            for each in request.rows("cast")
            if row.get("c") not in (each["id"], each["name"])
        ]
        if place == 1 and other:
            found.append(
                {"k": "note", "id": row["id"], "p": "wrong speaker", "c": other[0], "x": ""}
            )
            continue
        better = sentence(words, language, max(2, len(cut(words, {})) - 1))
        problem = _REMARKS[digest(words) // _ONE_IN % len(_REMARKS)]
        found.append({"k": "note", "id": row["id"], "p": problem, "c": "", "x": better})
    return found


def _limits(row: Row) -> tuple[float, float]:
    return float(row.get("min") or 0), float(row.get("max") or 0)


def _kept(request: Request) -> dict[str, str]:
    """Names and terms that stay as they are."""
    names = {str(row.get("tgt") or row["name"]): "" for row in request.rows("cast")}
    return names | {str(row["tgt"]): "" for row in request.rows("terms")}
