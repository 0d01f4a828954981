"""The text model by rule: each task is answered with records, the same ones each time."""

from __future__ import annotations

from typing import Any

import pytest

from studio.writing.scanning.records import Record, RecordScanner
from studio.writing.scanning.shapes import SCRIPT, TRANSLATION
from studio.writing.timing.units import counted
from tests.services.prompts import a_prompt
from tests.services.text_model import TextModel
from tests.services.text_model_languages import SPOKEN, lexicon
from tests.services.text_model_truth import is_true, truth

SOURCES = {
    "en": "Wait for 7 days, Mara! (laughs) <#0.5#> I gave {name} the letter...",
    "zh": "等7天，林岚！(laughs)<#0.5#>我把信给了{name}……",
    "ja": "7日待って、真理！(laughs)<#0.5#>手紙を{name}に渡した…",
}


def answer(task: str, source: str = "", target: str = "", **blocks: Any) -> list[Record]:
    """The records of an answer; the last one counts the others."""
    written = TextModel()(a_prompt(task, source, target, **blocks))
    scanner = RecordScanner(TRANSLATION if task == "translate" else SCRIPT)
    records = [*scanner.feed(written.text), *scanner.finish()]
    assert not scanner.skipped and not scanner.mended
    *found, end = records
    assert end.fields == {"k": "end", "count": len(found)}
    return found


def of_kind(records: list[Record], kind: str) -> list[Record]:
    return [each for each in records if each.fields.get("k") == kind]


@pytest.mark.parametrize("target", SPOKEN)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_translation_is_of_its_language_and_keeps_what_is_to_be_kept(
    source: str, target: str
) -> None:
    names = {"Mara": "Mara", "林岚": "Lin Lan", "真理": "Mari"}
    said = truth(source, target, names)
    for kept in ("7", "(laughs)", "<#0.5#>", "{name}"):
        assert said.count(kept) == 1
    assert any(name in said for name in names.values())
    assert said[-1] in ".…" and any(mark in said for mark in "!！")
    known = lexicon(target)
    assert any(word.casefold() in said.casefold() for word in known.small)
    assert 0.3 < counted(said, target).units / counted(source, "zh").units < 3
    assert truth(source, target, names) == said != source


def test_a_test_can_tell_what_is_right() -> None:
    for source in SOURCES.values():
        right, short = truth(source, "de"), truth(source, "de", short=True)
        assert is_true(source, right, "de") and is_true(source, short, "de")
        assert len(short) < len(right)
        assert not is_true(source, truth("Something else.", "de"), "de")
        assert not is_true(source, truth(source, "fr"), "de")


def test_different_lines_are_translated_differently() -> None:
    words = lexicon("en").great
    found = {truth(f"{one} {two}.", "ja") for one in words for two in words}
    assert len(found) > 0.6 * len(words) ** 2


def test_terms_and_names_are_as_told_the_longest_first() -> None:
    terms = {"Black Harbour": "Schwarzhafen", "Harbour": "Hafen", "MARA": "Maara", "Jo": ""}
    said = truth("Mara's at the black harbour with Jo, not the harbour.", "de", terms)
    assert "Maara" in said and "Schwarzhafen" in said and "Jo" in said
    assert said.count("afen") == 2
    assert "Maara" not in truth("Marathon.", "de", terms)


@pytest.mark.parametrize(("least", "most"), [(0, 6), (9, 12), (20, 24)])
@pytest.mark.parametrize("language", ["de", "zh", "ru", "ko"])
def test_a_translation_keeps_to_a_length(language: str, least: int, most: int) -> None:
    said = truth("I never told anybody about the letter.", language, least=least, most=most)
    assert least <= counted(said, language).units <= most + 2


def test_rows_are_translated_by_id_with_a_shorter_variant_on_request() -> None:
    rows = [
        {"id": "k7f3m2qa", "c": "MARA", "x": "Where is Jonas, and who has the letter?"},
        {"id": "k7f3m2qb", "c": "JONAS", "x": "Here I am, but without it.", "short": True},
    ]
    cast = [{"id": "c1", "name": "Jonas", "tgt": "约纳斯", "gender": "male", "style": ""}]
    first, second = answer("translate", "en", "zh", cast=cast, rows=rows)
    names = {"Jonas": "约纳斯"}
    assert first.fields == {"id": "k7f3m2qa", "t": truth(rows[0]["x"], "zh", names)}
    assert second.words("t") == truth(rows[1]["x"], "zh", names)
    assert len(second.words("s")) < len(second.words("t"))


def test_one_row_alone_is_answered_in_plain_words() -> None:
    row = {"id": "k1", "c": "MARA", "x": "Where is he?"}
    assert TextModel()(a_prompt("translate", "en", "fr", row=[row])).text == truth(row["x"], "fr")


def test_a_plan_has_what_the_brief_asks_for() -> None:
    brief = {"idea": "A widow", "language": "de", "episodes": 3, "seconds": 100, "cast_size": 5}
    found = answer("plan", target="de", brief=[brief])
    assert len(of_kind(found, "meta")) == 1
    people = [each.words("name") for each in of_kind(found, "char")]
    assert len(set(people)) == 5
    episodes = [each.words("id") for each in of_kind(found, "ep")]
    assert len(episodes) == 3
    scenes = of_kind(found, "scene")
    for episode in episodes:
        mine = [each for each in scenes if each.fields["ep"] == episode]
        assert sum(int(str(each.fields["secs"])) for each in mine) == 100
    assert len({each.words("id") for each in scenes}) == len(scenes)


