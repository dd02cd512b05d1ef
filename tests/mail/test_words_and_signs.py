"""Words alone are no verdict: what a bounce, an absence or a receipt needs around them, and what a person adds."""

import pytest

from afterword.domain.conversation.message import MailKind, Verdict
from afterword.mail.classify import classify
from afterword.mail.newtext import MailBody
from afterword.mail.parse import parse

OURS = frozenset({"<req-7f3a@vale.example>"})
ANSWERS = "Subject: Re: Thank you\nIn-Reply-To: <req-7f3a@vale.example>"


def told(headers: str, text: str) -> Verdict:
    """The verdict on a mail with these header lines and this plain text, sent by Ada unless they say otherwise."""
    sender = "" if "From:" in headers else "From: Ada Byron <ada@initech.example>\n"
    date = "Date: Thu, 12 Nov 2026 10:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n"
    return classify(parse(f"{sender}To: robin@vale.example\n{date}{headers}\n\n{text}".encode()), OURS)


@pytest.mark.parametrize(
    "headers",
    [
        "From: Postmaster\\@mx.kontor.example\nSubject: Your mail",
        'From: "Postmaster\\@mx.kontor.example" <>\nSubject: Your mail',
        "From: <>\nSubject: Your mail",
        "From:\nSubject: Your mail",
        "From: Mail Delivery System <noreply@kontor.example>\nSubject: Your mail",
        "From: Relay <relay@kontor.example>\nReturn-Path: <>\nSubject: Re: Thank you",
    ],
)
def test_a_mail_system_is_known_by_its_sender_however_it_is_written(headers: str) -> None:
    """A malformed or empty sender is one of mail systems: what it calls undelivered is a bounce, also behind “Re:”."""
    assert told(headers, "pia@werk.example: mailbox unavailable, the mail was not delivered.").kind is MailKind.BOUNCE


@pytest.mark.parametrize(
    "text",
    [
        "Your message to carol@initech.example could not be delivered because the address does not exist.",
        "Ihre E-Mail an carol@initech.example konnte nicht zugestellt werden: Empfänger unbekannt.",
        "Votre message à carol@initech.example n'a pas pu être remis : adresse inconnue.",
        "Su mensaje a carol@initech.example no se ha podido entregar. El usuario no existe.",
        "Delivery to carol@initech.example failed. 550 5.1.1 user unknown",
    ],
)
def test_a_text_that_says_only_that_a_mail_failed_is_a_bounce(text: str) -> None:
    """That a mail to a third address failed outweighs the thread, the title of an answer, and “auto-replied”."""
    verdict = told(f"{ANSWERS}\nAuto-Submitted: auto-replied", text)
    assert (verdict.kind, verdict.recipients) == (MailKind.BOUNCE, ("carol@initech.example",))
    assert told(ANSWERS, text).kind is MailKind.BOUNCE


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ("Subject: Ticket by unknown user", "You solved the ticket by an unknown user well, but too slowly."),
        ("Subject: Delivery failed to convince", "The delivery failed to convince; the content was strong."),
        ("From: noreply@ats.example\nSubject: Your application was rejected", "It was rejected for the salary."),
        ("From: Ray <responder@fire.example>\nSubject: Interview", "You were nervous, that is all."),
        (ANSWERS, "Whitelist."),
        ("Subject: Re: Thank you", "whitelist"),
        (ANSWERS, "Protected by design, I liked that. Click the link in the advertisement for the next round."),
        (
            ANSWERS,
            "Your mail to carol@initech.example could not be delivered, so I answer. Use fewer slides next time.",
        ),
        (ANSWERS, "Danke für Ihre Nachricht. Ich bin bis Mittwoch auf Dienstreise. Passt Donnerstag um 10?"),
        (ANSWERS, "I am travelling until Monday. In short: you lost yourself in details."),
        (ANSWERS, "On a scale of ten I would rate your design seven."),
        (ANSWERS, "The link no longer works for me, and the second page is missing."),
    ],
)
def test_words_of_programs_are_persons_words_too(headers: str, text: str) -> None:
    """A subject and a phrase, an address, or one word, without a sign around the text, make no program of a person.

    Nor does what a question, a summary or something else of theirs stands beside.
    """
    assert told(headers, text).kind is MailKind.REPLY


