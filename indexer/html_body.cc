#include "indexer/html_body.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace sitrep::html {
namespace {

// The element of a kind with most prose; the page's headline in it counts for two texts.
template <class Kind>
NodeId richest(const Layout& layout, NodeId from, Kind kind) {
    const auto worth = [&](NodeId id) {
        return layout.prose(id) * (layout.contains(id, layout.first_h1()) ? 3 : 1);
    };
    NodeId best = no_node;
    NodeId out_end = from;
    for (NodeId id = from; id < layout.page()[from].end; ++id) {
        if (id < out_end) continue;
        if (layout.is_out(id)) out_end = layout.page()[id].end;
        if (id < out_end || !kind(id)) continue;
        if (best == no_node || worth(id) > worth(best)) best = id;
    }
    return best;
}

bool is_article(const Layout& layout, NodeId id) {
    return layout.page()[id].tag == Tag::article ||
           layout.page().attribute(id, Attr::role) == "article";
}

bool is_main(const Layout& layout, NodeId id) {
    return layout.page()[id].tag == Tag::main || layout.page().attribute(id, Attr::role) == "main";
}

// The element that holds most paragraphs: they give points to what holds them, and half to what
// holds that.
NodeId densest(const Layout& layout, NodeId from) {
    const Document& page = layout.page();
    std::vector<float> points(page.nodes().size(), 0.0F);
    for (NodeId id = from; id < page[from].end; ++id) {
        if (layout.is_out(id)) {
            id = page[id].end - 1;
            continue;
        }
        if (page[id].tag != Tag::text) continue;
        const std::size_t here = layout.prose(id);
        if (here == 0) continue;
        NodeId block = page[id].parent;
        while (block > from && !is_block(page[block].tag)) block = page[block].parent;
        const auto value = static_cast<float>(here);
        const bool paragraph = page[block].tag == Tag::p || page[block].tag == Tag::blockquote ||
                               page[block].tag == Tag::li || heading_level(page[block].tag) > 0;
        if (!paragraph) points[block] += value;
        // What a text in a bare div gives to those above it is a little less.
        float share = paragraph ? 1.0F : 0.9F;
        for (int level = 0; level < 2 && block > from; ++level, share /= 2) {
            block = page[block].parent;
            points[block] += value * share;
        }
    }
    NodeId best = from;
    float most = 0;
    for (NodeId id = from; id < page[from].end; ++id) {
        if (points[id] <= 0) continue;
        const float links = static_cast<float>(layout.link_chars(id)) /
                            static_cast<float>(std::max<std::size_t>(layout.chars(id), 1));
        const float score = points[id] * (1 - links);
        if (score > most) {
            most = score;
            best = id;
        }
    }
    return best;
}

// A text in several modules: what holds them all, unless it holds many links too.
NodeId with_siblings(const Layout& layout, NodeId id, NodeId top) {
    NodeId best = id;
    while (id > top) {
        id = layout.page()[id].parent;
        const bool more = 4 * layout.prose(id) > 5 * layout.prose(best);
        const bool links = 4 * layout.link_chars(id) > layout.chars(id);
        if (links) break;
        if (more) best = id;
    }
    return best;
}

} // namespace

NodeId find_article(const Layout& layout) {
    if (layout.page().empty()) return no_node;
    const auto article = [&](NodeId id) { return is_article(layout, id); };
    const auto main = [&](NodeId id) { return is_main(layout, id); };
    const auto body = [&](NodeId id) { return layout.purpose(id) == Purpose::body; };
    const auto microdata = [&](NodeId id) {
        return layout.page().attribute(id, Attr::itemprop) == "articleBody";
    };
    // Whether an element holds one part in so many of what another holds.
    const auto holds = [&](NodeId id, std::size_t part, NodeId of) {
        return id != no_node && part * layout.prose(id) > layout.prose(of);
    };
    if (const NodeId found = richest(layout, 0, microdata); holds(found, 4, 0))
        return layout.page()[found].tag == Tag::p ? layout.page()[found].parent : found;
    NodeId top = 0;
    if (const NodeId found = richest(layout, top, article);
        holds(found, 3, top) || (holds(found, 6, top) && layout.contains(found, layout.first_h1())))
        top = found;
    else if (const NodeId other = richest(layout, top, main); holds(other, 3, top))
        top = other;
    const NodeId named = richest(layout, top, body);
    if (named != no_node && 10 * layout.prose(named) > 6 * layout.prose(top)) return named;
    if (is_article(layout, top)) return top;
    return with_siblings(layout, densest(layout, top), top);
}

namespace {

struct Block {
    std::string text; // <br> breaks its lines
    std::size_t chars = 0;
    std::size_t links = 0; // of them in links
    std::size_t times = 0; // of them in <time>
    Tag tag = Tag::other;
    bool out = false;
};

class BlockReader {
  public:
    BlockReader(const Layout& layout, NodeId root) : layout_(layout), root_(root) {}

