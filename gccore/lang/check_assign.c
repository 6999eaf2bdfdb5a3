#include "lang/check_priv.h"

#include <string.h>

/* Assignments and initialisations. Go 1.22 cmd/compile/internal/types2/assignments.go. */

/* Puts an EXPR_CONVERT around the value in the slot if t is an interface that is not the value's own type. */
void
check_wrap_interface (Checker *c, Expr **slot, const Operand *x, Type *t)
{
  Expr *convert;

  if (t == NULL || slot == NULL || !type_is_interface (t) || x->mode == MODE_NIL || x->type == NULL
      || type_is_untyped (x->type) || type_identical (x->type, t) || x->type->kind == KIND_TUPLE)
    return;
  if ((*slot)->kind == EXPR_CONVERT)
    return;
  /* An interface only becomes another one that has no methods which it lacks: not the other way (comparisons). */
  if (type_is_interface (x->type) && !check_implements (c->unit, x->type, t, false, NULL))
    return;
  if (!type_is_interface (x->type) && type_underlying (x->type)->kind == KIND_INTERFACE)
    return; /* a type parameter */
  convert = ARENA_NEW (c->arena, Expr);
  convert->kind = EXPR_CONVERT;
  convert->pos = (*slot)->pos;
  convert->implicit = true;
  convert->mode = MODE_VALUE;
  convert->type = t;
  convert->convert.x = *slot;
  *slot = convert;
}

static bool
assign_untyped (Checker *c, Operand *x, Type *t, const char *context)
{
  Type *target = t, *type;
  const ConstVal *val;
  Representation why;

  if (x->mode == MODE_NIL)
    {
      if (t == NULL)
        {
          check_error (c, operand_pos (x), "use of untyped nil in %s", context);
          return false;
        }
    }
  else if (t == NULL || type_is_interface (t))
    target = type_default (c->unit, x->type);
  type = check_implicit_type (c, x, target, &val, &why);
  if (type == NULL)
    {
      check_error (c, operand_pos (x), "cannot use %s as %s value in %s%s", operand_text (c, x), type_text (c, target),
                   context, why == REPR_TRUNCATED ? " (truncated)" : why == REPR_OVERFLOWS ? " (overflows)" : "");
      return false;
    }
  if (val != NULL)
    {
      x->val = val;
      check_update_expr_val (x->expr, val);
    }
  if (type != x->type)
    {
      x->type = type;
      check_update_expr_type (c, x->expr, type, false);
    }
  return true;
}

void
check_assignment (Checker *c, Operand *x, Type *t, const char *context)
{
  g_autofree char *cause = NULL;

  check_single_value (c, x);
  switch (x->mode)
    {
    case MODE_INVALID:
      return;
    case MODE_CONSTANT:
    case MODE_VARIABLE:
    case MODE_MAP_INDEX:
    case MODE_VALUE:
    case MODE_NIL:
    case MODE_COMMA_OK:
      break;
    default:
      check_error (c, operand_pos (x), "cannot assign %s to %s in %s", operand_text (c, x),
                   t != NULL ? type_text (c, t) : "_", context);
      operand_invalidate (x);
      return;
    }
  if (type_is_untyped (x->type) && !assign_untyped (c, x, t, context))
    {
      operand_invalidate (x);
      return;
    }
  if (x->type->kind == KIND_FUNC && x->type->func.tparams.n > 0)
    {
      check_error (c, operand_pos (x), "cannot use generic function %s without instantiation in %s",
                   expr_text (c, x->expr), context);
      operand_invalidate (x);
      return;
    }
  if (t == NULL || check_assignable (c, x, t, &cause))
    return;
  if (cause != NULL)
    check_error (c, operand_pos (x), "cannot use %s as %s value in %s: %s", operand_text (c, x), type_text (c, t),
                 context, cause);
  else
    check_error (c, operand_pos (x), "cannot use %s as %s value in %s", operand_text (c, x), type_text (c, t), context);
  operand_invalidate (x);
}

