"""The job: from a script in one language to its lines in others, whatever comes in between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.errors import (
    AccountStopped,
    EngineRefused,
    WritingError,
    WritingProblem,
)
from studio.model.ids import LineId
from studio.model.line import Line
from studio.model.project import Fitting, GlossaryEntry, Project
from studio.model.span import Span, samples_of
from studio.model.translation import TranslationState
from studio.writing.page import LineChange, Page
from studio.writing.purse import Purse
from studio.writing.timing.slots import budget_of
from studio.writing.translating.order import Mode, NewName, TranslationOrder, TranslationOutcome
from studio.writing.translating.staleness import Keys
from studio.writing.translating.translate import translate, work_of
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel
from tests.services.writing import Prompt, Written
from tests.services.wrongs import cut_in_body, http, stalled
from tests.writing.asking_at_work import A_PRICE
from tests.writing.generating.stage import a_stage
from tests.writing.translating.script import a_script, silently_wrong

OK, FLAGGED, FAILED = TranslationState.OK, TranslationState.FLAGGED, TranslationState.FAILED
TO_GERMAN = TranslationOrder(("de",), mode=Mode.DRAFT)

Service = ChatService


@pytest.fixture
def model(chat_service: ChatService) -> TextModel:
    """A text model that does what it is asked for."""
    model = TextModel(delta=60)
    chat_service.writes(model)
    return model


def but(model: TextModel, spoil: Callable[[list[dict[str, Any]]], None]) -> Callable[[Prompt], Any]:
    """The model with its records of a translation changed."""

    def script(prompt: Prompt) -> Written:
        written = model(prompt)
        if not written.text.startswith("{"):
            return written
        rows = [json.loads(line) for line in written.text.splitlines()]
        spoil(rows)
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        return replace(written, text="\n".join(lines))

    return script


def asked(model: TextModel) -> list[list[str]]:
    """The ids of every request for translations."""
    return [
        [str(row["id"]) for row in request.asked]
        for request in model.requests
        if request.task == "translate"
    ]


def spoken(project: Project) -> list[Line]:
    return [line for _, line in project.lines if line.spoken]


def states(project: Project, language: str = "de") -> list[TranslationState | None]:
    return [
        how.state if (how := line.translations.get(language)) else None for line in spoken(project)
    ]


def a_good(outcome: TranslationOutcome, lines: int) -> None:
    assert outcome.ended_by is None
    assert outcome.counts.get(OK, 0) == lines, outcome


async def test_every_line_is_translated_and_said_to_be_so(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path, a_script(60, episodes=2)) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        a_good(outcome, 60)
        assert outcome.extra == 0 and outcome.requests == len(asked(model))
        assert not silently_wrong(stage.project, "de")
        keys = Keys(stage.project, "de")
        for line in spoken(stage.project):
            how = line.translations["de"]
            assert (how.state, how.key, how.reasons) == (OK, keys.key(line), ())
        assert stage.project.languages == ("en", "de")
        assert (stage.page.progress.done, stage.page.progress.total) == (60, 60)
        assert not stage.page.ghosts


async def test_a_second_run_asks_for_nothing_and_a_change_for_its_lines_only(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(40)
    async with a_stage(chat_service, tmp_path, project) as stage:
        await translate(stage.page, stage.asker, TO_GERMAN)
        before = len(model.requests)
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert outcome.kept == 40 and outcome.requests == 0 and len(model.requests) == before
        assert work_of(stage.project, TO_GERMAN).requests == 0
        line = spoken(stage.project)[7]
        stage.page.change_line(line.id, lambda line: line.saying("en", "Not yet, sister."))
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert asked(model)[-1] == [line.id] and outcome.requests == 1


async def test_a_persons_words_are_context_and_never_asked_for(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(10)
    mine = spoken(project)[4]
    project = project.with_line(mine.saying("de", "Das bleibt so."))
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert outcome.kept == 1 and mine.id not in asked(model)[0]
        assert spoken(stage.project)[4].words("de") == "Das bleibt so."
        assert {"x": mine.words("en"), "t": "Das bleibt so."} in model.requests[0].rows("context")


class Interrupted(Page):
    """A page on which a person edits each line just before its words come."""

    edit: LineChange = staticmethod(lambda line: line)
    of: LineId = LineId("")

    def change_line(self, line: LineId, change: LineChange) -> None:
        if line == self.of:
            found = self._document.project.find_line(line)
            assert found
            self._document.edit("type", self._document.project.with_line(self.edit(found[1])))
        super().change_line(line, change)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda line: line.saying("de", "Von mir."), "Von mir."),
        (lambda line: line.saying("en", "Something else."), ""),
    ],
)
async def test_an_edit_made_meanwhile_wins(
    chat_service: Service, model: TextModel, tmp_path: Path, edit: LineChange, words: str
) -> None:
    async with a_stage(chat_service, tmp_path, a_script(10), page=Interrupted) as stage:
        line = spoken(stage.project)[3]
        assert isinstance(stage.page, Interrupted)
        stage.page.edit, stage.page.of = edit, line.id
        await translate(stage.page, stage.asker, TO_GERMAN)
        assert spoken(stage.project)[3].words("de") == words
        assert states(stage.project).count(OK) == 9


class Corrected(Page):
    """A page on which a person writes down a term as soon as the first words come."""

    term: GlossaryEntry = GlossaryEntry("Black Harbour", "de", "Schwarzhafen")

    def change_line(self, line: LineId, change: LineChange) -> None:
        project = self._document.project
        if not project.glossary:
            self._document.edit("term", replace(project, glossary=(self.term,)))
        super().change_line(line, change)


async def test_a_term_that_is_written_down_meanwhile_holds_for_the_lines_to_come(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(60)
    last = spoken(project)[-1].saying("en", "Welcome to Black Harbour, my dear sister.")
    project = project.with_line(last)
    async with a_stage(chat_service, tmp_path, project, page=Corrected) as stage:
        a_good(await translate(stage.page, stage.asker, TO_GERMAN), 60)
        assert "Schwarzhafen" in spoken(stage.project)[-1].words("de")
        again = await translate(stage.page, stage.asker, TO_GERMAN)
        assert again.requests == 0, "nothing became stale while it was asked for"


async def test_a_cut_answer_goes_on_with_what_is_missing(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    chat_service.faults.next(cut_in_body(0.5))
    async with a_stage(chat_service, tmp_path, a_script(24)) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        a_good(outcome, 24)
        first, second, *_ = asked(model)
        assert len(first) == 24 and 0 < len(second) < 24 and first[-1] in second
        assert not silently_wrong(stage.project, "de")


async def test_a_line_nobody_translates_fails_without_words_and_costs_few_requests(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path, a_script(40)) as stage:
        line = spoken(stage.project)[20]

        def copied(rows: list[dict[str, Any]]) -> None:
            for row in rows:
                if row.get("id") == line.id:
                    row["t"] = line.words("en")

        script = but(model, copied)
        plain = Written(line.words("en"))
        chat_service.writes(
            lambda p: plain if "<data" in p.said and " row>" in p.said else script(p)
        )
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert outcome.failed == 1 and outcome.counts[OK] == 39
        now = spoken(stage.project)[20]
        assert now.words("de") == "" and now.translations["de"].state is FAILED
        assert [each.line for each in outcome.doubtful] == [line.id]
        assert "unchanged" in outcome.doubtful[0].reasons
        assert outcome.extra <= 4
        chat_service.writes(model)
        again = await translate(stage.page, stage.asker, TO_GERMAN)
        assert asked(model)[-1] == [line.id] and again.counts == {OK: 1}


async def test_a_line_the_model_will_not_do_is_told_from_its_neighbours(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(24)
    poison = spoken(project)[11]
    project = project.with_line(poison.saying("en", "Here is the poison for your father."))

    def script(prompt: Prompt) -> Written:
        if (
            "poison" in prompt.said.rpartition(" rows>")[2]
            or "poison" in prompt.said.rpartition(" row>")[2]
        ):
            return Written("I'm sorry, but I can't help with that request.")
        return model(prompt)

    chat_service.writes(script)
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert outcome.extra <= 4 and outcome.counts[OK] >= 12
        for _ in range(3):
            outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert [each.line for each in outcome.doubtful] == [poison.id]
        assert outcome.doubtful[0].reasons[0] == "refusal"
        assert states(stage.project).count(OK) == 23
        assert not silently_wrong(stage.project, "de")


async def test_a_model_that_refuses_everything_is_not_asked_for_long(
    chat_service: Service, tmp_path: Path
) -> None:
    chat_service.faults.always(http(400, content={"error": {"message": "bad model"}}))
    async with a_stage(chat_service, tmp_path, a_script(200, episodes=4)) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert isinstance(outcome.ended_by, EngineRefused)
        assert outcome.left == 200 and not outcome.counts
        assert states(stage.project) == [None] * 200


async def test_a_model_that_only_chats_is_not_asked_for_long(
    chat_service: Service, tmp_path: Path
) -> None:
    chat_service.writes(lambda prompt: "What a lovely script you have there!")
    async with a_stage(chat_service, tmp_path, a_script(400, episodes=4)) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert isinstance(outcome.ended_by, WritingError)
        assert outcome.ended_by.problem is WritingProblem.NO_RECORDS
        assert "lovely" in outcome.ended_by.detail
        assert outcome.requests < 8 and not outcome.counts and outcome.left == 400


async def test_a_model_that_reads_little_gets_smaller_requests(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    chat_service.text.context = 1500
    async with a_stage(chat_service, tmp_path, a_script(100)) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        a_good(outcome, 100)
        assert outcome.extra == 0, "halving is no repair"
        assert max(map(len, asked(model))) < 32


async def test_a_limit_keeps_what_came_and_the_next_run_goes_on(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(100)
    purse = Purse(A_PRICE, most_tokens=5000)
    async with a_stage(chat_service, tmp_path, project, purse=purse) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert isinstance(outcome.ended_by, WritingError)
        assert outcome.ended_by.problem is WritingProblem.LIMIT
        assert 0 < outcome.counts[OK] < 100 and outcome.counts[OK] + outcome.left == 100
        assert purse.spent.read + purse.spent.written <= 5000
        done = {line.id for line in spoken(stage.project) if line.words("de")}
    before = len(asked(model))
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        a_good(outcome, 100 - len(done))
        later = {line for lines in asked(model)[before:] for line in lines}
        assert later.isdisjoint(done) and len(later) == 100 - len(done)


async def test_an_account_that_stops_ends_the_job_with_what_is_there(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    def script(prompt: Prompt) -> Written:
        written = model(prompt)
        chat_service.faults.always(http(401, content={"error": {"message": "no"}}))
        return written

    chat_service.writes(script)
    async with a_stage(chat_service, tmp_path, a_script(100)) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert isinstance(outcome.ended_by, AccountStopped)
        assert 0 < outcome.counts[OK] < 100 and not outcome.failed
        assert outcome.left == 100 - outcome.counts[OK]


async def test_a_cancelled_job_leaves_what_was_finished_and_nothing_half(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    begun, stall = asyncio.Event(), stalled(at=3000)
    chat_service.faults.next(stall)
    async with a_stage(chat_service, tmp_path, a_script(100)) as stage:

        def tick(page: Page) -> None:
            if page.progress.done:
                begun.set()

        stage.page.listen(tick)
        job = asyncio.create_task(translate(stage.page, stage.asker, TO_GERMAN))
        await stall.arrived()
        await begun.wait()
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        stall.release()
        stage.page.write()
        assert not stage.page.ghosts
        for line in spoken(stage.document.project):
            assert bool(line.words("de")) == ("de" in line.translations)
        assert not silently_wrong(stage.document.project, "de")
        kept = states(stage.document.project).count(OK)
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert kept and (outcome.kept, outcome.ended_by) == (kept, None)
        assert states(stage.project) == [OK] * 100


async def test_a_term_that_is_not_used_is_asked_for_once_more_and_then_flagged(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(20)
    line = spoken(project)[5].saying("en", "Welcome to Black Harbour, my dear sister.")
    term = GlossaryEntry("Black Harbour", "de", "Schwarzhafen")
    project = replace(project.with_line(line), glossary=(term,))

    def dark(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["t"] = row.get("t", "").replace("Schwarzhafen", "Dunkelhafen")

    chat_service.writes(but(model, dark))
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert [each.line for each in outcome.doubtful] == [line.id] and outcome.extra == 1
        assert outcome.doubtful[0].reasons == ("term: Black Harbour = Schwarzhafen",)
        why = model.requests[-1].asked[0]["why"]
        assert "Schwarzhafen" in why
        now = spoken(stage.project)[5]
        assert "Dunkelhafen" in now.words("de") and now.translations["de"].state is FLAGGED
        chat_service.writes(model)
        chosen = replace(TO_GERMAN, lines=frozenset({line.id}))
        a_good(await translate(stage.page, stage.asker, chosen), 1)


async def test_a_retry_that_fails_leaves_good_words_alone(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path, a_script(5)) as stage:
        await translate(stage.page, stage.asker, TO_GERMAN)
        line = spoken(stage.project)[2]
        chat_service.writes(lambda prompt: Written(""))
        await translate(stage.page, stage.asker, replace(TO_GERMAN, lines=frozenset({line.id})))
        assert spoken(stage.project)[2] == line


async def test_lines_with_time_get_a_budget_and_the_variant_that_fits(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(6)
    for at, line in enumerate(spoken(project)):
        start = samples_of(4.0 * at)
        words = line.saying("en", "Nobody here believes you any more, dear sister of mine.")
        project = project.with_line(replace(words, slot=Span(start, start + samples_of(1.4))))
    long = "Niemand von uns hier glaubt dir noch irgendein Wort, meine liebe Schwester."

    def wordy(rows: list[dict[str, Any]]) -> None:
        for at, row in enumerate(rows):
            if "t" in row:
                row |= {"t": f"{long[:-1]}, {at}.", "s": f"Keiner glaubt dir noch was, {at}."}

    chat_service.writes(but(model, wordy))
    timed = replace(project, fitting=Fitting.SOFT)
    async with a_stage(chat_service, tmp_path, timed) as stage:
        await translate(stage.page, stage.asker, TO_GERMAN)
        row = model.requests[0].asked[0]
        assert 0 < row["min"] < row["max"] <= 8 and row["short"] is True
        assert all(line.words("de").startswith("Keiner") for line in spoken(stage.project))
        assert "shorter" in spoken(stage.project)[0].translations["de"].reasons


@pytest.mark.parametrize(
    ("fitting", "mode", "told"),
    [
        (Fitting.SOFT, Mode.DRAFT, True),
        (Fitting.STRICT, Mode.DRAFT, True),
        (Fitting.OFF, Mode.DRAFT, False),
        (Fitting.OFF, Mode.DUBBING, False),
    ],
)
async def test_the_time_a_source_is_spoken_in_is_told_when_lines_are_held_to_it(
    chat_service: Service,
    model: TextModel,
    tmp_path: Path,
    fitting: Fitting,
    mode: Mode,
    told: bool,
) -> None:
    project = replace(a_script(3), fitting=fitting)
    first, second, third = spoken(project)
    slotted = replace(second, slot=Span(0, samples_of(20.0)))
    project = project.with_line(slotted)
    budgets = {first.id: budget_of(2.0, 0.5), second.id: budget_of(2.0, 0.5)}
    order = replace(TO_GERMAN, mode=mode, budgets=budgets)
    async with a_stage(chat_service, tmp_path, project) as stage:
        await translate(stage.page, stage.asker, order)
        (request,) = (each for each in model.requests if each.task == "translate")
        rows = {row["id"]: row for row in request.asked}
        assert ("max" in rows[first.id]) is told and "max" not in rows[third.id]
        if told:
            assert rows[first.id]["short"] and rows[first.id]["max"] < 12
            assert rows[second.id]["max"] > 40, "an imported slot goes before a take"


async def test_new_names_are_told_and_go_into_no_request(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(8)
    for line in spoken(project)[:4]:
        project = project.with_line(line.saying("en", f"We sail to Vossburg. {line.words('en')}"))
    async with a_stage(chat_service, tmp_path, project) as stage:
        outcome = await translate(stage.page, stage.asker, TO_GERMAN)
        assert outcome.new_names == (NewName("Vossburg", "de", 4),)
        await translate(
            stage.page, stage.asker, replace(TO_GERMAN, lines=frozenset({spoken(project)[0].id}))
        )
        assert len(asked(model)) == 2 and not any(each.rows("terms") for each in model.requests)
        assert not stage.project.glossary
        assert (await translate(stage.page, stage.asker, TO_GERMAN)).new_names == ()


async def test_lines_without_time_get_no_budget(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path, a_script(3)) as stage:
        await translate(stage.page, stage.asker, TO_GERMAN)
        assert set(model.requests[0].asked[0]) == {"id", "c", "x"}


async def test_several_languages_and_episodes_are_done_in_one_go(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    order = replace(TO_GERMAN, languages=("de", "fr", "zh", "en", "de"))
    async with a_stage(chat_service, tmp_path, a_script(60, episodes=3)) as stage:
        a_good(await translate(stage.page, stage.asker, order), 180)
        for language in ("de", "fr", "zh"):
            assert states(stage.project, language) == [OK] * 60
            assert not silently_wrong(stage.project, language)
        assert stage.project.languages == ("en", "de", "fr", "zh")
        stage.page.write()
        stage.document.undo()
        assert not any(line.translations for line in spoken(stage.document.project))


async def test_marks_alone_are_copied_without_asking(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(1)
    line = spoken(project)[0]
    project = project.with_line(line.saying("en", "… <#0.5#> ?!"))
    async with a_stage(chat_service, tmp_path, project) as stage:
        a_good(await translate(stage.page, stage.asker, TO_GERMAN), 1)
        assert spoken(stage.project)[0].words("de") == "… <#0.5#> ?!" and not model.requests


async def test_headings_are_translated_where_they_are_asked_for(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path, a_script(3)) as stage:
        await translate(stage.page, stage.asker, replace(TO_GERMAN, all_kinds=True))
        assert all(line.words("de") for _, line in stage.project.lines)


async def test_what_a_model_is_told_is_in_order_and_tells_no_secret(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    seen: list[Prompt] = []
    chat_service.writes(lambda prompt: seen.append(prompt) or model(prompt))
    project = replace(
        a_script(80), glossary=(GlossaryEntry("secret", "de", "Geheimakte", locked=True),)
    )
    order = replace(TO_GERMAN, style="as on the street")
    async with a_stage(chat_service, tmp_path, project) as stage:
        await translate(stage.page, stage.asker, order)
    assert len({prompt.system for prompt in seen}) == 1, "the same rules each time"
    assert seen[0].system.startswith("Task: translate; from en; to de.\n")
    assert "as on the street" in seen[0].system
    second = model.requests[1]
    assert list(second.blocks) == ["cast", "terms", "context", "next", "rows"]
    assert len(second.rows("context")) == 8 and len(second.rows("next")) == 3
    everything = "".join(prompt.system + prompt.said for prompt in seen)
    for secret in (str(tmp_path), str(Path.home()), chat_service.url):
        assert secret not in everything


async def test_the_estimate_is_near_what_is_spent(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    project = a_script(200, episodes=2)
    for mode in (Mode.DRAFT, Mode.STANDARD):
        order = TranslationOrder(("de", "zh"), mode=mode)
        work = work_of(project, order)
        folder = tmp_path / mode
        folder.mkdir()
        async with a_stage(chat_service, folder, project) as stage:
            outcome = await translate(stage.page, stage.asker, order)
            spent = stage.asker.purse.spent
        assert abs(work.requests - outcome.requests) <= 2
        assert 0.7 < work.tokens.read / spent.read < 1.3
        assert 0.7 < work.tokens.written / spent.written < 3


async def test_a_second_look_betters_lines_and_spoils_none(
    chat_service: Service, model: TextModel, tmp_path: Path
) -> None:
    async with a_stage(chat_service, tmp_path, a_script(30)) as stage:
        lines = spoken(stage.project)

        def second(prompt: Prompt) -> Written:
            if '"now":' not in prompt.said:
                return model(prompt)
            rows = [
                {"id": lines[2].id, "t": "Besser gesagt, meine liebe Schwester."},
                {"id": lines[4].id, "t": lines[4].words("en")},
                {"id": lines[6].id, "t": ""},
            ]
            return Written("\n".join(json.dumps(row) for row in rows))

        line = lines[2].saying("en", "What I mean to say, dear sister.")
        stage.page.change_line(line.id, lambda now: now.saying("en", line.words("en")))
        chat_service.writes(second)
        order = TranslationOrder(("de",), mode=Mode.BEST)
        outcome = await translate(stage.page, stage.asker, order)
        a_good(outcome, 30)
        now = spoken(stage.project)
        assert now[2].words("de") == "Besser gesagt, meine liebe Schwester."
        assert len(silently_wrong(stage.project, "de")) == 1, "all others are as they were"
