"""Opens one window, and at its first paint prints two figures and ends.

The figures are the seconds since a given moment and the CPU seconds of the process. `minimal` is
the least a Qt program can be; `studio` is the studio with its welcome page.
"""

from __future__ import annotations

import os
import sys
import time

BEGUN = float(sys.argv[2])


def end() -> None:
    """Say how long it took; what ending costs is not asked."""
    print(time.time() - BEGUN, time.process_time(), flush=True)
    os._exit(0)


def minimal() -> None:
    """An application, a main window, a first paint."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: object) -> None:
            del event
            end()

    application = QApplication([])
    window = Window()
    window.resize(1280, 800)
    window.show()
    application.exec()


def studio() -> None:
    """The studio as `understudy` opens it, ended when the picture is whole."""
    from studio import app, cli

    wait = app.wait_for_first_paint

    def at_first_paint(window: object) -> None:
        wait(window)  # pyright: ignore[reportArgumentType]
        end()

    app.wait_for_first_paint = at_first_paint
    cli.main([])


if __name__ == "__main__":
    {"minimal": minimal, "studio": studio}[sys.argv[1]]()
