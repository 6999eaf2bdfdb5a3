#pragma once

/* The order in which the compiler comes to know what a package holds.
 *
 * The compiler's functions of its own (method wrappers, equality) are made in the order in which it read the types,
 * method values and conversions that call for them (Go 1.22 cmd/compile/internal/noder writer.go, reader.go): the
 * initialisers of package variables in the order of their initialisation, then the declarations of the file, each with
 * whatever it names for the first time; function bodies last, the last one met first. A literal is read where it
 * stands. A type is done when everything it is made of, methods included, is.
 *
 * Instances of generic functions and types are not followed. */

#include "lang/escape/esc_lower.h"

/* A value of `type` becomes an interface of type `iface` (or may turn out to be one), so a method table is made. */
typedef struct {
  Type *type, *iface;
  guint n_literals;           /* of an initialiser: so many function literals were met before */
} EscItab;

typedef struct {
  GPtrArray *types;           /* Type*: all but pointers, as they were done; identical ones once */
  GPtrArray *method_values;   /* EscNode*: ESC_METHVALUE */
  GPtrArray *literals;        /* EscFunc*: those outside initialisers that capture nothing, hidden ones of go and defer, too */
  GArray *itabs;              /* EscItab */
  guint n_init_itabs;         /* so many of them come from initialisers of package variables */
  GArray *late_itabs;         /* EscItab: of package variables that are interfaces; made when their data is laid out */
} EscReading;

void esc_reading_init (EscReading *reading);
void esc_reading_fini (EscReading *reading);
/* Reads the package, all of whose functions are lowered and not rewritten. `initializers`: an assignment for each
 * initialiser, in order. */
void esc_read_package (Lower *l, const EscNodes *initializers, EscReading *out);
