"""How the test model makes lines of prose: what is quoted is said, the rest is told."""

from __future__ import annotations

import re

from tests.services.text_model_prose import heading
from tests.services.text_model_request import Request, Row
from tests.services.text_model_speakers import parts_of, speakers
from tests.services.text_model_truth import digest

_EMOTIONS = ("", "", "happy", "sad", "angry", "surprised")
_BLANK_LINE = re.compile(r"\n\s*\n")
_TELLER = "n"


class _People:
    """The cast by name; whoever is new gets an id and a record before the first line."""

    def __init__(self, request: Request) -> None:
        self._ids = {str(row["name"]).casefold(): str(row["id"]) for row in request.rows("cast")}
        self.found: list[Row] = []

    def knows(self, name: str) -> bool:
        """Whether it is the name of somebody who may speak."""
        return self._ids.get(name.casefold(), _TELLER) != _TELLER

    def id_of(self, name: str) -> str:
        """The id of somebody named, empty for nobody."""
        known = self._ids.get(name.casefold())
        if known is not None or not name:
            return known or ""
        taken, number = set(self._ids.values()), len(self._ids) + 1
        while (made := f"c{number}") in taken:
            number += 1
        self._ids[name.casefold()] = made
        row = dict.fromkeys(("gender", "age", "role", "style", "voice"), "")
        self.found.append({"k": "char", "id": made, "name": name, **row})
        return made

    def taken(self) -> list[Row]:
        """The records of the new ones since the last time."""
        new, self.found = self.found, []
        return new


def adapt(request: Request) -> list[Row]:
    """Lines of free prose; a blank line of stars, or a heading, begins a scene."""
    people, found = _People(request), list[Row]()
    pieces: list[tuple[bool, str]] = []
    scene_of: list[int] = []
    scenes = 1
    for paragraph in _BLANK_LINE.split(request.text("prose")):
        if set(paragraph.split()) & {"***", "* * *", "---", "#"} or paragraph.startswith("* *"):
            scenes += bool(pieces)
            continue
        cut = parts_of(" ".join(paragraph.split()))
        pieces += cut
        scene_of += [scenes] * len(cut)
    begun = 0
    for (aloud, text), name, scene in zip(pieces, speakers(pieces), scene_of, strict=True):
        if scene != begun:
            begun = scene
            head = heading(f"{text} {scene}", request.language)
            found.append({"k": "scene", "id": f"s{scene}", "head": head})
        who = people.id_of(name) if aloud else ""
        found += people.taken()
        found.append({
            "k": "line", "s": f"s{scene}", "c": who,
            "e": _emotion(text) if aloud else "", "d": "", "p": 0, "x": text,
        })  # fmt: skip
    return found


def attribute(request: Request) -> list[Row]:
    """The speaker of each speech; a speech that nobody can be found for is the teller's."""
    people, found = _People(request), list[Row]()
    rows = request.rows("pieces")
    pieces = [(bool(row.get("q")), str(row["x"])) for row in rows]
    before = [str(row["c"]) for row in request.rows("before")]
    heard = [name for name in before if people.knows(name)]
    for row, (aloud, text), name in zip(rows, pieces, speakers(pieces, heard), strict=True):
        if not aloud:
            continue
        who = people.id_of(name) or _TELLER
        found += people.taken()
        found.append({"k": "who", "id": row["id"], "c": who, "e": _emotion(text), "d": ""})
    return found


def _emotion(text: str) -> str:
    return _EMOTIONS[digest(text) % len(_EMOTIONS)]
