"""A batch of 200 lines against simulated services: how near the pace comes to the ideal.

5 % of all requests are refused by chance, 1 % break, lines take 0.5 to 3 seconds; services are
named by requests a minute x in flight. Time is simulated and runs are seeded, so the figures are
the same on every machine. The ideal client knows the limits and wastes nothing, but cannot
foresee how long a line takes. It is unknown whether services count the requests they refuse, so
both kinds are tried. Told limits are a promise and count them always; the last figures say what
that costs where the service does not.
"""

from __future__ import annotations

import statistics

from studio.engines.speech import Pace
from tests.bench.figures import Figure, at_least, at_most, stated
from tests.synthesis.pace_simulation import (
    LIMITS,
    LINES,
    Service,
    ideal_seconds,
    outcomes,
    shares,
    told_ideal_seconds,
)

SEEDS = 15
GUESSES = (Pace(20, 3), Pace(60, 6))
SPREAD_SEEDS = 50
SPREAD_LIMITS = ((20, 1), (60, 3), (120, 5), (180, 10), (300, 20), (600, 50))


def run() -> list[Figure]:
    """The shares, medians over seeds, and how far they spread; takes about four minutes."""
    figures: list[Figure] = []
    for counts_refused in (True, False):
        kind = "refused count" if counts_refused else "refused do not count"
        for limits in LIMITS:
            figures += _told(limits, kind, counts_refused)
            for guess in GUESSES:
                figures += _learned(limits, kind, counts_refused, guess)
    for limits in SPREAD_LIMITS:
        figures += _spread(limits)
    return figures + [_promise(limits) for limits in LIMITS]


def _told(limits: tuple[int, int], kind: str, counts_refused: bool) -> list[Figure]:
    pace = Pace(*limits, told=True)
    share, refused = shares(limits, pace, counts_refused=counts_refused, seeds=SEEDS)
    name = f"{limits[0]} x {limits[1]}, {kind}: told"
    return [
        at_least(f"{name}, share of the ideal", share, 0.97),
        at_most(f"{name}, over the limits", refused / LINES, 0.05),
    ]


def _learned(limits: tuple[int, int], kind: str, counts_refused: bool, guess: Pace) -> list[Figure]:
    share, refused = shares(limits, guess, counts_refused=counts_refused, seeds=SEEDS)
    name = f"{limits[0]} x {limits[1]}, {kind}: learned from {guess.in_flight}"
    return [
        at_least(f"{name}, share of the ideal", share, 0.90),
        stated(f"{name}, over the limits", refused / LINES),
    ]


def _spread(limits: tuple[int, int]) -> list[Figure]:
    """How bad luck with the first answers can make a learned batch."""
    guess = Pace(20, 6)
    parts, _ = outcomes(limits, guess, counts_refused=False, seeds=SPREAD_SEEDS)
    name = f"{limits[0]} x {limits[1]}, refused do not count: learned from 6, {SPREAD_SEEDS} seeds"
    return [
        stated(f"{name}, median share", statistics.median(parts)),
        stated(f"{name}, worst share", min(parts)),
    ]


def _promise(limits: tuple[int, int]) -> Figure:
    service = Service(*limits, counts_refused=False)
    share = ideal_seconds(service) / told_ideal_seconds(service)
    return stated(f"{limits[0]} x {limits[1]}: counting what is not counted", share)
