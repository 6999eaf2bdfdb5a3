#include "lang/check_priv.h"

#include <string.h>

/* switch, type switch, select and range. Go 1.22 cmd/compile/internal/types2/stmt.go. */

static void
refuse_second_default (Checker *c, const ClauseList *clauses)
{
  const Clause *first = NULL;

  for (int i = 0; i < clauses->n; i++)
    {
      if (!clauses->v[i].is_default)
        continue;
      if (first != NULL)
        check_error (c, clauses->v[i].pos, "multiple defaults (first at %s)", pos_text (c, first->pos));
      else
        first = &clauses->v[i];
    }
}

/* ---- switch ---- */

typedef struct {
  Pos pos;
  Type *type;
  const ConstVal *val;
} CaseValue;

static bool
same_value (const ConstVal *a, const ConstVal *b)
{
  if (a->kind == CONST_STRING || b->kind == CONST_STRING)
    return a->kind == b->kind && const_compare (OP_EQ, a, b);
  return const_is_numeric (a) && const_is_numeric (b) && const_compare (OP_EQ, a, b);
}

static guint
hash_value (const ConstVal *v)
{
  g_autofree char *text = const_to_exact_string (v);

  return g_str_hash (text);
}

/* Reports a constant that an earlier case has already. `seen`: hash -> GArray of CaseValue. */
static void
check_duplicate_case (Checker *c, const Operand *v, GHashTable *seen)
{
  gpointer key;
  GArray *list;
  CaseValue value = { v->expr->pos, v->type, v->val };

  if ((!const_is_numeric (v->val) && v->val->kind != CONST_STRING) || checker_in_instance (c))
    return;
  key = GUINT_TO_POINTER (hash_value (v->val));
  list = g_hash_table_lookup (seen, key);
  if (list == NULL)
    {
      list = g_array_new (FALSE, FALSE, sizeof (CaseValue));
      g_hash_table_insert (seen, key, list);
    }
  for (guint i = 0; i < list->len; i++)
    {
      const CaseValue *other = &g_array_index (list, CaseValue, i);

      if (same_value (other->val, v->val) && type_identical (other->type, v->type))
        {
          check_error (c, operand_pos (v), "duplicate case %s in expression switch\n\t%s: previous case",
                       operand_text (c, v), pos_text (c, other->pos));
          return;
        }
    }
  g_array_append_val (list, value);
}

static void
check_case_values (Checker *c, Operand *x, ExprList *values, GHashTable *seen)
{
  for (int i = 0; i < values->n; i++)
    {
      Operand v, result, tag = *x;

      check_expr (c, &v, values->v[i]);
      if (x->mode == MODE_INVALID || v.mode == MODE_INVALID)
        continue;
      check_convert_untyped (c, &v, x->type);
      if (v.mode == MODE_INVALID)
        continue;
      result = v;
      check_comparison (c, &result, &tag, OP_EQ, true);
      if (result.mode == MODE_INVALID)
        continue;
      check_wrap_interface (c, &values->v[i], &v, x->type);
      if (v.mode == MODE_CONSTANT)
        check_duplicate_case (c, &v, seen);
    }
}

/* The tag of a switch; without one, a constant true stands in for messages and types. */
static void
switch_tag (Checker *c, Stmt *s, Operand *x)
{
  if (s->switch_.tag != NULL)
    {
      check_expr (c, x, s->switch_.tag);
      check_assignment (c, x, NULL, "switch expression");
      if (x->mode != MODE_INVALID && !type_comparable (x->type) && !type_has_nil (x->type))
        {
          check_error (c, operand_pos (x), "cannot switch on %s (%s is not comparable)", operand_text (c, x),
                       type_text (c, x->type));
          operand_invalidate (x);
        }
      return;
    }
  x->expr = ARENA_NEW (c->arena, Expr);
  x->expr->kind = EXPR_NAME;
  x->expr->pos = s->switch_.clauses.n > 0 ? s->switch_.clauses.v[0].pos : s->switch_.end;
  x->expr->name.text = arena_intern_string (c->arena, "true");
  x->mode = MODE_CONSTANT;
  x->type = c->unit->basic[KIND_BOOL];
  x->val = const_from_bool (c->unit->consts, true);
}

