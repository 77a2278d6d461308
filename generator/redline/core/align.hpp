// align.py: anchors, that is keys that stand once on each side, in the heaviest order that both sides share.
#pragma once

#include <cmath>
#include <map>

#include "lcs.hpp"
#include "tokens.hpp"

namespace smallprint {

// Indexes of the heaviest subsequence of pairs (sorted by first) whose seconds increase too.
inline std::vector<Index> heaviest_increasing(const std::vector<Pair>& pairs, const std::vector<std::int64_t>& weights) {
    const Index count = Index(pairs.size());
    std::vector<Index> found;
    bool increasing = true;
    for (Index at = 1; at < count && increasing; ++at) increasing = pairs[size_t(at - 1)].b < pairs[size_t(at)].b;
    if (increasing) {
        for (Index at = 0; at < count; ++at) found.push_back(at);
        return found;
    }
    std::vector<Index> order;
    for (const Pair& pair : pairs) order.push_back(pair.b);
    std::sort(order.begin(), order.end());
    using Best = std::pair<std::int64_t, Index>;
    std::vector<Best> tree(size_t(count) + 1, Best{0, -1});
    std::vector<Index> previous(size_t(count), -1);
    for (Index index = 0; index < count; ++index) {
        const Index low = Index(std::lower_bound(order.begin(), order.end(), pairs[size_t(index)].b) - order.begin());
        Best best{0, -1};
        for (Index rank = low; rank > 0; rank &= rank - 1) best = std::max(best, tree[size_t(rank)]);
        previous[size_t(index)] = best.second;
        const Best value{best.first + weights[size_t(index)], index};
        for (Index rank = low + 1; rank <= count; rank += rank & -rank)
            tree[size_t(rank)] = std::max(tree[size_t(rank)], value);
    }
    Best best{0, -1};
    for (Index rank = count; rank > 0; rank &= rank - 1) best = std::max(best, tree[size_t(rank)]);
    for (Index index = best.second; index >= 0; index = previous[size_t(index)]) found.push_back(index);
    std::reverse(found.begin(), found.end());
    return found;
}

// The keys of one side: lines or sentences, each with its number and its weight.
struct Keys {
    std::vector<Index> number;
    std::vector<Index> weight;
    Index size() const { return Index(number.size()); }
};

constexpr int DEEPEST = 8;
constexpr Index CROSSING = 10;  // weight from which an equal key unmatched on both sides says that something crossed
// How much more than the anchors the longest common sequence must hold to be believed instead. A sentence says less of
// where it stands than a line: short ones stand in any text.
constexpr double MORE_LINES = 1.02, MORE_SENTENCES = 1.25;
constexpr double LARGEST = 60e6;  // pairs of keys from which it is not asked for
constexpr Index VOTES = 2;  // shingles that two edited keys must share, each standing once on its side

// Where each key was last seen, by its number; kept from one alignment to the next, since many are small.
struct Board {
    struct Place {
        std::uint32_t round_a = 0, round_b = 0;
        Index a = NONE, b = NONE;
    };
    std::vector<Place> places;
    std::uint32_t round = 0;
};

template <typename Grams>  // Grams(bool after, Index key, std::vector<uint64_t>& out): the shingles of a key
class Aligner {
public:
    Aligner(const Keys& before, const Keys& after, Board& board, Index kinds, Grams grams)
        : before(before), after(after), places(board.places), round(board.round), grams(grams) {
        if (places.size() < size_t(kinds)) places.resize(size_t(kinds));
    }

