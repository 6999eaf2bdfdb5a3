/* Statements of the checked AST as the compiler's IR has them before escape analysis
 * (Go 1.22 cmd/compile/internal/noder writer.go, reader.go; deadcode/deadcode.go). */

#include "lang/escape/esc_lower.h"

static void lower_stmt (Lower *l, Stmt *s, EscNodes *out);

static EscNode *
node (Lower *l, EscOp op, Pos pos)
{
  return esc_node_new (l->arena, op, pos, NULL);
}

static void
add (Lower *l, EscNodes *nodes, EscNode *n)
{
  if (n)
    esc_nodes_add (l->arena, nodes, n);
}

int
lower_static_bool (Expr **place)
{
  Expr *cond = expr_unparen (*place);
  int x, y;

  if (cond->value)
    return cond->value->kind == CONST_BOOL && cond->value->boolean ? 1 : -1;
  if (cond->kind == EXPR_UNARY && cond->unary.op == OP_NOT) {
    Expr *operand = cond->unary.x;

    /* The compiler does not turn the sign here; it only asks whether the operand is decided. */
    return lower_static_bool (&operand);
  }
  if (cond->kind != EXPR_BINARY || (cond->binary.op != OP_AND_AND && cond->binary.op != OP_OR_OR))
    return 0;
  {
    bool is_and = cond->binary.op == OP_AND_AND;
    int decides = is_and ? -1 : 1;
    Expr *left = cond->binary.x, *right = cond->binary.y;

    x = lower_static_bool (&left);
    if (x == decides) {
      *place = left;
      return x;
    }
    y = lower_static_bool (&right);
    if (x == -decides || y == decides) {
      if (expr_unparen (left)->value)
        *place = right;
      return y;
    }
  }
  return 0;
}

static const Stmt *
last_statement (const StmtList *list)
{
  for (int i = list->n - 1; i >= 0; i--)
    if (list->v[i]->kind != STMT_EMPTY)
      return list->v[i];
  return NULL;
}

/* Whether control never goes on behind s, as far as the compiler looks before this analysis. */
static bool
terminates (const Stmt *s)
{
  if (!s)
    return false;
  switch (s->kind) {
  case STMT_BRANCH:
    return s->branch.kind == BRANCH_GOTO;
  case STMT_RETURN:
    return true;
  case STMT_EXPR: {
    const Expr *x = expr_unparen (s->expr.x);

    return x->kind == EXPR_CALL && x->call.kind == CALL_BUILTIN && x->call.builtin == BUILTIN_PANIC;
  }
  case STMT_IF: {
    Expr *cond = s->if_.cond;
    int known = lower_static_bool (&cond);

    return (known < 0 || terminates (s->if_.then_)) && (known > 0 || terminates (s->if_.else_));
  }
  case STMT_BLOCK:
    return terminates (last_statement (&s->block.list));
  default:
    return false;
  }
}

void
lower_stmts (Lower *l, const StmtList *list, EscNodes *out)
{
  int last_label = -1;
  bool dead = false;

  for (int i = 0; i < list->n; i++)
    if (list->v[i]->kind == STMT_LABELED)
      last_label = i;
  for (int i = 0; i < list->n; i++) {
    Stmt *s = list->v[i];

    if (dead && i > last_label && s->kind != STMT_LABELED)
      continue;
    lower_stmt (l, s, out);
    dead = terminates (s);
  }
}

/* Several statements as one. */
static EscNode *
as_block (Lower *l, const EscNodes *list)
{
  EscNode *n;

  if (list->n <= 1)
    return list->n == 1 ? list->v[0] : NULL;
  n = node (l, ESC_BLOCK, list->v[0]->pos);
  n->list = *list;
  return n;
}

static EscNode *
lower_one (Lower *l, Stmt *s)
{
  EscNodes list = { 0 };

  if (s)
    lower_stmt (l, s, &list);
  return as_block (l, &list);
}

/* A place that may declare its variable. */
static EscNode *
lower_assign_place (Lower *l, Expr *x, bool define, GPtrArray *declared)
{
  Expr *place = expr_unparen (x);

  if (place->kind == EXPR_NAME && define && place->name.is_definition && place->name.obj) {
    EscName *name = lower_local (l, place->name.obj);

    l->base_pos = name->pos;
    g_ptr_array_add (declared, name);
    return name->node;
  }
  return lower_place (l, x);
}

