"""What a person typed, as part of a letter: what they remember, pointers, quotations, roles, days and spans."""

from datetime import date

import pytest

from afterword.domain.conversation.phrasing import (
    day_words,
    language_of,
    nested,
    plan_words,
    quoted,
    remembered,
    shortened,
    span_words,
    topic_words,
    unanswered,
    within,
)
from afterword.domain.greeting import company_words, of_role, role_words

ADA = ("Ada Byron", "Ada")
CLEAR = "You were very clear about the trade-offs between consistency and availability"
CHILDREN = "The children followed you from the first minute to the last one"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("the detour on paging", "I still think of the detour on paging."),
        ("detour on paging", "I remember that we spoke about the detour on paging."),
        ("she asked about night shifts", "Your question about night shifts has stayed with me."),
        ("Asked about night shifts.", "Your question about night shifts has stayed with me."),
        ("She asked me how I hand over at night", "I remember that you asked me how I hand over at night."),
        ("her question on rollback", "I still think of your question on rollback."),
        ("Ada's story about the outage of 2019", "I still think of your story about the outage of 2019."),
        ("Ada asked why I left Initech", "I remember that you asked why I left Initech."),
        ("told me about the move to Kafka", "I remember that you told me about the move to Kafka."),
        ("we talked about on-call rotas", "I remember that we talked about on-call rotas."),
        ("night shifts", "I remember that we spoke about night shifts."),
        ("how I would shard the writes", "I remember that we spoke about how I would shard the writes."),
        ("Why did you leave Initech?", "Your question “Why did you leave Initech?” has stayed with me."),
        ("I liked how she explained the roster", "I liked how you explained the roster."),
        ("her remark that tests are documentation", "I still think of your remark that tests are documentation."),
        ("he was surprised that I knew his book", "I remember that you were surprised that I knew your book."),
    ],
)
def test_what_is_remembered_becomes_a_sentence(typed: str, sentence: str) -> None:
    """A piece or a sentence about somebody is said to that person."""
    assert remembered(typed, "en", ADA) == sentence


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "friendly",
        "very kind and patient",
        "red glasses",
        "tall, with a beard",
        "seemed bored and looked at the phone",
        "I forgot the index",
        "the interview went well",
        "she likes Go",
        "he was surprised that I knew her book",
        "Kafka",
        "die Frage nach den Nachtdiensten",
        "la question sur les gardes de nuit",
        "la pregunta sobre los turnos",
    ],
)
def test_what_cannot_be_said_safely_is_left_out(typed: str) -> None:
    """Looks, judgements, half sentences and other languages stand in no English letter."""
    assert remembered(typed, "en", ADA) == ""


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "how I would calm Mr Hughes when he refused his medication"),
        ("en", "how I would win back Tom when he left"),
        ("en", "asked how I would win back a customer who left her account manager"),
        ("en", "we talked about Mrs Khan and her care plan"),
        ("de", "ihre Frage nach dem Patienten und seiner Mutter"),
        ("de", "Sie fragte, wie ich mit Frau Meier und ihrer Angst umgehe"),
        ("fr", "elle m'a demandé comment je parle à un client qui perd ses colis"),
        ("es", "su pregunta sobre el paciente y su madre"),
    ],
)
def test_what_is_said_of_a_third_person_is_not_turned_on_the_reader(language: str, typed: str) -> None:
    """“When he refused his medication” would become the medication of whoever reads it."""
    assert remembered(typed, language, ADA) == ""


