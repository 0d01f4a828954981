"""What a translation goes by: one entry per term, one address per pair, in their order."""

from __future__ import annotations

from dataclasses import replace

from studio.model.glossary import (
    addressed,
    called,
    glossed,
    names_in,
    not_addressed,
    not_glossed,
    surveyed,
    with_glossary,
)
from studio.model.project import GlossaryEntry, Project
from studio.model.translation import Address
from tests.builders import a_project

FERRY = GlossaryEntry("ferry", "de", "Fähre")
BELL = GlossaryEntry("bell", "de", "Glocke", kind="thing")


def a_termed_project() -> Project:
    return replace(a_project(), glossary=(FERRY, BELL, replace(FERRY, language="fr")))


def test_a_changed_entry_keeps_its_place() -> None:
    changed = glossed(a_termed_project(), FERRY, replace(FERRY, translation="Boot"))
    assert [entry.translation for entry in changed.glossary] == ["Boot", "Glocke", "Fähre"]


def test_the_same_term_of_another_entry_gives_way() -> None:
    changed = glossed(a_termed_project(), FERRY, replace(FERRY, term=" Bell "))
    assert [entry.term for entry in changed.glossary if entry.language == "de"] == ["Bell"]


def test_a_new_entry_comes_last_and_one_without_a_term_not_at_all() -> None:
    project = a_termed_project()
    assert glossed(project, None, GlossaryEntry("", "de", "Meer")) is project
    grown = glossed(project, None, GlossaryEntry("sea", "de", "Meer"))
    assert grown.glossary[-1].translation == "Meer"


def test_an_entry_without_its_term_is_gone() -> None:
    assert FERRY not in glossed(a_termed_project(), FERRY, replace(FERRY, term="")).glossary
    assert not_glossed(a_termed_project(), (FERRY, BELL)).glossary[0].language == "fr"


def test_a_read_glossary_changes_known_terms_and_adds_the_others() -> None:
    read = (GlossaryEntry("Ferry", "de", "Boot", locked=True), GlossaryEntry("sea", "de", "Meer"))
    changed = with_glossary(a_termed_project(), read)
    assert [entry.translation for entry in changed.glossary] == ["Boot", "Glocke", "Fähre", "Meer"]


def test_a_pair_has_one_form_of_address() -> None:
    project = a_project()
    mara, tobias = [who.id for who in project.cast][:2]
    first = Address(mara, tobias, "Tobi", False)
    project = addressed(project, "de", None, first)
    project = addressed(project, "de", None, Address(tobias, mara, "Frau Mara", True))
    project = addressed(project, "de", first, replace(first, formal=True))
    assert [each.formal for each in project.surveys["de"].addresses] == [True, True]
    again = addressed(project, "de", None, first)
    assert again.surveys["de"].addresses[-1] == first and len(again.surveys["de"].addresses) == 2
    assert not_addressed(again, "de", (first,)).surveys["de"].addresses[0].speaker == tobias


def test_a_survey_that_stays_the_same_is_no_edit() -> None:
    project = a_project()
    assert surveyed(project, "de", lambda survey: survey) is project


def test_a_character_has_a_name_of_its_own_in_a_language() -> None:
    project = a_project()
    mara = next(iter(project.cast))
    named = called(project, mara, "zh", "玛拉")
    who = named.cast.find(mara.id)
    assert who is not None and who.names == {"zh": "玛拉"}
    bare = called(named, who, "zh", " ").cast.find(mara.id)
    assert bare is not None and not bare.names


def test_a_term_for_a_characters_name_goes_before_what_a_survey_called_them() -> None:
    project = a_termed_project()
    mara, tobias, _ = project.cast
    project = called(project, mara, "zh", "沈月")
    assert names_in(project, "zh") == {mara.id: "沈月"}
    project = glossed(project, None, GlossaryEntry("mara", "zh", "玛拉"))
    project = glossed(project, None, GlossaryEntry("Tobias", "de", "Tobi"))
    assert names_in(project, "zh") == {mara.id: "玛拉"}
    assert names_in(project, "de") == {tobias.id: "Tobi"}
