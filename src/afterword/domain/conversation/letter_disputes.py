"""Owns the signs of arguing with a decision, which ends the conversation."""

from functools import cache

from afterword.domain.conversation.letter_words import ARGUING_GAP, ARGUING_LOOK, ARGUING_THEY, Sign, any_of


@cache
def arguing() -> tuple[Sign, ...]:
    """Arguing with the decision."""
    return (
        _arguing_1(),
        _arguing_2(),
        _arguing_3(),
        _arguing_4(),
        _arguing_5(),
        _arguing_6(),
        _arguing_7(),
        _arguing_8(),
        _arguing_9(),
        _arguing_10(),
    )


def _arguing_1() -> Sign:
    return Sign(
        any_of(
            r"\b(i|to|must|and|but) (strongly |really |simply |completely |formally |firmly |respectfully |"
            r"have to |must )?"
            r"(disagree|dispute|contest|protest|object)\b",
            r"\bdo(n't| not) (agree|accept|understand (why|how)|see (why|how))\b",
            r"\b(cannot|can't|can not|fail to|hard to|refuse to|struggle to|unable to) (agree with|accept|"
            r"understand|believe|see)"
            r" (this|that|it|the|your|why|how (you|the|anybody|anyone|this|that))\b",
            r"\b(unfair\w*(?! (of|for) me)|not (\w+ )?fair|unjust\w*|biase?d?|discriminat\w+|injustice|arbitrary|"
            r"absurd|"
            r"ridiculous|baffl\w+|bewilder\w+|dismay\w*|incomprehensible|inexplicabl\w+|unjustifi\w+|unfounded|"
            r"indefensible|"
            r"robbed|cheated|rigged|prejudic\w*|favou?ritism|nepotism|expected (better|more) (of|from) (you|a|your)|"
            r"had it in for|prove you wrong|in error|(bad|poor|terrible) (decision|choice|judge?ment)|(do|does|"
            r"did|can) not hold (water|up)|mak(es?|ing) no sense|insult\w*|outrag\w+|unprofessional\w*|"
            r"disgrace\w*|unacceptable|farce|sham)\b",
            rf"\b{ARGUING_THEY}\b {ARGUING_GAP}\b(got|is|are|was|were|made|make|have|has|took|do|does|"
            rf"did)\b {ARGUING_GAP}"
            r"\b(wrong\w*|mistaken?|mistakes?|an? error|misjudg\w+|misread|misunderst\w+|overlooked|ignored|"
            r"underestimated)\b",
        )
    )


def _arguing_2() -> Sign:
    return Sign(
        any_of(
            rf"\b{ARGUING_THEY}\b (have |has |had |simply |clearly |really )*(misjudged|misread|misunderstood|"
            rf"overlooked|ignored|"
            r"underestimated|dismissed|wronged)\b",
            rf"\b{ARGUING_THEY}\b {ARGUING_GAP}(does|did|do|was|were|is|are)(n't| not) ((even|simply|properly|really|"
            rf"truly) )*(reflect|assessed|"
            r"marked|read|listen|give me a|bother|justif\w+|deserved|right|correct|true|justified|look)",
            r"\bwrong (decision|choice|call|person|candidate|criteria|conclusion|result|one)\b|\byour (mistake|"
            r"error|loss)\b",
            r"\b(reasons?|feedback|points?|claims?|wrote|said|that|this|which)\b.{0,30}\b(is|are|was|"
            r"were) (simply |just )?"
            r"(not true|untrue|false|not correct|incorrect|inaccurate)\b",
            r"\breconsider(?!\w* (me|my \w+)? ?(for|in) (future|other|the future|another|later|any))\w*\b",
            r"\b(re-?think|re-?assess|re-?evaluat\w+|re-?examin\w+|review|revisit|re-?open|re-?check|re-?mark)(ed|"
            r"ing)? (the|"
            r"your|this|that|it|my (application|case|answers?|scores?|test|interview|result))\b",
        )
    )