@pytest.mark.parametrize(
    "text",
    [
        "I am travelling until Monday. In short: good, but practise SQL.",
        "Ich bin bis Freitag im Urlaub, deshalb kurz: Auftreten gut, Zahlen schwach.",
        "Je suis en vacances jusqu'à lundi. En bref : bien, mais trop lent.",
        "Estoy de vacaciones hasta el lunes. En resumen: bien, pero practica SQL.",
    ],
)
def test_an_answer_may_hold_an_absence(text: str) -> None:
    """Who is away and sums something up has answered; the same absence with nothing else is one."""
    assert told(ANSWERS, text).kind is MailKind.REPLY
    assert told(ANSWERS, text.partition(".")[0].partition(", deshalb")[0] + ".").kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Your enquiry has been registered under reference number 1234. We will respond within two working days.",
        "Ihre Anfrage wurde unter der Referenznummer 1234 registriert und wird bearbeitet.",
        "Votre demande a bien été enregistrée sous le numéro de référence 1234. Nous vous répondrons.",
        "Su solicitud ha sido registrada con el número de referencia 1234. Le responderemos a la brevedad.",
        "This mailbox is protected by CleanBox. You are not on the allowed list. To ensure delivery, click here.",
        "This account is protected by CleanBox. Please click on the following link to ensure delivery.",
        "I'm OOO until Monday",
        "This is an auto-response. I will be looking at mail now and then.",
        "Dies ist eine automatische Antwort. Wir lesen das später.",
        "Out of office. Back 13 December.",
        "On sabbatical, back on January 7. For hiring questions reach jobs@initech.example.",
        "Please type your reply above this line\n\nYour message will be answered by a human soon.",
        "Thank you for applying. If your profile matches our needs you will hear from us within 3-5 business days.",
        "This mailbox closed on 31 August and is no longer monitored. Please write to hello@initech.example.",
        "Dieses Postfach wird nicht mehr gelesen. Bitte schreiben Sie an jobs@initech.example.",
        "Ich arbeite nur montags und beantworte Ihre Nachricht, sobald ich wieder im Büro bin.",
        "Actuellement en déplacement, je consulte mes mails de façon irrégulière. Je vous répondrai à mon retour.",
        "Cette adresse n'est plus utilisée.",
        "Esta cuenta está deshabilitada, para cualquier consulta contacte con Ana.",
        "La presente casella è stata disattivata. Si prega di scrivere al nuovo indirizzo.",
        "Este endereço não é mais utilizado.",
        "Ik ben vanaf 16 november t/m 20 november niet aanwezig.",
        "Jag är borta från 16 november till 20 november. För brådskande ärenden kan ni kontakta Karin.",
        "Jeg er ikke til stede frem til 20. november. I nødstilfælde kan Ole kontaktes.",
        "Będę nieobecny do 20 listopada. W pilnych sprawach proszę pisać do Jana.",
        "Jsem mimo kancelář. Vrátím se za týden.",
        "Нахожусь в командировке до 20 ноября, доступ к почте ограничен.",
        "Ez egy automatikus üzenet. Jelenleg nem vagyok az irodában.",
        "私は11月20日まで不在です。緊急の場合は山田まで連絡してください。",
        "11월 20일까지 부재 예정입니다. 급한 건은 김대리에게 연락 주시기 바랍니다.",
        "这段时间内暂时无法回信。如有急事请联系王女士。",
    ],
)
def test_an_automatic_answer_is_known_by_its_words_together(text: str) -> None:
    """An absence, a receipt, a gate or a closed mailbox with what such notes say besides, and hardly anything else."""
    assert told(ANSWERS, text).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "I'm out until the 14th but yes, interested -- let's talk when I'm back.",
        "I'll be on vacation from tomorrow. Would Monday the 19th work for a call about the interview?",
        "I have forwarded your mail to Kim. She is out of the office until Monday.",
        "I am on vacation until Monday. You did well.",
        "I'm out of the office until Monday, but the salary would be 50,000.",
        "J'ai transmis votre mail à Paul, il est absent jusqu'à jeudi et vous répondra.",
        "Estoy de vacaciones hasta el lunes. Te faltó experiencia.",
        "Estaré fuera la próxima semana pero me interesa, agendemos para el 20.",
        "Jestem na urlopie do poniedziałku. Zabrakło doświadczenia.",
        "La ditta non è più attiva da due anni.",
    ],
)
def test_who_adds_a_thing_to_an_absence_has_answered(text: str) -> None:
    """A question, an offer, something done, or a word about the interview is a person's."""
    assert told(ANSWERS, text).kind is MailKind.REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for getting in touch. Somebody will call you back shortly.",
        "Danke für Ihre Bewerbung. Wir melden uns so rasch wie möglich.",
        "Merci pour votre message. Notre équipe vous recontactera sous 48 heures.",
        "¡Gracias por tu interés! Nos pondremos en contacto contigo muy pronto.",
        "Grazie per la candidatura! Ti contatteremo a breve.",
        "Obrigada pela mensagem. Responderemos em breve.",
        "Bedankt voor je mail. Je hoort binnen vijf werkdagen van ons.",
        "Tack för ditt mejl! Vi återkommer inom kort.",
        "Tak for din besked. Vi ringer til dig hurtigst muligt.",
        "Takk for meldingen. Vi tar kontakt innen 24 timer.",
        "Kiitos viestistäsi! Otamme sinuun pian yhteyttä.",
        "Dziękujemy za list. Odpiszemy wkrótce.",
        "Děkujeme za dotaz. Brzy se vám ozveme.",
        "Köszönjük a levelét! Hamarosan válaszolunk.",
        "Vă mulțumim că ne-ați scris. Vă vom răspunde în curând.",
        "Hvala na upitu. Javit ćemo vam se uskoro.",
        "Дякуємо за лист. Відповімо найближчим часом.",
        "Ευχαριστούμε για το γράμμα. Θα απαντήσουμε σύντομα.",
    ],
)
def test_who_only_promises_an_answer_without_a_day_is_a_program(text: str) -> None:
    """Thanks, somebody who will answer and how soon, and nothing else."""
    assert told(ANSWERS, text).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your email. I will ask the panel and write back on Friday.",
        "Danke für Ihre Nachricht. Ich melde mich am Mittwoch.",
        "Thank you for your message. You did well. We will be in touch shortly.",
        "Vielen Dank für Ihre Bewerbung. Es fehlte der Führerschein. Wir melden uns in Kürze bei Ihnen.",
        "Merci de votre message. Vous étiez très bien. Nous revenons vers vous dans les plus brefs délais.",
        "感谢您的来信。您表现很好。我们会尽快回复您。",
        "I am on leave until 12 October. Salary was the reason. In urgent cases please call Tom at 555 0199.",
        "Je suis en déplacement jusqu'à vendredi, mais je vous réponds déjà: il manquait l'expérience.",
        "Ik ben tot vrijdag met verlof, alvast dit: je was de beste.",
    ],
)
def test_who_names_a_day_or_says_a_sentence_of_their_own_has_answered(text: str) -> None:
    """However short it is, and whatever stands around it: what the reader waits for is never lost."""
    assert told(ANSWERS, text).kind is MailKind.REPLY


