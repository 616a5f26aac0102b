#include "schema/gazetteer/spellings.h"

#include <algorithm>
#include <array>
#include <set>

namespace sitrep::gazetteer {

namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 16> articles{"al", "el", "as", "es", "ash", "ad",
                                                    "ed", "ar", "er", "az", "ez",  "an",
                                                    "en", "at", "et", "ul"};

bool is_article(std::string_view word) {
    return std::find(articles.begin(), articles.end(), word) != articles.end();
}

Words split(std::string_view text) {
    Words words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::string join(const Words& words) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text.push_back(' ');
        text += word;
    }
    return text;
}

// The article that takes on the first letter behind it: "ash shaykh", "an nabk"; "al" elsewhere.
std::string taken_on(std::string_view next) {
    for (const std::string_view two : {"sh", "th", "dh"})
        if (next.starts_with(two)) return "a" + std::string(two);
    if (!next.empty() && std::string_view("tdrzsn").find(next[0]) != std::string_view::npos)
        return std::string("a") + next[0];
    return "al";
}

struct Swap {
    std::string_view from;
    std::string_view to;
    bool undone; // the other way round, too
};

// Each is applied to a whole name.
constexpr std::array swaps{
    Swap{"ay", "ei", true},  Swap{"ay", "ai", true}, Swap{"ee", "i", false},
    Swap{"ou", "u", false},  Swap{"oo", "u", false}, Swap{"q", "k", true},
    Swap{"dh", "z", true},   Swap{"aa", "a", false}, Swap{"iyy", "iy", false},
    Swap{"tall", "tel", true},
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::string end_swapped(const std::string& text) {
    if (text.ends_with("iyah")) return text.substr(0, text.size() - 4) + "iya";
    if (text.ends_with("iyeh")) return text.substr(0, text.size() - 4) + "iya";
    if (text.ends_with("ah") || text.ends_with("eh")) return text.substr(0, text.size() - 1);
    if (text.ends_with("iya")) return text + "h";
    if (text.ends_with('a')) return text + "h";
    return text;
}

std::string without_doubles(const std::string& text) {
    std::string single;
    for (const char c : text)
        if (single.empty() || single.back() != c || c == ' ') single.push_back(c);
    return single;
}

// With articles as they are, all "al", all taken on, and none.
std::vector<std::string> with_articles(const Words& words) {
    Words bare, plain, taken, el;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (is_article(words[i]) && i + 1 < words.size()) {
            plain.push_back("al");
            el.push_back("el");
            taken.push_back(taken_on(words[i + 1]));
        } else {
            for (Words* list : {&bare, &plain, &taken, &el}) list->push_back(words[i]);
        }
    }
    std::vector<std::string> forms{join(plain), join(taken), join(bare), join(el)};
    if (plain.size() == words.size() && bare.size() == words.size())
        forms.push_back("al " + join(words)); // a name without one may be given one
    return forms;
}

} // namespace

std::vector<std::string> arabic_spellings(std::string_view folded, std::size_t most) {
    const Words words = split(folded);
    std::vector<std::string> found = with_articles(words);
    std::set<std::string> known(found.begin(), found.end());
    const auto add = [&](std::string text) {
        if (found.size() < most && known.insert(text).second) found.push_back(std::move(text));
    };
    // Breadth first: what differs in one way comes before what differs in two.
    for (std::size_t i = 0; i < found.size() && found.size() < most; ++i) {
        const std::string base = found[i];
        add(end_swapped(base));
        for (const Swap& swap : swaps) {
            add(replaced(base, swap.from, swap.to));
            if (swap.undone) add(replaced(base, swap.to, swap.from));
        }
        add(without_doubles(base));
    }
    constexpr std::size_t least_letters = 4; // shorter ones are too many things
    std::erase_if(found, [&](const std::string& text) {
        return text == folded || text.size() < least_letters;
    });
    return found;
}

} // namespace sitrep::gazetteer
