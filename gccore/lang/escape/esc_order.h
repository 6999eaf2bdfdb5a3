#pragma once

/* The order of the analysis: batches of functions that refer to each other, callees before callers. */

#include "lang/escape/esc_ir.h"

typedef void EscNodeFunc (EscNode *n, gpointer data);
/* Calls before and after (either may be NULL) for n and everything below it, in the compiler's order; literals' bodies
 * are not entered. */
void esc_for_each_node (EscNode *n, EscNodeFunc *before, EscNodeFunc *after, gpointer data);

typedef void EscVisitFunc (EscFunc *const *fns, guint n_fns, gpointer data);
/* Calls visit_batch for each strongly connected group reachable from funcs; a literal is in its function's group. */
void esc_visit_bottom_up (GPtrArray *funcs, EscVisitFunc *visit_batch, gpointer data);
