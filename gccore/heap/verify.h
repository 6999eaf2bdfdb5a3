#pragma once

/* Re-derives everything the heap counts or indexes from what cannot lie: spans, bitmaps, sets. For tests, for the
 * verifier in gc/, and for anyone who doubts. Changes nothing; may be called at every tick. */

#include "heap/mheap.h"

/* `held`: spans in use, swept, that a goroutine carries between two ticks, in no set and no mcache (may be NULL).
 * GCCORE_ERR_VERIFY with the broken promise in `error`. */
GccoreStatus heap_verify (const Heap *heap, const SpanId *held, uint32_t n_held, GccoreError *error);