/* The names that statement n declares with a value. */
static void
define_names (Lower *l, EscNode *n, GPtrArray *declared)
{
  for (guint i = 0; i < declared->len; i++) {
    EscName *name = declared->pdata[i];

    name->defn = n;
    add (l, &n->init, lower_dcl (l, name));
  }
  n->defines = declared->len > 0;
}

/* dst... = src... in all its forms. */
static void
lower_assignment (Lower *l, Pos pos, EscNode *const *dsts, Type *const *types, int n_dsts, const ExprList *values,
                  GPtrArray *declared, EscNodes *out)
{
  EscNodes srcs = { 0 };
  EscNode *n;

  if (values->n == 1 && n_dsts > 1)
    lower_multi (l, pos, expr_unparen (values->v[0]), types, n_dsts, &srcs);
  else
    for (int i = 0; i < values->n; i++) {
      Expr *value = values->v[i];

      /* Nothing is converted to the type of a blank variable. */
      if (!dsts[i] && expr_unparen (value)->kind == EXPR_CONVERT)
        value = expr_unparen (value)->convert.x;
      add (l, &srcs, lower_expr (l, value));
    }
  if (n_dsts == 1 && srcs.n == 1) {
    n = lower_assign (l, pos, dsts[0], srcs.v[0], false);
  } else {
    n = node (l, ESC_AS2, pos);
    for (int i = 0; i < n_dsts; i++)
      esc_nodes_add (l->arena, &n->list, dsts[i]);
    n->list2 = srcs;
  }
  define_names (l, n, declared);
  add (l, out, n);
}

static void
lower_assign_stmt (Lower *l, Stmt *s, EscNodes *out)
{
  g_autoptr (GPtrArray) declared = g_ptr_array_new ();
  int n = s->assign.lhs.n;
  g_autofree EscNode **dsts = g_new0 (EscNode *, n);
  g_autofree Type **types = g_new0 (Type *, n);

  if (s->assign.op != OP_NONE) {
    EscNode *as = node (l, ESC_ASOP, s->pos);

    as->operator = s->assign.op;
    as->incdec = s->assign.incdec;
    as->x = lower_expr (l, s->assign.lhs.v[0]);
    as->y = lower_expr (l, s->assign.rhs.v[0]);
    add (l, out, as);
    return;
  }
  for (int i = 0; i < n; i++) {
    dsts[i] = lower_assign_place (l, s->assign.lhs.v[i], s->assign.define, declared);
    types[i] = dsts[i] ? dsts[i]->type : NULL;
  }
  lower_assignment (l, s->pos, dsts, types, n, &s->assign.rhs, declared, out);
}

static void
lower_var_decl (Lower *l, Decl *d, EscNodes *out)
{
  g_autoptr (GPtrArray) declared = g_ptr_array_new ();
  int n = d->var.names.n;
  g_autofree EscNode **dsts = g_new0 (EscNode *, n);
  g_autofree Type **types = g_new0 (Type *, n);

  for (int i = 0; i < n; i++) {
    Object *obj = d->var.objs.v[i];

    if (!obj || g_str_equal (obj->name, "_"))
      continue;
    g_ptr_array_add (declared, lower_local (l, obj));
    l->base_pos = obj->pos;
    dsts[i] = ((EscName *) obj->var.escape)->node;
    types[i] = obj->type;
  }
  if (d->var.values.n > 0) {
    lower_assignment (l, d->var.names.v[0]->pos, dsts, types, n, &d->var.values, declared, out);
    return;
  }
  for (guint i = 0; i < declared->len; i++) {
    EscName *name = declared->pdata[i];
    EscNode *as = lower_assign (l, d->var.names.v[0]->pos, name->node, NULL, false);

    add (l, &as->init, lower_dcl (l, name));
    add (l, out, as);
  }
}

