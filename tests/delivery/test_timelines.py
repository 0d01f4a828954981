"""Timelines for other programs, read back by readers of their own: nothing is moved or lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import opentimelineio
import pytest
import rpp
import soundfile
import wavinfo
from numpy.typing import NDArray

from studio.audio.sounding import Fetch
from studio.delivery.deliver import deliver
from studio.delivery.order import TIMELINE_KINDS, Order
from studio.errors import DeliveryError, DeliveryProblem
from studio.formats.exchange.frames import FRAME_RATES
from studio.model.lane import Lane
from studio.model.project import Project
from studio.model.span import Span
from studio.model.timeline import Marker, Piece, Placement
from tests.delivery.test_deliver import a_production, only

ROUNDED = 2.5 / 2**23
"""What a sample may differ: each file is rounded and dithered by itself."""


def an_edited_production() -> tuple[Project, Fetch]:
    """Six lines: one softer, one in two parts of which the second is later, one at a tempo."""
    project, samples = a_production()
    episode = project.episodes[0]
    first, second, third, *_ = episode.spoken_lines
    take = project.takes.circled(second, "en")
    assert take is not None
    half = take.length // 2
    pieces = (Piece(Span(0, half)), Piece(Span(half, take.length), offset=half + 4_800))
    timeline = episode.timeline("en").placing_all(
        {
            first.id: Placement(gain_db=-6.0),
            second.id: Placement(take=take.id, pieces=pieces),
            third.id: Placement(tempo=1.25, lead=12_345),
        }
    )
    timeline = timeline.marking(Marker(48_000, "the door"))
    project = project.with_episode(episode.with_timeline("en", timeline))
    return project, samples


def delivered(folder: Path, project: Project, samples: Fetch, **more: Any) -> Any:
    order = Order(folder, timelines=TIMELINE_KINDS, **more)
    return only(deliver(project, order, samples))


def sound(path: Path) -> NDArray[np.float64]:
    samples, rate = soundfile.read(path, always_2d=True)
    assert rate == 48_000
    return np.asarray(samples)


def fields(element: Any, name: str) -> list[list[str]]:
    return [row for row in element.children if isinstance(row, list) and row[0] == name]


def elements(element: Any, tag: str) -> list[Any]:
    return [child for child in element.children if getattr(child, "tag", "") == tag]


def as_reaper_plays_it(path: Path, length: int) -> NDArray[np.float64]:
    """The sound of a Reaper project: every item at its place, as loud as it says."""
    mix = np.zeros((length, 1))
    for track in elements(rpp.loads(path.read_text("utf-8")), "TRACK"):
        loud = float(fields(track, "VOLPAN")[0][1])
        for item in elements(track, "ITEM"):
            start, count, begun = (
                round(float(fields(item, name)[0][1]) * 48_000)
                for name in ("POSITION", "LENGTH", "SOFFS")
            )
            file = fields(elements(item, "SOURCE")[0], "FILE")[0][1]
            gain = loud * float(fields(item, "VOLPAN")[0][3])
            mix[start : start + count] += gain * sound(path.parent / file)[begun : begun + count]
    return mix


def test_what_reaper_plays_is_the_mix(tmp_path: Path) -> None:
    project, samples = an_edited_production()
    speaker = project.cast.characters[0].id
    project = project.with_lane(speaker, Lane(gain_db=-3.0))
    episode = delivered(tmp_path, project, samples)
    mix = sound(episode.mix)
    heard = as_reaper_plays_it(episode.timelines["rpp"], len(mix))
    assert np.abs(heard - mix).max() < 4 * ROUNDED


@pytest.mark.parametrize("rate", ["24", "25", "29.97", "23.976"])
def test_files_begin_with_frames_so_that_cutting_programs_play_the_mix(
    tmp_path: Path, rate: str
) -> None:
    project, samples = an_edited_production()
    episode = delivered(tmp_path, project, samples, frame_rate=rate)
    mix, frames = sound(episode.mix), FRAME_RATES[rate]
    heard = np.zeros_like(mix)
    root = fromstring(episode.timelines["xml"].read_text("utf-8"))
    files = {f.get("id"): f.findtext("pathurl", "") for f in root.iter("file") if len(f)}
    for clip in root.iter("clipitem"):
        reference = clip.find("file")
        assert reference is not None
        start, end, first = (int(clip.findtext(name, "")) for name in ("start", "end", "in"))
        place = frames.first_sample(start)
        begun = frames.first_sample(first)
        file = sound(tmp_path / unquote(files[reference.get("id")]))
        part = file[begun : begun + frames.first_sample(end) - place]
        part = part[: len(heard) - place]
        heard[place : place + len(part)] += _level(clip) * part
    assert np.abs(heard - mix).max() < 6 * ROUNDED


def _level(clip: Element) -> float:
    return float(clip.findtext("filter/effect/parameter/value", "1"))


def test_open_timeline_files_have_every_clip_at_its_sample(tmp_path: Path) -> None:
    project, samples = an_edited_production()
    episode = delivered(tmp_path, project, samples)
    adapters: Any = opentimelineio.adapters
    timeline = adapters.read_from_string(episode.timelines["otio"].read_text("utf-8"), "otio_json")
    spans = sorted(
        (clip.metadata["understudy"]["start"], clip.metadata["understudy"]["length"])
        for clip in timeline.find_clips()
    )
    labels = episode.timelines["txt"].read_text("utf-8").splitlines()
    told = [tuple(round(float(part) * 48_000) for part in row.split("\t")[:2]) for row in labels]
    voiced = sorted((start, end - start) for start, end in told if end > start)
    assert len(spans) == 7
    assert [start for start, _ in spans] == [start for start, _ in voiced]
    assert [mark.name for mark in timeline.tracks.markers] == ["the door"]


def test_each_clip_says_where_it_belongs(tmp_path: Path) -> None:
    project, samples = an_edited_production()
    delivered(tmp_path, project, samples)
    folder = tmp_path / "01_en_clips"
    files = sorted(path.name for path in folder.iterdir())
    assert len(files) == 7
    line = project.episodes[0].spoken_lines[0]
    facts = wavinfo.WavInfoReader(str(folder / files[0]))
    assert facts.bext.originator_ref == line.id
    assert facts.bext.time_reference % 1_920 == 0


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    project, samples = an_edited_production()
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        delivered(folder, project, samples)
    one, two = ({p.relative_to(f): p.read_bytes() for p in f.rglob("*.*")} for f in folders)
    assert one == two


def test_labels_alone_need_no_files(tmp_path: Path) -> None:
    project, samples = an_edited_production()
    order = Order(tmp_path, mix=False, timelines=("txt",))
    episode = only(deliver(project, order, samples))
    assert [path.name for path in tmp_path.iterdir()] == ["01_en.txt"]
    assert len(episode.timelines["txt"].read_text("utf-8").splitlines()) == 8


def test_a_kind_nobody_knows_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    project, samples = a_production()
    with pytest.raises(DeliveryError) as refused:
        deliver(project, Order(tmp_path, timelines=("aaf",)), samples)
    assert refused.value.problem is DeliveryProblem.UNKNOWN_FORMAT
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_neither_clips_nor_their_folder(tmp_path: Path) -> None:
    project, samples = a_production()
    (tmp_path / "01_en_clips").write_text("in the way", "utf-8")
    with pytest.raises(DeliveryError):
        delivered(tmp_path, project, samples)
    assert [path.name for path in tmp_path.iterdir()] == ["01_en_clips"]


def test_a_second_delivery_replaces_the_clips_of_the_first(tmp_path: Path) -> None:
    project, samples = an_edited_production()
    delivered(tmp_path, project, samples)
    gone = project.episodes[0].spoken_lines[0]
    fewer = replace(project.episodes[0], lines=tuple(
        line for line in project.episodes[0].lines if line.id != gone.id
    ))  # fmt: skip
    episode = delivered(tmp_path, project.with_episode(fewer), samples, overwrite=True)
    mix = sound(episode.mix)
    heard = as_reaper_plays_it(episode.timelines["rpp"], len(mix))
    assert np.abs(heard - mix).max() < 4 * ROUNDED
