"""A voice in doubt is taken up by one program at a time, and stays in doubt when that one dies."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.store.voice_library_queue import CloneQueue
from studio.store.voice_library_rows import checksum_of

NOW = 1_790_000_000.0


def in_doubt(folder: Path, *names: str) -> tuple[VoiceLibrary, CloneQueue]:
    library = VoiceLibrary(folder / "voices", clock=lambda: NOW)
    queue = CloneQueue(library)
    for name in names:
        library.add(
            OwnVoice(name, VoiceOrigin.CLONE, "useapi/main", name, state=VoiceState.WAITING)
        )
        assert queue.claim() and queue.sending(name, before=("a", "b"))
        assert queue.named(name, "", before=("b", "c")), "it is asked on another account"
        assert queue.lost(name, "cut off")
    return library, queue


def test_what_was_there_before_is_kept_with_the_voice(tmp_path: Path) -> None:
    library, queue = in_doubt(tmp_path, "lin")
    queue.close()
    assert library.voice("lin").before == ("a", "b", "c")


def test_one_program_at_a_time_asks_about_a_voice_and_it_counts_as_in_flight(
    tmp_path: Path,
) -> None:
    library, queue = in_doubt(tmp_path, "lin", "mara")
    other = CloneQueue(library)
    library.add(OwnVoice("bo", VoiceOrigin.CLONE, "x", "bo", state=VoiceState.WAITING))
    taken = queue.take_up("lin")
    assert taken and taken.state is VoiceState.CLONING and taken.sent_at == NOW
    assert other.take_up("lin", at_once=2) is None and other.take_up("mara") is None
    assert other.claim() is None
    assert not other.made("lin", "v")
    assert queue.made("lin", "v", unused_days=7, at=NOW - 60)
    assert library.voice("lin").made_at == NOW - 60
    assert queue.take_up("lin") is None, "there is no doubt any more"
    for each in (queue, other):
        each.close()


def test_a_program_that_dies_while_it_asks_leaves_the_doubt(tmp_path: Path) -> None:
    library, queue = in_doubt(tmp_path, "lin")
    assert queue.take_up("lin")
    queue.close()
    later = CloneQueue(library)
    assert [voice.id for voice in later.recover()] == ["lin"]
    assert library.voice("lin").before == ("a", "b", "c") and library.voice("lin").sent_at == NOW
    later.close()


def test_a_row_of_before_these_fields_is_read(tmp_path: Path) -> None:
    library, queue = in_doubt(tmp_path, "lin")
    queue.close()
    with sqlite3.connect(library.path) as connection:
        (body,) = connection.execute("SELECT body FROM voices").fetchone()
        older = {k: v for k, v in json.loads(body).items() if k not in ("before", "preview_text")}
        text = json.dumps(older)
        row = (text, checksum_of("lin", text))
        connection.execute("UPDATE voices SET body = ?, checksum = ?", row)
    connection.close()
    assert library.voice("lin").before == () and library.voice("lin").name == "lin"
