"""Owns format=flowed (RFC 3676): text whose paragraphs every reader sees wrapped and a knowing one wraps anew."""

WIDTH = 72
_SIGNATURE = "-- "


def flow(text: str) -> str:
    """The text wrapped at WIDTH: a line that ends with a space goes on in the next; no other line ends with one.

    Quoted lines and words longer than a line stay as they are.
    """
    return "\n".join(part for line in text.split("\n") for part in _flowed_line(line))


def unflow(text: str) -> str:
    """The text with its soft line ends taken back and the stuffing removed; quoted lines stay lines of their own."""
    out: list[str] = []
    open_line = False
    for line in text.split("\n"):
        bare = line.removeprefix(" ")
        quoted = line.startswith(">")
        if open_line and not quoted:
            out[-1] += bare
        else:
            out.append(bare)
        open_line = bare.endswith(" ") and bare != _SIGNATURE and not quoted
    return "\n".join(out)


def _flowed_line(line: str) -> list[str]:
    hard = line if line == _SIGNATURE else line.rstrip()
    if hard.startswith(">"):
        return [hard]
    parts: list[str] = []
    while len(hard) > WIDTH and (cut := _break_in(hard)):
        parts.append(_stuffed(hard[:cut]))
        hard = hard[cut:]
    return [*parts, _stuffed(hard)]


def _break_in(text: str) -> int:
    """Behind which space to break, or 0: the last one that fits, else the first one there is."""
    cut = text.rfind(" ", 0, WIDTH) + 1 or text.find(" ") + 1
    return 0 if text[:cut] == _SIGNATURE or not text[:cut].strip() else cut


def _stuffed(text: str) -> str:
    return f" {text}" if text.startswith((" ", ">", "From ")) else text
