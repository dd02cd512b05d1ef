"""The first line of a letter, in four languages: right for names as people type them, and never a guess at a gender."""

import pytest

from afterword.domain.greeting import addressed, salutation
from afterword.domain.people import Person, read_named_address
from afterword.languages.loader import languages

LANGUAGES = ("en", "de", "fr", "es")
TYPED = (
    ("Ada Byron", "Hello Ada,", "Guten Tag Ada Byron,", "Bonjour Ada Byron,", "Buenos días, Ada Byron:"),
    ("Dr. Okafor", "Dear Dr. Okafor,", "Guten Tag Dr. Okafor,", "Bonjour Docteur Okafor,", "Buenos días, Dr. Okafor:"),
    (
        "Frau Dr. Weber",
        "Dear Dr. Weber,",
        "Sehr geehrte Frau Dr. Weber,",
        "Bonjour Madame Weber,",
        "Estimada doctora Weber:",
    ),
    (
        "Herr Prof. Klein",
        "Dear Professor Klein,",
        "Sehr geehrter Herr Professor Klein,",
        "Bonjour Monsieur Klein,",
        "Estimado profesor Klein:",
    ),
    (
        "Frau Prof. Dr. med. Eva Braun",
        "Dear Professor Braun,",
        "Sehr geehrte Frau Professorin Braun,",
        "Bonjour Madame Braun,",
        "Estimada profesora Braun:",
    ),
    ("Kim Weber", "Hello Kim,", "Guten Tag Kim Weber,", "Bonjour Kim Weber,", "Buenos días, Kim Weber:"),
    ("Mme Martin", "Dear Ms Martin,", "Sehr geehrte Frau Martin,", "Bonjour Madame Martin,", "Estimada señora Martin:"),
    (
        "Sra. Lucía García Márquez",
        "Dear Ms García Márquez,",
        "Sehr geehrte Frau García Márquez,",
        "Bonjour Madame García Márquez,",
        "Estimada señora García:",
    ),
    (
        "Mrs. Peacock",
        "Dear Mrs. Peacock,",
        "Sehr geehrte Frau Peacock,",
        "Bonjour Madame Peacock,",
        "Estimada señora Peacock:",
    ),
    ("Mx. Jordan Lee", "Dear Mx. Lee,", "Guten Tag Jordan Lee,", "Bonjour Jordan Lee,", "Buenos días, Jordan Lee:"),
    ("M. Dupont", "Hello,", "Guten Tag M. Dupont,", "Bonjour Monsieur Dupont,", "Buenos días, M. Dupont:"),
    (
        "Don Pedro Almodóvar",
        "Hello Don Pedro Almodóvar,",
        "Guten Tag Don Pedro Almodóvar,",
        "Bonjour Don Pedro Almodóvar,",
        "Estimado don Pedro:",
    ),
    (
        "Sister Mary Okafor",
        "Dear Sister Mary,",
        "Guten Tag Sister Mary,",
        "Bonjour Sister Mary,",
        "Buenos días, Sister Mary:",
    ),
    ("Rev. Martin King", "Dear Rev. King,", "Guten Tag Rev. King,", "Bonjour Rev. King,", "Buenos días, Rev. King:"),
    (
        "Lt. Col. Jane Doe",
        "Dear Lt. Col. Doe,",
        "Guten Tag Lt. Col. Doe,",
        "Bonjour Lt. Col. Doe,",
        "Buenos días, Lt. Col. Doe:",
    ),
    (
        "Frau Hauptmann Meier",
        "Dear Hauptmann Meier,",
        "Sehr geehrte Frau Hauptmann Meier,",
        "Bonjour Madame Hauptmann Meier,",
        "Estimada señora Hauptmann Meier:",
    ),
    ("Mary Okafor, RN", "Hello Mary,", "Guten Tag Mary Okafor,", "Bonjour Mary Okafor,", "Buenos días, Mary Okafor:"),
    ("John Smith Jr.", "Hello John,", "Guten Tag John Smith,", "Bonjour John Smith,", "Buenos días, John Smith:"),
    ("Nagy Éva", "Hello Éva,", "Guten Tag Nagy Éva,", "Bonjour Nagy Éva,", "Buenos días, Nagy Éva:"),
    ("Frau Nagy Éva", "Dear Ms Nagy,", "Sehr geehrte Frau Nagy,", "Bonjour Madame Nagy,", "Estimada señora Nagy:"),
    ("Wang Wei", "Hello Wang Wei,", "Guten Tag Wang Wei,", "Bonjour Wang Wei,", "Buenos días, Wang Wei:"),
    (
        "Mr Tanaka Hiroshi",
        "Dear Mr Tanaka,",
        "Sehr geehrter Herr Tanaka,",
        "Bonjour Monsieur Tanaka,",
        "Estimado señor Tanaka:",
    ),
    ("WEBER Anna", "Hello Anna,", "Guten Tag Anna Weber,", "Bonjour Anna Weber,", "Buenos días, Anna Weber:"),
    ("Weber, Anna", "Hello Anna,", "Guten Tag Anna Weber,", "Bonjour Anna Weber,", "Buenos días, Anna Weber:"),
    ("ANNA WEBER", "Hello Anna,", "Guten Tag Anna Weber,", "Bonjour Anna Weber,", "Buenos días, Anna Weber:"),
    (
        "Weber, Frau Dr. Anna",
        "Dear Dr. Weber,",
        "Sehr geehrte Frau Dr. Weber,",
        "Bonjour Madame Weber,",
        "Estimada doctora Weber:",
    ),
    (
        "Frau VAN DER BERG",
        "Dear Ms van der Berg,",
        "Sehr geehrte Frau van der Berg,",
        "Bonjour Madame van der Berg,",
        "Estimada señora van der Berg:",
    ),
    (
        "Herr Karl von und zu Guttenberg",
        "Dear Mr von und zu Guttenberg,",
        "Sehr geehrter Herr von und zu Guttenberg,",
        "Bonjour Monsieur von und zu Guttenberg,",
        "Estimado señor von und zu Guttenberg:",
    ),
    (
        "Sra. María del Carmen de la Cruz Pérez",
        "Dear Ms de la Cruz Pérez,",
        "Sehr geehrte Frau de la Cruz Pérez,",
        "Bonjour Madame de la Cruz Pérez,",
        "Estimada señora De la Cruz:",
    ),
    (
        "Frau Anna Müller-Lüdenscheidt",
        "Dear Ms Müller-Lüdenscheidt,",
        "Sehr geehrte Frau Müller-Lüdenscheidt,",
        "Bonjour Madame Müller-Lüdenscheidt,",
        "Estimada señora Müller-Lüdenscheidt:",
    ),
    ("J. Smith", "Hello,", "Guten Tag J. Smith,", "Bonjour J. Smith,", "Buenos días, J. Smith:"),
    ("Ms J. Smith", "Dear Ms Smith,", "Sehr geehrte Frau Smith,", "Bonjour Madame Smith,", "Estimada señora Smith:"),
    ("Zendaya", "Hello Zendaya,", "Guten Tag Zendaya,", "Bonjour Zendaya,", "Buenos días, Zendaya:"),
    (
        'Robert "Bob" Smith',
        "Hello Bob,",
        "Guten Tag Robert Smith,",
        "Bonjour Robert Smith,",
        "Buenos días, Robert Smith:",
    ),
    ("Ada Byron (she/her)", "Hello Ada,", "Guten Tag Ada Byron,", "Bonjour Ada Byron,", "Buenos días, Ada Byron:"),
    (
        "Ada Byron | HR at Initech",
        "Hello Ada,",
        "Guten Tag Ada Byron,",
        "Bonjour Ada Byron,",
        "Buenos días, Ada Byron:",
    ),
    ("Ada 🌸 Byron", "Hello Ada,", "Guten Tag Ada Byron,", "Bonjour Ada Byron,", "Buenos días, Ada Byron:"),
    ("Frau Katrín Jakobsdóttir", "Hello Katrín,", "Guten Tag Katrín,", "Bonjour Katrín,", "Buenos días, Katrín:"),
    ("田中 太郎", "Hello 田中 太郎,", "Guten Tag 田中 太郎,", "Bonjour 田中 太郎,", "Buenos días, 田中 太郎:"),
    (
        "Ольга Иванова",
        "Hello Ольга,",
        "Guten Tag Ольга Иванова,",
        "Bonjour Ольга Иванова,",
        "Buenos días, Ольга Иванова:",
    ),
    (
        "Mr Mohammed bin Rashid",
        "Dear Mr Mohammed,",
        "Sehr geehrter Herr Mohammed,",
        "Bonjour Monsieur Mohammed,",
        "Estimado señor Mohammed:",
    ),
    (
        "Maître Dupont",
        "Dear Maître Dupont,",
        "Guten Tag Maître Dupont,",
        "Bonjour Maître Dupont,",
        "Buenos días, Maître Dupont:",
    ),
    (
        "Herr Mag. Huber",
        "Dear Mr Huber,",
        "Sehr geehrter Herr Mag. Huber,",
        "Bonjour Monsieur Huber,",
        "Estimado señor Huber:",
    ),
    (
        "Dipl.-Ing. Hans Huber",
        "Hello Hans,",
        "Guten Tag Hans Huber,",
        "Bonjour Hans Huber,",
        "Buenos días, Hans Huber:",
    ),
    ("Fr. Müller", "Dear Fr. Müller,", "Sehr geehrte Frau Müller,", "Bonjour Fr. Müller,", "Buenos días, Fr. Müller:"),
    (
        "Hr. Müller",
        "Dear Mr Müller,",
        "Sehr geehrter Herr Müller,",
        "Bonjour Monsieur Müller,",
        "Estimado señor Müller:",
    ),
    ("Sr. García", "Dear Sr. García,", "Guten Tag Sr. García,", "Bonjour Sr. García,", "Estimado señor García:"),
    (
        "María del Carmen Ruiz Ortega",
        "Hello María,",
        "Guten Tag María del Carmen Ruiz Ortega,",
        "Bonjour María del Carmen Ruiz Ortega,",
        "Buenos días, María del Carmen Ruiz Ortega:",
    ),
    (
        "Head Nurse Angela Mbeki",
        "Dear Head Nurse Mbeki,",
        "Guten Tag Head Nurse Mbeki,",
        "Bonjour Head Nurse Mbeki,",
        "Buenos días, Head Nurse Mbeki:",
    ),
    (
        "Charge Nurse Maria Lopez",
        "Dear Charge Nurse Lopez,",
        "Guten Tag Charge Nurse Lopez,",
        "Bonjour Charge Nurse Lopez,",
        "Buenos días, Charge Nurse Lopez:",
    ),
    (
        "Herr Oberarzt Dr. Klein",
        "Dear Dr. Klein,",
        "Sehr geehrter Herr Dr. Klein,",
        "Bonjour Monsieur Klein,",
        "Estimado doctor Klein:",
    ),
    (
        "Herr Graf Lambsdorff",
        "Dear Mr Graf Lambsdorff,",
        "Sehr geehrter Herr Graf Lambsdorff,",
        "Bonjour Monsieur Graf Lambsdorff,",
        "Estimado señor Graf Lambsdorff:",
    ),
    (
        "DE LA CRUZ Juan",
        "Hello Juan,",
        "Guten Tag Juan de la Cruz,",
        "Bonjour Juan de la Cruz,",
        "Buenos días, Juan de la Cruz:",
    ),
    (
        "GARCÍA LÓPEZ, María José",
        "Hello María José,",
        "Guten Tag María José García López,",
        "Bonjour María José García López,",
        "Buenos días, María José García López:",
    ),
    (
        "Madame Le Goff",
        "Dear Ms Le Goff,",
        "Sehr geehrte Frau Le Goff,",
        "Bonjour Madame Le Goff,",
        "Estimada señora Le Goff:",
    ),
    (
        "Pieter van 't Hoff",
        "Hello Pieter,",
        "Guten Tag Pieter van 't Hoff,",
        "Bonjour Pieter van 't Hoff,",
        "Buenos días, Pieter van 't Hoff:",
    ),
    (
        "Anna Weber, Senior Recruiter",
        "Hello Anna,",
        "Guten Tag Anna Weber,",
        "Bonjour Anna Weber,",
        "Buenos días, Anna Weber:",
    ),
    (
        "Abdul Rahman Al-Farsi",
        "Hello Abdul Rahman,",
        "Guten Tag Abdul Rahman Al-Farsi,",
        "Bonjour Abdul Rahman Al-Farsi,",
        "Buenos días, Abdul Rahman Al-Farsi:",
    ),
    ("Recruiting Team", "Hello,", "Guten Tag,", "Bonjour,", "Buenos días:"),
)


