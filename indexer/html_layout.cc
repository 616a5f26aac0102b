#include "indexer/html_layout.h"

#include <algorithm>
#include <unordered_map>

namespace sitrep::html {
namespace {

constexpr std::uint32_t sentence_chars = 25;

std::uint32_t count_chars(std::string_view text) {
    std::uint32_t count = 0;
    bool space = true;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ') {
            count += space ? 0 : 1;
            space = true;
        } else if ((byte & 0xC0) != 0x80) {
            ++count;
            // What Chinese, Japanese or Korean says takes half the characters.
            if (byte >= 0xE3 && byte <= 0xED) ++count;
            space = false;
        }
    }
    return count;
}

} // namespace

Layout::Layout(const Document& page) : page_(page) {
    mark();
    count(true);
    acquit();
    count(false);
}

void Layout::mark() {
    purposes_.resize(page_.nodes().size(), Purpose::plain);
    for (NodeId id = 0; id < purposes_.size(); ++id) {
        if (page_[id].tag == Tag::text) continue;
        purposes_[id] = purpose_of(page_, id);
        if (page_[id].tag == Tag::h1 && h1_ == no_node && purposes_[id] == Purpose::plain) h1_ = id;
    }
}

// A name that says furniture is wrong where the elements of that class hold a good part of the
// page's prose, or one holds most of what is named the article's body; and on paragraphs and
// quotes, which such names style.
void Layout::acquit() {
    constexpr std::size_t long_paragraph = 80;
    std::unordered_map<std::string_view, std::size_t> of_class; // a text may stand in several
    NodeId body = no_node;
    for (NodeId id = 0; id < purposes_.size(); ++id) {
        if (purposes_[id] == Purpose::furniture)
            of_class[page_.attribute(id, Attr::class_)] += prose(id);
        if (purposes_[id] == Purpose::body && (body == no_node || prose(id) > prose(body)))
            body = id;
    }
    const std::size_t all = prose_.back();
    if (body != no_node && 8 * prose(body) < all) body = no_node;
    for (NodeId id = 0; id < purposes_.size(); ++id) {
        const std::size_t here = prose(id);
        const bool around = contains(id, body) || (contains(id, h1_) && 2 * here > all);
        if (purposes_[id] == Purpose::furniture) {
            const std::string_view name = page_.attribute(id, Attr::class_);
            const bool style = (page_[id].tag == Tag::p && here > long_paragraph) ||
                               page_[id].tag == Tag::blockquote;
            if (around || style || 3 * here > all || (!name.empty() && 2 * of_class[name] > all))
                purposes_[id] = Purpose::plain;
        } else if (purposes_[id] == Purpose::foreign && around && 2 * here > all) {
            purposes_[id] = Purpose::plain;
        }
    }
}

// Texts of others are not what furniture is measured by, unless the headline stands in them.
bool Layout::is_surely_out(NodeId id) const {
    return purposes_[id] == Purpose::hidden ||
           (purposes_[id] == Purpose::foreign && !contains(id, h1_));
}

void Layout::count(bool before_trial) {
    const std::size_t size = page_.nodes().size();
    chars_.assign(size + 1, 0);
    links_.assign(size + 1, 0);
    prose_.assign(size + 1, 0);
    NodeId link_end = 0;
    NodeId out_end = 0;
    for (NodeId id = 0; id < size; ++id) {
        const Node& node = page_[id];
        std::uint32_t here = 0;
        const bool out = before_trial ? is_surely_out(id) : is_out(id);
        if (out) out_end = std::max(out_end, node.end);
        if (node.tag == Tag::a) link_end = std::max(link_end, node.end);
        if (node.tag == Tag::text && id >= out_end) here = count_chars(node.text);
        const bool link = id < link_end;
        chars_[id + 1] = chars_[id] + here;
        links_[id + 1] = links_[id] + (link ? here : 0);
        prose_[id + 1] = prose_[id] + (!link && here >= sentence_chars ? here : 0);
    }
}

} // namespace sitrep::html
