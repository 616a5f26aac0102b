// What tests that write indexes share.
#pragma once

#include "indexer/index_writer.h"

#include <filesystem>
#include <memory>
#include <string>

namespace sitrep::test {

// A place for an index that goes when the object does.
class IndexDirectory {
  public:
    IndexDirectory();
    ~IndexDirectory();
    IndexDirectory(const IndexDirectory&) = delete;
    IndexDirectory& operator=(const IndexDirectory&) = delete;
    std::filesystem::path path() const { return path_ / "db"; }

  private:
    std::filesystem::path path_;
};

// The built-in gazetteer, not owned.
std::shared_ptr<const Gazetteer> builtin();

// In English, "Title of ID", of 2025-07-04.
Article article(const std::string& id, const std::string& text);

} // namespace sitrep::test
