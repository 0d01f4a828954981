"""Defects of how an answer is written down: JSON that is none, and words around it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random

from tests.services.text_defects_draft import Draft, Ids, Spoil, id_of, ids_of, key_of
from tests.services.text_model_request import Row

_TEXTS = ("t", "x", "beats", "logline", "hook", "voice", "note", "tgt")
_TOKENS = ("<|im_end|>", "<｜end▁of▁sentence｜>", "]<]minimax[>[", "[e~[", "]~b]")
_REFUSALS = (
    "I'm sorry, but I can't help with that request.",
    "As an AI language model, I am not able to produce this content.",
    "抱歉，我无法协助完成这个请求。",
)


# One record among others.


def _no_brace(line: str, row: Row, dice: Random) -> str:
    return line.removeprefix("{")


def _leaked(line: str, row: Row, dice: Random) -> str:
    words = json.dumps(row[_text_key(row)], ensure_ascii=False)[1:-1]
    at = line.rindex(words) + len(words) // 2
    # Not inside an escape, which would make other words of it.
    while at and line[at - 1] == "\\":
        at -= 1
    return line[:at] + dice.choice(_TOKENS) + line[at:]


def _raw_quotes(line: str, row: Row, dice: Random) -> str:
    key = _text_key(row)
    words = str(row[key]).split(" ")
    at = dice.randrange(len(words))
    words[at] = f"\x00{words[at]}\x00"
    changed = json.dumps(row | {key: " ".join(words)}, ensure_ascii=False)
    return changed.replace("\\u0000", '"')


def _trailing_comma(line: str, row: Row, dice: Random) -> str:
    return line[:-1] + ",}" + dice.choice(("", ","))


def _single_quotes(line: str, row: Row, dice: Random) -> str:
    pairs = (f"{_single(key)}: {_single(value)}" for key, value in row.items())
    return "{" + ", ".join(pairs) + "}"


def _single(value: object) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    inner = json.dumps(value, ensure_ascii=False)[1:-1]
    return "'" + inner.replace('\\"', '"').replace("'", "\\'") + "'"


def _text_key(row: Row) -> str:
    """The key of what a person will read, empty where there is nothing."""
    return next((key for key in _TEXTS if isinstance(row.get(key), str) and row[key]), "")


def _on_lines(change: Callable[[str, Row, Random], str], *, worded: bool = False) -> Spoil:
    """A defect that strikes one record, sometimes two; `worded` are those with a text."""

    def spoil(draft: Draft, dice: Random) -> Ids:
        places = [] if draft.alone else [at for at, row in enumerate(draft.rows) if fits(row)]
        # One defect on a record at a time, and not on the first: only the end of a line before
        # it says where a record without its brace begins.
        places = [at for at in places if at and draft.lines[at] == _line(draft.rows[at])]
        if not places:
            return ()
        chosen = sorted(dice.sample(places, min(len(places), dice.choice((1, 1, 2)))))
        for at in chosen:
            draft.lines[at] = change(draft.lines[at], draft.rows[at], dice)
        return tuple(id_of(draft.rows[at]) for at in chosen)

    def fits(row: Row) -> bool:
        return row.get("k") != "end" and bool(_text_key(row) or not worded)

    return spoil


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)


# All of the text.


def _fenced(draft: Draft, dice: Random) -> str:
    return f"```{dice.choice(('json', 'jsonl', ''))}\n{draft.text}\n```"


def _pretty(draft: Draft, dice: Random) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False, indent=2) for row in draft.rows)


def _array(draft: Draft, dice: Random) -> str:
    return "[\n" + ",\n".join(draft.lines) + "\n]"


def _prose_around(draft: Draft, dice: Random) -> str:
    return f"Sure! Here are the records you asked for:\n\n{draft.text}\n\nLet me know if it helps."


def _think_tags(draft: Draft, dice: Random) -> str:
    return f'<think>The first record is {{"id": "…"}}, I think.</think>\n{draft.text}'


def _one_object(draft: Draft, dice: Random) -> str:
    rows = draft.worded
    if draft.request.task != "translate" or not rows:
        return draft.text
    pairs = {id_of(row): row[key_of(row)] for row in rows}
    return json.dumps(pairs, ensure_ascii=False, indent=1)


def _prose(draft: Draft, dice: Random) -> str:
    words = [str(row.get(key_of(row)) or "") for row in draft.rows]
    return "Here it is:\n\n" + "\n".join(each for each in words if each)


def _refusal(draft: Draft, dice: Random) -> str:
    return dice.choice(_REFUSALS)


def _on_text(change: Callable[[Draft, Random], str], *, alone: bool = False) -> Spoil:
    """A defect of the whole; only those with `alone` can strike plain words."""

    def spoil(draft: Draft, dice: Random) -> Ids:
        before = draft.text
        if draft.alone and not alone:
            return ()
        draft.text = change(draft, dice)
        return ids_of(draft.rows) if draft.text != before else ()

    return spoil


LINES: Mapping[str, Spoil] = {
    "no brace": _on_lines(_no_brace),
    "leaked tokens": _on_lines(_leaked, worded=True),
    "raw quotes": _on_lines(_raw_quotes, worded=True),
    "trailing comma": _on_lines(_trailing_comma),
    "single quotes": _on_lines(_single_quotes),
}
REPLACING = frozenset({"pretty", "one object", "prose", "refusal"})
"""Defects of the whole that leave nothing of the lines."""

TEXT: Mapping[str, Spoil] = {
    "pretty": _on_text(_pretty),
    "array": _on_text(_array),
    "one object": _on_text(_one_object),
    "prose": _on_text(_prose),
    "refusal": _on_text(_refusal, alone=True),
    "fenced": _on_text(_fenced, alone=True),
    "prose around": _on_text(_prose_around),
    "think tags": _on_text(_think_tags, alone=True),
}
