"""The words of numbers: what each is worth, and whether it multiplies what stands before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

_WORDS = {
    "en": "0 zero oh|1 one first|2 two second|3 three third|4 four|5 five fif|6 six|7 seven"
    "|8 eight eigh|9 nine nin|10 ten|11 eleven|12 twelve twelf|13 thirteen|14 fourteen|15 fifteen"
    "|16 sixteen|17 seventeen|18 eighteen|19 nineteen|20 twent|30 thirt|40 fort|50 fift|60 sixt"
    "|70 sevent|80 eighty eightie|90 ninet|12 dozen|x100 hundred|x1000 thousand grand"
    "|x1000000 million|x1000000000 billion",
    "de": "0 null|1 eins ein erst|2 zwei zwo|3 drei dritt|4 vier|5 fünf|6 sechs|7 sieben siebt"
    "|8 acht|9 neun|10 zehn|11 elf|12 zwölf|16 sechzehn|17 siebzehn|20 zwanzig|30 dreißig dreissig"
    "|40 vierzig|50 fünfzig|60 sechzig|70 siebzig|80 achtzig|90 neunzig|12 dutzend"
    "|13 dreizehn|14 vierzehn|15 fünfzehn|18 achtzehn|19 neunzehn|x100 hundert|x1000 tausend"
    "|x1000000 million|x1000000000 milliarde",
    "fr": "0 zéro|1 un premi|2 deux|3 trois|4 quatr|5 cinq|6 six|7 sept|8 huit|9 neuf neuv|10 dix"
    "|11 onz|12 douz|13 treiz|14 quatorz|15 quinz|16 seiz|20 vingt|30 trent|40 quarant"
    "|50 cinquant|60 soixant|70 septant|80 quatre-vingt octant huitant|90 nonant|x100 cent"
    "|x1000 mill|x1000000 million|x1000000000 milliard",
    "es": "0 cero|1 un uno primer|2 dos segund dós|3 tres tercer trés|4 cuatro|5 cinco"
    "|6 seis séis|7 siete|8 ocho|9 nueve|10 diez dieci|11 once|12 doce|13 trece|14 catorce"
    "|15 quince|20 veint|30 treint|40 cuarent|50 cincuent|60 sesent|70 setent|80 ochent"
    "|90 novent|100 cien|200 doscient|300 trescient|400 cuatrocient|500 quinient|600 seiscient"
    "|700 setecient|800 ochocient|900 novecient|x1000 mil|x1000000 millon millón",
    "it": "0 zero|1 un uno prim|2 due second|3 tre terz|4 quattro|5 cinque|6 sei|7 sette|8 otto"
    "|9 nove|10 diec|11 undic|12 dodic|13 tredic|14 quattordic|15 quindic|16 sedic|17 diciassett"
    "|18 diciott|19 diciannov|20 vent|30 trent|40 quarant|50 cinquant|60 sessant|70 settant"
    "|80 ottant|90 novant|x100 cent|x1000 mille mila|x1000000 milion|x1000000000 miliard",
    "pt": "0 zero|1 um primeir|2 dois duas segund|3 três terceir|4 quatro|5 cinco|6 seis|7 sete"
    "|8 oito|9 nove|10 dez|11 onze|12 doze|13 treze|14 catorze quatorze|15 quinze"
    "|16 dezesseis dezasseis|17 dezessete dezassete|18 dezoito|19 dezenove dezanove|20 vint"
    "|30 trint|40 quarent|50 cinquent|60 sessent|70 setent|80 oitent|90 novent|100 cem cento"
    "|200 duzent|300 trezent|400 quatrocent|500 quinhent|600 seiscent|700 setecent|800 oitocent"
    "|900 novecent|x1000 mil|x1000000 milhão milhões",
    "nl": "0 nul|1 een één eerst|2 twee|3 drie derd|4 vier|5 vijf|6 zes|7 zeven|8 acht|9 negen"
    "|10 tien|11 elf|12 twaalf|13 dertien|14 veertien|15 vijftien|16 zestien|17 zeventien"
    "|18 achttien|19 negentien|20 twintig|30 dertig|40 veertig|50 vijftig|60 zestig|70 zeventig"
    "|80 tachtig|90 negentig|x100 honderd|x1000 duizend|x1000000 miljoen",
    "ru": "0 ноль нул|1 один одн перв|2 два две двух двум втор|3 три трёх трех трет|4 четыр четвер"
    "|5 пят|6 шест|7 сем седьм|8 восем восьм|9 девят|10 десят|11 одиннадцат|12 двенадцат"
    "|13 тринадцат|14 четырнадцат|15 пятнадцат|16 шестнадцат|17 семнадцат|18 восемнадцат"
    "|19 девятнадцат|20 двадцат|30 тридцат|40 сорок|50 пятьдесят|60 шестьдесят|70 семьдесят"
    "|80 восемьдесят|90 девяност|100 сто|200 двести|300 триста|400 четыреста|500 пятьсот"
    "|600 шестьсот|700 семьсот|800 восемьсот|900 девятьсот|x1000 тысяч|x1000000 миллион",
    "tr": "0 sıfır|1 bir|2 iki|3 üç|4 dört dörd|5 beş|6 altı|7 yedi|8 sekiz|9 dokuz|10 on"
    "|20 yirmi|30 otuz|40 kırk|50 elli|60 altmış|70 yetmiş|80 seksen|90 doksan|x100 yüz|x1000 bin"
    "|x1000000 milyon",
    "vi": "0 không|1 một mốt|2 hai|3 ba|4 bốn tư|5 năm lăm|6 sáu|7 bảy|8 tám|9 chín|10 mười"
    "|x10 mươi|x100 trăm|x1000 nghìn ngàn|x1000000 triệu",
    "id": "0 nol|1 satu se|2 dua|3 tiga|4 empat|5 lima|6 enam|7 tujuh|8 delapan|9 sembilan"
    "|10 sepuluh|11 sebelas|x10 puluh|x100 ratus|100 seratus|x1000 ribu|1000 seribu|x1000000 juta",
    "th": "0 ศูนย์|1 หนึ่ง เอ็ด|2 สอง ยี่|3 สาม|4 สี่|5 ห้า|6 หก|7 เจ็ด|8 แปด|9 เก้า|x10 สิบ"
    "|x100 ร้อย|x1000 พัน|x10000 หมื่น|x100000 แสน|x1000000 ล้าน",
    "ko": "0 영 공|1 일 하나 한 하루|2 이 둘 두 이틀|3 삼 셋 세 석 사흘|4 사 넷 네 넉 나흘"
    "|5 오 다섯|6 육 여섯|7 칠 일곱|8 팔 여덟|9 구 아홉|10 열|20 스물 스무|30 서른|40 마흔|50 쉰"
    "|60 예순|70 일흔|80 여든|90 아흔|x10 십|x100 백|x1000 천|x10000 만|x100000000 억",
    "zh": "0 零 〇|1 一|2 二 两 兩 俩|3 三 仨|4 四|5 五|6 六|7 七|8 八|9 九|x10 十|x100 百|x1000 千"
    "|x10000 万 萬|x100000000 亿 億",
}
_KIN = {"ja": "zh", "cmn": "zh", "yue": "zh"}

ANYWHERE = frozenset({"zh", "cmn", "yue", "ja", "ko", "th"})
"""Languages in which the word of a number may stand inside other letters."""


@cache
def number_words(language: str) -> Mapping[str, tuple[int, bool]]:
    """The words, or their beginnings, with their worth and whether they multiply; or none."""
    table = _WORDS.get(_KIN.get(language, language), "")
    return dict(_parsed(table)) if table else {}


def _parsed(table: str) -> Iterator[tuple[str, tuple[int, bool]]]:
    for row in table.split("|"):
        worth, *words = row.split()
        for word in words:
            yield word, (int(worth.removeprefix("x")), worth.startswith("x"))
