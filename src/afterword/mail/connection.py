"""Owns what SMTP and IMAP share: certificates that are always checked, ports, and failures of a connection in words."""

import socket
import ssl
from pathlib import Path

from msgspec import Struct

from afterword.errors import AfterwordError
from afterword.settings import Security, ServerSettings, is_loopback


class Trouble(Struct, frozen=True):
    """A failed connection in words: what happened and what to do."""

    title: str
    hint: str


def checked_context(settings: ServerSettings, fail: type[AfterwordError]) -> ssl.SSLContext:
    """A context that checks certificate and host name, with the person's own authority beside the system's."""
    try:
        context = ssl.create_default_context()
        if settings.ca_file:
            context.load_verify_locations(cafile=Path(settings.ca_file).expanduser())
    except (OSError, ssl.SSLError) as error:
        raise fail(
            f"{settings.ca_file} is no usable certificate file.", hint="Check ca_file in the settings."
        ) from error
    return context


def check_security(settings: ServerSettings, fail: type[AfterwordError]) -> None:
    """Refuse an unprotected connection to any host but this machine."""
    if settings.security is Security.NONE and not is_loopback(settings.host):
        raise fail(
            f"An unprotected connection to {settings.host} is refused.",
            hint="Set security to starttls or tls; none is for this machine only.",
        )


_CERTIFICATE_HINTS = {
    "expired": "Whoever runs the server has to renew it; check the clock of this machine too.",
    "mismatch": "Write the server's name in the settings as its certificate has it.",
    "issuer": "If the authority is your own, name its file in ca_file.",
    "self-signed": "If the authority is your own, name its file in ca_file.",
}


def trouble(error: Exception, settings: ServerSettings) -> Trouble:
    """What went wrong with the connection, in words."""
    host = settings.host
    cause = _underlying(error)
    if isinstance(cause, ssl.SSLError):
        return _tls_trouble(cause, settings)
    if isinstance(cause, socket.gaierror | UnicodeError):
        return Trouble(f"The server {host} was not found.", "Check its name in the settings, and your network.")
    if isinstance(cause, ConnectionRefusedError):
        return Trouble(f"{host} refused the connection.", "Check the port in the settings.")
    if isinstance(cause, TimeoutError):
        return Trouble(f"{host} did not answer within {settings.timeout:g} seconds.", _timeout_hint(settings))
    if isinstance(cause, OSError) and cause.strerror:
        return Trouble(f"The connection to {host} failed: {cause.strerror}.", "Try again later.")
    return Trouble(f"{host} closed the connection.", "Try again later.")


def _underlying(error: BaseException) -> BaseException:
    """The failure of the line itself: libraries for mail wrap it in sentences of their own."""
    own = (ssl.SSLError, socket.gaierror, UnicodeError, ConnectionError, TimeoutError)
    wrapped = error.__cause__ or error.__context__
    if isinstance(error, own) or (isinstance(error, OSError) and error.errno is not None) or wrapped is None:
        return error
    return _underlying(wrapped)


def _tls_trouble(error: ssl.SSLError, settings: ServerSettings) -> Trouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = str(error.verify_message).rstrip(".")
        hint = next((hint for sign, hint in _CERTIFICATE_HINTS.items() if sign in why.lower()), "")
        return Trouble(f"The certificate of {settings.host} is not valid: {why}.", f"Nothing was sent to it. {hint}")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Trouble(f"{settings.host} closed the connection.", "Try again later.")
    reason = str(error.reason or error).replace("_", " ").lower()
    return Trouble(
        f"No protected connection to {settings.host} came about: {reason}.",
        "Check security and port in the settings: tls goes with 465 or 993, starttls with 587 or 143.",
    )


def _timeout_hint(settings: ServerSettings) -> str:
    if settings.security is Security.STARTTLS:
        return "Try again later; if the port wants TLS from the start, as 465 and 993 do, set security = 'tls'."
    return "Try again later, or check host and port in the settings."
