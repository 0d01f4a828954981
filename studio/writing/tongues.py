"""What is known of languages: their names, their letters, their small words, how they are brief."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cmn": "Mandarin Chinese", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yue": "Cantonese",
    "zh": "Chinese",
}  # fmt: skip
_REGIONS = {
    "hans": "simplified", "hant": "traditional", "cn": "mainland China", "tw": "Taiwan",
    "hk": "Hong Kong", "us": "United States", "gb": "United Kingdom", "br": "Brazil",
    "pt": "Portugal", "mx": "Mexico", "es": "Spain", "fr": "France", "ca": "Canada",
    "ch": "Switzerland", "at": "Austria", "de": "Germany", "419": "Latin America",
}  # fmt: skip

_BREVITY = {
    "en": "Use contractions, leave out an optional “that”, prefer short everyday verbs.",
    "fr": "Write as one speaks: elide freely, leave out “ne” where speech does.",
    "es": "Leave out subject pronouns; prefer one verb to a phrase.",
    "it": "Leave out subject pronouns; prefer one verb to a phrase.",
    "pt": "Leave out subject pronouns; use the short forms of speech.",
    "de": "Use the short forms of speech (“ich hab”, “geht’s”); a verb may be left hanging.",
    "zh": "Leave out clear pronouns, prefer words of two characters, avoid bookish particles.",
    "ja": "Leave out subjects, keep to one level of politeness for each pair of people, and turn "
    "a sentence round rather than move its content elsewhere.",
    "ko": "Leave out subjects, keep to one level of politeness for each pair of people, and turn "
    "a sentence round rather than move its content elsewhere.",
    "th": "Use short polite particles, and phrase so that it is clear where words end.",
    "vi": "Choose the pronouns of kinship that the two would use, and leave them out where clear.",
    "ru": "Leave out “to be” and clear pronouns; prefer short verbs.",
    "tr": "Leave out subject pronouns; the ending of the verb carries them.",
}
_BREVITY_ANYWHERE = "Prefer the shorter of two natural phrasings."

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d"
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_LETTERS = {
    "latin": _LATIN, "han": _HAN, "kana": _KANA,
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3", "thai": "\u0e01-\u0e4e",
    "cyrillic": "\u0400-\u052f", "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "hebrew": "\u0590-\u05ff\ufb1d-\ufb4f", "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff",
    "devanagari": "\u0900-\u097f", "bengali": "\u0980-\u09ff", "gurmukhi": "\u0a00-\u0a7f",
    "gujarati": "\u0a80-\u0aff", "tamil": "\u0b80-\u0bff", "telugu": "\u0c00-\u0c7f",
    "kannada": "\u0c80-\u0cff", "malayalam": "\u0d00-\u0d7f", "sinhala": "\u0d80-\u0dff",
    "lao": "\u0e81-\u0edf", "myanmar": "\u1000-\u109f", "georgian": "\u10a0-\u10ff",
    "armenian": "\u0530-\u058f", "ethiopic": "\u1200-\u139f", "khmer": "\u1780-\u17ff",
}  # fmt: skip
_IN_LATIN = (
    "af az bs ca cs cy da de en es et eu fi fil fr ga gl hr hu id is it lt lv ms mt nb nl nn no pl "
    "pt ro sk sl sq sv sw tr uz vi xh zu"
)
_SCRIPTS = {
    **dict.fromkeys(("zh", "cmn", "yue", "wuu"), ("han",)), "nan": ("han", "latin"),
    "ja": ("kana", "han"), "ko": ("hangul",), "th": ("thai",), "lo": ("lao",), "km": ("khmer",),
    "my": ("myanmar",), "el": ("greek",), "ka": ("georgian",), "hy": ("armenian",),
    "am": ("ethiopic",), "ta": ("tamil",), "te": ("telugu",), "kn": ("kannada",),
    "ml": ("malayalam",), "gu": ("gujarati",), "bn": ("bengali",), "si": ("sinhala",),
    "pa": ("gurmukhi",), **dict.fromkeys(("he", "yi"), ("hebrew",)),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), ("devanagari",)),
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "ky", "tg"), ("cyrillic",)),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ug", "sd"), ("arabic",)),
    **dict.fromkeys(_IN_LATIN.split(), ("latin",)),
    **dict.fromkeys(("sr", "kk", "mn", "tt"), ("cyrillic", "latin")),
    **dict.fromkeys(("az", "uz"), ("latin", "cyrillic")),
}  # fmt: skip
_BY_SUBTAG = {
    "latn": ("latin",), "cyrl": ("cyrillic",), "arab": ("arabic",), "hans": ("han",),
    "hant": ("han",),
}  # fmt: skip
_NARRATORS = {
    "ar": "الراوي", "de": "ERZÄHLER", "es": "NARRADOR", "fr": "NARRATEUR", "it": "NARRATORE",
    "ja": "ナレーター", "ko": "내레이션", "pt": "NARRADOR", "ru": "РАССКАЗЧИК", "th": "ผู้บรรยาย",
    "yue": "旁白", "zh": "旁白",
}  # fmt: skip

_SMALL_WORDS = {
    "en": "the and you that was for are with his they this have from had not but what were when "
    "your said there she which their will about then them these would him has could been who its "
    "now my than did how i i'm it's don't can't of to is it he at we if do me just know why "
    "because out here where let let's that's you're there's won't isn't get need want "
    "a an more some her him our us they're we're",
    "de": "der die das und ist nicht ich du wir ihr sie es ein eine einen einem einer mit auf für "
    "dem den des von zu im dass aber auch wie was wer hier dann noch nur schon wenn sind bist bin "
    "habe hab hast hat haben war kein keine mich dich mir dir uns euch mein dein sein kann muss "
    "doch mal jetzt warum wo nichts etwas weiß weil vom zum zur aus bei nach sich werden wird er "
    "so man am im müssen musst danke alles",
    "fr": "le les des est pas je tu il nous vous ils elle une un et dans qui que quoi pour avec "
    "sur ce cette ça mais ou où ne n'est c'est j'ai qu'il d'un mon ton son ma ta sa mes tes suis "
    "es sont ai avez avons était fait faire plus bien tout rien jamais ici là pourquoi comment "
    "quand moi toi lui leur leurs au aux du vos nos votre notre cet ces tes la on y a va vas "
    "vont allez",
    "es": "el los las una uno y es no que de en lo por con para pero más como qué quién está estoy "
    "estás soy eres son fue ser hay yo tú él ella nosotros ellos mi tu su me te se nos ya muy "
    "aquí ahora cuando dónde porque nada nunca todo esto eso ese esta este tengo tienes quiero "
    "del al sí hola gracias buenos buenas días noches usted ustedes ayer hoy mañana hablar hacer "
    "tenemos tiene vamos voy quiere quieres puede puedo sabes sé solo también entonces mucho bueno "
    "hermano hermana señor señora dios a la le va vas",
    "it": "il lo gli una uno è non che di e per con ma come cosa chi sono sei siamo ho hai ha "
    "abbiamo io tu lui lei noi voi loro mio tuo suo mi ti si ci qui qua adesso quando dove perché "
    "niente mai tutto questo questa quello della del dello nel nella alla al dal più anche c'è "
    "dell' sta stai ciao grazie ieri oggi domani parlare fare andiamo vado vuole vuoi può posso "
    "sai allora molto bene fratello sorella signore signora dio stato stata a no la le va",
    "pt": "o os as um uma é não que de e do da em no na por com para mas mais como quem está estou "
    "são foi ser há eu tu você ele ela nós eles meu minha seu sua me te se nos já muito aqui agora "
    "quando onde porque nada nunca tudo isto isso esse esta este tenho tem quero dos das ao à pra "
    "olá oi obrigado obrigada bom boa dia noite vocês ontem hoje amanhã falar fazer temos vamos "
    "vou vai quer pode posso sabe sei só também então bem irmão irmã senhor senhora deus pelo "
    "pela a",
    "nl": "de het een en is niet ik jij je hij zij wij we ze van op voor met dat die maar ook hoe "
    "wat wie hier dan nog al als zijn ben bent heb hebt heeft hebben was geen mij jou ons mijn "
    "jouw kan moet nu waarom waar niets iets weet omdat bij naar uit aan om te er doe deze dit "
    "hoor wel jullie hem haar nee goed daar wil ga gaat kom zou zei zeg deur",
    "tr": "ve bir bu şu o ben sen biz siz onlar değil için ile ama ne neden nasıl kim nerede evet "
    "hayır var yok çok daha gibi kadar sonra şimdi burada mı mi mu mü da de ki her hiç bana sana "
    "onu beni seni bizim benim senin olarak olduğunu",
    "vi": "là và của không tôi anh em chị cô ông bà chúng ta mình có được này đó cho với trong "
    "những một các đã sẽ đang thì mà nhưng gì ai sao đâu ở đi đến ra vào rồi nữa cũng rất phải "
    "biết người",
    "pl": "nie jest to się na że co jak ale czy ja ty on ona my wy oni w z do po za od dla tak już "
    "tylko jeszcze kiedy gdzie dlaczego kto mam masz ma są był była być mnie ciebie mój twój tu",
    "sv": "och att det är inte jag du han hon vi ni de en ett som på för med av till den har hade "
    "var kan ska vill men om så här där vad vem varför när min din mig dig nu",
    "id": "yang dan di ini itu tidak saya aku kamu dia kita mereka akan dengan untuk dari ke ada "
    "sudah bisa apa siapa mengapa kenapa bagaimana tapi karena juga hanya lagi sekarang jangan",
    "da": "og at det er ikke jeg du han hun vi i de en et som på for med af til den har havde var "
    "kan skal vil men om så her hvor hvad hvem hvorfor når min din mig dig nu noget fra mit dit",
    "no": "og at det er ikke jeg du han hun vi dere de en et som på for med av til den har hadde "
    "var kan skal vil men om så her hvor hva hvem hvorfor når min din meg deg nå noe fra mitt ditt",
    "fi": "ja ei on en minä sinä hän me te he se tämä että mitä kuka missä miksi miten kun jos "
    "mutta niin nyt vain minun sinun oli olen olet ole minua sinua kanssa täällä kyllä",
    "cs": "je to se na že co jak ale já ty on ona my vy oni v z do po pro od jsem jsi jsme jste "
    "není tak už jen kde kdy proč kdo mám máš byl byla mě tě můj tvůj tady teď nic něco",
    "ro": "și nu este e că ce cine unde când cum dar eu tu el ea noi voi ei la de din cu pe pentru "
    "un o sunt ești am ai are a fost mai foarte acum aici nimic ceva mea meu ta tău să îmi îți",
    "hu": "és nem a az hogy ez mi ki hol mikor miért de én te ő van volt vagyok vagy csak most itt "
    "ott igen kell lesz nekem neked semmi valami már még is egy meg ha",
    "ca": "i no que de el la els les un una és són amb per però més com qui on quan jo tu ell ella "
    "nosaltres ells meu meva teu teva aquí ara res tot això aquest aquesta tinc tens hem han vaig "
    "del al va",
}  # fmt: skip
_WORDS: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()
}

_ACCENTS = {
    "en": "", "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíóúüñ", "it": "àèéìíîòóùú",
    "pt": "áâãàçéêíóôõú", "nl": "áéëèïíóöü", "tr": "çğıöşüâî", "pl": "ąćęłńóśźż", "sv": "åäöé",
    "id": "é", "da": "æøåé", "no": "æøåéòô", "fi": "äöå", "cs": "áčďéěíňóřšťúůýž",
    "ro": "ăâîșțşţ", "hu": "áéíóöőúüű", "ca": "àçèéíïòóúü·",
}  # fmt: skip

_CYRILLIC_BEYOND = {"ru": "іїєґў", "uk": "ыэъёў", "bg": "ыэёіїєґў", "be": "иїєґъщ"}
"""Letters of the script that a language never has."""
_NORWEGIAN = frozenset({"nb", "nn", "no"})

EXPANSION = {
    "de": 1.15, "fr": 1.15, "es": 1.15, "it": 1.12, "pt": 1.12, "ru": 1.1, "vi": 1.1, "tr": 1.0,
    "nl": 1.1, "pl": 1.1,
}  # fmt: skip
"""How much longer a text usually becomes than an English one."""


def primary(language: str) -> str:
    """The first part of a language's code, in small letters."""
    return language.partition("-")[0].casefold()


