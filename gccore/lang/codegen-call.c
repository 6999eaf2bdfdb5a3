/* Calls, go and defer. */

#include <string.h>

#include "lang/codegen-internal.h"
#include "lang/dictionary.h"

uint32_t
cg_sig_slots (Type *sig, Type *recv, uint32_t *results)
{
  uint32_t n = recv ? cg_slots (recv) : 0;

  for (int i = 0; i < sig->func.params.n; i++)
    n += cg_slots (sig->func.params.v[i]->type);
  *results = 0;
  for (int i = 0; i < sig->func.results.n; i++)
    *results += cg_slots (sig->func.results.v[i]->type);
  return n;
}

/* Room for a call: link, arguments, results. */
Window
cg_window (Fn *fn, Type *sig, Type *recv)
{
  Window w;
  int slot;

  w.arg_slots = cg_sig_slots (sig, recv, &w.result_slots);
  w.link = cg_temp_slots (fn, 1 + w.arg_slots + w.result_slots);
  w.args = w.link + 1;
  w.results = w.args + (int) w.arg_slots;
  slot = w.args;
  if (recv)
    {
      cg_range (fn, slot, recv, false);
      slot += (int) cg_slots (recv);
    }
  for (int i = 0; i < sig->func.params.n; i++)
    {
      cg_range (fn, slot, sig->func.params.v[i]->type, false);
      slot += (int) cg_slots (sig->func.params.v[i]->type);
    }
  for (int i = 0; i < sig->func.results.n; i++)
    {
      cg_range (fn, slot, sig->func.results.v[i]->type, false);
      slot += (int) cg_slots (sig->func.results.v[i]->type);
    }
  return w;
}

void
cg_call_func (Fn *fn, Func *func, const Window *w)
{
  g_assert (func != NULL);
  if (cg_is_native (func))
    cg_opk (fn, VM_NATIVE, w->link, cg_native (fn->cg, func->name, w->arg_slots, w->result_slots));
  else
    cg_opk (fn, VM_CALL, w->link, cg_func (fn->cg, func));
}

Type *
cg_method_sig (Fn *fn, Object *method)
{
  (void) fn;
  return type_underlying (method->type);
}

/* ---- operands ---- */

int
cg_receiver (Fn *fn, Expr *selector, int dest)
{
  Expr *x = selector->selector.x;
  int low, pointer;

  if (selector->selector.kind == SEL_IFACE_METHOD)
    return cg_expr (fn, x, dest);
  switch (selector->selector.adjust)
    {
    case RECV_ADDRESS:
      return cg_address (fn, x, dest, true);
    case RECV_DEREF:
      if (dest == NO_DEST)
        dest = cg_temp (fn, type_underlying (x->type)->pointer.elem);
      low = fn->low;
      pointer = cg_expr (fn, x, NO_DEST);
      cg_load (fn, type_underlying (x->type)->pointer.elem, dest, pointer, 0);
      if (dest >= low)
        cg_release (fn, low);
      return dest;
    default:
      return cg_expr (fn, x, dest);
    }
}

/* The slice of a variadic call's extra arguments. */
static void
pack_variadic (Fn *fn, Expr *x, Type *slice, int dest)
{
  Type *elem = type_underlying (slice)->slice.elem;
  int n = x->call.args.n - x->call.n_fixed, low = fn->low, array;

  if (n == 0)
    {
      cg_zero (fn, slice, dest);
      return;
    }
  array = cg_temp_pointer (fn);
  if (cg_on_heap (fn, x))
    cg_opk (fn, VM_NEW, array, cg_array_of (fn->cg, elem, n));
  else
    cg_frame_array (fn, elem, n, array);
  for (int i = 0; i < n; i++)
    {
      int inner = fn->low;
      int value = cg_expr (fn, x->call.args.v[x->call.n_fixed + i], NO_DEST);

      cg_store (fn, elem, array, (int64_t) i * (int64_t) type_size (elem), value);
      cg_release (fn, inner);
    }
  cg_op (fn, VM_MOV, dest, array, 0);
  cg_int (fn, dest + 1, n);
  cg_int (fn, dest + 2, n);
  cg_release (fn, low);
}

