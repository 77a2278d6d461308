"""Run jobs: inline with one worker, else in processes that are started afresh (`spawn`). The result is the same."""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.jobs.codebase import REDLINE_LIBRARIES, REDLINE_ROOMS
from generator.jobs.graph import Node, stale
from generator.jobs.keys import key_of
from generator.jobs.memo import Memo
from generator.jobs.quiet_libraries import silence_libraries
from generator.jobs.redline_job import Evidence, RedlineOrder, redline_job
from generator.model.digests import Digest
from generator.model.errors import GeneratorError
from generator.model.problems import Problem
from generator.model.reporting import Reporter
from generator.model.results import Compared

JOB = "redline"
FEW = 3  # so few jobs are done before the first process has started

Order = TypeVar("Order")
Result = TypeVar("Result")

_given: tuple[Any, ...] = ()  # in a worker: what every job of this pool is called with


def run_redlines(
    orders: Iterable[RedlineOrder], *, evidence: Evidence, memo: Memo, workers: int, reporter: Reporter
) -> tuple[Compared | Problem, ...]:
    """A result for each order, in the order given. Only what the memo does not know is computed."""
    orders = tuple(orders)
    code = memo.code.key(REDLINE_ROOMS, REDLINE_LIBRARIES)
    nodes = tuple(node_of(order, code) for order in orders)
    asked = dict(zip(nodes, orders, strict=True))
    found: dict[Node, Compared | Problem] = {}
    for node in memo.known(asked):
        value = memo.find(node)
        if isinstance(value, Compared):
            found[node] = value
    todo = stale(nodes, found)
    if todo:
        reporter.step(f"Comparing {len(todo)} {'pair' if len(todo) == 1 else 'pairs'} of captures")
    results = run_jobs(redline_job, [asked[node] for node in todo], (evidence,), workers, reporter)
    for node, result in zip(todo, results, strict=True):
        found[node] = result
        if isinstance(result, Compared):
            memo.keep(node, result)
    memo.tidy()
    return tuple(_at(found[node], order) for node, order in zip(nodes, orders, strict=True))


def node_of(order: RedlineOrder, code: Digest) -> Node:
    """The node of an order: everything the result depends on, and not where it was asked for."""
    inputs = (order.before.digest, order.after.digest)
    return Node(
        job=JOB, key=key_of(JOB, inputs=inputs, options=(order.before, order.after, order.options), code=code)
    )


class Pool:
    """Processes for the jobs of one build, started when the first work comes that is worth it, ended with `close`.

    Every job is a top-level function, called with its order and then with what the pool was `given`.
    """

    def __init__(self, workers: int, given: tuple[Any, ...]) -> None:
        self.workers = workers
        self._given = given
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; orders that nobody began are dropped."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def each(
        self, job: Callable[..., Result], orders: Sequence[Order], reporter: Reporter
    ) -> Iterator[tuple[int, Result]]:
        """Results as they come, each with the place of its order; nothing is held back for the sake of order."""
        total = len(orders)
        if self.workers <= 1 or (total <= FEW and self._executor is None):
            for place, order in enumerate(orders):
                yield place, job(order, *self._given)
                reporter.progress(place + 1, total)
            return
        try:
            executor = self._started()
            futures = {executor.submit(_run, job, order): place for place, order in enumerate(orders)}
            for done, future in enumerate(as_completed(futures), 1):
                place = futures.pop(future)
                yield place, future.result()
                del future
                reporter.progress(done, total)
        except BrokenProcessPool as error:
            raise GeneratorError(
                "a worker process died (was it killed for want of memory?); try --workers 1"
            ) from error

    def run(
        self, job: Callable[..., Result], orders: Sequence[Order], reporter: Reporter
    ) -> tuple[Result, ...]:
        """A result for each order, in the order given."""
        by_place = dict(self.each(job, orders, reporter))
        return tuple(by_place[place] for place in range(len(orders)))

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                max_workers=self.workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin_worker,
                initargs=(self._given,),
            )
        return self._executor


def run_jobs(
    job: Callable[..., Result],
    orders: Sequence[Order],
    given: tuple[Any, ...],
    workers: int,
    reporter: Reporter,
) -> tuple[Result, ...]:
    """`job(order, *given)` for each order, results in the order of `orders`, in a pool of their own."""
    with Pool(min(workers, len(orders)), given) as pool:
        return pool.run(job, orders, reporter)


def _begin_worker(given: tuple[Any, ...]) -> None:
    """Keep what every job needs; leave Ctrl-C to the parent, which ends its workers."""
    global _given
    _given = given
    silence_libraries()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(job: Callable[..., Result], order: Order) -> Result:
    return job(order, *_given)


def _at(result: Compared | Problem, order: RedlineOrder) -> Compared | Problem:
    """A finding is told at the place of each order that led to it."""
    if isinstance(result, Problem) and result.where != order.where:
        return Problem(
            code=result.code,
            message=result.message,
            where=order.where,
            severity=result.severity,
            hint=result.hint,
        )
    return result
