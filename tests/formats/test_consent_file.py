"""A consent can be written in the three ways that people do, and comes back as it was."""

from __future__ import annotations

import datetime
import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import wording
from studio.errors import ConsentError, ConsentProblem
from studio.formats.consent_file import read_consent, write_consent
from studio.model.consent import Consent, Document, Ground

TOML = """
speaker = "Lin Wei"
ground = "written agreement"
uses = ["this series", "its trailers"]
until = 2027-12-31
recorded_by = "Ada"
recorded_on = "2026-11-21"
document = "agreement.pdf"
"""
LINES = """
# from the producer
Speaker: Lin Wei
Ground: Written agreement
Uses: this series, its trailers
Until: 2027-12-31
Recorded by: Ada
Recorded on: 2026-11-21
Document: agreement.pdf
"""
ONE_LINE = (
    "Lin Wei; written agreement; for this series, its trailers; until 2027-12-31;"
    " recorded by: Ada; recorded on: 2026-11-21; document: agreement.pdf"
)
EXPECTED = Consent(
    "Lin Wei",
    Ground.WRITTEN_AGREEMENT,
    ("this series", "its trailers"),
    datetime.date(2027, 12, 31),
    recorded_by="Ada",
    recorded_on=datetime.date(2026, 11, 21),
    document=Document("agreement.pdf"),
)

words = st.text(string.ascii_letters + " äé中文，'", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)
days = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 1, 1))
consents = st.builds(
    Consent,
    speaker=words,
    ground=st.sampled_from(Ground),
    uses=st.lists(words, max_size=3).map(tuple),
    until=st.none() | days,
    territory=st.just("") | words,
    recorded_by=words,
    recorded_on=st.none() | days,
    document=st.none() | st.builds(Document, words, st.just("") | st.just("0f" * 32)),
    note=st.just("") | words,
)


@pytest.mark.parametrize("text", [TOML, LINES, ONE_LINE, f"[consent]{TOML}", f"\ufeff{LINES}"])
def test_the_same_consent_is_read_from_each_form(text: str) -> None:
    assert read_consent(text) == EXPECTED


@given(consents)
def test_what_is_written_is_read_back(consent: Consent) -> None:
    assert read_consent(write_consent(consent)) == consent


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("own voice; Lin Wei", Ground.OWN_VOICE),
        ("Lin Wei; My own voice.", Ground.OWN_VOICE),
        ("李薇；本人声音；2027-12-31为止", Ground.OWN_VOICE),
        ("Speaker: Lin Wei\nGround: License", Ground.LICENCE),
    ],
)
def test_a_short_consent_says_who_and_why(text: str, ground: Ground) -> None:
    consent = read_consent(text)
    assert consent.ground is ground and consent.speaker in ("Lin Wei", "李薇")


@pytest.mark.parametrize(
    ("text", "problem", "detail"),
    [
        ("", ConsentProblem.MISSING, ""),
        ("Lin Wei said yes", ConsentProblem.NO_GROUND, "own voice"),
        ("speaker: Lin\nground: because", ConsentProblem.NO_GROUND, "because"),
        ("speaker: Lin\nground: own voice\nutnil: 2027-01-01", ConsentProblem.MALFORMED, "until?"),
        ("speaker: Lin\nground: own voice\nuntil: soon", ConsentProblem.MALFORMED, "soon"),
        ("speaker: Lin\nno colon here", ConsentProblem.MALFORMED, "no colon here"),
        ("speaker = 'Lin", ConsentProblem.MALFORMED, ""),
        ("speaker = 7\nground = 'own voice'", ConsentProblem.MALFORMED, "speaker = 7"),
        ("speakr = 'Lin'\nground = 'own voice'", ConsentProblem.MALFORMED, "speaker?"),
        ("uses = [1]\nground = 'own voice'", ConsentProblem.MALFORMED, "uses"),
        ("ground = 'own'\ndocument_sha256 = 'short'", ConsentProblem.MALFORMED, "short"),
    ],
)
def test_what_cannot_be_understood_is_told(text: str, problem: ConsentProblem, detail: str) -> None:
    with pytest.raises(ConsentError) as refused:
        read_consent(text, source="consent.txt")
    assert refused.value.problem is problem
    said = wording.sentence(refused.value)
    assert said.startswith("consent.txt") and detail in said


def test_the_line_of_a_mistake_is_told() -> None:
    with pytest.raises(ConsentError) as refused:
        read_consent("speaker: Lin\n\nground: own voice\nnotes: x", source="consent.txt")
    assert refused.value.line == 4


@given(st.text(max_size=80))
def test_no_text_is_worse_than_refused(text: str) -> None:
    with suppress(ConsentError):
        assert isinstance(read_consent(text), Consent)
