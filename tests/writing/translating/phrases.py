"""What people say, in several languages, so that right translations can be put together."""

from __future__ import annotations

_TABLES = {
    "en": """
Where have you been?
I never wanted this.
Yes.
No!
You lied to me, and I believed you.
Open the door or I call the police!
She was my sister.
Wait...
That is what my father said before he left us.
Taxi!
OK, OK.
""",
    "de": """
Wo bist du gewesen?
Ich wollte das nie.
Ja.
Nein!
Du hast mich belogen, und ich hab dir geglaubt.
Mach die Tür auf, oder ich ruf die Polizei!
Sie war meine Schwester.
Warte...
Das hat mein Vater auch gesagt, bevor er uns verlassen hat.
Taxi!
OK, OK.
""",
    "fr": """
Où étais-tu ?
Je n'ai jamais voulu ça.
Oui.
Non !
Tu m'as menti, et je t'ai cru.
Ouvre la porte ou j'appelle la police !
C'était ma sœur.
Attends...
C'est ce que disait mon père avant de nous quitter.
Taxi !
OK, OK.
""",
    "es": """
¿Dónde has estado?
Nunca quise esto.
Sí.
¡No!
Me mentiste, y yo te creí.
¡Abre la puerta o llamo a la policía!
Era mi hermana.
Espera...
Eso dijo mi padre antes de dejarnos.
¡Taxi!
OK, OK.
""",
    "zh": """
你去哪儿了？
我从来不想这样。
是。
不！
你骗了我，我还信了你。
开门，不然我报警了！
她是我姐姐。
等等……
我父亲离开我们之前也是这么说的。
出租车！
好，好。
""",
    "ja": """
どこにいたの？
こんなこと望んでなかった。
うん。
いや！
騙したのね、信じてたのに。
開けて、警察呼ぶわよ！
姉だったんだ。
待って……
父さんも出ていく前にそう言ったよ。
タクシー！
オーケー、オーケー。
""",
    "ko": """
어디 있었어?
난 이걸 원한 적 없어.
응.
아니!
넌 날 속였고, 난 널 믿었어.
문 열어, 안 그러면 경찰 부를 거야!
그 애는 내 누나였어.
잠깐...
아버지도 우리를 떠나기 전에 그렇게 말했지.
택시!
오케이, 오케이.
""",
    "ru": """
Где ты был?
Я никогда этого не хотел.
Да.
Нет!
Ты солгал мне, а я тебе поверила.
Открой дверь, или я вызову полицию!
Она была моей сестрой.
Подожди...
Так говорил мой отец, прежде чем бросить нас.
Такси!
Окей, окей.
""",
    "it": """
Dove sei stato?
Non l'ho mai voluto.
Sì.
No!
Mi hai mentito, e io ti ho creduto.
Apri la porta o chiamo la polizia!
Era mia sorella.
Aspetta...
È quello che disse mio padre prima di lasciarci.
Taxi!
OK, OK.
""",
    "pt": """
Onde você esteve?
Eu nunca quis isso.
Sim.
Não!
Você mentiu pra mim, e eu acreditei.
Abre a porta ou eu chamo a polícia!
Ela era minha irmã.
Espera...
Foi o que meu pai disse antes de nos deixar.
Táxi!
OK, OK.
""",
    "tr": """
Neredeydin?
Bunu hiç istemedim.
Evet.
Hayır!
Bana yalan söyledin, ben de sana inandım.
Kapıyı aç, yoksa polisi ararım!
O benim kız kardeşimdi.
Bekle...
Babam da bizi terk etmeden önce böyle demişti.
Taksi!
Tamam, tamam.
""",
    "vi": """
Anh đã ở đâu?
Tôi chưa bao giờ muốn điều này.
Vâng.
Không!
Anh nói dối tôi, và tôi đã tin anh.
Mở cửa ra, không tôi gọi cảnh sát!
Cô ấy là chị tôi.
Đợi đã...
Cha tôi cũng nói vậy trước khi bỏ chúng tôi.
Taxi!
Được, được.
""",
}
LANGUAGES = tuple(_TABLES)
_SPACED = frozenset(LANGUAGES) - {"zh", "ja"}

PHRASES = [
    dict(zip(LANGUAGES, phrase, strict=True))
    for phrase in zip(*(table.split("\n")[1:-1] for table in _TABLES.values()), strict=True)
]
"""The same said in each language."""


def joined(parts: list[str], language: str) -> str:
    """Sentences one after another."""
    return (" " if language in _SPACED else "").join(parts)
