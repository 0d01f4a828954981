"""The production changes by whole values and refuses what would make it wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.errors import EditProblem, EditRefused
from studio.model.cast import Cast, Casting
from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId, LineId, TakeId, is_id, new_id
from studio.model.line import LineKind, new_line
from studio.model.project import new_project
from studio.model.span import Span, samples_of, samples_of_ms, seconds
from studio.model.take import Recording
from studio.model.timeline import FLOWING, Placement, Timeline
from tests.builders import a_line, a_project, a_recording, a_take, first_line


def refused(problem: EditProblem) -> pytest.RaisesExc[EditRefused]:
    return pytest.RaisesExc(EditRefused, check=lambda error: error.problem is problem)


def test_ids_are_ids_and_other_words_are_not() -> None:
    ids = {new_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert all(map(is_id, ids))
    for word in ("", "abc", "1bcdefgh", "abcdefg!", "abcdefghj", "ABCDEFGH", "aicdefgh"):
        assert not is_id(word)


def test_spans_are_half_open() -> None:
    span = Span(10, 20)
    assert (span.length, 10 in span, 20 in span) == (10, True, False)
    assert span.overlaps(Span(19, 30))
    assert not span.overlaps(Span(20, 30))
    assert span.moved(5) == Span(15, 25)
    assert samples_of(1.5) == samples_of_ms(1500) == 72_000
    assert seconds(72_000) == 1.5


def test_changing_a_line_leaves_everything_else_the_same_object() -> None:
    project = a_project(3, episodes=2)
    line = project.episodes[1].lines[1]
    changed = project.with_line(line.saying("en", "Else."))
    assert changed.episodes[0] is project.episodes[0]
    assert changed.cast is project.cast
    assert changed.takes is project.takes
    assert changed.episodes[1].lines[0] is project.episodes[1].lines[0]
    found = changed.find_line(line.id)
    assert found
    assert found[1].words("en") == "Else."
    assert found[1].words("zh") == ""


def test_a_line_that_is_gone_cannot_be_changed() -> None:
    project = a_project()
    with refused(EditProblem.NO_SUCH_LINE):
        project.with_line(a_line())
    with refused(EditProblem.NO_SUCH_LINE):
        project.episodes[0].line(LineId("gone"))
    with refused(EditProblem.NO_SUCH_LINE):
        project.circling(a_take(a_line(), a_recording()))
    with refused(EditProblem.OUT_OF_RANGE):
        project.episode(EpisodeId("gone"))
    assert project.find_line(LineId("gone")) is None


def test_lines_are_put_in_and_taken_out_with_what_was_placed_for_them() -> None:
    episode = a_project(3).episodes[0]
    line = a_line("New.")
    longer = episode.inserting(1, [line])
    assert longer.index_of(line.id) == 1
    placed = longer.with_timeline("en", Timeline().pin(line.id, 5).pin(episode.lines[1].id, 9))
    shorter = placed.without([line.id])
    assert shorter.lines == episode.lines
    assert list(shorter.timeline("en").placements) == [episode.lines[1].id]
    for place in (-1, 5):
        with refused(EditProblem.OUT_OF_RANGE):
            episode.inserting(place, [line])


def test_several_lines_change_the_same_way() -> None:
    episode = a_project(3).episodes[0]
    ids = [line.id for line in episode.lines[1:3]]
    changed = episode.changing(ids, lambda line: replace(line, emotion="sad"))
    assert [line.emotion for line in changed.lines] == ["", "sad", "sad", ""]
    assert changed.lines[3] is episode.lines[3]


def test_scenes_begin_at_headings() -> None:
    heading = new_line(LineKind.HEADING, {"en": "INT. DECK"})
    lines = (a_line(), heading, a_line(), a_line(), replace(heading, id=LineId("other")))
    assert Episode(EpisodeId("e"), 1, "", lines).scenes() == ((0, 1), (1, 4), (4, 5))
    assert Episode(EpisodeId("e"), 1, "", lines[1:3]).scenes() == ((0, 2),)
    assert Episode(EpisodeId("e"), 1, "").scenes() == ()


def test_only_dialogue_and_voice_over_are_spoken() -> None:
    spoken = {kind for kind in LineKind if new_line(kind, {}).spoken}
    assert spoken == {LineKind.DIALOGUE, LineKind.VOICE_OVER}


def test_names_in_the_cast_are_told_apart_without_case() -> None:
    cast, mara = Cast().adding(" Mara ")
    cast, tobias = cast.adding("TOBIAS")
    assert mara.name == "Mara"
    assert mara.colour != tobias.colour
    assert cast.adding("mara") == (cast, mara)
    with refused(EditProblem.NAME_TAKEN):
        cast.replacing(replace(tobias, name="MARA"))
    with refused(EditProblem.EMPTY_NAME):
        cast.replacing(replace(tobias, name="  "))
    with refused(EditProblem.EMPTY_NAME):
        cast.adding(" ")
    with refused(EditProblem.NO_SUCH_CHARACTER):
        Cast().replacing(mara)
    assert cast.replacing(replace(mara, name="MARA")).named("mara")
    assert list(cast.without(mara.id)) == [tobias]


def test_a_character_is_cast_by_language() -> None:
    project = a_project()
    mara = project.cast.characters[0]
    project = project.with_character(mara.cast_as("zh", Casting("minimax", "v")))
    assert project.casting(mara.id, "zh") == Casting("minimax", "v")
    assert project.casting(mara.id, "en") == Casting("offline", "narrator")
    assert project.casting(mara.id, "de") is None
    assert project.casting(None, "en") is None


def test_a_character_who_speaks_stays() -> None:
    project = a_project(1)
    speaks, silent, _ = project.cast
    with refused(EditProblem.CHARACTER_SPEAKS):
        project.without_character(speaks.id)
    assert len(project.without_character(silent.id).cast) == 2
    assert project.without_character(CharacterId("nobody")).cast == project.cast


def test_the_newest_take_counts_until_one_is_circled() -> None:
    project = a_project()
    line = first_line(project)
    first, second, third = (a_take(line, a_recording(), made_at=float(n)) for n in range(3))
    project = project.recording(first).recording(second)
    assert project.takes.circled(first_line(project), "en") == second
    project = project.circling(first)
    assert project.takes.circled(first_line(project), "en") == first
    project = project.recording(third)
    assert project.takes.circled(first_line(project), "en") == third


def test_a_discarded_take_is_neither_listed_nor_circled() -> None:
    project = a_project()
    line = first_line(project)
    first, second = (a_take(line, a_recording(), made_at=float(n)) for n in range(2))
    project = project.recording(first).recording(second).circling(second)
    project = project.marking(replace(second, discarded=True))
    assert project.takes.of(line.id, "en") == (first,)
    assert project.takes.circled(first_line(project), "en") == first
    assert len(list(project.takes)) == 2
    with refused(EditProblem.NO_SUCH_TAKE):
        project.marking(replace(first, id=TakeId("gone")))


def test_takes_of_one_language_are_not_those_of_another() -> None:
    project = a_project(1, ("en", "zh"))
    line = first_line(project)
    english = a_take(line, a_recording())
    project = project.recording(english)
    assert project.takes.of(line.id, "zh") == ()
    assert project.takes.circled(line, "zh") is None


def test_earlier_takes_keep_their_marks_and_gain_the_later_ones() -> None:
    line = a_line()
    one, two, three = (a_take(line, a_recording(), made_at=float(n)) for n in range(3))
    earlier = a_project().takes.adding(one).adding(two)
    later = earlier.replacing(replace(one, starred=True)).adding(three)
    assert earlier.keeping_those_of(later).by_line[line.id] == (one, two, three)
    assert earlier.keeping_those_of(earlier) is earlier


def test_sound_is_named_by_its_bytes() -> None:
    assert Recording(b"abc", b"1").key == Recording(b"abc", b"2").key
    assert len(a_recording().key) == 64
    assert a_recording(pitch=300).key != a_recording(pitch=301).key


def test_what_is_placed_by_hand_is_kept_and_what_flows_again_is_forgotten() -> None:
    line = LineId("a")
    timeline = Timeline().pin(line, 480)
    assert timeline.placement(line).pin == 480
    louder = timeline.placing(line, replace(timeline.placement(line), gain_db=3.0)).unpin(line)
    assert louder.placement(line) == Placement(gain_db=3.0)
    assert timeline.unpin(line) == Timeline()
    assert timeline.placement(LineId("b")) is FLOWING
    with refused(EditProblem.OUT_OF_RANGE):
        timeline.pin(line, -1)


def test_a_new_project_is_one_empty_episode() -> None:
    project = new_project("Night Ferry", language="zh")
    assert project.languages == ("zh",)
    assert [episode.lines for episode in project.episodes] == [()]
    assert project.with_language("zh") is project
    assert project.with_language("en").languages == ("zh", "en")
