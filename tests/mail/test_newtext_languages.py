"""What mail programs write above a quotation, in the languages they speak: everything from there on is cut."""

import pytest

from afterword.mail.newtext import new_text

_OWN = "Thank you for asking.\n\nYour answers were clear, the example could be shorter."
_QUOTED = "> Dear Ada,\n> what could I do better?"

ABOVE_A_QUOTATION = {
    "english": "On Thu, 12 Nov 2026 at 18:26, Grace Hopper <grace@example.org> wrote:",
    "english without a name's address": "On Nov 12, 2026, at 6:26 PM, Grace Hopper wrote:",
    "english over two lines": "On Thu, Nov 12, 2026 at 6:26 PM Grace Brewster Murray "
    "Hopper\n<grace@example.org> wrote:",
    "english over three lines": "On Thursday, November 12,\n2026 at 6:26 PM, Grace Hopper\n<grace@example.org> wrote:",
    "english without a space": "On Thu, Nov 12, 2026 at 6:26 PM, Grace Hopper <grace@example.org>wrote:",
    "english in bold": "*On Thu, Nov 12, 2026 at 6:26 PM, Grace Hopper <grace@example.org> wrote:*",
    "english in a dated message": "In a message dated 11/12/2026 6:26:05 P.M. Eastern, grace@example.org writes:",
    "english wrapped in the address": "On Thu, Nov 12, 2026 at 6:26 PM Grace Hopper <\ngrace@example.org> wrote:",
    "english from Zoho": "---- On Thu, 12 Nov 2026 18:26:05 +0100 Grace Hopper <grace@example.org> wrote ----",
    "english from Yahoo": "On Thursday, November 12, 2026, 06:26:05 PM GMT+1, Grace <grace@example.org> wrote:",
    "german from Yahoo": "Am Do., 12. November 2026 um 18:26:05 MEZ hat G. <g@example.org> Folgendes geschrieben:",
    "usenet": "Grace Hopper <grace@example.org> wrote in message news:12@example.org...",
    "german": "Am 12.11.2026 um 18:26 schrieb Grace Hopper:",
    "german from Gmail": "Am Do., 12. Nov. 2026 um 18:26 Uhr schrieb Grace Hopper <grace@example.org>:",
    "german, name first, wrapped": "Grace Hopper <grace@example.org> schrieb am Do., 12. Nov. 2026 um\n18:26 Uhr:",
    "german from Apple Mail": "> Am 12.11.2026 um 18:26 schrieb Grace Hopper <grace@example.org>:",
    "german, hat geschrieben": "Grace Hopper <grace@example.org> hat am 12.11.2026 18:26 geschrieben:",
    "french": "Le 12 nov. 2026 à 18:26, Grace Hopper <grace@example.org> a écrit :",
    "french wrapped": "Le jeu. 12 nov. 2026 à 18:26, Grace Brewster Murray Hopper\n<grace@example.org> a écrit :",
    "spanish": "El jue, 12 nov 2026 a las 18:26, Grace Hopper (<grace@example.org>) escribió:",
    "italian": "Il giorno gio 12 nov 2026 alle ore 18:26 Grace Hopper <grace@example.org> ha scritto:",
    "italian from Thunderbird": "Il 12/11/26 18:26, Grace Hopper ha scritto:",
    "portuguese": "Em qui., 12 de nov. de 2026 às 18:26, Grace Hopper <grace@example.org> escreveu:",
    "dutch": "Op do 12 nov 2026 om 18:26 schreef Grace Hopper <grace@example.org>:",
    "swedish": "Den tors 12 nov. 2026 kl 18:26 skrev Grace Hopper <grace@example.org>:",
    "danish": "Den 12/11/2026 kl. 18.26 skrev Grace Hopper:",
    "danish from Gmail": "tor. 12. nov. 2026 kl. 18.26 skrev Grace Hopper <grace@example.org>:",
    "norwegian": "tor. 12. nov. 2026 kl. 18:26 skrev Grace Hopper <grace@example.org>:",
    "finnish": "to 12. marrask. 2026 klo 18.26 Grace Hopper (grace@example.org) kirjoitti:",
    "finnish from Thunderbird": "Grace Hopper kirjoitti 12.11.2026 klo 18.26:",
    "polish": "czw., 12 lis 2026 o 18:26 Grace Hopper <grace@example.org> napisał(a):",
    "polish from Thunderbird": "W dniu 12.11.2026 o 18:26, Grace Hopper pisze:",
    "czech": "čt 12. 11. 2026 v 18:26 odesílatel Grace Hopper <grace@example.org> napsal:",
    "czech from Thunderbird": "Dne 12. 11. 26 v 18:26 Grace Hopper napsal(a):",
    "slovak": "št 12. 11. 2026 o 18:26 Grace Hopper <grace@example.org> napísal(a):",
    "russian": "чт, 12 нояб. 2026 г. в 18:26, Grace Hopper <grace@example.org>:",
    "russian from Thunderbird": "12.11.2026 18:26, Grace Hopper пишет:",
    "russian from mail.ru": "Четверг, 12 ноября 2026, 18:26 +03:00 от Grace Hopper <grace@example.org>:",
    "russian from Yandex": '12.11.2026, 18:26, "Grace Hopper" <grace@example.org>:',
    "ukrainian": "чт, 12 лист. 2026 р. о 18:26 Grace Hopper <grace@example.org> пише:",
    "turkish": "Grace Hopper <grace@example.org>, 12 Kas 2026 Per, 18:26 tarihinde şunu yazdı:",
    "hungarian": "Grace Hopper <grace@example.org> ezt írta (időpont: 2026. nov. 12., Cs, 18:26):",
    "romanian": "În joi, 12 nov. 2026 la 18:26, Grace Hopper <grace@example.org> a scris:",
    "greek": "Στις Πέμ 12 Νοε 2026 στις 6:26 μ.μ., ο χρήστης Grace Hopper <grace@example.org> έγραψε:",
    "hebrew": "בתאריך יום ה׳, 12 בנוב׳ 2026 ב-18:26 מאת Grace Hopper <grace@example.org>:",
    "arabic": "في الخميس، 12 نوفمبر 2026 في 6:26 م تمت كتابة ما يلي بواسطة Grace Hopper <grace@example.org>:",
    "vietnamese": "Vào Th 5, 12 thg 11, 2026 vào lúc 18:26 Grace Hopper <grace@example.org> đã viết:",
    "indonesian": "Pada tanggal Kam, 12 Nov 2026 pukul 18.26 Grace Hopper <grace@example.org> menulis:",
    "catalan": "Missatge de Grace Hopper <grace@example.org> del dia dj., 12 de nov. 2026 a les 18:26:",
    "japanese": "2026年11月12日(木) 18:26 Grace Hopper <grace@example.org>:",
    "japanese from Apple Mail": "2026/11/12 18:26、Grace Hopper <grace@example.org>のメール:",
    "chinese": "Grace Hopper <grace@example.org> 于2026年11月12日周四 18:26写道：",
    "chinese from Apple Mail": "在 2026年11月12日，18:26，Grace Hopper <grace@example.org> 写道：",
    "traditional chinese": "Grace Hopper <grace@example.org> 於 2026年11月12日 週四 下午6:26寫道：",
    "korean": "2026년 11월 12일 (목) 오후 6:26, Grace Hopper <grace@example.org>님이 작성:",
    "a date and an address": "2026/11/12 Grace Hopper <grace@example.org>",
}


