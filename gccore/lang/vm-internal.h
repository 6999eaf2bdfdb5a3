#pragma once

/* What the files of the interpreter share: vm.c (the loop) and its helpers, one file an idea.
 *
 * An instruction that is more than a few moves is a helper function. Before it is called the loop stores pc (of the
 * instruction itself) and fp into G.vm, so a helper may allocate; what it returns says how the loop goes on. A helper
 * that returns anything but VM_OK or VM_TICK has done nothing that doing it again would spoil. */

#include <string.h>

#include "base/image.h"
#include "gc/gc.h"
#include "lang/liveness.h"
#include "lang/vm.h"

typedef enum {
  VM_OK,        /* on to the next instruction */
  VM_TICK,      /* done, and it was a visible unit: the tick ends */
  VM_RETRY,     /* the tick ends; the same instruction again */
  VM_PARK,      /* parked (sched_park was called); the same instruction again when it runs again */
  VM_PARK_NEXT, /* parked; on to the next instruction when it runs again */
  VM_YIELD_NEXT,/* Gosched: back of the queue, then the next instruction */
  VM_JUMP,      /* G.vm.pc and G.vm.fp were set (a frame was pushed or dropped): go on there */
  VM_TRAP,      /* a run-time panic: vm->trap says which */
  VM_END,       /* the program ended */
  VM_GONE,      /* the goroutine ended */
} VmStatus;

typedef enum {
  TRAP_NIL,             /* invalid memory address or nil pointer dereference; x: address */
  TRAP_FAULT,           /* unexpected fault address x: fatal */
  TRAP_DIVIDE,
  TRAP_SHIFT,
  TRAP_INDEX,           /* x: index, y: length */
  TRAP_SLICE_ALEN,      /* slice bounds out of range [:x] with length y */
  TRAP_SLICE_ACAP,      /* [:x] with capacity y */
  TRAP_SLICE_B,         /* [x:y] */
  TRAP_SLICE3_ALEN, TRAP_SLICE3_ACAP, TRAP_SLICE3_B, TRAP_SLICE3_C,
  TRAP_SLICE_CONVERT,   /* cannot convert slice with length x to array or pointer to array with length y */
  TRAP_MAKESLICE_LEN, TRAP_MAKESLICE_CAP, TRAP_MAKECHAN, TRAP_GROWSLICE,
  TRAP_NIL_MAP,
  TRAP_ASSERT,          /* x: type word of the value, y: wanted type, z: static interface type */
  TRAP_ASSERT_METHOD,   /* the same, wanted is an interface some method of which the value lacks */
  TRAP_UNCOMPARABLE,    /* x: type */
  TRAP_UNHASHABLE,
  TRAP_CLOSE_NIL, TRAP_CLOSE_CLOSED, TRAP_SEND_CLOSED,
  TRAP_PANIC_NIL,
  TRAP_PLAIN,           /* x, y: address and length of the text; a runtime error of its own words */
  TRAP_TEXT,            /* panic (string) of a native; x: address of the string header */
  TRAP_UNSAFE_SLICE_LEN, TRAP_UNSAFE_SLICE_NIL, TRAP_UNSAFE_STRING_LEN, TRAP_UNSAFE_STRING_NIL,
} VmTrap;

/* A slice of pointers of the runtime's own (vm-list.h). */
typedef struct
{
  Addr array;
  uint64_t cap;
} VmList;

/* In the image, at roots[IMAGE_ROOT_VM]. */
typedef struct {
  uint64_t rng[4];
  uint64_t instructions;
  int64_t inside_budget;                  /* inside a tick: instructions left in it; 0: between two ticks */
  Vtime inside_extra;                     /* and its cost so far beyond its instructions */
  int32_t exit_status;
  bool ended;
  Addr interned;                          /* os.Args */
  VmList pools, old_pools;                /* sync.Pools in use, and with victims */
  uint32_t n_pools, n_old_pools;
  VmList timers[P_MAX];                   /* by P: room for its set timers (P.n_timers), which sched's table names */
  GSlot sem_table[251];                   /* goroutines waiting for semaphores, by address; linked by G.link */
  Addr shared_sudogs, shared_defers;      /* vm-spares.h */
  Addr map_writer;                        /* map last written, until its writer synchronises; 0: none */
  GSlot map_writer_g, finalizer_g;
  uint64_t rand[4];                       /* math/rand's global source */
} VmState;

