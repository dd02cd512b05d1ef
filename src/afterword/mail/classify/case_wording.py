"""Owns how a service desk words that a case is closed and how it asks to be rated, in folded spelling."""

import re

_CASES = r"\b(?:case|ticket|request|enquiry|inquiry|issue|conversation)\b"
_MAYBE = "(?: now| automatically| being)?"
_CLOSED = (
    rf"{_CASES}[^.\n]{{0,60}}\b(?:is|was|been|considered|as){_MAYBE} (?:closed|(?:re)?solved|complete)",
    rf"{_CASES} (?:is |now )?(?:closed|resolved|solved)\b",
    rf"\bclos(?:ed|ing) (?:this|your|the) {_CASES}",
    r"\b(?:ticket|anfrage|vorgang|fall|anliegen|anfragen?)\b[^.\n]{0,60}\b(?:geschlossen|gelost|abgeschlossen|erledigt)\b",
    r"\b(?:ticket|demande|dossier|requete)\b[^.\n]{0,60}\b(?:clotur|ferme|resolu|clos)\w*",
    r"\b(?:ticket|solicitud|caso|consulta)\b[^.\n]{0,60}\b(?:cerrad[oa]|resuelt[oa])\b",
    r"\b(?:ticket|richiesta|caso|segnalazione)\b[^.\n]{0,60}\b(?:chius[oa]|risolt[oa])\b",
    r"\b(?:ticket|pedido|chamado|caso|solicitacao)\b[^.\n]{0,60}\b(?:fechad[oa]|encerrad[oa]|resolvid[oa])\b",
    r"\b(?:ticket|verzoek|zaak|melding|aanvraag)\b[^.\n]{0,60}\b(?:gesloten|opgelost|afgesloten|afgehandeld)\b",
)
_RATE = (
    r"\brate (?:our|your|this|the|us|my)\b",
    r"\bhow (?:did we do|did we|would you rate|satisfied)|\bhow was (?:our|your) (?:service|experience|support)",
    r"\b(?:satisfaction|short|quick|brief|feedback|our|minute) survey\b",
    r"\bbewerten sie|\bwie zufrieden|zufriedenheits|\b(?:kurze[rn]?|unsere[rn]?) umfrage",
    r"\bevaluez\b|\bnotez notre|enquete de satisfaction|\betes-vous satisfait",
    r"\bvalore (?:nuestr|su)|\bcalifique\b|\bencuesta de\b",
    r"\bvaluti? (?:il|la|i) nostr|\bsondaggio\b|questionario di",
    r"\bavalie (?:o|a|nosso|nossa)\b|(?:pesquisa|inquerito) de satisfacao",
    r"\bbeoordeel (?:ons|onze)|tevredenheids",
)
_CLOSED_CASE = re.compile("|".join(f"(?:{one})" for one in _CLOSED))
_RATING = re.compile("|".join(f"(?:{one})" for one in _RATE))


def closed_cases(text: str) -> list[str]:
    """The places in a folded text where a case is said to be closed, as they are worded."""
    return [match[0].strip() for match in _CLOSED_CASE.finditer(text)]


def asks_for_rating(text: str) -> list[str]:
    """The places in a folded text that ask to rate a service, as they are worded."""
    return [match[0].strip() for match in _RATING.finditer(text)]
