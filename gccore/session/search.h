#pragma once

/* Searching backwards: the last place before this one that is looked for.
 *
 * The stretches between moments (seek.c) are run again, from the latest to the first, each to its end, and what is met
 * is noted instead of stopped at; the last one noted is the place. So a search costs the ticks it goes back over. */

#include "session/machine-internal.h"

/* What is looked for. */
typedef struct {
  GccoreStop *const *stops;
  guint n_stops;
  uint64_t kinds;             /* events, bit per kind */
  const uint64_t *places;     /* and places inside ticks, told to place_func; NULL: none */
  bool (*place_func) (GccoreMachine *m, const G *g, GccorePosition position);
  uint64_t first_tick;        /* nothing that came earlier counts */
} Search;

/* step.c: runs to last_tick and notes the last of what is looked for. BUDGET: call again. */
GccoreStopReason machine_note_until (GccoreMachine *m, const Search *search, uint64_t last_tick, Place *note,
                                     uint64_t budget_us);
/* step.c: events that complete a step, bit per kind. */
uint64_t step_kinds (GccoreGranularity by);
