#include "lang/arena.h"
#include "lang/ast.h"

/* Copies of syntax, without what the checker wrote: each set of type arguments gets a tree of its own. */

static ExprList
clone_exprs (Arena *arena, const ExprList *list)
{
  ExprList copy = { 0 };

  for (int i = 0; i < list->n; i++)
    ARENA_APPEND (arena, &copy, expr_clone (arena, list->v[i]));
  return copy;
}

/* Fields that share their type go on sharing it. */
static FieldList
clone_fields (Arena *arena, const FieldList *list)
{
  FieldList copy = { ARENA_NEW_N (arena, FieldSyntax, MAX (list->n, 1)), list->n };

  for (int i = 0; i < list->n; i++)
    {
      copy.v[i] = list->v[i];
      copy.v[i].name = expr_clone (arena, list->v[i].name);
      copy.v[i].type = i > 0 && list->v[i].type == list->v[i - 1].type ? copy.v[i - 1].type
                                                                      : expr_clone (arena, list->v[i].type);
    }
  return copy;
}

static void
clone_parts (Arena *arena, Expr *e, const Expr *x)
{
#define CLONE(field) e->field = expr_clone (arena, x->field)
  switch (x->kind)
    {
    case EXPR_BAD: break;
    case EXPR_NAME: e->name.text = x->name.text; break;
    case EXPR_LITERAL: e->literal = x->literal; break;
    case EXPR_COMPOSITE:
      CLONE (composite.type);
      e->composite.elems = clone_exprs (arena, &x->composite.elems);
      e->composite.end = x->composite.end;
      break;
    case EXPR_KEY_VALUE: CLONE (key_value.key); CLONE (key_value.value); break;
    case EXPR_FUNC_LIT:
      CLONE (func_lit.type);
      e->func_lit.body = stmt_clone (arena, x->func_lit.body);
      break;
    case EXPR_PAREN: CLONE (paren.x); break;
    case EXPR_SELECTOR: CLONE (selector.x); CLONE (selector.name); break;
    case EXPR_INDEX: CLONE (index.x); CLONE (index.index); break;
    case EXPR_SLICE:
      CLONE (slice.x); CLONE (slice.lo); CLONE (slice.hi); CLONE (slice.max);
      e->slice.full = x->slice.full;
      break;
    case EXPR_ASSERT: CLONE (assert.x); CLONE (assert.type); break;
    case EXPR_TYPE_SWITCH: CLONE (type_switch.lhs); CLONE (type_switch.x); break;
    case EXPR_STAR: CLONE (star.x); break;
    case EXPR_UNARY: e->unary.op = x->unary.op; CLONE (unary.x); break;
    case EXPR_BINARY: e->binary.op = x->binary.op; CLONE (binary.x); CLONE (binary.y); break;
    case EXPR_CALL:
      CLONE (call.fun);
      e->call.args = clone_exprs (arena, &x->call.args);
      e->call.has_dots = x->call.has_dots;
      e->call.end = x->call.end;
      break;
    case EXPR_CONVERT: CLONE (convert.x); break;
    case EXPR_ARRAY_TYPE: CLONE (array.len); CLONE (array.elem); break;
    case EXPR_SLICE_TYPE:
    case EXPR_DOTS_TYPE: CLONE (elem.elem); break;
    case EXPR_STRUCT_TYPE: e->struct_type.fields = clone_fields (arena, &x->struct_type.fields); break;
    case EXPR_INTERFACE_TYPE: e->interface_type.elems = clone_fields (arena, &x->interface_type.elems); break;
    case EXPR_FUNC_TYPE:
      e->func_type.params = clone_fields (arena, &x->func_type.params);
      e->func_type.results = clone_fields (arena, &x->func_type.results);
      break;
    case EXPR_MAP_TYPE: CLONE (map.key); CLONE (map.value); break;
    case EXPR_CHAN_TYPE: e->chan.dir = x->chan.dir; CLONE (chan.elem); break;
    case EXPR_LIST: e->list.elems = clone_exprs (arena, &x->list.elems); break;
    }
#undef CLONE
}

