// What subscriptions are told, and how far telling them has come. What is new enters in one
// transaction with the mark that says so: a crash at any point neither loses nor repeats.
#pragma once

#include "searcher/state.h"
#include "server/facts.h"
#include "server/subscription.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sitrep {

// An article that meets a subscription's query.
struct QueryMatch {
    std::string subscription;
    std::string article;
    std::int64_t fingerprint = 0; // of the article and its content
    Facts facts;
    std::string hit; // JSON, with why
    // Ids that its story goes by or did once, the present one first; none: it is in no story.
    std::vector<std::string> story;
};

// An article that was taken back.
struct Retraction {
    std::string article;
    std::string reason;
};

// What was looked through in one go.
struct MatchBatch {
    std::vector<std::int64_t> fingerprints; // all articles, matched or not
    std::vector<QueryMatch> matches;
    std::optional<std::int64_t> mark; // where this is the last of a commit
};

struct Item {
    std::int64_t id = 0; // grows
    std::string subscription;
    std::string subject; // the same for all that is told of one story
    std::string article;
    std::string kind; // match, update, retraction
    std::int64_t created = 0;
    std::string hit;          // JSON
    std::int64_t reports = 1; // of the story that matched, this one among them
};

struct Delivery {
    std::string id;
    std::string subscription;
    std::string kind;  // match, digest, test
    std::string state; // waiting, sent, parked
    std::int64_t attempts = 0;
    std::int64_t due = 0;
    std::int64_t created = 0;
    std::int64_t finished = 0; // 0: not yet
    std::int64_t status = 0;   // the last answer's; 0: there was none
    std::string error;
    std::int64_t items = 0;
};

// Thread-safe.
class Outbox {
  public:
    explicit Outbox(State& state) : state_(state) {}

    // ---- for the matcher

    struct Mark {
        std::int64_t committed = 0; // the newest commit that was matched to its end (a stamp)
        bool learned = false;       // the articles that were there at the beginning are known
        std::int64_t retracted = 0; // the newest commit whose retractions were told
    };
    // Where nothing was matched yet, matching begins behind `newest`.
    Mark begin(std::int64_t newest);
    // What was there before: known from now on, and never news.
    void learn(const std::vector<std::int64_t>& fingerprints, bool is_last);
    // Those that were never matched, in the same order.
    std::vector<std::int64_t> unknown(const std::vector<std::int64_t>& fingerprints) const;
    // How many items it made. A subscription that went or was paused meanwhile gets none.
    std::size_t enter(const MatchBatch& batch);

    // Tells those who were told of the articles. `mark`: their newest commit, where all are here.
    std::size_t retract(const std::vector<Retraction>& retractions,
                        std::optional<std::int64_t> mark);

    // ---- for the deliveries

    // Makes deliveries of the digests that are due.
    void gather_digests(std::int64_t now);
    // The oldest of each subscription, at most `most`; those of paused subscriptions wait.
    std::vector<Delivery> due(std::int64_t now, std::size_t most) const;
    // When the next delivery or digest is due.
    std::optional<std::int64_t> next_due() const;
    std::vector<Item> items_of(std::string_view delivery) const;
    void sent(const Delivery& delivery, std::int64_t status);
    void retry(const Delivery& delivery, std::int64_t status, std::string_view error,
               std::int64_t due);
    void park(const Delivery& delivery, std::int64_t status, std::string_view error);
    // All that waits for a subscription.
    void park_all(std::string_view subscription, std::string_view error);
    // Forgets what is too old to be asked for.
    void trim(std::int64_t now);

    // ---- for people

    std::string add_test(std::string_view subscription);
    // Newest first.
    std::vector<Delivery> deliveries(std::string_view subscription, std::size_t most) const;
    // False: there is no such delivery, or it waits already.
    bool send_again(std::string_view subscription, std::string_view delivery);
    // The last that was told of each story, newest first.
    std::vector<Item> feed(std::string_view subscription, std::size_t most) const;
    // Of one subscription, or where that is empty of all of an owner, oldest first.
    std::vector<Item> items_after(std::string_view owner, std::string_view subscription,
                                  std::int64_t after, std::size_t most) const;
    std::int64_t newest_item() const;

  private:
    State& state_;
};

} // namespace sitrep
