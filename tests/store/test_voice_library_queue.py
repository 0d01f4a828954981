"""The queue of clones goes on after any end, keeps its order and asks for no voice twice."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin, VoiceState
from studio.store.voice_library_queue import INTERRUPTED, CloneQueue

ROUNDS = int(os.environ.get("UNDERSTUDY_KILL_ROUNDS", "15"))
ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("cloning_child.py")
NOW = 1_790_000_000.0


def a_library(folder: Path, *names: str, account: str = "minimax/main") -> VoiceLibrary:
    library = VoiceLibrary(folder / "voices", clock=lambda: NOW)
    for name in names:
        library.add(OwnVoice(name, VoiceOrigin.CLONE, account, name, state=VoiceState.WAITING))
    return library


@contextmanager
def a_queue(library: VoiceLibrary) -> Iterator[CloneQueue]:
    queue = CloneQueue(library)
    try:
        yield queue
    finally:
        queue.close()


def state_of(library: VoiceLibrary, id: str) -> VoiceState:
    return library.voice(id).state


def test_a_clone_goes_its_way_from_waiting_to_ready(tmp_path: Path) -> None:
    library = a_library(tmp_path, "lin")
    with a_queue(library) as queue:
        assert queue.claim() == library.voice("lin")
        assert state_of(library, "lin") is VoiceState.UPLOADING
        assert queue.uploaded("lin", "sample-hash", "309876543210987654")
        assert queue.sending("lin") and queue.named("lin", "lin-x7")
        assert library.voice("lin").sent_at == NOW and library.voice("lin").voice == "lin-x7"
        assert state_of(library, "lin") is VoiceState.CLONING
        assert queue.made("lin", "lin-x7", unused_days=7.0)
    voice = library.voice("lin")
    assert voice.state is VoiceState.READY and voice.made_at == NOW
    assert voice.expires_at == NOW + 7 * 86_400
    assert voice.uploads == {"sample-hash": "309876543210987654"}


def test_one_at_a_time_in_order_or_two_if_told_so(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a", "b", "c")
    with a_queue(library) as queue, a_queue(library) as other:
        first = queue.claim()
        assert first and first.id == "a"
        assert queue.claim() is None and other.claim() is None
        second = other.claim(at_once=2)
        assert second and second.id == "b"
        assert queue.claim(at_once=2) is None
        assert queue.sending("a") and queue.made("a", "v-a")
        third = queue.claim(at_once=2)
        assert third and third.id == "c"


def test_what_is_put_back_keeps_its_place(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a", "b")
    with a_queue(library) as queue:
        assert queue.claim() and queue.put_back("a")
        again = queue.claim()
        assert again and again.id == "a"


def test_an_account_that_stands_still_does_not_hold_up_the_others(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a")
    a_library(tmp_path, "b", account="useapi/main")
    with a_queue(library) as queue:
        found = queue.claim(without=("minimax/main",))
        assert found and found.id == "b"


def test_only_the_program_that_makes_a_voice_may_say_how_far_it_is(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a")
    with a_queue(library) as queue, a_queue(library) as other:
        assert queue.claim()
        assert not other.sending("a") and not other.failed("a", "no") and not other.put_back("a")
        assert not queue.made("a", "v"), "the service was not asked yet"
        assert queue.sending("a") and not queue.sending("a"), "it is asked once"
        assert not other.ask_again("a") and not queue.withdraw("a", "no")


def test_a_lost_answer_stands_in_doubt_until_somebody_settles_it(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a", "b")
    with a_queue(library) as queue:
        for name in "ab":
            assert queue.claim() and queue.sending(name, f"v-{name}")
            assert queue.lost(name, "the answer was cut off")
        assert queue.claim() is None, "nothing is asked for twice by itself"
        assert [voice.id for voice in queue.recover()] == ["a", "b"]
        assert queue.found("a", "v-a", unused_days=7.0)
        assert library.voice("a").expires_at == NOW + 7 * 86_400
        assert queue.ask_again("b")
        again = queue.claim()
        assert again and again.id == "b" and again.sent_at == 0.0


def test_what_failed_can_be_tried_again_and_what_waits_can_be_withdrawn(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a", "b")
    with a_queue(library) as queue:
        assert queue.claim() and queue.uploaded("a", "0", "f") and queue.failed("a", "too short")
        assert library.voice("a").reason == "too short"
        assert queue.withdraw("b", "cancelled") and queue.claim() is None
        assert queue.retry("a") and library.voice("a").uploads == {}
        found = queue.claim()
        assert found and found.id == "a"


def test_a_queue_that_is_closed_leaves_its_work_to_the_next(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a", "b")
    with a_queue(library) as queue:
        assert queue.claim() and queue.uploaded("a", "0", "file") and queue.sending("a")
        assert queue.claim(at_once=2)
    with a_queue(library) as queue:
        assert [voice.id for voice in queue.recover()] == ["a"]
        assert library.voice("a").reason == INTERRUPTED
        assert library.voice("a").uploads == {"0": "file"}
        assert state_of(library, "b") is VoiceState.WAITING
    assert not list(library.folder.glob("*-lock"))


def test_a_removed_voice_is_not_made(tmp_path: Path) -> None:
    library = a_library(tmp_path, "a")
    library.remove("a")
    with a_queue(library) as queue:
        assert queue.claim() is None


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
@pytest.mark.timeout(max(300, ROUNDS * 5))
def test_programs_killed_at_any_moment_ask_for_no_voice_twice_and_lose_none(
    tmp_path: Path,
) -> None:
    dice = random.Random(17)
    names = [f"v{number:03}" for number in range(ROUNDS * 3)]
    library = a_library(tmp_path, *names)
    ledger = tmp_path / "ledger"
    told: set[str] = set()
    interrupted = 0
    for _ in range(ROUNDS):
        told |= killed(library.folder, ledger, dice.randrange(16), dice.random() * 0.006)
        asked = ledger.read_text().split() if ledger.exists() else []
        assert max(Counter(asked).values(), default=1) == 1, "asked for twice"
        with a_queue(library) as queue:
            doubtful = queue.recover()
            states = {voice.id: voice.state for voice in library.voices()}
            assert len(states) == len(names)
            assert all(states[name] is VoiceState.READY for name in told)
            assert {v.id for v in doubtful} <= set(names) - told
            unknown = {n for n in asked if states[n] not in (VoiceState.READY, VoiceState.UNSURE)}
            assert unknown == set(), "asked for, and nobody knows"
            interrupted += len(doubtful)
            for voice in doubtful:  # a person looks at the service's list
                if voice.id in asked:
                    assert queue.found(voice.id, voice.voice)
                else:
                    assert queue.ask_again(voice.id)
    for _ in run(library.folder, ledger):
        pass
    assert all(voice.state is VoiceState.READY for voice in library.voices())
    assert Counter(ledger.read_text().split()) == Counter(names)


def run(folder: Path, ledger: Path) -> Iterator[str]:
    child = subprocess.run(
        [sys.executable, str(CHILD), str(folder), str(ledger)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        text=True,
    )
    yield from child.stdout.splitlines()


def killed(folder: Path, ledger: Path, facts: int, delay: float) -> set[str]:
    """Let a child work and kill it so long after so many facts; the voices it told as made."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(folder), str(ledger)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout
    said = b""
    while said.count(b"\n") <= facts and (more := os.read(child.stdout.fileno(), 65536)):
        said += more
    select.select([], [], [], delay)
    child.send_signal(signal.SIGKILL)
    said += child.stdout.read()
    child.wait()
    child.stdout.close()
    lines = said.decode().split("\n")[:-1]
    return {line.split()[1] for line in lines if line.startswith("made ")}


def test_two_programs_share_one_queue_and_none_makes_what_the_other_makes(tmp_path: Path) -> None:
    names = [f"v{number:02}" for number in range(20)]
    library = a_library(tmp_path, *names)
    ledger = tmp_path / "ledger"
    children = [
        subprocess.Popen(
            [sys.executable, str(CHILD), str(library.folder), str(ledger)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(2)
    ]
    assert [child.wait() for child in children] == [0, 0]
    if any(voice.state is VoiceState.WAITING for voice in library.voices()):
        list(run(library.folder, ledger))  # each may have found the other one busy, and gone home
    assert ledger.read_text().split() == names
