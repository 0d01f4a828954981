"""No voice is made of somebody who did not allow it, as far as is recorded."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from studio import wording
from studio.errors import ConsentError, ConsentProblem
from studio.model.consent import (
    Consent,
    Document,
    Ground,
    manifest_of,
    manifest_text,
    problems_of,
    require_consent,
)

TODAY = datetime.date(2026, 11, 21)
OWN = Consent(
    "Lin Wei", Ground.OWN_VOICE, recorded_by="Lin Wei", recorded_on=datetime.date(2026, 11, 1)
)
SIGNED = replace(
    OWN,
    ground=Ground.WRITTEN_AGREEMENT,
    uses=("this series", "its trailers"),
    until=datetime.date(2027, 12, 31),
    territory="Germany",
    document=Document("agreement-2026-11.pdf", "ab" * 32),
)


@pytest.mark.parametrize("consent", [OWN, SIGNED])
def test_a_whole_consent_is_enough(consent: Consent) -> None:
    assert problems_of(consent, today=TODAY) == ()
    assert require_consent(consent, today=TODAY) is consent


@pytest.mark.parametrize(
    ("consent", "problem"),
    [
        (None, ConsentProblem.MISSING),
        (replace(OWN, speaker=" "), ConsentProblem.NO_SPEAKER),
        (replace(SIGNED, document=None), ConsentProblem.NO_DOCUMENT),
        (replace(OWN, ground=Ground.EMPLOYMENT), ConsentProblem.NO_DOCUMENT),
        (replace(OWN, ground=Ground.LICENCE), ConsentProblem.NO_DOCUMENT),
        (replace(OWN, ground=Ground.PUBLIC_DOMAIN), ConsentProblem.NO_NOTE),
        (replace(OWN, ground=Ground.SYNTHETIC), ConsentProblem.NO_NOTE),
        (replace(OWN, recorded_by=""), ConsentProblem.NOT_RECORDED),
        (replace(OWN, recorded_on=None), ConsentProblem.NOT_RECORDED),
        (replace(OWN, recorded_on=datetime.date(2026, 11, 22)), ConsentProblem.NOT_YET),
        (replace(SIGNED, until=datetime.date(2026, 11, 20)), ConsentProblem.OVER),
    ],
)
def test_without_it_no_voice_is_made_and_the_sentence_says_why(
    consent: Consent | None, problem: ConsentProblem
) -> None:
    with pytest.raises(ConsentError) as refused:
        require_consent(consent, today=TODAY, source="consent.toml")
    assert refused.value.problem is problem
    assert wording.sentence(refused.value).startswith("consent.toml: ")
    assert problem in problems_of(consent, today=TODAY)


def test_a_consent_holds_on_its_last_day() -> None:
    last = replace(SIGNED, until=TODAY)
    assert problems_of(last, today=TODAY) == ()
    assert last.is_over(TODAY + datetime.timedelta(days=1))


def test_a_ground_without_a_signature_is_enough_with_a_note() -> None:
    old = replace(OWN, ground=Ground.PUBLIC_DOMAIN, note="A radio play of 1931.")
    assert problems_of(old, today=TODAY) == ()


def test_the_manifest_tells_all_that_is_known_and_no_more() -> None:
    told = manifest_of(SIGNED)
    assert told["uses"] == "this series, its trailers" and told["until"] == "2027-12-31"
    assert told["document"] == "agreement-2026-11.pdf" and told["territory"] == "Germany"
    assert "note" not in told
    text = manifest_text("Lin", SIGNED)
    assert text.startswith("voice: Lin\nspeaker: Lin Wei\nground: written agreement\n")
    assert "none is recorded" in manifest_text("Lin", None)
