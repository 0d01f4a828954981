"""A consent as text: TOML, lines of `name: words`, or one line with semicolons."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from typing import cast

import tomli_w

from studio.errors import ConsentError, ConsentProblem
from studio.formats.near_names import nearest_first
from studio.model.consent import Consent, Document, Ground, manifest_of

KEYS = (
    "speaker", "ground", "uses", "until", "territory", "recorded_by", "recorded_on",
    "document", "document_sha256", "note",
)  # fmt: skip

_GROUNDS = {
    "own voice": Ground.OWN_VOICE,
    "own": Ground.OWN_VOICE,
    "my own voice": Ground.OWN_VOICE,
    "my voice": Ground.OWN_VOICE,
    "written agreement": Ground.WRITTEN_AGREEMENT,
    "agreement": Ground.WRITTEN_AGREEMENT,
    "contract": Ground.WRITTEN_AGREEMENT,
    "release": Ground.WRITTEN_AGREEMENT,
    "employment contract": Ground.EMPLOYMENT,
    "employment": Ground.EMPLOYMENT,
    "employer's contract": Ground.EMPLOYMENT,
    "licence": Ground.LICENCE,
    "license": Ground.LICENCE,
    "public domain": Ground.PUBLIC_DOMAIN,
    "synthetic voice": Ground.SYNTHETIC,
    "synthetic": Ground.SYNTHETIC,
    "本人声音": Ground.OWN_VOICE,
    "书面授权": Ground.WRITTEN_AGREEMENT,
    "劳动合同": Ground.EMPLOYMENT,
    "许可": Ground.LICENCE,
    "公有领域": Ground.PUBLIC_DOMAIN,
    "合成声音": Ground.SYNTHETIC,
}
_LINE = re.compile(r"(?P<name>[A-Za-z][\w \-]{1,30}?)\s*[:：]\s*(?P<words>.*)")
_UNTIL = re.compile(r"(?:valid )?until\s+(?P<day>\S+)|(?P<zh>\d{4}-\d\d-\d\d)\s*为止", re.I)
_FOR = re.compile(r"for\s+(?P<uses>.+)", re.I)
_TOML = re.compile(r"^\s*[\w-]+\s*=", re.MULTILINE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_consent(text: str, *, source: str = "") -> Consent:
    """The consent a text tells; raises ConsentError for what cannot be understood.

    Whether it is enough for a clone is for `require_consent` to say. Who recorded it and when may
    be filled in by whoever reads it.
    """
    text = text.removeprefix("\ufeff").strip()
    if not text:
        raise ConsentError(ConsentProblem.MISSING, source)
    return _Reader(source).consent(text)


def write_consent(consent: Consent) -> str:
    """The consent as TOML that `read_consent` understands."""
    told: dict[str, object] = {
        name.replace(" ", "_").casefold(): text for name, text in manifest_of(consent).items()
    }
    told["document_sha256"] = told.pop("document_sha-256", "")
    told["uses"] = list(consent.uses)
    told["until"] = consent.until or ""
    told["recorded_on"] = consent.recorded_on or ""
    return tomli_w.dumps({key: told[key] for key in KEYS if told.get(key)})


class _Reader:
    """Reads one consent; errors name where it is from."""

    def __init__(self, source: str) -> None:
        self._source = source

    def consent(self, text: str) -> Consent:
        """The consent in whichever of the three forms it is."""
        if _TOML.search(text):
            return self._made(self._of_toml(text))
        if "\n" in text or ";" not in text.replace("；", ";"):
            named = self._of_lines(text)
            if named:
                return self._made(named)
        return self._made(dict(self._of_phrases(re.split(r"[;；\n]", text))))

    def _of_toml(self, text: str) -> dict[str, object]:
        try:
            found = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"line (\d+)", str(error))
            line = int(place[1]) if place else 0
            problem = ConsentProblem.MALFORMED
            raise ConsentError(problem, self._source, line, str(error)) from error
        inner = found.get("consent")
        table = cast("dict[str, object]", inner if isinstance(inner, dict) else found)
        for key in table:
            if key not in KEYS:
                near = nearest_first(key, KEYS)[:1]
                raise self._bad(f"{key} → {near[0]}?" if near else key)
        return dict(table)

    def _of_lines(self, text: str) -> dict[str, object]:
        """Lines of `name: words`; none when it is not written so."""
        found: dict[str, object] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            match = _LINE.fullmatch(line.strip())
            if not match:
                if not found:
                    return {}
                raise ConsentError(ConsentProblem.MALFORMED, self._source, number, line.strip())
            key = re.sub(r"[ \-]+", "_", match["name"].casefold())
            if key not in KEYS:
                near = "".join(nearest_first(key, KEYS)[:1])
                detail = f"{match['name']} → {near}?"
                raise ConsentError(ConsentProblem.MALFORMED, self._source, number, detail)
            found[key] = match["words"].strip()
        return found

    def _of_phrases(self, phrases: list[str]) -> Iterator[tuple[str, object]]:
        """Phrases in any order: a ground, `until DATE`, `for USES`; the first other one speaks."""
        others: list[str] = []
        for phrase in (each.strip(" .。") for each in phrases):
            if phrase.casefold() in _GROUNDS:
                yield "ground", phrase
            elif until := _UNTIL.fullmatch(phrase):
                yield "until", until["day"] or until["zh"]
            elif uses := _FOR.fullmatch(phrase):
                yield "uses", uses["uses"]
            elif match := _LINE.fullmatch(phrase):
                yield from self._of_lines(phrase).items()
                del match
            elif phrase:
                others.append(phrase)
        if others:
            yield "speaker", others[0]
        if others[1:]:
            yield "note", "; ".join(others[1:])

    def _made(self, found: dict[str, object]) -> Consent:
        ground = self._word(found, "ground")
        if ground.casefold() not in _GROUNDS:
            known = ", ".join(each.value for each in Ground)
            problem = ConsentProblem.NO_GROUND
            raise ConsentError(problem, self._source, detail=f"{ground} → {known}".lstrip(" →"))
        document, sha256 = self._word(found, "document"), self._word(found, "document_sha256")
        if sha256 and not _SHA256.fullmatch(sha256.casefold()):
            raise self._bad(f"document_sha256 = {sha256}")
        return Consent(
            speaker=self._word(found, "speaker"),
            ground=_GROUNDS[ground.casefold()],
            uses=self._uses(found.get("uses", "")),
            until=self._day(found, "until"),
            territory=self._word(found, "territory"),
            recorded_by=self._word(found, "recorded_by"),
            recorded_on=self._day(found, "recorded_on"),
            document=Document(document, sha256.casefold()) if document or sha256 else None,
            note=self._word(found, "note"),
        )

    def _uses(self, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            value = re.split(r"[,，、]", value)
        if not isinstance(value, list):
            raise self._bad(f"uses = {value!r}")
        uses = cast("list[object]", value)
        if not all(isinstance(use, str) for use in uses):
            raise self._bad(f"uses = {value!r}")
        return tuple(use for each in cast("list[str]", uses) if (use := each.strip()))

    def _word(self, found: dict[str, object], key: str) -> str:
        value = found.get(key, "")
        if not isinstance(value, str):
            raise self._bad(f"{key} = {value!r}")
        return "".join(each for each in " ".join(value.split()) if each.isprintable())

    def _day(self, found: dict[str, object], key: str) -> datetime.date | None:
        value = found.get(key, "")
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if not isinstance(value, str):
            raise self._bad(f"{key} = {value!r}")
        if not value.strip():
            return None
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError as error:
            raise self._bad(f"{key} = {value} → 2027-12-31?") from error

    def _bad(self, detail: str) -> ConsentError:
        return ConsentError(ConsentProblem.MALFORMED, self._source, detail=detail)
