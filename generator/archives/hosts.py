"""Which hosts may be asked, and the one place where a socket is opened.

An address is asked only if its origin is a configured archive's; every redirect passes here again. A name that resolves to
a private, loopback or link-local address is refused at the moment of connecting, so that no DNS answer between check and
use matters. Loopback is open only to an origin that names it itself, as tests and local mirrors do.
"""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from generator.model.errors import Refused, Unreachable

_PORTS = {"http": 80, "https": 443}
Addresses = tuple[tuple[int, str], ...]  # (family, address)
Resolve = Callable[[str, int], Addresses]


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port: ``https://web.archive.org``."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def is_loopback(self) -> bool:
        """Whether the origin itself names this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_origin(url: str) -> Origin:
    """The origin of an address. Refused for another scheme, for user names, and for what no URL parser agrees on."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"{url!r} is no address: {error}", url=url) from None
    if parts.scheme not in _PORTS:
        raise Refused(f"{url!r}: only http and https are asked", url=url)
    if (
        parts.username is not None
        or parts.password is not None
        or "\\" in url
        or any(ord(c) < 33 for c in url)
    ):
        raise Refused(f"{url!r}: names a user, or holds characters that no address has", url=url)
    if not parts.hostname:
        raise Refused(f"{url!r} names no host", url=url)
    return Origin(parts.scheme, parts.hostname.lower().rstrip("."), port or _PORTS[parts.scheme])


@dataclass(frozen=True, slots=True)
class HostList:
    """The configured origins. Nothing else is ever asked."""

    origins: tuple[Origin, ...]

    def check(self, url: str) -> str:
        """`url` as it may be asked: http is raised to https where the archive is configured so. Raises Refused."""
        origin = parse_origin(url)
        if origin in self.origins:
            return url
        secure = Origin("https", origin.host, 443)
        if origin == Origin("http", origin.host, 80) and secure in self.origins:
            return urlunsplit(urlsplit(url)._replace(scheme="https", netloc=origin.host))
        raise Refused(f"{url!r}: {origin} is not a configured archive", url=url)

    def hop(self, base: str, location: str) -> str:
        """Where a redirect from `base` leads, checked like any address."""
        try:
            target = urljoin(base, location.strip())
        except ValueError as error:
            raise Refused(f"{location!r} is no address: {error}", url=base) from None
        return self.check(target)

    def may_be_loopback(self, host: str, port: int) -> bool:
        return any(o.host == host and o.port == port and o.is_loopback for o in self.origins)


def host_list(urls: Iterable[str]) -> HostList:
    """From base addresses such as ``https://web.archive.org``."""
    return HostList(tuple(dict.fromkeys(parse_origin(url) for url in urls)))


def resolve(host: str, port: int) -> Addresses:
    """What the system's resolver says, each address once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys((int(family), str(address[0])) for family, _, _, _, address in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet (IPv4 inside IPv6 is looked at as IPv4)."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


class Gatekeeper:
    """Opens sockets to allowed addresses only."""

    def __init__(self, hosts: HostList, resolver: Resolve = resolve) -> None:
        self.hosts = hosts
        self._resolve = resolver

    def connect(self, host: str, port: int, seconds: float) -> socket.socket:
        """A connected socket. Refused for a private address, Unreachable where nothing answers in time."""
        host = host.lower().strip("[]").rstrip(".")
        if not any(o.host == host and o.port == port for o in self.hosts.origins):
            raise Refused(f"{host}:{port} is not a configured archive")
        addresses = self._look_up(host, port, seconds)
        loopback = self.hosts.may_be_loopback(host, port)
        for _, address in addresses:
            if not (is_public(address) or (loopback and ipaddress.ip_address(address).is_loopback)):
                raise Refused(f"{host} resolves to {address}, which is not on the open internet")
        last: OSError | None = None
        for family, address in addresses[:2]:
            sock = socket.socket(family, socket.SOCK_STREAM)
            sock.settimeout(max(0.1, seconds / min(2, len(addresses))))
            try:
                sock.connect((address, port))
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as error:
                sock.close()
                last = error
        raise Unreachable(f"{host} cannot be reached: {last or 'no address'}")

    def _look_up(self, host: str, port: int, seconds: float) -> Addresses:
        """Name to addresses, in a thread that is left behind where the resolver takes too long."""
        answer: list[Any] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(max(0.1, seconds))
        if not answer:
            raise Unreachable(f"{host} cannot be reached: no answer from the resolver")
        if isinstance(answer[0], Exception):
            raise Unreachable(f"{host} cannot be reached: {answer[0]}")
        found: Addresses = answer[0]
        if not found:
            raise Unreachable(f"{host} cannot be reached: it has no address")
        return found
