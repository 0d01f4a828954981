"""The list of accounts on disk: one readable file beside the settings, without any key."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from studio.errors import AccountError, AccountFault
from studio.model.account import Account, Service
from studio.store.accounts import AccountList, Entry, checked

LOCK_PATIENCE = 30.0
"""Seconds to wait for another program that is changing the list."""


def load(path: Path) -> tuple[AccountList, AccountError | None]:
    """The accounts of a file, and what was wrong with it; none where there is no file. Blocking.

    A file that is no TOML is moved aside, where it can be looked at, and named in the error's
    detail. Values and entries that cannot be used are kept in the file as they are.
    """
    try:
        return _read(path)
    except ValueError:
        pass  # another program may be mending it just now
    try:
        with _alone(path):
            return _read_or_set_aside(path)
    except AccountError as error:
        return AccountList(), error


def change(
    path: Path, wish: Callable[[AccountList], AccountList]
) -> tuple[AccountList, AccountError | None]:
    """Load, change and save with no other program in between; what was wrong as `load` has it.

    Raises AccountError, with the file as it was. Blocking.
    """
    with _alone(path):
        accounts, error = _read_or_set_aside(path)
        if error and error.fault is AccountFault.UNREADABLE and path.exists():
            raise error
        changed = wish(accounts)
        save(changed, path)
    return changed, error


def save(accounts: AccountList, path: Path) -> None:
    """Write the list, whole or not at all; raises AccountError UNWRITABLE. Blocking."""
    import tomli_w

    from studio.store.atomic import write_whole

    tables = [_table_of(entry) for entry in accounts.entries]
    text = tomli_w.dumps({**accounts.others, **({"account": tables} if tables else {})})
    try:
        write_whole(path, text)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error


def _read_or_set_aside(path: Path) -> tuple[AccountList, AccountError | None]:
    try:
        return _read(path)
    except ValueError as error:
        return AccountList(), _set_aside(path, str(error))


def _read(path: Path) -> tuple[AccountList, AccountError | None]:
    """What is in the file; raises ValueError when it is no list of accounts at all."""
    if not path.exists():
        return AccountList(), None
    import tomllib  # a start without accounts does not need it

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return AccountList(), None
    except OSError as error:
        return AccountList(), _unreadable(path, error.strerror or str(error))
    tables = found.pop("account", [])
    if not _are_tables(tables):
        raise ValueError("account is no list of tables")
    return _list_of(path, cast("list[dict[str, Any]]", tables), found)


def _list_of(
    path: Path, tables: Sequence[dict[str, Any]], others: Mapping[str, Any]
) -> tuple[AccountList, AccountError | None]:
    entries: list[Entry] = []
    wrong: list[str] = []
    taken: set[str] = set()
    for number, table in enumerate(tables, 1):
        entry, misfits = _entry_of(table)
        if entry.account and entry.account.key in taken:
            entry, misfits = Entry(None, table), ["name"]
        if entry.account:
            taken.add(entry.account.key)
        name = entry.account.key if entry.account else f"account {number}"
        wrong += [f"{name}: {misfit}" for misfit in misfits]
        entries.append(entry)
    error = _unusable(path, ", ".join(wrong)) if wrong else None
    return AccountList(tuple(entries), others), error


def _entry_of(table: Mapping[str, Any]) -> tuple[Entry, list[str]]:
    """An entry of the file, and the names of its values that cannot be used."""
    fitting = {name: value for name, value in table.items() if _fits(name, value)}
    misfits = sorted(name for name in table if name in _FIELDS and name not in fitting)
    if "service" not in fitting or "name" not in fitting:
        return Entry(None, table), misfits or ["service, name"]
    values = {name: value for name, value in fitting.items() if name in _FIELDS}
    values["service"] = Service(fitting["service"])
    account = Account(**values)
    try:
        account = checked(account)
    except AccountError as error:
        return Entry(None, table), [error.detail]
    others = {name: value for name, value in table.items() if name not in fitting}
    return Entry(account, others), misfits


_FIELDS = ("service", "name", "host", "per_minute", "in_flight", "options")


def _fits(name: str, value: object) -> bool:
    """Whether a value of the file can be used for the field of this name."""
    if name == "service":
        return value in list(Service)
    if name in ("per_minute", "in_flight"):
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "options":
        options = cast("dict[str, object]", value) if isinstance(value, dict) else {"": 0}
        return all(isinstance(option, str) for option in options.values())
    return name in _FIELDS and isinstance(value, str)


def _are_tables(found: object) -> bool:
    return isinstance(found, list) and all(
        isinstance(table, dict) for table in cast("list[object]", found)
    )


def _table_of(entry: Entry) -> dict[str, Any]:
    """An entry as it is written: what is empty or 0 is left out."""
    if entry.account is None:
        return dict(entry.others)
    account = entry.account
    ours: dict[str, Any] = {
        "service": account.service.value,
        "name": account.name,
        "host": account.host,
        "per_minute": account.per_minute,
        "in_flight": account.in_flight,
        "options": dict(account.options),
    }
    return {**entry.others, **{name: value for name, value in ours.items() if value}}


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """Keeps other programs from changing the file; raises AccountError UNWRITABLE."""
    from studio.store.lock import ProjectLock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = ProjectLock.wait(path, LOCK_PATIENCE)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error
    if lock is None:
        raise _unwritable(path, "another program is changing it")
    try:
        yield
    finally:
        lock.release()


def _set_aside(path: Path, detail: str) -> AccountError:
    """Move a file that cannot be read out of the way, over no other one."""
    from studio.store.aside import name_aside

    aside = name_aside(path, "unreadable")
    try:
        path.rename(aside)
    except OSError as error:
        return _unreadable(path, error.strerror or str(error))
    return _unreadable(path, f"{detail} → {aside.name}")


def _unreadable(path: Path, detail: str) -> AccountError:
    return AccountError(AccountFault.UNREADABLE, detail=f"{path}: {detail}")


def _unusable(path: Path, names: str) -> AccountError:
    return AccountError(AccountFault.BAD_VALUE, detail=f"{path}: {names}")


def _unwritable(path: Path, detail: str) -> AccountError:
    return AccountError(AccountFault.UNWRITABLE, detail=f"{path}: {detail}")
