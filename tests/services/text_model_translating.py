"""How the test model surveys a script and translates its lines."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from tests.services.text_model_languages import lexicon
from tests.services.text_model_prose import sentence
from tests.services.text_model_request import Request, Row
from tests.services.text_model_truth import digest, truth

_MOST_TERMS = 5
_CAPITALS = re.compile(r"(?<=[\w,;] )[A-Z]\w{2,}(?: [A-Z]\w{2,})*")
"""Words with a capital letter that do not begin a sentence."""
_A_NAME = 3
"""How often a capital word must be there to be taken for a name."""


def terms_of(request: Request) -> dict[str, str]:
    """What is called how: the cast, then the glossary, which is stronger."""
    cast = {str(row["name"]): str(row.get("tgt") or "") for row in request.rows("cast")}
    return cast | {str(row["src"]): str(row["tgt"]) for row in request.rows("terms")}


def translate(request: Request) -> list[Row]:
    """One record for each row."""
    terms = terms_of(request)
    found: list[Row] = []
    for row in request.asked:
        source, least, most = str(row["x"]), float(row.get("min", 0)), float(row.get("max", 0))
        text = truth(source, request.target, terms, least=least, most=most)
        answer: Row = {"id": row["id"], "t": text}
        if row.get("short"):
            answer["s"] = truth(source, request.target, terms, most=most, short=True)
        found.append(answer)
    return found


def survey(request: Request) -> list[Row]:
    """What the script is about, who calls whom what, and its terms."""
    target, script = request.target, request.rows("script")
    seed = " ".join(str(row["x"]) for row in script[:20])
    cast = request.rows("cast")
    names = {str(row["name"]): name_in(str(row["name"]), target) for row in cast}
    told = [
        {
            "k": "cast",
            "id": row["id"],
            "name": names[str(row["name"])],
            "note": sentence(str(row["name"]), target, 5),
        }
        for row in cast
    ]
    return [
        {"k": "synopsis", "x": sentence(seed, target, 24)},
        {"k": "tone", "x": sentence(f"{seed} tone", target, 4)},
        *told,
        *_addresses(script, {str(row["name"]): str(row["id"]) for row in cast}, names),
        *_terms(script, names, target),
    ]


def name_in(name: str, language: str) -> str:
    """A person's name as the language writes it."""
    known = lexicon(language).names
    same = name[:1].isascii() == known[0][:1].isascii()
    return name if same else known[digest(name.casefold()) % len(known)]


def _addresses(script: list[Row], ids: dict[str, str], names: dict[str, str]) -> list[Row]:
    """Who speaks after whom, speaks to whom."""
    called = {key: name for name, key in ids.items()}
    spoken = [ids.get(str(row.get("c")), str(row.get("c"))) for row in script]
    pairs = dict.fromkeys((a, b) for b, a in pairwise(spoken) if a != b and {a, b} <= set(called))
    return [
        {
            "k": "addr", "from": a, "to": b, "formal": bool(digest(a + b) % 2),
            "as": names[called[b]],
        }
        for a, b in pairs
    ]  # fmt: skip


def _terms(script: list[Row], names: dict[str, str], target: str) -> list[Row]:
    """Capital words that come again and are nobody's name."""
    people = {name.casefold() for name in names}
    seen = Counter(found[0] for row in script for found in _CAPITALS.finditer(str(row["x"])))
    found = [words for words, count in seen.most_common() if count >= _A_NAME]
    return [
        {
            "k": "term",
            "src": word,
            "tgt": name_in(word, target),
            "type": "name",
            "note": "",
        }
        for word in found
        if word.casefold() not in people
    ][:_MOST_TERMS]
