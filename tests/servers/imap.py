"""A real Dovecot on loopback for tests: every user name is an account of its own, all with one password.

What its vacation replies would send lies as files in `outgoing`. It needs Debian's dovecot-imapd, dovecot-lmtpd and
dovecot-sieve, version 2.3 or 2.4, which take different configurations.
"""

import base64
import contextlib
import grp
import hashlib
import hmac
import json
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import trustme
from imapclient import IMAPClient

WATCHWORD = "the pässphrase of all"
_KEY = b"the key that tokens are signed with"
_PATIENCE = 20.0
_SIEVE = Path("/usr/lib/dovecot/modules/lib90_sieve_plugin.so")

# What both versions take.
_SHARED = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
mail_fsync = never
auth_failure_delay = 0
ssl = yes
sendmail_path = {home}/sendmail
postmaster_address = postmaster@mail.example
hostname = mail.example
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Archive {{
    auto = create
    special_use = \\Archive
  }}
  mailbox Unwanted {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Verstuurd {{
    special_use = \\Sent
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
"""
_CONFIG_2_3 = """
protocols = imap lmtp
mail_location = maildir:~/Maildir
auth_mechanisms = plain xoauth2
ssl_cert = <{home}/certificate.pem
ssl_key = <{home}/key.pem
passdb {{
  driver = static
  mechanisms = plain login
  args = password={{PLAIN.b64}}{password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2
}}
userdb {{
  driver = static
  args = home={home}/homes/%Ln allow_all_users=yes
}}
auth_username_format = %Ln
protocol lmtp {{
  mail_plugins = sieve
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_vacation_send_from_recipient = yes
}}
"""
_CONFIG_2_4 = """
protocols {{
  imap = yes
  lmtp = yes
}}
mail_driver = maildir
mail_path = ~/Maildir
auth_mechanisms {{
  plain = yes
  xoauth2 = yes
}}
ssl_server_cert_file = {home}/certificate.pem
ssl_server_key_file = {home}/key.pem
passdb static {{
  password = {{PLAIN.b64}}{password}
}}
oauth2 {{
  introspection_mode = local
  username_attribute = sub
  oauth2_local_validation {{
    dict fs {{
      fs posix {{
        prefix = {home}/keys/
      }}
    }}
  }}
}}
userdb static {{
  fields {{
    home = {home}/homes/%{{user | username | lower}}
  }}
}}
auth_username_format = %{{user | username | lower}}
protocol lmtp {{
  mail_plugins {{
    sieve = yes
  }}
}}
sieve_script personal {{
  path = ~/sieve
  active_path = ~/.dovecot.sieve
}}
sieve_vacation_send_from_recipient = yes
"""
# It has to begin with the version whose defaults it means.
_VERSIONS_2_4 = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"
_OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={home}/keys/
username_attribute = sub
"""
_SENDMAIL = """#!/bin/sh
umask 022
cat > {home}/outgoing/$$.part && mv {home}/outgoing/$$.part {home}/outgoing/$$.eml
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A server that runs; `authority` is the file of the authority that signed its certificate."""

    home: Path
    imap: int
    imaps: int
    lmtp: int
    authority: Path

    def maildir(self, user: str) -> Path:
        """Where that account's mail lies."""
        return self.home / "homes" / user / "Maildir"

    def deliver(self, user: str, raw: bytes, sender: str = "somebody@initech.example") -> None:
        """Deliver a mail as a mail server would."""
        with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=_PATIENCE) as line:
            line.sendmail(sender, [f"{user}@mail.example"], raw)

    @contextlib.contextmanager
    def account(self, user: str) -> Iterator[IMAPClient]:
        """The account as the person's own mail program sees it."""
        with IMAPClient("127.0.0.1", self.imap, ssl=False, timeout=_PATIENCE) as client:
            client.plain_login(user, WATCHWORD)
            yield client

    def answers_away(self, user: str, script: str) -> None:
        """Give an account a Sieve script."""
        home = self.home / "homes" / user
        home.mkdir(parents=True, exist_ok=True)
        (home / ".dovecot.sieve").write_text(script, encoding="utf-8")
        _give(home)

    def token(self, user: str, seconds: int = 600) -> str:
        """A token that lets that user in for so long."""
        now = int(time.time())
        parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": user, "iat": now - 60, "exp": now + seconds}]
        signed = b".".join(_url64(json.dumps(part).encode()) for part in parts)
        return (signed + b"." + _url64(hmac.new(_KEY, signed, hashlib.sha256).digest())).decode()


def missing() -> str:
    """Why there can be no Dovecot here, as a sentence; empty where there can."""
    binary = _binary()
    if binary is None:
        return "Dovecot is not installed"
    version = _version()
    if not version.startswith(("2.3.", "2.4.")):
        return f"Dovecot {version} takes another configuration than 2.3 and 2.4"
    return "" if _SIEVE.exists() else "Dovecot is installed without its Sieve"


@contextlib.contextmanager
def running() -> Iterator[Dovecot]:
    """A Dovecot of our own on free ports, ended by its process id."""
    # Its sockets need a short path, and its user must reach it: neither holds for the folders of pytest.
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))
    try:
        server = _prepared(home)
        master = _started(home)
        try:
            _await_ports(server, master)
            yield server
        finally:
            master.terminate()
            master.wait(_PATIENCE)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _prepared(home: Path) -> Dovecot:
    server = Dovecot(home, *_free_ports(), authority=home / "authority.pem")
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(server.authority)
    certificate.private_key_pem.write_to_path(home / "key.pem")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(home / "certificate.pem", append=True)
    for name in ("run", "state", "homes", "outgoing", "keys/default/HS256"):
        (home / name).mkdir(parents=True)
    (home / "keys/default/HS256/default").write_bytes(base64.b64encode(_KEY))
    user, group = _whose()
    values = {
        "home": home,
        "user": user,
        "group": group,
        "password": base64.b64encode(WATCHWORD.encode()).decode(),
        "imap": server.imap,
        "imaps": server.imaps,
        "lmtp": server.lmtp,
    }
    is_newer = _version().startswith("2.4.")
    text = _VERSIONS_2_4 + _SHARED + _CONFIG_2_4 if is_newer else _SHARED + _CONFIG_2_3
    (home / "conf").write_text(text.format(**values), encoding="utf-8")
    (home / "oauth2").write_text(_OAUTH2.format(home=home), encoding="utf-8")
    script = home / "sendmail"
    script.write_text(_SENDMAIL.format(home=home), encoding="utf-8")
    script.chmod(0o755)
    _give(home)
    return server


def _started(home: Path) -> subprocess.Popen[bytes]:
    user, group = _whose()
    root = os.geteuid() == 0
    with (home / "out").open("wb") as out:
        return subprocess.Popen(  # noqa: S603 - our own configuration
            [_binary() or "dovecot", "-F", "-c", str(home / "conf")],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            user=user if root else None,
            group=group if root else None,
            extra_groups=() if root else None,
        )


def _await_ports(server: Dovecot, master: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _PATIENCE
    for port in (server.imap, server.imaps, server.lmtp):
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if master.poll() is not None or time.monotonic() > end:
                    told = [
                        path.read_text("utf-8", "replace")
                        for path in map(server.home.joinpath, ("out", "log"))
                        if path.exists()
                    ]
                    raise AssertionError("\n".join(told)) from None


def _binary() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _version() -> str:
    told = subprocess.run([_binary() or "dovecot", "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return told.stdout.split(" ")[0]


def _whose() -> tuple[str, str]:
    """As whom it runs: Dovecot opens no mail for root."""
    if os.geteuid() == 0:
        return "nobody", "nogroup"
    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def _give(home: Path) -> None:
    if os.geteuid() != 0:
        return
    user, group = _whose()
    shutil.chown(home, user, group)
    for path in home.rglob("*"):
        shutil.chown(path, user, group)


def _free_ports() -> tuple[int, int, int]:
    with contextlib.ExitStack() as held:
        found = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        first, second, third = (one.getsockname()[1] for one in found)
        return first, second, third


def _url64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
