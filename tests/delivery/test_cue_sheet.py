"""Cue sheets: the same rows as CSV, as a workbook and as JSON, to the frame."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile

from studio.delivery.cue_sheet import HEADS, timecode
from studio.delivery.deliver import deliver
from studio.delivery.order import Order
from studio.formats.exchange.frames import FRAME_RATES
from studio.formats.reading import read_script
from studio.formats.tabular.delimited import csv_rows
from studio.formats.tabular.sheets import sheets_of
from studio.model.project import Project
from tests.delivery.test_deliver import a_production, only

SHEETS = ("csv", "xlsx", "json")


def test_every_form_of_the_sheet_says_the_same(tmp_path: Path) -> None:
    project, samples = a_production()
    episode = only(deliver(project, Order(tmp_path, mix=False, sheets=SHEETS), samples))
    rows = csv_rows(episode.sheets["csv"].read_text("utf-8"))
    assert rows[0] == HEADS
    ((_, told),) = sheets_of(episode.sheets["xlsx"].read_bytes())
    assert told == rows
    events = json.loads(episode.sheets["json"].read_text("utf-8"))["events"]
    assert [(str(e["cue"]), e["character"], e["text"], e["id"]) for e in events] == [
        (row[0], row[2], row[8], row[-1]) for row in rows[1:]
    ]


def test_times_are_those_at_which_lines_sound(tmp_path: Path) -> None:
    project, samples = a_production()
    episode = only(deliver(project, Order(tmp_path, sheets=("json",)), samples))
    events = json.loads(episode.sheets["json"].read_text("utf-8"))["events"]
    assert [(e["start"], e["end"]) for e in events] == [
        (line.start, line.end) for line in episode.lines
    ]
    mix, rate = soundfile.read(episode.mix)
    first = events[0]
    assert not mix[: round(first["start"] * rate)].any()
    assert mix[round(first["start"] * rate) : round(first["end"] * rate)].any()


def test_a_line_without_a_take_is_in_the_sheet_without_times(tmp_path: Path) -> None:
    project, samples = a_production()
    line = project.episodes[0].spoken_lines[1]
    (take,) = project.takes.of(line.id, "en")
    project = _discarding(project, take.id)
    episode = only(deliver(project, Order(tmp_path, sheets=("json",)), samples))
    events = json.loads(episode.sheets["json"].read_text("utf-8"))["events"]
    assert (events[1]["start"], events[1]["take"]) == (None, None)
    assert len(events) == 6


def _discarding(project: Project, id: str) -> Project:

    take = next(each for each in project.takes if each.id == id)
    return project.marking(replace(take, discarded=True))


def test_a_sheet_opens_as_a_script_with_its_ids_and_places(tmp_path: Path) -> None:
    project, samples = a_production()
    episode = only(deliver(project, Order(tmp_path, mix=False, sheets=("csv",)), samples))
    script, _ = read_script(episode.sheets["csv"].read_bytes(), source="cues.csv")
    told = [(line.id, round(line.start or 0, 3)) for line in episode.lines]
    found = [(line.id, line.slot and round(line.slot.start / 48_000, 3))
             for line in script.spoken_lines]  # fmt: skip
    assert found == told


@pytest.mark.parametrize(
    ("sample", "rate", "told"),
    [
        (0, "25", "00:00:00:00"),
        (48_000 - 1, "25", "00:00:00:24"),
        (48_000 * 3_661 + 1_920, "25", "01:01:01:01"),
        (48_048, "29.97", "00:00:01:00"),
    ],
)
def test_time_codes_count_whole_frames(sample: int, rate: str, told: str) -> None:
    assert timecode(sample, FRAME_RATES[rate]) == told
