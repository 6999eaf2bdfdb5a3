/* From the bodies of a batch to the edges of its graph. The order of creation of locations and edges is the compiler's,
 * because its messages come in that order (Go 1.22 cmd/compile/internal/escape/{stmt,expr,assign,call}.go). */

#include "lang/escape/esc_graph.h"
#include "lang/escape/esc_lower.h"

#define MAX_VAR_BYTES (10u * 1024 * 1024)   /* Go 1.22 ir/cfg.go MaxStackVarSize */
#define MAX_IMPLICIT_BYTES (64u * 1024)     /* Go 1.22 ir/cfg.go MaxImplicitStackVarSize */
#define MAX_BYVAL_BYTES 128                 /* Go 1.22 escape/escape.go flowClosure */

/* Walking one function. */
typedef struct {
  EscBatch *batch;
  EscFunc *fn;
  int loop_depth;             /* 1 at the top; +1 in each loop, and behind a label that a later goto jumps back to */
  GHashTable *looping_labels; /* label -> itself, for labels that make a loop; NULL: none */
} Walk;

static void walk_expr (Walk *w, EscHole k, EscNode *n);
static void walk_stmt (Walk *w, EscNode *n);
static void walk_stmts (Walk *w, const EscNodes *list);
static void walk_unsafe_value (Walk *w, EscHole k, EscNode *n);
static void walk_call (Walk *w, const EscHole *ks, guint n_ks, EscNode *call);
static void walk_func (EscBatch *batch, EscFunc *fn);

/* -- holes -------------------------------------------------------------------------------------------------------- */

static EscHole
heap_hole (Walk *w)
{
  return esc_hole (&w->batch->heap);
}

static EscHole
discard_hole (Walk *w)
{
  return esc_hole (&w->batch->blank);
}

static EscHole
note (Walk *w, EscHole k, const EscNode *where, const char *why)
{
  return esc_hole_note (w->batch, k, where, why);
}

static EscHole
deref (Walk *w, EscHole k, const EscNode *where, const char *why)
{
  return esc_hole_deref (w->batch, k, where, why);
}

static EscHole
tee (Walk *w, const EscHole *ks, guint n)
{
  return esc_tee (w->batch, w->fn, w->loop_depth, ks, n);
}

/* The storage of n, whose address flows to k. */
static EscHole
spill (Walk *w, EscHole k, EscNode *n)
{
  EscLocation *storage = esc_location_new (w->batch, n, w->fn, w->loop_depth, false);

  esc_flow (w->batch, esc_hole_addr (w->batch, k, n, "spill"), storage);
  return esc_hole (storage);
}

/* What x.(T) takes out of an interface: the data word's target, unless T is stored in the word itself. */
static EscHole
dot_type (Walk *w, EscHole k, Type *type, const EscNode *where, const char *why)
{
  if (!type_is_interface (type) && !type_is_pointer_shaped (type))
    k = esc_hole_shift (k, 1);
  return note (w, k, where, why);
}

static void
discard (Walk *w, EscNode *n)
{
  walk_expr (w, discard_hole (w), n);
}

static void
discards (Walk *w, const EscNodes *list)
{
  for (guint i = 0; i < list->n; i++)
    discard (w, list->v[i]);
}

static void
assign_heap (Walk *w, EscNode *src, const char *why, const EscNode *where)
{
  walk_expr (w, note (w, heap_hole (w), where, why), src);
}

static void
mutate (Walk *w, EscNode *n)
{
  walk_expr (w, esc_hole (&w->batch->mutator), n);
}

/* -- assignments ---------------------------------------------------------------------------------------------------- */

