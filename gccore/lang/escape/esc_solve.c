#include "lang/escape/esc_graph.h"

#include <string.h>

/* A stack of locations still to walk from; a location is in it at most once. */
static void
enqueue (GPtrArray *todo, EscLocation *location)
{
  if (location->queued)
    return;
  location->queued = true;
  g_ptr_array_add (todo, location);
}

/* Whether c is a literal written inside f. */
static bool
contains_closure (const EscFunc *f, const EscFunc *c)
{
  if (f == c || !c->closure)
    return false;
  for (const EscFunc *outer = c->outer; outer; outer = outer->closure ? outer->outer : NULL)
    if (outer == f)
      return true;
  return false;
}

bool
esc_outlives (const EscBatch *batch, const EscLocation *l, const EscLocation *other)
{
  if (l->attrs & ESC_ATTR_ESCAPES)
    return true;
  if (l == &batch->mutator || l == &batch->callee)
    return false;
  /* Callers may do anything with a result; but a literal whose every call is known may return what belongs to the
   * function around it. */
  if (esc_location_is (l, ESC_CLASS_RESULT))
    return !(contains_closure (other->fn, l->fn) && !l->fn->results_lost);
  /* Declared outside the loop in which other is made. */
  if (l->fn == other->fn && l->loop_depth < other->loop_depth)
    return true;
  return contains_closure (l->fn, other->fn);
}

/* A parameter's value reaches root: note it for the function's tag. */
static void
leak_to (EscLocation *parameter, const EscLocation *root, int derefs)
{
  if (!(root->attrs & ESC_ATTR_ESCAPES) && esc_location_is (root, ESC_CLASS_RESULT) && root->fn == parameter->fn
      && root->result_index - 1 < ESC_N_RESULTS)
    esc_leaks_add (&parameter->leaks.result[root->result_index - 1], derefs);
  else
    esc_leaks_add (&parameter->leaks.heap, derefs);
}

/* Results of a literal that is called where we lose sight of them: they flow on from now, so walk from them again. */
static void
lose_results (GPtrArray *todo, EscLocation *root)
{
  EscFunc *literal;

  if (!(root->attrs & ESC_ATTR_CALLS) || !root->n || root->n->op != ESC_CLOSURE)
    return;
  literal = root->n->func;
  if (!esc_func_in_batch (literal) || literal->results_lost)
    return;
  literal->results_lost = true;
  for (guint i = 0; i < literal->n_results; i++)
    enqueue (todo, literal->results[i]->location);
}

/* What reaching l from root (least derefs known) means for l. Returns the attributes it gains. */
static guint
visit (EscBatch *batch, EscLocation *root, EscLocation *l)
{
  bool address_of = l->derefs < 0;
  int derefs = MAX (l->derefs, 0);
  guint gained = 0;

  if (address_of && esc_outlives (batch, root, l)) {
    if (!(l->attrs & ESC_ATTR_ESCAPES))
      esc_explain_escape (batch, root, l);
    gained |= ESC_ATTR_ALL;
  } else if (address_of && (root->attrs & ESC_ATTR_PERSISTS)) {
    gained |= ESC_ATTR_PERSISTS;
  }
  if (derefs == 0)
    gained |= root->attrs & (ESC_ATTR_MUTATES | ESC_ATTR_CALLS);

  if (esc_location_is (l, ESC_CLASS_PARAM)) {
    if (esc_outlives (batch, root, l)) {
      if (!(l->attrs & ESC_ATTR_ESCAPES))
        esc_explain_leak (batch, root, l, derefs);
      leak_to (l, root, derefs);
    }
    if (root->attrs & ESC_ATTR_MUTATES)
      esc_leaks_add (&l->leaks.mutator, derefs);
    if (root->attrs & ESC_ATTR_CALLS)
      esc_leaks_add (&l->leaks.callee, derefs);
  }
  return gained;
}

/* Least derefs from root to everything that flows into it. Edges can weigh -1, so this is Bellman and Ford's algorithm;
 * counting on from 0 after an address-of keeps cycles harmless. */
static void
walk_from (EscBatch *batch, GPtrArray *todo, GPtrArray *stack, EscLocation *root, guint32 walkgen)
{
  root->walkgen = walkgen;
  root->derefs = 0;
  root->dst = NULL;
  lose_results (todo, root);

  g_ptr_array_add (stack, root);
  while (stack->len > 0) {
    EscLocation *l = g_ptr_array_steal_index_fast (stack, stack->len - 1);
    int derefs = MAX (l->derefs, 0);
    guint gained = visit (batch, root, l);

    if (gained & ~l->attrs) {
      l->attrs |= gained;
      enqueue (todo, l);
      if (l->attrs & ESC_ATTR_ESCAPES)
        continue;
    }
    for (guint i = 0; l->edges && i < l->edges->len; i++) {
      EscEdge *edge = &g_array_index (l->edges, EscEdge, i);
      int d = derefs + edge->derefs;

      if ((edge->src->attrs & ESC_ATTR_ESCAPES) || (edge->src->walkgen == walkgen && edge->src->derefs <= d))
        continue;
      edge->src->walkgen = walkgen;
      edge->src->derefs = d;
      edge->src->dst = l;
      edge->src->dst_edge = i;
      g_ptr_array_add (stack, edge->src);
    }
  }
}

void
esc_solve (EscBatch *batch)
{
  g_autoptr (GPtrArray) todo = g_ptr_array_new ();
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  guint32 walkgen = 0;

  for (guint i = 0; i < batch->locations->len; i++)
    enqueue (todo, batch->locations->pdata[i]);
  enqueue (todo, &batch->mutator);
  enqueue (todo, &batch->callee);
  enqueue (todo, &batch->heap);
  while (todo->len > 0) {
    EscLocation *root = g_ptr_array_steal_index_fast (todo, todo->len - 1);

    root->queued = false;
    walk_from (batch, todo, stack, root, ++walkgen);
  }
}
