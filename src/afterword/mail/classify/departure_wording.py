"""Owns how people and programs word that somebody has left a company, in the languages such notes come in."""

import re

_SINCE = r"(?:now |since |recently |already |just |meanwhile |unfortunately )?"
_HOUSE = r"(?:company|firm|organi[sz]ation|business|team|department|post|role|position|school|hospital|practice)"
# In folded spelling.
_PATTERNS = (
    rf"\bleft (?:the |our |this |my |that )(?:\w+ )?{_HOUSE}\b",
    rf"\bno longer (?:be )?(?:in|part of|a member of|an employee of)(?: the| our| this)? (?:{_HOUSE}|us\b)",
    r"\bno longer (?:be )?(?:work\w*|employed)\b",
    r"\bno longer (?:with|at) \w+",
    r"\b(?:don't|do not|doesn't|does not) work (?:there|here|for|at|with)\b[^.\n]{0,40}\bany ?(?:more|longer)\b",
    r"\bnot working (?:there|here|for|at|with)\b[^.\n]{0,40}\bany ?(?:more|longer)\b",
    r"\b(?:my|his|her|their) last (?:working )?day (?:at|with|in|here|was)\b",
    r"\b(?:have|has|am|is|'ve) (?:now |since |recently )?(?:retired|resigned|departed|parted ways)\b",
    r"\bnicht (?:mehr|langer) (?:bei|fur|im|in|am|teil)\b[^.\n]{0,50}(?:tatig|beschaftigt|angestellt|arbeit)",
    r"\bnicht (?:mehr|langer) (?:im|in der|in unserem|teil des) (?:unternehmen|haus|firma|team)",
    r"\barbeitet? (?:[\w.]+ ){0,6}?nicht (?:mehr|langer)\b",
    r"\b(?:bin|ist) (?:\w+ )?nicht mehr (?:bei|fur) \w+",
    r"\b(?:unternehmen|firma|haus|schule|klinik)\b[^.\n]{0,40}\bverlassen\b",
    r"\b(?:habe|hat) [\w.-]+(?: zum [^.\n]{3,30}| inzwischen| mittlerweile| leider)? verlassen\b",
    r"\bausgeschieden\b|\bim ruhestand\b|\bmein letzter (?:arbeits)?tag\b",
    r"\b(?:j'ai|a|ai) (?:maintenant |recemment )?quitte (?:la |l'|notre |mes |ses |mon |son |\w+)",
    r"\bne travaill\w+ plus\b|\bne fai[st] plus partie\b",
    r"\b(?:n'est|ne suis) plus (?:en poste|chez|dans|salarie|employe|parmi)",
    r"\bya no (?:trabaj\w+|form\w+ parte|(?:estoy|esta) en (?:la empresa|\w+))",
    r"\b(?:he|ha|deje|dejo) (?:dejado )?(?:la empresa|de trabajar|mi puesto|su puesto)\b|\b(?:he|ha) dejado \w+",
    r"\bnon lavor\w+ piu\b|\b(?:ho|ha) lasciato (?:l'|la |il |\w+)|\bnon (?:faccio|fa) piu parte\b",
    r"\b(?:ja nao trabalh\w+|nao trabalh\w+ mais|(?:deixei|deixou) (?:a empresa|de trabalhar|\w+)|sai[ou]? da empresa)",
    r"\b(?:ja nao fa[cz]\w* parte|nao fa[cz]\w* mais parte)\b",
    (
        r"\bniet (?:meer|langer) (?:werkzaam|in dienst|actief|verbonden)\b|\bwerkt? niet (?:meer|langer)\b|\b(?:heb|"
        r"heeft) [\w.-]+ verlaten\b|\buit dienst\b"
    ),
    r"\bhar (?:lamnat|forlatt|forladt) (?!(?:ett|en|et|dig|deg) )\w+|\bikke l\w*nger\w* (?:ansat\w*|hos)\b",
    r"\barbetar inte langre\b|\bhar slutat\b|\binte (?:langre )?kvar (?:pa|hos)\b",
    r"\b(?:jobber|arbeider|arbejder) ikke l\w+ngere\b|\bjobber ikke lenger\b|\b(?:har|er) sluttet\b",
    r"\ben(?:aa|ää) toissa\b|\bei tyoskentele enaa\b|\ben ole enaa (?:toissa|palveluksessa)\b",
    r"\b(?:juz nie prac\w+|nie prac\w+ juz)|\b(?:uz|jiz) neprac\w+",
    r"больше не работа|уже не работа|уволил",
    r"artik (?:\w+ )?calism|isten ayrild",
    r"\bmoved on (?:from|to) (?:the |a )?(?:\w+ )?(?:company|firm|role|position|job|opportunity|employer|challenge)\b",
    (
        r"\b(?:my|his|her|their) (?:time|employment|contract|engagement|tenure) (?:at|with|"
        r"here)\b[^.\n]{0,40}\b(?:ended|"
        r"come to"
        r" an end|is over)\b"
    ),
    r"\bodsz[e\w]*dl\w+ z\b|\bnie jestem juz (?:pracowni\w+|zatrudnion\w+)|\bmar nem dolgoz\w+|\bnu mai lucr\w+",
    r"\bvise ne radi\w*|\bne radi\w* vise\b|δεν εργαζ\w+ πλεον|πλεον δεν εργαζ|більше не працю|вече не работ",
    r"כבר לא עובד|לא עובד\w* יותר|لم أعد أعمل|لم يعد يعمل|khong con lam viec|tidak lagi bekerja|sudah tidak bekerja",
    r"退職|退社いた|离职|離職|已不在公司|퇴사|퇴직",
)
_FOLDED = re.compile("|".join(f"(?:{one})" for one in _PATTERNS))
# The name of a company is told by its capital, so that nobody who left a comment has left the company.
_NAMED = re.compile(
    rf"\b(?:I|I've|I’ve|[Hh]as|[Hh]ave) (?:have )?{_SINCE}left (?!Re\b|To\b|The\b)[A-Z][\w&.-]*(?=[\s,.;:!)]|$)"
)
_MOVED = re.compile(r"\bmoved on from (?!Re\b|The\b)[A-Z][\w&.-]*")


def plainly(text: str) -> str:
    """The text as it stands, with “left Initech” worded as “left the company”."""
    return _MOVED.sub("moved on from the company", _NAMED.sub("has left the company", text))


def departures(text: str) -> list[str]:
    """The places in a folded text where somebody is said to have left, as they are worded."""
    return [match[0].strip() for match in _FOLDED.finditer(text)]
