"""A take is the whole of what the service says it spoke, in any format, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.engines.speech import Price, Speech, SpeechRequest
from studio.errors import AudioError
from studio.model.account import Account, Service
from studio.model.ids import LineId
from studio.model.span import SAMPLE_RATE
from studio.synthesis.plan import PlannedTake, TakeState
from studio.synthesis.recording import recorded
from tests.services.minimax.service import MinimaxService
from tests.services.sound import Encoding, Stretch, spoken
from tests.services.wrongs import truncated_audio
from tests.synthesis.service_stage import a_long_project, a_service_stage

REQUEST = SpeechRequest("minimax/main", "speech-2.8-hd", "a", "en", "Come in.")
PLANNED = PlannedTake(LineId("b1234567"), "en", REQUEST, Price(8))


def a_file(format: str, milliseconds: int) -> bytes:
    return spoken((Stretch(milliseconds),), 220.0, Encoding(format, 44100)).data


@pytest.mark.parametrize("format", ["wav", "flac", "mp3"])
@pytest.mark.parametrize(("there", "told"), [(1000, 0), (1000, 1000), (1000, 1050), (9700, 10_000)])
def test_a_sound_as_long_as_told_is_a_take(format: str, there: int, told: int) -> None:
    take, _ = recorded(PLANNED, Speech(a_file(format, there), 8, length_ms=told), 0.0)
    assert abs(take.length / SAMPLE_RATE - there / 1000) < 0.06


@pytest.mark.parametrize("format", ["wav", "flac", "mp3"])
@pytest.mark.parametrize(("there", "told"), [(1000, 1200), (500, 1000), (9000, 10_000)])
def test_a_sound_whose_end_is_missing_is_none(format: str, there: int, told: int) -> None:
    with pytest.raises(AudioError, match="ends after"):
        recorded(PLANNED, Speech(a_file(format, there), 8, length_ms=told), 0.0)


@pytest.mark.parametrize("format", ["wav", "flac", "mp3"])
async def test_a_line_that_was_cut_is_in_doubt_and_not_a_short_take(
    minimax_service: MinimaxService, tmp_path: Path, format: str
) -> None:
    service = minimax_service
    account = Account(Service.MINIMAX, "main", service.url, options={"format": format})
    project = a_long_project(2, "minimax/main", "English_expressive_narrator")
    async with a_service_stage(tmp_path / "a.understudy", account, service.key, project) as stage:
        first, second = (line for _, line in stage.project.lines if line.spoken)
        request = stage.status.of(first, "en").request
        assert request
        service.faults.for_text(request.text, truncated_audio(0.4))
        await stage.voice()
        assert stage.status.of(first, "en").state is TakeState.UNSURE
        assert stage.status.of(second, "en").state is TakeState.READY
        assert len(list(stage.project.takes)) == 1
