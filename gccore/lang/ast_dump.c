#include <string.h>

#include "lang/types.h"

/* The tree as indented text: one line a declaration, statement or block; expressions as source, and after a check the
 * type (and value) of each top one behind it. */

typedef struct {
  GString *out;
  int depth;
} Dump;

static void dump_stmt (Dump *d, const Stmt *s);

static void
start_line (Dump *d, Pos pos, const char *what)
{
  g_string_append_printf (d->out, "%u:%u\t%*s%s", pos.line, pos.col, 2 * d->depth, "", what);
}

static void
dump_expr (Dump *d, const Expr *x)
{
  if (x == NULL)
    return;
  g_string_append_c (d->out, ' ');
  expr_print (d->out, x);
  if (x->type != NULL && x->mode != MODE_TYPE)
    {
      g_string_append (d->out, " <");
      type_print (d->out, x->type, NULL);
      if (x->value != NULL)
        {
          g_autofree char *value = const_to_string (x->value);

          g_string_append_printf (d->out, " %s", value);
        }
      g_string_append_c (d->out, '>');
    }
}

static void
dump_exprs (Dump *d, const ExprList *list)
{
  for (int i = 0; i < list->n; i++)
    {
      if (i > 0)
        g_string_append_c (d->out, ',');
      dump_expr (d, list->v[i]);
    }
}

static void
dump_list (Dump *d, const StmtList *list)
{
  d->depth++;
  for (int i = 0; i < list->n; i++)
    dump_stmt (d, list->v[i]);
  d->depth--;
}

static void
dump_inner (Dump *d, const Stmt *s)
{
  if (s == NULL)
    return;
  d->depth++;
  dump_stmt (d, s);
  d->depth--;
}

static void
dump_clauses (Dump *d, const ClauseList *clauses)
{
  d->depth++;
  for (int i = 0; i < clauses->n; i++)
    {
      const Clause *clause = &clauses->v[i];

      start_line (d, clause->pos, clause->is_default ? "default" : "case");
      dump_exprs (d, &clause->cases);
      g_string_append_c (d->out, '\n');
      dump_inner (d, clause->comm);
      dump_list (d, &clause->body);
    }
  d->depth--;
}

static void
dump_decl (Dump *d, const Decl *decl)
{
  static const char *const words[] = { "import", "const", "type", "var", "func" };

  start_line (d, decl->pos, words[decl->kind]);
  switch (decl->kind)
    {
    case DECL_IMPORT:
      g_string_append_printf (d->out, " \"%s\"\n", decl->import.path != NULL ? decl->import.path : "");
      break;
    case DECL_CONST:
      dump_exprs (d, &decl->const_.names);
      dump_expr (d, decl->const_.type);
      g_string_append (d->out, " =");
      dump_exprs (d, &decl->const_.values);
      g_string_append_c (d->out, '\n');
      break;
    case DECL_TYPE:
      dump_expr (d, decl->type.name);
      dump_expr (d, decl->type.type);
      g_string_append_c (d->out, '\n');
      break;
    case DECL_VAR:
      dump_exprs (d, &decl->var.names);
      dump_expr (d, decl->var.type);
      g_string_append (d->out, " =");
      dump_exprs (d, &decl->var.values);
      g_string_append_c (d->out, '\n');
      break;
    case DECL_FUNC:
      if (decl->func.recv != NULL)
        dump_expr (d, decl->func.recv->type);
      dump_expr (d, decl->func.name);
      dump_expr (d, decl->func.type);
      g_string_append_c (d->out, '\n');
      if (decl->func.body != NULL)
        dump_list (d, &decl->func.body->block.list);
      break;
    }
}

static void
dump_for (Dump *d, const Stmt *s)
{
  dump_expr (d, s->for_.cond);
  g_string_append_c (d->out, '\n');
  dump_inner (d, s->for_.init);
  dump_inner (d, s->for_.post);
  dump_inner (d, s->for_.body);
}

