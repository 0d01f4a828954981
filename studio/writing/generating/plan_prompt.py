"""What a model is told and asked when it plans a script."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from studio.engines.text import Message, TextRequest, Thinking
from studio.model.outline import Brief, Outline, PlannedCharacter, PlannedEpisode
from studio.writing.fencing import Fence
from studio.writing.generating.presets import preset_named
from studio.writing.tongues import name_of

TEMPERATURE = 0.9
_SHOWN = 160
"""Characters of a hook or an ending in what is told of an earlier episode."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which episodes a request is about, by number; `again` after an answer that broke off."""

    first: int
    last: int
    again: bool = False

    @property
    def episodes(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def plan_request(fence: Fence, brief: Brief, outline: Outline, part: Part) -> TextRequest:
    """The request for some episodes; what the outline has is given as it stands."""
    row = dataclasses.asdict(brief) | {
        "episodes": part.episodes,
        "first": part.first,
        "season": brief.episodes,
        "scenes": scenes_per_episode(brief),
    }
    blocks = [fence.block("brief", [row])]
    if outline.characters:
        blocks.append(fence.block("cast", list(map(character_row, outline.characters))))
    if outline.episodes or outline.logline:
        blocks.append(fence.block("story", "\n".join(_story(outline, part))))
    said = "\n".join([*blocks, _sentence(brief, outline, part)])
    return TextRequest(
        _system(fence, brief),
        (Message("user", said),),
        temperature=TEMPERATURE,
        longest_answer=_longest(brief, part),
        thinking=Thinking.SOME,
    )


def scenes_per_episode(brief: Brief) -> int:
    """How many scenes an episode will have, about."""
    return max(1, round(brief.seconds / preset_named(brief.preset).scene_seconds))


def character_row(character: PlannedCharacter) -> dict[str, str]:
    """Someone of the plan, as a model is told."""
    row = {
        "id": character.id,
        "name": character.name,
        "gender": character.gender,
        "age": character.age,
        "role": character.role,
        "style": character.style,
        "voice": character.voice,
    }
    return {key: value for key, value in row.items() if value}


def system_head(task: str, language: str) -> str:
    """The first line of the instructions for a task in one language."""
    return f"Task: {task}; to {language}."


def rules_of(brief: Brief) -> str:
    """What is expected of this kind of script, as a list."""
    preset = preset_named(brief.preset)
    kind = preset.name or "script that is meant to be heard"
    rules = "\n".join(f"- {rule}" for rule in preset.rules)
    return f"What makes a good {kind}:\n{rules}"


RATING = (
    "Keep to the rating of the brief where it names one. What is under must_have happens, what is "
    "under must_not does not."
)


def _system(fence: Fence, brief: Brief) -> str:
    language = name_of(brief.language)
    return "\n\n".join(
        (
            system_head("plan", brief.language),
            f"You plan scripts that are meant to be heard. Write every text in {language}; only "
            "`gender` and `age` are English words.",
            rules_of(brief),
            "A plan says who there is and, scene by scene, what happens: cause and effect, who "
            "wants what, what has changed at the end. People differ in what they want and in how "
            "they speak. `beats` are one to three plain sentences without dialogue. The `secs` of "
            f"an episode's scenes add up to its seconds. {RATING}",
            "Answer with records only, one JSON object to a line, keys in this order:\n"
            '{"k":"meta","title","logline"}\n'
            '{"k":"char","id":"c1","name","gender","age","role","style","voice"}: role is the '
            "part in the story, style how the person speaks, voice how the person sounds\n"
            '{"k":"ep","id":"e1","title","hook","end"}: its hook, and what it leaves open\n'
            '{"k":"scene","id":"s1","ep":"e1","head","secs","beats"}: head is the place and time\n'
            '{"k":"end","count"}: the last record, with how many there were\n'
            "First meta, then all characters, then each episode followed by its scenes. Two rows "
            "of another plan:\n"
            '{"k":"char","id":"c2","name":"Ines","gender":"female","age":"adult","role":"runs the '
            'bakery, owes money","style":"dry, never finishes a threat","voice":"low, a bit '
            'hoarse"}\n'
            '{"k":"scene","id":"s4","ep":"e2","head":"INT. BAKERY - NIGHT","secs":40,"beats":'
            '"Ines finds the letter her brother hid. She burns it before he comes in."}',
            fence.rule,
        )
    )


def _story(outline: Outline, part: Part) -> Iterable[str]:
    """The plan so far: an episode to a line, and the scenes of those that are not whole."""
    if outline.title or outline.logline:
        yield f"{outline.title}: {outline.logline}"
    for number, episode in enumerate(outline.episodes, 1):
        yield _episode(episode)
        if part.first <= number <= part.last:
            yield from (f"  {each.id} {each.heading}: {each.beats}" for each in episode.scenes)


def _episode(episode: PlannedEpisode) -> str:
    told = [text[:_SHOWN] for text in (episode.hook, episode.ending) if text]
    return f"{episode.id} {episode.title}: {' … '.join(told)}"


def _sentence(brief: Brief, outline: Outline, part: Part) -> str:
    """What is asked for, in a few words."""
    which = (
        f"episode {part.first}" if part.episodes == 1 else f"episodes {part.first} to {part.last}"
    )
    scenes = scenes_per_episode(brief)
    each = f"about {scenes} scenes each" if scenes > 1 else "one scene each"
    asked = f"Plan {which} of {brief.episodes}, {each}, {brief.seconds} seconds an episode."
    if outline.characters or outline.episodes:
        asked += " What is there of characters and episodes stays as it is; give only new ones."
    if not outline.episodes:
        begin = "" if outline.logline else "meta and "
        asked += f" Begin with {begin}the characters, about {brief.cast_size} in all."
    if part.again:
        asked += " The last answer broke off: go on behind the last scene that is there."
    if part.last < brief.episodes:
        asked += f" The story goes on after episode {part.last}."
    return asked


def _longest(brief: Brief, part: Part) -> int:
    """Tokens that an answer may have: ample, so that only one that runs away is cut."""
    return 1500 + 200 * brief.cast_size + part.episodes * (250 + 300 * scenes_per_episode(brief))
