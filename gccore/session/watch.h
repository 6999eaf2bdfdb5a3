#pragma once

/* What a run looks for: stop conditions as it goes, whether they hold, what came true first.
 *
 * Conditions with a state (a tick, a cycle's progress, the heap's size, an object's colour) are looked at between ticks
 * and count when they *become* true. Events are counted as they happen, and places in the source are met inside ticks
 * (places.h). A search backwards runs the same ticks and notes the last of each instead of stopping (SliceWatch.note). */

#include "session/machine-internal.h"

/* Whether the condition holds now, of ticks, cycles, heap size, colours and the end. */
bool watch_holds (const GccoreMachine *m, const GccoreStop *stop);
/* Before a run: what each stop remembers, and the places that the stops need. */
void watch_arm (GccoreMachine *m, GccoreStop *const *stops, guint n_stops);
void watch_disarm (GccoreMachine *m);
/* Looks at every stop at a tick boundary; the first that has become true, or -1. */
int watch_look (GccoreMachine *m);
/* An event of the present tick; true: the slice ends after it. */
bool watch_event (GccoreMachine *m, const Event *event);
/* Searching backwards: something was found at this position. */
void watch_note (GccoreMachine *m, GccorePosition position, guint which);
