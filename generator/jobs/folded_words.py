"""Folded words of many captures: what lives of quotations are counted in. A capture's words are read once, and remembered."""

from collections.abc import Mapping

from generator.jobs.graph import Node
from generator.jobs.keys import key_of
from generator.jobs.memo import Memo, spell_result
from generator.jobs.pool import Pool
from generator.jobs.redline_job import Evidence, TextOrder, read_policy
from generator.jobs.tools import Tools
from generator.model.captures import Side
from generator.model.digests import Digest
from generator.model.problems import Problem, SourcePos
from generator.model.reporting import Reporter
from generator.model.words import words_1

JOB = "words"
_NOWHERE = SourcePos(path="")


def words_job(order: TextOrder, evidence: Evidence) -> str | None:
    """`words-1` of one capture's policy text; None where its bytes are out of reach or were not read to their end.

    Words that may stand in a rest that was not read are not absent, so such a capture dates no words.
    """
    text = read_policy(order, evidence, Side.AFTER, _NOWHERE)
    return None if isinstance(text, Problem) or text.unread else words_1(text.text)


def words_node(order: TextOrder, code: Digest) -> Node:
    """Where the words of a capture are kept."""
    return Node(job=JOB, key=key_of(JOB, inputs=(order.digest,), options=(order,), code=code))


def words_job_of(order: TextOrder, tools: Tools) -> bytes | None:
    """`words_job` for a pool of a build: the words as they are to be kept."""
    words = words_job(order, tools.evidence)
    return None if words is None else spell_result(words)


def keep_words(
    orders: Mapping[str, TextOrder], *, code: Digest, memo: Memo, pool: Pool, reporter: Reporter
) -> dict[str, Node]:
    """Where the words for each order are kept; those out of reach are left out, and asked for again the next time."""
    nodes = {name: words_node(order, code) for name, order in orders.items()}
    known = memo.known(nodes.values())
    todo = [name for name, node in nodes.items() if node not in known]
    if todo:
        reporter.step(f"Reading {len(todo)} captures for the life of quoted words")
    at_hand = {name for name, node in nodes.items() if node in known}
    for place, words in pool.each(words_job_of, [orders[name] for name in todo], reporter):
        if words is not None:
            memo.keep_bytes(nodes[todo[place]], words)
            at_hand.add(todo[place])
    return {name: node for name, node in nodes.items() if name in at_hand}
