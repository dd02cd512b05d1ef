"""Owns the words mail programs write around a quotation, by language; the rules that use them stand elsewhere.

Every phrase is lower case, without the punctuation around it. The lists hold what current and older mail programs write
in their own user interface languages.
"""

# "… wrote": the verb of the line above a quotation, in Latin, Greek, Cyrillic and other spaced scripts.
WROTE = (
    "wrote|writes|write|schrieb|schrieben|geschrieben|hat geschrieben|a écrit|écrit|ecrit|escribió|escribio|"
    "escribi|escribía|ha scritto|scrive|escreveu|schreef|geschreven|heeft geschreven|skrev|skreiv|følgende|"
    r"kirjoitti|napisał|napisała|napisał\(a\)|napisal|napisal\(a\)|napísal|napísala|napísal\(a\)|napsal|napsala|"
    r"napsal\(a\)|pisze|nadesłał|nadesłała|nadesłał\(a\)|написал|написала|написал\(а\)|пишет|писал|писала|написав|"
    r"написала\(в\)|пише|написа|yazdı|şunu yazdı|yazmış|írta|ezt írta|scris|a scris|έγραψε|έγραψεν|כתב|כתבה|מאת|"
    "كتب|đã viết|viết|menulis|va escriure|idatzi du|parašė|rakstīja|kirjutas|je napisao|je napisala|napisao|"
    "napisala|je napisal|skrifaði|escribiu|shkroi|написао|написала је|เขียน|เขียนว่า|ने लिखा|a raportat|"
    "wrote the following|quoting|citando|zitat von|quota de|citát"
)
# The same where words are not spaced.
WROTE_UNSPACED = (
    "写道",
    "寫道",
    "写到",
    "のメール",
    "さんは書きました",
    "が書きました",
    "書きました",
    "wrote",
    "님이 작성",
    "작성:",
    "썼습니다",
    "작성하였습니다",
)

# What such a line begins with, before its date or name.
ANCHORS = (
    "on|at|missatge de|in a message dated|in message|le|l'|el|em|il|il giorno|in data|op|am|um|den|på|dne|dnia|"
    "w dniu|w wiadomości|dňa|ddne|în|pe|la data de|în data|στις|ב|בתאריך|vào|vào ngày|pada|el dia|o dia|no dia|"
    "tarihinde|kuupäeval|u|v|quoting|zitat von|citando|on behalf|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|"
    "wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|пн|вт|"
    "ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|lun|mar|mer|jeu|ven|sam|dim|"
    "mié|jue|vie|sáb|dom|gio|sab|seg|ter|qua|qui|sex|man|tir|ons|tor|fre|lør|søn|mån|tis|lör|sön|ma|ti|ke|to|pe|"
    "la|su|di|wo|do|vr|za|zo|pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|so|ne"
)

