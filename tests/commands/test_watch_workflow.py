"""The watch workflow, its own commands run day after day: what people commit to its branch is never lost."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.archives.test_ota import REPOSITORY, Repository
from tests.commands.test_watch import DOCUMENT, NEW, OLD, REPORT, TOPIC
from tests.conftest import ROOT

pytestmark = pytest.mark.long  # clones, merges and pushes, many times

WORKFLOW = ROOT / ".github/workflows/watch.yml"
DRAFT = "content/acme/terms/2024-03-01.md"
SCAFFOLD = "summary: Say in one plain sentence"
GH = f"""\
#!{sys.executable}
import json, os, sys
state = os.environ["GH_STATE"]
prs = json.load(open(state))
arguments = sys.argv[1:]
named = dict(zip(arguments[2::2], arguments[3::2], strict=False))
if arguments[:2] == ["pr", "list"]:
    found = [p for p in prs if p["head"] == named["--head"] and named["--state"] in ("all", p["state"])]
    if "isCrossRepository | not" in named["--jq"]:
        found = [p for p in found if not p["fork"]]
    print(len(found) if named["--jq"].endswith("length") else found[0]["number"] if found else "")
elif arguments[:2] == ["pr", "create"]:
    body = open(named["--body-file"]).read()
    prs.append(dict(number=len(prs) + 1, head=named["--head"], state="open", fork=False, told=[body]))
elif arguments[:2] == ["pr", "comment"]:
    named = dict(zip(arguments[3::2], arguments[4::2]))
    pr = next(p for p in prs if str(p["number"]) == arguments[2])
    pr["told"].append(open(named["--body-file"]).read())
else:
    sys.exit(f"no such command here: {{arguments}}")
