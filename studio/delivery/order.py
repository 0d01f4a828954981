"""What a client asks to be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FORMATS = ("wav", "flac", "mp3", "m4a", "ogg")
SUBTITLE_KINDS = ("srt", "vtt", "ass")
BIT_DEPTHS = (16, 24)
TIMELINE_KINDS = ("rpp", "otio", "xml", "txt")
"""Reaper, OpenTimelineIO, Final Cut Pro 7 XML, labels for Audacity: by the endings of files."""

SHEET_KINDS = ("csv", "xlsx", "json")
LABELS = "txt"
"""The one kind of timeline that names no files."""
FRAME_RATE = "25"

MIX_PATTERN = "{episode:02}_{language}_mix"
STEM_PATTERN = "{episode:02}_{language}_{character}"
LINE_PATTERN = "{episode:02}_{line:04}_{character}_{language}"
SUBTITLE_PATTERN = "{episode:02}_{language}"
TIMELINE_PATTERN = "{episode:02}_{language}"
SHEET_PATTERN = "{episode:02}_{language}_cues"
CONSENTS_PATTERN = "{episode:02}_{language}_consents"


@dataclass(frozen=True, slots=True)
class Order:
    """Which episodes and languages as which files; no episodes or languages means all.

    `loudness` is the integrated loudness of the mix in LUFS, None leaves levels as they are.
    With `beds` the mix has music and video sound below the voices, and stems have one for all of
    them; `stereo_stems` are where their lanes are panned. `timelines` are lists of clips for other
    programs, with each clip as a file beside them; `frame_rate` is that of their picture, and of
    the time codes of cue `sheets`.
    """

    folder: Path
    languages: tuple[str, ...] = ()
    episodes: tuple[int, ...] = ()
    mix: bool = True
    stems: bool = False
    lines: bool = False
    subtitles: tuple[str, ...] = ()
    format: str = "wav"
    bit_depth: int = 24
    loudness: float | None = None
    mix_pattern: str = MIX_PATTERN
    stem_pattern: str = STEM_PATTERN
    line_pattern: str = LINE_PATTERN
    subtitle_pattern: str = SUBTITLE_PATTERN
    overwrite: bool = False
    beds: bool = False
    stereo_stems: bool = False
    timelines: tuple[str, ...] = ()
    frame_rate: str = FRAME_RATE
    timeline_pattern: str = TIMELINE_PATTERN
    sheets: tuple[str, ...] = ()
    sheet_pattern: str = SHEET_PATTERN

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns of all names, whether there will be such files or not."""
        return (
            self.mix_pattern,
            self.stem_pattern,
            self.line_pattern,
            self.subtitle_pattern,
            self.timeline_pattern,
            self.sheet_pattern,
        )
