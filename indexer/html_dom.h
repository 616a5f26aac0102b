// A web page as a tree in one array: what libxml2's lenient HTML parser reports, kept in document
// order, so that every walk is a loop. A node's descendants are the nodes behind it, up to `end`.
//
// Strings are valid UTF-8 and live as long as the Document. Parsing is linear in the page: what
// makes libxml2 search its stack again and again (stray end tags below thousands of open
// elements) is budgeted, and nesting below max_depth is flattened.
#pragma once

#include "indexer/html_text.h"

#include <array>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep::html {

// Elements that extraction asks for by name. The order is that of the names in html_dom.cc.
enum class Tag : std::uint8_t {
    other,
    text,
    a,
    abbr,
    address,
    amp_img,
    article,
    aside,
    audio,
    b,
    base,
    blockquote,
    body,
    br,
    button,
    canvas,
    caption,
    center,
    cite,
    code,
    dd,
    del,
    details,
    dialog,
    div,
    dl,
    dt,
    em,
    fieldset,
    figcaption,
    figure,
    font,
    footer,
    form,
    frameset,
    h1,
    h2,
    h3,
    h4,
    h5,
    h6,
    head,
    header,
    hgroup,
    hr,
    html,
    i,
    iframe,
    img,
    input,
    ins,
    kbd,
    label,
    li,
    link,
    main,
    mark,
    menu,
    meta,
    nav,
    noscript,
    object,
    ol,
    option,
    p,
    picture,
    pre,
    q,
    s,
    script,
    section,
    select,
    small,
    source,
    span,
    strong,
    style,
    sub,
    summary,
    sup,
    svg,
    table,
    tbody,
    td,
    template_,
    textarea,
    tfoot,
    th,
    thead,
    time,
    title,
    tr,
    u,
    ul,
    var,
    video,
    count
};

// Attributes that are kept.
enum class Attr : std::uint8_t {
    alt,
    aria_hidden,
    charset,
    class_,
    content,
    data_testid,
    datetime,
    hidden,
    href,
    http_equiv,
    id,
    itemprop,
    itemtype,
    lang,
    name,
    property,
    pubdate,
    rel,
    role,
    style,
    title,
    type,
    count
};

struct Attribute {
    Attr name;
    std::string_view value;
};

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = ~NodeId{0};

struct Node {
    Tag tag = Tag::other;
    NodeId parent = no_node;
    NodeId end = 0;               // one past its last descendant
    std::uint32_t attributes = 0; // index of its first one
    std::string_view text;        // of a text node, or of a script that holds JSON-LD
};

class Document {
  public:
    // `page`: UTF-8, without NUL; anything else in it is repaired or left out.
    explicit Document(std::string_view page);
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    // The first is the page itself, and holds all others.
    const std::vector<Node>& nodes() const { return nodes_; }
    bool empty() const { return nodes_.size() < 2; }
    const Node& operator[](NodeId id) const { return nodes_[id]; }

    std::span<const Attribute> attributes(NodeId id) const;
    // Empty where the element has none.
    std::string_view attribute(NodeId id, Attr name) const;
    // The text of a subtree on one line, scripts and styles left out.
    std::string text_of(NodeId id) const;

    static constexpr std::size_t max_depth = 400;

  private:
    friend struct Builder;

    std::pmr::monotonic_buffer_resource arena_;
    std::vector<Node> nodes_;
    std::vector<Attribute> attributes_; // of one element after another
};

} // namespace sitrep::html
