"""The cue of a line in a plain script: `NAME: words`, `NAME（低声）：words`, `【NAME】words`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from studio.formats.headings import is_scene
from studio.formats.markup import BARRIER, WHITE, without_barriers
from studio.formats.names import Cue, read_cue
from studio.formats.names import is_extension as _is_extension

_BRACKETED = re.compile(r"【([^【】\n]{1,60})】(.*)\Z", re.DOTALL)
_HEAD = re.compile(r"((?:[^:：(（\n]|[(（][^()（）\n]*[)）]){1,120})[:：](.*)\Z", re.DOTALL)
_DIRECTION = re.compile(rf"[(（]([^()（）\n]*)[)）][{WHITE}]*(.*)\Z", re.DOTALL)
_ABBREVIATED = re.compile(r"\b\w{1,3}\.(?=\s|\w|\Z)")
_NEVER_IN_A_NAME = frozenset('。！？，；、!?;,"“”|=<>{}[]~`' + BARRIER)
_ESCAPES = re.compile(r"\\(?!\w)")
"""A backslash that is no letter of a name: it takes the meaning off the mark behind it."""
_LONGEST = 40
_MOST_WORDS = 4
_NOT_SPEAKERS = frozenset(
    ("http", "https", "ftp", "file", "mailto", "note", "notes", "nb", "ps", "todo", "scene")
    + (
        "setting",
        "location",
        "place",
        "time",
        "sfx",
        "fx",
        "bgm",
        "music",
        "sound",
        "super",
        "title",
    )
    + (
        "场景",
        "場景",
        "地点",
        "地點",
        "时间",
        "時間",
        "人物",
        "出场人物",
        "备注",
        "備註",
        "注",
        "道具",
    )
    + (
        "时长",
        "字幕",
        "镜头",
        "鏡頭",
        "音效",
        "音乐",
        "音樂",
        "画面",
        "畫面",
        "特效",
        "转场",
        "轉場",
    )
    + ("場所", "効果音", "テロップ", "장소", "시간", "효과음", "자막", "음악")
)


@dataclass(frozen=True, slots=True)
class PlainCue:
    """What stands before the words of a line, and the words."""

    name: str
    extension: str
    direction: str
    dual: bool
    words: str


def read_plain_cue(text: str) -> PlainCue | None:
    """The cue and words a line begins with, None when nobody is named as speaking."""
    bare = text.strip(WHITE)
    bracketed = _BRACKETED.match(bare)
    found = bracketed or (_HEAD.match(bare) if bare[:1] not in ("", *"!.#=~>(（[@") else None)
    if not found:
        return None
    head, words = found[1], found[2].lstrip(WHITE)
    cue = read_cue(_unmarked(head))
    if bracketed:
        cue, words = _groups_after(cue, words)
    elif not _speaks(cue.name, head, found[2]):
        return None
    if without_barriers(cue.name).casefold() in _NOT_SPEAKERS or not cue.name or is_scene(bare):
        return None
    return _cue(cue, words.strip(WHITE + "*_") if _marked(head) else words.strip(WHITE))


def _marked(head: str) -> bool:
    return head[:1] in ("*", "_") and head.strip("*_") == head.lstrip("*_")


def _unmarked(head: str) -> str:
    return head.strip(WHITE).strip("*_") if head[:1] in ("*", "_") else head


def _groups_after(cue: Cue, words: str) -> tuple[Cue, str]:
    """A bracketed name may have its groups, and a colon, behind the bracket."""
    found = _HEAD.match(words)
    if found and not re.sub(r"[(（][^()（）]*[)）]", "", found[1]).strip(WHITE):
        groups = read_cue(f"X{found[1]}").groups
        return Cue(cue.name, cue.groups + groups, cue.dual), found[2].lstrip(WHITE)
    return cue, words[1:].lstrip(WHITE) if words[:1] in (":", "：") else words


def _speaks(name: str, head: str, words: str) -> bool:
    """Whether what stands before a colon can be a name."""
    if not name or len(name) > _LONGEST or BARRIER in head:
        return False
    if any(c in _NEVER_IN_A_NAME for c in name) or _ESCAPES.search(name):
        return False
    if words.startswith("//"):
        return False
    if name[-1].isdigit() and words[:1].isdigit():
        return False
    if "." in _ABBREVIATED.sub("", name) or words[:1] == "\\":
        return False
    if not any(c.isalpha() or unicodedata.category(c) == "So" for c in name):
        return False
    parts = name.split()
    first = next((c for c in name if c.isupper() or c.islower()), "A")
    return len(parts) == 1 or (len(parts) <= _MOST_WORDS and first.isupper())


def _cue(cue: Cue, words: str) -> PlainCue:
    extensions = [group for group in cue.groups if _is_extension(group)]
    directions = [group for group in cue.groups if not _is_extension(group)]
    found = _DIRECTION.match(words) if not directions else None
    if found:
        directions, words = [without_barriers(found[1]).strip(WHITE)], found[2]
    return PlainCue(cue.name, ", ".join(extensions), "; ".join(directions), cue.dual, words)
