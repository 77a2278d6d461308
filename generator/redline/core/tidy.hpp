// tidy.py: correct is not yet readable. It moves where edits sit; it never changes the two texts.
#pragma once

#include "words.hpp"

namespace smallprint {

using Ends = std::vector<Index>;  // ends of sentences, in tokens of a gap

// The number of the sentence that holds a token.
inline size_t unit_of(const Ends& ends, Index token) {
    return size_t(std::upper_bound(ends.begin(), ends.end(), token) - ends.begin());
}
inline Index start_of(const Ends& ends, Index token) {
    const size_t unit = unit_of(ends, token);
    return unit ? ends[unit - 1] : 0;
}

struct Gapped {  // the tokens of a gap, or of two pieces that belong together
    Stretch here, there;
    Ends ends_a, ends_b;
    Ends lines_a, lines_b;  // those ends of sentences that end a line
};

constexpr Index LARGEST_ISLAND = 20;
constexpr double FRAGMENT = 0.5;

inline bool stranded(Index size, double said, Pair left, Pair right) {
    const Index least = std::min(std::max(left.a, left.b), std::max(right.a, right.b));
    if (said <= FRAGMENT || (size == 2 && said == 2 * FRAGMENT)) {
        const bool same_side = (left.a && right.a) || (left.b && right.b);
        return (size <= 3 && same_side) || least >= 3;
    }
    return (said <= 1.0 && least >= 4) || (said <= 2.0 && least >= 7) || (said <= 3.0 && least >= 12) ||
           (said <= 5.0 && least >= 25);
}

// Leave out short agreements stranded between larger edits, until nothing is left to drop.
inline void drop_islands(Blocks& blocks, const Gapped& gap, Vocabulary& vocabulary) {
    const auto at_edge = [](const Ends& ends, Index token) {
        return token == 0 || std::binary_search(ends.begin(), ends.end(), token);
    };
    for (int round = 0; round < 6; ++round) {
        size_t kept = 0;
        const size_t count = blocks.size();
        Index at_a = 0, at_b = 0;
        for (size_t index = 0; index < count; ++index) {
            const auto [i, j, n] = blocks[index];
            if (n <= LARGEST_ISLAND) {
                const bool last = index + 1 == count;
                Pair left{i - at_a, j - at_b};
                Pair right{(last ? gap.here.size : blocks[index + 1].a) - i - n,
                           (last ? gap.there.size : blocks[index + 1].b) - j - n};
                if ((left.a || left.b) && (right.a || right.b)) {
                    double said = 0;
                    for (Index k = i; k < i + n; ++k) said += vocabulary.strength(gap.here.data[k]);
                    const Ends& own_a = said != 0 ? gap.ends_a : gap.lines_a;
                    const Ends& own_b = said != 0 ? gap.ends_b : gap.lines_b;
                    if (at_edge(own_a, i) && at_edge(own_b, j)) left = {0, 0};
                    if (at_edge(own_a, i + n) && at_edge(own_b, j + n)) right = {0, 0};
                    if (std::max(left.a, left.b) && std::max(right.a, right.b) && stranded(n, said, left, right))
                        continue;
                }
            }
            blocks[kept++] = {i, j, n};
            at_a = i + n;
            at_b = j + n;
        }
        blocks.resize(kept);
        if (kept == count) break;
    }
}

// The same blocks, none of them over the border of a sentence.
inline Blocks cut_blocks(const Blocks& blocks, const Ends& ends_a, const Ends& ends_b) {
    Blocks pieces;
    size_t u = 0, v = 0;
    for (auto [i, j, n] : blocks) {
        while (n) {
            if ((u && ends_a[u - 1] > i) || (v && ends_b[v - 1] > j)) u = v = 0;
            while (ends_a[u] <= i) ++u;
            while (ends_b[v] <= j) ++v;
            const Index size = std::min({n, ends_a[u] - i, ends_b[v] - j});
            pieces.push_back({i, j, size});
            i += size;
            j += size;
            n -= size;
        }
    }
    return pieces;
}

constexpr double GATHER_BUDGET = 1e7;

// Where a sentence shares words with two on the other side though one alone shares as many, leave it to that one.
inline void gather(Blocks& blocks, const Gapped& gap, Lcs& lcs) {
    for (const bool flip : {false, true}) {
        const Ends& mine = flip ? gap.ends_a : gap.ends_b;
        const Ends& others = flip ? gap.ends_b : gap.ends_a;
        struct Share {
            Index own, other, size;
        };
        std::vector<Share> shares;  // in the order in which they are met
        const auto met = [](const Share& x, const Share& y) {
            return x.own != y.own ? x.own < y.own : x.other < y.other;
        };
        std::vector<Index> order;  // sentences, in the order in which they are met
        std::vector<bool> seen(mine.size());
        for (const Block& block : cut_blocks(blocks, gap.ends_a, gap.ends_b)) {
            const Index u = Index(unit_of(gap.ends_a, block.a)), v = Index(unit_of(gap.ends_b, block.b));
            const Index own = flip ? u : v, other = flip ? v : u;
            shares.push_back({own, other, block.n});
            if (!seen[size_t(own)]) order.push_back(own);
            seen[size_t(own)] = true;
        }
        std::stable_sort(shares.begin(), shares.end(), met);
        size_t kept = 0;
        for (const Share& share : shares) {
            if (kept && !met(shares[kept - 1], share))
                shares[kept - 1].size += share.size;
            else
                shares[kept++] = share;
        }
        shares.resize(kept);
        std::vector<Index> company(others.size());
        for (const Share& share : shares) ++company[size_t(share.other)];
        for (const Index own : order) {
            const auto low = std::lower_bound(shares.begin(), shares.end(), Share{own, 0, 0}, met);
            auto high = low;
            Index total = 0;
            const Share* best = &*low;
            for (; high != shares.end() && high->own == own; ++high) {
                total += high->size;
                if (high->size >= best->size) best = &*high;
            }
            if (high - low < 2 || company[size_t(best->other)] != 1) continue;
            const auto range = [](const Ends& ends, Index number) {
                return Pair{number ? ends[size_t(number - 1)] : 0, ends[size_t(number)]};
            };
            const Pair own_range = range(mine, own), best_range = range(others, best->other);
            const Pair range_a = flip ? own_range : best_range, range_b = flip ? best_range : own_range;
            Blocks alone;
            common(lcs, {gap.here.data + range_a.a, range_a.b - range_a.a},
                   {gap.there.data + range_b.a, range_b.b - range_b.a}, GATHER_BUDGET, range_a.a, range_b.a, alone);
            Index found = 0;
            for (const Block& block : alone) found += block.n;
            if (found < total) continue;
            Blocks rest;
            for (const Block& block : cut_blocks(blocks, gap.ends_a, gap.ends_b)) {
                const Index at = flip ? block.a : block.b;
                if (!(own_range.a <= at && at < own_range.b)) rest.push_back(block);
            }
            rest.insert(rest.end(), alone.begin(), alone.end());
            std::sort(rest.begin(), rest.end());
            blocks = std::move(rest);
        }
    }
}

constexpr double KIN = 0.35;
constexpr double CLOSE_KIN = 0.5;
constexpr Index LONG_RUN = 7;
constexpr double CONFETTI_RUN = 2.5;

// Leave out what sentences have in common that are not kin.
inline void drop_strangers(Blocks& blocks, const Gapped& gap) {
    struct Shared {
        Pair pair;
        Index size, runs, longest;
    };
    const Blocks pieces = cut_blocks(blocks, gap.ends_a, gap.ends_b);
    std::vector<Shared> shared;  // blocks keep the order of both sides, so equal pairs stand together
    std::vector<size_t> of_piece;
    for (const Block& block : pieces) {
        const Pair pair{Index(unit_of(gap.ends_a, block.a)), Index(unit_of(gap.ends_b, block.b))};
        if (shared.empty() || shared.back().pair.a != pair.a || shared.back().pair.b != pair.b)
            shared.push_back({pair, 0, 0, 0});
        Shared& seen = shared.back();
        seen.size += block.n;
        ++seen.runs;
        seen.longest = std::max(seen.longest, block.n);
        of_piece.push_back(shared.size() - 1);
    }
    blocks.clear();
    for (size_t at = 0; at < pieces.size(); ++at) {
        const Shared& seen = shared[of_piece[at]];
        const auto size = [](const Ends& ends, Index unit) {
            return ends[size_t(unit)] - (unit ? ends[size_t(unit - 1)] : 0);
        };
        const Index shorter = std::min(size(gap.ends_a, seen.pair.a), size(gap.ends_b, seen.pair.b));
        const double share = double(seen.size) / double(shorter);
        const bool kin = seen.longest >= LONG_RUN || share >= CLOSE_KIN ||
                         (share >= KIN && double(seen.size) / double(seen.runs) >= CONFETTI_RUN);
        if (!kin) continue;
        const Block& block = pieces[at];
        if (!blocks.empty() && blocks.back().a + blocks.back().n == block.a &&
            blocks.back().b + blocks.back().n == block.b)
            blocks.back().n += block.n;
        else
            blocks.push_back(block);
    }
}

// Let each block take in the equal tokens beside it that nothing else matched, inside its sentences.
inline void extend(Blocks& blocks, const Gapped& gap) {
    const Token* before = gap.here.data;
    const Token* after = gap.there.data;
    Blocks found;
    for (size_t index = 0; index < blocks.size(); ++index) {
        auto [i, j, n] = blocks[index];
        const Index low_a = found.empty() ? 0 : found.back().a + found.back().n;
        const Index low_b = found.empty() ? 0 : found.back().b + found.back().n;
        const bool last = index + 1 == blocks.size();
        const Index high_a = last ? gap.here.size : blocks[index + 1].a;
        const Index high_b = last ? gap.there.size : blocks[index + 1].b;
        const Index start_a = std::max(low_a, start_of(gap.ends_a, i));
        const Index start_b = std::max(low_b, start_of(gap.ends_b, j));
        const Index end_a = std::min(high_a, gap.ends_a[unit_of(gap.ends_a, i + n - 1)]);
        const Index end_b = std::min(high_b, gap.ends_b[unit_of(gap.ends_b, j + n - 1)]);
        while (i > start_a && j > start_b && before[i - 1] == after[j - 1]) {
            --i;
            --j;
            ++n;
        }
        while (i + n < end_a && j + n < end_b && before[i + n] == after[j + n]) ++n;
        Index head = 0;
        if (start_a == start_of(gap.ends_a, i) && start_b == start_of(gap.ends_b, j))
            while (start_a + head < i && start_b + head < j && before[start_a + head] == after[start_b + head]) ++head;
        if (head) found.push_back({start_a, start_b, head});
        found.push_back({i, j, n});
        Index tail = 0;
        if (end_a == gap.ends_a[unit_of(gap.ends_a, i)] && end_b == gap.ends_b[unit_of(gap.ends_b, j)])
            while (end_a - tail > i + n && end_b - tail > j + n && before[end_a - tail - 1] == after[end_b - tail - 1])
                ++tail;
        if (tail) found.push_back({end_a - tail, end_b - tail, tail});
    }
    blocks = std::move(found);
}

// ---- sliding

struct Unit {  // a sentence in a gap
    Index gap, start, end;  // tokens of the whole
    Index key;  // equal sentences have the same number
    bool opens;  // whether it begins a line
    Index size;  // characters, where it is a whole line or more; else 0
};

using Units = std::vector<Unit>;

// Sentences joined to one stretch; they may lie apart where others moved away.
class Joined {
public:
    Joined(const Tokens& side, const Unit* units, size_t count) {
        Index total = 0;
        for (size_t k = 0; k < count; ++k) total += units[k].end - units[k].start;
        first = count ? units[0].start : 0;
        whole = count == 0 || units[count - 1].end - first == total;
        if (whole) {
            stretch = {side.ids.data() + first, total};
            return;
        }
        ids.reserve(size_t(total));
        at.reserve(size_t(total));
        for (size_t k = 0; k < count; ++k)
            for (Index token = units[k].start; token < units[k].end; ++token) {
                ids.push_back(side.ids[size_t(token)]);
                at.push_back(token);
            }
        stretch = {ids.data(), total};
    }
    Joined(const Joined&) = delete;
    Joined& operator=(const Joined&) = delete;

