"""The log of what text models were asked: durable, small, and never in the way of the project."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import ProjectFileError
from studio.store.check import Depth, check
from studio.store.exchanges import LONGEST_TEXT, MOST_KEPT, Exchange
from studio.store.findings import Wrong
from studio.store.project_file import ProjectFile
from studio.store.repair import repair
from tests.builders import a_project, a_project_file

Spoil = Callable[[sqlite3.Connection], object]


def an_exchange(number: int = 1, *, job: str = "j1", **other: object) -> Exchange:
    return replace(
        Exchange(
            *(f"x{number}", 1000.0 + number, job, "translate", "minimax/main", "MiniMax-M3"),
            *("whole", 300 + number, 40, f"[system]\nPrompt {number} 你好", f"Reply {number} 🎬"),
        ),
        **other,
    )


def test_exchanges_are_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project()) as file:
        for number in (2, 1, 3):
            file.exchanges.add(an_exchange(number, job="j2" if number == 3 else "j1"))
    with ProjectFile.open(file.path) as file:
        bare = [
            an_exchange(n, job="j2" if n == 3 else "j1", prompt="", reply="") for n in (3, 2, 1)
        ]
        assert file.exchanges.newest() == tuple(bare)
        assert file.exchanges.newest(1) == (bare[0],)
        assert file.exchanges.of_job("j1") == tuple(bare[1:])
        assert file.exchanges.read("x2") == an_exchange(2)
        assert file.exchanges.read("x9") is None
        file.exchanges.clear()
        assert file.exchanges.newest() == ()


def test_texts_are_kept_small_and_whatever_they_hold(tmp_path: Path) -> None:
    odd = an_exchange(prompt="Wait. " * 100_000, reply="half \ud83d a sign\x00")
    with a_project_file(tmp_path, a_project()) as file:
        size = file.path.stat().st_size
        file.exchanges.add(odd)
        found = file.exchanges.read("x1")
        assert found and found.prompt == odd.prompt and found.reply == "half ? a sign\x00"
        file.fold()
        assert file.path.stat().st_size - size < 50_000


def test_an_exchange_is_no_edit(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project()) as file:
        project = file.project
        file.exchanges.add(an_exchange())
        assert file.project is project


def test_compacting_keeps_the_newest(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project()) as file:
        for number in range(MOST_KEPT + 3):
            file.exchanges.add(an_exchange(number, prompt="", reply=""))
        file.compact()
        left = file.exchanges.newest(10_000)
    assert [each.id for each in left] == [f"x{n}" for n in range(MOST_KEPT + 2, 2, -1)]


def test_a_copy_has_them_too(tmp_path: Path) -> None:
    with a_project_file(tmp_path, a_project()) as file:
        file.exchanges.add(an_exchange())
        file.save_copy(tmp_path / "copy.understudy")
    with ProjectFile.open(tmp_path / "copy.understudy") as copy:
        assert copy.exchanges.read("x1") == an_exchange()


DAMAGE: dict[str, Spoil] = {
    "no text": lambda c: c.execute("UPDATE exchanges SET reply = x'00' WHERE id = 'x1'"),
    "half a text": lambda c: c.execute(
        "UPDATE exchanges SET prompt = substr(prompt, 1, 9) WHERE id = 'x1'"
    ),
    "words for a number": lambda c: c.execute("UPDATE exchanges SET read = 'x' WHERE id = 'x1'"),
    "no index": lambda c: c.execute("DROP INDEX exchanges_by_id"),
    "no index and twice the same": lambda c: c.executescript(
        "DROP INDEX exchanges_by_id; INSERT INTO exchanges SELECT * FROM exchanges;"
    ),
    "no table": lambda c: c.execute("DROP TABLE exchanges"),
}


@pytest.mark.parametrize("spoil", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_log_never_damages_the_project(tmp_path: Path, spoil: Spoil) -> None:
    file = a_project_file(tmp_path, a_project(4, takes=True))
    project, path = file.project, file.path
    file.exchanges.add(an_exchange(1))
    file.exchanges.add(an_exchange(2))
    file.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        spoil(connection)
    assert {finding.wrong for finding in check(path, Depth.FULL)} == {Wrong.EXCHANGE}
    repaired = repair(path).path
    assert check(repaired, Depth.FULL) == ()
    for each in (path, repaired):
        with ProjectFile.open(each) as opened:
            assert not opened.read_only and opened.project == project
            assert {found.id for found in opened.exchanges.newest()} <= {"x1", "x2"}
            opened.exchanges.add(an_exchange(3))
            assert opened.exchanges.read("x3") == an_exchange(3)
            opened.compact()


def test_a_repair_saves_what_is_whole(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project(4))
    for number in range(1, 4):
        file.exchanges.add(an_exchange(number, reply="long " * 10_000))
    file.close()
    with closing(sqlite3.connect(file.path)) as connection, connection:
        connection.execute("UPDATE exchanges SET at = 1000, reply = x'ff' WHERE id = 'x2'")
        connection.execute("DELETE FROM project")
    with ProjectFile.open(repair(file.path).path) as repaired:
        kept = [repaired.exchanges.read(f"x{number}") for number in (1, 2, 3)]
    assert kept == [an_exchange(1, reply="long " * 10_000), None,
                    an_exchange(3, reply="long " * 10_000)]  # fmt: skip


def test_a_bomb_in_a_file_is_read_no_further_than_an_answer_can_be_long(tmp_path: Path) -> None:
    file = a_project_file(tmp_path, a_project())
    file.exchanges.add(an_exchange())
    file.close()
    bomb = zlib.compress(b" " * (LONGEST_TEXT * 20), 9)
    with closing(sqlite3.connect(file.path)) as connection, connection:
        connection.execute("UPDATE exchanges SET reply = ?", (bomb,))
    with ProjectFile.open(file.path) as opened:
        found = opened.exchanges.read("x1")
    assert found and len(found.reply) == LONGEST_TEXT


def test_a_file_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    with (
        a_project_file(tmp_path, a_project()) as first,
        ProjectFile.open(first.path) as second,
        pytest.raises(ProjectFileError),
    ):
        second.exchanges.add(an_exchange())
