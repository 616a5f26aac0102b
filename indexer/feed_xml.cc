#include "indexer/feed_xml.h"

#include "indexer/feed_names.h"
#include "indexer/html_dom.h"
#include "schema/analysis.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

namespace sitrep::feed {
namespace {

constexpr std::size_t max_entity_bytes = 256; // of what a document declares for a name

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

struct FreeParser {
    void operator()(xmlParserCtxtPtr parser) const {
        if (parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
        parser->myDoc = nullptr;
        xmlFreeParserCtxt(parser);
    }
};

} // namespace

struct XmlFeed::State {
    std::unique_ptr<xmlParserCtxt, FreeParser> parser;
    Feed head;
    std::deque<PlacedEntry> entries;
    Problem problem;
    std::uint64_t problem_line = 0;
    std::string first_error;

    int depth = 0;
    int entry_depth = 0; // of the entry that is open; 0: none
    PlacedEntry open;
    bool is_feed = false;
    int taking_depth = 0; // of the element whose content is taken; 0: none
    Item taking = Item::none;
    std::string taken;
    Attributes attributes; // of the element taken
    bool in_author = false;
    std::map<std::string, std::string, std::less<>> declared; // entities
    std::map<std::string, xmlEntity, std::less<>> known;      // those that were asked for

    std::uint64_t here() const {
        return static_cast<std::uint64_t>(std::max(0, xmlSAX2GetLineNumber(parser.get())));
    }
    void stop(Problem why) {
        problem = std::move(why);
        problem_line = here();
        xmlStopParser(parser.get());
    }
    void start(std::string_view name, Space space, Attributes found);
    void end(std::string_view name);
    void keep();
    xmlEntityPtr entity(std::string_view name);
};

void XmlFeed::State::start(std::string_view name, Space space, Attributes found) {
    if (!problem.empty()) return; // libxml2 goes on for a while
    ++depth;
    if (depth == 1) {
        is_feed = is_feed_root(name);
        if (!is_feed)
            return stop(
                fmt::format("it is XML, but no feed: its root is <{}>", name.substr(0, 60)));
    }
    if (taking_depth > 0) { // markup inside: kept as HTML
        taken.append("<").append(name).append(">");
        return;
    }
    const Item item = item_of(name, space);
    if (item == Item::entry && entry_depth == 0) {
        entry_depth = depth;
        open = {};
        open.line = here();
        open.entry.id = found.about;
        return;
    }
    if (item == Item::author && depth == entry_depth + 1) in_author = true;
    const bool direct = entry_depth > 0 && depth == entry_depth + 1;
    const bool named = in_author && item == Item::name && depth == entry_depth + 2;
    const bool grouped = entry_depth > 0 && item == Item::media;
    const bool of_feed = entry_depth == 0 && depth <= 3;
    if (item == Item::none || !(direct || named || grouped || of_feed)) return;
    taking = item;
    taking_depth = depth;
    attributes = std::move(found);
    taken.clear();
    // An Atom author's name stands inside.
    if (item == Item::author && space == Space::atom) taking_depth = 0;
}

void XmlFeed::State::end(std::string_view name) {
    if (!problem.empty()) return;
    if (taking_depth == depth && depth > 0) {
        keep();
        taking_depth = 0;
    } else if (taking_depth > 0) {
        taken.append("</").append(name).append(">");
    }
    if (in_author && depth == entry_depth + 1) in_author = false;
    if (depth == entry_depth && depth > 0) {
        entries.push_back(std::move(open));
        open = {};
        entry_depth = 0;
    }
    if (depth > 0) --depth;
}

void XmlFeed::State::keep() {
    make_valid_utf8(taken);
    if (entry_depth > 0)
        keep_in_entry(taking, attributes, taken, open.entry);
    else
        keep_in_feed(taking, attributes, taken, head);
}

// HTML's names are understood, and short plain ones that the document declares.
xmlEntityPtr XmlFeed::State::entity(std::string_view name) {
    if (const auto found = known.find(name); found != known.end()) return &found->second;
    const std::string written = fmt::format("&{};", name.substr(0, 32));
    const auto own = declared.find(name);
    std::string value = own != declared.end() ? own->second : html::decode_references(written);
    if (value == written || known.size() > 1000) return nullptr;
    const auto [entry, added] = known.try_emplace(std::string(name));
    const auto [text, ignored] = declared.try_emplace(std::string(name), std::move(value));
    xmlEntity& entity = entry->second;
    entity.type = XML_ENTITY_DECL;
    entity.name = reinterpret_cast<const xmlChar*>(entry->first.c_str());
    entity.etype = XML_INTERNAL_PREDEFINED_ENTITY; // its content is taken as it is
    entity.content = reinterpret_cast<xmlChar*>(text->second.data());
    entity.length = static_cast<int>(text->second.size());
    return &entity;
}

// libxml2 calls these.
struct XmlFeed::Events {
    static State& state(void* context) {
        return *static_cast<State*>(static_cast<xmlParserCtxtPtr>(context)->_private);
    }
    static void start(void* context, const xmlChar* name, const xmlChar* prefix,
                      const xmlChar* space, int, const xmlChar**, int count, int,
                      const xmlChar** attributes) {
        Attributes found;
        for (int i = 0; i < count; ++i, attributes += 5) {
            const auto size = static_cast<std::size_t>(attributes[4] - attributes[3]);
            std::string value(reinterpret_cast<const char*>(attributes[3]), size);
            make_valid_utf8(value);
            found.take(view(attributes[0]), view(attributes[1]), std::move(value));
        }
        state(context).start(view(name), space_of(view(prefix), view(space)), std::move(found));
    }
    static void end(void* context, const xmlChar* name, const xmlChar*, const xmlChar*) {
        state(context).end(view(name));
    }
    static void text(void* context, const xmlChar* text, int size) {
        State& state = Events::state(context);
        if (state.taking_depth == 0) return;
        const std::string_view part(reinterpret_cast<const char*>(text),
                                    static_cast<std::size_t>(size));
        // Text among markup is told from markup; text alone may be HTML itself.
        if (state.depth == state.taking_depth)
            state.taken.append(part);
        else
            for (const char c : part)
                c == '<' ? state.taken.append("&lt;") : state.taken.append(1, c);
    }
    static void declare(void* context, const xmlChar* name, int type, const xmlChar*,
                        const xmlChar*, xmlChar* content) {
        State& state = Events::state(context);
        const std::string_view value = view(content);
        if (type != XML_INTERNAL_GENERAL_ENTITY)
            state.stop("it declares external or parameter entities; those are not read");
        else if (value.find('&') != value.npos || value.size() > max_entity_bytes ||
                 state.declared.size() > 1000)
            state.stop("it declares entities that expand to others; those are not read");
        else
            state.declared.try_emplace(std::string(view(name)), value);
    }
    static xmlEntityPtr entity(void* context, const xmlChar* name) {
        if (xmlEntityPtr predefined = xmlGetPredefinedEntity(name)) return predefined;
        return state(context).entity(view(name));
    }
    static void error(void* context, xmlErrorPtr error) {
        State& state = Events::state(context);
        if (!state.first_error.empty() || error->level < XML_ERR_ERROR) return;
        state.first_error = trim(view(reinterpret_cast<const xmlChar*>(error->message)));
    }
};

XmlFeed::XmlFeed() : state_(std::make_unique<State>()) {
    xmlSAXHandler events{};
    events.startElementNs = Events::start;
    events.endElementNs = Events::end;
    events.characters = Events::text;
    events.ignorableWhitespace = Events::text;
    events.cdataBlock = Events::text;
    events.entityDecl = Events::declare;
    events.getEntity = Events::entity;
    events.serror = Events::error;
    events.initialized = XML_SAX2_MAGIC;
    state_->parser.reset(xmlCreatePushParserCtxt(&events, nullptr, nullptr, 0, nullptr));
    state_->parser->_private = state_.get();
    xmlCtxtUseOptions(state_->parser.get(), XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    state_->parser->sax->serror = Events::error;
}

XmlFeed::~XmlFeed() = default;

bool XmlFeed::feed(std::string_view bytes) {
    if (!state_->problem.empty()) return false;
    // Pieces, so that a length fits an int.
    constexpr std::size_t piece = 64 * 1024;
    for (; !bytes.empty() && state_->problem.empty();
         bytes.remove_prefix(std::min(piece, bytes.size())))
        xmlParseChunk(state_->parser.get(), bytes.data(),
                      static_cast<int>(std::min(piece, bytes.size())), 0);
    return state_->problem.empty();
}

void XmlFeed::finish() {
    if (!state_->problem.empty()) return;
    xmlParseChunk(state_->parser.get(), nullptr, 0, 1);
    if (!state_->problem.empty()) return;
    state_->problem_line = state_->here();
    if (!state_->is_feed)
        state_->problem = "it is no feed: " +
                          (state_->first_error.empty() ? "it has no root" : state_->first_error);
    else if (state_->entry_depth > 0)
        state_->problem = fmt::format(
            "the feed breaks off inside the entry that begins in line {}{}{}", state_->open.line,
            state_->first_error.empty() ? "" : ": ", state_->first_error);
    else if (state_->entries.empty() && !state_->first_error.empty())
        state_->problem = "the feed is broken: " + state_->first_error;
}

std::deque<PlacedEntry>& XmlFeed::entries() {
    return state_->entries;
}
const Feed& XmlFeed::head() const {
    return state_->head;
}
const Problem& XmlFeed::problem() const {
    return state_->problem;
}
std::uint64_t XmlFeed::line() const {
    return state_->problem_line;
}

} // namespace sitrep::feed
