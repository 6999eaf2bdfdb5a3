#pragma once

/* What the spans were in each of the last cycles, for pictures: noted when marking is over and sweeping has not begun.
 *
 * Host memory, derived from history alone, part of what an observer remembers: a copy shares the notes, which never
 * change. They take 12 bytes a span and cycle, at most SPAN_CYCLES_MAX_SPANS spans in all: of a large heap fewer cycles
 * are remembered. */

#include <glib.h>

#include "gc/gc.h"
#include "session/frame.h"

#define SPAN_CYCLES_MAX 32u
#define SPAN_CYCLES_MAX_SPANS (1u << 18)

typedef struct SpanCycles SpanCycles;

SpanCycles *span_cycles_new (void);
void span_cycles_free (SpanCycles *cycles);
void span_cycles_assign (SpanCycles *cycles, const SpanCycles *from);
/* What one copy is charged with: the last cycle's notes, as it shares those before with the copies before. */
uint64_t span_cycles_bytes (const SpanCycles *cycles);

/* Sweeping begins. */
void span_cycles_note (SpanCycles *cycles, const Gc *gc);
/* What stood at the page, oldest first; newly allocated. */
GccoreSpanCycle *span_cycles_at (const SpanCycles *cycles, uint32_t page, uint32_t *n);