/* f (g ()): the results of g are the arguments. */
static void
spread_arguments (Fn *fn, Expr *x, Type *sig, int at)
{
  Type *tuple = x->call.args.v[0]->type;
  int low = fn->low, n_fixed = sig->func.variadic ? sig->func.params.n - 1 : sig->func.params.n;
  int from = cg_expr (fn, x->call.args.v[0], NO_DEST);

  for (int i = 0; i < n_fixed; i++)
    {
      Type *want = sig->func.params.v[i]->type, *have = tuple->tuple.vars.v[i]->type;

      cg_convert_value (fn, have, want, from, at);
      at += (int) cg_slots (want);
      from += (int) cg_slots (have);
    }
  if (sig->func.variadic)
    {
      Type *slice = sig->func.params.v[n_fixed]->type, *elem = type_underlying (slice)->slice.elem;
      int n = tuple->tuple.vars.n - n_fixed, array = cg_temp_pointer (fn), value;

      if (n == 0)
        cg_zero (fn, slice, at);
      else
        {
          if (cg_on_heap (fn, x))
            cg_opk (fn, VM_NEW, array, cg_array_of (fn->cg, elem, n));
          else
            cg_frame_array (fn, elem, n, array);
          for (int i = 0; i < n; i++)
            {
              Type *have = tuple->tuple.vars.v[n_fixed + i]->type;
              int inner = fn->low;

              value = cg_temp (fn, elem);
              cg_convert_value (fn, have, elem, from, value);
              cg_store (fn, elem, array, (int64_t) i * (int64_t) type_size (elem), value);
              from += (int) cg_slots (have);
              cg_release (fn, inner);
            }
          cg_op (fn, VM_MOV, at, array, 0);
          cg_int (fn, at + 1, n);
          cg_int (fn, at + 2, n);
        }
    }
  cg_release (fn, low);
}

static void
arguments (Fn *fn, Expr *x, Type *sig, int at)
{
  ExprList args = x->call.args;
  int n_params = sig->func.params.n;

  if (x->call.spread)
    {
      spread_arguments (fn, x, sig, at);
      return;
    }
  for (int i = 0; i < n_params; i++)
    {
      Type *type = sig->func.params.v[i]->type;
      int low = fn->low;
      bool packed = x->call.n_fixed >= 0 && i == x->call.n_fixed && sig->func.variadic && !x->call.has_dots;

      if (packed)
        pack_variadic (fn, x, type, at);
      else if (i < args.n)
        cg_expr (fn, args.v[i], at);
      else
        cg_zero (fn, type, at);
      cg_release (fn, low);
      at += (int) cg_slots (type);
    }
}

/* ---- calls ---- */

/* A call whose operands have been evaluated into its window. */
typedef struct {
  Window w;
  Type *sig;
  Type *recv;                 /* first argument that is not a parameter */
  Func *func;                 /* static callee */
  uint32_t index;             /* static callee without Func (method expression of an interface) */
  bool has_index;
  int closure;                /* slot of a func value */
  int iface;                  /* slot of the interface */
  uint32_t method;
  bool reads_recv;            /* Expr.call.reads_recv */
} Prepared;

/* What a call's operands begin with: the receiver or the func value, NULL: there is none. */
static Expr *
first_operand (Expr *x)
{
  Expr *fun = expr_unparen (x->call.fun);

  switch (x->call.kind)
    {
    case CALL_METHOD:
    case CALL_IFACE_METHOD:
      return fun->selector.x;
    case CALL_CLOSURE:
      return fun;
    default:
      return NULL;
    }
}

/* Whether a call packs arguments into a slice on the heap. */
static bool
packs_on_heap (Fn *fn, Expr *x)
{
  int n = x->call.args.n - x->call.n_fixed;

  if (x->call.n_fixed < 0 || x->call.has_dots || x->call.spread || n == 0)
    return false;
  return cg_on_heap (fn, x);
}

