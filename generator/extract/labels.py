"""Find the clause labels of a text: the numbers and letters that open its lines, each with the evidence for it.

A number at the start of a line may be a clause number or an amount, a grade, a clock, a version. Only the text's own
numbering tells: a label is proven where neighbours count on (1., 2.; 1.1, 1.2; (a), (b); i., ii.), or where it is the
first item of a list. Whatever is not proven is a word. Doubt is always settled against a label, because a comparison
shows words that changed, and is silent about labels that count on differently.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.model.months import MONTH_NAMES
from generator.model.scripts import NO_SPACES
from generator.model.text import Evidence, Labels, Origin

_UNITS = (
    r"(?:[%‰°€$£¥₹₽₩]|(?:per|pro|par|por|je|à|percent|hours?|hrs?|h|min|minutes?|seconds?|days?|weeks?|months?|years?|times|"
    r"million|billion|thousand|[kcm]?m|[km]?g|jours|mois|ans|[ap]\.?m|o['’]clock|euros?|dollars?|pounds?|cents?|"
    r"lit(?:re|er)s?|hectares?|met(?:re|er)s?|miles?|acres?|tons?|tonnes?|points?|stars?)\b|[kcm]?m[²³]|[KMGTkmgt]i?B\b|"
    r"(?:Prozent|Mio|Mrd|Tagen?|Monate?n?|Jahren?|Stunden?|Minuten?|Uhr|Kilo\w*|Liter|Hektar|Meter|Punkte?n?|Euro|"
    r"USD|EUR|GBP|CHF|JPY)\b|[元円年月日])"
)  # small, because a title begins with a capital: 2.3 Months; German nouns always do
_NO_UNIT = rf"(?!\s*{_UNITS})"
_NO_YEAR = r"(?!\s+(?:\S+\s+)?(?:19|20)\d\d\b)"
_ASKED = r"(?:May|March)\s+(?!(?:and|or|to|until|till|through)\b)(?:I|[a-z]+)\b"  # 4. May I …: no month
_NO_DATE = rf"{_NO_YEAR}(?!\s+(?!{_ASKED})(?i:{MONTH_NAMES})\b)"  # 24. Dezember is a date
_ROMAN = r"[ivxlc]{1,8}|[IVXLC]{1,8}"
_CANDIDATE = re.compile(
    r"^(?P<marks>[ \t\u00a0>]*(?P<heading>#{1,6}[ \t]+)?(?P<bullet>[*+\-•][ \t\u00a0]+)?"
    r"(?:\[\]\([^)\s]*\))?(?:\*\*|__)?(?:\[(?=[^\]\n]*\]\())?(?:\*\*|__)?)"
    r"(?P<number>"
    rf"(?!\d\d\.\d\d\.\d\d\b)(?P<decimal>\d{{1,3}}(?:\.\d{{1,3}})+)[.)]{{0,2}}(?:\(\w{{1,3}}\))?{_NO_UNIT}{_NO_YEAR}|"
    rf"(?P<plain>\d{{1,3}})\\?(?P<stop>[.)]{{1,2}})(?:\(\w{{1,3}}\))?{_NO_DATE}|"
    rf"(?P<outer>\d{{1,3}})\((?P<inner>\d{{1,3}}|[a-zA-Z]{{1,2}}|{_ROMAN})\)[.)]?|"
    rf"\((?P<enclosed>\d{{1,3}}(?=\\?\){_NO_UNIT}{_NO_DATE})|[a-zA-Z]{{1,2}}|{_ROMAN})\\?\)\.?|"
    rf"(?P<lettered>[a-zA-Z]{{1,2}}|{_ROMAN})\\?(?P<close>[.)])"
    rf")(?=\s|\*\*|[{NO_SPACES}])",
    re.MULTILINE,
)
_PARENT = re.compile(
    r"^[ \t\u00a0>#*+•_-]*+"
    r"(?:(?:[Ss]ection|SECTION|[Aa]rticle|ARTICLE|[Cc]lause|[Pp]art|[Cc]hapter|Artikel|Abschnitt|[Aa]rtículo|[Aa]rticolo|"
    r"[Aa]rtigo|[Aa]rt\.|§)[ \t]*)?"
    r"(?P<number>\d{1,3})(?!\.\d)(?=[ \t.):–—-]|\*\*)",
    re.MULTILINE,
)  # what may stand above 5.1: "5. Fees", "## 5 Fees", "Article 5"
_NEXT = re.compile(r"[\s*_\\\[]*([^\s*_\\\[]?)")
_BOLD = re.compile(r"[ \t\u00a0]*(?:\*\*|__)")
_ITEM = re.compile(r"[ \t>]*(?:[*+\-•][ \t]|(?:\(?\w{1,4}|\d{1,3}\(\w{1,3})[.)]{1,2}[ \t].{0,60}\Z)")
_DEEP = re.compile(r"\d{1,2}(?:\.\d{1,2}){2}\.?\Z")
_CAPITALS = re.compile(r"\s*(?:\*\*|[A-ZÀ-Þ]{3,})")
_BETWEEN = re.compile(r"\n[ \t\r\u00a0]*\n\s*")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_SPELLING = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z")
_MANY = 40  # clauses of one parent; 12.50 is no clause
_LONG = 4  # numbers that count on, and are no amounts that happen to
_OPEN_CHAINS = 64  # lists in lists that may be open at once

Style = tuple[str, ...]
_Proven = dict[int, tuple[int, Evidence, Origin]]  # by start: the end, what proves it, where its run begins


@dataclass(slots=True)
class _Candidate:
    """A number that opens a line, and what stands round it."""

    start: int
    end: int
    in_heading: bool
    bulleted: bool
    opens: bool  # it opens a paragraph or an item, so that it does not continue a sentence
    plainly: bool  # a capital, a quote mark or a letter without case follows, as after a clause number
    may_follow: (
        bool  # it may continue a list: it opens a line for itself, or a line that ends with a comma is above
    )
    titled: bool  # it stands in a heading or in bold, or bold words follow
    is_sentence: bool  # its line ends as a sentence or a clause of a list does


@dataclass(slots=True)
class _Chain:
    """Numbers that count on from each other."""

    first: int
    last: int
    line: int  # the number of the last among all numbers that open a line
    members: list[_Candidate] = field(default_factory=list)


@dataclass(slots=True)
class _Decimals:
    """Decimal numbers of one parent: 5.1, 5.2."""

    chain: _Chain
    has_parent: bool  # the parent's own number stands above
    is_explained: bool  # the parent is above, or is the first, or follows the parent of numbers above
    follows: bool = False  # the parent before its own has numbers above: 3.6, 4.1
    above: _Candidate | None = None  # the parent, where it is a number of a list: 5.


def find_labels(text: str) -> Labels:
    """Return the proven labels of a text, in order."""
    return _Reader(text).read()


class _Reader:
    """Reads a text once and gathers chains of numbers that count on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: dict[Style, list[_Chain]] = {}
        self.chains: list[tuple[Style, _Chain]] = []
        self.decimals: dict[tuple[int, ...], _Decimals] = {}
        self.all_decimals: list[tuple[tuple[int, ...], _Decimals]] = []
        self.numbers: set[tuple[int, ...]] = set()  # of decimal labels above
        self.parents: Iterator[re.Match[str]] = iter(())
        self.parents_above: set[int] = set()
        self.plain: dict[int, _Candidate] = {}  # the last of each number
        self.parent: re.Match[str] | None = None
        self.asked = False
        self.line = 0
        self.borders: list[int] = []  # ends of the blank lines between paragraphs, made when first asked for

    def read(self) -> Labels:
        for found in _CANDIDATE.finditer(self.text):
            self._take(found)
        proven: _Proven = {}
        parents = {
            decimals.above.start
            for _, decimals in self.all_decimals
            if decimals.above and decimals.chain.first in (0, 1) and _is_proven_decimal(decimals)
        }
        for style, chain in self.chains:
            if _is_proven(style, chain):
                is_sure = chain.first in (0, 1) or any(one.start in parents for one in chain.members)
                self._prove(proven, chain, Origin(chain.first, is_sure=is_sure), is_list=style[0] == "plain")
        for parent, decimals in self.all_decimals:
            if _is_proven_decimal(decimals):
                self._prove(proven, decimals.chain, _decimal_origin(parent, decimals))
                if decimals.above and decimals.chain.first in (0, 1) and decimals.above.start not in proven:
                    self._prove(proven, _Chain(0, 0, 0, [decimals.above]), Origin(1))
        order = sorted(proven.items())
        return Labels(
            starts=tuple([start for start, _ in order]),
            ends=tuple([end for _, (end, _, _) in order]),
            evidence=tuple([evidence for _, (_, evidence, _) in order]),
            origins=tuple([origin for _, (_, _, origin) in order]),
        )

    @staticmethod
    def _prove(proven: _Proven, chain: _Chain, origin: Origin, *, is_list: bool = False) -> None:
        for one in chain.members:
            evidence = Evidence.HEADINGS if one.in_heading else Evidence.LIST if is_list else Evidence.RUN
            proven[one.start] = (one.end, evidence, origin)

    def _take(self, found: "re.Match[str]") -> None:
        """Put a number into the chains that it continues or opens."""
        text, start, end = self.text, found.start("number"), found.end("number")
        mark = _NEXT.match(text, end)
        follower = mark[1] if mark else ""
        opens = opens_paragraph(text, found.start()) or _is_certain(found["number"], text, end)
        plainly = not (follower.islower() or follower.isdigit() or follower in "%€$£¥")
        one = _Candidate(
            start=start,
            end=end,
            in_heading=found["heading"] is not None,
            bulleted=found["bullet"] is not None,
            opens=opens,
            may_follow=opens or plainly or text.endswith((",\n", ",\r\n"), 0, found.start()),
            titled=found["heading"] is not None
            or "**" in found["marks"]
            or _BOLD.match(text, end) is not None,
            plainly=plainly,
            is_sentence=_ends_sentence(text, end),
        )
        self.line += one.opens
        if found["decimal"]:
            self._take_decimal(one, found["decimal"])
        elif found["plain"]:
            self._count(("plain", found["stop"], (found["heading"] and "#") or ""), int(found["plain"]), one)
            if one.opens:
                self.plain[int(found["plain"])] = one
        elif found["outer"]:
            self._take_letters(("glued", found["outer"]), found["inner"], one)
        elif found["enclosed"]:
            self._take_letters(("enclosed",), found["enclosed"], one)
        else:
            self._take_letters(("lettered", found["close"]), found["lettered"], one)

    def _take_letters(self, style: Style, label: str, one: _Candidate) -> None:
        """Count a letter as a letter and, where it may be one, as a Roman figure; or a figure in brackets as it is."""
        if label.isdigit():
            self._count((*style, "1"), int(label), one)
            return
        case = "a" if label.islower() else "A" if label.isupper() else ""
        if not case:
            return
        if len(label) < 3:
            self._count((*style, case), _letter_value(label.lower()), one)
        roman = _roman_value(label.lower())
        if roman:
            self._count((*style, case, "roman"), roman, one)

    def _count(self, style: Style, value: int, one: _Candidate) -> None:
        """Add a number to the innermost open chain that it continues, or open one with it."""
        stack = self.open.setdefault(style, [])
        for place in range(len(stack) - 1, -1, -1):
            chain = stack[place]
            step = value - chain.last
            if step == 1 or (step > 1 and style[0] == "plain" and self._counts_all(chain, one, step)):
                if one.may_follow:
                    chain.last, chain.line = value, self.line
                    chain.members.append(one)
                    del stack[place + 1 :]
                return
        if one.opens:
            chain = _Chain(value, value, self.line, [one])
            if stack and chain.first > 1 and stack[-1].first > 1 and len(stack[-1].members) == 1:
                stack.pop()  # of numbers that continue nothing only the last may yet be continued
            stack.append(chain)
            del stack[:-_OPEN_CHAINS]
            self.chains.append((style, chain))

    def _counts_all(self, chain: _Chain, one: _Candidate, step: int) -> bool:
        """Whether a step is as large as the number of labels, or of paragraphs, since the last number of a chain.

        Some captures number all paragraphs of a list in one go, whether they show the number or not: 51., 13.1, 13.2, 54.
        """
        if step == self.line - chain.line:
            return True
        if not self.borders:
            self.borders = [found.end() for found in _BETWEEN.finditer(self.text)]
        last = bisect_right(self.borders, chain.members[-1].start)
        return step == bisect_right(self.borders, one.start) - last

    def _take_decimal(self, one: _Candidate, number: str) -> None:
        """Add a decimal number to those of its parent."""
        spelled = number.split(".")
        if any(len(part) > 1 and part[0] == "0" for part in spelled):
            return  # 4.05 is an amount
        parts = tuple(map(int, spelled))
        parent = parts[:-1]
        known = self.decimals.get(parent)
        if known and known.chain.last + 1 == parts[-1]:
            if one.may_follow:
                known.chain.last = parts[-1]
                known.chain.members.append(one)
                self.numbers.add(parts)
        elif one.opens:
            has_parent = parent in self.numbers or (len(parent) == 1 and self._is_above(parent[0], one.start))
            made = _Decimals(
                chain=_Chain(parts[-1], parts[-1], self.line, [one]),
                has_parent=has_parent,
                is_explained=has_parent or self._is_explained(parent),
                follows=(*parent[:-1], parent[-1] - 1) in self.decimals,
                above=self.plain.get(parent[0]) if len(parent) == 1 else None,
            )
            self.decimals[parent] = made
            self.all_decimals.append((parent, made))
            self.numbers.add(parts)

    def _is_above(self, number: int, place: int) -> bool:
        """Whether a number that may be a parent opens a line above a place; places must be asked for in order."""
        if not self.asked:
            self.asked = True
            self.parents = _PARENT.finditer(self.text)
            self.parent = next(self.parents, None)
        while self.parent and self.parent.start("number") < place:
            self.parents_above.add(int(self.parent["number"]))
            self.parent = next(self.parents, None)
        return number in self.parents_above

    def _is_explained(self, parent: tuple[int, ...]) -> bool:
        """Whether the numbers above lead to this parent: it is the first, or the one before it has numbers too."""
        if parent in self.numbers or (*parent[:-1], parent[-1] - 1) in self.decimals:
            return True
        return parent[-1] == 1 and (len(parent) == 1 or self._is_explained(parent[:-1]))


