"""Owns the words by which the parts of a letter are known when it is read back; how they are looked for is reading's.

Each sign is looked for in one sentence at a time, in lower case with straight apostrophes, outside quotations. The
patterns are families of words, compiled when the first letter is read.
"""

import re
from dataclasses import dataclass
from functools import cache

_OFFERS = (
    r"(openings?|vacanc(y|ies)|opportunit(y|ies)|positions?|roles?|jobs?|posts?|teams?|places?|placements?|intakes?|"
    r"hospitals?|clinics?|practices|employers?|internships?|shifts?|departments?|wards?|offices?|"
    r"branch(es)?|schools?|sites?|spots?|seats?|contracts?|"
    r"apprenticeships?|traineeships?|slots?|schemes?)"
)
_NEW = (
    r"(other|another|new|further|future|different|similar|comparable|open|more|any|upcoming|suitable|free|next|fresh)"
)
_FREE = (
    r"(open(s|ed|ing)? up|com(e|es|ing) up|crops? up|turns? up|pops? up|becom(e|es|ing) (free|vacant|available|open)|"
    r"arises?|falls? vacant|coming free|is (advertised|planned|free|open)|be planned|(have|has|had|in) need of)"
)
_HIRING = r"(hir(e|es|ing)|recruit(s|ing)?|staffing up|expanding|taking (people |staff |somebody |someone )?on|growing)"
_GROW = (
    r"(develop|improve|grow|strengthen|work (\w+ )?on|work (harder|more) (on|at)|practi[sc]e more|"
    r"brush up|build (up|on)|"
    r"sharpen|better|differently|have done|do (better|more|differently)|fix|polish|get better|change|focus( on)?|"
    r"improving|working on|developing|concentrate on|pay (more )?attention|have (said|shown|prepared|answered)|avoid)"
)
_LEARNT = (
    r"(reading|resources?|books?|courses?|training|trainings|certificat\w+|qualifications?|literature|materials?|"
    r"articles?|videos?|links?|podcasts?|websites?|information)"
)
_THANKING = r"\b(thank\w*|grateful\w*|gratitude|appreciat\w+|obliged|indebted|cheers|ta)\b"
_DAY = r"((mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|last week|this (morning|afternoon|week)|the other day)"
_MEETING = (
    r"(opportunity|chance|possibility|interview\w*|meeting|(to )?meet(ing)? (me|with|you|us)|conversations?|talk\w*|"
    r"discussions?|chat\w*|invit\w+|process|hospitality|welcome|visit|tour|trial|assessment|session|rounds?|"
    r"speak(ing)?|spoke|phone call|our call|the call|showing (me|us)|see(ing)? (me|us)|receiv(e|ing) (me|us)|"
    r"hav(e|ing) (me|us)|letting me (?!know|have)|considering (me|my)|consideration|reception|my visit|"
    r"morning|afternoon|"
    r"(your|the|you|their|making|taking|took|made|much|of) ([\w']+ ){0,3}time\b|hours?|minutes|met (me|with)|"
    + _DAY
    + ")"
)
_SURELY = r"(very |really |truly |still |much |so |highly |strongly |simply |also |just |always |dearly |greatly )*"
_GLAD = (
    r"(love|like|happy|glad|delighted|pleased|honou?red|honou?r|hope|hoping|jump|keen|eager|up for|fortunate|"
    r"overjoyed|leap|nothing (better|more)|welcome|wish|want|thrilled|excited|ready|willing|intend|"
    r"interested|open to|look forward|game)"
)
_AGAIN = (
    r"(again|in (the )?future|some ?day|one day|at some point|later( on)?|once more|next (time|round|year|spring|"
    r"autumn|summer|winter)|when(ever)?\b|if\b|should\b|down the (line|road)|another time|anew|a second time)"
)
_MINE = (
    r"(i|my ([\w-]+ )?(answers?|interview|presentation|performance|lesson|tests?|solutions?|code|plan|case( study)?|"
    r"portfolio|application|talk|approach|skills?|work|exercise|cv|r[ée]sum[ée]|experience|pitch|profile|responses?|"
    r"delivery|manner|knowledge|attempt|candidacy|examples?|stories))"
)
_WHAT = (
    r"\b(what|where|which|how|why|whether|whatever|anything|something|(any|some|one|two|three|a few|the|"
    r"main|specific) (things?|parts?|areas?))\b"
)


