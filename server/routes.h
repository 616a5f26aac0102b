// THE table of addresses: what answers them, and who may ask.
#pragma once

#include "server/message.h"
#include "server/searchers.h"

#include <span>
#include <string_view>

namespace sitrep {

struct Problem;

// What a key must allow. With no keys configured the server serves loopback only, and there
// everything is allowed.
enum class Scope : std::uint8_t { open, search, index, subscribe, admin };

// What the handlers work with.
struct Site {
    Searchers& searchers;
};

struct Route {
    std::string_view method; // GET answers HEAD too
    std::string_view path;   // whole; {name} stands for one part of it
    Scope scope;
    bool is_page; // errors are pages for people, else problem documents
    HttpResponse (*handler)(Site&, const HttpRequest&);
    std::string_view help;
};
std::span<const Route> routes();

// Whether `path` is one that `pattern` stands for.
bool matches_path(std::string_view pattern, std::string_view path);

// Errors of a handler are answers too: a page or a problem document. Nothing is thrown.
HttpResponse answer(const Route& route, Site& site, const HttpRequest& request);

// The answer for a problem on a path that may be no route's.
HttpResponse answer_problem(std::string_view path, const Problem& problem);

} // namespace sitrep
