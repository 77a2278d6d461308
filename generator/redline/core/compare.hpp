// compare.py: two texts in, matched tokens out.
#pragma once

#include "gaps.hpp"

namespace smallprint {

struct Match {
    Index a, b, n, move;
};

struct Comparison {
    Tokens before, after;
    Vocabulary vocabulary;
    std::vector<Range4> plain;  // characters, equal on both sides, not tokenised
    std::vector<Match> matches;
    struct Move {
        Range4 tokens;
        double score;
    };
    std::vector<Move> moves;
    std::vector<Index> borders_a, borders_b;  // first tokens of regions
    std::vector<Pair> degraded;
    bool turned = false;  // whether the later text is looked at first
};

class Comparer {
public:
    Comparer(Comparison& found, const Options& options)
        : found(found), options(options), before(found.before.text), after(found.after.text) {}

    void run() {
        if (same(before, after)) {
            if (!before.empty()) found.plain.push_back({0, Index(before.size()), 0, Index(after.size())});
            return;
        }
        if (is_blank(before) || is_blank(after)) {
            for (Tokens* side : {&found.before, &found.after}) {
                const View words = strip_space(side->text);
                if (words.empty()) continue;
                side->ids.push_back(found.vocabulary.of(U"all"));
                side->starts.push_back(Index(words.data() - side->text.data()));
                side->ends.push_back(side->starts[0] + Index(words.size()));
            }
            return;
        }
        std::vector<Range4> ranges = regions();
        for (Range4& range : ranges) range = narrow(range);
        std::vector<Region> cut = tokenise(ranges);
        std::vector<Gap> gaps;
        for (size_t number = 0; number < cut.size(); ++number) anchor_sentences(cut[number], Index(number), gaps);
        match_gaps(gaps);
    }

private:
    struct Part {
        Index base = 0, end = 0;  // tokens of the whole
        std::vector<Index> first;  // tokens that begin a line
        std::vector<Index> keys;  // the number of each line's tokens
    };
    struct Region {
        Part before, after;
        bool equal = false;
    };

    Comparison& found;
    const Options& options;
    View before, after;
    std::vector<std::uint8_t> known;  // by number of a line: 1 it stands before, 2 after, 3 on both sides
    Interner<Token> sentence_keys;
    Board board;  // of sentences

    static constexpr double LEAST_ANCHORED = 0.6;
    static constexpr Index WORTH = 200;
    static constexpr Index LONG_LINE = 4000;
    static constexpr Index CONTEXT = 200;

    // How many characters are equal at the start and at the end; where the place is open, it is left open.
    static Pair ends(View old, View fresh) {
        const Index head = common_start(old, fresh), tail = common_end(old, fresh, 0);
        const Index over = std::min(head + tail - Index(std::min(old.size(), fresh.size())), LONG_LINE);
        return over > 0 ? Pair{head - over, tail - over} : Pair{head, tail};
    }

    // A region without the sentences at its start and end that are equal; those are plain.
    Range4 narrow(Range4 region) {
        auto [a0, a1, b0, b1] = region;
        if (a1 - a0 < WORTH || b1 - b0 < WORTH) return region;
        const View old = slice(before, a0, a1), fresh = slice(after, b0, b1);
        auto [head, tail] = ends(old, fresh);
        const Index size = Index(old.size());
        head = std::max(rfind2(old, U'.', U' ', 0, head), rfind(old, U'\n', 0, head) - 1) + 2;
        tail = std::min(tail, Index(std::min(old.size(), fresh.size())) - head);
        Index mark = NONE;
        if (tail > 0) {
            const Index stop = find2(old, U'.', U' ', size - tail, size), line = find(old, U'\n', size - tail, size) - 1;
            mark = stop >= 0 && line >= 0 ? std::min(stop, line) : std::max(stop, line);
        }
        tail = mark >= 0 ? size - mark - 2 : 0;
        if (head > 1) {
            found.plain.push_back({a0, a0 + head, b0, b0 + head});
            a0 += head;
            b0 += head;
        }
        if (tail > 0) {
            found.plain.push_back({a1 - tail, a1, b1 - tail, b1});
            a1 -= tail;
            b1 -= tail;
        }
        return {a0, a1, b0, b1};
    }