json.dump(prs, open(state, "w"))
"""


class Host:
    """A code host with the report on it, an archive beside it, and a stub of `gh`."""

    def __init__(self, folder: Path, archive: Repository) -> None:
        self.folder = folder
        self.archive = archive
        self.state = folder / "requests.json"

    def begin(self) -> None:
        """The report on the host's main branch, and the archive's first capture."""
        folder = self.folder
        self.archive.commit(OLD, "2024-01-01T00:00:00Z", "First record of Terms")
        self.state.write_text("[]")
        (folder / "bin").mkdir()
        (folder / "bin/gh").write_text(GH)
        (folder / "bin/gh").chmod(0o755)
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder / "origin.git")], check=True)
        report = self.clone("report", empty=True)
        for path, text in (
            ("content/report.yaml", REPORT),
            ("content/topics/ai-training.md", TOPIC),
            ("content/acme/index.md", "---\nname: Acme Meet\n---\n"),
            ("content/acme/terms/index.md", DOCUMENT),
            (".gitignore", ".venv/\n.cache/\n.store/\n"),
        ):
            (report / path).parent.mkdir(parents=True, exist_ok=True)
            (report / path).write_text(text)
        shutil.copytree(ROOT / ".github", report / ".github")
        self.commit(report, "The report", "main")

    def environment(self) -> dict[str, str]:
        who = {
            f"GIT_{role}_{what}": f"{what}@acme.example"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        return {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1", "GH_STATE": str(self.state), "PYTHONPATH": str(ROOT),
            "SMALLPRINT_CLONES": f"{REPOSITORY}={self.archive.folder}", "GITHUB_REF_NAME": "main", **who,
        }  # fmt: skip

    def git(self, at: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(at), *arguments], check=True, capture_output=True, env=self.environment()
        )
        return done.stdout.decode().strip()

    def clone(self, name: str, branch: str = "", *, empty: bool = False) -> Path:
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        self.git(self.folder, "clone", "-q", str(self.folder / "origin.git"), str(target))
        if empty:
            self.git(target, "switch", "-q", "--orphan", "main")
        if branch:
            self.git(target, "switch", "-q", branch)
        return target

    def commit(self, at: Path, message: str, branch: str) -> str:
        self.git(at, "add", "-A")
        self.git(at, "commit", "-q", "-m", message)
        self.git(at, "push", "-q", "origin", f"HEAD:refs/heads/{branch}")
        return self.git(at, "rev-parse", "HEAD")

    def person(self, old: str, new: str, path: str = DRAFT, branch: str = "watch") -> str:
        """A person edits a file of a branch and pushes; the commit."""
        at = self.clone("person", branch)
        text = (at / path).read_text()
        assert old in text
        (at / path).write_text(text.replace(old, new))
        return self.commit(at, "By hand", branch)

    def run(self, between: object = None) -> tuple[int, str]:
        """A day's run: the workflow's own steps, in a fresh clone. `between` is called before the last of them."""
        at = self.clone("runner")
        (at / ".venv/bin").mkdir(parents=True)
        (at / ".venv/bin/python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        (at / ".venv/bin/python").chmod(0o755)
        (self.folder / "env").write_text("")
        said = ""
        steps = [
            step for step in yaml.safe_load(WORKFLOW.read_text())["jobs"]["watch"]["steps"] if "run" in step
        ]
        assert [step["name"] for step in steps] == ["Begin", "Install", "Look", "Open a pull request"]
        for step in steps:
            if step["name"] == "Install":
                continue
            if step["name"] == "Open a pull request" and callable(between):
                between()
            given = dict(line.split("=", 1) for line in (self.folder / "env").read_text().splitlines())
            runner = {
                "GITHUB_ENV": str(self.folder / "env"),
                "RUNNER_TEMP": str(self.folder),
                "GITHUB_STEP_SUMMARY": str(self.folder / "step-summary"),
            }
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]], cwd=at, capture_output=True, text=True,
                env=self.environment() | runner | given,
            )  # fmt: skip
            said += done.stdout + done.stderr
            if done.returncode:
                return done.returncode, said
        return 0, said

    def requests(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.state.read_text())
        return found

    def tip(self, branch: str) -> str:
        return self.git(self.folder / "origin.git", "rev-parse", f"refs/heads/{branch}")

    def read(self, path: str = DRAFT, branch: str = "watch") -> str:
        return self.git(self.folder / "origin.git", "show", f"refs/heads/{branch}:{path}")

    def branches(self) -> list[str]:
        return self.git(self.folder / "origin.git", "for-each-ref", "--format=%(refname:short)").split()

    def holds(self, commit: str, branch: str = "watch") -> bool:
        at = self.folder / "origin.git"
        return commit in self.git(at, "rev-list", f"refs/heads/{branch}").split()


@pytest.fixture(scope="module")
def second_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's history is listed on main; since then it has a change, for which a run opened a draft."""
    folder = tmp_path_factory.mktemp("second-day")
    host = Host(folder, Repository(folder / "archive"))
    host.begin()
    code, said = host.run()
    assert code == 0, said
    at = host.clone("person", "watch")
    host.git(at, "push", "-q", "origin", "HEAD:refs/heads/main")
    host.state.write_text("[]")
    host.archive.commit(NEW, "2024-03-01T00:00:00Z")
    code, said = host.run()
    assert code == 0, said
    assert SCAFFOLD in host.read()
    return folder


@pytest.fixture
def host(second_day: Path, tmp_path: Path) -> Host:
    shutil.copytree(second_day, tmp_path / "host", symlinks=True)
    archive = Repository.__new__(Repository)
    archive.folder = tmp_path / "host/archive"
    return Host(tmp_path / "host", archive)


def more(host: Host, day: str = "2024-04-01") -> None:
    host.archive.commit(
        f"{NEW}\n4. Partners may use what you record for machine learning and for training of models.\n",
        f"{day}T00:00:00Z",
    )


def test_the_first_finding_opens_a_pull_request(host: Host) -> None:
    (request,) = host.requests()
    assert request["head"] == "watch"
    assert "2024-03-01" in str(request["told"])


def test_a_persons_commit_is_kept_and_the_next_day_goes_on_top(host: Host) -> None:
    commit = host.person("summary: Say in one plain sentence what", "summary: Acme trains models;")
    edited = host.read()
    more(host)
    code, said = host.run()
    assert code == 0, said
    assert host.holds(commit)
    assert host.read() == edited
    assert SCAFFOLD in host.read("content/acme/terms/2024-04-01.md")
    (request,) = host.requests()
    assert len(request["told"]) == 2  # type: ignore[arg-type]


