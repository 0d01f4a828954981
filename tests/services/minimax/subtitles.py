"""Subtitle files: pieces of at most fifty characters, with the time of each word if wished."""

from __future__ import annotations

from typing import Any

from tests.services.speech import Performance, Word

LONGEST_PIECE = 50
_ENDS = ".!?。！？…\n"


def subtitles(text: str, performance: Performance, *, words: bool) -> list[dict[str, Any]]:
    """The content of a subtitle file; times in milliseconds."""
    pieces = _pieces(performance.words)
    return [
        _piece(piece, words=words, last=number == len(pieces))
        for number, piece in enumerate(pieces, 1)
    ]


def _pieces(words: tuple[Word, ...]) -> list[list[Word]]:
    pieces: list[list[Word]] = [[]]
    for word in words:
        size = sum(len(each.text) for each in pieces[-1])
        ended = pieces[-1] and pieces[-1][-1].text[-1] in _ENDS and word.text not in _ENDS
        if pieces[-1] and (ended or size + len(word.text) > LONGEST_PIECE):
            pieces.append([])
        pieces[-1].append(word)
    return [piece for piece in pieces if piece]


def _piece(piece: list[Word], *, words: bool, last: bool) -> dict[str, Any]:
    text = "".join(word.text for word in piece)
    begin = piece[0].text_begin
    end = piece[-1].text_begin + len(piece[-1].text)
    return {
        "text": text,
        "pronounce_text": text,
        "time_begin": float(piece[0].begin_ms),
        "time_end": float(piece[-1].end_ms),
        "text_begin": begin,
        "text_end": end,
        "pronounce_text_begin": begin,
        "pronounce_text_end": end,
        "is_final_segment": last,
        "timestamped_words": [_word(word) for word in piece] if words else None,
    }


def _word(word: Word) -> dict[str, Any]:
    begin, end = word.text_begin, word.text_begin + len(word.text)
    return {
        "word": word.text,
        "word_begin": begin,
        "word_end": end,
        "pronounce_word": word.text,
        "pronounce_word_begin": begin,
        "pronounce_word_end": end,
        "time_begin": float(word.begin_ms),
        "time_end": float(word.end_ms),
    }
