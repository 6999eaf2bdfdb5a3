#pragma once

/* Generic code whose instances need ever new instances: func f[T any] () { f[*T] () }.
 *
 * Go 1.22 cmd/compile/internal/types2/mono.go. A graph of type parameters, and of the types that generic functions
 * declare: an edge says that one is the type argument of another (weight 0) or is part of it (weight 1). A cycle of
 * positive weight has no end; one of weight 0 comes back to the same instance. Only instances that are written in generic
 * code count, not those in its copies. */

#include "lang/check_priv.h"

typedef struct Mono Mono;

Mono *mono_new (void);
void mono_free (Mono *mono);
/* The type parameters of a function or type get these arguments, at their syntax in `list` or at pos. */
void mono_record (Checker *c, Pos pos, const ObjectList *tparams, Type *const *targs, const ExprList *list);
/* Reports a cycle, if there is one; for a package that is right otherwise. */
void mono_check (Checker *c);
