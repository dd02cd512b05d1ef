"""Owns the words by which the parts of a letter are known when it is read back; how they are looked for is reading's.

Each sign is looked for in one sentence at a time, in lower case with straight apostrophes, outside quotations. The
patterns are families of words, compiled when the first letter is read.
"""

import re
from functools import cache

from afterword.domain.conversation.letter_wishes import advice, pointers
from afterword.domain.conversation.letter_words import (
    AGAIN,
    COMES_TRUE,
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
        "thanks": (_thanks_1(), _thanks_2(), _thanks_3()),
        "consideration": (
            _consideration_1(),
            _consideration_2(),
            _consideration_3(),
            _consideration_4(),
            _consideration_5(),
            _consideration_6(),
            _consideration_7(),
            _consideration_8(),
        ),
        "opportunities": (
            _opportunities_1(),
            _opportunities_2(),
            _opportunities_3(),
            _opportunities_4(),
            _opportunities_5(),
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


def _thanks_2() -> Sign:
    enjoyed = (
        r"(enjoy\w*|loved|great|good|lovely|nice|wonderful|pleasure|privilege|honou?r(ed)?|delight\w*|joy|fun|touched)"
    )
    return Sign(
        any_of(
            rf"\b{enjoyed} .*\b(thanks|thank you|thx|grateful|cheers|gratitude)\b|{THANKING}.*\b{enjoyed} ",
            r"\b(good|kind|generous|nice|lovely|decent|gracious|sweet|thoughtful|considerate) of (you|everybody|"
            r"everyone"
            r"|the (panel|team)|them)\b.*\bto (?!(tell|let me know|reply|answer|write|explain))",
            r"\b(pleasure|privilege|honou?r|joy|delight) (it was )?(to|of|being|meeting|talking|speaking|spending)\b"
            r"(?! (you|me) if)",
            r"\bfor (that|this|it|all (of )?(it|that|this)|which),? (i )?(thank|thanks|am (\w+ )?(grateful|"
            r"thankful))\b",
            r"\b(thousand|million|heartfelt|warm(est)?|huge|big|sincere(st)?|deep(est)?|many) (thank\w*|thank-you)"
            r"( (again|once more))?( to (you|all|everyone|everybody|the)\b.*)?\W*$",
            r"\bthank\w* (you )?(so much |very much )?(from (the|my|all)|with all|again for|both|all|kindly)\b",
            r"\btime\b.*\bthank\w* (you )?(for yours|for (that|it))\b",
        ),
        without=_thanks_without(),
    )


def _thanks_3() -> Sign:
    """Thanks for anything but an answer, words about the writer, patience, or what is still to come."""
    other = (
        r"(any|nothing|such|whatever|letting (me|us) know|tell\w*|inform\w*|get\w* (back|in touch)|com\w+ back|repl\w+|"
        r"answer\w*|writ\w+|respon\w+|read\w*|understanding|patience|(your |the |all (the |your )?|some )?([\w-]+ "
        r")?(help|"
        r"support|honest\w*|feedback|advice|words|comments?|explanation|tips?|message|info\w*|e?-?mails?|letter|lines?|"
        r"decision|news|answer|consideration|attention|frank\w*|candou?r|clarity|suggestions?|pointers)|"
        r"being|consider\w* this|explain\w*|calling|ringing|phoning|advance|your (understanding|patience|trouble|"
        r"reply)|it\b)"
    )
    return Sign(
        any_of(
            rf"{THANKING}( [\w,]+){{0,6}}? for\b (?!{other}\b)",
            r"\b(thank|thanks|appreciate\w*|grateful)\b( \w+){0,3} (you|everybody|everyone|that you|to have been|to "
            r"be) "
            r"(setting|taking|making|arranging|inviting|meeting|seeing|took|made|met|saw|invited|arranged|set|shortlisted|"
            r"interviewed|asked|seen|given)\b",
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


def _consideration_6() -> Sign:
    return Sign(
        any_of(
            rf"\b(at your disposal|available)\b.*\b(for|if|should|when)\b.*\b({NEW}|{OCCASION})\b",
            r"\bconsider (me|my (profile|application|name|cv|candidacy|candidature))\b.*\b(any|other|another|future|"
            r"next|"
            r"suitable|similar|again)\b",
            r"\b(my|the) (interest|enthusiasm|offer|application)\b.{0,40}\b(stands?|still|remains?|undimmed|unchanged|"
            r"has(n't| not) (changed|waned|faded|gone|cooled)|as (strong|keen) as)\b",
            r"\b(do(n't| not)|please (don't|never)) forget (about )?me\b|\b(heard|seen|see|hear) the last of me\b",
            r"\bi('ll| will| shall) (definitely |certainly |surely |gladly |happily )?be back\b|"
            r"\bin a heartbeat\b|\bsay yes\b|\bplan b\b|\bfirst reserve\b|\bwaiting list\b|\breserve list\b",
            r"\b(turns? (it|you) down|changes? (her|his|their) minds?|does(n't| not) work out|pulls? out)\b.*"
            r"\b(me|i'm|i am|i'd|i would|i'll|my)\b",
        )
    )


def _consideration_7() -> Sign:
    told = (
        r"(?!.*\b(let me know|tell|told|hear|advi[cs]e|tips?|feedback|learn|know|improve|better|understand|course)\b)"
    )
    then = (
        r"(i'd|i would|i'll|i will|i shall|i can|i could|i might|count me|((call|ring|think of|consider|remember|ask "
        r"for) (me|your|this|old))|my (name|number|door|offer))"
    )
    whenever = r"(if|should|whenever|when|as soon as|in case|the day|the moment|once)"
    what = r"(ever )?(a|an|the|your|any\w*|some\w*|things|circumstances|there|another|one|plans|she|he|they|that)"
    return Sign(
        any_of(
            rf"^(?!.*\?){told}.*\b{whenever} {what}\b.*\b{COMES_TRUE}\b.*\b{then}\b",
            rf"^(?!.*\?){told}.*\b({then}|do|please)\b.*\b{whenever} {what}\b.*\b{COMES_TRUE}\b",
            rf"^(?!.*\?){told}.*\b(if|should) {what}\b.*\b{COMES_TRUE}\b.*\b(i am|i'm)\b",
            r"\bif i (might|may|could|can)\b[^?]*\b(again|once more|one day|some ?day|in (the )?future|next "
            r"\w+)\b(?!.*\?)",
            r"\b(any|a|your|every) (later|further|future|subsequent|new|other|fresh|second) (approach|offer|"
            r"invitation|call|"
            r"contact|conversation|proposal|enquiry|inquiry)\b",
            r"\b(note|list|register|reserve|want|take|include|save|book|earmark|shortlist|see) me (down )?for (the|a|"
            r"any|your|"
            r"other|another|next|future|further) (next|other|new|free|future|similar|further|later|coming)?",
            rf"\b{GLAD}\b.*\b(other|another|future|next|further|new|later) ([\w-]+ )?(process\w*|selection\w*|rounds?|"
            r"competitions?|campaigns?|recruitments?|applications?|search\w*|castings?|auditions?)\b(?!.*\?)",
            r"\b(i'll|will|shall|hope|going|plan|intend|mean|want|would|'d)\b(?:(?!\bnot\b|n't|"
            r"\bnever\b).)*\b(put(ting)? in|go(ing)?|apply\w*|"
            r"try\w*|"
            r"stand\w*|compet\w+|enter\w*|bid\w*|sit\w*|return\w*|knock\w*|com(e|ing)) (for |on |in |at |to )?(it |you "
            r"|there |back |your \w+ )?(again|once more|another time|next (year|time|round|season))\b(?! to (reach|"
            r"call|ring|phone|find|send))(?!.*\?)",
            r"\b(keep|put|leave|note|write|take|jot) (me|my (name|details|number)) (down|on|by|handy|safe|somewhere)\b",
        )
    )


def _consideration_8() -> Sign:
    """A wish to be thought of, in the passive; an invitation, a call or work together that would be welcome later."""
    kept = (
        r"(kept|held|remembered|considered|included|borne|thought|retained|contacted|approached|invited|called|notified|"
        r"shortlisted|recommended|asked|seen|welcomed|interviewed)"
    )
    later = r"(later|future|another|other|next|again|new|further|coming|some ?day|one day|in mind|on file|in touch)"
    wished = (
        r"(enchanted|charmed|love|like|happy|glad|delighted|pleased|thrilled|honou?red|keen|proud|grateful|hope|wish)"
    )
    return Sign(
        any_of(
            r"\b(put(ting)? in|apply(ing)?|go(ing)?|stand(ing)?|interview(ing)?|compet\w+|try(ing)?) for (a |an |any "
            r"|the )?"
            r"(another|other|future|next|further|new|similar|comparable)\b(?!.*\?)",
            r"\b(keep|kept|hold|held|retain\w*|sav\w+|stor\w+|keeping) my (\w+ )?(application|details|cv|papers|"
            r"letter|number|card)\b",
            r"\b(hope|long|love|like|wish|want|keen|eager|happy|glad) to (?!(hear|ask|know|thank|see my))[\w ]{2,40}\b"
            r"(again|once more|one day|some ?day)\b(?!.*\?)",
            r"\bi (will|shall|intend to|am going to) (re)?apply (every|until|as often|as soon|when|each)\b",
            r"\bhope (that )?(we|i|our \w+) (will |can |may |might |shall )+\w+ .*\b(again|in (the )?future|another "
            r"time)\b",
            rf"\b{wished}\b.{{0,20}}\b(be|being|get) {kept}\b(?!.*\?)",
            rf"\b(could|can|may|might|please|should|will|would) (i |you )?(please |kindly )?be {kept}\b.*\b{later}\b",
            rf"\b(invitation|invite|call|message|word|contact|interview|collaboration|cooperation)\b.*\b{later}\b.*\b{wished}\b",
            rf"\b(would|'d) (still |really |very much |be |so )*{wished} (to|of|about)\b.{{0,12}}\bwork(ing)? (with|"
            rf"for|at|beside|"
            r"under) (you|your)\b(?!.*\?)",
            r"\b(remain|stay|be|still) (\w+ )?(available|reachable|open to|ready)\b(?!.*\?)",
            r"\bhope (that )?(we|i|our \w+) (will |can |may |might |shall |get to )?(meet|see|work|cross|talk|speak|"
            r"join|hear|be)\b"
            r".*\b(again|one day|some ?day|in (the )?future|in other|another|yet)\b",
        )
    )


def _opportunities_without() -> re.Pattern[str]:
    """What is cut out of a sentence before it is read for this part."""
    return any_of(
        rf"{OPPORTUNITIES_IMPROVING}[^,;?]*\b(for|in|before|at) ((a|an|any|the|my|your|"
        rf"such) )?([\w-]+ ){{0,2}}{OFFERS}\b",
        r"\bwhat (are|were|do|did|would) [\w ]*looking for\b",
        r"\b(opportunity|chance) to\b",
        r"\b(advi[cs]es?|tips?|suggestions?|feedback|guidance|pointers?|recommendations?)\b (about|on|for|in|as to|"
        r"how)[^,;?]*",
        r"\b(anything|something) (else )?(that |which )?(you('d| would| could| can| might)?|i|for me to)\b [^?]*",
        rf"\b(what|which) {NEW} {OFFERS} (did|does|was|were|has)\b",
        r"\b(was|were) (it|that|this) (perhaps |maybe |just )?(something|anything) else\b[^?]*|\bor (something|"
        r"anything) else\b",
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
            r"\b(does|do|will|would|might|could|can|is|are) (any|another|the|your|other|one|some)\b.*\b(needs?(?! "
            r"to\b)|"
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


def _opportunities_4() -> Sign:
    wanted = (
        r"(need\w*|wants?|short|after|look(s|ing)?|search\w*|seek\w*|hir\w+|recruit\w*|tak(e|es|ing)|use|crying out)"
    )
    people = (
        r"(people|ppl|staff|help|hands?|someone|somebody|anyone|anybody|extra|temps?|workers?|starters?|apprentices?|"
        r"trainees?|graduates?|freelancers?|cover|casuals?)"
    )
    return Sign(
        any_of(
            rf"\b(know|knew|aware|heard?|think) (of )?(any|another|some|other|a|who|anyone|anybody|somebody|someone|"
            rf"people)\b.*\b{wanted}\b.*\?|\bwho( else)?\b.*\b(hir(es?|ing)|recruiting|taking on)\b.*\?",
            rf"\b(do|does|will|would|might|could|can|are|is) (you|u|ye|the|your|they)\b.*\b({wanted}|have|"
            rf"got)\b.{{0,40}}"
            rf"\b{people}\b.*\?",
            rf"\b(another|extra|spare) (pair of )?hands?\b.*\?|\b{people} ((is|are|be|still|ever|also) )+needed\b.*\?",
            r"\b(one|any|some|either) of (your|the)\b.*\b(funding|room|space|budget|headcount|capacity|needs?|opening|"
            r"place|job|post|want|work)\b.*\?",
            r"\b(funding|room|space|budget|headcount|capacity|use|a place|work) for (me|somebody|someone|a|an|one|"
            r"another)"
            r"\b.*\?",
            r"\b(when|what)('s| is| will| are| do| does)?\b.*\b(next (intake|round|opening|recruitment|hiring|cohort|"
            r"vacanc\w+)|coming up)\b.*\?",
            r"\b(freelance|part-time|temporary|seasonal|casual|bank|supply|weekend|holiday|agency|contract) (work|"
            r"shifts?|"
            r"jobs?|hours|cover|posts?|roles?)\b.*\?",
        ),
        without=_opportunities_without(),
    )


def _opportunities_5() -> Sign:
    seats = r"(seats?|posts?|roles?|positions?|jobs?|gaps?|chairs?|desks?|slots?|places?)"
    return Sign(
        any_of(
            rf"\b(appoint(s|ing)?|fill(s|ing)? (\w+ )?{seats}|add(s|ing)? (\w+ )?{seats}|hir(e|es|ing)|recruit(s|ing)?|"
            r"employ(s|ing)?|tak(e|es|ing) (\w+ ){0,2}on|advertis(e|es|ing)|staffing|expand(s|ing)?)\b.*\?",
            r"\b(do|does|will|would|might|could|is|are)\b.*\b(need|want|search|seek|require|needing|seeking|"
            r"wanting|searching|requiring|looking for)\b (for )?(?!me\b|to\b|my\b|from\b|it\b|in\b|this\b|"
            r"that\b|anything\b|something\b|i\b)[\w-]+.*\?",
            r"\b(anyone|anybody|someone|somebody|whoever) (else )?[\w ]{0,25}\b(after|needing|wanting|hiring|looking "
            r"for|short of|"
            r"taking on)\b.*\?",
            r"\b(other|another|any|more)\b.*\b(need|search|want|seek)\w*\b (?!to\b|me\b|my\b|from\b|it\b|i\b)\w+.*\?",
            r"\b(you|(your|their|any) [\w-]+( [\w-]+)?|they|anyone|anybody|somebody|someone) (still |also |maybe "
            r")?(search(es)?|"
            r"seeks?|needs?|wants?|looks? for|(have|has) need of|(is|are) short of) (for )?(?!me\b|my\b|to\b|from\b|"
            r"it\b|this\b|"
            r"that\b|i\b)\w+.*\?",
            r"\b(any|one|some|either|neither|none) of (your|the|its|their|our) (other |sister |partner |"
            r"neighbou?ring )?"
            r"(compan\w+|firms?|groups?|teams?|departments?|sites?|branch\w*|schools?|hospitals?|offices?|stores?|shops?|"
            r"clients?|colleagues?|contacts?|neighbou?rs?|friends?|practices|wards?|labs?|sections?|units?|divisions?)\b.*\?",
            r"\b(work|hours|shifts?|jobs?|gigs?|positions?|posts?|roles?|places?|spots?|something|anything)\b (going|"
            r"instead|"
            r"somewhere|elsewhere|available|free|for me|coming|left|around|about|nearby|under you)\b.*\?",
            r"\b(any|a|no) (chance|hope|prospect|possibility|likelihood|sign|word) (of|for|that)\b.*\b(work|hours|"
            r"shifts?|jobs?|"
            r"position|post|role|place|start|contract|opening|vacancy|hired|hiring|recruiting)\b.*\?",
            r"\byou (have|got|use|take) (\w+ )?(some |any )?(\w+ )?(work|shifts?|jobs?|freelancers?|temps?|"
            r"trainees?)\b.*\?",
            r"\b(plan|planning|going|about|likely) (to|on) (open|start|set up|build|launch|opening)\b.*\?",
            r"\b(maybe|perhaps|also) (\w+ )?(job|work|place|position|shift|role)s?\b.*\?",
            r"\b(anything|something|nothing) (else )?(open|going|free|available|coming|brewing|planned|in store|"
            r"about|around)\b"
            r".*\?",
        ),
        without=any_of(
            r"\b(i|me|my|yourself)\b [^?]*\b(need|want|lack|require|miss)\w*\b[^?]*|\b(before|when|as) you [^?,]*"
        ),
    )


SEVERAL = re.compile(
    r"^\s*(hello|hi|dear|hey)\s+(all|everyone|everybody|team|both|sirs?|ladies|hiring)\b", re.IGNORECASE
)
"""A greeting of more than one person, or of nobody in particular."""
