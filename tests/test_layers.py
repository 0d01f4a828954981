"""The studio's source keeps to the table of imports, and the table's checks can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.layering import (
    LONGEST_FILE,
    LONGEST_FUNCTION,
    TABLE,
    Tree,
    broken_rules,
    freezing,
    import_loop,
    oversized,
    read_tree,
    vague,
)

STUDIO = Path(__file__).parent.parent / "studio"


@pytest.fixture(scope="module")
def studio() -> Tree:
    return read_tree(STUDIO)


def test_imports_point_down_the_table(studio: Tree) -> None:
    found = broken_rules(studio)
    assert not found, "\n".join(found)


def test_no_module_imports_itself_round_a_corner(studio: Tree) -> None:
    assert import_loop(studio) == []


def test_files_and_functions_are_short_or_say_why(studio: Tree) -> None:
    found = oversized(studio)
    assert not found, "\n".join(found)


def test_rooms_are_named_for_what_lives_in_them(studio: Tree) -> None:
    found = vague(studio)
    assert not found, "\n".join(found)


def test_no_qt_loop_is_spun_inside_the_loop(studio: Tree) -> None:
    found = freezing(studio)
    assert not found, "\n".join(found)


# The checks themselves, each on a made-up house.


def a_house(folder: Path, files: dict[str, str]) -> Tree:
    """A package `studio` of the given files."""
    for name, text in {"__init__.py": "", **files}.items():
        path = folder / "studio" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_tree(folder / "studio")


FORBIDDEN = {
    "model on document": ("model/line.py", "import studio.document"),
    "model on numpy": ("model/line.py", "import numpy"),
    "document on store": ("document.py", "from studio.store import project_file"),
    "audio on formats": ("audio/decode.py", "from studio.formats.script import Script"),
    "formats on engines": ("formats/srt.py", "from studio.engines.speech import Voice"),
    "engines on audio": ("engines/offline/voice.py", "import studio.audio.decode"),
    "store on delivery": ("store/media.py", "from studio.delivery.order import Order"),
    "delivery on store": ("delivery/order.py", "from studio.store.media import Media"),
    "transport on delivery": ("transport.py", "from studio import delivery"),
    "synthesis on casting": ("synthesis/plan.py", "from studio.casting import catalogue"),
    "writing on synthesis": ("writing/adapt.py", "import studio.synthesis.plan"),
    "synthesis on transport": ("synthesis/plan.py", "import studio.transport"),
    "bridge on document": ("bridge.py", "from studio.document import Document"),
    "ui on app": ("ui/panel.py", "from studio.app import Studio"),
    "ui on cli": ("ui/panel.py", "import studio.cli"),
    "cli on ui": ("cli.py", "from studio.ui import main_window"),
    "opening on ui": ("opening.py", "from studio.ui import main_window"),
    "app on cli": ("app.py", "import studio.cli"),
    "wording on model": ("wording.py", "from studio.model.line import Line"),
    "resources on errors' neighbour": ("resources.py", "import studio.model"),
    "errors on model": ("errors.py", "import studio.model.line"),
    "the package on a room": ("__init__.py", "from studio.model import line"),
    "ui on a single engine": ("ui/panel.py", "from studio.engines.offline.voice import V"),
    "synthesis on a single engine": ("synthesis/plan.py", "from studio.engines import offline"),
    "an engine on another": (
        "engines/useapi/client.py",
        "from studio.engines.offline import voice",
    ),
    "Qt in transport": ("transport.py", "from PySide6.QtCore import QTimer"),
    "Qt in audio": ("audio/decode.py", "from PySide6.QtMultimedia import QAudioDecoder"),
    "Qt in cli": ("cli.py", "import PySide6.QtWidgets"),
    "qasync in ui": ("ui/panel.py", "import qasync"),
    "httpx in casting": ("casting/clone.py", "import httpx"),
    "httpx in ui": ("ui/panel.py", "import httpx"),
    "keyring in ui": ("ui/panel.py", "import keyring"),
    "pydub in delivery": ("delivery/order.py", "from pydub import AudioSegment"),
    "an import for types only": (
        "model/line.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import studio.document",
    ),
    "an import inside a function": ("model/line.py", "def f():\n    import studio.document"),
    "an import by name": (
        "model/line.py",
        "import importlib\nimportlib.import_module('studio.document')",
    ),
    "a relative import": ("model/line.py", "from ..document import Document"),
    "a relative import of a room": ("model/line.py", "from .. import document"),
}


@pytest.mark.parametrize(("name", "text"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_forbidden_import_is_found(tmp_path: Path, name: str, text: str) -> None:
    rooms = {"document.py": "", "engines/offline/__init__.py": "", "engines/offline/voice.py": ""}
    others = {"delivery/__init__.py": "", "casting/catalogue.py": "", "ui/main_window.py": ""}
    house = a_house(tmp_path, {**rooms, **others, name: text})
    (found,) = broken_rules(house)
    line = text.count("\n") + 1
    module = name.removesuffix(".py").removesuffix("__init__").replace("/", ".") or "studio"
    assert found.startswith(f"{module}:{line}: ")


def test_a_room_that_is_not_in_the_table_is_found(tmp_path: Path) -> None:
    house = a_house(tmp_path, {"extras/thing.py": "import json", "spare.py": ""})
    assert broken_rules(house) == [
        "extras: the table has no such room",
        "spare: the table has no such room",
    ]


ALLOWED = {
    "errors for everyone": ("formats/srt.py", "from studio.errors import ScriptError"),
    "the package's version": ("cli.py", "from studio import __version__"),
    "Qt for the sound device": ("audio/output.py", "from PySide6 import QtMultimedia"),
    "a protocol for ui": ("ui/panel.py", "from studio.engines.speech import Voice"),
    "a single engine for cli": ("cli.py", "from studio.engines.offline import voice"),
    "an engine's own files": ("engines/offline/say.py", "from studio.engines.offline import voice"),
    "an engine's protocol": ("engines/offline/say.py", "from studio.engines.speech import Voice"),
    "the window for cli": ("cli.py", "def main():\n    from studio.app import open_window"),
    "httpx for engines": ("engines/chat/client.py", "import httpx"),
    "a neighbour in the room": ("model/line.py", "from .span import Span"),
}


@pytest.mark.parametrize(("name", "text"), ALLOWED.values(), ids=ALLOWED)
def test_an_allowed_import_passes(tmp_path: Path, name: str, text: str) -> None:
    rooms = {"engines/offline/voice.py": "", "engines/speech.py": "", "model/span.py": ""}
    assert broken_rules(a_house(tmp_path, {**rooms, name: text})) == []


def test_only_wiring_and_ui_reach_the_screen() -> None:
    reaching = {room for room, rule in TABLE.items() if "PySide6" in rule.foreign}
    assert reaching == {
        "app",
        "session",
        "sound_desk",
        "take_desk",
        "voice_desk",
        "writing_desk",
        "ui",
        "bridge",
    }


def test_a_loop_is_found_even_inside_a_function(tmp_path: Path) -> None:
    house = a_house(
        tmp_path,
        {
            "model/line.py": "from studio.model.take import Take",
            "model/take.py": "from studio.model import cast",
            "model/cast.py": "def f():\n    from .line import Line",
        },
    )
    assert set(import_loop(house)) == {"model.line", "model.take", "model.cast"}


def test_a_door_may_import_its_own_rooms(tmp_path: Path) -> None:
    house = a_house(
        tmp_path,
        {
            "formats/__init__.py": "from studio.formats.fountain import parse",
            "formats/fountain.py": "from studio.formats.script import Script",
            "formats/script.py": "",
        },
    )
    assert import_loop(house) == []


def test_a_long_file_needs_its_reason(tmp_path: Path) -> None:
    body = "x = 1\n" * LONGEST_FILE
    reason = '"""Reads it all. Long because one table belongs together."""\n'
    assert oversized(a_house(tmp_path / "a", {"model/line.py": '"""A table."""\n' + body}))
    assert not oversized(a_house(tmp_path / "b", {"model/line.py": reason + body}))


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_long_function_is_found(tmp_path: Path, kind: str) -> None:
    fits = f"{kind} f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)
    assert not oversized(a_house(tmp_path / "a", {"model/line.py": fits}))
    found = oversized(a_house(tmp_path / "b", {"model/line.py": fits + "    x = 2\n"}))
    assert found == [f"model.line.f: {LONGEST_FUNCTION + 1} lines"]


def test_a_vague_name_is_found(tmp_path: Path) -> None:
    house = a_house(tmp_path, {"ui/helpers.py": "", "model/common/x.py": "", "model/line.py": ""})
    assert set(vague(house)) == {"ui.helpers", "model.common.x"}


def test_a_spun_loop_is_found(tmp_path: Path) -> None:
    house = a_house(tmp_path, {"ui/panel.py": "dialog.exec()\napp.processEvents()\nexec('x')"})
    assert freezing(house) == ["ui.panel:1: exec()", "ui.panel:2: processEvents()"]
