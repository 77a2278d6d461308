"""The wheel takes one name, carries everything, and a report begun with it is built and tested the first time."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.long  # builds a wheel, an environment and a report

CARRIED = ("generator", "templates", "smallprint")
BESIDE = ("setup.py", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this source, built in a copy of it."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in CARRIED:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE:
        shutil.copy(ROOT / name, source / name)
    building = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*building, "--wheel-dir", out, source], check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment with the wheel; what it depends on is taken from ours."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    installing = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*installing, wheel], check=True, capture_output=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def run(*command: str | Path, cwd: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SMALLPRINT", "PYTHON", "MAKE"))
    }
    usual = "/usr/local/bin:/usr/bin:/bin"
    return subprocess.run(
        command,
        cwd=cwd,
        env=kept | {"PATH": f"{path}:{usual}" if path else usual},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_takes_no_name_but_its_own(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        names = files.namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"smallprint"}
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_wheel_carries_every_file_of_the_generator(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        carried = set(files.namelist())
    for folder in ("generator", "templates"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert f"smallprint/_bundled/{file.relative_to(ROOT).as_posix()}" in carried
    assert "smallprint/py.typed" in carried
    assert not any("__pycache__" in name for name in carried)


def test_another_package_named_generator_is_not_met(installed: Path, tmp_path: Path) -> None:
    """Neither an installed one nor one in the folder where the command is run."""
    (packages,) = installed.parent.glob("lib/python*/site-packages")
    for folder in (packages / "generator", tmp_path / "generator"):
        folder.mkdir()
        (folder / "__init__.py").write_text("raise SystemExit('this is another generator')\n")
    (tmp_path / "templates").mkdir()
    try:
        for command in ([installed / "smallprint"], [installed / "python", "-P", "-m", "smallprint"]):
            told = run(*command, "--version", cwd=tmp_path)
            assert (told.returncode, told.stdout[:20]) == (0, "smallprint, version "), told.stderr
    finally:
        shutil.rmtree(packages / "generator")


@pytest.mark.parametrize("where", ["on the path", "recorded"])
def test_a_report_begun_with_the_wheel_is_built_and_tested_the_first_time(
    installed: Path, tmp_path: Path, where: str
) -> None:
    folder = tmp_path / "a report"
    begun = run(
        installed / "smallprint", "init", folder, "--title", 'The "Ferry" Watch: $HOME & more', cwd=tmp_path
    )
    assert begun.returncode == 0, begun.stderr
    path = installed if where == "on the path" else None
    site = run("make", "site", cwd=folder, path=path)
    assert site.returncode == 0, site.stdout + site.stderr
    assert "Published" in site.stdout
    assert 'The "Ferry" Watch: $HOME &amp; more' in (folder / "site/index.html").read_text().replace(
        "&#34;", '"'
    )
    assert (folder / "site/method/example/ferrymail/terms-of-use/2024-05-06/index.html").is_file()
    tested = run("make", "test", cwd=folder, path=path)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "no problems" in tested.stdout
    assert not (folder / ".venv").exists()


def test_the_tests_of_a_new_report_fail_on_a_false_quotation(installed: Path, tmp_path: Path) -> None:
    run(installed / "smallprint", "init", "mine", cwd=tmp_path)
    note = tmp_path / "mine/content/method/example/ferrymail/terms-of-use/2024-05-06.md"
    note.write_text(note.read_text().replace("Nobody at Ferrymail reads", "Everybody at Ferrymail reads"))
    tested = run("make", "test", cwd=tmp_path / "mine", path=installed)
    assert tested.returncode != 0
    assert f"{note.name}:" in tested.stdout + tested.stderr


def test_what_is_built_and_what_is_local_stays_out_of_git(installed: Path, tmp_path: Path) -> None:
    run(installed / "smallprint", "init", "mine", cwd=tmp_path)
    folder = tmp_path / "mine"
    assert run("make", "site", cwd=folder, path=installed).returncode == 0
    run("git", "init", "--quiet", cwd=folder)
    listed = run("git", "ls-files", "--others", "--exclude-standard", cwd=folder).stdout.split()
    assert "content/report.yaml" in listed
    built = [p for p in listed if p.startswith((".cache", ".store", ".smallprint", "site.work"))]
    assert built == []
    assert [p for p in listed if p.startswith("site/")] == ["site/.gitkeep"]