# The header words of a block such as From/Sent/To/Subject.
HEADERS: dict[str, str] = {
    "from": (
        "from|von|de|de la|da|van|från|fra|lähettäjä|od|od kogo|nadawca|от|от кого|від|kimden|gönderen|feladó|"
        "expeditor|remitente|expéditeur|mittente|remetente|afzender|avsändare|avsender|absender|odesílatel|"
        "odosielateľ|从|寄件者|寄件人|发件人|發件人|差出人|送信者|送信元|보낸 사람|보낸사람|발신자|από|מאת|من|từ|"
        "dari|pošiljatelj|šalje|saatja|no|nuo"
    ),
    "sent": (
        "sent|gesendet|envoyé|envoye|enviado|enviada|enviado el|enviada em|enviado em|inviato|verzonden|skickat|"
        "sendt|lähetetty|wysłano|wysłane|odesláno|odoslané|отправлено|надіслано|gönderildi|gönderilme|"
        "gönderme tarihi|elküldve|küldve|trimis|发送时间|傳送時間|寄件日期|发送日期|送信日時|送信|보낸 날짜|"
        "보낸날짜|στάλθηκε|נשלח|تم الإرسال|đã gửi|dikirim|enviat|poslano|saadetud"
    ),
    "date": (
        "date|datum|datum/zeit|fecha|data|dato|päivämäärä|päiväys|дата|tarih|dátum|dată|日期|日付|날짜|"
        "ημερομηνία|תאריך|التاريخ|ngày|tanggal|kuupäev|datums|date and time"
    ),
    "to": (
        "to|an|à|a|para|pour|per|aan|till|til|vastaanottaja|do|komu|кому|до|kime|alıcı|címzett|către|"
        "destinatario|destinatário|destinataire|empfänger|收件人|收件者|至|宛先|받는 사람|받는사람|수신자|προς|"
        "אל|إلى|đến|kepada|prima|kellele|per a"
    ),
    "cc": (
        "cc|kopie|copie|copia|con copia|kopia|kopi|kopio|dw|копия|копія|bilgi|másolatot kap|másolat|抄送|副本|"
        "참조|κοιν|עותק|نسخة|cópia|kopija|cc / kopie|ccn|bcc|cci|blindkopie|cco"
    ),
    "subject": (
        "subject|betreff|betr|objet|sujet|asunto|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|"
        "тема|konu|tárgy|subiect|主题|主題|主旨|件名|題名|제목|θέμα|נושא|الموضوع|chủ đề|tiêu đề|subjek|perihal|"
        "assumpte|zadeva|naslov|teema|tema|topic"
    ),
    "other": (
        "reply-to|reply to|antwort an|antwort-an|répondre à|responder a|importance|wichtigkeit|priorität|"
        "priority|attachments|anlagen|anhänge|pièces jointes|adjuntos|datos adjuntos|allegati|bijlagen|bilagor|"
        "vedhæftet|organization|organisation|message-id|newsgroups|sender|when|where|required|optional|date:|"
        "mailed-by|signed-by|添付ファイル|附件|첨부|вложения|załączniki|x-priority|list|sensitivity"
    ),
}

# What stands between dashes above the message answered.
ORIGINAL = (
    "original message|original appointment|original e-mail|original email|ursprüngliche nachricht|"
    "ursprungliche nachricht|ursprüngliche mail|original-nachricht|originalnachricht|originaltermin|"
    "ursprünglicher termin|original nachricht|message d'origine|message original|message initial|"
    "courriel original|mensaje original|mensagem original|messaggio originale|messaggio original|"
    "oorspronkelijk bericht|oorspronkelijke bericht|origineel bericht|ursprungligt meddelande|originalmeddelande|"
    "oprindelig meddelelse|oprindelig besked|opprinnelig melding|opprinnelig beskjed|alkuperäinen viesti|"
    "wiadomość oryginalna|oryginalna wiadomość|původní zpráva|původní e-mail|pôvodná správa|исходное сообщение|"
    "оригинальное сообщение|пересылаемое сообщение|исходное письмо|початкове повідомлення|orijinal mesaj|"
    "özgün ileti|orjinal mesaj|orijinal ileti|eredeti üzenet|mesaj original|mesajul original|mesaj initial|"
    "邮件原件|原始邮件|原始郵件|原始信件|原郵件|元のメッセージ|オリジナルメッセージ|原本のメッセージ|원본 메시지|"
    "원본 메세지|원본 메일|αρχικό μήνυμα|הודעה מקורית|الرسالة الأصلية|thư gốc|tin nhắn gốc|pesan asli|"
    "missatge original|izvorna poruka|izvirno sporočilo|algne kiri|reply message|replied message|"
    "ответ на сообщение|reply above this line|please reply above this line|"
    "please type your reply above this line|write above this line|reply all|antworten oberhalb dieser linie"
)

