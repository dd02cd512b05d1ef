"""Owns telling a reason for a decision from a word about the person: it is neither praise nor an area to work on.

“Another candidate was just that bit stronger” says something about another candidate. Known by its kind, in English,
German, French and Spanish; how a letter leaves it out is letters'.
"""

import re
from functools import cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PRAISE = _set(
    "good great solid fine nice ok okay well excellent strong very really quite pretty so job done work effort "
    "candidate "
    "interview impressive positive perfect super superb brilliant lovely decent wonderful amazing outstanding "
    "thanks thank you "
    "a an the was were is it all overall in general generally performance bad weak poor not nothing average mixed "
    "best better "
    "your you impression we liked us i everything keep up stay and to of but nevertheless too "
    "gut gute guter sehr toll prima bien très tres bon bonne excellent excellente parfait muy bueno buena "
    "excelente todo alles "
    "ganz ok schön klasse super solide stark danke gracias merci travail trabajo arbeit leistung"
)


def is_reason(words: str) -> bool:
    """Whether those words give a reason for the decision: others, experience, fit, the post, the market."""
    line = " ".join(words.casefold().replace("’", "'").split())
    return any(pattern.search(line) for pattern in _reasons())


def says_little(words: str) -> bool:
    """Whether those words, such as “Good” or “Great job”, name nothing that could be quoted back."""
    return all(word in _PRAISE for word in re.findall(r"[^\W\d_]+", words.casefold()))


@cache
def _reasons() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in (*_ENGLISH, *_GERMAN, *_FRENCH, *_SPANISH))


