"""Owns the wordings of answers written by programs: absences, acknowledgements, challenges, in many languages."""

from afterword.mail.classify.wording import phrases

# Anywhere in a subject: an answer by a program says so of itself.
SUBJECT_STRONG = phrases(
    # en
    "automatic reply | automatic response | auto reply | autoreply | auto-reply | auto response",
    "autoresponse | auto-response | autoresponder | auto responder | auto-responder | automated reply",
    "automated response | automatically generated reply | autorespons | automatic answer | auto answer",
    "auto-answer | automatic email reply | out of office | out of the office | out-of-office",
    "out-of-the-office | out of my office | [ooo] | (ooo) | not in the office | away from the office",
    "away from my desk | away from my mail | away from the mail | away until | away from email",
    "vacation reply | vacation response | vacation message | vacation notice | i am on vacation",
    "i'm on vacation | i am on holiday | i'm on holiday | i am on leave | i am away | i'm away",
    "currently away | currently out | not at the office | absence notice | absence notification",
    "auto-generated reply | no longer with the company | no longer employed | has left the company",
    "no longer at this address | confirmation of receipt | acknowledgement of receipt",
    "acknowledgment of receipt | receipt confirmation | we have received your | we've received your",
    "we received your | your message has been received | your email has been received",
    "your request has been received | your inquiry has been received | request received",
    "verification required | requires verification | please confirm your message | confirm your message",
    "awaits moderator approval | waiting for moderator | message awaiting moderation | verify your message",
    "message disposition | disposition notification",
    # de
    "automatische antwort | automatische rückantwort | automatisch generierte antwort | autom. antwort",
    "auto-antwort | abwesenheitsnotiz | abwesenheitsnachricht | abwesenheitsmeldung | abwesenheitsassistent",
    "abwesenheitsantwort | abwesenheitsbenachrichtigung | nicht im büro | nicht im haus | außer haus",
    "bin im urlaub | bin abwesend | ist abwesend | automatische nachricht | automatische eingangsbestätigung",
    "eingangsbestätigung | urlaubsabwesenheit | empfangsbestätigung | lesebestätigung | automatische e-mail",
    "automatische abwesenheit | automatisierte antwort",
    # fr
    "réponse automatique | réponse auto | absence du bureau | absent du bureau | absente du bureau",
    "absent(e) | message d'absence | je suis absent | hors du bureau | notification d'absence",
    "avis d'absence | accusé de réception | accusé réception | confirmation de réception",
    "répondeur automatique",
    # es ca
    "respuesta automática | contestación automática | fuera de la oficina | fuera de oficina | auto respuesta",
    "autorespuesta | autorrespuesta | ausencia de la oficina | ausente de la oficina | acuse de recibo",
    "aviso de ausencia | confirmación de recepción | resposta automàtica | fora de l'oficina",
    "mensaje automático | mensaje de ausencia",
    # it
    "risposta automatica | fuori sede | fuori ufficio | fuori dall'ufficio | assente dall'ufficio",
    "sono in ferie | messaggio automatico | assenza dall'ufficio | conferma di ricezione",
    "conferma di lettura | conferma ricezione | risposta di assenza | notifica di assenza",
    "risponditore automatico",
    # pt
    "resposta automática | fora do escritório | ausência temporária | ausente do escritório | estou de férias",
    "ausência do escritório | confirmação de recebimento | confirmação de leitura | mensagem automática",
    "aviso de ausência",
    # nl
    "automatisch antwoord | automatische beantwoording | automatisch bericht | afwezigheidsmelding",
    "niet op kantoor | afwezigheidsassistent | afwezigheidsbericht | ontvangstbevestiging",
    "automatische reactie | leesbevestiging | buiten kantoor | automatische reply | bevestiging van ontvangst",
    # sv no da fi
    "autosvar | automatiskt svar | automatisk svar | frånvaromeddelande | inte på kontoret | ikke på kontoret",
    "frånvarobesked | fraværsmelding | fraværsbesked | automatisk besvarelse | bekräftelse på mottag",
    "autosvarer | automaattinen vastaus | automaattivastaus | poissaoloilmoitus | poissaoloviesti",
    "poissa toimistolta | lomavastaaja",
    # pl cs sk hu ro hr sl lt lv et
    "odpowiedź automatyczna | automatyczna odpowiedź | autoodpowiedź | poza biurem | jestem nieobecn",
    "autoresponder | potwierdzenie otrzymania | potwierdzenie odbioru | automatická odpověď | mimo kancelář",
    "nejsem v kanceláři | automatická odpoveď | mimo kancelárie | automatikus válasz | házon kívül",
    "răspuns automat | automatski odgovor | samodejni odgovor | izvan ureda | automatinis atsakymas",
    "automātiskā atbilde | automatiska atbilde | automaatvastus | atvaļinājum | prombūtn",
    "potvrzení o přijetí | potvrzení přijetí",
    # tr el ru uk bg
    "otomatik yanıt | otomatik cevap | ofis dışında | ofis dışı | otomatik ileti | αυτόματη απάντηση",
    "εκτός γραφείου | автоответ | автоматический ответ | автоматическое уведомление | вне офиса",
    "нет на месте | отсутствую | автоматична відповідь | автоматичен отговор | отсутствие на рабочем",
    "меня нет в офисе | подтверждение получения",
    # ja zh ko
    "自動応答 | 自動返信 | 自動返答 | 不在通知 | 不在連絡 | 不在のお知らせ | 休暇のお知らせ | 開封確認",
    "外出中です | 受付完了 | 受付いたしました | 受け付けました | 自动回复 | 自動回覆 | 自動回复 | 自动答复",
    "自動答覆 | 自動回信 | 自动应答 | 不在办公室 | 外出回复 | 不在辦公室 | 外出自动 | 休假通知 | 자동 회신",
    "자동 응답 | 자동회신 | 자동응답 | 부재중 | 자동 답장",
    # he ar fa vi id ms th hi is sr az ka
    "תשובה אוטומטית | מענה אוטומטי | מחוץ למשרד | رد تلقائي | الرد التلقائي | خارج المكتب | پاسخ خودکار",
    "trả lời tự động | thư tự động | vắng mặt | balasan otomatis | balasan automatik | jawaban otomatis",
    "di luar kantor | การตอบกลับอัตโนมัติ | ตอบกลับอัตโนมัติ | ข้อความอัตโนมัติ | स्वचालित उत्तर | स्वतः उत्तर",
    "sjálfvirkt svar | аутоматски одговор | avtomatik cavab | ავტომატური პასუხი | erantzun automatikoa",
    "аўтаматычны адказ | αυτόματη απόκριση",
)