@pytest.mark.parametrize(
    ("language", "typed", "formal", "familiar"),
    [
        (
            "de",
            "sie fragte nach Nachtdiensten",
            "Sie haben nach Nachtdiensten gefragt; das ist mir im Gedächtnis geblieben.",
            "Du hast nach Nachtdiensten gefragt; das ist mir im Gedächtnis geblieben.",
        ),
        (
            "de",
            "seine Geschichte mit dem Ausfall",
            "Eines ist mir im Gedächtnis geblieben: Ihre Geschichte mit dem Ausfall.",
            "Eines ist mir im Gedächtnis geblieben: deine Geschichte mit dem Ausfall.",
        ),
        (
            "de",
            "Frage nach Konflikten im Team",
            "Eines ist mir im Gedächtnis geblieben: Ihre Frage nach Konflikten im Team.",
            "Eines ist mir im Gedächtnis geblieben: deine Frage nach Konflikten im Team.",
        ),
        (
            "fr",
            "elle m'a demandé comment je gère les gardes",
            "Vous m'avez demandé comment je gère les gardes ; cela m’est resté en tête.",
            "Tu m'as demandé comment je gère les gardes ; cela m’est resté en tête.",
        ),
        (
            "fr",
            "sa question sur les conflits",
            "Une chose m’est restée en tête : votre question sur les conflits.",
            "Une chose m’est restée en tête : ta question sur les conflits.",
        ),
        (
            "es",
            "me preguntó por los turnos de noche",
            "Recuerdo que me preguntó por los turnos de noche.",
            "Recuerdo que me preguntaste por los turnos de noche.",
        ),
        (
            "de",
            "wie ich mit Verzug umgehe",
            "Wir sprachen darüber, wie ich mit Verzug umgehe; das ist mir im Gedächtnis geblieben.",
            "Wir sprachen darüber, wie ich mit Verzug umgehe; das ist mir im Gedächtnis geblieben.",
        ),
        (
            "es",
            "cómo hablo con un cliente difícil",
            "Recuerdo que hablamos de cómo hablo con un cliente difícil.",
            "Recuerdo que hablamos de cómo hablo con un cliente difícil.",
        ),
        (
            "es",
            "su pregunta sobre conflictos",
            "Sigo pensando en su pregunta sobre conflictos.",
            "Sigo pensando en tu pregunta sobre conflictos.",
        ),
    ],
)
def test_it_is_said_in_the_register_of_the_letter(language: str, typed: str, formal: str, familiar: str) -> None:
    """Verbs and possessives turn with whoever is spoken to."""
    assert remembered(typed, language) == formal
    assert remembered(typed, language, familiar=True) == familiar


def test_an_unanswered_question_is_quoted_in_its_own_language_alone() -> None:
    """The letter says that one would like to answer it again; in another language it does without."""
    question = "How would you scale the writes?"
    assert unanswered(question, "en") == f"The question that I would most like to answer again is “{question[:-1]}?”."
    assert unanswered(question, "de") == ""
    assert "„Wie gehen Sie mit Kritik um?“" in unanswered("Wie gehen Sie mit Kritik um?", "de")


@pytest.mark.parametrize(
    ("language", "when", "will", "sentence"),
    [
        (
            "en",
            "they ask of scale",
            "name the load first",
            "Next time, when they ask of scale, I will name the load first.",
        ),
        ("en", "When asked why,", "I will tell one story.", "Next time, when asked why, I will tell one story."),
        ("en", "a vague question", "to ask back", "Next time, when it comes to a vague question, I will ask back."),
        ("en", "you ramble", "Stop after a minute", "Next time, when I ramble, I will stop after a minute."),
        (
            "en",
            "a parent shouts",
            "don't raise my voice",
            "Next time, when a parent shouts, I will not raise my voice.",
        ),
        (
            "de",
            "Wenn sie nach Skalierung fragen",
            "zuerst die Last nennen",
            "Für das nächste Mal nehme ich mir vor: Wenn sie nach Skalierung fragen, werde ich zuerst die Last nennen.",
        ),
        (
            "de",
            "jemand unterbricht",
            "ich atme kurz durch",
            "Für das nächste Mal nehme ich mir vor: Wenn jemand unterbricht, atme ich kurz durch.",
        ),
        (
            "fr",
            "quand on me demande un exemple",
            "donner un chiffre",
            "Désormais, quand on me demande un exemple, je veillerai à donner un chiffre.",
        ),
        (
            "es",
            "me pregunten por la carga",
            "nombrar primero las cifras",
            "A partir de ahora, cuando me pregunten por la carga, voy a nombrar primero las cifras.",
        ),
    ],
)
def test_a_pointer_becomes_a_sentence(language: str, when: str, will: str, sentence: str) -> None:
    """Its words fit behind “when” and “I will”, however they were typed."""
    assert plan_words(when, will, language) == sentence


@pytest.mark.parametrize(
    ("language", "when", "will"),
    [
        ("en", "they ask why", "more concrete examples"),
        ("en", "whiteboard coding", "naming the edge cases"),
        ("de", "they ask about scale", "name the load first"),
        ("fr", "sie nach Zahlen fragen", "zuerst die Last nennen"),
        ("es", "they ask", "name the load"),
        ("de", "Frage nach Schwächen", "ein Beispiel geben"),
    ],
)
def test_a_pointer_that_does_not_fit_is_left_out(language: str, when: str, will: str) -> None:
    """In another language, or in words that make no sentence."""
    assert plan_words(when, will, language) == ""


