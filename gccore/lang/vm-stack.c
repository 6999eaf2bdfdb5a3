/* Goroutine stacks: from the heap's stack pools, doubled by copying, walked frame by frame. */

#include <string.h>

#include "heap/mheap.h"
#include "lang/vm-internal.h"
#include "lang/vm-spares.h"

#define STACK_MIN UINT64_C (2048) /* Go 1.22 runtime/stack.go, stackMin */

static Mcache *
mcache_of (Vm *vm)
{
  return vm->p ? heap_mcache (vm->gc->heap, vm->p->id) : NULL;
}

static bool
gc_running (const Vm *vm)
{
  return gc_phase (vm->gc) != GC_PHASE_OFF;
}

bool
vm_stack_alloc (Vm *vm, G *g, uint64_t bytes)
{
  Addr lo = stack_alloc (vm->gc->heap, mcache_of (vm), bytes);

  if (lo == 0)
    return false;
  g->stack_lo = lo;
  g->stack_hi = lo + bytes;
  g->sp = g->stack_hi;
  return true;
}

void
vm_stack_free (Vm *vm, Addr lo, Addr hi)
{
  stack_free (vm->gc->heap, mcache_of (vm), lo, hi - lo, gc_running (vm));
}

/* ---- walking ---- */

/* What g's innermost frame needs below its frame pointer. */
static uint64_t
frame_bytes (Vm *vm, const G *g)
{
  const ProgFunc *func = program_func_at (vm->program, (uint32_t) g->vm.pc);

  if (!func)
    return 0;
  return (func->frame_slots + (g->vm.pc == func->entry ? func->far_slots : 0)) * UINT64_C (8);
}

/* Calls `visit` for each live pointer slot of g's frames, innermost first. */
typedef void (*SlotFunc) (void *context, uint64_t *slot);

static void
walk_far (const ProgFunc *func, uint64_t *frame, SlotFunc visit, void *context)
{
  for (uint32_t i = 0; i < func->n_far; i++)
    for (uint64_t m = func->far[i].mask; m != 0; m &= m - 1)
      visit (context, &frame[func->far[i].slot + __builtin_ctzll (m)]);
}

static uint32_t
walk (Vm *vm, G *g, uint64_t pc, Addr fp, SlotFunc visit, void *context)
{
  uint32_t n_frames = 0;
  bool in_call = false;

  while (fp > g->stack_lo && fp < g->stack_hi)
    {
      const LiveSlots *live = liveness_pointers (vm->live, (uint32_t) pc, in_call);
      uint64_t *frame = image_ptr (vm->im, fp);

      if (!live)
        break;
      n_frames++;
      for (uint32_t i = 0; i < live->n; i++)
        visit (context, &frame[live->slots[i]]);
      if (pc != live->func->entry || in_call)
        walk_far (live->func, frame, visit, context);
      if ((uint32_t) *frame == 0)
        break;
      /* A run-time panic's frame stands on the instruction that raised it, not after a call. */
      in_call = !(live->func->flags & PROG_FUNC_RUNTIME);
      pc = (uint32_t) *frame;
      fp += (*frame >> 32) * 8;
      if (pc >= vm->program->n_code)
        break;
    }
  return n_frames;
}

/* The pointers in a closure that a `defer` statement made in its frame. */
static void
walk_frame_closure (Vm *vm, G *g, Addr closure, SlotFunc visit, void *context)
{
  uint64_t *words;
  const GcType *type;

  if (closure < g->stack_lo || closure >= g->stack_hi)
    return;
  words = image_ptr (vm->im, closure);
  if (words[0] >= vm->program->n_funcs)
    return;
  type = vm_gc_type (vm, vm->program->funcs[words[0]].closure_type);
  for (uint64_t i = 0; i < type->ptr_bytes / 8; i++)
    if (type->ptr_mask[i / 64] >> i % 64 & 1)
      visit (context, &words[i]);
}

/* Defer records: four words {next, closure, frame offset, function}, on this stack or objects of their own. */
static void
walk_defers (Vm *vm, G *g, SlotFunc visit, void *context)
{
  Addr record = g->vm.defers;

  while (record != 0 && vm_mem (vm, record, 32))
    {
      uint64_t *words = vm_own (vm, record, 32);
      Addr next;

      visit (context, &words[0]);
      next = words[0];
      visit (context, &words[1]);
      walk_frame_closure (vm, g, words[1], visit, context);
      record = next;
    }
}

