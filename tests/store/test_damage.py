"""Every kind of damage is found, read around, and gone after a repair."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from studio.errors import ProjectFileError, ProjectFileProblem
from studio.model.project import Project
from studio.store.check import Depth, check
from studio.store.findings import Wrong
from studio.store.project_file import ProjectFile
from studio.store.reading import AT_ONCE
from studio.store.repair import RepairReport, repair
from studio.store.schema import CHARACTERS, EPISODES, LINES, PLACEMENTS, Table
from tests.builders import a_project, a_project_file, first_line

Spoil = Callable[[sqlite3.Connection, Project], object]


def rewritten(connection: sqlite3.Connection, table: Table, key: str, **changes: object) -> None:
    """Change columns of a row and give it a checksum that is right for what it now says."""
    for column, value in changes.items():
        connection.execute(f"UPDATE {table.name} SET {column} = ? WHERE id = ?", (value, key))
    columns = ", ".join(table.columns[:-1])
    row = connection.execute(f"SELECT {columns} FROM {table.name} WHERE id = ?", (key,)).fetchone()
    connection.execute(
        f"UPDATE {table.name} SET checksum = ? WHERE id = ?", (table.checksum(row), key)
    )


def doubled(connection: sqlite3.Connection, project: Project) -> None:
    connection.execute("DROP INDEX lines_by_id")
    columns = ", ".join(LINES.columns)
    connection.execute(
        f"INSERT INTO lines ({columns}) SELECT {columns} FROM lines WHERE id = ?",
        (first_line(project).id,),
    )


def in_one_place(connection: sqlite3.Connection, project: Project) -> None:
    one, other = project.episodes[0].lines[1:3]
    place = connection.execute("SELECT place FROM lines WHERE id = ?", (one.id,)).fetchone()[0]
    rewritten(connection, LINES, other.id, place=place)


def swapped(connection: sqlite3.Connection, project: Project) -> None:
    one, other = project.episodes[0].lines[1:3]
    connection.execute(
        "UPDATE lines SET place = (SELECT sum(place) FROM lines WHERE id IN (?1, ?2)) - place"
        " WHERE id IN (?1, ?2)",
        (one.id, other.id),
    )


def placed_as(connection: sqlite3.Connection, project: Project, body: str) -> None:
    row = (project.episodes[0].id, "en", first_line(project).id, 1, body)
    connection.execute(PLACEMENTS.insert, (*row, PLACEMENTS.checksum(row)))


def line(project: Project) -> str:
    return first_line(project).id


KINDS: dict[str, tuple[Spoil, Wrong]] = {
    "a line changed behind our back": (
        lambda c, p: c.execute(
            "UPDATE lines SET body = replace(body, 'Words', 'Lies') WHERE id = ?", (line(p),)
        ),
        Wrong.CHECKSUM,
    ),
    "a wrong checksum": (
        lambda c, p: c.execute("UPDATE takes SET checksum = 7 WHERE line = ?", (line(p),)),
        Wrong.CHECKSUM,
    ),
    "bad JSON": (lambda c, p: rewritten(c, LINES, line(p), body='{"kind":'), Wrong.BODY),
    "JSON that is no line": (
        lambda c, p: rewritten(c, LINES, line(p), body='{"kind":"dialogue","text":[1]}'),
        Wrong.BODY,
    ),
    "JSON nested without end": (
        lambda c, p: rewritten(c, LINES, line(p), body="[" * 100_000 + "]" * 100_000),
        Wrong.BODY,
    ),
    "a kind of line nobody knows": (
        lambda c, p: rewritten(c, LINES, line(p), body='{"kind":"song","text":{}}'),
        Wrong.BODY,
    ),
    "a line twice": (doubled, Wrong.DOUBLED),
    "two lines in one place": (in_one_place, Wrong.ORDER),
    "lines that changed places": (swapped, Wrong.CHECKSUM),
    "no project row": (lambda c, _: c.execute("DELETE FROM project"), Wrong.PROJECT_LOST),
    "a lost episode": (
        lambda c, p: c.execute("DELETE FROM episodes WHERE id = ?", (p.episodes[0].id,)),
        Wrong.EPISODE_LOST,
    ),
    "an unreadable episode": (
        lambda c, p: rewritten(c, EPISODES, p.episodes[0].id, body="{}"),
        Wrong.BODY,
    ),
    "a lost character": (
        lambda c, p: c.execute("DELETE FROM characters WHERE id = ?", (p.cast.characters[0].id,)),
        Wrong.CHARACTER_LOST,
    ),
    "an unreadable character": (
        lambda c, p: rewritten(c, CHARACTERS, p.cast.characters[0].id, body="[]"),
        Wrong.BODY,
    ),
    "a take without its sound": (
        lambda c, p: c.execute(
            "DELETE FROM media WHERE key = ?", (p.takes.by_line[first_line(p).id][0].media,)
        ),
        Wrong.MEDIA_MISSING,
    ),
    "a sound that is another": (
        lambda c, p: c.execute(
            "UPDATE media SET data = x'00' WHERE key = ?",
            (p.takes.by_line[first_line(p).id][0].media,),
        ),
        Wrong.MEDIA_DAMAGED,
    ),
    "a tempo nobody could speak at": (
        lambda c, p: placed_as(c, p, '{"tempo":0}'),
        Wrong.BODY,
    ),
    "pieces that are no stretches": (
        lambda c, p: placed_as(c, p, '{"take":"t","pieces":[{"source_span":[1]}]}'),
        Wrong.BODY,
    ),
    "a bed without its sound": (
        lambda c, p: rewritten(
            c,
            EPISODES,
            p.episodes[0].id,
            body='{"number":1,"title":"","timelines":[],'
            '"beds":[{"id":"b1","kind":"music","name":"Waves","media":"f00d"}]}',
        ),
        Wrong.MEDIA_MISSING,
    ),
    "a bed of a kind nobody knows": (
        lambda c, p: rewritten(
            c,
            EPISODES,
            p.episodes[0].id,
            body='{"number":1,"title":"","timelines":[],'
            '"beds":[{"id":"b1","kind":"smell","name":"Tar"}]}',
        ),
        Wrong.BODY,
    ),
    "lost peaks": (lambda c, _: c.execute("DELETE FROM peaks"), Wrong.PEAKS_MISSING),
    "wrong peaks": (lambda c, _: c.execute("UPDATE peaks SET checksum = 1"), Wrong.PEAKS_DAMAGED),
    "an impossible job": (
        lambda c, p: c.execute(
            "INSERT INTO jobs VALUES ('j', ?, 'en', 'f', 'dreaming', '', 1.0, 0, '', 0.0)",
            (line(p),),
        ),
        Wrong.JOB,
    ),
    "a lost index": (lambda c, _: c.execute("DROP INDEX takes_by_id"), Wrong.INDEX_MISSING),
    "a lost table": (lambda c, _: c.execute("DROP TABLE takes"), Wrong.TABLE_MISSING),
    "no table for sounds": (lambda c, _: c.execute("DROP TABLE media"), Wrong.TABLE_MISSING),
    "a trigger": (
        lambda c, _: c.execute(
            "CREATE TRIGGER trap AFTER INSERT ON lines BEGIN DELETE FROM lines; END"
        ),
        Wrong.STRANGE_SCHEMA,
    ),
}


@pytest.mark.parametrize(("spoil", "wrong"), KINDS.values(), ids=KINDS)
def test_damage_is_found_and_gone_after_a_repair(
    tmp_path: Path, spoil: Spoil, wrong: Wrong
) -> None:
    file = a_project_file(tmp_path, a_project(4, takes=True, episodes=2))
    project = file.project
    file.close()
    with closing(sqlite3.connect(file.path)) as connection, connection:
        spoil(connection, project)
    spoilt = file.path.read_bytes()

    findings = check(file.path, Depth.FULL)
    assert wrong in {finding.wrong for finding in findings}
    with ProjectFile.open(file.path) as damaged:
        assert damaged.read_only == any(finding.forbids_writing for finding in findings)
        assert len(damaged.project.episodes) == 2 or wrong is Wrong.BODY
    report = repair(file.path)
    assert file.path.read_bytes() == spoilt
    assert check(report.path, Depth.FULL) == ()
    with ProjectFile.open(report.path) as repaired:
        assert not repaired.read_only
        assert_nothing_lost_unsaid(project, repaired, report)


def assert_nothing_lost_unsaid(
    before: Project, repaired: ProjectFile, report: RepairReport
) -> None:
    """Each line and take of old is as it was or named in the report."""
    lines = {kept.id: kept for _, kept in repaired.project.lines}
    for _, old in before.lines:
        assert lines.get(old.id) == old or old.id in report.lost_lines
    takes = {kept.id: kept for kept in repaired.project.takes}
    for take in before.takes:
        kept = takes.get(take.id)
        assert kept == take or take.id in report.lost_takes or report.takes == 0
        if kept:
            assert repaired.media(kept.media)


def test_a_repair_of_a_sound_file_changes_nothing(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project(4, ("en", "zh"), takes=True, episodes=2))
    file.close()
    report = repair(file.path)
    assert (report.lost_lines, report.lost_takes, report.lost_sounds) == ((), (), ())
    again = repair(file.path)
    assert again.path != report.path
    with ProjectFile.open(report.path) as repaired:
        assert repaired.project == file.project
        for take in file.project.takes:
            assert repaired.media(take.media)


@pytest.mark.parametrize("share", [0.9, 0.5, 0.2])
def test_a_truncated_file_gives_what_is_left(tmp_path: Path, share: float) -> None:
    project = a_project(40, ("en", "zh"), takes=True, episodes=2)
    file = a_project_file(tmp_path, project)
    file.close()
    whole = file.path.read_bytes()
    file.path.write_bytes(whole[: int(len(whole) * share)])

    assert check(file.path)
    try:
        with ProjectFile.open(file.path) as damaged:
            assert damaged.read_only
    except ProjectFileError as error:
        assert error.problem is ProjectFileProblem.DAMAGED
    report = repair(file.path)
    assert check(report.path, Depth.FULL) == ()
    assert report.missing_bytes >= len(whole) - int(len(whole) * share)
    assert report.lost_takes or report.lost_lines or report.lines < 82
    with ProjectFile.open(report.path) as repaired:
        old = {line.id: line for _, line in project.lines}
        for _, line in repaired.project.lines:
            assert line.text == old[line.id].text


def test_a_torn_header_is_damage_and_is_repaired(tmp_path: Path) -> None:
    file = a_project_file(tmp_path)
    file.close()
    whole = file.path.read_bytes()
    file.path.write_bytes(b"\0" * 16 + whole[16:])
    with pytest.raises(ProjectFileError) as caught:
        ProjectFile.open(file.path)
    assert caught.value.problem is ProjectFileProblem.DAMAGED
    assert [finding.wrong for finding in check(file.path)] == [Wrong.PAGES]
    with ProjectFile.open(repair(file.path).path) as repaired:
        assert repaired.project == file.project


def test_a_wiped_first_page_loses_no_line(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project(30, takes=True))
    file.close()
    whole = file.path.read_bytes()
    file.path.write_bytes(b"\0" * 4096 + whole[4096:])
    with ProjectFile.open(repair(file.path).path) as repaired:
        assert repaired.project == file.project


def test_repairing_what_never_was_a_project_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.understudy"
    for content in (b"", b"Just words. " * 1000):
        text.write_bytes(content)
        with pytest.raises(ProjectFileError) as caught:
            repair(text)
        assert caught.value.problem is ProjectFileProblem.NOT_A_PROJECT
    assert [path.name for path in tmp_path.iterdir()] == [text.name]


def test_edits_still_in_the_log_are_repaired_too(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project(5)) as file:
        file.keep(file.project.with_line(first_line(file.project).saying("en", "Only in the log.")))
        with ProjectFile.open(repair(file.path).path) as repaired:
            assert repaired.project == file.project


def test_a_flipped_bit_is_found_or_changes_nothing(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project(30, ("en", "zh"), takes=True, episodes=2))
    project, path = file.project, file.path
    sounds = {take.media: file.media(take.media) for take in project.takes}
    file.close()
    whole = path.read_bytes()
    dice = random.Random(20261121)
    found = 0
    for _ in range(120):
        spoilt = bytearray(whole)
        spoilt[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        path.write_bytes(spoilt)
        if check(path, Depth.FULL):
            found += 1
            continue
        with ProjectFile.open(path) as same:
            assert same.project == project
            assert all(same.media(key) == data for key, data in sounds.items())
    assert found > 60


def test_any_page_may_be_lost_and_the_rest_is_repaired(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project(60, takes=True))
    project, path = file.project, file.path
    file.close()
    whole = path.read_bytes()
    for number in range(1, min(len(whole) // 4096, 40)):
        path.write_bytes(whole[: number * 4096] + b"\xff" * 4096 + whole[(number + 1) * 4096 :])
        try:
            with ProjectFile.open(path) as damaged:
                assert damaged.read_only or damaged.project == project
        except ProjectFileError as error:
            assert error.problem is ProjectFileProblem.DAMAGED
        report = repair(path)
        assert check(report.path, Depth.QUICK) == ()
        with ProjectFile.open(report.path) as repaired:
            assert_nothing_lost_unsaid(project, repaired, report)
        report.path.unlink()


def test_one_damaged_row_among_hundreds_takes_no_other_along(tmp_path: Path) -> None:
    project = a_project(3 * AT_ONCE)
    path = tmp_path / "long.understudy"
    ProjectFile.create(path, project).close()
    lines = project.episodes[0].lines
    lost = lines[AT_ONCE + 7]
    with closing(sqlite3.connect(path)) as connection, connection:
        rewritten(connection, LINES, lost.id, body='{"kind": "song"}')
    with ProjectFile.open(path) as file:
        assert file.project.episodes[0].lines == tuple(each for each in lines if each != lost)
        assert [(found.wrong, found.key) for found in file.findings] == [(Wrong.BODY, lost.id)]
