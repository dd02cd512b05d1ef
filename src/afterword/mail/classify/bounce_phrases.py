"""Owns the wordings of mails that came back, as mail servers of many makes and languages write them."""

from afterword.mail.classify.wording import phrases

# In a subject: the mail says of itself that something was not delivered.
SUBJECT_STRONG = phrases(
    # en
    "undelivered mail | undeliverable | undelivered message | undelivered: | mail delivery fail",
    "returned mail | returned message | returned email | return to sender | returned to sender",
    "delivery failure | delivery failed | delivery has failed | delivery error | delivery problem",
    "delivery status notification (failure | delivery status notification(failure | delivery unsuccessful",
    "メールエラー | postmaster notify | mail failure | errors from | failure notice | failure notification",
    "failed delivery | failed mail | failed to deliver | delivery status | mail delivery status",
    "delivery notification | delivery report | delivery incomplete | non-delivery | non delivery | nondeliver",
    "nondelivery | not delivered | wasn't delivered | undeliverable mail | could not be delivered",
    "couldn't be delivered | cannot be delivered | can't be delivered | not deliverable | unable to deliver",
    "could not deliver | mail error | mail system error | mail could not | smtp error | message blocked",
    "message you sent blocked | message was blocked | message rejected | mail rejected | was rejected",
    "has been rejected | rejected mail | rejected message | rejected: | rejection notice | mailbox is full",
    "mailbox full | quota exceeded | over quota | user unknown | unknown user | no such user",
    "address unknown | invalid address | invalid recipient | unknown recipient | bounced mail",
    "bounce message | bounce notification | message status - undeliverable | ndn: | [ndr] | are not member",
    "loop alert | mail loop | not a member of | posting rejected | banned contents from you",
    "in mail from you | error sending your m | problem sending your m | error delivering | couldn't send",
    "could not send | delivery attempts failed | considered unsolicited bulk email | undeliverable message",
    # de
    "unzustellbar | nicht zustellbar | zustellung fehlgeschlagen | zustellungsfehler | zustellfehler",
    "nicht zugestellt | konnte nicht zugestellt | fehler bei der zustellung | unzustellbare | zustellproblem",
    "benachrichtigung zum übermittlungsstatus (fehlgeschlagen) | übermittlungsfehler | rückläufer",
    # fr
    "non remis | non délivré | non distribu | échec de la remise | échec de remise | échec de distribution",
    "échec de livraison | échec d'envoi | n'a pas pu être remis | n'a pu être remis | retour à l'expéditeur",
    "notification d'état de remise (échec) | courrier non délivré | impossible de remettre",
    "échec de la distribution",
    # es
    "no se puede entregar | no se pudo entregar | no se ha podido entregar | error de entrega | no entregado",
    "no se entregó | fallo en la entrega | fallo de entrega | correo devuelto | mensaje devuelto",
    "notificación del estado de entrega (error) | entrega fallida | no entregable | imposible entregar",
    # it
    "impossibile recapitare | mancato recapito | mancata consegna | recapito non riuscito | consegna fallita",
    "non recapitat | non recapitabile | errore di consegna | messaggio non consegnato",
    "impossibile consegnare",
    # pt
    "falha na entrega | falha de entrega | não foi possível entregar | não entregue | mensagem devolvida",
    "não é possível entregar | erro na entrega | não pôde ser entregue | entrega falhou | impossível entregar",
    # nl
    "onbestelbaar | niet bezorgd | niet afgeleverd | aflevering mislukt | bezorging mislukt | niet bezorgen",
    "kon niet worden bezorgd | kan niet worden bezorgd | kon niet worden afgeleverd | retour afzender",
    # sv no da fi
    "kunde inte levereras | gick inte att leverera | går inte att leverera | olevererbar | ej levererat",
    "inte levererat | leveransen misslyckades | leveransfel | kunne ikke leveres | kan ikke leveres",
    "ikke levert | ikke leveret | kunne ikke levere | leveringsfejl | leveringsfeil | levering mislyktes",
    "uleverbar | levering mislykkedes | mislykket levering | ei voitu toimittaa | toimitus epäonnistui",
    "ei toimitettu | perille toimittaminen epäonnistui | toimittamaton | ei voida toimittaa",
    # pl cs hu ro tr
    "niedostarczon | nie dostarczono | nie można dostarczyć | nie można było dostarczyć | niedostarczaln",
    "zwrot wiadomości | błąd dostarczenia | nie została dostarczona | zwrot: | problem z dostarczeniem",
    "nedoručiteln | nedoručen | nelze doručit | nepodařilo se doručit | nebyla doručena | nedoruceni",
    "kézbesíthetetlen | sikertelen kézbesítés | nem kézbesíthető | nu a putut fi livrat | nelivrat",
    "teslim edilemedi | iletilemedi | teslim edilemeyen | teslimat başarısız | gönderilemedi",
    "teslim edilemez",
    # ru uk bg el
    "не доставлен | недоставлен | не может быть доставлен | невозможно доставить | доставка не удалась",
    "не удалось доставить | сбой доставки | ошибка доставки | невозможность доставки | не было доставлено",
    "не доставлено | неможливо доставити | неуспешно доставяне | αδυναμία παράδοσης | ανεπίδοτο",
    # ja zh ko
    "配信不能 | 配信できません | 配信エラー | 配送できません | 配達不能 | 送信エラー | 送信失敗",
    "送信できません | 届きませんでした | 未配信 | 不達 | 宛先不明 | エラーメール | 送達不能 | 返送 | 无法投递",
    "无法传递 | 未能送达 | 未送达 | 退信 | 投递失败 | 发送失败 | 邮件退回 | 被退回 | 传递失败 | 送达失败",
    "無法傳遞 | 無法投遞 | 無法傳送 | 未傳遞 | 退件 | 傳送失敗 | 遞送失敗 | 退回 | 배달되지 않음 | 배달 실패",
    "배달할 수 없 | 반송 | 전송 실패 | 전달할 수 없 | 발송 실패 | 수신 실패",
)

