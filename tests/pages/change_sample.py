"""An invented company, two texts and a note, resolved as a build would: what page tests are made from."""

from dataclasses import dataclass, replace

from generator.compare import redline
from generator.content.catalog import build_catalog
from generator.evidence.resolve import resolve_changes
from generator.extract import extract_text
from generator.model.captures import Capture
from generator.model.catalog import Catalog, Change, WholeTexts
from generator.model.digests import digest_of
from generator.model.evidence import ChangeEvidence
from generator.model.pages import PageSpec
from generator.model.redline import Redline
from generator.model.results import Compared
from generator.model.sources import SourceFile
from generator.model.text import Text
from generator.model.words import words_1
from generator.pages.change.page import ChangeView, change_page
from generator.pages.chrome import SiteOptions
from tests.conftest import VOCABULARY

BEFORE = """# Terms

Last updated: 1 January 2024

## 1. Service

1.1 **Rooms.** Guests may join a room without an account of any kind whatsoever.

1.2 **Price.** Rooms cost 5 euros a month.

## 2. Content

2.1 **Yours.** You keep what you upload. We show it only to run your calls, and never to anybody else.

2.2 **Deleting.** We delete what you upload within 30 days after you close the account.

## 3. Law

3.1 The law of Utopia applies to everything that is written here.

3.2 Disputes go to the court of the capital of Utopia.

3.3 This clause is here so that there is something that nobody changed.

3.4 This clause is here so that there is something more that nobody changed.

3.5 This clause is here so that there is a little more that nobody changed.

3.6 Write to us on paper, please, with a stamp on the envelope.
"""
AFTER = (
    BEFORE.replace(
        "1.1 **Rooms.** Guests may join a room without an account of any kind whatsoever.\n\n1.2 **Price.**",
        "1.1 **Price.**",
    )
    .replace("30 days", "90 days")
    .replace(
        "## 3. Law",
        "2.3 **Licence.** You grant us a perpetual licence for machine learning & <research>.\n\n## 3. Law",
    )
)
LATER = AFTER.replace("machine learning", "research only")
REPORT = """title: Small Report
tagline: What changed.
base-url: https://report.example
repository: https://code.example/report
branch: main
contact: errors@report.example
as-of: 2026-11-23
people:
  desk: {name: The desk, role: "the project itself", url: ""}
licences: {notes: CC BY 4.0, code: Apache-2.0, data: ODC-BY 1.0}
whole-texts: context
publish-unread: false
"""
TOPIC = "---\ntitle: AI training\ndefinition: What is said of training.\n---\nWords.\n"
COMPANY = "---\nname: Acme Rooms\nwebsite: https://acme.example/\n---\nInvented.\n"
DOCUMENT = """---
title: Terms of Service
kind: terms-of-service
edition: {audience: everybody, language: en}
locations:
  - url: https://rooms.example.org/terms
archives:
  - ota:Example/versions:Acme/Terms.md
---
Invented.
"""
NOTE = """---
title: Acme Rooms took a licence for machine learning
summary: A clause was added & another one removed.
before: 2024-01-02T03:04:05Z
after: 2024-04-01T06:45:10Z
topics: [ai-training]
authors: [desk]
published: 2026-11-23
dates:
  - {kind: revised, date: 2024-01-01, words: "Last updated: 1 January 2024", side: after}
notice:
  - {looked: the two captures}
---
Read first.

## What the captures show

A licence was added.[^1]

> [!after licence] 2.3
> perpetual licence for machine learning

The clause on guests went.

> [!before guests] 1.1
> Guests may join a room without an account

The time of deletion grew.

> [!before thirty] 2.2
> within 30 days

> [!after ninety] 2.2
> within 90 days

## How we read it

It is *wide*, and <b>not</b> markup.

[^1]: A footnote.
"""
COMMITS = ("a" * 40, "b" * 40, "c" * 40)
TIMES = ("2024-01-02T03:04:05Z", "2024-04-01T06:45:10Z", "2024-08-11T19:15:38Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A change with all that its page is made from."""

    catalog: Catalog
    change: Change
    evidence: ChangeEvidence
    redline: Redline
    texts: tuple[Text, Text]

    def pages(
        self, *, whole_texts: WholeTexts = WholeTexts.CONTEXT, bare: bool = False
    ) -> dict[str, PageSpec]:
        """All files of the change by path; `bare` as in a build without captures."""
        catalog = replace(self.catalog, report=replace(self.catalog.report, whole_texts=whole_texts))
        if bare:
            quotations = tuple(replace(q, pieces=()) for q in self.evidence.quotations)
            passages = tuple(replace(p, span=None, segment=-1) for p in self.evidence.passages)
            evidence = replace(self.evidence, quotations=quotations, passages=passages, complete=False)
            options = SiteOptions(missing=2, pinned=2)
            specs = change_page(catalog, self.change, evidence, None, (None, None), options)
        else:
            specs = change_page(catalog, self.change, self.evidence, self.redline, self.texts, SiteOptions())
        return {spec.path: spec for spec in specs}

    def view(self, *, whole_texts: WholeTexts = WholeTexts.CONTEXT, bare: bool = False) -> ChangeView:
        found = self.pages(whole_texts=whole_texts, bare=bare)[f"{self.change.key}/index.html"].view
        assert isinstance(found, ChangeView)
        return found


def policy(text: str) -> Text:
    body = text.encode()
    return extract_text(Capture(sha256=digest_of(body), body=body), language="en")


def table() -> str:
    """captures.tsv of three captures."""
    lines = ["archive\tcaptured-at\torder\tlocator\tsha256\tbytes\tmedia-type\twords\tlinks\tclass"]
    for order, (text, commit, at) in enumerate(zip((BEFORE, AFTER, LATER), COMMITS, TIMES, strict=True)):
        kind = "change" if order else "first"
        locator = f"ota:Example/versions@{commit}:Acme/Terms.md"
        data = text.encode()
        lines.append(
            f"versions\t{at}\t{order}\t{locator}\t{digest_of(data)}\t{len(data)}\ttext/markdown\t\t\t{kind}"
        )
    return "\n".join(lines) + "\n"


def make_sample(note: str = NOTE, before: str = BEFORE, after: str = AFTER, *, expected: str = "") -> Sample:
    """The change as a build resolves it, with no problem but those of the `expected` code."""
    files = {
        "report.yaml": REPORT,
        "vocabulary.yaml": VOCABULARY,
        "topics/ai-training.md": TOPIC,
        "acme/index.md": COMPANY,
        "acme/terms-of-service/index.md": DOCUMENT,
        "acme/terms-of-service/captures.tsv": table(),
        "acme/terms-of-service/2024-04-01.md": note,
    }
    sources = [SourceFile(path=p, text=t, digest=digest_of(t.encode())) for p, t in files.items()]
    catalog, problems = build_catalog(sources)
    assert not problems, problems
    change = catalog.changes[0]
    texts = (policy(before), policy(after))
    compared = Compared(before=texts[0], after=texts[1], redline=redline(*texts))
    held = {digest_of(t.encode()): words_1(t) for t in (BEFORE, AFTER, LATER)}
    resolved = resolve_changes(
        catalog, {change.key: compared}, lambda document, row: held.get(row.sha256), {}
    )
    assert not [p for p in resolved.problems if p.code != expected], resolved.problems
    return Sample(
        catalog=catalog,
        change=change,
        evidence=resolved.evidence[change.key],
        redline=compared.redline,
        texts=texts,
    )