@pytest.mark.parametrize("line", ABOVE_A_QUOTATION.values(), ids=ABOVE_A_QUOTATION)
def test_line_above_a_marked_quotation_is_cut(line: str) -> None:
    """The line above a quotation goes with the quotation, whatever its language and wherever it was wrapped."""
    assert new_text(f"{_OWN}\n\n{line}\n\n{_QUOTED}\n", None) == _OWN


@pytest.mark.parametrize("line", ABOVE_A_QUOTATION.values(), ids=ABOVE_A_QUOTATION)
def test_answer_below_the_quotation_is_kept(line: str) -> None:
    """Written below the quotation, the person's words are all that is left."""
    assert new_text(f"{line}\n{_QUOTED}\n\n{_OWN}\n", None) == _OWN


_UNMARKED = {name: line for name, line in ABOVE_A_QUOTATION.items() if line.rstrip("*")[-1] in ":：" and line[0] != ">"}


@pytest.mark.parametrize("line", _UNMARKED.values(), ids=_UNMARKED)
def test_line_above_an_unmarked_quotation_is_cut(line: str) -> None:
    """Where the quotation itself carries no marks, everything below the line above it goes."""
    assert new_text(f"{_OWN}\n\n{line}\n\nDear Ada,\nwhat could I do better?\n", None) == _OWN


HEADER_WORDS = {
    "english": ("From", "Sent", "To", "Subject"),
    "german": ("Von", "Gesendet", "An", "Betreff"),
    "french": ("De", "Envoyé", "À", "Objet"),
    "spanish": ("De", "Enviado", "Para", "Asunto"),
    "spanish from Outlook 2016": ("De", "Enviado el", "Para", "Asunto"),
    "italian": ("Da", "Inviato", "A", "Oggetto"),
    "portuguese": ("De", "Enviado", "Para", "Assunto"),
    "portuguese of Brazil": ("De", "Enviada em", "Para", "Assunto"),
    "dutch": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "swedish": ("Från", "Skickat", "Till", "Ämne"),
    "danish": ("Fra", "Sendt", "Til", "Emne"),
    "finnish": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "polish": ("Od", "Wysłano", "Do", "Temat"),
    "czech": ("Od", "Odesláno", "Komu", "Předmět"),
    "slovak": ("Od", "Odoslané", "Komu", "Predmet"),
    "hungarian": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "romanian": ("De la", "Trimis", "Către", "Subiect"),
    "russian": ("От", "Отправлено", "Кому", "Тема"),
    "ukrainian": ("Від", "Надіслано", "Кому", "Тема"),
    "turkish": ("Kimden", "Gönderildi", "Kime", "Konu"),
    "greek": ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    "hebrew": ("מאת", "נשלח", "אל", "נושא"),
    "japanese": ("差出人", "送信日時", "宛先", "件名"),
    "chinese": ("发件人", "发送时间", "收件人", "主题"),
    "traditional chinese": ("寄件者", "寄件日期", "收件者", "主旨"),
    "korean": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
    "norwegian": ("Fra", "Sendt", "Til", "Emne"),
    "croatian": ("Šalje", "Poslano", "Za", "Predmet"),
    "serbian": ("Од", "Послато", "За", "Предмет"),
    "bulgarian": ("От", "Изпратено", "До", "Относно"),
    "lithuanian": ("Nuo", "Išsiųsta", "Kam", "Tema"),
    "latvian": ("No", "Nosūtīts", "Kam", "Temats"),
    "thai": ("จาก", "ส่ง", "ถึง", "เรื่อง"),
}


