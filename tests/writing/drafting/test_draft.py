"""Whatever records come, the plan and the lines made of them are sound."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studio.model.cast import Cast
from studio.model.line import EMOTIONS, LineKind
from studio.model.outline import Outline
from studio.writing.drafting.draft import Draft, SceneReader
from studio.writing.drafting.speakable import Speakable, is_said
from studio.writing.drafting.speakers import Speakers
from studio.writing.generating.adjusting import reworded
from studio.writing.generating.plan_prompt import Part
from studio.writing.generating.planning import PlanReader, balanced, whole_episodes
from studio.writing.scanning.records import Record
from tests.builders import a_line

WORDS = st.text("aB 12.:（）()*“”\n", max_size=20)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**9), st.floats(), WORDS,
    st.lists(st.one_of(WORDS, st.integers()), max_size=3),
)  # fmt: skip
IDS = st.sampled_from(["e1", "e2", "e3", "c1", "c2", "s1", "n", "", "Mara"])
KINDS = st.sampled_from(["meta", "char", "ep", "scene", "line", "end", "", "?"])
FIELDS = ("title", "name", "head", "beats", "secs", "hook", "e", "d", "p", "x", "gender")
RECORDS = st.lists(
    st.fixed_dictionaries(
        {}, optional={"k": KINDS, "id": IDS, "ep": IDS, "c": IDS, "s": IDS}
        | dict.fromkeys(FIELDS, VALUES),
    ),
    max_size=25,
)  # fmt: skip


@given(RECORDS, st.integers(1, 4))
def test_a_plan_of_any_records_is_sound(rows: list[dict[str, Any]], episodes: int) -> None:
    outline = Outline()
    reader = PlanReader(outline, Part(1, episodes))
    for row in rows:
        change = reader.read(Record(row), outline)
        if change is not None:
            assert change(outline) != outline
            outline = change(outline)
    assert len(outline.episodes) <= episodes
    scenes = [scene for each in outline.episodes for scene in each.scenes]
    for things in (outline.characters, outline.episodes, scenes):
        assert len({each.id for each in things}) == len(things)
    assert len({each.name.casefold() for each in outline.characters}) == len(outline.characters)
    assert all(each.name for each in outline.characters)
    assert 0 <= whole_episodes(outline, 90, cut=True) <= len(outline.episodes)
    for episode in balanced(outline, 90, frozenset()).episodes:
        assert all(scene.seconds > 0 for scene in episode.scenes)
        assert not episode.scenes or 60 <= sum(s.seconds for s in episode.scenes) <= 120


@given(RECORDS)
def test_lines_of_any_records_are_sound(rows: list[dict[str, Any]]) -> None:
    cast, mara = Cast().adding("Mara")
    speakers = Speakers(cast, {"c1": mara.id})
    reader = SceneReader("s1", speakers, lambda words: len(words) <= 8, others=["s1", "s2"])
    drafts = [draft for row in rows for draft in reader.read(Record(row))]
    for draft in drafts:
        assert is_said(draft.words) and "\n" not in draft.words
        assert draft.emotion in ("", *EMOTIONS)
        assert draft.pause_after_ms is None or 0 < draft.pause_after_ms <= 10_000
        assert (draft.kind is LineKind.ACTION) is (draft.character is None)
        assert draft.character is None or draft.character in speakers.cast
    names = [each.name.casefold() for each in speakers.cast.values()]
    assert len(names) == len({*names}) and names[0] == "mara"


def test_a_line_of_another_scene_is_left_out() -> None:
    reader = SceneReader("s1", Speakers({}), lambda words: True, others=["s1", "s2"])
    assert reader.read(Record({"k": "line", "s": "s2", "x": "Later."})) == ()
    assert reader.left_out == 1
    assert len(reader.read(Record({"k": "line", "s": "s77", "x": "Now."}))) == 1


def test_what_was_there_is_not_written_again_when_a_scene_goes_on() -> None:
    there = [Draft(LineKind.ACTION, "A bell rings."), Draft(LineKind.ACTION, "The light is gone.")]
    reader = SceneReader("s1", Speakers({}), lambda words: True, there=there)
    said = ["A bell rings!", "The light is gone.", "Nobody moves.", "A bell rings."]
    drafts = [d for x in said for d in reader.read(Record({"k": "line", "s": "s1", "x": x}))]
    assert [draft.words for draft in drafts] == ["Nobody moves.", "A bell rings."]


def test_a_line_that_somebody_changed_meanwhile_stays() -> None:
    line = a_line("Wait.")
    change = reworded(line, Speakable("Wait for me.", "softly"), "en")
    changed = change(line)
    assert (changed.words("en"), changed.direction) == ("Wait for me.", "softly")
    mine = line.saying("en", "No.")
    assert change(mine) is mine


def test_the_narrator_and_voices_over_the_picture_are_told_apart() -> None:
    cast, mara = Cast().adding("Mara")
    speakers = Speakers(cast, {"c1": mara.id}, "旁白")
    reader = SceneReader("s1", speakers, lambda words: True)

    def kind_of(**row: str) -> tuple[LineKind, str, str]:
        (draft,) = reader.read(Record({"k": "line", "s": "s1"} | row))
        return draft.kind, draft.extension, draft.direction

    assert kind_of(c="c1", x="I knew it.", d="V.O.; tired") == (
        LineKind.VOICE_OVER,
        "V.O.",
        "tired",
    )
    assert kind_of(c="c1", x="Who is there?", d="off screen")[0] is LineKind.DIALOGUE
    assert kind_of(c="n", x="Years pass.")[0] is LineKind.VOICE_OVER
    assert [each.name for each in speakers.newcomers] == ["旁白"]
