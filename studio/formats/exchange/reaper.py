"""Reaper projects: exact to the sample, with fades, gains and every take of a line."""

from __future__ import annotations

from collections.abc import Iterator

from studio.formats.exchange.timeline import Event, ExchangeTimeline, SoundFile, Track
from studio.model.span import SAMPLE_RATE

_NO_COLOUR = 16_576
"""What Reaper writes for a track that has its usual colour."""


def write_reaper(timeline: ExchangeTimeline) -> str:
    """The timeline as an `.rpp` file; sound files are named relative to it."""
    return "\n".join(_lines(timeline)) + "\n"


def _lines(timeline: ExchangeTimeline) -> Iterator[str]:
    yield '<REAPER_PROJECT 0.1 "7.0" 0'
    yield f"  SAMPLERATE {SAMPLE_RATE} 1 0"
    yield f"  TITLE {_quoted(timeline.name)}"
    for number, mark in enumerate(timeline.marks, 1):
        kind = 0 if mark.end is None else 1
        yield f"  MARKER {number} {_seconds(mark.at)} {_quoted(mark.name)} {kind}"
        if mark.end is not None:
            yield f'  MARKER {number} {_seconds(mark.end)} "" 1'
    for track in timeline.tracks:
        yield from _track(track)
    yield ">"


def _track(track: Track) -> Iterator[str]:
    yield "  <TRACK"
    yield f"    NAME {_quoted(track.name)}"
    yield f"    PEAKCOL {_colour(track.colour)}"
    yield f"    VOLPAN {_factor(track.gain_db)} {track.pan:.4f} -1 -1 1"
    yield f"    MUTESOLO {int(track.muted)} {int(track.soloed)} 0"
    yield "    NCHAN 2"
    for event in track.events:
        yield from _item(event)
    yield "  >"


def _item(event: Event) -> Iterator[str]:
    span = event.timeline_span
    yield "    <ITEM"
    yield f"      POSITION {_seconds(span.start)}"
    yield f"      LENGTH {_seconds(span.length)}"
    yield "      LOOP 0"
    yield f"      FADEIN 1 {_seconds(event.fade_in)} 0 1 0 0"
    yield f"      FADEOUT 1 {_seconds(event.fade_out)} 0 1 0 0"
    yield f"      MUTE {int(event.muted)} 0"
    yield f"      VOLPAN 1 0 {_factor(event.gain_db)} -1"
    yield from _source(event.name, event.source_span.start, event.file)
    if event.words:
        yield "      <NOTES"
        yield from (f"        |{line}" for line in event.words.splitlines())
        yield "      >"
    for file, place in event.others:
        yield "      TAKE"
        yield from _source(f"{event.name} {_stem(file)}", place, file)
    yield "    >"


def _source(name: str, place: int, file: SoundFile) -> Iterator[str]:
    yield f"      NAME {_quoted(name)}"
    yield f"      SOFFS {_seconds(place)}"
    yield "      <SOURCE WAVE"
    yield f"        FILE {_quoted(file.path)}"
    yield "      >"


def _seconds(samples: int) -> str:
    """Seconds with ten decimals, a thousandth of a sample and less."""
    return f"{samples / SAMPLE_RATE:.10f}"


def _factor(decibels: float) -> str:
    return f"{10.0 ** (decibels / 20.0):.8f}"


def _colour(colour: str) -> int:
    """A colour as Reaper keeps it: blue, green, red, and a bit that says it is one."""
    if len(colour) != 7:
        return _NO_COLOUR
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0x1000000 | blue << 16 | green << 8 | red


def _stem(file: SoundFile) -> str:
    return file.path.rpartition("/")[2].rpartition(".")[0]


def _quoted(words: str) -> str:
    """Words in the kind of quotes they do not hold; Reaper knows no escapes."""
    bare = " ".join(words.split())
    for quote in "\"'`":
        if quote not in bare:
            return f"{quote}{bare}{quote}"
    return "`" + bare.replace("`", "'") + "`"
