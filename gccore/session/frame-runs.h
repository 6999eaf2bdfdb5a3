#pragma once

/* The runs of a frame: what is told of those that the outline shows (frame-outline.h).
 *
 * Telling of a span costs some cache misses: the span, its bits. So what was told last is kept, as long as the heap notes
 * which spans have changed since (Heap.changed_spans): runs of others are copied, in order. While a cycle marks, marks
 * are counted anew for all. A restored image forgets the notes, and with them all that was kept. */

#include "session/machine-internal.h"

/* Gives the frame its runs (g_atomic_rc_box_release()), n_runs, n_left_out, n_pages, heap_base and pages_by_state. */
void frame_runs_build (GccoreMachine *m, const GccoreFrameRequest *request, GccoreFrame *f);
void frame_runs_free (FrameRuns *kept);
