"""The cast of an open project shows one's own voices as they are now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from studio.model.cast import Casting
from studio.model.ids import new_id
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
from studio.ui.cast.cast_table import CastColumn
from tests.rooms import a_room, a_script, until
from tests.ui.children import child
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
