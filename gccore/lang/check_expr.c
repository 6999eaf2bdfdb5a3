#include "lang/check_priv.h"

#include <string.h>

/* Expressions. Go 1.22 cmd/compile/internal/types2/expr.go, typexpr.go (ident). */

/* Position of the operator of an operation, else the start. */
Pos
check_op_pos (const Expr *e)
{
  return e->kind == EXPR_UNARY || e->kind == EXPR_BINARY || e->kind == EXPR_STAR ? e->pos : expr_start (e);
}

/* ---- Names ---- */

/* x is a variable of an outer function: each function between captures it. */
static void
note_capture (Checker *c, Object *var)
{
  var->var.captured = true;
  for (Func *func = c->env.func; func != NULL && func != var->var.owner; func = func->outer)
    {
      bool known = false;

      for (int i = 0; i < func->captures.n && !known; i++)
        known = func->captures.v[i] == var;
      if (known)
        return;
      ARENA_APPEND (c->arena, &func->captures, var);
    }
}

static void
mark_dot_import (Checker *c, const Object *obj)
{
  if (obj->pkg == NULL || obj->pkg == c->pkg)
    return;
  for (guint i = 0; i < c->imports->len; i++)
    {
      Object *import = c->imports->pdata[i];

      if (import->package.imported == obj->pkg && strcmp (import->name, ".") == 0)
        import->used = true;
    }
}

static void
use_const (Checker *c, Operand *x, Expr *e, Object *obj)
{
  check_add_dep (c, obj);
  if (!type_is_valid (obj->type))
    return;
  if (obj == c->unit->iota)
    {
      if (c->env.iota == NULL)
        {
          check_error (c, e->pos, "cannot use iota outside constant declaration");
          return;
        }
      x->val = c->env.iota;
    }
  else
    x->val = obj->value;
  x->mode = MODE_CONSTANT;
}

static void
use_var (Checker *c, Operand *x, Object *obj)
{
  if (obj->pkg == c->pkg)
    obj->used = true;
  check_add_dep (c, obj);
  if (!type_is_valid (obj->type))
    return;
  if (obj->var.owner != NULL && obj->var.owner != c->env.func)
    note_capture (c, obj);
  x->mode = MODE_VARIABLE;
}

void
check_ident (Checker *c, Operand *x, Expr *e, Object *def, bool want_type)
{
  Object *obj;

  *x = (Operand) { .mode = MODE_INVALID, .type = type_invalid (c), .expr = e };
  obj = scope_find (c->env.scope, e->name.text, NULL);
  if (obj == NULL)
    {
      if (strcmp (e->name.text, "_") == 0)
        check_error (c, e->pos, "cannot use _ as value or type");
      else
        check_error (c, e->pos, "undefined: %s", e->name.text);
      return;
    }
  e->name.obj = obj;
  if (obj->type == NULL || (obj->kind == OBJ_TYPE && want_type))
    check_object (c, obj, def);
  mark_dot_import (c, obj);
  x->type = obj->type;
  switch (obj->kind)
    {
    case OBJ_PACKAGE:
      check_error (c, e->pos, "use of package %s not in selector", obj->name);
      return;
    case OBJ_CONST: use_const (c, x, e, obj); break;
    case OBJ_TYPE:
      if (obj->type_name.is_broken)
        {
          check_error (c, e->pos, "invalid use of type alias %s in recursive type (see go.dev/issue/50729)", obj->name);
          return;
        }
      x->mode = MODE_TYPE;
      break;
    case OBJ_VAR: use_var (c, x, obj); break;
    case OBJ_FUNC:
      check_add_dep (c, obj);
      x->mode = MODE_VALUE;
      break;
    case OBJ_BUILTIN:
      x->mode = MODE_BUILTIN;
      x->id = obj->builtin;
      break;
    case OBJ_NIL: x->mode = MODE_NIL; break;
    default: break;
    }
}

