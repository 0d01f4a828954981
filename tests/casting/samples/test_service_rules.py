"""What is judged here is what the services ask for, and what is prepared they take."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.audio.samples.silences import levels_of_edit
from studio.casting.samples.preparing import prepare
from studio.casting.samples.service_rules import rules_of_prompt, rules_of_samples, sample_of
from studio.casting.samples.splitting import split
from studio.engines.speech import Range
from studio.engines.voice_orders import CloneOrder, CloneRules, can_be_told
from studio.model.span import Span
from tests.audio.media_files import speech
from tests.audio.samples.sounds_to_cut import a_source, surveys_of

ONE_LONG = CloneRules(("mp3", "m4a", "wav"), Range(10.0, 300.0), 1, 20 << 20, prompt_seconds=8.0)
SOME_SHORT = CloneRules(("mp3", "wav"), Range(10.0, 60.0), 10)


@pytest.mark.parametrize(("rules", "count"), [(ONE_LONG, 1), (SOME_SHORT, 2)])
def test_what_is_prepared_by_the_rules_of_a_service_it_does_not_refuse(
    tmp_path: Path, rules: CloneRules, count: int
) -> None:
    source = a_source(tmp_path, speech(70))
    own = rules_of_samples(rules)
    levels = levels_of_edit(source.whole(), surveys_of(source))
    parts = split(source.whole(), levels, own)
    prepared = [
        prepare(part, {source.id: source}, own, tmp_path / f"part{number}")
        for number, part in enumerate(parts)
    ]
    assert len(prepared) == count
    order = CloneOrder("Lin", tuple(map(sample_of, prepared)))
    assert rules.objection(order) == ""


def test_a_prompt_is_shorter_than_the_service_says(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(12))
    own = rules_of_prompt(ONE_LONG)
    assert own and rules_of_prompt(SOME_SHORT) is None
    edit = source.whole().keeping(Span(0, round(7.99 * 48_000)))
    prompt = sample_of(prepare(edit, {source.id: source}, own, tmp_path / "prompt", kind="mp3"))
    sample = sample_of(
        prepare(source.whole(), {source.id: source}, rules_of_samples(ONE_LONG), tmp_path / "s")
    )
    order = CloneOrder("Lin", (sample,), prompt=prompt, prompt_text="您好。")
    assert ONE_LONG.objection(order) == ""


@pytest.mark.parametrize(
    ("language", "known", "told"),
    [
        ("en-GB", ("de", "en"), True),
        ("pt_BR", ("pt",), True),
        ("zh-HK", ("zh",), False),
        ("zh-HK", ("yue", "zh"), True),
        ("klingon", ("de", "Klingon"), True),
        ("tlh", ("de", "Klingon"), False),
        ("xx", (), True),
    ],
)
def test_a_language_is_told_by_its_code_or_by_the_name_the_service_has(
    language: str, known: tuple[str, ...], told: bool
) -> None:
    assert can_be_told(language, known) is told
