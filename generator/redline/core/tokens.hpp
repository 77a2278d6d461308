// tokens.py: a text as tokens. The patterns of that module, written out by hand.
#pragma once

#include "vocabulary.hpp"

namespace smallprint {

struct Tokens {
    View text;
    std::vector<Token> ids;
    std::vector<Index> starts, ends;
};

struct Span {
    Index start, end;
};

class Scanner {
public:
    Scanner(Tokens& side, Vocabulary& vocabulary) : side(side), text(side.text), vocabulary(vocabulary) {}

    // Tokens of text[start:end], which must begin at the start of a line or of the text.
    void tokenise(Index start, Index end) {
        Index position = start;
        for (const Span& label : labels(start, end)) {
            scan(position, label.start);
            position = label.end;
        }
        scan(position, end);
    }

private:
    Tokens& side;
    View text;
    Vocabulary& vocabulary;

    void emit(Index start, Index end) {
        side.ids.push_back(vocabulary.of(text.substr(size_t(start), size_t(end - start))));
        side.starts.push_back(start);
        side.ends.push_back(end);
    }

    static bool is_letter(char32_t c) { return (flags_of(c) & (ALNUM | WIDE)) == ALNUM; }
    static bool is_joined(char32_t c) { return flags_of(c) & JOINED; }

    void scan(Index at, Index stop) {
        while (at < stop) {
            const char32_t c = text[at];
            const std::uint8_t flags = flags_of(c);
            if (flags & SPACE) {
                ++at;
                continue;
            }
            Index end = at + 1;
            if ((flags & (ALNUM | WIDE)) == ALNUM) {
                end = c == U'h' || c == U'w' || c == U'm' ? address(at, stop) : at;
                if (end == at) end = word(at, stop);
            } else if (c == U']' && at + 1 < stop && text[at + 1] == U'(') {
                end = target(at, stop);
            } else if (c == U'!' && at + 1 < stop && text[at + 1] == U'[' && opening(at + 1, stop)) {
                at += 2;
                continue;
            } else if (c == U'[' && opening(at, stop)) {
                ++at;
                continue;
            } else if (c == U'*' || c == U'_') {
                if (const Index hidden = emphasis(at, stop)) {
                    at += hidden;
                    continue;
                }
            } else if (flags & INVISIBLE) {
                while (at < stop && flags_of(text[at]) & INVISIBLE) ++at;
                continue;
            } else if (c == U'\\') {
                if (at + 1 < stop && one_of(text[at + 1], U"\\`*_{}[]()#+.!-")) end = at + 2;
            } else if (flags & WIDE) {
                while (end < stop && flags_of(text[end]) & MARK) ++end;
            }
            emit(at, end);
            at = end;
        }
    }

    Index emphasis(Index at, Index stop) const {
        const char32_t c = text[at];
        if (at + 1 < stop && text[at + 1] == c) return 2;
        const bool more = at + 1 < stop, some = at > 0;
        if (!(some && is_word(text[at - 1])) && more && !is_space(text[at + 1])) return 1;
        return some && !is_space(text[at - 1]) && !(more && is_word(text[at + 1])) ? 1 : 0;
    }

    // Letters, digits and marks that combine; apostrophes between letters and points between digits.
    Index word(Index at, Index stop) const {
        while (true) {
            while (at < stop && (is_letter(text[at]) || is_joined(text[at]))) ++at;
            if (at + 1 >= stop || !is_letter(text[at + 1])) return at;
            const char32_t c = text[at];
            const bool joint = c == U'\'' || c == U'’' ||
                               ((c == U'.' || c == U',') && is_ascii_digit(text[at - 1]) && is_ascii_digit(text[at + 1]));
            if (!joint) return at;
            ++at;
        }
    }

    // The end of the web address at `at`; `at` itself where there is none.
    Index address(Index at, Index stop) const {
        const View rest = text.substr(size_t(at), size_t(stop - at));
        Index begin = 0;
        for (const View head : {View(U"http://"), View(U"https://"), View(U"www."), View(U"mailto:")})
            if (starts_with(rest, head)) begin = at + Index(head.size());
        if (!begin) return at;
        Index end = begin;
        while (end < stop && !is_space(text[end]) && !one_of(text[end], U")>]\"")) ++end;
        while (end > begin && one_of(text[end - 1], U".,;:!?'’”")) --end;
        return end > begin ? end : at;
    }

