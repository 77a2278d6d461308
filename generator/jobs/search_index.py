"""The search index: the last thing that a build makes, joined from what is kept of each change. Nothing is read anew for it."""

from collections.abc import Callable, Mapping

from generator.jobs.kept import Bundle
from generator.jobs.site_view import site_catalog
from generator.model.catalog import Catalog
from generator.model.pages import Artifact
from generator.pages.finds import CLAUSES, WORDS, Blocks, clauses_file, finds_of_site, words_file

SCRIPT = "text/javascript; charset=utf-8"


def make_index(
    catalog: Catalog, bundles: Mapping[str, Bundle], text: Callable[[str], str], read: Blocks
) -> tuple[Artifact, ...]:
    """Both files of the index, in order of path; they depend on content alone. `text` spells messages in its language, and
    `read` reads the body of a page."""
    shares = [bundle.finds for _, bundle in sorted(bundles.items())]
    spelled = {
        WORDS: words_file((one.words for one in shares), finds_of_site(site_catalog(catalog), read), text),
        CLAUSES: clauses_file(one.clauses for one in shares),
    }
    return tuple(
        Artifact(path=path, body=body.encode("utf-8", "backslashreplace"), media_type=SCRIPT)
        for path, body in sorted(spelled.items())
    )
