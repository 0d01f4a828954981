"""Orders for voices: looked at as far as it can be done here, and entered in the library's queue.

The same order twice is one voice: what is there, or on its way, is not made again unasked.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from studio.casting.making.recordings import Recording, fitted, judged
from studio.casting.samples.judging import Finding
from studio.casting.samples.keeping import LARGEST_WHOLE, kept
from studio.casting.samples.service_rules import rules_of_prompt, rules_of_samples
from studio.engines.voice_making import ClonesVoices, DesignsVoices
from studio.engines.voice_orders import CloneOrder, CloneRules, DesignOrder, Sample
from studio.model.cast import Scalar
from studio.model.consent import Consent, require_consent
from studio.model.ids import new_id
from studio.model.sample import SampleEdit
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState


@dataclass(frozen=True, slots=True)
class CloneWish:
    """A voice somebody wants made of recordings, in the studio's words; see `CloneOrder`."""

    name: str
    account: str
    recordings: tuple[Recording, ...]
    consent: Consent | None
    language: str = ""
    prompt: Recording | None = None
    preview_text: str = ""
    model: str = ""
    options: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])


@dataclass(frozen=True, slots=True)
class DesignWish:
    """A voice somebody wants made of a description; see `DesignOrder`."""

    name: str
    account: str
    description: str
    preview_text: str
    options: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])


@dataclass(frozen=True, slots=True)
class Looked:
    """A clone that may be ordered; `findings` are what could be better about its recordings."""

    wish: CloneWish
    order: CloneOrder
    findings: tuple[tuple[str, Finding], ...] = ()


