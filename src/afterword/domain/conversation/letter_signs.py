"""Owns the words by which the parts of a letter are known when it is read back; how they are looked for is reading's.

Each sign is looked for in one sentence at a time, in lower case with straight apostrophes, outside quotations. The
patterns are families of words, compiled when the first letter is read.
"""

import re
from functools import cache

from afterword.domain.conversation.letter_wishes import advice, pointers
from afterword.domain.conversation.letter_words import (
    AGAIN,
    CONSIDERATION_FREE,
    CONSIDERATION_KEPT,
    CONSIDERATION_REACH,
    CONSIDERATION_WHERE,
    CONSIDERATION_WISHES,
    FREE,
    GLAD,
    HIRING,
    JOIN,
    ME_THEN,
    MEETING,
    NEW,
    OCCASION,
    OFFERS,
    OPPORTUNITIES_IMPROVING,
    OPPORTUNITIES_NEWS,
    OPPORTUNITIES_THING,
    SURELY,
    THANKING,
    Sign,
    any_of,
)


@cache
def signs() -> dict[str, tuple[Sign, ...]]:
    """The parts F1 to F5 of a request."""
    return {
        "thanks": (_thanks_1(),),
        "consideration": (
            _consideration_1(),
            _consideration_2(),
            _consideration_3(),
            _consideration_4(),
            _consideration_5(),
        ),
        "opportunities": (
            _opportunities_1(),
            _opportunities_2(),
            _opportunities_3(),
        ),
        "pointers": pointers(),
        "advice": advice(),
    }


@cache
def thank_you_signs() -> dict[str, tuple[Sign, ...]]:
    """The parts of a thank-you that are known by their words; the strength is known by its quotation."""
    action = any_of(
        r"\b(next time|from now on|i will|i'll|i shall)\b",
        r"\bi( a|')m going to\b",
        r"\bi( have|'ve) (already )?(started|begun)\b",
        r"\bi( a|')m (already |now )?(working on|practi[sc]ing|learning)\b",
        r"\bi (plan|intend|aim) to\b",
    )
    return {"thanks": (Sign(any_of(THANKING)),), "action": (Sign(action),)}


def _thanks_without() -> re.Pattern[str]:
    """What is cut out of a sentence before it is read for this part."""
    return any_of(
        r"\b(would|should|could|will|'d|'ll) (be )?" + SURELY + r"(appreciate|grateful|thankful|obliged|indebted)",
        r"\bthank\w* (you )?(very much |so much |ever so much )?in advance\b",
        r"\bappreciate (that|how|why)\b",
        r"\bfor (the|your) ([\w-]+ ){0,2}(reply|answer|message|e-?mail|mail|note|news|update|response|decision)\b"
        r"( (about|regarding|concerning|after|on|to) [^,;]*)?",
        r"\bfor (the|your|that|this) ([\w-]+ ){0,2}(advice|tips?|hints?|feedback|honesty|candou?r|"
        r"suggestions?)\b[^,;]*",
    )


def _thanks_1() -> Sign:
    return Sign(
        any_of(
            rf"{THANKING}.*\b{MEETING}",
            rf"\b{MEETING}.*\b(thanks|thank you|grateful)( \w+){{0,2}}( for (that|it|this|which))?\W*$",
            rf"\b{MEETING}.*\b(was|is|were|are) (\w+ )?appreciated\b",
            rf"\b{MEETING}.*\b(am|was|left) ([\w']+ ){{0,3}}(grateful|thankful)\b",
            r"\b(meant|means) a (lot|great deal)\b.*\b(interview\w*|invited|seen|met|meet|talk)\b",
        ),
        without=_thanks_without(),
    )


def _consideration_1() -> Sign:
    return Sign(
        any_of(
            rf"\bconsider(ed|ing|ation)?\b.*\b(future|again|later|another|next|{NEW} ([\w-]+ ){{0,3}}{OFFERS})\b",
            rf"\b(keep|bear|have|hold( on to)?|hang on to|retain|leave|put|leaving|keeping|kept|store|"
            rf"save) {CONSIDERATION_KEPT}\b.*\b{CONSIDERATION_WHERE}\b",
            rf"\b({FREE}|{NEW} ([\w-]+ ){{0,3}}{OFFERS})\b.*\bconsider(ed|ing)?\b",
            r"\b(count|include|invite|call|interview|have|take) me\b.*\b(next|future|again|another time)\b",
            rf"\b{GLAD}\b.*\b(another|a (further|second|new)) (opportunity|chance|go|try|shot|interview|attempt|"
            rf"crack)\b",
            r"\b(hold|keep|leave)(ing)? my (\w+ )?(open|active|live|alive)\b|\bin the (running|frame) for\b",
            r"\b(falls? through|drops? out|things change|circumstances change|works? out)\b.*\b(hear|find me|call|"
            r"available|think of|ring|contact|there|here)\b",
        )
    )


