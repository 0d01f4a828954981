"""What comes back: sound checked as far as a file tells, times of words, archives."""

from __future__ import annotations

import io
import json
import struct
import tarfile
import zipfile

import pytest

from studio.engines.minimax.archive import unpacked
from studio.engines.minimax.sound import SoundDamaged, kind_of, sound_from
from studio.engines.minimax.subtitles import word_times
from studio.engines.minimax.tickets import Ticket
from studio.model.take import WordTime
from tests.services.sound import Encoding, Stretch, spoken, streamed_wave


def a_file(format: str, milliseconds: int = 1000) -> bytes:
    return spoken((Stretch(milliseconds),), 220.0, Encoding(format, 44100)).data


@pytest.mark.parametrize(
    ("format", "kind"), [("wav", "wav"), ("flac", "flac"), ("mp3", "mp3"), ("opus", "ogg")]
)
def test_a_sound_is_known_by_its_first_bytes(format: str, kind: str) -> None:
    data = (
        a_file(format)
        if format != "opus"
        else spoken((Stretch(500),), 220.0, Encoding(format, 48000)).data
    )
    assert kind_of(data) == kind
    assert sound_from(data.hex(), length_ms=500) == data
    assert sound_from(data.hex().upper(), length_ms=0) == data


@pytest.mark.parametrize("data", [b"", b"\xff", b"RIFF", b"{}", b"<html>", b"\xff\x00ab"])
def test_what_is_no_sound_is_damage(data: bytes) -> None:
    with pytest.raises(SoundDamaged):
        sound_from(data.hex(), length_ms=0)


@pytest.mark.parametrize("format", ["wav", "flac"])
def test_a_sound_that_is_shorter_than_stated_is_damage(format: str) -> None:
    digits = a_file(format).hex()
    assert sound_from(digits, length_ms=1090)
    with pytest.raises(SoundDamaged, match=r"1\.0 s of 1\.2 s"):
        sound_from(digits, length_ms=1200)


def test_a_wave_file_is_measured_by_what_is_there() -> None:
    whole = a_file("wav")
    assert sound_from(streamed_wave(whole).hex(), length_ms=1000)
    with pytest.raises(SoundDamaged):
        sound_from(streamed_wave(whole)[: len(whole) // 2].hex(), length_ms=1000)
    listed = whole[:12] + b"LIST" + struct.pack("<I", 3) + b"abc\0" + whole[12:]
    assert sound_from(listed.hex(), length_ms=1000)


# Subtitles.


WORD = {"word": "Come", "time_begin": 0, "time_end": 200.5}
BLANK = {"word": " ", "time_begin": 200.5, "time_end": 210}
MARK = {"word": ".", "time_begin": 400, "time_end": 400}
LAST = {"word": "in", "time_begin": 210, "time_end": 400}
PIECE = {"text": "Come in.", "time_begin": 0, "time_end": 400.0, "timestamped_words": None}
WORDS = (WordTime("Come", 0, 200.5), WordTime("in.", 210, 400))


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda piece: [piece],
        lambda piece: {"subtitles": [piece]},
        lambda piece: {"data": piece},
        lambda piece: {"data": {"subtitles": [piece]}},
    ],
)
def test_words_are_found_in_every_shape_of_the_file(wrapped) -> None:
    piece = PIECE | {"timestamped_words": [LAST, WORD, BLANK, MARK]}
    assert word_times(json.dumps(wrapped(piece)).encode()) == WORDS


def test_sentences_are_given_where_there_are_no_words() -> None:
    assert word_times(json.dumps([PIECE]).encode()) == (WordTime("Come in.", 0, 400),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"null",
        b"7",
        b"[" * 100_000,
        b"[[[[[[[[[[]]]]]]]]]]",
        b"\xff\xfe",
        b'[{"word":"x"}]',
        b'[{"word":"x","time_begin":5,"time_end":1}]',
        b'[{"word":7,"time_begin":0,"time_end":1}]',
        b'[{"word":"x","time_begin":NaN,"time_end":1}]',
        b'[{"word":"x","time_begin":-1,"time_end":1}]',
        b'[{"word":"x","time_begin":"0","time_end":1}]',
    ],
)
def test_what_has_no_times_gives_none(data: bytes) -> None:
    assert word_times(data) == ()


# Archives.


def a_tar(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def a_zip(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize("pack", [a_tar, a_zip])
def test_sound_and_sentences_are_found_in_an_archive(pack) -> None:
    sound, titles = a_file("mp3"), json.dumps([PIECE]).encode()
    data = pack(**{"a.extra": b'{"x":1}', "../../a.titles": titles, "/etc/a.mp3": sound})
    assert unpacked(data) == (sound, (WordTime("Come in.", 0, 400),))


def test_a_bare_sound_is_its_own_archive() -> None:
    assert unpacked(a_file("flac")) == (a_file("flac"), ())


def test_a_link_in_an_archive_leads_nowhere() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo("a.mp3")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    with pytest.raises(SoundDamaged, match="no sound"):
        unpacked(packed.getvalue())


def test_an_archive_that_would_fill_the_memory_is_not_unpacked() -> None:
    member = tarfile.TarInfo("a.wav")
    member.size = 600 << 20
    with pytest.raises(SoundDamaged, match="too large"):
        unpacked(member.tobuf() + bytes(10_240))


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", b"PK\3\4nonsense", a_tar(x=b"text"), a_zip(x=b"y")]
)
def test_an_archive_without_sound_is_damage(data: bytes) -> None:
    with pytest.raises(SoundDamaged):
        unpacked(data)


def test_a_damaged_archive_is_damage() -> None:
    whole = a_zip(**{"a.wav": a_file("wav")})
    with pytest.raises(SoundDamaged):
        unpacked(whole[: len(whole) // 2])
    broken = bytearray(whole)
    broken[200:210] = b"0123456789"
    with pytest.raises(SoundDamaged):
        unpacked(bytes(broken))
    with pytest.raises(SoundDamaged):
        unpacked(a_tar(**{"a.wav": a_file("wav")})[:9000])


# Tickets.


def test_a_ticket_keeps_the_numbers_of_the_service() -> None:
    content = {"task_id": "95157322514444", "file_id": 309876543210987654, "usage_characters": 12}
    ticket = Ticket.of(content)
    assert ticket is not None and ticket == Ticket("95157322514444", "309876543210987654", 12)
    assert Ticket.read(ticket.written()) == ticket
    assert Ticket.of({"task_id": 7}) == Ticket("7")


@pytest.mark.parametrize("content", [{}, {"task_id": None}, {"task_id": "x"}, {"task_id": True}])
def test_an_answer_without_a_number_gives_no_ticket(content: dict[str, object]) -> None:
    assert Ticket.of(content) is None


@pytest.mark.parametrize("written", ["", "x", "7", "[]", '["x","",0,""]', "{}"])
def test_what_is_no_ticket_is_not_read(written: str) -> None:
    assert Ticket.read(written) is None
