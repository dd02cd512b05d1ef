"""The day on which somebody said to write again, as people write it in four languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.write_again import may_name_a_day, speaks_of_again, when_to_write_again

SAID = date(2026, 11, 9)  # a Monday
DAYS = {
    "2026-11-10": ["We decide tomorrow, so write then"],
    "2026-11-13": [
        "closes Friday",
        "The deadline is this Friday",
        "apply by Friday",
        "Bewerbungsschluss ist am Freitag",
        "schließt am Freitag",
        "la candidature ferme vendredi",
        "la oferta cierra el viernes",
        "next Friday",
        "The role closes on Sunday",
        "closes on 15 November",
    ],
    "2026-11-16": ["nächste Woche", "la semaine prochaine", "la próxima semana", "next week"],
    "2026-11-23": ["two weeks from now", "in zwei Wochen", "dans deux semaines", "dentro de dos semanas"],
    "2026-11-25": ["at the end of the month", "Ende des Monats", "à la fin du mois", "a finales de mes"],
    "2026-12-01": ["next month", "nächsten Monat", "le mois prochain", "el próximo mes", "el mes que viene"],
    "2026-12-10": [
        "by the end of the year",
        "gegen Jahresende",
        "en fin d'année",
        "a finales de año",
        "later this year",
    ],
    "2026-12-21": ["in about 6 weeks", "in sechs Wochen", "dans six semaines", "en unas seis semanas"],
    "2027-01-07": [
        "try us again in January",
        "Come January we hire again",
        "in the new year",
        "early next year",
        "next quarter",
        "next year",
        "after Christmas",
        "after the holidays",
        "in Q1",
        "ab Januar",
        "Anfang nächsten Jahres",
        "Melden Sie sich im neuen Jahr noch einmal",
        "nach Weihnachten",
        "nach den Feiertagen",
        "im kommenden Quartal",
        "im ersten Quartal",
        "en janvier",
        "début janvier",
        "recontactez-nous en début d'année prochaine",
        "l'année prochaine",
        "le trimestre prochain",
        "après les fêtes",
        "au premier trimestre",
        "a partir de enero",
        "el próximo trimestre",
        "el año que viene",
        "a principios de año",
        "después de Navidad",
        "en el primer trimestre",
    ],
    "2027-01-09": [
        "in the coming months",
        "in den nächsten Monaten",
        "dans les prochains mois",
        "en los próximos meses",
        "in a couple of months",
        "in ein paar Monaten",
        "dans deux mois",
        "en un par de meses",
    ],
    "2027-01-15": [
        "on 15 January",
        "January 15th",
        "Bis zum 15. Januar",
        "avant le 15 janvier",
        "hasta el 15 de enero",
    ],
    "2027-02-09": ["in two to three months", "in 2–3 Monaten", "dans trois mois", "en tres meses", "in 3 months' time"],
    "2027-02-15": ["mid-February", "Mitte Februar", "mi-février", "a mediados de febrero"],
    "2027-03-01": [
        "ab März",
        "in March",
        "from March onwards",
        "in the spring",
        "nächstes Frühjahr",
        "au printemps",
        "en primavera",
        "a partir de marzo",
        "We have a hiring freeze until March",
        "wir stellen ab dem 1. März wieder ein",
    ],
    "2027-03-25": ["Ende Q1", "at the end of Q1", "fin mars", "a finales de marzo", "Ende März", "end of March"],
    "2027-04-01": [
        "in Q2",
        "im zweiten Quartal",
        "au deuxième trimestre",
        "We are frozen until March; try us again in April",
    ],
    "2027-05-09": [
        "in six months",
        "Please apply again in half a year",
        "in einem halben Jahr",
        "in sechs Monaten",
        "d'ici six mois",
        "dentro de medio año",
        "dentro de seis meses",
    ],
    "2027-07-01": ["in the second half of the year", "im zweiten Halbjahr"],
    "2027-09-01": [
        "after the summer",
        "in September",
        "nach den Sommerferien",
        "nach dem Sommer",
        "im Herbst",
        "en septembre",
        "après l'été",
        "à la rentrée",
        "después del verano",
        "en otoño",
        "in the fall",
        "next autumn",
        "zum neuen Schuljahr",
        "la rentrée prochaine",
        "in the new school year",
        "para el próximo curso",
    ],
    "2027-11-09": ["in a year", "in einem Jahr", "dans un an", "dentro de un año", "in twelve months"],
    "2028-01-07": ["in 2028", "early 2028", "im Jahr 2028", "courant 2028", "a principios de 2028"],
    "2028-07-01": ["mid 2028", "Mitte 2028"],
    "2028-12-10": ["late 2028", "Ende 2028", "fin 2028", "a finales de 2028"],
    "2027-06-01": ["im Laufe des Sommers", "next summer", "l'été prochain", "para el verano"],
    "2028-03-01": ["in March 2028", "im März 2028", "en mars 2028", "en marzo de 2028"],
    "2027-02-01": ["2027-02-01", "01.02.2027", "ab 1.2.2027"],
}


@pytest.mark.parametrize(("day", "words"), [(day, words) for day, phrases in DAYS.items() for words in phrases])
def test_the_day_is_understood(day: str, words: str) -> None:
    """A month means its beginning, the end of a period its last week, a closing day on a weekend the Friday before."""
    assert when_to_write_again(words, SAID) == date.fromisoformat(day)
    assert when_to_write_again(f"We liked you. {words.capitalize()}, please.", SAID) is not None


@pytest.mark.parametrize(
    "words",
    [
        "You may be a good fit elsewhere",
        "You were clear in all three rounds",
        "We have had a freeze since January",
        "Wir haben seit März einen Einstellungsstopp",
        "Depuis janvier nous ne recrutons plus",
        "Last spring we were larger",
        "You have five years of experience",
        "Keep in touch",
        "We will keep you in mind",
        "The first question was hard",
        "You would march through our process",
        "",
    ],
)
def test_no_day_is_seen_where_none_is_named(words: str) -> None:
    """What has been, what people have done, and words that only look like a day."""
    assert when_to_write_again(words, SAID) is None


def test_the_day_lies_after_the_words() -> None:
    """What has passed by then is meant for the next time it comes."""
    assert when_to_write_again("in November", SAID) == date(2027, 11, 1)
    assert when_to_write_again("end of November", SAID) == date(2026, 11, 25)
    assert when_to_write_again("in Q4", date(2026, 12, 1)) == date(2027, 10, 1)
    assert when_to_write_again("at the beginning of the year", SAID) == date(2027, 1, 7)
    assert when_to_write_again("after Easter", date(2027, 3, 1)) == date(2027, 3, 30)
    assert when_to_write_again("nach Ostern", date(2027, 5, 1)) == date(2028, 4, 18)


@given(st.text(max_size=60), st.dates(date(1970, 1, 1), date(2190, 1, 1)))
def test_any_words_name_a_later_day_or_none(words: str, said: date) -> None:
    """Whatever somebody wrote."""
    day = when_to_write_again(words, said)
    assert day is None or day > said


@given(
    st.sampled_from([words for phrases in DAYS.values() for words in phrases]),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_a_phrase_names_a_day_whenever_it_is_said(words: str, said: date) -> None:
    """Later than it was said; what is written with its year may have passed."""
    day = when_to_write_again(words, said)
    assert (day is not None and day > said) or (day is None and "202" in words)


@pytest.mark.parametrize(
    "words",
    [
        "Apply again",
        "try us again",
        "melden Sie sich gern wieder",
        "n'hésitez pas à postuler à nouveau",
        "vuelve a escribirnos",
    ],
)
def test_writing_again_is_spoken_of(words: str) -> None:
    """In each language."""
    assert speaks_of_again(words)
    assert not speaks_of_again("Practise estimating aloud.")


def test_the_quick_look_passes_every_text_that_names_a_day() -> None:
    """It spares most texts the search for a day, and may never hide one."""
    assert [text for texts in DAYS.values() for text in texts if not may_name_a_day(text)] == []
    assert not may_name_a_day("You were clear about trade-offs, and Kotlin helped.")
