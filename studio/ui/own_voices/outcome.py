"""What came of a run of voices, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from studio.casting.making.entering import STOPPED
from studio.errors import StudioError
from studio.store.voice_library_entry import OwnVoice, VoiceState
from studio.wording import sentence


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnVoices", text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The voices of a run as they are by now; `stopped` says by account why others wait."""

    voices: tuple[OwnVoice, ...]
    stopped: Mapping[str, StudioError] = field(default_factory=dict[str, StudioError])

    @property
    def made(self) -> tuple[OwnVoice, ...]:
        """Those that are there."""
        return tuple(voice for voice in self.voices if voice.state is VoiceState.READY)

    @property
    def left(self) -> tuple[OwnVoice, ...]:
        """Those that a person stopped."""
        return tuple(voice for voice in self.voices if was_stopped(voice))

    @property
    def failed(self) -> tuple[OwnVoice, ...]:
        """Those that cannot be made as they were ordered."""
        return tuple(
            voice
            for voice in self.voices
            if voice.state is VoiceState.FAILED and not was_stopped(voice)
        )

    @property
    def unsure(self) -> tuple[OwnVoice, ...]:
        """Those of which nobody knows whether they are there."""
        return tuple(voice for voice in self.voices if voice.state is VoiceState.UNSURE)

    @property
    def waiting(self) -> tuple[OwnVoice, ...]:
        """Those that wait for an account or the network."""
        return tuple(voice for voice in self.voices if voice.state is VoiceState.WAITING)


def was_stopped(voice: OwnVoice) -> bool:
    """Whether a voice is not made only because a person stopped it."""
    return voice.state is VoiceState.FAILED and voice.reason == STOPPED


def outcome_words(outcome: Outcome) -> str:
    """What came of it in a few sentences, empty where nothing did."""
    told = [*_told_made(outcome), *_told_failed(outcome)]
    if outcome.unsure:
        one = _tr("It is not known whether {name} was made; My Voices says what to do.")
        many = _tr("It is not known whether {n} voices were made; My Voices says what to do.")
        told.append(named(outcome.unsure, one, many))
    if outcome.left:
        told.append(named(outcome.left, _tr("{name} was stopped."), _tr("{n} were stopped.")))
    if outcome.waiting:
        told.append(named(outcome.waiting, _tr("{name} still waits."), _tr("{n} still wait.")))
    told += dict.fromkeys(sentence(error, _tr) for error in outcome.stopped.values())
    return " ".join(told)


def _told_made(outcome: Outcome) -> list[str]:
    if not outcome.made:
        return []
    one, many = _tr("{name} is made and can be cast."), _tr("{n} voices are made and can be cast.")
    return [named(outcome.made, one, many)]


def _told_failed(outcome: Outcome) -> list[str]:
    if not outcome.failed:
        return []
    if len(outcome.failed) == 1:
        (voice,) = outcome.failed
        return [_tr("{name} was not made: {why}").format(name=voice.name, why=voice.reason)]
    return [_tr("{n} voices were not made.").format(n=len(outcome.failed))]


def named(voices: Sequence[OwnVoice], one: str, many: str, **more: str) -> str:
    """One voice by its `{name}`, several by their number `{n}`, with other fields filled in."""
    text = one if len(voices) == 1 else many
    return text.format(name=voices[0].name, n=len(voices), **more)
