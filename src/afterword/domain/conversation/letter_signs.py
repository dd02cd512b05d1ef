"""Owns the words by which the parts of a letter are known when it is read back; what is done with them is letters'.

Each sign is looked for in one sentence at a time, in lower case with straight apostrophes, outside quotations.
"""

import re

_OFFERS = r"(openings?|vacanc(y|ies)|opportunit(y|ies)|positions?|roles?|jobs?|teams?)"
_NEW = r"(other|another|new|further|future|different|similar|open|more|any|upcoming|suitable)"
_GROW = r"(develop|improve|grow|strengthen|work on|practi[sc]e|do better)"
_THANKING = r"\b(thank(s| you)|grateful|appreciate)\b"
_MEETING = r"\b(opportunity|chance|interview\w*|time|meeting|conversation|talk|invit\w+|process|(having|seeing) me)\b"


def _any(*signs: str) -> re.Pattern[str]:
    return re.compile("|".join(signs))


SIGNS: dict[str, re.Pattern[str]] = {
    "thanks": _any(rf"{_THANKING}.*{_MEETING}"),
    "consideration": _any(
        r"\bconsider(ed|ing)?\b.*\b(future|again|later|other|another)\b",
        r"\b(keep|bear|have) (me|my \w+)\b.*\bin mind\b",
        r"\b(think of|remember) me\b",
        r"\bapply(ing)? again\b",
    ),
    "opportunities": _any(
        rf"\b{_NEW} ([\w-]+ ){{0,3}}{_OFFERS}\b.*\?",
        rf"\b(are|is) there\b.*\b{_OFFERS}\b.*\?",
        r"\b(openings?|vacanc(y|ies))\b.*\?",
        rf"\b(let me know|tell me|hear)\b.*\b{_NEW} ([\w-]+ ){{0,3}}{_OFFERS}\b",
    ),
    "pointers": _any(
        r"\bpointers?\b",
        r"\bspecific feedback\b",
        rf"\bareas?\b.{{0,30}}\b({_GROW}|improvement|development|growth)\b",
        rf"\b(i (could|should|can|might)|(could|should|can) i) ([\w-]+ ){{0,2}}({_GROW}|have done)\b",
        rf"\b(what|where|how) to {_GROW}\b",
    ),
    "advice": _any(
        r"\b(your|any|some|for|value|welcome|appreciate) ([\w-]+ ){0,2}(advice|suggestions?|recommendations?|tips?)\b",
        r"\badvise me\b",
        r"\b(would|do|could|can) you (advise|recommend|suggest)\b",
        r"\bin my place\b",
        r"\bhelpful (information|resources?|reading|material)\b",
        r"\bwhat would you (practi[sc]e|work on|read|learn|focus)\b",
    ),
}
"""The parts F1 to F5 of a request."""

THANK_YOU_SIGNS: dict[str, re.Pattern[str]] = {
    "thanks": _any(_THANKING),
    "action": _any(r"\b(next time|from now on|i will|i'll)\b", r"\bi( a|')m going to\b", r"\bi( have|'ve) started\b"),
}
"""The parts of a thank-you that are known by their words; the strength is known by its quotation."""

ARGUING = _any(
    r"\bi disagree\b",
    r"\bi do(n't| not) (agree|understand why)\b",
    r"\b(unfair|not fair|misjudged|wrong decision|your mistake|you were wrong)\b",
    r"\b(reconsider|change your mind)\b",
    r"\bi deserved?\b",
    r"\bdisappointed (by|in|with) (you|your)\b",
    r"\bshould have (hired|chosen) me\b",
    r"\byou (failed|did(n't| not) bother)\b",
)
"""Arguing with the decision, which ends the conversation."""

SEVERAL = re.compile(
    r"^\s*(hello|hi|dear|hey)\s+(all|everyone|everybody|team|both|sirs?|ladies|hiring)\b", re.IGNORECASE
)
"""A greeting of more than one person, or of nobody in particular."""
