/* Calls: where arguments flow, by what is known of the callee (Go 1.22 cmd/compile/internal/escape/call.go). */

#include "lang/escape/esc_walk.h"

#include "lang/escape/esc_lower.h"

static void
argument (Walk *w, EscHole k, const EscNode *call, EscNode *arg)
{
  walk_expr (w, walk_note (w, k, call, "call parameter"), arg);
}

EscHole
walk_param_hole (Walk *w, const EscHole *ks, guint n_ks, EscFunc *fn, guint i)
{
  EscHole tagged[3 + ESC_N_RESULTS];
  const EscLeaks *leaks;
  guint n = 0;

  if (!fn)
    return walk_heap_hole (w);
  if (esc_func_in_batch (fn)) {
    EscName *name = fn->params[i].name;

    return name ? esc_hole (name->location) : walk_discard_hole (w);
  }
  leaks = &fn->params[i].leaks;
  if (leaks->heap >= 0)
    tagged[n++] = esc_hole_shift (walk_heap_hole (w), leaks->heap);
  if (leaks->mutator >= 0)
    tagged[n++] = esc_hole_shift (esc_hole (&w->batch->mutator), leaks->mutator);
  if (leaks->callee >= 0)
    tagged[n++] = esc_hole_shift (esc_hole (&w->batch->callee), leaks->callee);
  for (guint r = 0; r < MIN (ESC_N_RESULTS, n_ks); r++)
    if (leaks->result[r] >= 0)
      tagged[n++] = esc_hole_shift (ks[r], leaks->result[r]);
  return walk_tee (w, tagged, n);
}

/* An argument uintptr (p) of a function that takes such pointers: p is kept in a temporary until the call returns. */
static void
keep_pointer (Walk *w, EscNode *call, const EscFunc *fn, EscNode *arg)
{
  Lower l = { .arena = w->batch->arena, .fn = w->fn };
  EscName *temp;
  EscNode *as, *dcl;

  if (arg->op != ESC_CONV || !type_is_kind (arg->type, KIND_UINTPTR) || !type_is_kind (arg->x->type, KIND_UNSAFE_POINTER))
    return;
  temp = lower_temp (&l, arg->x->op == ESC_NAME ? arg->pos : arg->x->pos, arg->x->type);
  dcl = lower_dcl (&l, temp);
  as = lower_assign (&l, temp->pos, temp->node, arg->x, false);
  arg->x = temp->node;
  esc_nodes_add (l.arena, &call->init, dcl);
  esc_nodes_add (l.arena, &call->init, as);
  esc_location_new (w->batch, temp->node, w->fn, w->loop_depth, true);
  walk_stmt (w, dcl);
  walk_stmt (w, as);
  esc_flow (w->batch,
            fn->uintptr_escapes ? walk_note (w, walk_heap_hole (w), arg, "//go:uintptrescapes") : esc_hole (&w->batch->mutator),
            temp->location);
}

/* Our library declares more functions without a body than real Go's: there only those of sync/atomic take addresses. */
static bool
is_assembly (const Walk *w, const EscFunc *fn)
{
  return !fn->has_body && fn->func
         && (fn->func->pkg == w->batch->report->pkg || g_str_equal (fn->func->pkg->path, "sync/atomic"));
}

static void
keep_pointers (Walk *w, EscNode *call, const EscFunc *fn, EscNode *arg)
{
  if (!fn || !(fn->uintptr_escapes || is_assembly (w, fn)))
    return;
  if (arg->op == ESC_SLICELIT)
    for (guint i = 0; i < arg->list.n; i++)
      keep_pointer (w, call, fn, arg->list.v[i]);
  else
    keep_pointer (w, call, fn, arg);
}

/* Whether somebody uses the results. */
static bool
results_used (Walk *w, const EscHole *ks, guint n_ks)
{
  for (guint i = 0; i < n_ks; i++)
    if (ks[i].dst != &w->batch->blank)
      return true;
  return false;
}

