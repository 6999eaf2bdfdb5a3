/* Places and assignments (Go 1.22 cmd/compile/internal/escape/assign.go). An assignment that stores nothing new, such as
 * p.s = p.s[1:], does not make p's contents escape (utils.go isSelfAssign). */

#include "lang/escape/esc_walk.h"

void
walk_assign_heap (Walk *w, EscNode *src, const char *why, const EscNode *where)
{
  walk_expr (w, walk_note (w, walk_heap_hole (w), where, why), src);
}

EscHole
walk_place (Walk *w, EscNode *n)
{
  if (!n)
    return walk_discard_hole (w);
  switch (n->op) {
  case ESC_NAME:
    return n->name->class == ESC_CLASS_GLOBAL ? walk_heap_hole (w) : esc_hole (n->name->location);
  case ESC_DOT:
    return walk_place (w, n->x);
  case ESC_INDEX:
    walk_discard (w, n->y);
    if (type_is_kind (n->x->type, KIND_ARRAY))
      return walk_place (w, n->x);
    walk_mutate (w, n->x);
    return walk_heap_hole (w);
  case ESC_DEREF:
  case ESC_DOTPTR:
    walk_mutate (w, n->x);
    return walk_heap_hole (w);
  case ESC_INDEXMAP:
    walk_discard (w, n->x);
    walk_assign_heap (w, n->y, "key of map put", n);
    return walk_heap_hole (w);
  default:
    g_assert_not_reached ();
  }
}

static bool
same_name (const EscNode *a, const EscNode *b)
{
  return a->op == ESC_NAME && b->op == ESC_NAME && a->name == b->name;
}

/* Whether both are the same expression without calls or other effects (Go 1.22 ir.SameSafeExpr). */
static bool
same_safe (const EscNode *a, const EscNode *b)
{
  if (!a || !b || a->op != b->op || !type_identical (a->type, b->type))
    return false;
  switch (a->op) {
  case ESC_NAME:
    return a->name == b->name;
  case ESC_DOT:
  case ESC_DOTPTR:
    return g_str_equal (a->sym, b->sym) && same_safe (a->x, b->x);
  case ESC_DEREF:
    return same_safe (a->x, b->x);
  case ESC_UNARY:
    return a->operator == b->operator && same_safe (a->x, b->x);
  case ESC_CONV:
    return same_safe (a->x, b->x);
  case ESC_INDEX:
  case ESC_INDEXMAP:
    return same_safe (a->x, b->x) && same_safe (a->y, b->y);
  case ESC_LITERAL:
    return g_str_equal (a->text, b->text);
  default:
    return false;
  }
}

/* Anything but plain reads and arithmetic. */
static bool
may_affect_memory (const EscNode *n)
{
  switch (n->op) {
  case ESC_NAME:
  case ESC_LITERAL:
  case ESC_NIL:
    return false;
  case ESC_BINARY:
    switch (n->operator) {
    case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
      return true;
    default:
      return may_affect_memory (n->x) || may_affect_memory (n->y);
    }
  case ESC_INDEX:
    return may_affect_memory (n->x) || may_affect_memory (n->y);
  case ESC_BUILTIN:
    return !(n->builtin == BUILTIN_LEN || n->builtin == BUILTIN_CAP) || may_affect_memory (n->list.v[0]);
  case ESC_UNARY:
  case ESC_CONV:
  case ESC_DOT:
  case ESC_DOTPTR:
  case ESC_DEREF:
    return may_affect_memory (n->x);
  default:
    return true;
  }
}

/* The variable v of *v and v.f, where v is a pointer variable. */
static const EscNode *
pointer_variable (const EscNode *n)
{
  return (n->op == ESC_DEREF || n->op == ESC_DOTPTR) && n->x->op == ESC_NAME ? n->x : NULL;
}

/* p.s = p.s[i:j]: nothing new is stored. An array's slice is: it points to p itself. */
static bool
is_slice_self_assign (const EscNode *dst, const EscNode *src)
{
  const EscNode *to = pointer_variable (dst), *from;

  if (!to || src->op != ESC_SLICE || src->x->op == ESC_ADDR)
    return false;
  from = pointer_variable (src->x);
  return from && same_name (to, from);
}

static bool
is_self_assign (const EscNode *dst, const EscNode *src)
{
  if (is_slice_self_assign (dst, src))
    return true;
  if (dst->op != src->op)
    return false;
  switch (dst->op) {
  case ESC_DOT:
  case ESC_DOTPTR:
    return same_safe (dst->x, src->x);
  case ESC_INDEX:
    return !may_affect_memory (dst->y) && !may_affect_memory (src->y) && same_safe (dst->x, src->x);
  default:
    return false;
  }
}

void
walk_mark_reassigned (const EscHole *ks, guint n, const EscNode *where)
{
  if (where->op == ESC_AS && !where->y && where->x && where->x->op == ESC_NAME && !where->x->name->defn)
    return;
  for (guint i = 0; i < n; i++) {
    EscLocation *l = ks[i].dst;

    /* Variables that a range statement declares are assigned in every round. */
    if (l->n && l->n->op == ESC_NAME && l->n->name->defn == where && where->op != ESC_RANGE)
      continue;
    l->reassigned = true;
  }
}

bool
walk_is_header_data (const EscNode *n)
{
  const Type *header;
  const Object *obj;

  if (n->op != ESC_DOTPTR || !type_is_kind (n->type, KIND_UINTPTR) || !g_str_equal (n->sym, "Data"))
    return false;
  header = type_underlying (n->x->type)->pointer.elem;
  if (header->kind != KIND_NAMED)
    return false;
  obj = header->named.obj;
  return obj->pkg && g_str_equal (obj->pkg->path, "reflect")
         && (g_str_equal (obj->name, "SliceHeader") || g_str_equal (obj->name, "StringHeader"));
}

void
walk_assign_list (Walk *w, EscNode *const *dsts, guint n_dsts, EscNode *const *srcs, guint n_srcs, const char *why,
             EscNode *where)
{
  g_autofree EscHole *ks = g_new (EscHole, MAX (n_dsts, 1));

  for (guint i = 0; i < n_dsts; i++)
    ks[i] = walk_place (w, dsts[i]);
  for (guint i = 0; i < n_dsts; i++) {
    EscNode *src = i < n_srcs ? srcs[i] : NULL;
    EscHole k = ks[i];

    if (dsts[i] && walk_is_header_data (dsts[i])) {
      walk_unsafe_value (w, walk_note (w, walk_heap_hole (w), where, why), src);
      continue;
    }
    if (dsts[i] && src && is_self_assign (dsts[i], src)) {
      if (w->batch->report->level > 0) {
        g_autoptr (GString) text = g_string_new (NULL);

        esc_print (text, where, w->batch->report->pkg);
        esc_report_add (w->batch->report, where->pos, "%s ignoring self-assignment in %s", w->fn->name,
                        text->str);
      }
      k = walk_discard_hole (w);
    }
    walk_expr (w, walk_note (w, k, where, why), src);
  }
  walk_mark_reassigned (ks, n_dsts, where);
}