    Stretch stretch{};
    // The number in the whole of a token of the stretch, and back.
    Index of(Index token) const { return whole ? first + token : at[size_t(token)]; }
    Index back(Index number) const {
        return whole ? number - first : Index(std::upper_bound(at.begin(), at.end(), number) - at.begin()) - 1;
    }

private:
    Index first = 0;
    bool whole = true;
    std::vector<Token> ids;
    std::vector<Index> at;
};

class Place {
public:
    Place(const Tokens& side, const Joined& joined) : side(side), joined(joined) {}
    const Tokens& side;
    const Joined& joined;

    // How good the place after token `left` is for the edge of an edit.
    int border(Index left) const {
        if (left < 0 || left + 1 >= joined.stretch.size) return 3;
        const Index end = side.ends[size_t(joined.of(left))];
        const Index next = side.starts[size_t(joined.of(left + 1))];
        if (find(side.text, U'\n', end, next) != NONE) return 3;
        const char32_t mark = side.text[end - 1];
        return is_end(mark) ? 2 : mark == U',' || mark == U';' || mark == U':' ? 1 : 0;
    }
};

constexpr Index SLIDE = 60;

inline Index best_step(const Place& place, Index first, Index last, Index room_left, Index room_right) {
    const Token* ids = place.joined.stretch.data;
    std::pair<int, Index> best{place.border(first - 1), 0};
    for (Index step = 1; step <= room_left && step < SLIDE && ids[first - step] == ids[last - step]; ++step)
        best = std::max(best, {place.border(first - step - 1), -step});
    for (Index step = 0; step < room_right && step < SLIDE && ids[first + step] == ids[last + step]; ++step)
        if (const int score = place.border(first + step); score > best.first) best = {score, step + 1};
    return best.second;
}

// Move one-sided edits, which may stand at several places, to the best border.
inline void slide(Blocks& blocks, const Place& before, const Place& after) {
    for (size_t index = 0; index + 1 < blocks.size(); ++index) {
        Block& block = blocks[index];
        Block& next = blocks[index + 1];
        const Index deleted = next.a - block.a - block.n, inserted = next.b - block.b - block.n;
        if ((deleted == 0) == (inserted == 0)) continue;
        const Index step = inserted ? best_step(after, block.b + block.n, next.b, block.n, next.n)
                                    : best_step(before, block.a + block.n, next.a, block.n, next.n);
        block.n += step;
        next = {next.a + step, next.b + step, next.n - step};
    }
    blocks.erase(std::remove_if(blocks.begin(), blocks.end(), [](const Block& block) { return !block.n; }),
                 blocks.end());
}

}  // namespace smallprint