def somebody(name: str, **known: object) -> Person:
    """A person of that name."""
    return Person(id="x", name=name, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "lines"), [(name, lines) for name, *lines in TYPED])
def test_the_first_line_is_right_in_every_language(name: str, lines: list[str]) -> None:
    """Of a name as it was typed, and of what the fields of the person hold once it was read."""
    for language, line in zip(LANGUAGES, lines, strict=True):
        assert salutation(somebody(name), language).line == line
        assert salutation(addressed(somebody(name)), language).line == line


@pytest.mark.parametrize(
    ("name", "known", "language", "line"),
    [
        ("Max Weber", {"familiar": True}, "de", "Hallo Max,"),
        ("Camille Martin", {"familiar": True}, "fr", "Bonjour Camille,"),
        ("Lucía García", {"familiar": True}, "es", "Hola, Lucía:"),
        ("Frau Anna Weber", {"familiar": True}, "de", "Hallo Anna,"),
        ("Dr. Ada Byron", {"familiar": True}, "en", "Hello Ada,"),
        ("Kim Weber", {"salutation": "Herr"}, "de", "Sehr geehrter Herr Weber,"),
        ("Kim Weber", {"salutation": "Sehr geehrte Frau"}, "de", "Sehr geehrte Frau Weber,"),
        ("Ada Byron", {"salutation": "Ms"}, "en", "Dear Ms Byron,"),
        ("Ana Ferrer Puig", {"salutation": "Sra.", "family": "Ferrer Puig"}, "fr", "Bonjour Madame Ferrer Puig,"),
        ("Ana Ferrer Puig", {"salutation": "señora", "family": "Ferrer Puig"}, "es", "Estimada señora Ferrer:"),
        ("Helena Bonham Carter", {"salutation": "Ms", "family": "Bonham Carter"}, "en", "Dear Ms Bonham Carter,"),
        ("Yılmaz Ayşe", {"salutation": "Frau", "family": "Yılmaz"}, "de", "Sehr geehrte Frau Yılmaz,"),
        ("Yılmaz Ayşe", {"family": "Yılmaz"}, "en", "Hello Ayşe,"),
        ("Anna Weber", {"salutation": "Hochwürden"}, "de", "Guten Tag Hochwürden Weber,"),
    ],
)
def test_what_is_known_of_a_person_comes_first(name: str, known: dict[str, object], language: str, line: str) -> None:
    """Being on first-name terms, then the salutation and the family name that were filled in."""
    assert salutation(somebody(name, **known), language).line == line


