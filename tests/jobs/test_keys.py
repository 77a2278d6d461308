"""A key changes when anything does that the result depends on, and with nothing else."""

import pytest

from generator.jobs.keys import code_key, key_of, value_key
from generator.model.digests import digest_of
from generator.model.policy import Span
from generator.model.redline import RedlineOptions

ONE, TWO = digest_of(b"one"), digest_of(b"two")
CODE = code_key([("redline/redline.py", ONE)], [("numpy", "2.4")])


def test_equal_inputs_options_and_code_have_one_key() -> None:
    assert key_of("redline", inputs=[ONE, TWO], options=RedlineOptions(), code=CODE) == key_of(
        "redline", inputs=(ONE, TWO), options=RedlineOptions(), code=CODE
    )


@pytest.mark.parametrize(
    "other",
    [
        {"inputs": [TWO, ONE]},
        {"inputs": [ONE]},
        {"options": RedlineOptions(context=3)},
        {"code": code_key([("redline/redline.py", TWO)], [("numpy", "2.4")])},
        {"code": code_key([("redline/redline.py", ONE)], [("numpy", "2.5")])},
        {"code": code_key([("redline/other.py", ONE)], [("numpy", "2.4")])},
    ],
)
def test_each_thing_a_result_depends_on_changes_its_key(other: dict) -> None:
    usual = {"inputs": [ONE, TWO], "options": RedlineOptions(), "code": CODE}
    assert key_of("redline", **usual) != key_of("redline", **(usual | other))


def test_the_order_in_which_sources_are_listed_does_not_count() -> None:
    files = [("a.py", ONE), ("b.py", TWO)]
    assert code_key(files, []) == code_key(reversed(files), [])


def test_equal_values_have_one_key_whoever_made_them() -> None:
    assert value_key((Span(1, 2), "".join(["a", "b"]))) == value_key((Span(1, 2), "ab"))
    assert value_key(Span(1, 2)) != value_key(Span(1, 3))


def test_a_value_without_an_order_is_refused() -> None:
    with pytest.raises(TypeError, match="no order"):
        value_key({"a", "b"})
