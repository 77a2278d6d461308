"""What has to be done again is what no remembered result answers."""

from generator.jobs.graph import Node, stale
from generator.model.digests import digest_of


def node(name: str) -> Node:
    return Node(job="redline", key=digest_of(name.encode()))


def test_only_what_is_not_known_is_stale_in_the_order_asked_for() -> None:
    assert stale([node("c"), node("a"), node("b")], {node("a")}) == (node("c"), node("b"))


def test_what_is_asked_for_twice_is_done_once() -> None:
    assert stale([node("a"), node("a")], frozenset()) == (node("a"),)


def test_the_same_key_of_another_job_is_another_result() -> None:
    page = Node(job="page", key=node("a").key)
    assert stale([page], {node("a")}) == (page,)
