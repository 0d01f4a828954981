"""What a person decides about translated lines."""

from __future__ import annotations

from dataclasses import replace

from studio.model.line import Line
from studio.model.project import Project
from studio.model.translation import Translation, TranslationState
from studio.writing.translating.deciding import accepted, cleared, shortened, to_retry
from studio.writing.translating.releasing import is_released, released
from studio.writing.translating.staleness import Standing, standings
from tests.builders import a_project, first_line


def a_flagged(words: str = "Warte noch ein wenig.", shorter: str = "") -> tuple[Project, Line]:
    project = a_project(2)
    how = Translation(TranslationState.FLAGGED, "old", ("number: 7",), shorter)
    project = project.with_line(first_line(project).translated("de", words, how))
    return project, first_line(project)


def test_an_accepted_line_is_a_persons_and_up_to_date() -> None:
    project, line = a_flagged()
    project = accepted(project, [line.id], "de")
    now = first_line(project)
    assert now.words("de") == line.words("de")
    assert now.translations["de"].state is TranslationState.EDITED
    assert standings(project, "de")[line.id] is Standing.FROZEN
    missing = a_project(1)
    assert accepted(missing, [first_line(missing).id], "de") is missing, "nothing to accept"


def test_the_shorter_variant_takes_the_place_of_the_longer() -> None:
    project, line = a_flagged(shorter="Warte noch.")
    now = first_line(shortened(project, [line.id], "de"))
    assert now.words("de") == "Warte noch."
    assert now.translations["de"].shorter == line.words("de")
    again = first_line(shortened(shortened(project, [line.id], "de"), [line.id], "de"))
    assert again == line
    plain, line = a_flagged()
    assert shortened(plain, [line.id], "de") is plain


def test_a_cleared_line_is_missing_whoever_wrote_it() -> None:
    project, line = a_flagged()
    project = project.with_line(line.saying("de", "Meine Worte."))
    project = cleared(project, [line.id], "de")
    assert standings(project, "de")[line.id] is Standing.MISSING
    assert first_line(project).translations == {}
    assert cleared(project, [line.id], "de") is project


def test_a_retry_is_an_order_for_the_lines_that_failed() -> None:
    project, line = a_flagged()
    failed = replace(line.translations["de"], state=TranslationState.FAILED)
    project = project.with_line(line.translated("de", "", failed))
    assert to_retry(project, "de").lines == {line.id}
    assert to_retry(project, "fr").lines == frozenset()
    flagged = {TranslationState.FLAGGED}
    assert to_retry(project, "de", states=flagged).lines == frozenset()


def test_a_line_that_a_person_emptied_is_open_to_a_model_again() -> None:
    project, line = a_flagged()
    written = project.with_line(line.saying("de", "Meine Worte."))
    assert not is_released(first_line(written), "de")
    emptied = written.with_line(first_line(written).saying("de", ""))
    assert is_released(first_line(emptied), "de")
    assert standings(emptied, "de")[line.id] is Standing.MISSING
    assert released(emptied, [line.id], "de") is emptied, "there is nothing to let go of"
