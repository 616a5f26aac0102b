#include "tests/schema/gazetteer_fixture.h"

namespace sitrep::test {

std::string ids(const Gazetteer& gazetteer, const std::vector<Entity>& entities) {
    std::string text;
    for (const Entity& entity : entities) {
        if (!text.empty()) text += ' ';
        text += gazetteer.entity(entity.index).id;
    }
    return text;
}

std::string ids(const Gazetteer& gazetteer, const std::vector<EntityIndex>& indices) {
    std::vector<Entity> entities;
    for (const EntityIndex index : indices) entities.push_back(gazetteer.entity(index));
    return ids(gazetteer, entities);
}

std::string regions(const Gazetteer& gazetteer, std::string_view name) {
    return ids(gazetteer, gazetteer.resolve(EntityKind::region, name));
}

std::string actors(const Gazetteer& gazetteer, std::string_view name) {
    return ids(gazetteer, gazetteer.resolve(EntityKind::actor, name));
}

std::string matches(const Gazetteer& gazetteer, std::string_view text) {
    Tokens tokens;
    tokens.analyse(text);
    std::vector<GazetteerMatch> found;
    gazetteer.match(tokens, found);
    std::string shown;
    for (const GazetteerMatch& match : found) {
        if (!shown.empty()) shown += ", ";
        const std::uint32_t begin = tokens[match.first].begin;
        shown += text.substr(begin, tokens[match.last - 1].end - begin);
        shown += ": ";
        shown += gazetteer.entity(match.targets.front().entity).id;
    }
    return shown;
}

bool has_word(const std::string& words, const std::string& word) {
    return (" " + words + " ").find(" " + word + " ") != std::string::npos;
}

} // namespace sitrep::test
