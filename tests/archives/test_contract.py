"""Every adapter keeps the contract, each over an archive made on the spot."""

import base64
import hashlib
import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from generator.archives.folder import FolderArchive
from generator.archives.memento import MementoArchive
from generator.archives.ota import OtaClone, OtaHttp
from generator.archives.protocol import Archive
from generator.archives.session import ArchiveSession
from generator.archives.warc import WarcArchive
from generator.archives.wayback import WaybackArchive
from generator.model.digests import digest_of
from generator.model.locators import (
    FolderLocator,
    Locator,
    MementoLocator,
    OtaLocator,
    WarcLocator,
    WaybackLocator,
)
from generator.model.times import stamp_of
from tests.archives.loopback import Answer, Request, Server, memento, serving
from tests.contracts.archive import HELD, ArchiveContract, at

URL = "https://meet.acme.example/terms?lang=en"
FILE = "Acme Meet/Terms of Service #1.md"
REPOSITORY = "AcmeWatch/demo-versions"


class TestFolderOfTimes(ArchiveContract):
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Archive:
        folder = tmp_path / "acme" / "terms"
        folder.mkdir(parents=True)
        for time, text in HELD:
            (folder / f"{stamp_of(at(time))}.md").write_bytes(text.encode())
        (folder / "README.txt").write_text("no capture")
        return FolderArchive(roots=(tmp_path,))

    @pytest.fixture
    def whole(self) -> Locator:
        return FolderLocator(path="acme/terms")

    @pytest.fixture
    def missing(self) -> Locator:
        return FolderLocator(path="acme/terms/19990101T000000Z.md")


class TestFolderWithIndex(TestFolderOfTimes):
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Archive:
        folder = tmp_path / "acme" / "terms"
        folder.mkdir(parents=True)
        lines = []
        for number, (time, text) in enumerate(HELD):
            name = f"text-{len(text)}.md"  # two captures share one file
            (folder / name).write_bytes(text.encode())
            row = {
                "captured_at": time,
                "sha256": digest_of(text.encode()),
                "file": name,
                "commit_order": number,
            }
            lines.append(json.dumps(row))
        (folder / "history.jsonl").write_text("\n".join(lines) + "\n")
        return FolderArchive(roots=(tmp_path,))

    def test_it_lists_every_capture_once_in_its_own_order(self, archive: Archive, whole: Locator) -> None:
        listed = list(archive.list_captures(whole))
        assert [capture.captured_at for capture in listed] == [at(time) for time, _ in HELD]
        assert [capture.order for capture in listed] == [0, 1, 2]
        assert listed[0].locator == listed[2].locator


def make_repository(folder: Path) -> Path:
    """A versions repository with the held texts, each committed at its time."""
    folder.mkdir(parents=True)
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*arguments: str, when: str = HELD[0][0]) -> None:
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
               for key, value in (("NAME", "Robot"), ("EMAIL", "robot@acme.example"), ("DATE", when))}  # fmt: skip
        subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=env | who)

    git("init", "-q", "-b", "main")
    for number, (time, text) in enumerate(HELD):
        path = folder / FILE
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        (folder / "Other.md").write_text(f"other {number}")
        git("add", "-A")
        subject = "First record of" if number == 0 else "Record new changes of"
        git("commit", "-q", "-m", f"{subject} Acme Meet Terms of Service", when=time)
    return folder


class TestOtaClone(ArchiveContract):
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Archive:
        clone = make_repository(tmp_path / "clone")
        return OtaClone(clones=((REPOSITORY, clone),), cache=tmp_path / "cache")

    @pytest.fixture
    def whole(self) -> Locator:
        return OtaLocator(repository=REPOSITORY, path=FILE)

    @pytest.fixture
    def missing(self, archive: Archive, whole: Locator) -> Locator:
        first = next(iter(archive.list_captures(whole))).locator
        assert isinstance(first, OtaLocator)
        return OtaLocator(repository=REPOSITORY, commit=first.commit, path="No Such.md")


