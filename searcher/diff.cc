#include "searcher/diff.h"

#include "schema/analysis.h"

#include <algorithm>

namespace sitrep {
namespace {

using Words = std::vector<std::string_view>;

// The text cut where words begin; what stands before the first is a piece too.
Words words_of(std::string_view text) {
    Tokens tokens;
    tokens.analyse(text);
    Words words;
    std::size_t begin = 0;
    for (const Token& token : tokens.all()) {
        if (token.begin <= begin) continue; // the first, or within the one before it
        words.push_back(text.substr(begin, token.begin - begin));
        begin = token.begin;
    }
    if (begin < text.size()) words.push_back(text.substr(begin));
    return words;
}

class Diff {
  public:
    void add(Change change, std::string_view text) {
        if (text.empty()) return;
        if (runs_.empty() || runs_.back().change != change) runs_.push_back({change, {}});
        runs_.back().text += text;
    }
    void add(Change change, const Words& words, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) add(change, words[i]);
    }
    std::vector<DiffRun> take() { return std::move(runs_); }

  private:
    std::vector<DiffRun> runs_;
};

// The steps of a shortest edit script from a to b, backwards: where x and y stood before each
// change. Empty where it has more than `most` changes.
struct Step {
    std::ptrdiff_t x;
    std::ptrdiff_t y;
};

bool find_steps(const Words& a, const Words& b, std::size_t most, std::vector<Step>& steps) {
    const auto n = static_cast<std::ptrdiff_t>(a.size());
    const auto m = static_cast<std::ptrdiff_t>(b.size());
    const auto limit = static_cast<std::ptrdiff_t>(std::min(a.size() + b.size(), most));
    const std::ptrdiff_t middle = limit + 1;
    // How far each diagonal k = x - y was followed.
    std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * limit + 3), 0);
    const auto at = [&](std::ptrdiff_t k) -> std::ptrdiff_t& {
        return furthest[static_cast<std::size_t>(middle + k)];
    };
    std::vector<std::vector<std::ptrdiff_t>> trace; // of each d, diagonals -d .. d
    for (std::ptrdiff_t d = 0; d <= limit; ++d) {
        for (std::ptrdiff_t k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
            std::ptrdiff_t x = d == 0 ? 0 : down ? at(k + 1) : at(k - 1) + 1;
            std::ptrdiff_t y = x - k;
            while (x < n && y < m &&
                   a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) {
                ++x;
                ++y;
            }
            at(k) = x;
            if (x < n || y < m) continue;
            for (std::ptrdiff_t e = d; e > 0; --e) { // back along the way
                const std::vector<std::ptrdiff_t>& before = trace[static_cast<std::size_t>(e - 1)];
                const auto far = [&](std::ptrdiff_t diagonal) {
                    return std::abs(diagonal) <= e - 1
                               ? before[static_cast<std::size_t>(diagonal + e - 1)]
                               : -1;
                };
                const bool came_down = k == -e || (k != e && far(k - 1) < far(k + 1));
                k = came_down ? k + 1 : k - 1;
                steps.push_back({far(k), far(k) - k});
            }
            std::reverse(steps.begin(), steps.end());
            return true;
        }
        std::vector<std::ptrdiff_t>& row = trace.emplace_back(static_cast<std::size_t>(2 * d + 1));
        for (std::ptrdiff_t k = -d; k <= d; k += 2) row[static_cast<std::size_t>(k + d)] = at(k);
    }
    return false;
}

void add_script(const Words& a, const Words& b, const std::vector<Step>& steps, Diff& diff) {
    std::size_t x = 0;
    std::size_t y = 0;
    std::size_t x_end = 0;
    std::size_t y_end = 0;
    // Of changes that touch, what was removed goes before what was added.
    const auto flush = [&] {
        diff.add(Change::removed, a, x, x_end);
        diff.add(Change::added, b, y, y_end);
        x = x_end;
        y = y_end;
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto from_x = static_cast<std::size_t>(steps[i].x);
        const auto from_y = static_cast<std::size_t>(steps[i].y);
        if (from_x != x_end || from_y != y_end) {
            flush();
            diff.add(Change::same, a, x, from_x);
            x = x_end = from_x;
            y = y_end = from_y;
        }
        // A step goes right or down: the diagonal of the next one tells.
        const std::ptrdiff_t diagonal = steps[i].x - steps[i].y;
        const std::ptrdiff_t next =
            i + 1 < steps.size()
                ? steps[i + 1].x - steps[i + 1].y
                : static_cast<std::ptrdiff_t>(a.size()) - static_cast<std::ptrdiff_t>(b.size());
        (next > diagonal ? x_end : y_end) += 1;
    }
    flush();
    diff.add(Change::same, a, x, a.size());
}

} // namespace

std::vector<DiffRun> word_diff(std::string_view before, std::string_view after, std::size_t most) {
    Words a = words_of(before);
    Words b = words_of(after);
    const auto head = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
    Diff diff;
    diff.add(Change::same, a, 0, static_cast<std::size_t>(head));
    a.erase(a.begin(), a.begin() + head);
    b.erase(b.begin(), b.begin() + head);
    const auto tail = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin();
    const Words rest(a.end() - tail, a.end());
    a.erase(a.end() - tail, a.end());
    b.erase(b.end() - tail, b.end());
    std::vector<Step> steps;
    if (find_steps(a, b, most, steps)) {
        add_script(a, b, steps, diff);
    } else {
        diff.add(Change::removed, a, 0, a.size());
        diff.add(Change::added, b, 0, b.size());
    }
    diff.add(Change::same, rest, 0, rest.size());
    return diff.take();
}

} // namespace sitrep
