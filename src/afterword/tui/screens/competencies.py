"""Owns choosing competencies for many: a pack for a kind of work, one for a group of phrases."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import App

from afterword.domain.history import TypedPlace
from afterword.domain.practice import pack, pack_names
from afterword.domain.suggestion import PhraseGroup
from afterword.domain.text import plural
from afterword.services.practice import PackUsed
from afterword.services.services import Services
from afterword.tui.screens.dialogs import Option, ask_which
from afterword.tui.screens.form import Form
from afterword.tui.screens.record_forms import new_competency
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp


_NEW = "new"


def choose_packs(app: App[None], context: "AfterwordApp", services: Services) -> None:
    """Offer the packs; those that fit the role of the first interview stand first."""
    journal = services.store.journal()
    used = {competency.pack for competency in journal.all_competencies if not competency.archived}
    fitting = [name for interview in journal.live_interviews for name in services.interviews.fitting_packs(interview)]
    names = sorted(pack_names(), key=lambda name: (name not in fitting, name in used))
    packs = {name: pack(name, journal.language) for name in names}
    options = [
        Option(name, f"{known.title}{' (used)' if name in used else ''}", ", ".join(c.name for c in known.competencies))
        for name, known in packs.items()
    ]

    def use(name: str) -> None:
        taken = context.run_service(lambda: services.competencies.use_pack(name))
        if taken is not None:
            context.say(pack_words(taken), TextStyle.GOOD)

    ask_which(app, "Use the competencies of", options, use)


def pack_words(taken: PackUsed) -> str:
    """What came with a pack, in a sentence."""
    if not taken.came:
        return f"{taken.title} is used already"
    return f"{taken.title}: {plural(len(taken.came), 'competency', 'competencies')} came; u takes them back"


def sort_phrases(app: App[None], context: "AfterwordApp", services: Services) -> None:
    """Offer groups of phrases without a competency, then what to make of the one chosen."""
    groups = {group.name: group for group in services.competencies.groups()}
    if not groups:
        context.say("No two phrases without a competency share a word; enter lists them.", TextStyle.WARN)
        return
    findings = services.store.journal().findings
    options = [
        Option(name, f"{name} ({len(group.ids)})", " · ".join(f"“{findings[key].quote}”" for key in group.ids))
        for name, group in groups.items()
    ]
    ask_which(app, "Phrases that share a word", options, lambda name: _tie_group(app, context, services, groups[name]))


def _tie_group(app: App[None], context: "AfterwordApp", services: Services, group: PhraseGroup) -> None:
    living = [subject for subject in services.store.journal().subjects if not subject.archived]
    new = Option(_NEW, f"a competency of their own: {group.name}", "named and worded by you")
    options = [new, *(Option(subject.id, subject.name, subject.anchor) for subject in living)]

    def tie(chosen: str) -> None:
        if chosen == _NEW:
            spec = new_competency(services)
            save = services.competencies.sort
            offered = {"name": group.name, "words": ", ".join(group.words)}
            said = f"{plural(len(group.ids), 'phrase')} tied to it; u takes it back"
            place = TypedPlace("form", ("sorted", *group.ids), f"making a competency of “{group.name}”")
            form = replace(spec, save=lambda changes: save(group.ids, changes), offered=offered, said=said, place=place)
            app.push_screen(Form(form))
        else:
            words = {"words": group.words}
            name = next(subject.name for subject in living if subject.id == chosen)
            said = f"{plural(len(group.ids), 'phrase')} tied to {name}; u takes it back"
            context.run_service(lambda: services.competencies.sort(group.ids, words, chosen), said)

    ask_which(app, f"{plural(len(group.ids), 'phrase')} on “{group.name}”", options, tie)
