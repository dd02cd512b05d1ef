"""Owns the sample interviews as plain rows: who, where, when, how it ended; what was said is in conversations."""

from msgspec import Struct

from afterword.domain.interview import Mode, Outcome


class Meeting(Struct, frozen=True):
    """One sample interview. `ago` counts days back from today (negative: still ahead); `late` is in minutes."""

    id: str
    company: str
    role: str
    round: str
    ago: int
    hour: int
    mode: Mode
    where: str
    people: tuple[tuple[str, str], ...]
    outcome: Outcome = Outcome.PENDING
    heard_ago: int | None = None
    late: int | None = None
    notes: str = ""
    travel: int | None = None


MEETINGS: tuple[Meeting, ...] = (
    Meeting(
        "initech", "Initech", "Backend engineer", "System design", 17, 10, Mode.ONSITE, "12 Harbour Street, 3rd floor",
        (("Ada Byron", "ada.byron@initech.example"), ("Grace Hopper", "grace.hopper@initech.example")),
        Outcome.REJECTED, 12, -8, "Bring a photo ID. Two rooms, one hour each.",
    ),
    Meeting(
        "hooli", "Hooli", "Site reliability engineer", "Incident review", 13, 14, Mode.VIDEO, "https://meet.hooli.example/sre",
        (("Linus Pauling", "linus.pauling@hooli.example"),), Outcome.REJECTED, 11, 0,
    ),
    Meeting(
        "umbrella", "Umbrella", "Data engineer", "Pipeline exercise", 15, 9, Mode.ONSITE, "Umbrella House, reception",
        (("Joan Clarke", "joan.clark@umbrella.example"),), Outcome.REJECTED, 12, 4,
    ),
    Meeting(
        "globex", "Globex", "Platform engineer", "Panel", 6, 11, Mode.VIDEO, "https://video.globex.example/room/7",
        (("Mary Somerville", "mary@globex.example"), ("Émilie du Châtelet", "emilie@globex.example")),
        Outcome.REJECTED, 3, -2,
    ),
    Meeting(
        "stark", "Stark Industries", "Backend engineer", "Hiring manager", 8, 16, Mode.PHONE, "+1 555 0142",
        (("Rosalind Franklin", "rosalind@stark.example"),), Outcome.REJECTED, 5, 0,
    ),
    Meeting(
        "wayne", "Wayne Enterprises", "Infrastructure engineer", "Final", 75, 10, Mode.ONSITE, "1007 Mountain Drive",
        (("Katherine Johnson", "k.johnson@wayne.example"),), Outcome.REJECTED, 70, 12,
        "They keep a list of people they liked.",
    ),
    Meeting(
        "cyberdyne", "Cyberdyne", "Backend engineer", "Coding", 48, 13, Mode.VIDEO, "https://code.cyberdyne.example/pair",
        (("Barbara Liskov", "barbara@cyberdyne.example"),), Outcome.REJECTED, 44, 0,
    ),
    Meeting(
        "tyrell", "Tyrell", "Tools engineer", "Take-home review", 39, 15, Mode.VIDEO, "https://tyrell.example/review",
        (("Radia Perlman", "radia@tyrell.example"),), Outcome.REJECTED, 34, -1,
    ),
    Meeting(
        "acme", "Acme", "Software engineer", "First call", 110, 9, Mode.PHONE, "+1 555 0199",
        (("Sophie Germain", "sophie@acme.example"),), Outcome.REJECTED, 104, 6,
    ),
    Meeting(
        "soylent", "Soylent", "Data engineer", "Team", 28, 10, Mode.ONSITE, "Soylent campus, building C",
        (("Hedy Lamarr", "hedy@soylent.example"),), Outcome.REJECTED, 23, 0,
    ),
    Meeting(
        "aperture", "Aperture", "Test engineer", "Culture", 92, 14, Mode.VIDEO, "https://aperture.example/talk",
        (("Lise Meitner", "lise@aperture.example"),), Outcome.WITHDRAWN, 90, 0,
    ),
    Meeting(
        "nakatomi", "Nakatomi", "Backend engineer", "Technical", 2, 10, Mode.VIDEO, "https://nakatomi.example/tech",
        (("Dorothy Vaughan", "dorothy@nakatomi.example"),),
    ),
    Meeting(
        "oscorp", "Oscorp", "Platform engineer", "System design", -4, 10, Mode.ONSITE, "Oscorp Tower, 21st floor",
        (("Emmy Noether", "emmy@oscorp.example"), ("Maria Mitchell", "")), notes="Ask about the on-call rota.",
        travel=35,
    ),
)  # fmt: skip
