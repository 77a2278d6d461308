"""What the hosts are given: netlify.toml, workflows, issue forms. Their own commands are run here."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.commands.init import STARTER
from tests.conftest import ROOT

PREVIEW = "https://deploy-preview-7--watch.host.example"
WORKFLOWS = sorted(
    [*(ROOT / ".github/workflows").glob("*.yml"), *(STARTER / "dot.github/workflows").glob("*.yml")]
)
FORMS = sorted(STARTER.glob("dot.github/ISSUE_TEMPLATE/*.yml")) + sorted(
    ROOT.glob(".github/ISSUE_TEMPLATE/*.yml")
)


def shell(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of a host's file, with this generator as the command `smallprint`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SMALLPRINT", "MAKE"))}
    ours = {"SMALLPRINT": f"'{sys.executable}' '{ROOT / 'smallprint'}'"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder, env=kept | ours | more, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A new report, with an address of its own, in a git repository with a remote main."""
    folder = tmp_path / "report"
    assert CliRunner().invoke(main, ["init", str(folder), "--title", "Watch"]).exit_code == 0
    words = (folder / "content/report.yaml").read_text()
    (folder / "content/report.yaml").write_text(
        words.replace("as-of:", "base-url: https://watch.example/\nas-of:", 1)
    )
    git = "git -c user.name=a -c user.email=a@b.example"
    done = shell(
        f"git init -qb main . && git add -A && {git} commit -qm Begin && git update-ref refs/remotes/origin/main HEAD",
        folder,
    )
    assert done.returncode == 0, done.stderr
    return folder


def contexts(path: Path) -> dict[str, str]:
    told = tomllib.loads(path.read_text())
    return {"production": told["build"]["command"]} | {n: c["command"] for n, c in told["context"].items()}


def test_this_report_and_a_new_one_are_built_alike_on_the_host() -> None:
    assert contexts(ROOT / "netlify.toml") == contexts(STARTER / "netlify.toml")
    for path in (ROOT / "netlify.toml", STARTER / "netlify.toml"):
        told = tomllib.loads(path.read_text())
        assert told["build"]["publish"] == "site"
        for plugin in told["plugins"]:
            folder = path.parent / plugin["package"].lstrip("/")
            assert {each.name for each in folder.iterdir()} >= {"manifest.yml", "index.js", "package.json"}
            assert ".store" in (folder / "index.js").read_text()


@pytest.mark.long
@pytest.mark.parametrize("context", ["deploy-preview", "branch-deploy"])
def test_a_preview_shows_drafts_under_its_own_address_and_is_not_indexed(report: Path, context: str) -> None:
    note = report / "content/method/example/ferrymail/terms-of-use/2024-05-06.md"
    note.write_text(note.read_text().replace("\npublished:", "\nstatus: draft\npublished:", 1))
    done = shell(contexts(STARTER / "netlify.toml")[context], report, DEPLOY_PRIME_URL=PREVIEW)
    assert done.returncode == 0, done.stdout + done.stderr
    site = report / "site"
    assert (site / "method/example/ferrymail/terms-of-use/2024-05-06/index.html").is_file()
    for page in site.rglob("*.html"):
        assert '<meta name="robots" content="noindex">' in page.read_text(), page
    assert "Disallow: /\n" in (site / "robots.txt").read_text()
    assert (site / "_headers").read_text().count("X-Robots-Tag: noindex") == 1
    assert f'<link rel="canonical" href="{PREVIEW}/' in (site / "about/index.html").read_text()
    assert "https://watch.example" not in "".join(page.read_text() for page in site.rglob("*.html"))


def step(path: Path, name: str) -> str:
    """The command of the named step."""
    jobs = yaml.safe_load(path.read_text())["jobs"].values()
    return next(str(s["run"]) for job in jobs for s in job["steps"] if s.get("name") == name)


