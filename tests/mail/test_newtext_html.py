"""HTML bodies as readable text, and the newly written part of those that say where the quotation is."""

import pytest

from afterword.mail.newtext import MailBody, new_text

_OWN = "<div>You were clear.</div><div><br></div><div>Ada</div>"
_OWN_TEXT = "You were clear.\n\nAda"
_QUOTED = "<div>What could I do better?</div><div>Grace</div>"

MAIL_PROGRAMS = {
    "gmail": '{own}<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Thu, 12 Nov '
    '2026 at 18:26, Grace &lt;'
    '<a href="mailto:g@example.org">g@example.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote" '
    'style="border-left:1px solid #ccc">{quoted}</blockquote></div>',
    "gmail in an unknown language": '{own}<div class="gmail_quote"><div class="gmail_attr">Xyz 12 '
    'qwe Grace zyx<br></div>'
    '<blockquote class="gmail_quote">{quoted}</blockquote></div>',
    "gmail on android": '<p dir="ltr">You were clear.</p>\n<p dir="ltr">Ada</p><div class="gmail_quote">Grace xyz:'
    '<br type="attribution"><blockquote class="gmail_quote">{quoted}</blockquote></div>',
    "gmail passing on": '{own}<div class="gmail_quote">---------- Forwarded message ---------<br>From: <b>Grace</b><br>'
    "<br>{quoted}</div>",
    "gmail quoted again by outlook": '{own}<div class="x_gmail_quote">Grace:<blockquote class="x_gmail_quote">{quoted}'
    "</blockquote></div>",
    "apple mail": '{own}<div><br><blockquote type="cite"><div>On 12 Nov 2026, at 18:26, Grace '
    '&lt;g@example.org&gt; wrote:'
    "</div><br>{quoted}</blockquote></div>",
    "thunderbird": '{own}<div class="moz-cite-prefix">12.11.26 Grace xyz:<br></div><blockquote type="cite" '
    'cite="mid:1@example.org">{quoted}</blockquote>',
    "outlook on the web": '{own}<div id="appendonsend"></div><hr style="width:98%"><div '
    'id="divRplyFwdMsg" dir="ltr"><b>'
    "Xyz:</b> Grace<br><b>Zyx:</b> x</div>{quoted}",
    "outlook on the web, renamed": '{own}<hr><div id="x_divRplyFwdMsg"><b>Xyz:</b> Grace</div>{quoted}',
    "outlook 2007": '{own}<div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p '
    "class=MsoNormal><b>From:</b> Grace<br><b>Sent:</b> Thursday<br></p></div></div>{quoted}",
    "outlook 2016": "{own}<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class="
    "MsoNormal><b>Von:</b> Grace &lt;g@example.org&gt;<br><b>Gesendet:</b> Donnerstag</p></div>{quoted}",
    "windows mail": '{own}<div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; '
    'border-top-style: solid;"><b>От:</b> Grace<br><b>Отправлено:</b> x</div>{quoted}',
    "hotmail": '{own}<hr id="stopSpelling">Date: Thu, 12 Nov 2026<br>{quoted}',
    "yahoo": '{own}<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Xyz:</div>{quoted}</div>',
    "aol": "{own}<div>-----Original Message-----<br>From: Grace &lt;g@example.org&gt;<br>To: "
    "Ada<br>Sent: Thu<br>{quoted}</div>",
    "zimbra": '{own}<hr id="zwchr" data-marker="__DIVIDER__"><div><b>From: </b>Grace</div>{quoted}',
    "mail.ru": "<p>You were clear.</p><p>Ada</p><br>Четверг, 12 ноября 2026, 18:26 +03:00 от Grace "
    "&lt;g@example.org&gt;:<br>"
    "<blockquote>{quoted}</blockquote>",
    "outlook 2003": '{own}<blockquote><div class="OutlookMessageHeader"><b>De :</b> Grace [mailto:g@example.org]<br>'
    "<b>Envoyé :</b> 12 November 2026 18:26<br><b>Objet :</b> Talk</div>{quoted}</blockquote>",
    "proton": '{own}<div class="protonmail_quote">Xyz<br><blockquote '
    'class="protonmail_quote">{quoted}</blockquote></div>',
    "plain marks": "<p>You were clear.</p><p>Ada</p>&gt; What could I do better?<br>&gt; Grace<br>",
}  # fmt: skip


