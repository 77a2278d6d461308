"""Is a capture suspect? What a page says, and what came before and after it, decide; each finding is a value.

A suspect capture is kept, flagged and explained, and is never published as a change by itself. A genuine deletion must
pass: text that shrinks to a part of what it was, and stays so, is no finding. Thresholds are named and passed in.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.extract.phrases import COMMON_WORDS, POLICY_WORD, WALLS, Wall
from generator.model.policy import Elsewhere, PolicyText
from generator.model.words import casefold_words, count_words, word_spans, words_1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a capture is suspect: a stable code, and a sentence for people."""

    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityOptions:
    """Thresholds of the judgement."""

    wall_words: int = 120  # a page this short that says what walls say is one
    wall_words_at_most: int = (
        700  # a longer one is, where it says so at its beginning and little of the policy is left
    )
    wall_beginning: int = 60  # words
    quiet_words: int = (
        40  # a text this long that is dense with words of policies is one, whatever it mentions
    )
    policy_dense: float = 0.12
    bare_words: int = 20  # as good as nothing, beside a text of `bare_beside` words or more
    bare_beside: int = 150
    collapsed: float = 0.42  # of the words before; half is what is left when a page drops one of two editions
    regained: float = 0.5  # share of the lost words that the next capture has again
    other_page: float = 0.1  # share of words in common below which two texts are different pages
    scarce_policy: float = 0.02  # words of policies among all words, below which a page is none
    framed_words: int = (
        60  # a page this short, beside none, that shows a frame or leads on holds nothing else
    )
    doubled: float = 0.95  # share of the text before that stands twice
    doubled_fresh: int = 6  # runs of words not seen before; announced terms beside current ones have more


_SENTENCES = {
    Wall.LOGIN: "the page asks to log in",
    Wall.CONSENT: "the page asks for consent to cookies in place of the text",
    Wall.BOT: "the page checks whether a person reads it, or blocks the reader",
    Wall.ERROR: "the page reports an error",
    Wall.MAINTENANCE: "the page says that the site is under maintenance or unavailable",
    Wall.SCRIPT: "the page is a shell that waits for scripts",
    Wall.REDIRECT: "the page only leads elsewhere",
    Wall.REGION: "the page says that it is not for this country or region",
    Wall.ARCHIVE: "the page is the archive's own",
}
_WITHDRAWN = re.compile(
    r"no longer (?:available|offered|in (?:force|effect)|appl)|discontinued|(?:been|is|are) (?:retired|withdrawn|replaced|superseded)"
    r"|n'est plus (?:disponible|en vigueur|proposé)|remplacé|nicht mehr (?:verfügbar|gültig)|ya no (?:está|se)|sustituid|ersetzt"
)
_LANGUAGE_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
_DEFAULTS = QualityOptions()


@dataclass(frozen=True, slots=True)
class Reading:
    """A policy text as this judgement sees it."""

    words: str  # folded, lower case
    count: int
    shingles: Counter[tuple[str, ...]]
    title: str
    chrome: int
    elsewhere: tuple[Elsewhere, ...] = ()  # frames, and a refresh that leads on

    @property
    def kinds(self) -> int:
        return len(self.shingles)


def judge(
    policy: PolicyText,
    previous: PolicyText | None = None,
    following: PolicyText | None = None,
    *,
    options: QualityOptions = _DEFAULTS,
) -> tuple[Reason, ...]:
    """The reasons to suspect a capture, given the ones before and after it where they are held; empty where none.

    ``previous`` is best the last capture that was not suspect itself, and ``following`` the next one whose words differ
    from this one's. For a whole history read each text once with `read_for_judging` and ask `judge_readings`.
    """
    return judge_readings(
        read_for_judging(policy),
        read_for_judging(previous) if previous is not None else None,
        read_for_judging(following) if following is not None else None,
        options=options,
    )


def judge_readings(
    now: Reading,
    before: Reading | None = None,
    after: Reading | None = None,
    *,
    options: QualityOptions = _DEFAULTS,
) -> tuple[Reason, ...]:
    """As `judge`, of texts that were read before."""
    if before is not None and now.words == before.words:
        return ()
    reasons = [*_judge_words(now, before, options)]
    if before is not None and now.count:
        reasons += _judge_history(now, before, after, options)
    if before is not None and not reasons:
        reasons += _judge_other_page(now, before, after, options)
    return tuple(reasons)