@pytest.mark.parametrize("subject", ["رد آلي: Hi", "【自動送信】お問い合わせ", "=?utf-7?Q?+gepS1V/ce1Q-?= Hi"])
def test_a_title_is_read_in_other_scripts_and_in_utf_7(subject: str) -> None:
    """A subject in Arabic or Japanese tells an automatic answer; so does one in UTF-7."""
    assert told(f"Subject: {subject}", "x").kind is MailKind.AUTO_REPLY


def test_a_subject_that_says_until_when_is_an_absence_and_one_that_asks_is_none() -> None:
    """No program asks in its subject, and nobody answers a letter with “On vacation until July 1”."""
    about_her = "See subject. Otherwise the documents look good, and the panel would like to meet you."
    assert told("Subject: On vacation until July 1", "Ask Kim, she has time.").kind is MailKind.AUTO_REPLY
    assert told("Subject: I am out of the office next week, can we talk after?", about_her).kind is MailKind.REPLY
    assert told("Subject: Re: On vacation until July 1", about_her).kind is MailKind.REPLY


def test_only_a_quotation_quotes() -> None:
    """An attribution, a header block, a mark or an element quotes; a signature or the blanks of HTML do not."""
    assert not MailBody.of(
        "Away.\n\n-- \nAda Byron\nHead of Tests\nInitech Ltd, 12 Long Street, Springfield\n", ""
    ).quotes
    assert not MailBody.of("", f"<p>Away.</p>{'<p>&nbsp;</p>' * 60}").quotes
    assert MailBody.of("Away.\n\n> Hello", "").quotes
    assert MailBody.of("Away.\n\nOn 12 Nov 2026 Robin <robin@vale.example> wrote:\nHello", "").quotes
    assert MailBody.of("", "<p>Away.</p><blockquote type='cite'>Hello</blockquote>").quotes


