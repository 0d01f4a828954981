"""How an emotion and a direction change the way a line is said."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """A change of the voice: factors of speed, of pitch range and of loudness, and semitones."""

    rate: float = 1.0
    pitch: float = 0.0
    range: float = 1.0
    volume: float = 1.0
    whispered: bool = False

    def __mul__(self, other: Manner) -> Manner:
        """Both changes at once."""
        return Manner(
            self.rate * other.rate,
            self.pitch + other.pitch,
            self.range * other.range,
            self.volume * other.volume,
            self.whispered or other.whispered,
        )


PLAIN = Manner()

EMOTION_MANNERS = {
    "happy": Manner(1.10, 1.5, 1.4, 1.08),
    "sad": Manner(0.82, -1.5, 0.55, 0.75),
    "angry": Manner(1.14, 1.0, 1.35, 1.35),
    "fearful": Manner(1.22, 2.0, 1.15, 0.85),
    "disgusted": Manner(0.88, -1.2, 0.8, 1.0),
    "surprised": Manner(1.05, 2.5, 1.7, 1.15),
    "calm": Manner(0.92, -0.5, 0.75, 0.9),
    "whisper": Manner(0.92, 0.0, 0.7, 1.0, whispered=True),
}

_QUIET = Manner(0.95, -0.5, 0.8, 0.6)
_SHOUT = Manner(1.05, 2.5, 1.4, 1.7)
_LAUGHING = Manner(1.12, 2.0, 1.7, 1.05)
_CRYING = Manner(0.78, 1.0, 1.35, 0.75)
_TIRED = Manner(0.8, -1.0, 0.6, 0.7)
_COLD = Manner(0.95, -1.0, 0.25, 0.95)

# A star stands for any ending of an English word. Longer phrases win over shorter ones inside.
_DIRECTIONS = (
    (EMOTION_MANNERS["whisper"], "whisper* hushed 耳语 低语 悄声 悄悄 小声 私语"),
    (_QUIET, "quiet* soft* gentle gently murmur* mutter* 低声 轻声 柔声 轻轻 温柔 喃喃"),
    (_SHOUT, "shout* yell* scream* loud* bellow* 大喊 大叫 大声 高喊 喊 吼 尖叫 怒吼 高声"),
    (Manner(rate=0.75), "slow* drawl* 慢慢 缓缓 缓慢 慢 一字一句"),
    (Manner(rate=1.3), "quick* fast hurr* rush* urgent* breathless* 急 急促 快 匆忙 连忙 赶紧"),
    (_LAUGHING, "laugh* chuckl* giggl* grinning grins amused 笑 大笑 偷笑 微笑 笑着"),
    (_CRYING, "cry crying cries sob sobs sobbing tears tearful* weep*"),
    (_CRYING, "哭 哽咽 抽泣 啜泣 含泪 流泪 带着哭腔"),
    (_TIRED, "tired* weary wearily exhaust* sleepy* 疲惫 疲倦 累 困倦 虚弱 有气无力"),
    (_COLD, "cold coldly flat flatly deadpan monoton* emotionless"),
    (_COLD, "冷 冷淡 平淡 面无表情"),
    (Manner(1.0, 0.5, 1.2, 1.15), "firm* stern* command* 坚定 严厉 命令 斩钉截铁"),
    (Manner(0.85, 0.5, 0.9, 0.85), "hesita* uncertain* stammer* 犹豫 迟疑 吞吞吐吐 结巴"),
    (Manner(0.95, -0.5, 1.3, 1.0), "sarcas* ironic* mock* dry dryly wry wryly 讽刺 嘲讽 挖苦 揶揄"),
    (Manner(1.05, 1.5, 1.3, 0.95), "plead* beg begging begs desperate* 恳求 哀求 央求 绝望"),
    (Manner(1.12, 0.5, 1.1, 1.1), "impatient* annoyed irritated 不耐烦 烦躁"),
    (EMOTION_MANNERS["happy"], "happy happily cheer* joy* excited* delighted"),
    (EMOTION_MANNERS["happy"], "高兴 开心 快乐 兴奋 欢快 轻快 愉快 喜"),
    (EMOTION_MANNERS["sad"], "sad sadly sorrow* mourn* grie* 悲 悲伤 难过 伤心 哀伤 忧伤 沮丧"),
    (EMOTION_MANNERS["angry"], "angry angrily furious* anger rage* 生气 愤怒 怒 恼火 气愤"),
    (EMOTION_MANNERS["fearful"], "afraid fear fears fearful* scared frighten* terrif*"),
    (EMOTION_MANNERS["fearful"], "nervous* anxious* trembl*"),
    (EMOTION_MANNERS["fearful"], "害怕 恐惧 惊恐 紧张 慌张 焦急 着急 颤抖"),
    (EMOTION_MANNERS["disgusted"], "disgust* sneer* contempt* 冷笑 厌恶 恶心 鄙夷 不屑"),
    (EMOTION_MANNERS["surprised"], "surprise* astonish* shocked amaze* startled"),
    (EMOTION_MANNERS["surprised"], "惊讶 吃惊 震惊 惊喜 惊"),
    (EMOTION_MANNERS["calm"], "calm* serene* steady steadily 平静 冷静 镇定 沉着 从容"),
)  # fmt: skip

_NOT_SO = re.compile(
    r"((?<![a-z])(not|no|never|without|less|stops?)\s+(\w+\s+)?|n't\s+(\w+\s+)?|[不别没勿]要?再?)$",
    re.IGNORECASE,
)


def _pattern(word: str) -> str:
    if not word.isascii():
        return re.escape(word)
    ending = "[a-z]*" if word.endswith("*") else "(?![a-z])"
    return "(?<![a-z])" + re.escape(word.rstrip("*")) + ending


def _compiled() -> tuple[re.Pattern[str], tuple[Manner, ...]]:
    """One pattern for all words, longest first; its groups number the manners of the tuple."""
    words = [(word, manner) for manner, line in _DIRECTIONS for word in line.split()]
    words.sort(key=lambda entry: len(entry[0]), reverse=True)
    pattern = "|".join(f"({_pattern(word)})" for word, _ in words)
    return re.compile(pattern, re.IGNORECASE), tuple(manner for _, manner in words)


_WORDS, _MANNERS = _compiled()


def manner_of(emotion: str, direction: str) -> Manner:
    """The change that an emotion and the words of a direction ask for, each change once."""
    changes: list[Manner] = []
    if emotion in EMOTION_MANNERS:
        changes.append(EMOTION_MANNERS[emotion])
    for found in _WORDS.finditer(direction):
        change = _MANNERS[(found.lastindex or 1) - 1]
        if change not in changes and not _NOT_SO.search(direction[: found.start()]):
            changes.append(change)
    whole = PLAIN
    for change in changes:
        whole *= change
    return whole
