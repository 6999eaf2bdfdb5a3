#pragma once

/* Branches: histories of one program that differ by the knobs that were moved, and bookmarks in them.
 *
 *   main      ──────●────────────────▶      kept: its inputs, and its future from the fork on
 *                   └──────▶ branch 1       begins where a knob was moved in the past; the machine is in it
 *
 * A branch is the list of its knob changes, from tick 0 on; everything else follows from it. What is known of the part
 * that it does not share with the present one (moments, output, trace lines) is kept beside it while the history's budget
 * allows; without it, returning only takes longer. The oldest of more than MAX_BRANCHES is forgotten.
 *
 * Without a history a machine cannot go back, and has one branch. */

#include "session/machine-internal.h"

/* Before a knob is moved at the present tick: if more of this history is known, it becomes a branch of its own. */
void branches_fork (GccoreMachine *m);
void branches_free (GccoreMachine *m);

/* For session files: the knob changes of a branch (KnobChange), and a branch from one; `present` before it has run. Takes
 * `changes`. A name that is there already is left out. */
const GArray *branches_changes (const GccoreMachine *m, guint i);
void branches_put (GccoreMachine *m, const char *name, GArray *changes, uint64_t last_tick, GccorePosition position,
                   bool present);

/* Makes branch i, not 0, the present one: the machine stands where that parted from the present one, or where it left it.
 * False: the host refused. */
bool branches_enter (GccoreMachine *m, guint i);
