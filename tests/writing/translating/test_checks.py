"""A model's words for one line: what is right stays, small faults go, the rest is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.model.ids import LineId
from studio.writing.translating.glossary import Term
from studio.writing.translating.reasons import SENTENCES, Reason, Weight, sentence_of
from studio.writing.translating.validation.frame import Asked, Frame, for_the_model
from studio.writing.translating.validation.record import Checked, checked
from tests.writing.translating.phrases import LANGUAGES, PHRASES, joined

FLAG, ASK, REFUSE = Weight.FLAG, Weight.ASK, Weight.REFUSE
NAMES = frozenset({"mara", "tobias", "玛拉"})
SPEAKERS = frozenset({"MARA", "TOBIAS", "玛拉"})


def look(
    source: str,
    text: str,
    *,
    to: str = "de",
    of: str = "en",
    terms: tuple[Term, ...] = (),
    sung: bool = False,
) -> Checked:
    """What is thought of a text."""
    asked = Asked(LineId("k7f3m2qa"), source, "MARA", terms, sung)
    return checked(asked, text, Frame(of, to, NAMES, SPEAKERS))


def reasons(result: Checked) -> set[Reason]:
    return {finding.reason for finding in result.findings}


PAUSES = ("<#0.5#>", "<#1.25#>")


@st.composite
def translations(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A line and its right translation, with names, numbers and marks at the same places."""
    source, target = draw(st.permutations(LANGUAGES))[:2]
    ours: list[str] = []
    theirs: list[str] = []
    for phrase in draw(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3, unique_by=id)):
        mine, yours = phrase[source], phrase[target]
        if draw(st.integers(0, 4)) == 0:
            number = draw(st.integers(2, 5000))
            mine, yours = f"{number}. {mine}", f"{number}. {yours}"
        if draw(st.integers(0, 4)) == 0:
            mine, yours = f"Mara! {mine}", f"Mara! {yours}"
        ours.append(mine)
        theirs.append(yours)
        if draw(st.integers(0, 5)) == 0:
            mark = draw(st.sampled_from((*PAUSES, "(sighs)", "{name}")))
            ours.append(f" {mark} ")
            theirs.append(f" {mark} ")
    begin = draw(st.sampled_from(("", "", "(laughs) ")))
    return begin + joined(ours, source), begin + joined(theirs, target), source, target


@given(translations())
def test_a_right_translation_is_not_refused(given: tuple[str, str, str, str]) -> None:
    source, text, of, to = given
    result = look(for_the_model(source), text, of=of, to=to)
    assert result.good, (source, text, result.findings)


@given(translations())
def test_marks_of_the_source_are_in_what_is_kept(given: tuple[str, str, str, str]) -> None:
    source, text, of, to = given
    result = look(for_the_model(source), text.replace("(laughs)", "(lacht)"), of=of, to=to)
    for mark in (*PAUSES, "(laughs)", "(sighs)", "{name}"):
        assert mark not in source or mark in result.words or not result.good


