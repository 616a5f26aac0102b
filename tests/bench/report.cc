#include "report.h"

#include "measure.h"

#include "schema/error.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/utsname.h>

namespace sitrep::bench {
namespace {

constexpr double worth_telling = 1.1;

std::string today_and_time() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text, size};
}

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    utsname name{};
    ::uname(&name);
    return name.machine;
}

double ratio(const Row& row, std::size_t rival) {
    return rival < row.values.size() ? row.values[0] / row.values[rival] : not_measured;
}

} // namespace

void Report::print() const {
    fmt::print("{}: {} articles, {:.1f} MB of text\n{:<50} {:>10} {:>4} {:>10}", corpus, articles,
               megabytes, "", engines[0], "", engines[1]);
    for (std::size_t rival = 1; rival < engines.size(); ++rival)
        fmt::print(" {:>10}", "of " + engines[rival]);
    fmt::print("\n");
    for (const Row& row : rows) {
        fmt::print("{:<50} {:>10.3f} {:<4} {:>10.3f}", row.what, row.values[0], row.unit,
                   row.values.size() > 1 ? row.values[1] : not_measured);
        for (std::size_t rival = 1; rival < engines.size(); ++rival)
            fmt::print(" {:>10}", std::isnan(ratio(row, rival))
                                      ? std::string("-")
                                      : fmt::format("{:.3f}", ratio(row, rival)));
        fmt::print("\n");
    }
}

void Report::append_to(const std::filesystem::path& history) const {
    nlohmann::json run{{"time", today_and_time()},
                       {"processor", processor()},
                       {"corpus", corpus},
                       {"articles", articles},
                       {"megabytes", megabytes}};
    for (const Row& row : rows) {
        nlohmann::json& shown = run["rows"][row.what];
        shown["unit"] = row.unit;
        for (std::size_t i = 0; i < row.values.size(); ++i)
            if (!std::isnan(row.values[i])) shown[engines[i]] = row.values[i];
    }
    std::ofstream file(history, std::ios::app);
    file << run.dump() << '\n';
    if (!file.flush())
        throw Error(ErrorKind::input, fmt::format("cannot write {}", history.string()));
}

void Report::compare_with(const std::filesystem::path& history) const {
    std::map<std::string, std::vector<double>> earlier; // ratios by row
    std::ifstream file(history);
    for (std::string line; std::getline(file, line);) {
        const auto run = nlohmann::json::parse(line, nullptr, false);
        if (run.is_discarded() || run.value("corpus", "") != corpus ||
            run.value("articles", std::size_t{0}) != articles)
            continue;
        for (const auto& [what, row] : run["rows"].items())
            if (row.contains("sitrep") && row.contains("plain"))
                earlier[what].push_back(row["sitrep"].get<double>() / row["plain"].get<double>());
    }
    for (const Row& row : rows) {
        std::vector<double>& ratios = earlier[row.what];
        if (ratios.empty() || std::isnan(ratio(row, 1))) continue;
        std::nth_element(ratios.begin(), ratios.begin() + ratios.size() / 2, ratios.end());
        const double usual = ratios[ratios.size() / 2];
        if (ratio(row, 1) > usual * worth_telling)
            fmt::print("SLOWER: {}: {:.3f} of plain Xapian's, {:.3f} in {} earlier runs\n",
                       row.what, ratio(row, 1), usual, ratios.size());
    }
}

} // namespace sitrep::bench