    // How many characters at the start and at the end are equal, cut where a line or a sentence of a long line ends.
    Pair frame() const {
        auto [start, end] = ends(before, after);
        const Index size = Index(before.size());
        Index line = rfind(before, U'\n', 0, start) + 1;
        if (start - line > LONG_LINE) {
            const Index low = start - LONG_LINE;
            const Index mark =
                std::max(rfind2(before, U'.', U' ', low, start - CONTEXT) + 1, rfind(before, U' ', low, low + CONTEXT));
            line = mark > 0 ? mark + 1 : std::max(line, wide_from(low));
        }
        end = std::min(end, Index(std::min(before.size(), after.size())) - line);
        const Index stop = size - end;
        Index tail = find(before, U'\n', stop);
        if (tail == NONE) tail = size;
        if (tail - stop > LONG_LINE) {
            Index mark = find2(before, U'.', U' ', stop + CONTEXT, stop + LONG_LINE);
            if (mark != NONE) {
                tail = mark + 2;
            } else if (mark = find(before, U' ', stop + LONG_LINE - CONTEXT, stop + LONG_LINE); mark != NONE) {
                tail = mark + 1;
            } else if (mark = wide_from(stop + LONG_LINE - CONTEXT); mark) {
                tail = mark;
            }
        }
        return {line, size - tail};
    }

    // Where, a little behind `at`, a character of a script without spaces stands, which may be cut before; or 0.
    Index wide_from(Index at) const {
        for (const Index stop = std::min(at + CONTEXT, Index(before.size())); at < stop; ++at)
            if ((flags_of(before[size_t(at)]) & (WIDE | MARK)) == WIDE) return at;
        return 0;
    }

    struct Lines {
        Keys keys;
        std::vector<Index> starts;
        std::int64_t size = 0;
    };

    static Lines lines_of(View text, Index start, Index end, Interner<char32_t>& interner) {
        Lines lines;
        for (Index at = start; at < end;) {
            Index stop = find(text, U'\n', at, end);
            if (stop == NONE) stop = end;
            if (!is_blank(text.substr(size_t(at), size_t(stop - at)))) {
                lines.keys.number.push_back(interner.of(text.data() + at, stop - at));
                lines.keys.weight.push_back(stop - at);
                lines.starts.push_back(at);
                lines.size += stop - at;
            }
            at = stop + 1;
        }
        return lines;
    }

    // Character ranges between equal lines; the equal ones are plain.
    std::vector<Range4> regions() {
        const auto [head, tail] = frame();
        const Index end_a = Index(before.size()) - tail, end_b = Index(after.size()) - tail;
        if (head) found.plain.push_back({0, head, 0, head});
        if (tail) found.plain.push_back({end_a, Index(before.size()), end_b, Index(after.size())});
        Interner<char32_t> interner;
        const Lines a = lines_of(before, head, end_a, interner), b = lines_of(after, head, end_b, interner);
        const auto line = [&](bool later, Index at) {
            const Lines& lines = later ? b : a;
            return (later ? after : before).substr(size_t(lines.starts[size_t(at)]), size_t(lines.keys.weight[size_t(at)]));
        };
        Board lines;
        std::vector<Pair> pairs =
            sound_anchors(a.keys, b.keys, lines, interner.size(), MORE_LINES,
                          [&](bool later, Index at, std::vector<std::uint64_t>& out) { word_grams(line(later, at), out); });
        std::int64_t anchored = 0;
        for (const Pair& pair : pairs) anchored += a.keys.weight[size_t(pair.a)];
        const std::int64_t shorter = std::min(a.size, b.size);
        if (pairs.empty() || double(anchored + head + tail) < LEAST_ANCHORED * double(shorter + head + tail))
            return {{head, end_a, head, end_b}};
        std::vector<Range4> ranges;
        Range4 run{NONE, NONE, NONE, NONE};
        Index at_a = 0, at_b = 0;
        pairs.push_back({a.keys.size(), b.keys.size()});
        for (const auto& [i, j] : pairs) {
            if (i > at_a || j > at_b) {
                const auto first = [](const Lines& lines, Index at) { return lines.starts[size_t(at)]; };
                const auto last = [](const Lines& lines, Index at) {
                    return lines.starts[size_t(at - 1)] + lines.keys.weight[size_t(at - 1)];
                };
                ranges.push_back({i > at_a ? first(a, at_a) : 0, i > at_a ? last(a, i) : 0, j > at_b ? first(b, at_b) : 0,
                                  j > at_b ? last(b, j) : 0});
            }
            if (i < a.keys.size()) {
                const Index a0 = a.starts[size_t(i)], b0 = b.starts[size_t(j)], size = a.keys.weight[size_t(i)];
                if (run.a0 != NONE && same(slice(before, run.a1, a0), slice(after, run.b1, b0))) {
                    run.a1 = a0 + size;
                    run.b1 = b0 + size;
                } else {
                    if (run.a0 != NONE) found.plain.push_back(run);
                    run = {a0, a0 + size, b0, b0 + size};
                }
            }
            at_a = i + 1;
            at_b = j + 1;
        }
        if (run.a0 != NONE) found.plain.push_back(run);
        return ranges;
    }

