// words.py: the longest common subsequence of two stretches of tokens, within a budget.
#pragma once

#include "align.hpp"

namespace smallprint {

constexpr double PLAIN = 60e6;  // token pairs compared at once; above, gaps are first cut at n-grams

// ---- n-grams that stand once on each side, for stretches too long for one matrix

struct Gram {
    std::uint64_t hash;
    Index at;
    bool operator<(const Gram& other) const { return hash != other.hash ? hash < other.hash : at < other.at; }
};

inline std::vector<Gram> grams_of(Stretch stretch, Index size, bool once) {
    std::vector<Gram> found;
    for (Index at = 0; at + size <= stretch.size; ++at) found.push_back({hash_of(stretch.data + at, size_t(size)), at});
    std::sort(found.begin(), found.end());
    size_t kept = 0;
    for (size_t at = 0; at < found.size();) {
        size_t end = at + 1;
        while (end < found.size() && found[end].hash == found[at].hash) ++end;
        if (!once || end == at + 1) found[kept++] = found[at];
        at = end;
    }
    found.resize(kept);
    return found;
}

template <typename Visit>
void shared_grams(const std::vector<Gram>& here, const std::vector<Gram>& there, Visit visit) {
    for (size_t x = 0, y = 0; x < here.size() && y < there.size();) {
        if (here[x].hash == there[y].hash) {
            visit(here[x++], there[y++]);
        } else if (here[x].hash < there[y].hash) {
            ++x;
        } else {
            ++y;
        }
    }
}

// Whether any three tokens in a row stand on both sides.
inline bool have_grams(Stretch here, Stretch there) {
    KeyMap<char> known(size_t(here.size) + 1);
    for (Index at = 0; at + 3 <= here.size; ++at) known.put(hash_of(here.data + at, 3), 1);
    for (Index at = 0; at + 3 <= there.size; ++at)
        if (known.find(hash_of(there.data + at, 3))) return true;
    return false;
}

inline std::vector<Pair> gram_pairs(Stretch here, Stretch there) {
    std::vector<Pair> pairs;
    if (!have_grams(here, there)) return pairs;
    for (const Index size : {8, 5, 3}) {
        shared_grams(grams_of(here, size, true), grams_of(there, size, true), [&](const Gram& x, const Gram& y) {
            if (equal(here.data + x.at, there.data + y.at, size)) pairs.push_back({x.at, y.at});
        });
        if (!pairs.empty()) break;
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

// Adds matched blocks in order; false where the gap costs more than `budget` token pairs.
inline bool common(Lcs& lcs, Stretch here, Stretch there, double budget, Index shift_a, Index shift_b, Blocks& found,
                   int depth = 0) {
    if (!here.size || !there.size) return true;
    const double cost = double(here.size) * double(there.size);
    if (cost <= PLAIN || depth > 3) {
        if (cost > budget) return false;
        lcs.blocks(here, there, shift_a, shift_b, found);
        return true;
    }
    const std::vector<Pair> pairs = gram_pairs(here, there);
    if (pairs.empty()) return cost > HOPELESS ? false : common(lcs, here, there, budget, shift_a, shift_b, found, 9);
    const auto inner = [&](Index a0, Index a1, Index b0, Index b1) {
        if (a1 > a0 && b1 > b0)
            common(lcs, {here.data + a0, a1 - a0}, {there.data + b0, b1 - b0}, budget, shift_a + a0, shift_b + b0,
                   found, depth + 1);
    };
    Index at_a = 0, at_b = 0;
    for (const Index k : heaviest_increasing(pairs, std::vector<std::int64_t>(pairs.size(), 1))) {
        const auto [i, j] = pairs[size_t(k)];
        if (i < at_a || j < at_b) continue;
        inner(at_a, i, at_b, j);
        if (!found.empty() && found.back().a + found.back().n == i + shift_a &&
            found.back().b + found.back().n == j + shift_b)
            ++found.back().n;
        else
            found.push_back({i + shift_a, j + shift_b, 1});
        at_a = i + 1;
        at_b = j + 1;
    }
    inner(at_a, here.size, at_b, there.size);
    return true;
}

}  // namespace smallprint