class TestOtaBundle(TestOtaClone):
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Archive:
        clone = make_repository(tmp_path / "clone")
        bundle = tmp_path / "demo.bundle"
        subprocess.run(
            ["git", "-C", str(clone), "bundle", "create", "-q", str(bundle), "HEAD", "main"], check=True
        )
        return OtaClone(clones=((REPOSITORY, bundle),), cache=tmp_path / "cache")


class LoopbackContract(ArchiveContract):
    """An archive behind a scripted server."""

    @pytest.fixture
    def server(self) -> Iterator[Server]:
        with serving(lambda request: self.answer(request)) as server:
            self.base = server.base
            yield server

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError


class TestOtaHttp(LoopbackContract):
    commits = tuple(hashlib.sha1(time.encode()).hexdigest() for time, _ in HELD)

    def answer(self, request: Request) -> Answer:
        for commit, (_, text) in zip(self.commits, HELD, strict=True):
            if unquote(request.target) == f"/{REPOSITORY}/{commit}/{FILE}" and "#" not in request.target:
                return Answer(body=text.encode())
        if request.target.startswith(
            f"/repos/{REPOSITORY}/commits?path=Acme%20Meet%2FTerms%20of%20Service%20%231.md&"
        ):
            rows = [
                {
                    "sha": commit,
                    "commit": {"author": {"date": time}, "message": "Record new changes of Terms\n\nmore"},
                }
                for commit, (time, _) in zip(self.commits, HELD, strict=True)
            ]
            return Answer(body=json.dumps(rows[::-1]).encode())
        return Answer(status=404, body=b"404: Not Found")

    @pytest.fixture
    def archive(self, server: Server, tmp_path: Path) -> Archive:
        return OtaHttp(
            session=ArchiveSession([server.base], cache=tmp_path), host=server.base, api=server.base
        )

    @pytest.fixture
    def whole(self) -> Locator:
        return OtaLocator(repository=REPOSITORY, path=FILE)

    @pytest.fixture
    def missing(self) -> Locator:
        return OtaLocator(repository=REPOSITORY, commit="0" * 40, path=FILE)


def cdx_row(time: str, text: str) -> str:
    digest = base64.b32encode(hashlib.sha1(text.encode()).digest()).decode()
    return f"example,acme,meet)/terms?lang=en {stamp_of(at(time), separator='', end='')} {URL} text/html 200 {digest} {len(text)}"


def memento_of(target: str) -> Answer | None:
    for time, text in HELD:
        if target == f"/web/{stamp_of(at(time), separator='', end='')}id_/{URL}":
            return memento(text.encode(), at=format_datetime(at(time), usegmt=True), packed=True)
    return None


class TestWayback(LoopbackContract):
    def answer(self, request: Request) -> Answer:
        if request.target.startswith(
            "/cdx/search/cdx?url=https%3A%2F%2Fmeet.acme.example%2Fterms%3Flang%3Den&"
        ):
            rows = [cdx_row(time, text) for time, text in HELD]
            if "resumeKey=next" in request.target:
                return Answer(
                    body=("\n".join(rows[1:]) + "\n").encode()
                )  # the first row of the page comes again
            return Answer(body=("\n".join(rows[:2]) + "\n\nnext\n").encode())
        return memento_of(request.target) or Answer(
            status=404, body=b"The Wayback Machine has not archived that URL."
        )

    @pytest.fixture
    def archive(self, server: Server, tmp_path: Path) -> Archive:
        return WaybackArchive(session=ArchiveSession([server.base], cache=tmp_path), host=server.base, page=2)

    @pytest.fixture
    def whole(self) -> Locator:
        return WaybackLocator(url=URL)

    @pytest.fixture
    def missing(self) -> Locator:
        return WaybackLocator(url=URL, at=at("1999-01-01T00:00:00Z"))


