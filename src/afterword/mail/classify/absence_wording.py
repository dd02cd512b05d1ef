"""Owns how people word that they are away: patterns for what phrases are too stiff for, in folded spelling."""

import re

# A few words may stand between the person and the absence.
_GAP = r"(?: [\w'-]+){0,4}? ?"
_EN_LEAVE = r"on (?:[\w-]+ ){0,2}(?:leave|vacation|holidays?|pto|honeymoon|trip)"
_EN_OUT = r"out of (?:the |my |our )?(?:office|town|country)"
_EN_OFF = r"off work|off sick|out sick|(?:off|out) (?:until|till|from)|off (?:for|on)"
_EN_TAKEN = r"in training|taking (?:\w+ ){0,2}(?:off|leave)"
_EN_BUSY = r"away|absent|travell?ing|unavailable|not (?:available|in|at work|working)"
_EN_MEETING = r"at (?:a|the) (?:conference|meeting)|attending (?:a|an|the)"
_EN_WHO = r"i am|i'm|i will be|i'll be|i shall be|i am going to be|we are|we're|currently"
_EN_WHEN = r"until|till|from|on|for|through|today|this week|between|returning|starting"
_EN_SCARCE = r"limited|no|intermittent|sporadic|infrequent|irregular|little|restricted|not have|without|rarely|patchy"
_EN_MAIL = r"e-?mails?|mails?|messages|internet|mailbox|computer"
_EN_READ = r"(?:check|read|monitor)(?:ing)?|able to (?:read|check|answer)"
_DE_AWAY = (
    r"abwesend|nicht (?:im|in|am|erreichbar|zu erreichen|anwesend|verfugbar)|im urlaub|ausser haus|unterwegs|erkrankt"
    r"|auf (?:einer )?(?:\w*reise|fortbildung|schulung|messe|tagung)|in elternzeit|im mutterschutz|krank"
)
_FR_AWAY = r"absente?|en (?:conges?|vacances|deplacement|formation|arret)|indisponible|hors"
_ES_AWAY = r"fuera|ausente|de (?:vacaciones|viaje|baja|permiso)"
_IT_AWAY = r"assente|fuori (?:sede|ufficio)|in (?:ferie|vacanza|trasferta|malattia|maternita)"
_NL_AWAY = r"afwezig|niet (?:aanwezig|bereikbaar|op kantoor)|(?:met|op) vakantie|met (?:\w+)?verlof|vrij"
_SV_AWAY = r"pa (?:semester|tjansteresa|resa)|tjanstledig|foraldraledig|bortrest|franvarande|ledig"
_NO_AWAY = r"pa (?:ferie|reise|kursus)|ferie|fravaerende|bortreist|borte|fri|permisjon|barsel"
_PL_AWAY = r"na urlopie|nieobecn\w+|poza biurem|niedostepn\w+|na zwolnieniu"
_RU_AWAY = r"в отпуске|в командировке|отсутствовать|отсутствую|вне офиса|недоступ\w+"
_PATTERNS = (
    rf"\b(?:{_EN_WHO}){_GAP}(?:{_EN_OUT}|{_EN_LEAVE}|{_EN_OFF}|{_EN_TAKEN}|{_EN_BUSY}|{_EN_MEETING})\b",
    rf"\b(?:he|she|who) (?:is|will be){_GAP}(?:{_EN_OUT}|{_EN_LEAVE})\b",
    rf"\bout of (?:the |my )?office\b.{{0,30}}\b(?:{_EN_WHEN})\b",
    rf"\b(?:{_EN_SCARCE})(?: \w+){{0,2}} access (?:to|on) (?:my |the |our )?(?:{_EN_MAIL})",
    rf"\b(?:not|n't) (?:be )?(?:{_EN_READ}) (?:my |any )?(?:{_EN_MAIL})",
    rf"\bich (?:bin|befinde mich|werde)(?: [\w.]+){{0,9}}? (?:{_DE_AWAY})",
    rf"\b(?:bin|befinde) ich(?: [\w.]+){{0,6}}? (?:{_DE_AWAY})",
    rf"\bje (?:suis|serai)(?: \w+){{0,3}}? (?:{_FR_AWAY})\b",
    r"\babsente? (?:du bureau|jusqu|a partir|pour)",
    rf"\b(?:estoy|estare|me encuentro|me encontrare)(?: \w+){{0,3}}? (?:{_ES_AWAY})\b",
    rf"\b(?:sono|saro|mi trovo)(?: \w+){{0,3}}? (?:{_IT_AWAY})\b",
    r"\b(?:estou|estarei|encontro-me)(?: \w+){0,3}? (?:fora|ausente|(?:de|em) ferias|de licenca|em viagem)\b",
    rf"\b(?:ik ben|ben ik|ik zal)(?: [\w.]+){{0,6}}? (?:{_NL_AWAY})\b",
    rf"\bjag (?:ar|kommer)(?: \w+){{0,4}}? (?:{_SV_AWAY})\b",
    rf"\bjeg (?:er|har|holder)(?: \w+){{0,4}}? (?:{_NO_AWAY})\b",
    r"\b(?:olen|en ole)(?: \w+){0,3}? (?:\w*lomalla|poissa|vapaalla|matkoilla|toimistolla|tavoitettavissa)\b",
    rf"\b(?:jestem|bede|przebywam)(?: \w+){{0,3}}? (?:{_PL_AWAY})\b",
    r"\b(?:jsem|budu)(?: [\w.]+){0,4}? (?:mimo kancelar|nepritom\w+|na dovolene|nedostup\w+)\b",
    rf"\b(?:нахожусь|буду|я)(?: \w+){{0,3}}? (?:{_RU_AWAY})\b",
)
_AWAY = re.compile("|".join(f"(?:{one})" for one in _PATTERNS))


def absences(text: str) -> list[str]:
    """The places in a folded text where somebody says to be away, as they are worded, in order."""
    return [match[0].strip() for match in _AWAY.finditer(text)]
