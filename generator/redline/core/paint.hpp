// paint.py: from matched tokens to steps that tile both texts: equal, quiet, deleted, inserted.
#pragma once

#include "compare.hpp"

namespace smallprint {

enum Rule : std::uint8_t { NO_RULE, LINK, TRACKING, QUOTES };

struct Step {
    char op;  // = ~ - +
    Index a0 = NONE, a1 = NONE, b0 = NONE, b1 = NONE;
    Index move = NONE;
    Rule rule = NO_RULE;
};

using Steps = std::vector<Step>;

// White space, emphasis, escapes and marks of no width: what a reader does not read.
inline bool is_silent(char32_t c) { return is_space(c) || one_of(c, U"*\\\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff"); }

// Whether a cut at `at` leaves words and numbers (don't, 10.4) whole.
inline bool is_border(View text, Index at) {
    if (!(0 < at && at < Index(text.size()))) return true;
    constexpr View JOINTS = U".,'’";
    const char32_t before = text[size_t(at - 1)], after = text[size_t(at)];
    if (is_alnum(before))
        return !(is_alnum(after) ||
                 (one_of(after, JOINTS) && at + 1 < Index(text.size()) && is_alnum(text[size_t(at + 1)])));
    return !(one_of(before, JOINTS) && is_alnum(after) && at >= 2 && is_alnum(text[size_t(at - 2)]));
}

// Whether a cut at `at` leaves the words of an address whole; a point parts them.
inline bool is_part(View address, Index at) {
    return !(0 < at && at < Index(address.size())) || !(is_alnum(address[size_t(at - 1)]) && is_alnum(address[size_t(at)]));
}

class Zone {  // what lies between two kept pieces, on both sides, and the marks in it
public:
    View before, after;
    Index a0, a1, b0, b1;
    Steps deleted, inserted;

    // Take marks back from the ends of the zone as far as both texts read the same without white space.
    void trim(Steps& kept) {
        for (const Steps* steps : {&deleted, &inserted})
            for (const Step& step : *steps)
                if (step.move != NONE) return;
        Pair cut = same_from_start();
        if (cut.a > a0) {
            alike(a0, cut.a, b0, cut.b, kept);
            cut_before(cut.a, cut.b);
        }
        cut = same_from_end();
        if (cut.a < a1) {
            alike(cut.a, a1, cut.b, b1, kept);
            cut_after(cut.a, cut.b);
        }
    }

    // Of an address that changed, keep the words at both ends that did not.
    bool refine_link(Steps& kept) {
        if (deleted.size() != 1 || inserted.size() != 1) return false;
        Step &old = deleted[0], &fresh = inserted[0];
        const View here = slice(before, old.a0, old.a1), there = slice(after, fresh.b0, fresh.b1);
        if (old.move != NONE || !is_address(here) || !is_address(there)) return false;
        Index head = common_start(here, there);
        while (head && !(is_part(here, head) && is_part(there, head))) --head;
        Index tail = common_end(here, there, head);
        const Index na = Index(here.size()), nb = Index(there.size());
        while (tail && !(is_part(here, na - tail) && is_part(there, nb - tail))) --tail;
        if (head) kept.push_back({'=', old.a0, old.a0 + head, fresh.b0, fresh.b0 + head});
        if (tail) kept.push_back({'=', old.a1 - tail, old.a1, fresh.b1 - tail, fresh.b1});
        old.a0 += head;
        old.a1 -= tail;
        fresh.b0 += head;
        fresh.b1 -= tail;
        if (fresh.b1 <= fresh.b0) inserted.clear();
        if (old.a1 <= old.a0) deleted.clear();
        return head || tail;
    }