# What stands above a message passed on.
FORWARDED = (
    "forwarded message|forwarded by|forwarded email|forwarded mail|begin forwarded message|"
    "weitergeleitete nachricht|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|"
    "message transféré|message transmis|début du message réexpédié|début du message transféré|message réexpédié|"
    "mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|mensagem reencaminhada|"
    "início da mensagem encaminhada|início da mensagem reencaminhada|messaggio inoltrato|"
    "inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|"
    "vidarebefordrat brev|videresendt meddelelse|start på videresendt besked|videresendt melding|"
    "videresendt e-post|välitetty viesti|välitetty viesti alkaa|przekazana wiadomość|wiadomość przekazana dalej|"
    "treść przekazanej wiadomości|wiadomość przekazana|přeposlaná zpráva|preposlaná správa|пересланное сообщение|"
    "начало переадресованного сообщения|перенаправленное сообщение|переслане повідомлення|iletilen mesaj|"
    "iletilmiş ileti|továbbított üzenet|továbbított levél|mesaj redirecționat|转发的邮件|轉寄的郵件|转发邮件信息|"
    "转发邮件|轉寄郵件|转发的信息|開始轉寄郵件|转发消息|転送メッセージ|転送されたメッセージ|전달된 메시지|"
    "전달된 메일|προωθημένο μήνυμα|הודעה שהועברה|رسالة معاد توجيهها|thư được chuyển tiếp|pesan terusan|"
    "missatge reenviat|proslijeđena poruka|posredovano sporočilo"
)

# The line a telephone or a free mailbox puts under a message: what begins it, and what ends it where the verb is last.
SENT_FROM = (
    "sent from my|sent from|sent via|sent with|sent using|sent by|get outlook for|télécharger outlook pour|"
    "von meinem|von meiner|gesendet von|gesendet mit|gesendet via|gesendet aus|holen sie sich outlook für|"
    "outlook für|envoyé de mon|envoyé de ma|envoyé depuis|envoyé à partir de|envoyé avec|enviado desde|"
    "enviado do|enviado do meu|enviado de|enviado con|enviado com|enviado via|enviado a partir do|"
    "obter o outlook para|obtener outlook para|obtenha o outlook para|inviato da|inviato dal|inviato con|"
    "ottieni outlook per|scarica outlook per|verzonden vanaf|verzonden met|verzonden vanuit|verstuurd vanaf|"
    "download outlook voor|outlook voor|skickat från|skickades från|skaffa outlook för|hämta outlook för|"
    "sendt fra|sendt med|hent outlook til|hent outlook for|få outlook for|skaff outlook for|lähetetty|"
    "hanki outlook|wysłano z|wysłane z|pobierz aplikację outlook|pobierz program outlook|odesláno z|odesláno ze|"
    "odoslané z|získejte outlook|отправлено с|отправлено из|отправлено от|отправлено через|надіслано з|"
    "скачать outlook для|iphone'umdan gönderildi|ios için outlook|küldve|elküldve|trimis de pe|trimis din|发自|"
    "從我的|发自我的|從我的|傳送自|从我的|iphoneから送信|iphone から送信|ipadから送信|나의 iphone|내 iphone|"
    "yahoo mail|απεστάλη από|στάλθηκε από|đã gửi từ|dikirim dari|enviat des de|enviat de|poslano s|poslano z|"
    "saadetud minu|diese nachricht wurde von meinem|diese e-mail wurde von meinem|this message was sent from my|"
    "mobil gesendet|unterwegs gesendet"
)

SENT_FROM_ENDS = (
    "gesendet|gesendet.|gönderildi|에서 보냄|から送信|傳送|发送|から送信されました|gesendet mit outlook|"
    "verzonden|küldve"
)
# A telephone line names one of these, or ends right after a few words.
DEVICES = (
    "iphone|ipad|ipod|android|samsung|galaxy|blackberry|mobile|phone|smartphone|handy|mobil|mobiltelefon|"
    "mobiltelefoon|telefon|telefoon|téléphone|móvil|celular|cellulare|puhelimesta|windows|outlook|mail|proton|"
    "yahoo|gmail|mailbox|htc|nokia|sony|xperia|huawei|xiaomi|redmi|oneplus|pixel|lumia|motorola|lg|tablet|nexus|"
    "gmx|web.de|aol|at&t|verizon|t-mobile|vodafone|spark|sparrow|airmail|polymail|superhuman|front|hey|edison|"
    "nine|bluemail|k-9|k-9 mail|fairemail|thunderbird|аndroid|смартфона|мобильной|моего|iphonu|iphone'a|"
    "iphonesta|ipadu|ipada|mac|apple|watch|surface|xbox|device|wireless|zimbra|webmail|icloud|palm|treo|droid|"
    "smart"
)

