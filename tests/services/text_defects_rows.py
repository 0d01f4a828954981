"""Defects of a whole record: which are there, under which id, and whose words they hold."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from tests.services.text_defects_draft import Draft, Ids, Spoil, id_of, key_of, name_key_of
from tests.services.text_model_request import Row


def missing(draft: Draft, dice: Random) -> Ids:
    """Some rows have no answer."""
    rows = [] if draft.alone else draft.answers
    gone = dice.sample(rows, dice.randint(1, max(1, len(rows) // 4))) if rows else []
    draft.rows = [row for row in draft.rows if row not in gone]
    return tuple(id_of(row) for row in rows if row in gone)


def duplicate(draft: Draft, dice: Random) -> Ids:
    """A row is answered twice, at the end with the words or the name of another."""
    rows = [] if draft.alone else draft.answers
    if len(rows) < 2:
        return ()
    one, other = dice.sample(rows, 2)
    key = key_of(one) or "c"
    draft.rows.insert(draft.rows.index(rows[-1]) + 1, one | {key: other.get(key, "")})
    return (id_of(one),)


def unknown(draft: Draft, dice: Random) -> Ids:
    """A row is answered under an id that nobody gave, or a line is nobody's; told is the row."""
    rows = [] if draft.alone else draft.answers
    if not rows:
        return ()
    row = dice.choice(rows)
    struck, key = id_of(row), name_key_of(row)
    row[key] = f"{str(row[key])[:-1]}{'y' if str(row[key])[-1:] == 'x' else 'x'}q"
    return (struck,)


def swapped(draft: Draft, dice: Random) -> Ids:
    """Two neighbours have each other's id; two lines each other's speaker."""
    rows = [] if draft.alone else draft.answers
    if len(rows) < 2:
        return ()
    at = dice.randrange(len(rows) - 1)
    first, second = rows[at], rows[at + 1]
    ids, key = (id_of(first), id_of(second)), name_key_of(first)
    first[key], second[key] = second[key], first[key]
    return ids


def merged(draft: Draft, dice: Random) -> Ids:
    """The words of a row stand with those of the row before; it has none of its own."""
    rows = _some(draft, 2)
    if not rows:
        return ()
    at = dice.randrange(len(rows) - 1)
    first, second = rows[at], rows[at + 1]
    first[key_of(first)] = f"{first[key_of(first)]} {second[key_of(second)]}"
    if dice.random() < 0.5:
        draft.rows.remove(second)
    else:
        second[key_of(second)] = ""
    return id_of(first), id_of(second)


def shifted(draft: Draft, dice: Random) -> Ids:
    """From some row on, each has the words of the next; the last one is missing."""
    rows = _some(draft, 4)
    if not rows:
        return ()
    start = dice.randrange(len(rows) - 3)
    for row, following in zip(rows[start:], rows[start + 1 :], strict=False):
        row.pop("s", None)
        row |= {key: words for key, words in following.items() if key != "id"}
    draft.rows.remove(rows[-1])
    return tuple(id_of(row) for row in rows[start:])


def moved(draft: Draft, dice: Random) -> Ids:
    """The second half of a row's words begins the next row."""
    rows = _some(draft, 2)
    places = [at for at in range(len(rows) - 1) if len(str(rows[at][key_of(rows[at])])) > 3]
    if not places:
        return ()
    at = dice.choice(places)
    first, second = rows[at], rows[at + 1]
    words = str(first[key_of(first)])
    half = words.find(" ", len(words) // 2) if " " in words[len(words) // 2 :] else len(words) // 2
    first[key_of(first)] = words[:half].rstrip()
    second[key_of(second)] = f"{words[half:].strip()} {second[key_of(second)]}"
    return id_of(first), id_of(second)


def same(draft: Draft, dice: Random) -> Ids:
    """Three rows or more have the same words."""
    rows = _some(draft, 3)
    if not rows:
        return ()
    start = dice.randrange(len(rows) - 2)
    chosen = rows[start : start + dice.randint(3, 5)]
    for row in chosen:
        row[key_of(row)] = chosen[0][key_of(chosen[0])]
    return tuple(id_of(row) for row in chosen)


def reordered(draft: Draft, dice: Random) -> Ids:
    """All is right but the order."""
    rows = [] if draft.alone else draft.answers
    if len(rows) < 2:
        return ()
    others = [row for row in draft.rows if row not in rows]
    mixed = dice.sample(rows, len(rows))
    draft.rows = [*mixed, *others] if mixed != rows else [*reversed(rows), *others]
    return tuple(id_of(row) for row in rows)


def no_end(draft: Draft, dice: Random) -> Ids:
    """The record that says how many there are is not there."""
    kept = [row for row in draft.rows if row.get("k") != "end"]
    struck = len(kept) < len(draft.rows)
    draft.rows = kept
    return ("end",) if struck else ()


def miscounted(draft: Draft, dice: Random) -> Ids:
    """The record at the end has another count."""
    for row in draft.rows:
        if row.get("k") == "end":
            row["count"] += dice.choice((-1, 1, 7))
            return ("end",)
    return ()


def _some(draft: Draft, least: int) -> list[Row]:
    rows = [] if draft.alone else draft.worded
    return rows if len(rows) >= least else []


ROWS: Mapping[str, Spoil] = {
    "missing": missing,
    "duplicate": duplicate,
    "unknown": unknown,
    "swapped": swapped,
    "merged": merged,
    "shifted": shifted,
    "moved": moved,
    "same": same,
    "reordered": reordered,
    "no end": no_end,
    "miscounted": miscounted,
}
