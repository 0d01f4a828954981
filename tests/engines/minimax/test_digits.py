"""Megabytes of hex digits are read as JSON would read them, only without holding anybody up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studio.engines.minimax.digits import LARGE, digits_in
from studio.engines.minimax.envelope import content_of, table
from studio.engines.minimax.sound import SoundDamaged, from_hex, sound_from
from studio.engines.web_call import Answer
from tests.services.sound import Encoding, Stretch, spoken

LONG = spoken((Stretch(5000),), 220.0, Encoding("wav", 44100)).data


def read(body: bytes) -> dict[str, Any] | None:
    return content_of(Answer(200, {}, body))


def an_answer(**data: Any) -> bytes:
    return json.dumps({"data": data, "trace_id": "t", "base_resp": {"status_code": 0}}).encode()


@pytest.mark.parametrize("separators", [(",", ":"), (", ", " :\n ")])
@pytest.mark.parametrize("data", [LONG, LONG[:1000]], ids=["long", "short"])
def test_a_sound_of_any_length_is_read_with_all_that_is_around_it(
    data: bytes, separators: tuple[str, str]
) -> None:
    written = {"data": {"audio": data.hex(), "status": 2}, "extra_info": {"audio_length": 7}}
    content = read(json.dumps(written, separators=separators).encode())
    assert content is not None
    assert from_hex(digits_in(content["data"])) == data
    assert content["data"]["status"] == 2
    assert content["extra_info"] == {"audio_length": 7}


@pytest.mark.parametrize("spoil", [lambda d: d[:-1], lambda d: d[:-9] + "zz" + d[-7:]])
def test_a_long_sound_that_is_damaged_is_damage(spoil: Any) -> None:
    content = read(an_answer(audio=spoil(LONG.hex())))
    assert content is not None
    with pytest.raises(SoundDamaged):
        sound_from(digits_in(content["data"]), length_ms=0)


def test_a_long_answer_that_was_cut_is_no_answer() -> None:
    whole = an_answer(audio=LONG.hex())
    assert read(whole[:-3]) is None
    assert read(whole[: LARGE + 1000]) is None


def test_other_long_words_are_left_alone() -> None:
    long = "f" * 2 * LARGE
    for content in ({"audio": long}, {"data": {"x": {"audio": long}}}, {"data": {"link": long}}):
        assert read(json.dumps(content).encode()) == content
    said = {"data": {"text": f'"audio": "{long}"'}}
    assert read(json.dumps(said).encode()) == said


def test_what_is_no_sound_has_no_digits() -> None:
    for data in ({}, {"audio": None}, {"audio": 7}, {"audio": ["ff"]}):
        content = read(an_answer(**data))
        assert content is not None
        assert digits_in(table(content, "data")) == ""
