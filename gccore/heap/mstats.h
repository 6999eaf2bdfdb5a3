#pragma once

/* runtime.MemStats, field for field, with Go's meaning (Go 1.22 runtime/mstats.go). The heap fills in what it knows;
 * gc adds cycles, pauses, goal and CPU fraction. */

#include "heap/mheap.h"

typedef struct {
  uint64_t alloc, total_alloc, sys, lookups, mallocs, frees;
  uint64_t heap_alloc, heap_sys, heap_idle, heap_inuse, heap_released, heap_objects;
  uint64_t stack_inuse, stack_sys, mspan_inuse, mspan_sys, mcache_inuse, mcache_sys, buck_hash_sys, gc_sys, other_sys;
  uint64_t next_gc, last_gc, pause_total_ns;
  uint64_t pause_ns[256], pause_end[256]; /* circular, newest at (num_gc+255)%256 */
  uint32_t num_gc, num_forced_gc;
  double gc_cpu_fraction;
  bool enable_gc, debug_gc;
  struct {
    uint32_t size;
    uint64_t mallocs, frees;
  } by_size[MEMSTATS_BY_SIZE_ROWS];
} MemStats;

/* The heap's part; the rest is zeroed. Exact only after every mcache was released (as Go does first); otherwise objects
 * in cached spans are missing. */
void memstats_read (const Heap *heap, MemStats *stats);

/* The same with what cached spans hold counted in, changing nothing: for pictures and the verifier. */
void memstats_peek (const Heap *heap, MemStats *stats);

/* Bytes of metadata beside the heap: spans, mark bits, page table, bitmaps, summaries, sets, mcaches. */
uint64_t heap_metadata_bytes (const Heap *heap);
