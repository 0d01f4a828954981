"""What every command of a text model takes: who writes, and what it may cost."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from studio.opening import PROJECT_SUFFIX, SCRIPT_SUFFIXES


@dataclass(frozen=True, slots=True)
class WritingTerms:
    """Who writes, and the most one run may cost; what is empty is as the settings have it."""

    writer: str = ""
    model: str = ""
    limit: Decimal | None = None
    most_tokens: int = 0
    estimate: bool = False


def written_file(text: str) -> Path:
    """The file that a script or project is written to, by an ending that is written."""
    path = Path(text)
    if path.suffix.casefold() not in (*SCRIPT_SUFFIXES, PROJECT_SUFFIX):
        known = f"{', '.join(SCRIPT_SUFFIXES)} and {PROJECT_SUFFIX}"
        raise ArgumentTypeError(f"{text}: only {known} are written")
    return path


def add_writing_terms(parser: ArgumentParser) -> None:
    """The options of a command that is all about asking a text model."""
    add_writer(parser)
    parser.add_argument(
        "--estimate", action="store_true", help="tell what it would need, and ask nobody"
    )


def add_writer(parser: ArgumentParser) -> None:
    """The options of whoever asks a text model: whom, and what it may cost."""
    parser.add_argument("--writer", default="", metavar="ACCOUNT", help="such as minimax/main")
    parser.add_argument("--model", default="", help="the account's usual one if not told")
    parser.add_argument(
        "--limit", type=_amount, metavar="AMOUNT", help="most money, in the account's currency"
    )
    parser.add_argument(
        "--most-tokens", type=_count, default=0, metavar="N", help="most tokens, read and written"
    )


def writing_terms_of(options: Namespace) -> WritingTerms:
    """What was asked for."""
    estimate = getattr(options, "estimate", False)
    return WritingTerms(options.writer, options.model, options.limit, options.most_tokens, estimate)


def _amount(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value <= 0:
        raise ArgumentTypeError(f"{text} is not an amount above 0, such as 2.50")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)
