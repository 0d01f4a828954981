"""Values of the model as rows of the project file, and rows as values again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, cast

from studio.model.cast import Casting, Character, Override
from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, LineId, TakeId
from studio.model.line import Line, LineKind
from studio.model.project import GlossaryEntry, Project, Pronunciation
from studio.model.span import Span
from studio.model.take import Take
from studio.model.timeline import GapRules, Placement

Body = dict[str, Any]
BAD_ROW = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What decoding raises for a row that does not hold what it should."""

_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_escaped = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_NUMBER = (int, float)
_WORD = frozenset((str,))


def written(body: Mapping[str, object]) -> str:
    """The body as JSON; halves of surrogate pairs, which UTF-8 cannot hold, are escaped."""
    text = _plain(body)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _escaped(body)
    return text


def _defaults(kind: type[Any]) -> dict[str, object]:
    return {
        f.name: f.default if f.default_factory is MISSING else f.default_factory()
        for f in fields(kind)
        if f.default is not MISSING or f.default_factory is not MISSING
    }


class _Shape:
    """The stored fields of a class and the types their values may have."""

    def __init__(self, of: type[Any], /, **types: type | tuple[type, ...]) -> None:
        self._types = {n: t if isinstance(t, tuple) else (t,) for n, t in types.items()}
        defaults = _defaults(of)
        self._fields = tuple((name, defaults.get(name, MISSING)) for name in self._types)
        self._seen: set[tuple[object, ...]] = set()

    def body(self, value: object) -> Body:
        """The fields that differ from their defaults."""
        found = ((name, getattr(value, name), default) for name, default in self._fields)
        return {name: field for name, field, default in found if field != default}

    def checked(self, body: Body) -> Body:
        """The body when its values are of the right types; fields nobody knows are left out."""
        # A project has thousands of bodies and a handful of signatures.
        signature = (*body, *map(type, body.values()))
        if signature in self._seen:
            return body
        known = {name: value for name, value in body.items() if name in self._types}
        for name, value in known.items():
            if type(value) not in self._types[name]:
                raise TypeError(name)
        if len(known) == len(body):
            self._seen.add(signature)
        return known


_LINE = _Shape(
    Line,
    kind=str,
    text=dict,
    character=(str, type(None)),
    direction=str,
    emotion=str,
    extension=str,
    pause_after_ms=(int, type(None)),
    slot=(list, type(None)),
    dual=bool,
    number=str,
    circled=dict,
    overrides=dict,
)
_NUMBER_OR_NONE = (*_NUMBER, type(None))
_OVERRIDE = _Shape(
    Override,
    engine=str,
    voice=str,
    model=str,
    speed=_NUMBER_OR_NONE,
    pitch=_NUMBER_OR_NONE,
    volume=_NUMBER_OR_NONE,
    settings=dict,
)
_TAKE = _Shape(
    Take,
    language=str,
    media=str,
    length=int,
    fingerprint=str,
    engine=str,
    model=str,
    voice=str,
    said=str,
    made_at=_NUMBER,
    billed_characters=int,
    starred=bool,
    note=str,
    discarded=bool,
    word_times=str,
)
_CASTING = _Shape(
    Casting,
    engine=str,
    voice=str,
    model=str,
    speed=_NUMBER,
    pitch=_NUMBER,
    volume=_NUMBER,
    emotion=str,
    settings=dict,
)
_CHARACTER = _Shape(Character, name=str, colour=str, castings=dict, notes=str)
_EPISODE = _Shape(Episode, number=int, title=str, timelines=list)
_PLACEMENT = _Shape(Placement, pin=(int, type(None)), gain_db=_NUMBER, muted=bool)
_GAPS = _Shape(GapRules, **{field.name: int for field in fields(GapRules)})
_ENTRY = _Shape(GlossaryEntry, term=str, language=str, translation=str, locked=bool)
_PRONUNCIATION = _Shape(Pronunciation, language=str, written=str, spoken=str)
_PROJECT = _Shape(
    Project,
    id=str,
    title=str,
    languages=list,
    gaps=dict,
    glossary=list,
    title_page=list,
    pronunciations=list,
    engine=str,
    models=dict,
)
_SCALARS = frozenset((str, int, float, bool))


def _words(mapping: Body) -> dict[str, str]:
    if not _WORD.issuperset(map(type, mapping.values())):
        raise TypeError("text")
    return cast("dict[str, str]", mapping)


def _scalars(mapping: Body) -> Body:
    if not _SCALARS.issuperset(map(type, mapping.values())):
        raise TypeError("settings")
    return mapping


