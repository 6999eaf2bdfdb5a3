#pragma once

/* Mark and alloc bits of spans.
 *
 * A sweep makes a span's mark bits its alloc bits and takes fresh ones, so bits live about two cycles and are freed by
 * the arena, not one by one (Go 1.22 runtime/mheap.go, newMarkBits, nextMarkBitArenaEpoch):
 *
 *   next ----> current ----> previous ----> free         one step right a cycle, when all is swept
 *   (filling)  (mark bits)   (alloc bits)   (reused)
 *
 * What a sweep has passed has its mark bits in `next` and its alloc bits in `current`.
 *
 * Arenas are 64 KiB pieces of one sparse zone of the image. A second zone of the same shape, the *twin*, holds for each
 * mark bit a "scanned" bit that tells grey from black. It is kept for the eye only: nothing in the model reads it, it
 * does not count as used, and it is written only when switched on. Bits are addressed by model address, multiples of
 * 8 bytes, zeroed when taken. */

#include "base/image.h"

#define GCBITS_ARENA_BYTES UINT64_C (65536)

typedef struct {
  Addr zone, zone_end, zone_cursor; /* arenas are carved upwards */
  Addr twin;                        /* base of the twin zone */
  Addr free, next, current, previous; /* lists of arenas, linked by their first word; 0 ends */
  uint64_t late_marks;              /* made when marking had ended, of objects whose finalizers are due; ever */
} GcBits;

typedef struct {
  Addr link;
  uint64_t used;                    /* bytes taken, this header included */
} GcBitsArena;

/* `max_bytes`: size of each zone. */
void gcbits_init (GcBits *bits, Image *im, uint64_t max_bytes);
/* Zeroed bits for n_elems objects. `with_twin`: the twin's bits are zeroed as well. */
Addr gcbits_take (GcBits *bits, Image *im, unsigned n_elems, bool with_twin);
void gcbits_next_epoch (GcBits *bits, const Image *im);
/* Arenas in each list, for accounting and the verifier. */
typedef struct { uint64_t n_free, n_next, n_current, n_previous; } GcBitsCount;
GcBitsCount gcbits_count (const GcBits *bits, const Image *im);

/* Bits that nobody has, in both zones: they are zeroed when somebody takes them. */
void gcbits_each_gap (const GcBits *bits, const Image *im, ImageGapFunc func, void *context);

/* Arenas that nobody writes to before the next epoch: those of alloc bits, and of mark bits when all are `marked`. */
void gcbits_each_settled (const GcBits *bits, const Image *im, bool marked, ImageRangeFunc func, void *context);

/* Where the scanned bits of the mark bits at `mark_bits` are. */
static inline Addr
gcbits_twin (const GcBits *bits, Addr mark_bits)
{
  return mark_bits - bits->zone + bits->twin;
}
