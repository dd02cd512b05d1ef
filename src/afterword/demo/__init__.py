"""Sample data: a believable half year of interviews, with every date relative to the day it is made for."""

from afterword.demo.sample import demo_journal

__all__ = ["demo_journal"]
