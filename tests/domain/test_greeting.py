"""Greetings: right, or left open; programs' addresses are nobody."""

import pytest

from afterword.domain.conversation.letters import names_nobody
from afterword.domain.greeting import full_name, greeting, is_program_address
from afterword.domain.people import Person, read_named_address

NAMES = (
    ("Don Pedro Almodóvar", "Don Pedro Almodóvar"),
    ("Don", "Don"),
    ("Don Draper", "Don"),
    ("Major Tom", "Major Tom"),
    ("Dean Jane Roe", "Dean Jane Roe"),
    ("Sig.ra Lucia Rossi", "Lucia"),
    ("Ing. Karel Novák, Ph.D.", "Karel"),
    ("Mgr. Jana Nováková", "Jana"),
    ("Avv. Marco Neri", "Marco"),
    ("drs. Jan de Vries", "Jan"),
    ("Ir. Jan de Vries", "Jan"),
    ("Assoc. Prof. Jane Roe", "Jane"),
    ("Em. Prof. Jane Roe", "Jane"),
    ("Em Roe", "Em"),
    ("Ph.D. Ada Byron", "Ada"),
    ("Fru Jensen", "Fru Jensen"),
    ("President Roe", "President Roe"),
    ("McDONALD Ronald", "Ronald"),
    ("Ada & Grace", ""),
    ("Mr. & Mrs. Smith", ""),
    ("Ada Byron, Grace Hopper", ""),
    ("Sehr geehrte Frau Müller", "Frau Müller"),
    ("Hi Ada", "Ada"),
    ("Chère Madame Dupont", "Madame Dupont"),
    ("Cara Byron", "Cara"),
    ("Acme GmbH", ""),
    ("Acme Inc.", ""),
    ("LinkedIn", ""),
    ("People Ops", ""),
    ("Jane@Acme", ""),
    ("mailto:ada@x.org", ""),
    ("Ada Byron <ada@x.org>", "Ada"),
    ("Mohd. Ali", ""),
    ("St. John Rivers", ""),
    ("Dr. J.", ""),
    ("\u200bAda Byron", "Ada"),
    ("Ada Byron", "Ada"),
    ("Dr. Ada Byron", "Ada"),
    ("Prof. Dr. Ada Byron", "Ada"),
    ("Sister Bernadette", "Sister Bernadette"),
    ("Sister Mary Joseph", "Sister Mary Joseph"),
    ("Capt. James Kirk", "Capt. Kirk"),
    ("Capt. Kirk", "Capt. Kirk"),
    ("Frau Müller", "Frau Müller"),
    ("Herr Dr. Schmidt", "Herr Dr. Schmidt"),
    ("Mrs Smith", "Mrs Smith"),
    ("Mr John Smith", "John"),
    ("MR. J. SMITH", "Mr. Smith"),
    ("MARY SOMERVILLE", "Mary"),
    ("MARY", "Mary"),
    ("Mary SOMERVILLE", "Mary"),
    ("SOMERVILLE Mary", "Mary"),
    ("Smith, John", "John"),
    ("Smith,", ""),
    ("Lovelace,, Ada", "Ada"),
    ("Lovelace,,", ""),
    ('"Byron, Ada"', "Ada"),
    ("'Ada Byron'", "Ada"),
    ("'Ada", "Ada"),
    ("“Ada Byron”", "Ada"),
    ("X Arrieta", ""),
    ("J. R. R. Tolkien", ""),
    ("J. Robert Oppenheimer", "Robert"),
    ("F. Scott Fitzgerald", "Scott"),
    ("Mary J. Blige", "Mary"),
    ("Dr. J. Watson", "Dr. Watson"),
    ("John Smith Jr.", "John"),
    ("John Smith, PhD", "John"),
    ("Smith, John, MD", "John"),
    ("Ada Byron, Head of Talent", "Ada"),
    ("Ludwig van Beethoven", "Ludwig"),
    ("van der Berg", ""),
    ("van der Berg, Jan", "Jan"),
    ("De la Cruz, María", "María"),
    ("Frau von Trapp", "Frau von Trapp"),
    ("Dr. von Braun", "Dr. von Braun"),
    ("Kim Min-jun", "Kim Min-jun"),
    ("Nguyễn Văn An", "Nguyễn Văn An"),
    ("Wang Wei", "Wang Wei"),
    ("LI Wei", "Wei"),
    ("Nagy Péter", "Péter"),
    ("Ada Byron (Initech)", "Ada"),
    ("Ada Byron via LinkedIn", "Ada"),
    ("Ada Byron | Initech", "Ada"),
    ("ada byron", "Ada"),
    ("ada.byron", "Ada"),
    ("O'BRIEN, PAT", "Pat"),
    ("Jean-Luc Picard", "Jean-Luc"),
    ("JEAN-LUC PICARD", "Jean-Luc"),
    ("JD Vance", "JD"),
    ("AJ Cook", "AJ"),
    ("A.J. Cook", ""),
    ("Señora García", "Señora García"),
    ("Mme Dupont", "Mme Dupont"),
    ("Mx. Jordan Lee", "Jordan"),
    ("Rev. Martin King", "Rev. King"),
    ("Sir Ian McKellen", "Sir Ian"),
    ("HR Team", ""),
    ("Hiring Manager", ""),
    ("Talent Acquisition", ""),
    ("Initech Recruiting", ""),
    ("Steve Jobs", "Steve"),
    ("王伟", "王伟"),
    ("Ольга Иванова", "Ольга"),
    ("Dean Smith", "Dean"),
    ("García Márquez, Gabriel", "Gabriel"),
    ("Smith, J.", ""),
    ("Smith, Dr. John", "John"),
    ("Smith, Mr", "Mr Smith"),
    ("Ada", "Ada"),
    ("Herr", ""),
    ("Don Draper", "Don"),
    ("Fr. Brown", "Fr. Brown"),
    ("Ms. Ada  Byron,", "Ada"),
    ("Jo", "Jo"),
    ("Ada Byron she/her", "Ada"),
    ("Ada Byron (she/her), RN", "Ada"),
    ("R2D2", "R2D2"),
    ("DR ADA BYRON", "Ada"),
    ("ADA BYRON-KING", "Ada"),
    ("Lt. Col. Jane Doe", "Lt. Col. Doe"),
    ("Dipl.-Ing. Hans Huber", "Hans"),
    ("Mr. and Mrs. Smith", ""),
    ("Ms Lee", "Ms Lee"),
    ("Chef Luca", "Chef Luca"),
    ("Nurse Joy", "Nurse Joy"),
    ("Head Teacher John Smith", "Head Teacher Smith"),
    ("Head of Nursing", ""),
    ("Head Nurse", ""),
)
PROGRAMS = (
    "hr@x.c no-reply@x.c noreply@x.c jobs@x.c careers@x.c recruiting@x.c talent@x.c info@x.c people@x.c "
    "do-not-reply@x.c no_reply@x.c bewerbung@x.de personal@x.de recrutement@x.fr empleo@x.es "
    "talent.acquisition@x.c hr-team@x.c careers.uk@x.c jobs2@x.c initech-careers@initech.com "
    "noreply+123@x.c recruiting.initech@initech.de rrhh@x.es seleccion@x.es bewerbungen@x rh@x.fr "
    "hi@x.c jobs.berlin@x.c bounces+12@x.c hrteam@x.c peopleops@x.c people-ops@x.c ta@x.c messages-noreply@x.c "
    "early-careers@x.c earlycareers@x.c talentteam@x.c hiring-committee@x.c auto-confirm@x.c rekry@x.fi careers+x@x.c "
    "contact@x.fr kontakt@x.de karriere@x.de vacatures@x.nl noreply-jobs@x.c notifications@x.c"
)
PEOPLE = (
    "ada@x.c steve.jobs@x.c ada.byron@x.c x.arrieta@x.c grace@x.c joan.people@x.c hrant@x.c "
    "initech@initech.com art.work@x.com ada.byron@hr.x.c"
)