# At the start of a subject: how mail programs title absences and acknowledgements.
SUBJECT_START = phrases(
    "auto: | ooo: | ooo - | absence: | absence : | away: | vacation: | abwesend: | abwesend | abwesenheit | assente:",
    "afwezig: | afwezig | afwezigheid | frånvaro | fravær | semester: | nieobecność | nepřítomnost | neprítomnosť",
    "nieobecn | 不在:",
    "[auto] | [automatic | (auto) | acknowledgement | acknowledgment | ack: | thank you for contacting",
    "thanks for contacting | received: | ticket received | ticket created",
)

# Anywhere in a subject: words of absences that people use as well.
SUBJECT_WEAK = phrases(
    "on vacation | on holiday | on leave | annual leave | maternity leave | parental leave | sabbatical",
    "vacation | mail received | message received | email received | e-mail received | inquiry received",
    "im urlaub | urlaub | en congé | congés | de vacaciones | vacaciones | in ferie | ferie | de férias",
    "em férias | met vakantie | op vakantie | på semester | på ferie | frånvarande | fraværende | olen poissa",
    "lomalla | na urlopie | nieobecny | szabadság | dovolená | izinde | в отпуске | отпуск | 休暇中 | 休暇",
    "休假 | 휴가 | thank you for your | thanks for your | ticket id | vielen dank für ihre | merci pour votre",
    "gracias por su | grazie per | obrigado pel | bedankt voor uw",
)

