"""Owns the words of which the signs of a letter's parts are built: offers, meetings, weaknesses, wishes."""

import re

from msgspec import Struct

OFFERS = (
    r"(openings?|vacanc(y|ies)|opportunit(y|ies)|positions?|roles?|jobs?|posts?|teams?|places?|placements?|intakes?|"
    r"hospitals?|clinics?|practices|employers?|internships?|shifts?|departments?|wards?|offices?|"
    r"branch(es)?|schools?|sites?|spots?|seats?|contracts?|"
    r"apprenticeships?|traineeships?|secondments?|fellowships?|postings?|gigs?|cover(?! letter)|appointments?|hires?|"
    r"slots?|schemes?)"
)
NEW = r"(other|another|new|further|future|different|similar|comparable|open|more|any|upcoming|suitable|free|next|fresh)"
FREE = (
    r"(open(s|ed|ing)? up|com(e|es|ing) up|crops? up|turns? up|pops? up|becom(e|es|ing) (free|vacant|available|open)|"
    r"arises?|falls? vacant|coming free|is (advertised|planned|free|open)|be planned|(have|has|had|in) need of)"
)
HIRING = (
    r"(hir(e|es|ing)|recruit(s|ing)?|staffing up|expanding|taking (people |staff |somebody |someone )?on|growing(?! "
    r"(into|as|in|my|up)))"
)
GROW = (
    r"(develop|improve|grow|strengthen|work (\w+ )?on|work (harder|more) (on|at)|practi[sc]e more|"
    r"brush up|build (up|on)|"
    r"sharpen|better|differently|have done|do (better|more|differently)|fix|polish|get better|change|focus( on)?|"
    r"improving|working on|developing|ameliorate|remedy|correct|catch up on|concentrate on|pay (more )?attention|"
    r"have (said|shown|prepared|answered)|avoid)"
)
LEARNT = (
    r"(reading|resources?|books?|courses?|training|trainings|certificat\w+|qualifications?|literature|materials?|"
    r"articles?|videos?|links?|podcasts?|websites?|information)"
)
THANKING = r"\b(thank\w*|grateful\w*|gratitude|appreciat\w+|obliged|indebted|cheers|ta|th(an)?x|tnx|owe you)\b"
DAY = r"((mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|last week|this (morning|afternoon|week)|the other day)"
MEETING = (
    r"(opportunity|chance|possibility|interview\w*|meeting|(to )?meet(ing)? (me|with|you|us)|conversations?|talk\w*|"
    r"discussions?|chat\w*|invit\w+|process|hospitality|welcome|visit|tour|trial|assessment|session|rounds?|"
    r"speak(ing)?|spoke|phone call|our call|the call|showing (me|us)|see(ing)? (me|us)|receiv(e|ing) (me|us)|"
    r"hav(e|ing) (me|us)|let(ting)? me (?!know|have)|(received|seen|invited|had) me|considering (me|my)|"
    r"consideration|reception|my visit|"
    r"morning|afternoon|"
    r"(your|the|you|their|making|taking|took|made|much|of) ([\w']+ ){0,3}time\b|hours?|minutes|met (me|with)|"
    + DAY
    + ")"
)
SURELY = r"(very |really |truly |still |much |so |highly |strongly |simply |also |just |always |dearly |greatly )*"
GLAD = (
    r"(love|like|happy|happier|gladder|glad|delighted|pleased|honou?red|honou?r|hope|hoping|jump|keen|eager|up for|"
    r"fortunate|"
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
    r"looking|short( of|-handed|-staffed)|stuck for|leaves|quits|retires|moves on|drops out|search\w*|audition\w*|"
    r"somebody leaves|someone leaves|team grows|plans change|next (round|intake|year))"
)
ME_THEN = (
    r"(i'll|i will|i shall|i'd|i would|i hope|i want|i am|i'm|count me|think of me|remember me|"
    r"consider me|call me|ring me|"
    r"write to me|you (have|'ve got|know) (my|where)|give (me|us) a|(shout|call|ring|ping) (us|me)|"
    r"my (name|application|hat|cv|number|phone))\b"
)
JOIN = (
    r"(work|join|be part|become part|belong|play|teach|cook|nurse|audition|interview|come back|return|"
    r"apply|try|contribute|"
    r"serve|sell|design|build|write|be (with|among|on|in|at) (you|your)|meet)"
)
CONSIDERATION_KEPT = r"(me|us|my [\w' ]{1,24}?|mine)"
CONSIDERATION_WHERE = (
    r"(in mind|on (file|record|your (list|books|radar|system))|in your (files?|pool|database|records|system|talent"
    r" \w+|thoughts|portfolio|card index|drawer|network|circle|memory)|for (the future|a next|another|future|"
    r"comparable|similar|other|later|any|the next|next)|in the (loop|running|"
    r"frame|pool))"
)
CONSIDERATION_FREE = rf"({FREE}|vacan\w+|position|role|job|post|place|something|anything|hiring|need)"
CONSIDERATION_REACH = (
    r"((contact|call|ring|phone|approach|ping|write to|drop|give|get in touch with|shout for) (me|us)|"
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
    r"(let me know|tell me|told|hear(ing)?(?! from)|learn of|informed|keep me (posted|informed|in the loop|updated)|"
    r"know (of|if|whether|about)|wonder\w*|curious|ask (if|whether|about)|interested (to know|to hear|in (any|other|"
    r"another|new|further|what))|find out|"
    r"drop me a (line|note)|notif\w+|a (word|note) (about|when|if))"
)
OPPORTUNITIES_THING = r"(something|anything|owt|summat|somewhere|anywhere|a (place|position|role|job|post|spot))"
POINTERS_WEAK = (
    r"(weak\w*|gaps?|shortcomings?|deficienc\w+|flaws?|blind spots?|my (mistakes?|faults?|errors?)|wanting|"
    r"failings|failing(?! (that|this|which))|thin(nest)?|lowest|lowlights?|marked down|shaky|insufficient\w*|"
    r"inadequa\w+|patchy|superficial\w*|outdated|rusty|shakiest|worst|poor(est|er)?|least|missing|lack\w*|unclear|"
    r"unconvincing|"
    r"less (convincing|strong|clear))"
)
POINTERS_SHORT = (
    r"((fall|fell|fallen|came|come|falling|coming) (\w+ )?short|let (me|myself|us|the|my)( [\w-]+){0,3} down|(held|"
    r"hold|"
    r"holding) me back|"
    r"cost me|trip(ped)? (me )?up|went wrong|go wrong|i (got|did|do|have done|went|get) (\w+ ){0,2}wrong|"
    r"(did|do) i (get|do|go|have) (\w+ ){0,2}wrong|los[et] you|count(ed|s)? (\w+ )?against|hurt my|worked against me|"
    r"(did|do|was|were|had|could)(n't| not) (\w+ ){0,3}(convinc\w+|work\w*|land\w*|persuad\w+|well|good|clear|"
    r"enough|strong|impress\w*|satisf\w+|there|meet|reach|manage)|made? the difference|"
    r"tip(ped)? (it|the (scales?|balance))|(decided|settled|clinched|sealed) it|"
    r"below (the |your |my )?(level|standard|bar|par|mark|expectations?|requirement)|"
    r"up to (scratch|standard|par|snuff|the (mark|level|job|standard))|blind to|deal-?breakers?|"
    r"(wobbl|stumbl|falter|struggl)\w*|over the line|"
    r"off (track|course|the rails)|astray|badly|poorly|negatives?|reservations?|concerns?|misgivings?|"
    r"objections?|doubts?|"
    r"(against|minus) points?|swung it|behind (the|your) (decision|choice)|(room|scope) for improvement|"
    r"like(d)? to (see|hear) (\w+ )?more|expect(ed)? (\w+ )?more|did not good)"
)
POINTERS_SELF = r"(i|me|my \w+|it|we)"
ADVICE_COUNSEL = (
    r"(advi[cs]es?|suggestions?|recommendations?|tips?|guidance|counsels?|hints?(?! (about|of|as to|on) (the|my|what|"
    r"where|why))|wisdom|a steer|coaching|mentoring)"
)
ADVICE_LEARNING = (
    r"(read|practi[sc]e|learn|study|take|prepare|rehearse|train(?! (tickets?|fares?|station|journey))|start|begin|"
    r"approach|get into|break into|"
    r"go about)"
)
PAST_ME = (
    r"((did|was|were|had|have|am) i\b|i (was|were|did|said|gave|got|had|could have|should have|might have|went|came|"
    r"dropped|lost|seemed|sounded|made|showed|scored|ranked|performed|appeared|fared)\b|my (own |last |second |first )?"
    r"([\w-]+ )?(answers?|interview|presentation|performance|lesson|tests?|solutions?|code|plan|case|portfolio|"
    r"application|talk|approach|exercise|knowledge|analysis|english|teaching|work|experience|cv|r[ée]sum[ée]|pitch|responses?|delivery|candidacy|candidature|examples?|"
    r"score|audition|trial|essay|statement|showing|interviewing))"
)
"""What the writer did or was on the day, as a question about it names it."""
LOGISTICS = (
    r"(send|sent|contact|reach|submit|address|claim|collect|return|pay|call|ring|phone|write|expect|hear|wait|bring|park|"
    r"withdraw|thank|say|put|tell|have|be|know|help)"
)
"""What somebody does about a letter, a journey or a bill: asking about it asks for no advice."""
COMES_TRUE = (
    r"(chang\w+|appear\w*|not stay|leav\w+|leaves?|open\w*|com(e|es|ing)|free|vacan\w+|budget|need\w*|aris\w+|fall\w*|"
    r"turn\w*|fail\w*|different|picture|advertis\w+|post|role|position|job|place|mov\w+|hir\w+|recruit\w*|grow\w*|"
    r"expand\w*|short|drop\w*|pull\w*|withdraw\w*|declin\w+|suitable|seat|desk|spot|opportunit\w+|crops?|pops?|round|"
    r"intake|retir\w+|quit\w*|says? no|not work out)"
)
"""What may happen at the company, so that the writer would be wanted after all."""
ARGUING_THEY = (
    r"(you|the panel|your panel|the committee|the board|the jury|the team|your team|your company|they|"
    r"(the|your) (reviewers?|assessors?|examiners?|interviewers?|markers?|colleagues?|recruiters?|managers?|people)|"
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