_RIVAL = r"(candidates?|applicants?|contenders?|finalists?|competitors?|competition|profiles?)"
_ENGLISH = (
    (
        rf"\b(an?other|others?|successful|selected|chosen|preferred|internal|external|stronger|better|different|second|"
        rf"several|"
        rf"many|numerous|most|rest of the|more (\w+ )?|existing|fellow) ((\w+|well-\w+) )?{_RIVAL}\b"
    ),
    (
        rf"\b{_RIVAL}\b.{{0,30}}\b(had|has|was|were|with|who|whose|edged|brought|offered|came|showed|seemed|"
        rf"matched|knew|"
        rf"already|ahead|pool|field|stood out|"
        r"shone)\b|\bthe (chosen|successful|other|selected|winning) (person|one|man|woman|party|side)\b|"
        r"\bcame down to\b"
    ),
    rf"\b(field|pool|standard|calib(re|er)|quality|number|volume|strength) of (\w+ )?({_RIVAL}|applications?)\b",
    (
        r"\b(someone|somebody|one person|a person|others|people|a colleague|an employee) (else|internal\w*|stronger|"
        r"better|closer|more|"
        r"already|from (within|inside|the|our)|with (more|greater|a|prior|previous|direct|deeper|stronger|"
        r"experience|\w+ "
        r"years)|who "
        r"(had|has|was|already|is|brought|knew|knows|fit|could|had)|whose|we (already )?know)\b"
    ),
    (
        r"\b(internal(ly)?|in-house|from within)\b.{0,30}\b(hire|hired|move|moved|promot\w+|candidate|person|"
        r"appoint\w*|"
        r"filled|fill|"
        r"transfer|applicant|colleague|option|decided|chosen|chose)\b|\b(promoted|hired|filled|appointed|"
        r"recruited|chose|"
        r"chosen|fill) "
        r"(\w+ ){0,3}(internally|from within|in-house)\b|\b(promot\w+|filled|fill|hir\w+|"
        r"appoint\w*|recruit\w*|took|chose)\b.{0,20}\b(within|internally|inside|own (staff|people|ranks|"
        r"team))\b|\bin[- "
        r"]house\b|\bsomeone internal\b|\binternal (candidate|applicant)"
    ),
    (
        r"\b(went|gone|going|go|decided|chose|opted|proceed(ed|ing)?|moving|move|moved|settled|"
        r"offered)\b.{0,25}\b(with|"
        r"for|in favou?r of|to)"
        r" (an?other|someone|somebody|others|a different|a candidate|the other|a more|a (stronger|better))\b"
    ),
    (
        r"\b(different|another) direction\b|\bstronger (field|competition)\b|\b(tough|strong|stiff|fierce|high) "
        r"competition\b"
    ),
    (
        r"(n't|\b(not|lack\w*|less|insufficient|too (little|few)|limited|without|no|missing|fewer|short on|short of|"
        r"light on))\b.{0,30}\b"
        r"(experience|seniority|years|track record|qualifications?|degree|certificat\w+|licen[cs]e|background|exposure|"
        r"expertise)\b"
    ),
    (
        r"\b(insufficient|not enough|too little) [\w -]{0,20}\bpractice (with|in)\b|\b(more|extra) years (of|in|under|"
        r"behind)\b"
    ),
    (
        r"\b(experience|background|seniority|qualifications?|profile|skill ?set|skills)\b.{0,25}(n't|\b(not|less|more|"
        r"closer|"
        r"better))\b.{0,20}\b(match\w*|fit\w*|align\w*|enough|sufficient|suit\w*|relevant|what we|"
        r"correspond\w*|closely)\b"
    ),
    (
        r"\b(more|greater|deeper|stronger|closer|better|additional) ([\w-]+ ){0,3}(experience|seniority|"
        r"background|match|"
        r"fit|expertise)\b.{0,30}"
        r"\b(than you|than yours|elsewhere|in (an?other|the other)|was (needed|required))\b"
    ),
    (
        r"\b(looking|need(ed)?|wanted|required?|seeking|after|search\w*)\b.{0,30}\b(someone|somebody|"
        r"a (person|candidate|"
        r"profile)|more "
        r"(senior|junior|experienced|hands-on)|(\w+ )?years of)\b"
    ),
    r"\b(over-?qualified|under-?qualified|too (junior|senior|experienced|expensive|inexperienced))\b",
    (
        r"(n't|\b(not|better|closer|stronger|never))\b.{0,25}\b(fit|match)\b|\b(cultur\w+|team) (fit|match)\b(?! was "
        r"(great|good))"
    ),
    (
        r"\b(position|role|post|vacancy|job|headcount|opening|budget|requisition|hiring|recruitment|process|"
        r"search)\b.{0,20}\b(filled|cancel\w*|"
        r"frozen|(on|put on) hold|paused|closed|withdrawn|cut|gone|stopped|no longer|changed|re-?scoped|reduced)\b|"
        r"\b(lost|no|withdrew|cut) (the )?(funding|budget|funds)\b"
    ),
    (
        r"\b(hiring freeze|restructur\w+|re-?organi[sz]\w+|budget (cuts?|reasons?|constraints?)|lay-?offs?|"
        r"redundanc\w+|"
        r"business (reasons|needs))\b"
    ),
    (
        r"\b(close|difficult|tough|hard|tight|narrow|marginal) (call|decision|choice|race)\b|\b(close|narrow) second\b|"
        r"\bsecond (choice|place)\b|"
        r"\b(runner-up|pipped|narrowly|only one (position|place|post|role|vacancy)|just that bit|slight edge|"
        r"edged (you "
        r")?out)\b"
    ),
    (
        r"\b(salary|pay) (expectations?|range|requirements?)\b|\b(relocat\w+|visa|work permit|sponsor\w*|notice period|"
        r"commut\w+|start date)\b"
    ),
    (
        r"\b(decided|chosen|regret|unable|not able|will not|won't|not be) (not )?(to )?(be )?(progress\w*|proceed\w*|"
        r"mov\w+ (forward|ahead)|"
        r"offer\w*|tak\w+ (you|your application)|inform you|pursu\w+)\b|\b(cannot|can't|could not) offer\b|"
        r"\b(unsuccessful|not (been )?(selected|successful|"
        r"shortlisted))\b"
    ),
    (
        r"\b(many|lots of|hundreds of|a high (number|volume) of|so many|a lot of) (\w+ )?(applications?|applicants?|"
        r"candidates?)\b"
    ),
)
_GERMAN = (
    (
        r"\bander\w+ (\w+ )?(kandidat\w*|bewerb\w*|person\w*|profil\w*)\b|\b(mitbewerb\w+|konkurrenz|bewerberfeld|"
        r"bewerberlage)\b"
    ),
    (
        r"\b(jemand\w*|person|kandidat\w*|bewerb\w+)\b.{0,30}\b(anders|ander\w+|intern\w*|mehr|besser|"
        r"erfahren\w*|näher|"
        r"passend\w*|stärker)\b"
    ),
    r"\bintern\w*\b.{0,30}\b(besetz\w+|kandidat\w*|bewerb\w*|lösung|kolleg\w+|vergeben|entschieden|nachbesetz\w*)\b",
    r"\b(stärker|überzeugender|besser (geeignet|passend|qualifiziert|gepasst)|passgenauer|eine nasenlänge|knapp\w*)\b",
    (
        r"\b(nicht (genug|genügend|ausreichend\w*|die nötige\w*|die erforderliche\w*|über)|zu wenig|kaum|"
        r"keine|mangel\w*|"
        r"fehl\w+|wenig)\b"
        r".{0,30}\b\w*(erfahrung\w*|berufsjahre|qualifikation\w*|abschluss|kenntnisse)\b|"
        r"\b\w*erfahrung\w*\b.{0,20}\b(fehl\w+|nicht|zu)\b"
    ),
    r"\b(überqualifiziert|unterqualifiziert|einstellungsstopp|umstrukturierung\w*|gehaltsvorstellung\w*|budget\w*)\b",
    (
        r"\b(stelle|position|vakanz)\b.{0,25}\b(besetzt|gestrichen|eingefroren|vergeben|entfällt|nicht mehr|"
        r"zurückgezogen)\b"
    ),
    (
        r"\bnicht (ganz |so |wirklich )?(gepasst|passt|passen|ins team|zu uns)\b|\bviele\w* bewerb\w+\b|\babsage\w*\b|"
        r"\bgegen (sie|dich) entschieden\b"
    ),
)
_FRENCH = (
    (
        r"\bautres? (candidat\w*|profils?|personnes?|postulant\w*)\b|\b(candidat\w*|profils?|"
        r"personne)\b.{0,30}\b(intern\w*|plus|mieux|davantage)\b"
    ),
    r"\ben interne\b|\bpromotion interne\b|\bquelqu'un (d'autre|de plus|d'interne|en interne|avec|qui)\b",
    (
        r"\b(manque\w*|pas assez|trop peu|insuffisan\w+|peu|pas (suffisamment|l'expérience))\b.{0,25}\b(expérience|"
        r"ancienneté|diplôme|qualification\w*|"
        r"compétences)\b|\bexpérience (insuffisante|trop|pas)\b|\b(surqualifié\w*|trop (junior|senior|jeune))\b"
    ),
    r"\b(poste|recrutement|budget)\b.{0,25}\b(pourvu|supprimé|gelé|annulé|suspendu|clos)\b|\bprétentions salariales\b",
    (
        r"\bne (correspond\w*|colle\w*) (pas|plus)\b|\b(pas|mieux) (été )?(retenu\w*|adapté\w*|correspond\w*)\b|\b("
        r"choix difficile|de peu|nombreuses candidatures|restructuration)\b"
    ),
)
_SPANISH = (
    (
        r"\botr[oa]s? (\w+ )?(candidat\w*|perfil\w*|personas?|aspirante\w*)\b|\b(candidat\w*|perfil|persona|"
        r"alguien)\b.{0,30}\b(intern[oa]\w*|más|"
        r"mejor|mayor|de dentro)\b|\b(promoción interna|internamente)\b"
    ),
    (
        r"\b(falta|faltaba|poca|insuficiente|escasa|no (tiene|tienes|tenía|tenías|cuenta|contaba)|sin|"
        r"menos)\b.{0,30}\b(experiencia|formación|"
        r"titulación|años)\b|\bexperiencia (insuficiente|no)\b|\bsobrecualificad[oa]\b"
    ),
    (
        r"\b(vacante|puesto|plaza|proceso|presupuesto)\b.{0,25}\b(cubiert[oa]|cancelad[oa]|congelad[oa]|cerrad[oa]|"
        r"suspendid[oa])\b"
    ),
    (
        r"\bno (encaj\w+|ajust\w+|se ajust\w+|has? sido seleccionad\w)\b|\b(decisión difícil|"
        r"pretensiones salariales|muchas candidaturas|por poco|reestructuración)\b|\bmejor encaje\b"
    ),
)
