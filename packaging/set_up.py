"""Sets the studio up in `.venv`: system packages, virtual environment, pinned Python packages.

Needs nothing but Python's standard library. Run again, it compares one fingerprint and is done.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from system_parts import (
    PACKAGE_LIST,
    SystemIncomplete,
    environment_part,
    listed_parts,
    require,
)

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


class SetUpFailed(Exception):
    """A step did not work; its text is one sentence for the person at the terminal."""


def set_up(*, tests: bool) -> None:
    """Bring `.venv` up to date; raises SetUpFailed or SystemIncomplete."""
    stamp = ENVIRONMENT / ("set-up-for-tests" if tests else "set-up")
    if _is_fresh(stamp):
        return
    _complete_the_system(tests=tests)
    _make_environment()
    _install_packages(tests=tests)
    _start_qt_once()
    (ENVIRONMENT / "set-up").write_text(_fingerprint(), "utf-8")
    stamp.write_text(_fingerprint(), "utf-8")


def _is_fresh(stamp: Path) -> bool:
    if not (stamp.is_file() and PYTHON.exists()):
        return False
    return stamp.read_text("utf-8") == _fingerprint()


def _fingerprint() -> str:
    """Changes with the Python, the place of the checkout, and each file that says what to have."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in (ROOT / "pyproject.toml", CONSTRAINTS, PACKAGE_LIST):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _complete_the_system(*, tests: bool) -> None:
    if not sys.platform.startswith("linux"):
        return
    require((environment_part(), *listed_parts("studio")))
    if not tests:
        return
    try:
        require(listed_parts("tests"))
    except SystemIncomplete as lacking:
        print(f"Some tests will be skipped. {lacking}", flush=True)


def _make_environment() -> None:
    """Keep the environment there is when it works and is of this Python, else make it anew."""
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    probe = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    if PYTHON.exists():
        found = _run(str(PYTHON), "-c", probe)
        if found.returncode == 0 and found.stdout.strip() == wanted:
            return
    print(f"Making a virtual environment of Python {wanted} in .venv", flush=True)
    # Started from inside an environment, `venv` would build on that one.
    base = getattr(sys, "_base_executable", "") or sys.executable
    made = _run(base, "-m", "venv", "--clear", str(ENVIRONMENT))
    if made.returncode != 0:
        raise SetUpFailed(f"Python could not make .venv: {_last_line(made)}")


def _install_packages(*, tests: bool) -> None:
    print("Installing Python packages; the first time takes a minute or two", flush=True)
    constraints = str(CONSTRAINTS)
    # `-c` does not reach the packages that build ours; older and newer pip read one each of these.
    pins = {"PIP_CONSTRAINT": constraints, "PIP_BUILD_CONSTRAINT": constraints}
    installed = _run(
        *(str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
        *("-c", constraints, "-e", f"{ROOT}[test]" if tests else str(ROOT)),
        environment=pins,
    )
    if installed.returncode != 0:
        raise SetUpFailed(
            f"pip could not install the Python packages: {_last_line(installed)}. "
            "Check the network and the free space, then run this again."
        )


def _start_qt_once() -> None:
    """Load what the studio loads, so that a missing library is named here and not later."""
    loaded = _run(
        *(str(PYTHON), "-c", "import PySide6.QtWidgets, PySide6.QtMultimedia"),
        environment={"QT_QPA_PLATFORM": "offscreen"},
    )
    if loaded.returncode != 0:
        raise SetUpFailed(
            f"Qt does not load on this system: {_last_line(loaded)}. "
            "Install the library it names, then run this again."
        )


def _run(
    *command: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    """The last thing a failed command said, without its full stop."""
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return lines[-1].strip().rstrip(".") if lines else f"it ended with code {done.returncode}"


def main() -> int:
    """Set up, and say in one sentence what went wrong if it did."""
    parser = argparse.ArgumentParser(description="Set the studio up in .venv.")
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    try:
        set_up(tests=parser.parse_args().tests)
    except (SetUpFailed, SystemIncomplete) as trouble:
        print(f"Set-up stopped. {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up stopped.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