@pytest.mark.parametrize(
    ("source", "text", "words", "reason"),
    [
        ("Wait.", "MARA: Warte.", "Warte.", Reason.PREFIX),
        ("Wait.", "**Tobias**: Warte.", "Warte.", Reason.PREFIX),
        ("Wait.", "k7f3m2qa: Warte.", "Warte.", Reason.PREFIX),
        ("Wait.", "Übersetzung: Warte.", "Warte.", Reason.PREFIX),
        ("Wait.", "```text\nWarte.\n```", "Warte.", Reason.PREFIX),
        ("Wait.", "- Warte.", "Warte.", Reason.PREFIX),
        ("Wait here.", "Warte *hier*.", "Warte hier.", Reason.ESCAPES),
        ("Wait here.", 'Warte "hier".', "Warte hier.", Reason.ESCAPES),
        ("Mara, wait.", "TOBIAS: Mara, warte.", "Mara, warte.", Reason.PREFIX),
        ("Wait.", "“Warte.”", "Warte.", Reason.QUOTES),
        ("Wait.", "„Warte.“", "Warte.", Reason.QUOTES),
        ("Wait.", "Warte. (wörtlich: harre)", "Warte.", Reason.ASIDE),
        ("Wait here.", "Warte hier. - a more natural wording", "Warte hier.", Reason.ASIDE),
        ("Wait here now.", "Warte\nhier jetzt.", "Warte hier jetzt.", Reason.BREAKS),
        ("(sighs) Wait.", "Warte.", "(sighs) Warte.", Reason.MARKS),
        ("Wait. (sighs)", "Warte.", "Warte. (sighs)", Reason.MARKS),
        ("(sighs) Wait.", "(seufzt) Warte.", "(sighs) Warte.", Reason.ASIDE),
        ("Go. <#0.5#> Now.", "Geh. Jetzt.", "Geh. <#0.5#> Jetzt.", Reason.MARKS),
        ("Go. <#0.5#> Now.", "Geh. <#0,7#> Jetzt.", "Geh. <#0.5#> Jetzt.", Reason.MARKS),
        ("Go. <#0.5#> Now.", "Geh. <#0.2#><#0.3#> Jetzt.", "Geh. <#0.50#> Jetzt.", Reason.MARKS),
        ("Hi, {name}!", "Hallo, {nom}!", "Hallo, {name}!", Reason.MARKS),
        ("Wait.", "{calm} Warte.", "Warte.", Reason.MARKS),
        ("Wait.", "Warte. <#0.8#>", "Warte.", Reason.MARKS),
        ("Wait.", "<b>Warte.</b>", "Warte.", Reason.MARKS),
    ],
)
def test_small_faults_are_put_right(source: str, text: str, words: str, reason: Reason) -> None:
    result = look(source, text)
    assert result.words == words
    assert result.good and reason in reasons(result)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Tobias: that is all he wrote.", "Tobias: mehr hat er nicht geschrieben."),
        ("Mara, wait!", "Mara: warte!"),
        ("Three. Two. One.", "3. 2. 1."),
        ("“Never,” he said.", "„Niemals“, hat er gesagt."),
        ("(quietly) Wait.", "(leise) Warte."),
        ("No - not you.", "Nein - nicht du."),
        ("Ten (10) men.", "Zehn (10) Männer."),
        ("FBI!", "FBI!"),
        ("Mara? Tobias?", "Mara? Tobias?"),
        ("Taxi!", "Taxi!"),
        ("1, 2, 3!", "1, 2, 3!"),
        ("Hm...", "Hm..."),
        ("I have 7 days.", "Ich hab sieben Tage."),
        ("It cost $1,500.", "Das hat 1500 Dollar gekostet."),
        ("Twenty-three of them.", "23 Stück."),
    ],
)
def test_what_is_right_is_left_alone(source: str, text: str) -> None:
    result = look(source, text)
    assert result.words == text and not result.findings


@pytest.mark.parametrize(
    ("of", "to", "source", "text", "reason", "weight"),
    [
        ("en", "de", "Where were you?", "  ", Reason.EMPTY, REFUSE),
        ("en", "de", "Where were you?", "“”", Reason.EMPTY, REFUSE),
        ("en", "de", "I never wanted this.", "I never wanted this.", Reason.UNCHANGED, REFUSE),
        ("en", "zh", "I never wanted this.", "I never wanted this.", Reason.UNCHANGED, REFUSE),
        ("en", "zh", "Hello there.", "Hello there.", Reason.UNCHANGED, REFUSE),
        ("zh", "en", "我从来不想这样。", "我从来不想这样。", Reason.UNCHANGED, REFUSE),
        ("en", "de", "I never wanted this.", "Je n'ai jamais voulu ça.", Reason.LANGUAGE, REFUSE),
        ("en", "zh", "I never wanted this.", "Das wollte ich nie.", Reason.LANGUAGE, REFUSE),
        ("en", "ja", "Where did they go now?", "他们现在去哪里了呢？", Reason.LANGUAGE, REFUSE),
        ("en", "de", "I never wanted this.", "Я никогда этого не хотел.", Reason.LEFT_OVER, REFUSE),
        ("zh", "en", "我从来不想这样。", "I 从来不想 this.", Reason.LEFT_OVER, REFUSE),
        ("en", "zh", "Open the door or else.", "打开 the door or else。", Reason.LEFT_OVER, REFUSE),
        ("en", "de", "Nobody believes you, Mara.", "Nein.", Reason.LENGTH, ASK),
        ("en", "de", "Nobody believes you.", "Niemand glaubt dir, " * 6, Reason.LENGTH, ASK),
        ("en", "de", "Go {name} now, {first}.", "Geh jetzt.", Reason.MARKUP, ASK),
        ("en", "de", "I have 7 days.", "Ich hab 9 Tage.", Reason.NUMBER, FLAG),
        ("en", "de", "I have 7 days.", "Ich hab ein paar Tage.", Reason.NUMBER, FLAG),
        ("en", "de", "Nobody believes you.", "Niemand gl\ufffdubt dir.", Reason.DAMAGED, REFUSE),
        ("en", "de", "Nobody believes you.", "Als KI kann ich das nicht.", Reason.REFUSAL, REFUSE),
        ("en", "zh", "Kill him, now.", "抱歉，我无法协助完成这个请求。", Reason.REFUSAL, REFUSE),
        ("en", "de", "(quietly) Nobody believes you.", "Niemand glaubt dir.", Reason.MARKUP, ASK),
    ],
)
def test_what_is_wrong_is_seen(
    of: str, to: str, source: str, text: str, reason: Reason, weight: Weight
) -> None:
    result = look(source, text, of=of, to=to)
    assert {f.reason: f.weight for f in result.findings}.get(reason) is weight, result.findings


