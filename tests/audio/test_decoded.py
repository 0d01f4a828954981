from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from studio.audio.decode import ingest
from studio.audio.decoded import DecodedTakes
from studio.audio.effects.presets import ROOM, TELEPHONE, tail_of
from studio.audio.treatment import Treatment
from studio.errors import AudioError
from studio.model.ids import MediaKey
from studio.model.span import Span
from tests.audio.sounds import encoded, noise


class Store:
    """Takes by key, and how often each was read."""

    def __init__(self, count: int = 3) -> None:
        sounds = [encoded(noise(4_000, seed=seed), rate=32_000) for seed in range(count)]
        self.sounds = {MediaKey(hashlib.sha256(data).hexdigest()): data for data in sounds}
        self.keys = list(self.sounds)
        self.read_keys: list[MediaKey] = []

    def read(self, key: MediaKey) -> bytes:
        self.read_keys.append(key)
        return self.sounds[key]


def cached(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.f32"))


def test_a_take_is_decoded_once_per_machine(tmp_path: Path) -> None:
    store = Store()
    key = store.keys[0]
    expected = ingest(store.sounds[key])
    first = DecodedTakes(tmp_path, store.read)
    assert first.samples(key) is first.samples(key)
    second = DecodedTakes(tmp_path, store.read)
    assert second.samples(key).tobytes() == first.samples(key).tobytes() == expected.tobytes()
    assert store.read_keys == [key]


def test_a_take_stays_mapped_while_a_part_of_it_is_used(tmp_path: Path) -> None:
    store = Store()
    takes = DecodedTakes(tmp_path, store.read)
    whole = takes.samples(store.keys[0])
    part, identity = whole[10:20], id(whole)
    del whole
    gc.collect()
    assert id(takes.samples(store.keys[0])) == identity
    assert len(part) == 10


def test_samples_cannot_be_changed(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "file" / "below"):
        (tmp_path / "file").touch()
        store = Store()
        samples = DecodedTakes(folder, store.read).samples(store.keys[0])
        with pytest.raises(ValueError, match="read-only"):
            samples[0] = 1.0


@pytest.mark.parametrize("damage", ["cut", "longer", "empty", "header", "other rate"])
def test_a_damaged_cache_file_is_made_again(tmp_path: Path, damage: str) -> None:
    store = Store()
    key = store.keys[0]
    expected = DecodedTakes(tmp_path, store.read).samples(key).tobytes()
    (path,) = cached(tmp_path)
    data = path.read_bytes()
    other_rate = data[:12] + (44_100).to_bytes(4, "little") + data[16:]
    damaged = {
        "cut": data[:-4],
        "longer": data + b"1234",
        "empty": b"",
        "header": bytes(64) + data[64:],
        "other rate": other_rate,
    }
    path.unlink()
    path.write_bytes(damaged[damage])
    assert DecodedTakes(tmp_path, store.read).samples(key).tobytes() == expected
    assert path.read_bytes() == data


def test_the_longest_unused_files_go_when_the_budget_is_spent(tmp_path: Path) -> None:
    store = Store(4)
    takes = DecodedTakes(tmp_path, store.read)
    for age, key in enumerate(store.keys):
        size = takes.samples(key).nbytes + 64
        os.utime(tmp_path / f"{key}-48000.f32", (age, age))
    DecodedTakes(tmp_path, store.read).samples(store.keys[0])
    DecodedTakes(tmp_path, store.read, budget=2 * size)
    left = {path.name[:64] for path in cached(tmp_path)}
    assert left == {store.keys[0], store.keys[3]}


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    store = Store()
    takes = DecodedTakes(blocked / "cache", store.read)
    for _ in range(2):
        assert len(takes.samples(store.keys[0])) == 6_000
    assert store.read_keys == [store.keys[0]]


def test_memory_is_bounded_when_there_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.audio.decoded.MEMORY_BUDGET", 2 * 24_000)
    (tmp_path / "file").touch()
    store = Store(3)
    takes = DecodedTakes(tmp_path / "file" / "cache", store.read)
    for key in (*store.keys, store.keys[2], store.keys[1], store.keys[0]):
        takes.samples(key)
    assert store.read_keys == [*store.keys, store.keys[0]]


def test_a_key_that_looks_like_a_path_stays_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    takes = DecodedTakes(folder, lambda key: encoded(noise(100)))
    assert len(takes.samples(MediaKey("../../outside"))) == 100
    assert [path.parent for path in tmp_path.rglob("*.f32")] == [folder]


def test_a_take_that_is_no_sound_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    takes = DecodedTakes(tmp_path, lambda key: b"no sound")
    with pytest.raises(AudioError) as caught:
        takes.samples(MediaKey("k"))
    assert caught.value.source == "k"
    assert not list(tmp_path.iterdir())


def test_many_threads_get_the_same_samples(tmp_path: Path) -> None:
    store = Store(6)
    takes = DecodedTakes(tmp_path, store.read)
    wanted = store.keys * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(takes.samples, wanted))
    for key, samples in zip(wanted, found, strict=True):
        assert samples.tobytes() == takes.samples(key).tobytes()
    assert len(cached(tmp_path)) == 6
    assert not list(tmp_path.glob("*.draft"))


