"""The way out: which addresses may be reached at all. A name is resolved once, and what was checked is what is used."""

import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from apps.core.errors import Refused

HTTPS = 443
# `is_global` is true for these, yet each leads, or may lead, inside.
HOLES = [
    ip_network(text)
    for text in (
        "192.88.99.0/24",  # 6to4 relays
        "64:ff9b::/96",  # NAT64: embeds an IPv4 address
        "64:ff9b:1::/48",
        "2002::/16",  # 6to4
        "2001::/32",  # Teredo
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "fec0::/10",  # site-local
    )
]


class Forbidden(Refused):
    """The address is not one that a connection may reach."""

    code = "forbidden_address"


class NotReached(Exception):
    """No connection stood: surely nothing was sent."""


@dataclass(frozen=True)
class Route:
    """One checked way to a host: `ip` is connected to, `host` is what it must prove to be."""

    scheme: str
    host: str
    port: int
    ip: str

    @property
    def url(self) -> str:
        ip = f"[{self.ip}]" if ":" in self.ip else self.ip
        return f"{self.scheme}://{ip}:{self.port}"

    @property
    def authority(self) -> str:
        usual = {"https": HTTPS}.get(self.scheme)
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def public_route(url: str, *, hosts: Collection[str] | None, ports: Collection[int] = (HTTPS,)) -> Route:
    """The way to a public address. `hosts`: the names allowed; None: any. Raises Forbidden or NotReached."""
    parts = urlsplit(url)
    host, port = (parts.hostname or "").rstrip("."), parts.port or HTTPS
    if not host or parts.username is not None or parts.scheme not in ("https", "smtp", "imap"):
        raise Forbidden("This is not an address that can be reached.")
    if hosts is not None and host not in hosts:
        raise Forbidden(f"{host} is not among the hosts of this connector.")
    if port not in ports:
        raise Forbidden(f"Port {port} is not open to connections.")
    return Route(parts.scheme, host, port, _resolved(host, port))


def loopback_route(url: str) -> Route:
    """The way to a simulator, whose address this installation wrote down itself."""
    parts = urlsplit(url)
    if parts.hostname != "127.0.0.1" or parts.port is None:
        raise Forbidden("A sandbox is reached on 127.0.0.1 alone.")
    return Route(parts.scheme, "127.0.0.1", parts.port, "127.0.0.1")


def public(text: str) -> bool:
    """Whether this address is on the public internet, and nowhere else."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address in hole for hole in HOLES)  # an address of the other version is in none


def _resolved(host: str, port: int) -> str:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as why:
        raise NotReached(f"{host} cannot be found.") from why
    addresses = [str(answer[4][0]) for answer in answers]
    if not addresses or not all(public(address) for address in addresses):
        raise Forbidden(f"{host} leads to an address inside a private network.")
    return addresses[0]
