#pragma once

/* The page allocator: address-ordered first fit over chunks of 512 pages, found through five levels of summaries.
 *
 *   level  0        1        2        3        4
 *   covers 16 GiB   2 GiB    256 MiB  32 MiB   4 MiB (one chunk)     an entry has 8 children one level down
 *
 * Each entry sums up the free runs of what it covers, so that a search goes down one path; no page below search_page
 * is free. Facts: Go 1.22 runtime/mpagealloc.go, mpagealloc_64bit.go, mpagecache.go.
 *
 * Pages are numbered from a base address, a multiple of 16 GiB, that only the caller knows; chunk = page / 512. All
 * tables are carved for the largest number of chunks and fill in sparsely, so that chunks may lie terabytes apart.
 * `Palloc` is a host-side view; everything that changes is in the image. */

#include "base/image.h"
#include "heap/pallocbits.h"
#include "heap/scavindex.h"

#define PALLOC_LEVELS 5
#define PALLOC_NO_PAGE UINT64_MAX
#define PALLOC_CHUNK_BYTES (UINT64_C (4) << 20)
#define PAGE_CACHE_PAGES 64u

/* A per-P hold of an aligned block of 64 pages (Go's pageCache). Empty when `cache` is 0. */
typedef struct {
  uint64_t base_page;         /* PALLOC_NO_PAGE after a flush */
  uint64_t cache;             /* 1 = free */
  uint64_t scav;              /* 1 = scavenged */
} PageCache;

typedef struct {
  uint64_t first_chunk, end_chunk;
} ChunkRange;

typedef struct {
  Addr summaries[PALLOC_LEVELS]; /* PallocSum tables */
  Addr chunks;                /* PallocChunk[max_chunks] */
  Addr scav_chunks;           /* packed ScavChunk[max_chunks] */
  uint64_t max_chunks;        /* multiple of 4096 */
  uint64_t phys_page_bytes, huge_page_bytes; /* of the modelled OS; huge 0: none */
  uint64_t search_page;       /* no free page below; PALLOC_NO_PAGE: none at all */
  uint64_t start_chunk, end_chunk; /* known chunks lie in [start, end) */
  Addr ranges;                /* ChunkRange[ranges_cap], ascending, apart from each other */
  uint32_t n_ranges, ranges_cap;
  ScavIndex scav;
  uint64_t released_bg_bytes, released_eager_bytes; /* since last asked, by who released */
} PallocState;

typedef struct {
  Image *image;
  PallocState *state;
  PallocSum *summaries[PALLOC_LEVELS];
  PallocChunk *chunks;
  uint64_t *scav_chunks;
} Palloc;

/* Carves the tables. `state` lies in the image, zeroed. */
void palloc_init (Palloc *p, Image *im, PallocState *state, uint64_t max_chunks, uint64_t phys_page_bytes,
                  uint64_t huge_page_bytes);
/* A view of a state that exists. */
void palloc_attach (Palloc *p, Image *im, PallocState *state);

/* Chunks that are not known yet: gaps (base/image.h). */
void palloc_each_gap (const Palloc *p, ImageGapFunc func, void *context);

/* n chunks from `chunk` become known: all free and scavenged. */
void palloc_grow (Palloc *p, uint64_t chunk, uint64_t n);
/* First page of n, or PALLOC_NO_PAGE. *scavenged_bytes: how much of it was with the OS. */
uint64_t palloc_alloc (Palloc *p, uint64_t n_pages, uint64_t *scavenged_bytes);
void palloc_free (Palloc *p, uint64_t page, uint64_t n_pages);

/* Takes every free page of the 64-page block that holds the first free page. Empty if nothing is free. */
PageCache palloc_to_cache (Palloc *p);
uint64_t page_cache_alloc (PageCache *c, uint64_t n_pages, uint64_t *scavenged_bytes);
void page_cache_flush (PageCache *c, Palloc *p);

/* Called with a run of free pages whose memory is to be given back (sysUnused); may be NULL where there is none. */
typedef void (*PallocReleaseFunc) (void *context, uint64_t page, uint64_t n_pages);
/* Scavenges one run, at most max_bytes rounded up to pages, in the chunk at or below `page`. Returns bytes released;
 * 0: nothing there, the chunk is marked empty. */
uint64_t palloc_scavenge_one (Palloc *p, uint64_t chunk, uint32_t page, uint64_t max_bytes, PallocReleaseFunc release,
                              void *context);
/* Scavenges until n_bytes are released, nothing is left, or `should_stop` (may be NULL) says so after a run. */
uint64_t palloc_scavenge (Palloc *p, uint64_t n_bytes, bool force, PallocReleaseFunc release,
                          bool (*should_stop) (void *context), void *context);

/* Recomputes the summaries of a page range. `contiguous`: the range was allocated or freed as a whole (`allocated`
 * says which), so that only its two end chunks need a look. For set-up, tests and the functions above. */
void palloc_update (Palloc *p, uint64_t page, uint64_t n_pages, bool contiguous, bool allocated);
/* The summary that level/chunk should have, computed from below; for the verifier. */
PallocSum palloc_recompute (const Palloc *p, int level, uint64_t index);
