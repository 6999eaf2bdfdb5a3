/* From the bodies of a batch to the edges of its graph: functions and statements
 * (Go 1.22 cmd/compile/internal/escape/{escape,stmt}.go). */

#include "lang/escape/esc_walk.h"

#define MAX_VAR_BYTES (10u * 1024 * 1024)   /* Go 1.22 ir/cfg.go MaxStackVarSize */
#define MAX_IMPLICIT_BYTES (64u * 1024)     /* Go 1.22 ir/cfg.go MaxImplicitStackVarSize */
#define MAX_BYVAL_BYTES 128                 /* Go 1.22 escape/escape.go flowClosure */

/* -- statements ----------------------------------------------------------------------------------------------------- */

static void
walk_block (Walk *w, const EscNodes *list)
{
  int outer = w->loop_depth;

  walk_stmts (w, list);
  w->loop_depth = outer;
}

static EscLocation *
declare (Walk *w, EscName *name)
{
  name->location->loop_depth = w->loop_depth;
  return name->location;
}

static void
walk_range (Walk *w, EscNode *n)
{
  /* What is ranged over is evaluated outside the loop and lives until its end. */
  EscLocation *over = esc_location_new (w->batch, NULL, w->fn, w->loop_depth, true);
  EscHole ks[2];

  walk_expr (w, esc_hole (over), n->z);
  w->loop_depth++;
  ks[0] = walk_place (w, n->x);
  ks[1] = walk_place (w, n->y);
  if (type_is_kind (n->z->type, KIND_ARRAY))
    esc_flow (w->batch, walk_note (w, ks[1], n, "range"), over);
  else
    esc_flow (w->batch, walk_deref (w, ks[1], n, "range-deref"), over);
  walk_mark_reassigned (ks, 2, n);
  walk_block (w, &n->body);
  w->loop_depth--;
}

static void
walk_type_switch (Walk *w, EscNode *n)
{
  g_autoptr (GArray) ks = g_array_new (FALSE, FALSE, sizeof (EscHole));

  for (guint i = 0; n->sym && i < n->list.n; i++) {
    EscNode *clause = n->list.v[i];
    EscHole k = esc_hole (declare (w, clause->name));

    if (type_has_pointers (clause->name->type)) {
      k = walk_dot_type (w, k, clause->name->type, clause, "switch case");
      g_array_append_val (ks, k);
    }
  }
  walk_expr (w, walk_tee (w, (const EscHole *) ks->data, ks->len), n->x);
}

static void
walk_clauses (Walk *w, const EscNodes *clauses)
{
  for (guint i = 0; i < clauses->n; i++) {
    walk_discards (w, &clauses->v[i]->list);
    walk_block (w, &clauses->v[i]->body);
  }
}

static void
walk_communication (Walk *w, EscNode *n)
{
  walk_stmt (w, n);
  /* case v := <-c: the compiler has made another statement of it than the one that declares v. */
  if (n && n->op == ESC_AS && n->x && n->x->op == ESC_NAME && n->defines)
    n->x->name->location->reassigned = true;
}

static void
walk_go_defer (Walk *w, EscNode *n)
{
  EscHole k = walk_heap_hole (w);

  if (n->op == ESC_DEFER && w->loop_depth == 1) {
    /* Runs once, before the frame goes: what it needs must only last until then. */
    EscLocation *later = esc_location_new (w->batch, NULL, w->fn, w->loop_depth, true);

    esc_flow (w->batch, walk_discard_hole (w), later);
    k = esc_hole (later);
  }
  walk_expr (w, k, n->x->x);
}

static void
walk_return (Walk *w, EscNode *n)
{
  g_autofree EscNode **dsts = g_new (EscNode *, MAX (w->fn->n_results, 1));

  for (guint i = 0; i < w->fn->n_results; i++)
    dsts[i] = w->fn->results[i]->node;
  walk_assign_list (w, dsts, w->fn->n_results, n->list.v, n->list.n, "return", n);
}

static void
walk_multi_call (Walk *w, EscNode *n)
{
  g_autofree EscHole *ks = g_new (EscHole, MAX (n->list.n, 1));
  EscNode *call = n->list2.v[0];

  walk_stmts (w, &call->init);
  for (guint i = 0; i < n->list.n; i++)
    ks[i] = walk_place (w, n->list.v[i]);
  walk_call (w, ks, n->list.n, call);
  walk_mark_reassigned (ks, n->list.n, n);
}

