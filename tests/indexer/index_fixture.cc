#include "tests/indexer/index_fixture.h"

#include <stdexcept>

#include <unistd.h>

namespace sitrep::test {

namespace fs = std::filesystem;

IndexDirectory::IndexDirectory() {
    std::string name = (fs::temp_directory_path() / "sitrep-index-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
}

IndexDirectory::~IndexDirectory() {
    fs::remove_all(path_);
}

std::shared_ptr<const Gazetteer> builtin() {
    return {std::shared_ptr<void>(), &Gazetteer::builtin()};
}

Article article(const std::string& id, const std::string& text) {
    Article a;
    a.id = id;
    a.title = "Title of " + id;
    a.text = text;
    a.date = *parse_date("2025-07-04");
    a.lang = "en";
    return a;
}

} // namespace sitrep::test
