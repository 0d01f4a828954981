"""The list of accounts survives hands, other versions, broken files and other programs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import AccountError, AccountFault
from studio.model.account import Account, Service
from studio.store.accounts import MOST_IN_FLIGHT, MOST_PER_MINUTE, AccountList, Entry
from studio.store.accounts_file import change, load, save
from studio.store.environment import environment_accounts, variable_of

ROOT = Path(__file__).parent.parent.parent
MAIN = Account(Service.MINIMAX, "main", "https://api.minimax.io", 60, 4, {"format": "flac"})
SECOND = Account(Service.MINIMAX, "second")
OTHER = Account(Service.USEAPI, "main", options={"dialect": "speech"})


def a_list(*accounts: Account) -> AccountList:
    found = AccountList()
    for account in accounts:
        found = found.adding(account)
    return found


def with_main(accounts: AccountList) -> AccountList:
    return accounts.adding(MAIN)


def fault_of(wish: Callable[[], object]) -> AccountFault:
    with pytest.raises(AccountError) as caught:
        wish()
    return caught.value.fault


ACCOUNTS = st.builds(
    Account,
    service=st.sampled_from(Service),
    name=st.text(alphabet="abc-_09", min_size=1, max_size=40),
    host=st.text(st.characters(codec="utf-8"), max_size=20),
    per_minute=st.integers(0, MOST_PER_MINUTE),
    in_flight=st.integers(0, MOST_IN_FLIGHT),
    options=st.dictionaries(
        st.sampled_from(("group_id", "account", "new")), st.text(alphabet="xyz 字", min_size=1)
    ),
)


@settings(max_examples=settings().max_examples // 2)
@given(accounts=st.lists(ACCOUNTS, unique_by=lambda account: account.key))
def test_accounts_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, accounts: list[Account]
) -> None:
    path = tmp_path_factory.mktemp("accounts") / "deeper" / "accounts.toml"
    save(a_list(*accounts), path)
    found, error = load(path)
    assert error is None
    assert found.accounts == tuple(accounts)


def test_without_a_file_there_are_no_accounts_and_no_file(tmp_path: Path) -> None:
    assert load(tmp_path / "accounts.toml") == (AccountList(), None)
    assert list(tmp_path.iterdir()) == []


def test_the_first_account_of_a_service_is_its_default() -> None:
    accounts = a_list(OTHER, MAIN, SECOND)
    assert accounts.of(Service.MINIMAX) == (MAIN, SECOND)
    assert accounts.with_first(SECOND.key).of(Service.MINIMAX) == (SECOND, MAIN)
    assert accounts.with_first(SECOND.key).of(Service.USEAPI) == (OTHER,)


def test_an_account_is_found_by_its_key_and_by_a_name_only_it_has() -> None:
    accounts = a_list(MAIN, SECOND, OTHER)
    assert accounts.called("minimax/main") == MAIN
    assert accounts.called("second") == SECOND
    for name in ("main", "third", "minimax"):
        assert fault_of(lambda name=name: accounts.called(name)) is AccountFault.UNKNOWN_ACCOUNT


def test_a_changed_account_keeps_its_place_and_what_others_wrote_with_it() -> None:
    accounts = AccountList((Entry(MAIN, {"colour": "red"}), Entry(SECOND)))
    changed = accounts.replacing(MAIN.key, replace(MAIN, host="https://api.minimaxi.com"))
    assert [account.host for account in changed.accounts] == ["https://api.minimaxi.com", ""]
    renamed = changed.replacing(MAIN.key, replace(changed.accounts[0], name="series"))
    assert [account.key for account in renamed.accounts] == ["minimax/series", "minimax/second"]
    assert renamed.entries[0].others == {"colour": "red"}
    assert renamed.without("minimax/series").accounts == (SECOND,)


@pytest.mark.parametrize("name", ["", "two words", "a/b", "x" * 41, "a.b", "environment", "a\n"])
def test_a_name_that_cannot_be_part_of_a_casting_is_refused(name: str) -> None:
    assert fault_of(lambda: a_list(Account(Service.MINIMAX, name))) is AccountFault.BAD_NAME
    renamed = replace(MAIN, name=name)
    assert fault_of(lambda: a_list(MAIN).replacing(MAIN.key, renamed)) is AccountFault.BAD_NAME


@pytest.mark.parametrize(
    "wrong",
    [
        replace(MAIN, per_minute=-1),
        replace(MAIN, per_minute=MOST_PER_MINUTE + 1),
        replace(MAIN, in_flight=MOST_IN_FLIGHT + 1),
        replace(MAIN, options={"format": "aiff"}),
        replace(MAIN, options={"group_id": "1\n2"}),
        replace(OTHER, options={"dialect": "old"}),
    ],
)
def test_a_value_no_service_takes_is_refused(wrong: Account) -> None:
    assert fault_of(lambda: a_list(wrong)) is AccountFault.BAD_VALUE


def test_two_accounts_never_share_a_key() -> None:
    accounts = a_list(MAIN, SECOND)
    assert fault_of(lambda: accounts.adding(MAIN)) is AccountFault.NAME_TAKEN
    renamed = replace(SECOND, name="main")
    assert fault_of(lambda: accounts.replacing(SECOND.key, renamed)) is AccountFault.NAME_TAKEN
    assert accounts.replacing(MAIN.key, MAIN) == accounts


def test_an_empty_option_is_not_there() -> None:
    assert a_list(replace(MAIN, options={"group_id": ""})).accounts[0].options == {}


def test_what_another_version_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(
        'mood = "calm"\n[[account]]\nservice = "minimax"\nname = "main"\ncolour = "red"\n'
        'in_flight = "many"\n[[account]]\nservice = "newest"\nname = "main"\nregion = 5\n'
    )
    accounts, error = load(path)
    assert accounts.accounts == (Account(Service.MINIMAX, "main"),)
    assert error and error.fault is AccountFault.BAD_VALUE
    assert "minimax/main: in_flight" in error.detail and "account 2: service" in error.detail
    change(path, lambda before: before.adding(SECOND))
    again, _ = load(path)
    assert again.others == {"mood": "calm"}
    assert again.entries[0].others == {"colour": "red", "in_flight": "many"}
    assert again.entries[1].others == {"service": "newest", "name": "main", "region": 5}
    assert again.entries[2].account == SECOND


def test_a_second_account_with_the_same_key_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text('[[account]]\nservice = "minimax"\nname = "main"\n' * 2)
    accounts, error = load(path)
    assert len(accounts.accounts) == 1 and len(accounts.entries) == 2
    assert error and "account 2" in error.detail


@pytest.mark.parametrize("content", [b"account = ", b"\xff\xfe\x00", b"account = 5\n"])
def test_a_broken_file_is_moved_aside_and_never_lost(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "accounts.toml"
    for number in (1, 2):
        path.write_bytes(content)
        accounts, error = load(path)
        assert accounts == AccountList()
        assert error and error.fault is AccountFault.UNREADABLE
        assert f"accounts-unreadable-{number}.toml" in error.detail
        assert (tmp_path / f"accounts-unreadable-{number}.toml").read_bytes() == content
    changed, error = change(path, with_main)
    assert (changed.accounts, error) == ((MAIN,), None)


def test_a_broken_file_does_not_keep_an_account_from_being_added(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text("account = ")
    _, error = change(path, with_main)
    assert error and error.fault is AccountFault.UNREADABLE
    assert load(path)[0].accounts == (MAIN,)


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.mkdir()
    assert load(path)[1]
    assert fault_of(lambda: change(path, with_main)) is AccountFault.UNREADABLE
    assert path.is_dir()
    below = tmp_path / "a file"
    below.write_text("in the place of the folder")
    assert fault_of(lambda: change(below / "accounts.toml", with_main)) is AccountFault.UNWRITABLE


def test_a_wish_that_is_refused_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    change(path, with_main)
    before = path.read_bytes()
    assert fault_of(lambda: change(path, with_main)) is AccountFault.NAME_TAKEN
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["accounts.toml"]


ADDS_TWENTY = """
import sys
from pathlib import Path
from studio.model.account import Account, Service
from studio.store.accounts_file import change
path, who = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    account = Account(Service.MINIMAX, f"{who}-{number}")
    change(path, lambda accounts: accounts.adding(account))
