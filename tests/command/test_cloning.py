"""`understudy clone`, `design` and `voices` for one's own voices, at services on loopback."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.cli import main
from studio.store.ledger import Ledger
from studio.store.places import ledger_file, voice_library_folder
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import VoiceState
from tests.audio.media_files import by_turns, wave
from tests.casting.making.stage import a_file
from tests.services.minimax.service import MinimaxService
from tests.services.service import Service
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, cut, http, stalled

ROOT = Path(__file__).parents[2]
CONSENT = "Lin Xia; own voice; until 2090-01-01"
Ran = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Run the program in this process, with nobody at the terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def run_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        code = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run_here


@pytest.fixture
def minimax(minimax_service: MinimaxService, monkeypatch: pytest.MonkeyPatch) -> MinimaxService:
    known_here(minimax_service.environment(), monkeypatch)
    return minimax_service


@pytest.fixture
def useapi(useapi_service: UseapiService, monkeypatch: pytest.MonkeyPatch) -> UseapiService:
    known_here(useapi_service.environment(), monkeypatch)
    return useapi_service


def known_here(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def library() -> VoiceLibrary:
    return VoiceLibrary(voice_library_folder())


def test_a_voice_is_cloned_with_all_that_was_told(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    result = ran(
        "clone", "Lin", a_file(tmp_path), "--engine", "minimax", "--language", "zh",
        "--consent", CONSENT, "--prompt-audio", a_file(tmp_path, "p.wav", 5.0),
        "--prompt-text", "今天。", "--preview", "你好。", "--model", "speech-2.8-turbo",
        "--noise-reduction", "--option", "even_volume=yes", "--yes", "--json",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    (voice,) = json.loads(result.stdout)
    assert voice["state"] == "ready" and voice["speaker"] == "Lin Xia"
    assert Path(voice["preview"]).read_bytes()[:4] == b"RIFF"
    (sent,) = minimax.asked("voice_clone")
    assert sent.json["voice_id"] == voice["voice"] and sent.json["text"] == "你好。"
    assert sent.json["need_noise_reduction"] and sent.json["need_volume_normalization"]
    assert sent.json["clone_prompt"]["prompt_text"] == "今天。"
    assert "5 characters billed at once, about 0.0003 USD" in result.stderr
    assert "a fee of 1.50 USD, due with its first line" in result.stderr
    assert "Lin: being made" in result.stderr


def test_the_price_is_accepted_before_anything_is_ordered(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    order = ("clone", "Lin", a_file(tmp_path), "--engine", "minimax", "--consent", CONSENT)
    result = ran(*order)
    assert result.returncode == 2 and "--yes" in result.stderr
    assert not minimax.requests and not library().voices()
    assert ran(*order, "--yes").returncode == 0
    again = ran(*order)
    assert again.returncode == 0 and "--again" in again.stderr, "nothing new has a price"
    assert len(minimax.voices.own()) == 1
    assert ran(*order, "--again", "--yes").returncode == 0
    assert len(minimax.voices.own()) == 2


@pytest.mark.parametrize(
    ("seconds", "extra", "told"),
    [
        (9.9, ("--consent", CONSENT), "too short"),
        (12.0, (), "No consent"),
        (12.0, ("--consent", "Lin; own voice; until 2020-01-01"), "2020-01-01"),
        (12.0, ("--consent", CONSENT, "--option", "loudness=3"), "no option loudness"),
        (12.0, ("--consent", CONSENT, "--option", "loudness=3"), "even_volume=yes or no"),
        (12.0, ("--consent", CONSENT, "--option", "check_accuracy=2"), "=0.01 to 1"),
        (12.0, ("--consent", CONSENT, "--language", "xx"), "no language 'xx'"),
        (12.0, ("--consent", CONSENT, "--language", "xx"), "de, el, en"),
        (301.0, ("--consent", CONSENT), "Give a shorter file"),
        (12.0, ("--consent", CONSENT, "--preview", "x" * 1001), "1000 characters"),
    ],
)
def test_what_cannot_be_cloned_is_refused_in_a_sentence(
    tmp_path: Path,
    minimax: MinimaxService,
    ran: Ran,
    seconds: float,
    extra: tuple[str, ...],
    told: str,
) -> None:
    sample = a_file(tmp_path, seconds=seconds)
    result = ran("clone", "Lin", sample, "--engine", "minimax", "--yes", *extra)
    assert result.returncode == 2 and told in result.stderr, result.stderr
    assert "Change the recordings" not in result.stderr or "1000" in told
    assert not minimax.requests and not library().voices()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("tlh", "no language 'tlh'). Choose one it knows (on the command line with --language)"),
        ("", "must be told the language of the voice. Choose it"),
    ],
)
def test_a_language_the_service_does_not_have_is_refused_with_those_it_has(
    tmp_path: Path, useapi: UseapiService, ran: Ran, language: str, told: str
) -> None:
    order = ("clone", "Lin", a_file(tmp_path), "--engine", "useapi", "--consent", CONSENT)
    result = ran(*order, "--language", language)
    assert result.returncode == 2 and told in result.stderr and "zh" in result.stderr
    assert not useapi.asked("upload-sample") and not library().voices()


def test_an_engine_that_makes_no_voices_names_those_that_do(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    result = ran("clone", "Lin", a_file(tmp_path), "--engine", "offline", "--consent", CONSENT)
    assert result.returncode == 2 and "with --engine): minimax/" in result.stderr
    result = ran("design", "Hoarse", "--preview", "Hi.", "--engine", "offline")
    assert result.returncode == 2 and "with --engine): minimax/" in result.stderr
    assert not minimax.requests


def test_a_voice_on_either_channel_is_told_and_cloned_all_the_same(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    talk = wave(tmp_path / "talk.wav", by_turns(12))
    result = ran("clone", "Lin", talk, "--engine", "minimax", "--consent", CONSENT, "--yes")
    assert result.returncode == 0 and "talk.wav: the left and the right channel" in result.stderr
    assert "Give a file of only the left channel or the right one" in result.stderr
    assert len(minimax.voices.own()) == 1


def test_a_text_called_wav_is_no_sample(tmp_path: Path, minimax: MinimaxService, ran: Ran) -> None:
    path = tmp_path / "lin.wav"
    path.write_text("not a sound")
    order = ("--engine", "minimax", "--consent", CONSENT, "--yes")
    result = ran("clone", "Lin", path, *order)
    assert result.returncode == 2 and "lin.wav" in result.stderr
    assert not minimax.requests


def test_a_refusal_of_the_service_is_told_and_can_be_tried_again(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    minimax.faults.next(base_resp(1026), path="voice_clone")
    order = ("--engine", "minimax", "--consent", CONSENT, "--yes")
    result = ran("clone", "Lin", a_file(tmp_path), *order)
    assert result.returncode == 1 and "Lin: failed" in result.stderr
    assert ran("clone", "Lin", a_file(tmp_path), *order).returncode == 0
    assert len(library().voices()) == 1


def test_an_account_that_may_not_yet_is_told_and_the_order_waits(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    minimax.accounts.first.verified = False
    order = ("--engine", "minimax", "--consent", CONSENT, "--yes")
    result = ran("clone", "Lin", a_file(tmp_path), *order)
    assert result.returncode == 3 and "Verify" in result.stderr
    assert [voice.state for voice in library().voices()] == [VoiceState.WAITING]


def at_a_terminal(*arguments: str | Path) -> tuple[subprocess.Popen[str], int]:
    """A command at a terminal, once it waits for a yes; and the end that a person types at."""
    person, terminal = pty.openpty()
    command = [sys.executable, "-m", "studio", *map(str, arguments)]
    program = subprocess.Popen(
        command, cwd=ROOT, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    os.close(terminal)
    assert program.stderr is not None
    said = ""
    while not said.endswith("Type yes to accept this: "):
        letter = program.stderr.read(1)
        assert letter, said
        said += letter
    return program, person


@pytest.mark.parametrize(
    ("typed", "code", "made"), [("yes\n", 0, 1), ("no\n", 2, 0), ("\n", 2, 0), ("", 130, 0)]
)
def test_at_a_terminal_a_yes_is_asked_for(
    tmp_path: Path, minimax: MinimaxService, typed: str, code: int, made: int
) -> None:
    order = ("--engine", "minimax", "--consent", CONSENT)
    program, person = at_a_terminal("clone", "Lin", a_file(tmp_path), *order)
    with program:
        if typed:
            os.write(person, typed.encode())
        else:
            program.send_signal(signal.SIGINT)
        program.communicate(timeout=120)
    os.close(person)
    assert program.returncode == code and len(minimax.voices.own()) == made


def a_cast(folder: Path, *names: str) -> Path:
    for name in names:
        a_file(folder / "cast", f"{name}.wav")
    (folder / "cast" / "consent.txt").write_text("Kim; own voice")
    return folder / "cast"


def test_a_folder_becomes_a_cast(tmp_path: Path, useapi: UseapiService, ran: Ran) -> None:
    folder = a_cast(tmp_path, "Lin", "Mara", "Bo/1", "Bo/2")
    (folder / "Mara.txt").write_text("Mara Holm; own voice")
    (folder / "Bad.wav").write_text("not a sound")
    result = ran("clone", "--folder", folder, "--engine", "useapi", "--language", "en", "--json")
    assert result.returncode == 1 and "Bad: " in result.stderr
    voices = {voice["name"]: voice for voice in json.loads(result.stdout)}
    assert {name: voice["state"] for name, voice in voices.items()} == {
        "Bo": "ready",
        "Lin": "ready",
        "Mara": "ready",
    }
    assert voices["Mara"]["speaker"] == "Mara Holm" and voices["Bo"]["speaker"] == "Kim"
    clones = {voice.name: len(voice.files) for voice in useapi.voices.clones.values()}
    assert clones == {"Lin": 1, "Mara": 1, "Bo": 2}


def test_a_folder_brings_the_prompt_of_each_character(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    folder = a_cast(tmp_path, "Lin/1", "Mara", "Bo/1")
    a_file(folder, "Lin/prompt.wav", 5.0)
    (folder / "Lin" / "prompt.txt").write_text("We leave at midnight.")
    a_file(folder, "Bo/prompt.wav", 5.0)
    order = ("clone", "--folder", folder, "--engine", "minimax", "--yes", "--json")
    result = ran(*order)
    assert result.returncode == 1 and "Bo: " in result.stderr and "words" in result.stderr
    sent = [each.json.get("clone_prompt") for each in minimax.asked("voice_clone")]
    assert [prompt and prompt["prompt_text"] for prompt in sent] == ["We leave at midnight.", None]


def test_a_prompt_in_a_folder_is_left_out_where_the_service_takes_none(
    tmp_path: Path, useapi: UseapiService, ran: Ran
) -> None:
    folder = a_cast(tmp_path, "Lin/1")
    a_file(folder, "Lin/prompt.wav", 5.0)
    result = ran("clone", "--folder", folder, "--engine", "useapi", "--language", "en")
    assert result.returncode == 0 and "prompt.wav is left out" in result.stderr


def test_a_folder_that_was_ordered_before_is_not_looked_at_again(
    tmp_path: Path, useapi: UseapiService, ran: Ran
) -> None:
    order = ("clone", "--folder", a_cast(tmp_path, "Lin", "Mara"), "--engine", "useapi")
    order = (*order, "--language", "en")
    assert ran(*order).returncode == 0
    again = ran(*order)
    assert again.returncode == 0 and again.stderr.count("there is one of the same") == 2
    assert len(useapi.asked("clone-voice")) == 2


def killed_while_asked(service: Service, path: str, *arguments: str | Path) -> None:
    """Run a command and kill it while its request is being worked on."""
    gate = service.faults.next(stalled(), path=path).gate
    command = [sys.executable, "-m", "studio", *map(str, arguments)]
    program = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    gate.wait_for_arrival()
    program.send_signal(signal.SIGKILL)
    assert program.wait(120) == -signal.SIGKILL
    gate.release()
    service.wait_until_idle()


@pytest.mark.timeout(120)
def test_a_cast_that_was_killed_half_way_goes_on_with_the_same_command(
    tmp_path: Path, useapi: UseapiService, ran: Ran
) -> None:
    useapi.voices.slots = 9
    names = ("Lin", "Mara", "Bo", "Al")
    order = ("clone", "--folder", a_cast(tmp_path, *names), "--engine", "useapi")
    order = (*order, "--language", "en")
    useapi.faults.next(cut(billed=True), path="clone-voice")
    useapi.faults.next(http(502, html="Bad Gateway"), path="upload-sample")
    killed_while_asked(useapi, "clone-voice", *order)
    assert ran(*order).returncode == 0
    made = Counter(voice.name for voice in useapi.voices.clones.values())
    assert made == dict.fromkeys(names, 1)
    assert {voice.state for voice in library().voices()} == {VoiceState.READY}


def test_a_voice_is_designed_heard_and_listed(minimax: MinimaxService, ran: Ran) -> None:
    order = ("design", "An old captain, hoarse and kind", "--preview", "All aboard!")
    assert ran(*order).returncode == 2 and not minimax.requests
    result = ran(*order, "--name", "Captain", "--yes", "--json")
    assert result.returncode == 0, result.stderr
    (voice,) = json.loads(result.stdout)
    assert voice["origin"] == "design" and Path(voice["preview"]).stat().st_size > 0
    assert ran("design", "x", "--preview", "Hi.", "--engine", "offline").returncode == 2
    listed = ran("voices", "--mine")
    assert "Captain" in listed.stdout and "kept for 7.0 days" in listed.stdout
    everything = ran("voices", "--engine", "minimax", "--json")
    found = {each["id"]: each["kind"] for each in json.loads(everything.stdout)}
    assert found[voice["voice"]] == "designed", "to be cast, though its service does not list it"


def a_clone(folder: Path, ran: Ran, name: str = "Lin") -> str:
    order = ("--engine", "minimax", "--language", "en", "--consent", CONSENT, "--yes", "--json")
    (voice,) = json.loads(ran("clone", name, a_file(folder), *order).stdout)
    return str(voice["id"])


def test_one_short_line_keeps_a_voice_and_pays_its_fee(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    id = a_clone(tmp_path, ran)
    asked = ran("voices", "keep", id)
    assert asked.returncode == 2 and "a fee of 1.50 USD" in asked.stderr and not minimax.bill
    assert ran("voices", "keep", id, "--yes").returncode == 0
    voice = library().voice(id)
    assert voice.first_used_at and voice.expires_at is None
    (spent,) = Ledger(ledger_file(), lambda error: None).spent()
    assert spent.characters == minimax.bill.characters and spent.amount > 1
    minimax.clock.advance(days=8)
    assert ran("voices", "check").returncode == 0
    assert library().voice(id).state is VoiceState.READY


def test_a_voice_that_is_gone_is_found_out_and_made_again(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    id = a_clone(tmp_path, ran)
    minimax.clock.advance(days=8)
    kept = ran("voices", "keep", id, "--yes")
    assert kept.returncode == 2 and library().voice(id).state is VoiceState.GONE
    result = ran("voices", "again", id, "--yes", "--json")
    assert result.returncode == 0, result.stderr
    (new,) = json.loads(result.stdout)
    assert new["id"] != id and new["speaker"] == "Lin Xia" and new["state"] == "ready"


def test_a_deleted_voice_keeps_its_recordings_until_they_are_to_be_forgotten(
    tmp_path: Path, minimax: MinimaxService, ran: Ran
) -> None:
    first, second = a_clone(tmp_path, ran), a_clone(tmp_path, ran, "Mara")
    assert ran("voices", "delete", first).returncode == 2 and len(minimax.voices.own()) == 2
    assert ran("voices", "delete", first, "--yes").returncode == 0
    (left,) = minimax.voices.own()
    assert left.voice_id == library().voice(second).voice
    (removed,) = library().voices(removed=True)
    assert removed.id == first and all(library().files.path(f, "x") for f in removed.files)
    assert ran("voices", "delete", "Mara", "--yes", "--forget").returncode == 0
    assert not library().voices() and not minimax.voices.own()


def test_a_mix_of_ones_own_voice_is_kept(tmp_path: Path, minimax: MinimaxService, ran: Ran) -> None:
    a_clone(tmp_path, ran)
    result = ran("voices", "mix", "Lin, older", "Lin=60", "English_CalmWoman=40", "--json")
    assert result.returncode == 0, result.stderr
    (mix,) = json.loads(result.stdout)
    voice = library().voices()[0].voice
    assert mix["parts"] == [[voice, 60], ["English_CalmWoman", 40]]
    assert ran("voices", "mix", "None", "Lin=0", "English_CalmWoman=1").returncode == 2


def test_a_mix_of_a_voice_that_the_account_does_not_have_is_refused(
    minimax: MinimaxService, ran: Ran, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        ran("voices", "mix", "Odd", "English_CalmWoman=60", "English_CalmWomen=40")
    assert ended.value.code == 2 and not library().voices()
    told = capsys.readouterr().err
    assert "minimax/environment has no voice English_CalmWomen;" in told
    assert "“understudy voices --engine minimax/environment” lists them" in told


@pytest.mark.parametrize(
    "arguments",
    [
        ("clone", "--engine", "minimax"),
        ("clone", "Lin", "--engine", "minimax"),
        ("clone", "Lin", "a.wav", "--folder", "b", "--engine", "minimax"),
        ("clone", "Lin", "a.wav", "--prompt-text", "x", "--engine", "minimax"),
        ("voices", "keep"),
        ("voices", "mix", "Both", "a", "b"),
    ],
)
def test_arguments_that_do_not_go_together_are_told(
    minimax: MinimaxService, ran: Ran, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        ran(*arguments)
    assert ended.value.code == 2 and not minimax.requests


def test_a_voice_nobody_made_is_not_found(minimax: MinimaxService, ran: Ran) -> None:
    result = ran("voices", "delete", "Nobody", "--yes")
    assert result.returncode == 2 and "Nobody" in result.stderr
    assert ran("voices", "--mine").returncode == 0 and not minimax.requests
