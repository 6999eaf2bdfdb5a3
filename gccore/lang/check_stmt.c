#include "lang/check_priv.h"

#include <string.h>

/* Statements. Go 1.22 cmd/compile/internal/types2/stmt.go. */

void
check_stmt_list (Checker *c, const StmtList *list)
{
  for (int i = 0; i < list->n; i++)
    check_stmt (c, list->v[i]);
}

static void
block_stmt (Checker *c, Stmt *s)
{
  check_open_scope (c);
  s->block.scope = c->env.scope;
  check_stmt_list (c, &s->block.list);
  check_close_scope (c);
}

static void
expr_stmt (Checker *c, Stmt *s)
{
  Operand x;
  ExprUse use = check_raw_expr (c, &x, s->expr.x, NULL, false);
  const char *text = "is not used";

  expr_unparen (s->expr.x)->is_stmt = true;
  if (x.mode == MODE_BUILTIN)
    text = "must be called";
  else if (x.mode == MODE_TYPE)
    text = "is not an expression";
  else if (use == KIND_OF_STATEMENT)
    return;
  check_error (c, operand_pos (&x), "%s %s", operand_text (c, &x), text);
}

static void
send_stmt (Checker *c, Stmt *s)
{
  Operand chan, value;
  Type *t;
  Pos pos = expr_start (s->send.chan);

  check_expr (c, &chan, s->send.chan);
  check_expr (c, &value, s->send.value);
  if (chan.mode == MODE_INVALID || value.mode == MODE_INVALID)
    return;
  t = check_core_type (c, chan.type);
  if (t == NULL)
    check_error (c, pos, "invalid operation: cannot send to %s: no core type", operand_text (c, &chan));
  else if (t->kind != KIND_CHAN)
    check_error (c, pos, "invalid operation: cannot send to non-channel %s", operand_text (c, &chan));
  else if (t->chan.dir == CHAN_RECV_ONLY)
    check_error (c, pos, "invalid operation: cannot send to receive-only channel %s", operand_text (c, &chan));
  else
    check_assignment_slot (c, &value, &s->send.value, t->chan.elem, "send");
}

/* The constant 1 that x++ and x-- add or subtract. */
static Expr *
one_of_type (Checker *c, const Stmt *s, Type *t)
{
  Expr *one = ARENA_NEW (c->arena, Expr);

  one->kind = EXPR_LITERAL;
  one->pos = s->pos;
  one->implicit = true;
  one->literal.kind = LIT_INT;
  one->literal.text = "1";
  one->literal.len = 1;
  one->mode = MODE_CONSTANT;
  one->type = t;
  one->value = const_from_int64 (c->unit->consts, 1);
  return one;
}

static void
incdec_stmt (Checker *c, Stmt *s)
{
  Expr *lhs = s->assign.lhs.v[0];
  Operand x;

  check_expr (c, &x, lhs);
  if (x.mode == MODE_INVALID)
    return;
  if (!type_is_numeric (x.type))
    {
      const char *op = operator_text (s->assign.op);

      check_error (c, expr_start (lhs), "invalid operation: %s%s%s (non-numeric type %s)", expr_text (c, lhs), op, op,
                   type_text (c, x.type));
      return;
    }
  check_assign_var (c, &s->assign.lhs.v[0], NULL, &x, "assignment");
  ARENA_APPEND (c->arena, &s->assign.rhs, one_of_type (c, s, x.type));
}

static void
assign_stmt (Checker *c, Stmt *s)
{
  Operand x;

  if (s->assign.incdec)
    incdec_stmt (c, s);
  else if (s->assign.define)
    check_short_var_decl (c, s);
  else if (s->assign.op == OP_NONE)
    s->assign.form = check_assign_vars (c, &s->assign.lhs, &s->assign.rhs);
  else if (s->assign.lhs.n != 1 || s->assign.rhs.n != 1)
    check_error (c, expr_start (s->assign.lhs.v[0]), "assignment operation %s= requires single-valued expressions",
                 operator_text (s->assign.op));
  else
    {
      check_binary (c, &x, NULL, &s->assign.lhs.v[0], &s->assign.rhs.v[0], s->assign.op);
      check_assign_var (c, &s->assign.lhs.v[0], NULL, &x, "assignment");
    }
}

