"""How long a line will be when it is spoken, before anybody has spoken it.

The estimate begins with the rate of the language and learns from the project's own takes: how a
voice reads, and how an emotion changes the reading of all voices of its model. A voice with too
few lines is taken to read like the others of its model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from studio.model.account import service_of
from studio.model.line import Line
from studio.model.project import Project
from studio.model.take import Take
from studio.writing.timing.rates import rate_of
from studio.writing.timing.units import counted

ENOUGH = 5
"""Lines after which what was learned is used."""

_OF_THE_NEW = 0.3
_LEAST, _MOST = 0.5, 1.5
_TELLING = 3.0
"""Seconds from which on a line teaches in full; a shorter one teaches less."""

_SHORTEST = 0.05

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """Who says a line, and how: `speed` is the factor of the casting."""

    engine: str
    model: str
    voice: str
    language: str
    speed: float = 1.0
    emotion: str = ""

    @property
    def voice_key(self) -> Key:
        """What a voice's own factor is kept under."""
        return service_of(self.engine), self.model, self.voice, self.language

    @property
    def voices_key(self) -> Key:
        """The same for all voices of a model together: a start for those nobody has heard yet."""
        return service_of(self.engine), self.model, "", self.language

    @property
    def emotion_key(self) -> Key:
        """The same for an emotion, over all voices and languages of a model."""
        return service_of(self.engine), self.model, self.emotion


@dataclass(frozen=True, slots=True)
class Factor:
    """How much faster than expected something is spoken, and how many lines have said so."""

    value: float = 1.0
    lines: int = 0

    @property
    def used(self) -> float:
        """The factor once enough lines were heard, else 1."""
        return self.value if self.lines >= ENOUGH else 1.0

    def learning(self, ratio: float, seconds: float) -> Factor:
        """The factor after one more line; the first ones weigh alike."""
        ratio = min(max(ratio, _LEAST), _MOST)
        share = max(_OF_THE_NEW, 1 / (self.lines + 1))
        share *= min(1.0, seconds / _TELLING) if self.lines else 1.0
        return Factor(self.value + share * (ratio - self.value), self.lines + 1)


_UNHEARD = Factor()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A take as a teacher: what was said, how, and its seconds without silence around it."""

    text: str
    manner: Manner
    seconds: float


@dataclass(frozen=True, slots=True)
class Lengths:
    """What is known of how long lines take."""

    factors: Mapping[Key, Factor] = field(default_factory=dict[Key, Factor])

    def estimate(self, text: str, manner: Manner) -> float:
        """The seconds of a text from its first to its last sound; 0 for nothing to say."""
        what = counted(text, manner.language)
        return rate_of(manner.language).seconds(what) / self._pace(manner) + what.pauses

    def has_heard(self, manner: Manner) -> bool:
        """Whether enough lines of the voice, or of its model, were heard to go by the estimate."""
        lines = (self._factor(key).lines for key in (manner.voice_key, manner.voices_key))
        return max(lines) >= ENOUGH

    def units_in(self, seconds: float, manner: Manner) -> int:
        """How many units, syllables or characters, fill so many seconds."""
        return int(rate_of(manner.language).units_in(seconds * self._pace(manner)))

    def learning(self, lesson: Lesson) -> Lengths:
        """What is known after one more take; one without words teaches nothing.

        Where the voice is known and the emotion is not, the emotion alone learns.
        """
        manner = lesson.manner
        what = counted(lesson.text, manner.language)
        seconds = lesson.seconds - what.pauses
        expected = rate_of(manner.language).seconds(what) / manner.speed
        if not expected or seconds < _SHORTEST:
            return self
        ratio, voice, emotion = expected / seconds, self._voice(manner), self._emotion(manner)
        taught: dict[Key, float] = {}
        if manner.emotion and self._knows(manner):
            taught[manner.emotion_key] = ratio / voice
        if not taught or self._factor(manner.emotion_key).lines >= ENOUGH:
            keys = (manner.voice_key, manner.voices_key)
            taught.update(dict.fromkeys(keys, ratio / emotion))
        new = {key: self._factor(key).learning(ratio, seconds) for key, ratio in taught.items()}
        return Lengths({**self.factors, **new})

    def _pace(self, manner: Manner) -> float:
        return manner.speed * self._voice(manner) * self._emotion(manner)

    def _voice(self, manner: Manner) -> float:
        own = self._factor(manner.voice_key)
        return own.value if own.lines >= ENOUGH else self._factor(manner.voices_key).used

    def _emotion(self, manner: Manner) -> float:
        return self._factor(manner.emotion_key).used if manner.emotion else 1.0

    def _knows(self, manner: Manner) -> bool:
        return self._factor(manner.voice_key).lines >= ENOUGH

    def _factor(self, key: Key) -> Factor:
        return self.factors.get(key, _UNHEARD)


def learned(project: Project, seconds_of: Callable[[Take], float | None]) -> Lengths:
    """What the takes of a project teach, in the order in which they were made.

    `seconds_of` tells a take's length without silence around it, None for a take that is not to
    be learned from: one that cannot be measured, or that is read otherwise than is cast now.
    """
    lengths = Lengths()
    for take, manner in sorted(_takes(project), key=lambda pair: pair[0].made_at):
        seconds = seconds_of(take)
        if seconds is not None:
            lengths = lengths.learning(Lesson(take.said, manner, seconds))
    return lengths


def manner_of(project: Project, line: Line, language: str) -> Manner | None:
    """Who says a line in a language and how, None where nobody is cast."""
    casting = project.casting_of(line, language)
    if casting is None:
        return None
    model = project.model_for(casting)
    emotion = line.emotion or casting.emotion
    return Manner(casting.engine, model, casting.voice, language, casting.speed, emotion)


def _takes(project: Project) -> Iterator[tuple[Take, Manner]]:
    """The chosen takes that the voice cast now has spoken."""
    for _, line in project.lines:
        for language in project.languages if line.spoken else ():
            take = project.takes.circled(line, language)
            manner = manner_of(project, line, language)
            if take and manner and _same_voice(take, manner):
                yield take, manner


def _same_voice(take: Take, manner: Manner) -> bool:
    same_model = not manner.model or take.model == manner.model
    same_engine = service_of(take.engine) == service_of(manner.engine)
    return same_engine and same_model and take.voice == manner.voice
