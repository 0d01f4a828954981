"""Emphasis as runs of styled text and as marks in the words: `*italic*`, `**bold**`, `_line_`.

What is struck out is still there and not said, as in `/* */`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.formats.words import without_emphasis

_STYLED = re.compile(
    r"(?<![\\*])(\*{1,3})(?=\S)((?:[^*\\\n]|\\.)+?)(?<=\S)\1(?!\*)"
    r"|(?<![\\\w])_(?=\S)((?:[^_\\\n]|\\.)+?)(?<=\S)_(?!\w)"
)
_STYLES = {"*": "Italic", "**": "Bold", "***": "Bold+Italic"}
_MARKS = {style: mark for mark, style in _STYLES.items()} | {"Underline": "_"}
STRUCK = "Strikeout"
"""The style of words that are struck out."""

_ESCAPED = re.compile(r"[\\*_]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style, as Final Draft names styles; empty is plain."""

    text: str
    style: str = ""


def runs_of(words: str) -> Iterator[Run]:
    """Words with marks of emphasis as runs without them."""
    at = 0
    for found in _STYLED.finditer(words):
        if found.start() > at:
            yield Run(without_emphasis(words[at : found.start()]))
        inner = found[2] if found[1] else found[3]
        yield Run(without_emphasis(inner), _STYLES[found[1]] if found[1] else "Underline")
        at = found.end()
    if at < len(words) or not words:
        yield Run(without_emphasis(words[at:]))


def words_of(runs: Iterable[Run]) -> str:
    """Runs as words; what would be taken for emphasis and is none is escaped."""
    return "".join(_marked(run) for run in _joined(runs))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one style as one run; Final Draft splits them where somebody typed."""
    before: Run | None = None
    for run in runs:
        if before is not None and before.style == run.style:
            before = Run(before.text + run.text, run.style)
            continue
        if before is not None:
            yield before
        before = run
    if before is not None:
        yield before


def _marked(run: Run) -> str:
    if STRUCK in run.style.split("+"):
        return f"/*{run.text.replace('*/', '* /')}*/" if run.text else ""
    text = run.text if without_emphasis(run.text) == run.text else _escaped(run.text)
    mark = _MARKS.get("+".join(sorted(part for part in run.style.split("+") if part in _KNOWN)), "")
    if not mark or not run.text.strip() or "\n" in run.text:
        return text
    bare = _escaped(run.text)
    head, tail = len(bare) - len(bare.lstrip()), len(bare.rstrip())
    return f"{bare[:head]}{mark}{bare[head:tail]}{mark}{bare[tail:]}"


_KNOWN = frozenset({"Bold", "Italic", "Underline"})


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\\" + found[0], text)
