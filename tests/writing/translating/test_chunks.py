"""A script is cut into requests where it hurts least."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from studio.model.episode import Episode
from studio.model.ids import CharacterId, EpisodeId
from studio.model.line import Line, LineKind, new_line
from studio.writing.tokens import tokens_in
from studio.writing.translating.chunks import MOST_TOKENS, chunks_of, halves


def an_episode(scenes: list[int], *, words: str = "Words.", who: str = "ab") -> Episode:
    lines: list[Line] = []
    for count in scenes:
        lines.append(new_line(LineKind.HEADING, {"en": "INT. DECK"}))
        for at in range(count):
            speaker = CharacterId(who[at % len(who)])
            lines.append(new_line(LineKind.DIALOGUE, {"en": words}, character=speaker))
    return Episode(EpisodeId("e"), 1, "", tuple(lines))


def sizes(episode: Episode) -> list[int]:
    spoken = {line.id for line in episode.spoken_lines}
    return [len(chunk) for chunk in chunks_of(episode, spoken, "en")]


def test_small_scenes_share_a_request() -> None:
    assert sizes(an_episode([10, 10, 10, 12])) == [30, 12]
    assert sizes(an_episode([3])) == [3]
    assert sizes(an_episode([])) == []


def test_a_long_scene_is_cut_into_even_parts() -> None:
    assert sizes(an_episode([60])) == [20, 20, 20]


def test_a_long_scene_is_cut_where_another_speaks_or_after_a_pause() -> None:
    episode = an_episode([40], who="aab")
    spoken = episode.spoken_lines
    first, second = chunks_of(episode, {line.id for line in spoken}, "en")
    assert first[-1].character != second[0].character
    pause = replace(spoken[21], pause_after_ms=1500)
    first, _ = chunks_of(episode.replacing(pause), {line.id for line in spoken}, "en")
    assert first[-1].id == pause.id
    first, second = halves(spoken)
    assert (*first, *second) == spoken and first[-1].character != second[0].character


def test_long_lines_make_short_requests() -> None:
    episode = an_episode([20], words="So many words. " * 60)
    spoken = {line.id for line in episode.spoken_lines}
    for chunk in chunks_of(episode, spoken, "en"):
        assert sum(tokens_in(line.words("en").strip()) for line in chunk) <= MOST_TOKENS


@given(st.lists(st.integers(0, 70), max_size=6), st.data())
def test_every_line_is_asked_for_once_and_in_order(scenes: list[int], data: st.DataObject) -> None:
    episode = an_episode(scenes)
    spoken = [line.id for line in episode.spoken_lines]
    wanted = data.draw(st.sets(st.sampled_from(spoken)) if spoken else st.just(set()))
    chunks = chunks_of(episode, wanted, "en")
    assert [line.id for chunk in chunks for line in chunk] == [x for x in spoken if x in wanted]
    assert all(0 < len(chunk) <= 32 for chunk in chunks)