    // The end of the link target at `at`, which begins with "](".
    Index target(Index at, Index stop) const {
        const auto blanks = [&](Index from) {
            while (from < stop && (text[from] == U' ' || text[from] == U'\t')) ++from;
            return from;
        };
        const auto plain = [&](Index from) {
            while (from < stop && !is_space(text[from]) && text[from] != U'(' && text[from] != U')') ++from;
            return from;
        };
        Index end = blanks(at + 2);
        bool done = false;
        if (end < stop && text[end] == U'<') {
            Index close = end + 1;
            while (close < stop && text[close] != U'>' && text[close] != U'\n') ++close;
            done = close < stop && text[close] == U'>';
            if (done) end = close + 1;
        }
        if (!done) {
            end = plain(end);
            while (end < stop && text[end] == U'(') {
                const Index close = plain(end + 1);
                if (close >= stop || text[close] != U')') break;
                end = plain(close + 1);
            }
        }
        const Index close = blanks(end);
        return close < stop && text[close] == U')' ? close + 1 : end;
    }

    // Whether the bracket at `at` opens a link.
    bool opening(Index at, Index stop) const {
        const auto run = [&](Index from) {
            while (from < stop && text[from] != U'[' && text[from] != U']' && text[from] != U'\n') ++from;
            return from;
        };
        Index end = run(at + 1);
        for (int nested = 0; nested < 3 && end < stop && text[end] == U'['; ++nested) {
            const Index close = run(end + 1);
            if (close >= stop || text[close] != U']') return false;
            end = run(close + 1);
        }
        return end + 1 < stop && text[end] == U']' && text[end + 1] == U'(';
    }

    // ---- labels: what opens a line and is no word

    std::vector<Span> labels(Index start, Index end) {
        std::vector<Span> found;
        View last_number;
        Index line = start;
        if (start && text[start - 1] != U'\n') {
            line = find(text, U'\n', start, end);
            line = line == NONE ? end : line + 1;
        }
        while (line < end) {
            const Index first = line;
            Span number{NONE, NONE};
            Index last = rule(first, end);
            if (last != NONE && is_equals(first, last) && !underlines(first)) last = NONE;
            if (last == NONE) last = label(first, end, number);
            line = find(text, U'\n', line, end);
            line = line == NONE ? end : line + 1;
            if (last == first) continue;
            if (number.start != NONE) {
                const View its = text.substr(size_t(number.start), size_t(number.end - number.start));
                if (opens_paragraph(first) || is_sure(its, last) || follows(last_number, its))
                    last_number = its;
                else
                    last = number.start;
            }
            found.push_back({first, last});
        }
        return found;
    }

    bool is_equals(Index at, Index end) const { return find(text, U'=', at, end) != NONE; }

    // Whether equals signs at `line` underline a heading: words stand right above them, in the same item of a list.
    bool underlines(Index line) const {
        if (!line) return false;
        Index start = line - 1;
        while (start > 0 && text[start - 1] != U'\n') --start;
        const View above = text.substr(size_t(start), size_t(line - 1 - start));
        if (std::all_of(above.begin(), above.end(), is_space)) return false;
        return one_of(text[line], U" \t") || !opens_bullet(above);
    }
    static bool opens_bullet(View line) {
        size_t at = 0;
        const auto blank = [&] { return at < line.size() && one_of(line[at], U" \t\u00a0"); };
        while (blank()) ++at;
        if (at < line.size() && one_of(line[at], U"*+-•")) {
            ++at;
            return blank();
        }
        const size_t first = at;
        while (at < line.size() && at - first < 9 && is_decimal(line[at])) ++at;
        if (at == first || at >= line.size() || (line[at] != U'.' && line[at] != U')')) return false;
        ++at;
        return blank();
    }

