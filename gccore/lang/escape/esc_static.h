#pragma once

/* What of a package variable's initialiser the linker lays out, and what is left to be run
 * (Go 1.22 cmd/compile/internal/staticinit/sched.go).
 *
 * Literals become static data, those that are pointed to under names of their own (main..stmp_0), and only their parts
 * that must be computed are assigned, each to its place: `var a = S{p: new(int)}` runs `(*int)(main.a@0) = new(int)`. */

#include "lang/escape/esc_lower.h"

typedef struct {
  Lower *l;
  EscNodes *out;              /* statements that are left */
  guint n_maps;               /* functions made for large maps, so far */
  guint n_temps;              /* static data without a name of the program's, so far */
} EscStatic;

/* `as` assigns an initialiser to a global or to nothing. */
void esc_static_init (EscStatic *s, EscNode *as);
