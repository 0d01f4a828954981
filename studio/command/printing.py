"""What commands print: progress for people on stderr, results on stdout, JSON on request."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from studio.command.counting import counted
from studio.command.fitting import fit_object, told_fit
from studio.command.mix_printing import bed_object, lane_object, told_mix
from studio.command.rendered import Rendered
from studio.command.table import table
from studio.delivery.report import DeliveredEpisode, DeliveredLine
from studio.engines.speech import Voice
from studio.synthesis.batch import Batch, Progress
from studio.synthesis.plan import BatchPlan
from studio.synthesis.pricing import cost_of, fees_of
from studio.wording import sentence

SHORT = 40
NO_TAKE = "The line has no take."


class ProgressLine:
    """One line that is written over on a terminal; elsewhere a line per tenth of the batch."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._overwrites = stream.isatty()
        self._tenth = -1

    def watch(self, batch: Batch) -> None:
        """Show how far a batch is from now on."""
        if batch.takes:
            self._tell_fees(BatchPlan(batch.takes))
            batch.listen(self._show)

    def close(self) -> None:
        """Leave the line."""
        if self._overwrites and self._tenth >= 0:
            self._stream.write("\n")

    def _tell_fees(self, plan: BatchPlan) -> None:
        """What a batch will cost, where the first lines of voices make their fees fall due."""
        fees = fees_of(plan.priced)
        if fees:
            cost = ", ".join(f"{a:.2f} {c}" for c, a in cost_of(plan.priced).items())
            of_it = ", ".join(f"{a:.2f} {c}" for c, a in fees.items())
            billed = counted(plan.billed_characters, "character")
            told = f"{counted(len(plan.takes), 'line')}, {billed}, about {cost}"
            self._stream.write(f"{told}; {of_it} of it for the first lines of voices.\n")
            self._stream.flush()

    def _show(self, progress: Progress) -> None:
        tenth = progress.done * 10 // progress.total
        if not self._overwrites and tenth == self._tenth:
            return
        self._tenth = tenth
        left = "" if progress.seconds_left is None else f", {progress.seconds_left:.0f} s left"
        failed = f", {progress.failed} failed" if progress.failed else ""
        text = f"Voicing {progress.done} of {progress.total}{failed}{left}"
        self._stream.write(f"\r\x1b[K{text}" if self._overwrites else f"{text}\n")
        self._stream.flush()


def print_rendered(rendered: Rendered, *, as_json: bool) -> None:
    """The delivery, as one JSON object or as a list of files; failed lines go to stderr."""
    for told in _told(rendered):
        print(f"understudy: {told}", file=sys.stderr)
    if as_json:
        print(json.dumps(rendered_object(rendered), ensure_ascii=False, indent=2))
        return
    for episode in rendered.report.episodes:
        files = [episode.mix, *episode.stems.values(), episode.beds_stem]
        files += episode.subtitles.values()
        files += [*episode.timelines.values(), *episode.sheets.values()]
        for file in [*files, episode.consents, *(line.file for line in episode.lines)]:
            if file:
                print(file)


def _told(rendered: Rendered) -> Iterator[str]:
    """What a person has to know: lines without a take, stale ones, the cap, and the bill."""
    report = rendered.report
    yield from dict.fromkeys(voice.told for voice in rendered.failed_voices.values())
    for episode in report.episodes:
        yield from told_mix(episode)
        for line in episode.lines:
            error = _error(line, episode.language, rendered)
            place = f"episode {episode.number}, {line.character or 'nobody'} “{_short(line.text)}”"
            if (line.id, episode.language) in rendered.failed_voices:
                pass  # told once for all lines of its voice
            elif rendered.has_nothing_to_say(line, episode.language):
                yield f"{place}: skipped, as there is nothing to say in it."
            elif error is not None and not (rendered.left_by_cap and error == NO_TAKE):
                yield f"{place}: {error}"
            if line.heard is not None:
                yield f"{place} sounds as it was before its last change: “{line.heard}”"
    if rendered.left_by_cap:
        cap = counted(rendered.cap or 0, "character")
        told = f"the cap of {cap} left {counted(rendered.left_by_cap, 'line')} out"
        yield f"{told}; raise --cap or the cap of a day in the settings, and run it again."
    for language, outcome in (rendered.fitted or {}).items():
        yield told_fit(language, outcome, rendered.source)
        if outcome.ended_by is not None:
            yield sentence(outcome.ended_by)
    yield from rendered.fit_notes
    if rendered.billed_characters:
        money = "".join(f", about {a:.2f} {c}" for c, a in rendered.billed_amount.items())
        billed = counted(rendered.billed_characters, "character")
        yield f"{counted(len(rendered.made), 'take')}, {billed} billed{money}."


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def rendered_object(rendered: Rendered) -> dict[str, Any]:
    """The object `render --json` prints: times in seconds, files that were not asked for null."""
    report = rendered.report
    return {
        "episodes": [_episode(episode, rendered) for episode in report.episodes],
        "billed_characters": rendered.billed_characters,
        "failed": sum(
            _take_word(line, episode.language, rendered) == "failed"
            for episode in report.episodes
            for line in episode.lines
        ),
    }


