"""`understudy accounts set`: another key, name, place or setting for an account there is."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace

from studio.command.account_arguments import given_options, refuse_options
from studio.command.accounts import asked_key, require_keyring
from studio.model.account import KEYLESS, Account, Service
from studio.store.account_book import AccountBook
from studio.store.credentials import cleaned

RENAMED = (
    "{old} is no longer known by this name: castings in projects and cast files that name it "
    "cannot be voiced until they name {new}, and nothing of them is changed. What it billed "
    "stays in the ledger under its old name."
)


def change(book: AccountBook, options: Namespace) -> str:
    """Change an account as the arguments say; returns what was done.

    Everything that can be refused is refused before the key is asked for. Raises AccountError.
    """
    if not _asks_for_something(options):
        options.complain("say what to change, such as --key, --name or --host")
    found = book.called(options.name)
    changed = book.check(_changed(found, options), instead_of=found.key)
    done: list[str] = []
    if options.key:
        changed = _with_key(book, found, changed)
        done.append("its key is replaced" if not changed.keyless else "it needs no key")
    if changed != found:
        book.replace(found.key, changed)
    if options.first:
        book.make_first(changed.key)
        first = next(a for a in book.accounts() if a.service is changed.service)
        done.append(_place_told(changed, first))
    if changed.key != found.key:
        sys.stderr.write(f"{RENAMED.format(old=found.key, new=changed.key)}\n")
        done.insert(0, f"now it is {changed.key}")
    return f"Changed {found.key}" + (f": {', '.join(done)}." if done else ".")


def _asks_for_something(options: Namespace) -> bool:
    settings = (options.new_name, options.host, options.per_minute, options.in_flight)
    given = any(value is not None for value in settings)
    return bool(options.key or options.first or given or given_options(options))


def _changed(found: Account, options: Namespace) -> Account:
    """The account with what was given; an empty word takes a setting away."""
    given = given_options(options)
    refuse_options(found.service, found.key, given)
    return replace(
        found,
        name=found.name if options.new_name is None else options.new_name,
        host=found.host if options.host is None else options.host,
        per_minute=found.per_minute if options.per_minute is None else options.per_minute,
        in_flight=found.in_flight if options.in_flight is None else options.in_flight,
        options={**found.options, **given},
    )


def _with_key(book: AccountBook, found: Account, changed: Account) -> Account:
    """Ask for the new key and keep it; a chat account given none needs none from now on."""
    chat = found.service is Service.CHAT
    if not chat:
        require_keyring(found)
    key = asked_key(found)
    if chat and not key.strip():
        if not found.keyless:
            book.credentials.forget(found.key)
        return replace(changed, options={**changed.options, "key": KEYLESS})
    book.credentials.keep(found.key, cleaned(key, found.key))
    others = {name: value for name, value in changed.options.items() if name != "key"}
    return replace(changed, options=others)


def _place_told(changed: Account, first: Account) -> str:
    if first.key == changed.key:
        return f"it is what “{changed.service}” alone means"
    return f"it is the first of the list, but {first.key} goes before it"
