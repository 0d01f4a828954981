"""The commands that write, run in this process with a chat server on loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.cli import main
from tests.services.chat.service import ChatService
from tests.services.text_model import TextModel

Ran = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def model(chat_service: ChatService, monkeypatch: pytest.MonkeyPatch) -> TextModel:
    """A text model that the environment leads to."""
    model = TextModel()
    chat_service.writes(model)
    monkeypatch.setenv("CHAT_API_HOST", chat_service.base_url)
    monkeypatch.setenv("CHAT_API_KEY", chat_service.key)
    monkeypatch.setenv("CHAT_MODEL", "small-model")
    return model


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run a command here; returns its exit code and what it printed."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        given = [str(argument) for argument in arguments]
        code = main(given)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(given, code, said.out, said.err)

    return run
