"""What stands below and around an answer without being one: signatures, telephone lines, notices, other quote marks."""

import pytest

from afterword.mail.newtext import MailBody, new_text

OWN = "You were clear."


@pytest.mark.parametrize(
    "below",
    [
        "> What could I improve?\n\n-- \nAda Byron\nInitech",
        "> What could I improve?\n\n__\nAda Byron\nHead of Engineering",
        "> What could I improve?\n\n______________________________\nHiring mailing list\nhiring@lists.example",
        "Le 12 nov. 2026\nà 10:00, Robin Vale\n<robin@vale.example>\na écrit :\n\nQuoi ?",
        "Il giorno 12 nov 2026\nRobin Vale <robin@vale.example>\nha scritto:\n\nCome?",
        "El 12 nov 2026\nRobin Vale\nescribió:\n\n> ¿Qué?",
        "On 12 November 2026\n\nRobin Vale\n\n<robin@vale.example> wrote:\n\n> What could I improve?",
        "---- On Thu, 12 Nov 2026 10:00:00 +0100 Robin Vale wrote ----\n\nWhat could I improve?",
        "---- Am Do, 12 Nov 2026 10:00:00 +0100 Robin Vale schrieb ----\n\nWas fehlt?",
        "| What could I improve?\n| Robin",
        "C> What could I improve?\nC> Robin",
        "Sent from my cell, please excuse any typos.",
        "Von meinem Handy gesendet, bitte Tippfehler entschuldigen",
        "Envoyé de mon portable, veuillez excuser la brièveté",
        "Enviado desde mi móvil, disculpe las erratas",
        "Sent from my Zenphone 12",
        "Sent from my Wiko RIDGE FAB 4G",
        "أُرسلت من الـ iPhone",
        "\u1427",
        "Get [Outlook for iOS](https://aka.ms/o0ukef)",
        "Yahoo Mail: Search, Organize, Conquer",
        "[https://track.example/open.gif]",
        "\u200b\u200d\u2060\ufeff",
        "***\nThis message is confidential.\n\nIf you are not the intended recipient, delete it.\n***",
        "=====\nDiese Nachricht ist vertraulich.\n\nWenn Sie nicht der richtige Adressat sind, löschen Sie sie.\n=====",
        "On 12 Nov 2026 R <r@v.example> wrote:\n> How did you find the answer on the subject of\ntests\n> and time?",
        "On 12 Nov 2026 R <r@v.example> wrote:\n> My notes are here\n>\n (https://x.example/a) >\n> Robin",
        "On Thu, 12 Nov 2026 at 11:16 Robin\n\n<\nmailto:Robin <r@v.example>\n> wrote:\n\nWhat could I improve?",
        "On Thu, 12 Nov 2026 12:30:19 +0000\n\n> What could I improve?",
        ">>> Robin Vale <robin@vale.example> 11/12/26 21:02 >>>\n\nWhat could I improve?",
        "Date: Thu, 12 Nov 2026 00:15:02 +0100\nTo: ada@initech.example\n\nWhat could I improve?",
        "Robin Vale\n12.11.2026 10:00\nTo:\tAda Byron/Initech\ncc:\t\nSubject:\tTalk\n\nWhat could I improve?",
        "Robin Vale@VALE\nSent by: Kim Vale\n11/12/2026 10:00 AM\n\n To: Ada Byron@INITECH\n Subject: Talk\n\nWhat?",
        '"R. Vale" <r@v.example> on 11/12/2026 10:00:31 AM\nPlease respond to r@v.example\nTo: Ada\nSubject: T',
        '"Robin Vale of the Tests" <r@v.example> on 11/12/2026\n10:00:31 AM\nTo: Ada/Initech\ncc:\n\nWhat?',
        "From:  Robin Vale                12/11/2026 10:00\n\n\nTo: Ada Byron/Initech\nSubject: Talk\n\nWhat?",
        "From: r@v.example Date: Thu, 12 Nov 2026 10:00:12 +0100\nWhat could I improve?",
        "____________________Reply Separator____________________\nSubject: Talk\nAuthor: Robin\n\nWhat?",
        "________________________________\nVon: Robin\nWas fehlt?",
        "________________________________\nXyz: Robin <robin@vale.example>\n\nWhat could I improve?",
        "2026年11月12日(木) 10:00 ロビン商事:\n> 案件名",
        '--- "Vale, Robin" <robin@vale.example>\nwrote:\n> What could I improve?\n> Robin',
        ": What could I improve?\n: Robin",
        "Sent from my HTC smartphone on the Now Network!",
        "Sent from Mailspring (https://mailspring.example/x), the extensible client",
        "This email may contain confidential information.",
        "Robin Vale asked:\n> What could I improve?",
        "Érik Vale a dit :\n> Quoi ?",
        "----- Yahoo! Groups Sponsor -----\nPlan to sell?\nhttps://x.example",
        "Your use of Yahoo! Groups is subject to https://x.example/terms",
        "-- \n" + "Ada Byron of the Engines, +44 20 7946 0001, ada@initech.example\n" * 6,
        "<div>----- Original message -----</div><div>From: R <r@v.example></div><div>Subject: Talk</div>What?",
        "-=-=-=-\npanel mailing list -- Read https://x.example/faq\nSend [un]subscribe to panel@x.example\n_._._._",
        "---- next part ----\nAn HTML attachment was scrubbed...\nURL: <https://x.example/a.html>",
        "\t[[alternative HTML version deleted]]",
        '------\n"Plan first, and only then build."\n- A builder',
        '--\n"Plan first, and only then build."\n- A builder',
        "-- \n" + "Whoever plans before building will build what was planned.\n" * 5,
        "____\n\nAda Byron\nHead of Engines\nInitech, St James Square 12\n" + "020 7946 0001 (one of my desks)\n" * 4,
        "----------\nAda Byron - <ada (at) initech.example>\nEngines of all sorts since 1843\nMember 1234567",
        "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Thursday Robin Vale <r@v.example> wrote:\n\n> What?",
        "Az Outlook Androidhoz beszerzése",
    ],
)
def test_only_the_own_words_are_left(below: str) -> None:
    """Whatever mail programs, lists and lawyers put below an answer goes, in each of their languages."""
    assert new_text(f"{OWN}\n\n{below}\n", None) == OWN


