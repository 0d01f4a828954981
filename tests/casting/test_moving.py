"""A casting gets another voice: what the new engine takes in the same way stays."""

from __future__ import annotations

from dataclasses import replace

from studio.casting.moving import moved
from studio.engines.roster import Roster
from studio.engines.speech import Range, Setting, SettingKind
from studio.model.cast import Casting
from studio.model.project import new_project
from tests.engines.fake_engine import FakeEngine

BRIGHT = Setting("brightness", SettingKind.NUMBER, 0, Range(-100, 100))
WIDER = replace(BRIGHT, range=Range(-200, 200))
DRY = Setting("dry", SettingKind.SWITCH, False)
HOME = FakeEngine("home/main", settings=(BRIGHT, DRY))
AWAY = FakeEngine("away/main", settings=(BRIGHT,))
WIDE = FakeEngine("wide/main", settings=(WIDER,))
ENGINES = Roster([HOME, FakeEngine("home/second", settings=(BRIGHT, DRY)), AWAY, WIDE])
PROJECT = new_project("Ferry")
KNOWN = Casting(
    "home/main",
    "lin",
    model="tone-2",
    speed=1.2,
    emotion="calm",
    settings={"brightness": 20, "dry": True},
)


def test_another_voice_of_the_same_engine_keeps_everything() -> None:
    assert moved(PROJECT, KNOWN, "home/main", "mei", ENGINES) == replace(KNOWN, voice="mei")
    bare = replace(KNOWN, engine="home")
    assert moved(PROJECT, bare, "home/main", "mei", ENGINES) == replace(bare, voice="mei")


def test_another_account_of_the_service_keeps_everything() -> None:
    second = moved(PROJECT, KNOWN, "home/second", "lin", ENGINES)
    assert second == replace(KNOWN, engine="home/second")


def test_another_engine_keeps_what_it_has_in_the_same_range() -> None:
    away = moved(PROJECT, KNOWN, "away/main", "joe", ENGINES)
    same = {"brightness": 20}
    assert away == Casting("away/main", "joe", speed=1.2, emotion="calm", settings=same)
    assert moved(PROJECT, KNOWN, "wide/main", "joe", ENGINES).settings == {}
    fast = replace(KNOWN, speed=9.0)
    assert moved(PROJECT, fast, "away/main", "joe", ENGINES).speed == 1.0


def test_an_engine_that_is_not_here_begins_anew() -> None:
    assert moved(PROJECT, KNOWN, "gone/main", "joe", ENGINES) == Casting("gone/main", "joe")
    assert moved(PROJECT, None, "away/main", "joe", ENGINES) == Casting("away/main", "joe")