    // Tokens of all regions, and the lines of those whose tokens differ.
    std::vector<Region> tokenise(const std::vector<Range4>& ranges) {
        std::vector<Region> cut(ranges.size());
        for (const bool later : {false, true}) {
            Tokens& side = later ? found.after : found.before;
            Scanner scanner(side, found.vocabulary);
            for (size_t at = 0; at < ranges.size(); ++at) {
                Part& part = later ? cut[at].after : cut[at].before;
                part.base = Index(side.ids.size());
                (later ? found.borders_b : found.borders_a).push_back(part.base);
                if (later)
                    scanner.tokenise(ranges[at].b0, ranges[at].b1);
                else
                    scanner.tokenise(ranges[at].a0, ranges[at].a1);
                part.end = Index(side.ids.size());
            }
        }
        Interner<Token> lines;
        for (Region& region : cut) {
            const Part &a = region.before, &b = region.after;
            region.equal = a.end - a.base == b.end - b.base &&
                           equal(found.before.ids.data() + a.base, found.after.ids.data() + b.base, a.end - a.base);
            if (region.equal) continue;
            for (const bool later : {false, true}) {
                const Tokens& side = later ? found.after : found.before;
                Part& part = later ? region.after : region.before;
                part.first = line_starts(side, part.base, part.end);
                for (size_t at = 0; at < part.first.size(); ++at) {
                    const Index stop = at + 1 < part.first.size() ? part.first[at + 1] : part.end;
                    const Index key = lines.of(side.ids.data() + part.first[at], stop - part.first[at]);
                    part.keys.push_back(key);
                    if (known.size() <= size_t(key)) known.resize(size_t(key) + 1);
                    known[size_t(key)] |= later ? 2 : 1;
                }
            }
        }
        return cut;
    }

    struct Cut {
        std::vector<Index> borders;  // first tokens of sentences, and the end
        Keys keys;
        std::vector<Index> lines;  // the line each sentence begins on
    };

    Cut cut_sentences(const Tokens& side, const Part& part) {
        Cut cut;
        cut.borders = sentences(side, part.base, part.end, part.first,
                                [&](size_t line) { return known[size_t(part.keys[line])] == 3; });
        Index line = 1;
        if (part.base < part.end) {
            const Index start = side.starts[size_t(part.base)];
            const Index begin = rfind(side.text, U'\n', 0, start) + 1;
            line = is_blank(slice(side.text, begin, start)) ? 1 : 0;
        }
        size_t next = 1;
        for (size_t at = 0; at + 1 < cut.borders.size(); ++at) {
            const Index first = cut.borders[at], size = cut.borders[at + 1] - first;
            cut.keys.number.push_back(sentence_keys.of(side.ids.data() + first, size));
            cut.keys.weight.push_back(size);
            while (next < part.first.size() && part.first[next] < first) ++next;
            if (next < part.first.size() && part.first[next] == first) ++line;
            cut.lines.push_back(line);
        }
        return cut;
    }