# In the text: somebody is away now.
BODY_ABSENCE = phrases(
    "i am out of the office | i'm out of the office | i am out of office | i'm out of office",
    "am currently out of | i will be out of the office | i'll be out of the office | i will be out of office",
    "is out of the office | currently out of the office | currently out of office | out of the office until",
    "out of office until | out of the office from | out of office from | out of the office on",
    "be out of the office | out of the office and | i am away | i'm away | i am currently away",
    "i'm currently away | i will be away | away from the office | away from my desk | away from my email",
    "away from my mail | i am on vacation | i'm on vacation | am on vacation | currently on vacation",
    "i will be on vacation | i am on holiday | i'm on holiday | am on annual leave",
    "currently on annual leave | currently on leave | i am on leave | i'm on leave | on maternity leave",
    "on parental leave | on paternity leave | currently on holiday | currently on sabbatical",
    "i am not in the office | not in the office until | i am currently traveling | i am currently travelling",
    "i'm currently traveling | i am traveling | i will be traveling | currently unavailable",
    "i am currently not | limited access to email | limited access to my email | limited access to e-mail",
    "limited email access | no access to email | no access to my email | not have access to email",
    "intermittent access to email | without access to email | not be checking email | not be reading my mail",
    "no longer with the company | no longer works for | no longer employed | no longer working at",
    "no longer working for | is no longer with | am no longer with | have left the company",
    "has left the company | no longer work at | inbox is no longer | mailbox is no longer monitored",
    "mailbox is not monitored | no longer monitored | address is no longer in use | no longer in use",
    "address is no longer active | email address has changed | i have left the | i have now left",
    "have moved to a new | my new email address | my new address is | not in on | ich bin abwesend",
    "bin ich erst | ich bin erst | nicht weitergeleitet | nicht zu erreichen | nicht gelesen",
    "ich bin derzeit nicht | ich bin zur zeit nicht | ich bin zurzeit nicht | ich bin momentan nicht",
    "ich bin nicht im büro | ich bin nicht im haus | ich bin im urlaub | befinde mich im urlaub",
    "bin derzeit nicht im | ich bin außer haus | ich bin bis | bin ich nicht | nicht im büro | nicht im hause",
    "derzeit abwesend | ich bin ab dem | ich bin vom | nicht erreichbar | in elternzeit | im mutterschutz",
    "je suis absent | je suis actuellement absent | je suis en congé | je serai absent | absent du bureau",
    "suis absente | actuellement en congé | je ne suis pas au bureau | je suis actuellement en",
    "absente du bureau | en déplacement | estoy fuera de la oficina | estaré fuera de la oficina",
    "me encuentro fuera | fuera de la oficina | estoy de vacaciones | me encuentro de vacaciones",
    "estaré ausente | estoy ausente | estaré de vacaciones | no estaré disponible | sono fuori ufficio",
    "sono fuori sede | sarò assente | sono assente | sono in ferie | sarò in ferie | sarò fuori",
    "fuori ufficio fino | assente dall'ufficio | al momento non sono in ufficio | non sono in ufficio",
    "estou fora do escritório | estarei fora | estou de férias | estarei ausente | estou ausente",
    "estarei de férias | encontro-me ausente | fora do escritório | ik ben niet aanwezig | ik ben afwezig",
    "ik ben niet op kantoor | ik ben op vakantie | ik ben met vakantie | ben ik afwezig | niet bereikbaar",
    "ik ben momenteel | ik ben weer | jag är inte på kontoret | jag är på semester | jag är på tjänsteresa",
    "jag är frånvarande | är inte på kontoret | jag är föräldraledig | åter på kontoret",
    "tillbaka på kontoret | jeg er ikke på kontoret | jeg er ikke til stede | jeg er på ferie | jeg har ferie",
    "jeg holder ferie | jeg er fraværende | jeg er ute av kontoret | tilbage på kontoret",
    "tilbake på kontoret | ikke på kontoret | olen lomalla | olen poissa | en ole toimistolla | palaan töihin",
    "jestem poza biurem | jestem nieobecn | przebywam na urlopie | jestem na urlopie | będę nieobecn",
    "nie ma mnie w biurze | nejsem v kanceláři | jsem mimo kancelář | mám dovolenou | jsem na dovolené",
    "nie som v kancelárii | čerpám dovolenou | ofis dışındayım | ofiste değilim | izindeyim | izinliyim",
    "ofis dışında | yıllık izin | tatildeyim | szabadságon vagyok | irodán kívül | nu sunt la birou",
    "în concediu | nisam u uredu | λείπω από το γραφείο | в отпуска | я в отпуске | нахожусь в отпуске",
    "я отсутствую | меня нет в офисе | отсутствую на рабочем | буду отсутствовать | вне офиса",
    "в командировке | у відпустці | esmu atvalinajum | nav biroja | esu atostog | puhkusel | 不在にして",
    "不在となり | 不在の | 休暇を | 休暇中 | 休暇で | 出張中 | 外出して | お休みを | 退職 | 休業期間",
    "不在办公室 | 我正在休假 | 我在休假 | 正在休假 | 正在度假 | 出差 | 外出 | 我不在 | 不在辦公室 | 休假中",
    "无法及时回复 | 無法及時 | 부재중 | 휴가 중 | 휴가중 | 출장 중 | 출장중 | 자리를 비 | 사무실에 없",
    "휴가 기간",
    "אני בחופשה | נמצא בחופשה | נמצאת בחופשה | מחוץ למשרד | לא במשרד | אהיה בחופשה | خارج المكتب | في إجازة | في اجازة",
    "در مرخصی | đang nghỉ phép | nghỉ phép đến | vắng mặt | không có mặt tại văn phòng | sedang cuti | sedang bercuti",
    "di luar kantor | tidak berada di kantor | ไม่อยู่ที่สำนักงาน | ลาพักร้อน | ไม่อยู่ในสำนักงาน | अवकाश पर | sunt plecat",
    "sunt plecată | nu sunt la serviciu | godišnjem odmoru | na dopustu | εκτός γραφείου | σε άδεια | на одмору",
)

