#pragma once

/* All spans of one span class that no mcache holds, in four sets: with and without a free slot, swept and not.
 * The two pairs swap their roles when sweepgen moves on, so nothing is copied at the start of a sweep.
 * Facts: Go 1.22 runtime/mcentral.go. Lives in Mheap. */

#include "heap/mspanset.h"

typedef struct {
  Spanset partial[2], full[2];
} Mcentral;

static inline Spanset *
mcentral_partial_swept (Mcentral *c, uint32_t sweepgen)
{
  return &c->partial[sweepgen / 2 % 2];
}

static inline Spanset *
mcentral_partial_unswept (Mcentral *c, uint32_t sweepgen)
{
  return &c->partial[1 - sweepgen / 2 % 2];
}

static inline Spanset *
mcentral_full_swept (Mcentral *c, uint32_t sweepgen)
{
  return &c->full[sweepgen / 2 % 2];
}

static inline Spanset *
mcentral_full_unswept (Mcentral *c, uint32_t sweepgen)
{
  return &c->full[1 - sweepgen / 2 % 2];
}
