"""What counts as the person's own words in a plain text reply, and what stands below and between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.mail.newtext import MailBody, is_signature, new_text

_ABOVE = "On Thu, 12 Nov 2026 at 18:26, Grace Hopper <grace@example.org> wrote:"


def test_text_above_a_quotation_is_kept() -> None:
    """A top-posted reply is what stands above the quotation, its greeting and name included."""
    text = f"Hi Grace,\n\nyou were clear.\n\nBest regards,\nAda\n\n{_ABOVE}\n> What could I do better?\n>\n> Grace\n"
    assert new_text(text, None) == "Hi Grace,\n\nyou were clear.\n\nBest regards,\nAda"


def test_text_below_a_quotation_is_kept() -> None:
    """A bottom-posted reply is what stands below the quotation."""
    assert new_text(f"{_ABOVE}\n> What could I do better?\n\nMore numbers.\n", None) == "More numbers."


def test_text_around_a_quotation_is_kept() -> None:
    """A greeting above and an answer below an introduced quotation are both kept, without the quotation."""
    text = f"Hi Grace,\n\n{_ABOVE}\n> What could I do better?\n\nMore numbers.\n"
    assert new_text(text, None).split() == ["Hi", "Grace,", "More", "numbers."]


def test_interleaved_answers_keep_the_questions_they_answer() -> None:
    """Answers between quoted lines stay with those lines; what is quoted below the last answer goes."""
    text = (
        f"Hi Grace,\n\n{_ABOVE}\n> What went well?\n\nThe design.\n\n> What did not?\n\nThe "
        "examples.\n\n> Thanks\n> Grace"
    )
    expected = "Hi Grace,\n\n> What went well?\n\nThe design.\n\n> What did not?\n\nThe examples."
    assert new_text(text, None) == expected


@pytest.mark.parametrize(
    "banner",
    [
        "----- Original message below -----",
        "-- Original Message",
        "---------------------- Forwarded by Ada Byron/Initech on 12.11.2026 ----",
        "From: Grace Hopper\nSent: Thursday\nTo: Ada Byron\n",
        "To: Ada <ada@example.org>\nFrom: Grace <grace@example.org>\nSubject: Hi\n",
        "Cc: Linus <l@example.org>\nFrom: Grace <grace@example.org>\nSent: Thursday\nSubject: Hi\n",
        "Cc: Linus <l@example.org>,\nJo <jo@example.org>\nFrom: Grace <grace@example.org>\nSent: Thursday\nTo: Ada\n",
        "Kopie: Linus <l@example.org>\nVon: Grace <grace@example.org>\nGesendet: Donnerstag\nBetreff: Hi\n",
    ],
)
def test_a_banner_of_any_sort_cuts(banner: str) -> None:
    """What mail programs write above the mail they quote, with few headers or in another order."""
    assert new_text(f"You were clear.\n\n{banner}\nWhat could I do better?\n", None) == "You were clear."


_WRAPPED = "\n".join(["> would you tell me which of the two answers was the one that was"] * 4).replace(
    "\n", "\nbetter\n"
)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Reply-To: g@x.example\nFrom: G <g@x.example>\nSent: Thursday\nTo: Ada\nSubject: Hi", "Reply-To: g@x.example"),
        (">From what I saw, plan first.\n\nThen code.", "From what I saw, plan first.\n\nThen code."),
        (f"{_ABOVE}\n{_WRAPPED}\n\nThe second.", "The second."),
        (f"{_ABOVE}\n> From: Grace\n>From here on\n\nThe second.", "The second."),
    ],
)
def test_only_what_is_quoted_is_left_out(text: str, own: str) -> None:
    """Headers of any order, a line that a mailbox file marked, a quotation broken up by wrapping above the answer."""
    above = "" if text.startswith(_ABOVE) else "You were clear.\n\n"
    assert new_text(above + text, None) == above + own


@pytest.mark.parametrize("line", ["Grace Hopper wrote:", "---- Grace Hopper wrote ----"])
def test_bare_name_above_a_quotation_is_cut(line: str) -> None:
    """Old mail programs name only the writer: that counts right above a quotation, and only there."""
    assert new_text(f"Yes.\n\n{line}\n> Shall we talk?\n", None) == "Yes."
    assert new_text(f"Yes.\n\n{line}\n\nthat she agrees.", None).endswith("that she agrees.")


def test_quoted_line_chosen_by_the_person_is_kept() -> None:
    """A line quoted by hand in the middle of a text is part of what the person says."""
    text = "You said\n> I would rather plan first\nand that was the best moment."
    assert new_text(text, None) == text


def test_quotation_broken_by_wrapping_is_cut_whole() -> None:
    """Scraps that wrapping left unmarked between quoted lines are no answers."""
    long = "> the quick brown fox jumps over the lazy dog and then over the next one, which"
    text = f"Thank you!\n\n{_ABOVE}\n{long}\nis asleep\n{long}\nis awake\n> end"
    assert new_text(text, None) == "Thank you!"


@pytest.mark.parametrize("answer", ["yes", "No.", "after lunch"])
def test_short_answer_below_a_long_question_is_kept(answer: str) -> None:
    """A short answer right below a question is an answer, however short."""
    question = "> would you be able to tell me whether the second round is in your office, or is it online?"
    assert answer in new_text(f"Hi,\n\n{_ABOVE}\n{question}\n{answer}\n{question}\n{answer}\n", None)


def test_announced_answers_below_a_header_block_are_kept() -> None:
    """A person who says that the answers stand in the text below loses none of them."""
    text = (
        "Hi Grace, see my answers inline.\n\nFrom: Grace <g@example.org>\nSent: 12 Nov 2026\nTo: "
        "Ada\nSubject: x\n\nWhat?\nThis."
    )
    assert new_text(text, None).split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        "On second thought, I would hire you.\nOn Monday I will say so.",
        "On Monday at 10:00 Ada wrote: we need numbers.\nThat is what I meant.",
        "Two things I wrote down in 2026:\n- be brief\n- be concrete",
        "My advice:\n\nFrom: the first sentence\nTo: the last\n\nkeep it short.",
        "From: London\nTo: Paris\nDate: Monday\n\nis what I noted.",
        "Sent from my desk, is much easier than my mobile phone.",
        "You were clear.\n\nSent from my iPhone, so please forgive me",
        "Here is what was sent from my side last week.",
        "You asked -- rightly -- for numbers.\n- one\n- two\n-- three",
        "First part\n\n-----\n\nSecond part that says more about the design and what I would change in it next.",
        "The note was confidential, but you may know: the others were not better.",
        "Please read the email again before you answer, and delete the second paragraph.",
        "See you at 18:30:\nroom 4",
        "Points:\n\n* one\n* two\n\n***\n\nThat is all.",
        "> ",
        "You can reach me at ada@example.org until 18:30:\n- in the office\n- at home",
        "I wrote to Grace <grace@example.org> on 12/11/2026:\n\nshe has more to say.",
        "Please write to ada@example.org by 12/11/2026:\n\nshe decides.",
        "You wrote:\n> I would rather plan first\nand that was the best moment.",
        "From: the hiring team\nTo: Ada\nSubject: your application\n\nYou were clear.",
        "Cc: Linus, who sat in too\n\nYou were clear.",
        "Cc: my notes\nFrom: London\nTo: Paris\n\nis what I wrote down.",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_quotation_stay(text: str) -> None:
    """What a person may well type themselves is never cut."""
    assert new_text(text, None).split() == text.split() or not text.strip("> ")


def test_signature_below_its_mark_is_cut() -> None:
    """What stands below the signature mark goes, the name above it stays."""
    text = "You were clear.\n\nBest,\nAda\n\n-- \nAda Byron\nHead of Engines\n+44 20 7946 0000\n"
    assert new_text(text, None) == "You were clear.\n\nBest,\nAda"


def test_prose_below_a_signature_mark_stays() -> None:
    """Two dashes above a long paragraph are no signature: nobody signs with fifty words."""
    prose = " ".join(["the second example deserves more room because it shows a result"] * 5)
    assert prose in new_text(f"First.\n\n--\n{prose}\n", None)


def test_postscript_below_a_signature_stays() -> None:
    """A postscript is written by the person, wherever their mail program put the signature."""
    assert new_text("First.\n\n-- \nAda Byron\n\nP.S. Tell more results.\n", None).split("\n\n") == [
        "First.",
        "P.S. Tell more results.",
    ]


@pytest.mark.parametrize("mark", ["--", "---", "-----", "_____"])
def test_list_below_dashes_stays(mark: str) -> None:
    """A list below a line of dashes is part of the text, also with an address in it."""
    text = f"My advice:\n\n{mark}\n- read https://example.org\n- practise aloud"
    assert new_text(text, None) == text


def test_contact_block_below_a_rule_is_cut() -> None:
    """Some sign below a line of dashes: lines that only say how to reach them go."""
    block = "Engines Ltd\n1 Street\n\nTel: +44 20 7946 0000\nwww.example.org"
    assert new_text(f"You were clear.\n\nAda\n__________\n{block}\n", None) == "You were clear.\n\nAda"


@pytest.mark.parametrize("line", ["www.example.org", "https://example.org/ada", "ada@example.org", "+44 20 7946 0000"])
def test_one_way_to_reach_somebody_below_a_rule_is_a_signature(line: str) -> None:
    """An address of any sort makes a contact block of the lines beside it; a sentence beside it does not."""
    assert new_text(f"You were clear.\n\nAda\n-----\nEngines Ltd\n{line}\n", None) == "You were clear.\n\nAda"
    text = f"You were clear.\n\nAda\n-----\nWould you look at this?\n{line}"
    assert new_text(text, None) == text


def test_message_of_a_signature_alone_is_kept() -> None:
    """Where nothing else was written, the signature is shown rather than nothing."""
    assert new_text("-- \nAda Byron", None).endswith("Ada Byron")
    assert new_text("Sent from my iPhone", None) == "Sent from my iPhone"


LEGAL_FOOTERS = {
    "english": "This e-mail and any attachments are confidential and intended solely for the "
    "addressee. If you are not the "
    "intended recipient, please delete it and notify the sender.",
    "german": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige "
    "Adressat sind, informieren Sie "
    "bitte sofort den Absender und vernichten Sie diese Mail.",
    "french": "Ce message et ses pièces jointes sont confidentiels et réservés à leur destinataire. "
    "Si vous l'avez reçu par "
    "erreur, merci de le détruire.",
    "spanish": "Este mensaje es confidencial y va dirigido a su destinatario. Si lo ha recibido por error, elimínelo.",
    "shouting": "CONFIDENTIALITY NOTICE: This message may contain privileged information. Any "
    "unauthorized disclosure is "
    "prohibited.",
}


@pytest.mark.parametrize("footer", LEGAL_FOOTERS.values(), ids=LEGAL_FOOTERS)
@pytest.mark.parametrize("rule", ["", "________________________________\n", "*****\n", "--\n"])
def test_legal_footer_is_cut(footer: str, rule: str) -> None:
    """A legal notice below the person's words goes, with the rule above it."""
    assert new_text(f"You were clear.\n\nAda\n\n{rule}{footer}\n", None) == "You were clear.\n\nAda"