def test_a_plan_is_gone_on_with_behind_what_is_there() -> None:
    brief = {"idea": "A widow", "episodes": 2, "seconds": 90, "scenes": 3, "first": 4}
    cast = [{"id": "c1", "name": "Mara"}]
    story = "Rain: It rains.\ne1 Hot: a\nx4 Cold: b\n  s11 Hall: They meet.\n  s12 Attic: Rain."
    found = answer("plan", target="en", brief=[brief], cast=cast, story=story)
    assert not of_kind(found, "meta") and not of_kind(found, "char")
    assert [each.words("id") for each in of_kind(found, "ep")] == ["e5"]
    assert [each.words("ep") for each in of_kind(found, "scene")] == ["x4", "e5", "e5", "e5"]


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_a_scene_is_written_within_its_budget_and_can_be_gone_on_with(language: str) -> None:
    cast = [{"id": "c1", "name": "Mara"}, {"id": "c2", "name": "Jonas"}]
    scene = {
        "id": "s2", "head": "Kitchen", "beats": "They fight.", "secs": 30,
        "units": 90, "lines_min": 5, "lines_max": 9,
    }  # fmt: skip
    whole = answer("lines", target=language, cast=cast, scene=[scene])
    assert len(whole) == 7 and {each.words("c") for each in whole} == {"c1", "c2"}
    units = sum(counted(each.words("x"), language).units for each in whole)
    assert 0.8 * 90 < units <= 90 * 1.15
    written = [{"c": each.words("c"), "x": each.words("x")} for each in whole[:3]]
    rest = answer("lines", target=language, cast=cast, scene=[scene], written=written)
    assert [each.words("x") for each in rest] == [each.words("x") for each in whole[3:]]


def test_lines_are_changed_by_a_wish_and_fitted_to_a_length() -> None:
    rows = [{"id": "k1", "c": "Mara", "x": "I never told {you} about it. <#0.5#>", "max": 7}]
    (other,) = answer("rewrite", "en", "en", rows=rows, ask="Angrier.")
    assert other.words("x") != rows[0]["x"]
    assert "{you}" in other.words("x") and "<#0.5#>" in other.words("x")
    (fitted,) = answer("fit", "en", "en", rows=rows)
    assert counted(fitted.words("x"), "en").units <= 7
    assert fitted.words("x").startswith("I never told")
    longer = rows[0] | {"min": 15, "max": 20}
    (fitted,) = answer("adjust", "en", "en", rows=[longer], ask="Longer.")
    assert counted(fitted.words("x"), "en").units >= 15


def test_a_review_remarks_on_a_few_lines() -> None:
    rows = [{"id": f"k{n}", "c": "c1", "x": f"Line {n} of the scene."} for n in range(40)]
    cast = [{"id": "c1", "name": "Mara"}, {"id": "c2", "name": "Jonas"}]
    notes = answer("review", "en", "en", cast=cast, rows=rows)
    assert 2 < len(notes) < 15 and all(each.words("p") for each in notes)
    assert [each.words("c") for each in notes].count("c2") == 1


PROSE = """It rained. "Come in," said Mara. "You are wet."

Jonas asked: "Are you alone?"

"No." She turned.

* * *

“Gone,” whispered Lena."""


def test_prose_becomes_lines_of_those_who_are_named() -> None:
    cast = [{"id": "c7", "name": "MARA"}]
    found = answer("adapt", "en", "en", prose=PROSE, cast=cast)
    assert [each.words("name") for each in of_kind(found, "char")] == ["Jonas", "Lena"]
    assert len(of_kind(found, "scene")) == 2
    ids = {each.words("name"): each.words("id") for each in of_kind(found, "char")}
    spoken = [(each.words("c"), each.words("x")) for each in of_kind(found, "line")]
    assert ("", "It rained.") in spoken and ("c7", "You are wet.") in spoken
    assert (ids["Jonas"], "Are you alone?") in spoken and ("c7", "No.") in spoken
    assert (ids["Lena"], "Gone,") in spoken


def test_each_speech_gets_a_speaker() -> None:
    pieces = [
        {"id": "p1", "q": True, "x": "我们走吧。"},
        {"id": "p2", "q": False, "x": "林岚轻声说。"},
        {"id": "p3", "q": False, "x": "下雨了。"},
    ]
    found = answer("attribute", "zh", "zh", cast=[{"id": "c1", "name": "林岚"}], pieces=pieces)
    assert [(each.words("id"), each.words("c")) for each in found] == [("p1", "c1")]


def test_a_survey_knows_names_forms_of_address_and_terms() -> None:
    rows = [
        {"id": f"k{n}", "c": ("MARA", "JONAS")[n % 2], "x": f"Back to Black Harbour in {n} days."}
        for n in range(4)
    ]
    cast = [{"id": "c1", "name": "MARA"}, {"id": "c2", "name": "JONAS"}]
    found = answer("survey", "en", "zh", script=rows, cast=cast)
    assert of_kind(found, "synopsis")[0].words("x") and of_kind(found, "tone")
    names = {each.words("id"): each.words("name") for each in of_kind(found, "cast")}
    assert [*names] == ["c1", "c2"] and not any(name.isascii() for name in names.values())
    pairs = [(each.words("from"), each.words("to")) for each in of_kind(found, "addr")]
    assert sorted(pairs) == [("c1", "c2"), ("c2", "c1")]
    assert [each.words("src") for each in of_kind(found, "term")] == ["Black Harbour"]


def test_what_it_cannot_do_is_said_in_words() -> None:
    model = TextModel(thinking="Hm.")
    assert "klingon" in model(a_prompt("translate", "en", "klingon", rows=[])).text
    assert "juggle" in model(a_prompt("juggle", "en", "de")).text
    said = model(a_prompt("translate", "en", "de", rows=[{"id": "k1", "x": "Yes."}]))
    assert said.thinking == "Hm."
