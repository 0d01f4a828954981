"""Orders put into the queue, as the window and the command line both do it."""

from __future__ import annotations

from collections.abc import Iterable

from studio.casting.making.ordering import (
    DesignWish,
    Looked,
    enter_again,
    enter_clone,
    enter_design,
)
from studio.engines.speech import Price, SpeaksLines
from studio.engines.voice_making import ClonesVoices, DesignsVoices
from studio.engines.voice_orders import CloneOrder, DesignOrder
from studio.errors import VoiceNotMade
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.store.voice_library_queue import CloneQueue

STOPPED = "it was stopped before it was made"
"""Why a voice failed that a person stopped; it is made when they say so."""


def enter_clones(
    library: VoiceLibrary,
    queue: CloneQueue,
    looked: Iterable[Looked],
    *,
    ffmpeg: str = "",
    again: bool = False,
) -> tuple[OwnVoice, ...]:
    """Enter all of them; what failed before waits again, what is there stays as it is.

    Raises ConsentError, VoiceLibraryError and AudioError. Blocking.
    """
    entered = [enter_clone(library, each.wish, ffmpeg=ffmpeg, again=again) for each in looked]
    return tuple(wait_again(library, queue, voice) for voice in entered)


def enter_one_design(
    library: VoiceLibrary, queue: CloneQueue, wish: DesignWish, *, again: bool = False
) -> OwnVoice:
    """Enter a design; as `enter_clones`. Blocking."""
    return wait_again(library, queue, enter_design(library, wish, again=again))


def enter_once_more(library: VoiceLibrary, queue: CloneQueue, id: str) -> OwnVoice:
    """Order what is gone, or failed, once more from what is kept; returns the voice that waits.

    One that was never made waits again itself, any other gets a row of its own. Raises
    ConsentError and VoiceLibraryError. Blocking.
    """
    known = library.voice(id)
    if known.state is VoiceState.FAILED:
        return wait_again(library, queue, known)
    return enter_again(library, id)


def wait_again(library: VoiceLibrary, queue: CloneQueue, voice: OwnVoice) -> OwnVoice:
    """Have a voice that failed before wait again; returns it as it is by now. Blocking."""
    if voice.state is VoiceState.FAILED and queue.retry(voice.id):
        return library.voice(voice.id)
    return voice


def price_again(voice: OwnVoice, engine: SpeaksLines) -> Price:
    """What making a voice once more is billed at once; raises VoiceNotMade where it cannot be."""
    if voice.origin is VoiceOrigin.DESIGN and isinstance(engine, DesignsVoices):
        order = DesignOrder(
            voice.name, voice.description, voice.preview_text, options=dict(voice.options)
        )
        return engine.design_price(order)
    if voice.origin is VoiceOrigin.CLONE and isinstance(engine, ClonesVoices):
        words, model = voice.preview_text, voice.model
        return engine.clone_price(CloneOrder(voice.name, (), preview_text=words, model=model))
    raise VoiceNotMade(voice.account, "it cannot be made again")
