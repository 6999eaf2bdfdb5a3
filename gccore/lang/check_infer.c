#include "lang/check_priv.h"

/* Inference of type arguments. Go 1.22 cmd/compile/internal/types2/infer.go, unify.go, without what only inexact
 * unification through interfaces' methods needs. */

/* ---- Unification ---- */

typedef struct {
  Checker *c;
  const ObjectList *tparams;
  Type **targs;
} Unifier;

static bool unify (Unifier *u, Type *p, Type *a, int depth);

static int
param_index (const Unifier *u, const Type *t)
{
  for (int i = 0; i < u->tparams->n; i++)
    if (u->tparams->v[i]->type == t)
      return i;
  return -1;
}

static bool
unify_lists (Unifier *u, const ObjectList *p, const ObjectList *a, int depth)
{
  if (p->n != a->n)
    return false;
  for (int i = 0; i < p->n; i++)
    if (!unify (u, p->v[i]->type, a->v[i]->type, depth))
      return false;
  return true;
}

static bool
unify_param (Unifier *u, int i, Type *a)
{
  Type *known = u->targs[i];

  if (known == NULL)
    {
      u->targs[i] = a;
      return true;
    }
  if (type_identical (known, a))
    return true;
  /* Inexactly: a type literal and a defined type with it underneath; the defined one is kept. */
  if ((known->kind == KIND_NAMED) != (a->kind == KIND_NAMED)
      && type_identical (type_underlying (known), type_underlying (a)) && type_underlying (a)->kind >= KIND_ARRAY)
    {
      if (a->kind == KIND_NAMED)
        u->targs[i] = a;
      return true;
    }
  return generic_has_params (known) && unify (u, known, a, 1);
}

static bool
unify (Unifier *u, Type *p, Type *a, int depth)
{
  int i = param_index (u, p);

  if (depth > 50)
    return false;
  depth++;
  if (i >= 0)
    return unify_param (u, i, a);
  if (!generic_has_params (p))
    return type_identical (p, a) || type_is_interface (p)
           || (p->kind != KIND_NAMED && type_identical (p, type_underlying (a)));
  if (a->kind == KIND_NAMED && p->kind != KIND_NAMED)
    a = type_underlying (a);
  else if (p->kind == KIND_NAMED && a->kind != KIND_NAMED && a->kind != KIND_TYPE_PARAM)
    p = type_underlying (p);
  if (a->kind == KIND_TYPE_PARAM)
    {
      a = check_core_type (u->c, a);
      if (a == NULL)
        return false;
    }
  if (p->kind != a->kind)
    return type_is_interface (p);
  switch (p->kind)
    {
    case KIND_ARRAY: return p->array.len == a->array.len && unify (u, p->array.elem, a->array.elem, depth);
    case KIND_SLICE: return unify (u, p->slice.elem, a->slice.elem, depth);
    case KIND_POINTER: return unify (u, p->pointer.elem, a->pointer.elem, depth);
    case KIND_MAP: return unify (u, p->map.key, a->map.key, depth) && unify (u, p->map.elem, a->map.elem, depth);
    case KIND_CHAN:
      return (p->chan.dir == a->chan.dir || a->chan.dir == CHAN_BOTH) && unify (u, p->chan.elem, a->chan.elem, depth);
    case KIND_FUNC:
      return p->func.variadic == a->func.variadic && unify_lists (u, &p->func.params, &a->func.params, depth)
             && unify_lists (u, &p->func.results, &a->func.results, depth);
    case KIND_STRUCT:
      if (p->struct_.n != a->struct_.n)
        return false;
      for (int f = 0; f < p->struct_.n; f++)
        if (p->struct_.fields[f].var->name != a->struct_.fields[f].var->name
            || !unify (u, p->struct_.fields[f].var->type, a->struct_.fields[f].var->type, depth))
          return false;
      return true;
    case KIND_NAMED:
      if (p->named.origin != a->named.origin || p->named.n_targs != a->named.n_targs)
        return type_is_interface (p);
      for (int t = 0; t < p->named.n_targs; t++)
        if (!unify (u, p->named.targs[t], a->named.targs[t], depth))
          return false;
      return true;
    case KIND_INTERFACE: return true; /* assignability decides */
    default: return false;
    }
}

/* The one type that a constraint's terms have underneath; NULL: there is none. *tilde: other types with it will do. */
static Type *
constraint_core (Checker *c, const Type *tparam, bool *tilde)
{
  const TypeSet *set = type_interface_set (c->unit, tparam->tparam.bound);
  Type *core;

  *tilde = false;
  if (set->all_types || set->n_terms == 0)
    return NULL;
  core = type_underlying (set->terms[0].type);
  for (int i = 0; i < set->n_terms; i++)
    {
      *tilde = *tilde || set->terms[i].tilde;
      if (!type_identical (core, type_underlying (set->terms[i].type)))
        return NULL;
    }
  if (set->n_terms == 1 && !set->terms[0].tilde)
    return set->terms[0].type;
  return core;
}

/* A constraint without a core type: the argument has its methods, else reported. */
static bool
has_methods (Unifier *u, const Type *tparam, Type *arg, Pos pos)
{
  Checker *c = u->c;
  Type *bound = generic_substitute (c, tparam->tparam.bound, u->tparams, u->targs);
  g_autofree char *cause = NULL;

  if (type_underlying (bound)->kind != KIND_INTERFACE || generic_has_params (bound)
      || check_missing_method (c->unit, arg, bound, true, NULL, &cause) == NULL)
    return true;
  check_error (c, pos, "%s (type %s) does not satisfy %s %s", tparam->tparam.obj->name, type_text (c, arg),
               type_text (c, tparam->tparam.bound), cause);
  return false;
}

