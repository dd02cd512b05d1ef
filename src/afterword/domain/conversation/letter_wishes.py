"""Owns the signs of what a request asks for: pointers and advice (F4, F5)."""

from afterword.domain.conversation.letter_words import (
    ADVICE_COUNSEL,
    ADVICE_LEARNING,
    GROW,
    LEARNT,
    LOGISTICS,
    MINE,
    PAST_ME,
    POINTERS_SELF,
    POINTERS_SHORT,
    POINTERS_WEAK,
    WHAT,
    Sign,
    any_of,
)

_KNOWN_ALREADY = (
    r"(?<!can )(?<!could )(?<!may )(?<!might )(?<!should )\bi (already |now |quite |fully |can |do |well |think i "
    r")*(know|see|understand|reali[sz]e|saw|guess) (\w+ )?(where|what|"
    r"why|how|which) (?:(?! (?:and|but)\b)[^,;.?!])*"
    r"|\b(you|they|she|he)('ve| have| has)? (already |kindly |since )*(told|explained|mentioned|pointed out|shared|"
    r"gave|given)\b"
    r"(?:(?! (?:and|but)\b)[^;.?!])*|\b(tips?|hints?|advices?|suggestions?|recommendations?) (for me )?(as to |on |"
    r"about )?how i can "
    r"[^.?!]*"
)
"""What the writer says to know already asks nobody."""


_PURPOSE = r"\bso (that )?i (will |can |could |may )?(know|see|understand) [^?.;]*"
"""What an answer is wanted for asks for nothing more."""


def pointers() -> tuple[Sign, ...]:
    """A question for specific pointers, for areas to develop."""
    return (
        _pointers_1(),
        _pointers_2(),
        _pointers_3(),
        _pointers_4(),
        _pointers_5(),
        _pointers_6(),
        _pointers_7(),
        _pointers_8(),
    )


def advice() -> tuple[Sign, ...]:
    """A request for advice and helpful information."""
    return (
        _advice_1(),
        _advice_2(),
        _advice_3(),
        _advice_4(),
        _advice_5(),
    )


