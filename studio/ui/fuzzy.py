"""How well typed letters fit a name: the ranking of the command palette, without Qt."""

from __future__ import annotations

WORD_START = 8
IN_A_ROW = 5
SKIPPED = 1
LONG = 0.02


def fit(typed: str, name: str) -> float | None:
    """How well the letters occur in the name; None when they do not.

    Each typed word must be found, in any order. Its letters stand in a row, begin a word
    (`vml` finds “Voice missing lines”), or skip some letters inside one word.
    """
    folded = name.casefold()
    total = 0.0
    for word in typed.casefold().split():
        starts = (index for index, letter in enumerate(folded) if letter == word[0])
        fits = [found for at in starts if (found := _fit_from(word, folded, at)) is not None]
        if not fits:
            return None
        total += max(fits)
    return total - LONG * len(name)


def _fit_from(word: str, name: str, start: int) -> float | None:
    """The fit of a typed word whose first letter is the one at `start`."""
    score = float(WORD_START if _begins_word(name, start) else 0)
    last = start
    for letter in word[1:]:
        in_word = name.find(letter, last + 1, _word_end(name, last))
        if in_word == last + 1:
            score, last = score + IN_A_ROW, in_word
            continue
        later = [i for i in range(last + 1, len(name)) if name[i] == letter]
        begun = next((i for i in later if _begins_word(name, i)), -1)
        if begun < 0 and in_word < 0:
            return None
        score += WORD_START if begun >= 0 else -SKIPPED * (in_word - last - 1)
        last = begun if begun >= 0 else in_word
    return score


def _begins_word(name: str, index: int) -> bool:
    return index == 0 or not name[index - 1].isalnum()


def _word_end(name: str, index: int) -> int:
    end = index
    while end < len(name) and name[end].isalnum():
        end += 1
    return end