static void
lower_if (Lower *l, Stmt *s, EscNodes *out)
{
  EscNodes init = { 0 }, then_ = { 0 }, else_ = { 0 };
  Expr *condition = s->if_.cond;
  int known = lower_static_bool (&condition);
  EscNode *cond, *n;

  if (s->if_.init)
    lower_stmt (l, s->if_.init, &init);
  cond = lower_expr (l, condition);
  if (known >= 0)
    lower_stmts (l, &s->if_.then_->block.list, &then_);
  if (known <= 0 && s->if_.else_)
    lower_stmt (l, s->if_.else_, &else_);
  if (known != 0) {
    for (guint i = 0; i < init.n; i++)
      add (l, out, init.v[i]);
    if (cond->op != ESC_LITERAL)
      add (l, out, lower_assign (l, s->pos, NULL, cond, false));
    for (guint i = 0; i < then_.n; i++)
      add (l, out, then_.v[i]);
    for (guint i = 0; i < else_.n; i++)
      add (l, out, else_.v[i]);
    return;
  }
  n = node (l, ESC_IF, s->pos);
  n->init = init;
  n->x = cond;
  n->body = then_;
  n->list2 = else_;
  add (l, out, n);
}

static void
lower_for (Lower *l, Stmt *s, EscNodes *out)
{
  Expr *cond = s->for_.cond;
  bool never = cond && lower_static_bool (&cond) < 0;
  EscNode *n = node (l, ESC_FOR, s->pos);

  if (s->for_.init)
    lower_stmt (l, s->for_.init, &n->init);
  n->x = lower_expr_opt (l, cond);
  if (!never) {
    n->y = lower_one (l, s->for_.post);
    lower_stmts (l, &s->for_.body->block.list, &n->body);
  }
  if (n->x && n->x->op == ESC_LITERAL && never) {
    for (guint i = 0; i < n->init.n; i++)
      add (l, out, n->init.v[i]);
    return;
  }
  n->defines = s->for_.vars.n > 0;
  add (l, out, n);
}

static void
lower_range (Lower *l, Stmt *s, EscNodes *out)
{
  g_autoptr (GPtrArray) declared = g_ptr_array_new ();
  EscNode *n = node (l, ESC_RANGE, s->range.range_pos);

  if (s->range.key)
    n->x = lower_assign_place (l, s->range.key, s->range.define, declared);
  if (s->range.value)
    n->y = lower_assign_place (l, s->range.value, s->range.define, declared);
  define_names (l, n, declared);
  n->z = lower_expr (l, s->range.x);
  lower_stmts (l, &s->range.body->block.list, &n->body);
  add (l, out, n);
}

static bool
has_fallthrough (const Clause *c)
{
  const Stmt *last = last_statement (&c->body);

  return last && last->kind == STMT_BRANCH && last->branch.kind == BRANCH_FALLTHROUGH;
}

/* A switch on a constant with constant cases has one clause that is taken: -1 unknown, n_clauses none. */
static int
taken_clause (const Stmt *s)
{
  const ConstVal *tag = s->switch_.tag ? expr_unparen (s->switch_.tag)->value : NULL;
  int target = s->switch_.clauses.n;

  if (s->switch_.tag && !tag)
    return -1;
  for (int i = 0; i < s->switch_.clauses.n; i++) {
    const Clause *c = &s->switch_.clauses.v[i];

    if (c->is_default)
      target = i;
    for (int j = 0; j < c->cases.n; j++) {
      const ConstVal *value = expr_unparen (c->cases.v[j])->value;

      if (!value)
        return -1;
      if (tag ? const_compare (OP_EQ, tag, value) : value->boolean)
        return has_fallthrough (c) ? -1 : i;
    }
  }
  return target < s->switch_.clauses.n && has_fallthrough (&s->switch_.clauses.v[target]) ? -1 : target;
}

/* Whether a case is an interface that is not assignable to the tag's type: then all are compared as `any`. */
static bool
compares_as_any (Lower *l, const Stmt *s)
{
  LangUnit *unit = l->package->unit;
  Type *tag = s->switch_.tag ? s->switch_.tag->type : unit->basic[KIND_BOOL];

  for (int i = 0; i < s->switch_.clauses.n; i++)
    for (int j = 0; j < s->switch_.clauses.v[i].cases.n; j++) {
      const Expr *x = s->switch_.clauses.v[i].cases.v[j];

      if (x->mode != MODE_NIL && type_is_interface (x->type)
          && !(type_is_interface (tag) && type_implements (unit, x->type, type_underlying (tag), NULL, NULL)))
        return true;
    }
  return false;
}

