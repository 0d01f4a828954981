"""A voice that nobody named is called by the first thing its description says."""

from __future__ import annotations

import pytest

from studio.casting.making.naming import LONGEST_NAME, name_of


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("An old lighthouse keeper, hoarse and kind, slow.", "An old lighthouse keeper"),
        ("  A girl\n of ten. ", "A girl of ten"),
        ("… , a whisper", "…"),
        ("一位老船长，声音沙哑，很慈祥", "一位老船长"),
        (
            "A woman who has waited all her life for somebody",
            "A woman who has waited all her life for",
        ),
        ("", ""),
    ],
)
def test_the_name_ends_with_a_thought_or_at_least_a_word(description: str, name: str) -> None:
    assert name_of(description) == name


def test_a_name_is_never_longer_than_it_may_be() -> None:
    assert len(name_of("船" * 100)) == LONGEST_NAME
    assert len(name_of("x" * 100)) == LONGEST_NAME
