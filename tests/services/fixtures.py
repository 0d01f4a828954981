"""The services as fixtures; `tests/conftest.py` makes them known to every test.

A test that breaks a rule of the interface on purpose takes its violations out:
`assert service.violations.take() == [...]`. All others fail with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:  # A run without these fixtures shall not load a web server.
    from tests.services.chat.service import ChatService
    from tests.services.minimax.service import MinimaxService
    from tests.services.service import Service
    from tests.services.useapi.service import UseapiService

    S = TypeVar("S", bound=Service)


@contextmanager
def obeyed(service: S) -> Iterator[S]:
    """Run a service; the test fails when a rule of its interface was broken."""
    with service:
        yield service
    if service.failures:
        pytest.fail("the service itself failed:\n" + "\n".join(service.failures), pytrace=False)
    if service.violations:
        pytest.fail("rules broken:\n" + "\n".join(service.violations), pytrace=False)


@pytest.fixture
def minimax_service() -> Iterator[MinimaxService]:
    """MiniMax on loopback."""
    from tests.services.minimax.service import MinimaxService

    with obeyed(MinimaxService()) as service:
        yield service


@pytest.fixture
def useapi_service() -> Iterator[UseapiService]:
    """useapi's dialects on loopback."""
    from tests.services.useapi.service import UseapiService

    with obeyed(UseapiService()) as service:
        yield service


@pytest.fixture
def chat_service() -> Iterator[ChatService]:
    """A chat server of one's own on loopback."""
    from tests.services.chat.service import ChatService

    with obeyed(ChatService()) as service:
        yield service


@pytest.fixture
def minimax_over_tls() -> Iterator[MinimaxService]:
    """MiniMax with a certificate that only `service.trust` vouches for."""
    from tests.services.minimax.service import MinimaxService

    with obeyed(MinimaxService(certificate="good")) as service:
        yield service