/* The place that n, on the left of an assignment, stores to. */
static EscHole
place (Walk *w, EscNode *n)
{
  if (!n)
    return discard_hole (w);
  switch (n->op) {
  case ESC_NAME:
    return n->name->class == ESC_CLASS_GLOBAL ? heap_hole (w) : esc_hole (n->name->location);
  case ESC_DOT:
    return place (w, n->x);
  case ESC_INDEX:
    discard (w, n->y);
    if (type_is_kind (n->x->type, KIND_ARRAY))
      return place (w, n->x);
    mutate (w, n->x);
    return heap_hole (w);
  case ESC_DEREF:
  case ESC_DOTPTR:
    mutate (w, n->x);
    return heap_hole (w);
  case ESC_INDEXMAP:
    discard (w, n->x);
    assign_heap (w, n->y, "key of map put", n);
    return heap_hole (w);
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

/* The places in ks got a value by `where`; declarations do not count. */
static void
mark_reassigned (const EscHole *ks, guint n, const EscNode *where)
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

/* Whether n is the field Data, behind a pointer, of reflect.SliceHeader or StringHeader: an unsafe.Pointer in disguise. */
static bool
is_header_data (const EscNode *n)
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

static void
assign_list (Walk *w, EscNode *const *dsts, guint n_dsts, EscNode *const *srcs, guint n_srcs, const char *why,
             EscNode *where)
{
  g_autofree EscHole *ks = g_new (EscHole, MAX (n_dsts, 1));

  for (guint i = 0; i < n_dsts; i++)
    ks[i] = place (w, dsts[i]);
  for (guint i = 0; i < n_dsts; i++) {
    EscNode *src = i < n_srcs ? srcs[i] : NULL;
    EscHole k = ks[i];

    if (dsts[i] && is_header_data (dsts[i])) {
      walk_unsafe_value (w, note (w, heap_hole (w), where, why), src);
      continue;
    }
    if (dsts[i] && src && is_self_assign (dsts[i], src)) {
      if (w->batch->report->level > 0) {
        g_autoptr (GString) text = g_string_new (NULL);

        esc_print (text, where, w->batch->report->pkg);
        esc_report_add (w->batch->report, where->pos, "%s ignoring self-assignment in %s", w->fn->name,
                        text->str);
      }
      k = discard_hole (w);
    }
    walk_expr (w, note (w, k, where, why), src);
  }
  mark_reassigned (ks, n_dsts, where);
}

/* -- calls ---------------------------------------------------------------------------------------------------------- */

static void
argument (Walk *w, EscHole k, const EscNode *call, EscNode *arg)
{
  walk_expr (w, note (w, k, call, "call parameter"), arg);
}

/* Where an argument for parameter i of fn flows; fn NULL: we cannot know, so to the heap. */
static EscHole
param_hole (Walk *w, const EscHole *ks, guint n_ks, EscFunc *fn, guint i)
{
  EscHole tagged[3 + ESC_N_RESULTS];
  const EscLeaks *leaks;
  guint n = 0;

  if (!fn)
    return heap_hole (w);
  if (esc_func_in_batch (fn)) {
    EscName *name = fn->params[i].name;

    return name ? esc_hole (name->location) : discard_hole (w);
  }
  leaks = &fn->params[i].leaks;
  if (leaks->heap >= 0)
    tagged[n++] = esc_hole_shift (heap_hole (w), leaks->heap);
  if (leaks->mutator >= 0)
    tagged[n++] = esc_hole_shift (esc_hole (&w->batch->mutator), leaks->mutator);
  if (leaks->callee >= 0)
    tagged[n++] = esc_hole_shift (esc_hole (&w->batch->callee), leaks->callee);
  for (guint r = 0; r < MIN (ESC_N_RESULTS, n_ks); r++)
    if (leaks->result[r] >= 0)
      tagged[n++] = esc_hole_shift (ks[r], leaks->result[r]);
  return tee (w, tagged, n);
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
            fn->uintptr_escapes ? note (w, heap_hole (w), arg, "//go:uintptrescapes") : esc_hole (&w->batch->mutator),
            temp->location);
}

static void
keep_pointers (Walk *w, EscNode *call, const EscFunc *fn, EscNode *arg)
{
  if (!fn || !(fn->uintptr_escapes || (!fn->has_body && fn->func && fn->func->pkg == w->batch->report->pkg)))
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
    EscHole k = discard_hole (w);

    if (!fn && results_used (w, ks, n_ks))
      k = note (w, esc_hole (&w->batch->callee), call, "callee operand");
    walk_expr (w, k, call->x);
  } else {
    argument (w, heap_hole (w), call, call->x->x);
  }
  for (guint i = 0; i < call->list.n; i++) {
    keep_pointers (w, call, fn, call->list.v[i]);
    argument (w, param_hole (w, ks, n_ks, fn, i_param++), call, call->list.v[i]);
  }
}

