"""The quick look at a header never holds back what could be matched, and holds back most of the rest."""

from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checking.story import ADA, AWAY, GRACE, NEWS, NOW, Asked, answer, bounce, journal, mail

from afterword.domain.conversation.threads import match, wanted
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, header_of
from afterword.mail.inbox.incoming_mail import read_incoming

UMLAUT = Asked(
    "jost", "Jörg Öhm-Šimková", "joerg.oehm@hooli.example", "<CAF+x=y_9@mail.gmail.com>", subject="Zwei Fragen: Köln"
)
PEOPLE = (ADA, GRACE, UMLAUT)
WANTED = wanted(journal(*PEOPLE), NOW)
PREFILTER = HeaderPrefilter(WANTED)

_CODECS = st.sampled_from(["utf-8", "iso-8859-2", "windows-1250"])
_MARKS = st.sampled_from(["", "Re: ", "RE: AW: ", "Automatic reply: ", "[list] Re: ", "Undeliverable: "])
_OTHERS = st.sampled_from(["Newsletter <a@b.example>", "x@y.example", "=?utf-8?q?J=C3=BC?= <j@k.example>"])


@st.composite
def spelled(draw: st.DrawFn, text: str) -> str:
    """A text as a header may spell it: bare, as encoded words of either kind, torn over lines."""
    how = draw(st.sampled_from(["bare", "words", "short words", "base64"]))
    if how == "bare":
        return draw(st.sampled_from([text, text.replace(" ", "\r\n "), text.replace(" ", "\r\n\t", 1)]))
    codec = "utf-8" if how == "base64" else draw(_CODECS)
    width = 30 if how == "short words" else 76
    return Header(text, codec, maxlinelen=width).encode(linesep="\r\n")


@st.composite
def concerning(draw: st.DrawFn) -> bytes:
    """The header of a mail that has one of the marks of a conversation, in one of its spellings."""
    who = draw(st.sampled_from(PEOPLE))
    first, last = who.name.rsplit(" ", 1)
    name = draw(st.sampled_from([who.name, f"{last} {first}", who.name.upper(), f"{who.name} via Jobs"]))
    folds = draw(st.sampled_from([" ", "\r\n ", "\r\n\t", ""]))
    ids = f"<first@elsewhere.example>{folds or ' '}{who.letter}"
    field = draw(
        st.sampled_from(
            [
                f"From: {draw(spelled(name))} <private@home.example>",
                f"From:{folds}{draw(spelled('Somebody'))} <{who.email.upper()}>",
                f"From: {who.email}{folds} ({draw(spelled('Somebody'))})",
                f"sender: <{who.email}>",
                f"Reply-To: {draw(spelled('Somebody'))} <{who.email}>",
                f"From: Jobs <{who.email.replace('@', '+jobs@')}>",
                f"X-Original-From: {draw(spelled(name))} <private@home.example>",
                f"Subject:{folds}{draw(spelled(draw(_MARKS) + who.subject))}",
                f"In-Reply-To:{folds}{who.letter}",
                f"REFERENCES:{folds}{ids}",
                f"References: {who.letter[:9]}\r\n {who.letter[9:]}",
            ]
        )
    )
    rest = ["Date: Fri, 13 Nov 2026 12:00:00 +0000", "Message-ID: <some@where.example>", "X-Long: " + "y" * 200]
    if not field.lower().startswith(("from", "sender")):
        rest.append(f"From: {draw(_OTHERS)}")
    lines = draw(st.permutations([*rest, field]))
    end = draw(st.sampled_from(["\r\n", "\n"]))
    return "\r\n".join(lines).replace("\r\n", end).encode("utf-8")


@given(concerning())
def test_whatever_can_be_matched_is_let_through(header: bytes) -> None:
    """A mail that belongs to a conversation, or may, passes in every spelling of its marks."""
    found = read_incoming(header + b"\n\nSome words.\n", WANTED, "here")
    where = match(WANTED.threads, found)
    assert where.request_id is not None or where.candidates, "the example should be matched"
    assert PREFILTER.lets_through(header)


def test_reports_and_absences_are_let_through() -> None:
    """Bounces pass, whose connection with us stands in their body, and so do automatic answers."""
    assert PREFILTER.lets_through(header_of(bounce()))
    assert PREFILTER.lets_through(header_of(AWAY))


def test_the_rest_is_held_back() -> None:
    """Newsletters, strangers and answers to other letters are not opened."""
    strangers = [
        NEWS,
        mail("Billing <billing@elsewhere.example>", headers=[("Subject", "Invoice")]),
        mail("Ada Lovelace <ada@elsewhere.example>", headers=[("Subject", "Hello")]),
        answer("<another-letter@doe.example>", sender="x@y.example", subject="Something else"),
    ]
    assert [PREFILTER.lets_through(header_of(raw)) for raw in strangers] == [False] * 4


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("Billing <billing@initech.example>", "Invoice"),
        ("Initech Hiring <no-reply@relay.example>", "Hello"),
        ("no-reply@initech.recruitee.com", "Hello"),
        ("Jobs <jobs@myworkday.com>", "Hello"),
        ("Shared Services <hr@elsewhere.example>", "Interview result"),
        ("Personal <personal@elsewhere.example>", "Rückmeldung zu Ihrem Gespräch"),
        ("RH <rh@elsewhere.example>", "Votre candidature"),
        ("Talento <talento@elsewhere.example>", "Proceso de selección"),
        ("x@elsewhere.example", "News from Initech"),
    ],
)
def test_what_may_decide_about_an_application_is_opened(sender: str, subject: str) -> None:
    """The company in sender or subject, a service that writes for companies, a word of hiring in the subject."""
    assert PREFILTER.lets_through(header_of(mail(sender, headers=[("Subject", subject)])))
