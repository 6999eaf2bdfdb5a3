#include "lang/check_mono.h"

typedef struct {
  const Object *obj;          /* OBJ_TYPE: a type parameter or a type declared in a generic function */
  int weight;                 /* of the heaviest path to it that is known */
  int len;                    /* of that path */
  guint last_edge;            /* of that path; len > 0 */
} Vertex;

typedef struct {
  int to, from;
  int weight;
  Pos pos;
  const Type *type;           /* the type argument */
} Edge;

struct Mono {
  GArray *vertices;           /* Vertex */
  GArray *edges;              /* Edge */
  GHashTable *index;          /* Object* -> vertex + 1; -1: needs none; lookup only */
};

Mono *
mono_new (void)
{
  Mono *mono = g_new0 (Mono, 1);

  mono->vertices = g_array_new (FALSE, FALSE, sizeof (Vertex));
  mono->edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  mono->index = g_hash_table_new (g_direct_hash, g_direct_equal);
  return mono;
}

void
mono_free (Mono *mono)
{
  g_array_unref (mono->vertices);
  g_array_unref (mono->edges);
  g_hash_table_unref (mono->index);
  g_free (mono);
}

/* ---- The graph ---- */

static Vertex *
vertex (const Mono *mono, int i)
{
  return &g_array_index (mono->vertices, Vertex, i);
}

static Edge *
edge (const Mono *mono, guint i)
{
  return &g_array_index (mono->edges, Edge, i);
}

static int
add_vertex (Mono *mono, const Object *obj)
{
  const Vertex new = { .obj = obj };

  g_array_append_val (mono->vertices, new);
  g_hash_table_insert (mono->index, (gpointer) obj, GINT_TO_POINTER (mono->vertices->len));
  return (int) mono->vertices->len - 1;
}

static void
add_edge (Mono *mono, int to, int from, int weight, Pos pos, const Type *type)
{
  const Edge new = { to, from, weight, pos, type };

  g_array_append_val (mono->edges, new);
}

static int
param_vertex (Mono *mono, const Type *param)
{
  const Object *obj = param->tparam.own != NULL ? param->tparam.own : param->tparam.obj;
  int i = GPOINTER_TO_INT (g_hash_table_lookup (mono->index, obj));

  return i > 0 ? i - 1 : add_vertex (mono, obj);
}

/* Of a type that is declared where there are type parameters around: it depends on them. -1: it is none. */
static int
local_vertex (Checker *c, const Type *named)
{
  const Object *obj = named->named.obj;
  int i = GPOINTER_TO_INT (g_hash_table_lookup (c->mono->index, obj));

  if (i != 0 || obj->pkg != c->pkg)
    return i > 0 ? i - 1 : -1;
  for (const Scope *scope = obj->parent; scope != NULL && scope != c->pkg->scope; scope = scope->parent)
    for (int k = 0; k < scope->objects.n; k++)
      {
        const Object *other = scope->objects.v[k];

        if (other->kind != OBJ_TYPE || other->type == NULL || other->type->kind != KIND_TYPE_PARAM
            || other->type_name.is_alias || pos_compare (other->pos, obj->pos) >= 0)
          continue;
        if (i == 0)
          i = add_vertex (c->mono, obj) + 1;
        add_edge (c->mono, i - 1, param_vertex (c->mono, other->type), 1, obj->pos, other->type);
      }
  if (i == 0)
    g_hash_table_insert (c->mono->index, (gpointer) obj, GINT_TO_POINTER (-1));
  return i - 1;
}

typedef struct {
  Checker *c;
  int to;
  Pos pos;
  const Type *targ;
} Flow;

/* Adds what of a type argument, or a part of it, matters. */
static bool
add_flow (Type *t, void *data)
{
  const Flow *flow = data;
  Mono *mono = flow->c->mono;
  int from = -1;

  if (t->kind == KIND_TYPE_PARAM)
    from = param_vertex (mono, t);
  else if (t->kind == KIND_NAMED)
    from = local_vertex (flow->c, t);
  if (from >= 0)
    add_edge (mono, flow->to, from, t == flow->targ ? 0 : 1, flow->pos, flow->targ);
  return type_any_part (t, add_flow, data);
}

void
mono_record (Checker *c, Pos pos, const ObjectList *tparams, Type *const *targs, const ExprList *list)
{
  if (c->env.in_copy || checker_in_instance (c))
    return;
  for (int i = 0; i < tparams->n; i++)
    if (tparams->v[i]->pkg == c->pkg)
      {
        Flow flow = { c, param_vertex (c->mono, tparams->v[i]->type), i < list->n ? expr_start (list->v[i]) : pos,
                      targs[i] };

        add_flow (targs[i], &flow);
      }
}

/* ---- Cycles ---- */

/* The path that ends at v has a cycle: tells of it. */
static void
report_cycle (Checker *c, int v)
{
  const Mono *mono = c->mono;
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree bool *seen = g_new0 (bool, mono->vertices->len);
  g_autoptr (GString) text = g_string_new ("instantiation cycle:");
  guint start = 0;

  for (; !seen[v]; v = edge (mono, vertex (mono, v)->last_edge)->from)
    {
      seen[v] = true;
      g_array_append_val (path, v);
    }
  while (g_array_index (path, int, start) != v)
    start++;
  for (guint i = start; i < path->len; i++)
    {
      const Vertex *on_path = vertex (mono, g_array_index (path, int, i));
      const Edge *last = edge (mono, on_path->last_edge);

      g_string_append_printf (text, "\n\t%s: %s %s %s", pos_text (c, last->pos), on_path->obj->name,
                              on_path->obj->type->kind == KIND_NAMED ? "implicitly parameterized by"
                                                                     : "instantiated as",
                              type_text (c, last->type));
    }
  check_error (c, vertex (mono, v)->obj->pos, "%s", text->str);
}

/* Bellman and Ford's way, with the heaviest paths: one as long as there are vertices has a cycle. */
void
mono_check (Checker *c)
{
  const Mono *mono = c->mono;
  bool again = true;

  while (again)
    {
      again = false;
      for (guint i = 0; i < mono->edges->len; i++)
        {
          const Edge *e = edge (mono, i);
          const Vertex *from = vertex (mono, e->from);
          Vertex *to = vertex (mono, e->to);

          if (from->weight + e->weight <= to->weight)
            continue;
          to->last_edge = i;
          to->len = from->len + 1;
          if (to->len == (int) mono->vertices->len)
            {
              report_cycle (c, e->to);
              return;
            }
          to->weight = from->weight + e->weight;
          again = true;
        }
    }
}
