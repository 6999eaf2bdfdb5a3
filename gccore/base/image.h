#pragma once

/* The memory image: one reserved region of address space that holds everything a run can change.
 *
 * Inside the image a place is named by its *model address* (`Addr`), the same on every machine and in every run:
 *
 *   IMAGE_META_BASE ...            metadata: heap structures, Ps, Gs, run queues, clocks, RNG (carved, never freed)
 *   IMAGE_RODATA_BASE ...          the program's constants (strings, static values); the collector does not look here
 *   IMAGE_GLOBALS_BASE ...         the program's package variables (Go's data and bss)
 *   IMAGE_HEAP_BASE 0xc000000000   heap arenas, growing upwards; goroutine stacks are spans in here too
 *
 * host address = model address + delta, one constant a machine. No host pointer is ever stored in the image, so an
 * image can be copied, compared, hashed and restored. The metadata zone lies below everything a program may touch:
 * `image_program_can_access()` is the range check for every address that came out of program memory.
 *
 * Threads: an image belongs to the thread that steps its machine. Units: bytes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* A model address; 0 is nil. */
typedef uint64_t Addr;

#define IMAGE_HEAP_BASE UINT64_C (0xc000000000) /* Go 1.22 runtime/malloc.go: first arena hint on linux/amd64 */

typedef struct {
  uint64_t heap_reserve_bytes;    /* most heap the machine can ever map; multiple of 64 MiB */
  uint64_t globals_bytes;         /* size of the package variables, may be 0 */
  uint64_t rodata_bytes;          /* size of the constants, may be 0 */
  uint64_t meta_reserve_bytes;    /* 0: computed from heap_reserve_bytes */
} ImageOptions;

typedef struct ImageHeader ImageHeader; /* the first bytes of the metadata zone: carve cursor, mapped ends */

typedef struct Image {
  uintptr_t delta;                /* host = model + delta (mod 2^64) */
  Addr meta_base, meta_end;       /* reserved metadata zone */
  Addr rodata_base, rodata_end;
  Addr globals_base, globals_end;
  Addr heap_base, heap_end;       /* reserved heap zone */
  ImageHeader *header;            /* in the image */
} Image;

/* Reserves the region (PROT_NONE, no swap reserved) and maps the header, rodata and globals.
 * GCCORE_ERR_HOST_MEMORY if the system refuses. */
GccoreStatus image_init (Image *im, const ImageOptions *options, GccoreError *error);
void image_fini (Image *im);

/* Carves zeroed metadata that lives as long as the image. `reserve_only` leaves it to be faulted in on first touch
 * (all of it is; the flag only says it does not count as used until image_meta_use()). Aborts the step with a host
 * error state when the zone is exhausted: sizes are computed from heap_reserve_bytes so that this cannot happen. */
Addr image_carve (Image *im, uint64_t bytes, uint64_t align);

/* Makes [addr, addr+bytes) of the heap zone readable and writable (Go's sysMap). Multiples of 4 KiB. */
GccoreStatus image_map_heap (Image *im, Addr addr, uint64_t bytes, GccoreError *error);
/* Gives pages back to the OS (MADV_DONTNEED); contents become zero. Go's sysUnused. */
void image_release (Image *im, Addr addr, uint64_t bytes);
/* One past the highest mapped heap byte. */
Addr image_heap_mapped_end (const Image *im);
/* Bytes of metadata carved so far, and heap bytes mapped. */
uint64_t image_meta_used_bytes (const Image *im);

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

#define IMAGE_AT(im, type, addr) ((type *) image_ptr ((im), (addr)))

/* Whether a program may read or write [addr, addr+bytes): constants, globals and the mapped heap. */
bool image_program_can_access (const Image *im, Addr addr, uint64_t bytes);