    std::vector<Block> read() {
        const Document& page = layout_.page();
        std::vector<NodeId> open; // blocks
        NodeId link_end = 0;
        NodeId time_end = 0;
        for (NodeId id = root_; id < page[root_].end;) {
            while (!open.empty() && id >= page[open.back()].end) {
                flush(page[open.back()].tag);
                open.pop_back();
            }
            const Node& node = page[id];
            if (id != root_ && layout_.is_out(id)) {
                id = node.end;
                continue;
            }
            if (node.tag == Tag::a) link_end = std::max(link_end, node.end);
            if (node.tag == Tag::time) time_end = node.end;
            if (node.tag == Tag::text) {
                add(id, id < link_end, id < time_end);
            } else if (node.tag == Tag::br) {
                break_line();
            } else if (node.tag == Tag::td || node.tag == Tag::th) {
                if (!block_.text.empty()) append_collapsed(block_.text, " ");
            } else if (is_block(node.tag)) {
                flush(open.empty() ? Tag::other : page[open.back()].tag);
                if (node.end > id + 1) open.push_back(id);
            }
            ++id;
        }
        flush(open.empty() ? Tag::other : page[open.back()].tag);
        return std::move(blocks_);
    }

  private:
    void add(NodeId id, bool link, bool time) {
        append_collapsed(block_.text, layout_.page()[id].text);
        block_.chars += layout_.chars(id);
        if (link) block_.links += layout_.chars(id);
        if (time) block_.times += layout_.chars(id);
    }

    void trim_end() {
        while (block_.text.ends_with(' ') || block_.text.ends_with('\n')) block_.text.pop_back();
    }

    void break_line() {
        trim_end();
        if (!block_.text.empty()) block_.text += '\n';
    }

    void flush(Tag tag) {
        trim_end();
        block_.tag = tag;
        if (!block_.text.empty()) blocks_.push_back(std::move(block_));
        block_ = {};
    }

    const Layout& layout_;
    NodeId root_;
    Block block_;
    std::vector<Block> blocks_;
};

constexpr std::size_t short_bytes = 80;

bool is_link(const Block& block) {
    return 10 * block.links > 7 * block.chars;
}

bool is_list_item(const Block& block) {
    return block.tag == Tag::li || block.tag == Tag::tr || block.tag == Tag::dd ||
           block.tag == Tag::dt;
}

// Ends as a sentence does, in the scripts that end one.
bool ends_sentence(std::string_view text) {
    constexpr std::array<std::string_view, 17> ends{".", "!",  "?",  ":",  "\"", "”", "“", "»", "’",
                                                    "…", "。", "！", "？", "」", "।", "؟", "۔"};
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return text.ends_with(end); });
}

// Bylines, times, kickers, counts of readers: a few words that are no sentence.
bool is_label(const Block& block) {
    return block.text.size() < short_bytes && !ends_sentence(block.text) &&
           block.text.find('\n') == std::string::npos;
}

// What only links, only tells the time, is the headline again, or comes again and again.
void drop_repeated(std::vector<Block>& blocks, std::string_view title, std::string_view h1) {
    std::unordered_map<std::string_view, int> times;
    for (const Block& block : blocks) ++times[block.text];
    std::unordered_set<std::string_view> seen;
    for (Block& block : blocks) {
        const bool again = !seen.insert(block.text).second;
        const bool label = times[block.text] > 1 && is_label(block) && !is_list_item(block);
        block.out = is_link(block) || block.times == block.chars || block.text == title ||
                    block.text == h1 || again || label;
    }
}

// Headings over nothing but links.
void drop_empty_sections(std::vector<Block>& blocks) {
    bool empty = true;
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
        if (heading_level(block->tag) > 0) {
            block->out |= empty;
            empty = empty && block->out;
        } else if (!block->out) {
            empty = false;
        } else if (is_link(*block)) {
            empty = true;
        }
    }
}

// Labels before the first sentence and behind the last.
template <class Iterator>
void drop_labels(Iterator begin, Iterator end) {
    for (; begin != end && (begin->out || (is_label(*begin) && !is_list_item(*begin))); ++begin)
        begin->out = true;
}

std::string join(const std::vector<Block>& blocks) {
    std::string text;
    for (const Block& block : blocks) {
        if (block.out) continue;
        if (!text.empty()) text += '\n';
        text += block.text;
    }
    return text;
}

} // namespace

std::string read_blocks(const Layout& layout, NodeId root, std::string_view title) {
    if (root == no_node) return {};
    std::vector<Block> blocks = BlockReader(layout, root).read();
    const NodeId h1 = layout.first_h1();
    drop_repeated(blocks, title, h1 == no_node ? "" : layout.page().text_of(h1));
    drop_empty_sections(blocks);
    if (std::any_of(blocks.begin(), blocks.end(),
                    [](const Block& block) { return !block.out && !is_label(block); })) {
        drop_labels(blocks.begin(), blocks.end());
        drop_labels(blocks.rbegin(), blocks.rend());
    }
    return join(blocks);
}

std::string read_fragment(const Layout& layout) {
    if (layout.page().empty()) return {};
    std::vector<Block> blocks = BlockReader(layout, 0).read();
    for (Block& block : blocks) block.out = is_link(block) && blocks.size() > 1;
    return join(blocks);
}

} // namespace sitrep::html
