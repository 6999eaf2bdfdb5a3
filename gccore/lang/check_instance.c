#include "lang/check_mono.h"

/* Uses of generic functions: the instance that a name stands for, by type arguments that are written or inferred.
 * Go 1.22 cmd/compile/internal/types2/call.go, funcInst, arguments. */

/* The generic function that e denotes; NULL: none. */
static Object **
generic_object (Expr *e)
{
  e = expr_unparen (e);
  if (e->kind == EXPR_INDEX)
    e = expr_unparen (e->index.x);
  if (e->kind == EXPR_NAME && e->name.obj != NULL && e->name.obj->kind == OBJ_FUNC)
    return &e->name.obj;
  if (e->kind == EXPR_SELECTOR && e->selector.kind == SEL_PACKAGE && e->selector.obj->kind == OBJ_FUNC)
    return &e->selector.obj;
  return NULL;
}

static Object *
origin_of (Object *obj)
{
  return obj->func.origin != NULL ? obj->func.origin : obj;
}

/* Makes the expression denote the instance. */
static Type *
use_instance (Checker *c, Expr *e, Type *const *targs, Pos pos)
{
  Object **place = generic_object (e);
  Object *generic, *instance;
  Expr *inner = expr_unparen (e);

  if (place == NULL)
    return NULL;
  generic = origin_of (*place);
  instance = generic_instantiate_func (c, generic, targs, generic->type->func.tparams.n, pos);
  if (instance == NULL)
    return NULL;
  *place = instance;
  if (inner->kind == EXPR_INDEX)
    {
      inner->index.is_instance = true;
      inner->index.obj = instance;
      expr_unparen (inner->index.x)->type = instance->type;
    }
  inner->mode = MODE_VALUE;
  inner->type = instance->type;
  e->mode = MODE_VALUE;
  e->type = instance->type;
  return instance->type;
}

/* The type arguments written behind a function, in targs; false: wrong, reported. */
static bool
explicit_targs (Checker *c, Expr *e, const ObjectList *tparams, Type **targs, ExprList *list)
{
  bool ok = true;

  *list = (ExprList) { &e->index.index, 1 };
  if (e->index.index->kind == EXPR_LIST)
    *list = e->index.index->list.elems;
  for (int i = 0; i < list->n; i++)
    {
      Type *t = check_var_type (c, list->v[i]);

      ok = ok && type_is_valid (t);
      if (i < tparams->n)
        targs[i] = t;
    }
  if (ok && list->n > tparams->n)
    {
      check_error (c, expr_start (list->v[tparams->n]), "got %d type arguments but want %d", list->n, tparams->n);
      return false;
    }
  return ok;
}

typedef struct {
  Pos pos;
  const char *text;
} LateError;

static void
report_later (Checker *c, void *data)
{
  const LateError *error = data;

  check_error (c, error->pos, "%s", error->text);
}

/* The function of that signature with these type arguments, as what e denotes. Arguments that do not satisfy their
 * constraints are reported when the compiler looks at them, at their syntax in `list` or at pos; the signature is returned
 * all the same. */
static Type *
instantiate (Checker *c, Expr *e, const Type *sig, Type *const *targs, const ExprList *list, Pos pos)
{
  int i;
  const char *why = generic_unsatisfied (c, &sig->func.tparams, targs, &i);
  Object *const *place = generic_object (e);
  LateError *late;
  Type *plain;

  if (why == NULL)
    {
      if (place != NULL)
        mono_record (c, pos, &origin_of (*place)->type->func.tparams, targs, list);
      return use_instance (c, e, targs, pos);
    }
  late = ARENA_NEW (c->arena, LateError);
  *late = (LateError){ i < list->n ? expr_start (list->v[i]) : pos, why };
  check_later (c, report_later, late);
  plain = generic_substitute (c, arena_copy (c->arena, sig, sizeof *sig), &sig->func.tparams, targs);
  plain->func.tparams = (ObjectList) { 0 };
  return plain;
}

static void
set_instance (Operand *x, Type *t)
{
  if (t != NULL)
    x->type = t;
  else
    operand_invalidate (x);
}

void
generic_func_instance (Checker *c, Operand *x, Expr *e, bool allow_partial)
{
  const Type *sig = generic_rename_tparams (c, x->type);
  const ObjectList *tparams = &sig->func.tparams;
  g_autofree Type **targs = g_new0 (Type *, tparams->n);
  ExprList list;

  if (!explicit_targs (c, e, tparams, targs, &list))
    {
      operand_invalidate (x);
      return;
    }
  if (list.n < tparams->n && allow_partial)
    return; /* a call or the place for the function may tell the rest */
  if (generic_infer (c, e->pos, tparams, targs, NULL, NULL, 0, false))
    set_instance (x, instantiate (c, e, sig, targs, &list, expr_start (e)));
  else
    operand_invalidate (x);
}