@pytest.mark.parametrize(("name", "called"), NAMES)
def test_a_greeting_is_right_or_open(name: str, called: str) -> None:
    """Titles, ranks, capitals, commas, initials, suffixes and family names in front do not lead to a wrong greeting."""
    assert greeting(name) == called


@pytest.mark.parametrize("address", PROGRAMS.split())
def test_a_programs_address_is_nobodys_name(address: str) -> None:
    """It is told from a person's, and stands for itself where a name is wanted."""
    assert is_program_address(address)
    person = read_named_address(address)
    assert (person.name, person.email) == (address, address)
    interviewer = Person(id="x", name=person.name, email=person.email)
    assert greeting(interviewer.name, interviewer.email) == ""
    assert read_named_address(interviewer.label) == person


@pytest.mark.parametrize("address", PEOPLE.split())
def test_a_persons_address_is_no_programs(address: str) -> None:
    """Family names such as Jobs do not make a program of a person."""
    assert not is_program_address(address)


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("Smith, John, PhD", "John Smith"),
        ("ADA BYRON", "Ada Byron"),
        ("Dr. Ada Byron (Initech)", "Dr. Ada Byron"),
        ("HR Team", ""),
    ],
)
def test_the_whole_name_is_put_in_order(name: str, whole: str) -> None:
    """A letter that greets with the whole name has it in the order of speech."""
    assert full_name(name) == whole


@pytest.mark.parametrize(("line", "nobody"), [("Hello,", True), ("Dear Sir or Madam,", True), ("Hello Ada,", False)])
def test_a_greeting_without_a_name_is_known(line: str, *, nobody: bool) -> None:
    """Only a first line without a name asks for one."""
    assert names_nobody(line) == nobody