void
check_assignment_slot (Checker *c, Operand *x, Expr **slot, Type *t, const char *context)
{
  check_assignment (c, x, t, context);
  if (x->mode != MODE_INVALID)
    check_wrap_interface (c, slot, x, t);
}

/* ---- Initialisation ---- */

void
check_init_const (Checker *c, Object *lhs, Operand *x)
{
  if (x->mode == MODE_INVALID || !type_is_valid (x->type) || !type_is_valid (lhs->type))
    {
      if (lhs->type == NULL)
        lhs->type = type_invalid (c);
      return;
    }
  if (x->mode != MODE_CONSTANT)
    {
      check_error (c, operand_pos (x), "%s is not constant", operand_text (c, x));
      if (lhs->type == NULL)
        lhs->type = type_invalid (c);
      return;
    }
  if (lhs->type == NULL)
    lhs->type = x->type;
  check_assignment (c, x, lhs->type, "constant declaration");
  if (x->mode != MODE_INVALID)
    lhs->value = x->val;
}

void
check_init_var (Checker *c, Object *lhs, Operand *x, Expr **slot, const char *context)
{
  if (x->mode == MODE_INVALID || !type_is_valid (x->type) || !type_is_valid (lhs->type))
    {
      if (lhs->type == NULL)
        lhs->type = type_invalid (c);
      operand_invalidate (x);
      return;
    }
  if (lhs->type == NULL)
    {
      Type *t = x->type;

      if (type_is_untyped (t))
        {
          if (t->kind == KIND_UNTYPED_NIL)
            {
              check_error (c, operand_pos (x), "use of untyped nil in %s", context);
              lhs->type = type_invalid (c);
              operand_invalidate (x);
              return;
            }
          t = type_default (c->unit, t);
        }
      lhs->type = t;
    }
  check_assignment_slot (c, x, slot, lhs->type, context);
}

static void
give_up_vars (Checker *c, Object **lhs, int n)
{
  for (int i = 0; i < n; i++)
    if (lhs[i]->type == NULL)
      lhs[i]->type = type_invalid (c);
}

static const char *
measure (Checker *c, int n, const char *unit)
{
  return arena_printf (c->arena, n == 1 ? "%d %s" : "%d %ss", n, unit);
}

static void
report_assign_mismatch (Checker *c, const ExprList *rhs, int l, int r)
{
  const char *vars = measure (c, l, "variable"), *vals = measure (c, r, "value");
  Expr *first = expr_unparen (rhs->v[0]);

  if (rhs->n == 1 && first->kind == EXPR_CALL)
    check_error (c, expr_start (rhs->v[0]), "assignment mismatch: %s but %s returns %s", vars,
                 expr_text (c, first->call.fun), vals);
  else
    check_error (c, expr_start (rhs->v[0]), "assignment mismatch: %s but %s", vars, vals);
}

static void
report_return_mismatch (Checker *c, Stmt *s, Object **lhs, int l, const Operand *rhs, int r)
{
  g_autofree Type **have = g_new0 (Type *, r + 1), **want = g_new0 (Type *, l + 1);
  g_autofree char *have_text = NULL;
  g_autofree char *want_text = NULL;
  Pos pos = s->pos;

  for (int i = 0; i < r; i++)
    have[i] = rhs[i].type;
  for (int i = 0; i < l; i++)
    want[i] = lhs[i]->type;
  if (r > l)
    pos = operand_pos (&rhs[l]);
  else if (r > 0)
    pos = operand_pos (&rhs[r - 1]);
  have_text = types_summary (c, have, r, false);
  want_text = types_summary (c, want, l, false);
  check_error (c, pos, "%s return values\n\thave %s\n\twant %s", r > l ? "too many" : "not enough", have_text,
               want_text);
}

