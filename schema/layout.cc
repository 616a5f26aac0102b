#include "schema/layout.h"

#include "schema/field.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace sitrep {
namespace {

namespace fs = std::filesystem;

constexpr const char* stamp_key = "sitrep.schema";
// Then FROM, INTO and the stamp of the commit.
std::string merged_groups_key(FieldId id) {
    return fmt::format("sitrep.merged.{} ", field(id).name);
}

[[noreturn]] void throw_other_schema(const std::string& where, std::string_view found) {
    throw Error(ErrorKind::index,
                fmt::format("{} has index schema {}, this program reads schema {}", where, found,
                            schema_version),
                "index the articles anew into another directory, or use the program version that "
                "wrote it");
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void sync_path(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = fd >= 0 && ::fsync(fd) == 0;
    const int error = errno;
    if (fd >= 0) ::close(fd);
    if (!done)
        throw Error(ErrorKind::index,
                    fmt::format("cannot sync {}: {}", path.string(), std::strerror(error)));
}

} // namespace

Layout read_layout(const fs::path& index) {
    std::ifstream file(index / stub_name);
    if (!file) {
        if (fs::exists(index / "iamglass"))
            throw Error(
                ErrorKind::index,
                fmt::format("{} is a Xapian database, but not a Sitrep index", index.string()),
                "give the directory that sitrep-index wrote, with --db or $SITREP_DB");
        throw Error(ErrorKind::index, fmt::format("there is no index at {}", index.string()),
                    "make one with sitrep-index --db DIR INPUT..., or name another with --db or "
                    "$SITREP_DB");
    }
    Layout layout;
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        if (kind == "#") {
            std::string name;
            std::string value;
            words >> name; // "sitrep"
            if (name != "sitrep") continue;
            while (words >> name >> value) {
                if (name == "revision") layout.revision = number(value);
                if (name == "committed")
                    layout.committed = static_cast<std::int64_t>(number(value));
                if (name == "schema" && value != std::to_string(schema_version))
                    throw_other_schema(index.string(), value);
            }
        } else if (kind == "auto" || kind == "glass" || kind == "remote") {
            std::string place;
            words >> place;
            layout.shards.push_back({kind == "remote", place});
        } else if (!kind.empty()) {
            throw Error(
                ErrorKind::index,
                fmt::format("{}: cannot read the line \"{}\"", (index / stub_name).string(), line),
                "a shard is \"auto DIRECTORY\" or \"remote HOST:PORT\"");
        }
    }
    if (layout.shards.empty())
        throw Error(ErrorKind::index,
                    fmt::format("{} names no shard", (index / stub_name).string()),
                    "restore it from a copy, or index the articles anew into another directory");
    return layout;
}

Layout read_history_layout(const fs::path& index) {
    return fs::exists(index / history_name / stub_name) ? read_layout(index / history_name)
                                                        : Layout{};
}

void write_layout(const fs::path& index, const Layout& layout) {
    const fs::path beside = index / "XAPIANDB.new";
    {
        std::ofstream file(beside, std::ios::trunc);
        file << "# sitrep schema " << schema_version << " revision " << layout.revision
             << " committed " << layout.committed << '\n';
        for (const Shard& shard : layout.shards)
            file << (shard.remote ? "remote " : "auto ") << shard.place << '\n';
        file.flush();
        if (!file)
            throw Error(ErrorKind::index, fmt::format("cannot write {}", beside.string()),
                        "is the disk full or the directory read-only?");
    }
    sync_path(beside);
    fs::rename(beside, index / stub_name);
    sync_path(index);
}

std::string new_shard_name(const fs::path& directory, std::string_view prefix) {
    unsigned last = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(directory, none)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix)) continue;
        unsigned found = 0;
        std::from_chars(name.data() + prefix.size(), name.data() + name.size(), found);
        last = std::max(last, found);
    }
    return fmt::format("{}{:04}", prefix, last + 1);
}

void sync_directory(const fs::path& directory) {
    for (const auto& entry : fs::directory_iterator(directory))
        if (entry.is_regular_file()) sync_path(entry.path());
    sync_path(directory);
}

Xapian::Database open_shard(const fs::path& index, const Shard& shard,
                            std::chrono::milliseconds patience) {
    Xapian::Database database;
    if (shard.remote) {
        const std::size_t colon = shard.place.rfind(':');
        const std::string host = shard.place.substr(0, colon);
        const auto port = colon == std::string::npos
                              ? 0U
                              : static_cast<unsigned>(number(shard.place.substr(colon + 1)));
        constexpr unsigned connect_ms = 2'000;
        database =
            Xapian::Remote::open(host, port, static_cast<unsigned>(patience.count()), connect_ms);
    } else {
        database = Xapian::Database((index / shard.place).string());
    }
    const std::string stamp = database.get_metadata(stamp_key);
    if (stamp != std::to_string(schema_version))
        throw_other_schema(fmt::format("shard {} of {}", shard.place, index.string()),
                           stamp.empty() ? "unknown" : stamp);
    return database;
}

void stamp_schema(Xapian::WritableDatabase& shard) {
    shard.set_metadata(stamp_key, std::to_string(schema_version));
}

void note_merged_group(Xapian::WritableDatabase& shard, FieldId id, const MergedGroup& merged) {
    shard.set_metadata(fmt::format("{}{} {} {}", merged_groups_key(id), merged.from, merged.into,
                                   merged.committed),
                       "1");
}

std::vector<MergedGroup> read_merged_groups(const Xapian::Database& shard, FieldId id) {
    std::vector<MergedGroup> all;
    const std::string prefix = merged_groups_key(id);
    for (auto key = shard.metadata_keys_begin(prefix); key != shard.metadata_keys_end(prefix);
         ++key) {
        std::istringstream words((*key).substr(prefix.size()));
        MergedGroup merged;
        if (words >> merged.from >> merged.into) {
            words >> merged.committed;
            all.push_back(merged);
        }
    }
    return all;
}

std::shared_ptr<const Gazetteer> load_gazetteer(const fs::path& index,
                                                std::vector<std::string>& problems) {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(index / "gazetteer", none))
        if (entry.path().extension() == ".tsv") files.push_back(entry.path());
    if (files.empty()) return {std::shared_ptr<void>(), &Gazetteer::builtin()};
    std::sort(files.begin(), files.end());
    return std::make_shared<const Gazetteer>(files, problems);
}

Error from_xapian(const Xapian::Error& error, const std::string& what) {
    std::string message = fmt::format("{}: {}", what, error.get_msg());
    if (!error.get_context().empty()) message += fmt::format(" ({})", error.get_context());
    const std::string_view type = error.get_type();
    if (type == "DatabaseLockError")
        return {ErrorKind::index, message, "another process is writing to it; try again later"};
    if (type == "NetworkError" || type == "NetworkTimeoutError")
        return {ErrorKind::index, message, "is the remote shard's server running?"};
    if (type == "DatabaseOpeningError" || type == "DatabaseNotFoundError" ||
        type == "DatabaseCorruptError")
        return {ErrorKind::index, message,
                "a shard is missing or damaged: restore it from a copy, or index the articles anew "
                "into another directory"};
    return {ErrorKind::index, message};
}

} // namespace sitrep
