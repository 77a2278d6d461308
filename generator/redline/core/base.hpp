// What all parts share: views of text, classes of characters, hashing and interning.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace smallprint {

using Index = std::int32_t;  // a position in a text or in a list of tokens
using Token = std::uint32_t;  // the number of a distinct token
using View = std::u32string_view;

constexpr Index NONE = -1;

struct PythonError {};  // an exception is set

struct Range4 {
    Index a0, a1, b0, b1;
};

struct Pair {
    Index a, b;
    bool operator<(const Pair& other) const { return a != other.a ? a < other.a : b < other.b; }
};

struct Block {  // equal tokens: where they begin before and after, and how many there are
    Index a, b, n;
    bool operator<(const Block& other) const {
        return a != other.a ? a < other.a : b != other.b ? b < other.b : n < other.n;
    }
};

using Blocks = std::vector<Block>;

// ---- classes of characters

enum Flag : std::uint8_t { SPACE = 1, ALNUM = 2, WIDE = 4, MARK = 8, JOINED = 16, INVISIBLE = 32 };

inline std::array<std::uint8_t, 0x10000> flags_of_basic{};

inline std::uint8_t plain_flags(char32_t c) {
    return (Py_UNICODE_ISSPACE(c) ? SPACE : 0) | (Py_UNICODE_ISALNUM(c) ? ALNUM : 0);
}

inline std::uint8_t flags_of(char32_t c) { return c < 0x10000 ? flags_of_basic[c] : plain_flags(c); }

inline bool is_space(char32_t c) { return flags_of(c) & SPACE; }
inline bool is_alnum(char32_t c) { return flags_of(c) & ALNUM; }
inline bool is_word(char32_t c) { return is_alnum(c) || c == U'_'; }
inline bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool is_decimal(char32_t c) { return Py_UNICODE_ISDECIMAL(c); }
inline bool one_of(char32_t c, View set) { return set.find(c) != View::npos; }

// ---- searching, with the conventions of str.find and str.rfind for places inside the text

inline Index find(View text, char32_t c, Index from, Index to) {
    for (Index at = from; at < to; ++at)
        if (text[at] == c) return at;
    return NONE;
}

inline Index find(View text, char32_t c, Index from) { return find(text, c, from, Index(text.size())); }

inline Index rfind(View text, char32_t c, Index from, Index to) {
    for (Index at = to - 1; at >= from; --at)
        if (text[at] == c) return at;
    return NONE;
}

inline Index find2(View text, char32_t c, char32_t d, Index from, Index to) {
    for (Index at = from; at + 1 < to; ++at)
        if (text[at] == c && text[at + 1] == d) return at;
    return NONE;
}

inline Index rfind2(View text, char32_t c, char32_t d, Index from, Index to) {
    for (Index at = to - 2; at >= from; --at)
        if (text[at] == c && text[at + 1] == d) return at;
    return NONE;
}

inline bool has(View text, char32_t c) { return text.find(c) != View::npos; }

inline View slice(View text, Index from, Index to) {
    const Index size = Index(text.size());
    from = std::min(std::max(from, 0), size);
    to = std::min(std::max(to, from), size);
    return text.substr(from, to - from);
}

