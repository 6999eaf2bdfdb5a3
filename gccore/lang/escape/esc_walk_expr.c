/* Expressions and the holes they flow to (Go 1.22 cmd/compile/internal/escape/expr.go). */

#include "lang/escape/esc_walk.h"

/* -- holes -------------------------------------------------------------------------------------------------------- */

EscHole
walk_heap_hole (Walk *w)
{
  return esc_hole (&w->batch->heap);
}

EscHole
walk_discard_hole (Walk *w)
{
  return esc_hole (&w->batch->blank);
}

EscHole
walk_note (Walk *w, EscHole k, const EscNode *where, const char *why)
{
  return esc_hole_note (w->batch, k, where, why);
}

EscHole
walk_deref (Walk *w, EscHole k, const EscNode *where, const char *why)
{
  return esc_hole_deref (w->batch, k, where, why);
}

EscHole
walk_tee (Walk *w, const EscHole *ks, guint n)
{
  return esc_tee (w->batch, w->fn, w->loop_depth, ks, n);
}

EscHole
walk_spill (Walk *w, EscHole k, EscNode *n)
{
  EscLocation *storage = esc_location_new (w->batch, n, w->fn, w->loop_depth, false);

  esc_flow (w->batch, esc_hole_addr (w->batch, k, n, "spill"), storage);
  return esc_hole (storage);
}

EscHole
walk_dot_type (Walk *w, EscHole k, Type *type, const EscNode *where, const char *why)
{
  if (!type_is_interface (type) && !type_is_pointer_shaped (type))
    k = esc_hole_shift (k, 1);
  return walk_note (w, k, where, why);
}

void
walk_discard (Walk *w, EscNode *n)
{
  walk_expr (w, walk_discard_hole (w), n);
}

void
walk_discards (Walk *w, const EscNodes *list)
{
  for (guint i = 0; i < list->n; i++)
    walk_discard (w, list->v[i]);
}

void
walk_mutate (Walk *w, EscNode *n)
{
  walk_expr (w, esc_hole (&w->batch->mutator), n);
}

/* -- expressions ---------------------------------------------------------------------------------------------------- */

void
walk_unsafe_value (Walk *w, EscHole k, EscNode *n)
{
  walk_stmts (w, &n->init);
  switch (n->op) {
  case ESC_CONV:
    walk_expr (w, type_is_kind (n->x->type, KIND_UNSAFE_POINTER) ? k : walk_discard_hole (w), n->x);
    break;
  case ESC_DOTPTR:
    if (walk_is_header_data (n))
      walk_expr (w, walk_deref (w, k, n, "reflect.Header.Data"), n->x);
    else
      walk_discard (w, n->x);
    break;
  case ESC_UNARY:
    walk_unsafe_value (w, k, n->x);
    break;
  case ESC_BINARY:
    walk_unsafe_value (w, k, n->x);
    if (n->operator == OP_SHL || n->operator == OP_SHR)
      walk_discard (w, n->y);
    else
      walk_unsafe_value (w, k, n->y);
    break;
  default:
    walk_discard (w, n);
    break;
  }
}

/* A literal: its body is walked here; its captures flow once all bodies have been seen. */
static void
walk_closure (Walk *w, EscHole k, EscNode *n)
{
  EscFunc *literal = n->func;
  EscPending pending = { .k = walk_spill (w, k, n), .closure = n };

  g_array_append_val (w->batch->closures, pending);
  if (!literal->hidden_closure)
    return;
  for (guint i = 0; i < literal->captures.n; i++) {
    EscLocation *l = literal->captures.v[i]->name->location;

    if (l->captured)
      continue;
    l->captured = true;
    /* What was assigned in straight-line code before the first capture does not matter. */
    if (l->loop_depth == w->loop_depth)
      l->reassigned = false;
  }
  walk_func (w->batch, literal);
}

static void
walk_method_value (Walk *w, EscHole k, EscNode *n)
{
  EscHole holes[2];
  EscHole results[ESC_N_RESULTS];

  holes[1] = walk_spill (w, k, n);
  /* Who calls it later, and what becomes of the results, is not known. */
  for (guint i = 0; i < ESC_N_RESULTS; i++)
    results[i] = walk_heap_hole (w);
  holes[0] = walk_param_hole (w, results, ESC_N_RESULTS, n->callee, 0);
  walk_expr (w, walk_tee (w, holes, 2), n->x);
}