    // Match the equal sentences of a region; those between go to gaps.
    void anchor_sentences(const Region& region, Index number, std::vector<Gap>& gaps) {
        const Part &here = region.before, &there = region.after;
        if (region.equal) {
            if (here.end > here.base) found.matches.push_back({here.base, there.base, here.end - here.base, -1});
            return;
        }
        const Cut a = cut_sentences(found.before, here), b = cut_sentences(found.after, there);
        std::vector<Pair> pairs =
            sound_anchors(a.keys, b.keys, board, sentence_keys.size(), MORE_SENTENCES,
                          [&](bool later, Index at, std::vector<std::uint64_t>& out) {
                              const Cut& cut = later ? b : a;
                              token_grams((later ? found.after : found.before).ids.data() + cut.borders[size_t(at)],
                                          cut.keys.weight[size_t(at)], out);
                          });
        pairs = keep_lines(pairs, a.keys, b.keys, a.lines, b.lines);
        pairs.push_back({a.keys.size(), b.keys.size()});
        Index at_a = 0, at_b = 0;
        for (const auto& [i, j] : pairs) {
            if (i > at_a || j > at_b) {
                Gap gap{{}, {}, number, {}};
                for (Index q = at_a; q < i; ++q) gap.before.push_back(unit(found.before, Index(gaps.size()), a, q));
                for (Index q = at_b; q < j; ++q) gap.after.push_back(unit(found.after, Index(gaps.size()), b, q));
                gaps.push_back(std::move(gap));
            }
            if (i < a.keys.size())
                found.matches.push_back({a.borders[size_t(i)], b.borders[size_t(j)], a.keys.weight[size_t(i)], -1});
            at_a = i + 1;
            at_b = j + 1;
        }
    }

    // A sentence as a candidate for a move, with its size where it fills its lines.
    static Unit unit(const Tokens& side, Index gap, const Cut& cut, Index at) {
        const Index first = cut.borders[size_t(at)], end = cut.borders[size_t(at) + 1];
        const auto breaks = [&](Index token) {
            return find(side.text, U'\n', side.ends[size_t(token - 1)], side.starts[size_t(token)]) != NONE;
        };
        const bool begins = first == 0 || breaks(first);
        const bool stops = end >= Index(side.starts.size()) || breaks(end);
        const Index size = begins && stops ? side.ends[size_t(end - 1)] - side.starts[size_t(first)] : 0;
        return {gap, first, end, cut.keys.number[size_t(at)], begins, size};
    }

    // Match the words between the anchors.
    void match_gaps(std::vector<Gap>& gaps) {
        GapMatcher matcher(found.vocabulary, options, found.before, found.after);
        const std::vector<Moved> moved = matcher.match(gaps);
        for (size_t number = 0; number < moved.size(); ++number) {
            const Moved& piece = moved[number];
            found.moves.push_back({{piece.before.front().start, piece.before.back().end, piece.after.front().start,
                                    piece.after.back().end},
                                   piece.score});
            place(piece.blocks, piece.before, piece.after, Index(number));
        }
        for (const Gap& gap : gaps)
            if (!gap.blocks.empty()) place(gap.blocks, gap.before, gap.after, NONE);
        found.degraded = matcher.degraded;
    }

    // Slide edits to good borders and note what is matched.
    void place(const Blocks& blocks, const Units& here, const Units& there, Index move) {
        const Joined a(found.before, here.data(), here.size()), b(found.after, there.data(), there.size());
        Blocks inner;
        for (const auto& [i, j, n] : blocks) inner.push_back({a.back(i), b.back(j), n});
        slide(inner, Place(found.before, a), Place(found.after, b));
        for (const auto& [i, j, n] : inner) {
            Index first = 0;
            for (Index z = 1; z <= n; ++z) {
                if (z < n && a.of(i + z) == a.of(i + z - 1) + 1 && b.of(j + z) == b.of(j + z - 1) + 1) continue;
                found.matches.push_back({a.of(i + first), b.of(j + first), z - first, move});
                first = z;
            }
        }
    }
};

// Where two answers are as good, the one chosen must not hang on which text came first; so the two are always looked at
// in one order, and `turned` says that it is not the order asked for.
inline void compare(View before, View after, const Options& options, Comparison& found) {
    found.turned = before.size() != after.size() ? before.size() > after.size() : before > after;
    found.before.text = found.turned ? after : before;
    found.after.text = found.turned ? before : after;
    Comparer(found, options).run();
    if (!found.turned) return;
    std::swap(found.before, found.after);
    std::swap(found.borders_a, found.borders_b);
    for (Range4& range : found.plain) range = {range.b0, range.b1, range.a0, range.a1};
    for (Match& match : found.matches) std::swap(match.a, match.b);
    for (auto& move : found.moves) move.tokens = {move.tokens.b0, move.tokens.b1, move.tokens.a0, move.tokens.a1};
}

}  // namespace smallprint