@pytest.mark.parametrize("body", MAIL_PROGRAMS.values(), ids=MAIL_PROGRAMS)
def test_quotation_of_a_mail_program_is_cut(body: str) -> None:
    """Each mail program says in its own way where the quotation begins; none of it is the person's."""
    html = f"<html><head><title>x</title></head><body>{body.format(own=_OWN, quoted=_QUOTED)}</body></html>"
    assert new_text(None, html).split() == _OWN_TEXT.split()


@pytest.mark.parametrize("body", MAIL_PROGRAMS.values(), ids=MAIL_PROGRAMS)
def test_full_message_keeps_the_quotation(body: str) -> None:
    """The readable message still shows what was quoted."""
    assert "What could I do better?" in MailBody.of(None, body.format(own=_OWN, quoted=_QUOTED)).readable_text


def test_answers_between_quotations_are_kept() -> None:
    """Answers written between the pieces of a quotation stay, each with the piece it answers."""
    html = (
        '<div class="gmail_quote"><div class="gmail_attr">On Thu, Grace wrote:</div><blockquote '
        'class="gmail_quote">What went'
        " well?</blockquote><div>The design.</div><blockquote class=gmail_quote>What did "
        "not?</blockquote><div>The examples."
        "</div><blockquote class=gmail_quote>Thanks</blockquote></div>"
    )
    assert new_text(None, html).split("\n\n") == [
        "> What went well?",
        "The design.",
        "> What did not?",
        "The examples.",
    ]


def test_answer_below_the_last_quotation_is_kept() -> None:
    """An answer that ends the element made for the quotation is an answer still."""
    html = '<div>Hi</div><div class="gmail_quote">Xyz:<blockquote>What?</blockquote><div>The design.</div></div>'
    assert new_text(None, html).split() == ["Hi", "The", "design."]


def test_answers_inside_one_quotation_are_not_lost() -> None:
    """Where a quoting element holds the whole message, answers in it cannot be told apart: it is shown whole."""
    html = "<blockquote type=cite><div>What went well?</div><div style='color:red'>The design.</div></blockquote>"
    assert new_text(None, html) == "> What went well?\n> The design."


def test_words_above_the_attribution_in_a_quoting_element_are_kept() -> None:
    """Some write inside the element that their mail program made for the quotation: their words stay."""
    html = (
        '<div class="gmail_quote"><div>Yes!</div><div class="gmail_attr">On Thu, Grace zyx:<br></div>'
        "<blockquote class=gmail_quote>Shall we talk?</blockquote></div>"
    )
    assert new_text(None, html) == "Yes!"
    assert new_text(None, html.replace(' class="gmail_attr"', "")) == "Yes!"


def test_indented_words_are_kept() -> None:
    """What a mail program's indent button makes is a blockquote without a border: the person's words."""
    html = (
        '<p>My advice:</p><blockquote style="margin:0 0 0 '
        '40px;border:none;padding:0px"><div>Numbers.</div></blockquote>'
    )
    assert new_text(None, html).split() == ["My", "advice:", "Numbers."]


def test_signature_of_a_mail_program_is_cut() -> None:
    """A marked signature goes where something else was written, and stays where nothing was."""
    signature = '<div class="gmail_signature">Ada Byron<br>Engines Ltd</div>'
    assert new_text(None, f"<div>You were clear.</div>{signature}") == "You were clear."
    assert new_text(None, signature) == "Ada Byron\nEngines Ltd"
    marked = '<div data-signatureblock="true">Ada Byron</div>'
    assert new_text(None, f"<div>You were clear.</div>{marked}") == "You were clear."


