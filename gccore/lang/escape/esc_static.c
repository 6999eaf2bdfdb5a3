#include "lang/escape/esc_static.h"

#include "lang/arena.h"
#include "lang/escape/esc_order.h"

/* A place in static data; name NULL: nowhere (a blank variable). */
typedef struct { const char *name; gint64 offset; } Place;

static bool assign_static (EscStatic *s, Place place, EscNode *value, Pos pos);

static const char *
link_name (EscStatic *s, const char *name)
{
  return arena_printf (s->l->arena, "%s.%s", s->l->package->pkg->path, name);
}

static const char *
new_temp (EscStatic *s)
{
  g_autofree char *name = g_strdup_printf (".stmp_%u", s->n_temps++);

  return link_name (s, name);
}

static void
run_later (EscStatic *s, EscNode *dst, EscNode *value, Pos pos)
{
  esc_nodes_add (s->l->arena, s->out, lower_assign (s->l, pos, dst, value, false));
}

/* A part: laid out, or assigned to its place when the program runs. */
static void
part (EscStatic *s, Place place, EscNode *value, Pos pos)
{
  g_autoptr (GString) text = NULL;

  if (assign_static (s, place, value, pos))
    return;
  if (!place.name) {
    run_later (s, NULL, value, pos);
    return;
  }
  text = g_string_new ("(");
  esc_print_type (text, value->type, s->l->package->pkg);
  g_string_append_printf (text, ")(%s@%" G_GINT64_FORMAT ")", place.name, place.offset);
  run_later (s, lower_new_name (s->l, ESC_CLASS_GLOBAL, arena_intern_string (s->l->arena, text->str), pos, value->type)->node,
             value, pos);
}

static bool
is_static_place (const EscNode *n)
{
  while (n->op == ESC_DOT || (n->op == ESC_INDEX && type_is_kind (n->x->type, KIND_ARRAY) && n->y->op == ESC_LITERAL))
    n = n->x;
  return n->op == ESC_NAME && n->name->class == ESC_CLASS_GLOBAL;
}

static gint64
element_offset (const EscNode *literal, guint i)
{
  Type *u = type_underlying (literal->type);
  gint64 index = literal->indices ? literal->indices[i] : (gint64) i;

  if (u->kind == KIND_STRUCT)
    return (gint64) type_field_offset (u, (int) index);
  return index * (gint64) type_size (u->kind == KIND_ARRAY ? u->array.elem : u->slice.elem);
}

static bool
assign_interface (EscStatic *s, Place place, EscNode *n, Pos pos)
{
  while (n->op == ESC_CONVIFACE)
    n = n->x;
  if (type_is_interface (n->type) || n->op == ESC_NIL)
    return n->op == ESC_NIL;
  if (type_is_pointer_shaped (n->type))
    place.offset += 8;
  else
    place = (Place) { .name = new_temp (s) };
  part (s, place, n, n->pos);
  return true;
}

static bool
assign_static (EscStatic *s, Place place, EscNode *value, Pos pos)
{
  EscNode *n = value;

  if (n->init.n > 0)
    return false;
  while (n->op == ESC_CONV && type_has_pointers (n->type))
    n = n->x;
  switch (n->op) {
  case ESC_LITERAL:
  case ESC_NIL:
  case ESC_METHEXPR:
    return true;
  case ESC_NAME: /* a copy of another variable's data; where it must be made at run time nothing is allocated either */
    return true;
  case ESC_CLOSURE:
    return n->func->captures.n == 0;
  case ESC_STR2BYTES:
    return n->x->op == ESC_LITERAL;
  case ESC_CONVIFACE:
    return assign_interface (s, place, n, pos);
  case ESC_ADDR:
    return is_static_place (n->x);
  case ESC_PTRLIT:
    part (s, (Place) { .name = new_temp (s) }, n->x, pos);
    return true;
  case ESC_SLICELIT:
    place = (Place) { .name = new_temp (s) };
    break;
  case ESC_ARRAYLIT:
  case ESC_STRUCTLIT:
    break;
  default:
    return false;
  }
  for (guint i = 0; i < n->list.n; i++)
    part (s, (Place) { .name = place.name, .offset = place.offset + element_offset (n, i) }, n->list.v[i],
          n->list.v[i]->pos);
  return true;
}

/* -- what nobody misses --------------------------------------------------------------------------------------------- */