def looked_at(
    wish: CloneWish,
    engine: ClonesVoices,
    *,
    today: datetime.date,
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> Looked:
    """The wish as it can be ordered, a recording that is too long cut; nothing is kept or sent.

    Raises ConsentError, SampleError, VoiceNotMade, AudioError and CancelledError. Blocking.
    """
    require_consent(wish.consent, today=today, source=wish.name)
    rules = engine.clone_rules
    if refusal := rules.refusal(_untimed(wish, rules), wish.account):
        raise refusal
    samples = rules_of_samples(rules)
    recordings = fitted(wish.recordings, samples, ffmpeg=ffmpeg, cancelled=cancelled)
    findings = judged(recordings, samples, ffmpeg=ffmpeg, cancelled=cancelled)
    by_prompt = rules_of_prompt(rules)
    if wish.prompt and by_prompt:
        findings += judged((wish.prompt,), by_prompt, ffmpeg=ffmpeg, cancelled=cancelled)
    wish = replace(wish, recordings=recordings)
    order = order_of_wish(wish, rules)
    if refusal := rules.refusal(order, wish.account):
        raise refusal
    return Looked(wish, order, findings)


def order_of_wish(wish: CloneWish, rules: CloneRules) -> CloneOrder:
    """The order without its files, for its price and for what can be said against it."""

    def sample(recording: Recording) -> Sample:
        return Sample(b"", rules.kinds[0], recording.edit.seconds)

    return CloneOrder(
        wish.name,
        tuple(sample(each) for each in wish.recordings),
        wish.language,
        sample(wish.prompt) if wish.prompt else None,
        wish.prompt.words if wish.prompt else "",
        wish.preview_text,
        wish.model,
        wish.options,
    )


def enter_clone(
    library: VoiceLibrary, wish: CloneWish, *, ffmpeg: str = "", again: bool = False
) -> OwnVoice:
    """Keep the recordings of a wish and put it at the end of the queue; returns its voice.

    The same wish as before is the voice there is, and waits again if it failed; `again` makes
    another one. Raises ConsentError, VoiceLibraryError and AudioError. Blocking.
    """
    today = datetime.date.fromtimestamp(library.now)
    consent = require_consent(wish.consent, today=today, source=wish.name)

    samples = tuple(
        kept(each.edit, each.sources, library.files, words=each.words, ffmpeg=ffmpeg)
        for each in wish.recordings
    )
    prompt = None
    if spoken := wish.prompt:
        words = spoken.words
        prompt = kept(spoken.edit, spoken.sources, library.files, words=words, ffmpeg=ffmpeg)
    voice = OwnVoice(
        new_id(), VoiceOrigin.CLONE, wish.account, wish.name.strip(),
        languages=(wish.language,) if wish.language else (), state=VoiceState.WAITING,
        consent=consent, samples=samples, prompt=prompt,
        preview_text=wish.preview_text, model=wish.model, options=wish.options,
    )  # fmt: skip
    return _entered(library, voice, again=again)


def looked_at_design(wish: DesignWish, engine: DesignsVoices) -> DesignOrder:
    """The order of a wish; raises VoiceNotMade where its engine would refuse it."""
    order = DesignOrder(wish.name, wish.description, wish.preview_text, options=dict(wish.options))
    if refusal := engine.design_rules.refusal(order, wish.account):
        raise refusal
    return order


def enter_design(library: VoiceLibrary, wish: DesignWish, *, again: bool = False) -> OwnVoice:
    """Put a design at the end of the queue; as `enter_clone`. Blocking."""
    voice = OwnVoice(
        new_id(), VoiceOrigin.DESIGN, wish.account, wish.name.strip(), state=VoiceState.WAITING,
        description=wish.description.strip(), preview_text=wish.preview_text, options=wish.options,
    )  # fmt: skip
    return _entered(library, voice, again=again)


def enter_again(library: VoiceLibrary, id: str) -> OwnVoice:
    """Order a voice once more from what is kept of it, as one that is gone; returns the new one.

    Its consent must hold today. Raises ConsentError and VoiceLibraryError. Blocking.
    """
    known = library.voice(id)
    if known.origin is VoiceOrigin.CLONE:
        today = datetime.date.fromtimestamp(library.now)
        require_consent(known.consent, today=today, source=known.name)
    return library.add(
        OwnVoice(
            new_id(), known.origin, known.account, known.name,
            languages=known.languages, state=VoiceState.WAITING, consent=known.consent,
            samples=known.samples, prompt=known.prompt, description=known.description,
            preview_text=known.preview_text, model=known.model, options=known.options,
        )
    )  # fmt: skip


def already_there(library: VoiceLibrary, wish: CloneWish) -> OwnVoice | None:
    """The voice that entering a wish would give again, None where a new one would be made.

    Of films only a stretch is kept, so a wish with one counts as new here. Raises AudioError and
    VoiceLibraryError. Blocking.
    """
    spoken = [*wish.recordings, *([wish.prompt] if wish.prompt else [])]
    cuts: list[object] = []
    for recording in spoken:
        bytes_of: dict[str, object] = {}
        for id in recording.edit.sources:
            source = recording.sources[id]
            if source.path.stat().st_size > LARGEST_WHOLE:
                return None
            with source.path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            bytes_of[id] = (sha256, source.listening.track, source.listening.channel)
        cuts.append(_cut(recording.edit, bytes_of, recording.words))
    languages = (wish.language,) if wish.language else ()
    what = (
        VoiceOrigin.CLONE, wish.account, wish.name.strip(), languages, "",
        wish.preview_text, wish.model, dict(wish.options), cuts,
    )  # fmt: skip
    return _same(library, what)


def made_anew(library: VoiceLibrary, gone: OwnVoice) -> OwnVoice | None:
    """The newest voice of the same order that is there, None without one; VoiceLibraryError.

    Blocking.
    """
    what, now = _what(gone), library.now
    there = (v for v in reversed(library.voices()) if v.state is VoiceState.READY)
    found = (v for v in there if v.id != gone.id and v.voice and not v.is_over(now))
    return next((voice for voice in found if _what(voice) == what), None)


def _entered(library: VoiceLibrary, voice: OwnVoice, *, again: bool) -> OwnVoice:
    known = None if again else _same(library, _what(voice))
    return known or library.add(voice)


def _same(library: VoiceLibrary, what: object) -> OwnVoice | None:
    """The newest voice of the same order that is not gone at its service."""
    voices = [voice for voice in library.voices() if voice.state is not VoiceState.GONE]
    return next((known for known in reversed(voices) if _what(known) == what), None)


def _what(voice: OwnVoice) -> object:
    """What makes two orders the same; how recordings are called while they are open does not."""
    samples = [*voice.samples, *([voice.prompt] if voice.prompt else [])]
    cuts: list[object] = []
    for sample in samples:
        bytes_of = {each.id: (each.sha256, each.track, each.channel) for each in sample.sources}
        cuts.append(_cut(sample.edit, bytes_of, sample.words))
    return (
        voice.origin, voice.account, voice.name, voice.languages, voice.description,
        voice.preview_text, voice.model, dict(voice.options), cuts,
    )  # fmt: skip


def _cut(edit: SampleEdit, bytes_of: Mapping[str, object], words: str) -> object:
    pieces = [(bytes_of[each.source], each.source_span, each.gain_db) for each in edit.pieces]
    return (pieces, edit.gain_db, words)


def _untimed(wish: CloneWish, rules: CloneRules) -> CloneOrder:
    """The order without the lengths of its recordings: those are judged in figures."""
    return replace(
        order_of_wish(wish, rules),
        samples=tuple(Sample(b"", rules.kinds[0]) for _ in wish.recordings),
        prompt=Sample(b"", rules.kinds[0]) if wish.prompt else None,
    )