def test_a_refusal_that_the_script_speaks_of_is_none() -> None:
    source = "Sorry, as an AI language model I cannot help you with that."
    assert look(source, "Tut mir leid, als KI kann ich dir dabei nicht helfen.").good


def test_a_term_of_the_glossary_has_to_be_used_in_some_form() -> None:
    terms = (Term("Black Harbour", "Schwarzhafen"),)
    assert look("Welcome to Black Harbour.", "Willkommen in Schwarzhafen.", terms=terms).good
    assert look("The men of Black Harbour.", "Die Männer Schwarzhafens.", terms=terms).good
    missing = look("Welcome to Black Harbour.", "Willkommen im dunklen Hafen.", terms=terms)
    assert Reason.TERM in reasons(missing) and not missing.good
    name = (Term("Mara", "Maara", binding=False),)
    assert look("Where is Mara now?", "Wo ist Mara jetzt?", terms=name).good


def test_names_and_brands_may_stay_in_latin_letters() -> None:
    assert look("I'll take a Starbucks latte, Mara.", "我要一杯Starbucks拿铁，Mara。", to="zh").good
    assert look("He works for the FBI.", "他在FBI上班。", to="zh").good
    assert look("Mara?", "Mara？", to="zh").good


def test_a_song_in_its_own_language_is_only_flagged() -> None:
    song = "Ay, ay, ay, ay, canta y no llores, porque cantando se alegran"
    assert look(song, song, sung=True).weight is Weight.FLAG
    spoken = look(song, song)
    assert spoken.weight is Weight.FLAG, "the source is no English either"


def test_numbers_may_be_spelled_out() -> None:
    assert not look("It is 3 o'clock.", "Es ist drei Uhr.").findings
    assert not look("She is 27.", "Sie ist siebenundzwanzig.").findings
    assert not look("I waited 15 years.", "我等了十五年。", to="zh").findings
    assert not look("我等了十五年。", "I waited 15 years.", of="zh", to="en").findings
    assert not look("I waited 1,200 days.", "我等了一千二百天。", to="zh").findings


def test_every_reason_has_a_sentence_for_people() -> None:
    assert set(SENTENCES) == set(Reason)
    assert sentence_of("number: 7") == "The numbers differ from those of the source (7)."
    assert sentence_of("missing") == "The model left this line out."
    assert sentence_of("from another version: x") == "from another version: x"


ODD = st.text(
    st.sampled_from("aA. ,!?\"“”「」()（）[]{}<#>%*-–—:：0159\n\t`~Wort的か한ж\u200b\ufffd|'’"),
    max_size=60,
)


@given(ODD, ODD, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_whatever_comes_is_judged(source: str, text: str, of: str, to: str) -> None:
    result = look(for_the_model(source), text, of=of, to=to)
    assert result.good or result.findings
    assert "\u200b" not in result.words
    if result.good:
        again = look(for_the_model(source), result.words, of=of, to=to)
        assert again.good, "words that are good are good when they are looked at again"