@pytest.mark.parametrize("name", ["Anna Weber", "Karl Weber", "Lucía Gómez", "Jean Martin", "Marie Curie"])
def test_a_given_name_tells_no_gender(name: str) -> None:
    """However clear it seems: the line fits everybody, and the person is asked."""
    for language in ("de", "fr", "es"):
        first = salutation(somebody(name), language)
        assert name in first.line
        assert "salutation" in first.question
    assert "Frau or Herr Weber?" in salutation(somebody("Anna Weber"), "de").question


@pytest.mark.parametrize("name", ["J. Smith", "Acme GmbH", "Mr. & Mrs. Smith", "van der Berg"])
def test_where_it_cannot_be_told_the_person_is_asked(name: str) -> None:
    """The letter greets nobody until they say."""
    first = salutation(somebody(name), "en")
    assert first.line == "Hello,"
    assert name in first.question


def test_nobody_is_greeted_behind_a_programs_address() -> None:
    """Of a program only the address is known."""
    program = read_named_address("no-reply@x.example")
    first = salutation(somebody(program.name, email=program.email), "de")
    assert first.line == "Guten Tag,"
    assert "find out who reads this" in first.question


@pytest.mark.parametrize(
    ("typed", "name", "title", "family"),
    [
        ("Frau Dr. Anna Weber <a@x.example>", "Anna Weber", "Frau Dr.", "Weber"),
        ("Weber, Frau Anna", "Anna Weber", "Frau", "Weber"),
        ("Frau Weber <a@x.example>", "Frau Weber", "Frau", "Weber"),
        ("MR JOHN SMITH", "John Smith", "Mr", "Smith"),
        ("Sister Mary Okafor, RN", "Mary Okafor RN", "Sister", "Okafor"),
        ("Ada Byron (she/her)", "Ada Byron", "", "Byron"),
        ("Ada Byron | HR at Initech <a@x.example>", "Ada Byron", "", "Byron"),
        ("Sra. Lucía García Márquez", "Lucía García Márquez", "Sra.", "García Márquez"),
        ('Robert "Bob" Smith <b@x.example>', "Robert “Bob” Smith", "", "Smith"),
        ("Dipl.-Ing. Hans Huber", "Dipl.-Ing. Hans Huber", "", "Huber"),
        ("Zendaya", "Zendaya", "", ""),
        ("Recruiting Team", "Recruiting Team", "", ""),
    ],
)
def test_what_was_typed_fills_the_fields(typed: str, name: str, title: str, family: str) -> None:
    """The name goes into headers without a salutation, unless only the family name is known; filling twice is once."""
    person = read_named_address(typed)
    filled = addressed(somebody(person.name, email=person.email))
    assert (filled.name, filled.salutation, filled.family) == (name, title, family)
    assert addressed(filled) == filled


def test_every_language_of_letters_has_first_lines() -> None:
    """And one without falls back to English."""
    assert set(languages("salutations")) == set(LANGUAGES)
    assert salutation(somebody("Ada Byron"), "eo").line == "Hello Ada,"