def _is_proven(style: Style, chain: _Chain) -> bool:
    """Whether a chain of one style is a list: it begins at the beginning and counts on, or counts on for long."""
    size = len(chain.members)
    if chain.first in (0, 1):
        return size > 1 or (style[0] == "plain" and chain.first == 1)
    return size > 1 and style[0] in ("plain", "enclosed")  # two initials, J. and K., are no list


def _is_proven_decimal(decimals: _Decimals) -> bool:
    """Whether decimal numbers number clauses; prices that happen to count on have bullets, units or small letters."""
    members = decimals.chain.members
    plainly = sum(one.plainly for one in members) * 2 > len(members)
    bulleted = any(one.bulleted for one in members)
    begins = decimals.chain.first in (0, 1)
    if len(members) == 1:
        if bulleted or not plainly:
            return False
        titled = members[0].titled and decimals.chain.first < _MANY
        return (decimals.has_parent and (begins or titled)) or (decimals.follows and begins)
    if bulleted:
        return begins and plainly and decimals.has_parent
    if begins and (decimals.has_parent or (decimals.is_explained and plainly)):
        return True
    return all(one.plainly for one in members)


def _decimal_origin(parent: tuple[int, ...], decimals: _Decimals) -> Origin:
    members = decimals.chain.members
    return Origin(
        first=decimals.chain.first,
        parent=parent,
        is_explained=decimals.is_explained,
        is_sure=decimals.has_parent
        or decimals.follows
        or len(parent) > 1
        or len(members) >= _LONG
        or any(one.titled and not one.in_heading for one in members)
        or all(one.is_sentence for one in members),
    )


