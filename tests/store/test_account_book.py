"""Accounts and their keys change together: both, or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import keyring.core
import pytest

from studio.errors import AccountError, AccountFault
from studio.model.account import Account, Service
from studio.store.account_book import AccountBook
from studio.store.account_listing import listed
from studio.store.accounts_file import load
from tests.secret_service import a_secret_service, kept_secrets

MAIN = Account(Service.MINIMAX, "main")
SECOND = Account(Service.MINIMAX, "second", "https://b.example")


@pytest.fixture
def service(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """A keyring that this process uses too."""
    with a_secret_service() as environ:
        for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"):
            monkeypatch.setenv(name, environ[name])
        monkeypatch.setattr(keyring.core, "_keyring_backend", None)
        yield environ


def shouted(service: Service, written: str) -> str:
    """A rule for hosts that can be seen; `http` is refused."""
    if written.startswith("http:"):
        raise AccountError(AccountFault.INSECURE_HOST, detail=written)
    return written.upper()


def a_book(
    path: Path,
    environ: Mapping[str, str] | None = None,
    tell: Callable[[AccountError], None] = lambda error: pytest.fail(repr(error)),
) -> AccountBook:
    return AccountBook(path, environ or {}, shouted, tell)


def rename(book: AccountBook, name: str, new: str) -> None:
    found = book.called(name)
    book.replace(found.key, replace(found, name=new))


def refused(fault: AccountFault, wish: Callable[[], object]) -> AccountError:
    with pytest.raises(AccountError) as caught:
        wish()
    assert caught.value.fault is fault
    return caught.value


def test_an_account_and_its_key_come_and_go_together(
    service: Mapping[str, str], tmp_path: Path
) -> None:
    book = a_book(tmp_path / "accounts.toml")
    book.add(MAIN, " first-key\n")
    book.add(SECOND, "second-key")
    assert kept_secrets(service) == {"minimax/main": "first-key", "minimax/second": "second-key"}
    rename(book, "minimax/main", "series")
    book.make_first("minimax/second")
    assert [account.key for account in book.accounts()] == ["minimax/second", "minimax/series"]
    assert book.credentials.secret("minimax/series") == "first-key"
    assert kept_secrets(service) == {"minimax/series": "first-key", "minimax/second": "second-key"}
    book.remove("minimax/second")
    assert kept_secrets(service) == {"minimax/series": "first-key"}
    assert [account.key for account in book.accounts()] == ["minimax/series"]


def test_a_key_that_is_not_kept_leaves_no_account(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    book = a_book(path)
    refused(AccountFault.NO_KEYRING, lambda: book.add(MAIN, "key"))
    refused(AccountFault.EMPTY_KEY, lambda: book.add(MAIN, " ", this_run_only=True))
    assert load(path)[0].accounts == () == book.accounts()


def test_without_a_keyring_an_account_can_be_used_for_this_run(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    book = a_book(path)
    book.add(MAIN, "key", this_run_only=True)
    rename(book, "main", "series")
    assert book.credentials.secret("minimax/series") == "key"
    assert b"key" not in path.read_bytes()
    next_run = a_book(path)
    assert [account.key for account in next_run.accounts()] == ["minimax/series"]
    refused(AccountFault.NO_KEYRING, lambda: next_run.credentials.secret("minimax/series"))
    next_run.remove("minimax/series")
    assert next_run.accounts() == ()


def test_an_account_without_a_key_needs_no_keyring(tmp_path: Path) -> None:
    book = a_book(tmp_path / "accounts.toml")
    here = Account(Service.CHAT, "here", options={"key": "none", "model": "qwen3"})
    assert book.add(here, "").keyless
    (found,) = listed(book)
    assert (found.key, found.problem) == ("", None)
    rename(book, "here", "there")
    assert [account.key for account in book.accounts()] == ["chat/there"]
    book.remove("chat/there")
    assert book.accounts() == ()


def test_a_taken_name_leaves_both_accounts_and_both_keys(tmp_path: Path) -> None:
    book = a_book(tmp_path / "accounts.toml")
    book.add(MAIN, "first", this_run_only=True)
    book.add(SECOND, "second", this_run_only=True)
    refused(AccountFault.NAME_TAKEN, lambda: rename(book, "second", "main"))
    refused(AccountFault.NAME_TAKEN, lambda: book.add(MAIN, "third", this_run_only=True))
    assert book.credentials.secret("minimax/main") == "first"
    assert book.credentials.secret("minimax/second") == "second"


def test_a_host_is_written_by_the_rules_of_its_service(tmp_path: Path) -> None:
    book = a_book(tmp_path / "accounts.toml")
    assert book.add(SECOND, "key", this_run_only=True).host == "HTTPS://B.EXAMPLE"
    assert book.add(MAIN, "key", this_run_only=True).host == ""
    unsafe = replace(SECOND, host="http://b.example")
    error = refused(AccountFault.INSECURE_HOST, lambda: book.replace(SECOND.key, unsafe))
    assert error.account == "minimax/second"
    assert [account.host for account in book.accounts()] == ["HTTPS://B.EXAMPLE", ""]


def test_an_account_whose_key_would_travel_unprotected_is_told_and_left_out(
    tmp_path: Path,
) -> None:
    path, told = tmp_path / "accounts.toml", list[AccountError]()
    path.write_text('[[account]]\nservice = "minimax"\nname = "main"\nhost = "http://x"\n')
    book = a_book(path, {"USEAPI_TOKEN": "t", "USEAPI_API_HOST": "http://y"}, told.append)
    for _ in range(2):
        assert book.accounts() == ()
    assert [error.account for error in told] == ["useapi/environment", "minimax/main"]


def test_an_account_of_the_environment_is_the_first_of_its_service(tmp_path: Path) -> None:
    book = a_book(tmp_path / "accounts.toml", {"MINIMAX_API_KEY": "from-outside"})
    book.add(MAIN, "key", this_run_only=True)
    assert [account.name for account in book.accounts()] == ["environment", "main"]
    assert book.called("environment").key == "minimax/environment"
    assert book.credentials.secret("minimax/environment") == "from-outside"
    for wish in (book.remove, book.make_first, lambda key: rename(book, key, "mine")):
        refused(AccountFault.FROM_ENVIRONMENT, lambda wish=wish: wish("minimax/environment"))
