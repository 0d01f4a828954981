"""The library of own voices: what was told as done is there, for every program, after any end."""

from __future__ import annotations

import datetime
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from studio import wording
from studio.errors import VoiceLibraryError, VoiceLibraryProblem
from studio.model.consent import Consent, Document, Ground
from studio.model.sample import KeptSample, KeptSource, Piece, SampleEdit
from studio.model.span import Span
from studio.store.places import voice_library_folder
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import DAY_S, OwnVoice, VoiceOrigin, VoiceState
from studio.store.voice_library_file import backup_of

ROOT = Path(__file__).parents[2]
NOW = 1_790_000_000.0
MAIN, SPARE = "minimax/main", "minimax/spare"


class Clock:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def a_library(folder: Path, clock: Clock | None = None) -> VoiceLibrary:
    return VoiceLibrary(folder / "voices", clock=clock or Clock())


def a_clone(name: str = "Lin", voice: str = "lin-001", **more: object) -> OwnVoice:
    clone = OwnVoice(
        name.casefold(), VoiceOrigin.CLONE, MAIN, name, voice, ("zh", "en"),
        made_at=NOW, unused_days=7.0,
    )  # fmt: skip
    return replace(clone, **more)


def a_whole_clone(library: VoiceLibrary) -> OwnVoice:
    sha256 = library.files.keep_bytes(b"RIFF....", "lin.wav")
    preview = library.files.keep_bytes(b"ID3....", "preview.mp3")
    edit = SampleEdit((Piece("s1", Span(10, 4800), -3.0), Piece("s1", Span(9600, 9700))), 2.5)
    sample = KeptSample((KeptSource("s1", sha256, "lin.wav", 1, 0),), edit, "您好。")
    consent = Consent(
        "Lin Wei", Ground.WRITTEN_AGREEMENT, ("this series",), datetime.date(2027, 1, 1), "DE",
        "Ada", datetime.date(2026, 11, 21), Document("a.pdf", "ab" * 32), "by phone",
    )  # fmt: skip
    return a_clone(
        consent=consent, samples=(sample,), prompt=sample, preview=preview, wanted=True,
        options={"need_noise_reduction": True, "accuracy": 0.7}, parts=(("a", 60), ("b", 40)),
        description="low and \udc80 warm", uploads={"0": "12"}, state=VoiceState.READY,
    )  # fmt: skip


def test_a_voice_comes_back_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    entered = library.add(a_whole_clone(library))
    found = a_library(tmp_path).voice(entered.id)
    assert found == replace(entered, description="low and ? warm")
    assert found.entered_at == NOW