/* ---- Address and assignment flags ---- */

/* The variable whose memory e is (part of), or NULL. */
static Object *
base_variable (Expr *e)
{
  for (;;)
    switch (e->kind)
      {
      case EXPR_NAME:
        return e->name.obj != NULL && e->name.obj->kind == OBJ_VAR ? e->name.obj : NULL;
      case EXPR_PAREN:
        e = e->paren.x;
        break;
      case EXPR_SELECTOR:
        if (e->selector.kind == SEL_PACKAGE)
          return e->selector.obj != NULL && e->selector.obj->kind == OBJ_VAR ? e->selector.obj : NULL;
        if (e->selector.kind != SEL_FIELD || e->selector.deref)
          return NULL;
        e = e->selector.x;
        break;
      case EXPR_INDEX:
        if (e->index.x->type == NULL || type_underlying (e->index.x->type)->kind != KIND_ARRAY)
          return NULL;
        e = e->index.x;
        break;
      default:
        return NULL;
      }
}

void
check_mark_address_taken (Checker *c, Expr *e)
{
  Object *var = base_variable (e);

  if (var != NULL)
    var->var.addr_taken = true;
}

void
check_mark_reassigned (Checker *c, Expr *e)
{
  Object *var = base_variable (e);

  if (var != NULL)
    var->var.reassigned = true;
}

/* ---- Unary ---- */

bool
check_op (Checker *c, Operand *x, Operator op, bool ok)
{
  if (ok)
    return true;
  check_error (c, operand_pos (x), "invalid operation: operator %s not defined on %s", operator_text (op),
               operand_text (c, x));
  operand_invalidate (x);
  return false;
}

static bool
unary_defined (const Type *t, Operator op)
{
  switch (op)
    {
    case OP_ADD:
    case OP_SUB: return type_is_numeric (t);
    case OP_XOR: return type_is_integer (t);
    case OP_NOT: return type_is_boolean (t);
    default: return false;
    }
}

static void
take_address (Checker *c, Operand *x, Expr *e)
{
  if (expr_unparen (e->unary.x)->kind != EXPR_COMPOSITE && x->mode != MODE_VARIABLE)
    {
      check_error (c, operand_pos (x), "invalid operation: cannot take address of %s", operand_text (c, x));
      operand_invalidate (x);
      return;
    }
  check_mark_address_taken (c, e->unary.x);
  x->mode = MODE_VALUE;
  x->type = type_new_pointer (c, x->type);
}

static void
receive (Checker *c, Operand *x)
{
  Type *u = check_core_type (c, x->type);
  const char *text = NULL;

  if (u == NULL)
    {
      check_error (c, operand_pos (x), "invalid operation: cannot receive from %s (no core type)", operand_text (c, x));
      operand_invalidate (x);
      return;
    }
  if (u->kind != KIND_CHAN)
    text = "non-channel";
  else if (u->chan.dir == CHAN_SEND_ONLY)
    text = "send-only channel";
  if (text != NULL)
    {
      check_error (c, operand_pos (x), "invalid operation: cannot receive from %s %s", text, operand_text (c, x));
      operand_invalidate (x);
      return;
    }
  x->mode = MODE_COMMA_OK;
  x->type = u->chan.elem;
  c->env.has_call_or_recv = true;
}

static void
check_unary (Checker *c, Operand *x, Expr *e)
{
  Operator op = e->unary.op;

  check_expr (c, x, e->unary.x);
  if (x->mode == MODE_INVALID)
    return;
  switch (op)
    {
    case OP_AND:
      take_address (c, x, e);
      return;
    case OP_RECV:
      receive (c, x);
      return;
    case OP_TILDE:
      if (!type_is_integer (x->type))
        {
          check_error (c, e->pos, "cannot use ~ outside of interface or type constraint");
          operand_invalidate (x);
          return;
        }
      check_error (c, e->pos, "cannot use ~ outside of interface or type constraint (use ^ for bitwise complement)");
      op = OP_XOR;
      break;
    default:
      break;
    }
  if (!check_op (c, x, op, unary_defined (x->type, op)))
    return;
  if (x->mode == MODE_CONSTANT)
    {
      if (x->val->kind == CONST_UNKNOWN)
        return;
      x->val =
          const_unary (c->unit->consts, op, x->val, type_is_unsigned (x->type) ? (unsigned)type_size (x->type) * 8 : 0);
      x->expr = e;
      check_overflow (c, x, e->pos);
      return;
    }
  x->mode = MODE_VALUE;
}