inline bool starts_with(View text, View head) { return text.substr(0, head.size()) == head; }
inline bool ends_with(View text, View tail) {
    return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

inline bool is_blank(View text) { return std::all_of(text.begin(), text.end(), is_space); }

inline View strip(View text, View set) {
    while (!text.empty() && one_of(text.front(), set)) text.remove_prefix(1);
    while (!text.empty() && one_of(text.back(), set)) text.remove_suffix(1);
    return text;
}

inline View strip_space(View text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

template <typename T>
bool equal(const T* here, const T* there, Index size) {
    return size == 0 || std::memcmp(here, there, sizeof(T) * size_t(size)) == 0;
}

inline bool same(View here, View there) {
    return here.size() == there.size() && equal(here.data(), there.data(), Index(here.size()));
}

// How many characters both texts begin with.
inline Index common_start(View before, View after) {
    const Index size = Index(std::min(before.size(), after.size()));
    constexpr Index PIECE = 256;
    Index at = 0;
    while (at + PIECE <= size && equal(before.data() + at, after.data() + at, PIECE)) at += PIECE;
    while (at < size && before[at] == after[at]) ++at;
    return at;
}

// How many characters both texts end with, of those behind the first `low`.
inline Index common_end(View before, View after, Index low) {
    const Index na = Index(before.size()), nb = Index(after.size()), room = std::min(na, nb) - low;
    constexpr Index PIECE = 256;
    Index found = 0;
    while (found + PIECE <= room && equal(before.data() + na - found - PIECE, after.data() + nb - found - PIECE, PIECE))
        found += PIECE;
    while (found < room && before[na - found - 1] == after[nb - found - 1]) ++found;
    return found;
}

// ---- hashing

constexpr std::uint64_t FACTOR = 0x9E3779B97F4A7C15ull;

inline std::uint64_t mixed(std::uint64_t hash) {
    hash ^= hash >> 29;
    hash *= 0xBF58476D1CE4E5B9ull;
    return hash ^ (hash >> 32);
}

template <typename T>
std::uint64_t hash_of(const T* data, size_t size) {
    static_assert(sizeof(T) == 4);
    std::uint64_t hash = size * FACTOR;
    size_t at = 0;
    for (; at + 2 <= size; at += 2) {
        std::uint64_t two;
        std::memcpy(&two, data + at, 8);
        hash = (hash ^ two) * FACTOR;
        hash ^= hash >> 32;
    }
    if (at < size) hash = (hash ^ std::uint64_t(data[at])) * FACTOR;
    return mixed(hash);
}

// Numbers for distinct runs of four-byte values (characters or tokens); the runs must outlive it.
template <typename T>
class Interner {
public:
    Index of(const T* data, Index size) {
        if (entries.size() * 2 >= table.size()) grow();
        const std::uint64_t hash = hash_of(data, size_t(size));
        size_t slot = size_t(hash) & mask;
        while (table[slot] != NONE) {
            const Entry& entry = entries[size_t(table[slot])];
            if (entry.hash == hash && entry.size == size && equal(entry.data, data, size)) return table[slot];
            slot = (slot + 1) & mask;
        }
        table[slot] = Index(entries.size());
        entries.push_back({data, size, hash});
        return table[slot];
    }
    Index size() const { return Index(entries.size()); }

private:
    struct Entry {
        const T* data;
        Index size;
        std::uint64_t hash;
    };
    void grow() {
        table.assign(std::max<size_t>(64, table.size() * 2), NONE);
        mask = table.size() - 1;
        for (size_t index = 0; index < entries.size(); ++index) {
            size_t slot = size_t(entries[index].hash) & mask;
            while (table[slot] != NONE) slot = (slot + 1) & mask;
            table[slot] = Index(index);
        }
    }
    std::vector<Entry> entries;
    std::vector<Index> table;
    size_t mask = 0;
};

// A map from 64-bit keys to small values, open addressing.
template <typename Value>
class KeyMap {
public:
    explicit KeyMap(size_t expected = 16) {
        size_t size = 32;
        while (size < expected * 2) size *= 2;
        slots.resize(size);
        mask = size - 1;
    }
    Value* find(std::uint64_t key) {
        for (size_t at = mixed(key) & mask; slots[at].used; at = (at + 1) & mask)
            if (slots[at].key == key) return &slots[at].value;
        return nullptr;
    }
    // The value of a key, and whether it was put in just now.
    std::pair<Value*, bool> put(std::uint64_t key, Value value) {
        if (count * 2 >= slots.size()) grow();
        size_t at = mixed(key) & mask;
        for (; slots[at].used; at = (at + 1) & mask)
            if (slots[at].key == key) return {&slots[at].value, false};
        slots[at] = {key, value, true};
        ++count;
        return {&slots[at].value, true};
    }
    template <typename Visit>
    void each(Visit visit) {
        for (auto& slot : slots)
            if (slot.used) visit(slot.key, slot.value);
    }

private:
    struct Slot {
        std::uint64_t key = 0;
        Value value{};
        bool used = false;
    };
    void grow() {
        std::vector<Slot> old(slots.size() * 2);
        old.swap(slots);
        mask = slots.size() - 1;
        for (const auto& slot : old) {
            if (!slot.used) continue;
            size_t at = mixed(slot.key) & mask;
            while (slots[at].used) at = (at + 1) & mask;
            slots[at] = slot;
        }
    }
    std::vector<Slot> slots;
    size_t mask = 0;
    size_t count = 0;
};

}  // namespace smallprint
