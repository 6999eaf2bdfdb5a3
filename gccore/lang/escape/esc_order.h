#pragma once

/* The order of the analysis: batches of functions that refer to each other, callees before callers. */

#include "lang/escape/esc_ir.h"

typedef void EscNodeFunc (EscNode *n, gpointer data);
/* Calls before and after (either may be NULL) for n and everything below it, in the compiler's order; literals' bodies
 * are not entered. */
void esc_for_each_node (EscNode *n, EscNodeFunc *before, EscNodeFunc *after, gpointer data);

/* Asked for each function when it is met first, before its body is walked. False: it is not gone into. */
typedef bool EscMeetFunc (EscFunc *fn, gpointer data);
/* For each strongly connected group; a literal is in its function's group. */
typedef void EscBatchFunc (EscFunc *const *fns, guint n_fns, gpointer data);

/* A walk that may go on later: what was visited is not visited again. */
typedef struct EscOrder EscOrder;
EscOrder *esc_order_new (EscMeetFunc *meet, EscBatchFunc *batch, gpointer data);
void esc_order_free (EscOrder *order);
/* fn and what is reachable from it. Literals inside other functions are left to those. */
void esc_order_visit (EscOrder *order, EscFunc *fn);