    // Anchors that do not mistake what stayed for what moved.
    std::vector<Pair> sound(double more) {
        std::vector<Pair> found;
        anchors(0, before.size(), 0, after.size(), 0, found);
        if (!crossing(found)) return found;
        std::vector<Pair> pairs;
        unique(0, before.size(), 0, after.size(), pairs);
        std::map<Pair, std::int64_t> weights;
        std::vector<Index> exact(size_t(before.size()), NONE);
        for (const Pair& pair : pairs) {
            exact[size_t(pair.a)] = pair.b;
            weights[pair] = before.weight[size_t(pair.a)];
        }
        for (const auto& [pair, share] : edited())
            weights[pair] =
                std::int64_t(share * std::min(before.weight[size_t(pair.a)], after.weight[size_t(pair.b)]));
        std::vector<Pair> order;
        std::vector<std::int64_t> heft;
        for (const auto& [pair, weight] : weights) {
            order.push_back(pair);
            heft.push_back(weight);
        }
        std::vector<Pair> chain;
        for (const Index k : heaviest_increasing(order, heft))
            if (exact[size_t(order[size_t(k)].a)] == order[size_t(k)].b) chain.push_back(order[size_t(k)]);
        chain.push_back({before.size(), after.size()});
        std::vector<Pair> sound;
        Index at_a = 0, at_b = 0;
        for (const Pair& pair : chain) {
            if (pair.a > at_a && pair.b > at_b) anchors(at_a, pair.a, at_b, pair.b, 0, sound);
            if (pair.a < before.size()) sound.push_back(pair);
            at_a = pair.a + 1;
            at_b = pair.b + 1;
        }
        return of_repeated(std::move(sound), more);
    }

private:
    using Place = Board::Place;
    const Keys& before;
    const Keys& after;
    std::vector<Place>& places;
    std::uint32_t& round;
    Grams grams;

    Place& place_a(Index at) { return places[size_t(before.number[size_t(at)])]; }
    Place& place_b(Index at) { return places[size_t(after.number[size_t(at)])]; }

    void anchors(Index a0, Index a1, Index b0, Index b1, int depth, std::vector<Pair>& found) {
        const auto alike = [&](Index i, Index j) { return before.number[size_t(i)] == after.number[size_t(j)]; };
        while (a0 < a1 && b0 < b1 && alike(a0, b0)) found.push_back({a0++, b0++});
        Index tail = 0;
        while (a0 < a1 && b0 < b1 && alike(a1 - 1, b1 - 1)) {
            --a1;
            --b1;
            ++tail;
        }
        if (a0 < a1 && b0 < b1 && depth < DEEPEST) {
            std::vector<Pair> pairs;
            unique(a0, a1, b0, b1, pairs);
            if (!pairs.empty()) {
                std::vector<std::int64_t> weights;
                for (const Pair& pair : pairs) weights.push_back(before.weight[size_t(pair.a)]);
                Index at_a = a0, at_b = b0;
                for (const Index k : heaviest_increasing(pairs, weights)) {
                    const auto [i, j] = pairs[size_t(k)];
                    if (i > at_a && j > at_b) anchors(at_a, i, at_b, j, depth + 1, found);
                    found.push_back({i, j});
                    at_a = i + 1;
                    at_b = j + 1;
                }
                if (a1 > at_a && b1 > at_b) anchors(at_a, a1, at_b, b1, depth + 1, found);
            }
        }
        for (Index k = 0; k < tail; ++k) found.push_back({a1 + k, b1 + k});
    }

    // Where a key stands once on each side, by its place on the first.
    void unique(Index a0, Index a1, Index b0, Index b1, std::vector<Pair>& found) {
        ++round;
        for (Index i = a0; i < a1; ++i) {
            Place& place = place_a(i);
            place.a = place.round_a == round ? NONE : i;
            place.round_a = round;
        }
        for (Index j = b0; j < b1; ++j) {
            Place& place = place_b(j);
            place.b = place.round_b == round ? NONE : j;
            place.round_b = round;
        }
        for (Index i = a0; i < a1; ++i) {
            const Place& place = place_a(i);
            if (place.a == i && place.round_b == round && place.b != NONE) found.push_back({i, place.b});
        }
    }

    // The longest common sequence, where the anchors hold far less: most keys stand several times in a text.
    std::vector<Pair> of_repeated(std::vector<Pair> sound, double more) {
        if (double(before.size()) * double(after.size()) > LARGEST) return sound;
        const std::vector<Token> here(before.number.begin(), before.number.end());
        const std::vector<Token> there(after.number.begin(), after.number.end());
        Blocks blocks;
        Lcs().blocks({here.data(), before.size()}, {there.data(), after.size()}, 0, 0, blocks);
        std::vector<Pair> longest;
        for (const auto& [i, j, n] : blocks)
            for (Index k = 0; k < n; ++k) longest.push_back({i + k, j + k});
        const auto weight = [&](const std::vector<Pair>& pairs) {
            double total = 0;
            for (const Pair& pair : pairs) total += before.weight[size_t(pair.a)];
            return total;
        };
        return weight(longest) > more * weight(sound) ? longest : sound;
    }