    // Widen a mark to the emphasis that went or came with its words: both ends of it, or the end that is missing.
    void take_emphasis() {
        if (deleted.empty() == inserted.empty()) return;
        const bool later = deleted.empty();
        Steps& marks = later ? inserted : deleted;
        const View text = later ? after : before;
        const View other = later ? slice(before, a0, a1) : slice(after, b0, b1);
        const Index low = later ? b0 : a0, high = later ? b1 : a1;
        Index& start = later ? marks.front().b0 : marks.front().a0;
        Index& end = later ? marks.back().b1 : marks.back().a1;
        for (const Step& step : marks)
            if (step.move != NONE) return;
        if (slice(text, start, end).find(U'\n') != View::npos) return;
        for (const View strong : {View(U"**"), View(U"__")}) {
            if (other.find(strong) != View::npos) continue;
            bool open_end = false;
            for (Index at = start; at + 2 <= end;) {
                const bool here = starts_with(slice(text, at, end), strong);
                open_end ^= here;
                at += here ? 2 : 1;
            }
            const bool left = start - 2 >= low && same(slice(text, start - 2, start), strong);
            const bool right = end + 2 <= high && same(slice(text, end, end + 2), strong);
            if (left && (right || open_end)) start -= 2;
            if (right && left != open_end) end += 2;
        }
    }

private:
    // Whether a cut takes back a mark, or words of one: a full stop is not the point behind a label.
    bool worth(Pair good, bool end) const {
        const auto takes = [&](View text, Index start, Index stop, Index cut) {
            const Index first = end ? std::max(start, cut) : start, last = end ? stop : std::min(stop, cut);
            if (last <= first) return false;
            if (first == start && last == stop) return true;
            const View taken = slice(text, first, last);
            return std::any_of(taken.begin(), taken.end(), [](char32_t c) { return is_alnum(c); });
        };
        return std::any_of(deleted.begin(), deleted.end(),
                           [&](const Step& step) { return takes(before, step.a0, step.a1, good.a); }) ||
               std::any_of(inserted.begin(), inserted.end(),
                           [&](const Step& step) { return takes(after, step.b0, step.b1, good.b); });
    }

    static bool is_address(View text) {
        for (const View head : {View(U"]("), View(U"http://"), View(U"https://"), View(U"www."), View(U"mailto:")})
            if (starts_with(text, head)) return std::none_of(text.begin(), text.end(), is_space);
        return false;
    }

    // Two stretches that read the same, as equal steps and quiet ones.
    void alike(Index i, Index stop_a, Index j, Index stop_b, Steps& kept) const {
        const auto equal = [&](Index x, Index y) {
            if (i == x) return;
            Step* last = kept.empty() ? nullptr : &kept.back();
            if (last && last->op == '=' && last->a1 == x && last->b1 == y) {
                last->a1 = i;
                last->b1 = j;
            } else {
                kept.push_back({'=', x, i, y, j});
            }
        };
        while (i < stop_a || j < stop_b) {
            Index x = i, y = j;
            while (i < stop_a && is_silent(before[size_t(i)])) ++i;
            while (j < stop_b && is_silent(after[size_t(j)])) ++j;
            if (same(slice(before, x, i), slice(after, y, j))) {
                equal(x, y);
            } else {
                if (i > x) kept.push_back({'~', x, i});
                if (j > y) kept.push_back({'~', NONE, NONE, y, j});
            }
            x = i;
            y = j;
            while (i < stop_a && j < stop_b && !is_silent(before[size_t(i)]) && before[size_t(i)] == after[size_t(j)]) {
                ++i;
                ++j;
            }
            equal(x, y);
        }
    }

    Pair same_from_start() const {
        Index i = a0, j = b0;
        Pair good{i, j};
        bool read = false;
        while (true) {
            while (i < a1 && is_silent(before[size_t(i)])) ++i;
            while (j < b1 && is_silent(after[size_t(j)])) ++j;
            if (read && is_border(before, i) && is_border(after, j)) good = {i, j};
            if (i >= a1 || j >= b1 || before[size_t(i)] != after[size_t(j)]) break;
            ++i;
            ++j;
            read = true;
        }
        return worth(good, false) ? good : Pair{a0, b0};
    }