static bool
is_generic_func (const Operand *x)
{
  return x->mode == MODE_VALUE && x->type != NULL && x->type->kind == KIND_FUNC && x->type->func.tparams.n > 0;
}

void
generic_instantiate_for (Checker *c, Operand *x, const FuncTarget *target)
{
  const Type *sig;
  g_autofree Type **targs = NULL;
  ExprList list = { 0 };
  Expr *fun = expr_unparen (x->expr);
  Pos pos = fun->kind == EXPR_INDEX ? fun->pos : operand_pos (x);
  Operand place = { .mode = MODE_VALUE, .type = type_underlying (target->type) };
  Type *param;

  if (!is_generic_func (x))
    return;
  sig = generic_rename_tparams (c, x->type);
  targs = g_new0 (Type *, sig->func.tparams.n);
  param = arena_copy (c->arena, sig, sizeof *sig);
  param->func.tparams = (ObjectList) { 0 };
  /* The place stands for an argument: of a function that has the same type parameters. */
  place.expr = ARENA_NEW (c->arena, Expr);
  place.expr->kind = EXPR_NAME;
  place.expr->pos = operand_pos (x);
  place.expr->name.text = target->text;
  if ((fun->kind != EXPR_INDEX || explicit_targs (c, fun, &sig->func.tparams, targs, &list))
      && generic_infer (c, pos, &sig->func.tparams, targs, &param, &place, 1, true))
    set_instance (x, instantiate (c, x->expr, sig, targs, &list, operand_pos (x)));
  else
    operand_invalidate (x);
}

/* A generic function among callee and arguments of a call: its type parameters are part of what is to be inferred. */
typedef struct {
  Expr *expr;
  Type *sig; /* with type parameters of its own */
  Operand *arg; /* NULL: the callee */
} CallPart;

static void
add_part (Checker *c, GArray *parts, ObjectList *tparams, Expr *expr, Type *sig, Operand *arg)
{
  const CallPart part = { expr, generic_rename_tparams (c, sig), arg };

  if (arg != NULL)
    arg->type = part.sig;
  for (int i = 0; i < part.sig->func.tparams.n; i++)
    ARENA_APPEND (c->arena, tparams, part.sig->func.tparams.v[i]);
  g_array_append_val (parts, part);
}

/* The type arguments written behind the parts; *list: those behind the callee. False: wrong, reported. */
static bool
explicit_part_targs (Checker *c, const GArray *parts, Type **targs, ExprList *list)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const CallPart *part = &g_array_index (parts, CallPart, i);
      Expr *fun = expr_unparen (part->expr);
      ExprList here = { 0 };

      if (fun->kind == EXPR_INDEX && !explicit_targs (c, fun, &part->sig->func.tparams, targs, &here))
        return false;
      if (part->arg == NULL)
        *list = here;
      targs += part->sig->func.tparams.n;
    }
  return true;
}

/* Makes the parts what they are for these type arguments; the callee's signature goes to *sig. */
static bool
instantiate_parts (Checker *c, Expr *call, const GArray *parts, Type *const *targs, const ExprList *list, Type **sig)
{
  const ExprList none = { 0 };

  for (guint i = 0; i < parts->len; i++)
    {
      const CallPart *part = &g_array_index (parts, CallPart, i);
      Type *t = instantiate (c, part->expr, part->sig, targs, part->arg == NULL ? list : &none, call->pos);

      if (t == NULL)
        return false;
      if (part->arg != NULL)
        part->arg->type = t;
      else
        *sig = t;
      targs += part->sig->func.tparams.n;
    }
  return true;
}

bool
generic_call (Checker *c, Expr *call, Type **sig, Operand *args, int n_args)
{
  bool packed = (*sig)->func.variadic && !call->call.has_dots;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (CallPart));
  g_autofree Type **targs = NULL;
  g_autofree Type **params = g_new0 (Type *, MAX (n_args, 1));
  Type *open = *sig;
  ObjectList tparams = { 0 };
  ExprList list = { 0 };

  if (open->func.tparams.n > 0)
    {
      add_part (c, parts, &tparams, call->call.fun, open, NULL);
      open = g_array_index (parts, CallPart, 0).sig;
    }
  for (int i = 0; i < n_args; i++)
    {
      if (is_generic_func (&args[i]))
        add_part (c, parts, &tparams, args[i].expr, args[i].type, &args[i]);
      params[i] = check_param_type (open, i, packed);
    }
  targs = g_new0 (Type *, MAX (tparams.n, 1));
  return explicit_part_targs (c, parts, targs, &list)
         && generic_infer (c, call->pos, &tparams, targs, params, args, n_args, false)
         && instantiate_parts (c, call, parts, targs, &list, sig);
}