static void
dump_range (Dump *d, const Stmt *s)
{
  dump_expr (d, s->range.key);
  dump_expr (d, s->range.value);
  g_string_append (d->out, s->range.define ? " :=" : " =");
  dump_expr (d, s->range.x);
  g_string_append_c (d->out, '\n');
  dump_inner (d, s->range.body);
}

/* Statements of one line. */
static void
dump_simple (Dump *d, const Stmt *s)
{
  static const char *const branches[] = { "break", "continue", "goto", "fallthrough" };

  switch (s->kind)
    {
    case STMT_EXPR: dump_expr (d, s->expr.x); break;
    case STMT_SEND:
      dump_expr (d, s->send.chan);
      dump_expr (d, s->send.value);
      break;
    case STMT_ASSIGN:
      dump_exprs (d, &s->assign.lhs);
      g_string_append_printf (d->out, " %s%s", operator_text (s->assign.op), s->assign.define ? ":=" : "=");
      dump_exprs (d, &s->assign.rhs);
      break;
    case STMT_BRANCH:
      g_string_append_printf (d->out, " %s", branches[s->branch.kind]);
      dump_expr (d, s->branch.label);
      break;
    case STMT_RETURN: dump_exprs (d, &s->return_.results); break;
    case STMT_GO:
    case STMT_DEFER: dump_expr (d, s->go.call); break;
    default: break;
    }
  g_string_append_c (d->out, '\n');
}

static const char *const stmt_words[] = {
  [STMT_BAD] = "bad", [STMT_EMPTY] = "empty", [STMT_EXPR] = "expr", [STMT_SEND] = "send", [STMT_ASSIGN] = "assign",
  [STMT_DECL] = "decl", [STMT_BLOCK] = "block", [STMT_IF] = "if", [STMT_FOR] = "for", [STMT_RANGE] = "range",
  [STMT_SWITCH] = "switch", [STMT_TYPE_SWITCH] = "type switch", [STMT_SELECT] = "select", [STMT_LABELED] = "label",
  [STMT_BRANCH] = "branch", [STMT_RETURN] = "return", [STMT_GO] = "go", [STMT_DEFER] = "defer",
};

static void
dump_stmt (Dump *d, const Stmt *s)
{
  if (s->kind == STMT_DECL)
    {
      for (int i = 0; i < s->decl.n; i++)
        dump_decl (d, s->decl.v[i]);
      return;
    }
  start_line (d, s->pos, stmt_words[s->kind]);
  switch (s->kind)
    {
    case STMT_BLOCK:
      g_string_append_c (d->out, '\n');
      dump_list (d, &s->block.list);
      break;
    case STMT_IF:
      dump_expr (d, s->if_.cond);
      g_string_append_c (d->out, '\n');
      dump_inner (d, s->if_.init);
      dump_inner (d, s->if_.then_);
      dump_inner (d, s->if_.else_);
      break;
    case STMT_FOR: dump_for (d, s); break;
    case STMT_RANGE: dump_range (d, s); break;
    case STMT_SWITCH:
      dump_expr (d, s->switch_.tag);
      g_string_append_c (d->out, '\n');
      dump_inner (d, s->switch_.init);
      dump_clauses (d, &s->switch_.clauses);
      break;
    case STMT_TYPE_SWITCH:
      dump_expr (d, s->type_switch.tag);
      g_string_append_c (d->out, '\n');
      dump_inner (d, s->type_switch.init);
      dump_clauses (d, &s->type_switch.clauses);
      break;
    case STMT_SELECT:
      g_string_append_c (d->out, '\n');
      dump_clauses (d, &s->select.clauses);
      break;
    case STMT_LABELED:
      dump_expr (d, s->labeled.label);
      g_string_append_c (d->out, '\n');
      dump_inner (d, s->labeled.stmt);
      break;
    default:
      dump_simple (d, s);
    }
}

void
lang_dump_ast (GString *out, const FileSyntax *file)
{
  Dump d = { .out = out };

  g_string_append_printf (out, "package %s\n", file->package_name->name.text);
  for (int i = 0; i < file->n_decls; i++)
    dump_decl (&d, file->decls[i]);
}