@pytest.mark.parametrize(
    "attribution",
    [
        " On Thu, 12 Nov 2026 at 10:00, robin@vale.example wrote:",
        "--- Am 12. Nov 2026 um 10:00 schrieb R <r@v.example>:",
        " Il giorno 12 nov 2026 alle ore 10:00 Robin <robin@vale.example> ha scritto:",
        " Le 12 nov. 2026 à 10:00, Robin <robin@vale.example> a écrit :",
    ],
)
def test_words_before_an_attribution_on_its_line_are_kept(attribution: str) -> None:
    """Some programs set it right behind the last word."""
    assert new_text(f"{OWN}{attribution}\n> What could I improve?", None) == OWN


def test_the_dash_before_the_line_of_a_telephone_goes_with_it() -> None:
    """Some programs set it behind the last word."""
    assert new_text(f"{OWN} —\nSent from my iPhone", None) == OWN


def test_a_footer_right_below_the_last_word_is_cut() -> None:
    """In HTML no empty line stands between them."""
    assert new_text(None, f"<div>{OWN}</div><div>Please consider the environment before printing this.</div>") == OWN


def test_a_sender_above_the_mark_of_a_header_block_goes_with_it() -> None:
    """A program may begin the element that quotes one line below the first header."""
    quoted = "<div id='divRplyFwdMsg'>Date: today<br>Subject: Talk</div>What could I improve?"
    assert new_text(None, f"<p>{OWN}</p>From: R &lt;r@v.example&gt;<br>{quoted}") == OWN


def test_an_attribution_inside_the_quotation_introduces_it() -> None:
    """A quotation that begins with who wrote it goes where it stands between a greeting and the answer."""
    quoted = "> On 12 Nov 2026, at 10:00, Robin Vale <robin@vale.example> wrote:\n>\n> What could I improve?"
    assert new_text(f"Hi Robin,\n\n{quoted}\n\n{OWN}", None).split() == ["Hi", "Robin,", *OWN.split()]