void
check_switch_stmt (Checker *c, Stmt *s)
{
  g_autoptr (GHashTable) seen
    = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify) g_array_unref);
  Operand x = { 0 };

  check_open_scope (c);
  s->switch_.scope = c->env.scope;
  if (s->switch_.init != NULL)
    check_stmt (c, s->switch_.init);
  switch_tag (c, s, &x);
  refuse_second_default (c, &s->switch_.clauses);
  for (int i = 0; i < s->switch_.clauses.n; i++)
    {
      Clause *clause = &s->switch_.clauses.v[i];

      check_case_values (c, &x, &clause->cases, seen);
      check_open_scope (c);
      clause->scope = c->env.scope;
      check_stmt_list (c, &clause->body);
      check_close_scope (c);
    }
  check_close_scope (c);
}

/* ---- Type switch ---- */

static bool
is_nil (Checker *c, Expr *e)
{
  Object *obj;

  e = expr_unparen (e);
  if (e->kind != EXPR_NAME)
    return false;
  obj = scope_find (c->env.scope, e->name.text, NULL);
  return obj != NULL && obj->kind == OBJ_NIL;
}

/* x: the value switched on, NULL after an error. Returns the last type, NULL for nil. */
static Type *
check_case_types (Checker *c, Operand *x, ExprList *types, GPtrArray *seen)
{
  Type *t = NULL;

  for (int i = 0; i < types->n; i++)
    {
      Expr *e = types->v[i];
      bool duplicate = false;
      Operand ignored;

      t = NULL;
      if (is_nil (c, e))
        check_expr (c, &ignored, e);
      else
        {
          t = check_var_type (c, e);
          if (!type_is_valid (t))
            continue;
        }
      for (guint j = 0; j < seen->len && !duplicate && !checker_in_instance (c); j++)
        {
          const Expr *other = seen->pdata[j];

          if (t == NULL ? other->mode != MODE_TYPE : other->mode == MODE_TYPE && type_identical (t, other->type))
            {
              check_error (c, expr_start (e), "duplicate case %s in type switch\n\t%s: previous case",
                           t == NULL ? "nil" : type_text (c, t), pos_text (c, expr_start (other)));
              duplicate = true;
            }
        }
      if (duplicate)
        continue;
      g_ptr_array_add (seen, e);
      if (x != NULL && t != NULL)
        check_type_assertion (c, e, x, t, true);
    }
  return t;
}

static Operand *
type_switch_operand (Checker *c, Expr *guard, Operand *x)
{
  check_expr (c, x, guard->type_switch.x);
  if (x->mode == MODE_INVALID)
    return NULL;
  if (x->type->kind == KIND_TYPE_PARAM)
    check_error (c, operand_pos (x), "cannot use type switch on type parameter value %s", operand_text (c, x));
  else if (!type_is_interface (x->type))
    check_error (c, operand_pos (x), "%s is not an interface", operand_text (c, x));
  else
    return x;
  return NULL;
}

void
check_type_switch_stmt (Checker *c, Stmt *s)
{
  Expr *guard = s->type_switch.tag, *lhs = guard->type_switch.lhs;
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  g_autoptr (GPtrArray) vars = g_ptr_array_new ();
  Operand x, *sx;
  bool used = false;

  check_open_scope (c);
  s->type_switch.scope = c->env.scope;
  if (s->type_switch.init != NULL)
    check_stmt (c, s->type_switch.init);
  if (lhs != NULL && strcmp (lhs->name.text, "_") == 0)
    {
      check_error (c, lhs->pos, "no new variable on left side of :=");
      lhs = NULL;
    }
  sx = type_switch_operand (c, guard, &x);
  if (x.mode == MODE_INVALID)
    {
      check_close_scope (c);
      return;
    }
  refuse_second_default (c, &s->type_switch.clauses);
  for (int i = 0; i < s->type_switch.clauses.n; i++)
    {
      Clause *clause = &s->type_switch.clauses.v[i];
      Type *t = check_case_types (c, sx, &clause->cases, seen);

      check_open_scope (c);
      clause->scope = c->env.scope;
      if (lhs != NULL)
        {
          if (clause->cases.n != 1 || t == NULL)
            t = x.type;
          clause->var = var_new (c, VAR_LOCAL, lhs->pos, lhs->name.text, t);
          clause->var->var.is_switch_var = true;
          check_declare (c, c->env.scope, clause->var);
          g_ptr_array_add (vars, clause->var);
        }
      check_stmt_list (c, &clause->body);
      check_close_scope (c);
    }
  for (guint i = 0; i < vars->len; i++)
    {
      Object *var = vars->pdata[i];

      /* A variable that its clause does not use takes no place. */
      var->var.declared_zero = !var->used;
      used = used || var->used;
      var->used = true;
    }
  if (lhs != NULL && !used)
    check_error (c, lhs->pos, "%s declared and not used", lhs->name.text);
  check_close_scope (c);
}

