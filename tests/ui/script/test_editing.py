from __future__ import annotations

from dataclasses import replace

import pytest

from studio.model.ids import EpisodeId, LineId, TakeId
from studio.model.line import Line, LineKind, new_line
from studio.model.project import Project, new_project
from studio.model.translation import Translation, TranslationState
from studio.ui.script import editing
from studio.ui.script.plain_lines import lines_of, plain_text


def a_script(*lines: tuple[LineKind, str, str]) -> Project:
    """A project of one episode: kind, name of the speaker, words."""
    project = new_project("Night Ferry")
    cast = project.cast
    made: list[Line] = []
    for kind, name, words in lines:
        who = None
        if name:
            cast, who = cast.adding(name)
        made.append(new_line(kind, {"en": words}, character=who.id if who else None))
    episode = replace(project.episodes[0], lines=tuple(made))
    return replace(project, cast=cast).with_episode(episode)


HEADING, ACTION, DIALOGUE = LineKind.HEADING, LineKind.ACTION, LineKind.DIALOGUE


def talk() -> Project:
    return a_script(
        (HEADING, "", "INT. WHEELHOUSE - NIGHT"),
        (ACTION, "", "Fog."),
        (DIALOGUE, "MARA", "Wind."),
        (DIALOGUE, "IVY", "There is no wind, Captain."),
    )


def here(project: Project) -> EpisodeId:
    return project.episodes[0].id


def lines(project: Project) -> tuple[Line, ...]:
    return project.episodes[0].lines


def words(project: Project) -> list[str]:
    return [line.words("en") for line in lines(project)]


def speaker(project: Project, line: LineId) -> str:
    found = project.cast.find(project.episodes[0].line(line).character)
    return found.name if found else ""


def test_enter_after_a_heading_opens_action() -> None:
    project = talk()
    after, place = editing.opened_below(project, here(project), lines(project)[0].id)
    assert lines(after)[1].id == place.line
    assert lines(after)[1].kind is ACTION


def test_enter_after_action_opens_dialogue_of_the_one_who_spoke_last() -> None:
    project = a_script((DIALOGUE, "MARA", "Wind."), (ACTION, "", "A bell."))
    after, place = editing.opened_below(project, here(project), lines(project)[1].id)
    assert lines(after)[2].kind is DIALOGUE
    assert speaker(after, place.line) == "MARA"


def test_enter_after_dialogue_proposes_the_other_speaker() -> None:
    project = talk()
    after, place = editing.opened_below(project, here(project), lines(project)[3].id)
    assert speaker(after, place.line) == "MARA"


def test_nobody_is_proposed_when_only_one_has_spoken() -> None:
    project = a_script((DIALOGUE, "MARA", "Wind."))
    after, place = editing.opened_below(project, here(project), lines(project)[0].id)
    assert speaker(after, place.line) == ""


def test_the_first_line_of_an_empty_episode_is_a_heading() -> None:
    project = a_script()
    after, _ = editing.opened_below(project, here(project), None)
    assert [line.kind for line in lines(after)] == [HEADING]


@pytest.mark.parametrize("start", ["INT. ", "ext. ", "INT./EXT. ", "I/E. ", "内景 ", "外景　"])
def test_typing_the_start_of_a_scene_heading_makes_it_one(start: str) -> None:
    project = talk()
    line = lines(project)[3].id
    after = editing.typed(project, here(project), line, "en", start)
    changed = after.episodes[0].line(line)
    assert changed.kind is HEADING
    assert changed.character is None
    assert changed.words("en") == start


def test_a_heading_made_something_else_by_hand_stays_so_while_it_is_typed() -> None:
    project = a_script((ACTION, "", "INT. the sign says"))
    line = lines(project)[0].id
    after = editing.typed(project, here(project), line, "en", "INT. the sign says no")
    assert lines(after)[0].kind is ACTION


def test_a_word_that_only_begins_like_int_makes_no_heading() -> None:
    project = talk()
    line = lines(project)[3].id
    after = editing.typed(project, here(project), line, "en", "Internal matters")
    assert after.episodes[0].line(line).kind is DIALOGUE


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("MARA: ", "MARA"),
        ("mara: ", "MARA"),
        ("PIP: ", "PIP"),
        ("MARA：", "MARA"),
        ("玛拉： ", "玛拉"),
    ],
)
def test_a_name_and_a_colon_give_an_empty_dialogue_its_speaker(typed: str, name: str) -> None:
    project = a_script((DIALOGUE, "MARA", "Wind."), (DIALOGUE, "", ""))
    line = lines(project)[1].id
    after = editing.typed(project, here(project), line, "en", typed)
    assert speaker(after, line) == name
    assert after.episodes[0].line(line).words("en") == ""


