"""Numbers of a translation: said in any way they are right, and another number is seen."""

from __future__ import annotations

import pytest

from studio.writing.translating.validation.numbers import number_findings

RIGHT = [
    ("en", "de", "It's 3:30 p.m.", "Es ist halb vier."),
    ("en", "de", "That's $2,500.", "Das sind zweitausendfünfhundert Dollar."),
    ("en", "de", "On March 14th, 1998.", "Am vierzehnten März 1998."),
    ("en", "de", "She was born in 1998.", "Sie kam neunzehnhundertachtundneunzig zur Welt."),
    ("en", "de", "13 people saw you.", "Dreizehn Leute haben dich gesehen."),
    ("en", "de", "Room 217.", "Zimmer zweihundertsiebzehn."),
    ("en", "de", "1.5 million.", "Eineinhalb Millionen."),
    ("en", "de", "It's a quarter to 8.", "Es ist Viertel vor acht."),
    ("en", "de", "15 minutes. Not 16.", "Fünfzehn Minuten. Nicht sechzehn."),
    ("en", "de", "Half past three.", "15:30 Uhr."),
    ("zh", "en", "这车值200万！", "This car is worth two million!"),
    ("zh", "en", "3万块钱，一分都不能少。", "Thirty thousand, and not a cent less."),
    ("zh", "en", "3万块钱，一分都不能少。", "30,000, and not a cent less."),
    ("zh", "en", "一千二百块。", "1,200."),
    ("zh", "en", "2019年5月3日，她离开了我。", "On May 3rd, 2019, she left me."),
    ("zh", "en", "2点半见。", "See you at half past two."),
    ("en", "zh", "I paid $50,000 for that dress.", "那条裙子我花了5万美元。"),
    ("en", "zh", "2 tickets, please.", "请给我两张票。"),
    ("en", "zh", "It's 11:45.", "差一刻十二点。"),
    ("en", "zh", "It's 2:00.", "两点了。"),
    ("en", "zh", "1,200", "一千二"),
    ("en", "zh", "350,000", "三十五万"),
    ("ja", "en", "100万円！？", "One million yen?!"),
    ("ja", "en", "３年前のことだ。", "It was three years ago."),
    ("de", "fr", "14 Uhr.", "Quatorze heures."),
    ("de", "fr", "Es ist 20:15 Uhr.", "Il est huit heures et quart."),
    ("de", "fr", "3,5 Prozent.", "Trois virgule cinq pour cent."),
    ("de", "fr", "Das kostet 75 Euro.", "Ça coûte soixante-quinze euros."),
    ("de", "fr", "95.", "Quatre-vingt-quinze."),
    ("de", "fr", "1.000 Euro!", "Mille euros !"),
    ("es", "en", "El 2 de mayo.", "The second of May."),
    ("es", "en", "Son las 9 y media.", "It's nine thirty."),
    ("en", "es", "16 years old.", "Dieciséis años."),
    ("en", "es", "22 days.", "Veintidós días."),
    ("en", "es", "500 bucks.", "Quinientos pavos."),
    ("en", "it", "128 days.", "Centoventotto giorni."),
    ("en", "nl", "14 days.", "Veertien dagen."),
    ("en", "ko", "15 people.", "열다섯 명."),
    ("en", "ko", "3 days.", "사흘."),
    ("en", "vi", "21 people.", "Hai mươi mốt người."),
    ("en", "th", "21 people.", "ยี่สิบเอ็ดคน"),
    ("en", "id", "7 days", "Tujuh hari"),
    ("en", "sv", "7 days", "Sju dagar"),
]

WRONG = [
    ("en", "de", "Give me 15 minutes.", "Gib mir 50 Minuten.", "15"),
    ("en", "de", "Give me 15 minutes.", "Gib mir sechzehn Minuten.", "15"),
    ("en", "de", "It was in 1998.", "Das war 1989.", "1998"),
    ("en", "de", "I'm 23.", "Ich bin zweiunddreißig.", "23"),
    ("en", "de", "Meet me at 3.", "Wir treffen uns um vier.", "3"),
    ("en", "de", "It's 3:30.", "Es ist sechs.", "3:30"),
    ("en", "de", "It's 3:20.", "Es ist drei Uhr fünf.", "3:20"),
    ("en", "zh", "Give me 3 days.", "给我五天。", "3"),
    ("en", "zh", "Give me $3,000.", "给我三百美元。", "3000"),
    ("zh", "en", "给我30天时间。", "Give me 13 days.", "30"),
    ("zh", "en", "这车值200万！", "This car is worth two hundred thousand!", "2000000"),
    ("ja", "en", "3時に来い。", "Come at 5.", "3"),
    ("de", "fr", "Das sind 80 Euro.", "Ça fait soixante euros.", "80"),
    ("de", "fr", "Das sind 75 Euro.", "Ça fait soixante-dix euros.", "75"),
    ("en", "fr", "He's 40 years old.", "Il a quatre-vingts ans.", "40"),
    ("es", "en", "Tiene 12 hijos.", "He has two kids.", "12"),
    ("en", "ko", "I'm 20.", "나 서른 살이야.", "20"),
    ("en", "sv", "7 days", "17 dagar", "7"),
    ("en", "de", "A few days.", "Noch 4 Tage.", "4"),
]


@pytest.mark.parametrize(("of", "to", "source", "text"), RIGHT)
def test_a_number_may_be_said_in_any_way(of: str, to: str, source: str, text: str) -> None:
    assert number_findings(source, of, text, to) == []


@pytest.mark.parametrize(("of", "to", "source", "text", "number"), WRONG)
def test_another_number_is_told(of: str, to: str, source: str, text: str, number: str) -> None:
    (finding,) = number_findings(source, of, text, to)
    assert finding.code == f"number: {number}"


def test_endless_rows_of_numbers_take_no_time() -> None:
    assert number_findings("five " * 2000 + "5" * 400, "en", "six " * 2000, "en")
