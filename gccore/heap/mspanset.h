#pragma once

/* A set of spans: first in, first out, any length.
 *
 * A spine of pointers to blocks of 512 entries; push writes at `tail`, pop reads at `head`; a block that was popped
 * empty returns to a pool shared by all sets. Facts: Go 1.22 runtime/mspanset.go. Lives in the image. */

#include "heap/mspan.h"

#define SPANSET_BLOCK_ENTRIES 512u

typedef struct {
  Addr free_blocks;           /* linked by `link` */
} SpansetPool;

typedef struct {
  Addr link;
  uint32_t n_popped, pad;
  SpanId spans[SPANSET_BLOCK_ENTRIES];
} SpansetBlock;

typedef struct {
  Addr spine;                 /* Addr[spine_cap] of blocks */
  uint32_t spine_len, spine_cap;
  uint32_t head, tail;        /* entry numbers since the last reset */
} Spanset;

void spanset_push (Spanset *set, SpansetPool *pool, Image *im, SpanId span);
/* SPAN_NONE when empty. */
SpanId spanset_pop (Spanset *set, SpansetPool *pool, Image *im);
/* Starts numbering at 0 again; the set must be empty. Done once a cycle for the sets that were swept. */
void spanset_reset (Spanset *set, SpansetPool *pool, Image *im);

static inline uint32_t
spanset_length (const Spanset *set)
{
  return set->tail - set->head;
}

/* The i-th from the head, for pictures and the verifier. */
SpanId spanset_peek (const Spanset *set, const Image *im, uint32_t i);