_OCCASION = (
    r"(when(ever)?|if|should|once|as soon as|in case|the next time)\b[^?]*\b(advertis\w*|vacan\w+|opens?|"
    r"openings?|seats?|desk|"
    r"place|post|role|position|job|spot|slot|falls? (free|open)|comes? (up|free)|becomes?|hir(e|es|ing)|"
    r"recruit\w*|need|"
    r"looking|search\w*|audition\w*|somebody leaves|someone leaves|team grows|plans change|next (round|intake|year))"
)
_ME_THEN = (
    r"(i'll|i will|i shall|i'd|i would|i hope|i want|i am|i'm|count me|think of me|remember me|"
    r"consider me|call me|ring me|"
    r"write to me|my (name|application|hat|cv))\b"
)
_JOIN = (
    r"(work|join|be part|become part|belong|play|teach|cook|nurse|audition|interview|come back|return|"
    r"apply|try|contribute|"
    r"serve|sell|design|build|write|be (with|among|on|in|at) (you|your)|meet)"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """What one part is known by: `words`, in a sentence that asks where `asks` says so, after `without` is cut out."""

    words: re.Pattern[str]
    asks: bool = False
    without: re.Pattern[str] | None = None


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


@cache
def signs() -> dict[str, tuple[Sign, ...]]:
    """The parts F1 to F5 of a request."""
    return {
        "thanks": _thanks(),
        "consideration": _consideration(),
        "opportunities": _opportunities(),
        "pointers": _pointers(),
        "advice": _advice(),
    }


@cache
def thank_you_signs() -> dict[str, tuple[Sign, ...]]:
    """The parts of a thank-you that are known by their words; the strength is known by its quotation."""
    action = _any(
        r"\b(next time|from now on|i will|i'll|i shall)\b",
        r"\bi( a|')m going to\b",
        r"\bi( have|'ve) (already )?(started|begun)\b",
        r"\bi( a|')m (already |now )?(working on|practi[sc]ing|learning)\b",
        r"\bi (plan|intend|aim) to\b",
    )
    return {"thanks": (Sign(_any(_THANKING)),), "action": (Sign(action),)}


def _thanks() -> tuple[Sign, ...]:
    without = _any(
        r"\b(would|should|could|will|'d|'ll) (be )?" + _SURELY + r"(appreciate|grateful|thankful|obliged|indebted)",
        r"\bthank\w* (you )?(very much |so much |ever so much )?in advance\b",
        r"\bappreciate (that|how|why)\b",
        r"\bfor (the|your) ([\w-]+ ){0,2}(reply|answer|message|e-?mail|mail|note|news|update|response|decision)\b"
        r"( (about|regarding|concerning|after|on|to) [^,;]*)?",
        r"\bfor (the|your|that|this) ([\w-]+ ){0,2}(advice|tips?|hints?|feedback|honesty|candou?r|"
        r"suggestions?)\b[^,;]*",
    )
    return (
        Sign(_any(rf"{_THANKING}.*\b{_MEETING}"), without=without),
        Sign(_any(rf"\b{_MEETING}.*\b(thanks|thank you|grateful)( \w+){{0,2}}( for (that|it|this|which))?\W*$")),
        Sign(_any(rf"\b{_MEETING}.*\b(was|is|were|are) (\w+ )?appreciated\b")),
        Sign(_any(rf"\b{_MEETING}.*\b(am|was|left) ([\w']+ ){{0,3}}(grateful|thankful)\b")),
        Sign(_any(r"\b(meant|means) a (lot|great deal)\b.*\b(interview\w*|invited|seen|met|meet|talk)\b")),
    )


def _consideration() -> tuple[Sign, ...]:
    kept = r"(me|us|my [\w' ]{1,24}?|mine)"
    where = (
        r"(in mind|on (file|record|your (list|books|radar|system))|in your (files?|pool|database|records|system|talent"
        r" \w+|thoughts)|for (future|comparable|similar|other|later|any|the next|next)|in the (loop|running|"
        r"frame|pool))"
    )
    free = rf"({_FREE}|vacan\w+|position|role|job|post|place|something|anything|hiring|need)"
    reach = (
        r"((contact|call|ring|phone|approach|ping|write to|drop|give|get in touch with|shout for) me|"
        r"reach out|get in touch)"
    )
    wishes = (
        r"(work|interview\w*|come (back|and)|join|stand|return|apply|try|be (invited|interviewed|part of|back|"
        r"contacted|"
        r"approached|called|asked|in touch|there)|another (go|try|shot|chance|attempt|interview|conversation)|"
        r"chance|opportunity)"
    )
    return (
        Sign(
            _any(
                rf"\bconsider(ed|ing|ation)?\b.*\b(future|again|later|another|next|{_NEW} ([\w-]+ ){{0,3}}{_OFFERS})\b",
                rf"\b(keep|bear|have|hold( on to)?|hang on to|retain|leave|put|leaving|keeping|kept|store|"
                rf"save) {kept}\b.*\b{where}\b",
                rf"\b({_FREE}|{_NEW} ([\w-]+ ){{0,3}}{_OFFERS})\b.*\bconsider(ed|ing)?\b",
                r"\b(count|include|invite|call|interview|have|take) me\b.*\b(next|future|again|another time)\b",
                rf"\b{_GLAD}\b.*\b(another|a (further|second|new)) (opportunity|chance|go|try|shot|interview|attempt|"
                rf"crack)\b",
                r"\b(hold|keep|leave)(ing)? my (\w+ )?(open|active|live|alive)\b|\bin the (running|frame) for\b",
                r"\b(falls? through|drops? out|things change|circumstances change|works? out)\b.*\b(hear|find me|call|"
                r"available|think of|ring|contact|there|here)\b",
                r"\b(add|put|keep|have) me (to|in|on|among) (your|the) ([\w-]+ )?(pool|list|books|database|candidates|"
                r"files?)\b",
                r"\b(is|be)(n't| not) the last (time|you|of)\b",
                r"\bdoor (is|stays|remains) (\w+ )?open\b",
                r"\b(think|thought|thinking) (of|about|at) (me|my (candidature|application|name))\b|\bbe thought of\b",
                r"\bremember (me|my (name|application))\b",
                r"\bre-?appl(y|ying|ication)\b|\bapply(ing)?\b.{0,50}\b(again|once more|anew|in (the )?future)\b",
                r"\b(try|trying) (my luck |it )?again\b(?=\W*$|.*\b(year|time|later|when|future|round|spring|autumn))",
                r"\b(put|throw|toss|add|enter)(ing)? (my (name|hat)|myself) (forward|in|into|back)\b",
                r"\b(stay|remain|be|get|put me|keep me)\b.{0,20}\b(on|in) your (short-?list|list|radar|books|"
                r"(talent )?pool|files?|database|records?)\b",
                rf"\b(stay|remain|still|am|continue to be)\b {_SURELY}(interested|motivated|keen|eager|enthusiastic)\b"
                r".{0,45}\b(your|working|joining|work|join|you|company|firm|team|organi[sz]ation|school|hospital)\b",
                rf"\b{_GLAD}\b.*\b{wishes}\b.*\b{_AGAIN}",
                rf"\b{_AGAIN}.*\b{_GLAD}\b.*\b{wishes}\b",
                rf"\b(if|when(ever)?|should)\b.*\b{free}\b.*\b{reach}\b|\b{reach}\b.*\b(if|when|should)\b.*\b{free}\b",
                rf"\b(if|when(ever)?|should|next)\b.*\b{free}\b.*\b(be there|in the running|be (first|back)|apply)\b",
                r"\b(keep|leave) (the|a|your) door (open|ajar)\b",
                rf"^(?!.*\?)(?!.*\b(let me know|hear|tell me|told|advi[cs]e)\b).*\b{_OCCASION}\b.*\b{_ME_THEN}",
                rf"^(?!.*\?)(?!.*\b(let me know|hear|tell me|told|advi[cs]e)\b).*\b{_ME_THEN}.*\b{_OCCASION}\b",
                rf"\bi('d| would|'ll| will| hope| want| wish| mean| still| very much| do| intend)\b[^?]*\b(to|still|"
                rf"and) {_JOIN}\b"
                r"[^?]*\b(again|once more|one day|some ?day|in (the )?future|at some point|yet)\b(?![^?]*\?)",
                rf"\bhear from you\b.*\b{_OCCASION}\b|\b{_OCCASION}\b.*\bhear from you\b",
                r"\bhear from you\b.*\b(when(ever)?|if|should) .*\b(grow|expand|again)\b",
                r"\b(keep|hold|retain|leave)(ing)? my (application|details|c\.?v|r[ée]sum[ée]|papers|documents|"
                r"particulars|contact)\b",
                r"\b(stay|keep|remain|be) in (touch|contact)\b(?!.*\?)|\bpaths? (will )?cross again\b|"
                r"\ba phone call away\b",
                rf"\b{_GLAD}\b.*\b(contacted|approached|considered|asked back|invited back|thought of)\b",
                r"\bhave me in (account|mind|consideration|view)\b|\btake me into (account|consideration)\b",
                rf"\b(be|up for) [\w ]*\b(another (go|try|shot)|back)\b.*\b{_AGAIN}",
                r"\bhonou?r (\w+ )?to\b.*\b(once more|again|some ?day)\b",
            )
        ),
    )


def _opportunities() -> tuple[Sign, ...]:
    improving = (
        r"\b(advi[cs]es?|tips?|suggest\w*|improve|better|practi[sc]e|prepare|work on|develop|strengthen|learn|focus|"
        r"feedback|pointers?|change|consider(ed)?|keep|file|skills?|build|stronger|ready|chances)\b"
    )
    without = _any(
        rf"{improving}[^,;?]*\b(for|in|before|at) ((a|an|any|the|my|your|such) )?([\w-]+ ){{0,2}}{_OFFERS}\b",
        r"\bwhat (are|were|do|did|would) [\w ]*looking for\b",
        r"\b(opportunity|chance) to\b",
        rf"\b(what|which) {_NEW} {_OFFERS} (did|does|was|were|has)\b",
    )
    news = (
        r"(let me know|tell me|told|hear(ing)?|learn of|informed|keep me (posted|informed|in the loop|updated)|"
        r"know (of|if|whether|about)|wonder\w*|curious|ask (if|whether|about)|interested (to know|in)|find out|"
        r"drop me a (line|note)|notif\w+|a (word|note) (about|when|if))"
    )
    thing = r"(something|anything|owt|summat|somewhere|anywhere|a (place|position|role|job|post|spot))"
    return (
        Sign(
            _any(
                rf"\b(is|are|was|be|exist\w*|would|will|might|could|got)\b (there |it |you )?.*\b({_NEW}|else)\b"
                rf" ([\w-]+ ){{0,3}}({_OFFERS})\b.*\?",
                rf"\b(are|is|be|will) there\b.*\b{_OFFERS}\b.*\?",
                r"\b(openings?|vacanc(y|ies))\b.*\?",
                r"\b(any|other|more|new) (\w+ )?work\b.*\?|\bthere (\w+ )?work\b.*\?",
                rf"\b({_NEW}|else)\b ([\w-]+ ){{0,3}}{_OFFERS}\b.*\?",
                rf"\b{_HIRING}\b.*\?",
                rf"\b{thing}( \w+){{0,2}} ({_FREE}|going|open|available|free|on offer|in the pipeline|suitable|similar|"
                rf"for me|that might|else|elsewhere)\b.*\?",
                rf"\b(there|got|know of) (\w+ )?{thing}\b.*\b(at|in|on|for|with)\b(?! my).*\?",
                r"\b(does|do|will|would|might|could|can|is|are) (any|another|the|your|other|one|some)\b.*\b(needs?|"
                r"use|"
                r"seek\w*|wants?|looking for|search\w*|short of|taking on)\b.*\?",
                r"\b(grow|expand|enlarge|add to|extend)(ing)? (the|your|its|their)\b.*\b(team|staff|force|department|"
                r"crew|office)\b.*\?",
                r"\b(on the horizon|in the pipeline|in prospect|new headcount|plans? to (hire|recruit|take on|fill|"
                r"add))\b.*\?",
                rf"\b(make sense|worth)\b.*\b{_OFFERS}\b.*\?|\b(any|a) chance (of|for|at) {thing}\b.*\?",
                rf"\b{news}\b.*\b(any|some|other|more) ([\w-]+ )?work\b",
                rf"\b(there|it)( \w+){{0,2}} be (\w+ )?{thing}\b.*\?",
                r"\b(looking|look) for\b.*\b(people|someone|somebody|staff|\w+s)\b.*\?",
                rf"\b(expect|plan|planning|anticipate|foresee|need|have|know of)\b.*\b({_OFFERS}|{_FREE})\b.*\?",
                r"\b(fit|use for|place for|room for|suit(able)?)\b.*\b(elsewhere|somewhere|other|another)\b.*\?",
                rf"\b{news}\b.*\bthere (is|are|was|might be|may be|will be) ([\w-]+ )?({thing}|{_OFFERS})\b",
                rf"\b{news}\b.*\b({_NEW} ([\w-]+ ){{0,3}}{_OFFERS}|{_FREE}|openings?|vacanc(y|ies)|{_HIRING})\b",
                rf"\b(if|should|when(ever)?|in case|once)\b.*\b({_FREE}|{_NEW} ([\w-]+ ){{0,3}}{_OFFERS}|{_HIRING})\b"
                r".*\b(let me know|hear|tell me|inform me|drop me a line)\b",
            ),
            without=without,
        ),
    )


def _pointers() -> tuple[Sign, ...]:
    weak = (
        r"(weak\w*|gaps?|shortcomings?|deficienc\w+|flaws?|blind spots?|my (mistakes?|faults?|errors?)|wanting|"
        r"failings?|thin(nest)?|shaky|shakiest|worst|poor(est|er)?|least|missing|lack\w*|unclear|unconvincing|"
        r"less (convincing|strong|clear))"
    )
    short = (
        r"((fall|fell|fallen|came|come|falling|coming) (\w+ )?short|let (me|myself|us) down|(held|hold|"
        r"holding) me back|"
        r"cost me|trip(ped)? (me )?up|went wrong|go wrong|i (got|did|do|have done|went|get) (\w+ ){0,2}wrong|"
        r"(did|do) i (get|do|go|have) (\w+ ){0,2}wrong|los[et] you|counted against me|hurt my|worked against me|"
        r"(did|do|was|were|had|could)(n't| not) (\w+ ){0,3}(convinc\w+|work\w*|land\w*|persuad\w+|well|good|clear|"
        r"enough|strong|impress\w*|satisf\w+|there|meet|reach|manage)|made? the difference|"
        r"tip(ped)? the (scales?|balance)|"
        r"off (track|course|the rails)|astray|badly|poorly|negatives?|reservations?|concerns?|misgivings?|"
        r"objections?|doubts?|"
        r"(against|minus) points?|swung it|behind (the|your) (decision|choice)|(room|scope) for improvement|"
        r"like(d)? to (see|hear) (\w+ )?more|expect(ed)? (\w+ )?more|did not good)"
    )
    self = r"(i|me|my \w+|it|we)"
    return (
        Sign(
            _any(
                r"\bpointers?\b",
                r"\b(feedback|critique|criticisms?|debrief|appraisal)\b(?! (is|was) (not|never))",
                rf"\bareas?\b.{{0,40}}\b({_GROW}|improvement|development|growth|{weak})\b",
                rf"\b(things?|points?|skills?|aspects?|sides?)\b.{{0,25}}\bi\b.{{0,20}}\b({_GROW})\b",
                rf"{_WHAT}.*\b({weak}|{short})\b",
                rf"\b({weak}|{short})\b.*\?",
                rf"\b(tell|told|hear|learn|know|understand|see|name|hint|honest|frank|word|informed)\b.*\b{weak}\b",
                r"\b(biggest|greatest|main|largest) (gaps?|weak\w*|problem|concern|doubt|worr(y|ies)|reservation)\b",
                rf"{_WHAT}.*\b(i|we) ((could|should|can|might|must|ought to|need to|have to) )(\w+ ){{0,3}}{_GROW}\b",
                rf"\b(could|should|can|must|might|do) (i|we) (\w+ ){{0,3}}{_GROW}\b",
                rf"\b(what|where|how|which \w+) to {_GROW}\b",
                rf"\b{self} (could|should|can|might|must) (be|have been) (\w+ )?(better|stronger|improved|sharpened|"
                rf"clearer)\b",
                rf"\bhow (did )?({self}|i) (did|do|went|go|came across|come across|perform\w*|was|compare\w*|land\w*|"
                rf"fare\w*)\b",
                r"\bin (what|which) (respects?|ways?|areas?|points?)\b",
                r"\b(reasons?|why)\b.*(n't\b|\b(not|against|behind|declin\w+|reject\w+|turned down|unsuccessful)\b)",
                rf"\b(what|where|which|how|why|whether|if|anything|something)\b.*\b{_MINE}\b.*(n't\b|\b(fell|fall|"
                rf"failed|fail|"
                rf"lost|behind|down|vague|too|not|less|more|stronger|{weak}|short|suffer\w*)\b)",
                r"\b(what|where|which|anything)\b.{0,40}\b(did|was|were|had|could|does|do|is)(n't| not)\b",
                rf"{_WHAT}.*\b(want|wanted|like|liked|wish|wished|advise) me to\b.*\b({_GROW}|more|less|instead)\b",
                r"\b(stopped|kept|prevented|put|led|swayed|persuaded|decided|made) (you|the panel|them|your team|"
                r"the team|it)\b"
                r".*\b(from|off|against|in favou?r|to (choose|pick|prefer|go)|choose|pick|prefer|hesitate|doubt)\b",
                r"\b(which|what|where)\b.*\bneed(s|ed)? (the |more |most |a bit of |some )*(work|practice|attention|"
                r"polish|improvement)\b",
                r"\b(stronger|better|more (convincing|suitable|attractive)) (candidate|applicant|application|"
                r"impression|"
                r"answers?|fit|choice|case)\b|\bmade (me|my \w+) (stronger|better|more)\b",
                r"\b(honest|frank|candid|blunt|straight)\b.*\b(opinion|view|assessment|impression|with me|word)\b",
                r"\b(a|one|any|some|your) (honest |short |brief |few )?(word|line|sentence|thought|comment|"
                r"remark)s? (on|about) "
                r"(my|how i|what i|whatever|where i)\b",
                r"\b(which|what|where|whose|how)\b.*\b(need(s|ed)?|want(s|ed)?|lack\w*|call(s|ed)? for|"
                r"deserve[sd]?) (more |some |further )?(development|developing|"
                r"improvement|improving|work|attention|practice|strengthening)\b",
                r"\b(miss(ed|es)?|wide of) the (mark|point)\b|\bfell flat\b|\bstood in (the|my) way\b|"
                r"\bfound (me )?(lacking|wanting)\b",
                r"\bmade (you|the panel|them) (go with|take|choose|pick|hire|prefer|decide|say|turn)\b|\bin (the|"
                r"my) way\b.*\?",
                r"\bwhat (would it have taken|did you (want|hope|expect)|would you have (wanted|liked|expected))\b",
                r"\b(not|n't) tick\b|\b(thoughts|views?|impressions?|verdict|notes|comments|remarks) (on|about|"
                r"of) (my|how i|me)\b",
                r"\b(kept|keeps|stopped|barred|prevented|held) me (from|back|out)\b|\bto my disadvantage\b",
                r"\b(improvement|development) (points?|areas?|needs?|suggestions?)\b",
            ),
            asks=True,
        ),
    )


def _advice() -> tuple[Sign, ...]:
    counsel = r"(advi[cs]es?|suggestions?|recommendations?|tips?|guidance|counsel|wisdom|a steer|coaching|mentoring)"
    learning = (
        r"(read|practi[sc]e|learn|study|take|prepare|rehearse|train|start|begin|approach|get into|break into|"
        r"go about)"
    )
    return (
        Sign(
            _any(
                rf"\b{counsel}\b",
                r"\badvise\b",
                r"\b(would|do|could|can|might) you (\w+ )?(advise|recommend|suggest|point (me|a \w+))\b",
                r"\byou( would|'d| could| can| might)? (recommend|suggest|point)\b",
                r"\b(in|into) my (place|shoes|position|situation|stead)\b|\bif (you were|i were|i was) (me|you)\b",
                r"\bwhat you( would|'d) (do|try|read|learn|study|practi[sc]e|start|tell)\b|\bpick your brains?\b",
                r"\b(best|good|better|right) way (to|of|into)\b|\bhow best to\b|\bthoughts on how\b",
                r"\bwere you (me|in my)\b|\bif you (were|had to) (start|begin)\w*\b",
                rf"\b(helpful|useful|good|any|some|other|certain|recommended) ([\w-]+ ){{0,2}}{_LEARNT}\b",
                rf"\b{_LEARNT}\b.*\byou( would|'d| could| can| might| think| know| rate| like| liked| value| trust|"
                rf" use| used)\b",
                rf"\b(which|what|are|is there) ([\w-]+ ){{0,2}}{_LEARNT}\b",
                r"\b(what|how|where|which [\w-]+) would you (?!like|have|say|prefer|describe|rate|sum|be|want|call)\w+",
                rf"\b(how|what|where) (i|one|people|somebody|someone|to|can i|could i|should i|do i|do people)\b"
                rf"( \w+){{0,3}} {learning}\b",
                r"\b(where|how) to (start|begin|go from here|move forward|move on)\b|\b(next )?steps (i|to|you|"
                r"that i)\b",
                r"\bwhat (has |had )?(helped|worked for|served) you\b|\bwhat to (look|read|study|learn|try|aim)\b",
                r"\bpoint (me|somebody|someone) (\w+ )?(in the right direction|towards?|to)\b",
                r"\b(pass on|share)\b.*\b(experience|learned|learnt|know|helped you|your (path|way|story))\b",
                r"\b(how|what|which|who)\b.*\b(foot in the door|get into|break into|enter|when you (started|began|"
                r"were))\b",
                r"\b(who|whom) (else )?(should|could|can|might) i (talk|speak|turn|write|go)\b",
                r"\b(would|could|might|does|do you think)\b.*\b(help (my chances|me (get|prepare|learn))|"
                r"be worth (doing|taking|getting))\b",
            ),
            asks=True,
        ),
    )


@cache
def arguing() -> re.Pattern[str]:
    """Arguing with the decision, which ends the conversation."""
    they = (
        r"(you|the panel|your panel|the committee|the board|the jury|the team|your team|your company|they|"
        r"(the|your|this|that) (decision|choice|outcome|verdict|result|assessment|marking|scor\w+|judge?ment|"
        r"process|reasons?))"
    )
    gap = r"(?:(?!\bi\b|\bme\b|\bnot\b|n't).){0,25}?"
    look = r"(please|could you|would you|can you|will you|ask\w*|kindly|somebody|someone|urge|want|be|must|should)"
    return _any(
        r"\b(i|to|must|and|but) (strongly |really |simply |completely |formally |firmly |respectfully |have to |must )?"
        r"(disagree|dispute|contest|protest|object)\b",
        r"\bdo(n't| not) (agree|accept|understand (why|how)|see (why|how))\b",
        r"\b(cannot|can't|can not|fail to|hard to|refuse to|struggle to|unable to) (agree with|accept|"
        r"understand|believe|see)"
        r" (this|that|it|the|your|why|how (you|the|anybody|anyone|this|that))\b",
        r"\b(unfair\w*(?! (of|for) me)|not (\w+ )?fair|unjust\w*|biase?d?|discriminat\w+|injustice|arbitrary|absurd|"
        r"ridiculous|baffl\w+|bewilder\w+|dismay\w*|incomprehensible|inexplicabl\w+|unjustifi\w+|unfounded|"
        r"indefensible|"
        r"robbed|cheated|rigged|prejudic\w*|favou?ritism|nepotism|expected (better|more) (of|from) (you|a|your)|"
        r"had it in for|prove you wrong|in error|(bad|poor|terrible) (decision|choice|judge?ment)|(do|does|"
        r"did|can) not hold (water|up)|mak(es?|ing) no sense|insult\w*|outrag\w+|unprofessional\w*|"
        r"disgrace\w*|unacceptable|farce|sham)\b",
        rf"\b{they}\b {gap}\b(got|is|are|was|were|made|make|have|has|took|do|does|did)\b {gap}"
        r"\b(wrong\w*|mistaken?|mistakes?|an? error|misjudg\w+|misread|misunderst\w+|overlooked|ignored|"
        r"underestimated)\b",
        rf"\b{they}\b (have |has |had |simply |clearly |really )*(misjudged|misread|misunderstood|overlooked|ignored|"
        r"underestimated|dismissed|wronged)\b",
        rf"\b{they}\b {gap}(does|did|do|was|were|is|are)(n't| not) ((even|simply|properly|really|"
        rf"truly) )*(reflect|assessed|"
        r"marked|read|listen|give me a|bother|justif\w+|deserved|right|correct|true|justified|look)",
        r"\bwrong (decision|choice|call|person|candidate|criteria|conclusion|result|one)\b|\byour (mistake|"
        r"error|loss)\b",
        r"\b(reasons?|feedback|points?|claims?|wrote|said|that|this|which)\b.{0,30}\b(is|are|was|were) (simply |just )?"
        r"(not true|untrue|false|not correct|incorrect|inaccurate)\b",
        r"\breconsider(?!\w* (me|my \w+)? ?(for|in) (future|other|the future|another|later|any))\w*\b",
        r"\b(re-?think|re-?assess|re-?evaluat\w+|re-?examin\w+|review|revisit|re-?open|re-?check|re-?mark)(ed|"
        r"ing)? (the|"
        r"your|this|that|it|my (application|case|answers?|scores?|test|interview|result))\b",
        r"\b(overturn\w*|revers(e|ed|ing) (the|your|this|that|it)\b)",
        r"\bchang(e|ed|ing) (your|their|the panel's|his|her) (minds?|decision|verdict)\b",
        r"n't (\w+ )?fair\b|\b(reasons?|explanation|decision|feedback|this|it|that)\b.{0,15}(n't|\bnot) (hold|"
        r"add up|make "
        r"(any )?sense|convince me|stand up)\b",
        rf"\bdo(n't| not) (think|believe|feel) (that )?{they}\b.*\b(understood|saw|read|listen\w*|right|"
        rf"fair\w*|correct\w*|"
        r"gave|heard|valued|recogni[sz]ed|appreciated)\b",
        r"\b(must|may|might|has|have|can only) (have )?be(en)? (some |an? |a simple )?(error|mistake|mix-?up|"
        r"misunderstanding)\b",
        r"\bcorrect(ed|ing)? (the|your|its|this|that) (decision|mistake|error|result|verdict|outcome)\b",
        r"\bbeg to differ\b|\b(cannot|can't|could not) (possibly )?be (right|true|correct|fair)\b|"
        r"\bsecond opinion\b|\bwas promised\b",
        r"\bi (met|meet|fulfil\w*|satisfied|had|have) (every|all|all of|each) (of )?(the|your|requirement|"
        r"criteri\w+|skill)",
        r"\b(premature|hasty|flawed|invalid|questionable|shabb\w+|mistreated|wronged|not (been )?applied|"
        r"mishandled|botched|"
        r"shameful|dishonest|deceiv\w+|lied|misled|bad faith)\b",
        r"\b(give|grant|offer|allow|owe) me (a|another) (second|further|new|proper|fair|fresh)?\s?(interview|"
        r"hearing|chance|go|try)\b"
        r"(?!.*\b(future|again|some ?day|one day|next|later)\b)",
        r"\b(think|thinking) (it over |this over )?again\b|\b(change|changing|alter|undo) (the|this|that|"
        r"its) (outcome|decision|"
        r"result|verdict)\b|\byou(r company)?( will|'ll|'re| are|) (regret|missing out)\b",
        r"\bi should have (got|gotten|received|been given|won|had) (the|this|that|it)\b",
        rf"\b{look}\b.{{0,40}}\blook(ed)? (again|once more|at (it|this|my|me|the)\b.{{0,30}}\b(again|once more))",
        r"\b(give|take|have)\b.{0,30}\b(another|second|closer|fresh) look\b|\b(another|second|"
        r"closer) look at (my|me)\b|\bgo over my (case|application|answers)\b",
        r"\b(come|arrive) (to|at) (another|a different) (result|conclusion|decision)\b",
        r"\b(i|to|wish to|want to|shall|will) (formally )?appeal\b(?! to (me|you))|\b(lodge|file|"
        r"make) (an? )?(appeal|complaint)\b",
        r"\bi (really |truly |clearly |still |surely |do )*(deserv\w+|merit(ed)?|was entitled|am entitled|"
        r"earned (it|this|the))\b",
        rf"\b(i (was|am)|i'm|(know|believe|think|feel|convinced|consider)( that)? i) {gap}\b(the (best|"
        rf"strongest|most (experienced|qualified|"
        r"suitable|capable))( (applicant|candidate|person|one))|(better|more) (qualified|suited|experienced|"
        r"suitable) than|"
        r"the (only|right|better|obvious) (candidate|one|person|choice|applicant))\b",
        r"\b(the )?only (candidate|person|one|applicant) (who|with|that)\b",
        r"\b(turn(ed|ing) me down for|pass(ed|ing) (me )?over|pick(ed|ing) (somebody|someone) (less|worse))\b",
        r"\b(hired|chose|took|picked|preferred|appointed)( on)? (a|an|somebody|someone|the) (\w+ )?(beginner|"
        r"novice|junior|rookie|less|"
        r"with (no|less|fewer)|without|straight|younger|friend|cousin|nephew)\b",
        r"\bmy (answers?|solution|test|work|results?)( \w+)? (was|were) (\w+ )?(right|correct|perfect|"
        r"flawless|complete)\b",
        r"\b(meet|sit down|talk|discuss)\b.*\b(again|once more)\b.*\bmy (case|application)\b|\b(meet|"
        r"sit down)\b.*\bmy case\b",
        rf"\b{they}\b should(n't| not)? have\b(?! (received|got|heard))",
        r"\b(should|ought)(n't| not)? (to )?have been (me|mine|hired|chosen|offered|selected|rejected|"
        r"turned down|declined|"
        r"given the)\b",
        r"\b(demand|insist on|expect|require|am owed|owe me|want|entitled to) (a |"
        r"an )?(\w+ ){0,2}(explanation|justification|"
        r"apology|reasons|answers)\b",
        r"\bhow (can|could|dare) you (\w+ )?(defend|justify|choose|reject|turn|say|possibly|prefer|pass|claim|"
        r"decide)?\b"
        r"(?! tell| help)",
        r"\b(disappointed|angry|upset|appalled|shocked) (by|in|with|at) (you|your|the way|how)\b",
        r"\byou (failed|never|did(n't| not)) (even |to )*(bother\w*|read|listen\w*|give me a|gave me a|look\w*)\b",
        r"\b(not (sure|convinced)|doubt|question|challenge) (that |whether |if )?(the|your|this) (decision|"
        r"choice|outcome|"
        r"verdict|result|judge?ment)\b",
        r"\b(fair|proper|real) (chance|hearing)\b.*\b(never|not|n't)\b|\b(never|not|n't)\b.*\ba (fair|proper|"
        r"real) (chance|hearing)\b",
    )


SEVERAL = re.compile(
    r"^\s*(hello|hi|dear|hey)\s+(all|everyone|everybody|team|both|sirs?|ladies|hiring)\b", re.IGNORECASE
)
"""A greeting of more than one person, or of nobody in particular."""