# In a subject: still under way.
SUBJECT_DELAY = phrases(
    "delivery status notification (delay | delivery delayed | delayed mail | delayed delivery",
    "delivery is delayed | message delayed | delayed: | warning: message | could not send message for",
    "still being retried | delivery temporarily suspended | mail delivery delayed | delivery warning",
    "zustellung verzögert | verzögerte | retardé | remise différée | retrasado | demorado",
    "consegna ritardata | ritardo nella consegna | vertraagd | atraso na entrega | atrasada | försenad",
    "forsinket | viivästynyt | opóźnion | zpožděn | задержка доставки | задерживается | gecikti | gecikme",
    "配信遅延 | 遅延 | 延迟 | 延遲 | 지연",
)

# In the text: the server has not given up.
BODY_DELAY = phrases(
    "not yet been delivered | still being retried | will continue to try | will continue for",
    "attempts will continue | will keep trying | keeps trying | is still trying | will be retried",
    "will retry | do not need to resend | you do not need to re-send | not need to send",
    "no action is required on your part | warning message only | this is a warning | only a temporary failure",
    "temporarily deferred | remains in the queue | is delayed for | has been delayed | will be delayed",
    "is being delayed | delivery is delayed | kept in the queue | until it is | wird weiter versucht",
    "weitere zustellversuche | verzögert sich | noch nicht zugestellt | continuera à essayer",
    "nouvelles tentatives | seguirá intentando | se seguirá intentando | continuerà a tentare",
    "ulteriori tentativi | continuará tentando | wordt nog geprobeerd | opnieuw geprobeerd",
    "försöker fortfarande | yritetään edelleen | kolejne próby | další pokusy | попытки будут продолжены",
    "будет продолжать попытки | 再送を試み | 继续尝试 | 繼續嘗試",
)

