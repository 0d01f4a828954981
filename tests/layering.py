"""The table of who may import whom, and the checks that hold a source tree against it.

An import under TYPE_CHECKING, inside a function, or by name through `importlib` counts: a loop
hidden that way is still a loop. The rooms are the folders and single files of the package.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
REASON = "Long because"
"""A module over LONGEST_FILE lines gives its reason in its docstring, with these words."""
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "misc"})


@dataclass(frozen=True, slots=True)
class Room:
    """What one room may import of ours, and from outside the standard library."""

    ours: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _room(ours: str = "", foreign: str = "") -> Room:
    return Room(_names(ours), _names(foreign))


EVERYONE = _names("errors")
QT = _names("PySide6 shiboken6 qasync qtawesome")
_LOWER = "document model wording resources"
_MATERIAL = f"synthesis casting writing transport delivery store audio formats {_LOWER}"
# `engines` in a row means the protocols; only who wires may name a single engine.
_WORK = "engines store audio formats document model wording"
_BELOW_WORK = "audio formats document model"

_WINDOW = f"ui bridge opening engines {_MATERIAL}"
TABLE: Mapping[str, Room] = {
    "__main__": _room("cli"),
    "app": _room(f"program engine_room {_WINDOW}", "PySide6 shiboken6 qasync"),
    # The parts of `app` that come after the first paint: the running program, what is opened,
    # and the panels of one open production.
    "program": _room(f"desk engine_room {_WINDOW}"),
    "desk": _room(f"session voice_desk intake engine_room {_WINDOW}", "platformdirs"),
    "session": _room(f"sound_desk take_desk writing_desk engine_room {_WINDOW}", "PySide6"),
    # What makes and keeps one's own voices: it outlives every session.
    "voice_desk": _room(f"engine_room {_WINDOW}", "PySide6"),
    # The part of a session that writes: another one is a part of its own, too.
    "sound_desk": _room(_WINDOW, "PySide6"),
    "take_desk": _room(_WINDOW, "PySide6"),
    "writing_desk": _room(f"engine_room {_WINDOW}", "PySide6"),
    "intake": _room(f"opening engines {_MATERIAL}", "platformdirs"),
    "cli": _room(f"app command engine_room opening engines {_MATERIAL}"),
    "command": _room(f"engine_room opening engines {_MATERIAL}"),
    # What one running program shares of engines: accounts, paces, the bill, the catalogue.
    "engine_room": _room(f"engines {_MATERIAL}"),
    # A file made a production, with all that works on it: the wiring `app` and `cli` share.
    "opening": _room(f"engines {_MATERIAL}"),
    "ui": _room(f"bridge engines {_MATERIAL}", "PySide6 shiboken6 qtawesome numpy"),
    "bridge": _room("", "PySide6 qasync"),
    "synthesis": _room(_WORK),
    "casting": _room(_WORK),
    "writing": _room(_WORK),
    "transport": _room(_BELOW_WORK, "numpy"),
    "delivery": _room(_BELOW_WORK, "numpy"),
    "store": _room(_BELOW_WORK, "keyring platformdirs tomli_w"),
    "engines": _room("model resources", "httpx anyio espeakng_loader"),
    "audio": _room("model", "numpy soundfile soxr pydub imageio_ffmpeg python_stretch pedalboard"),
    "formats": _room(
        "model",
        "charset_normalizer defusedxml docx opentimelineio pysubs2 python_calamine tomli_w"
        " xlsxwriter",
    ),
    "document": _room("model"),
    "model": _room(),
    "wording": _room(),
    "resources": _room(),
    "errors": _room(),
}
QT_FILES = frozenset({"audio.output", "audio.input"})
"""The modules outside the rooms above that open a sound device, and so may use Qt."""
LOOPS_APART = frozenset({"ui.first_paint", "audio.output", "audio.input"})
"""Who may spin a Qt loop: one before there are coroutines to freeze, two in threads without."""
PROTOCOLS = frozenset(
    {
        "engines",
        "engines.speech",
        "engines.roster",
        "engines.text",
        "engines.voice_making",
        "engines.voice_orders",
    }
)
WIRES_ENGINES = frozenset({"app", "cli", "engine_room", "opening"})


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, by its full name, and the line it is on."""

    module: str
    line: int


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its name without the package, and what it imports."""

    name: str
    path: Path
    tree: ast.Module
    imports: tuple[Import, ...]
    lines: int

    @property
    def room(self) -> str:
        """The folder or single file under the package; the package's own name is ''."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Tree:
    """All modules of one package."""

    package: str
    modules: Mapping[str, Module] = field(default_factory=dict)


