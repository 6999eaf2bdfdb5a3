#pragma once

/* The memory image: one reserved region of address space that holds everything a run can change.
 *
 * Inside the image a place is named by its *model address* (`Addr`), the same on every machine and in every run:
 *
 *   meta_base ...                  metadata: heap structures, Ps, Gs, run queues, clocks, RNG (carved, never freed)
 *   rodata_base ...                the program's constants (strings, static values); the collector does not look here
 *   globals_base ...               the program's package variables (Go's data and bss)
 *   IMAGE_HEAP_BASE 0xc000000000   heap arenas, growing upwards; goroutine stacks are spans in here too
 *
 * Constants and globals end exactly where the heap begins, so what a program may touch is one range without holes:
 * [rodata_base, header->heap_mapped_end). The metadata zone lies below it, behind a guard that is never mapped, and
 * ends at a fixed model address. `image_program_can_access()` is the range check for every address that came out of
 * program memory: one subtraction and one compare.
 *
 * host address = model address + delta, one constant a machine. No host pointer is ever stored in the image, so an
 * image can be copied, compared, hashed and restored.
 *
 * The metadata zone is mapped from the start but costs nothing until touched; tables that are indexed by address
 * (chunk bitmaps, summaries, the page table) are carved whole and fill in sparsely, as Go's do.
 *
 * The system is asked for huge pages in the heap's zone, and for none in the metadata. That is the host's affair alone:
 * what a machine does and counts is the same with and without. What is resident grows by less than 2 MiB at the heap's
 * top; holes that image_release() has made may be filled again by the system later (khugepaged).
 *
 * Threads: an image belongs to the thread that steps its machine. Units: bytes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bits.h"
#include "base/status.h"

/* A model address; 0 is nil. */
typedef uint64_t Addr;

#define IMAGE_HEAP_BASE UINT64_C (0xc000000000) /* Go 1.22 runtime/malloc.go: first arena hint on linux/amd64 */
#define IMAGE_META_END UINT64_C (0xbf00000000)  /* 4 GiB below: room for constants, globals and the guard */
#define IMAGE_PAGE_BYTES UINT64_C (4096)        /* host page; all zones are multiples of it */
/* The one shared place that every allocation of size 0 names (Go 1.22 runtime/malloc.go, zerobase): the last 16 bytes
 * of the globals zone, which is that much larger than asked for. */
#define IMAGE_ZERO_BASE (IMAGE_HEAP_BASE - 16)

/* The zone that package variables of so many bytes lie in, which ends at the heap. */
static inline uint64_t
image_globals_zone_bytes (uint64_t globals_bytes)
{
  return round_up_u64 (globals_bytes + (IMAGE_HEAP_BASE - IMAGE_ZERO_BASE), IMAGE_PAGE_BYTES);
}

/* Places where the rooms above keep the model address of their own root structure, so that everything in the image
 * can be found again from the header alone (restoring, comparing, verifying). */
typedef enum {
  IMAGE_ROOT_HEAP,
  IMAGE_ROOT_SCHED,
  IMAGE_ROOT_GC,
  IMAGE_ROOT_VM,
  IMAGE_ROOT_SESSION,
  IMAGE_N_ROOTS = 8
} ImageRoot;

typedef struct {
  uint64_t heap_reserve_bytes;    /* most heap the machine can ever map; multiple of 64 MiB */
  uint64_t globals_bytes;         /* size of the package variables, may be 0 */
  uint64_t rodata_bytes;          /* size of the constants, may be 0 */
  uint64_t meta_reserve_bytes;    /* 0: computed from heap_reserve_bytes */
} ImageOptions;

/* The first bytes of the metadata zone. */
typedef struct ImageHeader {
  Addr meta_cursor;               /* next free metadata byte; only moves up */
  Addr heap_mapped_end;           /* one past the highest mapped heap byte */
  uint64_t meta_used_bytes;       /* carved and counted, without sparse tables' untouched parts */
  uint64_t n_heap_maps;           /* times the heap was extended */
  Addr roots[IMAGE_N_ROOTS];
} ImageHeader;

typedef struct Image {
  uintptr_t delta;                /* host = model + delta (mod 2^64) */
  Addr meta_base, meta_end;       /* reserved metadata zone */
  Addr rodata_base, rodata_end;
  Addr globals_base, globals_end;
  Addr heap_base, heap_end;       /* reserved heap zone */
  ImageHeader *header;            /* in the image */
  uint8_t *written;               /* host memory, a byte per page of 4 KiB from globals_base to heap_end: not 0 when objects
                                     there, or running over from the page before, may have been stored to since somebody
                                     cleared it. A hint for checkpoints, no part of the image */
  Addr heap_stale_end;            /* host's affair: up to here, beyond the mapped heap, bytes of a larger heap may be left that
                                     image_restore_mapping() took away */
} Image;