def test_structure_becomes_readable_text() -> None:
    """Paragraphs, lists, links, tables and preformatted text read as a person expects them to."""
    html = """<style>p {color: red}</style><script>x()</script><h1>Feedback</h1>
      <p>Two   things,<br>briefly:</p><ul><li>clear</li><li>calm</li></ul><ol><li>numbers</li><li>results</li></ol>
      <table><tr><td>Design</td><td>4</td></tr><tr><td>Coding</td><td>3</td></tr></table>
      <pre>if x:\n    y()</pre><p>See <a href="https://example.org/jobs">our page</a> &amp; caf&eacute;.</p>
      <div style="display:none">hidden</div><!-- comment -->"""
    assert MailBody.of(None, html).readable_text == (
        "Feedback\n\nTwo things,\nbriefly:\n\n- clear\n- calm\n\n1. numbers\n2. results\n\nDesign 4\nCoding 3\n\n"
        "if x:\n    y()\n\nSee our page <https://example.org/jobs> & café."
    )


def test_what_a_mail_program_hides_is_not_read() -> None:
    """The preview that many programs hide above the words, by an attribute or a style."""
    for hidden in ("hidden", 'style="display: none"', 'style="mso-hide: all"', 'style="font-size:0"'):
        assert (
            MailBody.of(None, f"<div {hidden}>A preview</div><div>You were clear.</div>").readable_text
            == "You were clear."
        )


def test_lines_of_word_stand_close_and_paragraphs_apart() -> None:
    """Word writes each line as a paragraph without a margin."""
    html = "<p class=MsoNormal>One</p><p class=MsoNormal>Two</p><p>Three</p><p>Four</p>Five</p>Six"
    assert MailBody.of(None, html).readable_text == "One\nTwo\n\nThree\n\nFour\n\nFive\nSix"


def test_a_picture_is_named_by_its_words() -> None:
    """A picture's own description stands in its place, alone or in a line; other elements have none."""
    html = '<p>Well done <img src="x" alt="thumbs  up"></p><p><img alt="logo"></p><p><span alt="no">x</span><img></p>'
    assert MailBody.of(None, html).readable_text == "Well done [thumbs up]\n\n[logo]\n\nx"


def test_address_shown_by_a_link_is_not_repeated() -> None:
    """A link that shows its own address, or leads to a mailbox, reads once."""
    html = '<a href="https://www.example.org/">example.org</a> <a href="mailto:a@example.org">Ada</a>'
    assert MailBody.of(None, html).readable_text == "example.org Ada"
    assert (
        MailBody.of(None, '<a href="https://example.org/a">see example.org/a</a>').readable_text == "see example.org/a"
    )
    assert MailBody.of(None, '<a href="https://example.org/a/b">example.org/a</a>').readable_text == "example.org/a"


@pytest.mark.parametrize(
    "html", ["a < b and c > d", "<p>a <b", "<p title='x>a", "a &lt b &#x; &nosuch;", "<", "</", "<!", "<!--"]
)
def test_broken_markup_loses_no_word(html: str) -> None:
    """Markup that is none, or never ends, is shown as text."""
    letters = {ch for ch in MailBody.of(None, html).readable_text if ch.isalpha()}
    assert {"a"} <= letters if "a" in html else True


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<p title="a > b">x</p>', "x"),
        ("<p title='a > b'>x</p>", "x"),
        ('<p title = "a > b" class=c>x</p><p title="c > d">y</p>', "x\n\ny"),
        ('<p title="it\'s">x</p>', "x"),
        ('<p data=5"6>x</p>', "x"),
        ('<p title="a>x', "x"),
    ],
)
def test_a_value_in_quotes_may_hold_what_ends_a_tag(html: str, shown: str) -> None:
    """But for quotes that never close, which no text is lost to."""
    assert MailBody.of(None, html).readable_text.endswith(shown)
    assert "b" not in MailBody.of(None, html).readable_text


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n- b\n\n- c"),
        ("<ul><li>a<p>b</p><li>c</ul>", "- a\n\nb\n\n- c"),
    ],
)
def test_items_of_a_list_stand_one_below_the_other(html: str, shown: str) -> None:
    """Also where none of them is closed, or one holds a list of its own."""
    assert MailBody.of(None, html).readable_text == shown


