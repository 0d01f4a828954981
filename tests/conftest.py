"""What every test gets: a home of its own, a loop for coroutines, a look for what is left behind.

An `async def` test runs on plain asyncio, which is quick and proves that its room needs no Qt;
when it asks for `qapp`, `qtbot` or a fixture that does, it runs on qasync's loop as the window
does. Fixtures are not coroutines here: a test awaits what it needs.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import select
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from itertools import compress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

# Whatever the session says: no window of a test comes up on the display of who runs it.
# TEST_PLATFORM=xcb shows them, on a display of their own if they are not to be in the way.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("TEST_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

pytest_plugins = ("tests.services.fixtures",)

ASYNC_LIMIT = 30.0
"""Seconds an async test may take unless `@pytest.mark.timeout` says more."""
WAIT_LIMIT = 5.0
SWEEPS = 20
"""Collections of young garbage before all of it is looked at."""
SECRETS = ("MINIMAX_API_KEY", "MINIMAX_GROUP_ID", "USEAPI_TOKEN", "CHAT_API_KEY", "CHAT_MODEL")
HOSTS = ("MINIMAX_API_HOST", "USEAPI_API_HOST", "CHAT_API_HOST")
FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime",
}

# The same examples in each run, so that what fails is what was changed; `make fuzz` looks for
# new ones, and for more. No deadline: a busy machine is slow now and then.
settings.register_profile("same", deadline=None, max_examples=60, derandomize=True)
if examples := os.environ.get("UNDERSTUDY_EXAMPLES"):
    settings.register_profile("fuzz", deadline=None, max_examples=int(examples))
settings.load_profile("fuzz" if examples else "same")

T = TypeVar("T")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, with no keyring, no session bus and no key from outside."""
    home = tmp_path_factory.mktemp("home")
    for variable, folder in FOLDERS.items():
        (home / folder).mkdir(mode=0o700, exist_ok=True)
        monkeypatch.setenv(variable, str(home / folder))
    for variable in (*SECRETS, *HOSTS, "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return home


@pytest.fixture
def wait() -> Callable[[Awaitable[T]], Awaitable[T]]:
    """Await something that must come within five seconds: `await wait(future)`."""

    async def waited(awaitable: Awaitable[T]) -> T:
        async with asyncio.timeout(WAIT_LIMIT):
            return await awaitable

    return waited


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine test to its end on a loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    # Not pyfuncitem._fixtureinfo: a plugin may have added arguments that are not fixtures.
    wanted = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in wanted}
    mark = pyfuncitem.get_closest_marker("timeout")
    limit = float(mark.args[0]) if mark and mark.args else ASYNC_LIMIT
    with asyncio.Runner(loop_factory=_loop_factory(pyfuncitem)) as runner:
        runner.run(_to_the_end(pyfuncitem.obj, arguments, limit))
    return True


def _loop_factory(item: pytest.Function) -> Callable[[], asyncio.AbstractEventLoop] | None:
    if "qapp" not in item.fixturenames:
        return None
    from qasync import QEventLoop

    application: Any = item._request.getfixturevalue("qapp")
    application.setQuitOnLastWindowClosed(False)
    return lambda: QEventLoop(application)


async def _to_the_end(test: Callable[..., Any], arguments: dict[str, Any], limit: float) -> None:
    async with asyncio.timeout(limit):
        await test(**arguments)
    left = await _tasks_left()
    if left:
        pytest.fail("tasks left behind: " + ", ".join(sorted(left)), pytrace=False)


async def _tasks_left() -> set[str]:
    """The tasks that still run, after those already cancelled had their moment to end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    ending = {task for task in others if task.cancelling()}
    if ending:
        await asyncio.wait(ending, timeout=WAIT_LIMIT)
    return {repr(task.get_coro()) for task in others if not task.done()}


def pytest_collection_finish() -> None:
    """Let the garbage collector and the search for timers pass over what is loaded by now.

    From here on garbage is collected between tests, on this thread, as the window does: a Qt
    object that dies in the thread of a server takes its timers along.
    """
    _pass_over_what_is_loaded()
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """See that this still holds: the window's loop goes back to collecting by itself when it
    ends, and a session that is closed thaws what is loaded along with what was open.
    """
    gc.disable()
    swept = gc.get_count()[2] == 0
    if swept and not gc.get_freeze_count():  # which counts them one by one: not before each test
        _pass_over_what_is_loaded()


def _pass_over_what_is_loaded() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Sweep up; all of it now and then, the young of it after each test."""
    sweeps = gc.get_count()[2]
    gc.collect(2 if sweeps > SWEEPS else 1)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, home: Path) -> Iterator[None]:
    """Fail the test that leaves a running QTimer or a top-level window behind."""
    before = _running_timers() | _windows() if _uses_qt(request) else {}
    yield
    if not _uses_qt(request):
        return
    if _left_since(before):
        gc.collect()  # a window in a ring of references is not left behind, only not swept up yet
    left = _left_since(before)
    if left:
        names = sorted(type(thing).__name__ for thing in left)
        for thing in left:
            thing.stop() if hasattr(thing, "stop") else thing.deleteLater()
        pytest.fail("left behind: " + ", ".join(names), pytrace=False)


@pytest.fixture(autouse=True)
def no_key_held(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let go of Ctrl and Shift: Qt holds them until its next event, and tables ask for them."""
    if _uses_qt(request):
        _let_go_of_keys()
    yield


def _let_go_of_keys() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)


@pytest.fixture(autouse=True)
def no_process_left_behind() -> Iterator[None]:
    """Fail the test whose processes go on without it; where a system tells of them."""
    before = _processes()
    yield
    left = [process for process in _processes() - before if not _ends(process)]
    if left:
        commands = [_command(process) for process in left]
        for process in left:
            os.kill(process, signal.SIGKILL)
        pytest.fail("processes left behind: " + ", ".join(commands), pytrace=False)


def _processes() -> set[int]:
    """The processes that this one has started."""
    started = set[int]()
    for thread in Path("/proc/self/task").glob("*"):
        with suppress(OSError):  # a thread may end while one looks
            started |= {int(process) for process in (thread / "children").read_text().split()}
    return started


def _ends(process: int) -> bool:
    """Whether it ends within five seconds, as one does that was just told to."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], WAIT_LIMIT)[0])
    finally:
        os.close(descriptor)


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text("utf-8", "replace").replace("\0", " ")


def _uses_qt(request: pytest.FixtureRequest) -> bool:
    return "PySide6.QtWidgets" in sys.modules and "qapp" in request.fixturenames


def _left_since(before: dict[int, Any]) -> list[Any]:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    now = _running_timers() | _windows()
    return [thing for number, thing in now.items() if number not in before]


def _running_timers() -> dict[int, Any]:
    """The active timers made in Python, by identity; Qt's own are not ours to stop."""
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    # Without a line of Python for each object: there are a hundred thousand, after each test.
    things = gc.get_objects()
    timers = compress(things, map(_kinds_of(QTimer).__contains__, map(type, things)))
    return {id(timer): timer for timer in timers if isValid(timer) and timer.isActive()}


def _kinds_of(kind: type[Any]) -> set[type[Any]]:
    """A class and all classes under it."""
    return {kind}.union(*(_kinds_of(under) for under in kind.__subclasses__()))


def _windows() -> dict[int, Any]:
    """The windows without a parent, by identity; a tooltip is kept by Qt itself."""
    from PySide6.QtWidgets import QApplication

    return {
        id(window): window
        for window in QApplication.topLevelWidgets()
        if window.parent() is None and window.metaObject().className() != "QTipLabel"
    }
