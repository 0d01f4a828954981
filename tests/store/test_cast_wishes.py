"""Who is to speak with a voice once it is made: kept until it is, in one small file."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.errors import SettingsError
from studio.store.cast_wishes import CastWish, CastWishes

LIN = CastWish("v1", "p1", "c1", "en")
MARA = CastWish("v2", "p1", "c2", "en")


def test_wishes_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "voices" / "wishes.json"
    CastWishes(path).add([LIN, MARA])
    assert CastWishes(path).all() == (LIN, MARA)
    CastWishes(path).drop([LIN])
    assert CastWishes(path).all() == (MARA,)


def test_the_newest_wish_for_a_part_counts(tmp_path: Path) -> None:
    wishes = CastWishes(tmp_path / "wishes.json")
    newer = CastWish("v9", "p1", "c1", "en")
    wishes.add([LIN])
    wishes.add([newer])
    assert wishes.all() == (newer,)


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"voice": "v1"}]', "null"])
def test_a_file_that_cannot_be_read_is_no_wish(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wishes.json"
    path.write_text(text)
    assert CastWishes(path).all() == ()
    CastWishes(path).add([LIN])
    assert CastWishes(path).all() == (LIN,)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("a file where the folder should be")
    with pytest.raises(SettingsError):
        CastWishes(tmp_path / "voices" / "wishes.json").add([LIN])
