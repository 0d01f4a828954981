"""What is kept of a sample, so that it can be cut anew or sent again years later."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studio.audio.samples.sources import Source, Sources, open_source
from studio.audio.samples.stretch_file import write_stretch
from studio.audio.stretch import WHOLE_MIX, Listening
from studio.model.sample import KeptSample, KeptSource, SampleEdit
from studio.model.span import SAMPLE_RATE, Span
from studio.store.voice_library_files import KeptFiles

LARGEST_WHOLE = 64 << 20
"""Bytes up to which the recording itself is kept; of a larger one, the part that is used."""

AROUND_S = 10
"""Whole seconds kept before and after the part that is used."""


def kept(
    edit: SampleEdit,
    sources: Sources,
    files: KeptFiles,
    *,
    words: str = "",
    ffmpeg: str = "",
    cancelled: Callable[[], bool] = lambda: False,
) -> KeptSample:
    """Keep the recordings of a sample; raises VoiceLibraryError, AudioError and CancelledError.

    A film is not copied: the stretch around the used pieces is kept as FLAC, and the pieces count
    from its beginning. Blocking.
    """
    found: list[KeptSource] = []
    shifts: dict[str, int] = {}
    for id in edit.sources:
        source = sources[id]
        if source.path.stat().st_size <= LARGEST_WHOLE:
            sha256, listening = files.keep(source.path), source.listening
            name, shifts[id] = source.name, 0
        else:
            used = [piece.source_span for piece in edit.pieces if piece.source == id]
            start, end = _around(used, source.length)
            name, listening, shifts[id] = f"{source.path.stem}.flac", WHOLE_MIX, start
            sha256 = _kept_stretch(source, start, end, files, ffmpeg, cancelled)
        found.append(KeptSource(id, sha256, name, listening.track, listening.channel))
    pieces = tuple(
        replace(piece, source_span=piece.source_span.moved(-shifts[piece.source]))
        for piece in edit.pieces
    )
    return KeptSample(tuple(found), replace(edit, pieces=pieces), words)


def reopened(sample: KeptSample, files: KeptFiles, *, ffmpeg: str = "") -> dict[str, Source]:
    """The recordings of a kept sample, to go on cutting; raises VoiceLibraryError, AudioError."""
    found: dict[str, Source] = {}
    for each in sample.sources:
        path = files.checked(each.sha256, each.name)
        listening = Listening(each.track, each.channel)
        found[each.id] = replace(open_source(path, listening=listening, ffmpeg=ffmpeg), id=each.id)
    return found


def _around(used: list[Span], length: int) -> tuple[int, int]:
    """Whole seconds around what is used: they are whole samples at any rate."""
    start = min(span.start for span in used) // SAMPLE_RATE - AROUND_S
    end = -(-max(span.end for span in used) // SAMPLE_RATE) + AROUND_S
    return max(start, 0) * SAMPLE_RATE, min(end * SAMPLE_RATE, length)


def _kept_stretch(
    source: Source,
    start: int,
    end: int,
    files: KeptFiles,
    ffmpeg: str,
    cancelled: Callable[[], bool],
) -> str:
    with tempfile.TemporaryDirectory(prefix="understudy-") as folder:
        draft = Path(folder, "stretch.flac")
        write_stretch(source, Span(start, end), draft, ffmpeg=ffmpeg, cancelled=cancelled)
        return files.keep(draft)
