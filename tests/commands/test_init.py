"""`init` begins a report that builds."""

from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from generator.model.pages import Artifact
from generator.store.output import write_site


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
