#include "indexer/html_body.h"

#include <algorithm>

namespace sitrep::html {
namespace {

// The element of a kind with most prose.
template <class Kind>
NodeId richest(const Layout& layout, NodeId from, Kind kind) {
    NodeId best = no_node;
    NodeId out_end = from;
    for (NodeId id = from; id < layout.page()[from].end; ++id) {
        if (id < out_end) continue;
        if (layout.is_out(id)) out_end = layout.page()[id].end;
        if (id < out_end || !kind(id)) continue;
        if (best == no_node || layout.prose(id) > layout.prose(best)) best = id;
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

} // namespace

NodeId find_article(const Layout& layout) {
    if (layout.page().nodes().empty()) return no_node;
    const auto article = [&](NodeId id) { return is_article(layout, id); };
    const auto main = [&](NodeId id) { return is_main(layout, id); };
    const auto body = [&](NodeId id) { return layout.purpose(id) == Purpose::body; };
    NodeId top = 0;
    if (const NodeId found = richest(layout, top, article);
        found != no_node && 3 * layout.prose(found) > layout.prose(top))
        top = found;
    else if (const NodeId other = richest(layout, top, main);
             other != no_node && 3 * layout.prose(other) > layout.prose(top))
        top = other;
    const NodeId named = richest(layout, top, body);
    if (named != no_node && 10 * layout.prose(named) > 6 * layout.prose(top)) return named;
    if (is_article(layout, top)) return top;
    return densest(layout, top);
}

namespace {

struct Block {
    std::string text;
    std::size_t chars = 0;
    std::size_t links = 0;
    Tag tag = Tag::other;
};

class BlockReader {
  public:
    BlockReader(const Layout& layout, NodeId root) : layout_(layout), root_(root) {}

    std::vector<Block> read() {
        const Document& page = layout_.page();
        std::vector<NodeId> open; // blocks
        NodeId link_end = 0;
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
            if (node.tag == Tag::text) {
                add(id, id < link_end);
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
    void add(NodeId id, bool link) {
        append_collapsed(block_.text, layout_.page()[id].text);
        block_.chars += layout_.chars(id);
        if (link) block_.links += layout_.chars(id);
    }

    void flush(Tag tag) {
        while (block_.text.ends_with(' ')) block_.text.pop_back();
        block_.tag = tag;
        if (!block_.text.empty()) blocks_.push_back(std::move(block_));
        block_ = {};
    }

    const Layout& layout_;
    NodeId root_;
    Block block_;
    std::vector<Block> blocks_;
};

bool is_link(const Block& block) {
    return 10 * block.links > 7 * block.chars;
}

} // namespace

std::string read_blocks(const Layout& layout, NodeId root, std::string_view title) {
    if (root == no_node) return {};
    std::string text;
    for (const Block& block : BlockReader(layout, root).read()) {
        if (is_link(block) || block.text == title) continue;
        if (!text.empty()) text += '\n';
        text += block.text;
    }
    return text;
}

} // namespace sitrep::html
