"""A voice as facts with names: what it is made of, its options, its consent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from studio.model.sample import KeptSample
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
from studio.ui.own_voices.snapshot import Entry, Snapshot, consent_over
from studio.ui.own_voices.words import (
    Look,
    clock_words,
    day_words,
    ground_name,
    languages_words,
    look_of,
    moment_words,
    origin_name,
    state_words,
)
from studio.ui.voices.names import engine_name


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a form; without a name it takes the whole width."""

    name: str
    text: str
    look: Look = Look.PLAIN


def _tr(text: str) -> str:
    return QCoreApplication.translate("OwnVoices", text)


def voice_facts(entry: Entry, snapshot: Snapshot) -> list[Fact]:
    """What is known of a voice, from its state to what it was made of."""
    voice, now = entry.voice, snapshot.now
    clock = clock_words(voice, now)
    found = [
        Fact(_tr("State"), state_words(entry, now), look_of(voice, now)),
        Fact(_tr("Kept for"), _kept_for(clock, over=voice.is_over(now))),
        Fact(_tr("Account"), engine_name(voice.account)),
        Fact(_tr("Id there"), voice.voice),
        Fact(_tr("Languages"), languages_words(voice)),
        Fact(_tr("Made"), moment_words(voice.made_at)),
        Fact(_tr("Last heard"), moment_words(voice.used_at)),
        Fact(_tr("Made of"), _made_of(voice, snapshot)),
        *(Fact(_tr("Sample"), _sample(each)) for each in voice.samples),
        Fact(_tr("Prompt"), _sample(voice.prompt) if voice.prompt else ""),
        Fact(_tr("First words"), _quoted(voice.preview_text)),
        Fact(_tr("Model"), voice.model),
        *(Fact(name, text) for name, text in _options(voice)),
    ]
    return [fact for fact in found if fact.text]


def consent_facts(voice: OwnVoice, now: float) -> list[Fact]:
    """Who allowed it, and for what; one line where nobody did and somebody should have."""
    consent = voice.consent
    if consent is None:
        missing = voice.origin is VoiceOrigin.CLONE
        return [Fact("", _tr("No consent is recorded."), Look.BAD)] if missing else []
    over = Look.BAD if consent_over(voice, now) else Look.PLAIN
    document = consent.document.name if consent.document else ""
    recorded = " · ".join(filter(None, (consent.recorded_by, day_words(consent.recorded_on))))
    found = [
        Fact(_tr("Speaker"), consent.speaker),
        Fact(_tr("Ground"), ground_name(consent.ground)),
        Fact(_tr("Until"), day_words(consent.until, _tr("no end")), over),
        Fact(_tr("For"), ", ".join(consent.uses)),
        Fact(_tr("Where"), consent.territory),
        Fact(_tr("Document"), document),
        Fact(_tr("Recorded by"), recorded),
        Fact(_tr("Note"), consent.note),
    ]
    return [fact for fact in found if fact.text]


def _kept_for(clock: str, *, over: bool) -> str:
    return clock if over or not clock else _tr("{time}, unless it speaks").format(time=clock)


def _made_of(voice: OwnVoice, snapshot: Snapshot) -> str:
    if voice.origin is VoiceOrigin.DESIGN:
        return _quoted(voice.description)
    if voice.origin is VoiceOrigin.MIX:
        whole = sum(weight for _, weight in voice.parts) or 1
        return ", ".join(
            f"{snapshot.names.get(id, id)} {round(weight * 100 / whole)} %"
            for id, weight in voice.parts
        )
    return origin_name(voice.origin)


def _sample(sample: KeptSample) -> str:
    names = ", ".join(dict.fromkeys(source.name for source in sample.sources))
    seconds = _tr("{s:.1f} s").format(s=sample.edit.seconds)
    words = f", {_quoted(sample.words)}" if sample.words else ""
    return f"{names}, {seconds}{words}"


def _options(voice: OwnVoice) -> Iterator[tuple[str, str]]:
    for name, value in voice.options.items():
        told = (_tr("yes") if value else _tr("no")) if isinstance(value, bool) else str(value)
        yield name.replace("_", " ").capitalize(), told


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""
