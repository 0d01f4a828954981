"""The keys and values at the head of a script."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.formats.language import language_code
from studio.formats.markup import WHITE

_TITLES = (
    "title",
    "标题",
    "標題",
    "片名",
    "剧名",
    "劇名",
    "タイトル",
    "제목",
    "titel",
    "titre",
    "título",
)
_LANGUAGES = ("language", "语言", "語言", "言語", "언어", "sprache", "langue", "idioma")
_OTHERS = (
    ("credit", "author", "authors", "source", "notes", "draft date", "date", "contact", "copyright")
    + (
        "revision",
        "series",
        "format",
        "font",
        "genre",
        "logline",
        "cast",
        "characters",
        "written by",
    )
    + (
        "作者",
        "编剧",
        "編劇",
        "人物",
        "角色",
        "类型",
        "版权",
        "日期",
        "原作",
        "脚本",
        "작가",
        "autor",
        "auteur",
    )
)
DIALECTS = ("fountain", "plain")
"""What a title page may say of the dialect, where the text alone would be mistaken."""

_KNOWN = frozenset(_TITLES + _LANGUAGES + _OTHERS)
_CASTS = ("cast", "characters", "人物", "角色")
_PAIR = re.compile(r"([^\s:：#=~>.!@\[(（【][^:：\n]{0,40})[:：](.*)\Z")


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What stands at the head; `lines` is its length.

    `rest` holds all keys but the title, the language and a dialect named by `Format:`.
    """

    title: str = ""
    language: str = ""
    rest: tuple[tuple[str, str], ...] = ()
    dialect: str = ""
    lines: int = 0

    @property
    def cast(self) -> tuple[str, ...]:
        """The names listed as the cast."""
        listed = "\n".join(value for key, value in self.rest if key.casefold() in _CASTS)
        return tuple(name.strip() for name in re.split(r"[,，、;；\n]", listed) if name.strip())


def read_title_page(text: str, *, only_known: bool = False) -> TitlePage:
    """The title page a text begins with; its first key must be one that title pages have.

    With `only_known` it ends at a key that title pages do not have, for that is a speaker, unless
    the language was told before.
    """
    pairs: list[tuple[str, list[str]]] = []
    lines = text.split("\n", 500)
    count = 0
    for line in lines[:500]:
        if not line.strip(WHITE):
            break
        pair = _PAIR.match(line)
        known = pair is not None and pair[1].strip(WHITE).casefold() in _KNOWN
        told = any(key.casefold() in _LANGUAGES for key, _ in pairs)
        if pair and (known or told or (pairs and not only_known)):
            pairs.append((pair[1].strip(WHITE), [pair[2].strip(WHITE)]))
        elif pairs and line[0] in WHITE:
            pairs[-1][1].append(line.strip(WHITE))
        else:
            break
        count += 1
    return _page([(key, "\n".join(value).strip("\n")) for key, value in pairs], count)


def _page(pairs: list[tuple[str, str]], lines: int) -> TitlePage:
    title = language = dialect = ""
    rest: list[tuple[str, str]] = []
    for key, value in pairs:
        if key.casefold() in _TITLES and not title and value:
            title = value
        elif key.casefold() in _LANGUAGES and not language and language_code(value):
            language = language_code(value)
        elif key.casefold() == "format" and value.casefold() in DIALECTS:
            dialect = value.casefold()
        else:
            rest.append((key, value))
    return TitlePage(title, language, tuple(rest), dialect, lines if pairs else 0)


def title_page_text(title: str, language: str, rest: tuple[tuple[str, str], ...]) -> str:
    """A title page of these values; empty lines within a value are left out."""
    pairs = [("Title", title)] if title.strip() else []
    pairs += [("Language", language), *rest]
    return "".join(_pair_text(key, value) for key, value in pairs)


def _pair_text(key: str, value: str) -> str:
    lines = [line.strip(WHITE) for line in value.splitlines() if line.strip(WHITE)]
    if len(lines) < 2:
        return f"{key}: {''.join(lines)}".rstrip() + "\n"
    return f"{key}:\n" + "".join(f"    {line}\n" for line in lines)
