#pragma once

/* Escape analysis: what must live on the heap, as cmd/compile 1.22 decides it with inlining off.
 *
 * The idea in one paragraph (Go 1.22 cmd/compile/internal/escape/escape.go): make a graph whose nodes are variables and
 * allocating expressions and whose edges say "this value, dereferenced n times (-1: its address), flows there". What
 * can reach the heap, a result or anything else that outlives it, address first, goes to the heap. Functions are
 * analysed callees first; each leaves a tag for every parameter that tells callers where its value flows.
 *
 *   checked AST --esc_lower--> the compiler's IR --esc_walk--> graph --esc_solve--> attributes --esc_report--> decisions
 *
 * Once on a checked unit, before or while code is generated; afterwards the unit is immutable again. Single-threaded. */

#include <glib.h>
#include <stdbool.h>

#include "lang/unit.h"

/* Of functions as they are asked for: what a program has of its packages it mostly does not call. */
typedef struct EscapeAnalysis EscapeAnalysis;
/* Decides on the initialisers of all packages. */
EscapeAnalysis *escape_begin (LangUnit *unit);
/* Decides on a declared function or method, with its literals, and on what it calls. */
void escape_analyze (EscapeAnalysis *e, Func *func);
/* The decisions stay. */
void escape_end (EscapeAnalysis *e);

typedef enum { ESCAPE_M = 1, ESCAPE_M2 } EscapeLevel;

/* Analyses all of the program's own package, and what it calls of others. Returns the lines, in the compiler's order,
 * without newline (transfer full). `mutations`: also what is written and called through parameters, as the compiler's
 * -d=escapemutationscalls says it. */
GPtrArray *escape_report (LangUnit *unit, EscapeLevel level, bool mutations);

/* -- decisions, valid afterwards; heap where nothing was decided ------------------------------------------------------- */

/* Variables, parameters and results of functions. */
bool escape_var_on_heap (const Object *var);
/* Whether literals hold a copy of the variable rather than its address. */
bool escape_var_captured_by_value (const Object *var);
/* Storage of an allocating expression: EXPR_COMPOSITE, EXPR_UNARY (&T{}), EXPR_FUNC_LIT, EXPR_SELECTOR (method value),
 * EXPR_CONVERT, EXPR_BINARY (string +) and EXPR_CALL (new, make, conversions; of a variadic call: the argument slice). */
bool escape_on_heap (const Expr *x);
/* A []byte(string) that may use the string's own bytes. */
bool escape_zero_copy (const Expr *x);
