"""A voice of one's own: cloned, designed or mixed, with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from studio.model.account import service_of
from studio.model.cast import Scalar
from studio.model.consent import Consent
from studio.model.sample import KeptSample

DAY_S = 86_400.0


class VoiceOrigin(StrEnum):
    """How a voice came to be."""

    CLONE = "clone"
    DESIGN = "design"
    MIX = "mix"


class VoiceState(StrEnum):
    """How far a voice is. An unsure one was asked for, and nobody knows whether it was made.

    A gone one was ready, and its service has it no more.
    """

    WAITING = "waiting"
    UPLOADING = "uploading"
    CLONING = "cloning"
    UNSURE = "unsure"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


IN_FLIGHT = frozenset({VoiceState.UPLOADING, VoiceState.CLONING})


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """One voice of the library; times are in seconds since 1970, 0.0 for never.

    `account` is the engine's name as castings have it, `voice` the id at the service, empty until
    it is known. `made_at` is when the service made it, `used_at` and `first_used_at` when it spoke
    a line that counts there; `unused_days` is how long the service keeps one that never did, 0 for
    ever. `preview_text` is what it says when it is made, with `model`; `preview` is the SHA-256 of
    that sound. `wanted` marks one the person wants kept. `uploads` are the service's names of
    samples that were sent, `sent_at` when the voice was asked for, and `before` the voices that
    the account had then, where the service chooses the ids. `parts` of a mix are ids and weights.
    """

    id: str
    origin: VoiceOrigin
    account: str
    name: str
    voice: str = ""
    languages: tuple[str, ...] = ()
    state: VoiceState = VoiceState.READY
    reason: str = ""
    entered_at: float = 0.0
    made_at: float = 0.0
    first_used_at: float = 0.0
    used_at: float = 0.0
    unused_days: float = 0.0
    wanted: bool = False
    consent: Consent | None = None
    samples: tuple[KeptSample, ...] = ()
    prompt: KeptSample | None = None
    description: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    options: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])
    preview: str = ""
    preview_text: str = ""
    model: str = ""
    before: tuple[str, ...] = ()
    uploads: Mapping[str, str] = field(default_factory=dict[str, str])
    sent_at: float = 0.0
    removed_at: float = 0.0

    @property
    def service(self) -> str:
        """The service that has the voice."""
        return service_of(self.account)

    @property
    def expires_at(self) -> float | None:
        """When the service forgets it unless it speaks before; None where it keeps it."""
        clock_runs = self.state is VoiceState.READY and self.made_at and not self.first_used_at
        if not clock_runs or not self.unused_days:
            return None
        return self.made_at + self.unused_days * DAY_S

    def is_over(self, now: float) -> bool:
        """Whether the service has forgotten it by now, for want of use."""
        return self.expires_at is not None and now >= self.expires_at

    def to_be_kept(self, now: float, *, within_s: float = 2 * DAY_S) -> bool:
        """Whether it is wanted and about to be forgotten: a line spoken with it keeps it."""
        if not self.wanted or self.expires_at is None:
            return False
        return now < self.expires_at <= now + within_s

    @property
    def files(self) -> frozenset[str]:
        """The SHA-256 of the recordings that are kept for it."""
        kept = (*self.samples, *([self.prompt] if self.prompt else []))
        found = {source.sha256 for sample in kept for source in sample.sources}
        return frozenset({*found, *([self.preview] if self.preview else [])})

    @property
    def named_files(self) -> frozenset[str]:
        """The same with the document of the consent, which may be kept here or elsewhere."""
        document = self.consent.document if self.consent else None
        return self.files | {document.sha256} if document and document.sha256 else self.files
