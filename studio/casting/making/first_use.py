"""What speaking with a voice of one's own does: its service keeps it now, and its fee is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from studio.casting.making.billing import VoiceBill
from studio.engines.speech import Price, SpeaksLines, SpeechRequest
from studio.engines.voice_making import ClonesVoices, DesignsVoices
from studio.engines.voice_orders import Fee, FeeDue
from studio.errors import StudioError, VoiceLibraryError
from studio.model.account import service_of
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState

OFTEN_S = 3600.0
"""Seconds within which the next use of the same voice is not news."""


class FirstUse:
    """Notes which voices of the library spoke. Blocking; from any thread, it never raises.

    `tell` hears of a library that cannot be written: the take is paid for all the same. `noted` is
    called when a voice spoke for the first time, in the thread that told of it.
    """

    def __init__(
        self,
        library: VoiceLibrary,
        engines: Mapping[str, SpeaksLines],
        bill: VoiceBill,
        tell: Callable[[StudioError], None],
    ) -> None:
        self._library = library
        self._engines = engines
        self._bill = bill
        self._tell = tell
        self._noted: dict[tuple[str, str], float] = {}
        self.noted: Callable[[], object] = lambda: None

    def spoke(self, request: SpeechRequest) -> None:
        """A line was spoken and billed with the voice of this request."""
        key = (service_of(request.engine), request.voice)
        if self._library.now < self._noted.get(key, 0.0) + OFTEN_S:
            return
        try:
            voice = self._library.named(request.engine, request.voice) if request.voice else None
            if voice is None:
                return
            self._library.use(request.engine, request.voice)
        except VoiceLibraryError as error:
            self._tell(error)
            return
        self._noted[key] = self._library.now
        if not voice.first_used_at:
            self.noted()
        price = fee_at_first_use(voice, self._engines)
        if price is not None and not voice.first_used_at:
            self._bill.fee(voice, price)


class FeesToCome:
    """Knows, without reading a file, which requests make the fee of a voice of one's own due.

    `look` is blocking and from any thread; a voice that spoke meanwhile is told of with `spoke`.
    """

    def __init__(self) -> None:
        self._voices: Mapping[tuple[str, str], OwnVoice] = {}
        self._spoke: set[tuple[str, str]] = set()

    def look(self, library: VoiceLibrary) -> None:
        """Have the voices as they are now; raises VoiceLibraryError."""
        self._voices = {
            (service_of(voice.account), voice.voice): voice
            for voice in library.voices()
            if voice.voice and not voice.first_used_at
        }

    def spoke(self, request: SpeechRequest) -> None:
        """A line was spoken and billed with the voice of this request."""
        self._spoke.add((service_of(request.engine), request.voice))

    def of(self, request: SpeechRequest, engines: Mapping[str, SpeaksLines]) -> Price | None:
        """The fee that falls due with this request; None for nothing known."""
        key = (service_of(request.engine), request.voice)
        voice = None if key in self._spoke else self._voices.get(key)
        return fee_at_first_use(voice, engines) if voice else None


def fee_at_first_use(voice: OwnVoice, engines: Mapping[str, SpeaksLines]) -> Price | None:
    """What the first line of a voice costs besides its characters; None for nothing known."""
    if voice.first_used_at or voice.state is VoiceState.GONE:
        return None
    fee = fee_of_origin(voice.origin, engines.get(voice.account))
    return fee.price if fee and fee.due is FeeDue.FIRST_USE else None


def fee_of_origin(origin: VoiceOrigin, engine: SpeaksLines | None) -> Fee | None:
    """The fee an engine has for voices made in a way; None without."""
    if origin is VoiceOrigin.CLONE and isinstance(engine, ClonesVoices):
        return engine.clone_rules.fee
    if origin is VoiceOrigin.DESIGN and isinstance(engine, DesignsVoices):
        return engine.design_rules.fee
    return None
