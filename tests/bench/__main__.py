"""Runs benchmarks: `python -m tests.bench [NAME]…`, all of them when none is named.

A benchmark is a module of this folder with `run() -> list[Figure]`. The exit code is 1 when a
figure misses its target.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from tests.bench.figures import Figure

_NOT_BENCHMARKS = frozenset({"__init__", "__main__", "figures"})


def main(names: list[str]) -> int:
    """Run the named benchmarks and print their figures."""
    known = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    modules = {
        name: module
        for name in known
        if name not in _NOT_BENCHMARKS
        and not name.endswith("_program")
        and (not names or name in names)
        if hasattr(module := importlib.import_module(f"tests.bench.{name}"), "run")
    }
    unknown = sorted(set(names) - set(modules))
    if unknown:
        print(f"No benchmark named {', '.join(unknown)}.", file=sys.stderr)
        return 2
    missed = 0
    for name, module in modules.items():
        print(f"{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        figures: list[Figure] = module.run()
        for figure in figures:
            print(f"  {figure}", flush=True)
        missed += sum(not figure.ok for figure in figures)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