# In the text: what else such notes say. Alone it is nothing.
BODY_RETURN = phrases(
    "upon my return | on my return | when i return | when i get back | when i am back | when i'm back",
    "will be back | i return on | i will return | i'll be back | returning on | returning to the office",
    "will return on | back in the office | in urgent cases | urgent matters | for urgent | if urgent",
    "if it is urgent | if your matter is urgent | immediate assistance | in my absence | during my absence",
    "during this time | in the meantime | please contact | as soon as possible | wieder erreichbar",
    "wieder für sie da | wieder im büro | wieder da | zurück | nach meiner rückkehr | in dringenden fällen",
    "in dringenden angelegenheiten | wenden sie sich | kontaktieren sie | nicht weitergeleitet",
    "während meiner abwesenheit | bin ich wieder | meine vertretung | melde mich | dringend | à mon retour",
    "de retour | en cas d'urgence | pour toute urgence | contacter | veuillez | pendant mon absence",
    "a mi regreso | a mi vuelta | en caso de urgencia | para asuntos urgentes | en mi ausencia",
    "pueden contactar | al mio rientro | al rientro | in caso di urgenza | per urgenze",
    "per comunicazioni urgenti | in mia assenza | no meu regresso | quando regressar | em caso de urgência",
    "assuntos urgentes | na minha ausência | retornarei | regresso | bij terugkomst | bij dringende",
    "voor dringende | in mijn afwezigheid | neem dan contact | terug op | urgente zaken | vid brådskande",
    "åter den | tillbaka den | vid akuta | kontakta | ved hastende | ved akutte | tilbage den | tilbake den",
    "ta kontakt | kontakt venligst | paluuni jälkeen | kiireellisissä | ota yhteyttä | palaan",
    "w pilnych sprawach | w sprawach pilnych | po powrocie | proszę o kontakt | do dnia | v naléhavých",
    "po návratu | kontaktujte | acil | döndüğümde | по возвращении | по срочным | в срочных случаях",
    "обращайтесь | вернусь | 戻り次第 | お急ぎ | ご連絡 | 緊急 | 出社 | 尽快回复 | 儘快 | 紧急 | 请联系",
    "請聯絡 | 급한 | 긴급 | 연락",
)

