"""A real pywb server on this machine, over a WARC of invented pages that is made for it."""

import io
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.conftest import need

Record = tuple[str, str, bytes]  # address, time as a WARC has it, body of the page


def write_warc(path: Path, records: Iterable[Record]) -> None:
    """A WARC with a page a record."""
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, time_of, body in records:
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
                protocol="HTTP/1.1",
            )  # fmt: skip
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": time_of},
                )
            )


@contextmanager
def pywb_over(folder: Path, warc: Path, collection: str) -> Iterator[str]:
    """The base address of a pywb that serves a WARC as a collection while the block runs."""
    scripts = Path(sys.executable).parent
    need((scripts / "wayback").is_file() and (scripts / "wb-manager").is_file(), "pywb is not installed")
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([scripts / "wb-manager", "init", collection], check=True, **quiet)
    subprocess.run([scripts / "wb-manager", "add", collection, str(warc)], check=True, **quiet)
    (folder / "config.yaml").write_text(
        f"enable_memento: true\nredirect_to_exact: true\ncollections:\n  {collection}:\n"
        f"    index_paths: ./collections/{collection}/indexes/\n    archive_paths: ./collections/{collection}/archive/\n"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"PYTHONWARNINGS": "ignore"}
    server = subprocess.Popen([scripts / "wayback", "-b", "127.0.0.1", "-p", str(port)], env=env, **quiet)
    base = f"http://127.0.0.1:{port}"
    try:
        need(_answers(base, server), "pywb does not start")
        yield base
    finally:
        server.kill()
        server.wait()


def _answers(base: str, server: "subprocess.Popen[bytes]") -> bool:
    for _ in range(3000):
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"{base}/", timeout=60):
                return True
        except OSError:
            time.sleep(0.1)
    return False
