#pragma once

/* A P's own store of spans to allocate from, one a span class, with its tiny block, page cache, span structs and small
 * stacks. Facts: Go 1.22 runtime/mcache.go, runtime2.go (p.pcache, p.mspancache). One per P, in the image. */

#include "heap/mspan.h"
#include "heap/palloc.h"

#define N_STACK_ORDERS 4      /* 2, 4, 8, 16 KiB */
#define FIXED_STACK_BYTES 2048u
#define STACK_CACHE_BYTES 32768u
#define MSPAN_CACHE_SIZE 128

typedef struct {
  Addr list;                  /* free stacks linked by their first word */
  uint64_t bytes;
} StackFreeList;

typedef struct Mcache {
  SpanId alloc[N_SPAN_CLASSES];
  Addr tiny;                  /* current tiny block, 0 none */
  uint64_t tiny_offset;       /* first free byte in it */
  uint64_t tiny_allocs;       /* pieces that shared a block, since last counted */
  uint64_t scan_alloc;        /* pointerful bytes allocated, since last told to the pacer */
  uint32_t flush_gen;         /* sweepgen when last flushed */
  uint32_t n_mspan_cache;
  PageCache page_cache;
  StackFreeList stack_cache[N_STACK_ORDERS];
  SpanId mspan_cache[MSPAN_CACHE_SIZE];
} Mcache;