    // RULE: the end of a line that is all markup, or NONE.
    Index rule(Index at, Index stop) const {
        while (at < stop && one_of(text[at], U" \t\u00a0>")) ++at;
        if (at >= stop || !one_of(text[at], U"=-*_|:")) return NONE;
        Index end = find(text, U'\n', at, stop);
        if (end == NONE) end = stop;
        Index last = end;
        while (last > at && one_of(text[last - 1], U" \t\r")) --last;
        const char32_t mark = text[at];
        const auto only = [&](View set) {
            for (Index i = at; i < last; ++i)
                if (!one_of(text[i], set)) return false;
            return true;
        };
        if (mark == U'=') return last - at >= 2 && only(U"=") ? end : NONE;
        if (mark != U'|' && mark != U':') {
            if (only(U"*_- \t")) {
                Index marks = 0;
                for (Index i = at; i < last; ++i) marks += one_of(text[i], U"*_-");
                if (marks >= 3 || (mark == U'-' && text[last - 1] == U'-' && last - at == 2)) return end;
            }
        }
        const View line = text.substr(size_t(at), size_t(last - at));
        const bool table = only(U"|:- \t") && line.find(U'|') != View::npos && line.find(U"--") != View::npos;
        return table ? end : NONE;
    }

    Index blanks(Index at, Index stop) const {
        while (at < stop && (text[at] == U' ' || text[at] == U'\t')) ++at;
        return at;
    }
    bool bold(Index at, Index stop) const {
        return at + 1 < stop && text[at] == text[at + 1] && (text[at] == U'*' || text[at] == U'_');
    }

    // LABEL: the end of the label at `at`; `number` becomes the clause number in it.
    Index label(Index at, Index stop, Span& number) const {
        while (at < stop && one_of(text[at], U" \t\u00a0>")) ++at;
        Index end = at;
        while (end < stop && text[end] == U'#') ++end;
        if (end > at && end - at <= 6 && blanks(end, stop) > end) at = blanks(end, stop);
        if (at < stop && one_of(text[at], U"*+-•")) {
            end = at + 1;
            while (end < stop && (text[end] == U' ' || text[end] == U'\t' || text[end] == 0xA0)) ++end;
            if (end > at + 1) at = end;
        }
        if (bold(at, stop)) at += 2;
        for (const int kind : {1, 2, 3, 4}) {
            end = clause_number(kind, at, stop);
            if (end == NONE) continue;
            if (!(end < stop && (is_space(text[end]) || (end + 1 < stop && text[end] == U'*' && text[end + 1] == U'*'))))
                continue;
            number = {at, end};
            at = end;
            break;
        }
        end = blanks(at, stop);
        return bold(end, stop) ? end + 2 : at;
    }

    Index digits(Index at, Index stop, Index most) const {
        const Index limit = std::min(stop, at + most);
        while (at < limit && is_decimal(text[at])) ++at;
        return at;
    }
    // "(a)", or nothing
    Index bracketed(Index at, Index stop) const {
        if (at >= stop || text[at] != U'(') return at;
        Index end = at + 1;
        while (end < stop && end - at <= 3 && is_word(text[end])) ++end;
        return end > at + 1 && end < stop && text[end] == U')' ? end + 1 : at;
    }
    Index closers(Index at, Index stop) const {
        Index end = at;
        while (end < stop && end - at < 2 && (text[end] == U'.' || text[end] == U')')) ++end;
        return end;
    }

