// Where a page's text lies: how much of it is prose, how much links, and what is furniture.
// Every question about a subtree is answered in constant time, from running sums.
#pragma once

#include "indexer/html_marks.h"

#include <vector>

namespace sitrep::html {

class Layout {
  public:
    // Linear in the page.
    explicit Layout(const Document& page);

    const Document& page() const { return page_; }
    Purpose purpose(NodeId id) const { return purposes_[id]; }
    // Neither the text nor part of it.
    bool is_out(NodeId id) const { return purposes_[id] >= Purpose::furniture; }

    // Code points below a node, in what is not out: all of them; those in links; those in runs of
    // text long enough for a sentence.
    std::size_t chars(NodeId id) const { return sum(chars_, id); }
    std::size_t link_chars(NodeId id) const { return sum(links_, id); }
    std::size_t prose(NodeId id) const { return sum(prose_, id); }

    NodeId first_h1() const { return h1_; } // or no_node
    bool contains(NodeId outer, NodeId inner) const {
        return inner != no_node && outer <= inner && inner < page_[outer].end;
    }

  private:
    using Sums = std::vector<std::uint32_t>;
    std::size_t sum(const Sums& sums, NodeId id) const { return sums[page_[id].end] - sums[id]; }
    void mark();
    void acquit();
    bool is_surely_out(NodeId id) const;
    void count(bool before_trial);

    const Document& page_;
    std::vector<Purpose> purposes_;
    Sums chars_;
    Sums links_;
    Sums prose_;
    NodeId h1_ = no_node;
};

} // namespace sitrep::html
