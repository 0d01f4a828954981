"""What to read aloud for a sample: a minute or so with all the sounds of a language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_MARK = "# "


@dataclass(frozen=True, slots=True)
class ReadingText:
    """A text to read into the microphone; paragraphs are read with a breath between them."""

    language: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> str:
        """All of it, as it is told to a service that wants to know what is said."""
        return " ".join(self.paragraphs)


def reading_texts(folder: Path) -> tuple[ReadingText, ...]:
    """The texts in a folder, by language, `en.txt` for one: a title, then paragraphs. Blocking."""
    return tuple(_read(path) for path in sorted(folder.glob("*.txt")))


def text_for(texts: tuple[ReadingText, ...], language: str) -> ReadingText | None:
    """The text in this language, else in the same language of another country, else None."""
    for wanted in (language, language.partition("-")[0]):
        for text in texts:
            if text.language.casefold() == wanted.casefold():
                return text
    return None


def _read(path: Path) -> ReadingText:
    title, _, rest = path.read_text(encoding="utf-8").partition("\n")
    paragraphs = (" ".join(each.split()) for each in rest.split("\n\n"))
    return ReadingText(
        path.stem, title.removeprefix(_MARK).strip(), tuple(filter(None, paragraphs))
    )