def _arguing_3() -> Sign:
    return Sign(
        any_of(
            r"\b(overturn\w*|revers(e|ed|ing) (the|your|this|that|it)\b)",
            r"\bchang(e|ed|ing) (your|their|the panel's|his|her) (minds?|decision|verdict)\b",
            r"n't (\w+ )?fair\b|\b(reasons?|explanation|decision|feedback|this|it|that)\b.{0,15}(n't|\bnot) (hold|"
            r"add up|make "
            r"(any )?sense|convince me|stand up)\b",
            rf"\bdo(n't| not) (think|believe|feel) (that )?{ARGUING_THEY}\b.*\b(understood|saw|read|listen\w*|right|"
            rf"fair\w*|correct\w*|"
            r"gave|heard|valued|recogni[sz]ed|appreciated)\b",
            r"\b(must|may|might|has|have|can only) (have )?be(en)? (some |an? |a simple )?(error|mistake|mix-?up|"
            r"misunderstanding)\b",
            r"\bcorrect(ed|ing)? (the|your|its|this|that) (decision|mistake|error|result|verdict|outcome)\b",
        )
    )


def _arguing_4() -> Sign:
    return Sign(
        any_of(
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
        )
    )


def _arguing_5() -> Sign:
    return Sign(
        any_of(
            rf"\b{ARGUING_LOOK}\b.{{0,40}}\blook(ed)? (again|once more|at (it|this|my|me|the)\b.{{0,30}}\b(again|"
            rf"once more))",
            r"\b(give|take|have)\b.{0,30}\b(another|second|closer|fresh) look\b|\b(another|second|"
            r"closer) look at (my|me)\b|\bgo over my (case|application|answers)\b",
            r"\b(come|arrive) (to|at) (another|a different) (result|conclusion|decision)\b",
            r"\b(i|to|wish to|want to|shall|will) (formally )?appeal\b(?! to (me|you))|\b(lodge|file|"
            r"make) (an? )?(appeal|complaint)\b",
            r"\bi (really |truly |clearly |still |surely |do )*(deserv\w+|merit(ed)?|was entitled|am entitled|"
            r"earned (it|this|the))\b",
            rf"\b(i (was|am)|i'm|(know|believe|think|feel|convinced|consider)( that)? i) {ARGUING_GAP}\b(the (best|"
            rf"strongest|most (experienced|qualified|"
            r"suitable|capable))( (applicant|candidate|person|one))|(better|more) (qualified|suited|experienced|"
            r"suitable) than|"
            r"the (only|right|better|obvious) (candidate|one|person|choice|applicant))\b",
        )
    )


def _arguing_6() -> Sign:
    return Sign(
        any_of(
            r"\b(the )?only (candidate|person|one|applicant) (who|with|that)\b",
            r"\b(turn(ed|ing) me down for|pass(ed|ing) (me )?over|pick(ed|ing) (somebody|someone) (less|worse))\b",
            r"\b(hired|chose|took|picked|preferred|appointed)( on)? (a|an|somebody|someone|the) (\w+ )?(beginner|"
            r"novice|junior|rookie|less|"
            r"with (no|less|fewer)|without|straight|younger|friend|cousin|nephew)\b",
            r"\bmy (answers?|solution|test|work|results?)( \w+)? (was|were) (\w+ )?(right|correct|perfect|"
            r"flawless|complete)\b",
            r"\b(meet|sit down|talk|discuss)\b.*\b(again|once more)\b.*\bmy (case|application)\b|\b(meet|"
            r"sit down)\b.*\bmy case\b",
            rf"\b{ARGUING_THEY}\b should(n't| not)? have\b(?! (received|got|heard))",
        )
    )


def _arguing_7() -> Sign:
    return Sign(
        any_of(
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
        )
    )


