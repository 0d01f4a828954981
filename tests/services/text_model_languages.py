"""The few words of each language that the test model knows: half of them are in every sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Small words, other words, names of people, and whether words are set apart by blanks."""

    small: tuple[str, ...]
    great: tuple[str, ...]
    names: tuple[str, ...]
    spaced: bool = True


_LATIN_NAMES = "Mara Jonas Lena Victor Iris Anton Clara Hugo Nina Felix Vera Oskar Ida Leo"


def _words(small: str, great: str, names: str = _LATIN_NAMES, *, spaced: bool = True) -> Lexicon:
    return Lexicon(tuple(small.split()), tuple(great.split()), tuple(names.split()), spaced)


_LEXICA = {
    "en": _words(
        "the and you that with this have what not they from would there your will just but was are",
        "nothing morning letter window father believe promise remember tonight money together "
        "truth stranger danger house mother someone always behind answer waiting never better "
        "daughter leaving heart wrong listen sister secret",
    ),
    "de": _words(
        "und nicht das ist ich wir aber auch dich noch schon wenn doch dass sind hat mit für ein",
        "Morgen Brief Fenster Vater glauben versprochen heute Geld zusammen Wahrheit Fremder "
        "Gefahr Haus Mutter jemand immer hinter Antwort warten niemals besser Tochter gehen Herz "
        "falsch hören Schwester Geheimnis nichts Straße",
    ),
    "fr": _words(
        "je vous nous pas les des est dans avec pour mais une qui cette sont elle ils sur vos",
        "rien matin lettre fenêtre père croire promesse souvenir argent ensemble vérité étranger "
        "danger maison mère toujours derrière réponse attendre jamais mieux fille partir cœur "
        "faux écouter sœur secret chemin voix",
    ),
    "es": _words(
        "que los las una pero está con por para muy ella como cuando hay del yo nos eso sus",
        "nada mañana carta ventana padre creer promesa recuerdo dinero juntos verdad extraño "
        "peligro casa madre siempre detrás respuesta esperar nunca mejor hija salir corazón "
        "falso escuchar hermana secreto camino voz",
    ),
    "it": _words(
        "che non sono della gli questo come perché anche più nel hai lei con una ma ci dei era",
        "niente mattina lettera finestra padre credere promessa ricordo denaro insieme verità "
        "straniero pericolo casa madre sempre dietro risposta aspettare mai meglio figlia uscire "
        "cuore falso ascoltare sorella segreto strada voce",
    ),
    "pt": _words(
        "não você uma com para mas muito isso ele ela são está quando então dos meu eu nos já",
        "nada manhã carta janela pai acreditar promessa lembrança dinheiro juntos verdade "
        "estranho perigo casa mãe sempre atrás resposta esperar nunca melhor filha sair coração "
        "errado ouvir irmã segredo caminho voz",
    ),
    "nl": _words(
        "het een niet dat ik wij maar ook nog wel als zijn heeft met voor van deze jij wat",
        "niets morgen brief venster vader geloven belofte vandaag geld samen waarheid vreemde "
        "gevaar huis moeder iemand altijd achter antwoord wachten nooit beter dochter hart",
    ),
    "pl": _words(
        "nie się jest to ale tak jak czy już mnie dla tego przez był ona być co jego że",
        "rano list okno ojciec wierzyć obietnica dzisiaj razem prawda obcy dom matka ktoś zawsze "
        "odpowiedź czekać nigdy lepiej córka serce słuchać siostra tajemnica głos",
    ),
    "tr": _words(
        "bir ve bu ne için çok ama ben sen da mi var yok daha gibi kadar değil o ki",
        "sabah mektup pencere baba inanmak söz bugün para birlikte gerçek yabancı tehlike ev anne "
        "biri hep arkada cevap beklemek asla güzel kızım kalp dinle abla sır",
    ),
    "ru": _words(
        "и не что это как ты мы вы но она они был когда меня его уже все так если",
        "ничего утро письмо окно отец верить обещание сегодня деньги вместе правда чужой "
        "опасность дом мать всегда ответ ждать никогда лучше дочь сердце слушать сестра тайна "
        "голос дорога ночь",
        "Мара Йонас Лена Виктор Ирис Антон Клара Гуго Нина Феликс Вера Оскар Ида Лев",
    ),
    "zh": _words(
        "的 了 我 你 是 不 就 在 这 那 他 她 也 都 我们 你们 没有 什么",
        "时间 早上 书信 窗户 父亲 相信 答应 记得 今晚 一起 真相 陌生 危险 房子 母亲 有人 永远 后面 "
        "回答 等待 从来 更好 女儿 离开 心里 错误 听见 姐姐 秘密 声音",
        "林岚 陈默 苏青 周远 沈月 何川 许宁 江河 顾言 叶秋 唐晚 方舟 白鹭 秦风",
        spaced=False,
    ),
    "ja": _words(
        "は が を に で と も の から まで です ます ない この その って けど よね",
        "時間 手紙 父さん 信じる 約束 今夜 お金 一緒 真実 危ない 母さん 誰か いつも 後ろ 答え "
        "待って 決して もっと 娘たち 出ていく 心臓 違う 聞いて 姉さん 秘密 声だけ 朝早く 窓辺",
        "真理 健二 美咲 翔太 彩花 大輔 由紀 拓海 沙織 直樹 千夏 悠人 恵子 誠",
        spaced=False,
    ),
    "ko": _words(
        "그 이 나는 너는 우리 그리고 하지만 지금 다시 정말 아직 그래서 왜 내가 네가 안 더 또",
        "아침에 편지를 창문이 아버지 믿어요 약속을 오늘밤 돈을 함께 진실을 낯선 위험해 집에서 "
        "어머니 누군가 언제나 뒤에서 대답을 기다려 절대로 딸이 떠나요 틀렸어 들어봐 언니가 목소리",
        "민준 서연 지우 하윤 도윤 수아 예준 지민 은우 채원 현우 소율 태오 나은",
    ),
    "ar": _words(
        "من في على أن هذا ما لا كان هو هي إلى كل لم قد أنت نحن عن مع",
        "صباح رسالة نافذة والدي وعد الليلة مال معا حقيقة غريب خطر بيت أمي دائما خلف جواب انتظار "
        "أبدا أفضل ابنتي قلب اسمع أختي سر",
        "مارا يونس لينا فيكتور إيريس أنطون كلارا هوغو نينا فيلكس فيرا أوسكار",
    ),
}  # fmt: skip
SPOKEN = tuple(_LEXICA)


def lexicon(language: str) -> Lexicon:
    """The words of a language by the first part of its code; raises KeyError."""
    return _LEXICA[language.partition("-")[0].casefold()]
