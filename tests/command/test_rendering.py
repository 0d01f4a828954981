"""An order without a window, from a script to files, with an engine that speaks tones."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from studio.audio.effects.presets import TELEPHONE
from studio.command.arguments import parser, request_of
from studio.command.printing import print_rendered, rendered_object
from studio.command.rendered import Rendered
from studio.command.rendering import render
from studio.command.requested import RenderRequest
from studio.delivery.order import Order
from studio.document import Document
from studio.engines.speech import SpeaksLines
from studio.errors import (
    CastError,
    CastProblem,
    DeliveryError,
    DeliveryProblem,
    EngineRefused,
    OutcomeUnknown,
    ProjectFileError,
    ProjectFileProblem,
    ScriptError,
    ScriptProblem,
)
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId
from studio.model.lane import Lane
from studio.store.keeper import DirectKeeper
from studio.store.project_file import ProjectFile
from studio.synthesis.batch import Batch
from tests.builders import a_project
from tests.engines.fake_engine import FakeEngine
from tests.engines.offline.hearing import an_engine

SCRIPT = """MARA
The bell rang at midnight.

TOBIN
Nobody rings it but the sea.

MARA
Then the sea is early.
"""


def a_request(folder: Path, text: str = SCRIPT, **order: Any) -> RenderRequest:
    script = folder / "ferry.fountain"
    script.write_text(text, encoding="utf-8")
    asked = {"stems": True, "lines": True, "subtitles": ("srt",), "overwrite": True}
    return RenderRequest(script, Order(folder / "out", **{**asked, **order}), "offline")


async def rendered(request: RenderRequest, engine: SpeaksLines | None = None) -> Rendered:
    return await render(request, {"offline": engine or FakeEngine()}, lambda batch: None)


async def test_a_script_becomes_a_delivery(tmp_path: Path) -> None:
    result = await rendered(a_request(tmp_path))
    (episode,) = result.report.episodes
    assert set(episode.stems) == {"MARA", "TOBIN"}
    assert [line.text for line in episode.lines][2] == "Then the sea is early."
    assert all(line.file and line.file.exists() for line in episode.lines)
    assert len(result.made) == 3 and result.failures == ()


async def test_the_object_printed_is_the_one_that_was_agreed(tmp_path: Path) -> None:
    printed = rendered_object(await rendered(a_request(tmp_path)))
    assert json.loads(json.dumps(printed)) == printed
    assert set(printed) == {"episodes", "billed_characters", "failed"}
    (episode,) = printed["episodes"]
    files = ["mix", "stems", "subtitles", "consents"]
    files += ["beds_stem", "timelines", "sheets", "lanes", "beds"]
    assert list(episode) == ["number", "language", "duration", *files, "lines"]
    assert (episode["beds_stem"], episode["lanes"], episode["beds"]) == (None, [], [])
    out = tmp_path / "out"
    assert episode["mix"] == str(out / "01_en_mix.wav")
    assert episode["stems"]["MARA"] == str(out / "01_en_MARA.wav")
    assert episode["subtitles"] == {"srt": str(out / "01_en.srt")}
    line = episode["lines"][0]
    assert {name: line[name] for name in line if name not in ("id", "end")} == {
        "character": "MARA",
        "text": "The bell rang at midnight.",
        "start": 0.5,
        "file": str(out / "01_0001_MARA_en.wav"),
        "engine": "offline",
        "model": "",
        "voice": "man",
        "take": "made",
        "error": None,
        "stale": False,
        "heard": None,
        "tempo": 1.0,
        "effect": "",
    }
    assert line["end"] == pytest.approx(0.6)
    assert (printed["billed_characters"], printed["failed"]) == (0, 0)


async def test_what_was_not_asked_for_is_null_or_empty(tmp_path: Path) -> None:
    order: Any = {"mix": False, "stems": False, "lines": False}
    printed = rendered_object(await rendered(a_request(tmp_path, **order)))
    (episode,) = printed["episodes"]
    assert (episode["mix"], episode["stems"]) == (None, {})
    assert [line["file"] for line in episode["lines"]] == [None] * 3


async def test_a_second_run_keeps_every_take(tmp_path: Path) -> None:
    request = a_request(tmp_path)
    await rendered(request)
    mix = (tmp_path / "out" / "01_en_mix.wav").read_bytes()
    engine = FakeEngine()
    again = rendered_object(await rendered(request, engine))
    assert engine.asked == []
    assert [line["take"] for line in again["episodes"][0]["lines"]] == ["kept"] * 3
    assert (tmp_path / "out" / "01_en_mix.wav").read_bytes() == mix


async def test_only_a_changed_line_is_made_again(tmp_path: Path) -> None:
    await rendered(a_request(tmp_path))
    engine = FakeEngine()
    changed = SCRIPT.replace("Nobody rings it", "No one has rung it")
    result = rendered_object(await rendered(a_request(tmp_path, changed), engine))
    assert [request.text for request in engine.asked] == ["No one has rung it but the sea."]
    takes = [line["take"] for line in result["episodes"][0]["lines"]]
    assert takes == ["kept", "made", "kept"]


async def test_a_line_that_fails_is_told_and_the_rest_delivered(tmp_path: Path) -> None:
    engine = FakeEngine()
    engine.fails = lambda asked: EngineRefused("offline", "no") if "Nobody" in asked.text else None
    result = rendered_object(await rendered(a_request(tmp_path), engine))
    lines = result["episodes"][0]["lines"]
    assert [line["take"] for line in lines] == ["made", "failed", "made"]
    assert "refused" in lines[1]["error"] and lines[1]["start"] is None
    assert result["failed"] == 1 and (tmp_path / "out" / "01_en_mix.wav").exists()


async def test_a_changed_line_that_fails_is_told_with_what_is_heard_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = a_request(tmp_path)
    await rendered(request)
    source = tmp_path / "out" / "ferry.understudy"
    with ProjectFile.open(source) as file:
        line = file.project.episodes[0].spoken_lines[1]
        changed = line.saying("en", "No one has rung it but the sea.")
        Document(file.project, DirectKeeper(file)).edit("Edit", file.project.with_line(changed))
    engine = FakeEngine()
    engine.fails = lambda asked: EngineRefused("offline", "no")
    result = await rendered(replace(request, source=source), engine)
    lines = rendered_object(result)["episodes"][0]["lines"]
    assert [line["stale"] for line in lines] == [False, True, False]
    assert lines[1]["text"] == "No one has rung it but the sea."
    assert lines[1]["heard"] == "Nobody rings it but the sea." and lines[1]["take"] == "failed"
    subtitles = (tmp_path / "out" / "01_en.srt").read_text("utf-8")
    assert "Nobody rings it" in subtitles and "No one has rung it" not in subtitles
    print_rendered(result, as_json=False)
    told = capsys.readouterr().err
    assert "sounds as it was before its last change: “Nobody rings it but the sea.”" in told


async def test_a_cap_stops_before_it_is_passed(tmp_path: Path) -> None:
    engine = FakeEngine(price_per_character=Decimal("0.001"))
    result = await rendered(replace(a_request(tmp_path), cap=30), engine)
    assert 0 < result.billed_characters <= 30
    assert len(engine.asked) < 3 and result.report.missing


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        ({"episodes": (7,)}, DeliveryProblem.UNKNOWN_EPISODE),
        ({"languages": ("fr",)}, DeliveryProblem.UNKNOWN_LANGUAGE),
        ({"line_pattern": "{character}"}, DeliveryProblem.COLLISION),
        ({"stem_pattern": "{nobody}"}, DeliveryProblem.BAD_PATTERN),
    ],
)
async def test_an_order_that_cannot_be_carried_out_costs_nothing(
    tmp_path: Path, order: dict[str, Any], problem: DeliveryProblem
) -> None:
    engine = FakeEngine()
    with pytest.raises(DeliveryError) as caught:
        await rendered(a_request(tmp_path, **order), engine)
    assert caught.value.problem is problem
    assert engine.asked == [] and not (tmp_path / "out").exists()


async def test_a_folder_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    request = a_request(tmp_path)
    order = replace(request.order, folder=tmp_path / "gone" / "out")
    with pytest.raises(DeliveryError) as caught:
        await rendered(replace(request, order=order))
    assert caught.value.problem is DeliveryProblem.NO_FOLDER
    assert not (tmp_path / "gone").exists()


async def test_a_voice_nobody_offers_is_refused_with_those_there_are(tmp_path: Path) -> None:
    cast = tmp_path / "cast.toml"
    cast.write_text('[characters."MARA"]\nvoice = "siren"\n', encoding="utf-8")
    with pytest.raises(CastError) as caught:
        await rendered(replace(a_request(tmp_path), cast=cast))
    assert caught.value.problem is CastProblem.UNKNOWN_VOICE
    assert (caught.value.character, caught.value.value) == ("MARA", "siren")
    assert "woman" in caught.value.known and not (tmp_path / "out").exists()


async def test_whoever_of_a_cast_file_is_not_in_the_script_is_told_once(tmp_path: Path) -> None:
    cast, told = tmp_path / "cast.toml", list[str]()
    names = ("mara", "Tobbin", "ZED", "YAN")
    cast.write_text("".join(f'[characters."{name}"]\nvoice = "girl"\n' for name in names))
    request = replace(a_request(tmp_path), cast=cast)
    await render(request, {"offline": FakeEngine()}, lambda batch: None, tell=told.append)
    assert told == [
        f"{cast}: nobody in the script is called “Tobbin” (TOBIN?), “ZED” or “YAN”; "
        "what it says of them is left out."
    ]


async def test_the_cast_file_gives_the_voices(tmp_path: Path) -> None:
    cast = tmp_path / "cast.toml"
    cast.write_text('[characters."MARA"]\nvoice = "girl"\nspeed = 1.2\n', encoding="utf-8")
    result = await rendered(replace(a_request(tmp_path), cast=cast))
    voices = {
        line.character: line.take.voice for line in result.report.episodes[0].lines if line.take
    }
    assert voices["MARA"] == "girl" and voices["TOBIN"] != "girl"


async def test_a_script_in_which_nobody_speaks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        await rendered(a_request(tmp_path, "INT. DECK - NIGHT\n\nFog.\n"))
    assert caught.value.problem is ScriptProblem.NO_SPOKEN_LINES
    assert not (tmp_path / "out").exists()


async def test_a_project_open_elsewhere_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "ferry.understudy"
    with ProjectFile.create(path, a_project()):
        request = RenderRequest(path, Order(tmp_path / "out"), "offline")
        engine = FakeEngine()
        with pytest.raises(ProjectFileError) as caught:
            await rendered(request, engine)
    assert caught.value.problem is ProjectFileProblem.LOCKED
    assert engine.asked == [] and not (tmp_path / "out").exists()


async def test_a_project_open_elsewhere_is_delivered_when_all_is_voiced(tmp_path: Path) -> None:
    path = tmp_path / "ferry.understudy"
    ProjectFile.create(path, a_project()).close()
    request = RenderRequest(path, Order(tmp_path / "out", overwrite=True), "offline")
    await rendered(request)
    with ProjectFile.open(path):
        result = await rendered(request)
    assert result.report.episodes[0].mix and not result.made


async def test_cancelling_keeps_the_takes_that_were_made(tmp_path: Path) -> None:
    engine, request = FakeEngine(), a_request(tmp_path)
    third = asyncio.Event()

    def watch(batch: Batch) -> None:
        batch.listen(lambda progress: third.set() if progress.made == 1 else None)

    engine.fails = lambda asked: None
    work = asyncio.ensure_future(render(request, {"offline": engine}, watch))
    await third.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert not list((tmp_path / "out").glob("*.wav"))
    with ProjectFile.open(tmp_path / "out" / "ferry.understudy") as file:
        kept = sum(1 for _ in file.project.takes)
    assert kept >= 1
    second = FakeEngine()
    result = await rendered(request, second)
    assert len(second.asked) == 3 - kept and not result.report.missing


async def test_a_line_in_doubt_is_told_and_voiced_again_only_on_request(tmp_path: Path) -> None:
    engine = FakeEngine(price_per_character=Decimal("0.01"))
    lost = iter([OutcomeUnknown("offline", "cut off")])
    engine.fails = lambda asked: next(lost, None)
    assert len((await rendered(a_request(tmp_path), engine)).failures) == 1
    assert len((await rendered(a_request(tmp_path), engine)).failures) == 1
    assert len(engine.asked) == 3
    again = await rendered(replace(a_request(tmp_path), again=True), engine)
    assert again.failures == () and len(engine.asked) == 4


async def test_what_was_billed_and_left_out_is_told_by_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = FakeEngine(price_per_character=Decimal("0.001"))
    request = replace(a_request(tmp_path), cap=30)
    print_rendered(await rendered(request, engine), as_json=False)
    told = capsys.readouterr().err
    assert "the cap of 30 characters left 2 lines out; raise --cap" in told
    assert "1 take, 26 characters billed, about 0.03 USD." in told


@pytest.mark.parametrize("words", ["…", "[coughs]", "?!"])
async def test_a_line_with_nothing_to_say_is_skipped_and_fails_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    for _ in range(2):
        async with an_engine() as engine:
            result = await rendered(a_request(tmp_path, f"{SCRIPT}\nTOBIN\n{words}\n"), engine)
        printed = rendered_object(result)
        line = printed["episodes"][0]["lines"][-1]
        assert (line["text"], line["take"], line["error"]) == (words, "skipped", None)
        assert result.complete and printed["failed"] == 0
        print_rendered(result, as_json=False)
        told = capsys.readouterr().err.splitlines()
        place = f"understudy: episode 1, TOBIN “{words}”"
        assert told == [f"{place}: skipped, as there is nothing to say in it."]


def set_up(request: RenderRequest) -> None:
    """Give the script's project music that lies beside it, a film that is broken, and lanes."""
    folder = request.order.folder
    soundfile.write(folder / "rain.wav", np.full((9_600, 2), 0.1), 48_000)
    (folder / "film.mp4").write_bytes(b"no film at all")
    file = ProjectFile.open(folder / "ferry.understudy")
    document = Document(file.project, DirectKeeper(file))
    project = file.project
    mara, tobin = project.cast
    lanes = {mara.id: Lane(pan=0.5, effect=TELEPHONE), tobin.id: Lane(muted=True)}
    episode = project.episodes[0]
    for name, kind in (("rain.wav", BedKind.MUSIC), ("film.mp4", BedKind.VIDEO)):
        episode = episode.with_bed(Bed(BedId(name), kind, name, path=name, duck_db=6.0))
    document.edit("Set up", replace(project.with_episode(episode), lanes=lanes))
    file.close()