def _episode(episode: DeliveredEpisode, rendered: Rendered) -> dict[str, Any]:
    return {
        "number": episode.number,
        "language": episode.language,
        "duration": episode.duration,
        "mix": _path(episode.mix),
        "stems": {name: str(path) for name, path in episode.stems.items()},
        "subtitles": {kind: str(path) for kind, path in episode.subtitles.items()},
        "consents": _path(episode.consents),
        "beds_stem": _path(episode.beds_stem),
        "timelines": {kind: str(path) for kind, path in episode.timelines.items()},
        "sheets": {kind: str(path) for kind, path in episode.sheets.items()},
        "lanes": [lane_object(lane) for lane in episode.lanes],
        "beds": [bed_object(bed) for bed in episode.beds],
        "lines": [_line(line, episode.language, rendered) for line in episode.lines],
    }


def _line(line: DeliveredLine, language: str, rendered: Rendered) -> dict[str, Any]:
    found = _line_alone(line, language, rendered)
    if rendered.fitted is None:
        return found
    outcome = rendered.fitted.get(language)
    fitted = outcome.lines.get(line.id) if outcome else None
    return found | {"fit": None if fitted is None else fit_object(fitted)}


def _line_alone(line: DeliveredLine, language: str, rendered: Rendered) -> dict[str, Any]:
    return {
        "id": line.id,
        "character": line.character,
        "text": line.text,
        "start": line.start,
        "end": line.end,
        "file": _path(line.file),
        "engine": line.take.engine if line.take else None,
        "model": line.take.model if line.take else None,
        "voice": line.take.voice if line.take else None,
        "take": _take_word(line, language, rendered),
        "error": _error(line, language, rendered),
        "stale": line.heard is not None,
        "heard": line.heard,
        "tempo": line.tempo,
        "effect": line.effect,
    }


def _error(line: DeliveredLine, language: str, rendered: Rendered) -> str | None:
    if voice := rendered.failed_voices.get((line.id, language)):
        return voice.told
    for failure in rendered.failures:
        if (failure.line, failure.language) == (line.id, language):
            return sentence(failure.error)
    return None if line.take or rendered.has_nothing_to_say(line, language) else NO_TAKE


def _take_word(line: DeliveredLine, language: str, rendered: Rendered) -> str:
    if _error(line, language, rendered) is not None:
        return "failed"
    if line.take is None:
        return "skipped"
    return "made" if line.take.id in rendered.made else "kept"


def _path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def print_voices(voices: Sequence[Voice], *, as_json: bool) -> None:
    """The voices, as a table or as one JSON array."""
    if as_json:
        rows = [
            {
                "engine": voice.engine,
                "id": voice.id,
                "name": voice.name,
                "languages": list(voice.languages),
                "gender": voice.gender,
                "age": voice.age,
                "style": voice.style,
                "kind": voice.kind,
            }
            for voice in voices
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if voices:
        print(table([[voice.engine, voice.id, voice.name, _about(voice)] for voice in voices]))


def _about(voice: Voice) -> str:
    kind = "" if voice.kind == "catalogue" else voice.kind
    return ", ".join(part for part in (kind, voice.gender, voice.age, voice.style) if part)
