"""Values of the model as rows of the project file, and rows as values again."""

from __future__ import annotations

from dataclasses import fields
from typing import cast

from studio.model.cast import Casting, Character, Override
from studio.model.episode import Episode, ToldPart
from studio.model.ids import CharacterId, EpisodeId, LineId, TakeId
from studio.model.line import Line, LineKind
from studio.model.project import Fitting, GlossaryEntry, Project, Pronunciation
from studio.model.span import Span
from studio.model.take import Take
from studio.model.timeline import GapRules
from studio.model.translation import Suggestion, Translation, TranslationState
from studio.store.outline_rows import outline_body, outline_of, survey_body, survey_of
from studio.store.row_shape import Body, RowShape, span_body, span_of, strings, written
from studio.store.timeline_rows import (
    bed_body,
    bed_of,
    lane_body,
    lane_of,
    marked_body,
    timelines_of,
)

BAD_ROW = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What decoding raises for a row that does not hold what it should."""

_NUMBER = (int, float)
_WORD = frozenset((str,))

_LINE = RowShape(
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
    translations=dict,
    suggestions=list,
    approved=dict,
)
_TRANSLATION = RowShape(Translation, state=str, key=str, reasons=list, shorter=str)
_SUGGESTION = RowShape(
    Suggestion, problem=str, language=str, words=str, character=(str, type(None))
)
_NUMBER_OR_NONE = (*_NUMBER, type(None))
_OVERRIDE = RowShape(
    Override,
    engine=str,
    voice=str,
    model=str,
    speed=_NUMBER_OR_NONE,
    pitch=_NUMBER_OR_NONE,
    volume=_NUMBER_OR_NONE,
    settings=dict,
)
_TAKE = RowShape(
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
    locked=bool,
    parts=list,
)
_CASTING = RowShape(
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
_CHARACTER = RowShape(
    Character,
    name=str,
    colour=str,
    castings=dict,
    notes=str,
    gender=str,
    age=str,
    role=str,
    style=str,
    names=dict,
)
_EPISODE = RowShape(
    Episode, number=int, title=str, timelines=list, told=list, beds=list, marked=dict
)
_TOLD = RowShape(ToldPart, key=str, last=(str, type(None)))
_GAPS = RowShape(GapRules, **{field.name: int for field in fields(GapRules)})
_ENTRY = RowShape(
    GlossaryEntry, term=str, language=str, translation=str, locked=bool, kind=str, note=str
)
_PRONUNCIATION = RowShape(Pronunciation, language=str, written=str, spoken=str)
_PROJECT = RowShape(
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
    outline=dict,
    surveys=dict,
    fitting=str,
    lanes=dict,
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
        body["slot"] = span_body(line.slot)
    if line.circled:
        body["circled"] = dict(line.circled)
    if line.approved:
        body["approved"] = dict(line.approved)
    if line.overrides:
        body["overrides"] = {code: _OVERRIDE.body(o) for code, o in line.overrides.items()}
    if line.translations:
        body["translations"] = {c: _translation_body(t) for c, t in line.translations.items()}
    if line.suggestions:
        body["suggestions"] = [_SUGGESTION.body(each) for each in line.suggestions]
    return written(body)


def _translation_body(translation: Translation) -> Body:
    body = _TRANSLATION.body(translation)
    body["state"] = str(translation.state)
    if translation.reasons:
        body["reasons"] = list(translation.reasons)
    return body


def _translation_of(body: Body) -> Translation:
    found = _TRANSLATION.checked(body)
    state, reasons = TranslationState(found["state"]), strings(found.get("reasons", []))
    return Translation(state, found.get("key", ""), reasons, found.get("shorter", ""))


def line_of(line: str, body: Body) -> Line:
    """The line of a row; raises one of BAD_ROW."""
    found = _LINE.checked(body)
    found["kind"] = LineKind(found["kind"])
    _words(found["text"])
    for marks in ("circled", "approved"):
        if marks in found:
            _words(found[marks])
    if "overrides" in found:
        found["overrides"] = {c: _override_of(o) for c, o in found["overrides"].items()}
    if "translations" in found:
        found["translations"] = {c: _translation_of(t) for c, t in found["translations"].items()}
    if "suggestions" in found:
        suggestions = (Suggestion(**_SUGGESTION.checked(s)) for s in found["suggestions"])
        found["suggestions"] = tuple(suggestions)
    if found.get("slot") is not None:
        found["slot"] = span_of(found["slot"])
    return Line(LineId(line), **found)


def take_body(take: Take) -> str:
    """A take without its id and line."""
    body = _TAKE.body(take)
    if take.parts:
        body["parts"] = [[part, span.start, span.end] for part, span in take.parts]
    return written(body)


def take_of(take: str, line: str, body: Body) -> Take:
    """The take of a row; raises one of BAD_ROW."""
    found = _TAKE.checked(body)
    if "parts" in found:
        found["parts"] = tuple(_part_of(*part) for part in found["parts"])
    return Take(TakeId(take), LineId(line), **found)


def _part_of(take: object, start: object, end: object) -> tuple[TakeId, Span]:
    if type(take) is not str:
        raise TypeError("part")
    return TakeId(take), span_of([start, end])


def character_body(character: Character) -> str:
    """A character without its id."""
    body = _CHARACTER.body(character)
    body["castings"] = {code: _CASTING.body(c) for code, c in character.castings.items()}
    if character.names:
        body["names"] = dict(character.names)
    return written(body)


def character_of(character: str, body: Body) -> Character:
    """The character of a row; raises one of BAD_ROW."""
    found = _CHARACTER.checked(body)
    found["castings"] = {code: _casting_of(c) for code, c in found["castings"].items()}
    _words(found.get("names", {}))
    return Character(CharacterId(character), **found)


def episode_body(episode: Episode) -> str:
    """An episode without its id, lines and placements."""
    body: Body = {"number": episode.number, "title": episode.title}
    body["timelines"] = list(episode.timelines)
    if marked := marked_body(episode.timelines):
        body["marked"] = marked
    if episode.beds:
        body["beds"] = [bed_body(bed) for bed in episode.beds]
    if episode.told:
        body["told"] = [_TOLD.body(part) for part in episode.told]
    return written(body)


def episode_of(episode: str, body: Body) -> Episode:
    """The episode of a row, without lines and placements; raises one of BAD_ROW."""
    found = _EPISODE.checked(body)
    return Episode(
        EpisodeId(episode),
        found["number"],
        found["title"],
        timelines=timelines_of(strings(found["timelines"]), found.get("marked", {})),
        told=tuple(ToldPart(**_TOLD.checked(part)) for part in found.get("told", [])),
        beds=tuple(bed_of(bed) for bed in found.get("beds", [])),
    )


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
    if project.outline is not None:
        body["outline"] = outline_body(project.outline)
    if project.surveys:
        body["surveys"] = {code: survey_body(each) for code, each in project.surveys.items()}
    if project.fitting is not Fitting.OFF:
        body["fitting"] = str(project.fitting)
    if project.lanes:
        body["lanes"] = {name: lane_body(lane) for name, lane in project.lanes.items()}
    return written(body)


def project_of(body: Body) -> Project:
    """The project of a row, without episodes, cast and takes; raises one of BAD_ROW."""
    found = _PROJECT.checked(body)
    pages = tuple((str(key), str(value)) for key, value in found["title_page"])
    return Project(
        found["id"],
        found["title"],
        strings(found["languages"]),
        gaps=GapRules(**_GAPS.checked(found["gaps"])),
        glossary=tuple(GlossaryEntry(**_ENTRY.checked(entry)) for entry in found["glossary"]),
        title_page=pages,
        pronunciations=_pronunciations(found.get("pronunciations", [])),
        engine=found.get("engine", ""),
        models=_words(found.get("models", {})),
        outline=outline_of(found["outline"]) if "outline" in found else None,
        surveys={code: survey_of(each) for code, each in found.get("surveys", {}).items()},
        fitting=Fitting(found.get("fitting", Fitting.OFF)),
        lanes={name: lane_of(lane) for name, lane in found.get("lanes", {}).items()},
    )


def _pronunciations(bodies: list[Body]) -> tuple[Pronunciation, ...]:
    return tuple(Pronunciation(**_PRONUNCIATION.checked(body)) for body in bodies)
