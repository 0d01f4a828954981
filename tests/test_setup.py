"""Setting up: pins without addresses that cover everything, a system looked at, no work twice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import system_parts
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from system_parts import Part, SystemIncomplete

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(python: str) -> dict[str, str]:
    """The pinned version of each package, for one Python on Linux."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]
    place = {"python_version": python, "python_full_version": f"{python}.9", "extra": ""}
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in wanted
        if pin.marker is None or pin.marker.evaluate(place)
    }


def direct_requirements() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    lines = [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    return [Requirement(line) for line in [*lines, *PROJECT["build-system"]["requires"]]]


@pytest.mark.parametrize(
    "name", ["constraints.txt", "pyproject.toml", "Makefile", ".ci/run", "packaging"]
)
def test_nothing_that_installs_holds_an_address(name: str) -> None:
    path = ROOT / name
    files = [path] if path.is_file() else [each for each in path.iterdir() if each.is_file()]
    assert files
    for file in files:
        assert not re.search(r"[a-z]://|@\s*(git|file)\b", file.read_text("utf-8")), file


@pytest.mark.parametrize("python", PYTHONS)
def test_each_requirement_has_a_pin_in_its_range(python: str) -> None:
    place = {"python_version": python, "python_full_version": f"{python}.9", "extra": ""}
    pinned = pins(python)
    for requirement in direct_requirements():
        if requirement.marker is None or requirement.marker.evaluate(place):
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_everything_installed_for_the_studio_is_pinned() -> None:
    pinned = pins(f"{sys.version_info.major}.{sys.version_info.minor}")
    assert _reached("understudy", "test") - set(pinned) - {"understudy"} == set()


def _reached(name: str, extra: str = "") -> set[str]:
    """The packages that one needs here, and those that they need."""
    found: set[str] = {canonicalize_name(name)}
    waiting = [(name, extra)]
    while waiting:
        package, with_extra = waiting.pop()
        for line in metadata.requires(package) or ():
            need = Requirement(line)
            if need.marker and not any(
                need.marker.evaluate({"extra": each}) for each in {"", with_extra}
            ):
                continue
            if canonicalize_name(need.name) not in found:
                found.add(canonicalize_name(need.name))
                waiting += [(need.name, each) for each in need.extras or {""}]
    return found


def test_qt_stays_below_the_release_that_kills_python_3_11() -> None:
    assert pins("3.11")["pyside6-essentials"].startswith("6.11.")
    assert pins("3.11")["shiboken6"].startswith("6.11.")


def test_types_are_checked_strictly_in_every_room_but_ui() -> None:
    rooms = {f"studio/{path.parent.name}" for path in (ROOT / "studio").glob("*/__init__.py")}
    assert rooms - {"studio/ui"} <= set(PROJECT["tool"]["pyright"]["strict"])


def test_the_wheel_finds_its_resources(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "installed")
    ask = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r})\n"
        "from studio.resources import resource; print(resource('samples'))"
    )
    answer = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True)
    found = Path(answer.stdout.strip())
    assert found.is_relative_to(tmp_path)
    assert {path.name for path in found.iterdir()} == {
        path.name for path in (ROOT / "resources" / "samples").iterdir()
    }


def test_a_resource_that_is_not_there_is_named() -> None:
    from studio.resources import resource

    assert resource("samples").is_dir()
    with pytest.raises(FileNotFoundError, match="samples/nothing"):
        resource("samples/nothing")


# The system.

LIBRARY = Part("libnowhere1", "libraries", "libnowhere.so.1")
PROGRAM = Part("teapot-tools", "programs", "teapot")


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the path, with a shell's tools but without apt."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "chmod"):
        (folder / tool).symlink_to(shutil.which(tool) or "")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def an_apt(folder: Path, script: str) -> Path:
    """An apt-get that notes its arguments and does as the script says."""
    notes = folder / "notes"
    apt = folder / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> "{notes}"\n{script}\n', "utf-8")
    apt.chmod(0o755)
    return notes


def as_user(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: number)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux names its libraries so")
@pytest.mark.parametrize(
    ("part", "there"),
    [
        (Part("libc6", "libraries", "libc.so.6"), True),
        (LIBRARY, False),
        (Part("python", "modules", "json"), True),
        (Part("python", "modules", "nowhere"), False),
        (Part("fonts-dejavu-core", "fonts", "en"), True),
        (Part("fonts-klingon", "fonts", "tlh"), False),
    ],
)
def test_what_the_system_has_is_recognised(part: Part, there: bool) -> None:
    assert part.is_there() is there