def test_plain_part_is_preferred() -> None:
    """With both parts the plain one is read; the HTML one helps where only it marks the quotation."""
    html = "<p>You were clear.</p><blockquote type=cite>Qwe rty</blockquote>"
    assert new_text("You were clear.\n\nQwe rty", html) == "You were clear."
    assert new_text("You were very clear.", html) == "You were very clear."
    assert new_text(" \n", html) == "You were clear."


@pytest.mark.parametrize("start", ["", "\ufeff", '<?xml version="1.0"?>\n', "<!DOCTYPE html>", "\n <!-- x -->"])
def test_markup_in_a_plain_part_is_read_as_markup(start: str) -> None:
    """Some programs send HTML as plain text: nobody wants to read its tags."""
    html = f"{start}<div>You were clear.</div><blockquote>What?</blockquote>\n"
    assert new_text(html, None) == "You were clear."
    assert MailBody.of(html, None).readable_text.startswith("You were clear.")


def test_tags_in_a_text_stay() -> None:
    """A text about HTML is no HTML."""
    text = "I would write <div>x</div> instead of <p>y</p> here."
    assert new_text(text, None) == new_text(f"<b> {text}", None).removeprefix("<b> ") == text


def test_stub_part_gives_way_to_markup() -> None:
    """A plain part that only asks for another mail program is not what the person wrote."""
    quoting = "<p>Yes.</p><p>Grace schrob:</p>" + "<p>Was könnte ich besser machen?</p>" * 12
    assert new_text("Yes.", quoting) == "Yes."
    html = "<p>" + "You were clear about the trade-offs and calm in the design round. " * 12 + "</p>"
    assert new_text("This message needs an HTML reader.", html).startswith("You were clear")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x", "<blockquote>" * 50_000 + "x", "<" * 5_000_000, "<a " * 300_000, '<a b="' * 300_000,
        "<!--" * 300_000, "<script>" * 100_000, "</x>" * 300_000, '<a ="' + '><a ="' * 300_000,
        "<a " + '="><a "' * 150_000, "&" * 1_000_000,
        '<img src="' + "A" * 5_000_000 + '">', "<ol><li>" * 20_000,
    ],
    ids=lambda html: html[:12],
)  # fmt: skip
def test_hostile_markup_is_read_in_bounded_time(html: str) -> None:
    """Deep, unclosed or endless markup is read in one pass, without recursion."""
    assert len(new_text(None, html)) <= 2_000_000


@pytest.mark.parametrize(
    ("html", "own"),
    [
        ("<div>You were <span class=gmail_signature>clear</span></div><div>Ada</div>", "You were clear\nAda"),
        ("<div class=gmail_quote>Clear.<br>Calm.<br>On 12.11. Grace:<blockquote>Q</blockquote></div>", "Clear.\nCalm."),
        ("<div class=gmail_quote>Saw:<br>Calm:<br>Clear.<br>Fast.<blockquote>Q</blockquote></div>Ada",
         "Saw:\nCalm:\nClear.\nFast.\n\nAda"),
    ],
)  # fmt: skip
def test_words_within_what_programs_mark_are_kept(html: str, own: str) -> None:
    """A line begun by the person is theirs; around a quotation only the line that introduces it is not."""
    assert new_text(None, html).replace("\n> Q\n", "") == own


@pytest.mark.parametrize("address", ["ftp://initech.example/x", "file:///C:/x", "mailto:ada@initech.example"])
def test_only_a_page_stands_beside_its_link(address: str) -> None:
    """Another address is of no use to a reader."""
    assert MailBody.of(None, f'<a href="{address}">look</a>').readable_text == "look"
    assert (
        MailBody.of(None, '<a href="https://initech.example/x">look</a>').readable_text
        == "look <https://initech.example/x>"
    )
