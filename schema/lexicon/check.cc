// Checks lexicon files, when the program is built: what makes no sense is named as
// FILE:LINE: reason, and the exit code is 1.

#include "schema/lexicon.h"

#include <cstdio>
#include <fstream>
#include <iterator>

int main(int argc, char** argv) {
    std::vector<std::string> problems;
    for (int i = 1; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (!file || text.empty()) problems.push_back(std::string(argv[i]) + ": cannot be read");
        const sitrep::Lexicon lexicon(argv[i], text, sitrep::Lexicon::Plain::names, problems);
    }
    for (const std::string& problem : problems) std::fprintf(stderr, "%s\n", problem.c_str());
    return problems.empty() ? 0 : 1;
}
