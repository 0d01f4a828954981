"""One voice asked of useapi, and found in the list when its answer is lost.

The service chooses the id, so the list is read before: what is new under the name is the voice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from itertools import count

from studio.engines.useapi.answers import Closed, Missing
from studio.engines.useapi.client import Client
from studio.engines.useapi.cloning import OwnVoices
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.voice_orders import REDUCE_NOISE, fitting_name, says_no_slot
from studio.engines.useapi.voices import VoiceRecord, clones_of
from studio.engines.voice_making import ClonedVoice, Making, MakingStep, Preview, Told, told_first
from studio.engines.voice_orders import CloneOrder
from studio.engines.web_download import DownloadFailed
from studio.engines.web_upload import kind_of
from studio.errors import (
    AccountError,
    EngineBusy,
    EngineRefused,
    EngineUnreachable,
    NoConnection,
    NoFreeSlot,
    OutcomeUnknown,
    VoiceError,
    VoiceInDoubt,
)

CLONING_S = 75.0
"""How long after it was asked for a voice may appear: the vendor says up to a minute."""
LOOKS_S = (1.0, 2.0, 4.0, 5.0)
"""Seconds between two looks at the list after a lost answer; the last one goes on."""
LOOKS_AT_ONCE = 2
"""Pauses after which whoever asked for the voice is told that it is in doubt, and can go on with
another one; it is settled later."""
_LARGEST_PREVIEW = 32 << 20


class OneClone:
    """One voice to be made on the account a query names; `known` are the clones before it."""

    def __init__(
        self,
        client: Client,
        dialect: Dialect,
        query: Mapping[str, str],
        known: frozenset[str],
        told: Told,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._client = client
        self._dialect = dialect
        self._query = query
        self._known = known
        self._told = told
        self._clock = clock
        self._sleep = sleep

    async def done(self, order: CloneOrder, files: Sequence[str], tag: str) -> ClonedVoice:
        """The voice of recordings that are there; raises VoiceError."""
        name, began = fitting_name(order.name), self._clock()
        reduce = order.options.get(REDUCE_NOISE.name, REDUCE_NOISE.default) is True
        before = tuple(sorted(self._known))
        await told_first(self._told, Making(MakingStep.MAKING, before=before))
        try:
            record = await OwnVoices(self._client).clone_voice(
                self._dialect, files, name=name, language_tag=tag, reduce_noise=reduce
            )
        except EngineRefused as refusal:
            if says_no_slot(refusal.detail):
                raise await self._full(refusal) from refusal
            raise
        except (EngineBusy, NoConnection):
            raise  # surely not taken
        except (OutcomeUnknown, EngineUnreachable) as lost:
            record = await self._found(name, began, lost, pauses=LOOKS_AT_ONCE)
        return ClonedVoice(record.id, order.name.strip(), await self._preview(record))

    async def settled(self, order: CloneOrder, seconds_ago: float) -> ClonedVoice:
        """The voice a program asked for so long ago which then ended; raises as `_found`."""
        lost = OutcomeUnknown(self._client.engine, "the program ended meanwhile")
        record = await self._found(fitting_name(order.name), self._clock() - seconds_ago, lost)
        return ClonedVoice(record.id, order.name.strip(), await self._preview(record))

    async def _found(
        self, name: str, began: float, lost: VoiceError, *, pauses: int | None = None
    ) -> VoiceRecord:
        """The voice in the list; raises EngineUnreachable when it surely was not made.

        After an outright no one look is enough. VoiceInDoubt when the list cannot be had, or when
        it may still appear after so many `pauses`.
        """
        await told_first(self._told, Making(MakingStep.SETTLING))
        until = began + CLONING_S if isinstance(lost, OutcomeUnknown) else began
        for look in count():
            try:
                clones = await clones_of(self._client, self._dialect, self._query)
            except (VoiceError, AccountError, Closed, Missing) as error:
                raise VoiceInDoubt(lost.engine, lost.detail) from error
            fresh = [each for each in clones if each.name == name and each.id not in self._known]
            if fresh:
                return fresh[-1]
            if self._clock() >= until:
                raise EngineUnreachable(lost.engine, f"{lost.detail}; no voice was made") from lost
            if look == pauses:
                raise VoiceInDoubt(lost.engine, f"{lost.detail}; it is not there yet") from lost
            await self._sleep(LOOKS_S[min(look, len(LOOKS_S) - 1)])
        raise AssertionError("the looks have an end")

    async def _full(self, refusal: EngineRefused) -> EngineRefused:
        """What to tell of an account that is full: the voices that could go."""
        try:
            clones = await clones_of(self._client, self._dialect, self._query)
        except (VoiceError, AccountError, Closed, Missing):
            clones = ()
        return full(refusal.engine, refusal.detail, clones)

    async def _preview(self, record: VoiceRecord) -> Preview | None:
        """The free sample of the new voice, None where there is none yet."""
        if not record.sample:
            return None
        await told_first(self._told, Making(MakingStep.FETCHING, voice=record.id))
        try:
            data = await self._client.web.download(record.sample, largest=_LARGEST_PREVIEW)
        except (DownloadFailed, VoiceError):
            return None
        kind = kind_of(data)
        return Preview(data, kind) if kind else None


def full(engine: str, why: str, clones: Iterable[VoiceRecord]) -> NoFreeSlot:
    """The error of an account that holds as many voices as it may."""
    voices = tuple((each.id, each.name or each.id) for each in clones)
    return NoFreeSlot(engine, why, voices=voices)
