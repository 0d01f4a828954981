"""What the columns of a table of lines mean, by the words over them or by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.formats.language import LANGUAGE_CODES, language_code

_HEADS = {
    "id": "id lineid line-id key",
    "episode": "episode ep folge épisode episodio 集 集数 エピソード",
    "scene": "scene szene scène escena 场景 場景 场次 シーン",
    "number": "no no. nr nr. # number line cue 序号 编号 行号 番号",
    "kind": "kind type art 类型",
    "character": "character speaker role name who actor figur rolle sprecher personnage personaje"
    " 角色 人物 说话人 角色名 キャラクター 話者 등장인물",
    "direction": "direction parenthetical delivery acting note-to-actor regie anweisung 表演 语气"
    " 情绪提示 演出",
    "emotion": "emotion gefühl émotion emoción 情绪 情感 感情",
    "text": "text line-text dialogue dialog words source original script content replik texte"
    " diálogo 台词 对白 内容 原文 文本 セリフ 台詞 대사",
    "note": "note notes comment comments remark bemerkung 备注 注释 メモ",
    "start": "start in begin timecode-in tc-in from 开始 入点 开始时间",
    "end": "end out timecode-out tc-out to 结束 出点 结束时间",
    "pause": "pause pause-after gap 停顿",
}
_MEANING = {word: name for name, words in _HEADS.items() for word in words.split()}


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


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table, None when nothing says which of them has the words.

    Without a head, two columns are who and what; of three the first is a number or a time.
    """
    for number, row in enumerate(rows[:10]):
        found = _by_heads(row)
        if found.texts and (found.places or len(found.texts) > 1):
            return Columns(found.places, found.texts, number + 1)
    width = max((len(row) for row in rows[:50]), default=0)
    filled = [
        place
        for place in range(width)
        if sum(bool(row[place].strip()) for row in rows[:200] if place < len(row))
    ]
    if len(filled) == 2:
        return Columns({"character": filled[0]}, {"": filled[1]})
    if len(filled) == 3:
        return Columns({"number": filled[0], "character": filled[1]}, {"": filled[2]})
    return None


def _by_heads(row: Sequence[str]) -> Columns:
    places: dict[str, int] = {}
    texts: dict[str, int] = {}
    for place, cell in enumerate(row):
        head = "-".join(cell.strip().casefold().replace("_", " ").split())
        language = _language(cell)
        meaning = _MEANING.get(head)
        if meaning == "text":
            texts.setdefault("", place)
        elif meaning:
            places.setdefault(meaning, place)
        elif language:
            texts.setdefault(language, place)
    return Columns(places, texts)


def _language(cell: str) -> str:
    """The language a head names: `de`, `German`, `text de`, `Text (zh)`."""
    bare = cell.strip().casefold().removeprefix("text").strip(" ()[]:_-")
    code = language_code(bare)
    primary = code.partition("-")[0]
    return code if primary in LANGUAGE_CODES else ""
