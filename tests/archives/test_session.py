"""What the session remembers, and that whatever is wrong with its memory costs a request and nothing else."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from generator.archives.configure import open_archives, settings_from
from generator.archives.protocol import archive_for
from generator.archives.session import ArchiveSession
from generator.model.errors import Unavailable, UnexpectedReply, UsageError
from generator.model.locators import parse_locator
from tests.archives.loopback import Answer, memento, serving

TEXT = b"# Acme Meet Terms\n\nYou keep what you say.\n"


def test_a_memento_is_asked_for_once_and_remembered_in_the_next_run(tmp_path: Path) -> None:
    with serving(lambda request: memento(TEXT, packed=True)) as server:
        for _ in range(3):
            assert (
                ArchiveSession([server.base], cache=tmp_path).get(f"{server.base}/web/x", pace="memento").body
                == TEXT
            )
        assert len(server.requests) == 1


def test_what_is_remembered_is_json_and_no_pickle(tmp_path: Path) -> None:
    with serving(lambda request: memento(TEXT)) as server:
        ArchiveSession([server.base], cache=tmp_path).get(f"{server.base}/web/x", pace="memento")
    (kept,) = (tmp_path / "http").glob("*.json")
    assert json.loads(kept.read_text())["status_code"] == 200


@pytest.mark.parametrize("status", [404, 403, 429, 500, 503, 302])
def test_errors_are_not_remembered(tmp_path: Path, status: int) -> None:
    answer = Answer(status=status, headers=(("Location", "/web/y"),))
    with serving(lambda request: memento(TEXT) if request.number >= 3 else answer) as server:
        while len(server.requests) < 3:
            session = ArchiveSession([server.base], cache=tmp_path, sleep=lambda seconds: None)
            with suppress(Unavailable):
                assert session.get(f"{server.base}/web/x", pace="memento").status == status
        assert (
            ArchiveSession([server.base], cache=tmp_path).get(f"{server.base}/web/x", pace="memento").body
            == TEXT
        )


def damage_json(folder: Path) -> None:
    next(folder.glob("*.json")).write_text("{ not json")


def damage_body(folder: Path) -> None:
    kept = next(folder.glob("*.json"))
    value = json.loads(kept.read_text())
    value["_content"] = "dGFtcGVyZWQ="
    kept.write_text(json.dumps(value))


def damage_shape(folder: Path) -> None:
    next(folder.glob("*.json")).write_text('{"url": 3, "headers": []}')


def damage_index(folder: Path) -> None:
    (folder / "redirects.sqlite").write_bytes(b"no database at all" * 100)


def damage_empty(folder: Path) -> None:
    next(folder.glob("*.json")).write_bytes(b"")


def damage_binary(folder: Path) -> None:
    next(folder.glob("*.json")).write_bytes(bytes(range(256)))


DAMAGES = (damage_json, damage_body, damage_shape, damage_index, damage_empty, damage_binary)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_memory_costs_a_request_and_nothing_else(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    with serving(lambda request: memento(TEXT)) as server:
        ArchiveSession([server.base], cache=tmp_path).get(f"{server.base}/web/x", pace="memento")
        damage(tmp_path / "http")
        for _ in range(2):
            assert (
                ArchiveSession([server.base], cache=tmp_path).get(f"{server.base}/web/x", pace="memento").body
                == TEXT
            )
        assert len(server.requests) <= 3


def test_a_memory_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "http").write_text("a file where a folder should be")
    with serving(lambda request: memento(TEXT)) as server:
        assert (
            ArchiveSession([server.base], cache=tmp_path).get(f"{server.base}/web/x", pace="memento").body
            == TEXT
        )


def test_a_list_that_must_be_fresh_is_asked_for_again(tmp_path: Path) -> None:
    with serving(lambda request: Answer(body=b"%d" % request.number)) as server:
        session = ArchiveSession([server.base], cache=tmp_path)
        assert [session.get(f"{server.base}/list", keep=0).body for _ in range(2)] == [b"0", b"1"]


def test_different_wanted_times_are_different_questions(tmp_path: Path) -> None:
    with serving(lambda request: memento(request.headers.get("accept-datetime", "").encode())) as server:
        session = ArchiveSession([server.base], cache=tmp_path)
        asked = [
            session.get(f"{server.base}/g", headers={"Accept-Datetime": day}).body
            for day in ("one", "two", "one")
        ]
    assert asked == [b"one", b"two", b"one"]


def test_requests_say_who_asks_and_carry_no_cookies(tmp_path: Path) -> None:
    answer = Answer(headers=(("Set-Cookie", "visitor=1; Path=/"),), body=b"x")
    with serving(lambda request: answer) as server:
        session = ArchiveSession([server.base])
        session.get(f"{server.base}/a")
        session.get(f"{server.base}/b")
        assert all(request.headers["user-agent"].startswith("smallprint/") for request in server.requests)
        assert all("cookie" not in request.headers for request in server.requests)


def test_a_request_that_makes_no_sense_to_the_server_is_told_with_its_status(tmp_path: Path) -> None:
    with serving(lambda request: Answer(status=418, body=b"teapot")) as server:
        archives = open_archives(
            settings_from({"SMALLPRINT_WAYBACK_HOST": server.base + "/"}), cache=tmp_path
        )
        locator = parse_locator("wayback:20240101000000/https://acme.example/")
        with pytest.raises(UnexpectedReply) as told:
            archive_for(archives, locator).fetch(locator)
    assert told.value.status == 418


def test_hosts_come_from_the_settings_and_default_to_the_public_archives(tmp_path: Path) -> None:
    settings = settings_from(
        {"SMALLPRINT_OTA_HOST": "http://127.0.0.1:1/", "SMALLPRINT_MEMENTO_HOSTS": "https://m.example"}
    )
    assert settings.wayback == "https://web.archive.org"
    assert settings.ota == "http://127.0.0.1:1"
    assert settings.origins[-1] == "https://m.example"


def test_a_locator_that_no_archive_answers_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        archive_for((), parse_locator("folder:x"))


def test_a_page_of_the_archives_own_is_not_remembered_in_a_mementos_place(tmp_path: Path) -> None:
    own_page = Answer(body=b"<h1>Please come back later</h1>")
    with serving(lambda request: memento(TEXT) if request.number else own_page) as server:
        bodies = [
            ArchiveSession([server.base], cache=tmp_path).get(f"{server.base}/web/x", pace="memento").body
            for _ in range(2)
        ]
    assert bodies == [own_page.body, TEXT]


def test_addresses_that_differ_in_the_order_of_their_query_are_different_pages(tmp_path: Path) -> None:
    with serving(lambda request: memento(request.target.encode())) as server:
        session = ArchiveSession([server.base], cache=tmp_path)
        targets = [
            "/web/x?a=1&b=2",
            "/web/x?b=2&a=1",
            "/web/x?a=1&b=2&",
            "/web/x/",
            "/web/x",
            "/web//x",
            "/web/X",
        ]
        for _ in range(2):
            for target in targets:
                assert session.get(server.base + target, pace="memento").body == target.encode()
        assert len(server.requests) == len(targets)


def test_a_token_is_sent_to_its_host_only_and_not_remembered(tmp_path: Path) -> None:
    with (
        serving(lambda request: Answer(body=b"other")) as other,
        serving(
            lambda request: (
                Answer(status=302, headers=(("Location", f"{other.base}/y"),))
                if "moved" in request.target
                else Answer(body=b"[]")
            )
        ) as api,
    ):
        session = ArchiveSession(
            [api.base, other.base], cache=tmp_path, tokens={f"{api.base}/": "sesame"}, sleep=lambda _: None
        )
        assert session.get(f"{api.base}/repos", pace="api").body == b"[]"
        session.get(f"{api.base}/moved", pace="api")
        assert session.get(f"{other.base}/x").body == b"other"
        sent = {name.lower(): value for name, value in api.requests[0].headers.items()}
        assert sent["authorization"] == "Bearer sesame"
        asked = [name.lower() for request in other.requests for name in request.headers]
        assert asked
        assert "authorization" not in asked
    kept = [path.read_text() for path in (tmp_path / "http").rglob("*.json")]
    assert kept
    assert not any("sesame" in text for text in kept)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"GITHUB_TOKEN": "sesame"}, {"https://api.github.com": "sesame"}),
        ({"GITHUB_TOKEN": " sesame\n"}, {"https://api.github.com": "sesame"}),
        ({"GITHUB_TOKEN": "sesame", "SMALLPRINT_OTA_API": "http://127.0.0.1:1"}, {}),
        ({"GITHUB_TOKEN": "sesame", "SMALLPRINT_OTA_API": "https://api.github.com.acme.example"}, {}),
        ({"GITHUB_TOKEN": "se\nsame"}, {}),
        ({"GITHUB_TOKEN": ""}, {}),
        ({}, {}),
    ],
)
def test_the_token_of_the_environment_is_for_the_public_api(
    environment: dict[str, str], expected: dict[str, str]
) -> None:
    settings = settings_from(environment)
    assert settings.tokens == expected
    assert "sesame" not in repr(settings)