/* What constraints tell about the arguments: S ~[]E with S known gives E. Those given by untyped constants are not looked
 * at again (`final`). */
static bool
use_constraints (Unifier *u, Pos pos, bool final)
{
  bool changed = true;

  for (int round = 0; changed && round < 20; round++)
    {
      changed = false;
      for (int i = 0; i < u->tparams->n; i++)
        {
          bool tilde;
          Type *core = constraint_core (u->c, u->tparams->v[i]->type, &tilde);
          g_autofree Type **before = NULL;

          if (core == NULL)
            {
              if (round == 0 && !final && u->targs[i] != NULL
                  && !has_methods (u, u->tparams->v[i]->type, u->targs[i], pos))
                return false;
              continue;
            }
          before = g_memdup2 (u->targs, (gsize) u->tparams->n * sizeof *u->targs);
          if (u->targs[i] != NULL && !final)
            {
              Type *arg = u->targs[i];

              if (arg->kind == KIND_TYPE_PARAM)
                arg = check_core_type (u->c, arg);
              else if (tilde)
                arg = type_underlying (arg);
              if (arg == NULL || !unify (u, core, arg, 0))
                {
                  check_error (u->c, pos, "%s (type %s) does not satisfy %s", u->tparams->v[i]->name,
                               type_text (u->c, u->targs[i]), type_text (u->c, u->tparams->v[i]->type->tparam.bound));
                  return false;
                }
            }
          else if (u->targs[i] == NULL && !tilde)
            {
              Type *t = generic_substitute (u->c, core, u->tparams, u->targs);

              if (!generic_has_params (t))
                u->targs[i] = t;
            }
          for (int j = 0; j < u->tparams->n; j++)
            changed = changed || before[j] != u->targs[j];
        }
    }
  return true;
}

static const char *
tparams_text (Checker *c, const ObjectList *tparams)
{
  GString *text = g_string_new (NULL);
  const char *kept;

  for (int i = 0; i < tparams->n; i++)
    {
      if (i > 0)
        g_string_append (text, tparams->n == 2 ? " and " : i == tparams->n - 1 ? ", and " : ", ");
      g_string_append (text, tparams->v[i]->name);
    }
  kept = arena_intern_string (c->arena, text->str);
  g_string_free (text, TRUE);
  return kept;
}

static void
report_mismatch (Unifier *u, Type *param, const Operand *arg)
{
  Checker *c = u->c;
  bool any = false;
  Type *inferred;

  for (int i = 0; i < u->tparams->n; i++)
    any = any || u->targs[i] != NULL;
  if (!any)
    {
      check_error (c, operand_pos (arg), "type %s of %s does not match %s (cannot infer %s)", type_text (c, arg->type),
                   expr_text (c, arg->expr), type_text (c, param), tparams_text (c, u->tparams));
      return;
    }
  inferred = generic_substitute (c, param, u->tparams, u->targs);
  if (inferred != param)
    check_error (c, operand_pos (arg), "type %s of %s does not match inferred type %s for %s", type_text (c, arg->type),
                 expr_text (c, arg->expr), type_text (c, inferred), type_text (c, param));
  else
    check_error (c, operand_pos (arg), "type %s of %s does not match %s", type_text (c, arg->type),
                 expr_text (c, arg->expr), type_text (c, param));
}

/* Untyped arguments: the largest default type of those for one parameter. */
static bool
use_untyped (Unifier *u, Type *const *params, const Operand *args, int n)
{
  for (int p = 0; p < u->tparams->n; p++)
    {
      Type *max = NULL;

      if (u->targs[p] != NULL)
        continue;
      for (int i = 0; i < n; i++)
        {
          Type *t = args[i].type;

          if (params[i] != u->tparams->v[p]->type || args[i].mode == MODE_INVALID || !type_is_untyped (t)
              || args[i].mode == MODE_NIL)
            continue;
          if (max == NULL)
            max = t;
          else if (max != t && !(type_is_numeric (max) && type_is_numeric (t)))
            {
              check_error (u->c, operand_pos (&args[i]), "mismatched types %s and %s (cannot infer %s)",
                           type_text (u->c, max), type_text (u->c, t), u->tparams->v[p]->name);
              return false;
            }
          else if (t->kind > max->kind)
            max = t;
        }
      if (max != NULL)
        u->targs[p] = type_default (u->c->unit, max);
    }
  return true;
}

bool
generic_infer (Checker *c, Pos pos, const ObjectList *tparams, Type **targs, Type *const *params, const Operand *args,
               int n)
{
  Unifier u = { c, tparams, targs };

  for (int i = 0; i < n; i++)
    if (args[i].mode == MODE_INVALID)
      return false; /* reported */
  for (int i = 0; i < n; i++)
    if (generic_has_params (params[i]) && !type_is_untyped (args[i].type)
        && !(args[i].type->kind == KIND_FUNC && args[i].type->func.tparams.n > 0)
        && !unify (&u, params[i], args[i].type, 0))
      {
        report_mismatch (&u, params[i], &args[i]);
        return false;
      }
  if (!use_constraints (&u, pos, false) || !use_untyped (&u, params, args, n) || !use_constraints (&u, pos, true))
    return false;
  for (int i = 0; i < tparams->n; i++)
    if (targs[i] == NULL)
      {
        check_error (c, pos, "cannot infer %s (%s)", tparams->v[i]->name, pos_text (c, tparams->v[i]->pos));
        return false;
      }
  return true;
}

bool
generic_unify (Checker *c, const ObjectList *tparams, Type **targs, Type *p, Type *a, Pos pos)
{
  Unifier u = { c, tparams, targs };

  return (p == NULL || unify (&u, p, a, 0)) && use_constraints (&u, pos, false);
}
