"""Subtitles in two languages: the words, and under them what they mean in other letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.formats.language import guess_language
from studio.formats.subtitled.cues import SubtitleCue

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 0.6
"""The share of cues that must have both."""


class Languages:
    """The languages of a file: `own` and `other` are codes, both empty where it has one."""

    def __init__(self, cues: Sequence[SubtitleCue]) -> None:
        parts = [self._split(cue) for cue in cues]
        both = [(first, second) for first, second in parts if second]
        self.own = self.other = ""
        if len(both) < 2 or len(both) < len(cues) * _ENOUGH:
            return
        own = guess_language(line for first, _ in both for line in first)
        other = guess_language(line for _, second in both for line in second)
        if own != other:
            self.own, self.other = own, other

    def parted(self, cue: SubtitleCue) -> tuple[int, str]:
        """How many lines of a cue are in the first language, and the words in the other."""
        first, second = self._split(cue) if self.other else ([], [])
        return (len(first), " ".join(second)) if second else (len(cue.lines), "")

    @staticmethod
    def _split(cue: SubtitleCue) -> tuple[list[str], list[str]]:
        """The lines in the letters of the first, and those below, if all are in other ones."""
        lines = [line for _, line in cue.lines]
        kinds = [_east_asian(line) for line in lines]
        change = next((n for n, kind in enumerate(kinds) if kind is not kinds[0]), len(lines))
        if any(kind is kinds[0] for kind in kinds[change:]):
            return lines, []
        return lines[:change], lines[change:]


def _east_asian(line: str) -> bool:
    """Whether a line is in Chinese, Japanese or Korean, with a name in other letters at most."""
    letters = len(_LETTER.findall(line))
    return len(_EAST_ASIAN.findall(line)) * 5 >= letters > 0
