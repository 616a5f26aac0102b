#include "server/outbox.h"

#include "server/secret_key.h"

#include <algorithm>

#include <fmt/format.h>

namespace sitrep {
namespace {

constexpr std::string_view item_columns =
    "item.id, item.subscription, item.subject, item.article, item.kind, item.created, item.hit, "
    "(SELECT count(*) FROM notified WHERE notified.subscription = item.subscription AND "
    "notified.subject = item.subject)";
constexpr std::string_view delivery_columns =
    "id, subscription, kind, state, attempts, due, created, finished, status, error, "
    "(SELECT count(*) FROM item WHERE item.delivery = delivery.id)";

Item item_row(const Statement& s) {
    return {s.number(0), s.text(1),   s.text(2), s.text(3),
            s.text(4),   s.number(5), s.text(6), std::max<std::int64_t>(s.number(7), 1)};
}

std::vector<Item> items(Statement found) {
    std::vector<Item> list;
    while (found.step()) list.push_back(item_row(found));
    return list;
}

std::vector<Delivery> delivery_rows(Statement s) {
    std::vector<Delivery> list;
    while (s.step())
        list.push_back({s.text(0), s.text(1), s.text(2), s.text(3), s.number(4), s.number(5),
                        s.number(6), s.number(7), s.number(8), s.text(9), s.number(10)});
    return list;
}

} // namespace

Outbox::Mark Outbox::begin(std::int64_t newest) {
    return state_.transaction([&](SqliteDatabase& db) {
        db.run("INSERT OR IGNORE INTO mark(only, committed, learned) VALUES(1, ?, 0)", newest);
        Statement found = db.query("SELECT committed, learned, retracted FROM mark");
        found.step();
        return Mark{found.number(0), found.number(1) != 0, found.number(2)};
    });
}

void Outbox::learn(const std::vector<std::int64_t>& fingerprints, bool is_last) {
    state_.transaction([&](SqliteDatabase& db) {
        Statement know = db.prepare("INSERT OR IGNORE INTO known VALUES(?)");
        for (const std::int64_t fingerprint : fingerprints) know.run(fingerprint);
        if (is_last) db.run("UPDATE mark SET learned = 1");
    });
}

std::vector<std::int64_t> Outbox::unknown(const std::vector<std::int64_t>& fingerprints) const {
    return state_.read([&](SqliteDatabase& db) {
        Statement known = db.prepare("SELECT 1 FROM known WHERE fingerprint = ?");
        std::vector<std::int64_t> list;
        for (const std::int64_t fingerprint : fingerprints)
            if (!known.bind(fingerprint).step()) list.push_back(fingerprint);
        return list;
    });
}

void Outbox::gather_digests(std::int64_t now) {
    state_.transaction([&](SqliteDatabase& db) {
        Statement due =
            db.query("SELECT id, delivery FROM subscription WHERE digest_due <= ? AND NOT paused "
                     "AND state = 'active'",
                     now);
        while (due.step()) {
            const std::string subscription = due.text(0);
            if (due.text(1) != name_in(delivery_names, DeliveryKind::feed)) {
                const std::string id = random_id("msg_");
                db.run("INSERT INTO delivery VALUES(?, ?, 'digest', 'waiting', 0, ?, ?, NULL, "
                       "NULL, '')",
                       id, subscription, now, now);
                db.run("UPDATE item SET delivery = ? WHERE subscription = ? AND waiting", id,
                       subscription);
            }
            db.run("UPDATE item SET waiting = 0 WHERE subscription = ? AND waiting", subscription);
            db.run("UPDATE subscription SET digest_due = NULL WHERE id = ?", subscription);
        }
    });
}

std::vector<Delivery> Outbox::due(std::int64_t now, std::size_t most) const {
    return state_.read([&](SqliteDatabase& db) {
        return delivery_rows(db.query(
            fmt::format("SELECT {}, min(created) FROM delivery WHERE state = 'waiting' AND due <= "
                        "? AND (kind = 'test' OR (SELECT NOT paused AND state = 'active' FROM "
                        "subscription WHERE subscription.id = delivery.subscription)) "
                        "GROUP BY subscription ORDER BY due LIMIT {}",
                        delivery_columns, most),
            now));
    });
}

std::optional<std::int64_t> Outbox::next_due() const {
    return state_.read([](SqliteDatabase& db) -> std::optional<std::int64_t> {
        Statement first =
            db.query("SELECT min(due) FROM (SELECT min(due) AS due FROM delivery WHERE state = "
                     "'waiting' UNION ALL SELECT min(digest_due) FROM subscription)");
        if (!first.step() || first.is_null(0)) return std::nullopt;
        return first.number(0);
    });
}

std::vector<Item> Outbox::items_of(std::string_view delivery) const {
    return state_.read([&](SqliteDatabase& db) {
        return items(db.query(
            fmt::format("SELECT {} FROM item WHERE delivery = ? ORDER BY id", item_columns),
            delivery));
    });
}

void Outbox::sent(const Delivery& one, std::int64_t status) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE delivery SET state = 'sent', attempts = attempts + 1, finished = ?, "
               "status = ?, error = '' WHERE id = ?",
               now_ms(), status, one.id);
        db.run("UPDATE subscription SET failures = 0 WHERE id = ? AND failures > 0",
               one.subscription);
    });
}