/* ---- Literals, functions, assertions ---- */

#define MAX_LITERAL_CHARACTERS 10000

static bool
literal (Checker *c, Operand *x, Expr *e)
{
  static const TypeKind kinds[] = {
    [LIT_INT] = KIND_UNTYPED_INT, [LIT_FLOAT] = KIND_UNTYPED_FLOAT, [LIT_RUNE] = KIND_UNTYPED_RUNE,
    [LIT_STRING] = KIND_UNTYPED_STRING, [LIT_IMAG] = KIND_UNTYPED_COMPLEX,
  };

  if (e->literal.bad)
    return false;
  if ((e->literal.kind == LIT_INT || e->literal.kind == LIT_FLOAT || e->literal.kind == LIT_IMAG) && e->literal.len > MAX_LITERAL_CHARACTERS)
    {
      check_error (c, e->pos, "excessively long constant: %.10s... (%" G_GSIZE_FORMAT " chars)", e->literal.text,
                   e->literal.len);
      return false;
    }
  x->val = const_from_literal (c->unit->consts, e->literal.kind, e->literal.text, e->literal.len);
  if (x->val->kind == CONST_UNKNOWN)
    {
      check_error (c, e->pos, "malformed constant: %.*s", (int) e->literal.len, e->literal.text);
      return false;
    }
  x->mode = MODE_CONSTANT;
  x->type = c->unit->basic[kinds[e->literal.kind]];
  x->expr = e;
  check_overflow (c, x, e->pos);
  return true;
}

typedef struct {
  DeclInfo *decl;
  Func *func;
  Scope *scope;
  const ConstVal *iota;
} LiteralCheck;

static void
check_literal_later (Checker *c, void *data)
{
  const LiteralCheck *check = data;

  check_func_body (c, check->decl, check->func, check->scope, check->iota);
}

static void
name_literal (Checker *c, Func *func)
{
  Func *outer = func->outer;
  struct { Func **v; int n; } list;

  if (outer != NULL)
    {
      list.v = outer->literals;
      list.n = outer->n_literals;
      ARENA_APPEND (c->arena, &list, func);
      outer->literals = list.v;
      outer->n_literals = list.n;
      func->name = arena_printf (c->arena, outer->obj != NULL ? "%s.func%d" : "%s.%d", outer->name, list.n);
    }
  else
    {
      list.v = c->pkg->literals;
      list.n = c->pkg->n_literals;
      ARENA_APPEND (c->arena, &list, func);
      c->pkg->literals = list.v;
      c->pkg->n_literals = list.n;
      func->name = arena_printf (c->arena, "%s.init.func%d", c->pkg->path, list.n);
    }
}

static void
func_literal (Checker *c, Operand *x, Expr *e)
{
  Type *sig;
  Scope *scope;
  Func *func;
  LiteralCheck *check;

  x->mode = MODE_VALUE;
  if (e->func_lit.func != NULL)
    {
      x->type = e->func_lit.func->type; /* evaluated before: x op= ... looks at its place twice */
      return;
    }
  sig = type_new (c, KIND_FUNC);
  scope = scope_new (c, c->env.scope);
  check_func_type (c, sig, NULL, e->func_lit.type, scope);
  e->func_lit.type->mode = MODE_TYPE;
  e->func_lit.type->type = sig;
  func = check_new_func (c, NULL, sig, e->pos);
  func->outer = c->env.func;
  func->literal = e;
  func->body = e->func_lit.body;
  func->end = func->body->block.end;
  name_literal (c, func);
  scope->func = func;
  scope->is_func = true;
  e->func_lit.func = func;
  check = ARENA_NEW (c->arena, LiteralCheck);
  check->decl = c->env.decl;
  check->func = func;
  check->scope = scope;
  check->iota = c->env.iota;
  check_later (c, check_literal_later, check);
  x->type = sig;
}