# In the text: the mail says that nobody wrote it.
BODY_MACHINE = phrases(
    "this is an automated | this is an automatic | this is an auto-generated | this is an auto generated",
    "automated response | automatic response | automated reply | automatic reply | auto-reply | autoreply",
    "automatically generated | auto-generated | generated automatically | sent automatically",
    "automated message | automated email | automated e-mail | automatic message | do not reply to this",
    "don't reply to this | please do not reply | do not respond to this | not reply directly",
    "unattended mailbox | unmonitored mailbox | replies to this email are not | automatisch generiert",
    "automatisch erzeugt | automatisch erstellt | automatische antwort | automatische nachricht",
    "automatische e-mail | automatisch versendet | nicht auf diese e-mail | antworten sie nicht auf",
    "antworten sie bitte nicht | automatische eingangsbestätigung | automatisierte | réponse automatique",
    "message automatique | généré automatiquement | envoyé automatiquement | ne pas répondre",
    "ne répondez pas | respuesta automática | mensaje automático | generado automáticamente",
    "no responda a este | no conteste | por favor no responda | risposta automatica | messaggio automatico",
    "generato automaticamente | non rispondere a | resposta automática | mensagem automática",
    "gerada automaticamente | gerado automaticamente | não responda | automatisch gegenereerd",
    "automatisch bericht | automatisch verzonden | niet op deze e-mail | niet te beantwoorden",
    "automatiskt genererat | automatiskt svar | svara inte på | automatisk generert | automatisk genereret",
    "automatisk svar | svar ikke på | ikke besvare denne | automaattinen | älä vastaa",
    "wygenerowana automatycznie | automatyczna odpowiedź | prosimy nie odpowiadać | automaticky generovan",
    "automaticky vygenerovan | neodpovídejte | otomatik olarak | yanıtlamayınız | cevaplamayınız",
    "автоматически | не отвечайте на | отвечать на него не | 自動応答 | 自動返信 | 自動送信 | 自動的に",
    "自動配信 | 返信できません | 返信しないで | 自动回复 | 自動回覆 | 系统自动 | 系統自動 | 请勿回复",
    "請勿回覆 | 請勿直接回 | 자동 회신 | 자동으로 | 회신하지 마",
)

