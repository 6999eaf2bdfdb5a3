#include "lang/check_unify.h"

/* Inference of type arguments. Go 1.22 cmd/compile/internal/types2/infer.go. */

/* ---- Type parameters in types ---- */

static int
param_index (const ObjectList *tparams, const Type *t)
{
  for (int i = 0; i < tparams->n; i++)
    if (tparams->v[i]->type == t)
      return i;
  return -1;
}

static bool
mentions_part (Type *t, void *data)
{
  return generic_mentions (data, t);
}

bool
generic_mentions (const ObjectList *tparams, Type *t)
{
  if (!generic_has_params (t))
    return false;
  if (t->kind == KIND_TYPE_PARAM)
    return param_index (tparams, t) >= 0;
  return type_any_part (t, mentions_part, (void *) tparams);
}

/* ---- Arguments that contain themselves ---- */

typedef struct {
  const ObjectList *tparams;
  Type **targs;
  bool *on_path;
} CycleSearch;

/* Forgets the argument of a parameter that its own argument is made of: putting it in would never end. */
static bool
kill_cycles (Type *t, void *data)
{
  CycleSearch *search = data;
  int i;

  if (!generic_has_params (t))
    return false;
  if (t->kind != KIND_TYPE_PARAM)
    return type_any_part (t, kill_cycles, search);
  i = param_index (search->tparams, t);
  if (i < 0)
    return false;
  if (search->on_path[i])
    search->targs[i] = NULL;
  else if (search->targs[i] != NULL)
    {
      search->on_path[i] = true;
      kill_cycles (search->targs[i], search);
      search->on_path[i] = false;
    }
  return false;
}

/* Arguments found in constraints may name other parameters: puts their arguments in their place. */
static void
simplify (Checker *c, const ObjectList *tparams, Type **targs)
{
  g_autofree bool *on_path = g_new0 (bool, tparams->n);
  CycleSearch search = { tparams, targs, on_path };

  for (int i = 0; i < tparams->n; i++)
    kill_cycles (tparams->v[i]->type, &search);
  /* Without cycles each round ends at least one chain. */
  for (int round = 0; round < tparams->n; round++)
    for (int i = 0; i < tparams->n; i++)
      if (targs[i] != NULL && generic_mentions (tparams, targs[i]))
        {
          targs[i] = generic_substitute (c, targs[i], tparams, targs);
          if (targs[i]->kind == KIND_FUNC && !generic_mentions (tparams, targs[i]))
            targs[i]->func.tparams = (ObjectList) { 0 };
        }
}

/* ---- Constraints ---- */

/* The one type that a constraint's terms have underneath; NULL: there is none. `tilde`: other types with it will do;
 * `single`: it is the only term. */
typedef struct {
  Type *type;
  bool tilde, single;
} CoreTerm;

static CoreTerm
core_term (Checker *c, Type *tparam)
{
  const TypeSet *set = type_interface_set (c->unit, tparam);
  CoreTerm core = { 0 };

  if (set->all_types || set->n_terms == 0)
    return core;
  if (set->n_terms == 1)
    return (CoreTerm){ set->terms[0].type, set->terms[0].tilde, true };
  core.type = check_core_type (c, tparam);
  for (int i = 0; i < set->n_terms; i++)
    core.tilde = core.tilde || set->terms[i].tilde;
  return core;
}

static bool
same_exactly (Type *x, Type *y, void *data)
{
  return unifier_unify (data, x, y, UNIFY_EXACT);
}

/* What the constraint of parameter i and its argument tell about each other; false: they do not agree, reported. */
static bool
use_constraint (Unifier *u, int i, Pos pos)
{
  Checker *c = u->c;
  const Object *name = u->tparams->v[i];
  CoreTerm core = core_term (c, name->type);
  Type *arg = unifier_at (u, i);
  const MethodMatch match = { same_exactly, u };
  g_autofree char *cause = NULL;
  const char *bound = type_text (c, name->type->tparam.bound);

  if (arg == NULL)
    {
      if (core.single && !core.tilde)
        unifier_set (u, i, core.type);
      return true;
    }
  if (core.type != NULL)
    {
      if (unifier_unify (u, arg, core.type, UNIFY_INEXACT))
        return true;
      check_error (c, pos, "%s (type %s) does not satisfy %s", name->name, type_text (c, arg), bound);
      return false;
    }
  if (check_missing_method (c->unit, arg, name->type, true, &match, NULL, &cause) == NULL)
    return true;
  check_error (c, pos, "%s (type %s) does not satisfy %s %s", name->name, type_text (c, arg), bound, cause);
  return false;
}