void
walk_stmt (Walk *w, EscNode *n)
{
  if (!n)
    return;
  walk_stmts (w, &n->init);
  switch (n->op) {
  case ESC_BREAK:
  case ESC_CONTINUE:
  case ESC_GOTO:
  case ESC_FALL:
    break;
  case ESC_BLOCK:
    walk_stmts (w, &n->list);
    break;
  case ESC_DCL:
    declare (w, n->name);
    break;
  case ESC_LABEL:
    if (w->looping_labels && g_hash_table_contains (w->looping_labels, n->sym))
      w->loop_depth++;
    break;
  case ESC_IF:
    walk_discard (w, n->x);
    walk_block (w, &n->body);
    walk_block (w, &n->list2);
    break;
  case ESC_FOR:
    w->loop_depth++;
    walk_discard (w, n->x);
    walk_stmt (w, n->y);
    walk_block (w, &n->body);
    w->loop_depth--;
    break;
  case ESC_RANGE:
    walk_range (w, n);
    break;
  case ESC_SWITCH:
    walk_discard (w, n->x);
    walk_clauses (w, &n->list);
    break;
  case ESC_TYPESWITCH:
    walk_type_switch (w, n);
    walk_clauses (w, &n->list);
    break;
  case ESC_SELECT:
    for (guint i = 0; i < n->list.n; i++) {
      walk_communication (w, n->list.v[i]->x);
      walk_block (w, &n->list.v[i]->body);
    }
    break;
  case ESC_SEND:
    walk_discard (w, n->x);
    walk_assign_heap (w, n->y, "send", n);
    break;
  case ESC_AS:
  case ESC_ASOP:
    walk_assign_list (w, &n->x, 1, &n->y, 1, "assign", n);
    break;
  case ESC_AS2:
    walk_assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair", n);
    break;
  case ESC_AS2DOTTYPE:
    walk_assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair-dot-type", n);
    break;
  case ESC_AS2MAPR:
    walk_assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair-mapr", n);
    break;
  case ESC_AS2RECV:
    walk_assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair-receive", n);
    break;
  case ESC_AS2FUNC:
    walk_multi_call (w, n);
    break;
  case ESC_RETURN:
    walk_return (w, n);
    break;
  case ESC_CALLFUNC:
  case ESC_CALLINTER:
  case ESC_BUILTIN:
    walk_call (w, NULL, 0, n);
    break;
  case ESC_RECV:
    walk_discard (w, n->x);
    break;
  case ESC_GO:
  case ESC_DEFER:
    walk_go_defer (w, n);
    break;
  default:
    walk_discard (w, n);
    break;
  }
}

void
walk_stmts (Walk *w, const EscNodes *list)
{
  for (guint i = 0; i < list->n; i++)
    walk_stmt (w, list->v[i]);
}

/* -- functions ------------------------------------------------------------------------------------------------------ */

/* Labels that a goto further down jumps back to. Gathers in source order: labels seen so far, and those found. */
static void
find_looping_labels (const EscNodes *list, GHashTable *seen, GHashTable *looping)
{
  for (guint i = 0; i < list->n; i++) {
    const EscNode *n = list->v[i];

    if (n->op == ESC_LABEL)
      g_hash_table_add (seen, (gpointer) n->sym);
    else if (n->op == ESC_GOTO && g_hash_table_contains (seen, n->sym))
      g_hash_table_add (looping, (gpointer) n->sym);
    find_looping_labels (&n->init, seen, looping);
    if (n->op == ESC_BLOCK || n->op == ESC_SWITCH || n->op == ESC_TYPESWITCH || n->op == ESC_SELECT)
      find_looping_labels (&n->list, seen, looping);
    find_looping_labels (&n->body, seen, looping);
    if (n->op == ESC_IF)
      find_looping_labels (&n->list2, seen, looping);
  }
}

void
walk_func (EscBatch *batch, EscFunc *fn)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) looping = g_hash_table_new (g_str_hash, g_str_equal);
  Walk w = { .batch = batch, .fn = fn, .loop_depth = 1, .looping_labels = looping };

  fn->state = ESC_FUNC_STARTED;
  find_looping_labels (&fn->body, seen, looping);
  walk_block (&w, &fn->body);
}

