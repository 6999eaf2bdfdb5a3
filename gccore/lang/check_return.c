#include "lang/check_priv.h"

#include <string.h>

/* Whether a statement ends its function for certain. Go 1.22 cmd/compile/internal/types2/return.go. */

static bool has_break (const Stmt *s, const char *label, bool implicit);

static bool
has_break_list (const StmtList *list, const char *label, bool implicit)
{
  for (int i = 0; i < list->n; i++)
    if (has_break (list->v[i], label, implicit))
      return true;
  return false;
}

static bool
has_break_clauses (const ClauseList *clauses, const char *label, bool implicit)
{
  for (int i = 0; i < clauses->n; i++)
    if (has_break_list (&clauses->v[i].body, label, implicit))
      return true;
  return false;
}

/* Whether s has a break that leaves the statement with this label or, if implicit, the innermost one around s. */
static bool
has_break (const Stmt *s, const char *label, bool implicit)
{
  switch (s->kind)
    {
    case STMT_LABELED:
      return has_break (s->labeled.stmt, label, implicit);
    case STMT_BRANCH:
      if (s->branch.kind != BRANCH_BREAK)
        return false;
      return s->branch.label == NULL ? implicit : s->branch.label->name.text == label;
    case STMT_BLOCK:
      return has_break_list (&s->block.list, label, implicit);
    case STMT_IF:
      return has_break (s->if_.then_, label, implicit)
             || (s->if_.else_ != NULL && has_break (s->if_.else_, label, implicit));
    case STMT_SWITCH:
      return label != NULL && has_break_clauses (&s->switch_.clauses, label, false);
    case STMT_TYPE_SWITCH:
      return label != NULL && has_break_clauses (&s->type_switch.clauses, label, false);
    case STMT_SELECT:
      return label != NULL && has_break_clauses (&s->select.clauses, label, false);
    case STMT_FOR:
      return label != NULL && has_break (s->for_.body, label, false);
    case STMT_RANGE:
      return label != NULL && has_break (s->range.body, label, false);
    default:
      return false;
    }
}

static bool
terminating_list (const StmtList *list, const char *label)
{
  for (int i = list->n; i-- > 0;)
    if (list->v[i]->kind != STMT_EMPTY)
      return check_is_terminating (list->v[i], label);
  return false;
}

static bool
terminating_clauses (const ClauseList *clauses, const char *label, bool needs_default)
{
  bool has_default = false;

  for (int i = 0; i < clauses->n; i++)
    {
      has_default = has_default || clauses->v[i].is_default;
      if (!terminating_list (&clauses->v[i].body, NULL) || has_break_list (&clauses->v[i].body, label, true))
        return false;
    }
  return has_default || !needs_default;
}

/* With one value: a call with something else does not count, as in the compiler. */
static bool
is_panic (const Expr *x)
{
  const Expr *arg;

  if (x->kind != EXPR_CALL || x->call.kind != CALL_BUILTIN || x->call.builtin != BUILTIN_PANIC || x->call.args.n != 1)
    return false;
  arg = x->call.args.v[0];
  return arg->mode != MODE_INVALID && arg->mode != MODE_NO_VALUE && arg->mode != MODE_BUILTIN && arg->mode != MODE_TYPE
         && (arg->type == NULL || arg->type->kind != KIND_TUPLE);
}

bool
check_is_terminating (const Stmt *s, const char *label)
{
  switch (s->kind)
    {
    case STMT_LABELED:
      return check_is_terminating (s->labeled.stmt, s->labeled.label->name.text);
    case STMT_EXPR:
      return is_panic (expr_unparen (s->expr.x));
    case STMT_RETURN:
      return true;
    case STMT_BRANCH:
      return s->branch.kind == BRANCH_GOTO || s->branch.kind == BRANCH_FALLTHROUGH;
    case STMT_BLOCK:
      return terminating_list (&s->block.list, NULL);
    case STMT_IF:
      return s->if_.else_ != NULL && check_is_terminating (s->if_.then_, NULL)
             && check_is_terminating (s->if_.else_, NULL);
    case STMT_SWITCH:
      return terminating_clauses (&s->switch_.clauses, label, true);
    case STMT_TYPE_SWITCH:
      return terminating_clauses (&s->type_switch.clauses, label, true);
    case STMT_SELECT:
      return terminating_clauses (&s->select.clauses, label, false);
    case STMT_FOR:
      return s->for_.cond == NULL && !has_break (s->for_.body, label, true);
    default:
      return false;
    }
}
