"""Lines are brought into their time: by speed, by words, by the gap; and what is not is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import EditRefused, WritingError, WritingProblem
from studio.model.cast import Casting
from studio.model.line import Line
from studio.model.project import Fitting, GlossaryEntry
from studio.model.span import seconds as seconds_in
from studio.model.translation import Translation, TranslationState
from studio.synthesis.bill import Run
from studio.writing.fitting.fit import fit, work_of
from studio.writing.purse import Purse
from studio.writing.timing.slots import Verdict
from tests.services.minimax.service import MinimaxService
from tests.services.text_model import TextModel
from tests.services.writing import Prompt
from tests.writing.asking_at_work import A_PRICE
from tests.writing.fitting.stage import (
    MACHINE,
    SENTENCE,
    SOURCE,
    a_line,
    a_project,
    a_stage,
    seconds_of,
    slotted,
)
from tests.writing.generating.stage import Replies, as_rows


@pytest.fixture
def model(minimax_service: MinimaxService) -> TextModel:
    model = TextModel()
    minimax_service.writes(model)
    return model


async def test_a_line_that_fits_is_spoken_once_and_left_alone(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    project = a_project(slotted((a_line(), seconds_of(SENTENCE) + 0.2)))
    async with a_stage(minimax_service, tmp_path, project) as stage:
        outcome = await stage.fit()
        assert stage.spoken() == [SENTENCE] and model.requests == []
        assert (outcome.fitting, outcome.flagged, outcome.rewritten) == (1, 0, 0)
        fitted = outcome.lines[stage.line.id]
        assert fitted.seconds == pytest.approx(seconds_of(SENTENCE), abs=0.1)
        assert (fitted.speed, fitted.verdict) == (1.0, Verdict.FITS)
        await stage.fit()
        assert stage.spoken() == [SENTENCE]
        assert stage.line == project.episodes[0].lines[0]


async def test_a_line_a_little_too_long_is_only_read_faster(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.08), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert stage.speed == pytest.approx(1.08, abs=0.02)
        assert stage.line.words("de") == SENTENCE and model.requests == []
        assert outcome.lines[stage.line.id].times_spoken == 2
        assert lines[0].slot
        slot = seconds_in(lines[0].slot.length)
        assert outcome.lines[stage.line.id].seconds == pytest.approx(slot, abs=0.08)
        assert stage.how == MACHINE and outcome.fitting == 2
        assert outcome.faster == 1


async def test_a_line_much_too_long_gets_fewer_words(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.35), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert len(model.requests) == 1
        (asked,) = model.requests[0].asked
        assert asked["x"] == SENTENCE and asked["max"] < 14
        words = stage.line.words("de")
        assert SENTENCE.startswith(words.rstrip(".")) and len(words) < len(SENTENCE)
        assert stage.how.state is TranslationState.ADJUSTED and stage.how.reasons == ("fitted",)
        assert stage.how.key == MACHINE.key
        assert outcome.fitting == 2 and outcome.rewritten == 1


@pytest.mark.parametrize("how", [replace(MACHINE, state=TranslationState.EDITED), None])
async def test_the_words_of_a_person_stay_and_are_only_read_faster(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path, how: Translation | None
) -> None:
    long = a_line(how=how)
    lines = slotted((long, seconds_of(SENTENCE) / 1.6), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert model.requests == [] and stage.line.words("de") == SENTENCE
        assert stage.speed == 1.25
        assert outcome.flagged == 1
        if how is not None:
            assert stage.how.state is TranslationState.EDITED
            assert stage.how.reasons == ("long: 2.5/2.0",)
        else:
            assert "de" not in stage.line.translations


async def test_without_a_writer_speed_alone_does_what_it_can(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.2), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit(writes=False)
        assert stage.speed == pytest.approx(1.2, abs=0.02)
        assert stage.line.words("de") == SENTENCE
        assert outcome.fitting == 2 and model.requests == []


@pytest.mark.parametrize(
    ("strictness", "requests", "speed"), [(Fitting.SOFT, 2, 1.25), (Fitting.STRICT, 4, 1.30)]
)
async def test_a_line_that_no_answer_helps_is_flagged_with_its_numbers(
    minimax_service: MinimaxService,
    tmp_path: Path,
    strictness: Fitting,
    requests: int,
    speed: float,
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.7), (a_line("Gut."), 1.0))
    project = a_project(lines, speakers=2)
    same = Replies(as_rows({"id": lines[0].id, "x": SENTENCE}))
    minimax_service.writes(same)
    async with a_stage(minimax_service, tmp_path, project) as stage:
        outcome = await stage.fit(strictness)
        assert len(same.requests) == outcome.requests == requests
        assert stage.speed == speed and stage.line.words("de") == SENTENCE
        assert stage.how.state is TranslationState.FLAGGED
        spoken = seconds_of(SENTENCE) / speed
        slot = seconds_of(SENTENCE) / 1.7
        assert stage.how.reasons == (f"long: {spoken:.1f}/{slot:.1f}",)
        assert outcome.flagged == 1 and outcome.fitting == 1


async def test_a_second_try_asks_for_less_and_the_better_words_are_kept(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 2.0), (a_line("Gut."), 1.0))
    id = lines[0].id
    replies = Replies(
        as_rows({"id": id, "x": "Wir warten hier noch auf den alten Mann."}),
        as_rows({"id": id, "x": "Wir warten hier noch auf den Mann mit dem Boot."}),
    )
    minimax_service.writes(replies)
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        await stage.fit()
        first, second = (request.asked[0] for request in replies.requests)
        assert second["max"] <= first["max"] and second["x"] == first["x"] == SENTENCE
        assert stage.line.words("de") == "Wir warten hier noch auf den alten Mann."


async def test_a_try_that_went_too_far_is_taken_back_towards_more_words(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    words = f"{SENTENCE[:-1]}, und wir gehen nicht ohne das Geld von ihm."
    lines = slotted((a_line(words), seconds_of(words) / 1.4), (a_line("Gut."), 1.0))
    id = lines[0].id
    replies = Replies(
        as_rows({"id": id, "x": "Wir warten auf den Mann."}),
        as_rows({"id": id, "x": f"{SENTENCE[:-1]} und das Geld."}),
    )
    minimax_service.writes(replies)
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        await stage.fit()
        first, second = replies.requests
        assert "Shorten" in first.text("ask") and "Lengthen" in second.text("ask")
        assert second.asked[0]["x"] == "Wir warten auf den Mann."
        assert stage.line.words("de") == f"{SENTENCE[:-1]} und das Geld."


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "Wir warten.",  # the glossary's word for the boat is lost
        "We wait for the old man with the boat.",
        "I am sorry, I cannot help with the boat.",
    ],
)
async def test_words_that_would_not_pass_as_a_translation_are_not_kept(
    minimax_service: MinimaxService, tmp_path: Path, bad: str
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.6), (a_line("Gut."), 1.0))
    project = a_project(lines, speakers=2)
    project = replace(project, glossary=(GlossaryEntry("boat", "de", "Boot"),))
    minimax_service.writes(Replies(as_rows({"id": lines[0].id, "x": bad})))
    async with a_stage(minimax_service, tmp_path, project) as stage:
        await stage.fit()
        assert stage.line.words("de") == SENTENCE
        assert stage.how.state is TranslationState.FLAGGED


async def test_a_model_is_told_the_line_its_source_its_terms_and_its_neighbours(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted(
        (a_line("Gut.", source="Good."), 1.0),
        (a_line(), seconds_of(SENTENCE) / 1.5),
        (a_line("Nein.", source="No."), 1.0),
    )
    project = a_project(lines, speakers=2)
    project = replace(project, glossary=(GlossaryEntry("boat", "de", "Boot"),))
    async with a_stage(minimax_service, tmp_path, project) as stage:
        await stage.fit()
        (request,) = model.requests[:1]
        assert (request.task, request.source, request.target) == ("fit", "en", "de")
        assert request.rows("source") == [{"id": lines[1].id, "x": SOURCE}]
        assert request.rows("terms") == [{"src": "boat", "tgt": "Boot"}]
        assert request.rows("context") == [{"x": "Good.", "t": "Gut."}, {"x": "No.", "t": "Nein."}]
        assert request.asked[0]["c"] == "TOBIN"
        assert "Shorten" in request.text("ask") and "syllables" in request.text("ask")


async def test_pauses_inside_a_line_stay_and_no_speed_shortens_them(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    words = "Wir warten hier noch. <#0.5#> Auf den alten Mann mit dem Boot."
    lines = slotted((a_line(words), 2.6), (a_line("Gut."), 1.0))
    minimax_service.writes(
        Replies(as_rows({"id": lines[0].id, "x": "Wir warten. <#0.5#> Auf den Mann mit dem Boot."}))
    )
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert "<#0.5#>" in stage.line.words("de") and outcome.rewritten == 1
        assert any("<#0.5#>" in text for text in stage.spoken())


async def test_the_shorter_variant_that_is_there_is_taken_before_anybody_is_asked(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    brief = "Wir warten auf den Mann mit dem Boot."
    lines = slotted(
        (a_line(how=replace(MACHINE, shorter=brief)), seconds_of(SENTENCE) / 1.4),
        (a_line("Gut."), 1.0),
    )
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit()
        assert stage.line.words("de") == brief and model.requests == []
        assert stage.how.shorter == "" and outcome.fitting == 2


async def test_a_line_that_is_far_too_long_is_reworded_before_a_known_voice_speaks_it(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    endless = f"{SENTENCE} {SENTENCE} {SENTENCE}"
    known = [(a_line(f"{number}. {SENTENCE}"), 9.0) for number in ("Eins", "Zwei", "Drei")] * 2
    known = [(a_line(line.words("de")), seconds) for line, seconds in known]
    lines = slotted((a_line(endless), 4.0), *known)
    project = a_project(lines, speakers=2)
    async with a_stage(minimax_service, tmp_path, project) as stage:
        await stage.fit(lines=frozenset(line.id for line in lines[1:]))
        assert model.requests == []
        await stage.fit(Fitting.STRICT)
        assert endless not in stage.spoken() and model.requests
        assert stage.line.words("de") != endless


async def test_short_lines_of_one_speaker_share_their_time(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    brief, long = a_line("Gut."), a_line("Wir warten auf den Mann.")
    lines = slotted((brief, 1.2), (long, seconds_of("Wir warten auf den Mann.") / 1.5), gap=0.2)
    async with a_stage(minimax_service, tmp_path, a_project(lines)) as stage:
        outcome = await stage.fit()
        assert outcome.fitting == 2 and model.requests == []
        assert stage.spoken().count("Wir warten auf den Mann.") == 1


async def test_one_character_keeps_about_one_speed_in_a_scene(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    other = "Der alte Mann mit dem Boot kommt heute nicht mehr her."
    between = [(a_line(f"Gut {at}."), 1.0) for at in range(2)]
    lines = slotted(
        (a_line(), seconds_of(SENTENCE) + 0.1),
        between[0],
        (a_line(other), seconds_of(other) / 1.10),
        between[1],
        gap=0.1,
    )
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit(writes=False)
        assert stage.lines[2].overrides["de"].speed == pytest.approx(1.08, abs=0.005)
        assert outcome.flagged == 0


async def test_speeds_are_factors_of_what_is_cast(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.2 / 1.08), (a_line("Gut."), 1.0))
    project = a_project(lines, speakers=2, speed=1.2)
    async with a_stage(minimax_service, tmp_path, project) as stage:
        await stage.fit()
        assert stage.speed == pytest.approx(1.2 * 1.08, abs=0.03)


async def test_a_flag_goes_when_the_line_fits(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    flagged = replace(MACHINE, state=TranslationState.FLAGGED, reasons=("long: 4.2/3.1",))
    doubtful = replace(flagged, reasons=("long: 4.2/3.1", "number: 7"))
    lines = slotted((a_line(how=flagged), 5.0), (a_line("Gut.", how=doubtful), 5.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        await stage.fit()
        hows = [line.translations["de"] for line in stage.lines]
        assert (hows[0].state, hows[0].reasons) == (TranslationState.OK, ())
        assert (hows[1].state, hows[1].reasons) == (TranslationState.FLAGGED, ("number: 7",))


async def test_off_does_nothing(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines)) as stage:
        outcome = await stage.fit(Fitting.OFF)
        assert outcome.lines == {} and stage.spoken() == [] and model.requests == []


async def test_only_the_lines_asked_for_are_fitted(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), 1.5), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit(lines=frozenset({lines[1].id}))
        assert set(outcome.lines) == {lines[1].id} and stage.spoken() == ["Gut."]


async def test_a_person_who_writes_meanwhile_wins(
    minimax_service: MinimaxService, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.5), (a_line("Gut."), 1.0))
    project = a_project(lines, speakers=2)
    async with a_stage(minimax_service, tmp_path, project) as stage:
        document = stage.voices.document

        def type_it() -> None:
            written = document.project.episodes[0].lines[0].saying("de", "Ich warte.")
            document.edit("Type", document.project.with_line(written))

        def answer(_: Prompt) -> str:
            loop.call_soon_threadsafe(type_it)
            return as_rows({"id": lines[0].id, "x": "Wir warten auf den Mann mit dem Boot."})

        loop = asyncio.get_running_loop()
        minimax_service.writes(answer)
        outcome = await stage.fit()
        assert stage.line.words("de") == "Ich warte."
        assert stage.how.state is TranslationState.EDITED
        assert lines[0].id not in outcome.lines


async def test_taking_the_fitting_back_ends_it(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.5), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        document = stage.voices.document
        stage.page.change(lambda project: replace(project, title="Other"))
        stage.page.write()
        speak = stage.speak

        async def speak_and_take_back(line: Line, language: str) -> float | None:
            seconds = await speak(line, language)
            if document.undo_label:
                document.undo()
            return seconds

        with pytest.raises(EditRefused):
            await fit(stage.page, stage.asker, stage.order(), speak_and_take_back)
        assert stage.voices.project.title == "Boat"


async def test_a_spent_purse_leaves_speed(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.2), (a_line("Gut."), 1.0))
    purse = Purse(A_PRICE, most_tokens=1)
    project = a_project(lines, speakers=2)
    async with a_stage(minimax_service, tmp_path, project, purse=purse) as stage:
        outcome = await stage.fit()
        assert isinstance(outcome.ended_by, WritingError)
        assert outcome.ended_by.problem is WritingProblem.LIMIT and model.requests == []
        assert stage.speed == pytest.approx(1.2, abs=0.02) and outcome.flagged == 0


async def test_a_cap_of_characters_holds_over_all_lines(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted(*((a_line(f"{at} {SENTENCE}"), 9.0) for at in range(5)))
    project = a_project(lines, speakers=2)
    run = Run(2 * len(lines[0].words("de")) + 5)
    async with a_stage(minimax_service, tmp_path, project, run=run) as stage:
        outcome = await stage.fit()
        assert len(stage.spoken()) == 2 and outcome.unspoken == 3 and outcome.fitting == 2
        assert stage.singles.refusal is not None and stage.singles.made == 2


async def test_a_line_that_cannot_be_spoken_is_told_and_asked_for_once(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), 9.0), (a_line("Gut."), 1.0))
    project = a_project(lines, speakers=2)
    mara = project.cast.characters[0]
    project = project.with_character(mara.cast_as("de", Casting("minimax/main", "no such voice")))
    async with a_stage(minimax_service, tmp_path, project) as stage:
        outcome = await stage.fit()
        assert outcome.unspoken == 1 and outcome.fitting == 1
        assert outcome.lines[lines[0].id].times_spoken == 1
        assert len(stage.singles.failures) == 1


async def test_the_work_before_is_a_request_for_each_line_that_is_too_long(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted(
        (a_line(), 1.8),
        (a_line("Gut."), 1.0),
        (a_line(), 1.8),
        (a_line(how=replace(MACHINE, state=TranslationState.EDITED)), 1.8),
    )
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        await stage.book.catch_up()
        work = work_of(stage.project, stage.order())
        assert work.requests == 2 and work.tokens.read > 500 and work.tokens.written > 50
        assert work_of(stage.project, stage.order(Fitting.OFF)).requests == 0
        outcome = await stage.fit()
        assert outcome.requests >= work.requests
        written = stage.asker.purse.spent
        assert written.read == pytest.approx(work.tokens.read, rel=0.5)


async def test_fitting_is_one_step_of_undo(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted(
        *((a_line(), seconds_of(SENTENCE) / 1.4), (a_line("Gut."), 1.0)),
        *((a_line(), seconds_of(SENTENCE) / 1.08), (a_line("Gut."), 1.0)),
    )
    project = a_project(lines, speakers=2)
    async with a_stage(minimax_service, tmp_path, project) as stage:
        await stage.fit()
        document = stage.voices.document
        assert document.project.episodes != project.episodes
        document.undo()
        assert document.project.episodes == project.episodes


async def test_what_cannot_be_spoken_anew_stays_as_it_was_heard(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.4), (a_line("Gut."), 1.0))
    project = a_project(lines, speakers=2)
    run = Run(sum(len(line.words("de")) for line in lines) + 10)
    async with a_stage(minimax_service, tmp_path, project, run=run) as stage:
        outcome = await stage.fit()
        assert model.requests and sorted(stage.spoken()) == sorted(["Gut.", SENTENCE])
        assert stage.line.words("de") == SENTENCE and stage.speed is None
        assert stage.how.reasons == (
            f"long: {seconds_of(SENTENCE):.1f}/{seconds_of(SENTENCE) / 1.4:.1f}",
        )
        assert (outcome.flagged, outcome.rewritten, outcome.unspoken) == (1, 0, 0)
        assert stage.voices.status.fresh(stage.line, "de")


async def test_a_fitting_that_is_stopped_leaves_what_it_did_and_nothing_else(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    lines = slotted((a_line(), seconds_of(SENTENCE) / 1.4), (a_line("Gut."), 1.0))
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        reached = asyncio.Event()
        speak = stage.speak

        async def speak_until_reworded(line: Line, language: str) -> float | None:
            if line.id == lines[0].id and line.words("de") != SENTENCE:
                reached.set()
                await asyncio.Event().wait()
            return await speak(line, language)

        work = fit(stage.page, stage.asker, stage.order(), speak_until_reworded)
        task = asyncio.ensure_future(work)
        await reached.wait()
        task.cancel()
        await asyncio.wait((task,))
        assert task.cancelled()
        stage.page.close()
        assert len(stage.line.words("de")) < len(SENTENCE)
        assert not stage.voices.file.jobs.unfinished()
        outcome = await stage.fit()  # a second one goes on
        assert outcome.fitting == 2


async def test_a_model_that_spoils_its_answers_spoils_no_line(
    minimax_service: MinimaxService, model: TextModel, tmp_path: Path
) -> None:
    long = [
        (a_line(f"{SENTENCE[:-1]}, und {count} Leute kommen mit."), 3.4)
        for count in ("zwei", "drei", "vier", "elf", "zwölf", "sechs", "neun", "zehn")
    ]
    model.defects.random(11, 0.6)
    lines = slotted(*long)
    async with a_stage(minimax_service, tmp_path, a_project(lines, speakers=2)) as stage:
        outcome = await stage.fit(Fitting.STRICT)
        assert len(outcome.lines) == 8 and model.defects
        for line, (before, _) in zip(stage.lines, long, strict=True):
            words = line.words("de")
            kept = set(words.replace(".", "").replace(",", "").split())
            assert kept <= set(before.words("de").replace(".", "").replace(",", "").split())
            assert line.translations["de"].state is not TranslationState.FAILED
