"""What models call an emotion, and what a line may carry of it."""

from __future__ import annotations

from studio.model.line import EMOTIONS

_CALLED = {
    "happy": "happy happiness joy joyful glad cheerful delighted excited excitement amused "
    "playful laughing smiling elated proud hopeful grateful thrilled warm 开心 高兴 快乐 喜悦 "
    "兴奋 激动 得意 欣喜 嬉しい 喜び 楽しい 기쁨 행복 freudig fröhlich glücklich alegre feliz "
    "heureux joyeux",
    "sad": "sad sadness sorrow sorrowful grief grieving melancholy depressed crying tearful "
    "hurt heartbroken disappointed lonely regretful bitter 悲伤 伤心 难过 哀伤 失望 委屈 痛苦 "
    "悲しい 悲しみ 슬픔 traurig triste",
    "angry": "angry anger furious fury rage enraged mad irritated annoyed frustrated outraged "
    "hostile threatening 愤怒 生气 恼怒 暴怒 气愤 怒り 怒 분노 wütend zornig verärgert enojado "
    "furieux colère",
    "fearful": "fearful fear afraid scared frightened terrified anxious nervous worried panic "
    "panicked panicking tense desperate 害怕 恐惧 惊恐 紧张 担心 焦虑 慌张 恐れ 不安 두려움 불안 "
    "ängstlich nervös asustado effrayé",
    "disgusted": "disgusted disgust contempt contemptuous scornful revulsion 厌恶 鄙视 轻蔑 "
    "嫌悪 혐오 angewidert asqueado dégoûté",
    "surprised": "surprised surprise shocked astonished amazed stunned startled incredulous "
    "disbelief 惊讶 吃惊 震惊 诧异 驚き 놀람 überrascht erstaunt sorprendido surpris",
    "calm": "calm neutral serene composed steady cold relaxed serious matter-of-fact gentle "
    "soft tender 平静 冷静 冷淡 中性 温柔 沉稳 冷静な 平常 차분 ruhig sachlich tranquilo neutre "
    "calme",
    "whisper": "whisper whispered whispering whispers hushed 低语 耳语 悄声 小声 ささやき 속삭임 "
    "flüsternd susurro chuchoté",
}
_AUTOMATIC = frozenset({"", "none", "auto", "automatic", "fluent", "default", "n/a", "无", "自然"})
_EMOTION_OF = {word: emotion for emotion, words in _CALLED.items() for word in words.split()}
_WEAK = frozenset({"a", "bit", "very", "slightly", "quite", "mildly", "deeply", "and", "but"})


def emotion_of(called: str) -> tuple[str, str]:
    """The emotion that is meant, empty for none that there is, and what else was said.

    What else was said is for the direction: `wry` is no emotion, but it says how.
    """
    word = " ".join(called.casefold().replace("_", " ").split()).strip(".,;:!*()[]\"'")
    if word in _AUTOMATIC:
        return "", ""
    if found := _named(word):
        return found, ""
    parts = [part for part in word.replace(",", " ").replace("/", " ").split() if part]
    found = next((emotion for part in parts if (emotion := _named(part))), "")
    rest = [part for part in parts if not _named(part) and part not in _WEAK | _AUTOMATIC]
    return found, " ".join(rest)


def _named(word: str) -> str:
    """The emotion of one word, with or without its ending."""
    if word in EMOTIONS:
        return word
    stems = (
        word,
        word.removesuffix("ly"),
        word.removesuffix("ily") + "y",
        word.removesuffix("ing"),
    )
    return next((_EMOTION_OF[stem] for stem in stems if stem in _EMOTION_OF), "")