def read_for_judging(policy: PolicyText) -> Reading:
    """A policy text as judgements compare it."""
    words = casefold_words(words_1(policy.text))
    count = count_words(words)
    tokens = (
        [words[s.start : s.end] for s in word_spans(words)] if count > words.count(" ") + 1 else words.split()
    )
    size = min(3, len(tokens)) or 1
    shingles = Counter(zip(*(tokens[i:] for i in range(size)), strict=False)) if tokens else Counter()
    return Reading(words, count, shingles, casefold_words(policy.title), policy.chrome, policy.elsewhere)


def language_of(text: str) -> str:
    """The language that most of a text's small words, or its script, belong to; empty where too little tells."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    letters = sum(map(len, words))
    for language, script in _LANGUAGE_SCRIPTS:
        found = len(script.findall(text))
        if found * (8 if language == "ja" else 3) > letters and found > 20:
            return language
    if len(words) < 30:
        return ""
    counted = Counter(words)
    scores = sorted(
        ((sum(counted[w] for w in small), language) for language, small in COMMON_WORDS), reverse=True
    )
    (best, language), (second, _) = scores[:2]
    return language if best * 12 > len(words) and best > second * 1.3 else ""


def _judge_words(now: Reading, before: Reading | None, options: QualityOptions) -> Iterator[Reason]:
    """What the page itself says. A page that still has most of the text before it is no wall, whatever it mentions."""
    if framed := _judge_frames(now, before, options):
        yield framed
        return
    if now.count == 0:
        yield Reason(code="empty", sentence="no words were found in the page")
        return
    if before is not None and (_kept(before, now) >= 0.5 or now.count > before.count * 1.2 > 60):
        walls: tuple[Wall, ...] = (Wall.ARCHIVE,)
    else:
        walls = tuple(Wall)
    beginning = " ".join(now.words.split(" ")[: options.wall_beginning])
    for wall, expression in WALLS:
        if wall not in walls:
            continue
        if now.count <= options.wall_words:
            found = expression.search(now.words) or expression.search(now.title)
        elif now.count <= options.wall_words_at_most and _is_no_policy(now, before, options):
            found = expression.search(beginning) or expression.search(now.title)
        elif wall is Wall.ARCHIVE:
            found = expression.search(beginning)
        else:
            found = None
        if found and not _is_about_itself(now, wall, options):
            yield Reason(code=wall.value, sentence=f"{_SENTENCES[wall]} (“{found.group()[:60].strip()}”)")
            return
    if (
        now.count <= options.bare_words
        and now.chrome > 20_000
        and (before is None or before.count > now.count * 5)
    ):
        yield Reason(code=Wall.SCRIPT.value, sentence="the page has scripts but hardly any words")


def _judge_frames(now: Reading, before: Reading | None, options: QualityOptions) -> Reason | None:
    """Whether a page is nothing but a frame or a step to another page: of the words there nothing is known."""
    fresh = [found for found in now.elsewhere if before is None or found not in before.elsewhere]
    if not fresh:
        return None
    if before is None or before.count <= options.framed_words:
        if now.count > options.framed_words or (before is not None and _kept(before, now) >= 0.5):
            return None
    elif now.count >= options.collapsed * before.count or _kept(before, now) >= 0.5:
        return None
    first = fresh[0]
    what = "leads on to" if first.kind == "refresh" else f"shows its text in a frame (<{first.kind}>):"
    return Reason(
        code="elsewhere",
        sentence=f"the page {what} {first.address[:200]}; nothing is known of the words there",
    )


def _judge_history(
    now: Reading, before: Reading, after: Reading | None, options: QualityOptions
) -> Iterator[Reason]:
    """What the captures before and after say of this one."""
    stays = _stays(now, after)
    if (
        now.count <= options.bare_words
        and before.count >= options.bare_beside
        and not _WITHDRAWN.search(now.words)
    ):
        yield Reason(
            code="emptied",
            sentence=f"of {before.count:,} words {now.count:,} {'is' if now.count == 1 else 'are'} left",
        )
    elif now.count < options.collapsed * before.count and after is not None and not stays:
        regained = _regained(before, now, after)
        if regained >= options.regained:
            yield Reason(
                code="collapse-and-recovery",
                sentence=f"{now.count:,} words of {before.count:,}; the next capture has "
                f"{regained:.0%} of what is missing again",
            )
        elif _kept(now, before) < 2 * options.other_page and after.count > now.count * 1.5:
            yield Reason(
                code="collapse-and-recovery", sentence="another and shorter text between two longer ones"
            )
    if not stays:
        yield from _judge_language(now, before, after)
        yield from _judge_doubling(now, before, after, options)


def _judge_other_page(
    now: Reading, before: Reading, after: Reading | None, options: QualityOptions
) -> Iterator[Reason]:
    """Whether another page was captured under the document's name."""
    if _is_another_page(now, before, options):
        yield Reason(
            code="other-page", sentence="nothing of the text before is left, and the page is no policy"
        )
    elif (
        after is not None
        and not _stays(now, after)
        and _kept(now, before) < options.other_page
        and _kept(before, after) >= 0.8
    ):
        yield Reason(
            code="other-page", sentence="another text than before; the next capture has the earlier one again"
        )


