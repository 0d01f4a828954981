"""The engines by name: with accounts, without, and while they come and go."""

from __future__ import annotations

import pytest

from studio.engines.roster import Roster
from tests.engines.fake_engine import FakeEngine


def test_a_service_without_an_account_means_its_first_one() -> None:
    first, second = FakeEngine("minimax/main"), FakeEngine("minimax/second")
    roster = Roster([FakeEngine("offline"), first, second])
    assert roster["minimax"] is first and roster["minimax/second"] is second
    assert "minimax" in roster and "useapi" not in roster
    assert list(roster) == ["offline", "minimax/main", "minimax/second"]
    with pytest.raises(KeyError):
        roster["minimax/gone"]


def test_whoever_holds_the_roster_sees_engines_come_and_go() -> None:
    offline, first = FakeEngine("offline"), FakeEngine("minimax/main")
    roster = Roster([offline])
    told: list[int] = []
    stop = roster.listen(lambda: told.append(len(roster)))
    assert roster.become([offline, first]) == ()
    assert roster.become([offline]) == (first,)
    stop()
    roster.become([])
    assert told == [2, 1]