void
check_type_assertion (Checker *c, Expr *e, Operand *x, Type *t, bool type_switch)
{
  g_autofree char *cause = NULL;

  if (type_is_interface (t) || checker_in_instance (c)
      || check_missing_method (c->unit, t, x->type, false, NULL, NULL, &cause) == NULL)
    return;
  if (type_switch)
    check_error (c, expr_start (e), "impossible type switch case: %s\n\t%s cannot have dynamic type %s %s",
                 expr_text (c, e), operand_text (c, x), type_text (c, t), cause);
  else
    check_error (c, expr_start (e), "impossible type assertion: %s\n\t%s does not implement %s %s", expr_text (c, e),
                 type_text (c, t), type_text (c, x->type), cause);
}

static bool
assertion (Checker *c, Operand *x, Expr *e)
{
  Type *t;

  check_expr (c, x, e->assert.x);
  if (x->mode == MODE_INVALID)
    return false;
  if (x->type->kind == KIND_TYPE_PARAM)
    {
      check_error (c, operand_pos (x), "invalid operation: cannot use type assertion on type parameter value %s",
                   operand_text (c, x));
      return false;
    }
  if (!type_is_interface (x->type))
    {
      check_error (c, operand_pos (x), "invalid operation: %s is not an interface", operand_text (c, x));
      return false;
    }
  t = check_var_type (c, e->assert.type);
  if (!type_is_valid (t))
    return false;
  check_type_assertion (c, e, x, t, false);
  x->mode = MODE_COMMA_OK;
  x->type = t;
  return true;
}

static bool
indirection (Checker *c, Operand *x, Expr *e)
{
  Type *u;

  check_expr_or_type (c, x, e->star.x, false);
  if (x->mode == MODE_INVALID)
    return false;
  if (x->mode == MODE_TYPE)
    {
      check_valid_var_type (c, e->star.x, x->type);
      x->type = type_new_pointer (c, x->type);
      return true;
    }
  u = check_core_type (c, x->type);
  if (u == NULL && type_is_pointer (x->type))
    {
      check_error (c, operand_pos (x), "invalid operation: pointers of %s must have identical base types",
                   operand_text (c, x));
      return false;
    }
  if (x->mode == MODE_NIL || u == NULL || u->kind != KIND_POINTER)
    {
      check_error (c, operand_pos (x), "invalid operation: cannot indirect %s", operand_text (c, x));
      return false;
    }
  x->mode = MODE_VARIABLE;
  x->type = u->pointer.elem;
  return true;
}

/* ---- All expressions ---- */

