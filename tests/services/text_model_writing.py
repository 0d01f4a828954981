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
_SHORTEST_LINE = 2


def plan(request: Request) -> list[Row]:
    """Title, cast, and episode by episode its scenes, whose seconds add up.

    Where a cast is there, only the episodes asked for, without the scenes they have already.
    """
    brief, language = request.row("brief"), request.language
    seed = str(brief.get("idea", ""))
    found: list[Row] = []
    if not request.rows("cast"):
        logline = sentence(seed, language, 14)
        found.append({"k": "meta", "title": heading(seed, language), "logline": logline})
        found += _characters(seed, language, int(brief.get("cast_size", 4)))
    begun = _begun(request.text("story"))
    first = int(brief.get("first", 1))
    for number in range(first, first + int(brief.get("episodes", 1))):
        episode, there = begun[number - first] if number - first < len(begun) else ("", 0)
        if not episode:
            episode = f"e{number}"
            found.append(_episode(f"{seed} {number}", episode, language))
        found += _scenes(brief, number, language, episode)[there:]
    return found


def _begun(story: str) -> list[tuple[str, int]]:
    """The episodes that have some scenes, and how many; they are the first of those asked for."""
    found: list[tuple[str, int]] = []
    last = ""
    for line in story.split("\n"):
        if not line.startswith("  "):
            last = line.split(" ")[0]
        elif found and found[-1][0] == last:
            found[-1] = (last, found[-1][1] + 1)
        else:
            found.append((last, 1))
    return found


def _episode(seed: str, wire: str, language: str) -> Row:
    return {
        "k": "ep", "id": wire, "title": heading(seed, language),
        "hook": sentence(f"{seed} hook", language, 8),
        "end": sentence(f"{seed} ending", language, 8),
    }  # fmt: skip


def _scenes(brief: Row, number: int, language: str, episode: str) -> list[Row]:
    """All scenes of one episode."""
    seconds = int(brief.get("seconds", 90))
    many = int(brief.get("scenes", 0)) or max(1, round(seconds / _SCENE))
    found: list[Row] = []
    for scene in range(many):
        seed = f"{brief.get('idea', '')} {number} {scene}"
        found.append({
            "k": "scene", "id": f"s{(number - 1) * many + scene + 1}", "ep": episode,
            "head": heading(seed, language),
            "secs": seconds * (scene + 1) // many - seconds * scene // many,
            "beats": sentence(f"{seed} beats", language, 12),
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
