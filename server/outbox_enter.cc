// What of a batch of matches is new to a subscription, and enters its outbox.

#include "server/outbox.h"
#include "server/secret_key.h"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sitrep {
namespace {

constexpr std::size_t most_hits = 50; // of one delivery

// One batch, in its transaction.
class Entry {
  public:
    explicit Entry(SqliteDatabase& db)
        : db_(db), told_(db.prepare("SELECT subject, facts FROM notified WHERE subscription = ? "
                                    "AND article = ?")),
          of_story_(db.prepare("SELECT subject, facts FROM notified WHERE subscription = ? AND "
                               "story = ? ORDER BY article LIMIT 1")),
          tell_(db.prepare("INSERT INTO notified(subscription, article, subject, facts, story) "
                           "VALUES(?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                           "facts = excluded.facts, "
                           "story = iif(excluded.story = '', story, excluded.story)")),
          has_item_(db.prepare("SELECT 1 FROM item WHERE subscription = ? AND event = ?")),
          add_item_(db.prepare("INSERT INTO item(subscription, event, subject, article, "
                               "kind, created, hit, waiting, delivery) VALUES "
                               "(?, ?, ?, ?, ?, ?, ?, ?, ?)")) {}

    bool enter(const QueryMatch& match);
    std::size_t retract(const Retraction& retraction);

  private:
    struct Target { // a subscription of this batch
        bool exists = false;
        Rate rate = Rate::story;
        bool has_deliveries = false; // of matches as they come
        bool is_digest = false;
        std::string delivery; // that is being filled
        std::size_t hits = 0;
    };
    struct Told {
        std::string subject;
        Facts facts;
    };

    Target& target(const std::string& subscription);
    std::optional<Told> told(const std::string& subscription, const std::string& article);
    std::optional<Told> told_of_story(const QueryMatch& match);
    void tell(const QueryMatch& match, const std::string& article, const std::string& subject,
              const Facts& facts) {
        tell_.run(match.subscription, article, subject, facts_json(facts),
                  match.story.empty() ? "" : match.story.front());
    }
    bool add(const QueryMatch& match, const std::string& subject,
             const std::vector<FactChange>& changed);
    std::optional<std::string> delivery_for(const std::string& subscription, Target& target);