def _letter_value(letters: str) -> int:
    """The number of a letter in a list: a is 1, z is 26, aa is 27; 0 where it is none of ours."""
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("a") + 1
    return value


def _roman_value(letters: str) -> int:
    """The number that Roman figures spell, 0 where they spell none."""
    if not _ROMAN_SPELLING.match(letters):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in letters]
    return sum(
        -value if value < max(values[place + 1 :], default=0) else value for place, value in enumerate(values)
    )


def opens_paragraph(text: str, line: int) -> bool:
    """Whether the line at ``line`` may open a paragraph or item, so that a number there may be a label.

    In a sentence that continues from the line before, a number is an ordinary word.
    """
    end = line - 1
    if end <= 0:
        return True
    start = text.rfind("\n", 0, end) + 1
    before = text[start:end]
    bare = before.rstrip("*_ \t\r\u00a0")
    return (
        not bare.strip("> \t")
        or before.endswith(("  ", "  \r"))
        or bare[-1] in ".:;!?。：；！？|"
        or bare.endswith(("; and", "; or"))
        or _ITEM.match(bare) is not None
        or bare.lstrip().startswith("#")
        or set(bare.strip()) <= set("-=")
    )


def _ends_sentence(text: str, start: int) -> bool:
    """Whether the line from a place on ends as a sentence does."""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)].rstrip("*_ \t\r\u00a0").endswith(_STOPS)


_STOPS = (".", ";", ":", "!", "?", "。", "；", "：", "; and", "; or")


def _is_certain(number: str, text: str, end: int) -> bool:
    """Whether a number inside a paragraph opens a clause all the same: 2.2.5, or before bold or capitals."""
    if _DEEP.match(number) and text[end : end + 4].lstrip()[:1].isupper():
        return True
    return number[0].isdigit() and (text[end - 2 : end] == "**" or _CAPITALS.match(text, end) is not None)