def test_two_processes_may_fill_one_folder(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; sys.path[:0] = sys.argv[2:]\n"
        "from studio.audio.decoded import DecodedTakes\n"
        "from tests.audio.test_decoded import Store\n"
        "store = Store(20); takes = DecodedTakes(pathlib.Path(sys.argv[1]), store.read)\n"
        "print(sum(float(abs(takes.samples(key)).sum()) for key in store.keys))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path), *sys.path]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    answers = {process.communicate()[0] for process in running}
    assert all(process.returncode == 0 for process in running)
    store = Store(20)
    expected = sum(float(abs(ingest(store.sounds[key])).sum()) for key in store.keys)
    assert len(answers) == 1 and float(answers.pop()) == pytest.approx(expected)
    assert len(cached(tmp_path)) == 20 and len(list(tmp_path.iterdir())) == 20


def test_drafts_of_processes_that_died_are_swept_away(tmp_path: Path) -> None:
    old, new = tmp_path / "a.draft", tmp_path / "b.draft"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    DecodedTakes(tmp_path, Store().read)
    assert [path.name for path in tmp_path.iterdir()] == ["b.draft"]


def test_a_cache_file_holds_plain_samples_after_its_header(tmp_path: Path) -> None:
    store = Store()
    samples = DecodedTakes(tmp_path, store.read).samples(store.keys[0])
    (path,) = cached(tmp_path)
    assert np.fromfile(path, "<f4", offset=64).tobytes() == samples.tobytes()


def test_a_treated_take_is_made_once_and_kept_for_the_next_run(tmp_path: Path) -> None:
    take = encoded(noise(9_600))
    asked: list[MediaKey] = []

    def read(key: MediaKey) -> bytes:
        asked.append(key)
        return take

    treatment = Treatment(1.25, ROOM, Span(1_000, 5_000), fade_in=300)
    first = DecodedTakes(tmp_path, read).samples(MediaKey("m"), treatment)
    files = {path.name for path in tmp_path.iterdir()}
    again = DecodedTakes(tmp_path, read).samples(MediaKey("m"), treatment)
    assert len(first) == 4_000 + tail_of(ROOM)
    assert again.tobytes() == first.tobytes() and not again.flags.writeable
    assert len(asked) == 1 and {path.name for path in tmp_path.iterdir()} == files


def test_clips_of_one_take_at_one_tempo_share_the_stretched_take(tmp_path: Path) -> None:
    takes = DecodedTakes(tmp_path, lambda key: encoded(noise(9_600)))
    plain = takes.samples(MediaKey("m"), Treatment(1.25))
    assert len(plain) == 7_680
    takes.samples(MediaKey("m"), Treatment(1.25, TELEPHONE))
    takes.samples(MediaKey("m"), Treatment(1.25, ROOM, Span(0, 100)))
    assert len(list(tmp_path.iterdir())) == 4


def test_a_treatment_that_differs_in_anything_is_another_sound(tmp_path: Path) -> None:
    treatments = [
        Treatment(),
        Treatment(1.1),
        Treatment(1.1, ROOM, Span(0, 500)),
        Treatment(1.1, ROOM, Span(0, 501)),
        Treatment(1.1, ROOM, Span(0, 500), fade_in=1),
        Treatment(1.1, ROOM, Span(0, 500), fade_out=1),
        Treatment(1.1, TELEPHONE),
    ]
    assert len({treatment.name(MediaKey("m")) for treatment in treatments}) == len(treatments)
    assert Treatment().name(MediaKey("m")) != Treatment().name(MediaKey("n"))