/* What is called, and what it is called on: a func value or an interface; not yet the receiver. */
static Prepared
prepare_callee (Fn *fn, Expr *x)
{
  Prepared p = { .closure = NO_DEST, .iface = NO_DEST };
  Expr *fun = expr_unparen (x->call.fun);

  cg_order_list (fn, first_operand (x), x->call.args, packs_on_heap (fn, x));
  p.sig = x->call.sig;
  switch (x->call.kind)
    {
    case CALL_METHOD:
      p.func = x->call.callee->func.func;
      p.recv = p.func->recv->type;
      p.sig = type_underlying (x->call.callee->type);
      break;
    case CALL_IFACE_METHOD:
      p.iface = cg_expr (fn, fun->selector.x, NO_DEST);
      p.recv = fn->cg->unit->basic[KIND_UNSAFE_POINTER];
      p.method = cg_method_number (fn->cg, fun->selector.obj);
      p.reads_recv = x->call.reads_recv;
      break;
    case CALL_METHOD_EXPR:
      if (dictionary_held_by_value (fun))
        {
          p.closure = cg_expr (fn, fun, NO_DEST);
          break;
        }
      p.index = cg_method_expr_func (fn->cg, fun);
      p.has_index = true;
      p.sig = type_underlying (fun->type);
      break;
    case CALL_FUNC:
      p.func = x->call.callee->func.func;
      break;
    default:
      p.closure = cg_expr (fn, x->call.fun, NO_DEST);
      break;
    }
  return p;
}

static Prepared
prepare (Fn *fn, Expr *x)
{
  Prepared p = prepare_callee (fn, x);
  int at;

  p.w = cg_window (fn, p.sig, p.recv);
  at = p.w.args;
  if (x->call.kind == CALL_METHOD)
    {
      int low = fn->low;

      cg_receiver (fn, expr_unparen (x->call.fun), at);
      cg_release (fn, low);
      at += (int) cg_slots (p.recv);
    }
  else if (x->call.kind == CALL_IFACE_METHOD)
    {
      cg_op (fn, VM_MOV, at, p.iface + 1, 0);
      at++;
    }
  arguments (fn, x, p.sig, at);
  return p;
}

static void
emit_call (Fn *fn, const Prepared *p)
{
  if (p->iface != NO_DEST)
    {
      if (p->reads_recv) /* as the direct call would that the compiler makes of it */
        cg_op (fn, VM_NILCHK, p->iface + 1, 0, 0);
      cg_op (fn, VM_CALLM, p->w.link, p->iface, (int) p->method);
      cg_extra (fn, (int) p->w.arg_slots, p->w.result_slots);
    }
  else if (p->closure != NO_DEST)
    {
      cg_op (fn, VM_CALLC, p->w.link, p->closure, 0);
      cg_extra (fn, (int) p->w.arg_slots, p->w.result_slots);
    }
  else if (p->has_index)
    cg_opk (fn, VM_CALL, p->w.link, p->index);
  else
    cg_call_func (fn, p->func, &p->w);
}

/* Functions that are one instruction. */
static bool
intrinsic (Fn *fn, Expr *x, int *dest)
{
  const Func *func = x->call.kind == CALL_FUNC ? x->call.callee->func.func : NULL;
  int low, slot;

  if (!func || !func->pkg || !func->pkg->is_std || strcmp (func->name, "math.Sqrt") != 0)
    return false;
  if (*dest == NO_DEST)
    *dest = cg_temp_slots (fn, 1);
  low = fn->low;
  slot = cg_expr (fn, x->call.args.v[0], NO_DEST);
  cg_op (fn, VM_FSQRT, *dest, slot, 0);
  cg_release (fn, low);
  return true;
}

