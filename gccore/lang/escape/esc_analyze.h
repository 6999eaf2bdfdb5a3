#pragma once

/* The analysis of one package: its batches in order, each solved and reported; decisions end on the AST
 * (Expr.escape, EscName of Object.var.escape). */

#include "lang/escape/esc_graph.h"
#include "lang/escape/esc_lower.h"

/* Rewrites of the lowered form. */
void lower_loop_variables (Lower *l, EscFunc *fn);
void esc_devirtualize (Lower *l, EscFunc *fn, EscReport *report);

/* esc_tags.c: what the compiler's export data says of library function `function` ("fmt.Println",
 * "sync.(*Mutex).Lock"): fills the leaks of its parameters, receiver first. False: not in the table. */
bool esc_tags_lookup (const char *function, EscParam *params, guint n_params);

/* esc_report.c: the lines of -m for a solved batch; decisions go to the nodes. */
void esc_finish_batch (EscBatch *batch, EscFunc *const *fns, guint n_fns);

/* esc_bounds.c: the lines on bounds checks that are left out, of fn and its literals that capture something. */
void esc_report_bounds (EscFunc *fn, EscReport *report);