class TestMementoByLinks(LoopbackContract):
    def timemap(self, request: Request) -> Answer | None:
        if request.target not in ("/timemap/link/" + URL, "/timemap/link/2/" + URL):
            return None
        page = 1 if "/2/" in request.target else 0
        held = HELD[2:] if page else HELD[:2]
        links = [f'<{URL}>; rel="original"', f'<{self.base}/timegate/{URL}>; rel="timegate"']
        links.append(f'<{self.base}{request.target}>; rel="self"; type="application/link-format"')
        if not page:
            links.append(f'<{self.base}/timemap/link/2/{URL}>; rel="timemap"; type="application/link-format"')
        links += [
            f'<{self.base}/web/{stamp_of(at(time), separator="", end="")}/{URL}>; rel="first memento"; '
            f'datetime="{format_datetime(at(time), usegmt=True)}"'
            for time, _ in held
        ]
        return Answer(headers=(("Content-Type", "application/link-format"),), body=",\n".join(links).encode())

    def answer(self, request: Request) -> Answer:
        return self.timemap(request) or memento_of(request.target) or Answer(status=404, body=b"no memento")

    @pytest.fixture
    def archive(self, server: Server, tmp_path: Path) -> Archive:
        return MementoArchive(session=ArchiveSession([server.base], cache=tmp_path))

    @pytest.fixture
    def whole(self, server: Server) -> Locator:
        return MementoLocator(uri=f"{server.base}/timemap/link/{URL}")

    @pytest.fixture
    def missing(self, server: Server) -> Locator:
        return MementoLocator(uri=f"{server.base}/web/19990101000000/{URL}")


class TestMementoByJson(TestMementoByLinks):
    def timemap(self, request: Request) -> Answer | None:
        if request.target != "/timemap/link/" + URL:
            return None
        rows = [
            {"datetime": time, "uri": f"{self.base}/web/{stamp_of(at(time), separator='', end='')}/{URL}"}
            for time, _ in HELD
        ]
        value = {"original_uri": URL, "mementos": {"list": rows, "first": rows[0], "last": rows[-1]}}
        return Answer(headers=(("Content-Type", "application/json"),), body=json.dumps(value).encode())


def make_warc(*, packed: bool = True) -> bytes:
    """A WARC with the held texts; the third, equal to the first, as a revisit."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("acme.warc", {"software": "test"}))
    for number, (time, text) in enumerate(HELD):
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/markdown; charset=utf-8"), ("Content-Length", str(len(text.encode())))],
            protocol="HTTP/1.1",
        )  # fmt: skip
        if number == 2:
            digest = "sha1:" + base64.b32encode(hashlib.sha1(text.encode()).digest()).decode()
            record = writer.create_revisit_record(
                URL, digest, URL, HELD[0][0], http_headers=headers, warc_headers_dict={"WARC-Date": time}
            )
        else:
            record = writer.create_warc_record(
                URL,
                "response",
                payload=io.BytesIO(text.encode()),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": time},
            )
        writer.write_record(record)
    return file.getvalue()


class TestWarc(ArchiveContract):
    name = "acme.warc.gz"

    @pytest.fixture
    def archive(self, tmp_path: Path) -> Archive:
        (tmp_path / self.name).write_bytes(self.file())
        return WarcArchive(roots=(tmp_path,))

    def file(self) -> bytes:
        return make_warc()

    @pytest.fixture
    def whole(self) -> Locator:
        return WarcLocator(file=self.name, url=URL)

    @pytest.fixture
    def missing(self) -> Locator:
        return WarcLocator(file=self.name, url=URL, at=at("1999-01-01T00:00:00Z"))


class TestPlainWarc(TestWarc):
    name = "acme.warc"

    def file(self) -> bytes:
        return make_warc(packed=False)


class TestWacz(TestWarc):
    name = "acme.wacz"

    def file(self) -> bytes:
        warc = make_warc()
        package = io.BytesIO()
        stated = {"path": "archive/data.warc.gz", "hash": f"sha256:{hashlib.sha256(warc).hexdigest()}"}
        with zipfile.ZipFile(package, "w") as wacz:
            wacz.writestr("archive/data.warc.gz", warc)
            wacz.writestr("datapackage.json", json.dumps({"resources": [stated]}))
        return package.getvalue()