@pytest.mark.parametrize("typed", ["He said: ", "MARA:", "MARA: x", ": ", "12: "])
def test_other_words_before_a_colon_stay_words(typed: str) -> None:
    project = a_script((DIALOGUE, "MARA", "Wind."), (DIALOGUE, "", ""))
    line = lines(project)[1].id
    after = editing.typed(project, here(project), line, "en", typed)
    assert after.episodes[0].line(line).words("en") == typed
    assert len(after.cast) == 1


def test_a_known_name_makes_action_dialogue_an_unknown_one_does_not() -> None:
    project = a_script((DIALOGUE, "MARA", "Wind."), (ACTION, "", ""))
    line = lines(project)[1].id
    known = editing.typed(project, here(project), line, "en", "MARA: ")
    unknown = editing.typed(project, here(project), line, "en", "LATER: ")
    assert known.episodes[0].line(line).kind is DIALOGUE
    assert unknown.episodes[0].line(line).kind is ACTION


def test_a_new_name_makes_a_new_character_and_an_extension_a_voice_over() -> None:
    project = talk()
    line = lines(project)[3].id
    after = editing.named(project, here(project), (line,), "Narrator (V.O.)")
    changed = after.episodes[0].line(line)
    assert [who.name for who in after.cast] == ["MARA", "IVY", "Narrator"]
    assert (changed.kind, changed.extension) == (LineKind.VOICE_OVER, "V.O.")


def test_an_empty_name_leaves_nobody_to_say_the_line() -> None:
    project = talk()
    line = lines(project)[3].id
    after = editing.named(project, here(project), (line,), "  ")
    assert after.episodes[0].line(line).character is None


def test_splitting_gives_the_rest_to_the_same_speaker_below() -> None:
    project = talk()
    old = replace(lines(project)[3], pause_after_ms=800, circled={"en": TakeId("t")})
    old = replace(old, text={**old.text, "zh": "船长，今晚没有风。"})
    project = project.with_line(old)
    after, place = editing.split(project, here(project), old.id, "en", 16)
    first, second = lines(after)[3:]
    assert (first.words("en"), second.words("en")) == ("There is no wind", ", Captain.")
    assert (first.id, second.id) == (old.id, place.line)
    assert second.character == old.character
    assert (first.pause_after_ms, second.pause_after_ms) == (None, 800)
    assert (first.circled, second.circled) == ({"en": TakeId("t")}, {})
    assert (first.words("zh"), second.words("zh")) == ("船长，今晚没有风。", "")


def test_joining_what_was_split_gives_the_words_back() -> None:
    project = talk()
    whole = lines(project)[3]
    cut, place = editing.split(project, here(project), whole.id, "en", 12)
    joined = editing.joined(cut, here(project), place.line, "en")
    assert joined is not None
    after, seam = joined
    assert lines(after)[3].words("en") == whole.words("en")
    assert (seam.line, seam.position) == (whole.id, 12)
    assert len(lines(after)) == 4


MODELS, PERSONS = TranslationState.OK, TranslationState.EDITED


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (MODELS, MODELS, MODELS),
        (MODELS, PERSONS, PERSONS),
        (PERSONS, MODELS, PERSONS),
        (MODELS, None, None),
        (None, MODELS, None),
    ],
)
def test_joined_translations_are_a_persons_where_one_of_them_was(
    first: TranslationState | None, second: TranslationState | None, whole: TranslationState | None
) -> None:
    project = talk()
    for line, state in zip(lines(project)[2:], (first, second), strict=True):
        said = line.saying("de", "Worte.")
        if state is not None:
            said = said.translated("de", "Worte.", Translation(state, "k"))
        project = project.with_line(said)
    joined = editing.joined(project, here(project), lines(project)[3].id, "en")
    assert joined is not None
    line = lines(joined[0])[2]
    assert line.words("de") == "Worte. Worte."
    how = line.translations.get("de")
    assert (how.state if how else None) is whole


