"""Owns the words of which the signs of a letter's parts are built: offers, meetings, weaknesses, wishes."""

import re

from msgspec import Struct

OFFERS = (
    r"(openings?|vacanc(y|ies)|opportunit(y|ies)|positions?|roles?|jobs?|posts?|teams?|places?|placements?|intakes?|"
    r"hospitals?|clinics?|practices|employers?|internships?|shifts?|departments?|wards?|offices?|"
    r"branch(es)?|schools?|sites?|spots?|seats?|contracts?|"
    r"apprenticeships?|traineeships?|slots?|schemes?)"
)
NEW = r"(other|another|new|further|future|different|similar|comparable|open|more|any|upcoming|suitable|free|next|fresh)"
FREE = (
    r"(open(s|ed|ing)? up|com(e|es|ing) up|crops? up|turns? up|pops? up|becom(e|es|ing) (free|vacant|available|open)|"
    r"arises?|falls? vacant|coming free|is (advertised|planned|free|open)|be planned|(have|has|had|in) need of)"
)
HIRING = r"(hir(e|es|ing)|recruit(s|ing)?|staffing up|expanding|taking (people |staff |somebody |someone )?on|growing)"
GROW = (
    r"(develop|improve|grow|strengthen|work (\w+ )?on|work (harder|more) (on|at)|practi[sc]e more|"
    r"brush up|build (up|on)|"
    r"sharpen|better|differently|have done|do (better|more|differently)|fix|polish|get better|change|focus( on)?|"
    r"improving|working on|developing|concentrate on|pay (more )?attention|have (said|shown|prepared|answered)|avoid)"
)
LEARNT = (
    r"(reading|resources?|books?|courses?|training|trainings|certificat\w+|qualifications?|literature|materials?|"
    r"articles?|videos?|links?|podcasts?|websites?|information)"
)
THANKING = r"\b(thank\w*|grateful\w*|gratitude|appreciat\w+|obliged|indebted|cheers|ta)\b"
DAY = r"((mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|last week|this (morning|afternoon|week)|the other day)"
MEETING = (
    r"(opportunity|chance|possibility|interview\w*|meeting|(to )?meet(ing)? (me|with|you|us)|conversations?|talk\w*|"
    r"discussions?|chat\w*|invit\w+|process|hospitality|welcome|visit|tour|trial|assessment|session|rounds?|"
    r"speak(ing)?|spoke|phone call|our call|the call|showing (me|us)|see(ing)? (me|us)|receiv(e|ing) (me|us)|"
    r"hav(e|ing) (me|us)|letting me (?!know|have)|considering (me|my)|consideration|reception|my visit|"
    r"morning|afternoon|"
    r"(your|the|you|their|making|taking|took|made|much|of) ([\w']+ ){0,3}time\b|hours?|minutes|met (me|with)|"
    + DAY
    + ")"
)
SURELY = r"(very |really |truly |still |much |so |highly |strongly |simply |also |just |always |dearly |greatly )*"
GLAD = (
    r"(love|like|happy|glad|delighted|pleased|honou?red|honou?r|hope|hoping|jump|keen|eager|up for|fortunate|"
    r"overjoyed|leap|nothing (better|more)|welcome|wish|want|thrilled|excited|ready|willing|intend|"
    r"interested|open to|look forward|game)"
)
AGAIN = (
    r"(again|in (the )?future|some ?day|one day|at some point|later( on)?|once more|next (time|round|year|spring|"
    r"autumn|summer|winter)|when(ever)?\b|if\b|should\b|down the (line|road)|another time|anew|a second time)"
)
MINE = (
    r"(i|my ([\w-]+ )?(answers?|interview|presentation|performance|lesson|tests?|solutions?|code|plan|case( study)?|"
    r"portfolio|application|talk|approach|skills?|work|exercise|cv|r[ée]sum[ée]|experience|pitch|profile|responses?|"
    r"delivery|manner|knowledge|attempt|candidacy|examples?|stories))"
)
WHAT = (
    r"\b(what|where|which|how|why|whether|whatever|anything|something|(any|some|one|two|three|a few|the|"
    r"main|specific) (things?|parts?|areas?))\b"
)
OCCASION = (
    r"(when(ever)?|if|should|once|as soon as|in case|the next time)\b[^?]*\b(advertis\w*|vacan\w+|opens?|"
    r"openings?|seats?|desk|"
    r"place|post|role|position|job|spot|slot|falls? (free|open)|comes? (up|free)|becomes?|hir(e|es|ing)|"
    r"recruit\w*|need|"
    r"looking|search\w*|audition\w*|somebody leaves|someone leaves|team grows|plans change|next (round|intake|year))"
)
ME_THEN = (
    r"(i'll|i will|i shall|i'd|i would|i hope|i want|i am|i'm|count me|think of me|remember me|"
    r"consider me|call me|ring me|"
    r"write to me|my (name|application|hat|cv))\b"
)
JOIN = (
    r"(work|join|be part|become part|belong|play|teach|cook|nurse|audition|interview|come back|return|"
    r"apply|try|contribute|"
    r"serve|sell|design|build|write|be (with|among|on|in|at) (you|your)|meet)"
)
CONSIDERATION_KEPT = r"(me|us|my [\w' ]{1,24}?|mine)"
CONSIDERATION_WHERE = (
    r"(in mind|on (file|record|your (list|books|radar|system))|in your (files?|pool|database|records|system|talent"
    r" \w+|thoughts)|for (future|comparable|similar|other|later|any|the next|next)|in the (loop|running|"
    r"frame|pool))"
)
CONSIDERATION_FREE = rf"({FREE}|vacan\w+|position|role|job|post|place|something|anything|hiring|need)"
CONSIDERATION_REACH = (
    r"((contact|call|ring|phone|approach|ping|write to|drop|give|get in touch with|shout for) me|"
    r"reach out|get in touch)"
)
CONSIDERATION_WISHES = (
    r"(work|interview\w*|come (back|and)|join|stand|return|apply|try|be (invited|interviewed|part of|back|"
    r"contacted|"
    r"approached|called|asked|in touch|there)|another (go|try|shot|chance|attempt|interview|conversation)|"
    r"chance|opportunity)"
)
OPPORTUNITIES_IMPROVING = (
    r"\b(advi[cs]es?|tips?|suggest\w*|improve|better|practi[sc]e|prepare|work on|develop|strengthen|learn|focus|"
    r"feedback|pointers?|change|consider(ed)?|keep|file|skills?|build|stronger|ready|chances)\b"
)
OPPORTUNITIES_NEWS = (
    r"(let me know|tell me|told|hear(ing)?|learn of|informed|keep me (posted|informed|in the loop|updated)|"
    r"know (of|if|whether|about)|wonder\w*|curious|ask (if|whether|about)|interested (to know|in)|find out|"
    r"drop me a (line|note)|notif\w+|a (word|note) (about|when|if))"
)
OPPORTUNITIES_THING = r"(something|anything|owt|summat|somewhere|anywhere|a (place|position|role|job|post|spot))"
POINTERS_WEAK = (
    r"(weak\w*|gaps?|shortcomings?|deficienc\w+|flaws?|blind spots?|my (mistakes?|faults?|errors?)|wanting|"
    r"failings?|thin(nest)?|shaky|shakiest|worst|poor(est|er)?|least|missing|lack\w*|unclear|unconvincing|"
    r"less (convincing|strong|clear))"
)
POINTERS_SHORT = (
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
POINTERS_SELF = r"(i|me|my \w+|it|we)"
ADVICE_COUNSEL = r"(advi[cs]es?|suggestions?|recommendations?|tips?|guidance|counsel|wisdom|a steer|coaching|mentoring)"
ADVICE_LEARNING = (
    r"(read|practi[sc]e|learn|study|take|prepare|rehearse|train|start|begin|approach|get into|break into|"
    r"go about)"
)
ARGUING_THEY = (
    r"(you|the panel|your panel|the committee|the board|the jury|the team|your team|your company|they|"
    r"(the|your|this|that) (decision|choice|outcome|verdict|result|assessment|marking|scor\w+|judge?ment|"
    r"process|reasons?))"
)
ARGUING_GAP = r"(?:(?!\bi\b|\bme\b|\bnot\b|n't).){0,25}?"
ARGUING_LOOK = r"(please|could you|would you|can you|will you|ask\w*|kindly|somebody|someone|urge|want|be|must|should)"


class Sign(Struct, frozen=True):
    """What one part is known by: `words`, in a sentence that asks where `asks` says so, after `without` is cut out."""

    words: re.Pattern[str]
    asks: bool = False
    without: re.Pattern[str] | None = None


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of several."""
    return re.compile("|".join(patterns))