def test_a_draft_that_a_person_removed_is_not_written_again(host: Host) -> None:
    at = host.clone("person", "watch")
    (at / DRAFT).unlink()
    host.commit(at, "Not worth a page", "watch")
    more(host)
    assert host.run()[0] == 0
    assert DRAFT not in host.git(host.folder / "origin.git", "ls-tree", "-r", "--name-only", "watch").split()


def test_a_day_without_news_pushes_and_tells_nothing(host: Host) -> None:
    commit = host.person("status: draft", "status: draft  # mine")
    before = host.requests()
    code, said = host.run()
    assert (code, "nothing new" in said) == (0, True), said
    assert host.tip("watch") == commit
    assert host.requests() == before


def test_what_changed_on_main_is_merged_and_both_sides_are_kept(host: Host) -> None:
    mine = host.person("status: draft", "status: draft  # mine")
    theirs = host.person("name: The desk", "name: Our desk", "content/report.yaml", "main")
    more(host)
    assert host.run()[0] == 0
    assert host.holds(mine)
    assert host.holds(theirs)
    assert "Our desk" in host.read("content/report.yaml")


def test_a_contradiction_with_main_stops_the_run_and_names_the_file(host: Host) -> None:
    mine = host.person("name: The desk", "name: One desk", "content/report.yaml")
    host.person("name: The desk", "name: Another desk", "content/report.yaml", "main")
    more(host)
    code, said = host.run()
    assert code == 1
    assert "content/report.yaml" in said
    assert "by hand" in said
    assert host.tip("watch") == mine


def test_a_commit_that_arrives_during_the_run_is_not_pushed_over(host: Host) -> None:
    more(host)
    arrived: list[str] = []
    code, said = host.run(lambda: arrived.append(host.person("status: draft", "status: draft  # mine")))
    assert code == 1
    assert "somebody pushed" in said
    assert host.tip("watch") == arrived[0]
    assert host.run()[0] == 0
    assert host.holds(arrived[0])
    assert "# mine" in host.read()


def test_a_merged_branch_is_begun_again_from_main(host: Host) -> None:
    at = host.clone("person", "main")
    host.git(at, "merge", "-q", "--no-ff", "-m", "Merge", "origin/watch")
    host.git(at, "push", "-q", "origin", "HEAD:refs/heads/main")
    main = host.tip("main")
    more(host)
    host.state.write_text(json.dumps([{**host.requests()[0], "state": "merged"}]))
    assert host.run()[0] == 0
    assert host.holds(main)
    assert sorted(host.branches()) == ["main", "watch"]
    assert [request["state"] for request in host.requests()] == ["merged", "open"]


@pytest.mark.parametrize("state", ["merged", "closed"])
def test_a_branch_of_a_finished_pull_request_is_left_as_it_is(host: Host, state: str) -> None:
    mine = host.person("status: draft", "status: draft  # mine")
    host.state.write_text(json.dumps([{**host.requests()[0], "state": state}]))
    if state == "merged":  # squashed: main has the files and not the commits
        at = host.clone("person", "main")
        host.git(at, "checkout", "-q", "origin/watch", "--", "content")
        host.commit(at, "Squashed", "main")
    more(host)
    code, said = host.run()
    assert code == 0, said
    assert host.tip("watch") == mine
    assert host.requests()[-1]["head"] == "watch-2"
    assert SCAFFOLD in host.read("content/acme/terms/2024-04-01.md", "watch-2")


def test_a_pull_request_of_a_fork_with_the_same_branch_name_is_not_ours(host: Host) -> None:
    foreign = {"number": 7, "head": "watch", "state": "open", "fork": True, "told": []}
    host.state.write_text(json.dumps([foreign]))
    more(host)
    assert host.run()[0] == 0
    theirs, ours = host.requests()
    assert theirs == foreign
    assert ours["head"] == "watch"


def test_nothing_is_ever_forced() -> None:
    scripts = [WORKFLOW, *sorted((ROOT / ".github").glob("*.sh"))]
    assert len(scripts) == 3
    pushes = [line for path in scripts for line in path.read_text().splitlines() if "git push" in line]
    assert pushes
    assert not any(word in line for line in pushes for word in ("--force", " -f", "+HEAD", "+refs"))