    Pair same_from_end() const {
        Index i = a1, j = b1;
        Pair good{i, j};
        bool read = false;
        while (true) {
            while (i > a0 && is_silent(before[size_t(i - 1)])) --i;
            while (j > b0 && is_silent(after[size_t(j - 1)])) --j;
            if (read && is_border(before, i) && is_border(after, j)) good = {i, j};
            if (i <= a0 || j <= b0 || before[size_t(i - 1)] != after[size_t(j - 1)]) break;
            --i;
            --j;
            read = true;
        }
        return worth(good, true) ? good : Pair{a1, b1};
    }

    template <typename Wanted>
    static void filter(Steps& steps, Wanted wanted) {
        steps.erase(std::remove_if(steps.begin(), steps.end(), [&](const Step& step) { return !wanted(step); }),
                    steps.end());
    }
    void cut_before(Index a, Index b) {
        a0 = a;
        b0 = b;
        filter(deleted, [&](const Step& step) { return step.a1 > a; });
        filter(inserted, [&](const Step& step) { return step.b1 > b; });
        if (!deleted.empty()) deleted.front().a0 = std::max(deleted.front().a0, a);
        if (!inserted.empty()) inserted.front().b0 = std::max(inserted.front().b0, b);
    }
    void cut_after(Index a, Index b) {
        a1 = a;
        b1 = b;
        filter(deleted, [&](const Step& step) { return step.a0 < a; });
        filter(inserted, [&](const Step& step) { return step.b0 < b; });
        if (!deleted.empty()) deleted.back().a1 = std::min(deleted.back().a1, a);
        if (!inserted.empty()) inserted.back().b1 = std::min(inserted.back().b1, b);
    }
};

class Painter {
public:
    explicit Painter(const Comparison& found) : found(found), before(found.before), after(found.after) {}

    // All steps, in no particular order; each side is tiled exactly once.
    Steps paint() {
        for (const Range4& run : found.plain) steps.push_back({'=', run.a0, run.a1, run.b0, run.b1});
        for (const Match& match : found.matches) matched(match);
        Steps deleted = marks(false), inserted = marks(true);
        Steps kept = retouch(deleted, inserted);
        for (const Steps* more : {&kept, &deleted, &inserted}) steps.insert(steps.end(), more->begin(), more->end());
        fill(false);
        fill(true);
        return std::move(steps);
    }

private:
    const Comparison& found;
    const Tokens &before, &after;
    Steps steps;

    // A matched run, cut where the two texts differ in what is quiet.
    void matched(const Match& match) {
        const auto [i, j, n, move] = match;
        const Index a0 = before.starts[size_t(i)], b0 = after.starts[size_t(j)];
        const Index last_a = before.ends[size_t(i + n - 1)], last_b = after.ends[size_t(j + n - 1)];
        if (same(slice(before.text, a0, last_a), slice(after.text, b0, last_b))) {
            steps.push_back({'=', a0, last_a, b0, last_b, move});
            return;
        }
        Index first = 0;
        const auto run = [&](Index stop) {
            if (stop > first)
                steps.push_back({'=', before.starts[size_t(i + first)], before.ends[size_t(i + stop - 1)],
                                 after.starts[size_t(j + first)], after.ends[size_t(j + stop - 1)], move});
            first = stop;
        };
        for (Index z = 0; z < n; ++z) {
            const Index a1 = before.starts[size_t(i + z)], a2 = before.ends[size_t(i + z)];
            const Index b1 = after.starts[size_t(j + z)], b2 = after.ends[size_t(j + z)];
            const View here = before.text.substr(size_t(a1), size_t(a2 - a1));
            if (!same(here, after.text.substr(size_t(b1), size_t(b2 - b1)))) {
                run(z);
                const bool link = starts_with(here, U"](") || here.find(U"://") != View::npos;
                steps.push_back({'~', a1, a2, b1, b2, move, link ? TRACKING : QUOTES});
                first = z + 1;
            } else if (z > first) {
                const Index a = before.ends[size_t(i + z - 1)], b = after.ends[size_t(j + z - 1)];
                if (!same(before.text.substr(size_t(a), size_t(a1 - a)), after.text.substr(size_t(b), size_t(b1 - b))))
                    run(z);
            }
        }
        run(n);
    }

