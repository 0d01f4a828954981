"""Compacting while takes are being made: what is on its way into the project is not dropped."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from studio.document import Document
from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.store.check import Depth, check
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.booth import Booth
from studio.synthesis.plan import plan_batch
from studio.synthesis.status import LineStatus
from tests.builders import a_project, a_project_file, a_recording, a_take, first_line
from tests.engines.fake_engine import FakeEngine


def test_a_sound_that_waits_for_its_take_outlives_compacting(tmp_path: Path) -> None:
    project = a_project()
    take = a_take(first_line(project), a_recording(30))
    with a_project_file(tmp_path, project) as file:
        file.hold([a_recording(30)])
        assert file.compact().sounds == 0
        assert file.media(take.media) == a_recording(30).data
        file.keep(project.recording(take))
        assert file.compact().sounds == 0
    with ProjectFile.open(tmp_path / "ferry.understudy") as file:
        assert file.media(take.media) == a_recording(30).data


def test_a_sound_whose_take_was_never_kept_is_not_written(tmp_path: Path) -> None:
    project = a_project()
    stray = a_recording(30, pitch=333.0)
    with a_project_file(tmp_path, project) as file:
        file.hold([stray])
        file.compact()
    with ProjectFile.open(tmp_path / "ferry.understudy") as file:
        with pytest.raises(ProjectFileError) as caught:
            file.media(stray.key)
        assert caught.value.problem is ProjectFileProblem.MEDIA_MISSING


def test_the_sound_of_a_bed_is_written_with_it_and_outlives_compacting(tmp_path: Path) -> None:
    music, stray = a_recording(40), a_recording(30, pitch=333.0)
    project = a_project(takes=True)
    bed = Bed(BedId("b1"), BedKind.MUSIC, "Waves", music.key)
    with a_project_file(tmp_path, project) as file:
        document = Document(file.project, DirectKeeper(file))
        take = a_take(first_line(project), stray)
        document.record(take, stray)
        episode = project.episodes[0].with_bed(bed)
        document.edit("add", document.project.with_episode(episode), recordings=(music,))
        document.edit("discard", document.project.marking(replace(take, discarded=True)))
        assert file.compact(discarded=True).sounds == 1
        assert file.media(music.key) == music.data
        assert file.peaks(music.key) == music.peaks
    assert check(tmp_path / "ferry.understudy", Depth.FULL) == ()


async def test_every_take_of_a_batch_keeps_its_sound_while_the_file_is_compacted(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ferry.understudy"
    with ProjectFile.create(path, a_project(lines=40)) as file:
        document = Document(file.project, DirectKeeper(file))
        engines = {"offline": FakeEngine()}
        booth = Booth(document, file.jobs, engines, LineStatus(document, engines))
        episode = document.project.episodes[0]
        batch = booth.batch(plan_batch(document.project, episode.lines, "en", engines).takes)
        work = asyncio.ensure_future(booth.work(batch))
        compacted = 0
        while not work.done():
            await asyncio.to_thread(file.compact)
            compacted += 1
        await work
        assert compacted and batch.progress.made == 40
    with ProjectFile.open(path) as file:
        takes = list(file.project.takes)
        assert len(takes) == 40 and not file.findings
        assert all(file.media(take.media)[:4] == b"RIFF" for take in takes)


def test_what_was_marked_ok_goes_with_the_discarded_take_it_was(tmp_path: Path) -> None:
    project = a_project(takes=True)
    line = first_line(project)
    take = project.takes.of(line.id, "en")[0]
    marked = project.with_line(line.approving("en", take.id)).marking(replace(take, discarded=True))
    with a_project_file(tmp_path, marked) as file:
        file.compact(discarded=True)
        assert first_line(file.project).approved == {}
    with ProjectFile.open(tmp_path / "ferry.understudy") as file:
        assert first_line(file.project).approved == {}
