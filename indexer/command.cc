#include "indexer/command.h"

#include "indexer/enrich.h"
#include "indexer/follow.h"
#include "indexer/index_writer.h"
#include "indexer/progress.h"
#include "indexer/rejects.h"
#include "schema/error.h"
#include "schema/layout.h"

#include <atomic>
#include <csignal>
#include <optional>
#include <span>

#include <fmt/format.h>
#include <xapian.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr int some_rejected = 3;

std::atomic<bool> interrupted{false};

void on_signal(int) {
    interrupted = true;
}

// The user's names become part of the index, so that searching knows them too.
void copy_gazetteers(const IndexCommand& command) {
    for (const std::string& file : command.gazetteers) {
        const fs::path directory = command.index / "gazetteer";
        std::error_code error;
        fs::create_directories(directory, error);
        fs::path name = fs::path(file).filename();
        if (name.extension() != ".tsv") name += ".tsv";
        fs::copy_file(file, directory / name, fs::copy_options::overwrite_existing, error);
        if (error)
            throw Error(ErrorKind::input,
                        fmt::format("cannot copy the gazetteer {}: {}", file, error.message()));
    }
}

// Hands every article to `take` and every reject to the file, until the end or an interrupt.
template <typename F>
void read_all(const IndexCommand& command, Rejects& rejects, Progress& progress, F&& take) {
    RecordStream records(command.inputs, command.read);
    ProgressState state;
    Record record;
    while (!interrupted && records.next(record)) {
        if (auto* article = std::get_if<Article>(&record)) {
            take(std::move(*article));
            ++state.documents;
        } else {
            progress.clear();
            rejects.add(std::get<Reject>(record));
        }
        state.rejects = rejects.count();
        state.bytes = records.bytes_read();
        state.bytes_total = records.bytes_total();
        progress.update(state);
    }
    progress.clear();
}

void print_evidence(std::span<const Evidence> list) {
    for (const Evidence& evidence : list) {
        fmt::print("; {} \"{}\"", evidence.rule, evidence.alias);
        if (evidence.part != Part::input)
            fmt::print(" ({} {}..{}, {:.2f})", evidence.part == Part::title ? "title" : "text",
                       evidence.begin, evidence.end, evidence.confidence);
    }
    fmt::print("\n");
}

void print_labels(std::string_view kind, const std::vector<Label>& labels) {
    for (const Label& label : labels) {
        fmt::print("  {:8} {}", kind, label.id);
        print_evidence(label.evidence);
    }
}

void print_happened(const EventDate& date) {
    fmt::print("  {:8} {}", date.planned ? "planned" : "happened", format_day(date.range.from));
    if (date.range.from != date.range.to) fmt::print("..{}", format_day(date.range.to));
    fmt::print(" ({})", name_of(date.precision));
    print_evidence({&date.evidence, 1});
}

void print_casualties(std::string_view kind, const std::optional<Casualties>& casualties) {
    if (!casualties) return;
    fmt::print("  {:8} {}", kind, casualties->low);
    if (casualties->high != casualties->low) fmt::print("..{}", casualties->high);
    if (!casualties->attributed_to.empty())
        fmt::print(", according to “{}”", casualties->attributed_to);
    print_evidence(casualties->evidence);
}

void print_enriched(const Article& article) {
    fmt::print("{}\t{}\t{}\t{}\n", article.id, article.date.to_string(), article.source,
               shown_title(article));
    for (const Mention& mention : article.mentions) {
        fmt::print("  {:8} {}{}", mention.is_actor ? "actor" : "region", mention.entity,
                   mention.about ? "" : " (only named)");
        print_evidence(mention.evidence);
    }
    print_labels("conflict", article.conflicts);
    print_labels("event", article.events);
    print_labels("weapon", article.weapons);
    for (const EventDate& date : article.happened) print_happened(date);
    print_casualties("killed", article.killed);
    print_casualties("injured", article.injured);
}

int dry_run(const IndexCommand& command) {
    const auto gazetteer = gazetteer_of(command.index);
    Rejects rejects(command.rejects.value_or("/dev/null"));
    Progress progress(false);
    Enricher enricher(*gazetteer);
    ArticleTokens tokens;
    std::uint64_t articles = 0;
    read_all(command, rejects, progress, [&](Article article) {
        tokens.analyse(article);
        if (command.enrich)
            enricher.enrich(article, tokens);
        else
            enricher.keep_given(article);
        print_enriched(article);
        ++articles;
    });
    fmt::print(stderr, "dry run: {} articles would be indexed, {} rejected\n", articles,
               rejects.count());
    return rejects.count() > 0 ? some_rejected : 0;
}

