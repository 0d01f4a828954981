"""Which language a prose is in, and whether it surely is another one than expected."""

from __future__ import annotations

import pytest

from studio.writing.adapting.language import language_of, surely_other

ENGLISH = "The quay was empty, and she did not know who it was that had called her by her name."
GERMAN = "Der Hafen war leer, und sie wusste nicht, wer es war, der sie bei ihrem Namen rief."
FRENCH = "Le quai était vide, et elle ne savait pas qui est-ce qui avait dit son nom dans la nuit."
DANISH = "Kajen var tom, og hun vidste ikke hvem der havde kaldt på hende, men det var ikke ham."
POLISH = "Nabrzeże było puste, a ona nie wiedziała, kto to jest i dlaczego tu na nią czekał."
JAPANESE = "埠頭には誰もいなかった。彼女は自分の名前を呼んだのが誰なのか、まだ知らなかった。"
CHINESE = "码头上空无一人，她不知道是谁在黑暗中叫了她的名字，也不知道他为什么要等她回来。"
RUSSIAN = "На причале никого не было, и она не знала, кто назвал её по имени в темноте."
ALL = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "da": DANISH, "pl": POLISH, "ja": JAPANESE,
       "zh": CHINESE, "ru": RUSSIAN}  # fmt: skip


@pytest.mark.parametrize("language", ALL)
def test_a_prose_in_another_language_is_told_from_the_expected_one(language: str) -> None:
    prose = ALL[language]
    assert language_of(prose) == language
    for expected in ALL:
        assert surely_other(prose, expected) == ("" if expected == language else language)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("", "de"),
        ("“Mara!”", "ja"),
        (GERMAN, "de-CH"),
        (CHINESE, "zh-Hant"),
        (CHINESE, "yue"),
        (DANISH, "nb"),
        (RUSSIAN, "uk"),
        (ENGLISH, "tlh"),
        ("Zilan dûr e, û ew nizane kî navê wê di şevê de gotiye li ser behrê.", "ku"),
    ],
)
def test_what_is_not_sure_is_taken_as_expected(prose: str, expected: str) -> None:
    assert not surely_other(prose, expected)