def _stays(now: Reading, after: Reading | None) -> bool:
    """Whether the next capture says the same: what stays is no accident."""
    return after is not None and _kept(now, after) >= 0.7 and now.count / 1.5 < after.count < now.count * 1.5


def _judge_language(now: Reading, before: Reading, after: Reading | None) -> Iterator[Reason]:
    here, earlier = language_of(now.words), language_of(before.words)
    if here and earlier and here != earlier and (after is None or language_of(after.words) != here):
        yield Reason(
            code="other-language",
            sentence=f"the text is in another language ({here}) than before ({earlier})",
        )


def _judge_doubling(
    now: Reading, before: Reading, after: Reading | None, options: QualityOptions
) -> Iterator[Reason]:
    if now.count < before.count * 1.6 or (after is not None and after.count * 1.6 > now.count):
        return
    twice = sum(1 for words, count in before.shingles.items() if now.shingles[words] >= 2 * count)
    share = twice / max(before.kinds, 1)
    fresh = len(now.shingles.keys() - before.shingles.keys())
    if share >= options.doubled and fresh <= options.doubled_fresh and before.count > 60:
        yield Reason(code="doubled", sentence=f"{share:.0%} of the text before stands in the page twice")


def _is_another_page(now: Reading, before: Reading, options: QualityOptions) -> bool:
    """A short page in the place of a long one, with none of its words, that does not read like a policy either."""
    if now.count > 0.15 * before.count or before.count < 500 or _kept(now, before) >= options.other_page:
        return False
    known = {language for language, _ in COMMON_WORDS}
    if language_of(before.words) not in known or language_of(now.words) not in known | {""}:
        return False  # the words of policies are not known in this language
    return _policy_share(now) < options.scarce_policy


def _is_no_policy(now: Reading, before: Reading | None, options: QualityOptions) -> bool:
    """Whether a page of some length may be a wall: little of the text before is left in it, or it reads like none."""
    if before is not None:
        return now.count < before.count * options.collapsed and _kept(now, before) < 0.3
    return _policy_share(now) < 2 * options.scarce_policy


def _is_about_itself(now: Reading, wall: Wall, options: QualityOptions) -> bool:
    """A short policy may speak of accounts, cookies or countries as walls do: it says policy words all along."""
    if wall in (Wall.ARCHIVE, Wall.BOT, Wall.ERROR):
        return False
    return now.count > options.quiet_words and _policy_share(now) > options.policy_dense


def _policy_share(now: Reading) -> float:
    return len(POLICY_WORD.findall(now.words)) / max(now.count, 1)


def _kept(here: Reading, there: Reading) -> float:
    """The share of the runs of three words of ``here`` that ``there`` has too."""
    return len(here.shingles.keys() & there.shingles.keys()) / here.kinds if here.kinds else 0.0


def _regained(before: Reading, now: Reading, after: Reading) -> float:
    lost = before.shingles.keys() - now.shingles.keys()
    return len(lost & after.shingles.keys()) / len(lost) if lost else 0.0
