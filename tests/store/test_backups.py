"""Backups are small, checked, dated, and thinned with age."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studio.errors import ProjectFileError
from studio.store.backups import INTERVAL, Backups, worth_keeping
from studio.store.check import check
from studio.store.findings import Wrong
from studio.store.project_file import ProjectFile
from tests.builders import a_project, a_project_file

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_backup_is_the_project_without_its_sound(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(20, ("en", "zh"), takes=True)) as file:
        backup = Backups(tmp_path / "backups", file.path, NOON.timestamp).make()
        assert backup.made_at == NOON
        assert backup.path.stat().st_size < file.path.stat().st_size
        with ProjectFile.open(backup.path) as copy:
            assert copy.project == file.project
        assert {finding.wrong for finding in check(backup.path)} == {Wrong.MEDIA_MISSING}
        assert os.listdir(backup.path.parent) == [backup.path.name]


def test_half_an_hour_of_work_makes_the_next_backup(tmp_path: Path) -> None:
    now = NOON.timestamp()
    with a_project_file(tmp_path) as file:
        backups = Backups(tmp_path / "backups", file.path, lambda: now)
        assert backups.before_edit()
        now += INTERVAL - 1
        assert backups.before_edit() is None
        now += 1
        assert backups.before_edit()
        assert len(backups.all()) == 2


def test_projects_of_one_name_do_not_share_their_backups(tmp_path: Path) -> None:
    found: list[int] = []
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        with a_project_file(tmp_path / folder) as file:
            backups = Backups(tmp_path / "backups", file.path, NOON.timestamp)
            backups.make()
            found.append(len(backups.all()))
    assert found == [1, 1]


def test_old_backups_are_thinned(tmp_path: Path) -> None:
    now = NOON.timestamp()
    with a_project_file(tmp_path) as file:
        backups = Backups(tmp_path / "backups", file.path, lambda: now)
        for _ in range(14):
            backups.make()
            now += INTERVAL
        made = [backup.made_at for backup in backups.all()]
    assert made == [NOON + timedelta(seconds=INTERVAL * n) for n in range(13, 3, -1)]


def test_ten_recent_seven_daily_and_four_weekly_ones_are_kept() -> None:
    every = [NOON - timedelta(hours=hours) for hours in range(24 * 60)]
    kept = sorted(worth_keeping(every), reverse=True)
    assert kept[:10] == every[:10]
    assert len({moment.date() for moment in kept}) >= 7
    assert len({moment.isocalendar()[:2] for moment in kept}) == 4
    assert 10 < len(kept) <= 10 + 7 + 4


def test_a_backup_that_cannot_be_written_is_an_explained_error(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way")
    with a_project_file(tmp_path) as file, pytest.raises(ProjectFileError):
        Backups(tmp_path / "backups", file.path, NOON.timestamp).make()