/* Arguments at base[1] ..., results after them, as in a call's window. */
typedef VmStatus (*VmNativeFunc) (Vm *vm, uint64_t *base);

/* Words that were keys of maps, by what was done with them: the last one, how far it lay from the one before, and the
 * bucket of the next one if that lies as far. Guesses, for the host's caches alone (vm-map-near.h). */
typedef enum { MAP_FIND, MAP_ASSIGN, MAP_DELETE, N_MAP_USES } MapUse;
typedef struct { uint64_t last, stride; Addr next; } MapStride;

struct Vm {
  Image *im;
  Gc *gc;
  Sched *sched;
  const Program *program;
  const VmIns *code;                      /* the program's, or the copy below while breaks are set */
  struct VmBreaks *breaks;                /* NULL: never set (vm-break.c) */
  VmState *st;                            /* in the image */
  P *p;                                   /* while a goroutine runs */
  G *g;
  Vtime extra;                            /* virtual cost of this tick beyond its instructions */
  int64_t budget;                         /* instructions left in it, around helpers */
  uint32_t ticked;                        /* the collector has counted it already (gc/mutator.h) */
  struct { uint32_t kind; uint64_t x, y, z; } trap;
  int64_t stack_cap;
  VmOutputFunc output;
  void *output_context;
  const char *const *args;
  MapStride strides[N_MAP_USES];
  Liveness *live;
  VmNativeFunc *natives;                  /* by the program's native number */
};

/* vm-break.c: whether to stop before the instruction at pc, of which `budget` are left in the tick. */
bool vm_at_break (Vm *vm, P *p, G *g, int64_t budget);
void vm_breaks_free (Vm *vm);

#define LIKELY(x) __builtin_expect (!!(x), 1)
#define UNLIKELY(x) __builtin_expect (!!(x), 0)

static inline VmStatus
vm_trap (Vm *vm, VmTrap kind, uint64_t x, uint64_t y)
{
  vm->trap.kind = kind;
  vm->trap.x = x;
  vm->trap.y = y;
  vm->trap.z = 0;
  return VM_TRAP;
}

static inline VmStatus
vm_fault (Vm *vm, Addr addr)
{
  return vm_trap (vm, addr < 4096 ? TRAP_NIL : TRAP_FAULT, addr, 0);
}

/* Checked host pointers into program memory; NULL: the address is not the program's. */
static inline void *
vm_mem (const Vm *vm, Addr addr, uint64_t bytes)
{
  return LIKELY (image_program_can_access (vm->im, addr, bytes)) ? image_ptr (vm->im, addr) : NULL;
}

/* A host pointer that is stored through, into memory known to be there. */
static inline void *
vm_own (const Vm *vm, Addr addr, uint64_t bytes)
{
  image_touch (vm->im, addr, bytes);
  return image_ptr (vm->im, addr);
}

static inline void *
vm_mem_w (const Vm *vm, Addr addr, uint64_t bytes)
{
  if (UNLIKELY (!image_program_can_write (vm->im, addr, bytes)))
    return NULL;
  image_touch_own (vm->im, addr, bytes);
  return image_ptr (vm->im, addr);
}

static inline const RtType *
vm_type (const Vm *vm, uint64_t id)
{
  return id != 0 && id < vm->program->gc_types.n_types ? &vm->program->types[id] : NULL;
}

static inline const GcType *
vm_gc_type (const Vm *vm, TypeId id)
{
  return &vm->program->gc_types.types[id];
}

static inline uint32_t
vm_slots (uint64_t bytes)
{
  return (uint32_t) ((bytes + 7) / 8);
}

/* Whether n bytes are alike. Short ones are looked at as two words that may overlap. */
static inline bool
vm_bytes_equal (const uint8_t *x, const uint8_t *y, uint64_t n)
{
  if (LIKELY (n >= 8 && n <= 16))
    {
      uint64_t a, b, c, d;

      memcpy (&a, x, 8);
      memcpy (&b, y, 8);
      memcpy (&c, x + n - 8, 8);
      memcpy (&d, y + n - 8, 8);
      return a == b && c == d;
    }
  if (LIKELY (n >= 4 && n < 8))
    {
      uint32_t a, b, c, d;

      memcpy (&a, x, 4);
      memcpy (&b, y, 4);
      memcpy (&c, x + n - 4, 4);
      memcpy (&d, y + n - 4, 4);
      return a == b && c == d;
    }
  return memcmp (x, y, n) == 0;
}

