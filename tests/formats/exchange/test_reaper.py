"""Reaper projects as an independent parser reads them."""

from __future__ import annotations

from typing import Any

import pytest
import rpp
from hypothesis import given

from studio.formats.exchange.reaper import write_reaper
from studio.formats.exchange.timeline import ExchangeTimeline
from tests.formats.exchange.timelines import SMALL, timelines


def fields(element: Any, name: str) -> list[list[str]]:
    return [row for row in element.children if isinstance(row, list) and row[0] == name]


def elements(element: Any, tag: str) -> list[Any]:
    return [child for child in element.children if getattr(child, "tag", "") == tag]


@given(timelines())
def test_positions_and_lengths_are_exact_to_a_thousandth_of_a_sample(
    timeline: ExchangeTimeline,
) -> None:
    project = rpp.loads(write_reaper(timeline))
    tracks = elements(project, "TRACK")
    assert len(tracks) == len(timeline.tracks)
    for track, told in zip(tracks, timeline.tracks, strict=True):
        items = elements(track, "ITEM")
        for item, event in zip(items, told.events, strict=True):
            for name, samples in (
                ("POSITION", event.start),
                ("LENGTH", event.source_span.length),
                ("SOFFS", event.source_span.start),
            ):
                found = float(fields(item, name)[0][1]) * 48_000
                assert found == pytest.approx(samples, abs=0.001)


def test_an_item_has_its_file_its_gain_its_fades_and_its_other_takes() -> None:
    item = elements(elements(rpp.loads(write_reaper(SMALL)), "TRACK")[0], "ITEM")[0]
    files = [fields(source, "FILE")[0][1] for source in elements(item, "SOURCE")]
    assert files == ["audio/0001_Lin & Co.wav", "audio/0001_Lin_take2.wav"]
    assert float(fields(item, "VOLPAN")[0][3]) == pytest.approx(10 ** (-3 / 20))
    assert float(fields(item, "FADEIN")[0][2]) == pytest.approx(0.01)


def test_a_stretch_is_a_region_and_a_place_a_marker() -> None:
    marks = fields(rpp.loads(write_reaper(SMALL)), "MARKER")
    assert [(float(m[2]), m[3], m[4]) for m in marks] == [
        (1.0, "cut", "0"),
        (2.0, "scene 2", "1"),
        (pytest.approx(200_000 / 48_000), "", "1"),
    ]


def test_a_track_keeps_its_colour_and_its_name_in_any_script() -> None:
    first, second = elements(rpp.loads(write_reaper(SMALL)), "TRACK")
    assert int(fields(first, "PEAKCOL")[0][1]) == 0x1000000 | 0x5B << 16 | 0x4A << 8 | 0xD0
    assert fields(second, "NAME")[0][1] == "赵"
