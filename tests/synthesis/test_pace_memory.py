"""What was learned of an account's pace is there at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.engines.speech import Pace
from studio.synthesis.pace import Paces
from studio.synthesis.pace_memory import read_learned, write_learned


def test_a_learned_pace_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "paces.json"
    learned = {("minimax/main", "speech-2.8-hd"): Pace(120, 5), ("useapi/ü", ""): Pace(0, 4)}
    write_learned(path, learned)
    assert read_learned(path) == learned
    paces = Paces()
    paces.remember(read_learned(path))
    keeper = paces.keeper("minimax/main", "speech-2.8-hd", Pace(20, 3))
    assert keeper.learned == Pace(120, 5)
    assert paces.learned() == learned


@pytest.mark.parametrize("text", ["", "[]]", '[["a", "b", -1, 1]]', '[["a", "b", 1]]', "[7]"])
def test_a_damaged_file_only_makes_it_learn_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "paces.json"
    path.write_text(text)
    assert read_learned(path) == {}
