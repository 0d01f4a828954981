"""Figures of takes are kept beside no project, and losing them costs nothing but time."""

from __future__ import annotations

from pathlib import Path

from studio.model.ids import MediaKey
from studio.model.take_facts import TakeFacts
from studio.store.measured_takes import MeasuredTakes

FACTS = TakeFacts(2.0, 0.1, 1.9, -80.0, -75.5, -20.0, -21.25, 0.5, 0.3, 1.5, 30.0, 120.0)


def keys(count: int) -> list[MediaKey]:
    return [MediaKey(f"{number:064x}") for number in range(count)]


def test_what_was_kept_is_found_again_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "takes.sqlite"
    many = keys(1_203)
    MeasuredTakes(path, 1).write(dict.fromkeys(many[:-3], FACTS))
    found = MeasuredTakes(path, 1).read(many)
    assert found == dict.fromkeys(many[:-3], FACTS)


def test_figures_of_another_way_of_measuring_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "takes.sqlite"
    (key,) = keys(1)
    MeasuredTakes(path, 1).write({key: FACTS})
    newer = MeasuredTakes(path, 2)
    assert newer.read([key]) == {}
    newer.write({key: FACTS})
    assert newer.read([key]) == {key: FACTS}


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "takes.sqlite"
    path.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 2_000)
    kept = MeasuredTakes(path, 1)
    (key,) = keys(1)
    assert kept.read([key]) == {}
    kept.write({key: FACTS})
    assert kept.read([key]) == {key: FACTS}


def test_without_a_folder_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    kept = MeasuredTakes(tmp_path / "nowhere" / "takes.sqlite", 1)
    kept.write({keys(1)[0]: FACTS})
    assert kept.read(keys(1)) == {}