OTHER_FOOTERS = {
    "list": "_______________________________________________\nengines mailing list\nengines@lists.example.org\n"
    "https://lists.example.org/listinfo/engines",
    "group": "--\nYou received this message because you are subscribed to the Google Groups engines group.\n"
    "To unsubscribe from this group and stop receiving emails from it, send an email to x@example.org.",
    "scanner": "Virus-free. www.avast.com",
    "scanner with a rule": "---\nThis email has been checked for viruses by Avast antivirus software.\n"
    "https://www.avast.com/antivirus",
    "trees": "Please consider the environment before printing this email.",
}


@pytest.mark.parametrize("footer", OTHER_FOOTERS.values(), ids=OTHER_FOOTERS)
def test_footer_of_a_list_or_scanner_is_cut(footer: str) -> None:
    """What a mailing list or a scanner adds is not the person's."""
    assert new_text(f"You were clear.\n\n{footer}\n", None) == "You were clear."


def test_a_footer_above_the_words_is_cut_alone() -> None:
    """Some scanners write at the top: the words below stay; a footer with nothing else is shown."""
    footer = "Please consider the environment before printing this email."
    assert new_text(f"{footer}\n\nYou were clear.\n", None) == "You were clear."
    assert new_text(f"{footer}\n", None) == footer


