"""What the columns of a table of lines mean, by the words over them or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.formats.language import LANGUAGE_CODES, language_code
from studio.formats.tabular.timecodes import is_time

_HEADS = {
    "id": "id lineid line-id key",
    "episode": "episode ep ep-no folge épisode episodio 集 集数 集號 エピソード",
    "scene": "scene szene scène escena scena 场景 場景 场次 場次 シーン 씬",
    "number": "no nr # number line line-no cue cue-no loop loop-no"
    " take-no 序号 编号 行号 番号 镜号",
    "scene-number": "scene-number",
    "kind": "kind type art 类型",
    "character": "character character-name characters speaker speaker-name role name who actor"
    " figur rolle rollenname sprecher sprecherin charakter personnage personaje personaggio"
    " 角色 角色名 角色名称 人物 人物名 说话人 說話人 发言人 キャラクター キャラ 話者 役名"
    " 등장인물 배역",
    "direction": "direction parenthetical delivery acting note-to-actor regie anweisung"
    " regieanweisung 表演 语气 語氣 情绪提示 表演提示 演出",
    "emotion": "emotion gefühl émotion emoción 情绪 情感 感情",
    "text": "text line-text dialogue dialog dialogtext dialogue-list words source source-text"
    " original original-dialogue original-text originaltext script content audio ton replik texte"
    " dialogues réplique diálogo diálogos battuta 台词 臺詞 对白 對白 台词内容 内容 原文 文本"
    " 声音 セリフ 台詞 대사",
    "translation": "translation translated translated-text target target-text translated-dialogue"
    " adaptation übersetzung traduction traducción 译文 譯文 翻译 翻譯 訳文 번역",
    "action": "video picture visual action image bild bildinhalt handlung 画面 画面内容 畫面",
    "note": "note notes comment comments remark remarks bemerkung bemerkungen notiz anmerkung"
    " anmerkungen 备注 備註 注释 メモ 비고",
    "start": "start start-time in begin anfang timecode-in time-code-in tc-in tcin in-point in-time"
    " from von 开始 入点 开始时间 起始时间 入点时间 入点时间码",
    "end": "end end-time out ende timecode-out time-code-out tc-out tcout out-point out-time to bis"
    " 结束 出点 结束时间 出点时间 出点时间码",
    "pause": "pause pause-after gap 停顿",
}
_MEANING = {word: name for name, words in _HEADS.items() for word in words.split()}
_TEXTS = frozenset((*_HEADS["text"].split(), *_HEADS["translation"].split()))
_OF_TEXT = re.compile(r"(?:台词|翻译|字幕|对白|文本|译文|原文|版)\Z")
_ROWS_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands; `texts` has a column for each language, "" for the script's own."""

    places: dict[str, int] = field(default_factory=dict[str, int])
    texts: dict[str, int] = field(default_factory=dict[str, int])
    heads: int = 0
    """Rows above the first line."""

    def cell(self, row: Sequence[str], name: str) -> str:
        """What a row has of something, empty where the table has no such column."""
        place = self.places.get(name, len(row))
        return row[place].strip() if place < len(row) else ""

    def words(self, row: Sequence[str], language: str) -> str:
        """The words of a row in a language."""
        place = self.texts[language]
        return row[place].strip() if place < len(row) else ""

    @property
    def known(self) -> int:
        """How many columns say what they are."""
        return len(self.places) + len(self.texts)


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table, None when nothing says which of them has the words.

    The head is the row that names most of them. Without one, two columns are who and what.
    """
    best = Columns()
    for number, row in enumerate(rows[:_ROWS_LOOKED_AT], 1):
        found = _by_heads(row)
        if found.texts and (found.places or len(found.texts) > 1) and found.known > best.known:
            best = Columns(found.places, found.texts, number)
    if best.heads:
        return _with_second_head(best, rows)
    return _by_cells(rows)


def _with_second_head(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """With what a row of further heads tells: In and Out below Time code, languages below Text."""
    row = rows[columns.heads] if columns.heads < len(rows) else ()
    below = _by_heads(row)
    filled = sum(bool(cell.strip()) for cell in row)
    if not filled or below.known < filled or below.known < 2:
        return columns
    texts = {code: place for code, place in below.texts.items() if code}
    own = {code: at for code, at in columns.texts.items() if at not in texts.values()}
    places = {**below.places, **columns.places}
    return Columns(places, {**own, **texts}, columns.heads + 1)


def _by_cells(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table without a head, by what stands in them."""
    looked_at = rows[:200]
    width = max((len(row) for row in looked_at), default=0)
    cells = [
        [row[place].strip() for row in looked_at if place < len(row) and row[place].strip()]
        for place in range(width)
    ]
    filled = [place for place in range(width) if cells[place]]
    while len(filled) > 2 and all(map(is_time, cells[filled[0]])):
        del filled[0]
    if len(filled) == 2:
        return Columns({"character": filled[0]}, {"": filled[1]})
    if len(filled) == 3:
        who, how, last = filled
        if sum(map(len, cells[how])) > sum(map(len, cells[last])):
            return Columns({"character": who, "note": last}, {"": how})
        return Columns({"character": who, "direction": how}, {"": last})
    return None


def _by_heads(row: Sequence[str]) -> Columns:
    places: dict[str, int] = {}
    texts: dict[str, int] = {}
    for place, cell in enumerate(row):
        if len(cell) > 60:
            continue
        head = "-".join(re.findall(r"[^\W_]+|#", cell.casefold()))
        meaning = _MEANING.get(head) or _MEANING.get(head.removesuffix("-#"))
        if meaning == "text":
            texts.setdefault("", place)
        elif meaning:
            places.setdefault(meaning, place)
        elif language := _language(cell):
            texts.setdefault(language, place)
    return Columns(places, texts)


def _language(cell: str) -> str:
    """The language a head names: `de`, `German`, `text de`, `Dialogue (EN)`, `英文台词`."""
    parts = re.findall(r"[^\W_]+(?:-[^\W_]+)*", cell.casefold())
    others = [part for part in parts if part not in _TEXTS]
    if len(others) != 1:
        return ""
    code = language_code(_OF_TEXT.sub("", others[0]))
    return code if code.partition("-")[0] in LANGUAGE_CODES else ""


def language_named(cells: Sequence[str]) -> str:
    """The one language that cells above a table name in words, empty for none or several."""
    codes = {language_code(cell) for cell in cells if len(cell.strip()) != 2 and len(cell) < 20}
    known = {code for code in codes if code.partition("-")[0] in LANGUAGE_CODES and "-" not in code}
    known = {code for code in known if len(code) == 2}
    return known.pop() if len(known) == 1 else ""