@pytest.mark.parametrize("banner", ["---------- Forwarded message ---------", "-------- Original Message --------"])
def test_what_is_passed_on_without_a_word_loses_its_banner(banner: str) -> None:
    """Nothing stands above, so the mail that is passed on is the text, without the line that says so."""
    passed_on = "From: Grace <grace@x.example>\nDate: 12 Nov 2026\nSubject: Robin\n\nRobin was calm."
    assert new_text(f"{banner}\n{passed_on}", None) == passed_on


@pytest.mark.parametrize(
    "quotation",
    [
        '>>>>> "R" == Robin Vale <r@v.example>\n>>>>> on 12 Nov 2026 10:00 writes:\n\n    R> What could\n    R> I do?',
        ">>>>> On Thu, 12 Nov 2026 10:00:00 +0100, Robin Vale <r@v.example> said:\n\n  RoVa> What could\n  RoVa> I do?",
        "Robin asked:\n> What could I do?",
        "[Robin Vale]\n> What could I do?",
        "[ Robin Vale ]:\n|What could\n|I do?",
        "On 12 November 2026, Robin Vale said:\n> What could I do?",
        "On Thu, 12 Nov 2026, Robin Vale wrote:\n[...]\n> What could I do?",
        "On Thu, 12 Nov 2026, Robin Vale wrote:\n\n<snip>\n\n> What could I do?\n\n<snip>",
        "--]What could\n--]I do?",
        ") What could\n) I do?",
        "В Thu, 12 Nov 2026 10:00:00 +0100\nRobin Vale <r@v.example> пишет:\n\n> What could I do?",
    ],
)
def test_a_quotation_above_the_words_goes_with_what_introduces_it(quotation: str) -> None:
    """People of lists have marks and introductions of their own."""
    assert new_text(f"{quotation}\n\n{OWN}", None) == OWN


def test_what_signs_a_mail_is_no_part_of_its_words() -> None:
    """The words stand between the two halves of a signature in the text, which are shown with the whole mail only."""
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{OWN}\n\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=x1Y2\n-----END PGP SIGNATURE-----\n"
    )
    assert new_text(signed, None) == OWN
    assert MailBody.of(signed, None).readable_text == signed.strip()


@pytest.mark.parametrize(
    "text",
    [
        "The choice:\n\n| A | B |\n| 1 | 2 |\n\nTake B.",
        "A> B was wrong.\nThe rest was right.",
        "My notes\n\n__________\n\n1. Be brief.\n2. Ask more.",
        "Grace wrote:\nyou were good, but slow.",
        "Sent from my heart, good luck with the next one.",
        "We meet again on 12 Nov 2026\n\nWhat I wrote:\n\nbe brief.",
        "You were good. On 12 Nov 2026 I wrote to ada@initech.example:\n\nplan first.",
        "Date: Thu, 12 Nov 2026\nTo: ada@initech.example\n\nis what I noted.",
        "The plan:\n\n+------+------+\n|1     |100.25|\n|2     |200.50|\n+------+------+",
        "We meet on 12.11.2026 10:00\n\nTo: be honest, I look forward to it.",
        "Next steps:\n--\nring them on Thursday",
        "Ada Byron\n12.11.2026 10:00\nis what your calendar should say.",
        "The page <div>stays</div> as it is.",
        "Hi,\n\nThe panel asked:\n> Why the queue?\n\nYour answer was short.",
        "Hi,\n\nHe asked:\n> Why the queue, and none of the other stores that there are?\n\nYour answer was short.",
        "My view.\n\n_____\nPlan: weak\nTests: good\nSpeak louder\nSlow down\nCall 020 7946 0001 next week",
        "Az Outlook jó volt.\n\nKöszönöm.",
        "Skickat med e-post igår.\n\nTack.",
        "On page four you write\n> a queue\n\nbut you mean a store.",
        "The first part.\n\n[...]\n\nThe last one.",
        "Two parts.\n\n-----\nx.example/a@b\n020 7946 0001\n-----\nOf the rest, and there is more, you hear on Monday.",
        "The change:\n\n=====\nfile: a 2026-11-12\n" + "old: one that was there on 2026-11-10\n" * 4 + "none",
    ],
)
def test_words_that_look_like_these_stay(text: str) -> None:
    """Tables, comparisons, lists below a line, and what people say of letters are theirs."""
    assert new_text(text, None) == text


