"""`understudy accounts` as a person uses it: real processes, a real keyring, a real terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest

from studio.cli import main
from studio.command.accounts import verdicts
from studio.engines.roster import Roster
from studio.errors import (
    AccountError,
    AccountFault,
    AccountProblem,
    AccountStopped,
    EngineBusy,
    EngineUnreachable,
    StudioError,
)
from studio.model.account import Account, Service
from studio.store.accounts_file import load
from studio.store.ledger import Billing, BillingKind, Ledger
from studio.store.places import (
    accounts_file,
    config_folder,
    data_folder,
    ledger_file,
    settings_file,
)
from studio.wording import VERDICTS
from tests.engines.fake_engine import FakeEngine
from tests.secret_service import a_secret_service, a_session_bus, kept_secrets, lock, read_all
from tests.services.chat.service import ChatService
from tests.services.minimax import accounts as minimax
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService

ROOT = Path(__file__).parent.parent.parent
CANARY = "sk-api-canary-7f3a9b1c5d"
CTRL_C = "^C"
Ran = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def service(home: Path) -> Iterator[Mapping[str, str]]:
    with a_secret_service() as environ:
        yield environ


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run the program in this process, which is quicker: for what asks no keyring."""

    def run_here(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = main(arguments)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run_here


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "studio", *map(str, arguments)]


def run(
    environ: Mapping[str, str], *arguments: str | Path, key: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=dict(environ),
        input=key,
        capture_output=True,
        text=True,
        check=False,
    )


