#pragma once

/* Places inside a tick: where goroutines are in the source, between two visible units of work.
 *
 * A position is a tick and a step in it (session/machine.h). The VM can be asked to look up before some instructions
 * (lang/vm.h, breaks); it then stands inside its tick, and the ticks keep their numbers. Which instructions belong to a
 * line: those by which a goroutine comes to it, from another line or by entering a function; a loop that stays on one
 * line comes to it once. The line that declares a function means its first instruction, too.
 *
 * `line_starts` is derived from the program and kept by the machine. Sets of places are bitmaps over code indices, to
 * be freed with g_free(). */

#include "session/machine-internal.h"

/* An empty set. */
uint64_t *places_new (const GccoreMachine *m);
/* Where goroutines come to lines of the program's own. */
const uint64_t *places_line_starts (GccoreMachine *m);
/* Adds where they come to this line, or enter functions of this name ("main." may be left out); false: nowhere. */
bool places_add_line (GccoreMachine *m, uint64_t *set, uint64_t line);
bool places_add_function (const GccoreMachine *m, uint64_t *set, const char *name);
/* Adds where calls return to code of the program's own. */
void places_add_returns (const GccoreMachine *m, uint64_t *set);
bool places_is_function (const ProgFunc *func, const char *name);

/* What is asked when a goroutine comes to a place of the set; true: the machine stops there. */
typedef bool (*PlaceFunc) (GccoreMachine *m, const G *g, GccorePosition position);
/* From now on the machine looks up at these places (copied); NULL: at none. */
void places_watch (GccoreMachine *m, const uint64_t *set, PlaceFunc func);
