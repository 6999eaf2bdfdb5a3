#pragma once

/* The runs of a frame: what is told of those that the outline shows (frame-outline.h).
 *
 * Telling of a span costs some cache misses: the span, its bits. So what was told last is kept (run-block.h), as long as the
 * heap notes which spans have changed since (Heap.changed_spans): others are told again, or left where they stand. While a
 * cycle marks, marks are counted anew for all.
 *
 * Going back notes what becomes of spans, too, but not of their bits. A span that is the same has the bits that it had
 * after the same mark of the same history: so what was told in a history is forgotten with it, on the way to another one
 * (branches.h). */

#include "session/machine-internal.h"
#include "session/run-block.h"

/* Gives the frame its runs, n_runs, n_left_out, n_pages, heap_base and pages_by_state. Returns the block that has the runs,
 * to be given back with the frame. */
RunBlock *frame_runs_build (GccoreMachine *m, const GccoreFrameRequest *request, GccoreFrame *f);
/* Both may be given NULL. */
void frame_runs_forget (FrameRuns *kept);
void frame_runs_free (FrameRuns *kept);
