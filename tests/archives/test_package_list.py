"""A WACZ whose list of contents unpacks to more than any list."""

import zipfile
from pathlib import Path

import pytest

from generator.archives import warc
from generator.model.errors import TooLarge


def test_a_package_list_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_LARGEST_PACKAGE", 1000)
    path = tmp_path / "oars.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", '{"resources": [' + " " * 1000 + "]}")
        package.writestr("archive/data.warc", b"")
    with pytest.raises(TooLarge, match=r"datapackage\.json is larger than 1,000 bytes"):
        list(warc.read_records(path))
