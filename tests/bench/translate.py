"""A translation of 1,000 lines by models that err, and how fast stale lines are told in 10,000."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from studio.model.project import GlossaryEntry, Project
from studio.model.translation import Translation, TranslationState
from studio.writing.translating.order import Mode, TranslationOrder
from studio.writing.translating.staleness import Keys, standings
from studio.writing.translating.translate import translate
from tests.bench.figures import Figure, at_most, seconds_of, stated
from tests.services.chat.service import ChatService
from tests.services.fixtures import obeyed
from tests.services.text_defects import KINDS
from tests.services.text_model import TextModel
from tests.writing.generating.stage import a_stage
from tests.writing.translating.script import a_script, silently_wrong

LINES, RATE, SEEDS = 1000, 0.05, tuple(range(1, 9))
PAIRS = (("en", "de"), ("zh", "en"), ("en", "zh"), ("en", "ja"), ("de", "fr"))


def run() -> list[Figure]:
    """Several models for each pair of languages, then the keys."""
    figures: list[Figure] = []
    struck: Counter[str] = Counter()
    for of, to in PAIRS:
        sums: Counter[str] = Counter()
        for seed in SEEDS:
            sums += asyncio.run(_translated(of, to, seed, struck))
        figures += _figures(f"{of} to {to}", sums)
    figures.append(stated("defects that struck", struck.total()))
    figures.append(stated(f"kinds of them, of {len(KINDS)}", len(struck)))
    figures.append(at_most("telling stale lines among 10,000", _keys_ms(), 100, "ms"))
    return figures


def _figures(name: str, sums: Counter[str]) -> list[Figure]:
    lines, planned = LINES * len(SEEDS), sums["requests"] - sums["extra"]
    share = 100 * sums["extra"] / planned
    states = [stated(f"{name}: lines {state}", sums[state]) for state in TranslationState]
    return [
        at_most(f"{name}: lines silently wrong, of {lines:,}", sums["silent"], 0),
        at_most(f"{name}: extra requests to {planned} planned", share, 10, "%"),
        *(figure for figure in states if figure.value),
        stated(f"{name}: tokens for 1,000 lines", sums["tokens"] / len(SEEDS)),
    ]


async def _translated(of: str, to: str, seed: int, struck: Counter[str]) -> Counter[str]:
    model = TextModel(delta=200)
    model.defects.random(seed, RATE)
    project = a_script(LINES, language=of, seed=seed, episodes=10)
    with obeyed(ChatService()) as service, tempfile.TemporaryDirectory() as folder:
        service.writes(model)
        async with a_stage(service, Path(folder), project) as stage:
            order = TranslationOrder((to,), mode=Mode.DRAFT)
            outcome = await translate(stage.page, stage.asker, order)
            spent = stage.asker.purse.spent
            sums = Counter({str(state): count for state, count in outcome.counts.items()})
            sums["silent"] = len(silently_wrong(stage.project, to))
            sums["requests"], sums["extra"] = outcome.requests, outcome.extra
            sums["tokens"] = spent.read + spent.written
    struck.update(kind for kind, _ in model.defects)
    return sums


def _keys_ms() -> float:
    """The best of five, as other work on the machine says nothing of ours."""
    project = _a_translated_project()
    return 1000 * min(seconds_of(lambda: standings(project, "de")) for _ in range(5))


def _a_translated_project() -> Project:
    project = a_script(10_000, episodes=10)
    terms = [GlossaryEntry(f"{word} {n}", "de", "x") for word in ("deck", "the") for n in range(99)]
    glossary = (*terms, GlossaryEntry("secret", "de", "Geheimakte"))
    project = replace(project, languages=("en", "de"), glossary=glossary)
    keys = Keys(project, "de")
    episodes = (
        replace(
            episode,
            lines=tuple(
                line.translated("de", "Worte.", Translation(TranslationState.OK, keys.key(line)))
                for line in episode.lines
            ),
        )
        for episode in project.episodes
    )
    return replace(project, episodes=tuple(episodes))