    bool crossing(const std::vector<Pair>& found) {
        std::vector<bool> matched_a(size_t(before.size())), matched_b(size_t(after.size()));
        for (const Pair& pair : found) matched_a[size_t(pair.a)] = matched_b[size_t(pair.b)] = true;
        ++round;
        for (Index i = 0; i < before.size(); ++i)
            if (!matched_a[size_t(i)] && before.weight[size_t(i)] >= CROSSING) place_a(i).round_a = round;
        for (Index j = 0; j < after.size(); ++j)
            if (!matched_b[size_t(j)] && place_b(j).round_a == round) return true;
        return false;
    }

    // Keys that stand on one side only, paired by the shingles they share, with a guess at the share of words they share:
    // one changed word breaks four shingles, hence the root.
    std::vector<std::pair<Pair, double>> edited() {
        ++round;
        for (Index i = 0; i < before.size(); ++i) place_a(i).round_a = round;
        for (Index j = 0; j < after.size(); ++j) place_b(j).round_b = round;
        std::vector<Index> sizes_a(size_t(before.size())), sizes_b(size_t(after.size()));
        KeyMap<Index> where_a = once(before, false, sizes_a), where_b = once(after, true, sizes_b);
        std::map<Pair, Index> votes;
        where_a.each([&](std::uint64_t gram, Index i) {
            const Index* j = i == NONE ? nullptr : where_b.find(gram);
            if (j && *j != NONE) ++votes[{i, *j}];
        });
        std::vector<std::pair<Index, Pair>> order;
        for (const auto& [pair, count] : votes)
            if (count >= VOTES) order.push_back({-count, pair});
        std::sort(order.begin(), order.end());
        std::vector<bool> taken(size_t(before.size()));
        std::vector<std::pair<Pair, double>> best;
        for (const auto& [count, pair] : order) {
            if (taken[size_t(pair.a)]) continue;
            taken[size_t(pair.a)] = true;
            const Index most = std::max({1, sizes_a[size_t(pair.a)], sizes_b[size_t(pair.b)]});
            best.push_back({pair, std::sqrt(std::min(1.0, double(-count) / double(most)))});
        }
        return best;
    }

