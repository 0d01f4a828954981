"""New files in the place of old ones: whole, or as it was, whatever comes between."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.delivery.placing import put_in_place

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("killed_delivery.py")
NAMES = ("a.wav", "b.wav", "c.wav")
OLD = {"a.wav": "old a", "c.wav": "old c"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two old files, and a draft of three new ones."""
    out = tmp_path / "out"
    (out / "draft").mkdir(parents=True)
    for name, words in OLD.items():
        (out / name).write_text(words)
    for name in NAMES:
        (out / "draft" / name).write_text(f"new {name}")
    return out


def files_in(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.is_file()}


def test_new_files_take_the_place_of_old_ones(folder: Path) -> None:
    put_in_place(folder / "draft", folder, NAMES)
    assert files_in(folder) == {name: f"new {name}" for name in NAMES}
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["draft"]


def test_a_failure_on_the_way_leaves_everything_as_it_was(folder: Path) -> None:
    (folder / "draft" / "c.wav").unlink()
    with pytest.raises(FileNotFoundError):
        put_in_place(folder / "draft", folder, NAMES)
    assert files_in(folder) == OLD
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["draft"]


def test_what_cannot_be_taken_back_is_kept_beside(folder: Path) -> None:
    """Somebody puts a folder in the place of a file while the files are being placed."""

    def names() -> Iterator[str]:
        yield "a.wav"
        (folder / "a.wav").unlink()
        (folder / "a.wav" / "notes").mkdir(parents=True)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_in_place(folder / "draft", folder, names())
    (replaced,) = folder.glob(".replaced-*")
    assert files_in(replaced) == {"a.wav": "old a"}
    assert files_in(folder) == {"c.wav": "old c"}


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_killed_at_any_step_each_name_has_a_whole_file_and_no_old_one_is_lost(
    folder: Path,
) -> None:
    steps = 0
    while _killed(folder, steps):
        found = files_in(folder)
        kept = {
            name: words
            for replaced in folder.glob(".replaced-*")
            for name, words in files_in(replaced).items()
        }
        whole = found == {name: f"new {name}" for name in NAMES}
        for name, old in OLD.items():
            assert found[name] in (old, f"new {name}")
            assert whole or old in (found[name], kept.get(name))
        _begin_again(folder)
        steps += 1
    assert steps >= len(OLD) + len(NAMES)
    assert files_in(folder) == {name: f"new {name}" for name in NAMES}


def _killed(folder: Path, steps: int) -> bool:
    """Whether a child that places the files was killed after so many steps, or came to its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(CHILD), str(folder), str(steps)]
    done = subprocess.run(command, env=environment, check=False)
    assert done.returncode in (0, -9)
    return done.returncode != 0


def _begin_again(folder: Path) -> None:
    for path in [*folder.glob(".replaced-*/*"), *folder.glob("*.wav")]:
        path.unlink()
    for path in folder.glob(".replaced-*"):
        path.rmdir()
    for name, words in OLD.items():
        (folder / name).write_text(words)
    for name in NAMES:
        (folder / "draft" / name).write_text(f"new {name}")
