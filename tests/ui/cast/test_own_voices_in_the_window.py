"""The cast of an open project shows one's own voices as they are now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from studio.model.cast import Casting
from studio.model.ids import new_id
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
from studio.ui.cast.cast_table import CastColumn
from studio.ui.cast.casting_form import CastingForm
from tests.rooms import a_room, a_script, until
from tests.services.minimax.service import MinimaxService
from tests.ui.children import child
from tests.ui.own_voices.window import Voices, some_voices
from tests.ui.stage import texts


async def test_what_changes_in_the_library_is_seen_in_the_cast(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_room(tmp_path) as room:
        await room.desk.open(a_script(tmp_path))
        document, library = room.session.document, room.engines.library
        mix = OwnVoice(
            new_id(), VoiceOrigin.MIX, "minimax/main", "Duet", parts=(("a", 60), ("b", 40))
        )
        library.add(mix)
        first = document.project.cast.characters[0]
        blend = {"timbre_weights": '[["a", 60], ["b", 40]]'}
        cast = first.cast_as("en", Casting("minimax/main", "a", settings=blend))
        document.edit("Cast", document.project.with_character(cast))
        view = child(room.session.cast, QTableView)

        def renamed(name: str) -> OwnVoice:
            return library.change(mix.id, lambda known: replace(known, name=name))

        for name in ("Trio", "Quartet"):
            await room.desk.voices.maker.with_queue(lambda _, name=name: renamed(name))
            await until(lambda name=name: texts(view, CastColumn.VOICE)[0] == name)


async def test_the_clock_of_a_voice_ends_in_the_cast_with_its_first_line(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        await voices.open_cast("Lin")
        await until(lambda: "left, unless it speaks a line" in told_of_the_voice(voices))
        session = voices.room.session
        voices.room.prompter.answer = "speak"  # the fee of its first line falls due
        first = next(iter(session.document.project.cast))
        session.auditions.character(first.id, "en")
        await until(lambda: "left, unless it speaks" not in told_of_the_voice(voices))
        assert "Own voice Lin" in told_of_the_voice(voices)


async def test_a_voice_that_was_removed_is_told_by_its_name_in_the_cast(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        await voices.open_cast("Lin")
        id = voices.voice("Lin").id
        await voices.desk.maker.with_queue(lambda _: voices.library.remove(id))
        await until(lambda: "removed from your voices" in told_of_the_voice(voices))
        view = child(voices.room.session.cast, QTableView)
        assert texts(view, CastColumn.VOICE)[0] == "Lin"


def told_of_the_voice(voices: Voices) -> str:
    """What the form of the character in hand says of a voice of one's own."""
    form = child(voices.room.session.cast, CastingForm)
    labels = (label.text() for label in form.findChildren(QLabel))
    return next((text for text in labels if text.startswith("Own voice")), "")
