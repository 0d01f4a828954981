"""Records a voice in the sample editor from the real device, for test_recording: FOLDER HOW.

HOW is `use`, `leave` (the editor is closed while it records) or `lose` (the test takes the
microphone away).
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from qasync import QEventLoop

from studio.app import ended
from studio.bridge import TaskScope
from studio.ui.notices import Notices
from studio.ui.samples.editor import SampleEditor
from studio.ui.samples.level_bar import LevelBar
from studio.ui.samples.microphone_session import MicrophoneSession
from tests.rooms import AnsweringPrompter
from tests.ui.children import button, child, named
from tests.ui.samples.editing import ClockPlayer
from tests.ui.stage import Clock

PATIENCE_S = 40.0
HEARD_S = 1.0
TURNS = 15


def say(words: str) -> None:
    """Tell the test."""
    print(words, flush=True)


async def until(true: Callable[[], object]) -> None:
    """Wait for a fact."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.01)


async def begun(editor: SampleEditor) -> MicrophoneSession | None:
    """Begin to record and wait until something was heard; None when there is no microphone."""
    button(editor, QPushButton, "Record…").click()
    go = plain(editor, "Record")
    go.click()
    session = child(editor, MicrophoneSession)
    await until(lambda: session.meter.seconds > HEARD_S or session.trouble)
    if session.trouble:
        await until(lambda: go.text() == "Record")
        say(f"trouble {[each.text() for each in editor.findChildren(QLabel) if each.isVisible()]}")
        return None
    assert editor.working and child(editor, LevelBar).isVisible()
    return session


async def use(editor: SampleEditor, session: MicrophoneSession) -> None:
    """Pause, go on, and use it."""
    go = plain(editor, "Pause")
    go.click()
    assert go.text() == "Go On"
    paused = session.meter.length
    for _ in range(TURNS):  # of the device, which goes on giving
        await asyncio.sleep(0.02)
    assert session.meter.length == paused
    say(f"paused peak {session.meter.held_db > -60}")
    go.click()
    await until(lambda: session.meter.length > paused + HEARD_S * 48_000)
    assert named(editor, QLabel, "Length of the recording").text() != "0:00.0"
    await used(editor)


async def used(editor: SampleEditor) -> None:
    """Use what was recorded."""
    button(editor, QPushButton, "Use the Recording").click()
    await until(lambda: editor.recordings and not editor.working)
    (recording,) = editor.recordings
    enough = recording.edit.seconds > HEARD_S / 2
    say(f"recorded {recording.name.startswith('Recording ')} {enough}")


async def lose(editor: SampleEditor, session: MicrophoneSession) -> None:
    """Have the microphone taken away, and use what there is."""
    say("recording")
    await until(lambda: session.trouble)
    assert plain(editor, "Go On").isEnabled()
    say("lost")
    await used(editor)


async def main(folder: str, how: str) -> None:
    """Show the editor and record."""
    notices, window = Notices(), QWidget()
    notices.said.connect(lambda notice: say(f"notice {notice.text}{notice.details}"))
    tasks, player = TaskScope(notices.report), ClockPlayer(Clock())
    editor = SampleEditor(
        player, tasks, notices, AnsweringPrompter(),
        recordings=Path(folder), ffmpeg="", reading_texts=(), parent=window,
    )  # fmt: skip
    window.resize(700, 700)
    window.show()
    try:
        session = await begun(editor)
        if session is not None and how != "leave":
            await {"use": use, "lose": lose}[how](editor, session)
    finally:
        await editor.close_work()
        await tasks.close()
        window.close()


def plain(editor: SampleEditor, text: str) -> QPushButton:
    """The button with exactly this text."""
    return next(each for each in editor.findChildren(QPushButton) if each.text() == text)


if __name__ == "__main__":
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        runner.run(main(*sys.argv[1:]))
    sys.exit(ended(0))
