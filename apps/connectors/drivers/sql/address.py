"""Where a database is: from a URL to one checked address that libpq is told outright.

Host, port, database, user, password and sslmode are all that a URL may say. The name is resolved once, every
address behind it is checked, and the connection goes to that address and to no other.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from apps.connectors.contract import Opened
from apps.connectors.egress import public
from apps.core.errors import Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

SSLMODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
WITHOUT_TLS = SSLMODES[:3]
HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")


@dataclass(frozen=True)
class Place:
    host: str
    hostaddr: str
    port: int
    database: str
    user: str
    sslmode: str
    password: str = field(repr=False)


def place(opened: Opened) -> Place:
    """The checked place of an opened connection. Raises Invalid where it may not be reached."""
    secret = str(opened.secret.get("url", ""))
    url = urlsplit(secret or str(opened.address.get("url", "")))
    host, port, sslmode = _host(url), _port(url), _sslmode(url)
    found, database = _resolve(host, port), unquote(url.path.removeprefix("/"))
    by_rule = [any(_fits(rule, address, host, f"{port}", database) for rule in opened.allowed) for address in found]
    if not all(ruled or public(str(address)) for address, ruled in zip(found, by_rule, strict=True)):
        raise Invalid(f"{host}:{port} is a private address; an operator has to allow it first.")
    if not all(by_rule):
        sslmode = sslmode or "require"
        if sslmode in WITHOUT_TLS:
            raise Invalid("A database at a public address needs sslmode=require or stronger.")
    password = str(opened.secret.get("password", "")) or unquote(url.password or "")
    return Place(
        host=host,
        hostaddr=str(found[0]),
        port=port,
        database=database,
        user=unquote(url.username or ""),
        sslmode=sslmode or "prefer",
        password=password,
    )


def _host(url: SplitResult) -> str:
    if url.scheme not in ("postgresql", "postgres"):
        raise Invalid("Write the address like postgresql://user:password@host:5432/database.")
    host = url.hostname or ""
    if not HOST.fullmatch(host):
        raise Invalid("The address needs one host name; a socket or a list of hosts is not taken.")
    if not url.path.removeprefix("/") or not url.username:
        raise Invalid("The address needs a user and a database.")
    return host


def _port(url: SplitResult) -> int:
    try:
        return url.port or 5432
    except ValueError:
        raise Invalid("The port is not a number between 1 and 65535.") from None


def _sslmode(url: SplitResult) -> str:
    asked = dict(parse_qsl(url.query, keep_blank_values=True))
    others = sorted(set(asked) - {"sslmode"})
    if others:
        raise Invalid(f"Of the parameters only sslmode is taken, not {', '.join(others)}.")
    mode = asked.get("sslmode", "")
    if mode and mode not in SSLMODES:
        raise Invalid(f"sslmode is one of {', '.join(SSLMODES)}.")
    return mode


def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Invalid(f"The host {host} has no address.") from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _fits(rule: str, address: Address, host: str, port: str, database: str) -> bool:
    """A rule is a network (`10.0.0.0/8`), a place (`db.internal:5432`), or a database there (`127.0.0.1:5433/shop`)."""
    try:
        network = ipaddress.ip_network(rule)
    except ValueError:
        place, _, only = rule.partition("/")
        name, _, at = place.rpartition(":")
        there = at == port and name.strip("[]").lower() in (host.lower(), str(address))
        return there and only in ("", database)
    return address.version == network.version and address in network
