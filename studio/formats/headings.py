"""How scenes and episodes are announced, in screenplays and in short-drama scripts."""

from __future__ import annotations

import re

from studio.formats.markup import BARRIER, WHITE

_DIGITS = "一二三四五六七八九"
_COUNT = r"(?:\d{1,6}|[〇零一二三四五六七八九十百两]{1,7})"
_WHEN = rf"[{WHITE}/／·、-][日夜晨昏内外內](?:[{WHITE}/／·、-]|\Z)"
"""Day or night, inside or out, as it stands in a heading."""

_SCENE = re.compile(
    r"(?:(?:INT|EXT|EST|I|E)(?:\.?/(?:INT|EXT|I|E))?[. ]"
    rf"|(?:场景|場景|场次|場次|シーン|장면|씬)[{WHITE}]*{_COUNT}(?:[：:][^：:\n]*{_WHEN}|(?!\w*[：:]\S*\w))"
    rf"|第[{WHITE}]?{_COUNT}[{WHITE}]?[场場幕](?![合面地所])"
    rf"|[内外內](?:[./／][内外內])?景(?:[{WHITE}.．、,，：:·-]|\Z)"
    r"|S#\s?\d+"
    r"|SCENE\s+\d+\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"[{WHITE}]*#([\w.\-–—()/]+)#\Z")
_EPISODE = re.compile(
    rf"(?:(?:episode|ep|episodio|episódio|épisode|folge|серия|эпизод|tập|エピソード|에피소드|ตอนที่|الحلقة)"
    rf"[{WHITE}.]*(?P<latin>\d{{1,6}})"
    rf"|第[{WHITE}]?(?P<han>{_COUNT})[{WHITE}]?[集话話回]"
    rf"|제?[{WHITE}]?(?P<hangul>\d{{1,6}})[{WHITE}]?[화회부]"
    rf"|(?P<bare>\d{{1,6}})(?=[{WHITE}]*(?:[:：.–—-]|\Z)))"
    rf"(?P<rest>(?!\w).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATOR = re.compile(rf"[{WHITE}]*[:：.、·|–—-]?[{WHITE}]*")


def is_scene(text: str) -> bool:
    """Whether a line announces a scene without being forced to."""
    return _SCENE.match(text.lstrip(WHITE)) is not None


def split_scene_number(text: str) -> tuple[str, str]:
    """A heading and its number, given as `#12A#` at its end."""
    found = _NUMBER.search(text) if text.endswith("#") else None
    return (text[: found.start()], found[1]) if found else (text, "")


def read_episode(text: str) -> tuple[int, str] | None:
    """The number and title of a section that begins an episode; None when it does not."""
    found = _EPISODE.match(text)
    if not found:
        return None
    digits = found["latin"] or found["han"] or found["hangul"] or found["bare"]
    rest = found["rest"]
    title = rest[_SEPARATOR.match(rest).end() :]  # type: ignore[union-attr]  # may match nothing
    return _number(digits), title.replace(BARRIER, "").strip(WHITE)


def episode_text(number: int, title: str) -> str:
    """A section text that `read_episode` understands."""
    if not title:
        return f"Episode {number}"
    return f"Episode {number}: {'' if title[0].isalnum() else BARRIER}{title}"


def _number(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    total = units = 0
    for digit in digits:
        if digit in "十百":
            total += (units or 1) * (10 if digit == "十" else 100)
            units = 0
        else:
            units = units * (10 if digits.isdecimal() else 1)
            units = 2 if digit == "两" else _DIGITS.find(digit) + 1
    return total + units
