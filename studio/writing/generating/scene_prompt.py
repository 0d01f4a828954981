"""What a model is told and asked when it writes the lines of a scene."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from studio.engines.text import Message, TextRequest
from studio.model.cast import Character
from studio.model.ids import CharacterId
from studio.model.line import EMOTIONS, Line, LineKind
from studio.model.outline import Brief, Outline, PlannedEpisode, PlannedScene
from studio.writing.fencing import Fence
from studio.writing.generating.budgets import Budget
from studio.writing.generating.plan_prompt import RATING, TEMPERATURE, rules_of, system_head
from studio.writing.timing.rates import in_characters
from studio.writing.tongues import name_of

LAST_LINES = 6
LONGEST_STORY = 900
"""Characters of what happened so far: about 120 words."""
_LEAN_STORY = 300
_LONGEST_SUMMARY = 260
_PER_LINE = 150
"""Tokens that a line may have, ample."""

Ids = Mapping[CharacterId, str]
"""What a model is told that the members of the cast are called."""


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What a scene is written from; `last` are the lines before it, `there` those it has."""

    outline: Outline
    episode: PlannedEpisode
    scene: PlannedScene
    budget: Budget
    cast: Sequence[Character]
    ids: Ids
    language: str
    last: Sequence[Line] = ()
    there: Sequence[Line] = ()


def scene_request(fence: Fence, setting: Setting, *, lean: bool = False) -> TextRequest:
    """The request for the lines of a scene, or for those that are still missing.

    A lean one tells less of what was before, for a model that reads little.
    """
    language = setting.language
    brief = setting.outline.brief
    longest = _LEAN_STORY if lean else LONGEST_STORY
    last = setting.last[-2 if lean else -LAST_LINES :]
    blocks = [
        fence.block("brief", [dataclasses.asdict(dataclasses.replace(brief, language=language))]),
        fence.block("cast", [_cast_row(each, setting.ids) for each in setting.cast]),
        fence.block("story", story_so_far(setting.outline, setting.scene.id, longest)),
        fence.block("last", [row_of(line, setting.ids, language) for line in last]),
        fence.block("scene", [_scene_row(setting)]),
    ]
    if setting.there:
        rows = [row_of(line, setting.ids, language) for line in setting.there]
        blocks.append(fence.block("written", rows))
    said = "\n".join([*blocks, _sentence(setting)])
    return TextRequest(
        system_of(fence, brief, language),
        (Message("user", said),),
        temperature=TEMPERATURE,
        longest_answer=400 + _PER_LINE * setting.budget.lines_max,
    )


def story_so_far(outline: Outline, scene: str, longest: int) -> str:
    """What happened before a scene, the newest in full, the older as far as there is room."""
    told: list[str] = []
    for episode in outline.episodes:
        ids = [each.id for each in episode.scenes]
        if scene in ids:
            beats = [each.beats for each in episode.scenes[: ids.index(scene)]]
            told += [text[:_LONGEST_SUMMARY] for text in beats if text]
            break
        told.append(f"{episode.title}: {episode.ending or episode.hook}"[:_LONGEST_SUMMARY])
    kept: list[str] = []
    room = longest - len(outline.logline)
    for text in reversed(told):
        room -= len(text) + 1
        if room < 0 and kept:
            break
        kept.append(text)
    return "\n".join(filter(None, [outline.logline, *reversed(kept)]))


def row_of(line: Line, ids: Ids, language: str) -> dict[str, str]:
    """A line as a model is told: who, empty for nobody, and what."""
    return {"c": ids.get(line.character, "") if line.character else "", "x": line.words(language)}


def told_lines(lines: Iterable[Line], language: str) -> list[Line]:
    """Those lines that a model is told: what is said and what is shown."""
    return [
        line
        for line in lines
        if (line.spoken or line.kind is LineKind.ACTION) and line.words(language)
    ]


def system_of(fence: Fence, brief: Brief, language: str) -> str:
    """The instructions: the same for all scenes of a job."""
    return "\n\n".join(
        (
            system_head("lines", language),
            "You write dialogue for a short drama that is meant to be heard. Write every text in "
            f"{name_of(language)}.",
            rules_of(brief),
            "What makes a good line:\n"
            "- It can be said aloud as it stands: only the words, no name before them, no "
            "directions, brackets, emoji or markup.\n"
            "- Numbers and abbreviations are written as they are said.\n"
            "- It holds one thought and takes at most twelve seconds.\n"
            "- Each character is known by the way they speak.\n"
            f"- {RATING}",
            "Answer with records only, one JSON object to a line, keys in this order:\n"
            '{"k":"line","s","c","e","d","p","x"}: s the scene; c the character\'s id, or empty '
            f"for an action line; e one of {', '.join(EMOTIONS)} or empty; d how it is said, six "
            "words at most, or empty; p the pause after it in milliseconds, 0 for the usual; x "
            "the words\n"
            '{"k":"end","count"}: the last record, with how many lines there were\n'
            "Who is in the scene and not in the cast gets a short name as c. Two rows of another "
            "story:\n"
            '{"k":"line","s":"s4","c":"c2","e":"calm","d":"almost kindly","p":600,"x":"You kept '
            'the receipt. How careful of you."}\n'
            '{"k":"line","s":"s4","c":"","e":"","d":"","p":0,"x":"Ines tears it in two."}',
            fence.rule,
        )
    )


def _cast_row(character: Character, ids: Ids) -> dict[str, str]:
    row = {
        "id": ids[character.id],
        "name": character.name,
        "gender": character.gender,
        "age": character.age,
        "role": character.role,
        "style": character.style,
    }
    return {key: value for key, value in row.items() if value}


def _scene_row(setting: Setting) -> dict[str, str | int]:
    scene, budget, episode = setting.scene, setting.budget, setting.episode
    row: dict[str, str | int] = {
        "id": scene.id,
        "head": scene.heading,
        "beats": scene.beats,
        "secs": scene.seconds,
        "units": budget.units,
        "lines_min": budget.lines_min,
        "lines_max": budget.lines_max,
    }
    if scene.id == episode.scenes[0].id and episode.hook:
        row["hook"] = episode.hook
    if scene.id == episode.scenes[-1].id and episode.ending:
        row["end"] = episode.ending
    return row


def _sentence(setting: Setting) -> str:
    """What is asked for, in a few words."""
    budget, scene = setting.budget, setting.scene
    unit = "characters" if in_characters(setting.language) else "syllables"
    size = (
        f"{budget.lines_min} to {budget.lines_max} spoken lines with about {budget.units} {unit} "
        "in all"
    )
    if setting.there:
        return (
            f"Scene {scene.id} broke off. The lines under “written” are there: go on right "
            f"behind them to the end of its beats. The whole scene has {size}."
        )
    asked = f"Write scene {scene.id} from its first line to its last: {size}."
    if scene.id == setting.episode.scenes[0].id:
        asked += " The episode begins here, with its hook."
    if scene.id == setting.episode.scenes[-1].id:
        asked += " The episode ends here."
    return asked
