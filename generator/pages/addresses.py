"""Every address of the site. Pure functions; targets are written from the site's root, links are relative to a page.

A *path* is a file below the site folder (``zoom/terms-of-service/2023-04-01/index.html``); a *url* is what a link
asks for, from the root (``zoom/terms-of-service/2023-04-01/``, empty for the home page). The words of a passage keep
their address for ever, so nothing here may change its answer for something that was published.
"""

from urllib.parse import quote, urlencode

from generator.model.catalog import Change, Story

HOME = ""
MATRIX = "matrix/"
METHOD = "method/"
EXAMPLE = "method/example/"
TOPICS = "topics/"
COMPANIES = "companies/"
CORRECTIONS = "corrections/"
CONTRIBUTE = "contribute/"
ABOUT = "about/"
SEARCH = "search/"
BY_URL = "by-url/"
UNREAD = "unread/"
DATA = "data/"
SITE_ATOM = "atom.xml"
SITE_JSON_FEED = "feed.json"


def file_of(url: str) -> str:
    """The file that answers a url: ``zoom/`` is ``zoom/index.html``."""
    return f"{url}index.html" if url == "" or url.endswith("/") else url


def url_of(path: str) -> str:
    """The url that a file answers: the other way round."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def root_of(path: str) -> str:
    """The way from a page back to the site's root: ``../../`` or empty."""
    return "../" * path.count("/")


def relative(path: str, url: str) -> str:
    """A link from the page in ``path`` to ``url``; the page itself and the home page are spelled so that both work."""
    here = url_of(path)
    target, mark, fragment = url.partition("#")
    if target == here and mark:
        return f"#{fragment}"
    return (root_of(path) + target or "./") + mark + fragment


def absolute(base_url: str, url: str) -> str:
    """An address people can copy: with the base URL where one is known, else from the site's root."""
    return f"{base_url.rstrip('/')}/{url}" if base_url else f"/{url}"


def right_url(right: str) -> str:
    """The page of one right of the matrix."""
    return f"{MATRIX}{right}/"


def change_path(change: Change) -> str:
    return file_of(change.url)


def full_url(change: Change) -> str:
    """Both whole texts of a change, where they are published."""
    return f"{change.url}full/"


def card_url(change: Change) -> str:
    return f"{change.url}card.png"


def passage_card_url(code: str) -> str:
    """The card of a passage that its change's card does not show."""
    return f"{short_url(code)}card.png"


def story_card_url(story: Story) -> str:
    return f"{story.url}card.png"


def change_data_urls(change: Change) -> tuple[tuple[str, str], ...]:
    """Name and url of each data file beside a change."""
    names = ("change.json", "evidence.json", "redline.json", "change.diff", "evidence.zip")
    return tuple((name, change.url + name) for name in names)


def passage_url(change: Change, passage: str) -> str:
    """The permalink of a passage, by its id."""
    return f"{change.url}#{passage}"


def short_url(code: str) -> str:
    """The short, speakable address of a quoted passage."""
    return f"c/{code}/"


def embed_url(code: str) -> str:
    """The passage alone, for an iframe."""
    return f"embed/{code}/"


def oembed_url(code: str) -> str:
    return f"embed/{code}/oembed.json"


def company_url(slug: str) -> str:
    return f"{slug}/"


def document_url(key: str) -> str:
    """By ``zoom/terms-of-service``."""
    return f"{key}/"


def unread_url(key: str) -> str:
    """The comparisons of a document that nobody has read."""
    return f"{UNREAD}{key}/"


def topic_url(slug: str) -> str:
    return f"topics/{slug}/"


def atom_url(scope: str) -> str:
    """The Atom feed of a scope (empty: the site, ``zoom/``, ``zoom/terms-of-service/``, ``topics/ai-training/``)."""
    return f"{scope}atom.xml"


def json_feed_url(scope: str) -> str:
    return f"{scope}feed.json"


def content_file(path: str) -> str:
    """A content file's path in the repository, whatever folder the content was read from."""
    at = path.rfind("/content/")
    return path[at + 1 :] if at >= 0 else path


def edit_url(repository: str, branch: str, file: str) -> str:
    """Where a file of content is edited on the code host, empty where none is known."""
    return f"{repository.rstrip('/')}/edit/{branch}/{quote(file)}" if repository else ""


def new_note_url(repository: str, branch: str, document: str, name: str, text: str) -> str:
    """Where a file is begun on the code host, named and filled in; empty where no host is known."""
    if not repository:
        return ""
    asked = urlencode({"filename": name, "value": text}, quote_via=quote)
    return f"{repository.rstrip('/')}/new/{branch}/content/{quote(document)}?{asked}"


def history_url(repository: str, branch: str, file: str) -> str:
    """The history of a file of content on the code host."""
    return f"{repository.rstrip('/')}/commits/{branch}/{quote(file)}" if repository else ""