def _pointers_1() -> Sign:
    return Sign(
        any_of(
            r"\bpointers?\b",
            r"\b(feedback|critique|criticisms?|debrief|appraisal)\b(?! (is|was) (not|never))",
            rf"\bareas?\b.{{0,40}}\b({GROW}|improvement|development|growth|{POINTERS_WEAK})\b",
            rf"\b(things?|points?|skills?|aspects?|sides?)\b.{{0,25}}\bi\b.{{0,20}}\b({GROW})\b",
            rf"{WHAT}.*\b({POINTERS_WEAK}|{POINTERS_SHORT})\b",
            rf"\b({POINTERS_WEAK}|{POINTERS_SHORT})\b.*\?",
            rf"\b(tell|told|hear|learn|know|understand|see|name|hint|honest|frank|word|"
            rf"informed)\b.*\b{POINTERS_WEAK}\b",
            r"\b(biggest|greatest|main|largest) (gaps?|weak\w*|problem|concern|doubt|worr(y|ies)|reservation)\b",
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _pointers_2() -> Sign:
    return Sign(
        any_of(
            rf"{WHAT}.*\b(i|we) ((could|should|can|might|must|ought to|need to|have to) )(\w+ ){{0,3}}{GROW}\b",
            rf"\b(could|should|can|must|might|do) (i|we) (\w+ ){{0,3}}{GROW}\b",
            rf"\b(what|where|how|which \w+) to {GROW}\b",
            rf"\b{POINTERS_SELF} (could|should|can|might|must) (be|have been) (\w+ )?(better|stronger|improved|"
            rf"sharpened|"
            rf"clearer)\b",
            rf"\bhow (did )?({POINTERS_SELF}|i) (did|do|went|go|came across|come across|perform\w*|was|compare\w*|"
            rf"land\w*|"
            rf"fare\w*)\b",
            r"\bin (what|which) (respects?|ways?|areas?|points?)\b",
            r"\b(reasons?|why)\b.*(n't\b|\b(not|against|behind|declin\w+|reject\w+|turned down|unsuccessful)\b)",
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _pointers_3() -> Sign:
    return Sign(
        any_of(
            rf"\b(what|where|which|how|why|whether|if|anything|something)\b.*\b{MINE}\b.*(n't\b|\b(fell|fall|"
            rf"failed|fail|"
            rf"lost|behind|down|vague|too|not|less|more|stronger|{POINTERS_WEAK}|short|suffer\w*)\b)",
            r"\b(what|where|which|anything)\b.{0,40}\b(did|was|were|had|could|does|do|is)(n't| not)\b",
            rf"{WHAT}.*\b(want|wanted|like|liked|wish|wished|advise) me to\b.*\b({GROW}|more|less|instead)\b",
            r"\b(stopped|kept|prevented|put|led|swayed|persuaded|decided|made) (you|the panel|them|your team|"
            r"the team|it)\b"
            r".*\b(from|off|against|in favou?r|to (choose|pick|prefer|go)|choose|pick|prefer|hesitate|doubt)\b",
            r"\b(which|what|where)\b.*\bneed(s|ed)? (the |more |most |a bit of |some )*(work|practice|attention|"
            r"polish|improvement)\b",
            r"\b(stronger|better|more (convincing|suitable|attractive)) (candidate|applicant|application|"
            r"impression|"
            r"answers?|fit|choice|case)\b|\bmade (me|my \w+) (stronger|better|more)\b",
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _pointers_4() -> Sign:
    return Sign(
        any_of(
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
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _pointers_5() -> Sign:
    return Sign(
        any_of(
            r"\b(not|n't) tick\b|\b(thoughts|views?|impressions?|verdict|notes|comments|remarks) (on|about|"
            r"of) (my|how i|me)\b",
            r"\b(kept|keeps|stopped|barred|prevented|held) me (from|back|out)\b|\bto my disadvantage\b",
            r"\b(improvement|development) (points?|areas?|needs?|suggestions?)\b",
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _pointers_6() -> Sign:
    uneasy = (
        r"(nervous|hesita\w+|unsure|doubt\w*|pause|worr\w+|uneasy|uncertain|concern\w*|cold|reluctant|uncomfortable|"
        r"unconvinced|second thoughts)"
    )
    done = (
        r"(changed?|done|added?|cut|left out|tackled?|handled?|approached?|answered?|said|explained?|expected|"
        r"preferred)"
    )
    return Sign(
        any_of(
            rf"\bwould (you|the panel|they|others?|a \w+ \w+) have (\w+ )?{done}\b",
            rf"\b(made|make|gave|give|left|leave) (you|the panel|anyone|anybody|them|the team)\b.*\b{uneasy}\b",
            r"\b(worried|bothered|troubled|irked|put|turned) (you|the panel|anyone|them)\b( off)?.*\?",
            r"\b(was|were|is|am|did|had) (i|my [\w ]{1,25})\b.{0,40}\b(too|not|enough|un\w+|under\w+|over\w+)\b.*\?",
            r"\bwas (it|there) (perhaps |maybe |just )?(the|my|that|because|something|anything|down to|a moment)\b.*\?",
            r"\b(fuller|better|stronger|ideal|perfect|complete|winning|model|good) (answers?|response|solution|"
            r"lesson|plan|"
            r"essay|design|attempt|performance)\b",
            r"\bwould have (\w+ )?(covered|looked like|sounded like|included|mentioned|got me|swayed|convinced|won)\b",
            r"\b(make|think|thought) of (me|my|how i)\b.*\?",
            r"\b(share|send|see|show|give|read|pass on|have)\b.*\b(notes|scores?|marks|score ?(card|sheet)s?|rubric|"
            r"ratings?)\b",
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _pointers_7() -> Sign:
    return Sign(
        any_of(
            r"\b(what|anything|something|which [\w ]{1,25}|where)\b.{0,30}\bi\b( \w+){0,2} (miss(ed)?|forgot|"
            r"overlook(ed)?|"
            r"neglect(ed)?|le(ft|ave) (out|undone|unticked|unsaid)|fail(ed)? to|could have)\b",
            r"\b(separated|set|distinguished|told) (me|us|my [\w ]+) (apart )?from\b|\bhow (far|close|near) (off "
            r")?was i\b|"
            r"\b(did|does) (the|they|she|he) [\w ]*have that i\b",
            r"\b(brutal|complete|total|full|utter) (honesty|frankness|candou?r)\b|\b(tell|give) (it )?(to )?me "
            r"straight\b|"
            r"\bno need to (be gentle|sugar\w*|soften)\b|\bdon't (spare|hold back)\b",
            r"\b(what|anything) (\w+ ){0,3}(need|needed|have|had|takes?|required) (to )?(show|demonstrate|bring|"
            r"prove|do|have|be|offer)"
            r"\b.*\b(appoint\w+|hired|chosen|offer\w*|successful|selected|job|next time|through|considered|stand "
            r"out)\b",
            r"\b(where|what) (should|must|could|can) i (put|spend|invest|direct|aim|start) (my |the )?(\w+ )?(effort|"
            r"energy|"
            r"time|attention|practi[sc]e)\b",
            r"\b(one|two|three|single|main|biggest|first) (\w+ )?things? (i|to|that i|you) (\w+ ){0,2}(fix|change|work|"
            r"improve|do|done|missed|lacked|noticed)\b",
            r"\b(what|how)\b.*\b(against|off|behind|below|beyond) (me|my)\b.*\?",
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _pointers_8() -> Sign:
    """A question about what the writer did or was on the day; and one about the reason."""
    wh = r"(what|which|where|how|why|whether|anything|something)"
    told = (
        r"(tell|hear|know|learn|understand|explain|see|sentence|word|line|share|curious|ask|interest me|informed|say)"
    )
    ruin = (
        r"(sank|sunk|killed|finished|beat|lost|ruled|knocked|scuppered|undid|failed|hurt|damaged|ruined|sealed|blew|broke|"
        r"stopped|cost|dropped|scotched|torpedoed|disqualified|excluded|betrayed|weakened|separates|separated)"
    )
    return Sign(
        any_of(
            rf"\b{wh}\b[^?]*\b{PAST_ME}\b[^?]*\?",
            r"(^|[,;:]\s*)(and |but |or |so |then )?(did|was|were|had) (i|my [\w ]{1,30})\b[^?]*\?|\bwas it [^?]* or "
            r"[^?]*\?",
            r"\b(tell|send|share|see|know|hear|indicate|describe|explain|outline|point out|name|list)\b.*\b(my|the|"
            r"which|what|"
            r"any) ([\w-]+ )?(mistakes?|errors?|slips?|blunders?|impressions?|evaluation|performance|reports?|"
            r"assessment)\b",
            rf"\b{told}\b.{{0,40}}\b({wh}|if)\b.*\b{PAST_ME}\b",
            r"\b(what|which|know|hear|tell|learn|understand|name|give|explain|share|list)\b.*\b(reasons?|motives?|motivations?|grounds|rationale|basis|"
            r"thinking behind)\b",
            rf"\b(what|which|who|where)\b.{{0,30}}\b{ruin} (me|it for me|my \w+)\b",
            r"\b(gap|difference|distance|margin) between (me|us|my|what i)\b",
        ),
        asks=True,
        without=any_of(_KNOWN_ALREADY),
    )


def _advice_1() -> Sign:
    return Sign(
        any_of(
            rf"\b{ADVICE_COUNSEL}\b",
            r"\badvise\b",
            r"\b(would|do|could|can|might) you (\w+ )?(advise|recommend|suggest|point (me|a \w+))\b",
            r"\byou( would|'d| could| can| might)? (recommend|suggest|point)\b",
            r"\b(in|into) my (place|shoes|position|situation|stead)\b|\bif (you were|i were|i was) (me|you)\b",
            r"\bwhat you( would|'d) (do|try|read|learn|study|practi[sc]e|start|tell)\b|\bpick your brains?\b",
            r"\b(best|good|better|right) way (to|of|into)\b|\bhow best to\b|\bthoughts on how\b",
            r"\bwere you (me|in my)\b|\bif you (were|had to) (start|begin)\w*\b",
        ),
        asks=True,
        without=any_of(_PURPOSE),
    )


def _advice_2() -> Sign:
    return Sign(
        any_of(
            rf"\b(helpful|useful|good|any|some|other|certain|recommended) ([\w-]+ ){{0,2}}{LEARNT}\b",
            rf"\b{LEARNT}\b.*\byou( would|'d| could| can| might| think| know| rate| like| liked| value| trust|"
            rf" use| used)\b",
            rf"\b(which|what|are|is there) ([\w-]+ ){{0,2}}{LEARNT}\b",
            r"\b(what|how|where|which [\w-]+) would you (?!like|have|say|prefer|describe|rate|sum|be|want|call)\w+",
            rf"\b(how|what|where) (i|one|people|somebody|someone|to|can i|could i|should i|do i|do people)\b"
            rf"( \w+){{0,3}} {ADVICE_LEARNING}\b",
            r"\b(where|how) to (start|begin|go from here|move forward|move on)\b|\b(next )?steps (i|to|you|"
            r"that i)\b",
            r"\bwhat (has |had )?(helped|worked for|served) you\b|\bwhat to (look|read|study|learn|try|aim)\b",
        ),
        asks=True,
        without=any_of(_PURPOSE),
    )


def _advice_3() -> Sign:
    return Sign(
        any_of(
            r"\bpoint (me|somebody|someone) (\w+ )?(in the right direction|towards?|to)\b",
            r"\b(pass on|share)\b.*\b(experience|learned|learnt|know|helped you|your (path|way|story))\b",
            r"\b(how|what|which|who)\b.*\b(foot in the door|get into|break into|enter|when you (started|began|"
            r"were))\b",
            r"\b(who|whom) (else )?(should|could|can|might) i (talk|speak|turn|write|go)\b",
            r"\b(would|could|might|does|do you think)\b.*\b(help (my chances|me (get|prepare|learn))|"
            r"be worth (doing|taking|getting))\b",
        ),
        asks=True,
        without=any_of(_PURPOSE),
    )


def _advice_4() -> Sign:
    return Sign(
        any_of(
            r"\b(perspective|insights?|thoughts?|take|views?|opinion|input|ideas?) (on|about|as to|for) (how|what|"
            r"which|"
            r"whether|where|when|the (best|right|next))\b(?! (i|my \w+) (did|do|was|were|went|came|perform))",
            r"\bhow (did )?you (yourself )?(once )?(got|get|made|make|came|come|found|find|broke|break|moved?|"
            r"start(ed)?|"
            r"began|begin|learnt|learned|learn|managed?|went|go) (?!(to (the|this|your) (decision|choice|conclusion)|"
            r"on\b))",
            r"\b(which|what|whether|where)( [\w-]+){0,4} (is|are|would be|might be|'s) (the )?(best|better|wis\w+|most "
            r"(useful|helpful|sensible)|worth\w*)\b(?! (time|day|way to (reach|contact)|for you|of my))",
            r"\b(tell|say to) (your|a) (younger|former|past|earlier) self\b|\bwhere (do|should|can|could) i go from "
            r"here\b",
            r"\b(should|ought) i (\w+ )?(do|take|go|study|learn|train|get|start|stay|move|look|aim|stick|try|"
            r"apply)\b.* or "
            r".*\?|\bwould (a|an|another|some|doing|taking|getting|more)\b.*\b(help|be useful|make sense|pay off|be "
            r"worth|count|stand me)\b.*\?",
            r"\b(is|was) it worth (\w+ing|the|a)\b|\b(know|recommend|suggest) (of )?(a|any|some) (good |decent "
            r")?(mentor|"
            r"coach|tutor|teacher|community|group|meetup)\b|\bwhat (do|would) you look for in\b",
            r"\b(books?|courses?|podcasts?|articles?|sites?|papers?)\b.*\byou (swear by|love|found|enjoyed|go back "
            r"to)\b",
        ),
        asks=True,
        without=any_of(_PURPOSE),
    )


def _advice_5() -> Sign:
    """A question about what the writer had best do from now on, or about the way the addressee went."""
    wh = r"(what|which|who|whom|where|how|when)"
    may = r"(should|ought to|must|can|could|might|shall|need to|have to)"
    judging = (
        r"(feel|rate|like|think|score|mark|assess|judge|decide|reach|come to|arrive|conclude|want|intend|plan|expect|"
        r"(see|find) (me|my)|compare|weigh|know|hear)"
    )
    verb = (
        rf"(still |best |first |now |rather |to )*(?!{LOGISTICS}\b|{GROW}\b|to\b|do [^?]*\b{GROW}\b|still\b|best\b|"
        rf"first\b|now\b|rather\b)\w+"
    )
    return Sign(
        any_of(
            rf"\b{wh}\b[^?]*\b({may} (i|one|someone like me|somebody like me)|i {may})\b {verb}\b[^?]*\?",
            rf"\b{wh}\b[^?]*\bought i to {verb}\b[^?]*\?",
            rf"\b(tell|hear|know|learn|see|ideas?|say|explain|word)\b.*\b{wh}\b.*\bi {may} {verb}\b",
            rf"\bdo you (think|reckon|believe|feel|suggest) (that )?i {may} {verb}\b.*\?",
            rf"\bhow (did|have|do) you (yourself |once |first |all )*(?!{judging}\b)\w+\b.*\?",
        ),
        asks=True,
        without=any_of(_PURPOSE),
    )