static void
init_pairs (Checker *c, Object **lhs, int n, ExprList *rhs, bool is_return, const char *context)
{
  for (int i = 0; i < n; i++)
    {
      Operand x;

      FuncTarget target = { lhs[i]->type, is_return && lhs[i]->name[0] == '\0' ? "result variable" : lhs[i]->name };

      check_expr_with_target (c, &x, rhs->v[i], &target);
      check_init_var (c, lhs[i], &x, &rhs->v[i], context);
    }
}

static void
record_comma_ok (Checker *c, Expr *e, const Operand *values)
{
  Type *types[2] = { values[0].type, type_is_untyped (values[1].type) ? c->unit->basic[KIND_BOOL] : values[1].type };
  Type *tuple = type_new_tuple (c, types, 2);

  for (;; e = e->paren.x)
    {
      e->comma_ok = true;
      e->type = tuple;
      if (e->kind != EXPR_PAREN)
        return;
    }
}

/* lhs = rhs, or with return_stmt the results of a function. */
AssignForm
check_init_vars (Checker *c, Object **lhs, int n_lhs, ExprList *rhs, Stmt *return_stmt)
{
  const char *context = return_stmt != NULL ? "return statement" : "assignment";
  bool is_call = rhs->n == 1 && expr_unparen (rhs->v[0])->kind == EXPR_CALL;
  AssignForm form = ASSIGN_PAIRS;
  Operand *values;
  bool comma_ok;
  int n;

  if (n_lhs == rhs->n && !is_call)
    {
      init_pairs (c, lhs, n_lhs, rhs, return_stmt != NULL, context);
      return ASSIGN_PAIRS;
    }
  if (rhs->n != 1)
    {
      if (check_use_list (c, rhs))
        {
          if (return_stmt != NULL)
            {
              values = check_expr_list (c, rhs, false, &n);
              report_return_mismatch (c, return_stmt, lhs, n_lhs, values, rhs->n == 0 ? 0 : n);
              g_free (values);
            }
          else
            report_assign_mismatch (c, rhs, n_lhs, rhs->n);
        }
      give_up_vars (c, lhs, n_lhs);
      return ASSIGN_PAIRS;
    }
  values = check_multi_expr (c, rhs->v[0], n_lhs == 2 && return_stmt == NULL, &n, &comma_ok);
  if (n == n_lhs)
    {
      for (int i = 0; i < n; i++)
        check_init_var (c, lhs[i], &values[i], n == 1 ? &rhs->v[0] : NULL, context);
      if (comma_ok && values[0].mode != MODE_INVALID && values[1].mode != MODE_INVALID)
        record_comma_ok (c, rhs->v[0], values);
      form = comma_ok ? ASSIGN_COMMA_OK : n > 1 ? ASSIGN_CALL : ASSIGN_PAIRS;
    }
  else
    {
      if (values[0].mode != MODE_INVALID)
        {
          if (return_stmt != NULL)
            report_return_mismatch (c, return_stmt, lhs, n_lhs, values, n);
          else
            report_assign_mismatch (c, rhs, n_lhs, n);
        }
      give_up_vars (c, lhs, n_lhs);
    }
  g_free (values);
  return form;
}

/* ---- Assignment ---- */

static Object *
variable_of_name (Checker *c, Expr *e)
{
  Object *obj;

  if (e->kind != EXPR_NAME)
    return NULL;
  obj = scope_find (c->env.scope, e->name.text, NULL);
  return obj != NULL && obj->kind == OBJ_VAR && obj->pkg == c->pkg ? obj : NULL;
}

