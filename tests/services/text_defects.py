"""When a text model misbehaves: defects by name, planned for the next answer or by a seeded dice.

    model.defects.next("swapped", "fenced")
    model.defects.random(7, {"missing": 0.2, "raw quotes": 0.1})
    model.defects.random(7, 0.3)
    assert model.defects == [("swapped", ("k1", "k2"))]

A planned defect waits for the first answer it can strike. Names are the keys of ROWS, WORDS,
LINES, TEXT and WIRE; they strike in this order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import islice
from random import Random

from tests.services.text_defects_draft import Draft, Ids, Spoil
from tests.services.text_defects_form import LINES, REPLACING, TEXT
from tests.services.text_defects_rows import ROWS
from tests.services.text_defects_wire import WIRE
from tests.services.text_defects_words import WORDS

KINDS: Mapping[str, Spoil] = {**WORDS, **ROWS, **LINES, **TEXT, **WIRE}
_SEVERAL = (1, 1, 1, 2, 3)
"""How many there are at once where only one rate is given."""


class Defects(list[tuple[str, Ids]]):
    """What struck, in the order of the answers: kind, and the ids it concerns; and the plan."""

    def __init__(self) -> None:
        super().__init__()
        self._planned: list[str] = []
        self._seed: int | None = None
        self._rates: float | Mapping[str, float] = 0.0
        self._turns: Counter[str] = Counter()

    def next(self, *kinds: str) -> None:
        """Spoil the next answer that each of these can strike; raises KeyError."""
        self._planned += [kind for kind in kinds if KINDS[kind]]

    def random(self, seed: int, rates: float | Mapping[str, float]) -> None:
        """Spoil a share of all answers: each kind at its rate, or any of them at one rate.

        Which ones follows from the seed, the words of the request and how often they came;
        raises KeyError.
        """
        self._seed, self._rates = seed, rates
        for kind in rates if isinstance(rates, Mapping) else ():
            KINDS[kind]

    def stop(self) -> None:
        """No more defects; what struck is still told."""
        self._planned, self._seed = [], None

    def spoil(self, draft: Draft) -> None:
        """Bring a draft to what is sent."""
        key = draft.request.key
        self._turns[key] += 1
        dice = Random(f"{self._seed} {self._turns[key]} {key}")
        chosen = [*self._planned, *self._drawn(draft, dice)]
        if REPLACING & set(chosen):
            chosen = [kind for kind in chosen if kind not in LINES]
        self._strike(draft, chosen, (WORDS, ROWS), dice)
        draft.as_lines()
        self._strike(draft, chosen, (LINES,), dice)
        draft.as_text()
        self._strike(draft, chosen, (TEXT,), dice)
        draft.put()
        self._strike(draft, chosen, (WIRE,), dice)

    def _drawn(self, draft: Draft, dice: Random) -> Sequence[str]:
        if self._seed is None:
            return ()
        if isinstance(self._rates, Mapping):
            return [kind for kind, rate in self._rates.items() if dice.random() < rate]
        if dice.random() >= self._rates:
            return ()
        several = dice.choice(_SEVERAL)
        mixed = dice.sample(list(KINDS), len(KINDS))
        return list(islice((kind for kind in mixed if _can_strike(kind, draft)), several))

    def _strike(
        self,
        draft: Draft,
        chosen: Sequence[str],
        stages: Sequence[Mapping[str, Spoil]],
        dice: Random,
    ) -> None:
        for kinds in stages:
            for kind in [each for each in kinds if each in chosen]:
                ids = kinds[kind](draft, dice)
                if not ids:
                    continue
                self.append((kind, ids))
                if kind in self._planned:
                    self._planned.remove(kind)


def _can_strike(kind: str, draft: Draft) -> bool:
    """Try a defect on a copy."""
    trial = replace(draft, rows=deepcopy(draft.rows))
    trial.as_lines()
    trial.as_text()
    trial.put()
    return bool(KINDS[kind](trial, Random(kind)))