static ExprUse
expr_internal (Checker *c, Operand *x, Expr *e, Type *hint, bool allow_generic)
{
  bool ok = true;
  ExprUse use = KIND_OF_EXPRESSION;

  *x = (Operand) { .mode = MODE_INVALID, .type = type_invalid (c), .expr = e };
  switch (e->kind)
    {
    case EXPR_BAD: ok = false; break;
    case EXPR_NAME: check_ident (c, x, e, NULL, false); break;
    case EXPR_DOTS_TYPE:
      check_error (c, e->pos, "invalid use of '...'");
      ok = false;
      break;
    case EXPR_LITERAL: ok = literal (c, x, e); break;
    case EXPR_FUNC_LIT: func_literal (c, x, e); break;
    case EXPR_COMPOSITE: return check_composite (c, x, e, hint);
    case EXPR_PAREN:
      use = check_raw_expr (c, x, e->paren.x, NULL, false);
      x->expr = e;
      return use;
    case EXPR_SELECTOR: check_selector (c, x, e, NULL, false); break;
    case EXPR_INDEX:
      if (check_index_expr (c, x, e))
        generic_func_instance (c, x, e, allow_generic);
      ok = x->mode != MODE_INVALID;
      break;
    case EXPR_SLICE:
      check_slice_expr (c, x, e);
      ok = x->mode != MODE_INVALID;
      break;
    case EXPR_ASSERT: ok = assertion (c, x, e); break;
    case EXPR_TYPE_SWITCH:
      check_error (c, expr_start (e), "invalid syntax tree: use of .(type) outside type switch");
      check_use (c, e->type_switch.x);
      ok = false;
      break;
    case EXPR_CALL: return check_call (c, x, e);
    case EXPR_STAR: ok = indirection (c, x, e); break;
    case EXPR_UNARY:
      check_unary (c, x, e);
      ok = x->mode != MODE_INVALID;
      if (ok && e->unary.op == OP_RECV)
        use = KIND_OF_STATEMENT;
      break;
    case EXPR_BINARY:
      check_binary (c, x, e, &e->binary.x, &e->binary.y, e->binary.op);
      ok = x->mode != MODE_INVALID;
      break;
    case EXPR_CONVERT:
      /* Evaluated before. */
      x->mode = MODE_VALUE;
      x->type = e->type;
      break;
    case EXPR_KEY_VALUE:
      check_error (c, e->pos, "invalid syntax tree: no key:value expected");
      ok = false;
      break;
    case EXPR_LIST:
      check_error (c, expr_start (e), "invalid syntax tree: unexpected list of expressions");
      ok = false;
      break;
    default:
      x->mode = MODE_TYPE;
      x->type = check_type (c, e);
      break;
    }
  x->expr = e;
  if (ok)
    return use;
  x->mode = MODE_INVALID;
  return KIND_OF_STATEMENT;
}

void
check_record (Checker *c, Operand *x)
{
  Expr *e = x->expr;

  e->mode = x->mode;
  e->type = x->mode == MODE_INVALID ? type_invalid (c) : x->mode == MODE_NO_VALUE ? NULL : x->type;
  e->value = x->mode == MODE_CONSTANT ? x->val : NULL;
  e->shift_operand = false;
}

static void
refuse_generic (Checker *c, Operand *x)
{
  const char *what = NULL;

  if (x->mode == MODE_INVALID || x->mode == MODE_NO_VALUE || x->type == NULL)
    return;
  if (x->mode == MODE_TYPE && type_is_generic (x->type))
    what = "type";
  else if (x->type->kind == KIND_FUNC && x->type->func.tparams.n > 0)
    what = "function";
  if (what == NULL)
    return;
  check_error (c, expr_start (x->expr), "cannot use generic %s %s without instantiation", what, expr_text (c, x->expr));
  x->mode = MODE_INVALID;
  x->type = type_invalid (c);
}

ExprUse
check_raw_expr (Checker *c, Operand *x, Expr *e, Type *hint, bool allow_generic)
{
  ExprUse use = expr_internal (c, x, e, hint, allow_generic);

  if (!allow_generic)
    refuse_generic (c, x);
  check_record (c, x);
  return use;
}

void
check_exclude (Checker *c, Operand *x, bool no_value, bool builtin, bool type)
{
  if (x->mode == MODE_NO_VALUE && no_value)
    check_error (c, operand_pos (x), type ? "%s used as value" : "%s used as value or type", operand_text (c, x));
  else if (x->mode == MODE_BUILTIN && builtin)
    check_error (c, operand_pos (x), "%s must be called", operand_text (c, x));
  else if (x->mode == MODE_TYPE && type)
    check_error (c, operand_pos (x), "%s is not an expression", operand_text (c, x));
  else
    return;
  operand_invalidate (x);
}

