"""The command line as a person uses it: a process of its own, real voices, exit codes."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soundfile

from studio.cli import main
from studio.store.project_file import ProjectFile
from tests.builders import a_project

Ran = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parent.parent
SCRIPT = "MARA: The bell rang at midnight.\n\nTOBIN: Nobody rings it but the sea.\n"
CAST = '[characters."MARA"]\nvoice = "warm-woman"\n[characters."TOBIN"]\nvoice = "old-man"\n'


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "studio", *map(str, arguments)]


def run(
    *arguments: str | Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=before,
    )


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run the program in this process, which is quicker: for what ends before anything starts."""

    def run_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        given = [str(argument) for argument in arguments]
        code = main(given)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(given, code, said.out, said.err)

    return run_here


def a_script(folder: Path, text: str = SCRIPT) -> Path:
    path = folder / "ferry.txt"
    path.write_text(text, encoding="utf-8")
    return path


def refused(result: subprocess.CompletedProcess[str], *words: str | Path) -> None:
    """Exit code 2, nothing on stdout, and one sentence that holds these words."""
    assert (result.returncode, result.stdout) == (2, ""), result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("understudy: "), result.stderr
    for word in words:
        assert str(word) in lines[0]


def test_a_script_is_voiced_and_delivered(tmp_path: Path) -> None:
    cast = tmp_path / "cast.toml"
    cast.write_text(CAST, encoding="utf-8")
    out = tmp_path / "out"
    asked = ("--mix", "--stems", "--lines", "--subtitles", "srt", "--json", "--cast", cast)
    result = run("render", a_script(tmp_path), "--out", out, *asked)
    assert result.returncode == 0, result.stderr
    printed: dict[str, Any] = json.loads(result.stdout)
    (episode,) = printed["episodes"]
    assert [line["voice"] for line in episode["lines"]] == ["warm-woman", "old-man"]
    assert [line["take"] for line in episode["lines"]] == ["made", "made"]
    info = soundfile.info(episode["mix"])
    assert (info.samplerate, info.channels, info.subtype) == (48_000, 1, "PCM_24")
    assert info.frames == round(episode["duration"] * 48_000)
    assert "Nobody rings it" in Path(episode["subtitles"]["srt"]).read_text(encoding="utf-8")
    assert "Voicing 2 of 2" in result.stderr
    again = json.loads(run("render", tmp_path / "ferry.txt", "--out", out, *asked).stdout)
    assert [line["take"] for line in again["episodes"][0]["lines"]] == ["kept", "kept"]


def test_without_json_the_files_are_listed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("render", a_script(tmp_path), "--out", out, "--format", "mp3")
    assert (result.returncode, result.stdout) == (0, f"{out / '01_en_mix.mp3'}\n")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "not a text file"),
        ("silent.fountain", b"INT. DECK - NIGHT\n\nFog lies on the water.\n", "nobody speaks"),
        ("huge.txt", b"MARA: Words and more words.\n" * 1_900_000, "too large"),
    ],
)
def test_a_script_that_cannot_be_used_is_named(
    tmp_path: Path, ran: Ran, name: str, data: bytes, words: str
) -> None:
    script = tmp_path / name
    script.write_bytes(data)
    refused(ran("render", script, "--out", tmp_path / "out"), script, words)
    assert not (tmp_path / "out").exists()


def test_a_missing_script_is_named(tmp_path: Path, ran: Ran) -> None:
    refused(ran("render", tmp_path / "gone.txt", "--out", tmp_path), "gone.txt", "no such file")


def test_a_voice_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, ran: Ran) -> None:
    cast = tmp_path / "cast.toml"
    cast.write_text('[characters."MARA"]\nvoice = "siren"\n', encoding="utf-8")
    result = ran("render", a_script(tmp_path), "--out", tmp_path / "out", "--cast", cast)
    refused(result, cast, "siren", "MARA", "warm-woman")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--episode", "7"], "7"),
        (["--language", "fr"], "fr"),
        (["--engine", "loud"], "loud"),
        (["--lines", "--name", "{id:q}"], "pattern"),
        (["--lines", "--name", "{nobody}"], "nobody"),
        (["--lines", "--name", "{episode:q}"], "pattern"),
        (["--mix", "--name", ""], "pattern"),
        (["--lines", "--name", "{episode}_{language}"], "two files"),
        (["--mix", "--stems", "--name", "{episode}"], "two files"),
    ],
)
def test_what_is_not_there_is_refused(
    tmp_path: Path, ran: Ran, arguments: list[str], words: str
) -> None:
    refused(ran("render", a_script(tmp_path), "--out", tmp_path / "out", *arguments), words)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--encoding", "utf-99"), "utf-99 is no encoding"),
        (("--episode", "x"), "x is not a whole number"),
        (("--subtitles", "doc"), "doc is none of srt"),
    ],
)
def test_an_argument_that_cannot_be_is_told_in_plain_words(
    ran: Ran, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str], words: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        ran("render", "ferry.txt", "--out", "out", *arguments)
    assert ended.value.code == 2 and words in capsys.readouterr().err


def test_a_mistyped_command_opens_no_window(ran: Ran) -> None:
    refused(ran("rendr", "ferry.txt"), "“rendr”", "“understudy render”")


