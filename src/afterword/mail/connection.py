"""Owns what SMTP and IMAP share: certificates that are always checked, ports, and failures of a connection in words."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from afterword.errors import AfterwordError
from afterword.mail_settings import Security, ServerSettings


@dataclass(frozen=True, slots=True)
class Trouble:
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


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def trouble(error: Exception, settings: ServerSettings) -> Trouble:
    """What went wrong with the connection, in words."""
    host = settings.host
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble(f"The certificate of {host} is not valid: {error.verify_message}.", "Nothing was sent to it.")
    if isinstance(error, socket.gaierror):
        return Trouble(f"The server {host} was not found.", "Check its name in the settings, and your network.")
    if isinstance(error, ConnectionRefusedError):
        return Trouble(f"{host} refused the connection.", "Check the port in the settings.")
    if isinstance(error, TimeoutError):
        return Trouble(f"{host} did not answer within {settings.timeout} seconds.", "Try again later.")
    if isinstance(error, ssl.SSLError):
        return Trouble(f"No protected connection to {host}: {error.reason or error}.", "Check security and port.")
    return Trouble(f"The connection to {host} broke: {error}.", "Try again later.")
