// words.py: the longest common subsequence of two stretches of tokens, within a budget.
#pragma once

#include "align.hpp"

namespace smallprint {

constexpr double PLAIN = 60e6;  // token pairs compared at once; above, gaps are first cut at n-grams
constexpr double HOPELESS = 400e6;  // token pairs above which a gap without one n-gram in common is left uncompared

struct Stretch {
    const Token* data;
    Index size;
};

// The bit-parallel algorithm of Hyyrö (2004): each row of the matrix is kept as bits over the first sequence.
class Lcs {
public:
    // Matched blocks; where several answers are as long, the one that rapidfuzz's Indel.opcodes gives.
    void blocks(Stretch here, Stretch there, Index shift_a, Index shift_b, Blocks& found) {
        Index head = 0, tail = 0;
        while (head < here.size && head < there.size && here.data[head] == there.data[head]) ++head;
        while (tail < here.size - head && tail < there.size - head &&
               here.data[here.size - tail - 1] == there.data[there.size - tail - 1])
            ++tail;
        add(found, shift_a, shift_b, head);
        const Index na = here.size - head - tail, nb = there.size - head - tail;
        if (na && nb) {
            const size_t words = prepare(here.data + head, na, there.data + head, nb);
            rows.resize(words * size_t(nb));
            for (Index row = 0; row < nb; ++row) {
                step(there.data[head + row], words);
                std::memcpy(rows.data() + size_t(row) * words, state.data(), words * 8);
            }
            forget(here.data + head, na);
            trace(words, na, nb);
            for (auto block = traced.rbegin(); block != traced.rend(); ++block)
                add(found, block->a + head + shift_a, block->b + head + shift_b, block->n);
        }
        add(found, shift_a + here.size - tail, shift_b + there.size - tail, tail);
    }

    // How alike two stretches are: twice what is in common through what there is.
    double likeness(Stretch here, Stretch there) {
        const Index total = here.size + there.size;
        if (!total) return 1.0;
        if (double(here.size) * double(there.size) > HOPELESS) return 0.0;
        return 1.0 - double(total - 2 * length(here, there)) / double(total);
    }

private:
    std::vector<Index> local;  // number of a token among those of the first stretch, 1 and up
    std::vector<std::uint64_t> masks, state, rows, one;
    std::vector<Index> next_place, first_place;  // where masks would be too large: the places of each token, as lists
    Blocks traced;
    bool listed = false;

    static void add(Blocks& found, Index a, Index b, Index n) {
        if (!n) return;
        if (!found.empty() && found.back().a + found.back().n == a && found.back().b + found.back().n == b)
            found.back().n += n;
        else
            found.push_back({a, b, n});
    }

    static constexpr size_t MASKS = size_t(1) << 20;  // words of masks that are worth their memory

    size_t prepare(const Token* here, Index na, const Token* there, Index nb) {
        const size_t words = (size_t(na) + 63) / 64;
        Token most = 0;
        for (Index at = 0; at < na; ++at) most = std::max(most, here[at]);
        for (Index at = 0; at < nb; ++at) most = std::max(most, there[at]);
        if (local.size() <= most) local.resize(size_t(most) + 1, 0);
        Index kinds = 0;
        for (Index at = 0; at < na; ++at)
            if (!local[here[at]]) local[here[at]] = ++kinds;
        listed = size_t(kinds) * words > MASKS;
        if (listed) {
            first_place.assign(size_t(kinds) + 1, NONE);
            next_place.resize(size_t(na));
            for (Index at = na - 1; at >= 0; --at) {
                Index& first = first_place[size_t(local[here[at]])];
                next_place[size_t(at)] = first;
                first = at;
            }
            one.assign(words, 0);
        } else {
            masks.assign(size_t(kinds) * words, 0);
            for (Index at = 0; at < na; ++at)
                masks[size_t(local[here[at]] - 1) * words + size_t(at) / 64] |= std::uint64_t(1) << (at % 64);
        }
        state.assign(words, ~std::uint64_t(0));
        return words;
    }
    void forget(const Token* here, Index na) {
        for (Index at = 0; at < na; ++at) local[here[at]] = 0;
    }

    void step(Token token, size_t words) {
        const Index kind = local[token];
        if (!kind) return;
        if (!listed) {
            advance(masks.data() + size_t(kind - 1) * words, words);
            return;
        }
        for (Index at = first_place[size_t(kind)]; at != NONE; at = next_place[size_t(at)])
            one[size_t(at) / 64] |= std::uint64_t(1) << (at % 64);
        advance(one.data(), words);
        for (Index at = first_place[size_t(kind)]; at != NONE; at = next_place[size_t(at)]) one[size_t(at) / 64] = 0;
    }
    void advance(const std::uint64_t* mask, size_t words) {
        std::uint64_t carry = 0;
        for (size_t word = 0; word < words; ++word) {
            const std::uint64_t own = state[word], both = own & mask[word];
            std::uint64_t sum = own + carry;
            carry = sum < carry;
            sum += both;
            carry |= sum < both;
            state[word] = sum | (own - both);
        }
    }

    void trace(size_t words, Index col, Index row) {
        const auto bit = [&](Index r, Index c) {
            return (rows[size_t(r) * words + size_t(c) / 64] >> (c % 64)) & 1;
        };
        traced.clear();
        while (row && col) {
            if (bit(row - 1, col - 1)) {
                --col;
                continue;
            }
            --row;
            if (row && !bit(row - 1, col - 1)) continue;
            --col;
            if (!traced.empty() && traced.back().a == col + 1 && traced.back().b == row + 1) {
                --traced.back().a;
                --traced.back().b;
                ++traced.back().n;
            } else {
                traced.push_back({col, row, 1});
            }
        }
    }

    Index length(Stretch here, Stretch there) {
        Index head = 0, tail = 0;
        while (head < here.size && head < there.size && here.data[head] == there.data[head]) ++head;
        while (tail < here.size - head && tail < there.size - head &&
               here.data[here.size - tail - 1] == there.data[there.size - tail - 1])
            ++tail;
        const Index na = here.size - head - tail, nb = there.size - head - tail;
        if (!na || !nb) return head + tail;
        const size_t words = prepare(here.data + head, na, there.data + head, nb);
        for (Index row = 0; row < nb; ++row) step(there.data[head + row], words);
        forget(here.data + head, na);
        Index kept = na;
        for (size_t word = 0; word < words; ++word) {
            std::uint64_t bits = state[word];
            if (word + 1 == words && na % 64) bits &= (std::uint64_t(1) << (na % 64)) - 1;
            for (; bits; bits &= bits - 1) --kept;
        }
        return head + tail + kept;
    }
};

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
