"""Owns how somebody is greeted, from a name as people write it; where that cannot be told, nobody is named.

A greeting is right or it is left open: titles, ranks, initials, family names in front, in capitals or before a comma,
and the addresses of programs and teams, which are nobody's name.
"""

import re
import unicodedata

from msgspec import Struct


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What comes before a name and stands in a greeting only where the given name is not known.
_TITLES = _set(
    "dr doctor doktor prof professor professorin mr mister mrs ms miss mx misc madam madame mme mlle mademoiselle "
    "monsieur "
    "messr herr hr frau fr fräulein señor señora señorita sr sra srta doña dott dottore dottoressa dottssa sig signor "
    "signora ing dipl-ing mag magister phil hc habil univ-prof esq hon honourable honorable pan pani dhr mevr mw "
    "meneer "
    "mevrouw engr arch fru frk fröken frøken herra rouva hra rva me maître maitre mgr bc judr mudr phdr rndr phmr thdr "
    "avv geom rag arq lic abg ir drs dra drin profin profssa prof-ssa drssa sigra signa dssa maga drmed dring dr-ing "
    "assoc asst associate assistant adjunct emeritus emerita em visiting pd privatdozent privatdozentin kyria kyrios"
)
_DOTTED = _set("em bc rag ir geom")
"""Titles that are written with a full stop; without it they are names."""
# Words before a name that only open a letter.
_OPENINGS = _set(
    "hi hello dear hey sehr geehrte geehrter geehrtes liebe lieber hallo estimado estimada egregio prezado prezada "
    "geachte szanowny szanowna kära kære attn attention zhd fao"
)
# The same, where a title follows: Cara alone is a given name.
_OPENINGS_OF_TITLES = _set("cher chère chere caro cara gentile beste querido querida")
# Titles that are given names as well: which it is, nobody can tell.
_TITLE_OR_NAME = _set("major baron prince marshal")
_NAME_OR_TITLE = _set("don dean earl duke king")
# Shortened given names, which nobody is called by.
_SHORTENED = _set("mohd muhd mhd md st wm chas geo thos jas jno edw robt")
_FIRMS = _set("inc ltd limited llc llp gmbh corp corporation plc kg ohg bv nv oy ab aps srl spa sarl sas pty company")
# Titles and ranks with which somebody is greeted, whatever else is known of the name.
_STYLES = _set(
    "sister brother father mother rev revd reverend pastor rabbi imam sheikh capt captain cpt cmdr commander cdr "
    "lt lieutenant "
    "col colonel sgt sergeant gen general maj cpl corporal adm admiral sir dame lord lady judge justice bishop "
    "deacon canon "
    "nurse matron chief officer inspector constable detective sheriff ambassador senator councillor schwester pfarrer "
    "minister chancellor president provost rector mayor governor vicar vikar ambassador "
    "hermana hermano padre madre soeur sœur frère père abbé suor fra chef coach"
)
_CALLINGS = frozenset(
    ("chef", "coach", "chief", "general", "judge", "canon", "deacon", "bishop", "sheriff", "constable")
)
_COUPLES = frozenset(("and", "und", "et", "y", "&", "+"))
_SUFFIXES = _set(
    "jr sr jnr snr junior senior ii iii iv v phd dphil md mba msc bsc ba ma esq rn bsn msn np cpa cfa dds dvm jd "
    "llm llb pmp "
    "frcs frcp mrcp facs mph edd psyd pe cissp cipd mcipd fcipd shrm-cp shrm-scp phr sphr dipl-kfm ret mbe obe cbe "
    "kc qc mp "
    "she/her he/him they/them she her he him they them hon"
)
_PARTICLES = _set(
    "van von vom zu zum zur der den dem de del della di da das dos do du la le los las ter ten af av bin ibn al el y e"
)
# Family names that stand first where people write so; whoever bears one is greeted with the whole name.
_FAMILY_FIRST = _set(
    "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han "
    "tang feng yu "
    "dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong "
    "tian ren "
    "kim park lee choi jeong jung kang cho yoon jang lim oh seo shin kwon hwang ahn hong yoo jeon moon bae baek noh ha "
    "nguyen nguyễn tran trần le lê pham phạm hoang hoàng huynh vu vũ vo võ dang đặng bui bùi do đỗ ho hồ ngo ngô "
    "duong dương "
    "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki matsumoto "
    "inoue kimura "
    "nagy kovács kovacs tóth toth szabó szabo horváth horvath varga kiss molnár molnar németh nemeth farkas balogh "
    "papp takács "
    "juhász lakatos mészáros oláh wong chan cheung leung lau ng tan lim goh chua ong"
)
# What tells that a name or an address belongs to a program or a team.
_TEAM = _set(
    "hr rh rrhh team recruiting recruitment recruiters recruiter hiring careers career karriere carriere carrières "
    "carrieres "
    "carriera noreply donotreply nepasrepondre nichtantworten noresponder norespond department dept hiringteam "
    "humanresources "
    "talentacquisition personalabteilung personalwesen bewerbung bewerbungen bewerber bewerbermanagement rekrutierung "
    "stellenangebote ausbildung recrutement recrute emploi emplois candidature candidatures candidat candidats "
    "ressourceshumaines empleo empleos seleccion selección candidatos candidaturas reclutamiento reclutamento "
    "recrutamento "
    "trabaja risorseumane selezione lavoro vacature vacatures werving personeel sollicitatie sollicitaties "
    "solliciteren vagas "
    "emprego rekrytering rekruttering praca kariera rekrutacja kadry notifications notification mailer daemon "
    "mailerdaemon "
    "postmaster webmaster autoreply automailer newsletter applications applicants vacancies joinus workwithus resumes "
    "onboarding helpdesk staffing scheduling hello peopleops earlycareers rekry rekrytointi jobb lediga toolaan "
    "candidature-spontanee alternance spontanee personnel bounce bounces autoconfirm"
)
_MAYBE_TEAM = _set(
    "jobs job people talent talents human resources acquisition personal info infos information contact kontakt "
    "contacto "
    "contatti office admin administration mail email post support service services application apply join work stellen "
    "employment opportunities recruit hire staff candidate candidates no not do reply replies nao responder "
    "antworten enquiries "
    "inquiries reception secretary sekretariat secretariat general team the our at of and de des uk us eu usa ch "
    "at fr es it "
    "emea global campus graduates graduate interns students hq system alerts updates bot interviews interview "
    "feedback cv "
    "hiringmanager manager ops operations committee panel board selection search admissions assessment centre center "
    "early careers career faculty experience hi ta auto confirm messages workday myworkday personio linkedin "
    "teamtailor smartrecruiters successfactors greenhouse workable recruitee indeed "
    "xing stepstone glassdoor kolleginnen kollegen colleagues stage bounce support desk group partners crew"
)
_JOB_WORDS = _set(
    "head manager director lead engineer partner ceo cto cfo coo cio vp of recruiter consultant coordinator "
    "specialist teacher "
    "principal founder chief assistant executive analyst developer owner business"
)
# An address that begins with one of these is that of a team, wherever it sits: jobs.berlin@.
_OFFICES = _set(
    "jobs careers karriere recruiting recruitment hiring bewerbung bewerbungen applications empleo vacatures praca"
)
# Words of teams written as one: hrteam, peopleops, talentteam.
_TEAM_RUN = re.compile(
    r"(?:our|the|join|work|early|global)?(?:hr|people|talents?|hiring|recruit\w{0,6}|careers?|jobs?|candidates?|staff)"
    r"(?:team|ops|operations|office|desk|hub|support|center|centre|department|dept|info|mail|inbox|manager|acquisition"
    r"|partners?|committee)s?"
)
_AROUND = re.compile(
    r"\([^)]*\)|<[^>]*>|\[[^\]]*\]|\s+(?:via|from|bei|chez|at|@)\s.*$|\s+[|/·•–—-]\s.*$", re.IGNORECASE
)
_QUOTES = "\"'“”„‘’‚«»‹›`´"
_INITIAL = re.compile(r"[^\W\d_]|(?:[^\W\d_]\.-?)+[^\W\d_]?")
_GIVEN_AND_FAMILY = 2
_NICKNAME = 2
"""Letters of what may be what somebody is called: JD, AJ."""
_SPLIT = re.compile(r"[\s._+-]+")
_UNNAMED = re.compile(
    r"\s*(hello|hi|dear|hey|good (morning|day|afternoon|evening)|greetings|to whom it may concern|hallo|guten tag|"
    r"bonjour|hola)"
    r"(\s+(there|sirs?( or madam|/madam)?|madam))?\s*[,.!:]*\s*",
    re.IGNORECASE,
)


