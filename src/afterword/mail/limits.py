"""Owns how much of a mail is read at most; the readers keep to these numbers before they parse anything."""

MAIL_BYTES = 25 * 1024 * 1024
LINES = 400_000
"""A mail of that size in lines of Base64 has fewer; each line costs the parser time."""
HEADERS_BYTES = 256 * 1024
HEADER_BYTES = 8 * 1024
PARAMETERS_BYTES = 2 * 1024
"""Of a header with parameters: the library's time to split them grows with the square of their length."""
HEADER_FIELDS = 2_000
PARTS = 200
DEPTH = 20
ADDRESSES = 200
IDS = 200
TEXT_BYTES = 512 * 1024
"""What a person can have written; longer texts are cut with a note."""
MACHINE_PART_BYTES = 64 * 1024
