"""The record scanner against well-formed input, and what rubbish and small pieces cost it."""

from __future__ import annotations

import json
import time

from studio.writing.scanning.letters import Letters
from studio.writing.scanning.records import RecordScanner
from studio.writing.scanning.shapes import SCRIPT, TRANSLATION, Shape
from tests.bench.figures import Figure, at_least, stated

ROWS = 30_000
SPEED = 20
"""Megabytes a second of well-formed input."""

_EN = "The ferry leaves at midnight; cabin {} is yours, and nobody asks for your name."
_ZH = "渡船在午夜离开，{}号舱是你的，没有人会问你的名字。"


def run() -> list[Figure]:
    """Every way of writing records, in pieces of 64 kB and 4 kB; then the rest, as it is."""
    figures: list[Figure] = []
    for name, (shape, data) in _well_formed().items():
        for size in (65536, 4096):
            speed = _speed(data, size, shape)
            figures.append(at_least(f"{name}, pieces of {size // 1024} kB", speed, SPEED, "MB/s"))
    shape, data = _well_formed()["script, a row to a line"]
    figures.append(
        stated(
            "script, pieces of 12 bytes",
            _speed(b"".join(data.splitlines(keepends=True)[:4000]), 12, shape),
            "MB/s",
        )
    )
    for name, text in _rubbish().items():
        for size in (65536, 1):
            speed = _speed(text.encode(), size, TRANSLATION, least=0) * 1000
            figures.append(stated(f"rubbish: {name}, pieces of {size} bytes", speed, "kB/s"))
    return figures


def _well_formed() -> dict[str, tuple[Shape, bytes]]:
    line = {"k": "line", "s": "s01", "c": "c2", "e": "angry", "d": "to herself", "p": 300}
    script = [{**line, "x": _EN.format(number)} for number in range(ROWS)]
    texts = {f"a{number}": _ZH.format(number) for number in range(ROWS)}
    lines = [{"id": key, "t": text} for key, text in texts.items()]
    ways = {
        "script, a row to a line": (SCRIPT, "\n".join(map(json.dumps, script))),
        "script, an array over many lines": (SCRIPT, json.dumps(script, indent=1)),
        "translation, a row to a line": (
            TRANSLATION,
            "\n".join(json.dumps(row, ensure_ascii=False) for row in lines),
        ),
        "translation, one object": (TRANSLATION, json.dumps(texts, ensure_ascii=False)),
    }
    return {name: (shape, text.encode()) for name, (shape, text) in ways.items()}


def _rubbish() -> dict[str, str]:
    return {
        "open braces": '{"' * 50_000,
        "open objects": '{"a":' * 20_000,
        "open rows": '{"id":"' * 15_000,
        "quotes": '{"id":"a","t":"' + '"' * 100_000,
        "half keys": '{"id":"a","t":"x" \'til ' * 4_000,
        "blanks": "\n " * 50_000,
    }


def _speed(data: bytes, size: int, shape: Shape, *, least: int = 1) -> float:
    """Megabytes a second of this process's own time; the best of three."""
    best = 0.0
    for _ in range(3):
        letters, scanner = Letters(), RecordScanner(shape)
        begun = time.process_time()
        count = 0
        for at in range(0, len(data), size):
            count += len(scanner.feed(letters.feed(data[at : at + size])))
        count += len(scanner.finish())
        best = max(best, len(data) / (time.process_time() - begun) / 1e6)
        assert count >= least
        assert not least or not (scanner.mended or scanner.skipped_counts)
    return best
