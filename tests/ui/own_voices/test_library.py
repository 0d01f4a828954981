"""One's own voices in their window: how they are, and everything that can be done with them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from studio.casting.making.castable import enter_mix
from studio.casting.making.ordering import DesignWish
from studio.store.ledger import Ledger
from studio.store.places import ledger_file
from studio.store.voice_library_entry import VoiceState
from studio.ui.empty_page import EmptyPage
from studio.ui.own_voices.consent_dialog import ConsentDialog
from studio.ui.own_voices.library_dialog import WAYS
from studio.ui.own_voices.voices_table import Column
from tests.rooms import a_script, until
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import base_resp, cut, stalled
from tests.ui.children import button, child, named
from tests.ui.own_voices.window import (
    in_hand,
    offered,
    press,
    said_in,
    shows,
    some_voices,
    table,
    texts,
)


async def test_the_ways_to_more_voices_are_offered_once(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        dialog = voices.desk.show_library()
        await until(lambda: any(page.isVisible() for page in dialog.findChildren(EmptyPage)))
        assert not table(dialog).isVisible()
        ways = [voices.room.actions.get(id).text() for id in WAYS]
        assert [offered(dialog).count(way) for way in ways] == [1] * len(WAYS)
        await voices.made("Lin")
        await shows(dialog, Column.NAME, "Lin")
        assert [offered(dialog).count(way) for way in ways] == [1] * len(WAYS)


async def test_the_table_follows_a_voice_from_its_place_in_line_to_its_end(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    gate = minimax_service.faults.next(stalled(), path="voice_clone").gate
    async with some_voices(tmp_path, minimax_service) as voices:
        dialog = voices.desk.show_library()
        await voices.desk.maker.clone(voices.looked("Lin", "Mara", "Bo"))
        await gate.arrived()
        await shows(dialog, Column.NAME, "Lin", "Mara", "Bo")
        being = ("Being made", "Waiting, next in line", "Waiting, no. 2 in line")
        await shows(dialog, Column.STATE, *being)
        gate.release()
        await shows(dialog, Column.STATE, "Ready", "Ready", "Ready")
        await shows(dialog, Column.CLOCK, *["6 d 23 h left"] * 3)
        assert texts(dialog, Column.LANGUAGES) == ["English"] * 3
        assert texts(dialog, Column.CONSENT) == ["no end"] * 3
        await voices.settled()


async def test_a_voice_is_kept_by_one_paid_line_whose_fee_is_told_first(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Keep it")
        await until(lambda: bool(voices.room.prompter.asked))
        assert "a fee of 1.50 USD" in voices.room.prompter.asked[-1]
        assert not minimax_service.bill.entries, "nobody said yes yet"
        voices.room.prompter.answer = "go"
        await press(qtbot, dialog, "Keep it")
        await voices.status("Lin is kept at MiniMax.")
        assert len(minimax_service.bill.entries) == 1
        await shows(dialog, Column.CLOCK, "")
        assert voices.voice("Lin").first_used_at
        assert "Keep it…" not in offered(dialog)
        fees = Ledger(ledger_file(), voices.room.notices.report).spent()
        assert any(spent.amount and spent.amount >= 1 for spent in fees)


async def test_a_voice_that_its_service_does_not_know_is_gone_and_made_again(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        before = voices.voice("Lin").voice
        minimax_service.faults.next(base_resp(2054), path="t2a_v2")
        voices.room.prompter.answer = "go"
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Keep it")
        await shows(dialog, Column.STATE, "Gone")
        await press(qtbot, dialog, "Make it again")
        await shows(dialog, Column.STATE, "Gone", "Ready")
        await voices.settled()
        assert voices.voice("Lin").voice != before
        assert len(minimax_service.voices.own()) == 2


async def test_checking_finds_the_voices_that_are_gone(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", "Mara")
        for name in ("Lin", "Mara"):  # the service lists what has spoken
            voices.library.use("minimax", voices.voice(name).voice)
            own = minimax_service.voices.find(voices.voice(name).voice)
            assert own is not None
            own.used = 1.0
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Check at the service")
        await voices.status("All your voices are at their services.")
        own = minimax_service.voices.find(voices.voice("Lin").voice)
        assert own is not None
        minimax_service.voices.delete(own)
        await press(qtbot, dialog, "Check at the service")
        await voices.status("Gone at their services: Lin.")
        await shows(dialog, Column.STATE, "Gone", "Ready")
        found = {voice.name for voice in voices.room.engines.catalogue.voices}
        assert "Mara" in found


async def test_deleting_names_who_speaks_with_it_and_can_be_taken_back_here(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        await voices.open_cast("Lin")
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Delete…")
        await until(lambda: bool(voices.room.prompter.asked))
        told = voices.room.prompter.asked[-1]
        assert "Lin: deleted at MiniMax · environment for good." in told
        assert "It speaks in 1 place of “deck”." in told
        assert len(minimax_service.voices.own()) == 1
        voices.room.prompter.answer = "go"
        await press(qtbot, dialog, "Delete…")
        await voices.status("Deleted: Lin.")
        assert not minimax_service.voices.own()
        which = named(dialog, QComboBox, "Which voices")
        which.setCurrentIndex(which.findText("Removed"))
        await shows(dialog, Column.STATE, "Removed")
        await press(qtbot, dialog, "Bring back")
        await shows(dialog, Column.STATE, "Gone")
        assert which.currentText() == "All voices"
        told = named(dialog, QLabel, "What came of it")
        await until(lambda: "Lin: among your voices again." in told.text())
        assert "Lin is gone at MiniMax and has to be made again" in told.text()


async def test_an_empty_list_says_whether_something_was_searched_for(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        dialog = await voices.shown("Lin")
        search = named(dialog, QLineEdit, "Search your voices")
        search.setText("nobody")
        assert "Search for something else." in said_in(dialog)
        search.clear()
        which = named(dialog, QComboBox, "Which voices")
        which.setCurrentIndex(which.findText("Removed"))
        assert "No removed voices" in said_in(dialog)
        await press(qtbot, dialog, "Show all voices")
        await shows(dialog, Column.NAME, "Lin")
        voices.room.prompter.answer = "go"
        await press(qtbot, dialog, "Delete…")
        await until(lambda: "1 voice is removed. You can bring it back." in said_in(dialog))
        assert "Search for something else." not in said_in(dialog)
        assert "Deleted: Lin." in said_in(dialog)
        await press(qtbot, dialog, "Show removed voices")
        await shows(dialog, Column.STATE, "Removed")


async def test_what_is_there_or_was_made_anew_is_not_made_again_unawares(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Make another one…")
        await until(lambda: bool(voices.room.prompter.asked))
        assert "Lin is there already: this makes a second one." in voices.room.prompter.asked[-1]
        minimax_service.faults.next(base_resp(2054), path="t2a_v2")
        voices.room.prompter.answer = "go"
        await press(qtbot, dialog, "Keep it")
        await shows(dialog, Column.STATE, "Gone")
        await until(lambda: "What it was made of is kept here: make it again." in said_in(dialog))
        await press(qtbot, dialog, "Make it again")
        assert "there already" not in voices.room.prompter.asked[-1]
        await shows(dialog, Column.STATE, "Gone", "Ready")
        await voices.settled()
        table(dialog).selectRow(0)
        await until(lambda: "It was made anew on" in said_in(dialog))
        assert "make it again" not in said_in(dialog)


async def test_deleting_for_good_takes_the_recordings_along(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        (file,) = voices.voice("Lin").files
        path = voices.library.files.path(file, "lin.wav")
        voices.room.prompter.answer = "go"
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Delete…")
        which = named(dialog, QComboBox, "Which voices")
        await until(lambda: not voices.library.voices())
        which.setCurrentIndex(which.findText("Removed"))
        await press(qtbot, dialog, "Delete for good")
        await until(lambda: not voices.library.voices(removed=True))
        assert not path.exists()


async def test_a_character_of_the_open_project_gets_a_voice_and_undo_takes_it_back(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        dialog = await voices.shown("Lin")
        cast = button(dialog, QPushButton, "Cast for")
        assert cast.isVisible() and not cast.isEnabled(), "nothing is open"
        await voices.room.desk.open(a_script(tmp_path))
        await until(cast.isEnabled)
        document = voices.room.session.document
        first = next(iter(document.project.cast))
        (action,) = [each for each in cast.menu().actions() if each.text() == first.name]
        action.trigger()
        casting = document.project.casting(first.id, "en")
        assert casting and (casting.engine, casting.voice) == (
            "minimax/environment", voices.voice("Lin").voice,
        )  # fmt: skip
        await shows(dialog, Column.USED, first.name)
        document.undo()
        await voices.room.desk.put_away()
        await shows(dialog, Column.USED, "")


async def test_a_mix_is_cast_as_its_blend(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        engine = voices.room.engines.roster["minimax/environment"]
        parts = [("Wise_Woman", 60), ("Charming_Lady", 40)]
        enter_mix(voices.library, engine, "Choir", parts)
        await voices.room.desk.open(a_script(tmp_path))
        dialog = await voices.shown("Choir")
        cast = button(dialog, QPushButton, "Cast for")
        await until(cast.isEnabled)
        cast.menu().actions()[0].trigger()
        project = voices.room.session.document.project
        casting = project.casting(next(iter(project.cast)).id, "en")
        assert casting and casting.voice == "Wise_Woman"
        assert "Charming_Lady" in str(casting.settings)


async def test_what_a_voice_said_first_is_heard_again(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", preview_text="Good evening, my friends, and good night.")
        dialog = await voices.shown("Lin")
        with qtbot.waitSignal(voices.desk.player.began):
            await press(qtbot, dialog, "Hear the preview")
            await until(lambda: voices.desk.player.playing)
        assert voices.desk.player.position >= 0
        dialog.close()
        assert not voices.desk.player.playing


async def test_a_consent_is_extended_and_its_paper_kept(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    paper = tmp_path / "agreement.pdf"
    paper.write_bytes(b"signed")
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        over = datetime.date.fromtimestamp(voices.library.now) - datetime.timedelta(days=1)
        lin = voices.voice("Lin")
        assert lin.consent is not None
        consent = replace(lin.consent, until=over)
        voices.library.change(lin.id, lambda voice: replace(voice, consent=consent))
        dialog = await voices.shown("Lin")
        await press(qtbot, dialog, "Consent…")
        await until(lambda: dialog.findChild(ConsentDialog) is not None)
        form = child(dialog, ConsentDialog)
        voices.room.prompter.files = [paper]
        button(form, QPushButton, "Choose").click()
        await until(lambda: "agreement.pdf" in [e.text() for e in form.findChildren(QLineEdit)])
        child(form, QDateEdit).setDate(QDate(2090, 1, 2))
        form.accept()
        await until(lambda: voices.voice("Lin").consent != consent)
        after = voices.voice("Lin").consent
        assert after and after.until == datetime.date(2090, 1, 2) and after.document
        kept = voices.library.files.checked(after.document.sha256, "agreement.pdf")
        assert kept.read_bytes() == b"signed"


async def test_voices_are_found_by_words_and_by_how_they_are(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        minimax_service.faults.next(base_resp(1026), path="voice_clone")
        await voices.made("Lin", "Mara")
        dialog = await voices.shown("Mara")
        search = named(dialog, QLineEdit, "Search your voices")
        search.setText("xia mar")
        assert texts(dialog) == ["Mara"]
        search.setText("nobody")
        assert texts(dialog) == []
        await press(qtbot, dialog, "Show all voices")
        assert texts(dialog) == ["Lin", "Mara"]
        which = named(dialog, QComboBox, "Which voices")
        which.setCurrentIndex(which.findText("Need something"))
        assert texts(dialog) == ["Lin"] and in_hand(dialog) == "Lin"
        assert "Try again…" in offered(dialog)
        voices.room.prompter.answer = "go"
        await press(qtbot, dialog, "Try again")
        await until(lambda: voices.states["Lin"] is VoiceState.READY)
        await voices.settled()
        assert len(voices.library.voices()) == 2, "it is the same row"


async def test_a_design_in_doubt_may_be_asked_for_again_with_a_warning(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    wish = DesignWish("Captain", "minimax/environment", "An old sailor.", "Steady as she goes.")
    async with some_voices(tmp_path, minimax_service) as voices:
        minimax_service.faults.next(cut(billed=True), path="voice_design")
        await voices.desk.maker.design(wish)
        await voices.settled()
        assert voices.states == {"Captain": VoiceState.UNSURE}
        assert "not known whether Captain was made" in voices.banners[-1]
        dialog = await voices.shown("Captain")
        voices.room.prompter.answer = "go"
        await press(qtbot, dialog, "Ask for it again")
        await until(lambda: voices.states == {"Captain": VoiceState.READY})
        await voices.settled()
        assert "a second time" in voices.room.prompter.asked[-1]


@pytest.mark.parametrize("state", ["ready", "gone"])
async def test_every_state_has_a_way_on(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService, state: str
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin")
        if state == "gone":
            voices.make_older("Lin", days=8)
        dialog = await voices.shown("Lin")
        await shows(dialog, Column.STATE, "Gone" if state == "gone" else "Ready")
        again = "Make it again…" if state == "gone" else "Make another one…"
        assert again in offered(dialog)
        assert ("Keep it…" in offered(dialog)) is (state == "ready")
        assert button(dialog, QPushButton, "Cast for").isVisible() is (state == "ready")