static void
go_stmt (Checker *c, Stmt *s)
{
  const char *keyword = s->kind == STMT_GO ? "go" : "defer";
  Func *func = c->env.func;
  const char *text;
  Operand x;

  s->go.in_loop = c->env.loop_depth;
  if (s->kind == STMT_DEFER && func != NULL)
    {
      func->has_defer = true;
      func->n_defers++;
      func->defer_in_loop = func->defer_in_loop || c->env.loop_depth > 0;
    }
  if (s->go.call->kind != EXPR_CALL)
    {
      check_error (c, expr_start (s->go.call), "expression in %s must be function call", keyword);
      check_use (c, s->go.call);
      return;
    }
  switch (check_raw_expr (c, &x, s->go.call, NULL, false))
    {
    case KIND_OF_CONVERSION: text = "requires function call, not conversion"; break;
    case KIND_OF_EXPRESSION: text = "discards result of"; break;
    default: return;
    }
  if (x.mode == MODE_INVALID)
    return;
  check_error (c, operand_pos (&x), "%s %s %s", keyword, text, operand_text (c, &x));
}

static void
return_stmt (Checker *c, Stmt *s)
{
  Func *func = c->env.func;
  ObjectList *results = &func->results;

  s->return_.func = func;
  func->n_returns++;
  if (s->return_.results.n == 0 && results->n > 0 && results->v[0]->name[0] != '\0')
    {
      for (int i = 0; i < results->n; i++)
        {
          Object *result = results->v[i];
          Object *other = scope_find (c->env.scope, result->name, NULL);

          if (other != NULL && other != result && strcmp (result->name, "_") != 0)
            check_error (c, s->pos, "result parameter %s not in scope at return\n\t%s: inner declaration of var %s %s",
                         result->name, pos_text (c, other->pos), result->name, type_text (c, result->type));
        }
      return;
    }
  if (results->n == 0 && s->return_.results.n > 0)
    {
      check_init_vars (c, NULL, 0, &s->return_.results, s);
      return;
    }
  if (results->n > 0)
    s->return_.is_call = check_init_vars (c, results->v, results->n, &s->return_.results, s) == ASSIGN_CALL;
}

static void
check_condition (Checker *c, Expr *cond, const char *where)
{
  Operand x;

  check_expr (c, &x, cond);
  if (x.mode == MODE_INVALID)
    return;
  if (!type_is_boolean (x.type))
    check_error (c, expr_start (cond), "non-boolean condition in %s statement", where);
  else
    check_update_expr_type (c, cond, type_default (c->unit, x.type), true);
}

static void
if_stmt (Checker *c, Stmt *s)
{
  check_open_scope (c);
  s->if_.scope = c->env.scope;
  if (s->if_.init != NULL)
    check_stmt (c, s->if_.init);
  check_condition (c, s->if_.cond, "if");
  check_stmt (c, s->if_.then_);
  if (s->if_.else_ != NULL)
    check_stmt (c, s->if_.else_);
  check_close_scope (c);
}

static void
for_stmt (Checker *c, Stmt *s)
{
  check_open_scope (c);
  s->for_.scope = c->env.scope;
  if (s->for_.init != NULL)
    check_stmt (c, s->for_.init);
  s->for_.vars = c->env.scope->objects;
  for (int i = 0; i < s->for_.vars.n; i++)
    if (s->for_.vars.v[i]->kind == OBJ_VAR)
      s->for_.vars.v[i]->var.per_iteration = true;
  c->env.loop_depth++;
  if (s->for_.cond != NULL)
    check_condition (c, s->for_.cond, "for");
  if (s->for_.post != NULL)
    check_stmt (c, s->for_.post);
  check_stmt (c, s->for_.body);
  c->env.loop_depth--;
  check_close_scope (c);
}

static void
stmt (Checker *c, Stmt *s)
{
  switch (s->kind)
    {
    case STMT_BAD:
    case STMT_EMPTY: break;
    case STMT_EXPR: expr_stmt (c, s); break;
    case STMT_SEND: send_stmt (c, s); break;
    case STMT_ASSIGN: assign_stmt (c, s); break;
    case STMT_DECL: check_decl_stmt (c, s); break;
    case STMT_BLOCK: block_stmt (c, s); break;
    case STMT_IF: if_stmt (c, s); break;
    case STMT_FOR: for_stmt (c, s); break;
    case STMT_RANGE: check_range_stmt (c, s); break;
    case STMT_SWITCH: check_switch_stmt (c, s); break;
    case STMT_TYPE_SWITCH: check_type_switch_stmt (c, s); break;
    case STMT_SELECT: check_select_stmt (c, s); break;
    case STMT_LABELED: check_stmt (c, s->labeled.stmt); break;
    case STMT_BRANCH:
      if (s->branch.kind == BRANCH_GOTO)
        c->env.func->has_goto = true;
      break;
    case STMT_RETURN: return_stmt (c, s); break;
    case STMT_GO:
    case STMT_DEFER: go_stmt (c, s); break;
    }
}

/* Function literals are checked when the statement is through: before the scope gets new names. */
void
check_stmt (Checker *c, Stmt *s)
{
  guint mark = check_delayed_mark (c);

  stmt (c, s);
  check_process_delayed (c, mark);
}
