"""All voices in one list: kept for the next start, asked anew when old, found by what is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.casting.catalogue import FRESH_S, Catalogue
from studio.casting.finding_voices import VoiceFinder, VoiceWish, choices, matching
from studio.engines.roster import Roster
from studio.engines.speech import Voice
from studio.errors import EngineUnreachable
from studio.store.voice_marks import VoiceMarks, load_marks, save_marks
from tests.engines.fake_engine import FakeEngine

SANTA = Voice("minimax/main", "Santa_Claus ", "Santa", ("en",), "male", "old", "jolly")
MEI = Voice("minimax/main", "female-yujie", "御姐 Yujie", ("zh",), "female", "adult", "mature")
LIN = Voice("minimax/main", "drama-lin-7f", "Lin", (), "female", "adult", kind="cloned")


class Service(FakeEngine):
    """Offers three voices, counts how often it is asked, and is away on demand."""

    def __init__(self) -> None:
        super().__init__("minimax/main")
        self.lists = 0
        self.away = False

    async def check(self) -> None:
        """Let in."""

    async def voices(self) -> tuple[Voice, ...]:
        self.lists += 1
        if self.away:
            raise EngineUnreachable(self.name, "no network")
        return SANTA, MEI, LIN


async def test_the_lists_are_there_at_the_next_start_without_asking(tmp_path: Path) -> None:
    cache, service = tmp_path / "cache" / "voices.json", Service()
    roster = Roster([FakeEngine(), service])
    catalogue = Catalogue(roster, cache)
    await catalogue.refresh()
    again = Catalogue(roster, cache)
    await again.load()
    assert again.voices == catalogue.voices and len(again.voices) == 7
    await again.refresh()
    assert service.lists == 1
    assert again.find("minimax", "Santa_Claus ") == SANTA
    assert again.find("minimax", "Santa_Claus") is None


async def test_an_old_list_is_asked_for_anew_and_kept_while_the_service_is_away(
    tmp_path: Path,
) -> None:
    now = [1000.0]
    service = Service()
    catalogue = Catalogue(Roster([service]), tmp_path / "voices.json", clock=lambda: now[0])
    await catalogue.refresh()
    now[0] += FRESH_S
    service.away = True
    await catalogue.refresh()
    assert catalogue.voices == (SANTA, MEI, LIN)
    assert isinstance(catalogue.troubles["minimax/main"], EngineUnreachable)
    service.away = False
    await catalogue.refresh()
    assert catalogue.troubles == {}
    assert service.lists == 3


async def test_a_damaged_cache_only_makes_it_ask(tmp_path: Path) -> None:
    cache = tmp_path / "voices.json"
    for rubbish in ('{"minimax/main": {"asked_at": 1, "voices": [{"id": 7}]}}', "[]", "\x00"):
        cache.write_text(rubbish)
        catalogue = Catalogue(Roster([Service()]), cache)
        await catalogue.load()
        assert catalogue.voices == ()
        await catalogue.refresh()
        assert len(catalogue.voices) == 3


async def test_the_voices_of_an_account_that_left_are_gone(tmp_path: Path) -> None:
    roster = Roster([FakeEngine(), Service()])
    catalogue = Catalogue(roster, tmp_path / "voices.json")
    await catalogue.refresh()
    roster.become([roster["offline"]])
    assert {voice.engine for voice in catalogue.voices} == {"offline"}


def found(wish: VoiceWish, marks: VoiceMarks = VoiceMarks()) -> list[str]:  # noqa: B008
    return [voice.name for voice in matching((SANTA, MEI, LIN), wish, marks)]


def test_voices_are_found_by_words_and_by_what_they_are() -> None:
    assert found(VoiceWish("yujie adult")) == ["御姐 Yujie"]
    assert found(VoiceWish("御姐")) == ["御姐 Yujie"]
    assert found(VoiceWish(language="zh")) == ["御姐 Yujie", "Lin"]
    assert found(VoiceWish(language="zh-TW", gender="female", kind="cloned")) == ["Lin"]
    assert found(VoiceWish(engine="minimax")) == ["Santa", "御姐 Yujie", "Lin"]
    assert found(VoiceWish(engine="minimax/other")) == []
    assert choices((SANTA, MEI, LIN), "languages") == ("en", "zh")
    assert choices((SANTA, MEI, LIN), "gender") == ("female", "male")


def test_a_voice_of_a_service_is_found_once_for_all_its_accounts() -> None:
    both = [replace(v, engine=f"minimax/{name}") for name in ("main", "two") for v in (SANTA, LIN)]
    accounts = [(voice.engine, voice.name) for voice in matching(both, VoiceWish(), VoiceMarks())]
    assert accounts == [
        ("minimax/main", "Santa"),
        ("minimax/main", "Lin"),
        ("minimax/two", "Lin"),
    ]
    assert VoiceFinder(both).count == 3


def test_it_is_then_the_voice_of_the_account_that_is_wanted_cast_or_liked() -> None:
    both = [SANTA, replace(SANTA, engine="minimax/two")]
    liked = VoiceMarks().liking("minimax/two", SANTA.id, True)
    for found in (
        matching(both, VoiceWish(engine="minimax/two"), VoiceMarks()),
        VoiceFinder(both, account="minimax/two").matching(VoiceWish(), VoiceMarks()),
        matching(both, VoiceWish(), liked),
    ):
        assert [voice.engine for voice in found] == ["minimax/two"]


def test_favourites_come_first_then_what_was_used_last(tmp_path: Path) -> None:
    marks = VoiceMarks().liking("minimax/main", "drama-lin-7f", True)
    marks = marks.using("minimax/main", "Santa_Claus ").using("minimax/main", "female-yujie")
    assert found(VoiceWish(), marks) == ["Lin", "御姐 Yujie", "Santa"]
    assert found(VoiceWish(favourites=True), marks) == ["Lin"]
    save_marks(marks, tmp_path / "new" / "voices.json")
    assert load_marks(tmp_path / "new" / "voices.json") == marks
    assert load_marks(tmp_path / "none.json") == VoiceMarks()
    assert not marks.liking("minimax/main", "drama-lin-7f", False).favourites
