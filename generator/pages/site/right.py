"""A page for each right of the matrix: every company's own words on it, sorted by what the terms say."""

from dataclasses import dataclass

from generator.model.pages import PageSpec
from generator.model.vocabulary import Sign
from generator.pages.messages import say
from generator.pages import addresses
from generator.pages.chrome import Chrome, make_chrome, with_crumbs
from generator.pages.material import Material, company_name, real_companies
from generator.pages.site.matrix import ClaimView, rights_of

GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class RightClaim:
    """A claim with the name of its company. `refuse`: its words say how, or that, one can refuse."""

    company: str
    url: str
    claim: ClaimView
    refuse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateGroup:
    state: str
    sign: Sign
    label: str
    claims: tuple[RightClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightView:
    chrome: Chrome
    label: str
    groups: tuple[StateGroup, ...]
    companies: int
    others: tuple[str, ...]  # followed companies of which nothing is established
    rights: tuple[tuple[str, str], ...]  # the other pages of this kind: href, label


def right_pages(material: Material, claims: tuple[ClaimView, ...]) -> tuple[PageSpec, ...]:
    """The pages of all rights that some company's words speak of."""
    live = [c for c in claims if not c.superseded_by]
    used = [right for right in rights_of(material.catalog) if any(c.right == right[0] for c in live)]
    return tuple(
        _page(material, label, [c for c in live if c.right == slug], slug, [r for r in used if r[0] != slug])
        for slug, label in used
    )


def _page(
    material: Material,
    label: str,
    claims: list[ClaimView],
    slug: str,
    others: list[tuple[str, str]],
) -> PageSpec:
    path = addresses.file_of(addresses.right_url(slug))
    chrome = make_chrome(
        material.catalog,
        material.options,
        path=path,
        title=label,
        description=say("%(label)s: what %(companies)s’ %(terms)s say, in their own words.", label=label),
    )
    named = {c.slug: c.name for c in real_companies(material.catalog)}
    claims = [c for c in claims if c.company in named]
    vocabulary = material.catalog.vocabulary
    states = {state.key: state for state in vocabulary.states}
    held = {state: [c for c in claims if c.state == state and not c.gone] for state in states}
    refusable = frozenset(state.key for state in vocabulary.states if state.can_refuse)
    groups = [
        _group(material, state, states[state].sign, vocabulary.state_label(slug, state), group, refusable)
        for state, group in held.items()
    ]
    gone = [c for c in claims if c.gone]
    groups.append(_group(material, GONE, Sign.FULL, say("Words since gone"), gone, refusable))
    told = {c.company for c in claims}
    view = RightView(
        chrome=with_crumbs(chrome, (say("Matrix"), addresses.MATRIX), (label, "")),
        label=label,
        groups=tuple(group for group in groups if group.claims),
        companies=len(told),
        others=tuple(name for company, name in named.items() if company not in told),
        rights=tuple((chrome.to(addresses.right_url(other)), name) for other, name in others),
    )
    return PageSpec(path=path, template="right.html", view=view)


def _group(
    material: Material,
    state: str,
    sign: Sign,
    label: str,
    claims: list[ClaimView],
    refusable: frozenset[str],
) -> StateGroup:
    """The claims of one state, by name of company."""
    named = [
        RightClaim(
            company=company_name(material.catalog, claim.company),
            url=addresses.company_url(claim.company),
            claim=claim,
            refuse=claim.state in refusable,
        )
        for claim in claims
    ]
    named.sort(key=lambda c: (c.company.casefold(), -c.claim.first_with.timestamp()))
    return StateGroup(state=state, sign=sign, label=label, claims=tuple(named))
