"""Finished WAV files as MP3, M4A or Ogg, with tags."""

from __future__ import annotations

import contextlib
import os
import traceback
import warnings
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from studio.audio.ffmpeg import ffmpeg_program, last_line, run_ffmpeg
from studio.audio.pending import pending_files
from studio.audio.soundfiles import REFUSALS, SoundReader
from studio.errors import AudioError, AudioProblem, DeliveryError, DeliveryProblem

Compressed = Literal["mp3", "m4a", "ogg"]

LONGEST_IN_MEMORY = 10 * 60
"""Seconds up to which pydub does the work; see `compress`."""

_DISK_FULL = "No space left on device"


@dataclass(frozen=True, slots=True)
class Tags:
    """What players show; empty ones are left out."""

    title: str = ""
    artist: str = ""
    album: str = ""

    def named(self) -> dict[str, str]:
        """The tags that say something, by their name in the file."""
        named = {"title": self.title, "artist": self.artist, "album": self.album}
        return {name: text for name, text in named.items() if text}


UNTAGGED = Tags()


@dataclass(frozen=True, slots=True)
class _Encoding:
    container: str
    codec: str
    bitrate: str


_ENCODINGS: Mapping[Compressed, _Encoding] = {
    "mp3": _Encoding("mp3", "libmp3lame", "192k"),
    "m4a": _Encoding("ipod", "aac", "192k"),
    "ogg": _Encoding("ogg", "libvorbis", "160k"),
}


def compress(
    wave: Path,
    target: Path,
    kind: Compressed,
    *,
    tags: Tags = UNTAGGED,
    bitrate: str = "",
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Encode a WAV file; `bitrate` as in "192k", `ffmpeg` is the one from the settings.

    An episode goes through pydub, which holds all of it in memory twice, 23 MB a minute. Above
    ten minutes the ffmpeg program reads the file itself, so memory stays the same however long
    it is. Raises DeliveryError or AudioError, leaving nothing behind, and
    concurrent.futures.CancelledError: at once when long, before encoding when short.
    """
    with pending_files([target]) as (draft,):
        job = _Job(wave, draft, _ENCODINGS[kind], bitrate, tags, ffmpeg_program(ffmpeg))
        if cancelled():
            raise CancelledError
        short = _short_sound(wave)
        if short is None:
            job.by_program(cancelled)
        else:
            job.by_pydub(short)
        with open(draft, "rb+") as whole:
            os.fsync(whole.fileno())


@dataclass(frozen=True, slots=True)
class _Short:
    """A sound in memory: samples of 32 bits."""

    samples: bytes
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class _Job:
    wave: Path
    draft: Path
    encoding: _Encoding
    bitrate: str
    tags: Tags
    program: str

    def by_pydub(self, sound: _Short) -> None:
        """Encode samples that are in memory."""
        with open(self.draft, "xb+") as file, _pydub_errors(self.program, self.draft):
            # The converter is a class attribute; a class of our own leaves pydub's alone.
            segment = type("Segment", (_pydub().AudioSegment,), {"converter": self.program})
            whole = cast(Any, segment)(
                data=sound.samples,
                sample_width=4,
                frame_rate=sound.rate,
                channels=sound.channels,
            )
            whole.export(
                file,
                format=self.encoding.container,
                codec=self.encoding.codec,
                bitrate=self.bitrate or self.encoding.bitrate,
                tags=self.tags.named(),
            )

    def by_program(self, cancelled: Callable[[], bool]) -> None:
        """Encode from file to file."""
        named = self.tags.named().items()
        tags = [word for name, text in named for word in ("-metadata", f"{name}={text}")]
        code, said = run_ffmpeg(
            self.program,
            ["-v", "error", "-i", str(self.wave), "-c:a", self.encoding.codec]
            + ["-b:a", self.bitrate or self.encoding.bitrate, *tags]
            + ["-f", self.encoding.container, str(self.draft)],
            cancelled=cancelled,
        )
        if code != 0:
            raise _refusal(self.draft, said)


def _short_sound(wave: Path) -> _Short | None:
    """A WAV file in memory, None when it is too long for that."""
    try:
        with contextlib.closing(SoundReader(wave)) as reader:
            if reader.length > LONGEST_IN_MEMORY * reader.rate:
                return None
            samples = b"".join(_widened(block) for block in reader.blocks())
            return _Short(samples, reader.rate, reader.channels)
    except REFUSALS as error:
        raise AudioError(AudioProblem.UNDECODABLE, str(wave), str(error)) from error


def _widened(block: NDArray[np.float32]) -> bytes:
    """Samples of up to 24 bits as the upper bits of 32, exactly."""
    return (np.clip(block, -1.0, 1.0 - 2.0**-24) * np.float32(2**31)).astype("<i4").tobytes()


def _pydub() -> Any:
    """The library, imported late: it looks for ffmpeg and warns when PATH has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pydub  # pyright: ignore[reportMissingTypeStubs] -- ships none
    return pydub


@contextmanager
def _pydub_errors(program: str, draft: Path) -> Generator[None]:
    try:
        yield
    except BaseException as error:
        _remove_leftovers(error)
        if isinstance(error, _pydub().exceptions.CouldntEncodeError):
            raise _refusal(draft, str(error)) from error
        if isinstance(error, OSError) and error.filename == program:
            raise AudioError(AudioProblem.ENCODER, program, error.strerror or "") from error
        raise


def _remove_leftovers(error: BaseException) -> None:
    """Close and remove the two temporary files that pydub's export leaves when it fails.

    It tells nobody their names; they are variables of its frame.
    """
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_name == "export":
            found = (frame.f_locals.get(name) for name in ("data", "output"))
            for leftover in filter(None, found):
                with contextlib.suppress(OSError):
                    leftover.close()
                    os.unlink(leftover.name)


def _refusal(draft: Path, said: str) -> AudioError | DeliveryError:
    """What ffmpeg's last words mean."""
    if _DISK_FULL in said:
        return DeliveryError(DeliveryProblem.DISK_FULL, str(draft.parent), _DISK_FULL)
    return AudioError(AudioProblem.ENCODER, draft.suffix, last_line(said))