static void
walk_append (Walk *w, EscHole result, EscNode *call)
{
  EscNode *slice = call->list.v[0];
  Type *elem = type_underlying (slice->type)->slice.elem;
  EscHole holes[2] = { result, esc_hole (&w->batch->mutator) };
  EscHole k = tee (w, holes, 2);

  if (type_has_pointers (elem)) {
    holes[0] = k;
    holes[1] = deref (w, heap_hole (w), call, "appendee slice");
    k = tee (w, holes, 2);
  }
  argument (w, k, call, slice);
  if (call->is_ddd) {
    EscNode *more = call->list.v[1];

    k = discard_hole (w);
    if (type_is_kind (more->type, KIND_SLICE) && type_has_pointers (type_underlying (more->type)->slice.elem))
      k = deref (w, heap_hole (w), call, "appended slice...");
    argument (w, k, call, more);
  } else {
    for (guint i = 1; i < call->list.n; i++)
      argument (w, heap_hole (w), call, call->list.v[i]);
  }
}

static void
walk_copy (Walk *w, EscNode *call)
{
  EscNode *from = call->list.v[1];
  EscHole k = discard_hole (w);

  argument (w, esc_hole (&w->batch->mutator), call, call->list.v[0]);
  if (type_is_kind (from->type, KIND_SLICE) && type_has_pointers (type_underlying (from->type)->slice.elem))
    k = deref (w, heap_hole (w), call, "copied slice");
  argument (w, k, call, from);
}

static void
walk_builtin (Walk *w, const EscHole *ks, guint n_ks, EscNode *call)
{
  EscHole result = n_ks > 0 ? ks[0] : discard_hole (w);

  switch (call->builtin) {
  case BUILTIN_APPEND:
    walk_append (w, result, call);
    break;
  case BUILTIN_COPY:
    walk_copy (w, call);
    break;
  case BUILTIN_PANIC:
    argument (w, heap_hole (w), call, call->list.v[0]);
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
    discard (w, call->list.v[1]);
    break;
  default:
    discards (w, &call->list);
    break;
  }
}

static void
walk_call (Walk *w, const EscHole *ks, guint n_ks, EscNode *call)
{
  if (call->op == ESC_BUILTIN)
    walk_builtin (w, ks, n_ks, call);
  else
    walk_function_call (w, ks, n_ks, call);
}

/* -- expressions ---------------------------------------------------------------------------------------------------- */

/* What p flows through in unsafe.Pointer (uintptr (p) + n). */
static void
walk_unsafe_value (Walk *w, EscHole k, EscNode *n)
{
  walk_stmts (w, &n->init);
  switch (n->op) {
  case ESC_CONV:
    walk_expr (w, type_is_kind (n->x->type, KIND_UNSAFE_POINTER) ? k : discard_hole (w), n->x);
    break;
  case ESC_DOTPTR:
    if (is_header_data (n))
      walk_expr (w, deref (w, k, n, "reflect.Header.Data"), n->x);
    else
      discard (w, n->x);
    break;
  case ESC_UNARY:
    walk_unsafe_value (w, k, n->x);
    break;
  case ESC_BINARY:
    walk_unsafe_value (w, k, n->x);
    if (n->operator == OP_SHL || n->operator == OP_SHR)
      discard (w, n->y);
    else
      walk_unsafe_value (w, k, n->y);
    break;
  default:
    discard (w, n);
    break;
  }
}

