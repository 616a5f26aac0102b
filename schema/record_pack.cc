#include "schema/record_pack.h"

#include "schema/error.h"

#include <cstdint>
#include <memory>

#include <fmt/format.h>
#include <zstd.h>

namespace sitrep {
namespace {

constexpr int light_level = -1; // without entropy coding
constexpr int level = 1;        // texts of a few kilobytes gain nothing from higher ones
// No article is as long; a damaged frame must not claim more memory.
constexpr unsigned long long longest_part = 1ULL << 30;

std::string compress(std::string_view part, int how) {
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(
        ZSTD_createCCtx(), ZSTD_freeCCtx);
    std::string packed(ZSTD_compressBound(part.size()), '\0');
    const std::size_t size = ZSTD_compressCCtx(context.get(), packed.data(), packed.size(),
                                               part.data(), part.size(), how);
    if (ZSTD_isError(size) != 0)
        throw Error(ErrorKind::internal,
                    fmt::format("cannot pack an article: {}", ZSTD_getErrorName(size)));
    packed.resize(size);
    return packed;
}

std::string decompress(std::string_view packed) {
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(
        ZSTD_createDCtx(), ZSTD_freeDCtx);
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size > longest_part) throw_damaged_record(); // unknown and erroneous sizes are larger still
    std::string part(size, '\0');
    if (ZSTD_decompressDCtx(context.get(), part.data(), part.size(), packed.data(),
                            packed.size()) != size)
        throw_damaged_record();
    return part;
}

std::string_view take(std::string_view& data, std::uint64_t size) {
    if (size > data.size()) throw_damaged_record();
    const std::string_view taken = data.substr(0, size);
    data.remove_prefix(size);
    return taken;
}

} // namespace

void throw_damaged_record() {
    throw Error(ErrorKind::index, "the record of an article is damaged",
                "check the index with sitrep-index --check");
}

std::uint64_t take_number(std::string_view& data) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (data.empty()) throw_damaged_record();
        const auto byte = static_cast<unsigned char>(data.front());
        data.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return value;
    }
    throw_damaged_record();
}

void append_number(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<char>(value));
}

std::string pack_record(std::string_view head, std::string_view body, std::string_view evidence) {
    std::string data;
    const auto add = [&](std::string_view part, int how) {
        const std::string frame = compress(part, how);
        append_number(data, frame.size());
        data += frame;
    };
    add(head, light_level);
    add(body, level);
    add(evidence, level);
    return data;
}

PackedRecord::PackedRecord(std::string_view data) {
    for (std::string_view* part : {&head_, &body_, &evidence_})
        *part = take(data, take_number(data));
}

std::string PackedRecord::head() const {
    return decompress(head_);
}

std::string PackedRecord::body() const {
    return decompress(body_);
}

std::string PackedRecord::evidence() const {
    return decompress(evidence_);
}

} // namespace sitrep
