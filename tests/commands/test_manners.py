"""How the program behaves on a terminal: exit codes, colours, names mistyped, interruptions, logs."""

import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.conftest import ROOT

FULL = ROOT / "tests" / "sites" / "full" / "content"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FULL, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str, **env: str) -> Result:
    return CliRunner(env={"SMALLPRINT_MIRROR": "", **env}).invoke(main, arguments)


def test_standard_input_is_one_text_only() -> None:
    result = run("diff", "-", "-")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("watch", "brightnot/terms-of-service"), "did you mean brightnote/terms-of-service?"),
        (("history", "brigtnote/terms-of-service"), "did you mean brightnote/terms-of-service?"),
        (("find", "brightnote", "words"), "brightnote has brightnote/privacy-policy, brightnote/terms-of-service"),
        (("lock", "brightnote/terms-of-service/2024-04-02"), "did you mean brightnote/terms-of-service/2024-04-01?"),
        (("lock", "content/brightnote/terms-of-service/2024-04-01.md"), "did you mean brightnote/terms-of-service/2024-04-01?"),
        (("verify", "brightnote/terms/2024-04-01"), "did you mean brightnote/terms-of-service/2024-04-01?"),
    ],
)  # fmt: skip
def test_a_name_mistyped_is_a_usage_error_with_the_one_that_was_meant(
    report: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(*arguments, "--offline", "--quiet")
    assert result.exit_code == 2, result.output
    assert words in result.output
    assert result.output.count("\n") == 1


def break_note(report: Path) -> None:
    note = report / "content/brightnote/terms-of-service/2024-04-01.md"
    note.write_text(note.read_text(encoding="utf-8").replace("summary: The", "sumary: The"), encoding="utf-8")


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({"FORCE_COLOR": "0"}, False)],
)  # fmt: skip
def test_colours_are_as_asked(report: Path, env: dict[str, str], coloured: bool) -> None:
    break_note(report)
    result = run("check", "content/brightnote", "--offline", "--quiet", "--workers", "1", **env)
    assert ("\x1b[" in result.output) == coloured
    assert "unknown-key" in result.output


def test_a_terminal_gets_colours_unless_it_is_dumb(monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.cli.terminal import wants_colour

    first, second = pty.openpty()
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    with os.fdopen(second, "w") as stream:
        monkeypatch.setenv("TERM", "xterm")
        assert wants_colour(stream)
        monkeypatch.setenv("TERM", "dumb")
        assert not wants_colour(stream)
    os.close(first)


def test_a_progress_line_is_wiped_before_a_result(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.cli.terminal import TerminalReporter, wipe_progress

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    told: list[str] = []
    monkeypatch.setattr("click.echo", lambda text="", **_: told.append(text))
    monkeypatch.setenv("TERM", "xterm")
    reporter = TerminalReporter(quiet=False)
    reporter.live = True
    reporter.progress(3, 9, "captures")
    wipe_progress()
    wipe_progress()
    assert told[1:] == ["\r\x1b[K"]


def test_an_interruption_is_one_line_and_130(report: Path) -> None:
    code = (
        "import generator.commands.check as c\n"
        "def stop(*_, **__): raise KeyboardInterrupt\n"
        "c.check_report = stop\n"
        "from generator.cli import main\n"
        "main(['check'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=report,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (130, "smallprint: interrupted\n")


def test_verbose_tells_what_a_report_of_a_fault_needs(report: Path) -> None:
    result = run(
        "--verbose", "history", "nobody/terms", "--offline", SMALLPRINT_CACHE="here", GITHUB_TOKEN="secret"
    )
    assert result.exit_code == 2
    assert "smallprint " in result.output
    assert "SMALLPRINT_CACHE=here" in result.output
    assert "Traceback" in result.output
    assert "secret" not in result.output
    assert "Traceback" not in run("history", "nobody/terms", "--offline").output


def test_a_port_that_is_none_is_one_usage_line(report: Path) -> None:
    result = run("serve", "--port", "99999", "--offline")
    assert result.exit_code == 2
    assert "99999" in result.output
    assert "Traceback" not in result.output


def test_a_taken_port_is_told_and_the_next_free_one_is_served(report: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SMALLPRINT_CACHE": str(report / "cache"),
            "SMALLPRINT_MIRROR": "",
        }
        command = [
            sys.executable,
            "-m",
            "generator",
            "serve",
            "--offline",
            "--port",
            str(port),
            "--workers",
            "1",
        ]
        served = subprocess.Popen(
            command, cwd=report, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            assert served.stderr is not None
            lines = []
            until = time.monotonic() + 120
            while time.monotonic() < until and (line := served.stderr.readline()):
                lines.append(line)
                if line.startswith("http://"):
                    break
            told = "".join(lines)
            assert f"port {port} is taken" in told
            assert lines[-1].startswith("http://127.0.0.1:")
            assert f":{port}/" not in lines[-1]
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(20)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_be_told_to_complete_names(shell: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "_SMALLPRINT_COMPLETE": f"{shell}_source"}
    done = subprocess.run([sys.executable, "-m", "generator"], env=env, capture_output=True, text=True)
    assert done.returncode == 0
    assert "_SMALLPRINT_COMPLETE" in done.stdout
    assert f"_SMALLPRINT_COMPLETE={shell}_source smallprint" in (ROOT / "docs" / "terminal.md").read_text(
        encoding="utf-8"
    )
