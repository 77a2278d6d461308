"""`init` begins a report that builds."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.init import STARTER, requirement
from generator.model.pages import Artifact
from generator.store.output import write_site
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("quick_builds")


def test_a_new_report_is_written_once_and_never_overwritten(tmp_path: Path) -> None:
    first = CliRunner().invoke(main, ["init", str(tmp_path / "mine"), "--title", 'The "Watch"'])
    assert first.exit_code == 0, first.output
    assert (tmp_path / "mine/content/report.yaml").is_file()
    second = CliRunner().invoke(main, ["init", str(tmp_path / "mine")])
    assert second.exit_code == 2
    assert "is there already" in second.output


def test_a_new_report_passes_its_own_check_and_builds(tmp_path: Path) -> None:
    root = tmp_path / "mine"
    CliRunner().invoke(main, ["init", str(root)])
    common = ["--content", str(root / "content"), "--store", str(tmp_path / "store"), "--offline"]
    checked = CliRunner().invoke(main, ["check", *common])
    assert checked.exit_code == 0, checked.output
    built = CliRunner().invoke(main, ["build", *common, "--site", str(root / "site"), "--workers", "1"])
    assert built.exit_code == 0, built.output
    assert (root / "site/index.html").is_file()


def test_a_new_report_is_complete(tmp_path: Path) -> None:
    """Chores, host, workflows, editor, schema, and a worked example with its captures and its lock."""
    told = CliRunner().invoke(main, ["init", str(tmp_path / "mine"), "--title", "Mine & yours"])
    assert told.exit_code == 0, told.output
    files = {
        path.relative_to(tmp_path / "mine").as_posix()
        for path in (tmp_path / "mine").rglob("*")
        if path.is_file()
    }
    wanted = {
        "README.md", "Makefile", "netlify.toml", "requirements.txt", ".gitignore", ".vscode/settings.json",
        ".github/workflows/checks.yml", ".github/workflows/watch.yml", "schema/content.json", "schema/report.json", "schema/vocabulary.json", "content/vocabulary.yaml",
        "content/method/example/ferrymail/terms-of-use/2024-05-06.lock", "site/.gitkeep",
    }  # fmt: skip
    assert wanted <= files
    for name in files:
        if not name.startswith((".cache/", ".store/")):
            assert not re.search(r"\{\{[a-z]+\}\}", (tmp_path / "mine" / name).read_text()), name
            assert f"wrote {tmp_path / 'mine' / name}" in told.output.splitlines(), name


def test_a_new_report_passes_the_strictest_check_wherever_it_is_begun(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["init", str(tmp_path / "mine")])
    places = ["--content", str(tmp_path / "mine/content"), "--store", str(tmp_path / "store")]
    checked = CliRunner().invoke(main, ["check", "--strict", "--offline", *places])
    assert checked.exit_code == 0, checked.output
    assert "no problems" in checked.output


def test_the_watch_of_a_new_report_is_ours() -> None:
    """The scripts are carried twice, for a wheel has no `.github` of ours."""
    for name in ("watch-begin.sh", "watch-push.sh"):
        assert (STARTER / "dot.github" / name).read_text() == (ROOT / ".github" / name).read_text()


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (None, "smallprint==1.2.3"),
        ({"url": "https://files.example/smallprint-1.2.3-py3-none-any.whl"}, "smallprint @ https://files.example/smallprint-1.2.3-py3-none-any.whl"),
        ({"url": "https://code.example/o/r.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}}, "smallprint @ git+https://code.example/o/r.git@ab12"),
        ({"url": "file:///home/somebody/smallprint.whl"}, ""),
        ({"url": "file:///home/somebody/smallprint", "dir_info": {"editable": True}}, ""),
    ],
)  # fmt: skip
def test_a_new_report_asks_for_the_generator_where_it_was_got(
    told: object, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Installed:
        version = "1.2.3"

        def read_text(self, name: str) -> str | None:
            return json.dumps(told) if told and name == "direct_url.json" else None

    monkeypatch.setattr("generator.commands.init.metadata.distribution", lambda name: Installed())
    assert requirement() == line


def test_a_report_is_not_begun_over_a_site_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "mine/site").mkdir(parents=True)
    (tmp_path / "mine/site/index.html").write_text("my own page")
    refused = CliRunner().invoke(main, ["init", str(tmp_path / "mine")])
    assert refused.exit_code == 1
    assert "'index.html'" in refused.output
    assert sorted(p.name for p in (tmp_path / "mine").rglob("*")) == ["index.html", "site"]


def test_a_report_is_not_begun_inside_a_published_site(tmp_path: Path) -> None:
    write_site(tmp_path / "site", [Artifact(path="index.html", body=b"")])
    refused = CliRunner().invoke(main, ["init", str(tmp_path / "site")])
    assert refused.exit_code == 2
    assert "published site" in refused.output
