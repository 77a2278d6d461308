// gaps.py, moves.py and paragraphs.py: what lies between anchors; words in place, then moves, then paragraphs that were
// rewritten.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "tidy.hpp"

namespace smallprint {

struct Options {
    double move_similarity;
    double move_min_words;
    double word_budget;
};

struct Gap {
    Units before, after;
    Index region;
    Blocks blocks;  // token numbers of the whole
};

struct Moved {
    Units before, after;
    Blocks blocks;
    double score;
};

// Blocks of joined sentences as blocks of token numbers.
inline Blocks spread(const Blocks& blocks, const Units& here, const Units& there) {
    const auto ends_of = [](const Units& units) {
        Ends ends;
        Index total = 0;
        for (const Unit& unit : units) ends.push_back(total += unit.end - unit.start);
        return ends;
    };
    const Ends ends_a = ends_of(here), ends_b = ends_of(there);
    Blocks found;
    size_t u = 0, v = 0;
    for (const auto& [i, j, n] : cut_blocks(blocks, ends_a, ends_b)) {
        while (ends_a[u] <= i) ++u;
        while (ends_b[v] <= j) ++v;
        const Index x = here[u].start + i - (u ? ends_a[u - 1] : 0);
        const Index y = there[v].start + j - (v ? ends_b[v - 1] : 0);
        if (!found.empty() && found.back().a + found.back().n == x && found.back().b + found.back().n == y)
            found.back().n += n;
        else
            found.push_back({x, y, n});
    }
    return found;
}

// ---- paragraphs that were rewritten

struct Paragraph {
    Units units;
    std::vector<Token> words;  // tokens that are words, case folded
    Index gap() const { return units.front().gap; }
    Index start() const { return units.front().start; }
    Index end() const { return units.back().end; }
    Stretch stretch() const { return {words.data(), Index(words.size())}; }
};

struct Like {
    Index x, y;
    double score;
};

constexpr double LIKE = 0.5;  // share of words in common above which two paragraphs may be a pair
constexpr double MARGIN = 0.1;  // and by how much it must exceed the next best
constexpr Index LEAST_WORDS = 6;
constexpr Index COMMON = 30;  // shingles that stand in more paragraphs than this say nothing
constexpr size_t TRIED = 8;

inline std::vector<std::uint64_t> shingles(const Paragraph& paragraph) {
    std::vector<std::uint64_t> found;
    const Index size = Index(paragraph.words.size());
    if (size < LEAST_WORDS) return found;
    for (Index at = 0; at + 3 <= size; ++at) found.push_back(hash_of(paragraph.words.data() + at, 3));
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

// Pairs of like paragraphs, by index: each the best for both, and clearly more alike than any other.
inline std::vector<Like> pair_paragraphs(const std::vector<Paragraph>& before, const std::vector<Paragraph>& after,
                                         Lcs& lcs) {
    struct Posting {
        Index next, place;
    };
    struct Head {
        Index first = NONE, count = 0;
    };
    std::vector<Posting> postings;
    KeyMap<Head> heads(256);
    for (Index y = 0; y < Index(after.size()); ++y)
        for (const std::uint64_t gram : shingles(after[size_t(y)])) {
            Head& head = *heads.put(gram, Head{}).first;
            postings.push_back({head.first, y});
            head = {Index(postings.size()) - 1, head.count + 1};
        }
    std::vector<Like> best;
    std::vector<Index> claims(after.size()), shared(after.size()), touched;
    for (Index x = 0; x < Index(before.size()); ++x) {
        const Paragraph& own = before[size_t(x)];
        touched.clear();
        for (const std::uint64_t gram : shingles(own)) {
            const Head* head = heads.find(gram);
            if (!head || head->count > COMMON) continue;
            for (Index at = head->first; at != NONE; at = postings[size_t(at)].next) {
                const Index y = postings[size_t(at)].place;
                if (!shared[size_t(y)]++) touched.push_back(y);
            }
        }
        std::sort(touched.begin(), touched.end(), [&](Index y, Index z) {
            if (shared[size_t(y)] != shared[size_t(z)]) return shared[size_t(y)] > shared[size_t(z)];
            const Index far_y = std::abs(y - x), far_z = std::abs(z - x);
            return far_y != far_z ? far_y < far_z : y < z;
        });
        for (const Index y : touched) shared[size_t(y)] = 0;
        if (touched.size() > TRIED) touched.resize(TRIED);
        std::vector<std::pair<double, Index>> scores;
        for (const Index y : touched) scores.push_back({lcs.likeness(own.stretch(), after[size_t(y)].stretch()), -y});
        std::sort(scores.rbegin(), scores.rend());
        if (scores.empty() || scores[0].first <= LIKE) continue;
        if (scores.size() > 1 && scores[0].first - scores[1].first < MARGIN) continue;
        best.push_back({x, -scores[0].second, scores[0].first});
        ++claims[size_t(-scores[0].second)];
    }
    best.erase(std::remove_if(best.begin(), best.end(), [&](const Like& like) { return claims[size_t(like.y)] != 1; }),
               best.end());
    return best;
}

// ---- sentences that moved

constexpr double LINE_WORDS = 2.0;
constexpr Index LINE_SIZE = 20;
constexpr double LOOSE = 0.5;
constexpr double STRAY = 0.9;
constexpr double MOST = 0.5;  // share of what two paragraphs have in common that must be left sentence by sentence

class Pairing {
public:
    Pairing(const Units& before, const Units& after)
        : before(before), after(after), to(before.size(), NONE), back(after.size(), NONE) {}
    const Units& before;
    const Units& after;
    std::vector<Index> to, back;
    std::vector<Pair> joined;  // in the order in which they were found

    void join(Index x, Index y) {
        to[size_t(x)] = y;
        back[size_t(y)] = x;
        joined.push_back({x, y});
    }
    bool free(Index x, Index y) const {
        return 0 <= x && x < Index(to.size()) && 0 <= y && y < Index(back.size()) && to[size_t(x)] == NONE &&
               back[size_t(y)] == NONE;
    }
    // Whether the candidates that follow (or precede) both are free and adjoin.
    bool beside(Pair& at, Index step) const {
        const Index i = at.a + step, j = at.b + step;
        if (!free(i, j)) return false;
        const Index a = step > 0 ? at.a : i, b = step > 0 ? at.b : j;
        if (before[size_t(a)].end != before[size_t(a + 1)].start || after[size_t(b)].end != after[size_t(b + 1)].start)
            return false;
        at = {i, j};
        return true;
    }
};

// ---- all gaps of a comparison

class GapMatcher {
public:
    GapMatcher(Vocabulary& vocabulary, const Options& options, const Tokens& before, const Tokens& after)
        : vocabulary(vocabulary), options(options), before(before), after(after) {
        kept[0].resize(before.ids.size());
        kept[1].resize(after.ids.size());
    }

    std::vector<Pair> degraded;  // sizes of what was not compared word by word

    // Fills in the blocks of each gap; what moved is taken out of the gaps and returned.
    std::vector<Moved> match(std::vector<Gap>& gaps) {
        for (Gap& gap : gaps) in_place(gap);
        std::vector<Moved> found = moved_sentences(gaps);
        take_out(gaps, found, 0);
        const size_t first = found.size();
        like_paragraphs(gaps, found);
        take_out(gaps, found, first);
        return found;
    }

private:
    Vocabulary& vocabulary;
    const Options& options;
    const Tokens& before;
    const Tokens& after;
    std::vector<std::uint8_t> kept[2];
    Lcs lcs;

    void mark(const Blocks& blocks, std::uint8_t flag) {
        for (const auto& [i, j, n] : blocks) {
            std::memset(kept[0].data() + i, flag, size_t(n));
            std::memset(kept[1].data() + j, flag, size_t(n));
        }
    }
    Index count_kept(int side, Index start, Index end) const {
        Index total = 0;
        for (Index at = start; at < end; ++at) total += kept[side][size_t(at)];
        return total;
    }
    void in_place(Gap& gap) {
        mark(gap.blocks, 0);
        gap.blocks = blocks_of(gap.before, gap.after);
        mark(gap.blocks, 1);
    }

    void take_out(std::vector<Gap>& gaps, const std::vector<Moved>& moved, size_t first) {
        std::vector<bool> changed(gaps.size());
        std::vector<bool> gone[2] = {std::vector<bool>(before.ids.size()), std::vector<bool>(after.ids.size())};
        for (size_t at = first; at < moved.size(); ++at) {
            for (const Unit& unit : moved[at].before) changed[size_t(unit.gap)] = gone[0][size_t(unit.start)] = true;
            for (const Unit& unit : moved[at].after) changed[size_t(unit.gap)] = gone[1][size_t(unit.start)] = true;
        }
        for (size_t number = 0; number < gaps.size(); ++number) {
            if (!changed[number]) continue;
            Gap& gap = gaps[number];
            mark(gap.blocks, 0);
            gap.blocks.clear();
            for (int side = 0; side < 2; ++side) {
                Units& units = side ? gap.after : gap.before;
                units.erase(std::remove_if(units.begin(), units.end(),
                                           [&](const Unit& unit) { return gone[side][size_t(unit.start)]; }),
                            units.end());
            }
            in_place(gap);
        }
    }

    Moved moved(const Units& here, const Units& there) {
        const Joined a(before, here.data(), here.size()), b(after, there.data(), there.size());
        const Index na = a.stretch.size, nb = b.stretch.size;
        if (na == nb && equal(a.stretch.data, b.stretch.data, na))
            return {here, there, spread({{0, 0, na}}, here, there), 1.0};
        const Blocks blocks = inside(a.stretch, b.stretch, here, there);
        Index total = 0;
        for (const Block& block : blocks) total += block.n;
        return {here, there, spread(blocks, here, there), 2.0 * double(total) / double(na + nb)};
    }

    // What two pieces that are known to belong together have in common.
    Blocks inside(Stretch a, Stretch b, const Units& here, const Units& there) {
        Blocks blocks;
        common(lcs, a, b, options.word_budget, 0, 0, blocks);
        Blocks whole = blocks;
        drop_islands(whole, {a, b, {a.size}, {b.size}, {}, {}}, vocabulary);
        if (here.size() > 1 && there.size() > 1) {  // sentence by sentence, where that leaves most of it
            tidy(blocks, a, b, here, there);
            const auto total = [](const Blocks& some) {
                Index sum = 0;
                for (const Block& block : some) sum += block.n;
                return double(sum);
            };
            if (total(blocks) >= MOST * total(whole)) return blocks;
        }
        return whole;
    }

    // What the sentences of a gap have in common, as a reader would tell it.
    Blocks blocks_of(const Units& here, const Units& there) {
        Blocks blocks;
        if (here.empty() || there.empty()) return blocks;
        const Joined a(before, here.data(), here.size()), b(after, there.data(), there.size());
        if (!common(lcs, a.stretch, b.stretch, options.word_budget, 0, 0, blocks)) {
            degraded.push_back({a.stretch.size, b.stretch.size});
            return {};
        }
        if (blocks.empty()) return blocks;
        tidy(blocks, a.stretch, b.stretch, here, there);
        return spread(blocks, here, there);
    }

    // From the longest common sequence of some sentences to what a reader would say they share.
    void tidy(Blocks& blocks, Stretch a, Stretch b, const Units& here, const Units& there) {
        Gapped gap{a, b, {}, {}, {}, {}};
        const auto borders = [](const Units& units, Ends& ends, Ends& lines) {
            Index total = 0;
            for (size_t at = 0; at < units.size(); ++at) {
                ends.push_back(total += units[at].end - units[at].start);
                if (at + 1 == units.size() || units[at + 1].opens) lines.push_back(total);
            }
        };
        borders(here, gap.ends_a, gap.lines_a);
        borders(there, gap.ends_b, gap.lines_b);
        drop_islands(blocks, gap, vocabulary);
        drop_strangers(blocks, gap);
        gather(blocks, gap, lcs);
        extend(blocks, gap);
        drop_islands(blocks, gap, vocabulary);
    }

    // ---- moves

    std::vector<Moved> moved_sentences(const std::vector<Gap>& gaps) {
        Units stray[2];
        std::vector<bool> loose[2];
        for (const Gap& gap : gaps)
            for (int side = 0; side < 2; ++side)
                for (const Unit& unit : side ? gap.after : gap.before) {
                    const double own = count_kept(side, unit.start, unit.end), size = unit.end - unit.start;
                    if (own >= STRAY * size) continue;
                    stray[side].push_back(unit);
                    loose[side].push_back(own < LOOSE * size);
                }
        Pairing pairing(stray[0], stray[1]);
        pair_equal(pairing);
        pair_beside(pairing, loose[0], loose[1]);
        std::sort(pairing.joined.begin(), pairing.joined.end());
        std::vector<Moved> found;
        for (const auto& [x, y] : pairing.joined) found.push_back(moved({stray[0][size_t(x)]}, {stray[1][size_t(y)]}));
        return found;
    }

    double words_in(const Unit& unit) {
        return vocabulary.count(before.ids.data() + unit.start, unit.end - unit.start);
    }

    // Runs of equal sentences round one that stands once on each side, where they hold enough words together.
    void pair_equal(Pairing& pairing) {
        Index kinds = 0;
        for (const Units* units : {&pairing.before, &pairing.after})
            for (const Unit& unit : *units) kinds = std::max(kinds, unit.key + 1);
        constexpr Index TWICE = -2;
        std::vector<Index> once_a(size_t(kinds), NONE), once_b(size_t(kinds), NONE);
        const auto note = [](std::vector<Index>& once, const Units& units) {
            for (size_t at = 0; at < units.size(); ++at) {
                Index& place = once[size_t(units[at].key)];
                place = place == NONE ? Index(at) : TWICE;
            }
        };
        note(once_a, pairing.before);
        note(once_b, pairing.after);
        for (Index x = 0; x < Index(pairing.before.size()); ++x) {
            const size_t key = size_t(pairing.before[size_t(x)].key);
            if (once_a[key] != x || once_b[key] < 0 || !pairing.free(x, once_b[key])) continue;
            std::vector<Pair> run{{x, once_b[key]}};
            for (const Index step : {1, -1}) {
                Pair at = run[0];
                while (pairing.beside(at, step)) {
                    if (pairing.before[size_t(at.a)].key != pairing.after[size_t(at.b)].key) break;
                    run.push_back(at);
                }
            }
            double words = 0;
            Index lines = 0;
            for (const Pair& pair : run) {
                words += words_in(pairing.before[size_t(pair.a)]);
                lines += pairing.before[size_t(pair.a)].size;
            }
            if (words >= options.move_min_words || (words >= LINE_WORDS && lines >= LINE_SIZE))
                for (const Pair& pair : run) pairing.join(pair.a, pair.b);
        }
    }

    // Similar sentences next to sure ones: the edits inside a moved section.
    void pair_beside(Pairing& pairing, const std::vector<bool>& loose_a, const std::vector<bool>& loose_b) {
        const std::vector<Pair> sure = pairing.joined;
        for (const Pair& seed : sure)
            for (const Index step : {1, -1}) {
                Pair at = seed;
                while (pairing.beside(at, step) && loose_a[size_t(at.a)] && loose_b[size_t(at.b)]) {
                    const Unit& here = pairing.before[size_t(at.a)];
                    const Unit& there = pairing.after[size_t(at.b)];
                    if (words_in(here) < options.move_min_words / 2 ||
                        lcs.likeness({before.ids.data() + here.start, here.end - here.start},
                                     {after.ids.data() + there.start, there.end - there.start}) <
                            options.move_similarity)
                        break;
                    pairing.join(at.a, at.b);
                }
            }
    }

    // ---- paragraphs

    static constexpr Index REWRITTEN = 3;  // paragraphs that must be loose around one for a like one to be believed
    static constexpr double SURE = 0.9;  // or how alike it must be
    static constexpr Index SURE_WORDS = 30;  // and how long
    static constexpr size_t UNRELATED = 50000;  // tokens from which it is worth asking first for anything in common

    // Pair loose paragraphs: those that keep the order are matched in place, the others are added as moved.
    void like_paragraphs(std::vector<Gap>& gaps, std::vector<Moved>& found) {
        if (kept[0].size() + kept[1].size() > UNRELATED) {
            Units units[2];
            for (const Gap& gap : gaps) {
                units[0].insert(units[0].end(), gap.before.begin(), gap.before.end());
                units[1].insert(units[1].end(), gap.after.begin(), gap.after.end());
            }
            const Joined a(before, units[0].data(), units[0].size()), b(after, units[1].data(), units[1].size());
            if (!have_grams(a.stretch, b.stretch)) return;
        }
        const std::vector<Paragraph> loose_a = loose(gaps, 0);
        if (loose_a.empty()) return;
        const std::vector<Paragraph> loose_b = loose(gaps, 1);
        if (loose_b.empty()) return;
        const std::vector<Index> crowd_a = crowds(loose_a, gaps), crowd_b = crowds(loose_b, gaps);
        std::vector<Like> pairs = pair_paragraphs(loose_a, loose_b, lcs);
        std::sort(pairs.begin(), pairs.end(),
                  [](const Like& p, const Like& q) { return p.score != q.score ? p.score > q.score : p.x < q.x; });
        for (const Like& pair : pairs) {
            const Paragraph& here = loose_a[size_t(pair.x)];
            const Paragraph& there = loose_b[size_t(pair.y)];
            if (here.gap() == there.gap() && stays(gaps[size_t(here.gap())], here, there)) continue;
            const bool sure = pair.score >= SURE && Index(here.words.size()) >= SURE_WORDS;
            if (sure || (crowd_a[size_t(here.gap())] >= REWRITTEN && crowd_b[size_t(there.gap())] >= REWRITTEN))
                found.push_back(moved(here.units, there.units));
        }
    }

    // Sentences of all gaps grouped by the lines they stand on, where little of them was kept.
    std::vector<Paragraph> loose(const std::vector<Gap>& gaps, int side) {
        const Tokens& tokens = side ? after : before;
        std::vector<Paragraph> found;
        for (const Gap& gap : gaps) {
            const Units& units = side ? gap.after : gap.before;
            for (size_t first = 0; first < units.size();) {
                size_t last = first + 1;
                while (last < units.size() && !units[last].opens && units[last - 1].end == units[last].start) ++last;
                const Index start = units[first].start, end = units[last - 1].end;
                if (double(count_kept(side, start, end)) < LOOSE * double(end - start)) {
                    Paragraph paragraph;
                    paragraph.units.assign(units.begin() + std::ptrdiff_t(first), units.begin() + std::ptrdiff_t(last));
                    for (Index token = start; token < end; ++token) {
                        const Token low = vocabulary.lower(tokens.ids[size_t(token)]);
                        if (low != Vocabulary::NOTHING) paragraph.words.push_back(low);
                    }
                    found.push_back(std::move(paragraph));
                }
                first = last;
            }
        }
        return found;
    }

    // For each gap, how many loose paragraphs are in it and in the gaps beside it.
    static std::vector<Index> crowds(const std::vector<Paragraph>& loose, const std::vector<Gap>& gaps) {
        std::vector<Index> own(gaps.size()), found(gaps.size());
        for (const Paragraph& paragraph : loose) ++own[size_t(paragraph.gap())];
        for (size_t gap = 0; gap < gaps.size(); ++gap)
            for (size_t g = gap ? gap - 1 : 0; g < std::min(gaps.size(), gap + 2); ++g)
                if (gaps[g].region == gaps[gap].region) found[gap] += own[g];
        return found;
    }

    // Match two paragraphs in place, if nothing that is matched in the gap crosses them.
    bool stays(Gap& gap, const Paragraph& here, const Paragraph& there) {
        // Only blocks that touch or cross the two are looked at: those before and after lie before and after both.
        const auto first = [&](Index edge, auto end_of) {
            return std::partition_point(gap.blocks.begin(), gap.blocks.end(),
                                        [&](const Block& block) { return end_of(block) <= edge; });
        };
        const auto low = std::min(first(here.start(), [](const Block& block) { return block.a + block.n; }),
                                  first(there.start(), [](const Block& block) { return block.b + block.n; }));
        const auto high = std::max(first(here.end() - 1, [](const Block& block) { return block.a; }),
                                   first(there.end() - 1, [](const Block& block) { return block.b; }));
        const Blocks touched(low, high);
        Blocks left, right;
        for (const Block& block : cut(touched, {here.start(), here.end()}, {there.start(), there.end()})) {
            const bool in_a = here.start() <= block.a && block.a < here.end();
            const bool in_b = there.start() <= block.b && block.b < there.end();
            if (in_a || in_b) continue;
            if ((block.a < here.start()) != (block.b < there.start())) return false;
            (block.a < here.start() ? left : right).push_back(block);
        }
        const Joined a(before, here.units.data(), here.units.size());
        const Joined b(after, there.units.data(), there.units.size());
        const Blocks own = spread(inside(a.stretch, b.stretch, here.units, there.units), here.units, there.units);
        mark(touched, 0);
        left.insert(left.end(), own.begin(), own.end());
        left.insert(left.end(), right.begin(), right.end());
        mark(left, 1);
        left = rejoined(left);
        const auto place = gap.blocks.erase(low, high);
        gap.blocks.insert(place, left.begin(), left.end());
        return true;
    }

    // The same blocks, none of them over one of the edges.
    static Blocks cut(const Blocks& blocks, Pair edges_a, Pair edges_b) {
        Blocks pieces;
        for (const auto& [i, j, n] : blocks) {
            Index cuts[] = {edges_a.a - i, edges_a.b - i, edges_b.a - j, edges_b.b - j};
            std::sort(std::begin(cuts), std::end(cuts));
            Index first = 0;
            for (const Index stop : cuts) {
                if (stop <= first || stop >= n) continue;
                pieces.push_back({i + first, j + first, stop - first});
                first = stop;
            }
            pieces.push_back({i + first, j + first, n - first});
        }
        return pieces;
    }

    // Blocks that follow each other on both sides, as one.
    static Blocks rejoined(const Blocks& blocks) {
        Blocks found;
        for (const Block& block : blocks) {
            if (!found.empty() && found.back().a + found.back().n == block.a && found.back().b + found.back().n == block.b)
                found.back().n += block.n;
            else
                found.push_back(block);
        }
        return found;
    }
};

}  // namespace smallprint
