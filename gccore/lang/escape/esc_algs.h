#pragma once

/* Equality and hash functions that the compiler writes for types which are not plain memory
 * (Go 1.22 cmd/compile/internal/reflectdata/alg.go, compare/compare.go, types/alg.go).
 *
 * They come to be with a type's descriptor, and descriptors are written this early only for method tables: of the two
 * types and of all that they mention. Only what matters to the analysis is in the bodies: calls into the runtime. */

#include "lang/escape/esc_reading.h"
#include "lang/escape/esc_typeset.h"

typedef struct {
  Lower *l;
  EscTypeSet *written;        /* have a descriptor */
  EscTypeSet *equal, *hashed; /* have a function */
  GPtrArray *funcs;           /* EscFunc*: those made, in order */
} EscAlgs;

void esc_algs_init (EscAlgs *algs, Lower *l);
void esc_algs_fini (EscAlgs *algs);
void esc_algs_write_itab (EscAlgs *algs, const EscItab *itab);
