"""Kinds of scripts: what is expected of each, as a model is told, and sizes to begin with."""

from __future__ import annotations

from dataclasses import dataclass

from studio.model.outline import Brief


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of script; `seconds` are those of an episode, `scene_seconds` of a scene.

    `line_seconds` are how long a line takes in its mean, at the shortest and at the longest.
    """

    name: str
    rules: tuple[str, ...]
    seconds: int
    episodes: int
    cast_size: int
    speech: float
    scene_seconds: int
    line_seconds: tuple[float, float]

    def brief(self, idea: str, language: str) -> Brief:
        """A brief of this kind with its usual sizes."""
        return Brief(
            idea=idea,
            preset=self.name,
            language=language,
            episodes=self.episodes,
            seconds=self.seconds,
            cast_size=self.cast_size,
            speech=self.speech,
        )


VERTICAL_DRAMA = Preset(
    "vertical drama",
    (
        "The first line is a hook: within four seconds something is at stake, with no greeting "
        "and no slow introduction.",
        "The conflict can be told in a few words, and everybody in the scene wants something.",
        "About every fifteen seconds something turns: a secret, a lie found out, a change of who "
        "is strong.",
        "There is one line of story and at most five places, and they come back.",
        "The last five to fifteen seconds of an episode open a question that only the next one "
        "answers; the last episode answers them.",
        "People speak in short lines that answer each other; feelings are shown in what they say "
        "and hold back.",
        "A picture is one short action line, and only where the ear could not follow without it.",
    ),
    seconds=90,
    episodes=3,
    cast_size=4,
    speech=0.65,
    scene_seconds=40,
    line_seconds=(2.6, 4.2),
)
ADVERT = Preset(
    "advert",
    (
        "The first three seconds show somebody's trouble that the listener knows.",
        "There is one promise, and everything else serves it.",
        "The product is named in the first half and again in the last line.",
        "Claims stay with what the brief says; nothing is promised that is not in it.",
        "People talk as friends do, in short sentences that can be said in one breath.",
        "The last five seconds tell what to do now, in one short sentence.",
    ),
    seconds=30,
    episodes=1,
    cast_size=2,
    speech=0.8,
    scene_seconds=30,
    line_seconds=(2.2, 4.5),
)
PRESENTER = Preset(
    "presenter",
    (
        "One person speaks to the viewer and says “you”; there is no dialogue and no action "
        "but what the presenter shows.",
        "The first sentence asks a question or states a surprise that the rest answers.",
        "There are at most three points, each with one example from daily life.",
        "Sentences are short and each holds one thought; what is hard is said in plain words.",
        "Between two points stands a short pause.",
        "The last lines sum up in one sentence and say what to do next.",
    ),
    seconds=60,
    episodes=1,
    cast_size=1,
    speech=0.92,
    scene_seconds=30,
    line_seconds=(3.5, 7.0),
)
AUDIO_DRAMA = Preset(
    "audio drama",
    (
        "Everything is heard: who is there, where and when is clear from voices and sounds in the "
        "first lines of each scene.",
        "People are called by name early in a scene, and their voices differ in pace and words.",
        "Sounds and rooms stand in action lines, as short as “Rain on a tin roof.”",
        "The narrator speaks seldom, to bridge a time or a place, and never tells what can be "
        "heard.",
        "Each scene has one goal and one change, and ends a moment before it is expected.",
        "An episode ends with an open question; the last one closes the story.",
    ),
    seconds=600,
    episodes=3,
    cast_size=5,
    speech=0.8,
    scene_seconds=120,
    line_seconds=(2.6, 5.5),
)
PRESETS = {each.name: each for each in (VERTICAL_DRAMA, ADVERT, PRESENTER, AUDIO_DRAMA)}
"""All of them, the usual one first."""

FREE = Preset(
    "",
    (
        "The first lines make the listener want to know more.",
        "Everybody in a scene wants something, and something has changed at its end.",
        "What is important is said or heard, so that it can be followed with closed eyes.",
        "People speak in short lines that answer each other.",
        "The end of an episode leads on to the next; the last one closes the story.",
    ),
    seconds=90,
    episodes=1,
    cast_size=4,
    speech=0.65,
    scene_seconds=45,
    line_seconds=(2.6, 4.5),
)
"""What a brief without a preset, or with one that is not known here, goes by."""


def preset_named(name: str) -> Preset:
    """The preset of a name, written with blanks or hyphens; FREE for any other name."""
    return PRESETS.get(" ".join(name.casefold().replace("-", " ").split()), FREE)
