"""The words of claims: each right, kind of data and state is one that the vocabulary of the report lists. Pure."""

from collections.abc import Iterator, Mapping

from generator.content.file_read import Places
from generator.content.nearest_word import did_you_mean
from generator.model.catalog import Catalog
from generator.model.problems import Problem, SourcePos

_KINDS = {"right": "right", "data": "kind of data", "state": "state of a claim"}


def unknown_word(what: str, name: str, known: tuple[str, ...], where: SourcePos) -> Problem:
    """A right, a kind of data or a state that the vocabulary does not list."""
    return Problem(
        code="not-in-vocabulary",
        message=f"no {_KINDS[what]} is called {name!r}",
        where=where,
        hint=f"{did_you_mean(name, known) or 'none is listed'}; vocabulary.yaml lists them",
    )


def claim_word_problems(catalog: Catalog, places: Mapping[str, Places], root: str) -> Iterator[Problem]:
    """Words of claims that the vocabulary does not list; where it lists nothing at all, that, once."""
    vocabulary = catalog.vocabulary
    known = {
        "right": ("right", tuple(each.key for each in vocabulary.rights)),
        "over": ("data", tuple(each.key for each in vocabulary.data)),
        "state": ("state", tuple(each.key for each in vocabulary.states)),
    }
    claimed = [(change, n, claim) for change in catalog.changes for n, claim in enumerate(change.claims)]
    if claimed and not any(names for _, names in known.values()):
        yield Problem(
            code="no-vocabulary",
            message=f"{root}vocabulary.yaml lists no rights, data and states of claims",
            where=claimed[0][2].where,
            hint="list them there, or delete the file: without it a report has the vocabulary that `init` writes",
        )
        return
    for change, n, claim in claimed:
        front = places.get(change.where.path)
        for key, (what, names) in known.items():
            value = str(getattr(claim, key))
            if value not in names:
                where = front.place(("claims", n, key)) if front else claim.where
                yield unknown_word(what, value, names, where)