def test_the_address_below_a_footer_goes_with_it() -> None:
    """A scanner's link in a paragraph of its own belongs to the scanner's words."""
    footer = "This email has been checked for viruses by Avast antivirus software."
    below = f"{footer}\n\nhttps://www.avast.com/antivirus\n"
    assert new_text(f"You were clear.\n\n{below}", None) == "You were clear."
    assert new_text(f"You were clear.\n\n{_ABOVE}\n> What?\n\n{below}", None) == "You were clear."
    assert new_text(f"You were clear.\n\n{_ABOVE}\n> What?\n{below}", None) == "You were clear."


def test_forwarded_message_alone_is_kept() -> None:
    """A message that only passes another on stays whole: its words are all there is."""
    text = (
        "---------- Forwarded message ---------\nFrom: Ada <a@example.org>\nDate: 12 Nov "
        "2026\nSubject: x\n\nShe was clear."
    )
    assert "She was clear." in new_text(text, None)


def test_message_of_quotation_alone_has_no_new_text() -> None:
    """Where every line is quoted, nothing was newly written."""
    assert new_text(f"{_ABOVE}\n> What could I do better?\n", None) == ""


_SENTENCES = st.lists(
    st.lists(st.from_regex(r"[a-zäöüß]{1,9}", fullmatch=True), min_size=1, max_size=12).map(" ".join),
    min_size=1,
    max_size=12,
)
_ENDS = st.sampled_from([".", "!", "?", ",", "", " :-)"])


