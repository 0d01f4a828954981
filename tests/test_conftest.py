"""The tests' own surroundings hold: homes apart, coroutines run, what is left behind is found."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication

CONFTEST = Path(__file__).with_name("conftest.py")
OPTIONS = """
[pytest]
addopts = --import-mode=importlib -p no:cacheprovider
filterwarnings = error
qt_api = pyside6
qt_log_level_fail = WARNING
timeout = 60
"""
FILES = {
    "test_failing.py": """
        async def test_it(): assert 1 == 2
    """,
    "test_hanging.py": """
        import asyncio, pytest

        @pytest.mark.timeout(0.2)
        async def test_plain(): await asyncio.Event().wait()

        async def test_waiting(wait):
            with pytest.raises(ZeroDivisionError):
                await wait(fail())

        async def fail(): return 1 / 0
    """,
    "test_tasks.py": """
        import asyncio

        async def forgotten(): await asyncio.Event().wait()

        async def test_leaves_it():
            global task
            task = asyncio.create_task(forgotten())

        async def test_leaves_it_on_qt(qapp):
            global task
            task = asyncio.create_task(forgotten())

        async def test_cancels_it():
            task = asyncio.create_task(forgotten())
            await asyncio.sleep(0)
            task.cancel()

        async def test_cancels_it_on_qt(qapp): await test_cancels_it()
    """,
    "test_windows.py": """
        from PySide6.QtWidgets import QLabel, QWidget

        kept = []

        def test_leaves_it(qapp): kept.append(QWidget())

        def test_hands_it_over(qtbot):
            window = QWidget()
            QLabel("words", window)
            qtbot.addWidget(window)
            window.show()

        def test_lets_it_go(qapp):
            window = QWidget()
            window.round = window
    """,
    "test_timers.py": """
        from PySide6.QtCore import QTimer

        kept = []

        def test_leaves_it(qapp):
            kept.append(QTimer())
            kept[0].start(60_000)

        def test_stops_it(qapp):
            timer = QTimer()
            kept.append(timer)
            timer.start(60_000)
            timer.stop()
    """,
    "test_processes.py": """
        import subprocess, sys

        HANGS = [sys.executable, "-c", "import signal; print(flush=True); signal.pause()"]

        def test_leaves_it():
            global kept
            kept = subprocess.Popen(HANGS)

        def test_ends_it():
            with subprocess.Popen(HANGS, stdout=subprocess.PIPE) as process:
                process.stdout.readline()
                process.kill()
    """,
    "test_warnings.py": """
        import warnings

        def test_python(): warnings.warn("old", DeprecationWarning)

        def test_qt(qtbot):
            from PySide6.QtCore import qWarning
            qWarning("odd")
    """,
}


@dataclass
class Suite:
    """How the tests of a small suite in these surroundings ended."""

    ran: Counter[str]
    complaints: dict[str, dict[str, str]]
    """By file, then by test: what was said of each that did not pass."""

    def of(self, file: str, ran: int) -> dict[str, str]:
        """The complaints about a file, of which so many tests ran."""
        assert self.ran[file] == ran
        return self.complaints.get(file, {})


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """The files above run, once for all tests, by a pytest of their own."""
    folder = tmp_path_factory.mktemp("suite")
    (folder / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (folder / "pytest.ini").write_text(OPTIONS, "utf-8")
    for name, source in FILES.items():
        (folder / name).write_text(dedent(source), "utf-8")
    arguments = ("-m", "pytest", "--junit-xml=report.xml", ".")
    subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, check=False)
    cases = ElementTree.parse(folder / "report.xml").findall(".//testcase")
    ran, complaints = Counter[str](), dict[str, dict[str, str]]()
    for file, _ in {(case.get("classname", ""), case.get("name")) for case in cases}:
        ran[file] += 1
    for case in cases:
        for complaint in (*case.findall("failure"), *case.findall("error")):
            told = complaints.setdefault(case.get("classname", ""), {})
            told[case.get("name", "")] = f"{complaint.get('message')} {complaint.text}"
    return Suite(ran, complaints)


def test_each_test_has_an_empty_home_and_no_keyring(home: Path) -> None:
    import keyring.errors

    assert Path.home() == home
    assert Path(os.environ["XDG_CONFIG_HOME"]).is_relative_to(home)
    assert not list(Path(os.environ["XDG_DATA_HOME"]).iterdir())
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.set_password("understudy", "account", "secret")


async def test_a_coroutine_without_qt_runs_on_plain_asyncio() -> None:
    assert not type(asyncio.get_running_loop()).__module__.startswith("qasync")


async def test_a_coroutine_with_qt_runs_on_its_loop(qtbot: object) -> None:
    assert type(asyncio.get_running_loop()).__module__.startswith("qasync")


def test_a_failing_coroutine_fails_its_test(suite: Suite) -> None:
    assert "assert 1 == 2" in suite.of("test_failing", ran=1)["test_it"]


def test_a_coroutine_that_hangs_is_ended(suite: Suite) -> None:
    complaints = suite.of("test_hanging", ran=2)
    assert complaints.keys() == {"test_plain"}
    assert "Timeout" in complaints["test_plain"]  # of the loop or of pytest, whichever is first


def test_a_task_left_behind_fails_its_test(suite: Suite) -> None:
    complaints = suite.of("test_tasks", ran=4)
    assert complaints.keys() == {"test_leaves_it", "test_leaves_it_on_qt"}
    for words in complaints.values():
        assert "tasks left behind" in words
        assert "forgotten" in words


def test_a_window_left_behind_fails_its_test(suite: Suite) -> None:
    complaints = suite.of("test_windows", ran=3)
    assert complaints.keys() == {"test_leaves_it"}
    assert "left behind: QWidget" in complaints["test_leaves_it"]


def test_a_timer_left_running_fails_its_test(suite: Suite) -> None:
    complaints = suite.of("test_timers", ran=2)
    assert complaints.keys() == {"test_leaves_it"}
    assert "left behind: QTimer" in complaints["test_leaves_it"]


def test_a_process_left_behind_fails_its_test(suite: Suite) -> None:
    complaints = suite.of("test_processes", ran=2)
    assert complaints.keys() == {"test_leaves_it"}
    assert "processes left behind" in complaints["test_leaves_it"]
    assert "signal.pause()" in complaints["test_leaves_it"]


def test_warnings_fail_a_test(suite: Suite) -> None:
    complaints = suite.of("test_warnings", ran=2)
    assert "DeprecationWarning: old" in complaints["test_python"]
    assert "odd" in complaints["test_qt"]


def test_windows_stay_off_the_display_unless_they_are_asked_for(qapp: QApplication) -> None:
    wanted = os.environ.get("TEST_PLATFORM", "offscreen")
    assert qapp.platformName() == os.environ["QT_QPA_PLATFORM"] == wanted


def test_the_session_does_not_bring_windows_up() -> None:
    environ = os.environ | {"QT_QPA_PLATFORM": "no-such-platform"}
    environ.pop("TEST_PLATFORM", None)
    code = "import os, tests.conftest; print(os.environ['QT_QPA_PLATFORM'])"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=CONFTEST.parent.parent, env=environ,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.split() == ["offscreen"]
