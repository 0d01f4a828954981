"""Between file and project: ids, casts and takes survive a script that comes back edited."""

from __future__ import annotations

from dataclasses import replace

from studio.formats.fountain import parse_fountain
from studio.formats.fountain_writer import write_fountain
from studio.formats.script import Script
from studio.formats.scripting import merged, project_of, script_of
from studio.model.cast import Casting, Override
from studio.model.ids import is_id
from studio.model.line import LineKind
from studio.model.project import Project
from studio.model.timeline import Placement
from studio.model.translation import Suggestion, Translation, TranslationState

TEXT = """Title: Harbour
Author: M. Rivers

# Episode 1: Rain

INT. QUAY - NIGHT

ANNA
(softly)
Wait. [[emotion: sad]] [[zh: 等等。]]
(louder)
Now go!

BOB
Yes.

BOB
Yes.

# Episode 2

ANNA
Late. [[pause: 700]]
"""


def a_project() -> Project:
    project = project_of(parse_fountain(TEXT), title="file")
    anna = project.cast.named("anna")
    assert anna
    return project.with_character(anna.cast_as("en", Casting("offline", "woman")))


def exported(project: Project) -> str:
    return write_fountain(script_of(project), "en")


def as_read(project: Project) -> Script:
    return parse_fountain(exported(project))


def test_a_project_is_made_of_a_script():
    project = a_project()
    assert project.title == "Harbour"
    assert project.languages == ("en", "zh")
    assert [(part.number, part.title) for part in project.episodes] == [(1, "Rain"), (2, "")]
    assert [character.name for character in project.cast] == ["ANNA", "BOB"]
    ids = [line.id for _, line in project.lines]
    assert all(map(is_id, ids))
    assert len(set(ids)) == len(ids)


def test_import_export_import_gives_the_same_script():
    project = a_project()
    assert as_read(project) == script_of(project)
    again = project_of(as_read(project), title="")
    assert script_of(again) == script_of(project)


def test_a_file_without_a_title_takes_the_name_given():
    assert project_of(parse_fountain("ANNA\nHi.\n"), title="night").title == "night"


def test_an_id_that_stands_twice_or_is_none_is_replaced():
    script = parse_fountain("A\nx [[id: k7f3m2qa]]\n\nA\ny [[id: k7f3m2qa]]\n\nA\nz [[id: L1]]\n")
    ids = [line.id for _, line in project_of(script, title="").lines]
    assert ids[0] == "k7f3m2qa"
    assert len(set(ids)) == 3
    assert all(map(is_id, ids))


def test_a_script_merged_unchanged_changes_nothing():
    project = a_project()
    assert merged(project, as_read(project)) == project


def test_an_edited_line_keeps_its_id_its_place_and_its_other_languages():
    project = a_project()
    first, episode = project.episodes[0].lines[1], project.episodes[0]
    timeline = episode.timeline("en").placing(first.id, Placement(pin=48_000))
    project = project.with_episode(episode.with_timeline("en", timeline))
    edited = exported(project).replace("Wait.", "Wait here.").replace("[[zh: 等等。]]\n", "")
    after = merged(project, parse_fountain(edited))
    line = after.episodes[0].lines[1]
    assert (line.id, line.text) == (first.id, {"en": "Wait here.", "zh": "等等。"})
    assert after.episodes[0].timeline("en").placement(first.id).pin == 48_000
    assert after.cast == project.cast


def test_an_edited_line_keeps_its_reading_and_what_was_suggested_for_it():
    project = a_project()
    reading = Override(speed=1.2)
    suggestion = Suggestion("too long", "en", "Wait!")
    first = project.episodes[0].lines[1].overriding("en", reading)
    project = project.with_line(replace(first, suggestions=(suggestion,)))
    edited = exported(project).replace("Wait.", "Wait here.")
    line = merged(project, parse_fountain(edited)).episodes[0].lines[1]
    assert (line.overrides, line.suggestions) == ({"en": reading}, (suggestion,))


def test_a_translation_changed_in_the_file_is_a_persons():
    project = a_project()
    first = project.episodes[0].lines[1]
    made = Translation(TranslationState.OK, "f00d")
    project = project.with_line(first.translated("zh", "等等。", made))
    assert merged(project, as_read(project)).episodes[0].lines[1].translations == {"zh": made}
    edited = exported(project).replace("等等。", "等一下。")
    line = merged(project, parse_fountain(edited)).episodes[0].lines[1]
    assert line.translations["zh"].state is TranslationState.EDITED


def test_lines_come_go_and_change_places():
    project = a_project()
    script = as_read(project)
    lines = script.episodes[0].lines
    newcomer = replace(lines[1], id="", text={"en": "New."}, character="CLEO")
    part = replace(script.episodes[0], lines=(lines[2], newcomer, lines[1]))
    after = merged(project, replace(script, episodes=(part, script.episodes[1])))
    ids = [line.id for line in after.episodes[0].lines]
    assert ids[0] == lines[2].id
    assert ids[2] == lines[1].id
    assert ids[1] not in {line.id for _, line in project.lines}
    assert [character.name for character in after.cast] == ["ANNA", "BOB", "CLEO"]


def test_a_file_without_ids_finds_its_lines_by_speaker_and_words_in_order():
    project = a_project()
    after = merged(project, parse_fountain(TEXT.replace("Now go!", "Stay!")))
    before_ids = [line.id for line in project.episodes[0].lines]
    after_ids = [line.id for line in after.episodes[0].lines]
    assert [a == b for a, b in zip(before_ids, after_ids, strict=True)] == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_a_file_without_our_notes_takes_no_facts_away():
    project = a_project()
    bare = TEXT.replace("[[emotion: sad]] ", "").replace(" [[pause: 700]]", "")
    after = merged(project, parse_fountain(bare))
    assert after.episodes[0].lines[1].emotion == "sad"
    assert after.episodes[1].lines[0].pause_after_ms == 700


def test_one_episode_can_be_merged_alone():
    project = a_project()
    second = project.episodes[1]
    after = merged(project, parse_fountain("ANNA\nEarly.\n"), episode=second.id)
    assert after.episodes[0] is project.episodes[0]
    assert [line.words("en") for line in after.episodes[1].lines] == ["Early."]


def test_a_new_episode_in_the_file_is_added():
    project = a_project()
    longer = exported(project) + "# Episode 3: Sun\n\nBOB\nDone.\n"
    after = merged(project, parse_fountain(longer))
    assert [(part.number, part.title) for part in after.episodes][2] == (3, "Sun")
    assert after.episodes[:2] == project.episodes


def test_a_line_nobody_says_has_no_character():
    project = a_project()
    heading = project.episodes[0].lines[0]
    assert (heading.kind, heading.character) == (LineKind.HEADING, None)
