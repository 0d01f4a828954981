"""How the test model plans a script and writes the lines of a scene."""

from __future__ import annotations

from studio.writing.timing.units import counted
from tests.services.text_model_prose import heading, name, sentence
from tests.services.text_model_request import Request, Row
from tests.services.text_model_truth import digest

_SCENE = 30
"""Seconds of a scene where nobody says how many there shall be."""

_EMOTIONS = ("", "", "happy", "sad", "angry", "fearful", "surprised", "calm")
_MANNERS = ("", "", "softly", "through clenched teeth", "almost laughing", "whispering")
_PAUSES = (0, 200, 300, 500, 800)
_GENDERS, _AGES = ("female", "male"), ("young adult", "adult", "old")
_ROLES = ("lead", "antagonist", "friend", "stranger")
_ENDS = ("!", "?", "…")
_SHORTEST_LINE = 2


def plan(request: Request) -> list[Row]:
    """Title, cast, and episode by episode its scenes, whose seconds add up."""
    brief, language = request.row("brief"), request.language
    seed = str(brief.get("idea", ""))
    found: list[Row] = [
        {"k": "meta", "title": heading(seed, language), "logline": sentence(seed, language, 14)},
        *_characters(seed, language, int(brief.get("cast_size", 4))),
    ]
    seconds = int(brief.get("seconds", 90))
    scenes = int(brief.get("scenes", 0)) or max(1, round(seconds / _SCENE))
    first = int(brief.get("first", 1))
    for episode in range(first, first + int(brief.get("episodes", 1))):
        mine = f"{seed} {episode}"
        found.append({
            "k": "ep", "id": f"e{episode}", "title": heading(mine, language),
            "hook": sentence(f"{mine} hook", language, 8),
            "end": sentence(f"{mine} ending", language, 8),
        })  # fmt: skip
        for scene in range(scenes):
            own, number = f"{mine} {scene}", (episode - 1) * scenes + scene + 1
            found.append({
                "k": "scene", "id": f"s{number}", "ep": f"e{episode}",
                "head": heading(own, language),
                "secs": seconds * (scene + 1) // scenes - seconds * scene // scenes,
                "beats": sentence(f"{own} beats", language, 12),
            })  # fmt: skip
    return found


def _characters(seed: str, language: str, many: int) -> list[Row]:
    taken: set[str] = set()
    found: list[Row] = []
    for place in range(1, many + 1):
        own = f"{seed} {place}"
        taken.add(called := name(own, language, taken))
        found.append({
            "k": "char", "id": f"c{place}", "name": called,
            "gender": _GENDERS[digest(own) % 2], "age": _AGES[digest(own) % 3],
            "role": _ROLES[min(place, 4) - 1],
            "style": sentence(f"{own} style", language, 5),
            "voice": sentence(f"{own} voice", language, 4),
        })  # fmt: skip
    return found


def lines(request: Request) -> list[Row]:
    """The lines of a scene, or those that are still missing, within its budget of units."""
    scene, language = request.row("scene"), request.language
    there = [row for row in request.rows("written") if row.get("c")]
    units = float(scene.get("units", 60)) - sum(
        counted(str(row["x"]), language).units for row in there
    )
    least, most = int(scene.get("lines_min", 4)), int(scene.get("lines_max", 8))
    many = max(1, (least + most) // 2 - len(there))
    cast = [str(row["id"]) for row in request.rows("cast")]
    seed = f"{scene.get('head')} {scene.get('beats')}"
    found: list[Row] = []
    for place in range(len(there), len(there) + many):
        budget = units / (len(there) + many - place)
        own = f"{seed} {place}"
        text = _line(own, language, budget)
        units -= counted(text, language).units
        found.append({
            "k": "line", "s": scene["id"], "c": _speaker(cast, seed, place),
            "e": _EMOTIONS[digest(own) % len(_EMOTIONS)],
            "d": _MANNERS[digest(own) % len(_MANNERS)],
            "p": _PAUSES[digest(own) % len(_PAUSES)], "x": text,
        })  # fmt: skip
    return found


def _speaker(cast: list[str], seed: str, place: int) -> str:
    """One after another, so that nobody speaks twice in a row where there are two."""
    return cast[(digest(seed) + place) % len(cast)] if cast else ""


def _line(seed: str, language: str, budget: float) -> str:
    """A sentence of about so many units."""
    best = sentence(seed, language, _SHORTEST_LINE)
    for words in range(_SHORTEST_LINE + 1, 80):
        longer = sentence(seed, language, words)
        if counted(longer, language).units > budget:
            break
        best = longer
    return best