/* Two string headers. */
static inline bool
vm_string_equal (const Vm *vm, const uint64_t *a, const uint64_t *b)
{
  const uint8_t *x, *y;

  if (a[1] != b[1])
    return false;
  if (a[0] == b[0] || a[1] == 0)
    return true;
  x = vm_mem (vm, a[0], a[1]);
  y = vm_mem (vm, b[0], b[1]);
  return x && y && vm_bytes_equal (x, y, a[1]);
}

/* A value of a type between its frame form and memory. Stores do not run write barriers: see vm_store_typed. */
void vm_load_value (const RtType *t, const GcType *gt, uint64_t *slots, const void *mem);
void vm_store_value (const RtType *t, const GcType *gt, void *mem, const uint64_t *slots);
/* The store with its barrier while marking; `dst` was checked. Returns VM_OK or, when a barrier recorded, VM_TICK. */
VmStatus vm_store_typed (Vm *vm, TypeId type, Addr dst, const uint64_t *slots);
VmStatus vm_copy_typed (Vm *vm, TypeId type, Addr dst, Addr src, uint64_t n);

/* Instructions executed in this tick. One that goes on with an operation of the collector was counted when it began it:
 * how often it is done again depends on how many ticks the collector does in one go. */
static inline int64_t
vm_executed (const G *g, int64_t budget)
{
  return LIKELY (g->malloc.step == 0) ? VM_TICK_INSTRUCTIONS - budget : 0;
}

/* Before a call into the collector that ends the tick itself: charges what was executed. */
static inline void
vm_charge (Vm *vm)
{
  int64_t executed = vm_executed (vm->g, vm->budget);

  vm->p->clock += executed * COST_VM_INSTR + vm->extra;
  vm->st->instructions += (uint64_t) executed;
  vm->budget = VM_TICK_INSTRUCTIONS;
  vm->extra = 0;
  vm->ticked = 1;
}

/* A pointer into a slot of program memory, through the barrier. */
static inline void
vm_put_pointer (Vm *vm, Addr slot, Addr value)
{
  if (UNLIKELY (gc_barrier_on (vm->gc)))
    {
      vm_charge (vm);
      gc_write_pointer (vm->gc, vm->p, vm->g, slot, value);
    }
  else
    *(Addr *) vm_own (vm, slot, sizeof slot) = value;
}

static inline void
vm_barrier_bulk (Vm *vm, Addr dst, Addr src, uint64_t bytes, TypeId type)
{
  vm_charge (vm);
  gc_barrier_bulk (vm->gc, vm->p, vm->g, dst, src, bytes, type);
}

/* One step of an allocation. VM_TICK: *out is there. */
VmStatus vm_malloc (Vm *vm, uint64_t bytes, TypeId type, bool zero, Addr *out);
/* At once, as the runtime does while it holds a lock: see gc_malloc_locked(). VM_OK, or VM_END: out of memory. */
VmStatus vm_malloc_locked (Vm *vm, uint64_t bytes, TypeId type, Addr *out);
/* A fresh string holding `len` bytes; "" costs nothing. VM_OK or VM_TICK: made. */
VmStatus vm_new_string (Vm *vm, const void *bytes, uint64_t len, uint64_t *out2);

/* ---- helpers by file ---- */

typedef VmStatus (*VmHelper) (Vm *vm, VmIns ins, const VmIns *next, uint64_t *fp);
#define VM_HELPER(name) VmStatus name (Vm *vm, VmIns ins, const VmIns *next, uint64_t *fp)

