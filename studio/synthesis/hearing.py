"""How a voice can be heard before it is cast: with which words, for what price, or for nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.engines.speech import PreviewsVoices, Price, SpeechRequest
from studio.errors import EngineRefused
from studio.model.cast import Casting
from studio.model.ids import CharacterId, EpisodeId, LineId
from studio.model.line import Line, LineKind, new_line
from studio.model.project import Project
from studio.synthesis.plan import Engines, reading_of
from studio.synthesis.pricing import price_of
from studio.synthesis.sample_sentences import sample_sentence


@dataclass(frozen=True, slots=True)
class Hearing:
    """What hearing a voice takes: its price, or why it cannot say these words.

    `sampled` says that the engine has samples of its own for nothing; `request` is what is sent.
    """

    price: Price = field(default_factory=Price)
    refusal: str = ""
    sampled: bool = False
    request: SpeechRequest | None = None


def lines_to_hear(
    project: Project,
    character: CharacterId | None,
    language: str,
    *,
    in_hand: LineId | None = None,
    episode: EpisodeId | None = None,
    most: int,
) -> tuple[Line, ...]:
    """What a character says to be heard, at most so many lines, no words twice.

    The line in hand comes first, then the first ones of the episode, then those of all; a sample
    sentence stands for none. Lines without words in the language are passed over.
    """
    here = [line for found, line in project.lines if found.id == episode]
    everywhere = [line for _, line in project.lines]
    said: dict[str, Line] = {}
    for line in sorted((*here, *everywhere), key=lambda line: line.id != in_hand):
        words = line.words(language).strip()
        if line.spoken and line.character == character and words:
            said.setdefault(words, line)
            if len(said) == most:
                break
    sample = {language: sample_sentence(language)}
    return tuple(said.values()) or (new_line(LineKind.DIALOGUE, sample, character=character),)


def hearing_of(
    project: Project, line: Line, language: str, casting: Casting, engines: Engines
) -> Hearing:
    """What it takes to hear a line with a casting; pure and quick."""
    engine = engines.get(casting.engine)
    if engine is None:
        return Hearing(refusal=casting.engine)
    sampled = isinstance(engine, PreviewsVoices)
    try:
        request = engine.prepare(reading_of(project, line, language, casting))
    except EngineRefused as refusal:
        return Hearing(refusal=refusal.detail, sampled=sampled)
    return Hearing(price_of(request, engines), sampled=sampled, request=request)
