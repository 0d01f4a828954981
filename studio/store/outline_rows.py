"""The plan of a script, and what its translations go by, as parts of the project's row."""

from __future__ import annotations

from studio.model.outline import (
    Brief,
    Outline,
    PlannedCharacter,
    PlannedEpisode,
    PlannedScene,
    Written,
)
from studio.model.translation import Address, Survey
from studio.store.row_shape import Body, RowShape

_NUMBER = (int, float)
_ID = (str, type(None))

_BRIEF = RowShape(
    Brief,
    idea=str,
    preset=str,
    language=str,
    genre=str,
    audience=str,
    tone=str,
    episodes=int,
    seconds=int,
    cast_size=int,
    must_have=str,
    must_not=str,
    rating=str,
    speech=_NUMBER,
)
_SCENE = RowShape(PlannedScene, id=str, heading=str, beats=str, seconds=int, written=str, line=_ID)
_EPISODE = RowShape(
    PlannedEpisode, id=str, title=str, hook=str, ending=str, scenes=list, episode=_ID
)
_CHARACTER = RowShape(
    PlannedCharacter,
    id=str,
    name=str,
    gender=str,
    age=str,
    role=str,
    style=str,
    voice=str,
    character=_ID,
)
_OUTLINE = RowShape(Outline, brief=dict, title=str, logline=str, characters=list, episodes=list)
_SURVEY = RowShape(Survey, synopsis=str, tone=str, addresses=list, locked=bool)
_ADDRESS = RowShape(Address, speaker=str, listener=str, called=str, formal=(bool, type(None)))


def outline_body(outline: Outline) -> Body:
    """A plan with all that belongs to it."""
    body = _OUTLINE.body(outline)
    body["brief"] = _BRIEF.body(outline.brief)
    body["characters"] = [_CHARACTER.body(each) for each in outline.characters]
    body["episodes"] = [_episode_body(each) for each in outline.episodes]
    return body


def outline_of(body: Body) -> Outline:
    """The plan of a body; raises one of BAD_ROW."""
    found = _OUTLINE.checked(body)
    found["brief"] = Brief(**_BRIEF.checked(found["brief"]))
    characters = (PlannedCharacter(**_CHARACTER.checked(each)) for each in found["characters"])
    found["characters"] = tuple(characters)
    found["episodes"] = tuple(map(_episode_of, found["episodes"]))
    return Outline(**found)


def _episode_body(episode: PlannedEpisode) -> Body:
    return {**_EPISODE.body(episode), "scenes": [_scene_body(each) for each in episode.scenes]}


def _episode_of(body: Body) -> PlannedEpisode:
    found = _EPISODE.checked(body)
    found["scenes"] = tuple(map(_scene_of, found["scenes"]))
    return PlannedEpisode(**found)


def _scene_body(scene: PlannedScene) -> Body:
    return {**_SCENE.body(scene), "written": str(scene.written)}


def _scene_of(body: Body) -> PlannedScene:
    found = _SCENE.checked(body)
    found["written"] = Written(found["written"])
    return PlannedScene(**found)


def survey_body(survey: Survey) -> Body:
    """What the translation into one language goes by."""
    body = _SURVEY.body(survey)
    if survey.addresses:
        body["addresses"] = [_ADDRESS.body(each) for each in survey.addresses]
    return body


def survey_of(body: Body) -> Survey:
    """The survey of a body; raises one of BAD_ROW."""
    found = _SURVEY.checked(body)
    addresses = (Address(**_ADDRESS.checked(each)) for each in found.get("addresses", []))
    found["addresses"] = tuple(addresses)
    return Survey(**found)