def test_an_empty_library_has_no_voices_and_makes_no_file(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    assert library.voices() == () and library.named(MAIN, "lin-001") is None
    library.use(MAIN, "lin-001")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_nobody_else_may_look_into_it(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.add(a_whole_clone(library))
    library.want("lin", False)
    for path in (library.folder, *library.folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert voice_library_folder().name == "voices"


def test_a_new_clone_has_seven_days_unless_it_speaks(tmp_path: Path) -> None:
    clock = Clock()
    library = a_library(tmp_path, clock)
    library.add(a_clone())
    voice = library.voice("lin")
    assert voice.expires_at == NOW + 7 * DAY_S
    assert not voice.is_over(NOW + 7 * DAY_S - 1) and voice.is_over(NOW + 7 * DAY_S)
    clock.now += DAY_S
    library.use(SPARE, "lin-001")  # the same service, whichever account pays
    voice = library.voice("lin")
    assert voice.expires_at is None and not voice.is_over(NOW + 99 * DAY_S)
    assert voice.first_used_at == voice.used_at == NOW + DAY_S
    library.use(MAIN, "lin-001", at=NOW + 5 * DAY_S)
    assert library.voice("lin").first_used_at == NOW + DAY_S
    assert library.voice("lin").used_at == NOW + 5 * DAY_S


def test_a_wanted_voice_is_told_before_it_is_forgotten(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.add(a_clone())
    assert not library.voice("lin").to_be_kept(NOW + 6 * DAY_S)
    wanted = library.want("lin")
    assert not wanted.to_be_kept(NOW + 4 * DAY_S)
    assert wanted.to_be_kept(NOW + 6 * DAY_S)
    assert not wanted.to_be_kept(NOW + 8 * DAY_S)


def test_the_list_of_the_service_tells_what_is_gone(tmp_path: Path) -> None:
    clock = Clock()
    library = a_library(tmp_path, clock)
    library.add(a_clone("used", "v-used", first_used_at=NOW))
    library.add(a_clone("fresh", "v-fresh"))
    library.add(a_clone("other", "v-other", account=SPARE))
    library.compare(MAIN, (), lists_unused=False)
    assert library.voice("used").state is VoiceState.GONE
    assert library.voice("fresh").state is VoiceState.READY, "not listed, but in its seven days"
    assert library.voice("other").state is VoiceState.READY, "another account"
    library.compare(MAIN, ("v-used",), lists_unused=False)
    assert library.voice("used").state is VoiceState.READY
    clock.now += 8 * DAY_S
    library.compare(MAIN, ("v-used",), lists_unused=False)
    assert library.voice("fresh").state is VoiceState.GONE
    library.compare(SPARE, (), lists_unused=True)
    assert library.voice("other").state is VoiceState.GONE


def test_removing_deletes_nothing_until_it_is_forgotten(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.add(a_whole_clone(library))
    twin = replace(a_whole_clone(library), id="twin", preview="")
    library.add(twin)
    with pytest.raises(VoiceLibraryError):
        library.forget("lin")
    library.remove("lin")
    assert [voice.id for voice in library.voices()] == ["twin"]
    assert [voice.id for voice in library.voices(removed=True)] == ["lin"]
    assert len(list((library.folder / "files").iterdir())) == 2
    assert library.restore("lin").removed_at == 0.0
    library.remove("lin")
    library.forget("lin")
    assert library.voices(removed=True) == ()
    left = [path.name for path in (library.folder / "files").iterdir()]
    assert left == [f"{twin.samples[0].sources[0].sha256}.wav"], "the twin has it, too"


def test_a_voice_whose_recording_is_not_kept_is_refused(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    voice = a_whole_clone(library)
    for path in (library.folder / "files").iterdir():
        path.unlink()
    with pytest.raises(VoiceLibraryError) as refused:
        library.add(voice)
    assert refused.value.problem is VoiceLibraryProblem.FILE_MISSING
    assert library.voices() == ()


def test_the_same_recording_is_kept_once(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    given = tmp_path / "voice.wav"
    given.write_bytes(b"x" * 3_000_000)
    assert library.files.keep(given) == library.files.keep_bytes(b"x" * 3_000_000, "again.WAV")
    assert len(list((library.folder / "files").iterdir())) == 1
    for bad in ("../../etc/passwd", "x" * 64, ""):
        with pytest.raises(VoiceLibraryError):
            library.files.path(bad, "x.wav")


def test_changes_of_two_threads_and_two_programs_are_all_there(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.add(a_clone())

    def count(number: int) -> None:
        mine = a_library(tmp_path)
        for _ in range(20):
            mine.change(
                "lin", lambda v: replace(v, uploads={**v.uploads, f"{number}-{len(v.uploads)}": ""})
            )

    child = subprocess.Popen(
        [sys.executable, "-c", ADDS, str(library.folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    threads = [threading.Thread(target=count, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert child.wait() == 0
    assert len(library.voice("lin").uploads) == 40
    assert len(library.voices()) == 21


ADDS = """
import sys
from pathlib import Path
from studio.store.voice_library import VoiceLibrary
from studio.store.voice_library_entry import OwnVoice, VoiceOrigin
library = VoiceLibrary(Path(sys.argv[1]))
for number in range(20):
    library.add(OwnVoice(f"child{number}", VoiceOrigin.DESIGN, "minimax/main", "x"))
"""


def test_two_programs_that_begin_at_once_make_one_library(tmp_path: Path) -> None:
    children = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                ADDS.replace("child", f"child{name}-"),
                str(tmp_path / "voices"),
            ],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for name in "ab"
    ]
    assert [child.wait() for child in children] == [0, 0]
    assert len(a_library(tmp_path).voices()) == 40


def damaged_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 + 2000] = b"\xff" * 2000
    path.write_bytes(bytes(data))


def test_a_damaged_library_is_put_aside_and_made_again_of_its_backup(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    for number in range(5):
        library.add(a_clone(f"voice{number}", f"v-{number}"))
    os.utime(backup_of(library.path), (0, 0))
    library.want("voice0")  # a new day: the backup has all five
    for end in ("-wal", "-shm"):
        Path(f"{library.path}{end}").unlink(missing_ok=True)
    damaged_page(library.path)
    aside = library.mend()
    assert aside and aside.exists()
    assert [voice.id for voice in library.voices()] == [f"voice{n}" for n in range(5)]
    assert library.mend() is None


def test_a_row_that_was_changed_behind_our_back_is_left_out_and_taken_from_the_backup(
    tmp_path: Path,
) -> None:
    library = a_library(tmp_path)
    library.add(a_clone())
    library.add(a_clone("Mo", "mo-001"))
    os.utime(backup_of(library.path), (0, 0))
    library.want("mo")
    with closing(sqlite3.connect(library.path)) as connection:
        connection.execute("UPDATE voices SET body = replace(body, 'lin-001', 'xxx-001')")
        connection.commit()
    assert [voice.id for voice in library.voices()] == ["mo"]
    with pytest.raises(VoiceLibraryError):
        library.voice("lin")
    assert library.mend()
    assert library.voice("lin").voice == "lin-001" and library.voice("mo").wanted


@pytest.mark.parametrize(
    ("version", "problem"), [(99, VoiceLibraryProblem.NEWER), (0, VoiceLibraryProblem.DAMAGED)]
)
def test_a_library_of_another_version_is_left_alone(
    tmp_path: Path, version: int, problem: VoiceLibraryProblem
) -> None:
    library = a_library(tmp_path)
    library.add(a_clone())
    with closing(sqlite3.connect(library.path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(VoiceLibraryError) as refused:
        library.add(a_clone("Mo"))
    assert refused.value.problem is problem
    assert wording.sentence(refused.value).startswith(str(library.path))


def test_what_is_no_library_is_told_and_can_be_mended(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.folder.mkdir()
    library.path.write_bytes(b"not a database at all, but long enough to look at" * 30)
    with pytest.raises(VoiceLibraryError) as refused:
        library.voices()
    assert refused.value.problem is VoiceLibraryProblem.DAMAGED
    assert library.mend()
    library.add(a_clone())
    assert len(library.voices()) == 1


def test_where_there_is_no_library_yet_there_is_nothing_to_mend(tmp_path: Path) -> None:
    library = a_library(tmp_path / "not there yet")
    assert library.mend() is None
    assert not library.folder.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(VoiceLibraryError) as refused:
        a_library(tmp_path).add(a_clone())
    tmp_path.chmod(0o700)
    assert refused.value.problem is VoiceLibraryProblem.UNWRITABLE
