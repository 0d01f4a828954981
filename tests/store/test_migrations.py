"""Older files are brought to the newest version in a copy, and are kept."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.project import Project
from studio.model.timeline import Placement, Timeline
from studio.store.check import Depth, check
from studio.store.jobs import JobState
from studio.store.migrations import STEPS
from studio.store.opening import open_project
from studio.store.project_file import ProjectFile
from studio.store.schema import LINES, VERSION
from tests.builders import (
    a_project,
    a_project_file,
    a_survey,
    an_edited_timeline,
    an_outline,
    first_line,
)
from tests.store.make_sample import AN_EXCHANGE

SAMPLES = Path(__file__).with_name("samples")


def test_there_is_a_sample_of_every_version() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == {f"v{n + 1}" for n in range(VERSION)}


def test_the_sample_of_version_1_opens_whole(tmp_path: Path) -> None:
    path = tmp_path / "old.understudy"
    shutil.copy(SAMPLES / "v1.understudy", path)
    assert check(path, Depth.FULL) == ()
    with ProjectFile.open(path) as file:
        assert not file.read_only
        project = file.project
        assert project.title == "Sample of version 1"
        assert project.languages == ("en", "zh")
        assert [len(episode.lines) for episode in project.episodes] == [4, 4]
        line = project.episodes[0].lines[1]
        assert line.words("zh") == "第1句台词。"
        assert [take.made_at for take in project.takes.of(line.id, "en")] == [1000.5, 1002.5]
        assert len(project.takes.of(line.id, "zh")) == 1
        assert all(file.media(take.media) and file.peaks(take.media) for take in project.takes)
        assert project.episodes[0].timeline("en").placement(line.id).pin == 48_000
        (job,) = file.jobs.unfinished()
        assert (job.state, job.fingerprint) == (JobState.WAITING, "f00d")


def test_the_sample_of_version_2_keeps_its_order(tmp_path: Path) -> None:
    path = tmp_path / "old.understudy"
    shutil.copy(SAMPLES / "v2.understudy", path)
    assert check(path, Depth.FULL) == ()
    with ProjectFile.open(path) as file:
        assert [(job.ticket, job.variation, job.sent_at) for job in file.jobs.unfinished()] == [
            ("", 0, 0.0),
            ("order-7", 2, 1005.0),
        ]


def test_the_sample_of_version_3_keeps_its_plan(tmp_path: Path) -> None:
    path = tmp_path / "old.understudy"
    shutil.copy(SAMPLES / "v3.understudy", path)
    assert check(path, Depth.FULL) == ()
    with ProjectFile.open(path) as file:
        assert file.project.outline == an_outline()
        assert file.project.surveys == {"zh": a_survey(file.project)}
        assert file.exchanges.read(AN_EXCHANGE.id) == AN_EXCHANGE


def test_the_sample_of_version_3_has_plain_timelines(tmp_path: Path) -> None:
    path = tmp_path / "old.understudy"
    shutil.copy(SAMPLES / "v3.understudy", path)
    with ProjectFile.open(path) as file:
        line = first_line(file.project)
        assert file.project.episodes[0].timeline("en") == Timeline({line.id: Placement(48_000)})
        assert not file.project.lanes
        file.keep(an_edited_timeline(file.project))
    assert (tmp_path / "old (version 3).understudy").is_file()


def test_the_sample_of_version_4_keeps_its_timeline(tmp_path: Path) -> None:
    path = tmp_path / "old.understudy"
    shutil.copy(SAMPLES / "v4.understudy", path)
    assert check(path, Depth.FULL) == ()
    with ProjectFile.open(path) as file:
        assert file.project == an_edited_timeline(file.project)
        assert file.project.lane(None).gain_db == 1.0


def version_0(folder: Path) -> tuple[Path, Project]:
    """A file as a version 0 might have been: lines had no number, but a remark that says it."""
    project = a_project(3, takes=True)
    file = a_project_file(folder, project)
    file.close()
    with closing(sqlite3.connect(file.path)) as connection, connection:
        rows = connection.execute(LINES.select).fetchall()
        for index, row in enumerate(rows):
            body = json.loads(row[-2]) | {"remark": f"no. {index}"}
            connection.execute(
                "UPDATE lines SET body = ?, checksum = 0 WHERE id = ?", (json.dumps(body), row[0])
            )
        for column in ("variation", "ticket", "sent_at"):
            connection.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
        connection.execute("DROP TABLE exchanges")
        connection.execute("PRAGMA user_version = 0")
    return file.path, project


def numbered(connection: sqlite3.Connection) -> None:
    """From version 0 to 1: the number moves out of the remark into a field of its own."""
    for row in connection.execute(LINES.select).fetchall():
        body = json.loads(row[-2])
        body["number"] = body.pop("remark").removeprefix("no. ")
        full = (*row[:-2], json.dumps(body))
        connection.execute(
            "UPDATE lines SET body = ?, checksum = ? WHERE id = ?",
            (full[-1], LINES.checksum(full), row[0]),
        )


def broken(connection: sqlite3.Connection) -> None:
    """A step that fails after having changed something."""
    numbered(connection)
    connection.execute("UPDATE nothing SET like = 'this'")


def test_an_older_file_is_migrated_and_the_old_one_is_kept(tmp_path: Path) -> None:
    path, project = version_0(tmp_path)
    old = path.read_bytes()
    with ProjectFile(open_project(path, {**STEPS, 0: numbered})) as file:
        assert not file.read_only
        assert not file.findings
        assert [line.number for _, line in file.project.lines] == ["0", "1", "2", "3"]
        assert file.project.takes == project.takes
        file.keep(file.project.with_language("fr"))
    backup = tmp_path / "ferry (version 0).understudy"
    assert sorted(os.listdir(tmp_path)) == [backup.name, path.name]
    assert content(backup) == content_of(old, tmp_path)
    assert check(path, Depth.FULL) == ()
    with ProjectFile.open(path) as again:
        assert "fr" in again.project.languages


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]


def content_of(data: bytes, folder: Path) -> list[str]:
    path = folder / "bytes"
    path.write_bytes(data)
    found = content(path)
    for left in folder.glob("bytes*"):
        left.unlink()
    return found


def test_a_step_that_fails_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path, _ = version_0(tmp_path)
    before = content(path)
    with pytest.raises(ProjectFileError) as caught:
        open_project(path, {**STEPS, 0: broken})
    assert caught.value.problem is ProjectFileProblem.DAMAGED
    assert content(path) == before
    assert os.listdir(tmp_path) == [path.name]


def test_a_version_no_step_leads_away_from_is_refused(tmp_path: Path) -> None:
    path, _ = version_0(tmp_path)
    with pytest.raises(ProjectFileError) as caught:
        ProjectFile.open(path)
    assert "version 0" in caught.value.detail


def test_an_older_file_that_is_open_elsewhere_is_read_from_a_migrated_copy(tmp_path: Path) -> None:
    path, project = version_0(tmp_path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT * FROM lines").fetchall()
        with ProjectFile(open_project(path, {**STEPS, 0: numbered})) as file:
            assert file.read_only
            assert [line.number for _, line in file.project.lines] == ["0", "1", "2", "3"]
            take = next(iter(project.takes))
            assert file.media(take.media)
        assert other.execute("PRAGMA user_version").fetchone() == (0,)