    // The shingles of the keys that stand on one side only, each with its one key, or NONE where it stands in several.
    KeyMap<Index> once(const Keys& side, bool later, std::vector<Index>& sizes) {
        KeyMap<Index> where;
        std::vector<std::uint64_t> own;
        for (Index i = 0; i < side.size(); ++i) {
            const Place& place = places[size_t(side.number[size_t(i)])];
            if (place.round_a == round && place.round_b == round) continue;
            own.clear();
            grams(later, i, own);
            sizes[size_t(i)] = Index(own.size());
            for (const std::uint64_t gram : own) {
                const auto [value, fresh] = where.put(gram, i);
                if (!fresh && *value != i) *value = NONE;
            }
        }
        return where;
    }
};

template <typename Grams>
std::vector<Pair> sound_anchors(const Keys& before, const Keys& after, Board& board, Index kinds, double more,
                                Grams grams) {
    return Aligner<Grams>(before, after, board, kinds, grams).sound(more);
}

// Four words in a row, of those that begin with one letter in four; of a line without spaces, six characters of one in
// sixteen.
inline void word_grams(View line, std::vector<std::uint64_t>& found) {
    std::vector<View> words;
    for (size_t at = 0; at < line.size();) {
        while (at < line.size() && is_space(line[at])) ++at;
        const size_t first = at;
        while (at < line.size() && !is_space(line[at])) ++at;
        if (at > first) words.push_back(line.substr(first, at - first));
    }
    if (line.size() > 12 * words.size()) {
        const size_t last = std::min<size_t>(line.size() < 5 ? 0 : line.size() - 5, 600);
        for (size_t k = 0; k < last; ++k)
            if (!(line[k] & 15)) found.push_back(hash_of(line.data() + k, 6));
        return;
    }
    for (size_t k = 0; k + 3 < words.size(); ++k) {
        if (words[k][0] & 3) continue;
        std::uint64_t hash = 0;
        for (size_t at = k; at < k + 4; ++at) hash = mixed(hash * FACTOR ^ hash_of(words[at].data(), words[at].size()));
        found.push_back(hash);
    }
}

// Four tokens in a row, of those that begin with one token in four.
inline void token_grams(const Token* ids, Index size, std::vector<std::uint64_t>& found) {
    for (Index k = 0; k + 3 < size; ++k)
        if (!((ids[k] + 1) & 3)) found.push_back(hash_of(ids + k, 4));
}

// Of equal sentences, pair the one that stands in the same line as what stayed before it.
inline std::vector<Pair> keep_lines(const std::vector<Pair>& pairs, const Keys& before, const Keys& after,
                                    const std::vector<Index>& lines_a, const std::vector<Index>& lines_b) {
    std::vector<Pair> found;
    Index at_a = -1, at_b = -1;
    for (auto [i, j] : pairs) {
        const Index line_a = at_a >= 0 ? lines_a[size_t(at_a)] : 0;
        const Index line_b = at_b >= 0 ? lines_b[size_t(at_b)] : 0;
        const auto earlier = [](const Keys& keys, const std::vector<Index>& lines, Index low, Index at, Index line) {
            for (Index k = low; k < at && lines[size_t(k)] <= line; ++k)
                if (lines[size_t(k)] == line && keys.number[size_t(k)] == keys.number[size_t(at)]) return k;
            return at;
        };
        if (lines_a[size_t(i)] != line_a && lines_b[size_t(j)] == line_b)
            i = earlier(before, lines_a, at_a + 1, i, line_a);
        else if (lines_b[size_t(j)] != line_b && lines_a[size_t(i)] == line_a)
            j = earlier(after, lines_b, at_b + 1, j, line_b);
        found.push_back({i, j});
        at_a = i;
        at_b = j;
    }
    return found;
}

// ---- sentences

inline bool is_end(char32_t c) { return one_of(c, U".!?。！？؟।"); }
inline bool is_wide_end(char32_t c) { return one_of(c, U"。！？"); }

// Tokens first..last of a side that come first on their line, counted from the start of the side.
inline std::vector<Index> line_starts(const Tokens& side, Index first, Index last) {
    std::vector<Index> found;
    if (first == last) return found;
    found.push_back(first);
    for (Index token = first + 1; token < last; ++token)
        if (find(side.text, U'\n', side.ends[size_t(token - 1)], side.starts[size_t(token)]) != NONE)
            found.push_back(token);
    return found;
}

inline bool opens_item(View text, Index at) {
    const Index stop = Index(text.size());
    while (at < stop && (text[at] == U' ' || text[at] == U'\t' || text[at] == U'>')) ++at;
    if (at >= stop) return false;
    if (one_of(text[at], U"#*+-•(|")) return true;
    const Index first = at;
    while (at < stop && at - first < 5 && is_word(text[at])) ++at;
    return at > first && at + 1 < stop && (text[at] == U'.' || text[at] == U')') && is_space(text[at + 1]);
}

// Token ranges of sentences, as borders: the first token of each, then the end.
template <typename Known>
std::vector<Index> sentences(const Tokens& side, Index first, Index last, const std::vector<Index>& lines, Known known) {
    std::vector<Index> borders{first};
    size_t line = 1;
    for (Index token = first + 1; token < last; ++token) {
        const Index end = side.ends[size_t(token - 1)], begin = side.starts[size_t(token)];
        const char32_t mark = side.text[end - 1];
        bool cut = is_end(mark) && (begin > end || is_wide_end(mark));
        if (line < lines.size() && lines[line] == token) {
            cut = one_of(mark, U":;.!?。！？؟।|") || known(line) || known(line - 1);
            if (!cut) {
                Index breaks = 0, tail = end;
                for (Index at = end; at < begin; ++at)
                    if (side.text[at] == U'\n') {
                        ++breaks;
                        tail = at;
                    }
                cut = breaks > 1 || opens_item(side.text, tail + 1);
            }
            ++line;
        }
        if (cut) borders.push_back(token);
    }
    if (last > first) borders.push_back(last);
    return borders;
}

}  // namespace smallprint