@given(_SENTENCES, _ENDS, st.sampled_from(["\n", "\n\n", " "]))
def test_no_typed_word_is_lost(sentences: list[str], end: str, gap: str) -> None:
    """Whatever a person types, alone or above or below a quotation, comes back word by word."""
    own = gap.join(sentence.capitalize() + end for sentence in sentences)
    quotation = f"{_ABOVE}\n> What could I do better?\n> Grace"
    for text in (own, f"{own}\n\n{quotation}", f"{quotation}\n\n{own}"):
        assert new_text(text, None).split() == own.split()
    html = "".join(f"<p>{line}</p>" for line in own.split("\n"))
    assert new_text(None, f"{html}<blockquote type=cite>What?</blockquote>").split() == own.split()


@given(st.text(max_size=300), st.text(st.sampled_from("<>ab/=\"' !-&;pdiv"), max_size=300))
def test_any_input_gives_a_text(plain: str, html: str) -> None:
    """No body, however odd, makes an error."""
    assert isinstance(new_text(plain, html), str)
    assert isinstance(MailBody.of(plain, html).readable_text, str)
    assert isinstance(new_text(None, html), str)


def test_empty_message_is_empty() -> None:
    """No body, no text: the empty string, not an error."""
    assert (
        new_text(None, None)
        == new_text("", "")
        == MailBody.of(None, None).readable_text
        == MailBody.of(" \n", None).readable_text
        == ""
    )


