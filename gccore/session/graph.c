/* The graph of objects for frames: breadth first from what the program's goroutines and package variables hold, or from
 * one object. Reads the image, changes nothing; the order is the collector's own order of words, and of roots but for
 * goroutines coming first: what a function is about matters more than what a library keeps. A step away from the roots
 * gets only its share of the nodes, so that the picture shows how deep the graph goes and not just how wide. */

#include "session/machine-internal.h"

#include "gc/state.h"
#include "heap/malloc.h"

/* So many pointers per node are enough to look at: an array of a million pointers is one node. */
#define EDGES_PER_NODE 16u
/* As many steps away from the roots fit into the picture when each is as wide as it may be. */
#define FULL_STEPS 6u

typedef struct {
  GccoreMachine *m;
  GArray *nodes, *edges;      /* GccoreGraphNode, GccoreGraphEdge */
  GHashTable *index_of;       /* address of an object -> its node + 1 */
  guint max_nodes;            /* of those met so far and in the step being walked */
  bool goroutines;            /* which roots are walked: those of goroutines or the others */
  bool program_root;          /* the group of roots being visited is a goroutine */
  bool more;
} Walk;

/* The node of the object that word points into; UINT32_MAX: none, or no room. */
static uint32_t
node_of (Walk *w, Addr word)
{
  uint32_t slot;
  const Mspan *s = heap_find_object (&w->m->heap, word, &slot);
  Addr object;
  gpointer known;

  if (s == NULL || mspan_is_free (&w->m->image, s, slot))
    return UINT32_MAX;
  object = mspan_object_base (s, slot);
  known = g_hash_table_lookup (w->index_of, &object);
  if (known != NULL)
    return GPOINTER_TO_UINT (known) - 1;
  if (w->nodes->len >= w->max_nodes)
    {
      w->more = true;
      return UINT32_MAX;
    }
  const GccoreGraphNode node = { .addr = object, .size = (uint32_t) s->elem_size, .line = machine_object_line (w->m, s, slot),
                                 .colour = (uint8_t) machine_object_colour (w->m, s, slot) };
  g_array_append_val (w->nodes, node);
  g_hash_table_insert (w->index_of, g_memdup2 (&object, sizeof object), GUINT_TO_POINTER (w->nodes->len));
  return w->nodes->len - 1;
}

static void
visit_root (void *context, Addr word, Addr from)
{
  Walk *w = context;
  guint before = w->nodes->len;

  if (GC_VISIT_IS_GROUP (word, from))
    {
      w->program_root = from >> GC_VISIT_GOID_SHIFT != 0;
      return;
    }
  /* What only the runtime holds is not the program's. */
  if (word == 0 || w->program_root != w->goroutines || (from == 0 && !w->program_root))
    return;
  const GccoreGraphEdge edge = { .from = GCCORE_GRAPH_ROOT, .to = node_of (w, word) };
  if (edge.to != UINT32_MAX && w->nodes->len > before)
    g_array_append_val (w->edges, edge);
}

static void
visit_object (Walk *w, uint32_t index)
{
  const Heap *heap = &w->m->heap;
  Addr object = g_array_index (w->nodes, GccoreGraphNode, index).addr;
  const Mspan *s = heap_span_of (heap, object);
  guint n_edges = 0;
  HeapPointers it;

  if (mspan_noscan (s))
    return;
  it = heap_object_pointers (heap, s, object, object, s->elem_size);
  while (n_edges < EDGES_PER_NODE && heap_pointers_next (&it))
    for (uint64_t mask = it.mask; mask != 0 && n_edges < EDGES_PER_NODE; mask &= mask - 1)
      {
        Addr slot = it.addr + 8 * ctz64 (mask), word = *IMAGE_AT (&w->m->image, Addr, slot);
        GccoreGraphEdge edge = { .from = index, .offset = (uint32_t) (slot - object) };

        if (word == 0 || (edge.to = node_of (w, word)) == UINT32_MAX)
          continue;
        g_array_append_val (w->edges, edge);
        n_edges++;
      }
  if (n_edges == EDGES_PER_NODE)
    w->more = true;
}

void
machine_graph (GccoreMachine *m, guint max_nodes, Addr from, GccoreGraph *graph)
{
  guint step_nodes = MAX (max_nodes / FULL_STEPS, 1);
  Walk w = { .m = m, .max_nodes = step_nodes, .goroutines = true };

  w.nodes = g_array_new (FALSE, TRUE, sizeof (GccoreGraphNode));
  w.edges = g_array_new (FALSE, TRUE, sizeof (GccoreGraphEdge));
  w.index_of = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (from != 0)
    node_of (&w, from);
  else
    {
      gc_visit_roots (&m->gc, visit_root, &w);
      w.goroutines = false;
      gc_visit_roots (&m->gc, visit_root, &w);
    }
  for (uint32_t i = 0, step_end = w.nodes->len; i < w.nodes->len; step_end = w.nodes->len)
    {
      w.max_nodes = MIN (step_end + step_nodes, max_nodes);
      while (i < step_end)
        visit_object (&w, i++);
    }
  graph->more = w.more;
  graph->n_nodes = w.nodes->len;
  graph->n_edges = w.edges->len;
  graph->nodes = (const GccoreGraphNode *) (void *) g_array_free (w.nodes, FALSE);
  graph->edges = (const GccoreGraphEdge *) (void *) g_array_free (w.edges, FALSE);
  g_hash_table_unref (w.index_of);
}