# In the text: a message has come in, nobody has read it yet.
BODY_RECEIPT = phrases(
    "we have received your | we've received your | we received your | has been logged",
    "your message has been received | your email has been received | your e-mail has been received",
    "your mail has been received | your request has been | your inquiry has been received",
    "your enquiry has been received | this is to confirm that we have received",
    "confirm that we have received | this is to acknowledge | acknowledge receipt | acknowledge the receipt",
    "acknowledges receipt | has been received and | was received and | your ticket has been",
    "a ticket has been | a new ticket | ticket has been created | has been assigned ticket",
    "your case has been | will be answered in | wir haben ihre | ihre nachricht wurde",
    "ihre nachricht ist bei | ihre e-mail ist bei | ihre e-mail wurde | ihre anfrage wurde",
    "ist bei uns eingegangen | eingang ihrer | eingegangen und wird | bestätigen wir den",
    "bestätigen den eingang | nous avons bien reçu | avons reçu votre | a bien été reçu | accusons réception",
    "a bien été enregistrée | hemos recibido su | su mensaje ha sido recibido | hemos recibido tu",
    "ha sido recibido | abbiamo ricevuto | la tua richiesta è stata | il suo messaggio è stato",
    "recebemos a sua | recebemos sua | recebemos seu | foi recebid | wij hebben uw | we hebben uw",
    "uw bericht is | uw e-mail is | uw aanvraag is | in goede orde ontvangen | vi har mottagit",
    "har tagits emot | vi har mottatt | vi har modtaget | olemme vastaanottaneet | on vastaanotettu",
    "otrzymaliśmy | wiadomość została przyj | przyjęliśmy | obdrželi jsme | přijali jsme",
    "mesajınız alınmıştır | alınmıştır | tarafımıza ulaşmıştır | ваше сообщение получено",
    "ваше письмо получено | мы получили ваш | ваше обращение зарегистрировано | ваше обращение принято",
    "受け付けました | 受付いたしました | 受信いたしました | 受け取りました | お問い合わせを承りました",
    "邮件已收到 | 邮件我已收到 | 来信已收到 | 邮件已经收到 | 已收到你的 | 收到后会尽快 | 已收到您的",
    "收到您的邮件 | 已经收到 | 접수되었습니다 | 접수되었음",
)

# In the text: what else such receipts say. Alone it is nothing.
BODY_RECEIPT_MORE = phrases(
    "thank you for contacting | thank you for your inquiry | thank you for your enquiry",
    "thank you for your email | thank you for your message | thank you for reaching out | as soon as possible",
    "get back to you | within 24 hours | within one business day | business days | business hours",
    "office hours | ticket number | case number | reference number | a member of our team | one of our",
    "support team | will be processed | will respond | be in touch | working days | within 48 hours",
    "will reply | do not reply | high volume | schnellstmöglich | melden uns | innerhalb von",
    "schnellst möglich | werden ihre anfrage | baldmöglichst | vielen dank für ihre | danke für ihre",
    "bearbeiten | aktenzeichen | vorgangsnummer | dans les plus brefs délais | merci de votre | en breve",
    "a la mayor brevedad | gracias por | il prima possibile | al più presto | grazie per | o mais breve",
    "assim que possível | obrigado por | zo spoedig mogelijk | zo snel mogelijk | så snart som | hurtigst",
    "mahdollisimman | najszybciej | co nejdříve | en kısa sürede | в ближайшее время | как можно скорее",
    "お問い合わせ | 担当者 | 尽快 | 儘快 | 빠른 시일 | 感谢您的 | 感謝您的 | 감사합니다",
)

# In the text: a gate asks the sender to prove something before a person sees the mail.
BODY_CHALLENGE = phrases(
    "verify that you | requires that you verify | real live human | not a spam source | prove that you are",
    "challenge-response | complete this verification | confirm that you sent | confirm your message",
    "confirm your email by | spam protection | have been added to my | approved senders | approved sender",
    "is being held | awaiting moderation | held until | click the link below to deliver",
    "reply to this message to confirm | whitelist | awaits moderator approval | is being held until",
    "placed in quarantine | been quarantined | held in quarantine | held for review | is on hold | has been held",
    "in quarantäne | en quarantaine | en cuarentena | in quarantena | em quarentena | in quarantaine | kwarantann",
    "awaiting review | protected by | protects my inbox | your message is waiting | verify you are | not a robot",
    "click the link | click here to verify | one-time verification | guest list | bestätigen sie ihre e-mail",
    "subscribers-only | release your message | authorize delivery | sender verification",
)

# A person away, in a subject that already begins with a word for "reply".
REPLY_PREFIXES = phrases(
    "re: | re : | aw: | antw: | sv: | vs: | odp: | odpověď: | rif: | r: | res: | resp: | ynt: | отв: | ha:",
    "на: | 答复: | 回复: | 回覆: | 答复： | 回复： | 回覆： | re： | 返信: | 回信: | rv: | enc: | re[ | 회신:",
    "답장: | tr: | fw: | fwd: | wg: | i: | doorst:",
)