static void
lower_switch (Lower *l, Stmt *s, EscNodes *out)
{
  Type *common = compares_as_any (l, s) ? l->package->unit->empty_interface : NULL;
  EscNode *n = node (l, ESC_SWITCH, s->pos);
  int taken = taken_clause (s);

  add (l, &n->init, lower_one (l, s->switch_.init));
  if (s->switch_.tag && taken < 0)
    n->x = lower_convert (l, lower_expr (l, s->switch_.tag), common, true, s->switch_.tag->pos);
  for (int i = 0; i < s->switch_.clauses.n; i++) {
    Clause *c = &s->switch_.clauses.v[i];
    EscNode *clause = node (l, ESC_CASE, c->pos);

    if (taken >= 0 && taken != i)
      continue;
    for (int j = 0; taken < 0 && j < c->cases.n; j++)
      add (l, &clause->list,
           lower_convert (l, lower_expr (l, c->cases.v[j]), common, true, c->cases.v[j]->pos));
    lower_stmts (l, &c->body, &clause->body);
    add (l, &n->list, clause);
  }
  add (l, out, n);
}

/* Where the compiler takes the last type of a clause to end; the clause's variable is declared there. */
static Pos
type_end_pos (const Expr *x)
{
  const FieldList *fields;

  for (;;)
    switch (x->kind) {
    case EXPR_PAREN:
      x = x->paren.x;
      break;
    case EXPR_STAR:
      x = x->star.x;
      break;
    case EXPR_SELECTOR:
      return x->selector.x->pos;
    case EXPR_ARRAY_TYPE:
      x = x->array.elem;
      break;
    case EXPR_SLICE_TYPE:
      x = x->elem.elem;
      break;
    case EXPR_CHAN_TYPE:
      x = x->chan.elem;
      break;
    case EXPR_MAP_TYPE:
      x = x->map.value;
      break;
    case EXPR_INTERFACE_TYPE:
      fields = &x->interface_type.elems;
      if (fields->n == 0)
        return x->pos;
      x = fields->v[fields->n - 1].type;
      break;
    case EXPR_FUNC_TYPE:
      fields = x->func_type.results.n > 0 ? &x->func_type.results : &x->func_type.params;
      if (fields->n == 0)
        return x->pos;
      x = fields->v[fields->n - 1].type;
      break;
    default:
      return x->pos;
    }
}

static void
lower_type_switch (Lower *l, Stmt *s, EscNodes *out)
{
  EscNode *n = node (l, ESC_TYPESWITCH, s->pos);
  Expr *guard = s->type_switch.tag;

  add (l, &n->init, lower_one (l, s->type_switch.init));
  n->x = lower_expr (l, guard->type_switch.x);
  if (guard->type_switch.lhs)
    n->sym = guard->type_switch.lhs->name.text;
  for (int i = 0; i < s->type_switch.clauses.n; i++) {
    Clause *c = &s->type_switch.clauses.v[i];
    EscNode *clause = node (l, ESC_CASE, c->pos);

    for (int j = 0; j < c->cases.n; j++) {
      Expr *x = expr_unparen (c->cases.v[j]);
      EscNode *type = esc_node_new (l->arena, x->mode == MODE_NIL ? ESC_NIL : ESC_TYPE, x->pos, x->type);

      type->dynamic = type->op == ESC_TYPE && lower_has_itab (l, n->x->type);
      add (l, &clause->list, type);
    }
    if (n->sym && c->var) {
      clause->name = lower_local (l, c->var);
      clause->name->pos = clause->name->node->pos = c->cases.n > 0 ? type_end_pos (c->cases.v[c->cases.n - 1]) : c->pos;
      clause->name->defn = n;
    }
    lower_stmts (l, &c->body, &clause->body);
    add (l, &n->list, clause);
  }
  add (l, out, n);
}

/* i = <-c that makes an interface of what it receives: t := <-c is the communication, i = t belongs to the body. */
static EscNode *
receive_plainly (Lower *l, EscNode *comm, EscNodes *body)
{
  EscNode *receive, *as;
  EscName *temp;

  if (!comm || comm->op != ESC_AS || comm->defines || !comm->y || comm->y->op != ESC_CONVIFACE
      || comm->y->x->op != ESC_RECV)
    return comm;
  receive = comm->y->x;
  temp = lower_temp (l, receive->pos, receive->type);
  as = lower_assign (l, comm->pos, temp->node, receive, true);
  temp->defn = as;
  add (l, &as->init, lower_dcl (l, temp));
  comm->y->x = temp->node;
  add (l, body, comm);
  return as;
}