class Greeting(Struct, frozen=True):
    """How to greet somebody. `name` is empty where that cannot be told; `question` then asks for it, in a sentence."""

    name: str
    question: str = ""


def greeting(name: str, address: str = "") -> Greeting:
    """The greeting for a name as it was typed, or as it stands before an address."""
    if _is_nobody(name) or name == address:
        return Greeting("", "Nobody is greeted by name: find out who reads this, and write to that person.")
    found = _called(name)
    if found:
        return Greeting(found)
    return Greeting("", f"How do you greet “{name}”? Write it into the first line; only part of the name is known.")


def full_name(name: str) -> str:
    """The name in the order in which it is spoken, without what stands around it: `Smith, John, PhD` is John Smith."""
    if _is_nobody(name):
        return ""
    family, given, _comma = _halves(name)
    titles, words = _untitled([*given, *family])
    return " ".join(_cased([*titles, *words]))


def is_program_address(address: str) -> bool:
    """Whether an address is read by a program or by a team, so that no single person is written to."""
    local, _, domain = address.strip().casefold().rpartition("@")
    if not local:
        return False
    words = [word for part in _SPLIT.split(local.partition("+")[0]) if (word := part.strip("0123456789"))]
    joined = "".join(words)
    company = set(_SPLIT.split(domain.replace(".", " ")))
    silent = ("noreply", "donotreply", "nichtantworten", "nepasrepondre", "noresponder")
    if joined.startswith(silent) or joined.endswith(silent) or joined in _TEAM or _TEAM_RUN.fullmatch(joined):
        return True
    if words and words[0] in _OFFICES:
        return True
    if not words or not any(word in _TEAM or word in _MAYBE_TEAM for word in words):
        return False
    return all(word in _TEAM or word in _MAYBE_TEAM or word in company for word in words)


