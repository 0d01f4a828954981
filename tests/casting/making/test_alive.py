"""How long voices live: what expires soon, what is gone, and who speaks with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.casting.making.alive import compare_with, expiring, missed_in, note_gone
from studio.casting.making.deleting import chosen, uses_in
from studio.casting.making.folder import characters_in
from studio.errors import AudioError, SampleError, VoiceLibraryError
from studio.model.cast import Casting
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import DAY_S, OwnVoice, VoiceOrigin, VoiceState
from studio.wording import sentence
from tests.builders import a_project
from tests.casting.making.stage import a_file
from tests.engines.minimax.at_work import an_engine

NOW = 1_790_000_000.0


def a_library(folder: Path, **days_ago: float) -> VoiceLibrary:
    library = VoiceLibrary(folder / "voices", clock=lambda: NOW)
    for name, days in days_ago.items():
        library.add(
            OwnVoice(
                name, VoiceOrigin.CLONE, "minimax/main", name, f"{name}-1234567a",
                made_at=NOW - days * DAY_S, unused_days=7.0,
            )
        )  # fmt: skip
    return library


def test_what_expires_soon_is_told_the_first_one_first(tmp_path: Path) -> None:
    library = a_library(tmp_path, new=1, soon=5.5, sooner=6.5, gone=8, used=6.9)
    library.use("minimax/main", "used-1234567a")
    assert [voice.name for voice in expiring(library)] == ["sooner", "soon"]


async def test_only_a_voice_whose_time_is_over_is_gone_for_want_of_a_list(tmp_path: Path) -> None:
    library = a_library(tmp_path, new=1, old=8, used=9)
    library.use("minimax/main", "used-1234567a")
    async with an_engine("https://api.minimax.io") as engine:
        gone = compare_with(library, engine, {"used-1234567a"})
        assert [voice.name for voice in gone] == ["old"]
        gone = compare_with(library, engine, set())
        assert [voice.name for voice in gone] == ["old", "used"]


def test_a_voice_the_service_refused_is_gone_and_no_other(tmp_path: Path) -> None:
    library = a_library(tmp_path, lin=1, mara=1)
    note_gone(library, library.voice("lin"))
    states = {voice.name: voice.state for voice in library.voices()}
    assert states == {"lin": VoiceState.GONE, "mara": VoiceState.READY}


def test_a_project_is_told_which_of_its_voices_are_gone(tmp_path: Path) -> None:
    library = a_library(tmp_path, lin=1, mara=1, bo=8)
    note_gone(library, library.voice("lin"))
    project = a_project(lines=2)
    first, *_ = project.cast
    castings = {"lin": "en", "mara": "zh", "bo": "de"}
    for name, language in castings.items():
        casting = Casting("minimax/other", f"{name}-1234567a")
        first = first.cast_as(language, casting)
    project = project.with_character(first)
    missed = missed_in(project, library)
    assert [each.voice.name for each in missed] == ["lin", "bo"]
    assert [(use.character, use.language) for use in missed[0].uses] == [(first, "en")]
    assert list(uses_in([project], library.voice("mara"))) == [project.title]


def test_a_voice_is_chosen_by_id_or_by_a_name_only_it_has(tmp_path: Path) -> None:
    library = a_library(tmp_path, lin=1, mara=1)
    library.add(OwnVoice("other", VoiceOrigin.CLONE, "minimax/main", "Mara"))
    assert chosen(library, "lin").id == chosen(library, "LIN").id == "lin"
    assert chosen(library, "lin-1234567a").id == "lin" and chosen(library, "mara").id == "mara"
    for told in ("Mara", "nobody", ""):
        with pytest.raises(VoiceLibraryError):
            chosen(library, told)


def test_a_folder_is_read_by_character(tmp_path: Path) -> None:
    folder = tmp_path / "cast"
    for name in ("Lin.wav", "Bo/10.wav", "Bo/2.wav", ".hidden.wav"):
        a_file(folder, name)
    (folder / "notes.md").write_text("x")
    (folder / "Empty").mkdir()
    (folder / "Lin.toml").write_text("x")
    (folder / "consent.toml").write_text("x")
    lin, bo = sorted(characters_in(folder), key=lambda each: each.name, reverse=True)
    assert (lin.name, lin.consent) == ("Lin", folder / "Lin.toml")
    assert [path.name for path in bo.files] == ["2.wav", "10.wav"]
    assert bo.consent == folder / "consent.toml"
    with pytest.raises(SampleError) as refused:
        characters_in(folder / "Empty")
    assert str(folder / "Empty") in sentence(refused.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioError) as refused:
        characters_in(tmp_path / "nowhere")
    assert sentence(refused.value).startswith(str(tmp_path / "nowhere"))
    assert "Check the name" in sentence(refused.value)


def test_a_folder_has_a_prompt_and_its_words_per_character(tmp_path: Path) -> None:
    folder = tmp_path / "cast"
    for name in ("Lin/one.wav", "Lin/prompt.wav", "Bo/1.wav", "Bo/Prompt.MP3"):
        a_file(folder, name)
    (folder / "Lin" / "prompt.txt").write_text("We leave at midnight.\n", encoding="utf-8-sig")
    bo, lin = characters_in(folder)
    assert [path.name for path in lin.files] == ["one.wav"]
    assert (lin.prompt, lin.words) == (folder / "Lin" / "prompt.wav", "We leave at midnight.")
    assert [path.name for path in bo.files] == ["1.wav"]
    assert (bo.prompt, bo.words) == (folder / "Bo" / "Prompt.MP3", "")
