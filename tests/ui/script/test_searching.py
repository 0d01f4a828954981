from __future__ import annotations

import re
from dataclasses import replace

import pytest

from studio.model.line import LineKind, new_line
from studio.model.project import Project
from studio.ui.script.searching import Query, find, next_hit, replaced
from tests.builders import a_project


def a_script(*texts: dict[str, str]) -> Project:
    """Two episodes: these texts as action, and one line in the second."""
    project = a_project(0, ("en", "zh"), episodes=2)
    first, second = project.episodes
    project = project.with_episode(
        replace(first, lines=tuple(new_line(LineKind.ACTION, text) for text in texts))
    )
    last = new_line(LineKind.ACTION, {"en": "The bell."})
    return project.with_episode(replace(second, lines=(last,)))


def found(project: Project, query: Query) -> list[str]:
    words = {line.id: line for _, line in project.lines}
    return [words[h.line].words(h.language)[h.start : h.end] for h in find(project, query)]


SCRIPT = a_script({"en": "The bell. the BELLS.", "zh": "钟声，又是钟声"}, {"en": "No bell"})


def test_case_counts_only_when_asked() -> None:
    assert found(SCRIPT, Query("bell", "en")) == ["bell", "BELL", "bell", "bell"]
    assert found(SCRIPT, Query("bell", "en", case=True)) == ["bell", "bell", "bell"]


def test_whole_words_leave_longer_words_out() -> None:
    assert found(SCRIPT, Query("bell", "en", whole_words=True)) == ["bell", "bell", "bell"]


def test_an_episode_or_the_series_one_language_or_all() -> None:
    first = SCRIPT.episodes[0].id
    assert len(find(SCRIPT, Query("bell", "en", first))) == 3
    assert len(find(SCRIPT, Query("bell|钟", regex=True))) == 6
    assert len(find(SCRIPT, Query("bell|钟", "zh", regex=True))) == 2


def test_special_characters_are_plain_unless_a_pattern_is_asked_for() -> None:
    assert found(SCRIPT, Query(".", "en")) == [".", ".", "."]
    assert found(SCRIPT, Query("b.ll\\b", "en", regex=True)) == ["bell", "bell", "bell"]


def test_a_broken_pattern_is_refused() -> None:
    with pytest.raises(re.error):
        find(SCRIPT, Query("(", "en", regex=True))


def test_an_empty_query_and_an_empty_match_find_nothing() -> None:
    assert find(SCRIPT, Query("", "en")) == ()
    assert find(SCRIPT, Query("x*", "en", regex=True)) == ()


def test_replacing_one_hit_leaves_the_others() -> None:
    query = Query("bell", "en")
    hits = find(SCRIPT, query)
    after = replaced(SCRIPT, query, hits[1:2], "horn")
    assert after.episodes[0].lines[0].words("en") == "The bell. the hornS."
    assert after.episodes[1] is SCRIPT.episodes[1]


def test_replacing_all_with_groups_and_plain_backslashes() -> None:
    pattern = Query(r"(\w+) bell", "en", regex=True)
    after = replaced(SCRIPT, pattern, find(SCRIPT, pattern), r"\1 horn")
    assert after.episodes[0].lines[1].words("en") == "No horn"
    plain = Query("No", "en")
    after = replaced(SCRIPT, plain, find(SCRIPT, plain), r"\1")
    assert after.episodes[0].lines[1].words("en") == r"\1 bell"


def test_replacing_in_one_language_leaves_the_other() -> None:
    query = Query("钟声", "zh")
    after = replaced(SCRIPT, query, find(SCRIPT, query), "铃声")
    line = after.episodes[0].lines[0]
    assert line.text == {"en": "The bell. the BELLS.", "zh": "铃声，又是铃声"}


def test_the_next_hit_goes_round_at_the_end() -> None:
    hits = find(SCRIPT, Query("bell", "en"))
    order = {line.id: place for place, (_, line) in enumerate(SCRIPT.lines)}
    second = SCRIPT.episodes[0].lines[1].id
    last = SCRIPT.episodes[1].lines[0].id
    assert next_hit(hits, order, second) == 2
    assert next_hit(hits, order, second, forward=False) == 2
    assert next_hit(hits, {**order, last: -5}, None, forward=False) == 3
    assert next_hit(hits, order, None) == 0