/* Goes on as long as anything new is found. */
static bool
use_constraints (Unifier *u, Pos pos)
{
  int before;

  do
    {
      before = unifier_unknowns (u);
      for (int i = 0; i < u->tparams->n; i++)
        if (!use_constraint (u, i, pos))
          return false;
    }
  while (unifier_unknowns (u) < before);
  return true;
}

/* ---- Arguments ---- */

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
report_mismatch (Unifier *u, Type *param, const Operand *arg, bool reverse)
{
  Checker *c = u->c;
  Pos pos = operand_pos (arg);
  const char *have = type_text (c, arg->type), *expr = expr_text (c, arg->expr), *want = type_text (c, param);
  g_autofree Type **targs = g_new0 (Type *, u->tparams->n);
  Type *inferred;

  if (unifier_unknowns (u) == u->tparams->n)
    {
      check_error (c, pos, "type %s of %s does not match %s (cannot infer %s)", have, expr, want,
                   tparams_text (c, u->tparams));
      return;
    }
  for (int i = 0; i < u->tparams->n; i++)
    targs[i] = unifier_at (u, i);
  inferred = generic_substitute (c, param, u->tparams, targs);
  if (type_identical (inferred, param))
    check_error (c, pos, "type %s of %s does not match %s", have, expr, want);
  else if (reverse)
    check_error (c, pos, "inferred type %s for %s does not match type %s of %s", type_text (c, inferred), want, have,
                 expr);
  else
    check_error (c, pos, "type %s of %s does not match inferred type %s for %s", have, expr, type_text (c, inferred),
                 want);
}

/* Arguments that have types. */
static bool
use_typed (Unifier *u, Type *const *params, const Operand *args, int n, bool reverse)
{
  for (int i = 0; i < n; i++)
    if (!type_is_untyped (args[i].type)
        && (generic_mentions (u->tparams, params[i]) || generic_mentions (u->tparams, args[i].type))
        && !unifier_unify (u, params[i], args[i].type, UNIFY_ASSIGN))
      {
        report_mismatch (u, params[i], &args[i], reverse);
        return false;
      }
  return true;
}

/* Untyped arguments: the largest default type of those for one parameter. */
static bool
use_untyped (Unifier *u, Type *const *params, const Operand *args, int n)
{
  g_autofree Type **largest = g_new0 (Type *, u->tparams->n);

  for (int i = 0; i < n; i++)
    {
      int p = param_index (u->tparams, params[i]);
      Type *t = args[i].type;

      if (p < 0 || unifier_at (u, p) != NULL || !type_is_untyped (t) || args[i].mode == MODE_NIL)
        continue;
      if (largest[p] != NULL && check_larger_untyped (largest[p], t) == NULL)
        {
          check_error (u->c, operand_pos (&args[i]), "mismatched types %s and %s (cannot infer %s)",
                       type_text (u->c, largest[p]), type_text (u->c, t), u->tparams->v[p]->name);
          return false;
        }
      largest[p] = largest[p] != NULL ? check_larger_untyped (largest[p], t) : t;
    }
  for (int p = 0; p < u->tparams->n; p++)
    if (largest[p] != NULL)
      unifier_set (u, p, type_default (u->c->unit, largest[p]));
  return true;
}

bool
generic_infer (Checker *c, Pos pos, const ObjectList *tparams, Type **targs, Type *const *params, const Operand *args,
               int n, bool reverse)
{
  g_autofree Type **known = g_new0 (Type *, MAX (n, 1));
  bool complete = true, ok;
  Unifier u;

  for (int i = 0; i < tparams->n; i++)
    complete = complete && targs[i] != NULL;
  if (complete)
    return true;
  for (int i = 0; i < n; i++)
    {
      if (args[i].mode == MODE_INVALID)
        return false; /* reported */
      known[i] = generic_substitute (c, params[i], tparams, targs);
    }
  unifier_init (&u, c, tparams, targs);
  ok = use_typed (&u, known, args, n, reverse) && use_constraints (&u, pos) && use_untyped (&u, known, args, n);
  for (int i = 0; i < tparams->n; i++)
    targs[i] = unifier_at (&u, i);
  unifier_clear (&u);
  if (!ok)
    return false;
  simplify (c, tparams, targs);
  for (int i = 0; i < tparams->n; i++)
    if (targs[i] == NULL || generic_mentions (tparams, targs[i]))
      {
        check_error (c, pos, "cannot infer %s (%s)", tparams->v[i]->name, pos_text (c, tparams->v[i]->pos));
        return false;
      }
  return true;
}
