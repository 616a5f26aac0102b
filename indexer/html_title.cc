#include "indexer/html_title.h"

#include "schema/analysis.h"

#include <algorithm>
#include <map>

namespace sitrep::html {
namespace {

using Words = std::map<std::string, int>;

// Words as far as titles are compared: bytes between spaces and ASCII punctuation, lower case.
Words words_of(std::string_view title) {
    Words words;
    std::string word;
    for (std::size_t i = 0; i <= title.size(); ++i) {
        const char c = i < title.size() ? title[i] : ' ';
        const bool letter = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
                            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter) {
            word += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        } else if (!word.empty()) {
            ++words[word];
            word.clear();
        }
    }
    return words;
}

int count(const Words& words) {
    int sum = 0;
    for (const auto& [word, times] : words) sum += times;
    return sum;
}

// Shared words of the longer one, 0 to 1.
float likeness(const Words& a, const Words& b) {
    int shared = 0;
    for (const auto& [word, times] : a)
        if (const auto other = b.find(word); other != b.end())
            shared += std::min(times, other->second);
    const int longer = std::max({count(a), count(b), 1});
    return static_cast<float>(shared) / static_cast<float>(longer);
}

// "Headline | Publication", "Headline - Publication", "Publication: Headline": without the
// publication, where it is that.
std::string without_site(const std::string& title, std::string_view site) {
    for (const std::string_view bar : {" | ", " – ", " — ", " - ", " · ", " « ", " » ", " : "}) {
        const auto at = title.rfind(bar);
        if (at == std::string::npos) continue;
        const std::string_view tail = std::string_view(title).substr(at + bar.size());
        if (!site.empty() && likeness(words_of(tail), words_of(site)) >= 0.5F)
            return without_site(title.substr(0, at), site);
    }
    return title;
}

struct Candidate {
    std::string text;
    Words words;
    float weight;
};

} // namespace

std::string find_title(const Layout& layout, const Metadata& metadata) {
    const Document& page = layout.page();
    std::vector<Candidate> candidates;
    const auto propose = [&](std::string text, float weight) {
        text = without_site(text, metadata.site);
        if (text.empty() || text.size() > 500) return;
        Words words = words_of(text);
        candidates.push_back({std::move(text), std::move(words), weight});
    };
    int shown = 0;
    for (NodeId id = 0; id < page.nodes().size() && shown < 4; ++id) {
        if (page[id].tag != Tag::h1) continue;
        ++shown;
        propose(page.text_of(id), id == layout.first_h1() ? 1.3F : 0.1F);
    }
    propose(metadata.headline, 0.9F);
    propose(metadata.social_title, 1.3F);
    propose(metadata.meta_title, 0.5F);
    propose(metadata.document_title, 0.2F); // written for search engines
    const Candidate* best = nullptr;
    float most = 0;
    for (const Candidate& candidate : candidates) {
        float votes = candidate.weight;
        for (const Candidate& other : candidates)
            if (&other != &candidate)
                votes += other.weight * likeness(candidate.words, other.words);
        if (votes > most) {
            most = votes;
            best = &candidate;
        }
    }
    return best == nullptr ? std::string() : best->text;
}

} // namespace sitrep::html