def test_readable_text_keeps_everything() -> None:
    """The full message keeps quotation, signature and footers."""
    text = f"Hi\n\n-- \nAda\n\n{_ABOVE}\n> What?"
    assert MailBody.of(text, None).readable_text == text.replace("-- ", "--")


def test_picture_character_alone_is_a_reply() -> None:
    """A thumb is an answer."""
    assert new_text(f"👍\n\n{_ABOVE}\n> What?", None) == "👍"


def test_all_line_ends_are_understood() -> None:
    """CRLF, LF and CR bodies give the same new text."""
    text = f"Hi\n\nYou were clear.\n\n{_ABOVE}\n> What?"
    assert (
        new_text(text.replace("\n", "\r\n"), None) == new_text(text.replace("\n", "\r"), None) == new_text(text, None)
    )


def test_no_control_character_passes() -> None:
    """Escape sequences and direction marks of a hostile mail do not reach the text."""
    assert new_text("Hi \x1b]52;c;x\x07\u202eyou", None) == "Hi ]52;c;xyou"
    assert new_text(None, "<p>Hi &#27;]52;c;x&#7;&#8238;you</p>") == "Hi ]52;c;xyou"


def test_a_mail_that_begins_with_headers_keeps_its_paragraphs() -> None:
    """Where nothing stands above the block of headers, all is shown as it was written."""
    text = "From: Grace Hopper\nSent: Thursday\nTo: Ada Byron\nSubject: Hi\n\nYou were clear.\n\nUse more numbers."
    assert new_text(text, None) == text


_ADDRESS = "Ada Byron\nEngineering\nInitech\nHigh Street\nLondon\n+44 20 7946 0001\nada@initech.example"
_LIST = "What I saw\nYour design\nYour tests\nYour names\nYour pace\nRing me on +44 20 7946 0001\nThat is all"


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        (f"___\n{_ADDRESS}", ""),
        (f"___\n{_LIST}", f"\n\n___\n{_LIST}"),
        ("-- \nP.S. Practise with a timer.", "\n\nP.S. Practise with a timer."),
        ("-- \nAda\nP.S. Practise with a timer.", "\n\nP.S. Practise with a timer."),
    ],
)
def test_what_stands_below_a_rule_is_a_signature_where_it_is_an_address(below: str, kept: str) -> None:
    """Many lines need two ways to reach somebody; a postscript is the person's, even right below the mark."""
    assert new_text(f"You were clear.\n\n{below}\n", None) == f"You were clear.{kept}"


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("Ada Byron\n+44 20 7946 0001\nada@initech.example", True),
        ("Ada Byron\nAsk for me on the second floor of the house in the yard\n+44 20 7946 0001", False),
        ("Ada Byron\n" + "Numbers\n" * 14 + "+44 20 7946 0001\nada@initech.example", False),
    ],
)
def test_a_name_with_an_address_says_nothing_and_with_words_it_does(text: str, *, nothing: bool) -> None:
    """A long line, or many short ones, may be what the person wrote."""
    assert is_signature(text, "Ada Byron") is nothing


@pytest.mark.parametrize(
    ("text", "footer"),
    [
        ("To leave this list write to leave@lists.example", True),
        ("Click https://lists.example/u to unsubscribe", True),
        ("https://lists.example/mailman/listinfo/alumni", True),
        ("You may leave this list of ideas aside", False),
    ],
)
def test_the_way_out_of_a_list_is_a_footer(text: str, *, footer: bool) -> None:
    """With an address to go to, at the end; above other words it is the person's own."""
    own = "Well done."
    assert new_text(f"{own}\n\n{text}", None) == (own if footer else f"{own}\n\n{text}")
    above = f"{own}\n\n{text} first.\n\nThen write again."
    assert new_text(above, None) == above