typedef struct { Addr lo, hi; uint64_t by; } Move;

static void
adjust (void *context, uint64_t *slot)
{
  const Move *move = context;

  if (*slot >= move->lo && *slot < move->hi)
    *slot += move->by;
}

/* Moves g's stack to a new one of `bytes`. False: out of memory. Frame pointers in G.vm follow; links are relative. */
static bool
copy_stack (Vm *vm, G *g, uint64_t bytes)
{
  Addr old_lo = g->stack_lo, old_hi = g->stack_hi, old_fp = g->vm.fp;
  uint64_t old_bytes = old_hi - old_lo, used;
  Move move;

  if (!vm_stack_alloc (vm, g, bytes))
    {
      g->stack_lo = old_lo;
      g->stack_hi = old_hi;
      return false;
    }
  used = old_hi - old_fp + frame_bytes (vm, g);
  if (used > old_bytes)
    used = old_bytes;
  memcpy (image_ptr (vm->im, g->stack_hi - used), image_ptr (vm->im, old_hi - used), used);
  move = (Move) { old_lo, old_hi, g->stack_hi - old_hi };
  g->vm.fp = g->sp = old_fp + move.by;
  adjust (&move, &g->vm.defers);
  walk (vm, g, g->vm.pc, g->vm.fp, adjust, &move);
  walk_defers (vm, g, adjust, &move);
  vm->extra += (Vtime) (used / 64) * COST_STACK_COPY_PER_64B;
  sched_event (vm->sched, EVENT_STACK, vm->p, g, g->stack_lo, bytes, old_bytes);
  gc_stack_changed (vm->gc, vm->p, (int64_t) bytes - (int64_t) old_bytes);
  vm_stack_free (vm, old_lo, old_hi);
  return true;
}

VmStatus
vm_stack_grow (Vm *vm, G *g, uint64_t need)
{
  uint64_t old = g->stack_hi - g->stack_lo, used = g->stack_hi - g->vm.fp, bytes = old * 2;

  /* Go 1.22 runtime/stack.go, newstack: doubling, more for a large frame. */
  while (bytes - used < need + 32 * 8)
    bytes *= 2;
  if (bytes > (uint64_t) vm->stack_cap)
    {
      char text[128];

      g_snprintf (text, sizeof text, "runtime: goroutine stack exceeds %" G_GINT64_FORMAT "-byte limit\n",
                  vm->stack_cap);
      vm_write (vm, 2, text, strlen (text));
      vm_fatal (vm, "stack overflow");
      return VM_END;
    }
  if (!copy_stack (vm, g, bytes))
    {
      vm_fatal (vm, "runtime: out of memory");
      return VM_END;
    }
  return VM_RETRY;
}

void
vm_shrink_stack (void *context, P *p, G *g)
{
  Vm *vm = context;
  uint64_t bytes = g->stack_hi - g->stack_lo;
  P *running = vm->p;
  uint64_t used;

  if (g->kind != G_KIND_VM || g->stack_lo == 0 || g->status == G_DEAD || bytes / 2 < STACK_MIN)
    return;
  used = g->stack_hi - g->vm.fp + frame_bytes (vm, g) + 256;
  if (used >= bytes / 4)
    return;
  vm->p = p;
  copy_stack (vm, g, bytes / 2);
  vm->p = running;
}

/* ---- roots ---- */

typedef struct { GcRoots *roots; } Scan;

static void
scan_slot (void *context, uint64_t *slot)
{
  gc_root_word (((Scan *) context)->roots, *slot);
}

uint64_t
vm_scan_goroutine (void *context, GcRoots *roots, G *g)
{
  Vm *vm = context;
  Scan scan = { roots };
  uint32_t n;
  uint64_t used;

  if (g->kind != G_KIND_VM || g->stack_lo == 0 || g->status == G_DEAD || g->status == G_IDLE)
    return 0;
  n = walk (vm, g, g->vm.pc, g->vm.fp, scan_slot, &scan);
  for (uint32_t i = 0; i < n; i++)
    gc_root_frame (roots);
  for (Addr record = g->vm.defers; record != 0 && vm_mem (vm, record, 32);)
    {
      const uint64_t *words = image_ptr (vm->im, record);

      gc_root_word (roots, record);
      gc_root_word (roots, words[1]);
      walk_frame_closure (vm, g, words[1], scan_slot, &scan);
      record = words[0];
    }
  gc_root_word (roots, g->vm.closure);
  gc_root_word (roots, g->vm.waiting);
  gc_root_word (roots, g->vm.param);
  gc_root_word (roots, g->heap_object);
  used = g->stack_hi - g->vm.fp + frame_bytes (vm, g);
  return used < g->stack_hi - g->stack_lo ? used : g->stack_hi - g->stack_lo;
}

