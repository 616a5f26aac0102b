// Tells which files below a folder were written, as it happens (inotify).
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace sitrep {

class FolderWatch {
  public:
    // Throws Error{internal} where the kernel has no inotify left.
    FolderWatch();
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

    // Watches a folder and those below it, and gives all files that are there. Names that start
    // with a dot are left out. Throws Error{input} where it is no folder that can be read.
    std::vector<std::string> add(const std::filesystem::path& folder);

    // Becomes readable when something happened.
    int descriptor() const { return descriptor_; }
    // Files written, moved here or found in new folders since the last call. Where the kernel lost
    // count, all files of all folders.
    std::vector<std::string> changed();

  private:
    void walk(const std::filesystem::path& folder, std::vector<std::string>& files);

    int descriptor_;
    std::unordered_map<int, std::filesystem::path> folders_; // by watch
    std::vector<std::filesystem::path> roots_;
};

} // namespace sitrep