# Words of a legal footer, by what they speak of; a paragraph is one when two of the groups meet.
LEGAL: tuple[str, ...] = (
    (
        "confidential|vertraulich|confidenti|confidencial|riservat|vertrouwelijk|konfidenti|fortrolig|"
        "luottamuksel|poufn|důvěrn|конфиденциальн|gizli|bizalmas|privileged|disclaimer|機密|保密|proprietary"
    ),
    (
        "intended recipient|intended solely|intended only|intended for the|addressee|named recipient|"
        "richtige adressat|not the intended|irrtümlich|irrtuemlich|vorgesehenen empfänger|destinataire|"
        "destinatari|destinatário|geadresseerde|avsedd|modtager|mottaker|vastaanottaja|adresat|příjemc|адресат|"
        "alıcı|címzett|individual or entity|收件人|受信者|收件者|in error|par erreur|por error|per errore"
    ),
    (
        "delete|destroy|vernichten|löschen|détrui|supprim|elimin|borre|cancell|verwijder|radera|slett|poista|"
        "usun|smaž|удалит|silin|prohibited|strictly forbidden|nicht gestattet|interdit|prohibid|vietat|verboden|"
        "notify the sender|informieren sie|unauthori|virus|disclosure|liability|haftung|responsab|删除|刪除|削除|"
        "通知|禁止"
    ),
    (
        "e-mail|email|message|nachricht|mail|courriel|mensaje|mensagem|messaggio|bericht|meddelande|viesti|"
        "wiadomość|zpráva|сообщение|ileti|邮件|郵件|メール|信件|메일"
    ),
)
# Lines a list, a scanner or a mail service adds below a message.
FOOTERS = (
    "you received this message because you are subscribed|you are receiving this because|to unsubscribe from|"
    "visit topic or reply|view this topic|to unsubscribe, |to unsubscribe send|unsubscribe: |"
    "for more options, visit|reply to this email directly|to post to this group|mailing list |virus-free|"
    "virenfrei|sin virus|libre de virus|garanti sans virus|cet e-mail a été vérifié par|"
    "this email has been checked for viruses|this e-mail has been checked for viruses|"
    "diese e-mail wurde von avast|este correo electrónico ha sido comprobado|questa e-mail è stata controllata|"
    "no virus found in this|checked by avg|scanned by|this message has been scanned|this email was scanned|"
    "please consider the environment|think before you print|bitte denken sie an die umwelt|before printing this|"
    "pensez à l'environnement|do you yahoo|get your free email|vous recevez ce message|"
    "sie erhalten diese nachricht, weil|sie erhalten diese nachricht, da"
)
# A footer that says how to leave a list.
LEAVE_LIST = (
    "unsubscribe|newsletter abbestellen|abzumelden|abmelden|désabonner|désinscrire|darse de baja|"
    "cancelar la suscripción|disiscriverti|cancellarti|cancelar a inscrição|afmelden|uitschrijven|"
    "avsluta prenumerationen|avmelde|afmelde|dezabonare|wypisać się|odhlásit|отписаться|退订|購読解除|"
    "leave this list"
)
# A person who says so has answered inside the quotation: nothing may be cut then.
INLINE = (
    "inline|in-line|in red|in blue|in green|answers below|comments below|replies below|responses below|"
    "answered below|between the lines|zwischen den zeilen|unten im text|im text unten|im text|in rot|in blau|"
    "dans le texte|en rouge|en bleu|en rojo|en azul|in rosso|nel testo|em vermelho|no texto|in het rood|"
    "in de tekst|i rött|med rødt|i teksten"
)
