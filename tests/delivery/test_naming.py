"""File names are legal on every system, readable, and never the same twice."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.delivery.naming import LONGEST_NAME, expanded, legal_name, refuse_collisions
from studio.errors import DeliveryError, DeliveryProblem

FORBIDDEN = set('<>:"/\\|?*')


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MARA", "MARA"),
        ("A/B", "A_B"),
        ("who?", "who_"),
        ("..", "_"),
        (" a  b ", "a b"),
        ("end.", "end"),
        ("con", "_con"),
        ("LPT1.wav", "_LPT1.wav"),
        ("林夏", "林夏"),
        ("\u202eevil", "evil"),
        ("", "_"),
        ("tab\there", "tabhere"),
    ],
)
def test_a_name_is_made_legal_and_stays_readable(text: str, name: str) -> None:
    assert legal_name(text) == name


@given(st.text(max_size=300))
def test_any_text_becomes_a_legal_name(text: str) -> None:
    name = legal_name(text)
    assert name
    assert len(name.encode()) <= LONGEST_NAME + 1
    assert not FORBIDDEN & set(name)
    assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in name)
    assert name == name.strip(" ").rstrip(".")
    assert legal_name(name) == name


def test_a_pattern_is_filled_with_padded_numbers() -> None:
    name = expanded(
        "{episode:02}_{line:04}_{character}_{language}",
        {"episode": 3, "line": 12, "character": "A/B", "language": "zh"},
    )
    assert name == "03_0012_A_B_zh"


@pytest.mark.parametrize(
    "pattern", ["{nobody}", "{episode", "{episode.__class__}", "{0}", "{language:{line}}", "{}"]
)
def test_a_pattern_that_cannot_be_filled_is_refused(pattern: str) -> None:
    with pytest.raises(DeliveryError) as refused:
        expanded(pattern, {"episode": 1, "language": "en", "line": 1})
    assert refused.value.problem is DeliveryProblem.BAD_PATTERN


def test_names_that_differ_only_in_case_are_refused() -> None:
    with pytest.raises(DeliveryError) as refused:
        refuse_collisions(["01_en_Ada.wav", "01_en_ADA.wav"])
    assert refused.value.problem is DeliveryProblem.COLLISION