def names_nobody(line: str) -> bool:
    """Whether that first line of a letter greets without a name."""
    return _UNNAMED.fullmatch(line) is not None


def _is_nobody(name: str) -> bool:
    words = [word.casefold().strip(",;:") for word in _SPLIT.split(name) if word]
    return any(word in _TEAM for word in words) or (bool(words) and all(word in _MAYBE_TEAM for word in words))


def _called(name: str) -> str:
    family, given, comma = _halves(name)
    titles, words = _untitled([*given, *family] if given else family)
    if not words or _is_doubtful(family, given, titles):
        return ""
    if titles and any(_bare(title) in _STYLES for title in titles):
        return " ".join(_cased([*titles, *words]))
    if given:
        called = next((word for word in _untitled(given)[1] if not _is_short(word)), "")
        return _cased([called])[0] if called else _formal(titles, family)
    if len(words) == 1 and (comma or titles):
        return "" if _is_short(words[0]) else _formal(titles, words)
    return _first(titles, words)


def _is_doubtful(family: list[str], given: list[str], titles: list[str]) -> bool:
    """Whether it may be two people, a firm, or a name that begins with what may be a title."""
    words = [*given, *family]
    if any(word.casefold() in _COUPLES - _PARTICLES or word == "y" for word in words) or _bare(words[-1]) in _FIRMS:
        return True
    if any(":" in word or "@" in word or word[0].isdigit() for word in words):
        return True
    first = _bare(words[0])
    if first == "st" or (first in _TITLE_OR_NAME and len(words) > 1):
        return True
    if first in _NAME_OR_TITLE and len(words) > _GIVEN_AND_FAMILY:
        return True  # Don Draper is called Don, Don Pedro Almodóvar is not
    names = [[word for word in half if not _is_short(word) and word not in _PARTICLES] for half in (family, given)]
    return not titles and all(len(half) > 1 for half in names)


def _first(titles: list[str], words: list[str]) -> str:
    """The given name among words in the order of speech; the whole name where its first word is a family name."""
    if words[0] in _PARTICLES:
        return _formal(titles, words)
    if not any(char.upper() != char.lower() for char in words[0]):
        return " ".join(words)
    capitals = [word for word in words if _in_capitals(word)]
    names = [word for word in words if word not in capitals and word not in _PARTICLES] if capitals else words
    full = [word for word in names if not _is_short(word)]
    if not full:
        names, full = words, [word for word in words if not _is_short(word)]
    if not full or (full[1:] == [] and len(full) < len(names)):
        return _formal(titles, full)
    if len(names) > 1 and full[0].casefold() in _FAMILY_FIRST:
        return " ".join(_cased(names))
    return _cased(words)[words.index(full[0])]


