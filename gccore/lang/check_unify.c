#include "lang/check_unify.h"

#include <string.h>

/* Beyond this depth the types will not be alike. */
#define MAX_DEPTH 50

/* Interfaces that are being compared: they may contain themselves without a name between. */
typedef struct Pair {
  const Type *x, *y;
  const struct Pair *outer;
} Pair;

static bool unify (Unifier *u, Type *x, Type *y, UnifyMode mode, const Pair *outer);

/* ---- Slots ---- */

void
unifier_init (Unifier *u, Checker *c, const ObjectList *tparams, Type *const *targs)
{
  *u = (Unifier){ .c = c, .tparams = tparams };
  u->types = g_memdup2 (targs, (gsize) tparams->n * sizeof *targs);
  u->slots = g_new (int, tparams->n);
  for (int i = 0; i < tparams->n; i++)
    u->slots[i] = i;
}

void
unifier_clear (Unifier *u)
{
  g_free (u->types);
  g_free (u->slots);
}

Type *
unifier_at (const Unifier *u, int i)
{
  return u->types[u->slots[i]];
}

void
unifier_set (Unifier *u, int i, Type *t)
{
  u->types[u->slots[i]] = t;
}

int
unifier_unknowns (const Unifier *u)
{
  int n = 0;

  for (int i = 0; i < u->tparams->n; i++)
    n += unifier_at (u, i) == NULL;
  return n;
}

/* Makes all parameters that have slot `from` share `to`. */
static void
move_slot (Unifier *u, int from, int to)
{
  for (int i = 0; i < u->tparams->n; i++)
    if (u->slots[i] == from)
      u->slots[i] = to;
}

/* Makes two parameters one; false: both have types already. */
static bool
join (Unifier *u, int i, int j)
{
  int x = u->slots[i], y = u->slots[j];

  if (x == y)
    return true;
  if (u->types[x] != NULL && u->types[y] != NULL)
    return false;
  if (u->types[x] != NULL)
    move_slot (u, y, x);
  else
    move_slot (u, x, y);
  return true;
}

/* ---- Type parameters ---- */

/* What is known of a parameter was unified with y: which of the two it is from now on; false: neither will do. */
static bool
choose (Unifier *u, int i, Type *y, UnifyMode mode)
{
  Type *x = unifier_at (u, i);
  const Type *under = type_underlying (y);

  if (type_is_interface (x) && type_is_interface (y))
    {
      if (x->kind == KIND_NAMED && y->kind == KIND_NAMED)
        return type_identical (x, y);
      if (type_interface_methods (u->c->unit, x)->n != type_interface_methods (u->c->unit, y)->n)
        return false;
    }
  else if (type_is_interface (x) || type_is_interface (y))
    return false; /* either would do: it would depend on the order */
  /* The one with a name is kept, and the channel of one direction: what is like it can be assigned to it. */
  if (mode != UNIFY_EXACT && x->kind != KIND_NAMED
      && (y->kind == KIND_NAMED
          || (y->kind != KIND_TYPE_PARAM && under->kind == KIND_CHAN && under->chan.dir != CHAN_BOTH)))
    unifier_set (u, i, y);
  return true;
}

static bool
unify_param (Unifier *u, int i, Type *y, UnifyMode mode, const Pair *outer)
{
  if (unifier_at (u, i) != NULL)
    return unify (u, unifier_at (u, i), y, mode, outer) && choose (u, i, y, mode);
  unifier_set (u, i, y);
  return true;
}

/* ---- Interfaces ---- */

static bool
unify_method (Unifier *u, Object *x, Object *y, const Pair *outer)
{
  check_resolve (u->c->unit, x);
  check_resolve (u->c->unit, y);
  return unify (u, x->type, y->type, UNIFY_EXACT, outer);
}

static bool
unify_interfaces (Unifier *u, Type *x, Type *y, UnifyMode mode, const Pair *outer)
{
  const TypeSet *a = type_interface_set (u->c->unit, x), *b = type_interface_set (u->c->unit, y);
  const Pair pair = { type_underlying (x), type_underlying (y), outer };

  if (a->comparable != b->comparable || !type_sets_same_terms (a, b)
      || (mode == UNIFY_EXACT && a->methods.n != b->methods.n))
    return false;
  for (const Pair *p = outer; p != NULL; p = p->outer)
    if ((p->x == pair.x && p->y == pair.y) || (p->x == pair.y && p->y == pair.x))
      return true;
  /* The methods of one are among those of the other. */
  if (a->methods.n > b->methods.n)
    {
      const TypeSet *larger = a;

      a = b;
      b = larger;
    }
  for (int i = 0; i < a->methods.n; i++)
    {
      Object *method = a->methods.v[i], *other = NULL;

      for (int j = 0; j < b->methods.n && other == NULL; j++)
        if (object_is_member (b->methods.v[j], method->pkg, method->name))
          other = b->methods.v[j];
      if (other == NULL || !unify_method (u, method, other, &pair))
        return false;
    }
  return true;
}

/* Whether y has the interface's methods. */
static bool
unify_implementation (Unifier *u, Type *iface, Type *y, const Pair *outer)
{
  const ObjectList *methods = type_interface_methods (u->c->unit, iface);

  for (int i = 0; i < methods->n; i++)
    {
      Object *method = methods->v[i];
      Lookup found = type_lookup (u->c->unit, y, false, method->pkg, method->name);

      if (found.obj == NULL || found.obj->kind != OBJ_FUNC || !unify_method (u, method, found.obj, outer))
        return false;
    }
  return true;
}

/* ---- Composite types ---- */