void
check_single_value (Checker *c, Operand *x)
{
  if (x->mode == MODE_VALUE && x->type->kind == KIND_TUPLE)
    {
      check_error (c, operand_pos (x), "multiple-value %s in single-value context", operand_text (c, x));
      operand_invalidate (x);
    }
}

void
check_expr (Checker *c, Operand *x, Expr *e)
{
  check_raw_expr (c, x, e, NULL, false);
  check_exclude (c, x, true, true, true);
  check_single_value (c, x);
}

void
check_expr_with_hint (Checker *c, Operand *x, Expr *e, Type *hint)
{
  check_raw_expr (c, x, e, hint, false);
  check_exclude (c, x, true, true, true);
  check_single_value (c, x);
}

void
check_expr_with_target (Checker *c, Operand *x, Expr *e, const FuncTarget *target)
{
  if (target->type == NULL || type_underlying (target->type)->kind != KIND_FUNC)
    {
      check_expr (c, x, e);
      return;
    }
  check_raw_expr (c, x, e, NULL, true);
  generic_instantiate_for (c, x, target);
  check_exclude (c, x, true, true, true);
  check_single_value (c, x);
}

void
check_expr_or_type (Checker *c, Operand *x, Expr *e, bool allow_generic)
{
  check_raw_expr (c, x, e, NULL, allow_generic);
  check_exclude (c, x, true, false, false);
  check_single_value (c, x);
}

Operand *
check_multi_expr (Checker *c, Expr *e, bool allow_comma_ok, int *n, bool *comma_ok)
{
  Operand x;
  Operand *list;

  *comma_ok = false;
  check_raw_expr (c, &x, e, NULL, false);
  check_exclude (c, &x, true, true, true);
  if (x.mode != MODE_INVALID && x.type != NULL && x.type->kind == KIND_TUPLE)
    {
      *n = x.type->tuple.vars.n;
      list = g_new0 (Operand, *n);
      for (int i = 0; i < *n; i++)
        list[i] = (Operand) { .mode = MODE_VALUE, .type = x.type->tuple.vars.v[i]->type, .expr = e };
      return list;
    }
  list = g_new0 (Operand, 2);
  list[0] = x;
  *n = 1;
  if (allow_comma_ok && (x.mode == MODE_MAP_INDEX || x.mode == MODE_COMMA_OK))
    {
      list[1] = (Operand) { .mode = MODE_VALUE, .type = c->unit->basic[KIND_UNTYPED_BOOL], .expr = e };
      *n = 2;
      *comma_ok = true;
    }
  return list;
}

Operand *
check_expr_list (Checker *c, ExprList *list, bool allow_generic, int *n)
{
  Operand *operands;
  bool comma_ok;

  if (list->n == 1 && !allow_generic)
    return check_multi_expr (c, list->v[0], false, n, &comma_ok);
  if (list->n == 1)
    {
      Operand x;

      check_raw_expr (c, &x, list->v[0], NULL, true);
      check_exclude (c, &x, true, true, true);
      if (x.mode != MODE_INVALID && x.type != NULL && x.type->kind == KIND_TUPLE)
        {
          *n = x.type->tuple.vars.n;
          operands = g_new0 (Operand, *n);
          for (int i = 0; i < *n; i++)
            operands[i] = (Operand) { .mode = MODE_VALUE, .type = x.type->tuple.vars.v[i]->type, .expr = list->v[0] };
          return operands;
        }
      operands = g_new0 (Operand, 1);
      operands[0] = x;
      *n = 1;
      return operands;
    }
  operands = g_new0 (Operand, MAX (list->n, 1));
  *n = list->n;
  for (int i = 0; i < list->n; i++)
    {
      check_raw_expr (c, &operands[i], list->v[i], NULL, allow_generic);
      check_exclude (c, &operands[i], true, true, true);
      check_single_value (c, &operands[i]);
    }
  return operands;
}
