"""Who said it: what stands between quotation marks, and the words around it that name someone."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUOTED = re.compile(r"“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»|「([^」]*)」|『([^』]*)』|\"([^\"]*)\"")
_NAME = r"(?P<name>[^\W\d_]+)"
_SAID = (
    r"(?:said|says|asked|asks|replied|answered|whispered|whispers|cried|cries|shouted|called|"
    r"murmured|sagte|fragte|flüsterte|rief|antwortete|dit|demanda|murmura|cria|répondit|dijo|"
    r"preguntó|disse|chiese|perguntou|сказала?|спросила?|ответила?)"
)
_BEFORE = (
    re.compile(rf"{_NAME}\s+{_SAID}\b[^.!?]*[,:]\s*$", re.I),
    re.compile(
        r"(?P<name>[\u3400-\u9fff]{2,3}?)(?:轻声|低声|大声)?(?:说|问|道|喊|答)道?[:：，]?\s*$"
    ),
    re.compile(rf"{_NAME}\s*[:：]\s*$"),
)
_AFTER = (
    re.compile(rf"^[\s,—–-]*{_NAME}\s+{_SAID}\b", re.I),
    re.compile(rf"^[\s,—–-]*{_SAID}\s+{_NAME}", re.I),
    re.compile(r"^[，\s]*(?P<name>[\u3400-\u9fff]{2,3}?)(?:轻声|低声|大声)?(?:说|问|道|喊|答)"),
)
_NOBODY = (
    "he",
    "she",
    "it",
    "they",
    "er",
    "sie",
    "il",
    "elle",
    "lui",
    "lei",
    "он",
    "она",
    "他",
    "她",
)


def parts_of(prose: str) -> list[tuple[bool, str]]:
    """A paragraph as pieces, each with whether it was said aloud; quotation marks are gone."""
    found: list[tuple[bool, str]] = []
    at = 0
    for quote in _QUOTED.finditer(prose):
        found.append((False, prose[at : quote.start()].strip()))
        found.append((True, next(group for group in quote.groups() if group is not None).strip()))
        at = quote.end()
    found.append((False, prose[at:].strip()))
    return [(aloud, text) for aloud, text in found if text.strip(" ,.;:—–-")]


def named(before: str, after: str) -> str:
    """Whom the words around a quotation name as its speaker, empty where they do not."""
    # "Come in," said Mara. "You are wet.": the words before may name who goes on.
    looks = [*((each, before) for each in _BEFORE), *((each, after) for each in _AFTER)]
    tries = [each.search(text) for each, text in [*looks, *((each, before) for each in _AFTER)]]
    names = [found["name"] for found in tries if found]
    return next((each for each in names if each.casefold() not in _NOBODY), "")


def speakers(pieces: Sequence[tuple[bool, str]], before: Sequence[str] = ()) -> list[str]:
    """The speaker of each piece by name; without a name, whoever spoke before the last one.

    `before` are those who spoke earlier.
    """
    found: list[str] = []
    heard = [*before]
    for place, (aloud, _) in enumerate(pieces):
        if not aloud:
            found.append("")
            continue
        earlier = pieces[place - 1][1] if place and not pieces[place - 1][0] else ""
        later = pieces[place + 1 : place + 2]
        after = later[0][1] if later and not later[0][0] else ""
        # What ends in a colon speaks of the next one.
        name = named(earlier, "" if after.endswith((":", "：")) else after) or (
            heard[-2] if len(heard) > 1 else "".join(heard[-1:])
        )
        if name and heard[-1:] != [name]:
            heard.append(name)
        found.append(name)
    return found
