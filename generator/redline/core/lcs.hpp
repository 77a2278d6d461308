// The longest common subsequence of two stretches of numbers, as rapidfuzz finds it.
#pragma once

#include "base.hpp"

namespace smallprint {

constexpr double HOPELESS = 400e6;  // pairs above which likeness is not asked for, nor a gap without n-grams compared

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

}  // namespace smallprint
