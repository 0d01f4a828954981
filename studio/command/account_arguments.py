"""What `understudy accounts` takes; never a key, which would be seen by the whole machine."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable

from studio.errors import AccountError, AccountFault
from studio.model.account import Account, Service
from studio.store.accounts import MOST_IN_FLIGHT, MOST_PER_MINUTE, OPTIONS
from studio.store.ledger import month_span

_KEY = (
    "The key is asked for without showing it, or read from standard input; for a chat service "
    "that wants none, leave it empty."
)
_COST = (
    "It costs nothing. Only a chat service whose list of models proves nothing is asked for one "
    "token, and the answer says so."
)
_SET = (
    "Only what is given is changed; an empty word, or 0, takes a setting away. A new key is asked "
    "for without showing it, or read from standard input."
)
_NOT_GIVEN = ("key",)
"""Options that are no arguments: whether there is a key shows when it is asked for."""


def add_accounts(accounts: ArgumentParser) -> None:
    """The actions on accounts; each leaves its name in `action`."""
    actions = accounts.add_subparsers(dest="action", required=True)
    listing = actions.add_parser("list", help="which there are, and whether their keys are here")
    listing.add_argument("--json", action="store_true", help="as one JSON array")
    _add_add(actions.add_parser("add", help="add an account and keep its key", epilog=_KEY))
    test = actions.add_parser("test", help="whether the service lets them in", epilog=_COST)
    test.add_argument("names", nargs="*", metavar="NAME", help="such as minimax/main; else all")
    _add_set(actions.add_parser("set", help="change an account, its key or its name", epilog=_SET))
    remove = actions.add_parser("remove", help="forget an account and its key")
    remove.add_argument("name", metavar="NAME", help="such as minimax/main")
    usage = actions.add_parser("usage", help="what was billed, by account and month")
    usage.add_argument("--month", type=_month, metavar="YYYY-MM", help="only this month")
    usage.add_argument("--json", action="store_true", help="as one JSON array")


def account_of(options: Namespace) -> Account:
    """The account that `add` describes; raises AccountError for an option of another service."""
    service = Service(options.service)
    chosen = {name: value for name, value in given_options(options).items() if value}
    refuse_options(service, service, chosen)
    return Account(
        service,
        options.name,
        options.host or "",
        options.per_minute or 0,
        options.in_flight or 0,
        chosen,
    )


def given_options(options: Namespace) -> dict[str, str]:
    """The options of services that were given, empty ones too."""
    named = {name for names in OPTIONS.values() for name in names if name not in _NOT_GIVEN}
    found = {name: getattr(options, name) for name in sorted(named)}
    return {name: value for name, value in found.items() if value is not None}


def refuse_options(service: Service, account: str, given: Iterable[str]) -> None:
    """Raise AccountError for an option of another service."""
    for name in given:
        if name not in OPTIONS[service]:
            told = f"{service} has no {name.replace('_', ' ')}"
            raise AccountError(AccountFault.BAD_VALUE, account, told)


def _add_add(add: ArgumentParser) -> None:
    services = [service.value for service in Service]
    add.add_argument("service", choices=services, metavar="SERVICE", help=", ".join(services))
    add.add_argument("name", metavar="NAME", help="your name for it, such as main")
    _add_settings(add, least=1)
    add.add_argument("--accept-terms", action="store_true", help="useapi: accept its risks")


def _add_set(change: ArgumentParser) -> None:
    change.add_argument("name", metavar="NAME", help="such as minimax/main")
    change.add_argument("--key", action="store_true", help="ask for a new key")
    change.add_argument("--name", dest="new_name", metavar="NEW", help="call it this from now on")
    change.add_argument("--first", action="store_true", help="what the service's name alone means")
    _add_settings(change, least=0)
    change.set_defaults(complain=change.error)


def _add_settings(add: ArgumentParser, *, least: int) -> None:
    """What an account may have besides service, name and key; None where it is not given."""
    minimax, useapi = OPTIONS[Service.MINIMAX], OPTIONS[Service.USEAPI]
    add.add_argument("--host", metavar="URL", help="where it is asked, by its region")
    per_minute, in_flight = _up_to(MOST_PER_MINUTE, least), _up_to(MOST_IN_FLIGHT, least)
    add.add_argument("--per-minute", type=per_minute, metavar="N", help="most requests a minute")
    add.add_argument("--in-flight", type=in_flight, metavar="N", help="most requests at once")
    add.add_argument("--group-id", metavar="G", help="minimax, older hosts only")
    add.add_argument("--format", choices=minimax["format"], help="minimax: of takes")
    add.add_argument("--subtitles", choices=minimax["subtitles"], help="minimax: word times")
    add.add_argument("--text-path", choices=minimax["text_path"], help="minimax: of text models")
    add.add_argument("--model", metavar="M", help="chat: which model writes")
    add.add_argument("--dialect", choices=useapi["dialect"], help="useapi: its interface")
    add.add_argument("--account", metavar="A", help="useapi: which, if several")


def _up_to(most: int, least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise ArgumentTypeError(f"{text} is not a whole number from {least} to {most}")
        return int(text)

    return whole


def _month(text: str) -> str:
    try:
        month_span(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a month such as 2026-11") from error
    return text