    SqliteDatabase& db_;
    Statement told_;
    Statement of_story_;
    Statement tell_;
    Statement has_item_;
    Statement add_item_;
    std::int64_t now_ = now_ms();
    std::map<std::string, Target> targets_;
};

Entry::Target& Entry::target(const std::string& subscription) {
    const auto [entry, is_new] = targets_.try_emplace(subscription);
    Target& one = entry->second;
    if (!is_new) return one;
    Statement found = db_.query(
        "SELECT rate, delivery FROM subscription WHERE id = ? AND NOT paused AND state = 'active'",
        subscription);
    if (!found.step()) return one;
    one.exists = true;
    one.rate = value_in(rate_names, found.text(0)).value_or(Rate::story);
    const bool is_feed = found.text(1) == name_in(delivery_names, DeliveryKind::feed);
    const bool at_once = one.rate == Rate::story || one.rate == Rate::every;
    one.has_deliveries = !is_feed && at_once;
    one.is_digest = !is_feed && !at_once;
    return one;
}

std::optional<Entry::Told> Entry::told(const std::string& subscription,
                                       const std::string& article) {
    if (!told_.bind(subscription, article).step()) return std::nullopt;
    return Told{told_.text(0), parse_facts(told_.text(1))};
}

// What was told of another report of the same story.
std::optional<Entry::Told> Entry::told_of_story(const QueryMatch& match) {
    for (const std::string& story : match.story)
        if (of_story_.bind(match.subscription, story).step())
            return Told{of_story_.text(0), parse_facts(of_story_.text(1))};
    return std::nullopt;
}

// The delivery of this batch that the next hit goes into.
std::optional<std::string> Entry::delivery_for(const std::string& subscription, Target& one) {
    if (!one.has_deliveries) return std::nullopt;
    if (one.delivery.empty() || one.hits == most_hits) {
        one.delivery = random_id("msg_");
        one.hits = 0;
        db_.run("INSERT INTO delivery VALUES(?, ?, 'match', 'waiting', 0, ?, ?, NULL, NULL, '')",
                one.delivery, subscription, now_, now_);
    }
    ++one.hits;
    return one.delivery;
}

// `hit` with what is told of it.
std::string with_event(const std::string& hit, std::string_view kind,
                       const std::vector<FactChange>& changed) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const FactChange& change : changed)
        list.push_back({{"what", change.what}, {"from", change.from}, {"to", change.to}});
    return fmt::format("{},\"event\":\"{}\",\"changed\":{}}}", hit.substr(0, hit.size() - 1), kind,
                       list.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

bool Entry::add(const QueryMatch& match, const std::string& subject,
                const std::vector<FactChange>& changed) {
    Target& one = target(match.subscription);
    const bool is_retraction =
        !changed.empty() && changed.front().what == "retracted" && changed.front().to == "yes";
    const std::string_view kind = is_retraction     ? "retraction"
                                  : changed.empty() ? "match"
                                                    : "update";
    const std::string event =
        fmt::format("{} {:016x}", match.article, static_cast<std::uint64_t>(match.fingerprint));
    if (has_item_.bind(match.subscription, event).step()) return false; // told before
    const auto delivery = delivery_for(match.subscription, one);
    add_item_.run(match.subscription, event, subject, match.article, kind, now_,
                  with_event(match.hit, kind, changed), one.is_digest, delivery);
    db_.run("UPDATE subscription SET last_match = ? WHERE id = ?", now_, match.subscription);
    if (one.is_digest)
        db_.run("UPDATE subscription SET digest_due = coalesce(digest_due, ?) WHERE id = ?",
                next_digest(one.rate, now_), match.subscription);
    return true;
}

bool Entry::enter(const QueryMatch& match) {
    const Target& one = target(match.subscription);
    if (!one.exists) return false;
    if (const auto before = told(match.subscription, match.article)) {
        const auto changed = changes(before->facts, match.facts);
        if (changed.empty()) return false;
        tell(match, match.article, before->subject, match.facts);
        return add(match, before->subject, changed);
    }
    if (one.rate != Rate::every)
        if (const auto other = told_of_story(match)) {
            const std::string& subject = other->subject;
            const auto first = told(match.subscription, subject).value_or(*other);
            tell(match, match.article, subject, match.facts);
            const auto changed = higher_toll(first.facts, match.facts);
            if (changed.empty()) return false; // one more report of a story told before
            tell(match, subject, subject, with_toll(first.facts, match.facts));
            return add(match, subject, changed);
        }
    tell(match, match.article, match.article, match.facts);
    return add(match, match.article, {});
}

std::string valid_json(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What was last told of the article, without what was told then.
std::string last_hit(SqliteDatabase& db, const std::string& subscription,
                     const std::string& article) {
    Statement found = db.query("SELECT hit FROM item WHERE subscription = ? AND article = ? "
                               "ORDER BY id DESC LIMIT 1",
                               subscription, article);
    if (!found.step()) return valid_json({{"id", article}});
    const std::string hit = found.text(0);
    return hit.substr(0, hit.rfind(",\"event\":\"")) + "}";
}

std::size_t Entry::retract(const Retraction& retraction) {
    struct Reader {
        std::string subscription;
        std::string subject;
        Facts facts;
    };
    std::vector<Reader> readers;
    Statement found = db_.query("SELECT subscription, subject, facts FROM notified WHERE "
                                "article = ?",
                                retraction.article);
    while (found.step())
        readers.push_back({found.text(0), found.text(1), parse_facts(found.text(2))});
    std::size_t items = 0;
    for (const Reader& reader : readers) {
        if (reader.facts.retracted || !target(reader.subscription).exists) continue;
        QueryMatch match;
        match.subscription = reader.subscription;
        match.article = retraction.article;
        match.fingerprint = now_; // an event of its own
        match.facts = reader.facts;
        match.facts.retracted = true;
        match.hit = last_hit(db_, reader.subscription, retraction.article);
        match.hit.back() = ',';
        match.hit += fmt::format("\"reason\":{}}}", valid_json(retraction.reason));
        tell(match, match.article, reader.subject, match.facts);
        if (add(match, reader.subject, {{"retracted", "no", "yes"}})) ++items;
    }
    return items;
}

} // namespace

std::size_t Outbox::retract(const std::vector<Retraction>& retractions,
                            std::optional<std::int64_t> mark) {
    return state_.transaction([&](SqliteDatabase& db) {
        std::size_t items = 0;
        {
            Entry entry(db);
            for (const Retraction& retraction : retractions) items += entry.retract(retraction);
        }
        if (mark) db.run("UPDATE mark SET retracted = ?", *mark);
        return items;
    });
}

std::size_t Outbox::enter(const MatchBatch& batch) {
    return state_.transaction([&](SqliteDatabase& db) {
        std::size_t items = 0;
        {
            Statement know = db.prepare("INSERT OR IGNORE INTO known VALUES(?)");
            for (const std::int64_t fingerprint : batch.fingerprints) know.run(fingerprint);
            Entry entry(db);
            for (const QueryMatch& match : batch.matches)
                if (entry.enter(match)) ++items;
        }
        if (batch.mark) db.run("UPDATE mark SET committed = max(committed, ?)", *batch.mark);
        return items;
    });
}

} // namespace sitrep
