#pragma once

/* Inside of the walk over a batch's bodies, which makes the edges of its graph: esc_walk.c has functions and statements,
 * esc_walk_expr.c expressions, esc_walk_assign.c places and assignments, esc_walk_call.c calls.
 *
 * An expression is walked with the hole that its value goes to, a place gives the hole that stores to it. The order of
 * creation of locations and edges is the compiler's, because its messages come in that order
 * (Go 1.22 cmd/compile/internal/escape/{stmt,expr,assign,call}.go). */

#include "lang/escape/esc_graph.h"

/* Walking one function. */
typedef struct {
  EscBatch *batch;
  EscFunc *fn;
  int loop_depth;             /* 1 at the top; +1 in each loop, and behind a label that a later goto jumps back to */
  GHashTable *looping_labels; /* label -> itself, for labels that make a loop; NULL: none */
} Walk;

/* Functions and statements. */
void walk_func (EscBatch *batch, EscFunc *fn);
void walk_stmt (Walk *w, EscNode *n);
void walk_stmts (Walk *w, const EscNodes *list);

/* Expressions; NULL is none. */
void walk_expr (Walk *w, EscHole k, EscNode *n);
void walk_discard (Walk *w, EscNode *n);
void walk_discards (Walk *w, const EscNodes *list);
/* n's value is written through. */
void walk_mutate (Walk *w, EscNode *n);
/* n is a uintptr that goes on as a pointer: what p flows through in unsafe.Pointer (uintptr (p) + n). */
void walk_unsafe_value (Walk *w, EscHole k, EscNode *n);

/* Holes. */
EscHole walk_heap_hole (Walk *w);
EscHole walk_discard_hole (Walk *w);
EscHole walk_note (Walk *w, EscHole k, const EscNode *where, const char *why);
EscHole walk_deref (Walk *w, EscHole k, const EscNode *where, const char *why);
EscHole walk_tee (Walk *w, const EscHole *ks, guint n);
/* The storage of n, whose address flows to k. */
EscHole walk_spill (Walk *w, EscHole k, EscNode *n);
/* What x.(T) takes out of an interface: the data word's target, unless T is stored in the word itself. */
EscHole walk_dot_type (Walk *w, EscHole k, Type *type, const EscNode *where, const char *why);

/* Places and assignments. */
/* The place that n, on the left of an assignment, stores to; NULL: the blank. */
EscHole walk_place (Walk *w, EscNode *n);
void walk_assign_heap (Walk *w, EscNode *src, const char *why, const EscNode *where);
void walk_assign_list (Walk *w, EscNode *const *dsts, guint n_dsts, EscNode *const *srcs, guint n_srcs, const char *why,
                       EscNode *where);
/* The places in ks got a value by `where`; declarations do not count. */
void walk_mark_reassigned (const EscHole *ks, guint n, const EscNode *where);
/* Whether n is the field Data, behind a pointer, of reflect.SliceHeader or StringHeader: an unsafe.Pointer in disguise. */
bool walk_is_header_data (const EscNode *n);

/* Calls; the results flow to ks. */
void walk_call (Walk *w, const EscHole *ks, guint n_ks, EscNode *call);
/* Where an argument for parameter i of fn flows; fn NULL: we cannot know, so to the heap. */
EscHole walk_param_hole (Walk *w, const EscHole *ks, guint n_ks, EscFunc *fn, guint i);
