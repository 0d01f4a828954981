"""Voices heard with the line in hand: at once where the engine streams, billed, never kept."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from studio.engines.roster import Roster
from studio.engines.speech import Price, Speech, SpeechRequest
from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineRefused,
    NoConnection,
    OutcomeUnknown,
    VoiceError,
)
from studio.model.sound_format import SoundFormat
from studio.synthesis.bill import Caps
from studio.synthesis.plan import reading_of
from studio.ui.auditions import Auditions
from studio.ui.first_line_fee import FirstLineFees
from studio.ui.playback import Playback
from studio.ui.prompts import Choice
from tests.builders import a_sound
from tests.engines.fake_engine import FakeEngine
from tests.synthesis.notebook import Notebook
from tests.ui.stage import Stage, a_stage, until


class StreamingEngine(FakeEngine):
    """Sends bare samples in two pieces; the second waits until it is let go."""

    def __init__(self) -> None:
        super().__init__(price_per_character=Decimal("0.01"))
        self.go_on = asyncio.Event()
        self.begun = False
        self.breaks: VoiceError | None = None

    def stream_format(self, request: SpeechRequest) -> SoundFormat:
        return SoundFormat("pcm", 48_000)

    async def speak_stream(
        self, request: SpeechRequest, told: Callable[[Speech], None]
    ) -> AsyncGenerator[bytes, None]:
        if self.breaks:
            raise self.breaks
        self.begun = True
        with wave.open(BytesIO(a_sound(1000))) as sound:
            samples = sound.readframes(sound.getnframes())
        yield samples[: len(samples) // 2]
        await self.go_on.wait()
        yield samples[len(samples) // 2 :]
        told(Speech(b"", 12))


@dataclass
class Desk:
    stage: Stage
    auditions: Auditions
    playback: Playback
    bill: Notebook


@asynccontextmanager
async def a_desk(
    folder: Path,
    engine: FakeEngine | None = None,
    caps: Caps | None = None,
    *,
    first_line_fee: Decimal = Decimal(0),
    fees: FirstLineFees | None = None,
) -> AsyncIterator[Desk]:
    stage, bill = a_stage(folder), Notebook(folder, caps)
    playback = Playback(
        stage.document,
        stage.selection,
        stage.sounds,
        stage.transport,
        stage.preview,
        stage.tasks,
        stage.notices,
    )
    stage.engine = engine or stage.engine
    auditions = Auditions(
        stage.document,
        stage.selection,
        Roster([stage.engine], first_line_fee=lambda request: Price(0, first_line_fee, "USD")),
        playback,
        stage.tasks,
        bill,
        stage.notices,
        sounds=stage.sounds.samples,
        fees=fees,
    )
    try:
        yield Desk(stage, auditions, playback, bill)
    finally:
        playback.close()
        await stage.close()


async def test_an_audition_is_heard_and_not_kept(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        who = stage.project.cast.characters[1].id
        desk.auditions.character(who, "en")
        await until(lambda: stage.preview.playing)
        assert stage.engine.asked[-1].text == "Words of line 2."
        assert not list(stage.project.takes)


async def test_only_the_last_of_several_auditions_is_heard(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        stage.engine.held = asyncio.Event()
        heard: list[int] = []
        desk.playback.started.connect(lambda: heard.append(stage.preview.length))
        project = stage.project.with_line(stage.lines[2].saying("en", "One two three four five."))
        stage.document.edit("Edit", project)
        for number, character in enumerate(stage.project.cast, 1):
            desk.auditions.character(character.id, "en")
            await until(lambda number=number: len(stage.engine.asked) == number)
        stage.engine.held.set()
        await until(lambda: heard)
        assert heard == [960 * 5]


async def test_a_streamed_audition_is_heard_before_it_is_whole(
    qtbot: QtBot, tmp_path: Path
) -> None:
    engine = StreamingEngine()
    async with a_desk(tmp_path, engine) as desk:
        who = desk.stage.project.cast.characters[0].id
        desk.auditions.character(who, "en")
        await until(lambda: desk.stage.preview.playing)
        assert desk.bill.notes == []
        engine.go_on.set()
        await until(lambda: desk.bill.notes)
        assert desk.bill.notes == [(12, "audition")]
        assert not list(desk.stage.project.takes)


async def test_an_audition_that_is_replaced_midway_is_billed_by_its_price(
    qtbot: QtBot, tmp_path: Path
) -> None:
    engine = StreamingEngine()
    async with a_desk(tmp_path, engine) as desk:
        who = desk.stage.project.cast.characters[1].id
        desk.auditions.character(who, "en")
        await until(lambda: desk.stage.preview.playing and engine.begun)
        desk.auditions.character(who, "en")
        await until(lambda: desk.bill.notes)
        assert desk.bill.notes == [(len("Words of line 2."), "audition")]
        engine.go_on.set()
        await until(lambda: len(desk.bill.notes) == 2)
        assert desk.bill.notes[1] == (12, "audition")


async def test_an_audition_that_runs_when_the_window_closes_is_billed_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    engine = StreamingEngine()
    async with a_desk(tmp_path, engine) as desk:
        desk.auditions.character(desk.stage.project.cast.characters[1].id, "en")
        await until(lambda: engine.begun)
    assert desk.bill.notes == [(len("Words of line 2."), "audition")]


@pytest.mark.parametrize(
    ("error", "doubts"),
    [
        (EngineRefused("offline", "no"), []),
        (NoConnection("offline", "away"), []),
        (OutcomeUnknown("offline", "cut"), [16]),
    ],
)
async def test_an_audition_that_never_sounded_counts_only_in_doubt(
    qtbot: QtBot, tmp_path: Path, error: VoiceError, doubts: list[int]
) -> None:
    engine = StreamingEngine()
    engine.breaks = error
    async with a_desk(tmp_path, engine) as desk:
        desk.auditions.character(desk.stage.project.cast.characters[1].id, "en")
        await until(lambda: desk.stage.said)
    assert (desk.bill.notes, desk.bill.doubts) == ([], doubts)


async def test_damaged_sound_is_billed_as_the_service_told(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.stage.engine.fails = lambda asked: OutcomeUnknown("offline", "damaged", 7)
        desk.auditions.character(desk.stage.project.cast.characters[1].id, "en")
        await until(lambda: desk.stage.said)
    assert desk.bill.notes == [(7, "audition")]


async def test_an_account_in_trouble_is_one_banner(qtbot: QtBot, tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        stage = desk.stage
        stage.engine.fails = lambda asked: AccountStopped("minimax", "", AccountProblem.BALANCE)
        desk.auditions.character(stage.project.cast.characters[0].id, "en")
        await until(lambda: stage.said)
        (notice,) = stage.said
        assert notice.place == "banner" and "balance" in notice.text


@pytest.mark.parametrize("streams", [True, False])
async def test_an_audition_that_was_paid_is_heard_again_for_nothing(
    qtbot: QtBot, tmp_path: Path, streams: bool
) -> None:
    engine = StreamingEngine() if streams else FakeEngine(price_per_character=Decimal("0.01"))
    if isinstance(engine, StreamingEngine):
        engine.go_on.set()
    async with a_desk(tmp_path, engine) as desk:
        project = desk.stage.project
        who = project.cast.characters[0]
        line = desk.auditions.line_of(who.id, "en")
        request = engine.prepare(reading_of(project, line, "en", who.castings["en"]))
        desk.auditions.character(who.id, "en")
        await until(lambda: desk.auditions.was_paid(request) and desk.bill.notes)
        started: list[bool] = []
        desk.playback.started.connect(lambda: started.append(True))
        desk.auditions.character(who.id, "en")
        await until(lambda: started)
        assert len(desk.bill.notes) == 1


def a_cloud(*, streams: bool) -> FakeEngine:
    """An engine that bills, and does not wait to be let go."""
    if not streams:
        return FakeEngine(price_per_character=Decimal("0.01"))
    engine = StreamingEngine()
    engine.go_on.set()
    return engine


@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("caps", [Caps(per_run=15), Caps(per_day=15)])
async def test_an_audition_that_would_pass_a_cap_is_not_sent_and_says_so(
    qtbot: QtBot, tmp_path: Path, streams: bool, caps: Caps
) -> None:
    async with a_desk(tmp_path, a_cloud(streams=streams), caps) as desk:
        engine, who = desk.stage.engine, desk.stage.project.cast.characters[1].id
        desk.auditions.character(who, "en")
        await until(lambda: desk.stage.said)
        (notice,) = desk.stage.said
        assert notice.place == "banner"
        assert "billed 16 characters, and the cap leaves 15" in notice.text
        assert "Accounts, under Usage and limits" in notice.text
        assert not engine.asked and not getattr(engine, "begun", False)
        assert desk.bill.counted_today() == 0
        desk.bill.caps = Caps(per_run=16, per_day=16)
        desk.auditions.character(who, "en")
        await until(lambda: desk.stage.preview.playing)


async def test_what_is_known_is_heard_whatever_the_caps_say(qtbot: QtBot, tmp_path: Path) -> None:
    engine = a_cloud(streams=False)
    async with a_desk(tmp_path, engine, Caps(per_day=16)) as desk:
        stage, started = desk.stage, list[bool]()
        desk.playback.started.connect(lambda: started.append(True))
        _, second, third = stage.project.cast.characters[:3]
        desk.auditions.character(second.id, "en")
        await until(lambda: started)
        desk.auditions.character(second.id, "en")
        await until(lambda: len(started) == 2)
        desk.auditions.character(third.id, "en")
        await until(lambda: stage.said)
        assert len(engine.asked) == 1 and desk.bill.notes == [(16, "audition")]


async def test_a_take_of_the_same_words_is_heard_instead_of_paying_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with a_desk(tmp_path, caps=Caps(per_day=1)) as desk:
        stage, started = desk.stage, list[bool]()
        stage.engine.rate = Decimal("0.01")
        await stage.voice()
        asked = len(stage.engine.asked)
        desk.playback.started.connect(lambda: started.append(True))
        desk.auditions.character(stage.project.cast.characters[1].id, "en")
        await until(lambda: stage.preview.playing)
        assert len(stage.engine.asked) == asked and not stage.said and not desk.bill.notes


class Answers:
    """Gives one answer to every question, and remembers them."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def ask(self, title: str, text: str, choices: Sequence[Choice]) -> str:
        self.asked.append(text)
        return self.answer


async def test_a_voice_whose_fee_falls_due_is_heard_only_when_that_is_agreed_to(
    qtbot: QtBot, tmp_path: Path
) -> None:
    person = Answers("cancel")
    fees = FirstLineFees(cast(Any, person))
    fee = Decimal("1.5")
    async with a_desk(tmp_path, first_line_fee=fee, fees=fees) as desk:
        who = desk.stage.project.cast.characters[1].id
        desk.auditions.character(who, "en")
        await until(lambda: person.asked)
        assert "1.50 USD" in person.asked[0] and not desk.stage.engine.asked
        person.answer = "speak"
        for line in (1, 2):
            desk.auditions.say(
                desk.stage.lines[line], "en", desk.stage.project.cast.characters[1].castings["en"]
            )
            await until(lambda line=line: len(desk.stage.engine.asked) == line)
        assert len(person.asked) == 2, "it is remembered for this voice"
