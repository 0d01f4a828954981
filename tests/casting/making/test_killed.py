"""A program that is killed while it makes voices loses none, and pays for none twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from studio.casting.making.ordering import enter_clone
from studio.store.ledger import Ledger
from studio.store.places import ledger_file, voice_library_folder
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import VoiceState
from tests.casting.making.stage import a_wish
from tests.services.minimax.service import MinimaxService
from tests.services.useapi.service import UseapiService
from tests.services.wrongs import base_resp, cut, http, stalled

ROOT = Path(__file__).parents[3]
NAMES = ("Lin", "Mara", "Bo")
ROUNDS = int(os.environ.get("UNDERSTUDY_KILL_ROUNDS", "4"))


def a_program(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.casting.making.cloning_program"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})


def killed(program: subprocess.Popen[bytes]) -> None:
    program.send_signal(signal.SIGKILL)
    assert program.wait(120) == -signal.SIGKILL


def finished(environment: Mapping[str, str]) -> VoiceLibrary:
    assert a_program(environment).wait(120) == 0
    return VoiceLibrary(voice_library_folder())


def ordered(folder: Path, account: str, *names: str, preview: str = "") -> VoiceLibrary:
    library = VoiceLibrary(voice_library_folder())
    for name in names:
        enter_clone(library, a_wish(folder, name, account=account, preview_text=preview))
    return library


@pytest.mark.timeout(180)
@pytest.mark.parametrize("path", ["files/upload", "voice_clone", "media"])
@pytest.mark.parametrize("after_work", [False, True])
def test_killed_at_any_request_every_voice_is_made_once(
    tmp_path: Path, minimax_service: MinimaxService, path: str, after_work: bool
) -> None:
    ordered(tmp_path, "minimax/environment", *NAMES, preview="Good evening.")
    environment = minimax_service.environment()
    gate = minimax_service.faults.next(stalled(after_work=after_work), path=path).gate
    program = a_program(environment)
    gate.wait_for_arrival()
    killed(program)
    minimax_service.faults.clear()
    minimax_service.wait_until_idle()
    library = finished(environment)
    assert [voice.state for voice in library.voices()] == [VoiceState.READY] * 3
    made = Counter(voice.voice_id.split("-")[0] for voice in minimax_service.voices.own())
    assert made == dict.fromkeys(("lin", "mara", "bo"), 1)
    paid = Counter(entry.voice.split("-")[0] for entry in minimax_service.bill)
    assert max(paid.values()) == 1
    ledger = Ledger(ledger_file(), lambda error: None)
    assert ledger.characters_since(0) >= minimax_service.bill.characters


@pytest.mark.timeout(180)
@pytest.mark.parametrize("after_work", [False, True])
def test_killed_while_useapi_makes_a_voice_it_is_found_or_made_anew(
    tmp_path: Path, useapi_service: UseapiService, after_work: bool
) -> None:
    library = ordered(tmp_path, "useapi/environment", "Lin", "Mara")
    environment = useapi_service.environment()
    gate = useapi_service.faults.next(stalled(after_work=after_work), path="clone-voice").gate
    program = a_program(environment)
    gate.wait_for_arrival()
    killed(program)
    useapi_service.faults.clear()
    useapi_service.wait_until_idle()
    (lin, _) = library.voices()
    assert lin.sent_at and lin.before == ()
    library = finished(environment)
    assert [voice.state for voice in library.voices()] == [VoiceState.READY] * 2
    names = Counter(voice.name for voice in useapi_service.voices.clones.values())
    assert names == {"Lin": 1, "Mara": 1}


@pytest.mark.timeout(300)
def test_faults_and_kills_together_lose_nothing(
    tmp_path: Path, minimax_service: MinimaxService
) -> None:
    dice, environment = random.Random(7), minimax_service.environment()
    names = [f"v{number:02}" for number in range(3 * ROUNDS)]
    ordered(tmp_path, "minimax/environment", *names)
    faults = [base_resp(1002), base_resp(1001), http(502, html="Bad"), cut(), cut(billed=True)]
    for _ in range(ROUNDS):
        fault = dice.choice(faults)
        minimax_service.faults.next(fault, path="voice_clone")
        gate = minimax_service.faults.next(
            stalled(after_work=dice.random() < 0.5), path=dice.choice(("upload", "voice_clone"))
        ).gate
        program = a_program(environment)
        gate.wait_for_arrival()
        killed(program)
        minimax_service.faults.clear()
        minimax_service.wait_until_idle()
    library = finished(environment)
    states = Counter(voice.state for voice in library.voices())
    assert states == {VoiceState.READY: len(names)}, [v.reason for v in library.voices()]
    made = [voice.voice_id for voice in minimax_service.voices.own()]
    assert sorted(made) == sorted(voice.voice for voice in library.voices())