static void
walk_function_call (Walk *w, const EscHole *ks, guint n_ks, EscNode *call)
{
  EscFunc *fn = call->op == ESC_CALLFUNC ? esc_static_callee (call->x) : NULL;
  guint i_param = 0;

  if (n_ks > 0 && fn && esc_func_in_batch (fn))
    for (guint i = 0; i < fn->n_results; i++)
      walk_expr (w, ks[i], fn->results[i]->node);

  if (call->op == ESC_CALLFUNC) {
    EscHole k = walk_discard_hole (w);

    if (!fn && results_used (w, ks, n_ks))
      k = walk_note (w, esc_hole (&w->batch->callee), call, "callee operand");
    walk_expr (w, k, call->x);
  } else {
    argument (w, walk_heap_hole (w), call, call->x->x);
  }
  for (guint i = 0; i < call->list.n; i++) {
    keep_pointers (w, call, fn, call->list.v[i]);
    argument (w, walk_param_hole (w, ks, n_ks, fn, i_param++), call, call->list.v[i]);
  }
}

static void
walk_append (Walk *w, EscHole result, EscNode *call)
{
  EscNode *slice = call->list.v[0];
  Type *elem = type_underlying (slice->type)->slice.elem;
  EscHole holes[2] = { result, esc_hole (&w->batch->mutator) };
  EscHole k = walk_tee (w, holes, 2);

  if (type_has_pointers (elem)) {
    holes[0] = k;
    holes[1] = walk_deref (w, walk_heap_hole (w), call, "appendee slice");
    k = walk_tee (w, holes, 2);
  }
  argument (w, k, call, slice);
  if (call->is_ddd) {
    EscNode *more = call->list.v[1];

    k = walk_discard_hole (w);
    if (type_is_kind (more->type, KIND_SLICE) && type_has_pointers (type_underlying (more->type)->slice.elem))
      k = walk_deref (w, walk_heap_hole (w), call, "appended slice...");
    argument (w, k, call, more);
  } else {
    for (guint i = 1; i < call->list.n; i++)
      argument (w, walk_heap_hole (w), call, call->list.v[i]);
  }
}

static void
walk_copy (Walk *w, EscNode *call)
{
  EscNode *from = call->list.v[1];
  EscHole k = walk_discard_hole (w);

  argument (w, esc_hole (&w->batch->mutator), call, call->list.v[0]);
  if (type_is_kind (from->type, KIND_SLICE) && type_has_pointers (type_underlying (from->type)->slice.elem))
    k = walk_deref (w, walk_heap_hole (w), call, "copied slice");
  argument (w, k, call, from);
}

static void
walk_builtin (Walk *w, const EscHole *ks, guint n_ks, EscNode *call)
{
  EscHole result = n_ks > 0 ? ks[0] : walk_discard_hole (w);

  switch (call->builtin) {
  case BUILTIN_APPEND:
    walk_append (w, result, call);
    break;
  case BUILTIN_COPY:
    walk_copy (w, call);
    break;
  case BUILTIN_PANIC:
    argument (w, walk_heap_hole (w), call, call->list.v[0]);
    break;
  case BUILTIN_CLEAR:
    argument (w, esc_hole (&w->batch->mutator), call, call->list.v[0]);
    break;
  case BUILTIN_MIN:
  case BUILTIN_MAX:
    for (guint i = 0; i < call->list.n; i++)
      argument (w, result, call, call->list.v[i]);
    break;
  case BUILTIN_UNSAFE_STRING_DATA:
  case BUILTIN_UNSAFE_SLICE_DATA:
    argument (w, result, call, call->list.v[0]);
    break;
  case BUILTIN_UNSAFE_ADD:
  case BUILTIN_UNSAFE_SLICE:
  case BUILTIN_UNSAFE_STRING:
    argument (w, result, call, call->list.v[0]);
    walk_discard (w, call->list.v[1]);
    break;
  default:
    walk_discards (w, &call->list);
    break;
  }
}

void
walk_call (Walk *w, const EscHole *ks, guint n_ks, EscNode *call)
{
  if (call->op == ESC_BUILTIN)
    walk_builtin (w, ks, n_ks, call);
  else
    walk_function_call (w, ks, n_ks, call);
}