def read_tree(folder: Path) -> Tree:
    """Parse a package's folder; module names leave the package out."""
    names = {_module_name(path, folder): path for path in sorted(folder.rglob("*.py"))}
    known = frozenset(f"{folder.name}.{name}".rstrip(".") for name in names)
    modules: dict[str, Module] = {}
    for name, path in names.items():
        text = path.read_text("utf-8")
        tree = ast.parse(text, str(path))
        home = f"{folder.name}.{name}".rstrip(".")
        inside = home if path.name == "__init__.py" else home.rpartition(".")[0]
        imports = tuple(_imports(tree, inside, known))
        modules[name] = Module(name, path, tree, imports, len(text.splitlines()))
    return Tree(folder.name, modules)


def _module_name(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.Module, inside: str, known: frozenset[str]) -> Iterator[Import]:
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (Import(alias.name, node.lineno) for alias in node.names)
            case ast.ImportFrom():
                yield from _imported_from(node, inside, known)
            case ast.Call(args=[ast.Constant(value=str(name)), *_]) if _imports_by_name(node):
                yield Import(name, node.lineno)
            case _:
                pass


def _imported_from(node: ast.ImportFrom, inside: str, known: frozenset[str]) -> Iterator[Import]:
    """`from a import b` imports the module a.b where there is one, else a."""
    base = node.module or ""
    if node.level:
        home = inside.split(".")
        base = ".".join([*home[: len(home) - node.level + 1], *filter(None, [base])])
    for alias in node.names:
        whole = f"{base}.{alias.name}"
        yield Import(whole if whole in known else base, node.lineno)


def _imports_by_name(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in {"import_module", "__import__"}
        case _:
            return False


def broken_rules(tree: Tree) -> list[str]:
    """Each room the table lacks, and each import it forbids as `module:line: why`."""
    unknown = {module.room for module in tree.modules.values()} - {"", *TABLE}
    return [f"{room}: the table has no such room" for room in sorted(unknown)] + [
        f"{module.name or tree.package}:{imported.line}: {why}"
        for module in tree.modules.values()
        if module.room not in unknown
        for imported in module.imports
        if (why := _objection(module, imported.module, tree.package))
    ]


def _objection(module: Module, imported: str, package: str) -> str:
    top, _, rest = imported.partition(".")
    if top == package:
        return _objection_to_ours(module, rest)
    if top in sys.stdlib_module_names:
        return ""
    if not module.name:
        return f"the package itself imports {imported}"
    if module.name in QT_FILES and top in QT:
        return ""
    return "" if top in TABLE[module.room].foreign else f"{module.room} may not use {top}"


def _objection_to_ours(module: Module, target: str) -> str:
    """Why a module may not import another of ours, named without the package; '' if it may."""
    room = target.partition(".")[0]
    if not room:
        return ""
    if not module.name:
        return f"the package itself imports {target}"
    if room == module.room:
        return _objection_to_sibling_engine(module.name, target)
    if room not in TABLE[module.room].ours | EVERYONE:
        return f"{module.room} may not import {target}"
    if room == "engines" and target not in PROTOCOLS and module.room not in WIRES_ENGINES:
        return f"{module.room} may not import the single engine {target}"
    return ""


def _objection_to_sibling_engine(name: str, target: str) -> str:
    """An engine is a folder of `engines`, and no engine knows another."""
    here, there = name.split("."), target.split(".")
    if here[0] != "engines" or len(there) < 3 or here[1:2] == there[1:2]:
        return ""
    return f"{name} may not import another engine, {target}"


def import_loop(tree: Tree) -> list[str]:
    """The modules of one import loop, in order; empty when there is none."""
    ours = {
        name: {
            imported.module.removeprefix(f"{tree.package}.")
            for imported in module.imports
            if imported.module.startswith(f"{tree.package}.")
        }
        - {name}
        for name, module in tree.modules.items()
    }
    try:
        TopologicalSorter(ours).prepare()
    except CycleError as loop:
        return list(loop.args[1])
    return []


def oversized(tree: Tree) -> list[str]:
    """Files too long without a reason, and functions too long with or without."""
    found = [
        f"{module.name}: {module.lines} lines"
        for module in tree.modules.values()
        if module.lines > LONGEST_FILE and REASON not in (ast.get_docstring(module.tree) or "")
    ]
    for module in tree.modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{module.name}.{node.name}: {length} lines")
    return found


def vague(tree: Tree) -> list[str]:
    """Modules and folders whose name does not say what lives in them."""
    return [name for name in tree.modules if VAGUE_NAMES & set(name.split("."))]


def freezing(tree: Tree) -> list[str]:
    """Where a Qt loop is spun inside the loop: `dialog.exec()` and `processEvents()`."""
    return [
        f"{module.name}:{node.lineno}: {node.func.attr}()"
        for module in tree.modules.values()
        if module.name not in LOOPS_APART
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"exec", "exec_", "processEvents"}
    ]