    // The end of a clause number of one of NUMBER's four forms: 1.2, 1., (a) or iv., (1).
    Index clause_number(int kind, Index at, Index stop) const {
        Index end = at;
        if (at >= stop) return NONE;
        if (kind == 1) {
            if (looks_like_date(at, stop)) return NONE;
            end = digits(at, stop, 3);
            if (end == at) return NONE;
            Index deeper = 0;
            while (end + 1 < stop && text[end] == U'.' && is_decimal(text[end + 1])) {
                end = digits(end + 1, stop, 3);
                ++deeper;
            }
            if (!deeper) return NONE;
            end = bracketed(closers(end, stop), stop);
            return before_unit(end, stop) || before_year(end, stop) ? NONE : end;
        }
        if (kind == 2) {
            end = digits(at, stop, 3);
            if (end == at) return NONE;
            if (end < stop && text[end] == U'\\') ++end;
            const Index close = closers(end, stop);
            if (close == end) return NONE;
            end = bracketed(close, stop);
            return before_year(end, stop) ? NONE : end;
        }
        if (kind == 3) {
            const auto closed = [&](Index from) {
                if (from < stop && text[from] == U'\\') ++from;
                return from < stop && (text[from] == U'.' || text[from] == U')') ? from + 1 : NONE;
            };
            if (text[at] == U'(') ++end;
            if (end >= stop) return NONE;
            const Index first = end;
            if ((text[first] | 32) >= U'a' && (text[first] | 32) <= U'z' && text[first] < 0x80)
                if (const Index close = closed(first + 1); close != NONE) return close;
            while (end < stop && end - first < 5 && one_of(text[end], U"ivxIVX")) ++end;
            return end > first ? closed(end) : NONE;
        }
        if (text[at] != U'(') return NONE;
        end = digits(at + 1, stop, 3);
        if (end == at + 1 || end >= stop || text[end] != U')') return NONE;
        ++end;
        return before_unit(end, stop) || before_year(end, stop) ? NONE : end;
    }

    bool looks_like_date(Index at, Index stop) const {  // 24.12.22
        if (at + 8 > stop) return false;
        for (const Index place : {0, 1, 3, 4, 6, 7})
            if (!is_decimal(text[at + place])) return false;
        return text[at + 2] == U'.' && text[at + 5] == U'.' && !(at + 8 < stop && is_word(text[at + 8]));
    }

    Index spaces(Index at, Index stop) const {
        while (at < stop && is_space(text[at])) ++at;
        return at;
    }
    bool year(Index at, Index stop) const {
        if (at + 4 > stop) return false;
        const bool century = (text[at] == U'1' && text[at + 1] == U'9') || (text[at] == U'2' && text[at + 1] == U'0');
        return century && is_decimal(text[at + 2]) && is_decimal(text[at + 3]) &&
               !(at + 4 < stop && is_word(text[at + 4]));
    }
    // Whether a year follows, or a word and a year: 24. Dezember 2022 is a day and no clause.
    bool before_year(Index at, Index stop) const {
        Index end = spaces(at, stop);
        if (end == at) return false;
        if (year(end, stop)) return true;
        while (end < stop && !is_space(text[end])) ++end;
        const Index next = spaces(end, stop);
        return next > end && year(next, stop);
    }
    static char32_t folded(char32_t c) {
        c = char32_t(Py_UNICODE_TOLOWER(c));
        return c == 0x131 ? U'i' : c == 0x17F ? U's' : c;
    }
    // Whether a unit follows: 30 days, 10 percent, 5 MB.
    bool before_unit(Index at, Index stop) const {
        const Index end = spaces(at, stop);
        if (end == at || end >= stop) return false;
        const auto begins = [&](View word, bool whole) {
            if (end + Index(word.size()) > stop) return false;
            for (size_t k = 0; k < word.size(); ++k)
                if (folded(text[end + Index(k)]) != word[k]) return false;
            const Index after = end + Index(word.size());
            return !whole || after >= stop || !is_word(text[after]);
        };
        for (const View unit :
             {View(U"%"), View(U"percent"), View(U"million"), View(U"billion"), View(U"thousand"), View(U"hour"),
              View(U"day"), View(U"week"), View(U"month"), View(U"year"), View(U"mio"), View(U"mrd"), View(U"tage"),
              View(U"jahr"), View(U"jours"), View(U"mois"), View(U"euro"), View(U"dollar"), View(U"usd"), View(U"eur"),
              View(U"gbp")})
            if (begins(unit, false)) return true;
        for (const View unit : {View(U"km"), View(U"times"), View(U"ans"), View(U"kb"), View(U"mb"), View(U"gb"),
                                View(U"tb"), View(U"kib"), View(U"mib"), View(U"gib"), View(U"tib")})
            if (begins(unit, true)) return true;
        return false;
    }