Expr *
expr_clone (Arena *arena, const Expr *x)
{
  Expr *e;

  if (x == NULL)
    return NULL;
  e = ARENA_NEW (arena, Expr);
  e->kind = x->kind;
  e->pos = x->pos;
  if (x->pattern == NULL)
    ((Expr *) x)->pattern = e;
  e->pattern = x->pattern;
  clone_parts (arena, e, x);
  return e;
}

/* ---- Statements ---- */

/* Branches point to the statements around them: the copies of those are noted while inside. */
typedef struct {
  Arena *arena;
  GHashTable *copies;         /* const Stmt* -> Stmt*: possible targets; lookup only */
  GPtrArray *branches;        /* Stmt*: copies whose target is still the old one */
} Cloner;

static Stmt *clone_stmt (Cloner *c, const Stmt *s);

static StmtList
clone_stmts (Cloner *c, const StmtList *list)
{
  StmtList copy = { ARENA_NEW_N (c->arena, Stmt *, MAX (list->n, 1)), list->n };

  for (int i = 0; i < list->n; i++)
    copy.v[i] = clone_stmt (c, list->v[i]);
  return copy;
}

static ClauseList
clone_clauses (Cloner *c, const ClauseList *list)
{
  ClauseList copy = { ARENA_NEW_N (c->arena, Clause, MAX (list->n, 1)), list->n };

  for (int i = 0; i < list->n; i++)
    {
      const Clause *clause = &list->v[i];

      copy.v[i].pos = clause->pos;
      copy.v[i].colon = clause->colon;
      copy.v[i].is_default = clause->is_default;
      copy.v[i].cases = clone_exprs (c->arena, &clause->cases);
      copy.v[i].comm = clone_stmt (c, clause->comm);
      copy.v[i].body = clone_stmts (c, &clause->body);
    }
  return copy;
}

static Decl *
clone_decl (Arena *arena, const Decl *d)
{
  Decl *copy = ARENA_NEW (arena, Decl);

  copy->kind = d->kind;
  copy->pos = d->pos;
  copy->group = d->group;
  copy->iota = d->iota;
  switch (d->kind)
    {
    case DECL_CONST:
      copy->const_.names = clone_exprs (arena, &d->const_.names);
      copy->const_.type = expr_clone (arena, d->const_.type);
      copy->const_.values = clone_exprs (arena, &d->const_.values);
      break;
    case DECL_VAR:
      copy->var.names = clone_exprs (arena, &d->var.names);
      copy->var.type = expr_clone (arena, d->var.type);
      copy->var.values = clone_exprs (arena, &d->var.values);
      break;
    case DECL_TYPE:
      copy->type.name = expr_clone (arena, d->type.name);
      copy->type.tparams = clone_fields (arena, &d->type.tparams);
      copy->type.type = expr_clone (arena, d->type.type);
      copy->type.alias = d->type.alias;
      copy->type.local_number = d->type.local_number;
      break;
    case DECL_FUNC:
      copy->func.name = expr_clone (arena, d->func.name);
      if (d->func.recv != NULL)
        {
          FieldList recv = { d->func.recv, 1 };

          copy->func.recv = clone_fields (arena, &recv).v;
        }
      copy->func.tparams = clone_fields (arena, &d->func.tparams);
      copy->func.type = expr_clone (arena, d->func.type);
      copy->func.body = stmt_clone (arena, d->func.body);
      copy->func.pragma = d->func.pragma;
      break;
    default:
      break;
    }
  return copy;
}

Decl *
decl_clone (Arena *arena, const Decl *d)
{
  return clone_decl (arena, d);
}

