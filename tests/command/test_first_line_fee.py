"""What a batch costs with a voice that never spoke is told before anything is billed."""

from __future__ import annotations

from pathlib import Path

from tests.command.test_cloning import Ran, a_clone, library, minimax, ran
from tests.services.minimax.service import MinimaxService

__all__ = ["minimax", "ran"]  # fixtures


def test_render_tells_the_fee_of_a_voice_before_its_first_line_and_never_again(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    voice = library().voice(a_clone(tmp_path, ran)).voice
    script, cast = tmp_path / "ferry.fountain", tmp_path / "cast.toml"
    script.write_text("EXT. QUAY - NIGHT\n\nMARA\nThe ferry is late.\n\nMARA\nVery late.\n")
    cast.write_text(f'[characters.MARA]\nengine = "minimax"\nvoice = "{voice}"\n')
    order = ("render", script, "--cast", cast, "--out", tmp_path / "out", "--lines")
    first = ran(*order)
    assert first.returncode == 0, first.stderr
    told, *_ = first.stderr.splitlines()
    assert told.startswith("2 lines, ") and "about 1.50 USD" in told
    assert "1.50 USD of it for the first lines of voices" in told
    script.write_text(script.read_text() + "\nMARA\nToo late.\n")
    assert "first lines of voices" not in ran(*order).stderr