    // Runs of tokens that nothing matched.
    Steps marks(bool later) const {
        const Tokens& side = later ? after : before;
        const Index count = Index(side.ids.size());
        std::vector<std::uint8_t> edge(size_t(count) + 1);
        for (const Index border : later ? found.borders_b : found.borders_a) edge[size_t(border)] = 1;
        struct Piece {
            Index start, end, number;
            bool operator<(const Piece& other) const {
                return start != other.start ? start < other.start : end != other.end ? end < other.end : number < other.number;
            }
        };
        std::vector<Piece> moved;
        for (size_t number = 0; number < found.moves.size(); ++number) {
            const Range4& range = found.moves[number].tokens;
            moved.push_back({later ? range.b0 : range.a0, later ? range.b1 : range.a1, Index(number)});
            edge[size_t(moved.back().start)] = edge[size_t(moved.back().end)] = 1;
        }
        std::sort(moved.begin(), moved.end());
        std::vector<Pair> runs;
        for (const Match& match : found.matches) {
            const Index start = later ? match.b : match.a;
            runs.push_back({start, start + match.n});
        }
        std::sort(runs.begin(), runs.end());
        runs.push_back({count, count});
        Steps marked;
        size_t at = 0;
        Index first = 0;
        for (const auto& [start, end] : runs) {
            while (first < start) {
                const bool link = found.vocabulary.is_link(side.ids[size_t(first)]);
                Index last = first + 1;
                while (last < start && !edge[size_t(last)] && found.vocabulary.is_link(side.ids[size_t(last)]) == link)
                    ++last;
                while (at < moved.size() && moved[at].end <= first) ++at;
                const Index move = at < moved.size() && moved[at].start <= first ? moved[at].number : NONE;
                Step step{later ? '+' : '-'};
                (later ? step.b0 : step.a0) = side.starts[size_t(first)];
                (later ? step.b1 : step.a1) = side.ends[size_t(last - 1)];
                step.move = move;
                step.rule = link ? LINK : NO_RULE;
                marked.push_back(step);
                first = last;
            }
            first = end;
        }
        return marked;
    }

    // Look at the zones between what stayed: take back marks on text that is equal there once white space is left out.
    Steps retouch(Steps& deleted, Steps& inserted) const {
        std::vector<Range4> stay;
        std::vector<Index> moved_a, moved_b;
        for (const Step& step : steps) {
            if (step.move != NONE) {
                moved_a.push_back(step.a0);
                moved_b.push_back(step.b0);
            } else if (step.a0 != NONE && step.b0 != NONE) {
                stay.push_back({step.a0, step.a1, step.b0, step.b1});
            }
        }
        std::sort(moved_a.begin(), moved_a.end());
        std::sort(moved_b.begin(), moved_b.end());
        std::sort(stay.begin(), stay.end(), [](const Range4& p, const Range4& q) {
            return p.a0 != q.a0 ? p.a0 < q.a0 : p.a1 != q.a1 ? p.a1 < q.a1 : p.b0 < q.b0;
        });
        stay.push_back({Index(before.text.size()), NONE, Index(after.text.size()), NONE});
        const auto any_within = [](const std::vector<Index>& starts, Index low, Index high) {
            const auto at = std::lower_bound(starts.begin(), starts.end(), low);
            return at != starts.end() && *at < high;
        };
        Steps kept, out_a, out_b;
        size_t x = 0, y = 0;
        Index at_a = 0, at_b = 0;
        for (const auto& [a0, a1, b0, b1] : stay) {
            const size_t first_x = x, first_y = y;
            while (x < deleted.size() && deleted[x].a0 < a0) ++x;
            while (y < inserted.size() && inserted[y].b0 < b0) ++y;
            if (x > first_x || y > first_y) {
                Zone zone;
                zone.before = before.text;
                zone.after = after.text;
                zone.a0 = at_a;
                zone.a1 = a0;
                zone.b0 = at_b;
                zone.b1 = b0;
                zone.deleted.assign(deleted.begin() + std::ptrdiff_t(first_x), deleted.begin() + std::ptrdiff_t(x));
                zone.inserted.assign(inserted.begin() + std::ptrdiff_t(first_y), inserted.begin() + std::ptrdiff_t(y));
                if (!zone.refine_link(kept) && !any_within(moved_a, at_a, a0) && !any_within(moved_b, at_b, b0)) {
                    zone.trim(kept);
                    zone.take_emphasis();
                }
                out_a.insert(out_a.end(), zone.deleted.begin(), zone.deleted.end());
                out_b.insert(out_b.end(), zone.inserted.begin(), zone.inserted.end());
            }
            at_a = a1;
            at_b = b1;
        }
        deleted = std::move(out_a);
        inserted = std::move(out_b);
        return kept;
    }

