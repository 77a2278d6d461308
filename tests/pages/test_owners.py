"""Services are counted, and the companies that own them."""

from dataclasses import replace

import pytest

from generator.pages.material import services_of_owners
from tests.pages.change_sample import make_sample

OWNERS = {"parrot-chat": "Aviary", "parrot-mail": "Aviary", "owl": "", "hawk": "", "lark": "Meadow"}


@pytest.mark.parametrize(
    ("slugs", "spelled"),
    [
        ("parrot-chat parrot-mail owl", "3 services of 2 companies"),
        ("parrot-chat parrot-mail", "2 services of 1 company"),
        ("owl hawk", "2 services"),
        ("owl owl", "1 service"),
        ("lark", "1 service"),
        ("owl unknown", "2 services"),
        ("", "0 services"),
    ],
)
def test_services_are_counted_by_owner(slugs: str, spelled: str) -> None:
    catalog = make_sample().catalog
    one = catalog.companies[0]
    named = tuple(replace(one, slug=slug, owner=owner) for slug, owner in OWNERS.items())
    assert services_of_owners(replace(catalog, companies=named), slugs.split()) == spelled