def _formal(titles: list[str], family: list[str]) -> str:
    """`Frau Müller`, `Dr. von Braun`: a family name needs a title to be greeted by."""
    return " ".join([*_cased(titles), *_cased(family)]) if titles and family else ""


def _halves(name: str) -> tuple[list[str], list[str], bool]:
    """What stands before the comma, what stands after it, and whether there was one; without it all is the first."""
    shown = "".join(char for char in name if unicodedata.category(char) != "Cf")
    text = _AROUND.sub(" ", shown).strip(_QUOTES + " \t")
    parts = [words for part in text.split(",") if (words := _words(part))]
    told = [words for words in parts if not _is_addition(words)]
    comma = "," in text and len(told) == len(parts)
    if not told:
        return [], [], comma
    return told[0], told[1] if len(told) > 1 else [], comma


def _words(part: str) -> list[str]:
    words = [word.strip(_QUOTES + ";:") for word in part.split()]
    words = [word for word in words if word and (any(char.isalpha() for char in word) or word in _COUPLES)]
    if len(words) == 1 and "." in words[0].strip(".") and not (_is_initial(words[0]) or _bare(words[0]) in _SUFFIXES):
        words = [word for word in words[0].split(".") if word]
    while len(words) > 1 and _is_before_names(words):
        words = words[1:]
    while len(words) > 1 and _bare(words[-1]) in _SUFFIXES:
        words.pop()
    return words


def _is_before_names(words: list[str]) -> bool:
    """Whether the first of several words opens a letter, or is a degree that stands in front."""
    first, second = _bare(words[0]), _bare(words[1])
    opens = first in _OPENINGS or (first in _OPENINGS_OF_TITLES and second in _TITLES)
    return opens or ("." in words[0] and first in _SUFFIXES - _TITLES)


def _is_addition(words: list[str]) -> bool:
    """Whether a part between commas is a suffix or a job and no part of the name."""
    return all(_bare(word) in _SUFFIXES for word in words) or any(word.casefold() in _JOB_WORDS for word in words)


def _untitled(words: list[str]) -> tuple[list[str], list[str]]:
    """The titles among the first words, and the rest."""
    titles = [word for word in words if _is_title(word, words)]
    return titles, [word for word in words if word not in titles]


def _is_title(word: str, words: list[str]) -> bool:
    bare = _bare(word)
    if bare in _CALLINGS and words.index(word) > 0:
        return False
    if bare in _DOTTED and not word.endswith("."):
        return False
    return bare in _TITLES or bare in _STYLES


def _bare(word: str) -> str:
    return word.casefold().replace(".", "").strip(_QUOTES + ",")


def _is_initial(word: str) -> bool:
    return _INITIAL.fullmatch(word) is not None and word.upper() != word.lower()


def _is_short(word: str) -> bool:
    """Whether a word is an initial or a shortened name."""
    return _is_initial(word) or _bare(word) in _SHORTENED


def _in_capitals(word: str) -> bool:
    """Whether a word stands in capitals as family names do; `JD` and `AJ` are what people are called."""
    word = re.sub(r"^(?:Mc|Mac)(?=[A-Z]{2})", "", word)
    long = sum(char.isalpha() for char in word) > _NICKNAME
    return word.isupper() and not _is_initial(word) and (long or word.casefold() in _FAMILY_FIRST)


def _cased(words: list[str]) -> list[str]:
    """The words as names are written, where they are all in capitals or all in small letters."""
    text = "".join(words)
    if not (text.isupper() or text.islower()):
        return [word if not _in_capitals(word) else _title(word) for word in words]
    return [word if word.casefold() in _PARTICLES and text.islower() else _title(word) for word in words]


def _title(word: str) -> str:
    if len(word) == _NICKNAME and word.isupper() and not set(word.casefold()) & set("aeiouyäöüéèáíóúàâêî"):
        return word
    return re.sub(r"[^\W\d_]+", lambda found: found[0][0].upper() + found[0][1:].lower(), word)