@pytest.mark.parametrize(
    ("language", "when", "will", "sentence"),
    [
        (
            "en",
            "they ask about scale",
            "be ready with numbers",
            "Since then I have made one thing a habit: when they ask about scale, I am ready with numbers.",
        ),
        (
            "de",
            "Wenn sie nach Skalierung fragen",
            "zuerst die Last nennen",
            "Eines habe ich mir seither angewöhnt: zuerst die Last nennen, wenn sie nach Skalierung fragen.",
        ),
        ("de", "jemand unterbricht", "ich atme kurz durch", ""),
        (
            "fr",
            "quand on me demande un exemple",
            "donner un chiffre",
            "Depuis, j’ai pris une habitude : donner un chiffre quand on me demande un exemple.",
        ),
        (
            "es",
            "me pregunten por la carga",
            "nombrar primero las cifras",
            "Desde entonces he tomado una costumbre: nombrar primero las cifras cuando me pregunten por la carga.",
        ),
    ],
)
def test_a_habit_is_said_as_one(language: str, when: str, will: str, sentence: str) -> None:
    """A pointer that was kept since; nothing where its words make no such sentence."""
    assert plan_words(when, will, language, habit=True) == sentence


@pytest.mark.parametrize(
    ("quote", "cut"),
    [
        ("calm with the family.", "calm with the family"),
        (f"{CLEAR}, and you also explained why the queue would not help in that situation at all", f"{CLEAR} …"),
        (
            f"Your lesson plan was thoughtful. {CHILDREN} and you noticed the quiet ones which many others do not",
            "Your lesson plan was thoughtful …",
        ),
    ],
)
def test_a_long_quotation_ends_where_a_clause_ends(quote: str, cut: str) -> None:
    """With `…`; a short one stands as it is."""
    assert shortened(quote) == cut


def test_quotations_stand_in_the_marks_of_the_language() -> None:
    """One or two; within a sentence a small first word is written small, and `Sie` never."""
    assert quoted(["calm", "kind to us"], "en") == "“calm” and “kind to us”"
    assert quoted(["ruhig"], "de") == "„ruhig“"
    assert quoted(["calme", "claire"], "fr") == "« calme » et « claire »"
    assert within("You were clear", "en") == "you were clear"
    assert within("Sie waren ruhig", "de") == "Sie waren ruhig"
    assert within("Kafka knowledge", "en") == "Kafka knowledge"