def _arguing_8() -> Sign:
    return Sign(
        any_of(
            r"\b(fair|proper|real) (chance|hearing)\b.*\b(never|not|n't)\b|\b(never|not|n't)\b.*\ba (fair|proper|"
            r"real) (chance|hearing)\b",
        )
    )


def _arguing_9() -> Sign:
    return Sign(
        any_of(
            r"\bnot (a|an|any) (proper|real|serious|valid|genuine|true|honest|adequate) (assessment|interview|"
            r"process|hearing|"
            r"test|evaluation|judge?ment|selection|reason)\b",
            rf"\b{ARGUING_THEY}\b (simply |surely )?(cannot|can't|must not|should not|shouldn't) (be allowed to "
            rf")?stand\b",
            r"\b(heard|hear me) (again|properly|out)\b|\bthis is not over\b|\bnot (the end of|let) (this|it) (rest|"
            r"go|drop)?\b",
            r"\b(decision|choice|minds?|result|outcome|verdict|it)\b.{0,25}\b(made|settled|decided|fixed|taken|made "
            r"up)\b"
            r".{0,15}\b(long |even |already )?before (i|the interview|my|we|anyone)\b",
            r"\b(like|want|ask|asking|demand|expect|request|insist)\b (that )?(on )?(it|this|that|(the|my|your|this) "
            r"(decision|"
            r"application|case|scores?|result|answers?|matter|outcome|verdict|marks?)) (to be |be )?(re\w+ed|looked "
            r"(at|into)|"
            r"examined|checked|marked again|corrected|put right)\b",
            r"\b(impartial|independent|neutral|unbiased) (review|person|panel|judge|body|look|assess\w+)\b|"
            r"\b(someone|somebody) (impartial|independent|neutral)\b|\bone good reason\b",
        )
    )


def _arguing_10() -> Sign:
    return Sign(
        any_of(
            r"\b(put|set) (this|that|it|things|matters) right\b|\bdid (anyone|anybody|somebody|you (even|actually|"
            r"really|ever)|they) (even |actually |"
            r"really |ever )?(read|look|check|listen|open|notice)\b",
            r"\b(expect|want|urge|call on|require|demand|insist that|beg|implore|appeal to) (you|the \w+|your \w+) "
            r"(will |to )?"
            r"(put|set|invite|reverse|offer|correct|look|take|think|do the right|change|withdraw|give me|honou?r|"
            r"explain)\b"
            r"(?!.*\b(feedback|pointers|advice)\b)",
            r"\b(joke|laughable|nonsense|rubbish|pathetic|mockery|garbage|shambles|whitewash|beggars belief|stitch-?up|"
            r"a set-?up|kangaroo|hypocri\w+|tribunal|ombudsman|solicitors?|legal (action|steps|advice)|my lawyer)\b",
            r"\btake (this|it|the matter) (further|higher|to)\b|\bi (do not|don't) buy\b|\bthink you owe me\b",
            r"\b(twice|double|three times|far more|so much more) (the |as much |of the )?(experience|qualifi\w+|"
            r"record)\b|"
            r"\bi (easily |clearly )?(outperform|outscor|outrank|outclass|beat)\w*\b|\bmore (experience|"
            r"qualifications|years) "
            r"than (the|your|whoever|anyone|anybody|him|her|them)\b",
            rf"\b{ARGUING_THEY}\b [\w ]{{0,12}}(did|do|does|was|were|is|are|have|has)(n't| not) ((even|simply|"
            rf"properly|really|"
            r"truly|once|ever) )*(run|test|tested|understand|understood|check\w*|open\w*|watch\w*|followed|followed?|"
            r"explain)\b"
            r"(?!.*\?)",
            r"\bdo you even\b|\b(was|were|is|are) not (the reasons?|why) you\b",
            r"\bsecond thought\b(?!s)|\bthink better of\b|\bhave (a )?change of heart\b|\b(let|allow) the (decision|"
            r"result) "
            r"stand\b",
        )
    )
