"""What is known of each character of a folder of samples; nothing of it needs a window."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from studio.casting.consent_given import consent_given
from studio.casting.making.folder import CharacterSamples
from studio.casting.making.ordering import CloneWish, Looked, already_there, order_of_wish
from studio.casting.making.recordings import Recording, fitted, judged, recording_of
from studio.casting.samples.judging import Finding
from studio.casting.samples.service_rules import rules_of_prompt, rules_of_samples
from studio.engines.voice_orders import CloneRules
from studio.errors import ConsentError, StudioError, VoiceNotMade
from studio.model.cast import Cast, Character
from studio.model.consent import Consent
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceState


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One character. `trouble` is why no voice can be made of its samples; `prompt` is there only
    where the service takes one.

    `own` is the consent that lies in the folder, `given` one that was entered for it; `there` is
    the voice of the same order that the library has.
    """

    samples: CharacterSamples
    recordings: tuple[Recording, ...] = ()
    prompt: Recording | None = None
    findings: tuple[tuple[str, Finding], ...] = ()
    trouble: StudioError | None = None
    own: Consent | None = None
    own_trouble: ConsentError | None = None
    given: Consent | None = None
    there: OwnVoice | None = None
    character: Character | None = None
    looked: bool = False
    ticked: bool = False

    @property
    def name(self) -> str:
        """What the voice will be called."""
        return self.samples.name

    @property
    def seconds(self) -> float:
        """How long its recordings last together."""
        return sum(recording.edit.seconds for recording in self.recordings)

    @property
    def usable(self) -> bool:
        """Whether a voice can be made of it."""
        return self.looked and self.trouble is None

    @property
    def made(self) -> bool:
        """Whether its voice is there or on its way, so that it costs nothing more."""
        return self.there is not None and self.there.state is not VoiceState.FAILED

    def consent(self, everybody: Consent | None) -> Consent | None:
        """The consent that holds for it: entered for it, of the folder, or that for all."""
        return self.given or self.own or everybody

    def wish(self, pattern: CloneWish, everybody: Consent | None) -> CloneWish:
        """Its order after the pattern of all."""
        name, consent = self.name.strip(), self.consent(everybody)
        return replace(
            pattern, name=name, recordings=self.recordings, consent=consent, prompt=self.prompt
        )

    def order(self, wish: CloneWish, rules: CloneRules) -> Looked:
        """What is given to be made; raises VoiceNotMade where the service would refuse it."""
        order = order_of_wish(wish, rules)
        if refusal := rules.refusal(order, wish.account):
            raise refusal
        return Looked(wish, order, self.findings)


def looked_at_row(
    row: FolderRow,
    rules: CloneRules,
    *,
    account: str,
    by: str,
    today: datetime.date,
    ffmpeg: str = "",
    cancelled: Callable[[], bool],
) -> FolderRow:
    """The row after its samples and its prompt were opened and judged, and its consent read.

    Raises CancelledError. Blocking.
    """
    row = _with_consent(row, by=by, today=today)
    limits = rules_of_samples(rules)
    try:
        recordings = tuple(
            recording_of(path, ffmpeg=ffmpeg, cancelled=cancelled) for path in row.samples.files
        )
        recordings = fitted(recordings, limits, ffmpeg=ffmpeg, cancelled=cancelled)
        row = replace(row, recordings=recordings, prompt=None, looked=True, trouble=None)
        findings = judged(recordings, limits, ffmpeg=ffmpeg, cancelled=cancelled)
        if (path := row.samples.prompt) and (by_prompt := rules_of_prompt(rules)):
            if rules.prompt_needs_text and not row.samples.words:
                raise VoiceNotMade(
                    account, f"what is said in {path.name} must be in a .txt beside it"
                )
            words = row.samples.words
            prompt = recording_of(path, words=words, ffmpeg=ffmpeg, cancelled=cancelled)
            findings += judged((prompt,), by_prompt, ffmpeg=ffmpeg, cancelled=cancelled)
            row = replace(row, prompt=prompt)
    except StudioError as error:
        return replace(row, looked=True, trouble=error, findings=(), ticked=False)
    return replace(row, findings=findings)


def those_there(
    library: VoiceLibrary, rows: Iterable[FolderRow], pattern: CloneWish
) -> Mapping[str, OwnVoice]:
    """By name the voices that ordering the rows would give again.

    Raises VoiceLibraryError and AudioError. Blocking.
    """
    found: dict[str, OwnVoice] = {}
    for row in rows:
        if row.usable and (known := known_voice(library, row.wish(pattern, None))):
            found[row.name] = known
    return found


def known_voice(library: VoiceLibrary, wish: CloneWish) -> OwnVoice | None:
    """The voice of the same order, None where there is none, or a recording is gone meanwhile.

    That is told when it is ordered. Raises VoiceLibraryError and AudioError. Blocking.
    """
    try:
        return already_there(library, wish)
    except OSError:
        return None


def character_called(cast: Cast, name: str) -> Character | None:
    """The character a file is named after, by its name in any language; None for nobody."""
    if found := cast.named(name):
        return found
    wanted = name.strip().casefold()
    return next(
        (c for c in cast if wanted in (known.strip().casefold() for known in c.names.values())),
        None,
    )


def _with_consent(row: FolderRow, *, by: str, today: datetime.date) -> FolderRow:
    path = row.samples.consent
    if path is None:
        return replace(row, own=None, own_trouble=None)
    try:
        return replace(row, own=consent_given(str(path), by=by, today=today), own_trouble=None)
    except ConsentError as error:
        return replace(row, own=None, own_trouble=error)
