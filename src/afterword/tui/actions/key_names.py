"""Owns which names of keys can stand in a keymap: those that Textual knows and a terminal can send."""

import difflib
import unicodedata

_MOVES = frozenset(["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "delete"])
_FUNCTIONS = frozenset(f"f{number}" for number in range(1, 25))
_NAMED = _MOVES | _FUNCTIONS | frozenset(["insert", "backspace", "enter", "tab", "escape", "space"])
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_WITH_CTRL = (
    (_LETTERS - frozenset("him"))
    | frozenset(["backslash", "right_square_bracket", "circumflex_accent", "underscore", "@"])
    | _MOVES
    | _FUNCTIONS
)
"""Terminals send ctrl+h, ctrl+i and ctrl+m as backspace, tab and enter; with other signs they send no ctrl at all."""
_WITH_SHIFT = _MOVES | {"tab"}
_SENT_AS = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}
_OTHER_WORDS = {
    "strg": "ctrl",
    "control": "ctrl",
    "c": "ctrl",
    "umschalt": "shift",
    "maj": "shift",
    "esc": "escape",
    "return": "enter",
    "eingabe": "enter",
    "del": "delete",
    "entf": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "page_down": "pagedown",
    "bild_auf": "pageup",
    "pos1": "home",
    "ende": "end",
    "leertaste": "space",
}
"""What people write for a modifier or a key, in other languages, too."""
_OWN_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Signs that Textual calls otherwise than Unicode does."""


def is_key(name: str) -> bool:
    """Whether a terminal can send a key of that name."""
    *modifiers, base = name.split("+")
    match modifiers:
        case []:
            return base in _NAMED or (len(base) == 1 and base.isalnum()) or _is_sign(base)
        case ["ctrl"]:
            return base in _WITH_CTRL
        case ["shift"]:
            return base in _WITH_SHIFT
        case ["ctrl", "shift"]:
            return base in _MOVES
    return False


def sign_name(sign: str) -> str:
    """The name of a sign in a keymap: `question_mark` for `?`; letters, digits and names stay as they are."""
    if len(sign) != 1 or sign.isalnum():
        return sign
    name = unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")
    return _OWN_NAMES.get(name, name)


def character_of(name: str) -> str | None:
    """The character that key types; None for one that types none."""
    if len(name) == 1:
        return name
    return " " if name == "space" else _SIGNS.get(name)


def nearest_key(name: str) -> str:
    """The key that was most likely meant by a name that is none."""
    if is_key(sign_name(name)):
        return sign_name(name)
    wanted = _in_our_words(name)
    if wanted in _SENT_AS:
        return _SENT_AS[wanted]
    if wanted.startswith("shift+") and wanted[6:] in _LETTERS:
        return wanted[6:].upper()
    if is_key(wanted):
        return wanted
    modifiers, _, base = wanted.rpartition("+")
    for modifier, keys in (("ctrl", _WITH_CTRL), ("shift", _WITH_SHIFT)):
        if modifier in modifiers and base in keys:
            return f"{modifier}+{base}"
    known = [*_with("ctrl", _WITH_CTRL), *_with("shift", _WITH_SHIFT)] if modifiers else sorted({*_NAMED, *_SIGNS})
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)
    return near[0] if near else base if is_key(base) else "f6"


def _in_our_words(name: str) -> str:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.strip().lower()) if not unicodedata.combining(letter)
    )
    plain = f"ctrl+{plain[1:]}" if len(plain) > 1 and plain[0] == "^" else plain
    parts = plain.replace(" ", "").replace("-", "+").split("+")
    words = [_OTHER_WORDS.get(part, sign_name(part)) for part in parts]
    return "+".join([*sorted(words[:-1]), words[-1]])


def _with(modifier: str, keys: frozenset[str]) -> list[str]:
    return [f"{modifier}+{key}" for key in sorted(keys)]


def _is_sign(name: str) -> bool:
    if name in _SIGNS:
        return True
    try:
        sign = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return sign.isprintable() and sign_name(sign) == name


_SIGNS = {sign_name(chr(code)): chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum()}
"""The names of the signs that every keyboard has."""