def name_of(language: str) -> str:
    """What a language is called in English, with its region; its code where nobody knows it."""
    first, *rest = language.split("-")
    name = _NAMES.get(first.casefold(), first)
    regions = [_REGIONS.get(part.casefold(), part) for part in rest]
    return f"{name} ({', '.join(regions)})" if regions else name


def brevity_hint(language: str) -> str:
    """How one is brief in a language, in a sentence."""
    return _BREVITY.get(primary(language), _BREVITY_ANYWHERE)


def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts a language is written in, the telling one first; none where nobody knows."""
    _, _, rest = language.casefold().partition("-")
    told = next((_BY_SUBTAG[part] for part in rest.split("-") if part in _BY_SUBTAG), None)
    return told or _SCRIPTS.get(primary(language), ())


def narrator_in(language: str) -> str:
    """What the narrator is called in a language, in English where nobody knows."""
    return _NARRATORS.get(primary(language), "NARRATOR")


def letters_of(script: str) -> str:
    """The letters of a script as the inside of a character class."""
    return _LETTERS[script]


def all_letters() -> re.Pattern[str]:
    """One letter of any script known here, in a group of the script's name."""
    return re.compile("|".join(f"(?P<{name}>[{ls}])" for name, ls in _LETTERS.items()))


def small_words(language: str) -> frozenset[str]:
    """The words that tell a language in Latin letters from others; none where nobody knows."""
    code = primary(language)
    return _WORDS.get("no" if code in _NORWEGIAN else code, frozenset())


def accents(language: str) -> frozenset[str] | None:
    """The letters beyond a to z that a language is written with; None where nobody knows."""
    letters = _ACCENTS.get(primary(language))
    return None if letters is None else frozenset(letters)


def foreign_letters(language: str) -> frozenset[str]:
    """Letters of its own script that tell that a text is not in a language."""
    return frozenset(_CYRILLIC_BEYOND.get(primary(language), ""))


def languages_with_small_words() -> tuple[str, ...]:
    """The languages `small_words` knows."""
    return tuple(_WORDS)
