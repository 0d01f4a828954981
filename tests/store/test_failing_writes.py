"""A write that fails leaves the file as it was, says so, and is made good later."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.document import Document
from studio.errors import ProjectFileError, ProjectFileProblem, StudioError
from studio.store.check import Depth, check
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from tests.builders import a_project, a_project_file, a_recording, a_take, first_line

ROOT = Path(__file__).parents[2]


class Disk:
    """Room on the disk, by the limit on the size of a file this process may write."""

    def __init__(self) -> None:
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill_after(self, size: int) -> None:
        """No file grows beyond so many bytes from now on."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, self._before[1]))

    def empty(self) -> None:
        """There is room again."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk whose room can be taken away for what this process writes."""
    disk = Disk()
    yield disk
    disk.empty()


pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits are of POSIX")


def test_every_write_may_be_the_one_that_fails(tmp_path: Path, disk: Disk) -> None:
    with a_project_file(tmp_path, a_project(6)) as file:
        document = Document(file.project, DirectKeeper(file))
        line = first_line(document.project)
        recording = a_recording(200, pitch=333)
        failures = 0
        for room in range(0, 24_576, 2048):  # beyond three pages all fits
            file.fold()
            kept = file.project
            disk.fill_after(room)
            try:
                document.edit("words", document.project.with_line(line.saying("en", f"{room}.")))
                document.record(a_take(line, recording, made_at=float(room)), recording)
            finally:
                disk.empty()
            if document.unsaved is not None:
                failures += 1
                assert isinstance(document.unsaved, ProjectFileError)
                assert document.unsaved.problem in (
                    ProjectFileProblem.DISK_FULL,
                    ProjectFileProblem.UNWRITABLE,
                )
                with ProjectFile.open(file.path) as view:
                    assert not view.findings
                    assert view.project in (kept, file.project)
                assert file.media(recording.key) == recording.data
                document.save_again()
            assert document.unsaved is None
            with ProjectFile.open(file.path) as view:
                assert view.project == document.project
                assert view.media(recording.key) == recording.data
        assert failures > 3
    assert check(file.path, Depth.FULL) == ()


def limit_pages(file: ProjectFile, count: int) -> None:
    """Have SQLite itself refuse to grow the file, as it does on a full disk."""
    with file._transaction() as connection:  # pyright: ignore[reportPrivateUsage]
        connection.execute(f"PRAGMA max_page_count = {count}").fetchone()


def test_a_full_disk_is_called_full(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(2)) as file:
        troubles: list[StudioError | None] = []
        document = Document(file.project, DirectKeeper(file))
        document.listen_for_trouble(troubles.append)
        limit_pages(file, 1)
        recording = a_recording(500)
        document.record(a_take(first_line(document.project), recording), recording)
        assert isinstance(document.unsaved, ProjectFileError)
        assert document.unsaved.problem is ProjectFileProblem.DISK_FULL
        document.edit("more", document.project.with_language("fr"))
        limit_pages(file, 1 << 30)
        document.save_again()
        assert document.unsaved is None
        assert [error is None for error in troubles] == [False, False, True]
        expected = document.project
    with ProjectFile.open(file.path) as reopened:
        assert reopened.project == expected
        assert reopened.media(recording.key) == recording.data


def test_a_copy_elsewhere_holds_what_could_not_be_written_here(tmp_path: Path, disk: Disk) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with a_project_file(tmp_path, a_project(2)) as file:
        document = Document(file.project, DirectKeeper(file))
        recording = a_recording(100, pitch=700)
        disk.fill_after(0)
        try:
            document.record(a_take(first_line(document.project), recording), recording)
        finally:
            disk.empty()
        assert document.unsaved
        file.save_copy(elsewhere / "rescue.understudy")
        with ProjectFile.open(elsewhere / "rescue.understudy") as rescued:
            assert rescued.project == document.project
            assert rescued.media(recording.key) == recording.data


@pytest.mark.parametrize("room", [0, 8192, 40_000])
def test_a_new_file_or_copy_that_fails_leaves_nothing_behind(
    tmp_path: Path, disk: Disk, room: int
) -> None:
    with a_project_file(tmp_path, a_project(40, takes=True)) as file:
        before = sorted(os.listdir(tmp_path))
        disk.fill_after(room)
        try:
            for path in (tmp_path / "new.understudy", tmp_path / "copy.understudy"):
                with pytest.raises(ProjectFileError):
                    if path.stem == "new":
                        ProjectFile.create(path, file.project)
                    else:
                        file.save_copy(path)
        finally:
            disk.empty()
        assert sorted(os.listdir(tmp_path)) == before
        file.save_copy(tmp_path / "copy.understudy")


FOLDERLESS = """
import sys
from pathlib import Path
from studio.errors import ProjectFileError
from studio.store.project_file import ProjectFile
file = ProjectFile.open(Path(sys.argv[1]))
import os
os.setuid(65534)
try:
    file.save_copy(Path(sys.argv[2]) / "copy.understudy")
except ProjectFileError as error:
    sys.stdout.write(error.problem)
"""


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can become nobody")
def test_a_copy_into_a_forbidden_folder_is_an_explained_error(tmp_path: Path) -> None:
    a_project_file(tmp_path).close()
    forbidden = tmp_path / "forbidden"
    forbidden.mkdir(mode=0o700)
    found = subprocess.run(
        [sys.executable, "-c", FOLDERLESS, str(tmp_path / "ferry.understudy"), str(forbidden)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert found.stdout == "unwritable"
