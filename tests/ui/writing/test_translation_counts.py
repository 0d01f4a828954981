"""How many lines wait in a language: right after any edit, and counted bit by bit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from studio.model.line import Line
from studio.model.project import Project
from studio.ui.writing.translation_counts import TranslationCounts
from studio.ui.writing.translation_states import Look, TranslationStates
from tests.ui.writing.translating_room import a_translated
from tests.writing.translating.script import a_script


def lines_of(project: Project) -> tuple[Line, ...]:
    return project.episodes[0].lines


def by_hand(states: TranslationStates, lines: Sequence[Line]) -> Counter[Look]:
    return Counter(states.look(line, "de") for line in lines)


def agree(counts: TranslationCounts, states: TranslationStates, lines: Sequence[Line]) -> bool:
    expected = by_hand(states, lines)
    return counts.complete and all(counts.of(look) == expected[look] for look in Look)


def test_counts_are_right_after_changes_insertions_removals_and_moves(qtbot: QtBot) -> None:
    owner = QObject()
    project = a_translated(a_script(400))
    states = TranslationStates(project)
    counts = TranslationCounts(states, owner)
    lines = lines_of(project)
    counts.follow(lines, "de")
    qtbot.waitUntil(lambda: agree(counts, states, lines))
    edits: list[tuple[Line, ...]] = [
        (*lines[:7], lines[7].saying("en", "Another thing."), *lines[8:]),
        (*lines[:3], *lines[5:]),
        (*lines[:9], *lines_of(a_script(3)), *lines[9:]),
        (*lines[200:], *lines[:200]),
        lines[:1],
        (),
        lines,
    ]
    for edited in edits:
        counts.follow(edited, "de")
        qtbot.waitUntil(lambda edited=edited: agree(counts, states, edited))
    owner.deleteLater()