static void
clone_stmt_parts (Cloner *c, Stmt *t, const Stmt *s)
{
  Arena *arena = c->arena;

  switch (s->kind)
    {
    case STMT_BAD:
    case STMT_EMPTY: break;
    case STMT_EXPR: t->expr.x = expr_clone (arena, s->expr.x); break;
    case STMT_SEND:
      t->send.chan = expr_clone (arena, s->send.chan);
      t->send.value = expr_clone (arena, s->send.value);
      break;
    case STMT_ASSIGN:
      t->assign.lhs = clone_exprs (arena, &s->assign.lhs);
      t->assign.rhs = clone_exprs (arena, &s->assign.rhs);
      t->assign.op = s->assign.op;
      t->assign.define = s->assign.define;
      t->assign.incdec = s->assign.incdec;
      break;
    case STMT_DECL:
      t->decl.v = ARENA_NEW_N (arena, Decl *, MAX (s->decl.n, 1));
      t->decl.n = s->decl.n;
      for (int i = 0; i < s->decl.n; i++)
        t->decl.v[i] = clone_decl (arena, s->decl.v[i]);
      break;
    case STMT_BLOCK:
      t->block.list = clone_stmts (c, &s->block.list);
      t->block.end = s->block.end;
      break;
    case STMT_IF:
      t->if_.init = clone_stmt (c, s->if_.init);
      t->if_.cond = expr_clone (arena, s->if_.cond);
      t->if_.then_ = clone_stmt (c, s->if_.then_);
      t->if_.else_ = clone_stmt (c, s->if_.else_);
      break;
    case STMT_FOR:
      t->for_.init = clone_stmt (c, s->for_.init);
      t->for_.cond = expr_clone (arena, s->for_.cond);
      t->for_.post = clone_stmt (c, s->for_.post);
      t->for_.body = clone_stmt (c, s->for_.body);
      break;
    case STMT_RANGE:
      t->range.key = expr_clone (arena, s->range.key);
      t->range.value = expr_clone (arena, s->range.value);
      t->range.extra = expr_clone (arena, s->range.extra);
      t->range.define = s->range.define;
      t->range.range_pos = s->range.range_pos;
      t->range.x = expr_clone (arena, s->range.x);
      t->range.body = clone_stmt (c, s->range.body);
      break;
    case STMT_SWITCH:
      t->switch_.init = clone_stmt (c, s->switch_.init);
      t->switch_.tag = expr_clone (arena, s->switch_.tag);
      t->switch_.clauses = clone_clauses (c, &s->switch_.clauses);
      t->switch_.end = s->switch_.end;
      break;
    case STMT_TYPE_SWITCH:
      t->type_switch.init = clone_stmt (c, s->type_switch.init);
      t->type_switch.tag = expr_clone (arena, s->type_switch.tag);
      t->type_switch.clauses = clone_clauses (c, &s->type_switch.clauses);
      t->type_switch.end = s->type_switch.end;
      break;
    case STMT_SELECT:
      t->select.clauses = clone_clauses (c, &s->select.clauses);
      t->select.end = s->select.end;
      break;
    case STMT_LABELED:
      t->labeled.label = expr_clone (arena, s->labeled.label);
      t->labeled.stmt = clone_stmt (c, s->labeled.stmt);
      t->labeled.used = s->labeled.used;
      break;
    case STMT_BRANCH:
      t->branch.kind = s->branch.kind;
      t->branch.label = expr_clone (arena, s->branch.label);
      t->branch.target = s->branch.target;
      g_ptr_array_add (c->branches, t);
      break;
    case STMT_RETURN: t->return_.results = clone_exprs (arena, &s->return_.results); break;
    case STMT_GO:
    case STMT_DEFER: t->go.call = expr_clone (arena, s->go.call); break;
    }
}

static Stmt *
clone_stmt (Cloner *c, const Stmt *s)
{
  Stmt *t;

  if (s == NULL)
    return NULL;
  t = ARENA_NEW (c->arena, Stmt);
  t->kind = s->kind;
  t->pos = s->pos;
  g_hash_table_insert (c->copies, (gpointer) s, t);
  clone_stmt_parts (c, t, s);
  return t;
}

Stmt *
stmt_clone (Arena *arena, const Stmt *s)
{
  Cloner cloner = {
    .arena = arena,
    .copies = g_hash_table_new (g_direct_hash, g_direct_equal),
    .branches = g_ptr_array_new (),
  };
  Stmt *copy = clone_stmt (&cloner, s);

  for (guint i = 0; i < cloner.branches->len; i++)
    {
      Stmt *branch = cloner.branches->pdata[i];

      branch->branch.target = g_hash_table_lookup (cloner.copies, branch->branch.target);
    }
  g_hash_table_destroy (cloner.copies);
  g_ptr_array_unref (cloner.branches);
  return copy;
}