    // Cover what is left with quiet steps. Marks in a row on one line take in what is quiet between them; where they take
    // all the words of a line, its label and closing marks too.
    void fill(bool later) {
        const View text = later ? after.text : before.text;
        const auto start_of = [&](size_t at) -> Index& { return later ? steps[at].b0 : steps[at].a0; };
        const auto end_of = [&](size_t at) -> Index& { return later ? steps[at].b1 : steps[at].a1; };
        std::vector<std::pair<Index, size_t>> own;
        for (size_t at = 0; at < steps.size(); ++at)
            if (start_of(at) != NONE) own.push_back({start_of(at), at});
        std::sort(own.begin(), own.end());
        Steps extra;
        const auto quiet = [&](Index from, Index to) {
            if (later)
                extra.push_back({'~', NONE, NONE, from, to});
            else
                extra.push_back({'~', from, to});
        };
        Index position = 0;
        for (size_t index = 0; index < own.size();) {
            const size_t at = own[index].second;
            Index start = start_of(at), end = end_of(at);
            size_t last = index;
            const char op = steps[at].op;
            if (op == '-' || op == '+') {
                while (last + 1 < own.size() && steps[own[last + 1].second].op == op) {
                    const Index next_start = start_of(own[last + 1].second), next_end = end_of(own[last + 1].second);
                    if (find(text, U'\n', end, next_start) != NONE) break;
                    if (next_start > end) end_of(own[last].second) = next_start;
                    ++last;
                    end = next_end;
                }
                const Index high = last + 1 < own.size() ? start_of(own[last + 1].second) : Index(text.size());
                whole_line(text, position, high, start, end);
                start_of(at) = start;
                end_of(own[last].second) = end;
            }
            if (start > position) quiet(position, start);
            position = std::max(position, end);
            index = last + 1;
        }
        if (Index(text.size()) > position) quiet(position, Index(text.size()));
        steps.insert(steps.end(), extra.begin(), extra.end());
    }

    // Widen a mark to the label before it and the marks after it, where the line has no other words.
    static void whole_line(View text, Index low, Index high, Index& start, Index& end) {
        Index stop = find(text, U'\n', end, std::min(high + 1, Index(text.size())));
        if (stop == NONE) stop = high < Index(text.size()) ? high + 1 : Index(text.size());
        if (stop > high) return;
        for (Index at = end; at < stop; ++at)
            if (is_alnum(text[size_t(at)])) return;
        Index line = start;
        while (line > low && text[size_t(line - 1)] != U'\n') --line;
        if ((line == 0 || text[size_t(line - 1)] == U'\n') && line < start) {
            while (line < start && is_space(text[size_t(line)])) ++line;
            start = line;
        }
        while (stop > end && is_space(text[size_t(stop - 1)])) --stop;
        end = stop;
    }
};

}  // namespace smallprint