int
cg_call (Fn *fn, Expr *x, int dest)
{
  int low = fn->low;
  uint32_t line = fn->line;
  Prepared p;

  if (intrinsic (fn, x, &dest))
    return dest;
  p = prepare (fn, x);
  fn->line = x->pos.line ? x->pos.line : line;
  emit_call (fn, &p);
  if (dest == NO_DEST)
    return p.w.results;
  if (p.w.result_slots == 1)
    cg_op (fn, VM_MOV, dest, p.w.results, 0);
  else if (p.w.result_slots == 2)
    cg_op (fn, VM_MOV2, dest, p.w.results, 0);
  else if (p.w.result_slots == 3)
    cg_op (fn, VM_MOV3, dest, p.w.results, 0);
  else if (p.w.result_slots > 3)
    cg_op (fn, VM_MOVN, dest, p.w.results, (int) p.w.result_slots);
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

/* ---- go and defer ----
 *
 * Both make a closure without parameters, which makes the call. What it captures is computed when the statement runs:
 * the func value or interface, the receiver, and of the arguments what is neither constant nor made anew by each call,
 * down into the elements of literals (Go 1.22 cmd/compile/internal/typecheck/stmt.go, normalizeGoDeferCall). */

typedef struct {
  Prepared p;
  Expr *call;
  struct { Type **v; int n; } types;  /* of each captured value */
  struct { int *v, n; } slots;        /* where it is when the statement runs */
  ExprList args;                      /* those of the last values that are parts of arguments */
  bool spread;                        /* f (g ()): the last values are the arguments */
  bool dictionary;                    /* the first value is one, which the call here does without */
  bool heap;                          /* the closure is; large values are then objects of their own */
} Deferred;

static void
capture (Fn *fn, Deferred *d, Type *type, int slot)
{
  ARENA_APPEND (fn->cg->scratch, &d->slots, slot);
  ARENA_APPEND (fn->cg->scratch, &d->types, type);
}

/* Whether each call can compute x for itself. */
static bool
is_made_by_call (Expr *x)
{
  const Object *obj = x->kind == EXPR_NAME ? x->name.obj : x->kind == EXPR_SELECTOR ? x->selector.obj : NULL;

  if (x->value || x->mode == MODE_TYPE || x->mode == MODE_NIL)
    return true;
  if (x->kind == EXPR_CALL)
    return x->call.kind == CALL_BUILTIN && x->call.builtin == BUILTIN_NEW;
  if (x->kind == EXPR_SELECTOR && x->selector.kind != SEL_PACKAGE)
    return x->selector.kind == SEL_METHOD_EXPR;
  return (x->kind == EXPR_INDEX && x->index.is_instance) || (obj && obj->kind == OBJ_FUNC);
}

static void
capture_argument (Fn *fn, Deferred *d, Expr *x)
{
  x = expr_unparen (x);
  if (is_made_by_call (x))
    return;
  if (x->kind == EXPR_COMPOSITE && !x->composite.is_pointer && !type_is_kind (x->composite.base, KIND_MAP))
    {
      for (int i = 0; i < x->composite.elems.n; i++)
        {
          Expr *elem = x->composite.elems.v[i];

          capture_argument (fn, d, elem->kind == EXPR_KEY_VALUE ? elem->key_value.value : elem);
        }
      return;
    }
  capture (fn, d, x->type, cg_expr (fn, x, NO_DEST));
  ARENA_APPEND (fn->cg->scratch, &d->args, x);
}

/* Whether a value is captured by reference: it is more than 128 bytes (Go 1.22 cmd/compile/internal/escape/escape.go,
 * flowClosure). In a frame that makes no difference. */
static bool
is_apart (const Deferred *d, int i)
{
  return d->heap && type_size (d->types.v[i]) > 128;
}

/* The types of the closure's fields. */
static Type **
captured_types (Cg *cg, const Deferred *d)
{
  Type **types = CG_NEW_N (cg, Type *, d->types.n + 1);

  for (int i = 0; i < d->types.n; i++)
    types[i] = is_apart (d, i) ? cg->unit->basic[KIND_UNSAFE_POINTER] : d->types.v[i];
  return types;
}

/* Captured value i out of the wrapper's closure. */
static int
load_captured (Fn *fn, const Deferred *d, int i, const uint64_t *offsets)
{
  int slot = cg_temp (fn, d->types.v[i]), low = fn->low, object;

  if (!is_apart (d, i))
    {
      cg_load (fn, d->types.v[i], slot, -1, (int64_t) offsets[i]);
      return slot;
    }
  object = cg_temp_pointer (fn);
  cg_load (fn, fn->cg->unit->basic[KIND_UNSAFE_POINTER], object, -1, (int64_t) offsets[i]);
  cg_load (fn, d->types.v[i], slot, object, 0);
  cg_release (fn, low);
  return slot;
}

/* f (g ()): the results of g, and the slice that they may be packed into, are there when the statement has run. */
static void
capture_results (Fn *fn, Deferred *d)
{
  Type *sig = d->p.sig;
  Window w;
  int at;

  fn->force_heap = d->heap;
  w = cg_window (fn, sig, NULL);
  at = w.args;
  spread_arguments (fn, d->call, sig, at);
  fn->force_heap = false;
  for (int i = 0; i < sig->func.params.n; i++)
    {
      capture (fn, d, sig->func.params.v[i]->type, at);
      at += (int) cg_slots (sig->func.params.v[i]->type);
    }
}

/* One attempt to compile the wrapper; returns how much storage its frame needs. */
static int
compile_wrapper (Cg *cg, const CgLater *later, int storage)
{
  Deferred *d = later->data;
  Fn *fn = cg_begin (cg, later->name, NULL);
  Prepared p = d->p;
  int n = d->types.n, i = d->dictionary, recv = NO_DEST, at;
  uint64_t *offsets = CG_NEW_N (cg, uint64_t, n + 1);

  fn->line = later->x->pos.line;
  fn->makes_call = true;
  fn->low = fn->lowest = fn->storage_base = -1;
  cg_range_pointer (fn, -1);
  cg_reserve_storage (fn, storage, storage > 0);
  fn->closure_type = cg_closure_type (cg, captured_types (cg, d), n, offsets);
  if (p.closure != NO_DEST)
    p.closure = load_captured (fn, d, i++, offsets);
  if (p.iface != NO_DEST)
    {
      p.iface = load_captured (fn, d, i++, offsets);
      recv = p.iface + 1;
    }
  else if (p.recv)
    recv = load_captured (fn, d, i++, offsets);
  for (int k = 0; k < d->args.n; k++)
    cg_settle (fn, d->args.v[k], load_captured (fn, d, i++, offsets));
  if (d->call->call.kind == CALL_BUILTIN || d->call->call.kind == CALL_CONVERSION)
    cg_builtin (fn, d->call, NO_DEST);
  else
    {
      int *values = CG_NEW_N (cg, int, n + 1);

      for (int k = i; d->spread && k < n; k++)
        values[k] = load_captured (fn, d, k, offsets);
      p.w = cg_window (fn, p.sig, p.recv);
      at = p.w.args;
      if (p.recv)
        {
          cg_move (fn, p.recv, at, recv);
          at += (int) cg_slots (p.recv);
        }
      if (!d->spread)
        arguments (fn, d->call, p.sig, at);
      for (; d->spread && i < n; at += (int) cg_slots (d->types.v[i++]))
        cg_move (fn, d->types.v[i], at, values[i]);
      emit_call (fn, &p);
    }
  cg_op (fn, VM_RET, 0, 0, 0);
  storage = fn->storage_used;
  cg_end_at (fn, later->index, later->name, cg_file (cg, later->x->pos.file), later->x->pos.line,
             PROG_FUNC_WRAPPER | PROG_FUNC_CLOSURE);
  return storage;
}

static void
compile_deferred (Cg *cg, const CgLater *later)
{
  uint32_t start = cg->code->len;
  guint n_later = cg->later->len;
  int storage = compile_wrapper (cg, later, 0);

  if (storage == 0)
    return;
  cg_forget_func (cg, later->index, start, n_later);
  compile_wrapper (cg, later, storage);
}

static uint32_t
new_wrapper (Fn *fn, Expr *x, Deferred *d, const char *kind)
{
  Cg *cg = fn->cg;
  ProgFunc empty = { 0 };
  const char *name = arena_printf (cg->scratch, "%s.%s%d", fn->func ? fn->func->name : "main", kind,
                                   ++fn->n_deferred);
  uint32_t index = cg->funcs->len;

  g_array_append_val (cg->funcs, empty);
  cg_later (cg, compile_deferred, index, name, x, NULL);
  g_array_index (cg->later, CgLater, cg->later->len - 1).data = d;
  return index;
}

/* The func value itself, where the call takes and gives nothing; NO_DEST: it needs a wrapper. */
static int
call_without_wrapper (Fn *fn, Expr *x, bool heap)
{
  Expr *fun = expr_unparen (x->call.fun);

  if ((x->call.kind != CALL_CLOSURE && x->call.kind != CALL_FUNC) || x->call.args.n != 0
      || x->call.sig->func.results.n != 0 || x->call.sig->func.params.n != 0 || dictionary_among_operands (x))
    return NO_DEST;
  if (x->call.kind == CALL_FUNC)
    return cg_is_native (x->call.callee->func.func)
               ? NO_DEST : cg_func_value (fn, cg_func (fn->cg, x->call.callee->func.func), NO_DEST);
  if (fun->kind == EXPR_FUNC_LIT && !heap && fun->func_lit.func->captures.n > 0)
    return cg_func_literal_in (fn, fun, NO_DEST, false);
  return cg_expr (fn, x->call.fun, NO_DEST);
}

/* A closure without parameters that makes the call with its operands as they are now. */
static int
call_as_closure (Fn *fn, Expr *x, const char *kind, bool heap)
{
  Deferred *d;
  uint32_t index;
  int func;

  x = expr_unparen (x);
  func = call_without_wrapper (fn, x, heap);
  if (func != NO_DEST)
    return func;
  d = ARENA_NEW (fn->cg->scratch, Deferred);
  *d = (Deferred) { .p = { .closure = NO_DEST, .iface = NO_DEST }, .call = x, .heap = heap,
                    .dictionary = dictionary_among_operands (x) };
  if (d->dictionary)
    capture (fn, d, fn->cg->unit->basic[KIND_UNSAFE_POINTER], cg_dictionary (fn));
  if (x->call.kind != CALL_BUILTIN && x->call.kind != CALL_CONVERSION)
    {
      d->p = prepare_callee (fn, x);
      if (d->p.closure != NO_DEST)
        capture (fn, d, x->call.fun->type, d->p.closure);
      else if (d->p.iface != NO_DEST)
        {
          cg_op (fn, VM_NILCHKI, d->p.iface, 0, 0);
          capture (fn, d, expr_unparen (x->call.fun)->selector.x->type, d->p.iface);
        }
      else if (d->p.recv)
        capture (fn, d, d->p.recv, cg_receiver (fn, expr_unparen (x->call.fun), NO_DEST));
    }
  d->spread = x->call.spread && x->call.kind != CALL_BUILTIN;
  if (d->spread)
    capture_results (fn, d);
  for (int i = 0; !d->spread && i < x->call.args.n; i++)
    capture_argument (fn, d, x->call.args.v[i]);
  index = new_wrapper (fn, x, d, kind);
  if (d->slots.n == 0)
    return cg_func_value (fn, index, NO_DEST);
  for (int i = 0; i < d->slots.n; i++)
    if (is_apart (d, i))
      {
        int object = cg_temp_pointer (fn);

        cg_new (fn, d->types.v[i], true, object);
        cg_store (fn, d->types.v[i], object, 0, d->slots.v[i]);
        d->slots.v[i] = object;
      }
  return cg_make_closure (fn, index, captured_types (fn->cg, d), d->slots.v, d->slots.n, heap, NO_DEST);
}

void
cg_go (Fn *fn, Stmt *s)
{
  int low = fn->low;
  int closure = call_as_closure (fn, s->go.call, "gowrap", true);

  cg_op (fn, VM_STARTG, closure, 0, 0);
  cg_release (fn, low);
}

void
cg_defer (Fn *fn, Stmt *s)
{
  int low = fn->low, record, closure;

  if (s->go.in_loop > 0 || fn->func->has_goto)
    {
      int scratch = cg_temp_pointer (fn);

      closure = call_as_closure (fn, s->go.call, "deferwrap", true);
      cg_op (fn, VM_DEFERH, scratch, closure, 0);
      cg_release (fn, low);
      return;
    }
  /* Record and closure stay in the frame until the function returns. */
  record = cg_storage (fn, 4);
  closure = call_as_closure (fn, s->go.call, "deferwrap", false);
  cg_op (fn, VM_DEFER, record, closure, 0);
  cg_release (fn, low);
}
