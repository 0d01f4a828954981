"""Every test here speaks to a loopback MiniMax; breaking a rule of its interface fails the test."""

from __future__ import annotations

import pytest

from tests.services.minimax.service import MinimaxService


@pytest.fixture
def service(minimax_service: MinimaxService) -> MinimaxService:
    return minimax_service