/* vm-memory.c */
VM_HELPER (vm_op_new);
VM_HELPER (vm_op_makeslice);
VM_HELPER (vm_op_append1);
VM_HELPER (vm_op_appends);
VM_HELPER (vm_op_grow);
VM_HELPER (vm_op_copy);
VM_HELPER (vm_op_clears);
VM_HELPER (vm_op_unsafechk);
VM_HELPER (vm_op_stt);
VM_HELPER (vm_op_zerom);
VM_HELPER (vm_op_copyt);
VM_HELPER (vm_op_slice);
VM_HELPER (vm_op_slicestr);
VM_HELPER (vm_op_slicearr);
/* vm-string.c */
VM_HELPER (vm_op_concat);
VM_HELPER (vm_op_str2b);
VM_HELPER (vm_op_b2str);
VM_HELPER (vm_op_str2r);
VM_HELPER (vm_op_r2str);
VM_HELPER (vm_op_rune2s);
VM_HELPER (vm_op_srune);
int vm_string_compare (Vm *vm, const uint64_t *a, const uint64_t *b);
uint32_t vm_utf8_decode (const uint8_t *s, uint64_t len, unsigned *width);
unsigned vm_utf8_encode (uint8_t *out, uint32_t rune);
/* vm-iface.c */
VM_HELPER (vm_op_box);
VM_HELPER (vm_op_assert);
VM_HELPER (vm_op_impl);
VM_HELPER (vm_op_asserti);
VM_HELPER (vm_op_eqi2);
VM_HELPER (vm_op_eqt);
VM_HELPER (vm_op_eqm);
VM_HELPER (vm_op_eqit);
bool vm_implements (const Vm *vm, TypeId type, TypeId iface);
/* Compares two values in memory; *status is VM_TRAP for uncomparable dynamic types. */
bool vm_equal (Vm *vm, TypeId type, const void *a, const void *b, VmStatus *status);
uint64_t vm_hash (Vm *vm, TypeId type, const void *value, uint64_t seed, VmStatus *status);
/* vm-panic.c */
VmStatus vm_raise (Vm *vm, const VmIns *pc, uint64_t *fp);
VM_HELPER (vm_op_defer);
VM_HELPER (vm_op_deferh);
VM_HELPER (vm_op_deferret);
VM_HELPER (vm_op_panic);
VM_HELPER (vm_op_panicnext);
VM_HELPER (vm_op_panicdone);
VM_HELPER (vm_op_traptext);
VM_HELPER (vm_op_maketrap);
VM_HELPER (vm_op_recover);
VmStatus vm_native_setpanictext (Vm *vm, uint64_t *base);
VmStatus vm_native_goexit (Vm *vm, uint64_t *base);
/* Panics with a string of the program's; for natives. */
VmStatus vm_panic_text (Vm *vm, const char *text);
/* vm-trace.c */
void vm_fatal (Vm *vm, const char *text);                 /* "fatal error: text" and the traces; ends the program */
void vm_print_trace (Vm *vm, G *g, GString *out);
void vm_end (Vm *vm, int status);
/* vm-stack.c */
bool vm_stack_alloc (Vm *vm, G *g, uint64_t bytes);
void vm_stack_free (Vm *vm, Addr lo, Addr hi);
/* Makes room for `need` bytes below fp; VM_JUMP: moved (pc as it was), VM_END: overflow. */
VmStatus vm_stack_grow (Vm *vm, G *g, uint64_t need);
G *vm_new_goroutine (Vm *vm, G *parent, uint32_t func, Addr closure);
VmStatus vm_goroutine_over (Vm *vm);
VM_HELPER (vm_op_startg);
VM_HELPER (vm_op_goexit);
/* vm-map.c */
VM_HELPER (vm_op_makemap);
VM_HELPER (vm_op_mapget);
VM_HELPER (vm_op_mapload);
VM_HELPER (vm_op_mapset);
VM_HELPER (vm_op_mapstore);
VM_HELPER (vm_op_mapdel);
VM_HELPER (vm_op_mapclear);
VM_HELPER (vm_op_mapiter);
VM_HELPER (vm_op_mapnext);
/* The running goroutine synchronises with others: what it wrote is no longer "at the same time". */
void vm_synchronised (Vm *vm);
/* vm-chan.c */
VmStatus vm_acquire_sudog (Vm *vm, Addr *out);
void vm_release_sudogs (Vm *vm);
VmStatus vm_chan_close (Vm *vm, Addr chan);
bool vm_chan_offer (Vm *vm, Addr chan, const uint64_t *value);
VM_HELPER (vm_op_makechan);
VM_HELPER (vm_op_send);
VM_HELPER (vm_op_recv);
VM_HELPER (vm_op_close);
VM_HELPER (vm_op_select);

/* ---- natives ---- */

typedef struct { const char *name; VmNativeFunc func; } VmNative;
extern const VmNative *const vm_native_tables[];          /* NULL-terminated; each ends with a NULL name */
uint32_t vm_native_find (const char *name);               /* index + 1 in the flat order; 0: none */
VmNativeFunc vm_native_at (uint32_t index);

void vm_scan_pools (Vm *vm, GcRoots *roots);
void vm_scan_timers (Vm *vm, GcRoots *roots);
void vm_timer_fired (void *context, P *p, uint64_t timer, uint64_t arg, Vtime when);
void vm_write (Vm *vm, int fd, const char *bytes, gsize length);
