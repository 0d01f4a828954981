"""Keepers write every edit, in order, and tell when it is done."""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.document import Change, Document
from studio.errors import EditRefused, ProjectFileError, StudioError
from studio.store.backups import Backups
from studio.store.keeper import DirectKeeper, ThreadKeeper
from studio.store.project_file import ProjectFile
from tests.builders import a_project, a_project_file, a_recording, a_take, first_line


def test_a_direct_keeper_is_done_when_it_returns(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        told: list[StudioError | None] = []
        DirectKeeper(file).keep(file.project.with_language("fr"), (), told.append)
        assert told == [None]
        with ProjectFile.open(file.path) as view:
            assert view.project.languages == ("en", "fr")


async def test_edits_are_told_in_order_on_the_loop_once_they_are_durable(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    with a_project_file(tmp_path, a_project(5)) as file:
        keeper = ThreadKeeper(file, loop.call_soon_threadsafe)
        document = Document(file.project, keeper)
        done = asyncio.Event()
        threads: set[int] = set()
        labels: list[str] = []

        def changed(change: Change) -> None:
            threads.add(threading.get_ident())
            labels.append(change.label)
            with ProjectFile.open(file.path) as view:
                assert set(change.after.languages) <= set(view.project.languages)
            if len(labels) == 12:
                done.set()

        document.listen(changed)
        for number in range(12):
            document.edit(f"{number}", document.project.with_language(f"x{number}"))
            if number % 4 == 0:
                await asyncio.to_thread(keeper.flush)
        await done.wait()
        keeper.close()
        assert labels == [f"{number}" for number in range(12)]
        assert threads == {threading.get_ident()}
        assert file.project == document.project


def test_states_that_wait_together_are_written_as_one(tmp_path: Path) -> None:
    posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    with a_project_file(tmp_path, a_project(5)) as file:
        keeper = ThreadKeeper(file, posted.put)
        told: list[int] = []
        project = file.project
        with file._writing:  # pyright: ignore[reportPrivateUsage] - the disk is busy meanwhile
            for number in range(50):
                project = project.with_language(f"x{number}")
                keeper.keep(project, (), lambda error, number=number: told.append(number))
        keeper.close()
        while not posted.empty():
            posted.get()()
        assert told == list(range(50))
        assert file.project == project
        assert file._edit <= 4  # pyright: ignore[reportPrivateUsage]


def test_a_sound_can_be_heard_before_it_is_written(tmp_path: Path) -> None:
    recording = a_recording(40, pitch=620)
    with a_project_file(tmp_path, a_project(1)) as file:
        keeper = ThreadKeeper(file, lambda _: None)
        with file._writing:  # pyright: ignore[reportPrivateUsage] - the disk is busy meanwhile
            take = a_take(first_line(file.project), recording)
            keeper.keep(file.project.recording(take), (recording,), lambda _: None)
            assert file.media(recording.key) == recording.data
        keeper.close()
    with ProjectFile.open(file.path) as reopened:
        assert reopened.media(recording.key) == recording.data


def test_closing_writes_what_waits_and_later_edits_are_told_they_failed(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file:
        keeper = ThreadKeeper(file, lambda kept: kept())
        document = Document(file.project, keeper)
        document.edit("last", document.project.with_language("fr"))
        keeper.close()
        assert file.project == document.project
        document.edit("too late", document.project.with_language("de"))
        assert isinstance(document.unsaved, ProjectFileError)


def test_a_loop_that_is_gone_does_not_stop_the_writing(tmp_path: Path) -> None:
    def gone(kept: Callable[[], None]) -> None:
        raise RuntimeError("Event loop is closed")

    with a_project_file(tmp_path) as file:
        keeper = ThreadKeeper(file, gone)
        for code in ("fr", "de"):
            keeper.keep(file.project.with_language(code), (), lambda _: None)
            keeper.flush()
        keeper.close()
        assert file.project.languages == ("en", "fr", "de")


def test_edits_of_a_read_only_project_are_refused(tmp_path: Path) -> None:
    with a_project_file(tmp_path) as file, ProjectFile.open(file.path) as view:
        document = Document(view.project, DirectKeeper(view))
        assert document.read_only
        for refused in (
            lambda: document.edit("", document.project.with_language("fr")),
            lambda: document.record(a_take(first_line(view.project), a_recording()), a_recording()),
        ):
            with pytest.raises(EditRefused):
                refused()
        assert document.project is view.project


def test_a_session_is_backed_up_before_its_first_edit(tmp_path: Path) -> None:
    now = 1_800_000_000.0
    with a_project_file(tmp_path) as file:
        before = file.project
        backups = Backups(tmp_path / "backups", file.path, lambda: now)
        keeper = ThreadKeeper(file, lambda kept: kept(), backups)
        document = Document(file.project, keeper)
        for code in ("fr", "de", "it"):
            document.edit(code, document.project.with_language(code))
            keeper.flush()
        (backup,) = backups.all()
        now += 1801
        document.edit("es", document.project.with_language("es"))
        keeper.close()
        assert len(backups.all()) == 2
    with ProjectFile.open(backup.path) as old:
        assert old.project == before


def test_a_failed_backup_keeps_no_edit_from_being_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "backups").write_text("in the way")
    with a_project_file(tmp_path) as file:
        backups = Backups(tmp_path / "backups", file.path, lambda: 1.8e9)
        keeper = ThreadKeeper(file, lambda kept: kept(), backups)
        document = Document(file.project, keeper)
        document.edit("fr", document.project.with_language("fr"))
        keeper.close()
        assert document.unsaved is None
        assert file.project.languages == ("en", "fr")
    assert "no backup" in caplog.text
    assert os.listdir(tmp_path).count("backups") == 1