    // Whether the line at `line` may open a paragraph or item, so that a number there is a label.
    bool opens_paragraph(Index line) const {
        const Index end = line - 1;
        if (end <= 0) return true;
        const Index start = rfind(text, U'\n', 0, end) + 1;
        const View before = text.substr(size_t(start), size_t(end - start));
        View bare = before;
        while (!bare.empty() && one_of(bare.back(), U"*_ \t\r\u00a0")) bare.remove_suffix(1);
        if (bare.empty() || ends_with(before, U"  ") || ends_with(before, U"  \r")) return true;
        if (one_of(bare.back(), U".:;!?。：；！？|")) return true;
        if (ends_with(bare, U"; and") || ends_with(bare, U"; or") || is_item(bare)) return true;
        const View content = strip_space(bare);
        if (!content.empty() && content.front() == U'#') return true;
        return std::all_of(content.begin(), content.end(), [](char32_t c) { return c == U'-' || c == U'='; });
    }
    static bool is_item(View line) {
        while (!line.empty() && one_of(line.front(), U" \t>")) line.remove_prefix(1);
        const auto blank = [&](size_t at) { return at < line.size() && (line[at] == U' ' || line[at] == U'\t'); };
        if (line.empty()) return false;
        if (one_of(line[0], U"*+-•")) return blank(1);
        const size_t first = line[0] == U'(' ? 1 : 0;
        size_t at = first;
        while (at < line.size() && at - first < 4 && is_word(line[at])) ++at;
        if (at == first || at >= line.size() || (line[at] != U'.' && line[at] != U')')) return false;
        return blank(at + 1) && line.size() - (at + 2) <= 60;
    }

    // Whether a number that opens a line is one of a clause even in mid-paragraph: 2.2.5, or before bold or capitals.
    bool is_sure(View number, Index end) const {
        if (is_deep(number)) {
            const Index stop = std::min(end + 4, Index(text.size()));
            const Index next = spaces(end, stop);
            if (next < stop && Py_UNICODE_ISUPPER(text[next])) return true;
        }
        if (!Py_UNICODE_ISDIGIT(number[0])) return false;
        if (end >= 2 && text[end - 2] == U'*' && text[end - 1] == U'*') return true;
        const Index stop = Index(text.size());
        const Index next = spaces(end, stop);
        if (next + 1 < stop && text[next] == U'*' && text[next + 1] == U'*') return true;
        if (next + 2 >= stop) return false;
        for (Index at = next; at < next + 3; ++at) {
            const char32_t c = text[at];
            if (!((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE))) return false;
        }
        return true;
    }
    static bool is_deep(View number) {  // 1.2.3 or 1.2.3., two digits at most
        size_t at = 0;
        for (int level = 0; level < 3; ++level) {
            if (level) {
                if (at >= number.size() || number[at] != U'.') return false;
                ++at;
            }
            const size_t first = at;
            while (at < number.size() && at - first < 2 && is_decimal(number[at])) ++at;
            if (at == first) return false;
        }
        if (at < number.size() && number[at] == U'.') ++at;
        return at == number.size();
    }
    static std::vector<View> numbers_in(View text) {
        std::vector<View> found;
        for (size_t at = 0; at < text.size();) {
            size_t end = at;
            while (end < text.size() && is_decimal(text[end])) ++end;
            if (end > at) found.push_back(text.substr(at, end - at));
            at = std::max(end, at + 1);
        }
        return found;
    }
    static int value(View digits) {
        int total = 0;
        for (const char32_t c : digits) total = total * 10 + Py_UNICODE_TODECIMAL(c);
        return total;
    }
    // Whether a number counts on from the last one of its kind.
    static bool follows(View last, View number) {
        const auto before = numbers_in(last), now = numbers_in(number);
        if (!before.empty() && !now.empty()) {
            if (before.size() != now.size()) return false;
            for (size_t at = 0; at + 1 < now.size(); ++at)
                if (!same(before[at], now[at])) return false;
            return value(now.back()) == value(before.back()) + 1;
        }
        const View old = strip(last, U"().\\"), fresh = strip(number, U"().\\");
        return old.size() == 1 && fresh.size() == 1 && fresh[0] == old[0] + 1;
    }
};

}  // namespace smallprint
