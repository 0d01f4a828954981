"""What a character's profile, notes or name say plainly of gender and age, for a first voice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studio.casting.given_names import gender_by_name
from studio.engines.speech import Voice
from studio.model.cast import Character

CHILD, YOUNG, ADULT, OLD = "child", "young", "adult", "old"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Gender and age in the words of voices, empty where nothing is said."""

    gender: str = ""
    age: str = ""

    def fits(self, voice: Voice) -> bool:
        """Whether a voice is of this gender and age, as far as they are known."""
        return self.gender in ("", voice.gender) and self.age in ("", voice.age)


def likeness_of(character: Character) -> Likeness:
    """Who is to be heard: told by the profile, else by the notes, else by the name.

    A name tells by its words first (`MRS. HALE`, `WAITER`), then by the given name in it.
    """
    name = _NO_HINTS.sub(" ", character.name.casefold())
    told = (character.gender, character.age, character.notes, name)
    gender = _first(_GENDERS, told) or _first(_ROLES, (name,)) or gender_by_name(character.name)
    return Likeness(gender, _age_by_years(told[1:3]) or _first(_AGES, told))


def narrates(voice: Voice) -> bool:
    """Whether a voice's name or style says that it is a narrator's."""
    told = f"{voice.style} {voice.name}".casefold()
    return any(word in told for word in _NARRATING)


def _first(words: Mapping[str, str], told: tuple[str, ...]) -> str:
    """What the first word says that is known; texts with more weight come first."""
    for text in told:
        for word in _words(text.casefold()):
            if word in words:
                return words[word]
    return ""


def _words(text: str) -> Iterator[str]:
    """Words of letters with spaces between them, and the known ones of Chinese in their order."""
    return (found[0] for found in _WORD.finditer(text))


def _age_by_years(told: tuple[str, ...]) -> str:
    for text in told:
        if found := _YEARS.search(text.casefold()):
            years = int(next(filter(None, found.groups())))
            return CHILD if years < 13 else YOUNG if years < 25 else ADULT if years < 60 else OLD
    return ""


def _table(**words: str) -> dict[str, str]:
    return {word: meaning for meaning, listed in words.items() for word in listed.split()}


_GENDERS = _table(
    male="male man boy guy gentleman mr mister sir father dad daddy grandfather grandpa uncle"
    " brother son husband he m herr mann junge vater hombre señor niño padre monsieur homme"
    " garçon signor signore uomo ragazzo"
    " 男 男人 男性 男孩 少年 先生 爷爷 爸爸 父亲 叔叔 哥哥 弟弟 老头",
    female="female woman girl lady mrs miss ms madam mother mom mum mommy grandmother grandma"
    " granny aunt sister daughter wife she f frau mädchen mutter mujer señora señorita niña madre"
    " madame mademoiselle femme fille signora signorina donna ragazza"
    " 女 女人 女性 女孩 少女 女士 小姐 太太 夫人 奶奶 妈妈 母亲 阿姨 姐姐 妹妹 老太太",
)
_AGES = _table(
    child="child kid boy girl mädchen niño niña garçon fille ragazzo ragazza 男孩 女孩 孩子 儿童",
    young="young teen teenager teenage youth 少年 少女 青年 年轻",
    adult="adult middle-aged 中年 成年",
    old="old elderly aged alt alte alter viejo vieja anciano anciana vieux vieille"
    " grandfather grandpa grandmother grandma granny"
    " 爷爷 奶奶 老人 老年 老头 老太太 年迈",
)
_ROLES = _table(
    male="king prince duke count lord knight emperor waiter actor host steward monk priest wizard"
    " groom widower policeman fisherman postman doorman salesman fireman schoolboy cowboy",
    female="queen princess duchess countess empress waitress actress hostess stewardess nun witch"
    " bride widow policewoman saleswoman housewife schoolgirl mermaid maid 皇后 女王 公主 妃",
)
"""Words for people that say it of a name; in notes they may be said of somebody else."""
_KNOWN = {*_GENDERS, *_AGES, *_ROLES}
_CHINESE = sorted((word for word in _KNOWN if word >= "\u4e00"), key=len, reverse=True)
_WORD = re.compile(rf"[a-zà-öø-ÿ]+(?:-[a-z]+)*|{'|'.join(_CHINESE)}")
_NARRATING = ("narrat", "旁白", "解说")
_NO_HINTS = re.compile(r"\b(?:he|she|m|f)\b")
"""Words that say much in notes and are names or initials in a name."""
_YEARS = re.compile(
    r"(?:^|[,;:(，；：（、]\s*|\baged?\s+)(\d{1,2})(?=\s*(?:[,;.)，；。）、]|$))"
    r"|\b(\d{1,2})(?:\s*-?\s*(?:years?|yrs?)\b|\s*[岁歲]|s\b)"
)
