// The comparison, compiled: the same steps as compare.py and paint.py give, many times as fast. Each header stands for
// the module of the same name; where they differ, tests/redline/test_core.py fails.
#include "paint.hpp"

namespace smallprint {
namespace {

struct Object {  // a reference that is ours
    PyObject* held;
    explicit Object(PyObject* held) : held(held) {
        if (!held) throw PythonError{};
    }
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    ~Object() { Py_XDECREF(held); }
    PyObject* give() { return std::exchange(held, nullptr); }
};

constexpr Py_ssize_t LONGEST = 1 << 30;  // characters

// How many characters at both ends are equal and so far from what differs that nothing there is looked at. Large texts
// with few edits are then neither widened to four bytes a character nor copied.
struct Ends {
    Index head = 0, tail = 0;
};

template <typename Char>
Ends common_ends(const Char* before, const Char* after, Index na, Index nb) {
    const Index size = std::min(na, nb);
    constexpr Index PIECE = 1024;
    Ends ends;
    while (ends.head + PIECE <= size && equal(before + ends.head, after + ends.head, PIECE)) ends.head += PIECE;
    while (ends.head < size && before[ends.head] == after[ends.head]) ++ends.head;
    const Index room = size - ends.head;
    while (ends.tail + PIECE <= room && equal(before + na - ends.tail - PIECE, after + nb - ends.tail - PIECE, PIECE))
        ends.tail += PIECE;
    return ends;
}

constexpr Index FAR = 16000;  // characters, four times what a comparison looks back
constexpr Index WORTH_CUTTING = 60000;

Ends unread(PyObject* before, PyObject* after) {
    const Index na = Index(PyUnicode_GET_LENGTH(before)), nb = Index(PyUnicode_GET_LENGTH(after));
    const int kind = PyUnicode_KIND(before);
    if (std::min(na, nb) < WORTH_CUTTING || kind != int(PyUnicode_KIND(after))) return {};
    Ends ends;
    if (kind == PyUnicode_1BYTE_KIND)
        ends = common_ends(PyUnicode_1BYTE_DATA(before), PyUnicode_1BYTE_DATA(after), na, nb);
    else if (kind == PyUnicode_2BYTE_KIND)
        ends = common_ends(PyUnicode_2BYTE_DATA(before), PyUnicode_2BYTE_DATA(after), na, nb);
    else
        ends = common_ends(PyUnicode_4BYTE_DATA(before), PyUnicode_4BYTE_DATA(after), na, nb);
    if (ends.head == na && na == nb) return {};
    ends.head = std::max(0, ends.head - FAR);
    ends.tail = std::max(0, ends.tail - FAR);
    return ends.head + ends.tail < WORTH_CUTTING ? Ends{} : ends;
}

std::u32string middle_of(PyObject* text, Ends ends) {
    const Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    Object middle(PyUnicode_Substring(text, ends.head, size - ends.tail));
    return text_of(middle.held);
}

// The steps of two texts, and what was found on the way.
Steps compared(PyObject* before, PyObject* after, const Options& options, Comparison& found) {
    const Py_ssize_t na = PyUnicode_GET_LENGTH(before), nb = PyUnicode_GET_LENGTH(after);
    if (na > LONGEST || nb > LONGEST) {
        PyErr_SetString(PyExc_OverflowError, "a text of more than 2**30 characters");
        throw PythonError{};
    }
    if (na == nb && na && PyUnicode_Compare(before, after) == 0) return {{'=', 0, Index(na), 0, Index(nb)}};
    const Ends ends = unread(before, after);
    if (ends.head || ends.tail) {
        const std::u32string text_a = middle_of(before, ends), text_b = middle_of(after, ends);
        const Index end_a = Index(text_a.size()), end_b = Index(text_b.size());
        compare(text_a, text_b, options, found);
        bool head = !ends.head, tail = !ends.tail;
        for (const Range4& run : found.plain) {
            head = head || (run.a0 == 0 && run.b0 == 0);
            tail = tail || (run.a1 == end_a && run.b1 == end_b);
        }
        if (head && tail) {  // what is plain at the ends goes on to the ends of the texts
            Steps steps = Painter(found).paint();
            for (Step& step : steps) {
                const bool first = step.a0 == 0 && step.b0 == 0, last = step.a1 == end_a && step.b1 == end_b;
                if (step.a0 != NONE) {
                    step.a0 += first ? 0 : ends.head;
                    step.a1 += ends.head + (last ? ends.tail : 0);
                }
                if (step.b0 != NONE) {
                    step.b0 += first ? 0 : ends.head;
                    step.b1 += ends.head + (last ? ends.tail : 0);
                }
            }
            return steps;
        }
        found = Comparison();
    }
    const std::u32string text_a = text_of(before), text_b = text_of(after);
    compare(text_a, text_b, options, found);
    return Painter(found).paint();
}

// No garbage is collected while the answer is made: hundreds of thousands of small dicts, none of them garbage.
struct NoCollection {
    const int was = PyGC_Disable();
    NoCollection() = default;
    NoCollection(const NoCollection&) = delete;
    ~NoCollection() {
        if (was) PyGC_Enable();
    }
};

template <typename Make>
PyObject* guarded(Make make) {
    const NoCollection pause;
    try {
        return make();
    } catch (const PythonError&) {
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const std::exception& error) {
        PyErr_SetString(PyExc_RuntimeError, error.what());
    }
    return nullptr;
}

bool arguments(PyObject* given, PyObject*& before, PyObject*& after, Options& options) {
    return PyArg_ParseTuple(given, "UUddd", &before, &after, &options.move_similarity, &options.move_min_words,
                            &options.word_budget);
}

PyObject* steps(PyObject*, PyObject* given) {
    PyObject *before, *after;
    Options options;
    if (!arguments(given, before, after, options)) return nullptr;
    return guarded([&]() -> PyObject* {
        Comparison found;
        const Steps all = compared(before, after, options, found);
        static const char* const RULES[] = {"", "link", "tracking", "quotes"};
        Object made(PyList_New(Py_ssize_t(all.size())));
        for (size_t at = 0; at < all.size(); ++at) {
            const Step& step = all[at];
            PyObject* item = Py_BuildValue("(Ciiiiis)", step.op, step.a0, step.a1, step.b0, step.b1, step.move,
                                           RULES[step.rule]);
            if (!item) throw PythonError{};
            PyList_SET_ITEM(made.held, Py_ssize_t(at), item);
        }
        Object scores(PyList_New(0));
        for (const auto& move : found.moves) {
            Object score(PyFloat_FromDouble(move.score));
            if (PyList_Append(scores.held, score.held)) throw PythonError{};
        }
        Object degraded(PyList_New(0));
        for (const Pair& size : found.degraded) {
            Object pair(Py_BuildValue("(ii)", size.a, size.b));
            if (PyList_Append(degraded.held, pair.held)) throw PythonError{};
        }
        return Py_BuildValue("(NNN)", made.give(), scores.give(), degraded.give());
    });
}

struct Names {  // what the dicts of diff-ops-1 are made of
    PyObject *op, *a, *b, *moved;
    PyObject* signs[128];
} names;

PyObject* range_of(Index start, Index end) {
    Object list(PyList_New(2));
    Object first(PyLong_FromLong(start)), last(PyLong_FromLong(end));
    PyList_SET_ITEM(list.held, 0, first.give());
    PyList_SET_ITEM(list.held, 1, last.give());
    return list.give();
}

PyObject* ops(PyObject*, PyObject* given) {
    PyObject *before, *after;
    Options options;
    if (!arguments(given, before, after, options)) return nullptr;
    return guarded([&]() -> PyObject* {
        Comparison found;
        const Steps all = compared(before, after, options, found);
        Object made(PyList_New(Py_ssize_t(all.size())));
        for (size_t at = 0; at < all.size(); ++at) {
            const Step& step = all[at];
            Object item(PyDict_New());
            const auto put = [&](PyObject* name, PyObject* value) {
                if (PyDict_SetItem(item.held, name, value)) throw PythonError{};
            };
            put(names.op, names.signs[size_t(step.op)]);
            if (step.a0 != NONE) put(names.a, Object(range_of(step.a0, step.a1)).held);
            if (step.b0 != NONE) put(names.b, Object(range_of(step.b0, step.b1)).held);
            if (step.move != NONE) put(names.moved, Py_True);
            PyList_SET_ITEM(made.held, Py_ssize_t(at), item.give());
        }
        return made.give();
    });
}

// setup(combining, hidden, marks, wide, stops, fold_target): the tables of tokens.py and vocabulary.py
PyObject* setup(PyObject*, PyObject* given) {
    PyObject *combining, *hidden, *marks, *wide, *stops, *fold_target;
    if (!PyArg_ParseTuple(given, "UUUO!OO", &combining, &hidden, &marks, &PyTuple_Type, &wide, &stops, &fold_target))
        return nullptr;
    return guarded([&]() -> PyObject* {
        for (char32_t c = 0; c < 0x10000; ++c) flags_of_basic[c] = plain_flags(c);
        for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(wide); ++at) {
            int low, high;
            if (!PyArg_ParseTuple(PyTuple_GET_ITEM(wide, at), "ii", &low, &high)) throw PythonError{};
            for (int c = low; c <= high; ++c) flags_of_basic[size_t(c)] |= WIDE;
        }
        const std::pair<PyObject*, Flag> sets[] = {{combining, JOINED}, {hidden, INVISIBLE}, {marks, MARK}};
        for (const auto& [set, flag] : sets)
            for (const char32_t c : text_of(set)) flags_of_basic[size_t(c)] |= flag;
        stop_words.clear();
        Object all(PySequence_List(stops));
        for (Py_ssize_t at = 0; at < PyList_GET_SIZE(all.held); ++at)
            stop_words.push_back(text_of(PyList_GET_ITEM(all.held, at)));
        std::sort(stop_words.begin(), stop_words.end());
        Py_INCREF(fold_target);
        Py_XSETREF(python_fold_target, fold_target);
        Py_RETURN_NONE;
    });
}

PyMethodDef functions[] = {
    {"setup", setup, METH_VARARGS, "setup(combining, hidden, marks, wide, stops, fold_target): hand over the tables."},
    {"steps", steps, METH_VARARGS,
     "steps(before, after, move_similarity, move_min_words, word_budget) -> (steps, scores of moves, sizes given up)."},
    {"ops", ops, METH_VARARGS, "ops(before, after, move_similarity, move_min_words, word_budget) -> diff-ops-1."},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_core", "The comparison, compiled.", -1, functions, nullptr, nullptr, nullptr, nullptr,
};

}  // namespace
}  // namespace smallprint

PyMODINIT_FUNC PyInit__core() {
    using namespace smallprint;
    names.op = PyUnicode_InternFromString("op");
    names.a = PyUnicode_InternFromString("a");
    names.b = PyUnicode_InternFromString("b");
    names.moved = PyUnicode_InternFromString("moved");
    for (const char sign : {'=', '~', '-', '+'}) {
        const char text[] = {sign, 0};
        names.signs[size_t(sign)] = PyUnicode_InternFromString(text);
    }
    if (PyErr_Occurred()) return nullptr;
    return PyModule_Create(&module);
}