void Outbox::retry(const Delivery& one, std::int64_t status, std::string_view error,
                   std::int64_t due_at) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE delivery SET attempts = attempts + 1, due = ?, status = ?, error = ? "
               "WHERE id = ?",
               due_at, status, error, one.id);
        db.run("UPDATE subscription SET failures = failures + 1 WHERE id = ?", one.subscription);
    });
}

void Outbox::park(const Delivery& one, std::int64_t status, std::string_view error) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE delivery SET state = 'parked', attempts = attempts + 1, finished = ?, "
               "status = ?, error = ? WHERE id = ?",
               now_ms(), status, error, one.id);
        db.run("UPDATE subscription SET failures = failures + 1 WHERE id = ?", one.subscription);
    });
}

void Outbox::park_all(std::string_view subscription, std::string_view error) {
    state_.transaction([&](SqliteDatabase& db) {
        db.run("UPDATE delivery SET state = 'parked', finished = ?, error = ? "
               "WHERE subscription = ? AND state = 'waiting'",
               now_ms(), error, subscription);
    });
}

void Outbox::trim(std::int64_t now) {
    constexpr std::int64_t day = 24LL * 3600 * 1000;
    constexpr int kept_items = 1000; // of a subscription
    state_.transaction([&](SqliteDatabase& db) {
        db.run("DELETE FROM delivery WHERE state <> 'waiting' AND finished < ?", now - 30 * day);
        db.run("DELETE FROM item WHERE NOT waiting AND delivery IS NULL AND created < ?1 AND id <= "
               "(SELECT id FROM item AS other WHERE other.subscription = item.subscription "
               "ORDER BY id DESC LIMIT 1 OFFSET ?2)",
               now - 30 * day, kept_items);
    });
}

std::string Outbox::add_test(std::string_view subscription) {
    const std::string id = random_id("msg_");
    state_.transaction([&](SqliteDatabase& db) {
        db.run("INSERT INTO delivery VALUES(?, ?, 'test', 'waiting', 0, ?, ?, NULL, NULL, '')", id,
               subscription, now_ms(), now_ms());
    });
    return id;
}

std::vector<Delivery> Outbox::deliveries(std::string_view subscription, std::size_t most) const {
    return state_.read([&](SqliteDatabase& db) {
        return delivery_rows(db.query(fmt::format("SELECT {} FROM delivery WHERE subscription = ? "
                                                  "ORDER BY created DESC, id LIMIT {}",
                                                  delivery_columns, most),
                                      subscription));
    });
}

bool Outbox::send_again(std::string_view subscription, std::string_view delivery) {
    return state_.transaction([&](SqliteDatabase& db) {
        return db.run("UPDATE delivery SET state = 'waiting', attempts = 0, due = ?, finished = "
                      "NULL, created = CASE WHEN state = 'parked' THEN ?1 ELSE created END "
                      "WHERE id = ? AND subscription = ? AND state <> 'waiting'",
                      now_ms(), delivery, subscription) > 0;
    });
}

std::vector<Item> Outbox::feed(std::string_view subscription, std::size_t most) const {
    return state_.read([&](SqliteDatabase& db) {
        return items(db.query(
            fmt::format("SELECT {} FROM item WHERE subscription = ?1 AND id = (SELECT max(id) FROM "
                        "item AS other WHERE other.subscription = ?1 AND other.subject = "
                        "item.subject) ORDER BY id DESC LIMIT {}",
                        item_columns, most),
            subscription));
    });
}

std::vector<Item> Outbox::items_after(std::string_view owner, std::string_view subscription,
                                      std::int64_t after, std::size_t most) const {
    return state_.read([&](SqliteDatabase& db) {
        return items(db.query(
            fmt::format("SELECT {} FROM item JOIN subscription ON subscription.id = "
                        "item.subscription WHERE item.id > ? AND subscription.owner = ? AND "
                        "(?3 = '' OR item.subscription = ?3) ORDER BY item.id LIMIT {}",
                        item_columns, most),
            after, owner, subscription));
    });
}

std::int64_t Outbox::newest_item() const {
    return state_.read([](SqliteDatabase& db) {
        Statement found = db.query("SELECT coalesce(max(id), 0) FROM item");
        found.step();
        return found.number(0);
    });
}

} // namespace sitrep
