// Memory for the many small objects that a segment is made of.
//
// Documents and Xapian's inverter take some thousand small blocks an article, nodes of trees and
// the strings in them, and give them back together. Within a scope a thread's blocks of up to
// `largest` bytes lie one behind the other in chunks, so that taking one is an addition and
// neighbours are made at the same time; a chunk serves again when its last block is freed.
// Beside the C library's allocator that saves some tenth of indexing.
//
// segment_heap_new.cc puts it behind operator new and delete of any program that is linked with it,
// since neither std::map within Xapian nor its documents take an allocator. With sanitizers it does
// not, for they bring an operator new of their own.
#pragma once

#include <cstddef>

namespace sitrep {

class SegmentHeap {
  public:
    static constexpr std::size_t largest = 1024;
    static constexpr std::size_t alignment = 16;

    // While it lives, this thread allocates from chunks. Blocks may outlive it, and be freed on any
    // thread. Scopes do not nest.
    class Scope {
      public:
        Scope();
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
    };

    // Null outside of a scope, for larger blocks, and when there is no room for a further chunk.
    static void* allocate(std::size_t size) noexcept;
    // Whether allocate() gave this block.
    static bool owns(const void* block) noexcept;
    // Of a block that it owns.
    static void free(void* block) noexcept;

    // Gives the memory of chunks without blocks back to the system. Returns how many bytes that is.
    static std::size_t trim() noexcept;
};

} // namespace sitrep