@pytest.mark.parametrize(
    "warning",
    [
        "CAUTION: This message is from an EXTERNAL SENDER. Do not click any links you were not expecting.",
        "Achtung: Diese Nachricht kommt von außerhalb der Organisation. Klicken Sie nicht auf Links.",
        "Attention : courriel externe. Ne cliquez pas sur les liens.",
        "Precaución: este mensaje viene de un remitente externo. No haga clic en enlaces.",
        "You don't often get email from ada@initech.example. Learn why this is important",
    ],
)
def test_a_warning_of_the_readers_own_mail_system_is_no_word_of_theirs(warning: str) -> None:
    """It stands above the answer; a person who only speaks of somebody from outside is not cut."""
    assert new_text(f"{warning}\n\n{OWN}\n", None) == OWN
    spoken = "They took an external candidate.\n\nPractise SQL."
    assert new_text(spoken, None) == spoken


@pytest.mark.parametrize(
    "below",
    [
        "robin@vale.example wrote:\n\nWhat could I improve?",
        '-------- Ursprüngliche Nachricht --------Von: "Robin" Datum: 12.11.26 An: Ada\nWas fehlt mir?',
        "2026-11-12 10:00 GMT+01:00 Robin Vale\n\nWhat could I improve?",
    ],
)
def test_what_stands_above_an_unmarked_quotation_is_known_when_damaged(below: str) -> None:
    """An address alone with the verb, a banner glued to its headers, a moment in Gmail's spelling."""
    assert new_text(f"{OWN}\n\n{below}\n", None) == OWN


@pytest.mark.parametrize(
    ("name", "card"),
    [
        ("Best wishes\n\nAda Byron", "(O) : +49 30 1234567\n(M) : +49 170 7654321\n10115 Berlin"),
        ("Ada", "\nAda Byron\nProfessor\nDept of Engines\nFAX: 213-746-9082"),
    ],
)
def test_how_to_reach_somebody_below_the_name_they_close_with_is_left_out(name: str, card: str) -> None:
    """The name stays, as it does where nothing stands below it."""
    assert new_text(f"{OWN}\n\nDo write again.\n\n{name}\n{card}", None) == f"{OWN}\n\nDo write again.\n\n{name}"


@pytest.mark.parametrize(
    "text",
    [
        "You were clear.\n\nAsk her about the next round:\n\nAda Byron\n+49 30 1234567\nada@initech.example",
        "You were clear.\n\nThe person to ask about the next round is\nAda Byron\n+49 30 1234567\nada@initech.example",
        "You were clear.\n\nThanks\nAda Byron\nCall me on +49 30 1234567 whenever you like.\nada@initech.example",
    ],
)
def test_how_to_reach_somebody_stays_where_it_is_what_they_say(text: str) -> None:
    """Nothing closes above it, or a sentence stands in it."""
    assert new_text(text, None) == text


def test_a_banner_in_words_of_its_own_goes_with_the_headers_below_it() -> None:
    """Only where a sender stands right below: anybody may draw such a line."""
    headers = (
        "From: Robin Vale <robin@vale.example>\nDate: Thu, 12 Nov 2026 10:00\nSubject: Feedback\n\nWhat is missing?"
    )
    assert new_text(f"{OWN}\n\n------------ Original ------------\n{headers}", None) == OWN
    drawn = f"{OWN}\n\n------------ Second ------------\nYou were calm, too."
    assert new_text(drawn, None) == drawn


def test_a_patch_sent_inline_is_no_answer_inside_the_quotation() -> None:
    """Words that speak of such answers keep the whole; these speak of something else."""
    below = "-----Original Message-----\nFrom: Robin Vale <robin@vale.example>\nSubject: Feedback\n\nWhat is missing?"
    assert new_text(f"I send it as an inline patch.\n\n{below}", None) == "I send it as an inline patch."
    assert "What is missing?" in new_text(f"My answers are inline.\n\n{below}", None)
