"""The bridge: tasks have an owner, dialogs are awaited, and garbage is collected on one thread."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from studio.bridge import TaskScope, opened

ROOT = Path(__file__).parents[1]


async def test_a_tasks_error_is_reported_and_cancelling_is_none() -> None:
    told: list[BaseException] = []
    scope = TaskScope(told.append)

    async def fail() -> None:
        raise ValueError("wrong")

    async def for_ever() -> None:
        await asyncio.Event().wait()

    failing, waiting = scope.start(fail()), scope.start(for_ever())
    await asyncio.wait((failing,))
    waiting.cancel()
    await asyncio.wait((waiting,))
    await scope.close()
    assert [str(error) for error in told] == ["wrong"]


async def test_closing_a_scope_waits_until_its_tasks_have_let_go() -> None:
    let_go: list[str] = []
    scope = TaskScope(lambda error: None)
    started = asyncio.Event()

    async def work() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            let_go.append("work")

    scope.start(work())
    await started.wait()
    await scope.close()
    assert let_go == ["work"]


async def test_a_dialog_is_awaited_while_other_tasks_go_on(qapp: QApplication) -> None:
    dialog = QDialog()
    turns = 0

    async def others() -> None:
        nonlocal turns
        while turns < 5:
            await asyncio.sleep(0)
            turns += 1
        dialog.accept()

    task = asyncio.create_task(others())
    assert await opened(dialog) == QDialog.DialogCode.Accepted
    await task
    assert turns == 5
    dialog.deleteLater()


PROGRAM = """
import asyncio, gc, sys, threading
from PySide6.QtCore import QCoreApplication
from studio.bridge import run

class Ring:
    def __init__(self):
        self.me = self
    def __del__(self):
        ended.add(threading.get_ident())

ended = set()

async def main(asked):
    def litter():
        for _ in range(20_000):
            Ring()
    await asyncio.to_thread(litter)
    while not ended:
        await asyncio.sleep(0.01)
    return 0 if ended == {threading.get_ident()} else 1

sys.exit(run(QCoreApplication([]), main))
"""


def test_garbage_made_in_a_worker_dies_on_the_windows_thread() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0