/* A literal: its body is walked here; its captures flow once all bodies have been seen. */
static void
walk_closure (Walk *w, EscHole k, EscNode *n)
{
  EscFunc *literal = n->func;
  EscPending pending = { .k = spill (w, k, n), .closure = n };

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

  holes[1] = spill (w, k, n);
  /* Who calls it later, and what becomes of the results, is not known. */
  for (guint i = 0; i < ESC_N_RESULTS; i++)
    results[i] = heap_hole (w);
  holes[0] = param_hole (w, results, ESC_N_RESULTS, n->callee, 0);
  walk_expr (w, tee (w, holes, 2), n->x);
}

static void
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
  case ESC_CALLERSP:
  case ESC_METHEXPR:
    break;
  case ESC_NAME:
    if (n->name->class != ESC_CLASS_FUNC && n->name->class != ESC_CLASS_GLOBAL)
      esc_flow (w->batch, k, n->name->location);
    break;
  case ESC_UNARY:
  case ESC_RECV:
    discard (w, n->x);
    break;
  case ESC_BINARY:
  case ESC_LOGICAL:
    discard (w, n->x);
    discard (w, n->y);
    break;
  case ESC_ADDR:
    walk_expr (w, esc_hole_addr (w->batch, k, n, "address-of"), n->x);
    break;
  case ESC_DEREF:
    walk_expr (w, deref (w, k, n, "indirection"), n->x);
    break;
  case ESC_SPTR:
    walk_expr (w, k, n->x);
    break;
  case ESC_DOT:
  case ESC_DOTINTER:
    walk_expr (w, note (w, k, n, "dot"), n->x);
    break;
  case ESC_DOTPTR:
    walk_expr (w, deref (w, k, n, "dot of pointer"), n->x);
    break;
  case ESC_DOTTYPE:
    walk_expr (w, dot_type (w, k, n->type, n, "dot"), n->x);
    break;
  case ESC_INDEX:
    if (type_is_kind (n->x->type, KIND_ARRAY))
      walk_expr (w, note (w, k, n, "fixed-array-index-of"), n->x);
    else
      walk_expr (w, deref (w, k, n, "dot of pointer"), n->x);
    discard (w, n->y);
    break;
  case ESC_INDEXMAP:
    discard (w, n->x);
    discard (w, n->y);
    break;
  case ESC_SLICE:
    walk_expr (w, note (w, k, n, "slice"), n->x);
    discard (w, n->y);
    discard (w, n->z);
    discard (w, n->w);
    break;
  case ESC_CONV:
    if (type_is_kind (n->type, KIND_UNSAFE_POINTER) && type_is_kind (n->x->type, KIND_UINTPTR))
      walk_unsafe_value (w, k, n->x);
    else
      walk_expr (w, k, n->x);
    break;
  case ESC_CONVIFACE:
    if (!type_is_interface (n->x->type) && !type_is_pointer_shaped (n->x->type))
      k = spill (w, k, n);
    walk_expr (w, note (w, k, n, "interface-converted"), n->x);
    break;
  case ESC_SLICE2ARR:
    walk_expr (w, deref (w, k, n, "slice-to-array"), n->x);
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
    spill (w, k, n);
    break;
  case ESC_MAKESLICE:
    spill (w, k, n);
    discard (w, n->x);
    discard (w, n->y);
    break;
  case ESC_MAKECHAN:
    discard (w, n->x);
    break;
  case ESC_MAKEMAP:
    spill (w, k, n);
    discard (w, n->x);
    break;
  case ESC_METHVALUE:
    walk_method_value (w, k, n);
    break;
  case ESC_PTRLIT:
    walk_expr (w, spill (w, k, n), n->x);
    break;
  case ESC_ARRAYLIT:
    for (guint i = 0; i < n->list.n; i++)
      walk_expr (w, note (w, k, n, "array literal element"), n->list.v[i]);
    break;
  case ESC_SLICELIT:
    k = spill (w, k, n);
    for (guint i = 0; i < n->list.n; i++)
      walk_expr (w, note (w, k, n, "slice-literal-element"), n->list.v[i]);
    break;
  case ESC_STRUCTLIT:
    for (guint i = 0; i < n->list.n; i++)
      walk_expr (w, note (w, k, n, "struct literal element"), n->list.v[i]);
    break;
  case ESC_MAPLIT:
    spill (w, k, n);
    for (guint i = 0; i < n->list.n; i++) {
      assign_heap (w, n->list.v[i], "map literal key", n);
      assign_heap (w, n->list2.v[i], "map literal value", n);
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
    spill (w, k, n);
    discard (w, n->x);
    break;
  case ESC_ADDSTR:
    spill (w, k, n);
    discards (w, &n->list);
    break;
  default:
    g_assert_not_reached ();
  }
}

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
  ks[0] = place (w, n->x);
  ks[1] = place (w, n->y);
  if (type_is_kind (n->z->type, KIND_ARRAY))
    esc_flow (w->batch, note (w, ks[1], n, "range"), over);
  else
    esc_flow (w->batch, deref (w, ks[1], n, "range-deref"), over);
  mark_reassigned (ks, 2, n);
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
      k = dot_type (w, k, clause->name->type, clause, "switch case");
      g_array_append_val (ks, k);
    }
  }
  walk_expr (w, tee (w, (const EscHole *) ks->data, ks->len), n->x);
}