def said(result: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """One sentence on stderr that holds these words, nothing on stdout, and this exit code."""
    assert (result.returncode, result.stdout) == (code, ""), result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("understudy: "), result.stderr
    for word in words:
        assert word in lines[0]


def listed(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    result = run(environ, "accounts", "list", "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_an_account_is_added_listed_and_removed(service: Mapping[str, str]) -> None:
    options = ("--host", "minimax.io/v1", "--per-minute", "60", "--format", "flac")
    added = run(service, "accounts", "add", "minimax", "main", *options, key=f"{CANARY}\n")
    assert (added.returncode, added.stdout) == (0, "Added minimax/main.\n"), added.stderr
    assert kept_secrets(service) == {"minimax/main": CANARY}
    assert listed(service) == [
        {
            "account": "minimax/main",
            "service": "minimax",
            "name": "main",
            "host": "https://api.minimax.io",
            "per_minute": 60,
            "in_flight": None,
            "options": {"format": "flac"},
            "default": True,
            "environment": None,
            "key": "…1c5d",
            "problem": None,
        }
    ]
    table = run(service, "accounts", "list").stdout
    assert "minimax/main" in table and "…1c5d" in table and "default" in table
    removed = run(service, "accounts", "remove", "main")
    assert (removed.returncode, removed.stdout) == (0, "Removed minimax/main.\n")
    assert kept_secrets(service) == {} and listed(service) == []


def test_an_account_gets_another_key_and_settings(service: Mapping[str, str]) -> None:
    add = ("accounts", "add", "minimax", "main", "--per-minute", "60", "--format", "flac")
    assert run(service, *add, key="first").returncode == 0
    change = ("accounts", "set", "main", "--key", "--per-minute", "0", "--group-id", "17")
    changed = run(service, *change, key=f"{CANARY}\n")
    assert changed.stdout == "Changed minimax/main: its key is replaced.\n", changed.stderr
    assert kept_secrets(service) == {"minimax/main": CANARY}
    (row,) = listed(service)
    assert (row["per_minute"], row["options"]) == (None, {"format": "flac", "group_id": "17"})
    assert run(service, "accounts", "set", "main", "--group-id", "").returncode == 0
    assert listed(service)[0]["options"] == {"format": "flac"}
    said(run(service, "accounts", "set", "main", "--key", key="two words"), 2, "space")
    assert kept_secrets(service) == {"minimax/main": CANARY}
    asks = "Key of minimax/main: "
    shown = at_a_terminal(service, "accounts", "set", "main", "--key", typed=[(asks, "typed-key")])
    assert "its key is replaced" in shown and "typed-key" not in shown


def test_an_account_is_renamed_with_its_key_and_what_that_means_is_told(
    service: Mapping[str, str], tmp_path: Path
) -> None:
    assert run(service, "accounts", "add", "minimax", "main", key=CANARY).returncode == 0
    renamed = run(service, "accounts", "set", "minimax/main", "--name", "series")
    assert renamed.stdout == "Changed minimax/main: now it is minimax/series.\n"
    assert "cannot be voiced until they name minimax/series" in renamed.stderr
    assert kept_secrets(service) == {"minimax/series": CANARY}
    script, cast = a_script_and_cast(tmp_path)
    cast.write_text(cast.read_text().replace('"minimax"', '"minimax/main"'))
    render = ("render", script, "--out", tmp_path / "out", "--cast", cast)
    said(run(service, *render), 2, "minimax/main", "accounts list")


def test_an_account_is_made_the_one_its_service_means(service: Mapping[str, str]) -> None:
    for name in ("main", "two"):
        assert run(service, "accounts", "add", "minimax", name, key=f"key-{name}").returncode == 0
    first = run(service, "accounts", "set", "two", "--first")
    assert first.stdout == "Changed minimax/two: it is what “minimax” alone means.\n"
    assert [row["account"] for row in listed(service)] == ["minimax/two", "minimax/main"]
    environ = {**service, "MINIMAX_API_KEY": "from-outside"}
    first = run(environ, "accounts", "set", "minimax/main", "--first")
    assert "minimax/environment goes before it" in first.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone", "--first"), ("gone", "accounts list")),
        (("main", "--name", "a b", "--key"), ("name of an account", "a b")),
        (("main", "--name", "two", "--key"), ("name already",)),
        (("main", "--model", "M", "--key"), ("minimax has no model",)),
        (("main", "--host", "http://api.minimax.io", "--key"), ("https",)),
        (("environment", "--key"), ("environment", "MINIMAX_API_KEY")),
    ],
)
def test_a_change_that_cannot_be_is_refused_before_a_key_is_asked(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    path = config_folder() / accounts_file().name
    entry = '[[account]]\nservice = "minimax"\nname = "{}"\n'
    path.write_text(entry.format("main") + entry.format("two"))
    monkeypatch.setenv("MINIMAX_API_KEY", "from-outside")
    before = path.read_bytes()
    said(ran("accounts", "set", *arguments), 2, *words)
    assert path.read_bytes() == before


def test_a_change_of_nothing_is_a_mistake(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        ran("accounts", "set", "main")
    assert refused.value.code == 2 and "--key" in capsys.readouterr().err


def test_a_chat_account_gets_a_key_or_loses_it(service: Mapping[str, str]) -> None:
    add = ("accounts", "add", "chat", "here", "--host", "http://127.0.0.1:9/v1", "--model", "M")
    assert run(service, *add, key="").returncode == 0
    assert run(service, "accounts", "set", "here", "--key", key=CANARY).returncode == 0
    assert kept_secrets(service) == {"chat/here": CANARY}
    assert listed(service)[0]["options"] == {"model": "M"}
    without = run(service, "accounts", "set", "here", "--key", key="")
    assert without.stdout == "Changed chat/here: it needs no key.\n"
    assert kept_secrets(service) == {}


def test_a_name_is_taken_once(service: Mapping[str, str]) -> None:
    assert run(service, "accounts", "add", "minimax", "main", key="first").returncode == 0
    said(run(service, "accounts", "add", "minimax", "main", key="second"), 2, "name already")
    assert kept_secrets(service) == {"minimax/main": "first"}


def test_of_two_who_add_one_name_at_once_one_wins_with_its_own_key(
    service: Mapping[str, str],
) -> None:
    programs = [
        subprocess.Popen(
            command("accounts", "add", "minimax", "main"),
            cwd=ROOT,
            env=dict(service),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for number, program in enumerate(programs):  # they go on when their key is there to its end
        assert program.stdin
        program.stdin.write(f"key-{number}")
    for program in programs:
        assert program.stdin
        program.stdin.close()
        program.stdin = None
    for program in programs:
        program.communicate()
    codes = [program.returncode for program in programs]
    assert sorted(codes) == [0, 2]
    assert kept_secrets(service) == {"minimax/main": f"key-{codes.index(0)}"}


@pytest.mark.parametrize("key", ["\n", "Bearer sk-1"])
def test_what_is_no_key_adds_nothing(service: Mapping[str, str], key: str) -> None:
    said(run(service, "accounts", "add", "minimax", "main", key=key), 2, "key")
    assert not accounts_file().exists() and kept_secrets(service) == {}


def test_what_is_no_text_is_no_key(service: Mapping[str, str]) -> None:
    result = subprocess.run(
        command("accounts", "add", "minimax", "main"),
        cwd=ROOT,
        env={**service, "PYTHONIOENCODING": "utf-8:strict"},
        input=b"\xff\xfe\x00",
        capture_output=True,
        check=False,
    )
    assert result.returncode == 2 and b"no text" in result.stderr


def at_a_terminal(environ: Mapping[str, str], *arguments: str, typed: list[tuple[str, str]]) -> str:
    """Everything a terminal shows while each answer is typed after its question.

    An answer of CTRL_C breaks the program off instead.
    """
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env=dict(environ),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as program:
        os.close(theirs)
        shown = ""
        for question, answer in typed:
            while question not in shown.rpartition("\n")[2]:
                shown += _next_shown(ours)
            if answer == CTRL_C:
                _until_it_listens(program)
                program.send_signal(signal.SIGINT)
            else:
                os.write(ours, f"{answer}\n".encode())
            shown += "\n"
        while more := _next_shown(ours):
            shown += more
        program.wait()
    os.close(ours)
    return shown.replace("\r", "")


def _until_it_listens(program: subprocess.Popen[bytes]) -> None:
    """Wait until it sleeps over its question; Python hears a signal just before that too late."""
    while Path(f"/proc/{program.pid}/stat").read_text().rpartition(")")[2].split()[0] != "S":
        os.sched_yield()


def _next_shown(terminal: int) -> str:
    """What comes next on the terminal, nothing at its end."""
    assert select.select([terminal], [], [], 60)[0], "the program says nothing"
    try:
        return os.read(terminal, 4_096).decode()
    except OSError:  # Linux says so when the last program has left the terminal
        return ""


def test_a_key_that_is_typed_is_not_shown(service: Mapping[str, str]) -> None:
    asks = "Key of minimax/main: "
    shown = at_a_terminal(service, "accounts", "add", "minimax", "main", typed=[(asks, CANARY)])
    assert "Added minimax/main." in shown
    assert CANARY not in shown
    assert kept_secrets(service) == {"minimax/main": CANARY}


def test_breaking_off_at_the_key_adds_nothing(service: Mapping[str, str]) -> None:
    asks = "Key of minimax/main: "
    shown = at_a_terminal(service, "accounts", "add", "minimax", "main", typed=[(asks, CTRL_C)])
    assert shown.splitlines()[-1] == "Cancelled."
    assert listed(service) == []


def test_what_useapi_is_has_to_be_accepted(service: Mapping[str, str]) -> None:
    add = ("accounts", "add", "useapi", "main")
    refused = at_a_terminal(service, *add, typed=[("accept this: ", "no")])
    assert "not MiniMax" in refused and "nothing was added" in refused
    piped = run(service, *add, key="user:1-abc")
    assert piped.returncode == 2 and "--accept-terms" in piped.stderr
    assert listed(service) == []
    typed = [("accept this: ", "yes"), ("Key of useapi/main: ", "user:1-abc")]
    assert "Added useapi/main." in at_a_terminal(service, *add, typed=typed)
    more = run(service, "accounts", "add", "useapi", "two", "--accept-terms", key="user:2-abc")
    assert more.returncode == 0 and "not MiniMax" in more.stderr
    assert kept_secrets(service) == {"useapi/main": "user:1-abc", "useapi/two": "user:2-abc"}


def test_a_locked_keyring_adds_and_removes_nothing(service: Mapping[str, str]) -> None:
    assert run(service, "accounts", "add", "minimax", "main", key=CANARY).returncode == 0
    lock(service)
    said(run(service, "accounts", "add", "minimax", "second", key="key"), 3, "locked", "Unlock it")
    said(run(service, "accounts", "remove", "main"), 3, "locked")
    (row,) = listed(service)
    assert row["account"] == "minimax/main" and row["key"] is None
    assert "locked" in row["problem"]


def test_without_a_keyring_nothing_is_asked_or_added(home: Path) -> None:
    with subprocess.Popen(
        command("accounts", "add", "minimax", "main"),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:  # it ends although nobody ever writes a key
        assert program.stderr
        words = program.stderr.read()
        assert program.wait() == 3
    assert "no keyring" in words and "environment variable" in words
    assert not accounts_file().exists()


def test_a_desktop_whose_keyring_was_never_set_up_is_told_so(home: Path) -> None:
    with a_session_bus() as environ:  # it may start the service, which then has nothing to unlock
        del (asked := dict(environ))["PYTHON_KEYRING_BACKEND"]
        said(run(asked, "accounts", "add", "minimax", "main", key="key"), 3, "keyring")
    assert load(accounts_file())[0].accounts == ()


def test_accounts_of_the_environment_go_first_and_say_so(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    path = config_folder() / accounts_file().name
    path.write_text('[[account]]\nservice = "minimax"\nname = "main"\n')
    before = accounts_file().read_bytes()
    monkeypatch.setenv("MINIMAX_API_KEY", f" {CANARY}\n")
    monkeypatch.setenv("MINIMAX_API_HOST", "platform.minimaxi.com")
    monkeypatch.setenv("MINIMAX_GROUP_ID", "17")
    first, second = json.loads(ran("accounts", "list", "--json").stdout)
    assert first["account"] == "minimax/environment" and first["default"]
    assert first["environment"] == "MINIMAX_API_KEY" and first["key"] == "…1c5d"
    assert first["host"] == "https://api.minimaxi.com" and first["options"] == {"group_id": "17"}
    assert second["account"] == "minimax/main" and not second["default"]
    assert "never written down" in ran("accounts", "list").stdout
    said(ran("accounts", "remove", "environment"), 2, "environment", "MINIMAX_API_KEY")
    said(ran("accounts", "add", "minimax", "environment"), 2, "name of an account")
    assert accounts_file().read_bytes() == before
    assert CANARY.encode() not in read_all(home)


def test_a_host_that_would_betray_the_key_is_refused_and_left_out(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = "http://api.minimax.io"
    said(ran("accounts", "add", "minimax", "main", "--host", host), 2, "https")
    monkeypatch.setenv("MINIMAX_API_KEY", CANARY)
    monkeypatch.setenv("MINIMAX_API_HOST", host)
    result = ran("accounts", "list", "--json")
    assert json.loads(result.stdout) == [] and "unprotected" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("minimax", "a b"), ("name of an account", "a b")),
        (("minimax", "main", "--dialect", "auto"), ("minimax has no dialect",)),
        (("useapi", "main", "--format", "wav"), ("useapi has no format",)),
        (("minimax", "main", "--host", "https://"), ("not the address",)),
    ],
)
def test_what_an_account_cannot_have_is_refused_before_a_key_is_asked(
    ran: Ran, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    said(ran("accounts", "add", *arguments), 2, *words)


def test_a_broken_list_is_told_and_kept(ran: Ran) -> None:
    path = config_folder() / accounts_file().name
    path.write_text("account = ")
    result = ran("accounts", "list")
    assert result.returncode == 0 and "There are no accounts" in result.stdout
    assert "accounts-unreadable-1.toml" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (accounts_file().parent / "accounts-unreadable-1.toml").read_text() == "account = "


def test_a_service_without_an_account_says_how_to_get_one(ran: Ran, tmp_path: Path) -> None:
    script = tmp_path / "ferry.txt"
    script.write_text("MARA: The bell rang.\n")
    asked = ("render", str(script), "--out", str(tmp_path / "out"), "--engine")
    said(ran(*asked, "minimax"), 3, "understudy accounts add minimax", "MINIMAX_API_KEY")
    said(ran(*asked, "useapi/main"), 3, "understudy accounts add useapi", "USEAPI_TOKEN")
    said(ran(*asked, "loud"), 2, "loud", "offline")
    said(ran("accounts", "test"), 3, "accounts add minimax")
    said(ran("accounts", "test", "minimax/gone"), 2, "minimax/gone", "accounts list")
    assert not (tmp_path / "out").exists()


def test_a_cast_that_needs_an_account_says_how_to_get_one(
    ran: Ran,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    minimax_service: MinimaxService,
) -> None:
    script, cast = a_script_and_cast(tmp_path)
    out = tmp_path / "out"
    render = ("render", str(script), "--out", str(out))
    said(ran(*render, "--cast", str(cast)), 3, "understudy accounts add minimax")
    assert not out.exists()
    set_environment(monkeypatch, minimax_service)
    assert ran(*render, "--cast", str(cast)).returncode == 0
    for variable in minimax_service.environment():
        monkeypatch.delenv(variable)
    assert ran(*render).returncode == 0, "what is voiced needs no account any more"
    script.write_text("MARA: The bell rang at midnight.\n\nMARA: And once more.\n")
    said(ran(*render), 3, "understudy accounts add minimax", "MINIMAX_API_KEY")


def test_usage_is_told_by_account_and_month(ran: Ran) -> None:
    assert ran("accounts", "usage").stdout == "Nothing was billed.\n"
    ledger = Ledger(ledger_file(), lambda error: None)
    for at, amount in ((1_790_000_000.0, "0.5"), (1_790_000_001.0, "0.25"), (1_760_000_000.0, "9")):
        billing = Billing(at, "minimax/main", 10, amount=Decimal(amount), currency="USD")
        ledger.record(billing)
    month = ("--month", "2026-09")
    assert json.loads(ran("accounts", "usage", "--json", *month).stdout) == [
        {
            "account": "minimax/main",
            "month": "2026-09",
            "syntheses": 2,
            "characters": 20,
            "answers": 0,
            "tokens": 0,
            "amount": "0.75",
            "currency": "USD",
        }
    ]
    table = ran("accounts", "usage").stdout
    assert "2025-10" in table and "9 USD" in table and "20 characters" in table
    for account, tokens in (("minimax/main", 900), ("chat/main", 300), ("chat/main", 4000)):
        answer = Billing(1_790_000_002.0, account, 0, kind=BillingKind.WRITING, tokens=tokens)
        ledger.record(replace(answer, currency="USD" if account != "chat/main" else ""))
    chat, *_, both = ran("accounts", "usage").stdout.splitlines()
    assert chat.split() == ["chat/main", "2026-09", "4,300", "tokens", "2", "answers"]
    assert "20 characters, 900 tokens  2 syntheses, 1 answer" in both
    with pytest.raises(SystemExit):
        ran("accounts", "usage", "--month", "2026-13")


def test_a_damaged_ledger_is_one_sentence(ran: Ran) -> None:
    (data_folder() / ledger_file().name).write_bytes(b"no ledger")
    result = ran("accounts", "usage")
    assert result.stdout == "Nothing was billed.\n"
    assert "ledger-damaged-1.sqlite" in result.stderr and len(result.stderr.splitlines()) == 1


class CheckedEngine(FakeEngine):
    """An engine whose service says one thing about its account."""

    def __init__(self, name: str, answer: StudioError | None) -> None:
        super().__init__(name)
        self._answer = answer

    async def check(self) -> None:
        if self._answer is not None:
            raise self._answer


ANSWERS: list[tuple[StudioError | None, str]] = [
    (None, "let in"),
    *((AccountStopped("m", "", problem), words) for problem, words in VERDICTS.items()),
    (EngineUnreachable("m"), "unreachable"),
    (EngineBusy("m"), "busy"),
    (AccountError(AccountFault.NO_KEY, "m"), "no key"),
    (AccountError(AccountFault.KEYRING_REFUSED, "m"), "keyring locked"),
]


async def test_each_answer_of_a_service_is_a_verdict_in_plain_words() -> None:
    assert set(VERDICTS) == set(AccountProblem)
    accounts = [Account(Service.MINIMAX, f"a{number}") for number in range(len(ANSWERS))]
    engines = [CheckedEngine(a.key, e) for a, (e, _) in zip(accounts, ANSWERS, strict=True)]
    found = await verdicts(accounts, Roster(engines))
    assert [verdict.words for verdict in found] == [words for _, words in ANSWERS]
    assert [verdict.error for verdict in found] == [error for error, _ in ANSWERS]


def set_environment(
    monkeypatch: pytest.MonkeyPatch, *services: MinimaxService | UseapiService | ChatService
) -> None:
    for service in services:
        for name, value in service.environment().items():
            monkeypatch.setenv(name, value)


def test_a_chat_service_may_need_no_key_and_no_keyring(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, chat_service: ChatService
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    options = ("--host", chat_service.url, "--model", "large-model")
    assert ran("accounts", "add", "chat", "here", *options).stdout == "Added chat/here.\n"
    (row,) = json.loads(ran("accounts", "list", "--json").stdout)
    assert (row["host"], row["problem"]) == (chat_service.base_url, None)
    assert row["options"] == {"model": "large-model", "key": "none"}
    assert "needs no key" in ran("accounts", "list").stdout
    assert ran("accounts", "test").stdout == "chat/here: let in\n"
    chat_service.models = None
    assert ran("accounts", "test").stdout == "chat/here: let in, for 6 tokens\n"
    assert chat_service.bill.tokens == 6
    assert ran("accounts", "remove", "here").stdout == "Removed chat/here.\n"
    assert ran("accounts", "list").stdout.startswith("There are no accounts")


def test_a_model_is_an_option_of_chat_accounts_only(ran: Ran) -> None:
    refused = ran("accounts", "add", "minimax", "main", "--model", "M")
    assert "minimax has no model" in refused.stderr
    refused = ran("accounts", "add", "chat", "main", "--host", "http://chat.example")
    assert "Use https" in refused.stderr


def test_a_chat_service_gives_no_voices(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, chat_service: ChatService
) -> None:
    set_environment(monkeypatch, chat_service)
    assert ran("accounts", "test").stdout == "chat/environment: let in\n"
    assert "chat" not in ran("voices").stdout
    assert "chat" in ran("voices", "--engine", "chat").stderr


def test_services_let_accounts_in_without_a_bill(
    ran: Ran,
    monkeypatch: pytest.MonkeyPatch,
    minimax_service: MinimaxService,
    useapi_service: UseapiService,
) -> None:
    set_environment(monkeypatch, minimax_service, useapi_service)
    result = ran("accounts", "test")
    assert result.stdout == "minimax/environment: let in\nuseapi/environment: let in\n"
    assert (result.returncode, result.stderr) == (0, "")
    assert ran("accounts", "usage").stdout == "Nothing was billed.\n"


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("MINIMAX_API_KEY", "sk-api-of-somebody-else-0123", "wrong key or wrong region"),
        ("MINIMAX_API_HOST", "http://127.0.0.1:9", "unreachable"),
    ],
)
def test_an_account_that_is_not_let_in_is_told_why(
    ran: Ran,
    monkeypatch: pytest.MonkeyPatch,
    minimax_service: MinimaxService,
    variable: str,
    value: str,
    words: str,
) -> None:
    set_environment(monkeypatch, minimax_service)
    monkeypatch.setenv(variable, value)
    result = ran("accounts", "test", "environment")
    assert result.returncode == 3
    verdict, sentence = result.stdout.splitlines()
    assert verdict == f"minimax/environment: {words}"
    assert sentence.strip().endswith(".") and value not in sentence.replace("127.0.0.1:9", "")


def test_an_account_that_is_not_let_in_keeps_nothing_else_from_working(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, minimax_service: MinimaxService
) -> None:
    set_environment(monkeypatch, minimax_service)
    monkeypatch.setenv("MINIMAX_API_KEY", "sk-api-of-somebody-else-0123")
    voices = json.loads(ran("voices", "--json").stdout)
    assert "offline" in {voice["engine"] for voice in voices}
    assert ran("doctor").returncode == 0


def nowhere(folder: Path, *results: subprocess.CompletedProcess[str]) -> None:
    """The canary is in nothing that was written or said."""
    for result in results:
        assert CANARY not in result.stdout + result.stderr
    assert CANARY.encode() not in read_all(folder)


def test_the_caps_of_the_settings_hold_for_a_render(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    set_environment(monkeypatch, minimax_service)
    script, cast = a_script_and_cast(tmp_path)
    render = ("render", str(script), "--cast", str(cast), "--engine", "minimax", "--out")
    for number, cap in enumerate(("cap_per_run = 5", "cap_per_day = 5", "cap_per_day = 500")):
        settings_file().write_text(f"{cap}\n")
        assert ran(*render, str(tmp_path / str(number))).returncode == (0 if "500" in cap else 1)
    assert len(minimax_service.asked("/v1/t2a_v2")) == 1
    later = time.time() + 86_400  # so that it counts though midnight may be now
    Ledger(ledger_file(), lambda error: None).record(Billing(later, "useapi/main", 490))
    assert ran(*render, str(tmp_path / "again")).returncode == 1


def test_a_voice_that_is_not_there_is_told_once_with_whom_it_fails(
    ran: Ran, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    set_environment(monkeypatch, minimax_service)
    script, cast = tmp_path / "ferry.txt", tmp_path / "cast.toml"
    script.write_text("MARA: One.\n\nTOBIN: Two.\n\nMARA: Three.\n\nANN: Four.\n")
    table = '[characters."{}"]\nvoice = "{}"\n'
    voices = {"MARA": "Nobody", "TOBIN": "Nobody", "ANN": "English_Graceful_Lady"}
    cast.write_text("".join(table.format(*pair) for pair in voices.items()))
    asked = ("--out", str(tmp_path / "out"), "--cast", str(cast), "--engine", "minimax")
    result = ran("render", str(script), *asked, "--json")
    assert result.returncode == 1
    told = [line for line in result.stderr.splitlines() if "Nobody" in line]
    assert len(told) == 1 and "“Nobody” of MARA and TOBIN" in told[0] and "3 lines" in told[0]
    assert "understudy voices --engine minimax" in told[0]
    printed = json.loads(result.stdout)
    assert printed["failed"] == 3
    assert all("Nobody" in line["error"] for line in printed["episodes"][0]["lines"][:3])


def a_script_and_cast(folder: Path) -> tuple[Path, Path]:
    """A line for a voice of MiniMax."""
    script, cast = folder / "ferry.txt", folder / "cast.toml"
    script.write_text("MARA: The bell rang at midnight.\n")
    cast.write_text('[characters."MARA"]\nengine = "minimax"\nvoice = "English_Graceful_Lady"\n')
    return script, cast


def test_a_key_is_nowhere_but_in_the_keyring(
    service: Mapping[str, str], home: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.accounts.add(minimax.Account(CANARY))
    add = ("accounts", "add", "minimax", "main", "--host", minimax_service.url)
    results = [
        run(service, *add, key=CANARY),
        run(service, *add, key=CANARY),
        run(service, "accounts", "add", "minimax", "two", key=f"{CANARY} {CANARY}"),
        run(service, "accounts", "test"),
        run(service, "accounts", "list", "--json"),
    ]
    assert [result.returncode for result in results] == [0, 2, 2, 0, 0]
    nowhere(home, *results)
    assert kept_secrets(service) == {"minimax/main": CANARY}


def test_a_render_tells_its_key_to_the_service_alone(
    service: Mapping[str, str], home: Path, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    minimax_service.accounts.add(minimax.Account(CANARY))
    script, cast = a_script_and_cast(tmp_path)
    seen = tmp_path / "children"
    ffmpeg, real = tmp_path / "ffmpeg", imageio_ffmpeg.get_ffmpeg_exe()
    ffmpeg.write_text(f'#!/bin/sh\n{{ env; echo "$@"; }} >> "{seen}"\nexec "{real}" "$@"\n')
    ffmpeg.chmod(0o755)
    host = ("--host", minimax_service.url)
    added = run(service, "accounts", "add", "minimax", "main", *host, key=CANARY)
    environ = {**service, "IMAGEIO_FFMPEG_EXE": str(ffmpeg)}
    asked = ("--engine", "minimax", "--cast", cast, "--format", "mp3", "--json")
    result = run(environ, "render", script, "--out", tmp_path / "out", *asked)
    assert result.returncode == 0, result.stderr
    assert minimax_service.asked("/v1/t2a_v2")
    (spent,) = json.loads(run(environ, "accounts", "usage", "--json").stdout)
    assert spent["account"] == "minimax/main"
    assert spent["characters"] == json.loads(result.stdout)["billed_characters"] > 0
    assert CANARY not in seen.read_text()
    nowhere(home, added, result)
    nowhere(tmp_path)
