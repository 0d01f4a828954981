"""A measured figure and what it should reach."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `target` in words, empty where the value is only stated."""

    name: str
    value: float
    unit: str = ""
    target: str = ""
    ok: bool = True

    def __str__(self) -> str:
        verdict = "" if not self.target else "ok" if self.ok else "MISSED"
        return f"{self.name:<72} {self.value:>10.4g} {self.unit:<6} {self.target:<9} {verdict}"


def at_most(name: str, value: float, limit: float, unit: str = "") -> Figure:
    """A value that should not exceed a limit."""
    return Figure(name, value, unit, f"<= {limit:g}", value <= limit)


def at_least(name: str, value: float, limit: float, unit: str = "") -> Figure:
    """A value that should reach a limit."""
    return Figure(name, value, unit, f">= {limit:g}", value >= limit)


def stated(name: str, value: float, unit: str = "") -> Figure:
    """A value without a target."""
    return Figure(name, value, unit)


def seconds_of(work: Callable[[], object]) -> float:
    """How long some work takes, once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
