"""What the commands that write print: results on stdout, what to look at on stderr."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.command.counting import counted
from studio.engines.text import TextPrice, Tokens
from studio.model.project import Project
from studio.writing.adapting.order import AdaptOutcome
from studio.writing.purse import Purse
from studio.writing.tokens import Work, amount_of

SHOWN = 12
"""Lines that are named; more would be a wall of ids."""


def say(told: str) -> None:
    """A result in words."""
    print(told)


def warn(told: str) -> None:
    """Something to look at."""
    print(f"understudy: {told}", file=sys.stderr)


def tell_adapted(
    outcome: AdaptOutcome, project: Project, out: Path, purse: Purse, *, as_json: bool
) -> None:
    """What came of a prose, and what it cost."""
    episode = project.episode(outcome.episode)
    nobodys = [line.id for line in episode.lines if line.spoken and not line.character]
    if nobodys:
        named = ", ".join(nobodys[:SHOWN]) + (", …" if len(nobodys) > SHOWN else "")
        warn(f"{counted(len(nobodys), 'line')} without a speaker: {named}. Name who says them.")
    if outcome.unfinished:
        warn(f"{counted(outcome.unfinished, 'part')} of the source broke off; look where it ends.")
    lines = len(episode.spoken_lines)
    if as_json:
        found = {
            "file": str(out),
            "episode": episode.number,
            "lines": lines,
            "characters": [character.name for character in project.cast],
            "unattributed": nobodys,
            "unfinished": outcome.unfinished,
            "proved": outcome.proved,
            **costs(purse),
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    proved = ", every word of the source in its place" if outcome.proved else ""
    print(f"{out}: {counted(lines, 'line')}{proved}, {spent(purse)}")


def spent(purse: Purse) -> str:
    """What a job cost so far: tokens, and money where the price is known."""
    return _amounts(purse.spent, purse.amount, purse.currency)


def costs(purse: Purse) -> dict[str, Any]:
    """The same for JSON, and how many requests it were."""
    return {"requests": purse.requests, **_costs(purse.spent, purse.amount, purse.currency)}


def estimated(work: Work, price: TextPrice, *, as_json: bool) -> str:
    """What a job will probably need, in words or as JSON."""
    amount = amount_of(work, price)
    if as_json:
        costs = _costs(work.tokens, amount, price.currency)
        return json.dumps({"requests": work.requests, **costs})
    told = _amounts(work.tokens, amount, price.currency)
    return f"about {counted(work.requests, 'request')}, {told}"


def needed(work: Work, price: TextPrice) -> str:
    """What a job will probably need, in a few words."""
    return f"about {_amounts(work.tokens, amount_of(work, price), price.currency)}"


def _amounts(tokens: Tokens, amount: Decimal, currency: str) -> str:
    """Tokens, and money where somebody knows the price."""
    told = f"{tokens.read + tokens.written:,} tokens"
    return f"{told}, {amount:.4f} {currency}" if currency else told


def _costs(tokens: Tokens, amount: Decimal, currency: str) -> dict[str, Any]:
    return {
        "tokens": {"read": tokens.read, "written": tokens.written},
        "amount": float(amount) if currency else None,
        "currency": currency or None,
    }
