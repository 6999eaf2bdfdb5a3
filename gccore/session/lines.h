#pragma once

/* Stepping by line of source: whose line, and which of the places it comes to ends the step.
 *
 * A step belongs to the goroutine that acts next, if it is one of the program; else to whoever comes to a line first.
 * The others run on meanwhile, in the order of history. How deep a goroutine is in its calls is told by the bytes of
 * stack above its frame, which moving the stack keeps.
 *
 *   into   the next line it comes to, in whatever function of the program's own, or where a call has returned to
 *   over   the same, but not in functions called from here
 *   out    where the function it is in has returned to */

#include "session/machine-internal.h"

static inline bool
step_is_by_line (GccoreGranularity by)
{
  return by == GCCORE_BY_LINE || by == GCCORE_BY_LINE_OVER || by == GCCORE_BY_LINE_OUT;
}

/* Where steps may end: the lines' first instructions, and where calls return to. The caller frees it. */
uint64_t *lines_places (GccoreMachine *m);
/* Begins a step, or goes on with the one that was interrupted here. */
void lines_begin (GccoreMachine *m, GccoreGranularity by);
void lines_end (GccoreMachine *m, bool goes_on);
/* The goroutine of the step has ended. */
bool lines_owner_gone (const GccoreMachine *m);
/* Stepping back: notes the places that such a step could have led to (SliceWatch.note), of the owner alone. */
void lines_begin_back (GccoreMachine *m, GccoreGranularity by);
bool lines_note (GccoreMachine *m, const G *g, GccorePosition position);
/* The goroutine that acts next; 0: its P has none. */
GSlot lines_next_goroutine (const GccoreMachine *m);