/* ---- select ---- */

static bool
valid_comm (const Stmt *comm)
{
  const Expr *x = NULL;

  if (comm == NULL || comm->kind == STMT_SEND)
    return true;
  if (comm->kind == STMT_EXPR)
    x = comm->expr.x;
  else if (comm->kind == STMT_ASSIGN && comm->assign.rhs.n == 1)
    x = comm->assign.rhs.v[0];
  if (x == NULL)
    return false;
  x = expr_unparen ((Expr *) x);
  return x->kind == EXPR_UNARY && x->unary.op == OP_RECV;
}

static Pos
stmt_start (const Stmt *s)
{
  switch (s->kind)
    {
    case STMT_SEND: return expr_start (s->send.chan);
    case STMT_ASSIGN: return expr_start (s->assign.lhs.v[0]);
    default: return s->pos;
    }
}

void
check_select_stmt (Checker *c, Stmt *s)
{
  refuse_second_default (c, &s->select.clauses);
  for (int i = 0; i < s->select.clauses.n; i++)
    {
      Clause *clause = &s->select.clauses.v[i];

      if (!valid_comm (clause->comm))
        {
          check_error (c, stmt_start (clause->comm), "select case must be send or receive (possibly with assignment)");
          continue;
        }
      check_open_scope (c);
      clause->scope = c->env.scope;
      if (clause->comm != NULL)
        check_stmt (c, clause->comm);
      check_stmt_list (c, &clause->body);
      check_close_scope (c);
    }
}

/* ---- range ---- */

/* What ranging over x yields; false: nothing can, *cause (may be "") says why. */
static bool
range_types (Checker *c, const Operand *x, Stmt *s, const char **cause)
{
  Type *t = check_core_type (c, x->type);
  LangUnit *unit = c->unit;

  *cause = "";
  s->range.key_type = s->range.value_type = NULL;
  if (t == NULL)
    {
      *cause = "no core type";
      return false;
    }
  s->range.key_type = unit->basic[KIND_INT];
  switch (t->kind)
    {
    case KIND_STRING:
    case KIND_UNTYPED_STRING:
      s->range.range = RANGE_STRING;
      s->range.value_type = unit->rune_type;
      return true;
    case KIND_ARRAY:
      s->range.range = RANGE_ARRAY;
      s->range.value_type = t->array.elem;
      return true;
    case KIND_POINTER:
      t = type_underlying (t->pointer.elem);
      if (t->kind != KIND_ARRAY)
        return false;
      s->range.range = RANGE_ARRAY_POINTER;
      s->range.value_type = t->array.elem;
      return true;
    case KIND_SLICE:
      s->range.range = RANGE_SLICE;
      s->range.value_type = t->slice.elem;
      return true;
    case KIND_MAP:
      s->range.range = RANGE_MAP;
      s->range.key_type = t->map.key;
      s->range.value_type = t->map.elem;
      return true;
    case KIND_CHAN:
      s->range.range = RANGE_CHAN;
      s->range.key_type = t->chan.elem;
      if (t->chan.dir == CHAN_SEND_ONLY)
        {
          *cause = "receive from send-only channel";
          return false;
        }
      return true;
    default:
      if (!type_is_integer (t))
        return false;
      s->range.range = RANGE_INT;
      s->range.key_type = x->type;
      return true;
    }
}

