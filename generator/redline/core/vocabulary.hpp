// vocabulary.py: one number for each distinct token of a comparison, and what it weighs.
#pragma once

#include "base.hpp"

namespace smallprint {

inline PyObject* python_fold_target = nullptr;  // vocabulary.fold_target: rare, so asked of Python
inline std::vector<std::u32string> stop_words;  // sorted

constexpr double LINK_STRENGTH = 2.0;
constexpr double LINK_BULK = 3.0;

inline std::u32string text_of(PyObject* object) {
    const Py_ssize_t size = PyUnicode_GET_LENGTH(object);
    std::u32string text(size_t(size), U'\0');
    if (size && !PyUnicode_AsUCS4(object, reinterpret_cast<Py_UCS4*>(text.data()), size, 0)) throw PythonError{};
    return text;
}

inline PyObject* python_text(View text) {
    PyObject* made = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.data(), Py_ssize_t(text.size()));
    if (!made) throw PythonError{};
    return made;
}

class Vocabulary {
public:
    Vocabulary() : table(1024, NONE), mask(1023) {}

    // The token of raw text, learnt if it is new. The text must outlive the vocabulary.
    Token of(View raw) {
        const std::uint64_t hash = hash_of(raw.data(), raw.size());
        const Index known = look(raw, hash);
        return known != NONE ? entries[size_t(known)].token : learn_any(raw, hash);
    }
    size_t size() const { return words.size(); }
    bool is_link(Token token) const { return words[token].link; }

    double strength(Token token) {
        Word& word = words[token];
        if (word.strength < 0) word.strength = word.link ? LINK_STRENGTH : strength_of(word.spelled);
        return word.strength;
    }
    double bulk(Token token) {
        if (words[token].link) return LINK_BULK;
        const double said = strength(token);
        return std::min(1.0, said != 0 ? said : is_alnum(words[token].spelled[0]) ? 1.0 : 0.0);
    }
    // About how many words these tokens are.
    double count(const Token* ids, Index size) {
        double total = 0;
        for (Index at = 0; at < size; ++at) total += bulk(ids[at]);
        return total;
    }
    static constexpr Token NOTHING = ~Token(0);
    // The same word without case; NOTHING for marks.
    Token lower(Token token) {
        if (!words[token].lower_known) {
            const Token low = find_lower(token);
            words[token].lower = low;
            words[token].lower_known = true;
        }
        return words[token].lower;
    }

private:
    struct Entry {
        View raw;
        std::uint64_t hash;
        Token token;
    };
    struct Word {
        View spelled;
        bool link;
        bool lower_known = false;
        Token lower = 0;
        double strength = -1;
    };

    Index look(View raw, std::uint64_t hash) const {
        for (size_t slot = size_t(hash) & mask; table[slot] != NONE; slot = (slot + 1) & mask) {
            const Entry& entry = entries[size_t(table[slot])];
            if (entry.hash == hash && same(entry.raw, raw)) return table[slot];
        }
        return NONE;
    }
    void put(View raw, std::uint64_t hash, Token token) {
        if (entries.size() * 2 >= table.size()) {
            table.assign(table.size() * 2, NONE);
            mask = table.size() - 1;
            for (size_t index = 0; index < entries.size(); ++index) place(entries[index].hash, Index(index));
        }
        place(hash, Index(entries.size()));
        entries.push_back({raw, hash, token});
    }
    void place(std::uint64_t hash, Index index) {
        size_t slot = size_t(hash) & mask;
        while (table[slot] != NONE) slot = (slot + 1) & mask;
        table[slot] = index;
    }
    View keep(std::u32string text) { return owned.emplace_back(std::move(text)); }

    Token learn_any(View raw, std::uint64_t hash) {
        if (starts_with(raw, U"](")) {
            const View bare = strip(raw.substr(2), U"<>) \t");
            return learn(raw, hash, keep(U"](" + std::u32string(fold_target(bare))), true);
        }
        return learn(raw, hash, std::all_of(raw.begin(), raw.end(), is_alnum) ? raw : fold(raw), false);
    }
    Token learn(View raw, std::uint64_t hash, View folded, bool link) {
        const bool own = same(raw, folded);
        const std::uint64_t its = own ? hash : hash_of(folded.data(), folded.size());
        const Index known = own ? NONE : look(folded, its);
        Token token;
        if (known != NONE) {
            token = entries[size_t(known)].token;
        } else {
            token = Token(words.size());
            words.push_back({folded, link});
            put(folded, its, token);
        }
        if (!own) put(raw, hash, token);
        return token;
    }
    View fold(View raw) {
        if (raw.find(U"://") != View::npos) return fold_target(raw);
        if (raw[0] == U'\\' && raw.size() == 2) return raw.substr(1);
        constexpr View CURLY = U"“”„‟«»‘’‚‛";
        if (raw.find_first_of(CURLY) == View::npos) return raw;
        std::u32string text(raw);
        for (auto& c : text)
            if (const size_t at = CURLY.find(c); at != View::npos) c = at < 6 ? U'"' : U'\'';
        return keep(std::move(text));
    }
    View fold_target(View target) {
        if (!has(target, U'?')) return target;
        PyObject* text = python_text(target);
        PyObject* folded = PyObject_CallOneArg(python_fold_target, text);
        Py_DECREF(text);
        if (!folded) throw PythonError{};
        std::u32string own = text_of(folded);
        Py_DECREF(folded);
        return keep(std::move(own));
    }
    static double strength_of(View word) {
        const char32_t first = word[0];
        if (!is_alnum(first)) return 0.0;
        if (first >= 0x0E00) {
            if (first >= 0x3400) return 0.5;  // Han, Hangul
            if (first >= 0x3040 || first <= 0x0E7F) return 0.25;  // Kana, Thai
        }
        if (word.size() == 1 && !Py_UNICODE_ISDIGIT(first)) return 0.0;
        return is_stop(word) ? 0.0 : 1.0;
    }
    static bool is_stop(View word) {
        constexpr size_t LONGEST = 8;
        if (word.size() > LONGEST) return false;
        char32_t low[LONGEST];
        for (size_t at = 0; at < word.size(); ++at) {
            if (word[at] == 0x130) return false;  // becomes two characters
            low[at] = char32_t(Py_UNICODE_TOLOWER(word[at]));
        }
        return std::binary_search(stop_words.begin(), stop_words.end(), View(low, word.size()));
    }
    Token find_lower(Token token) {
        const View word = words[token].spelled;
        if (bulk(token) == 0) return NOTHING;
        std::u32string low(word);
        bool ascii = true;
        for (auto& c : low) {
            ascii = ascii && c < 0x80;
            if (c >= U'A' && c <= U'Z') c += 32;
        }
        if (!ascii) {
            PyObject* text = python_text(word);
            PyObject* lowered = PyObject_CallMethod(text, "lower", nullptr);
            Py_DECREF(text);
            if (!lowered) throw PythonError{};
            low = text_of(lowered);
            Py_DECREF(lowered);
        }
        return same(low, word) ? token : of(keep(std::move(low)));
    }

    std::vector<Entry> entries;
    std::vector<Index> table;
    size_t mask;
    std::vector<Word> words;
    std::deque<std::u32string> owned;
};

}  // namespace smallprint