# In the text: a sentence that says that a mail did not arrive.
BODY_STRONG = phrases(
    "could not be delivered | couldn't be delivered | cannot be delivered | can't be delivered",
    "not be delivered | was not delivered | wasn't delivered | were not delivered | has not been delivered",
    "not been delivered | undeliverable | undelivered | not deliverable | non-deliverable | nondeliverable",
    "delivery failed | failed delivery | delivery to the following recipient | delivery has failed",
    "delivery failure | delivery attempts have failed | failed to deliver | unable to deliver",
    "wasn't able to deliver | was not able to deliver | could not deliver | couldn't deliver | cannot deliver",
    "can't deliver | error delivering | trouble delivering | problem delivering",
    "error occurred while trying to deliver | could not be sent | was unable to send | did not reach",
    "didn't reach | cannot be reached | could not be reached | permanent fatal errors | permanent errors",
    "permanent error | delivery problems | delivery errors | had errors | delivering to the following",
    "was undeliverable | was rejected by | were rejected by | has been rejected | was rejected | been blocked",
    "was blocked by | been refused | was refused | returned to sender | returning message to sender",
    "returned to you | bounced | mail delivery software | qmail-send program | mail system at host",
    "mail delivery system | mail delivery agent | delivery status notification | delivery report",
    "automatically generated delivery | delivery notification | following addresses failed",
    "following address failed | address(es) failed | recipients failed | failed recipient",
    "following recipient(s) | following recipients | following address(es) | following errors",
    "error message below | not allowed to post | not a member of this | are not member",
    "rejected by the moderator | returned mail | this message has been blocked | not accepted for delivery",
    "was not accepted | did not accept | no longer valid | konnte nicht zugestellt | nicht zugestellt werden",
    "nicht zustellbar | unzustellbar | nicht übermittelt | fehler bei der übermittlung",
    "übermittlung an folgende | nicht ausgeliefert | zustellung | abgewiesen | n'a pas pu être remis",
    "n'a pas été remis | n'a pu être remis | pas pu être délivré | pas pu être livré | échec de la remise",
    "n'a pas pu être distribué | n'a pu être délivré | pas été distribué | impossible de remettre",
    "no se ha podido entregar | no se pudo entregar | no se puede entregar | no ha podido ser entregado",
    "no pudo ser entregado | no se entregó | error en la entrega | no fue entregado | ha sido rechazado",
    "non è stato recapitato | non è stato possibile recapitare | impossibile recapitare",
    "recapito non riuscito | non può essere consegnato | non è stato possibile consegnare",
    "non è stato consegnato | impossibile consegnare | não foi possível entregar | não pôde ser entregue",
    "não foi entregue | falha na entrega | não pode ser entregue | kon niet worden bezorgd",
    "kan niet worden bezorgd | niet worden afgeleverd | is niet bezorgd | niet bezorgd | kunde inte levereras",
    "gick inte att leverera | har inte levererats | kunne ikke leveres | kan ikke leveres | ble ikke levert",
    "blev ikke leveret | kunne ikke levere | ei voitu toimittaa | toimittaminen epäonnistui",
    "nie mogła zostać dostarczona | nie została dostarczona | nie można dostarczyć | nie udało się dostarczyć",
    "nie mogla byc dostarczona | nelze doručit | nebyla doručena | nemohla být doručena",
    "nepodařilo se doručit | teslim edilemedi | iletilemedi | teslim edilemiyor | ulaştırılamadı",
    "nem sikerült kézbesíteni | nu a putut fi livrat | не может быть доставлен | не было доставлено",
    "не доставлено | не удалось доставить | невозможно доставить | не была доставлена | недоставлен",
    "не вдалося доставити | δεν ήταν δυνατή η παράδοση | не беше доставен | 配信できません | 配信されません",
    "届きませんでした | 送信できません | 配送できません | お届けできません | 配達できません",
    "送信されたメールは | 受信者に配信 | 送達できません | 宛先不明 | 配信に失敗 | 届けることができません",
    "无法投递 | 无法送达 | 未能送达 | 无法传递 | 投递失败 | 无法发送 | 被退回 | 退信 | 被拒收 | 拒收",
    "发送失败 | 無法傳遞 | 無法送達 | 無法投遞 | 無法傳送 | 退回 | 배달되지 못 | 배달할 수 없 | 전달할 수 없",
    "전송하지 못 | 반송",
)