static bool
check_range_operand (Checker *c, Operand *x, Stmt *s)
{
  const char *cause = "";
  const char *text;

  check_expr (c, x, s->range.x);
  if (x->mode == MODE_INVALID)
    return false;
  text = operand_text (c, x);
  if (x->mode == MODE_NIL || !range_types (c, x, s, &cause))
    {
      check_error (c, operand_pos (x), "cannot range over %s%s%s", text, cause[0] != '\0' ? ": " : "", cause);
      return false;
    }
  if (s->range.value_type == NULL && s->range.value != NULL)
    check_error (c, expr_start (s->range.value), "range over %s permits only one iteration variable", text);
  else if (s->range.extra != NULL)
    check_error (c, expr_start (s->range.extra), "range clause permits at most two iteration variables");
  if (x->type->kind == KIND_UNTYPED_STRING)
    check_convert_untyped (c, x, c->unit->basic[KIND_STRING]);
  return true;
}

/* := : the variable for one place. */
static Object *
range_variable (Checker *c, Stmt *s, Expr *lhs, Type *type, Operand *x)
{
  Object *var;
  Operand y;

  if (lhs->kind != EXPR_NAME)
    {
      check_error (c, expr_start (lhs), "invalid syntax tree: cannot declare %s", expr_text (c, lhs));
      return NULL;
    }
  var = var_new (c, VAR_LOCAL, lhs->pos, lhs->name.text, NULL);
  var->var.per_iteration = true;
  lhs->mode = MODE_VARIABLE;
  if (type == NULL || !type_is_valid (type))
    {
      var->type = type_invalid (c);
      var->used = true;
    }
  else if (s->range.range == RANGE_INT)
    {
      check_init_var (c, var, x, NULL, "range clause");
      s->range.key_type = var->type;
    }
  else
    {
      y = (Operand) { .mode = MODE_VALUE, .expr = lhs, .type = type };
      check_init_var (c, var, &y, NULL, "assignment");
    }
  lhs->type = var->type;
  if (strcmp (lhs->name.text, "_") != 0)
    {
      lhs->name.obj = var;
      lhs->name.is_definition = true;
    }
  return var;
}

static void
range_define (Checker *c, Stmt *s, Operand *x)
{
  Expr *places[2] = { s->range.key, s->range.value };
  Type *types[2] = { s->range.key_type, s->range.value_type };
  Object *vars[2] = { NULL, NULL };
  bool any = false;

  for (int i = 0; i < 2; i++)
    if (places[i] != NULL)
      {
        vars[i] = range_variable (c, s, places[i], types[i], x);
        if (vars[i] != NULL && strcmp (vars[i]->name, "_") == 0)
          vars[i] = NULL;
        any = any || vars[i] != NULL;
      }
  for (int i = 0; i < 2; i++)
    if (vars[i] != NULL)
      check_declare (c, c->env.scope, vars[i]);
  s->range.key_obj = vars[0];
  s->range.value_obj = vars[1];
  if (!any)
    check_error (c, s->pos, "no new variables on left side of :=");
}

static void
range_assign (Checker *c, Stmt *s, Operand *x)
{
  Expr **places[2] = { &s->range.key, &s->range.value };
  Type *types[2] = { s->range.key_type, s->range.value_type };

  for (int i = 0; i < 2; i++)
    {
      Operand y;

      if (*places[i] == NULL || types[i] == NULL)
        continue;
      if (s->range.range == RANGE_INT)
        {
          check_assign_var (c, places[i], NULL, x, "range clause");
          if (x->mode != MODE_INVALID && !type_is_integer (x->type))
            check_error (c, expr_start (*places[i]), "cannot use iteration variable of type %s",
                         type_text (c, x->type));
          else if (x->mode != MODE_INVALID)
            s->range.key_type = x->type;
        }
      else
        {
          y = (Operand) { .mode = MODE_VALUE, .expr = *places[i], .type = types[i] };
          check_assign_var (c, places[i], NULL, &y, "assignment");
        }
    }
}

void
check_range_stmt (Checker *c, Stmt *s)
{
  Operand x;
  bool ok = check_range_operand (c, &x, s);

  if (!ok)
    {
      s->range.key_type = s->range.value_type = NULL;
      s->range.range = RANGE_SLICE;
    }
  check_open_scope (c);
  s->range.scope = c->env.scope;
  if (s->range.define)
    range_define (c, s, &x);
  else if (s->range.key != NULL)
    range_assign (c, s, &x);
  else if (ok && s->range.range == RANGE_INT)
    {
      check_assignment (c, &x, NULL, "range clause");
      s->range.key_type = x.type;
    }
  c->env.loop_depth++;
  check_stmt (c, s->range.body);
  c->env.loop_depth--;
  check_close_scope (c);
}
