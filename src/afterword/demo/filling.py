"""Owns putting the sample into an empty journal, and the settings that go with it."""

from afterword.demo.sample import MY_NAME, demo_journal
from afterword.domain.journal import TABLES
from afterword.services.services import Services

SETTINGS = f'[me]\nname = "{MY_NAME}"\naddress = "sam@seeker.example"\n'
"""A settings file for the person of the sample."""


def fill_with_sample(services: Services) -> None:
    """Write the sample of today into the journal, as a beginning that cannot be undone."""
    sample = demo_journal(services.clock.now(), services.clock.zone)
    with services.store.transaction("sample data", undoable=False) as work:
        for table in TABLES:
            for record in getattr(sample, table).values():
                work.put(record)
