"""How accounts, verdicts on them and their bills are printed: as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from studio.command.accounts import Verdict
from studio.command.counting import counted
from studio.command.table import table
from studio.store.account_listing import Listed
from studio.store.environment import variable_of
from studio.store.ledger import Spent
from studio.wording import sentence


def listing(rows: Sequence[Listed], *, as_json: bool) -> str:
    """Every account; keys are masked."""
    if as_json:
        return _json([_listed_object(row) for row in rows])
    if not rows:
        return "There are no accounts. Offline voices need none."
    rows_told = [[row.account.key, _reached(row), _key_words(row), _notes(row)] for row in rows]
    return table(rows_told)


def verdicts(found: Sequence[Verdict]) -> str:
    """What came of trying accounts: a few words, and below them what to do."""
    lines: list[str] = []
    for verdict in found:
        lines.append(f"{verdict.account}: {verdict.words}")
        if verdict.error is not None:
            lines.append(f"    {sentence(verdict.error)}")
    return "\n".join(lines)


def usage(sums: Sequence[Spent], *, as_json: bool) -> str:
    """What was billed, by account, month and currency."""
    if as_json:
        return _json([_spent_object(spent) for spent in sums])
    if not sums:
        return "Nothing was billed."
    return table(
        [
            [
                spent.account,
                spent.month,
                *_used(spent),
                f"{spent.amount:f} {spent.currency}" if spent.currency else "",
            ]
            for spent in sums
        ]
    )


def _used(spent: Spent) -> tuple[str, str]:
    """What was billed, and how often: characters of syntheses, tokens of answers."""
    used, often = list[str](), list[str]()
    if spent.syntheses or not spent.answers:
        used.append(counted(spent.characters, "character"))
        often.append(counted(spent.syntheses, "synthesis", "syntheses"))
    if spent.answers:
        used.append(counted(spent.tokens, "token"))
        often.append(counted(spent.answers, "answer"))
    return ", ".join(used), ", ".join(often)


def _listed_object(row: Listed) -> dict[str, Any]:
    account = row.account
    return {
        "account": account.key,
        "service": account.service.value,
        "name": account.name,
        "host": account.host or None,
        "per_minute": account.per_minute or None,
        "in_flight": account.in_flight or None,
        "options": dict(account.options),
        "default": row.first,
        "environment": variable_of(account.key) or None,
        "key": row.key or None,
        "problem": sentence(row.problem) if row.problem else None,
    }


def _spent_object(spent: Spent) -> dict[str, Any]:
    return {
        "account": spent.account,
        "month": spent.month,
        "syntheses": spent.syntheses,
        "characters": spent.characters,
        "answers": spent.answers,
        "tokens": spent.tokens,
        "amount": f"{spent.amount:f}",
        "currency": spent.currency or None,
    }


def _reached(row: Listed) -> str:
    return row.account.host or "the usual host"


def _key_words(row: Listed) -> str:
    if row.account.keyless:
        return "needs no key"
    return row.key or (f"no key ({row.problem.fault})" if row.problem else "")


def _notes(row: Listed) -> str:
    variable = variable_of(row.account.key)
    notes = ["default"] if row.first else []
    if variable:
        notes.append(f"from {variable}, never written down")
    notes += [f"{name} {value}" for name, value in row.account.options.items() if name != "key"]
    return ", ".join(notes)


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)