def _consideration_2() -> Sign:
    return Sign(
        any_of(
            r"\b(add|put|keep|have) me (to|in|on|among) (your|the) ([\w-]+ )?(pool|list|books|database|candidates|"
            r"files?)\b",
            r"\b(is|be)(n't| not) the last (time|you|of)\b",
            r"\bdoor (is|stays|remains) (\w+ )?open\b",
            r"\b(think|thought|thinking) (of|about|at) (me|my (candidature|application|name))\b|\bbe thought of\b",
            r"\bremember (me|my (name|application))\b",
            r"\bre-?appl(y|ying|ication)\b|\bapply(ing)?\b.{0,50}\b(again|once more|anew|in (the )?future)\b",
            r"\b(try|trying) (my luck |it )?again\b(?=\W*$|.*\b(year|time|later|when|future|round|spring|autumn))",
            r"\b(put|throw|toss|add|enter)(ing)? (my (name|hat)|myself) (forward|in|into|back)\b",
        )
    )


def _consideration_3() -> Sign:
    return Sign(
        any_of(
            r"\b(stay|remain|be|get|put me|keep me)\b.{0,20}\b(on|in) your (short-?list|list|radar|books|"
            r"(talent )?pool|files?|database|records?)\b",
            rf"\b(stay|remain|still|am|continue to be)\b {SURELY}(interested|motivated|keen|eager|enthusiastic)\b"
            r".{0,45}\b(your|working|joining|work|join|you|company|firm|team|organi[sz]ation|school|hospital)\b",
            rf"\b{GLAD}\b.*\b{CONSIDERATION_WISHES}\b.*\b{AGAIN}",
            rf"\b{AGAIN}.*\b{GLAD}\b.*\b{CONSIDERATION_WISHES}\b",
            rf"\b(if|when(ever)?|should)\b.*\b{CONSIDERATION_FREE}\b.*\b{CONSIDERATION_REACH}\b|"
            rf"\b{CONSIDERATION_REACH}\b.*\b(if|when|should)\b.*\b{CONSIDERATION_FREE}\b",
            rf"\b(if|when(ever)?|should|next)\b.*\b{CONSIDERATION_FREE}\b.*\b(be there|in the running|be (first|"
            rf"back)|apply)\b",
            r"\b(keep|leave) (the|a|your) door (open|ajar)\b",
            rf"^(?!.*\?)(?!.*\b(let me know|hear|tell me|told|advi[cs]e)\b).*\b{OCCASION}\b.*\b{ME_THEN}",
        )
    )


def _consideration_4() -> Sign:
    return Sign(
        any_of(
            rf"^(?!.*\?)(?!.*\b(let me know|hear|tell me|told|advi[cs]e)\b).*\b{ME_THEN}.*\b{OCCASION}\b",
            rf"\bi('d| would|'ll| will| hope| want| wish| mean| still| very much| do| intend)\b[^?]*\b(to|still|"
            rf"and) {JOIN}\b"
            r"[^?]*\b(again|once more|one day|some ?day|in (the )?future|at some point|yet)\b(?![^?]*\?)",
            rf"\bhear from you\b.*\b{OCCASION}\b|\b{OCCASION}\b.*\bhear from you\b",
            r"\bhear from you\b.*\b(when(ever)?|if|should) .*\b(grow|expand|again)\b",
            r"\b(keep|hold|retain|leave)(ing)? my (application|details|c\.?v|r[ée]sum[ée]|papers|documents|"
            r"particulars|contact)\b",
            r"\b(stay|keep|remain|be) in (touch|contact)\b(?!.*\?)|\bpaths? (will )?cross again\b|"
            r"\ba phone call away\b",
            rf"\b{GLAD}\b.*\b(contacted|approached|considered|asked back|invited back|thought of)\b",
        )
    )


def _consideration_5() -> Sign:
    return Sign(
        any_of(
            r"\bhave me in (account|mind|consideration|view)\b|\btake me into (account|consideration)\b",
            rf"\b(be|up for) [\w ]*\b(another (go|try|shot)|back)\b.*\b{AGAIN}",
            r"\bhonou?r (\w+ )?to\b.*\b(once more|again|some ?day)\b",
        )
    )


