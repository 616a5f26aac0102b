#include "server/subscription_store.h"

#include "schema/analysis.h"
#include "server/secret_key.h"

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::string_view columns =
    "id, owner, name, query, rate, delivery, target, language, paused, state, problem, created, "
    "since, last_match, last_seen, failures, secret_generation, secret_rotated, feed_generation, "
    "digest_due";

Subscription row(const Statement& s) {
    Subscription one;
    one.id = s.text(0);
    one.owner = s.text(1);
    one.name = s.text(2);
    one.query = s.text(3);
    one.rate = value_in(rate_names, s.text(4)).value_or(Rate::story);
    one.delivery = value_in(delivery_names, s.text(5)).value_or(DeliveryKind::feed);
    one.target = s.text(6);
    one.language = s.text(7);
    one.paused = s.number(8) != 0;
    one.state = value_in(state_names, s.text(9)).value_or(SubscriptionState::broken);
    one.problem = s.text(10);
    one.created = s.number(11);
    one.since = s.number(12);
    one.last_match = s.number(13);
    one.last_seen = s.number(14);
    one.failures = s.number(15);
    one.secret_generation = s.number(16);
    one.secret_rotated = s.number(17);
    one.feed_generation = s.number(18);
    one.digest_due = s.number(19);
    return one;
}

template <typename... Values>
std::vector<Subscription> rows(SqliteDatabase& db, std::string_view where,
                               const Values&... values) {
    Statement found =
        db.query(fmt::format("SELECT {} FROM subscription {}", columns, where), values...);
    std::vector<Subscription> list;
    while (found.step()) list.push_back(row(found));
    return list;
}

std::optional<Subscription> first(std::vector<Subscription> list) {
    if (list.empty()) return std::nullopt;
    return std::move(list.front());
}

} // namespace

Subscription SubscriptionStore::add(Subscription one) {
    one.id = random_id("sub_");
    one.created = now_ms();
    state_.transaction([&](SqliteDatabase& db) {
        Statement count = db.query("SELECT count(*) FROM subscription WHERE owner = ?", one.owner);
        count.step();
        if (count.number(0) >= static_cast<std::int64_t>(saved_limits::of_an_owner))
            throw Error(ErrorKind::limit,
                        fmt::format("there are {} subscriptions already", count.number(0)),
                        "delete some");
        db.run(fmt::format("INSERT INTO subscription({}, name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
                           "?, ?, ?, ?, ?, NULL, NULL, 0, 1, NULL, 1, NULL, ?)",
                           columns),
               one.id, one.owner, one.name, one.query, name_in(rate_names, one.rate),
               name_in(delivery_names, one.delivery), one.target, one.language, one.paused,
               name_in(state_names, one.state), one.problem, one.created, one.since,
               fold_keyword(one.name));
    });
    ++revision_;
    return one;
}

std::optional<Subscription> SubscriptionStore::find(std::string_view id) const {
    return state_.read([&](SqliteDatabase& db) { return first(rows(db, "WHERE id = ?", id)); });
}

std::optional<Subscription> SubscriptionStore::find(std::string_view id,
                                                    std::string_view owner) const {
    return state_.read([&](SqliteDatabase& db) {
        return first(rows(db, "WHERE id = ? AND owner = ?", id, owner));
    });
}

std::vector<Subscription> SubscriptionStore::list(std::string_view owner) const {
    return state_.read([&](SqliteDatabase& db) {
        return rows(db, "WHERE owner = ? ORDER BY created, id", owner);
    });
}

std::vector<Subscription> SubscriptionStore::watching() const {
    return state_.read([&](SqliteDatabase& db) {
        return rows(db, "WHERE NOT paused AND state IN ('active', 'broken')");
    });
}

bool SubscriptionStore::change(const Subscription& one) {
    const std::int64_t changed = state_.transaction([&](SqliteDatabase& db) {
        // What has gathered for a digest goes out at once where there are digests no more.
        const std::int64_t due = one.digest_due == 0 ? 0
                                 : one.is_digest()   ? next_digest(one.rate, now_ms())
                                                     : now_ms();
        return db.run(
            "UPDATE subscription SET name = ?, name_key = ?, query = ?, rate = ?, delivery = ?, "
            "target = ?, language = ?, paused = ?, state = 'active', problem = '', "
            "digest_due = nullif(?, 0) WHERE id = ? AND owner = ?",
            one.name, fold_keyword(one.name), one.query, name_in(rate_names, one.rate),
            name_in(delivery_names, one.delivery), one.target, one.language, one.paused, due,
            one.id, one.owner);
    });
    ++revision_;
    return changed > 0;
}

bool SubscriptionStore::remove(std::string_view id, std::string_view owner) {
    const std::int64_t changed = state_.transaction([&](SqliteDatabase& db) {
        return db.run("DELETE FROM subscription WHERE id = ? AND owner = ?", id, owner);
    });
    ++revision_;
    return changed > 0;
}

void SubscriptionStore::set_state(std::string_view id, SubscriptionState state,
                                  std::string_view problem) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE subscription SET state = ?, problem = ? WHERE id = ?",
               name_in(state_names, state), problem, id);
    });
    ++revision_;
}

void SubscriptionStore::set_paused(std::string_view id, bool paused) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE subscription SET paused = ? WHERE id = ?", paused, id);
    });
    ++revision_;
}

void SubscriptionStore::rotate_secret(std::string_view id) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE subscription SET secret_generation = secret_generation + 1, "
               "secret_rotated = ? WHERE id = ?",
               now_ms(), id);
    });
}

void SubscriptionStore::rotate_feed(std::string_view id) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE subscription SET feed_generation = feed_generation + 1 WHERE id = ?", id);
    });
}

void SubscriptionStore::note_seen(std::string_view id) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE subscription SET last_seen = ? WHERE id = ?", now_ms(), id);
    });
}

} // namespace sitrep
