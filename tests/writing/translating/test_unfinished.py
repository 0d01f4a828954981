"""What is left of translations that were begun, without anybody having kept count."""

from __future__ import annotations

from dataclasses import replace

from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState
from studio.writing.translating.staleness import Keys
from studio.writing.translating.unfinished import unfinished
from tests.builders import a_project


def _translated(project: Project, state: TranslationState, lines: int) -> Project:
    """The project with words of this state for the first spoken lines."""
    keys = Keys(project, "de")
    chosen = [line.id for _, line in project.lines if line.spoken][:lines]

    def words(line: Line) -> Line:
        return line.translated("de", "Hallo.", Translation(state, keys.key(line)))

    (episode,) = project.episodes
    return project.with_episode(episode.changing(chosen, words))


def test_lines_wait_where_a_model_has_translated_others() -> None:
    project = a_project(4).with_language("de").with_language("fr")
    assert unfinished(project) == {}
    begun = _translated(project, TranslationState.OK, 1)
    assert unfinished(begun) == {"de": 3}
    assert unfinished(_translated(project, TranslationState.OK, 4)) == {}


def test_a_line_whose_source_changed_waits_too() -> None:
    done = _translated(a_project(2).with_language("de"), TranslationState.OK, 2)
    (episode,) = done.episodes
    first = next(line for _, line in done.lines if line.spoken)
    changed = episode.changing(
        [first.id], lambda line: replace(line, text={**line.text, "en": "Not at all."})
    )
    assert unfinished(done.with_episode(changed)) == {"de": 1}


def test_what_only_people_wrote_is_theirs_to_finish() -> None:
    project = a_project(4).with_language("de")
    assert unfinished(_translated(project, TranslationState.EDITED, 1)) == {}