void
vm_scan_runtime (void *context, GcRoots *roots)
{
  Vm *vm = context;

  gc_root_word (roots, vm->st->interned);
  vm_scan_pools (vm, roots);
  vm_scan_spares (vm, roots);
  vm_scan_timers (vm, roots);
}

/* ---- starting and ending ---- */

static void
start_frame (Vm *vm, G *g, uint32_t func, Addr closure)
{
  uint64_t *frame;

  uint32_t kept = g->vm.flags & 1; /* its sleep timer belongs to the g, whoever uses it */

  memset (&g->vm, 0, sizeof g->vm);
  g->vm.flags = kept;
  g->vm.fp = g->sp = g->stack_hi - 16;
  g->vm.pc = vm->program->entries[func].entry;
  frame = image_ptr (vm->im, g->vm.fp);
  frame[0] = 0;
  frame[1] = 0;
  frame[-1] = closure;
}

/* The root frame has room for its slots without a check only if it is small: grow before it runs. */
static bool
fit_first_frame (Vm *vm, G *g, uint32_t func)
{
  uint64_t need = (vm->program->entries[func].frame_slots + 64u) * 8, bytes = STACK_MIN;

  while (bytes < need)
    bytes *= 2;
  if (g->stack_lo != 0 && g->stack_hi - g->stack_lo < bytes)
    {
      gc_stack_changed (vm->gc, vm->p, (int64_t) (g->stack_lo - g->stack_hi));
      vm_stack_free (vm, g->stack_lo, g->stack_hi);
      g->stack_lo = 0;
    }
  if (g->stack_lo != 0)
    return true;
  if (!vm_stack_alloc (vm, g, bytes))
    return false;
  gc_stack_changed (vm->gc, vm->p, (int64_t) bytes);
  return true;
}

G *
vm_new_goroutine (Vm *vm, G *parent, uint32_t func, Addr closure)
{
  G *g = gc_go (vm->gc, vm->p, parent);

  if (!g || !fit_first_frame (vm, g, func))
    return NULL;
  start_frame (vm, g, func, closure);
  return g;
}

VM_HELPER (vm_op_startg)
{
  Addr closure = fp[VM_A (ins)];
  const uint64_t *words = vm_mem (vm, closure, 8);
  uint64_t func;
  const ProgFunc *creator = program_func_at (vm->program, (uint32_t) vm->g->vm.pc);
  G *g;

  vm_synchronised (vm);
  if (closure == 0)
    {
      vm_fatal (vm, "go of nil func value");
      return VM_END;
    }
  if (!words || (func = words[0]) >= vm->program->n_funcs)
    return vm_fault (vm, closure);
  vm->g->line = vm->program->lines[vm->g->vm.pc];
  g = vm_new_goroutine (vm, vm->g, (uint32_t) func, closure);
  if (!g)
    {
      vm_fatal (vm, "runtime: out of memory");
      return VM_END;
    }
  gc_shade (vm->gc, vm->p, vm->g, closure);
  g->vm.func = creator ? (uint32_t) (creator - vm->program->funcs) : 0;
  vm->extra += COST_VM_GO;
  sched_ready_new (vm->sched, vm->p, g);
  return VM_TICK;
}

VmStatus
vm_goroutine_over (Vm *vm)
{
  G *g = vm->g;

  if (g->stack_lo != 0 && g->stack_hi - g->stack_lo != STACK_MIN)
    {
      gc_stack_changed (vm->gc, vm->p, (int64_t) (g->stack_lo - g->stack_hi));
      vm_stack_free (vm, g->stack_lo, g->stack_hi);
      g->stack_lo = g->stack_hi = 0;
    }
  g->vm.defers = g->vm.panic = g->vm.closure = g->vm.waiting = g->vm.param = 0;
  return VM_GONE;
}

VM_HELPER (vm_op_goexit)
{
  if (vm->g->goid == 1)
    {
      vm_end (vm, 0);
      return VM_END;
    }
  return vm_goroutine_over (vm);
}
