"""MiniMax's synthesis: what it answers, what it refuses, what it bills."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import soundfile

from tests.services.minimax.service import MinimaxService
from tests.services.minimax.texts import usage

SPOKEN = "你终于来了(sighs)<#0.4#>我等了三年。"


def an_order(text: str = SPOKEN, **changes: Any) -> dict[str, Any]:
    return {
        "model": "speech-2.8-hd",
        "text": text,
        "voice_setting": {"voice_id": "female-yujie"},
        "audio_setting": {"sample_rate": 44100, "format": "wav", "channel": 1},
    } | changes


@pytest.fixture
def client(minimax_service: MinimaxService) -> Iterator[httpx.Client]:
    key = {"Authorization": f"Bearer {minimax_service.key}"}
    with httpx.Client(base_url=minimax_service.url, headers=key, timeout=60) as client:
        yield client


def speak(client: httpx.Client, order: dict[str, Any]) -> dict[str, Any]:
    return client.post("/v1/t2a_v2", json=order).json()


def seconds_of(data: bytes) -> float:
    samples, rate = soundfile.read(io.BytesIO(data))
    return len(samples) / rate


def test_a_line_comes_as_hex_with_its_length_and_its_price(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    answer = speak(client, an_order())
    sound = bytes.fromhex(answer["data"]["audio"])
    info = answer["extra_info"]
    assert answer["base_resp"] == {"status_code": 0, "status_msg": "success"}
    assert abs(seconds_of(sound) - info["audio_length"] / 1000) < 0.1
    assert (info["usage_characters"], info["word_count"]) == (21, 10)
    assert [(each.text, each.characters) for each in minimax_service.bill] == [(SPOKEN, 21)]


@pytest.mark.parametrize(
    ("text", "characters"),
    [("Hello, you.", 11), ("你好，世界！", 10), ("So(laughs) what", 7), ("a<#1.5#>b", 2)],
)
def test_han_characters_count_twice_and_controls_not_at_all(text: str, characters: int) -> None:
    assert usage(text) == characters


def test_another_line_sounds_different_and_a_faster_one_is_shorter(client: httpx.Client) -> None:
    first, second = (
        speak(client, an_order(text))["data"]["audio"]
        for text in ("A line of words.", "A line of sound.")
    )
    fast = {"voice_id": "female-yujie", "speed": 2}
    quick = speak(client, an_order("A line of words.", voice_setting=fast))["data"]["audio"]
    assert first != second
    assert len(quick) < len(first)


@pytest.mark.parametrize("format", ["wav", "mp3", "flac", "opus", "pcmu_wav", "pcm", "pcmu_raw"])
def test_every_format_has_the_stated_length(client: httpx.Client, format: str) -> None:
    setting = {"format": format, "sample_rate": 24000}
    answer = speak(client, an_order(audio_setting=setting))
    sound = bytes.fromhex(answer["data"]["audio"])
    bare = {"pcm": 2 * 24000, "pcmu_raw": 8000}
    length = len(sound) / bare[format] if format in bare else seconds_of(sound)
    assert abs(length - answer["extra_info"]["audio_length"] / 1000) < 0.1


def test_a_link_is_on_another_host_and_wants_no_key(
    client: httpx.Client, minimax_service: MinimaxService
) -> None:
    link = speak(client, an_order(output_format="url"))["data"]["audio"]
    assert httpx.URL(link).host != httpx.URL(minimax_service.url).host
    assert seconds_of(httpx.get(link).content) > 1
    assert client.get(link).status_code == 400
    assert "Authorization" in minimax_service.violations.take()[0]
    minimax_service.clock.advance(hours=25)
    assert httpx.get(link).status_code == 403


def test_subtitles_give_the_time_of_each_word(client: httpx.Client) -> None:
    answer = speak(client, an_order(subtitle_enable=True, subtitle_type="word"))
    pieces = httpx.get(answer["data"]["subtitle_file"]).json()
    words = [word for piece in pieces for word in piece["timestamped_words"]]
    assert "".join(word["word"] for word in words) == "你终于来了我等了三年。"
    times = [time for word in words for time in (word["time_begin"], word["time_end"])]
    assert times == sorted(times)
    assert times[-1] == answer["extra_info"]["audio_length"]


@pytest.mark.parametrize("whole_again", [True, False])
def test_a_stream_repeats_the_whole_in_its_last_event(
    client: httpx.Client, whole_again: bool
) -> None:
    options = {"exclude_aggregated_audio": not whole_again}
    order = an_order(stream=True, stream_options=options, audio_setting={"format": "mp3"})
    answer = client.post("/v1/t2a_v2", json=order)
    assert answer.headers["content-type"] == "text/event-stream"
    events = [json.loads(line[6:]) for line in answer.text.split("\n\n") if line]
    pieces = "".join(event["data"]["audio"] for event in events[:-1])
    assert [event["data"]["status"] for event in events] == [1] * (len(events) - 1) + [2]
    assert events[-1]["data"].get("audio") == (pieces if whole_again else None)
    assert abs(seconds_of(bytes.fromhex(pieces)) - 2.66) < 0.1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"voice": 1}, "voice: unknown field"),
        ({"emotion": "sad"}, "emotion: unknown field"),
        ({"model": "speech-3"}, "model: no 'speech-3'"),
        ({"text": "Hm<#1#>"}, "pause at the edge"),
        ({"text": "a<#1#> <#1#>b"}, "two pauses in a row"),
        ({"text": "a<#0.001#>b"}, "pause of '0.001' s"),
        ({"text": "a(laughs)", "model": "speech-2.6-hd"}, "no (laughs)"),
        ({"text": "你(冷笑)好"}, "(冷笑)"),
        ({"text": "x" * 10_000}, "at most 9999"),
        ({"voice_setting": {"voice_id": "female-yujie", "pitch": 1.0}}, "pitch: must be an int"),
        ({"voice_setting": {"voice_id": "female-yujie", "speed": 2.1}}, "speed: must be 0.5 to 2"),
        ({"voice_setting": {"voice_id": "female-yujie", "vol": 0}}, "vol: must be above 0"),
        ({"voice_setting": {"voice_id": "female-yujie", "emotion": "whisper"}}, "emotion"),
        ({"audio_setting": {"bitrate": 192000}}, "bitrate: no 192000"),
        ({"voice_setting": {"voice_id": " female-yujie"}}, "is not 'female-yujie'"),
    ],
)
def test_a_broken_rule_is_noted_and_refused(
    client: httpx.Client, minimax_service: MinimaxService, changes: dict[str, Any], said: str
) -> None:
    answer = speak(client, an_order() | changes)
    assert answer["base_resp"]["status_code"] in (2013, 2054)
    assert said in " ".join(minimax_service.violations.take())
    assert not len(minimax_service.bill)
