#pragma once

/* Unification: whether two types can be made alike by types for some type parameters, which it finds on the way.
 *
 * Go 1.22 cmd/compile/internal/types2/unify.go. A type parameter that is to be inferred has a slot; two that must be
 * the same share one. UNIFY_ASSIGN: at the top a name may meet what is under it, a channel one of other direction, an
 * interface what implements it; UNIFY_INEXACT: their elements, too; UNIFY_EXACT: nowhere. */

#include "lang/check_priv.h"

typedef enum { UNIFY_INEXACT, UNIFY_ASSIGN, UNIFY_EXACT } UnifyMode;

typedef struct {
  Checker *c;
  const ObjectList *tparams;
  Type **types;               /* by slot; NULL: not known */
  int *slots;                 /* of each parameter */
  int depth;
} Unifier;

/* targs: what is known of the parameters; borrowed during this call. */
void unifier_init (Unifier *u, Checker *c, const ObjectList *tparams, Type *const *targs);
void unifier_clear (Unifier *u);
bool unifier_unify (Unifier *u, Type *x, Type *y, UnifyMode mode);
/* The type of parameter i, or NULL. */
Type *unifier_at (const Unifier *u, int i);
void unifier_set (Unifier *u, int i, Type *t);
/* How many are not known. */
int unifier_unknowns (const Unifier *u);
