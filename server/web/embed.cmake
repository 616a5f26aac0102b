# Writes OUT, a C++ file that holds FILES (a list) as they are, by name.
set(rows "")
foreach(file IN LISTS FILES)
    get_filename_component(name "${file}" NAME)
    file(READ "${file}" content)
    string(APPEND rows "    {\"${name}\", R\"asset(${content})asset\"},\n")
endforeach()
file(WRITE "${OUT}" "// Made from server/web by embed.cmake.
#include <span>
#include <string_view>
#include <utility>

namespace sitrep {

using WebAsset = std::pair<std::string_view, std::string_view>;
static constexpr WebAsset assets[] = {
${rows}};

extern const std::span<const WebAsset> web_assets;
const std::span<const WebAsset> web_assets(assets);

} // namespace sitrep
")
