"""What making a voice needs: the library and its queue, who makes it, who keeps the bill."""

from __future__ import annotations

import asyncio
import datetime
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from studio.casting.making.billing import NoVoiceBill, VoiceBill
from studio.casting.samples.keeping import reopened
from studio.casting.samples.preparing import prepare
from studio.casting.samples.service_rules import rules_of_prompt, rules_of_samples, sample_of
from studio.engines.speech import SpeaksLines
from studio.engines.voice_orders import CloneOrder, CloneRules, DesignOrder, Sample
from studio.model.consent import require_consent
from studio.model.sample import KeptSample, SampleRules
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice
from studio.store.voice_library_queue import CloneQueue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bench:
    """Where voices are made. The queue stays its owner's to close."""

    library: VoiceLibrary
    queue: CloneQueue
    engines: Mapping[str, SpeaksLines]
    bill: VoiceBill = field(default_factory=NoVoiceBill)
    ffmpeg: str = ""

    def clone_order(
        self, voice: OwnVoice, rules: CloneRules, folder: Path, cancelled: Callable[[], bool]
    ) -> CloneOrder:
        """What an engine is asked, its recordings written into a folder.

        Raises ConsentError, SampleError, VoiceLibraryError, AudioError and CancelledError.
        Blocking.
        """
        today = datetime.date.fromtimestamp(self.library.now)
        require_consent(voice.consent, today=today, source=voice.name)

        def written(sample: KeptSample, rules: SampleRules, name: str) -> Sample:
            sources = reopened(sample, self.library.files, ffmpeg=self.ffmpeg)
            target = folder / name
            return sample_of(
                prepare(
                    sample.edit, sources, rules, target, ffmpeg=self.ffmpeg, cancelled=cancelled
                )
            )

        by = rules_of_samples(rules)
        samples = tuple(written(s, by, f"sample-{n}") for n, s in enumerate(voice.samples, 1))
        by_prompt, prompt = rules_of_prompt(rules), None
        if voice.prompt and by_prompt:
            prompt = written(voice.prompt, by_prompt, "prompt")
        return CloneOrder(
            voice.name, samples, voice.languages[0] if voice.languages else "",
            prompt, voice.prompt.words if voice.prompt and prompt else "",
            voice.preview_text, voice.model, voice.options,
        )  # fmt: skip


def design_order(voice: OwnVoice) -> DesignOrder:
    """What an engine is asked for a design."""
    return DesignOrder(
        voice.name, voice.description, voice.preview_text, options=dict(voice.options)
    )


def folder_for_samples() -> tempfile.TemporaryDirectory[str]:
    """A private folder that goes with what is in it."""
    return tempfile.TemporaryDirectory(prefix="understudy-", ignore_cleanup_errors=True)


async def in_thread(work: Callable[[], T]) -> T:
    """Run something short in a thread to its end; being cancelled meanwhile is raised later."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait((task,))
    return task.result()


async def stoppable(work: Callable[[Callable[[], bool]], T]) -> T:
    """Run something long in a thread, which is told to end when this is cancelled."""
    stop = Event()
    task = asyncio.ensure_future(asyncio.to_thread(work, stop.is_set))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait((task,))
        task.exception()
        raise


async def seen_through(work: Coroutine[Any, Any, T]) -> T:
    """Run an engine's work; what it gives although it was cancelled counts.

    The first cancelling is passed on to it, and it may go on to its end; the second one breaks it
    off. Whoever called looks afterwards whether it was cancelled, by `raise_if_cancelled`.
    """
    task = asyncio.ensure_future(work)
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError:
            task.cancel()
    return task.result()


def is_cancelled() -> bool:
    """Whether the task was cancelled and saw something to its end first."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def raise_if_cancelled() -> None:
    """Raise CancelledError where the task was cancelled and saw something to its end first."""
    if is_cancelled():
        raise asyncio.CancelledError