"""


def test_programs_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADDS_TWENTY, str(path), who],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("one", "two", "three")
    ]
    for program in adding:
        assert program.stdout and program.stdout.readline() == "ready\n"
    for program in adding:
        assert program.stdin
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in adding:
        program.communicate()
        assert program.returncode == 0
    found, error = load(path)
    assert error is None
    assert {account.name for account in found.accounts} == {
        f"{who}-{number}" for who in ("one", "two", "three") for number in range(20)
    }


def test_variables_of_the_environment_make_accounts() -> None:
    environ = {
        "MINIMAX_API_KEY": "k",
        "MINIMAX_API_HOST": " http://127.0.0.1:9 ",
        "MINIMAX_GROUP_ID": "17",
        "USEAPI_TOKEN": "t",
    }
    assert environment_accounts(environ) == (
        Account(Service.MINIMAX, "environment", "http://127.0.0.1:9", options={"group_id": "17"}),
        Account(Service.USEAPI, "environment"),
    )
    assert environment_accounts({"MINIMAX_API_KEY": " ", "MINIMAX_API_HOST": "x"}) == ()
    for host, key, options in (
        ("", "k", {}),
        ("127.0.0.1:11434", "", {"key": "none"}),
        ("https://chat.example/api", "k", {"model": "qwen3"}),
    ):
        environ = {"CHAT_API_HOST": host, "CHAT_API_KEY": key}
        found = environment_accounts(environ | {"CHAT_MODEL": options.get("model", "")})
        assert found == (Account(Service.CHAT, "environment", host, options=options),)
        assert found[0].keyless is not bool(key)
    assert environment_accounts({"CHAT_MODEL": "qwen3"}) == ()
    assert variable_of("useapi/environment") == "USEAPI_TOKEN"
    assert variable_of("useapi/main") == "" == variable_of("environment")


def test_an_account_of_the_environment_is_changed_there(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"

    def without(accounts: AccountList) -> AccountList:
        return accounts.without("minimax/environment")

    assert fault_of(lambda: change(path, without)) is AccountFault.FROM_ENVIRONMENT
