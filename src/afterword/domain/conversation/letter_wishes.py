"""Owns the signs of what a request asks for: pointers and advice (F4, F5)."""

from afterword.domain.conversation.letter_words import (
    ADVICE_COUNSEL,
    ADVICE_LEARNING,
    GROW,
    LEARNT,
    MINE,
    POINTERS_SELF,
    POINTERS_SHORT,
    POINTERS_WEAK,
    WHAT,
    Sign,
    any_of,
)


def pointers() -> tuple[Sign, ...]:
    """A question for specific pointers, for areas to develop."""
    return (
        _pointers_1(),
        _pointers_2(),
        _pointers_3(),
        _pointers_4(),
        _pointers_5(),
    )


def advice() -> tuple[Sign, ...]:
    """A request for advice and helpful information."""
    return (
        _advice_1(),
        _advice_2(),
        _advice_3(),
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
    )