def test_a_report_that_names_the_address_on_a_line_of_its_own_is_a_bounce_whatever_it_returns() -> None:
    """The returned mail speaks of moderators and comes through a list; the report stands above it."""
    report = (
        "--- Non-Delivery Report ---\nThe email below could not be delivered to the following user:\n\n"
        '"carol@initech.example" <carol@initech.example>\n\nOld message:\n\nYour mail to the list is being held until'
        " the moderator can review it for approval.\n"
    )
    headers = "From: admin@initech.example\nPrecedence: bulk\nSubject: Non-Delivery: Your message awaits approval"
    assert told(headers, report).kind is MailKind.BOUNCE
    asked = "Could you send your slides to:\ncarol@initech.example\n\nYou were clear."
    assert told(ANSWERS, asked).kind is MailKind.REPLY


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ("From: no-reply@ats.example\nSubject: Hello", "Vi har tagit emot din ansökan och återkommer."),
        ("From: no-reply@ats.example\nSubject: Hello", "Hemos recibido correctamente tu candidatura."),
        ("From: no-reply@ats.example\nSubject: Hello", "Votre dossier nous est bien parvenu."),
        ("From: no-reply@ats.example\nSubject: Hello", "Sua candidatura foi recebida com sucesso."),
        ("From: no-reply@ats.example\nSubject: Hello", "Questa è una risposta automatica: la richiesta è arrivata."),
        ("From: no-reply@ats.example\nSubject: How was it?", "Please fill in our interview experience survey."),
        (ANSWERS, "Auto-reply: I am at a fair and answer slowly."),
        (ANSWERS, "Vacation notice: expect delays until I return on Monday."),
        ("Subject: Re: Thank you (Abwesend)\nIn-Reply-To: <req-7f3a@vale.example>", "Ich bin ab Montag wieder da."),
        (ANSWERS, "Unser Büro ist vom 24. Dezember bis zum 6. Januar geschlossen."),
        (ANSWERS, "Ich habe das Unternehmen zum 31.10. verlassen. Ansprechpartner ist Herr Vogt."),
        (ANSWERS, "I'm protecting myself from receiving junk mail. Click the link below so I can receive your mail."),
    ],
)
def test_an_automatic_answer_is_known_by_its_kind_of_words(headers: str, text: str) -> None:
    """Receipts of applications, titles within the text or behind the subject, closed houses, and gates."""
    assert told(headers, text).kind is MailKind.AUTO_REPLY


def test_a_service_that_passes_on_an_answer_marks_it_as_generated() -> None:
    """Words about the reader in answer to our letter are a person's; a receipt with the same header is none."""
    headers = f"{ANSWERS}\nAuto-Submitted: auto-generated"
    assert told(headers, "The team felt that you were passive in the pairing.").kind is MailKind.REPLY
    assert told(headers, "Your request has been received and will be answered.").kind is MailKind.AUTO_REPLY