static void
find_effect (EscNode *n, gpointer data)
{
  bool *found = data;

  switch (n->op) {
  case ESC_CALLFUNC:
  case ESC_CALLINTER:
  case ESC_RECV:
  case ESC_INDEX:
  case ESC_INDEXMAP:
  case ESC_SLICE:
  case ESC_DEREF:
  case ESC_DOTPTR:
  case ESC_DOTTYPE:
  case ESC_MAKESLICE:
  case ESC_MAKEMAP:
  case ESC_MAKECHAN:
  case ESC_CLOSURE:
  case ESC_METHVALUE:
  case ESC_SLICE2ARR:
  case ESC_SLICE2ARRPTR:
    *found = true;
    break;
  case ESC_BUILTIN:
    *found |= n->builtin != BUILTIN_LEN && n->builtin != BUILTIN_CAP;
    break;
  case ESC_BINARY:
    *found |= (n->operator == OP_DIV || n->operator == OP_REM) && n->y->op != ESC_LITERAL;
    break;
  default:
    break;
  }
}

/* -- large maps ----------------------------------------------------------------------------------------------------- */

#define MIN_OUTLINED_NODES 20 /* Go 1.22 staticinit/sched.go wrapGlobalMapInitSizeThreshold */

static guint count_nodes (const EscNode *n);

/* n as a part of a literal, where a place of type `to` is: what differs in its name only is converted. */
static guint
count_part (const EscNode *n, const Type *to)
{
  bool converts = n->op != ESC_LITERAL && n->op != ESC_NIL && !type_identical (n->type, to);

  return count_nodes (n) + (converts ? 1 : 0);
}

static guint
count_parts (const EscNode *n)
{
  const Type *u = type_underlying (n->type);
  guint count = 0;

  for (guint i = 0; i < n->list.n; i++) {
    const EscNode *part = n->list.v[i];

    /* Keys and fields are nodes around their values. */
    if (n->op == ESC_MAPLIT)
      count += 1 + count_part (part, u->map.key) + count_part (n->list2.v[i], u->map.elem);
    else if (n->op == ESC_STRUCTLIT)
      count += 1 + count_part (part, u->struct_.fields[n->indices ? n->indices[i] : (gint64) i].var->type);
    else
      count += (i < n->keys.n && n->keys.v[i] ? 2 : 0)
               + count_part (part, u->kind == KIND_ARRAY ? u->array.elem : u->slice.elem);
  }
  return count;
}

/* Nodes of the compiler's expression. */
static guint
count_nodes (const EscNode *n)
{
  guint count = 1;

  if (!n)
    return 0;
  count += count_nodes (n->x) + count_nodes (n->y) + count_nodes (n->z) + count_nodes (n->w);
  switch (n->op) {
  case ESC_MAPLIT:
  case ESC_STRUCTLIT:
  case ESC_ARRAYLIT:
  case ESC_SLICELIT:
    return count + count_parts (n);
  default:
    break;
  }
  for (guint i = 0; i < n->list.n; i++)
    count += count_nodes (n->list.v[i]);
  for (guint i = 0; i < n->list2.n; i++)
    count += count_nodes (n->list2.v[i]);
  return count;
}

/* `var m = map[K]V{...}` of some size is run by a function of its own, so that the linker may drop both. */
static EscNode *
outline_map (EscStatic *s, EscNode *as)
{
  bool has_effect = false;
  EscFunc *fn;
  EscName *name;
  EscNode *call;

  if (as->op != ESC_AS || !as->x || !type_is_kind (as->x->type, KIND_MAP) || count_nodes (as->y) < MIN_OUTLINED_NODES)
    return NULL;
  esc_for_each_node (as->y, find_effect, NULL, &has_effect);
  if (has_effect)
    return NULL;
  fn = lower_new_func (s->l, arena_printf (s->l->arena, "map.init.%u", s->n_maps++), NULL);
  fn->has_body = true;
  esc_nodes_add (s->l->arena, &fn->body, as);
  name = lower_new_name (s->l, ESC_CLASS_FUNC, fn->name, as->pos, NULL);
  name->func = fn;
  call = esc_node_new (s->l->arena, ESC_CALLFUNC, as->pos, NULL);
  call->x = name->node;
  return call;
}

void
esc_static_init (EscStatic *s, EscNode *as)
{
  EscNode *call = outline_map (s, as);
  bool has_effect = false;

  if (call || as->op != ESC_AS) {
    esc_nodes_add (s->l->arena, s->out, call ? call : as);
    return;
  }
  if (!as->x) {
    esc_for_each_node (as->y, find_effect, NULL, &has_effect);
    if (!has_effect)
      return;
  }
  if (!assign_static (s, (Place) { .name = as->x ? link_name (s, as->x->name->text) : NULL }, as->y, as->pos))
    esc_nodes_add (s->l->arena, s->out, as);
}