int check(const fs::path& index) {
    std::uint64_t documents = 0;
    for (const Shard& shard : read_layout(index).shards) {
        if (shard.remote) continue;
        try {
            const std::size_t errors =
                Xapian::Database::check((index / shard.place).string(), 0, nullptr);
            if (errors > 0)
                throw Error(ErrorKind::index,
                            fmt::format("shard {} has {} errors", shard.place, errors),
                            "index the articles anew into another directory");
            documents += open_shard(index, shard).get_doccount();
        } catch (const Xapian::Error& error) {
            throw from_xapian(error, fmt::format("cannot check shard {}", shard.place));
        }
    }
    fmt::print(stderr, "{} is sound: {} articles\n", index.string(), documents);
    return 0;
}

void report(const WriterCounts& counts, const Progress& progress) {
    fmt::print(stderr, "{} new, {} updated, {} unchanged", counts.added, counts.updated,
               counts.unchanged);
    if (counts.deleted > 0) fmt::print(stderr, ", {} deleted", counts.deleted);
    fmt::print(stderr, " in {:.1f} s\n", progress.seconds());
}

int write(const IndexCommand& command) {
    WriterOptions options;
    options.threads = command.threads;
    options.enrich = command.enrich;
    options.shards = command.shards;
    options.commit_documents = command.commit_every;
    options.lock_wait = std::chrono::seconds(2);
    std::error_code ignored;
    fs::create_directories(command.index, ignored);
    copy_gazetteers(command);
    Rejects rejects(command.rejects.value_or(command.index / "rejects.jsonl"));
    options.on_reject = [&](const Article& article, const std::string& reason) {
        rejects.add({article.origin, reason, article.id});
    };
    Progress progress(command.show_progress);
    IndexWriter writer(command.index, gazetteer_of(command.index), options);
    std::size_t unknown = 0;
    const auto expect = [&](bool known, const std::string& id) {
        if (known) return;
        fmt::print(stderr, "there is no article {}\n", id);
        ++unknown;
    };
    for (const std::string& id : command.deletions) expect(writer.remove(id), id);
    for (const std::string& id : command.retractions)
        expect(writer.retract(id, command.reason), id);
    for (const std::string& id : command.purges) {
        const bool known = writer.purge(id);
        expect(known, id);
        if (known) fmt::print(stderr, "purged {}\n", id);
    }
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    read_all(command, rejects, progress, [&](Article article) { writer.add(std::move(article)); });
    if (command.compact)
        writer.compact();
    else
        writer.finish();
    rejects.summarise();
    report(writer.counts(), progress);
    if (interrupted)
        throw Error(ErrorKind::usage, "interrupted; what was read so far is indexed",
                    "run the same command again to go on");
    return rejects.count() + unknown > 0 ? some_rejected : 0;
}

} // namespace

std::shared_ptr<const Gazetteer> gazetteer_of(const fs::path& index) {
    std::vector<std::string> problems;
    auto gazetteer = load_gazetteer(index, problems);
    for (const std::string& problem : problems) fmt::print(stderr, "gazetteer: {}\n", problem);
    return gazetteer;
}

int run(const IndexCommand& command) {
    if (command.retractions.empty() != command.reason.empty())
        throw Error(ErrorKind::usage, "a retraction needs its reason, and a reason its retraction",
                    "write --retract ID --reason TEXT");
    if (command.follow.sources) return print_sources(command.index);
    if (!command.follow.forget.empty()) {
        forget_source(command.index, command.follow.forget);
        return 0;
    }
    if (command.follow.follow) {
        fs::create_directories(command.index);
        copy_gazetteers(command);
        return follow(command);
    }
    if (command.check) return check(command.index);
    if (command.inputs.empty() && command.deletions.empty() && command.retractions.empty() &&
        command.purges.empty() && !command.compact)
        throw Error(ErrorKind::usage, "there is nothing to do: no input is given",
                    "name files or directories, or - for standard input; see --help");
    return command.dry_run ? dry_run(command) : write(command);
}

} // namespace sitrep