static void
lower_select (Lower *l, Stmt *s, EscNodes *out)
{
  EscNode *n = node (l, ESC_SELECT, s->pos);

  for (int i = 0; i < s->select.clauses.n; i++) {
    Clause *c = &s->select.clauses.v[i];
    EscNode *clause = node (l, ESC_CASE, c->pos);
    EscNode *comm = lower_one (l, c->comm);

    /* v, ok := <-c: the receive into temporaries is the communication, the rest belongs to the body. */
    if (comm && comm->op == ESC_AS2 && comm->list2.n > 0 && comm->list2.v[0]->init.n == 1) {
      EscNode *receive = comm->list2.v[0]->init.v[0];

      comm->list2.v[0]->init.n = 0;
      add (l, &clause->body, comm);
      comm = receive;
    }
    comm = receive_plainly (l, comm, &clause->body);
    clause->x = comm;
    lower_stmts (l, &c->body, &clause->body);
    add (l, &n->list, clause);
  }
  add (l, out, n);
}

static void
lower_return (Lower *l, Stmt *s, EscNodes *out)
{
  EscNode *n = node (l, ESC_RETURN, s->pos);

  if (s->return_.is_call && l->fn->n_results > 1) {
    g_autofree Type **types = g_new0 (Type *, l->fn->n_results);

    for (guint i = 0; i < l->fn->n_results; i++)
      types[i] = l->fn->results[i]->type;
    lower_multi (l, s->pos, expr_unparen (s->return_.results.v[0]), types, (int) l->fn->n_results, &n->list);
  } else {
    for (int i = 0; i < s->return_.results.n; i++)
      add (l, &n->list, lower_expr (l, s->return_.results.v[i]));
  }
  add (l, out, n);
}

static void
lower_branch (Lower *l, Stmt *s, EscNodes *out)
{
  static const EscOp ops[] = { [BRANCH_BREAK] = ESC_BREAK, [BRANCH_CONTINUE] = ESC_CONTINUE, [BRANCH_GOTO] = ESC_GOTO,
                               [BRANCH_FALLTHROUGH] = ESC_FALL };
  EscNode *n = node (l, ops[s->branch.kind], s->pos);

  n->sym = s->branch.label ? s->branch.label->name.text : NULL;
  add (l, out, n);
}

static void
lower_stmt (Lower *l, Stmt *s, EscNodes *out)
{
  EscNode *n;

  switch (s->kind) {
  case STMT_BAD:
  case STMT_EMPTY:
    break;
  case STMT_EXPR:
    add (l, out, lower_expr (l, s->expr.x));
    break;
  case STMT_SEND:
    n = node (l, ESC_SEND, s->pos);
    n->x = lower_expr (l, s->send.chan);
    n->y = lower_expr (l, s->send.value);
    add (l, out, n);
    break;
  case STMT_ASSIGN:
    lower_assign_stmt (l, s, out);
    break;
  case STMT_DECL:
    for (int i = 0; i < s->decl.n; i++)
      if (s->decl.v[i]->kind == DECL_VAR)
        lower_var_decl (l, s->decl.v[i], out);
    break;
  case STMT_BLOCK:
    lower_stmts (l, &s->block.list, out);
    break;
  case STMT_IF:
    lower_if (l, s, out);
    break;
  case STMT_FOR:
    lower_for (l, s, out);
    break;
  case STMT_RANGE:
    lower_range (l, s, out);
    break;
  case STMT_SWITCH:
    lower_switch (l, s, out);
    break;
  case STMT_TYPE_SWITCH:
    lower_type_switch (l, s, out);
    break;
  case STMT_SELECT:
    lower_select (l, s, out);
    break;
  case STMT_LABELED:
    n = node (l, ESC_LABEL, s->pos);
    n->sym = s->labeled.label->name.text;
    add (l, out, n);
    lower_stmt (l, s->labeled.stmt, out);
    break;
  case STMT_BRANCH:
    lower_branch (l, s, out);
    break;
  case STMT_RETURN:
    lower_return (l, s, out);
    break;
  case STMT_GO:
  case STMT_DEFER: {
    EscOp op = s->kind == STMT_GO ? ESC_GO : ESC_DEFER;
    EscNode *call = lower_expr (l, s->go.call);

    n = node (l, op, s->pos);
    n->x = lower_go_defer_call (l, s->pos, op, call, &n->init);
    add (l, out, n);
    break;
  }
  }
}