def _casting_of(body: Body) -> Casting:
    found = _CASTING.checked(body)
    _scalars(found.get("settings", {}))
    return Casting(**found)


def _override_of(body: Body) -> Override:
    found = _OVERRIDE.checked(body)
    _scalars(found.get("settings", {}))
    return Override(**found)


def line_body(line: Line) -> str:
    """A line without its id."""
    body = _LINE.body(line)
    body["kind"] = str(line.kind)
    body["text"] = dict(line.text)
    if line.slot is not None:
        body["slot"] = [line.slot.start, line.slot.end]
    if line.circled:
        body["circled"] = dict(line.circled)
    if line.overrides:
        body["overrides"] = {code: _OVERRIDE.body(o) for code, o in line.overrides.items()}
    return written(body)


def line_of(line: str, body: Body) -> Line:
    """The line of a row; raises one of BAD_ROW."""
    found = _LINE.checked(body)
    found["kind"] = LineKind(found["kind"])
    _words(found["text"])
    if "circled" in found:
        _words(found["circled"])
    if "overrides" in found:
        found["overrides"] = {c: _override_of(o) for c, o in found["overrides"].items()}
    if found.get("slot") is not None:
        start, end = found["slot"]
        found["slot"] = Span(int(start), int(end))
    return Line(LineId(line), **found)


def take_body(take: Take) -> str:
    """A take without its id and line."""
    return written(_TAKE.body(take))


def take_of(take: str, line: str, body: Body) -> Take:
    """The take of a row; raises one of BAD_ROW."""
    return Take(TakeId(take), LineId(line), **_TAKE.checked(body))


def character_body(character: Character) -> str:
    """A character without its id."""
    body = _CHARACTER.body(character)
    body["castings"] = {code: _CASTING.body(c) for code, c in character.castings.items()}
    return written(body)


def character_of(character: str, body: Body) -> Character:
    """The character of a row; raises one of BAD_ROW."""
    found = _CHARACTER.checked(body)
    found["castings"] = {code: _casting_of(c) for code, c in found["castings"].items()}
    return Character(CharacterId(character), **found)


def episode_body(episode: Episode) -> str:
    """An episode without its id, lines and placements."""
    facts = {"number": episode.number, "title": episode.title}
    return written({**facts, "timelines": list(episode.timelines)})


def episode_of(episode: str, body: Body) -> tuple[Episode, tuple[str, ...]]:
    """The episode of a row, still empty, and its timelines' languages; raises one of BAD_ROW."""
    found = _EPISODE.checked(body)
    return Episode(EpisodeId(episode), found["number"], found["title"]), _strings(
        found["timelines"]
    )


def placement_body(placement: Placement) -> str:
    """How a clip is held."""
    return written(_PLACEMENT.body(placement))


def placement_of(body: Body) -> Placement:
    """The placement of a row; raises one of BAD_ROW."""
    return Placement(**_PLACEMENT.checked(body))


def project_body(project: Project) -> str:
    """The facts of a project that are neither script nor cast nor takes."""
    body: Body = {
        "id": project.id,
        "title": project.title,
        "languages": list(project.languages),
        "gaps": _GAPS.body(project.gaps),
        "glossary": [_ENTRY.body(entry) for entry in project.glossary],
        "title_page": [list(pair) for pair in project.title_page],
    }
    if project.pronunciations:
        body["pronunciations"] = [_PRONUNCIATION.body(p) for p in project.pronunciations]
    if project.engine:
        body["engine"] = project.engine
    if project.models:
        body["models"] = dict(project.models)
    return written(body)


def project_of(body: Body) -> Project:
    """The project of a row, without episodes, cast and takes; raises one of BAD_ROW."""
    found = _PROJECT.checked(body)
    pages = tuple((str(key), str(value)) for key, value in found["title_page"])
    return Project(
        found["id"],
        found["title"],
        _strings(found["languages"]),
        gaps=GapRules(**_GAPS.checked(found["gaps"])),
        glossary=tuple(GlossaryEntry(**_ENTRY.checked(entry)) for entry in found["glossary"]),
        title_page=pages,
        pronunciations=_pronunciations(found.get("pronunciations", [])),
        engine=found.get("engine", ""),
        models=_words(found.get("models", {})),
    )


def _pronunciations(bodies: list[Body]) -> tuple[Pronunciation, ...]:
    return tuple(Pronunciation(**_PRONUNCIATION.checked(body)) for body in bodies)


def _strings(values: list[Any]) -> tuple[str, ...]:
    if not all(type(value) is str for value in values):
        raise TypeError("list of words")
    return tuple(values)
