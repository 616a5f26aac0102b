// operator new and delete of programs that index: as the C++ library's, but for what SegmentHeap
// takes on.

#include "indexer/segment_heap.h"

#include <cstdlib>
#include <new>

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

void* operator new(std::size_t size) {
    if (void* const block = sitrep::SegmentHeap::allocate(size)) return block;
    for (;;) {
        if (void* const block = std::malloc(size == 0 ? 1 : size)) return block;
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) throw std::bad_alloc();
        handler();
    }
}

void operator delete(void* block) noexcept {
    if (sitrep::SegmentHeap::owns(block))
        sitrep::SegmentHeap::free(block);
    else
        std::free(block);
}

// The C++ library's other forms but those of aligned types, which have memory of their own, come
// down to these two.
void operator delete(void* block, std::size_t) noexcept {
    operator delete(block);
}

#endif