/* Reserves the region (PROT_NONE, no swap reserved) and maps metadata, rodata and globals.
 * GCCORE_ERR_HOST_MEMORY if the system refuses. */
GccoreStatus image_init (Image *im, const ImageOptions *options, GccoreError *error);
void image_fini (Image *im);

/* Carves zeroed metadata that lives as long as the image and counts as used. `align` is a power of two. The zone's
 * size follows from heap_reserve_bytes so that it cannot run out; if it does, the process aborts with a message. */
Addr image_carve (Image *im, uint64_t bytes, uint64_t align);
/* The same for a table that fills in sparsely: its bytes count as used only as image_meta_use() says so. */
Addr image_carve_sparse (Image *im, uint64_t bytes, uint64_t align);
void image_meta_use (Image *im, uint64_t bytes);

/* Makes [addr, addr+bytes) of the heap zone readable and writable (Go's sysMap). Multiples of 4 KiB; addr is the
 * present end of the mapped heap: the heap has no holes. */
GccoreStatus image_map_heap (Image *im, Addr addr, uint64_t bytes, GccoreError *error);
/* Makes the host's protection agree with header->heap_mapped_end after the header was restored from a copy;
 * `old_end` is what it was before. The host keeps the memory of a larger heap, as going back and forth would have it
 * cleared and mapped again each time; whoever restores that heap finds old bytes there, image_map_heap() zeros. */
GccoreStatus image_restore_mapping (Image *im, Addr old_end, GccoreError *error);
/* Gives pages back to the OS (MADV_DONTNEED); contents become zero. Go's sysUnused. Multiples of 4 KiB. */
void image_release (Image *im, Addr addr, uint64_t bytes);

typedef void (*ImageRangeFunc) (void *context, Addr from, Addr to);
/* Gaps: metadata that is no history. Either no index of a table has come there yet (`zero`: nobody ever wrote there, and it
 * must read as zeros), or what is there is nobody's and will be written before it is read. The rooms above tell theirs, in
 * any order; ranges may be empty. Multiples of 4 bytes if `zero`, else of 8. */
typedef void (*ImageGapFunc) (void *context, Addr from, Addr to, bool zero);

/* One past the highest mapped heap byte. */
static inline Addr
image_heap_mapped_end (const Image *im)
{
  return im->header->heap_mapped_end;
}

/* Bytes of metadata carved and used so far, and heap bytes mapped. */
static inline uint64_t
image_meta_used_bytes (const Image *im)
{
  return im->header->meta_used_bytes;
}

static inline uint64_t
image_heap_mapped_bytes (const Image *im)
{
  return im->header->heap_mapped_end - im->heap_base;
}

static inline void *
image_ptr (const Image *im, Addr addr)
{
  return (void *) (uintptr_t) (addr + im->delta);
}

static inline Addr
image_addr (const Image *im, const void *host)
{
  return (Addr) ((uintptr_t) host - im->delta);
}

/* Something may be stored at [addr, addr+bytes), which lies in the zones of the program. A page's note speaks for what
 * runs over into the next one, too. */
static inline void
image_touch_own (const Image *im, Addr addr, uint64_t bytes)
{
  uint8_t *written = &im->written[(addr - im->globals_base) / IMAGE_PAGE_BYTES];

  *written = 1;
  for (uint64_t at = IMAGE_PAGE_BYTES; at < bytes; at += IMAGE_PAGE_BYTES)
    *++written = 1;
}

/* Something may be stored at [addr, addr+bytes), which may lie outside the zones of the program. The allocator says so of
 * a whole span when it is taken from the heap and when a P gets it, and not again at each allocation. */
static inline void
image_touch (const Image *im, Addr addr, uint64_t bytes)
{
  if (addr - im->globals_base < im->heap_end - im->globals_base && bytes != 0)
    image_touch_own (im, addr, bytes);
}

#define IMAGE_AT(im, type, addr) ((type *) image_ptr ((im), (addr)))

/* Whether a program may read [addr, addr+bytes): constants, globals and the mapped heap. Any `addr` may be asked;
 * `bytes` is what an instruction moves and stays far below 2^63. */
static inline bool
image_program_can_access (const Image *im, Addr addr, uint64_t bytes)
{
  uint64_t span = im->header->heap_mapped_end - im->rodata_base;

  return addr - im->rodata_base < span && bytes <= span - (addr - im->rodata_base);
}

/* Whether a program may write there: not its constants. */
static inline bool
image_program_can_write (const Image *im, Addr addr, uint64_t bytes)
{
  uint64_t span = im->header->heap_mapped_end - im->globals_base;

  return addr - im->globals_base < span && bytes <= span - (addr - im->globals_base);
}
