"""The first line of a voice of one's own keeps it at its service, and its fee is noted once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from studio.casting.making.castable import (
    blend_setting,
    cast_with,
    enter_mix,
    gone_voices,
    own_voices,
)
from studio.casting.making.first_use import FeesToCome, FirstUse, fee_at_first_use
from studio.casting.making.ordering import DesignWish, enter_design
from studio.engines.roster import Roster
from studio.engines.speech import Price, Reading
from studio.errors import CapReached, StudioError, VoiceNotMade
from studio.model.cast import Casting
from studio.store.ledger import Ledger
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.synthesis.bill import Caps, LedgerBill
from studio.synthesis.pricing import cost_of, fees_of, price_of
from studio.synthesis.voice_bill import LedgerVoiceBill
from tests.casting.making.stage import a_stage
from tests.engines.minimax.at_work import a_request, an_engine
from tests.services.minimax.service import MinimaxService
from tests.services.wrongs import cut

NOW = 1_790_000_000.0


def a_ledger(folder: Path) -> Ledger:
    return Ledger(folder / "ledger.sqlite", lambda error: None)


def a_library(folder: Path) -> VoiceLibrary:
    library = VoiceLibrary(folder / "voices", clock=lambda: NOW)
    library.add(
        OwnVoice(
            "lin", VoiceOrigin.CLONE, "minimax/main", "Lin", "lin-1234567a",
            made_at=NOW - 10, unused_days=7.0,
        )
    )  # fmt: skip
    return library


async def test_the_first_line_ends_the_clock_and_costs_the_fee_once(tmp_path: Path) -> None:
    ledger, library = a_ledger(tmp_path), a_library(tmp_path)
    told: list[StudioError] = []
    async with an_engine("https://api.minimax.io") as engine:
        roster = Roster([engine])
        bill = LedgerVoiceBill(LedgerBill(ledger), ledger, lambda: NOW)
        price = fee_at_first_use(library.voice("lin"), roster)
        assert price == Price(0, Decimal("1.5"), "USD")
        for _ in range(2):  # another program does not know that it was noted
            first = FirstUse(library, roster, bill, told.append)
            for voice in ("lin-1234567a", "lin-1234567a", "English_Graceful_Lady", ""):
                first.spoke(a_request(voice=voice or "x"))
        assert fee_at_first_use(library.voice("lin"), roster) is None
    voice = library.voice("lin")
    assert voice.first_used_at == NOW and voice.expires_at is None and not told
    (spent,) = ledger.spent()
    assert (spent.amount, spent.currency, spent.syntheses) == (Decimal("1.5"), "USD", 0)
    assert not ledger.characters_since(0), "a fee has no characters"


async def test_the_fee_is_in_the_price_of_every_request_until_the_voice_spoke(
    tmp_path: Path,
) -> None:
    fees, library = FeesToCome(), a_library(tmp_path)
    fees.look(library)
    async with an_engine("https://api.minimax.io") as engine:
        roster = Roster(
            [engine], first_line_fee=lambda asked: fees.of(asked, {engine.name: engine})
        )
        mine, theirs = a_request(voice="lin-1234567a"), a_request()
        bare = engine.price(mine)
        assert price_of(theirs, roster) == engine.price(theirs)
        price = price_of(mine, roster)
        assert (price.amount, price.fee, price.currency) == (bare.amount, Decimal("1.5"), "USD")
        twice = ((mine, price), (mine, price), (theirs, engine.price(theirs)))
        assert fees_of(twice) == {"USD": Decimal("1.5")}, "once for a voice, whatever it says"
        assert cost_of(twice) == {"USD": Decimal("1.5") + 3 * bare.amount}
        fees.spoke(mine)
        assert price_of(mine, roster) == bare
        library.use("minimax/main", "lin-1234567a")
        known = FeesToCome()
        known.look(library)
        assert known.of(mine, roster) is None


async def test_a_preview_counts_against_the_caps_and_stays_after_a_lost_answer(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    ledger = a_ledger(tmp_path)
    bill = LedgerBill(ledger, lambda: Caps(per_day=40))
    minimax_service.faults.next(cut(billed=True), path="voice_design")
    voices = LedgerVoiceBill(bill, ledger, lambda: NOW)
    async with a_stage(tmp_path, minimax_service, bill=voices) as stage:
        for name in ("Bo", "Al", "Ed"):
            enter_design(
                stage.library, DesignWish(name, "minimax/main", "A boy.", "Hello, good evening.")
            )
        stopped = await stage.work.run()
        assert stage.states == {
            "Bo": VoiceState.UNSURE,
            "Al": VoiceState.READY,
            "Ed": VoiceState.WAITING,
        }
        assert isinstance(stopped["minimax/main"], CapReached)
    assert bill.counted_today() == 40, "the lost one may have been billed"
    assert minimax_service.bill.characters == 40


async def test_a_voice_can_be_cast_before_its_service_lists_it(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with a_stage(tmp_path, minimax_service) as stage:
        stage.order(tmp_path, "Lin")
        await stage.work.run()
        (voice,) = own_voices(stage.library)
    assert (voice.engine, voice.name, voice.kind) == ("minimax/main", "Lin", "cloned")
    assert voice.id == stage.voices["Lin"].voice and voice.languages == ("en",)


def test_a_voice_that_is_gone_keeps_its_name(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    assert not gone_voices(library)
    library.compare("minimax/main", (), lists_unused=True)
    assert gone_voices(library) == {("minimax", "lin-1234567a"): "Lin"}


async def test_a_mix_is_cast_as_a_blend_and_leaves_it_again(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    library = a_library(tmp_path)
    parts = (("English_Graceful_Lady", 30), ("lin-1234567a", 70))
    async with an_engine(minimax_service) as engine:
        mix = enter_mix(library, engine, "Lin, older", parts)
        assert library.voices()[-1] == mix and mix.state is VoiceState.READY
        casting = cast_with(Casting("offline", "en/gruff", settings={"x": 1}), mix, engine)
        assert casting.engine == "minimax/main" and casting.settings["x"] == 1
        request = engine.prepare(
            Reading("Come in.", "en", casting.voice, settings={
                blend_setting(engine): casting.settings[blend_setting(engine)]
            })
        )  # fmt: skip
        minimax_service.voices.add("lin-1234567a", "voice_cloning", "first")
        await engine.speak(request)
        (sent,) = minimax_service.asked("t2a_v2")
        assert sent.json["timbre_weights"] == [
            {"voice_id": "English_Graceful_Lady", "weight": 30},
            {"voice_id": "lin-1234567a", "weight": 70},
        ]
        alone = cast_with(casting, library.voice("lin"), engine)
        assert alone.voice == "lin-1234567a" and alone.settings == {"x": 1}


@pytest.mark.parametrize(
    "parts",
    [(("a", 50),), (("a", 50), ("a", 50)), (("a", 0), ("b", 1)), tuple((c, 1) for c in "abcde")],
)
async def test_a_mix_that_cannot_be_is_refused(
    tmp_path: Path, parts: tuple[tuple[str, int], ...]
) -> None:
    async with an_engine("https://api.minimax.io") as engine:
        with pytest.raises(VoiceNotMade):
            enter_mix(a_library(tmp_path), engine, "Both", parts)