def _block(words: tuple[str, str, str, str], form: str) -> str:
    values = ("Grace Hopper <grace@example.org>", "12 11 2026 18:26", "Ada Byron", "RE: 42")
    return "\n".join(form.format(word, value) for word, value in zip(words, values, strict=True))


@pytest.mark.parametrize("form", ["{}: {}", "*{}:* {}", "**{}:** {}", "{} : {}", "{}：{}", "{}:\t{}"])
@pytest.mark.parametrize("words", HEADER_WORDS.values(), ids=HEADER_WORDS)
def test_header_block_is_cut(words: tuple[str, str, str, str], form: str) -> None:
    """Outlook's block of sender, time, recipient and subject cuts, in its languages and spellings."""
    assert new_text(f"{_OWN}\n\n{_block(words, form)}\n\nDear Ada,\nwhat could I do better?", None) == _OWN


@pytest.mark.parametrize("words", HEADER_WORDS.values(), ids=HEADER_WORDS)
def test_header_block_below_a_long_rule_is_cut(words: tuple[str, str, str, str]) -> None:
    """The rule that Outlook draws above its block goes with it."""
    assert new_text(f"{_OWN}\n{'_' * 32}\n{_block(words, '{}: {}')}\n\nDear Ada,", None) == _OWN


@pytest.mark.parametrize(
    "banner",
    [
        "-----Original Message-----", "----- Original Message -----", "-----Ursprüngliche Nachricht-----",
        "-------- Original-Nachricht --------", "-------- Message d'origine --------", "-----Message d’origine-----",
        "-----Mensaje original-----", "-----Messaggio originale-----", "-----Mensagem original-----",
        "-----Oorspronkelijk bericht-----", "-----Ursprungligt meddelande-----", "-----Oprindelig meddelelse-----",
        "-----Opprinnelig melding-----", "-----Alkuperäinen viesti-----", "-----Wiadomość oryginalna-----",
        "-----Původní zpráva-----", "-----Исходное сообщение-----", "-----Özgün İleti-----", "-----邮件原件-----",
        "------------------ 原始邮件 ------------------", "-----Original Appointment-----",
        "__________ ursprüngliche Nachricht __________", "---------- Forwarded message ---------",
        "Begin forwarded message:", "-------- Weitergeleitete Nachricht --------",
        "Anfang der weitergeleiteten Nachricht:", "---------- Message transféré ----------",
        "---------- Mensaje reenviado ----------", "-------- Пересланное сообщение --------",
    ],
)  # fmt: skip
def test_banner_is_cut(banner: str) -> None:
    """A banner above the message answered or passed on cuts, also without the block it usually stands above."""
    assert new_text(f"{_OWN}\n\n{banner}\n\nDear Ada,\nwhat could I do better?", None) == _OWN


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone", "Sent from my Samsung Galaxy smartphone.", "Sent from Yahoo Mail on Android",
        "Sent from Mail for Windows 10", "Get Outlook for iOS<https://aka.ms/o0ukef>", "Get Outlook for Android",
        "Sent with Proton Mail secure email.", "Von meinem iPhone gesendet", "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "Envoyé de mon iPhone",
        "Envoyé depuis mon mobile Orange", "Enviado desde mi iPhone", "Enviado do meu iPhone", "Inviato da iPhone",
        "Verzonden vanaf mijn iPhone", "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta",
        "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone", "iPhone'umdan gönderildi",
        "iPhoneから送信", "发自我的 iPhone", "나의 iPhone에서 보냄", "Trimis de pe iPhone-ul meu",
        "Odesláno z mobilního telefonu", "Enviado vía Yahoo Mail", "Haal Outlook voor iOS", "Outlook for iOS を入手",
        "Отправлено с моего телефона", "Skickat från min mobil", "Android용 Outlook 다운로드", "נשלח מה-iPhone שלי",
        "Sent from my Verizon Wireless 4G LTE DROID", "Sent via BlackBerry from T-Mobile", "--\nSent from my iPad",
    ],
)  # fmt: skip
def test_telephone_line_is_cut(line: str) -> None:
    """What a telephone or a mail service adds below a message is not the person's."""
    assert new_text(f"{_OWN}\n\n{line}\n", None) == _OWN
    assert new_text(f"{_OWN}\n\n{line}\n\nOn 12 Nov 2026, Ada wrote:\n{_QUOTED}\n", None) == _OWN
