#pragma once

/* Moments: saved images with the host's side of the run beside them, in the order of their ticks; running on from one
 * gives the next. Which moments exist depends on wall time and memory and never shows: the ticks between are the same
 * whether they were run once or ten times. The first moment is never dropped.
 *
 * The moments of the history that the machine is in are numbered from 0, ascending; they may come and go whenever the
 * machine runs, and their numbers are good until then. Moments of other branches (branches.h) are kept beside them,
 * under the same budget, and are the first to go. */

#include "session/machine-internal.h"

/* At the end of a slice, on the observer's grid: takes a moment when one is due. */
void history_note (GccoreMachine *m);
/* Takes a moment here and now. */
void history_take (GccoreMachine *m);
/* The same near a place that was gone back to, instead of the one of the time before: going to and fro shall not thin the
 * others. */
void history_take_near (GccoreMachine *m);
void history_free (GccoreMachine *m);
/* checkpoint_find_missed() of this history. */
Addr history_find_missed (GccoreMachine *m);

/* The latest tick that this history has come to. */
uint64_t history_last_tick (const GccoreMachine *m);
void history_set_last_tick (GccoreMachine *m, uint64_t tick);

/* The number of the latest moment at or before tick; 0 when there is none. */
guint history_before (const GccoreMachine *m, uint64_t tick);
uint64_t history_tick (const GccoreMachine *m, guint i);
/* How many moments lie before every place that comes before `end`; the last of them begins the stretch that leads there. */
guint history_stretch (const GccoreMachine *m, GccorePosition end);
/* Puts the machine there, before the knob changes of that very tick; false: the host refused (run_state tells). */
bool history_restore (GccoreMachine *m, guint i);

/* Takes the moments after the present tick out of this history; still counted, and thinned, until they are joined to it
 * again or dropped. */
GPtrArray *history_cut (GccoreMachine *m);
/* Without a history, because it was given up since, there are none left to join or drop. */
void history_join (GccoreMachine *m, GPtrArray *moments);
void history_drop (GccoreMachine *m, GPtrArray *moments);