static bool
unify_lists (Unifier *u, const ObjectList *x, const ObjectList *y, UnifyMode mode, const Pair *outer)
{
  if (x->n != y->n)
    return false;
  for (int i = 0; i < x->n; i++)
    if (!unify (u, x->v[i]->type, y->v[i]->type, mode, outer))
      return false;
  return true;
}

static bool
unify_structs (Unifier *u, const Type *x, const Type *y, UnifyMode mode, const Pair *outer)
{
  if (x->struct_.n != y->struct_.n)
    return false;
  for (int i = 0; i < x->struct_.n; i++)
    {
      const Field *f = &x->struct_.fields[i], *g = &y->struct_.fields[i];

      if (f->var->var.embedded != g->var->var.embedded || strcmp (f->tag, g->tag) != 0
          || !object_is_member (f->var, g->var->pkg, g->var->name)
          || !unify (u, f->var->type, g->var->type, mode, outer))
        return false;
    }
  return true;
}

/* The arguments come first: an error can then tell of them even if the types have nothing to do with each other. */
static bool
unify_named (Unifier *u, const Type *x, const Type *y, UnifyMode mode, const Pair *outer)
{
  if (x->named.n_targs != y->named.n_targs)
    return false;
  for (int i = 0; i < x->named.n_targs; i++)
    if (!unify (u, x->named.targs[i], y->named.targs[i], mode, outer))
      return false;
  return x->named.origin != NULL && x->named.origin == y->named.origin;
}

/* Two types of the same kind, neither of them a type parameter. */
static bool
unify_parts (Unifier *u, Type *x, Type *y, UnifyMode mode, const Pair *outer)
{
  UnifyMode inner = mode == UNIFY_INEXACT ? UNIFY_INEXACT : UNIFY_EXACT;

  switch (x->kind)
    {
    case KIND_ARRAY:
      return (x->array.len < 0 || y->array.len < 0 || x->array.len == y->array.len)
             && unify (u, x->array.elem, y->array.elem, inner, outer);
    case KIND_SLICE: return unify (u, x->slice.elem, y->slice.elem, inner, outer);
    case KIND_STRUCT: return unify_structs (u, x, y, inner, outer);
    case KIND_POINTER: return unify (u, x->pointer.elem, y->pointer.elem, inner, outer);
    case KIND_FUNC:
      return x->func.variadic == y->func.variadic && unify_lists (u, &x->func.params, &y->func.params, inner, outer)
             && unify_lists (u, &x->func.results, &y->func.results, inner, outer);
    case KIND_INTERFACE: return unify_interfaces (u, x, y, mode, outer);
    case KIND_MAP:
      return unify (u, x->map.key, y->map.key, inner, outer) && unify (u, x->map.elem, y->map.elem, inner, outer);
    case KIND_CHAN:
      return (mode != UNIFY_EXACT || x->chan.dir == y->chan.dir)
             && unify (u, x->chan.elem, y->chan.elem, inner, outer);
    case KIND_NAMED: return unify_named (u, x, y, mode, outer);
    default: return x->kind < KIND_ARRAY;
    }
}

/* ---- All types ---- */

static int
param_index (const Unifier *u, const Type *t)
{
  for (int i = 0; i < u->tparams->n; i++)
    if (u->tparams->v[i]->type == t)
      return i;
  return -1;
}

static void
swap (Type **x, Type **y)
{
  Type *t = *x;

  *x = *y;
  *y = t;
}

static bool
unify_different (Unifier *u, Type *x, Type *y, UnifyMode mode, const Pair *outer)
{
  int i, j;

  /* A parameter to be inferred goes to x, else a named type to y. */
  if (x->kind == KIND_NAMED || param_index (u, y) >= 0)
    swap (&x, &y);
  if (mode != UNIFY_EXACT && y->kind == KIND_NAMED && x->kind != KIND_NAMED && x->kind != KIND_TYPE_PARAM
      && !type_is_interface (x))
    y = type_underlying (y);
  if (x == y)
    return true;
  i = param_index (u, x);
  j = param_index (u, y);
  if (i >= 0 && j >= 0)
    return join (u, i, j) || unify (u, unifier_at (u, i), unifier_at (u, j), mode, outer);
  if (i >= 0)
    return unify_param (u, i, y, mode, outer);
  if (mode != UNIFY_EXACT && type_is_interface (x) && type_is_interface (y))
    return unify_interfaces (u, x, y, mode, outer);
  if (mode != UNIFY_EXACT && type_is_interface (x))
    return unify_implementation (u, x, y, outer);
  if (mode != UNIFY_EXACT && type_is_interface (y))
    return unify_implementation (u, y, x, outer);
  /* A type parameter of the code around: what its types have underneath is known if it is one type. */
  if (y->kind == KIND_TYPE_PARAM)
    swap (&x, &y);
  if (x->kind == KIND_TYPE_PARAM)
    {
      x = check_core_type (u->c, x);
      return x != NULL && unify (u, x, y, UNIFY_ASSIGN, outer);
    }
  return x->kind == y->kind && unify_parts (u, x, y, mode, outer);
}

static bool
unify (Unifier *u, Type *x, Type *y, UnifyMode mode, const Pair *outer)
{
  bool ok;

  if (x == y)
    return true;
  if (x == NULL || y == NULL || u->depth >= MAX_DEPTH)
    return false;
  u->depth++;
  ok = unify_different (u, x, y, mode, outer);
  u->depth--;
  return ok;
}

bool
unifier_unify (Unifier *u, Type *x, Type *y, UnifyMode mode)
{
  return unify (u, x, y, mode, NULL);
}
