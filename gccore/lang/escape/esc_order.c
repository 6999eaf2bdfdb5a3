/* Which functions are analysed together, and in which order: strongly connected components of "refers to", callees
 * first (Tarjan's algorithm as in Go 1.22 cmd/compile/internal/ir/scc.go). */

#include "lang/escape/esc_order.h"

#define DONE G_MAXUINT32

struct EscOrder {
  GHashTable *ids;            /* EscFunc -> number of its visit, DONE once its batch is complete; look-up only */
  GPtrArray *stack;
  guint32 generation;
  EscMeetFunc *meet;
  EscBatchFunc *batch;
  gpointer data;
};

static guint32 visit (EscOrder *v, EscFunc *fn);

static void
for_each_below (EscNode *n, EscNodeFunc *before, EscNodeFunc *after, gpointer data)
{
  EscNodes *const lists[] = { &n->list, &n->list2, &n->body };
  /* A range statement evaluates its operand first. */
  EscNode *const children[] = { n->op == ESC_RANGE ? n->z : n->x, n->op == ESC_RANGE ? n->x : n->y,
                                n->op == ESC_RANGE ? n->y : n->z, n->w };

  for (guint i = 0; i < n->init.n; i++)
    esc_for_each_node (n->init.v[i], before, after, data);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (children[i])
      esc_for_each_node (children[i], before, after, data);
  if (n->op == ESC_MAPLIT) {
    for (guint i = 0; i < n->list.n; i++) {
      esc_for_each_node (n->list.v[i], before, after, data);
      esc_for_each_node (n->list2.v[i], before, after, data);
    }
    return;
  }
  /* An if's branches: then before else. */
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++) {
    EscNodes *list = n->op == ESC_IF ? lists[k == 0 ? 0 : 3 - k] : lists[k];

    for (guint i = 0; i < list->n; i++)
      if (list->v[i])
        esc_for_each_node (list->v[i], before, after, data);
  }
}

void
esc_for_each_node (EscNode *n, EscNodeFunc *before, EscNodeFunc *after, gpointer data)
{
  if (before)
    before (n, data);
  for_each_below (n, before, after, data);
  if (after)
    after (n, data);
}

typedef struct { EscOrder *v; guint32 min; } Edge;

static void
follow (Edge *e, EscFunc *fn)
{
  guint32 m;

  if (!fn)
    return;
  m = visit (e->v, fn);
  e->min = MIN (e->min, m);
}

static void
follow_node (EscNode *n, gpointer data)
{
  switch (n->op) {
  case ESC_NAME:
    if (n->name->class == ESC_CLASS_FUNC)
      follow (data, n->name->func);
    break;
  case ESC_METHVALUE:
  case ESC_METHEXPR:
    follow (data, n->callee);
    break;
  case ESC_CLOSURE:
    follow (data, n->func);
    break;
  default:
    break;
  }
}

static guint32
visit (EscOrder *v, EscFunc *fn)
{
  guint32 id;
  Edge e = { .v = v };
  guint first;

  id = GPOINTER_TO_UINT (g_hash_table_lookup (v->ids, fn));
  if (id)
    return id;
  if (!v->meet (fn, v->data)) {
    g_hash_table_insert (v->ids, fn, GUINT_TO_POINTER (DONE));
    return DONE;
  }
  id = ++v->generation;
  g_hash_table_insert (v->ids, fn, GUINT_TO_POINTER (id));
  e.min = ++v->generation;
  g_ptr_array_add (v->stack, fn);
  for (guint i = 0; i < fn->body.n; i++)
    esc_for_each_node (fn->body.v[i], follow_node, NULL, &e);
  if ((e.min != id && e.min != id + 1) || fn->hidden_closure)
    return e.min;

  for (first = v->stack->len; first-- > 0;) {
    EscFunc *member = v->stack->pdata[first];

    g_hash_table_insert (v->ids, member, GUINT_TO_POINTER (DONE));
    if (member == fn)
      break;
  }
  {
    guint n = v->stack->len - first;
    g_autofree EscFunc **batch = g_memdup2 (v->stack->pdata + first, n * sizeof *batch);

    g_ptr_array_set_size (v->stack, (int) first);
    v->batch (batch, n, v->data);
  }
  return e.min;
}

EscOrder *
esc_order_new (EscMeetFunc *meet, EscBatchFunc *batch, gpointer data)
{
  EscOrder *order = g_new0 (EscOrder, 1);

  *order = (EscOrder) { .ids = g_hash_table_new (NULL, NULL), .stack = g_ptr_array_new (),
                        .meet = meet, .batch = batch, .data = data };
  return order;
}

void
esc_order_free (EscOrder *order)
{
  g_hash_table_unref (order->ids);
  g_ptr_array_unref (order->stack);
  g_free (order);
}

void
esc_order_visit (EscOrder *order, EscFunc *fn)
{
  if (!fn->hidden_closure)
    visit (order, fn);
}