@pytest.mark.parametrize(
    ("typed", "english", "french"),
    [
        ("Pflegefachkraft (m/w/d)", "Pflegefachkraft", "de Pflegefachkraft"),
        ("the Nurse role", "Nurse", "de the Nurse role"),
        ("Teaching position", "Teaching", "de Teaching position"),
        ("infirmière H/F", "infirmière", "d’infirmière"),
        ("Hôtesse d'accueil", "Hôtesse d'accueil", "d’hôtesse d'accueil"),
        ("Professeure de mathématiques (H/F)", "Professeure de mathématiques", "de professeure de mathématiques"),
        ("Vendeur / Vendeuse", "Vendeur/Vendeuse", "de vendeur/vendeuse"),
        ("Responsable RH", "Responsable RH", "de responsable RH"),
        ("Head of Design", "Head of Design", "de Head of Design"),
        ("Staff Nurse, Ward 7", "Staff Nurse", "de Staff Nurse"),
        ("Staff Nurse/Ward 7", "Staff Nurse", "de Staff Nurse"),
        ("Pflegefachkraft (m/w/d), Station 3", "Pflegefachkraft", "de Pflegefachkraft"),
        ("Software Engineer – Backend (remote)", "Software Engineer", "de Software Engineer"),
        ("Teacher: Maths", "Teacher", "de Teacher"),
        ("(Senior) Engineer", "Engineer", "d’Engineer"),
        ("Infirmier(ère) D.E., bloc opératoire", "Infirmier(ère) D.E.", "d’infirmier(ère) D.E."),
        ("UX/UI Designer", "UX/UI Designer", "d’UX/UI Designer"),
        ("Part-time Nurse", "Part-time Nurse", "de Part-time Nurse"),
        ("Koch / Köchin, Station 3", "Koch/Köchin", "de Koch/Köchin"),
        ("Verkäufer:in", "Verkäufer:in", "de Verkäufer:in"),
        ("Erzieher(in)", "Erzieher(in)", "d’Erzieher(in)"),
        (
            "Senior Software Engineer for Data Platforms, Streams and Storage in Berlin, Hamburg",
            "Senior Software Engineer for Data Platforms",
            "de Senior Software Engineer for Data Platforms",
        ),
    ],
)
def test_a_role_stands_in_a_sentence(typed: str, english: str, french: str) -> None:
    """Without what adverts put around it; in French behind the right “de”."""
    assert role_words(typed, "en") == english
    assert of_role(typed, "fr") == french


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Enfermera", "enfermera"),
        ("Profesor/a de inglés", "profesor/a de inglés"),
        ("Account Manager", "Account Manager"),
    ],
)
def test_a_role_is_a_common_noun_in_spanish(typed: str, said: str) -> None:
    """It is written small there; titles of another language stay."""
    assert role_words(typed, "es") == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "“you said ‘I love selling’ to us”"),
        ("de", "„you said ‚I love selling‘ to us“"),
        ("fr", "« you said “I love selling” to us »"),
        ("es", "«you said “I love selling” to us»"),
    ],
)
@pytest.mark.parametrize("typed", ['"I love selling"', "“I love selling”", "„I love selling“", "« I love selling »"])
def test_a_quotation_in_a_quotation_gets_the_inner_marks(language: str, said: str, typed: str) -> None:
    """Whatever marks they typed, and also where it stands at the end."""
    assert quoted([nested(shortened(f"you said {typed} to us."), language)], language) == said
    at_the_end = nested(shortened(f"you said {typed}"), language)
    assert at_the_end == said.split(" to us", maxsplit=1)[0].strip("“„«").strip()
    assert nested(shortened(typed), language) == "I love selling"


def test_a_company_stands_in_a_sentence() -> None:
    """By its name, without its legal form; a name that lists people stays whole."""
    told = {
        "Initech, Inc.": "Initech",
        "Initech Ltd.": "Initech",
        "Initech (Berlin)": "Initech",
        "St. Mary's Hospital, Ward 7": "St. Mary's Hospital",
        "Smith, Jones and Partners": "Smith, Jones and Partners",
        "A/B Ltd": "A/B",
        "Müller & Söhne GmbH & Co. KG": "Müller & Söhne",
        "Grupo Ibérico S.L.": "Grupo Ibérico",
        "The Acme Group": "The Acme Group",
        "AG": "AG",
        "Marks & Co": "Marks & Co",
    }
    assert {name: company_words(name) for name in told} == told


def test_days_and_spans_are_written_as_people_do() -> None:
    """In words of the language; the year where it lies nearly a year away."""
    day, today = date(2026, 11, 12), date(2026, 11, 27)
    told = [day_words(day, code, today) for code in ("en", "de", "fr", "es")]
    assert told == ["12 November", "12. November", "12 novembre", "12 de noviembre"]
    assert day_words(date(2026, 1, 1), "fr") == "1er janvier"
    assert day_words(date(2025, 11, 12), "de", today) == "12. November 2025"
    assert [span_words(days, "en") for days in (36, 150, 365, 600)] == [
        "five weeks",
        "five months",
        "a year",
        "more than a year",
    ]
    assert span_words(150, "de") == "fünf Monate"


@pytest.mark.parametrize(
    ("named", "topic"),
    [
        ("system design", "the system design round"),
        ("phone screen", "the phone screen"),
        ("trial shift", "the trial shift"),
        ("Portfolio review", "the Portfolio review"),
        ("coffee with the team", "the coffee with the team"),
        ("Final round", "the Final round"),
        ("round 2", "interviews like this one"),
        ("hiring manager", "interviews like this one"),
        ("", "interviews like this one"),
    ],
)
def test_a_round_is_named_where_its_name_says_something(named: str, topic: str) -> None:
    """Nobody practises for “round 2”."""
    assert topic_words(named, "en") == topic


def test_a_language_that_cannot_be_told_is_left_open() -> None:
    """A word or two that stand in several languages, or in none."""
    assert language_of("Kafka", "xx") == "xx"
    assert language_of("vielen Dank für die Frage nach den Zahlen") == "de"