# In the text: the words of a server about an address or a mail.
BODY_TECHNICAL = phrases(
    "user unknown | unknown user | no such user | no such recipient | unknown recipient | recipient unknown",
    "recipient not found | user not found | address not found | mailbox not found",
    "no mailbox here by that name | recipient address rejected | recipient rejected | address rejected",
    "sender address rejected | invalid recipient | mailbox unavailable | mailbox is full | mailbox full",
    "over quota | quota exceeded | exceeded storage | mailbox exceeded | account has been disabled",
    "account is disabled | mailbox disabled | mailbox is inactive | unrouteable address | unroutable address",
    "host unknown | host not found | domain not found | name server | connection timed out",
    "connection refused | retry time not reached | retry timeout exceeded | too many hops",
    "loops back to myself | message size exceeds | message too large | size limit | relay denied",
    "relaying denied | relay access denied | relay not permitted | unable to relay | access denied",
    "spam message rejected | smtp error from remote | host said: | remote host said | remote server returned",
    "remote server said | remote mail server | transcript of session | transcript of the",
    "technical details of | the error that the other | diagnostic information for administrators",
    "diagnostic-code: | final-recipient: | reporting-mta: | action: failed | generating server: | reason:",
    "the reason for the | reason for the failure | giving up on | i've given up | given up trying",
    "no further delivery | not listed in | does not exist | doesn't exist | is not active | invalid user",
    "invalid address | user is unknown | bad destination | illegal host | no valid recipients",
    "command rejected | in reply to rcpt to | in reply to end of data | rcpt to: | after rcpt to | final data",
    "requested action not taken | transaction failed | service unavailable | policy violation",
    "message refused | smtp error | smtp code | error code | server response | server responded",
    "failed with: | permanent failure",
)

# A line after which the returned mail follows.
RETURNED_MARKS = phrases(
    "original message follows | original message headers follow | message headers follow",
    "message header follows | copy of the message | copy of your message | copy of the original",
    "original message headers | original message header | unsent message below | undelivered message follows",
    "returned message follows | message is included below | --- original message | below this line is a copy",
    "headers of the message | your message is below | the original message | header of the original",
    "returned message headers | message follows | original-kopfzeilen | ursprüngliche nachricht",
    "message d'origine | mensaje original | original mail | received header | 原文 | 以下是原",
    "元のメッセージ | original message details",
)

# In the text: trying again may help, or is pointless.
TEMPORARY = phrases(
    "temporar | timed out | timeout exceeded | time limit | delivery time expired | expired | try again later",
    "greylist | connection refused | too many connections | unable to connect | not available at the moment",
    "vorübergehend | temporaire | temporal | temporanea | temporária | tijdelijk | tillfällig | midlertidig",
    "временн | 一時的 | 暂时",
)
PERMANENT = phrases(
    "permanent | user unknown | unknown user | does not exist | doesn't exist | no such user",
    "no such recipient | unknown recipient | recipient unknown | user not found | recipient not found",
    "address not found | mailbox not found | not listed in | unrouteable | invalid recipient",
    "invalid address | invalid user | no longer valid | no longer active | address rejected",
    "account is disabled | account has been disabled | is not recognized | host unknown | domain not found",
    "endgültig | unbekannt | existiert nicht | n'existe pas | inconnu | no existe | desconocid | inesistente",
    "sconosciut | non esiste | não existe | bestaat niet | onbekend | finns inte | ukjent | ukendt",
    "findes ikke | finnes ikke | tuntematon | nie istnieje | neexistuje | не существует",
    "такого пользователя нет | неизвестн | 存在しません | 宛先不明 | 不存在 | 존재하지 않",
)

DAEMON_NAMES = phrases(
    "mail delivery | mailer-daemon | mailer daemon | mailerdaemon | delivery subsystem | delivery system",
    "mail deliver | delivery service | mail administrator | system administrator | systemadministrator",
    "mail system | internet mail | postmaster | systemadmin | mail router | bounce",
    "mail notification service | administrateur système | administrateur du système",
    "administrador del sistema | administrador do sistema | amministratore di sistema",
    "amministratore sistema | systeembeheerder | systemadministratör | systemansvarlig | järjestelmänvalvoja",
    "administrator systemu | správce systému | sistem yöneticisi | системный администратор | почтовая система",
    "почтовая служба | システム管理者 | メール配信システム | 系统管理员 | 系統管理員 | 邮件系统 | 郵件系統",
    "시스템 관리자 | 메일 시스템 | e-mail-system | mailsystem | microsoft outlook | microsoft exchange",
)