/* The type of the place lhs; NULL: the blank identifier; invalid: reported. Naming a variable there is no use of it. */
static Type *
lhs_type (Checker *c, Expr *lhs)
{
  Expr *name = expr_unparen (lhs);
  Object *var;
  bool used = false;
  Operand x;

  if (name->kind == EXPR_NAME && strcmp (name->name.text, "_") == 0)
    {
      name->name.obj = NULL;
      name->mode = MODE_VARIABLE;
      return NULL;
    }
  var = variable_of_name (c, name);
  if (var != NULL)
    used = var->used;
  check_expr (c, &x, lhs);
  if (var != NULL)
    var->used = used;
  if (x.mode == MODE_INVALID || !type_is_valid (x.type))
    return type_invalid (c);
  if (x.mode == MODE_VARIABLE || x.mode == MODE_MAP_INDEX)
    {
      check_mark_reassigned (c, lhs);
      return x.type;
    }
  if (x.expr->kind == EXPR_SELECTOR)
    {
      Operand base;

      check_expr (c, &base, x.expr->selector.x);
      if (base.mode == MODE_MAP_INDEX)
        {
          check_error (c, operand_pos (&x), "cannot assign to struct field %s in map", expr_text (c, x.expr));
          return type_invalid (c);
        }
    }
  check_error (c, operand_pos (&x), "cannot assign to %s (neither addressable nor a map index expression)",
               expr_text (c, x.expr));
  return type_invalid (c);
}

/* lhs = rhs, or lhs = x if x is not NULL (then rhs may be the place of x in the tree, or NULL). */
void
check_assign_var (Checker *c, Expr **lhs, Expr **rhs, Operand *x, const char *context)
{
  Type *t = lhs_type (c, *lhs);
  Operand value;

  g_assert (x != NULL || rhs != NULL);
  if (t != NULL && !type_is_valid (t))
    {
      if (x != NULL)
        operand_invalidate (x);
      else
        check_use (c, *rhs);
      return;
    }
  if (x == NULL)
    {
      x = &value;
      check_expr_with_target (c, x, *rhs, &(FuncTarget){ t, expr_text (c, *lhs) });
    }
  if (t == NULL && strcmp (context, "assignment") == 0)
    context = "assignment to _ identifier";
  check_assignment_slot (c, x, rhs, t, context);
}

AssignForm
check_assign_vars (Checker *c, ExprList *lhs, ExprList *rhs)
{
  bool is_call = rhs->n == 1 && expr_unparen (rhs->v[0])->kind == EXPR_CALL;
  AssignForm form = ASSIGN_PAIRS;
  Operand *values;
  bool comma_ok;
  int n;

  if (lhs->n == rhs->n && !is_call)
    {
      for (int i = 0; i < lhs->n; i++)
        check_assign_var (c, &lhs->v[i], &rhs->v[i], NULL, "assignment");
      return ASSIGN_PAIRS;
    }
  if (rhs->n != 1)
    {
      bool lhs_ok = check_use_lhs (c, lhs);

      if (check_use_list (c, rhs) && lhs_ok)
        report_assign_mismatch (c, rhs, lhs->n, rhs->n);
      return ASSIGN_PAIRS;
    }
  values = check_multi_expr (c, rhs->v[0], lhs->n == 2, &n, &comma_ok);
  if (n == lhs->n)
    {
      for (int i = 0; i < n; i++)
        check_assign_var (c, &lhs->v[i], n == 1 ? &rhs->v[0] : NULL, &values[i], "assignment");
      if (comma_ok && values[0].mode != MODE_INVALID && values[1].mode != MODE_INVALID)
        record_comma_ok (c, rhs->v[0], values);
      form = comma_ok ? ASSIGN_COMMA_OK : n > 1 ? ASSIGN_CALL : ASSIGN_PAIRS;
    }
  else
    {
      if (values[0].mode != MODE_INVALID)
        report_assign_mismatch (c, rhs, lhs->n, n);
      check_use_lhs (c, lhs);
    }
  g_free (values);
  return form;
}

/* ---- := ---- */

