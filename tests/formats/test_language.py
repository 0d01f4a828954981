"""The language of a script is told by the letters that prevail."""

import pytest

from studio.formats.language import guess_language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["Hello there.", "مرحبا بكم."], "en"),
        (["Ok.", "مرحبا بكم جميعا في المدينة."], "ar"),
        (["Chef Anna 来了。", "他在哪里？"], "zh"),
        (["Anna さん、こんにちは。"], "ja"),
        (["안녕하세요, Anna."], "ko"),
        (["Привет, Anna!"], "ru"),
        (["1, 2, 3"], "en"),
        ([], "en"),
    ],
)
def test_the_letters_that_prevail_tell_the_language(words: list[str], language: str) -> None:
    assert guess_language(words) == language
