#include "lang/check_priv.h"

#include <string.h>

/* The order in which package variables are initialised. Go 1.22 cmd/compile/internal/types2/initorder.go: repeatedly
 * the variable with the fewest open dependencies, earlier declared first; functions pass their dependencies on. */

typedef struct Node {
  Object *obj;
  GPtrArray *succ, *pred;     /* Node*: what it depends on; what depends on it */
  int n_deps;
  bool done;
} Node;

typedef struct {
  GPtrArray *nodes;           /* Node*, in order of declaration */
  GHashTable *by_object;      /* lookup only */
} Graph;

static void
node_free (gpointer data)
{
  Node *node = data;

  g_ptr_array_unref (node->succ);
  g_ptr_array_unref (node->pred);
  g_free (node);
}

static void
add_unique (GPtrArray *list, gpointer item)
{
  if (!g_ptr_array_find (list, item, NULL))
    g_ptr_array_add (list, item);
}

static void
add_edge (Node *from, Node *to)
{
  add_unique (from->succ, to);
  add_unique (to->pred, from);
}

static void
build_graph (Checker *c, Graph *graph)
{
  for (guint i = 0; i < c->objects->len; i++)
    {
      Object *obj = c->objects->pdata[i];
      Node *node;

      if (obj->kind != OBJ_VAR && obj->kind != OBJ_CONST && obj->kind != OBJ_FUNC)
        continue;
      node = g_new0 (Node, 1);
      node->obj = obj;
      node->succ = g_ptr_array_new ();
      node->pred = g_ptr_array_new ();
      g_ptr_array_add (graph->nodes, node);
      g_hash_table_insert (graph->by_object, obj, node);
    }
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      Node *node = graph->nodes->pdata[i];
      const DeclInfo *info = node->obj->check;

      for (int j = 0; j < info->deps.n; j++)
        {
          Node *to = g_hash_table_lookup (graph->by_object, info->deps.v[j]);

          if (to != NULL)
            add_edge (node, to);
        }
    }
}

/* Connects what depends on a function with what the function depends on. */
static void
remove_function (Node *node)
{
  for (guint i = 0; i < node->pred->len; i++)
    {
      Node *p = node->pred->pdata[i];

      if (p == node)
        continue;
      for (guint j = 0; j < node->succ->len; j++)
        if (node->succ->pdata[j] != node)
          add_edge (p, node->succ->pdata[j]);
      g_ptr_array_remove (p->succ, node);
    }
  for (guint i = 0; i < node->succ->len; i++)
    if (node->succ->pdata[i] != node)
      g_ptr_array_remove (((Node *) node->succ->pdata[i])->pred, node);
  node->done = true;
}

static gint
compare_cost (gconstpointer a, gconstpointer b)
{
  const Node *x = *(Node *const *) a, *y = *(Node *const *) b;
  gsize cx = (gsize) x->pred->len * x->succ->len, cy = (gsize) y->pred->len * y->succ->len;

  return cx < cy ? -1 : cx > cy ? 1 : (x->obj->order < y->obj->order ? -1 : x->obj->order > y->obj->order);
}

static void
remove_functions (Graph *graph)
{
  g_autoptr (GPtrArray) functions = g_ptr_array_new ();

  for (guint i = 0; i < graph->nodes->len; i++)
    if (((Node *) graph->nodes->pdata[i])->obj->kind == OBJ_FUNC)
      g_ptr_array_add (functions, graph->nodes->pdata[i]);
  g_ptr_array_sort (functions, compare_cost);
  for (guint i = 0; i < functions->len; i++)
    remove_function (functions->pdata[i]);
}

/* Path of dependencies from `from` to `to`, in reverse; false: none. */
static bool
find_path (Object *from, const Object *to, GHashTable *seen, GPtrArray *path)
{
  const DeclInfo *info = from->check;

  if (!g_hash_table_add (seen, from))
    return false;
  for (int i = 0; i < info->deps.n; i++)
    {
      Object *dep = info->deps.v[i];

      if (dep == to || find_path (dep, to, seen, path))
        {
          g_ptr_array_add (path, dep);
          return true;
        }
    }
  return false;
}

static void
report_cycle (Checker *c, Object *obj)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GString) text = NULL;
  const Object *first;

  if (!find_path (obj, obj, seen, path))
    return;
  first = path->pdata[0];
  if (path->len == 1)
    {
      check_error (c, first->pos, "initialization cycle: %s refers to itself", first->name);
      return;
    }
  text = g_string_new (NULL);
  g_string_printf (text, "initialization cycle for %s", first->name);
  obj = (Object *) first;
  for (guint i = path->len; i-- > 0;)
    {
      g_string_append_printf (text, "\n\t%s: %s refers to", pos_text (c, obj->pos), obj->name);
      obj = path->pdata[i];
    }
  g_string_append_printf (text, "\n\t%s: %s", pos_text (c, obj->pos), obj->name);
  check_error (c, first->pos, "%s", text->str);
}

static Node *
next_node (const Graph *graph)
{
  Node *best = NULL;

  for (guint i = 0; i < graph->nodes->len; i++)
    {
      Node *node = graph->nodes->pdata[i];

      if (node->done)
        continue;
      /* Constants first, then fewest dependencies, then source order. */
      if (best == NULL || (node->obj->kind == OBJ_CONST) > (best->obj->kind == OBJ_CONST)
          || ((node->obj->kind == OBJ_CONST) == (best->obj->kind == OBJ_CONST) && node->n_deps < best->n_deps))
        best = node;
    }
  return best;
}

static void
emit (Checker *c, Object *obj)
{
  DeclInfo *info = obj->check;
  struct { Initializer *v; int n; } list = { c->pkg->inits, c->pkg->n_inits };
  Initializer init = { 0 };

  if (obj->kind != OBJ_VAR || info->init == NULL || info->emitted)
    return;
  info->emitted = true;
  if (info->lhs.n > 0)
    init.lhs = info->lhs;
  else
    ARENA_APPEND (c->arena, &init.lhs, obj);
  init.rhs = *info->init;
  ARENA_APPEND (c->arena, &list, init);
  c->pkg->inits = list.v;
  c->pkg->n_inits = list.n;
}

void
check_init_order (Checker *c)
{
  Graph graph = {
    .nodes = g_ptr_array_new_with_free_func (node_free),
    .by_object = g_hash_table_new (g_direct_hash, g_direct_equal),
  };
  Node *node;

  build_graph (c, &graph);
  remove_functions (&graph);
  for (guint i = 0; i < graph.nodes->len; i++)
    {
      node = graph.nodes->pdata[i];
      node->n_deps = (int) node->succ->len;
    }
  while ((node = next_node (&graph)) != NULL)
    {
      if (node->n_deps > 0)
        report_cycle (c, node->obj);
      node->done = true;
      for (guint i = 0; i < node->pred->len; i++)
        ((Node *) node->pred->pdata[i])->n_deps--;
      emit (c, node->obj);
    }
  g_hash_table_destroy (graph.by_object);
  g_ptr_array_unref (graph.nodes);
}
