#pragma once

/* The moments of a history as searches walk them: numbered from 0, ascending. Moments may come and go whenever the
 * machine runs; their numbers are good until then. */

#include "session/machine-internal.h"

/* How many moments lie before every place that comes before `end`; the last of them begins the stretch that leads there. */
guint history_stretch (const GccoreMachine *m, GccorePosition end);
uint64_t history_tick (const GccoreMachine *m, guint i);
/* Puts the machine there; false: the host refused (run_state tells). */
bool history_restore (GccoreMachine *m, guint i);