@pytest.mark.long
def test_a_pull_request_is_told_at_the_line_what_is_wrong(report: Path) -> None:
    check = step(STARTER / "dot.github/workflows/checks.yml", "Check content, at the line")
    fine = shell(check, report, BASE="main")
    assert fine.returncode == 0, fine.stdout + fine.stderr
    assert shell(check, report, BASE="").returncode == 0
    note = report / "content/method/example/ferrymail/terms-of-use/2024-05-06.md"
    note.write_text(note.read_text().replace("Nobody at Ferrymail reads", "Nobody at Ferrymail opens"))
    told = shell(check, report, BASE="main")
    assert told.returncode != 0
    assert re.search(
        r"^::error file=content/method/example/ferrymail/\S+2024-05-06\.md,line=\d+",
        told.stdout,
        re.MULTILINE,
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_workflow_asks_for_few_rights_and_runs_no_words_of_strangers(path: Path) -> None:
    text = path.read_text()
    told = yaml.safe_load(text)
    triggers = told[True]  # YAML reads `on` as true
    assert "pull_request_target" not in triggers
    assert "secrets." not in text
    if "pull_request" in triggers:
        assert told["permissions"] == {"contents": "read"}
    for job in told["jobs"].values():
        assert job["timeout-minutes"] <= 60
        for each in job["steps"]:
            assert "${{" not in each.get("run", ""), each  # words reach a shell as variables only
            if "uses" in each:
                assert re.fullmatch(r"actions/[a-z-]+(?:/[a-z]+)?@v\d+", each["uses"])


@pytest.mark.parametrize("path", FORMS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_an_issue_form_has_what_the_host_asks_of_one(path: Path) -> None:
    told = yaml.safe_load(path.read_text())
    if path.name == "config.yml":
        assert isinstance(told["blank_issues_enabled"], bool)
        return
    assert {"name", "description", "body"} <= told.keys()
    ids = [each["id"] for each in told["body"]]
    assert len(ids) == len(set(ids))
    assert all(each["type"] in ("input", "textarea", "checkboxes", "dropdown") for each in told["body"])


FILLED = """### Company

zoom

### Document

terms-of-service

### The earlier capture

2023-02-01T12:45:56Z

### The later capture

https://web.archive.org/web/20230401064510/https://zoom.us/terms

### What changed

A licence. $(touch /tmp/x)

### Company

other
"""


def draft(body: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, str(ROOT / ".github/issue_draft.py"), str(folder)]
    return subprocess.run(
        script, env=os.environ | {"ISSUE_BODY": body}, capture_output=True, text=True, check=False
    )


def test_the_answers_of_the_form_are_what_new_needs(tmp_path: Path) -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/change.yml").read_text())
    labels = [each["attributes"]["label"] for each in form["body"]]
    assert re.findall(r"^### (.+)$", FILLED, re.MULTILINE)[:5] == labels[:5]
    for body in (FILLED, FILLED.replace("\n", "\r\n")):
        assert draft(body, tmp_path / "a").returncode == 0
        told = {path.name: path.read_text().strip() for path in (tmp_path / "a").iterdir()}
        assert told == {
            "company": "zoom",
            "document": "terms-of-service",
            "before": "2023-02-01T12:45:56Z",
            "after": "https://web.archive.org/web/20230401064510/https://zoom.us/terms",
        }


@pytest.mark.parametrize(
    ("answer", "given"),
    [
        ("zoom", "../../etc"), ("zoom", "--help"), ("zoom", "zoom; rm -rf ."), ("zoom", "_No response_"),
        ("zoom", "zoom\nacme"), ("terms-of-service", "Terms of Service"), ("2023-02-01T12:45:56Z", "yesterday"),
        ("2023-02-01T12:45:56Z", "file:///etc/passwd"), ("2023-02-01T12:45:56Z", "folder:/etc"),
        ("2023-02-01T12:45:56Z", "-x"), ("zoom", ""),
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_refused(answer: str, given: str, tmp_path: Path) -> None:
    refused = draft(FILLED.replace(answer, given, 1), tmp_path / "a")
    assert refused.returncode == 1
    assert "is not what was asked for" in refused.stdout
    assert not (tmp_path / "a").exists()
