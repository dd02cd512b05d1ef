"""Owns what a form is as data: the fields it shows, what they begin with, and what saving calls."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from afterword.domain.field_reading import ReadingContext, type_field
from afterword.domain.fields import Field
from afterword.services.services import Services


class Changes(dict[str, Any]):
    """The values that were filled in, by field; `texts` is what all fields of the form hold, as it was typed."""

    def __init__(self, values: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        super().__init__(values)
        self.texts = dict(texts)


class FormSpec(Struct, frozen=True, kw_only=True):
    """A form: its title, its fields, what saving calls, and what is said when that worked.

    The fields begin with what is `offered`, else with the values of the `record` that is changed. `save` gets the
    values of all fields; of a record only those that were touched, unless the form is to hand over the `whole`.

    `save` may raise an `AfterwordError`: the form stays open with everything typed and shows the sentence. Where it
    changes a record it raises `ChangedElsewhere`, with names of fields, for what somebody else changed meanwhile;
    `again` then makes the form of the newest record, so that the person can choose. Where what is said depends on what
    became of it, `said` is called with the changes and with what `save` returned. In the first `walk` fields, enter
    goes on to the next one. `echoes` say how a field is understood where its kind does not.
    """

    title: str
    fields: Sequence[Field]
    save: Callable[[Changes], object]
    context: ReadingContext
    record: Struct | None = None
    offered: Mapping[str, str] = {}
    whole: bool = False
    said: "str | Callable[[Changes, Any], str]" = "Saved"
    again: "Callable[[], FormSpec] | None" = None
    walk: int = 0
    echoes: Mapping[str, Callable[[str], str]] = {}

    def text_of(self, field: Field) -> str:
        """What that field begins with."""
        if field.name in self.offered or self.record is None:
            return self.offered.get(field.name, "")
        return type_field(field, getattr(self.record, field.name), self.context)


def reading_context(services: Services, record: Struct | None = None) -> ReadingContext:
    """What the words in a form are read beside: the zone and the day of the record, where it has them."""
    return ReadingContext(
        now=services.clock.now(),
        zone=getattr(record, "zone", services.clock.zone),
        day=getattr(record, "day", None),
        journal=services.store.journal(),
    )
