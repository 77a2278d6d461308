"""Nothing is asked of any host that is not a configured archive; private addresses are refused before a byte is sent."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from generator.archives.hosts import Gatekeeper, host_list, is_public, parse_origin
from generator.archives.session import ArchiveSession
from generator.archives.wayback import WaybackArchive
from generator.commands.missing_captures import fetch_missing
from generator.model.captures import CaptureRow, FetchState
from generator.model.digests import digest_of
from generator.model.errors import ArchiveError, Refused, Unreachable
from generator.model.locators import WaybackLocator
from generator.model.times import parse_time
from generator.store.evidence_store import EvidenceStore
from tests.archives.loopback import Answer, Server, serving
from tests.reporting import BufferReporter

AT = parse_time("20171124151315")
TARGETS = {
    "ssrf-loopback": "http://127.0.0.1:PORT/secret",
    "ssrf-localhost": "http://localhost:PORT/",
    "ssrf-metadata": "http://169.254.169.254/latest/meta-data/",
    "ssrf-ipv6-loopback": "http://[::1]:PORT/",
    "ssrf-decimal-ip": "http://2130706433/",
    "ssrf-file": "file:///etc/passwd",
    "ssrf-userinfo": "http://web.archive.org@127.0.0.1/",
}
MORE = (
    "//127.0.0.1:PORT/secret",
    "http://0x7f.1:PORT/",
    "http://0/",
    "http://127.1:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:PORT/_GET",
    "http://127.0.0.1:PORT\\@127.0.0.1/",
    "http://user:secret@127.0.0.1:PORT/",
    "https://evil.example/web/20171124151315id_/https://acme.example/terms",
    "javascript:alert(1)",
)


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server, list[str]]]:
    """An archive that redirects to what the list holds, and a secret service that must not be asked."""
    where: list[str] = []
    with ExitStack() as stack:
        secret = stack.enter_context(serving(lambda request: Answer(body=b"secret")))
        archive = stack.enter_context(
            serving(
                lambda request: Answer(
                    status=302,
                    headers=(("Location", where[0]), ("Memento-Datetime", "Fri, 24 Nov 2017 15:13:15 GMT")),
                )
            )
        )
        yield archive, secret, where


@pytest.mark.parametrize("target", [*TARGETS.values(), *MORE])
def test_a_redirect_out_of_the_configured_archives_is_refused_and_nothing_is_sent(
    servers: tuple[Server, Server, list[str]], tmp_path: Path, target: str
) -> None:
    archive, secret, where = servers
    where.append(target.replace("PORT", str(secret.port)))
    assert AT is not None
    row = CaptureRow(
        archive="wayback", captured_at=AT, order=0, locator=WaybackLocator(at=AT, url="https://acme.example/"),
        sha256=digest_of(b"secret"), size=6,
    )  # fmt: skip
    store = EvidenceStore(tmp_path / "store", ())
    adapter = WaybackArchive(session=ArchiveSession([archive.base]), host=archive.base)
    (outcome,) = fetch_missing([row], store, (adapter,), BufferReporter())
    assert (outcome.state, outcome.error) == (FetchState.FAILED, "Refused"), outcome.message
    assert secret.requests == []
    assert len(archive.requests) == 1
    assert list(store.digests()) == []


@pytest.mark.parametrize("target", ["http:///no-host", "http://[broken/", "http://127.0.0.1:99999999/", ""])
def test_a_redirect_to_no_address_at_all_fails_and_asks_nobody(
    servers: tuple[Server, Server, list[str]], target: str
) -> None:
    archive, secret, where = servers
    where.append(target)
    adapter = WaybackArchive(session=ArchiveSession([archive.base]), host=archive.base)
    if target:
        with pytest.raises(ArchiveError):
            adapter.fetch(WaybackLocator(at=AT, url="https://acme.example/"))
    else:  # a captured 302 without a target is a capture like any other
        assert adapter.fetch(WaybackLocator(at=AT, url="https://acme.example/")).status == 302
    assert secret.requests == []


def answering(*addresses: str) -> Gatekeeper:
    family = {True: 10, False: 2}
    return Gatekeeper(
        host_list(["https://archive.example"]),
        lambda host, port: tuple((family[":" in address], address) for address in addresses),
    )


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_a_name_that_resolves_to_a_private_address_is_refused_when_connecting(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(Refused, match="not on the open internet"):
        answering(address).connect("archive.example", 443, 1)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Refused):
        answering("93.184.216.34", "127.0.0.1").connect("archive.example", 443, 1)


def test_a_name_without_address_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        answering().connect("archive.example", 443, 1)


def test_public_addresses_are_public() -> None:
    assert all(is_public(address) for address in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"))


def test_a_configured_name_does_not_open_loopback_to_another_port() -> None:
    gate = Gatekeeper(host_list(["http://127.0.0.1:18080"]))
    with pytest.raises(Refused):
        gate.connect("127.0.0.1", 18081, 1)


def test_http_is_raised_to_https_where_the_archive_is_configured_so() -> None:
    hosts = host_list(["https://web.archive.org"])
    assert hosts.check("http://web.archive.org/web/x") == "https://web.archive.org/web/x"
    assert hosts.hop("https://web.archive.org/a/b", "/web/y") == "https://web.archive.org/web/y"
    with pytest.raises(Refused):
        hosts.check("http://web.archive.org:8080/web/x")
    with pytest.raises(Refused):
        hosts.check("https://web.archive.org.evil.example/")


def test_hosts_are_compared_without_case_and_closing_dot() -> None:
    assert parse_origin("https://Web.Archive.ORG./x") == parse_origin("https://web.archive.org:443/")


@pytest.mark.shared
def test_every_shared_case_is_among_the_targets(shared: Path) -> None:
    cases = json.loads((shared / "fixtures" / "faults" / "cases.json").read_text(encoding="utf-8"))
    listed = {case["id"]: case["setup"]["redirect_to"] for case in cases if case["class"] == "ssrf"}
    assert listed == TARGETS


@pytest.mark.shared
def test_no_hostile_address_of_the_shared_list_is_asked(shared: Path) -> None:
    """Whatever the list of tricks says, an address is refused or stays at the one archive that is configured."""
    hosts = host_list(["https://web.archive.org"])
    text = (shared / "fixtures" / "payloads" / "ssrf_urls.json").read_text(encoding="utf-8")
    tricks = re.findall(r'"((?:[a-z][a-z0-9+.-]*:)?//[^"]+)"', text, re.IGNORECASE)
    allowed = []
    for trick in tricks:
        try:
            allowed.append(hosts.hop("https://web.archive.org/web/x", json.loads(f'"{trick}"')))
        except Refused:
            continue
    assert len(tricks) > 20
    assert [url for url in allowed if not url.startswith("https://web.archive.org/")] == []