def test_without_a_display_the_window_is_refused_in_a_sentence(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    refused(ran(), "no display", "understudy --help")


def test_only_voices_that_speak_a_language_are_listed(ran: Ran) -> None:
    assert "warm-woman" in ran("voices", "--language", "zh-TW").stdout
    nobody = ran("voices", "--language", "xx")
    assert (nobody.returncode, nobody.stdout) == (0, "") and "pt-BR" in nobody.stderr
    assert json.loads(ran("voices", "--language", "xx", "--json").stdout) == []


def test_a_folder_in_no_folder_is_refused(tmp_path: Path, ran: Ran) -> None:
    refused(ran("render", a_script(tmp_path), "--out", tmp_path / "a" / "b"), tmp_path / "a")
    assert not (tmp_path / "a").exists()


def a_project_that_is_none(path: Path) -> str:
    path.write_text("just words")
    return "not an Understudy project"


def a_truncated_project(path: Path) -> str:
    ProjectFile.create(path, a_project(lines=200)).close()
    os.truncate(path, 3_000)
    return "damaged"


def a_newer_project(path: Path) -> str:
    ProjectFile.create(path, a_project()).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    return "newer"


@pytest.mark.parametrize("make", [a_project_that_is_none, a_truncated_project, a_newer_project])
def test_a_project_that_cannot_be_used_is_named(
    tmp_path: Path, ran: Ran, make: Callable[[Path], str]
) -> None:
    path = tmp_path / "ferry.understudy"
    words = make(path)
    before = path.read_bytes()
    refused(ran("render", path, "--out", tmp_path / "out"), path, words)
    assert path.read_bytes() == before and not (tmp_path / "out").exists()


def test_a_project_that_is_open_elsewhere_is_not_touched(tmp_path: Path, ran: Ran) -> None:
    path = tmp_path / "ferry.understudy"
    with ProjectFile.create(path, a_project()):
        refused(ran("render", path, "--out", tmp_path / "out"), path, "open")
    assert not (tmp_path / "out").exists()


def files_up_to(size: int) -> Callable[[], None]:
    """What the system lets the child write to one file: a full disk that needs no disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_disk_that_is_full_at_once_leaves_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = a_script(tmp_path)
    refused(run("render", script, "--out", out, before=files_up_to(4_096)), "cannot be written")
    assert not out.exists()


def test_a_disk_that_fills_up_in_the_export_keeps_only_the_takes(tmp_path: Path) -> None:
    text = "".join(f"MARA: Line {number} of many, and it goes on.\n\n" for number in range(30))
    script, out = a_script(tmp_path, text), tmp_path / "out"
    assert run("render", script, "--out", out).returncode == 0
    (out / "01_en_mix.wav").unlink()
    result = run("render", script, "--out", out, "--stems", before=files_up_to(3_000_000))
    refused(result, "disk is full")
    assert [path.name for path in out.iterdir()] == ["ferry.understudy"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_render_keeps_its_takes(tmp_path: Path, number: signal.Signals) -> None:
    text = "".join(f"MARA: Line {n}, {'and on it goes, ' * 12}.\n\n" for n in range(400))
    script, out = a_script(tmp_path, text), tmp_path / "out"
    with subprocess.Popen(
        command("render", script, "--out", out), cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        while not process.stderr.readline().startswith("Voicing"):
            assert process.poll() is None
        process.send_signal(number)
        said = process.stderr.read()
        assert process.wait(30) == 130
    assert said.splitlines()[-1] == "Cancelled. The takes made so far are kept."
    assert [path.name for path in out.iterdir()] == ["ferry.understudy"]
    with ProjectFile.open(out / "ferry.understudy") as file:
        kept = sum(1 for _ in file.project.takes)
    assert 0 < kept < 400


def test_voices_are_listed_as_a_table_and_as_json() -> None:
    table = run("voices", "--language", "zh")
    assert table.returncode == 0 and "warm-woman" in table.stdout
    voices = json.loads(run("voices", "--engine", "offline", "--json").stdout)
    assert len(voices) >= 8 and {"engine", "id", "name", "languages"} <= set(voices[0])
    refused(run("voices", "--engine", "loud"), "loud", "offline")


def test_the_doctor_looks_at_what_the_studio_needs(home: Path) -> None:
    result = run("doctor")
    assert result.returncode == 0, result.stdout
    found = dict(line[9:].split(": ", 1) for line in result.stdout.splitlines())
    needed = {"Python", "packages", "engine offline", "ffmpeg"}
    assert needed | {"display", "sound output", "keyring", "disk space"} <= set(found)
    assert "s of sound" in found["engine offline"]
    assert "tempo, telephone" in found["effects"]
    assert found["settings folder"].startswith(str(home))
    assert "no keyring answers" in found["keyring"]


def test_the_doctor_fails_where_nothing_can_be_kept(home: Path) -> None:
    data = home / "data"
    data.rmdir()
    data.write_text("a file where a folder should be")
    result = run("doctor")
    assert result.returncode == 1
    assert any(line.startswith("missing  data folder") for line in result.stdout.splitlines())


def test_a_command_needs_no_qt() -> None:
    code = (
        "import sys, studio.cli; studio.cli.main(['voices']); assert 'PySide6' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_version_is_the_one_of_the_package() -> None:
    result = run("--version")
    assert result.stdout.startswith("Understudy ") and result.returncode == 0