static void
walk_clauses (Walk *w, const EscNodes *clauses)
{
  for (guint i = 0; i < clauses->n; i++) {
    discards (w, &clauses->v[i]->list);
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
  EscHole k = heap_hole (w);

  if (n->op == ESC_DEFER && w->loop_depth == 1) {
    /* Runs once, before the frame goes: what it needs must only last until then. */
    EscLocation *later = esc_location_new (w->batch, NULL, w->fn, w->loop_depth, true);

    esc_flow (w->batch, discard_hole (w), later);
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
  assign_list (w, dsts, w->fn->n_results, n->list.v, n->list.n, "return", n);
}

static void
walk_multi_call (Walk *w, EscNode *n)
{
  g_autofree EscHole *ks = g_new (EscHole, MAX (n->list.n, 1));
  EscNode *call = n->list2.v[0];

  walk_stmts (w, &call->init);
  for (guint i = 0; i < n->list.n; i++)
    ks[i] = place (w, n->list.v[i]);
  walk_call (w, ks, n->list.n, call);
  mark_reassigned (ks, n->list.n, n);
}

static void
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
    discard (w, n->x);
    walk_block (w, &n->body);
    walk_block (w, &n->list2);
    break;
  case ESC_FOR:
    w->loop_depth++;
    discard (w, n->x);
    walk_stmt (w, n->y);
    walk_block (w, &n->body);
    w->loop_depth--;
    break;
  case ESC_RANGE:
    walk_range (w, n);
    break;
  case ESC_SWITCH:
    discard (w, n->x);
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
    discard (w, n->x);
    assign_heap (w, n->y, "send", n);
    break;
  case ESC_AS:
  case ESC_ASOP:
    assign_list (w, &n->x, 1, &n->y, 1, "assign", n);
    break;
  case ESC_AS2:
    assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair", n);
    break;
  case ESC_AS2DOTTYPE:
    assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair-dot-type", n);
    break;
  case ESC_AS2MAPR:
    assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair-mapr", n);
    break;
  case ESC_AS2RECV:
    assign_list (w, n->list.v, n->list.n, n->list2.v, n->list2.n, "assign-pair-receive", n);
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
    discard (w, n->x);
    break;
  case ESC_GO:
  case ESC_DEFER:
    walk_go_defer (w, n);
    break;
  default:
    discard (w, n);
    break;
  }
}

static void
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

static void
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