def _opportunities_without() -> re.Pattern[str]:
    """What is cut out of a sentence before it is read for this part."""
    return any_of(
        rf"{OPPORTUNITIES_IMPROVING}[^,;?]*\b(for|in|before|at) ((a|an|any|the|my|your|"
        rf"such) )?([\w-]+ ){{0,2}}{OFFERS}\b",
        r"\bwhat (are|were|do|did|would) [\w ]*looking for\b",
        r"\b(opportunity|chance) to\b",
        rf"\b(what|which) {NEW} {OFFERS} (did|does|was|were|has)\b",
    )


def _opportunities_1() -> Sign:
    return Sign(
        any_of(
            rf"\b(is|are|was|be|exist\w*|would|will|might|could|got)\b (there |it |you )?.*\b({NEW}|else)\b"
            rf" ([\w-]+ ){{0,3}}({OFFERS})\b.*\?",
            rf"\b(are|is|be|will) there\b.*\b{OFFERS}\b.*\?",
            r"\b(openings?|vacanc(y|ies))\b.*\?",
            r"\b(any|other|more|new) (\w+ )?work\b.*\?|\bthere (\w+ )?work\b.*\?",
            rf"\b({NEW}|else)\b ([\w-]+ ){{0,3}}{OFFERS}\b.*\?",
            rf"\b{HIRING}\b.*\?",
            rf"\b{OPPORTUNITIES_THING}( \w+){{0,2}} ({FREE}|going|open|available|free|on offer|in the pipeline|"
            rf"suitable|similar|"
            rf"for me|that might|else|elsewhere)\b.*\?",
            rf"\b(there|got|know of) (\w+ )?{OPPORTUNITIES_THING}\b.*\b(at|in|on|for|with)\b(?! my).*\?",
        ),
        without=_opportunities_without(),
    )


def _opportunities_2() -> Sign:
    return Sign(
        any_of(
            r"\b(does|do|will|would|might|could|can|is|are) (any|another|the|your|other|one|some)\b.*\b(needs?|"
            r"use|"
            r"seek\w*|wants?|looking for|search\w*|short of|taking on)\b.*\?",
            r"\b(grow|expand|enlarge|add to|extend)(ing)? (the|your|its|their)\b.*\b(team|staff|force|department|"
            r"crew|office)\b.*\?",
            r"\b(on the horizon|in the pipeline|in prospect|new headcount|plans? to (hire|recruit|take on|fill|"
            r"add))\b.*\?",
            rf"\b(make sense|worth)\b.*\b{OFFERS}\b.*\?|\b(any|a) chance (of|for|at) {OPPORTUNITIES_THING}\b.*\?",
            rf"\b{OPPORTUNITIES_NEWS}\b.*\b(any|some|other|more) ([\w-]+ )?work\b",
            rf"\b(there|it)( \w+){{0,2}} be (\w+ )?{OPPORTUNITIES_THING}\b.*\?",
            r"\b(looking|look) for\b.*\b(people|someone|somebody|staff|\w+s)\b.*\?",
        ),
        without=_opportunities_without(),
    )


def _opportunities_3() -> Sign:
    return Sign(
        any_of(
            rf"\b(expect|plan|planning|anticipate|foresee|need|have|know of)\b.*\b({OFFERS}|{FREE})\b.*\?",
            r"\b(fit|use for|place for|room for|suit(able)?)\b.*\b(elsewhere|somewhere|other|another)\b.*\?",
            rf"\b{OPPORTUNITIES_NEWS}\b.*\bthere (is|are|was|might be|may be|"
            rf"will be) ([\w-]+ )?({OPPORTUNITIES_THING}|{OFFERS})\b",
            rf"\b{OPPORTUNITIES_NEWS}\b.*\b({NEW} ([\w-]+ ){{0,3}}{OFFERS}|{FREE}|openings?|vacanc(y|ies)|{HIRING})\b",
            rf"\b(if|should|when(ever)?|in case|once)\b.*\b({FREE}|{NEW} ([\w-]+ ){{0,3}}{OFFERS}|{HIRING})\b"
            r".*\b(let me know|hear|tell me|inform me|drop me a line)\b",
        ),
        without=_opportunities_without(),
    )


SEVERAL = re.compile(
    r"^\s*(hello|hi|dear|hey)\s+(all|everyone|everybody|team|both|sirs?|ladies|hiring)\b", re.IGNORECASE
)
"""A greeting of more than one person, or of nobody in particular."""