static void
plan_func (EscBatch *batch, EscFunc *fn)
{
  fn->state = ESC_FUNC_PLANNED;
  for (guint i = 0; i < fn->dcl.n; i++)
    esc_location_new (batch, fn->dcl.v[i]->node, fn, 1, true);
  for (guint i = 0; i < fn->n_results; i++)
    fn->results[i]->location->result_index = (int) i + 1;
}

/* Captures by value or by reference, now that every assignment has been seen. */
static void
flow_captures (EscBatch *batch, const EscPending *pending)
{
  EscFunc *literal = pending->closure->func;

  for (guint i = 0; i < literal->captures.n; i++) {
    EscNode *use = literal->captures.v[i];
    EscName *name = use->name;
    EscLocation *l = name->location;
    EscHole k = pending->k;

    name->byval = !l->addrtaken && !l->reassigned && type_size (name->type) <= MAX_BYVAL_BYTES;
    if (batch->report->level >= 2)
      esc_report_add (batch->report, name->pos, "%s capturing by %s: %s (addr=%s assign=%s width=%" G_GUINT64_FORMAT ")",
                      name->fn->name, name->byval ? "value" : "ref", name->text, l->addrtaken ? "true" : "false",
                      l->reassigned ? "true" : "false", (guint64) type_size (name->type));
    if (!name->byval)
      k = esc_hole_addr (batch, k, use, "reference");
    esc_flow (batch, esc_hole_note (batch, k, use, "captured by a closure"), l);
  }
}

/* Why n cannot be on the stack whatever its flows; NULL if it can. */
static const char *
heap_reason (const EscNode *n)
{
  if (!n || !n->type)
    return NULL;
  if (n->op == ESC_NAME && (n->name->class == ESC_CLASS_PARAM || n->name->class == ESC_CLASS_RESULT))
    return NULL;
  if (type_size (n->type) > MAX_VAR_BYTES)
    return "too large for stack";
  if ((n->op == ESC_NEW || n->op == ESC_PTRLIT)
      && type_size (type_underlying (n->type)->pointer.elem) > MAX_IMPLICIT_BYTES)
    return "too large for stack";
  if (n->op == ESC_CLOSURE) {
    guint64 bytes = 8;

    for (guint i = 0; i < n->func->captures.n; i++)
      bytes += n->func->captures.v[i]->name->byval ? type_size (n->func->captures.v[i]->type) : 8;
    if (bytes > MAX_IMPLICIT_BYTES)
      return "too large for stack";
  }
  if (n->op == ESC_METHVALUE && 8 + type_size (n->x->type) > MAX_IMPLICIT_BYTES)
    return "too large for stack";
  if (n->op == ESC_MAKESLICE) {
    const EscNode *count = n->y ? n->y : n->x;
    guint64 elem_bytes = type_size (type_underlying (n->type)->slice.elem);
    gint64 value;

    if (count->op != ESC_LITERAL || !count->expr || !count->expr->value || !const_to_int64 (count->expr->value, &value)
        || value > G_MAXINT32)
      return "non-constant size";
    if (elem_bytes != 0 && (guint64) value > MAX_IMPLICIT_BYTES / elem_bytes)
      return "too large for stack";
  }
  return NULL;
}

void
esc_walk_batch (EscBatch *batch, EscFunc *const *fns, guint n_fns)
{
  for (guint i = 0; i < n_fns; i++)
    plan_func (batch, fns[i]);
  for (guint i = 0; i < n_fns; i++)
    if (!fns[i]->hidden_closure)
      walk_func (batch, fns[i]);
  for (guint i = 0; i < batch->closures->len; i++)
    flow_captures (batch, &g_array_index (batch->closures, EscPending, i));
  /* The list grows while nothing here adds locations. */
  for (guint i = 0; i < batch->locations->len; i++) {
    EscLocation *l = batch->locations->pdata[i];
    const char *why = heap_reason (l->n);

    if (why)
      esc_flow (batch, esc_hole_addr (batch, esc_hole (&batch->heap), l->n, why), l);
  }
}
