"""Owns how much of a mail is read at most; the readers keep to these numbers before they parse anything."""

MAIL_BYTES = 25 * 1024 * 1024
HEADERS_BYTES = 256 * 1024
HEADER_BYTES = 8 * 1024
HEADER_FIELDS = 2_000
PARTS = 200
DEPTH = 20
ADDRESSES = 200
IDS = 200
# What a person can have written; longer texts are cut with a note.
TEXT_BYTES = 512 * 1024
MACHINE_PART_BYTES = 64 * 1024
# Lines that look like a boundary and are none; past this the mail was built to waste time.
FALSE_BOUNDARIES = 20_000