def test_the_second_half_of_a_line_is_not_translated_yet() -> None:
    project = talk()
    old = lines(project)[3].translated("de", "Es geht kein Wind.", Translation(MODELS, "k"))
    after, _ = editing.split(project.with_line(old), here(project), old.id, "en", 12)
    assert [set(line.translations) for line in lines(after)[3:]] == [{"de"}, set()]


def test_chinese_is_joined_without_a_space() -> None:
    project = a_script((DIALOGUE, "MARA", "今晚"), (DIALOGUE, "MARA", "没有风"))
    joined = editing.joined(project, here(project), lines(project)[1].id, "en")
    assert joined is not None
    assert words(joined[0]) == ["今晚没有风"]


def test_a_heading_and_a_dialogue_are_not_joined() -> None:
    project = a_script((HEADING, "", "INT. DECK"), (DIALOGUE, "MARA", "Wind."))
    assert editing.joined(project, here(project), lines(project)[1].id, "en") is None


def test_the_first_line_joins_nothing() -> None:
    project = talk()
    assert editing.joined(project, here(project), lines(project)[0].id, "en") is None


def test_removing_lines_takes_the_next_one_in_hand() -> None:
    project = talk()
    after, then = editing.removed(project, here(project), [line.id for line in lines(project)[1:3]])
    assert words(after) == ["INT. WHEELHOUSE - NIGHT", "There is no wind, Captain."]
    assert then == lines(after)[1].id


def test_removing_every_line_leaves_none_in_hand() -> None:
    project = talk()
    after, then = editing.removed(project, here(project), [line.id for line in lines(project)])
    assert (lines(after), then) == ((), None)


def test_moving_keeps_lines_that_are_apart_in_their_order() -> None:
    project = talk()
    a, b, c, d = lines(project)
    assert lines(editing.moved(project, here(project), (b.id, d.id), -1)) == (b, a, d, c)
    assert lines(editing.moved(project, here(project), (a.id, b.id), 1)) == (c, a, b, d)


def test_moving_past_the_ends_changes_nothing() -> None:
    project = talk()
    first, last = lines(project)[0].id, lines(project)[-1].id
    assert editing.moved(project, here(project), (first,), -1) is project
    assert editing.moved(project, here(project), (last,), 1) is project


def test_a_copy_has_an_id_of_its_own_and_no_circled_take() -> None:
    project = talk()
    line = replace(lines(project)[2], circled={"en": TakeId("t")})
    project = project.with_line(line)
    after, copies = editing.duplicated(project, here(project), (line.id,))
    copy = lines(after)[3]
    assert copies == (copy.id,)
    assert copy.id != line.id
    assert copy.words("en") == "Wind."
    assert copy.circled == {}


def test_a_line_made_unspoken_belongs_to_nobody_and_made_spoken_to_the_likely_one() -> None:
    project = a_script((DIALOGUE, "MARA", "Fog."), (DIALOGUE, "IVY", "No."), (DIALOGUE, "IVY", "?"))
    line = lines(project)[2].id
    action = editing.of_kind(project, here(project), (line,), ACTION)
    assert speaker(action, line) == ""
    again = editing.of_kind(action, here(project), (line,), DIALOGUE)
    assert speaker(again, line) == "MARA"


def test_plain_text_and_back_gives_the_same_lines() -> None:
    project = talk()
    text = plain_text(project, lines(project), "en")
    read = lines_of(text, project, "en")
    assert [line.kind for line in read] == [line.kind for line in lines(project)]
    assert [line.text["en"] for line in read] == words(project)
    assert [line.character for line in read] == ["", "", "MARA", "IVY"]


def test_pasted_lines_replace_the_empty_one_they_are_pasted_at() -> None:
    project = a_script((DIALOGUE, "MARA", "Wind."), (DIALOGUE, "", ""))
    read = lines_of("MARA: Fog, then.\n\nIVY: (dry) Fog doesn't ring.", project, "en")
    after, made = editing.pasted(project, here(project), lines(project)[1].id, read, "en")
    assert words(after) == ["Wind.", "Fog, then.", "Fog doesn't ring."]
    assert [speaker(after, line) for line in made] == ["MARA", "IVY"]
    assert lines(after)[2].direction == "dry"
