"""Whatever is placed by hand comes back from its row, and what is plain takes no room in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId, MediaKey
from studio.model.lane import Lane
from studio.model.reel import Reel
from studio.model.span import Span
from studio.model.timeline import Marker, Placement, Tightness, Timeline
from studio.store.rows import BAD_ROW
from studio.store.timeline_rows import (
    bed_body,
    bed_of,
    lane_body,
    lane_of,
    marked_body,
    placement_body,
    placement_of,
    timelines_of,
)
from tests.model.reels import reels

samples = st.integers(0, 10**9)
spans = st.tuples(samples, samples).map(lambda pair: Span(*pair))
numbers = st.floats(-100, 100)
beds = st.builds(
    Bed,
    st.text().map(BedId),
    st.sampled_from(BedKind),
    st.text(),
    st.none() | st.text().map(MediaKey),
    st.text(),
    samples,
    st.none() | spans,
    numbers,
    numbers,
    st.booleans(),
    st.booleans(),
    samples,
    samples,
    numbers,
    st.lists(st.text(), max_size=3).map(tuple),
    st.lists(samples, max_size=5).map(tuple),
)
lanes = st.builds(
    Lane,
    numbers,
    numbers,
    st.booleans(),
    st.booleans(),
    st.text(),
    numbers,
    st.booleans(),
    st.text(),
)


@given(reels())
def test_placements_come_back(reel: Reel) -> None:
    for placement in reel.timeline.placements.values():
        assert placement_of(json.loads(placement_body(placement))) == placement


@given(beds)
def test_beds_come_back(bed: Bed) -> None:
    assert bed_of(json.loads(json.dumps(bed_body(bed)))) == bed


@given(lanes)
def test_lanes_come_back(lane: Lane) -> None:
    assert lane_of(json.loads(json.dumps(lane_body(lane)))) == lane


def test_markers_and_tightness_come_back_by_language() -> None:
    timelines = {"en": Timeline({}, (Marker(5, "x"), Marker(9)), Tightness(0.5)), "zh": Timeline()}
    body = json.loads(json.dumps(marked_body(timelines)))
    assert list(body) == ["en"]
    back = timelines_of(timelines, body)
    assert back["zh"] == Timeline()
    assert (back["en"].markers, back["en"].tightness) == (
        timelines["en"].markers,
        timelines["en"].tightness,
    )


def test_what_is_plain_takes_no_room() -> None:
    assert placement_body(Placement(pin=4800)) == '{"pin":4800}'
    assert lane_body(Lane()) == {}
    assert marked_body({"en": Timeline()}) == {}
    film = Bed(BedId("b"), BedKind.VIDEO, "Film", path="film.mp4")
    assert bed_body(film) == {"id": "b", "kind": "video", "name": "Film", "path": "film.mp4"}


@pytest.mark.parametrize(
    "body",
    [
        {"pieces": [{"source_span": [0, "1"]}]},
        {"pieces": [{"offset": 3}]},
        {"pieces": ["piece"]},
        {"tempo": 4},
        {"tempo": float("nan")},
        {"lead": 1.5},
    ],
)
def test_a_placement_nobody_could_have_made_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(BAD_ROW):
        placement_of(body)


@pytest.mark.parametrize(
    "body",
    [{"markers": [[1]]}, {"markers": [["1", "x"]]}, {"tightness": {"gaps": 0}}, {"tightness": 3}],
)
def test_marks_nobody_could_have_made_are_refused(body: dict[str, object]) -> None:
    with pytest.raises(BAD_ROW):
        timelines_of(["en"], {"en": body})
