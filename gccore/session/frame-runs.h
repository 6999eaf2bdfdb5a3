#pragma once

/* The runs of a frame: what is told of those that the outline shows (frame-outline.h).
 *
 * Telling of a span costs some cache misses: the span, its bits. So what was told last is kept (run-block.h), as long as the
 * heap notes which spans have changed since (Heap.changed_spans): others are told again, or left where they stand. While a
 * cycle marks, marks are counted anew for all. A restored image forgets the notes, and with them all that was kept. */

#include "session/machine-internal.h"
#include "session/run-block.h"

/* Gives the frame its runs, n_runs, n_left_out, n_pages, heap_base and pages_by_state. Returns the block that has the runs,
 * to be given back with the frame. */
RunBlock *frame_runs_build (GccoreMachine *m, const GccoreFrameRequest *request, GccoreFrame *f);
void frame_runs_free (FrameRuns *kept);