async def test_beds_and_lanes_are_mixed_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = a_request(tmp_path, beds=True)
    await rendered(request)
    set_up(request)
    result = await rendered(request)
    (episode,) = rendered_object(result)["episodes"]
    assert episode["beds_stem"] == str(tmp_path / "out" / "01_en_beds.wav")
    assert soundfile.info(episode["mix"]).channels == 2
    plain = {"gain_db": 0.0, "soloed": False}
    assert episode["lanes"] == [
        {
            "character": "MARA",
            "pan": 0.5,
            "muted": False,
            "effect": "telephone",
            "in_mix": True,
            **plain,
        },
        {"character": "TOBIN", "pan": 0.0, "muted": True, "effect": "", "in_mix": False, **plain},
    ]
    rain, film = episode["beds"]
    assert (rain["name"], rain["kind"], rain["in_mix"], rain["error"]) == (
        "rain.wav",
        "music",
        True,
        None,
    )
    assert not film["in_mix"] and "film.mp4: this is not sound that can be read" in film["error"]
    assert [line["effect"] for line in episode["lines"]] == ["telephone", "", "telephone"]
    print_rendered(result, as_json=False)
    printed = capsys.readouterr()
    assert str(tmp_path / "out" / "01_en_beds.wav") in printed.out.splitlines()
    assert "TOBIN is not in the mix, as the lane is muted." in printed.err
    assert "episode 1, film.mp4: left out." in printed.err


async def test_beds_that_were_not_ordered_are_neither_mixed_nor_told(tmp_path: Path) -> None:
    request = a_request(tmp_path)
    await rendered(request)
    set_up(request)
    (episode,) = rendered_object(await rendered(request))["episodes"]
    assert episode["beds"] == [] and episode["beds_stem"] is None


def test_beds_and_stereo_stems_can_be_asked_for() -> None:
    asked = ["render", "a.txt", "--out", "out"]
    plain = request_of(parser().parse_args(asked)).order
    assert (plain.beds, plain.stems, plain.stereo_stems, plain.mix) == (False, False, False, True)
    order = request_of(parser().parse_args([*asked, "--beds", "--stereo-stems"])).order
    assert (order.beds, order.stems, order.stereo_stems, order.mix) == (True, True, True, False)
