// What takes the disk: an index by table, and what each kind of term, or the values of a slot,
// adds.
//
// The first articles of an index are written anew whole, and then once for each kind without it;
// what the files shrink by is what the kind takes, in postings, lists of terms and positions.
// Values are told by their bytes, of which Xapian keeps two or three more each.

#include "program.h"

#include "schema/document.h"
#include "schema/error.h"
#include "schema/field.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/program_options.hpp>
#include <fmt/format.h>
#include <xapian.h>

namespace {

using namespace sitrep;
namespace fs = std::filesystem;
namespace po = boost::program_options;

struct Options {
    std::string index = "sitrep.db";
    std::string directory = "disk-bench";
    Xapian::doccount articles = 5000;
};

constexpr std::array tables{"postlist", "position", "termlist"};
using Sizes = std::array<double, tables.size()>; // bytes

Sizes sizes_of(const fs::path& database) {
    Sizes sizes{};
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const fs::path file = database / fmt::format("{}.glass", tables[i]);
        if (fs::exists(file)) sizes[i] = static_cast<double>(fs::file_size(file));
    }
    return sizes;
}

using Change = std::function<void(Xapian::Document&)>;

std::vector<std::string> terms_of(const Xapian::Document& document,
                                  const std::function<bool(const std::string&)>& wanted) {
    std::vector<std::string> terms;
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term)
        if (wanted(*term)) terms.push_back(*term);
    return terms;
}

Change without_terms(std::function<bool(const std::string&)> wanted) {
    return [wanted = std::move(wanted)](Xapian::Document& document) {
        for (const std::string& term : terms_of(document, wanted)) document.remove_term(term);
    };
}

void remove_positions(Xapian::Document& document) {
    std::vector<std::pair<std::string, Xapian::termpos>> postings;
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term)
        for (auto position = term.positionlist_begin(); position != term.positionlist_end();
             ++position)
            postings.emplace_back(*term, *position);
    for (const auto& [term, position] : postings) document.remove_posting(term, position, 0);
}

class Disk {
  public:
    explicit Disk(const Options& options) : index_(options.index), directory_(options.directory) {
        fs::create_directories(directory_);
        for (auto posting = index_.postlist_begin("");
             posting != index_.postlist_end("") && documents_.size() < options.articles; ++posting)
            documents_.push_back(*posting);
        if (documents_.empty()) throw Error(ErrorKind::input, "the index is empty");
        whole_ = sizes_without([](Xapian::Document&) {});
    }
    ~Disk() {
        std::error_code ignored;
        fs::remove_all(directory_, ignored);
    }
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    void print_whole() const {
        fmt::print("bytes an article of {}{:>22}", documents_.size(), "all");
        for (const char* table : tables) fmt::print(" {:>9}", table);
        fmt::print("\n");
        print("everything", whole_);
    }
    void print_without(const std::string& what, const Change& change) const {
        Sizes saved = sizes_without(change);
        for (std::size_t i = 0; i < saved.size(); ++i) saved[i] = whole_[i] - saved[i];
        print(what, saved);
    }
    void print_values() const {
        std::map<Xapian::valueno, double> bytes;
        for (const Xapian::docid docid : documents_) {
            const Xapian::Document document = index_.get_document(docid);
            for (auto value = document.values_begin(); value != document.values_end(); ++value)
                bytes[value.get_valueno()] += static_cast<double>((*value).size());
        }
        for (const auto& [slot, size] : bytes)
            fmt::print("{:<42} {:9.1f}\n", fmt::format("values of slot {}{}", slot, field_of(slot)),
                       size / static_cast<double>(documents_.size()));
    }

  private:
    static std::string field_of(Xapian::valueno slot) {
        for (const Field& each : fields)
            if (each.slot == slot) return fmt::format(" ({})", each.name);
        return slot == slots::record   ? " (the record)"
               : slot == slots::digest ? " (digest)"
               : slot == slots::sketch ? " (sketch)"
                                       : "";
    }

    void print(const std::string& what, const Sizes& sizes) const {
        double all = 0;
        for (const double size : sizes) all += size;
        const auto count = static_cast<double>(documents_.size());
        fmt::print("{:<42} {:9.1f}", what, all / count);
        for (const double size : sizes) fmt::print(" {:9.1f}", size / count);
        fmt::print("\n");
        std::fflush(stdout);
    }

    Sizes sizes_without(const Change& change) const {
        const fs::path written = directory_ / "written";
        const fs::path compacted = directory_ / "compacted";
        fs::remove_all(written);
        fs::remove_all(compacted);
        Xapian::WritableDatabase database(written.string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC |
                                                                Xapian::DB_BACKEND_GLASS);
        for (const Xapian::docid docid : documents_) {
            Xapian::Document document = index_.get_document(docid);
            change(document);
            database.add_document(document);
        }
        database.commit();
        database.compact(compacted.string());
        return sizes_of(compacted);
    }

    Xapian::Database index_;
    fs::path directory_;
    std::vector<Xapian::docid> documents_;
    Sizes whole_{};
};

Change without_prefix(std::string_view prefix) {
    return without_terms([prefix](const std::string& term) { return term.starts_with(prefix); });
}

// Prefixes that others begin with; a word is in small letters.
bool is_stem(const std::string& term) {
    return term.starts_with(prefixes::stem) && !term.starts_with(prefixes::title_stem);
}
bool is_word(const std::string& term) {
    return term.front() < 'A' || term.front() > 'Z';
}

void run(const Options& options) {
    const Disk disk(options);
    disk.print_whole();
    disk.print_without("positions", remove_positions);
    disk.print_without("words, their positions too", without_terms(is_word));
    disk.print_without("stems", without_terms(is_stem));
    disk.print_without("stems of the title", without_prefix(prefixes::title_stem));
    disk.print_without("bands of sketches", without_prefix(prefixes::sketch_band));
    disk.print_without("exact actors", without_prefix(prefixes::actor_exact));
    disk.print_without("exact regions", without_prefix(prefixes::region_exact));
    for (const Field& each : fields)
        if (!each.prefix.empty())
            disk.print_without(fmt::format("terms of {}", each.name), without_prefix(each.prefix));
    disk.print_values();
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    po::options_description description("Options");
    // clang-format off
    description.add_options()
        ("db", po::value(&options.index)->default_value(options.index), "the index")
        ("articles", po::value(&options.articles)->default_value(options.articles), "the first of it that are looked at")
        ("directory", po::value(&options.directory)->default_value(options.directory), "made, and removed again");
    // clang-format on
    return bench::run_program(argc, argv, description, [&] { run(options); });
}
