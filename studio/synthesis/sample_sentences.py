"""A sentence to hear a voice with where a character has no line yet, by language."""

from __future__ import annotations

SENTENCES = {
    "ar": "انتظرتك طويلاً. أخبرني الآن بما رأيت هناك.",
    "bg": "Чаках те дълго. Кажи ми сега какво видя там.",
    "ca": "T'he esperat molt de temps. Digues-me què hi has vist.",
    "cs": "Čekal jsem na tebe dlouho. Teď mi řekni, co jsi tam viděl.",
    "da": "Jeg har ventet længe på dig. Fortæl mig nu, hvad du så.",
    "de": "Ich habe lange auf dich gewartet. Und jetzt sag mir, was du dort gesehen hast.",
    "el": "Σε περίμενα πολλή ώρα. Πες μου τώρα τι είδες εκεί.",
    "en": "I have waited a long time for you. Now tell me what you saw over there.",
    "es": "Te he esperado mucho tiempo. Ahora dime qué viste allí.",
    "fa": "مدت زیادی منتظرت بودم. حالا بگو آنجا چه دیدی.",
    "fi": "Odotin sinua kauan. Kerro nyt, mitä näit siellä.",
    "fr": "Je t'ai attendu longtemps. Maintenant, dis-moi ce que tu as vu là-bas.",
    "he": "חיכיתי לך הרבה זמן. עכשיו ספר לי מה ראית שם.",
    "hi": "मैंने तुम्हारा बहुत इंतज़ार किया। अब बताओ, तुमने वहाँ क्या देखा?",
    "hr": "Dugo sam te čekao. Sad mi reci što si ondje vidio.",
    "hu": "Sokáig vártam rád. Most mondd el, mit láttál ott.",
    "id": "Aku sudah lama menunggumu. Sekarang katakan apa yang kamu lihat di sana.",
    "it": "Ti ho aspettato a lungo. Adesso dimmi che cosa hai visto laggiù.",
    "ja": "ずっと待っていたよ。さあ、あそこで何を見たのか教えて。",
    "ko": "오랫동안 기다렸어. 이제 거기서 무엇을 봤는지 말해 줘.",
    "ms": "Saya sudah lama menunggu awak. Sekarang beritahu apa yang awak nampak di sana.",
    "nb": "Jeg har ventet lenge på deg. Fortell meg nå hva du så der borte.",
    "nl": "Ik heb lang op je gewacht. Vertel me nu wat je daar hebt gezien.",
    "pl": "Długo na ciebie czekałem. Teraz powiedz mi, co tam widziałeś.",
    "pt": "Esperei muito tempo por você. Agora me diga o que viu lá.",
    "ro": "Te-am așteptat mult timp. Acum spune-mi ce ai văzut acolo.",
    "ru": "Я долго тебя ждал. А теперь скажи мне, что ты там видел.",
    "sk": "Dlho som na teba čakal. Teraz mi povedz, čo si tam videl.",
    "sv": "Jag har väntat länge på dig. Berätta nu vad du såg där borta.",
    "th": "ฉันรอเธอมานานแล้ว บอกฉันหน่อยว่าเธอเห็นอะไรที่นั่น",
    "tr": "Seni uzun zamandır bekliyorum. Şimdi bana orada ne gördüğünü söyle.",
    "uk": "Я довго на тебе чекав. А тепер скажи мені, що ти там бачив.",
    "vi": "Tôi đã đợi bạn rất lâu. Giờ hãy kể tôi nghe bạn đã thấy gì ở đó.",
    "yue": "我等咗你好耐。而家話我知，你喺嗰邊見到乜嘢？",
    "zh": "我等了你很久。现在告诉我，你在那边看见了什么？",
}
"""About as long as a line of a drama, and with a question or a wish in it."""


def sample_sentence(language: str) -> str:
    """Something to say in a language, in English where none is known; `de-AT` is `de`."""
    first = language.replace("_", "-").split("-")[0].casefold()
    return SENTENCES.get(language, SENTENCES.get(first, SENTENCES["en"]))