/* The variable for one name on the left: an old one of this scope, a new one, or a stand-in after an error. */
static Object *
define_name (Checker *c, Stmt *s, int i, bool *is_new, bool *failed)
{
  Expr *lhs = s->assign.lhs.v[i];
  Object *obj;
  ExprList one = { &lhs, 1 };

  *is_new = false;
  if (lhs->kind != EXPR_NAME)
    {
      check_use_lhs (c, &one);
      check_error (c, expr_start (lhs), "non-name %s on left side of :=", expr_text (c, lhs));
      goto wrong;
    }
  if (strcmp (lhs->name.text, "_") != 0)
    for (int j = 0; j < i; j++)
      if (s->assign.lhs.v[j]->kind == EXPR_NAME && s->assign.lhs.v[j]->name.text == lhs->name.text)
        {
          check_error (c, lhs->pos, "%s repeated on left side of :=", lhs->name.text);
          goto wrong;
        }
  obj = scope_lookup (c->env.scope, lhs->name.text);
  if (obj != NULL)
    {
      lhs->name.obj = obj;
      if (obj->kind == OBJ_VAR)
        {
          lhs->mode = MODE_VARIABLE;
          lhs->type = obj->type;
          obj->var.reassigned = true;
          return obj;
        }
      check_error (c, lhs->pos, "cannot assign to %s", lhs->name.text);
      goto wrong;
    }
  obj = var_new (c, VAR_LOCAL, lhs->pos, lhs->name.text, NULL);
  lhs->mode = MODE_VARIABLE;
  if (strcmp (lhs->name.text, "_") != 0)
    {
      lhs->name.obj = obj;
      lhs->name.is_definition = true;
      obj->var.init_stmt = s;
      *is_new = true;
    }
  return obj;

wrong:
  *failed = true;
  return var_new (c, VAR_LOCAL, lhs->pos, "_", NULL);
}

void
check_short_var_decl (Checker *c, Stmt *s)
{
  guint mark = check_delayed_mark (c);
  int n = s->assign.lhs.n;
  g_autofree Object **vars = g_new0 (Object *, n);
  g_autofree bool *is_new = g_new0 (bool, n);
  bool failed = false, any_new = false;

  for (int i = 0; i < n; i++)
    {
      vars[i] = define_name (c, s, i, &is_new[i], &failed);
      any_new = any_new || is_new[i];
    }
  s->assign.form = check_init_vars (c, vars, n, &s->assign.rhs, NULL);
  check_process_delayed (c, mark);
  for (int i = 0; i < n; i++)
    {
      s->assign.lhs.v[i]->type = vars[i]->type;
      if (is_new[i] && s->assign.form == ASSIGN_PAIRS && i < s->assign.rhs.n)
        vars[i]->var.init = s->assign.rhs.v[i];
    }
  if (!any_new && !failed)
    {
      check_error (c, s->pos, "no new variables on left side of :=");
      return;
    }
  for (int i = 0; i < n; i++)
    if (is_new[i])
      check_declare (c, c->env.scope, vars[i]);
}

/* ---- Using expressions after errors ---- */

static bool
use_one (Checker *c, Expr *e, bool lhs)
{
  Operand x = { .mode = MODE_VALUE };
  Expr *inner = expr_unparen (e);

  if (inner->kind == EXPR_NAME)
    {
      Object *var = lhs ? variable_of_name (c, inner) : NULL;
      bool used = var != NULL && var->used;

      if (strcmp (inner->name.text, "_") == 0)
        return true;
      check_expr_or_type (c, &x, inner, true);
      if (var != NULL)
        var->used = used;
    }
  else if (inner->kind == EXPR_LIST)
    return lhs ? check_use_lhs (c, &inner->list.elems) : check_use_list (c, &inner->list.elems);
  else
    check_raw_expr (c, &x, e, NULL, true);
  return x.mode != MODE_INVALID;
}

bool
check_use (Checker *c, Expr *e)
{
  return use_one (c, e, false);
}

bool
check_use_list (Checker *c, const ExprList *list)
{
  bool ok = true;

  for (int i = 0; i < list->n; i++)
    ok = use_one (c, list->v[i], false) && ok;
  return ok;
}

bool
check_use_lhs (Checker *c, const ExprList *list)
{
  bool ok = true;

  for (int i = 0; i < list->n; i++)
    ok = use_one (c, list->v[i], true) && ok;
  return ok;
}
