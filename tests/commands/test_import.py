"""`import` of a small collection: every version listed, what exists kept, nothing done twice."""

from pathlib import Path

import pytest

import generator.commands.import_ as importing
from generator.archives.settings import ArchiveSettings
from generator.commands.import_ import import_collection
from generator.commands.load import read_catalog
from generator.commands.project import Project, own_templates
from generator.content.importing import plan_documents, quoted, slug_of
from generator.model.captures import CaptureClass
from generator.model.errors import UsageError
from generator.model.reporting import SilentReporter
from tests.archives.test_ota import REPOSITORY, Repository
from tests.commands.test_watch import REPORT

pytestmark = pytest.mark.usefixtures("quick_builds")

SERVICES = ("Acme Meet", "Éclair: le “chat”", "条款", "Acme  meet!")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    repository = Repository(tmp_path / "repository")
    repository.commit("read me", "2024-01-01T00:00:00Z", "Initial commit", path="README.md")
    for number, service in enumerate(SERVICES):
        day = f"2024-01-1{number}"
        repository.commit(
            "one", f"{day}T00:00:00Z", "First record of Terms", path=f"{service}/Terms of Service.md"
        )
        repository.commit("two", f"{day}T01:00:00Z", path=f"{service}/Terms of Service.md")
        repository.commit("2", f"{day}T02:00:00Z", "Refilter Terms", path=f"{service}/Terms of Service.md")
    (tmp_path / "content" / "acme").mkdir(parents=True)
    (tmp_path / "content" / "report.yaml").write_text(REPORT)
    (tmp_path / "content" / "acme" / "index.md").write_text(
        "---\nname: Acme\naliases: [acme meet]\n---\nOurs.\n"
    )
    return Project(
        content=tmp_path / "content", site=tmp_path / "site", store=tmp_path / "store", cache=tmp_path / "cache",
        templates=own_templates(), offline=True, archives=ArchiveSettings(clones=((REPOSITORY, repository.folder),)),
    )  # fmt: skip


def everything(project: Project) -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in sorted(project.content.rglob("*")) if p.is_file()}


def test_every_version_of_every_document_is_listed_with_its_class(project: Project) -> None:
    result = import_collection(project, REPOSITORY, reporter=SilentReporter())
    catalog, problems = read_catalog(project)
    assert [str(problem) for problem in problems] == []
    assert result.versions == 12
    assert len(catalog.documents) == 4
    for document in catalog.documents:
        kinds = [row.kind for row in document.captures]
        assert kinds == [CaptureClass.FIRST, CaptureClass.CHANGE, CaptureClass.TECHNICAL]
        assert str(document.archives[0]).startswith(f"ota:{REPOSITORY}:")
        assert "ODC-BY" in document.attribution
    assert list(project.evidence().digests()) == []


def test_a_service_that_the_report_knows_keeps_its_address_and_page(project: Project) -> None:
    import_collection(project, REPOSITORY, reporter=SilentReporter())
    assert (project.content / "acme" / "index.md").read_text().endswith("Ours.\n")
    assert (project.content / "acme" / "terms-of-service" / "captures.tsv").is_file()
    assert (project.content / "acme-meet" / "terms-of-service" / "captures.tsv").is_file()


def test_a_second_import_changes_nothing(project: Project) -> None:
    import_collection(project, REPOSITORY, reporter=SilentReporter())
    before = everything(project)
    assert import_collection(project, REPOSITORY, reporter=SilentReporter()).documents == tuple(
        (key, 0) for key, _ in import_collection(project, REPOSITORY, reporter=SilentReporter()).documents
    )
    assert everything(project) == before


def test_an_import_killed_halfway_is_finished_by_the_next(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = importing.write_text, [0]

    def dying(path: Path, text: str) -> Path:
        written[0] += 1
        if written[0] == 5:
            raise KeyboardInterrupt
        return real(path, text)

    monkeypatch.setattr(importing, "write_text", dying)
    with pytest.raises(KeyboardInterrupt):
        import_collection(project, REPOSITORY, reporter=SilentReporter())
    monkeypatch.setattr(importing, "write_text", real)
    import_collection(project, REPOSITORY, reporter=SilentReporter())
    catalog, problems = read_catalog(project)
    assert problems == ()
    assert sum(len(document.captures) for document in catalog.documents) == 12


def test_texts_are_kept_where_that_is_asked_for(project: Project) -> None:
    import_collection(project, REPOSITORY, reporter=SilentReporter(), keep_texts=True)
    assert len(list(project.evidence().digests())) == 3


def test_one_text_committed_twice_in_a_second_is_one_observation(tmp_path: Path, project: Project) -> None:
    repository = Repository(tmp_path / "twins")
    for text in ("a", "b", "a", "b"):
        repository.commit(text, "2024-01-01T00:00:00Z", path="Twin/Terms.md")
    twins = Project(
        content=project.content, site=project.site, store=project.store, cache=project.cache, templates=own_templates(),
        archives=ArchiveSettings(clones=(("x/twins", repository.folder),)),
    )  # fmt: skip
    counts = [
        import_collection(twins, "x/twins", reporter=SilentReporter()).documents[0][1] for _ in range(2)
    ]
    assert counts == [2, 0]
    assert read_catalog(twins)[1] == ()


def test_a_collection_that_is_not_at_hand_is_a_usage_error(project: Project) -> None:
    with pytest.raises(UsageError):
        import_collection(project, "nobody/versions", reporter=SilentReporter())


def test_addresses_are_letters_and_digits_and_never_shared() -> None:
    assert slug_of("Le Chat: Terms & more") == "le-chat-terms-more"
    assert slug_of("条款") == "unnamed"
    planned = plan_documents(
        [f"{service}/{file}" for service in SERVICES for file in ("T.md", "T!.md", "a/b.md", "x.pdf")], ()
    )
    assert len({one.key for one in planned}) == len(planned) == 8


def test_names_are_yaml_strings_whatever_they_hold() -> None:
    import yaml

    for name in ('a "quoted" \\ name', "no", "1.10", "line\nbreak", "{x: y}", "#", "条款"):
        assert yaml.safe_load(quoted(name)) == name