void
walk_expr (Walk *w, EscHole k, EscNode *n)
{
  if (!n)
    return;
  walk_stmts (w, &n->init);
  /* A value without pointers carries nothing. */
  if (k.derefs >= 0 && n->type && !type_is_untyped (n->type) && n->type->kind != KIND_TUPLE && !type_has_pointers (n->type))
    k.dst = &w->batch->blank;

  switch (n->op) {
  case ESC_LITERAL:
  case ESC_NIL:
  case ESC_TYPE:
  case ESC_DICTIONARY:
  case ESC_CALLERSP:
  case ESC_METHEXPR:
    break;
  case ESC_NAME:
    if (n->name->class != ESC_CLASS_FUNC && n->name->class != ESC_CLASS_GLOBAL)
      esc_flow (w->batch, k, n->name->location);
    break;
  case ESC_UNARY:
  case ESC_RECV:
    walk_discard (w, n->x);
    break;
  case ESC_BINARY:
  case ESC_LOGICAL:
    walk_discard (w, n->x);
    walk_discard (w, n->y);
    break;
  case ESC_ADDR:
    walk_expr (w, esc_hole_addr (w->batch, k, n, "address-of"), n->x);
    break;
  case ESC_DEREF:
    walk_expr (w, walk_deref (w, k, n, "indirection"), n->x);
    break;
  case ESC_SPTR:
    walk_expr (w, k, n->x);
    break;
  case ESC_DOT:
  case ESC_DOTINTER:
    walk_expr (w, walk_note (w, k, n, "dot"), n->x);
    break;
  case ESC_DOTPTR:
    walk_expr (w, walk_deref (w, k, n, "dot of pointer"), n->x);
    break;
  case ESC_DOTTYPE:
    walk_expr (w, walk_dot_type (w, k, n->type, n, "dot"), n->x);
    break;
  case ESC_INDEX:
    if (type_is_kind (n->x->type, KIND_ARRAY))
      walk_expr (w, walk_note (w, k, n, "fixed-array-index-of"), n->x);
    else
      walk_expr (w, walk_deref (w, k, n, "dot of pointer"), n->x);
    walk_discard (w, n->y);
    break;
  case ESC_INDEXMAP:
    walk_discard (w, n->x);
    walk_discard (w, n->y);
    break;
  case ESC_SLICE:
    walk_expr (w, walk_note (w, k, n, "slice"), n->x);
    walk_discard (w, n->y);
    walk_discard (w, n->z);
    walk_discard (w, n->w);
    break;
  case ESC_CONV:
    if (type_is_kind (n->type, KIND_UNSAFE_POINTER) && type_is_kind (n->x->type, KIND_UINTPTR))
      walk_unsafe_value (w, k, n->x);
    else
      walk_expr (w, k, n->x);
    break;
  case ESC_CONVIFACE:
    if (!type_is_interface (n->x->type) && !type_is_pointer_shaped (n->x->type))
      k = walk_spill (w, k, n);
    walk_expr (w, walk_note (w, k, n, "interface-converted"), n->x);
    break;
  case ESC_SLICE2ARR:
    walk_expr (w, walk_deref (w, k, n, "slice-to-array"), n->x);
    break;
  case ESC_SLICE2ARRPTR:
    walk_expr (w, k, n->x);
    break;
  case ESC_CALLFUNC:
  case ESC_CALLINTER:
  case ESC_BUILTIN:
    walk_call (w, &k, 1, n);
    break;
  case ESC_NEW:
    walk_spill (w, k, n);
    break;
  case ESC_MAKESLICE:
    walk_spill (w, k, n);
    walk_discard (w, n->x);
    walk_discard (w, n->y);
    break;
  case ESC_MAKECHAN:
    walk_discard (w, n->x);
    break;
  case ESC_MAKEMAP:
    walk_spill (w, k, n);
    walk_discard (w, n->x);
    break;
  case ESC_METHVALUE:
    walk_method_value (w, k, n);
    break;
  case ESC_PTRLIT:
    walk_expr (w, walk_spill (w, k, n), n->x);
    break;
  case ESC_ARRAYLIT:
    for (guint i = 0; i < n->list.n; i++)
      walk_expr (w, walk_note (w, k, n, "array literal element"), n->list.v[i]);
    break;
  case ESC_SLICELIT:
    k = walk_spill (w, k, n);
    for (guint i = 0; i < n->list.n; i++)
      walk_expr (w, walk_note (w, k, n, "slice-literal-element"), n->list.v[i]);
    break;
  case ESC_STRUCTLIT:
    for (guint i = 0; i < n->list.n; i++)
      walk_expr (w, walk_note (w, k, n, "struct literal element"), n->list.v[i]);
    break;
  case ESC_MAPLIT:
    walk_spill (w, k, n);
    for (guint i = 0; i < n->list.n; i++) {
      walk_assign_heap (w, n->list.v[i], "map literal key", n);
      walk_assign_heap (w, n->list2.v[i], "map literal value", n);
    }
    break;
  case ESC_CLOSURE:
    walk_closure (w, k, n);
    break;
  case ESC_RUNES2STR:
  case ESC_BYTES2STR:
  case ESC_STR2RUNES:
  case ESC_STR2BYTES:
  case ESC_RUNESTR:
    walk_spill (w, k, n);
    walk_discard (w, n->x);
    break;
  case ESC_ADDSTR:
    walk_spill (w, k, n);
    walk_discards (w, &n->list);
    break;
  default:
    g_assert_not_reached ();
  }
}