def test_the_lists_name_kinds_that_can_be_recognised() -> None:
    for purpose in ("studio", "tests"):
        parts = system_parts.listed_parts(purpose)
        assert parts
        for part in parts:
            assert part.is_there() in {True, False}


def test_a_user_is_told_the_command(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = an_apt(bin_folder, "")
    as_user(monkeypatch, 1000)
    command = "sudo apt-get install --yes --no-install-recommends libnowhere1 teapot-tools"
    with pytest.raises(SystemIncomplete, match=command):
        system_parts.require([LIBRARY, PROGRAM])
    assert not notes.exists()


@pytest.mark.usefixtures("bin_folder")
def test_without_apt_the_missing_things_are_named() -> None:
    with pytest.raises(SystemIncomplete, match=r"libnowhere\.so\.1, teapot"):
        system_parts.require([LIBRARY, PROGRAM])


def test_root_installs_only_what_is_missing(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teapot = bin_folder / "teapot"
    notes = an_apt(bin_folder, f'[ "$1" = install ] && : > {teapot} && chmod +x {teapot}\nexit 0')
    as_user(monkeypatch, 0)
    system_parts.require([PROGRAM, Part("python", "modules", "json")])
    assert notes.read_text("utf-8").splitlines() == [
        "noninteractive update",
        "noninteractive install --yes --no-install-recommends teapot-tools",
    ]


def test_root_is_told_why_apt_could_not(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_apt(bin_folder, "echo 'E: no room on the disk' >&2; exit 100")
    as_user(monkeypatch, 0)
    with pytest.raises(SystemIncomplete, match=r"libnowhere1: E: no room on the disk"):
        system_parts.require([LIBRARY])


# The environment.


class Checkout:
    """A checkout whose environment has a Python that only notes what it is asked to do."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "packaging", root / "packaging")
        (root / "packaging" / "system-packages.toml").write_text("[studio]\n[tests]\n", "utf-8")
        (root / "pyproject.toml").write_text("[project]\n", "utf-8")
        (root / "constraints.txt").write_text("numpy==2\n", "utf-8")
        (root / ".venv" / "bin").mkdir(parents=True)
        self.pip_says("exit 0")

    def pip_says(self, script: str) -> None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        python = self.root / ".venv" / "bin" / "python"
        python.write_text(
            f'#!/bin/sh\necho "$*" >> "{self.root / "notes"}"\n'
            f'case "$*" in *"-m pip install"*) {script};; *) echo {version};; esac\n',
            "utf-8",
        )
        python.chmod(0o755)

    def set_up(self, *options: str) -> subprocess.CompletedProcess[str]:
        script = str(self.root / "packaging" / "set_up.py")
        command = [sys.executable, script, *options]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def installs(self) -> list[str]:
        """The pip commands so far."""
        notes = (self.root / "notes").read_text("utf-8").splitlines()
        return [note for note in notes if "-m pip install" in note]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def test_packages_are_installed_once_and_by_the_pins(checkout: Checkout) -> None:
    assert checkout.set_up().returncode == 0
    assert checkout.set_up().stdout == ""
    (install,) = checkout.installs()
    assert install.endswith(f"-c {checkout.root}/constraints.txt -e {checkout.root}")


def test_what_the_tests_need_is_installed_when_asked_for(checkout: Checkout) -> None:
    for options in ((), ("--tests",), ("--tests",), ()):
        assert checkout.set_up(*options).returncode == 0
    assert [install.endswith("[test]") for install in checkout.installs()] == [False, True]


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_changed_requirements_are_installed_again(checkout: Checkout, name: str) -> None:
    checkout.set_up()
    (checkout.root / name).write_text("# changed\n", "utf-8")
    checkout.set_up()
    assert len(checkout.installs()) == 2


def test_a_failed_install_says_why_and_is_tried_again(checkout: Checkout) -> None:
    checkout.pip_says("echo 'ERROR: No route to host.' >&2; exit 1")
    failed = checkout.set_up()
    assert failed.returncode == 1
    (sentence,) = failed.stderr.splitlines()
    assert "ERROR: No route to host. Check the network" in sentence
    checkout.pip_says("exit 0")
    assert checkout.set_up().returncode == 0
    assert len(checkout.installs()) == 2


def test_make_without_a_python_says_what_is_needed() -> None:
    command = ["make", "setup", "PYTHON=no-such-python"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.startswith("The studio needs Python 3.11 or newer")
