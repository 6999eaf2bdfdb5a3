/* Natives of sync and sync/atomic. No other goroutine runs inside one, so they need no atomic steps; what would wait
 * parks on the address it waits for, and tries again when woken (Go 1.22 runtime/sema.go). */

#include <string.h>

#include "heap/sizeclass.h"
#include "lang/vm-list.h"
#include "lang/vm-natives.h"
#include "lang/vm-spares.h"

/* ---- waiting on an address ---- */

static GSlot *
bucket_of (Vm *vm, Addr addr)
{
  return &vm->st->sem_table[(addr >> 3) % G_N_ELEMENTS (vm->st->sem_table)];
}

/* Parks the running goroutine; it runs its instruction again when woken. */
static VmStatus
wait_on (Vm *vm, Addr addr, GWaitReason reason)
{
  G *g = vm->g;
  Addr sudog;
  VmStatus status = vm_acquire_sudog (vm, &sudog);
  GSlot *tail;

  if (status != VM_OK)
    return status;
  g->vm.waiting = sudog;
  g->vm.scratch[7] = addr;
  g->link = 0;
  for (tail = bucket_of (vm, addr); *tail != 0; tail = &sched_g (vm->sched, *tail)->link)
    ;
  *tail = g->slot;
  vm->extra += COST_PARK;
  sched_park (vm->sched, vm->p, g, reason);
  return VM_PARK;
}

/* Wakes the first that waits on the address; false: nobody does. */
static bool
wake_one (Vm *vm, Addr addr)
{
  for (GSlot *at = bucket_of (vm, addr); *at != 0; at = &sched_g (vm->sched, *at)->link)
    {
      G *g = sched_g (vm->sched, *at);

      if (g->vm.scratch[7] != addr)
        continue;
      *at = g->link;
      g->link = 0;
      g->vm.param = g->vm.waiting;
      g->vm.waiting = 0;
      vm->extra += COST_READY;
      sched_ready (vm->sched, vm->p, g, false);
      return true;
    }
  return false;
}

static void
wake_all (Vm *vm, Addr addr)
{
  while (wake_one (vm, addr))
    ;
}

#define STATE32(at) ((int32_t *) vm_mem_w (vm, (at), 4))
#define CHECKED(pointer, at)                                                                                          \
  if (!(pointer))                                                                                                     \
    return vm_fault (vm, (at))

/* ---- Mutex: state at 0 ---- */

static VmStatus
lock (Vm *vm, Addr mutex, GWaitReason reason)
{
  int32_t *state = STATE32 (mutex);

  CHECKED (state, mutex);
  vm_synchronised (vm);
  vm->extra += COST_MUTEX;
  if (*state != 0)
    return wait_on (vm, mutex, reason);
  *state = 1;
  return VM_TICK;
}

static VmStatus
unlock (Vm *vm, Addr mutex)
{
  int32_t *state = STATE32 (mutex);

  CHECKED (state, mutex);
  vm_synchronised (vm);
  vm->extra += COST_MUTEX;
  if (*state == 0)
    return vm_throw (vm, "sync: unlock of unlocked mutex");
  *state = 0;
  wake_one (vm, mutex);
  return VM_TICK;
}

static VmStatus
mutex_lock (Vm *vm, uint64_t *base)
{
  return lock (vm, base[1], G_WAIT_SYNC_MUTEX_LOCK);
}

static VmStatus
mutex_unlock (Vm *vm, uint64_t *base)
{
  return unlock (vm, base[1]);
}

static VmStatus
mutex_try_lock (Vm *vm, uint64_t *base)
{
  int32_t *state = STATE32 (base[1]);

  CHECKED (state, base[1]);
  base[2] = *state == 0;
  *state = 1;
  return VM_OK;
}

/* ---- RWMutex: w at 0 (1: a writer holds or waits), readers at 16, waiting writers at 20 ---- */

typedef struct { int32_t writer, pad[3], readers, writers_waiting; } RwState;

static VmStatus
rw_rlock (Vm *vm, uint64_t *base)
{
  RwState *rw = vm_mem_w (vm, base[1], sizeof *rw);

  CHECKED (rw, base[1]);
  vm_synchronised (vm);
  vm->extra += COST_RWMUTEX_READ;
  /* A waiting writer keeps new readers out. */
  if (rw->writer || rw->writers_waiting > 0)
    return wait_on (vm, base[1] + 12, G_WAIT_SYNC_RWMUTEX_RLOCK);
  rw->readers++;
  return VM_TICK;
}

static VmStatus
rw_runlock (Vm *vm, uint64_t *base)
{
  RwState *rw = vm_mem_w (vm, base[1], sizeof *rw);

  CHECKED (rw, base[1]);
  vm_synchronised (vm);
  vm->extra += COST_RWMUTEX_READ;
  if (rw->readers <= 0)
    return vm_throw (vm, "sync: RUnlock of unlocked RWMutex");
  if (--rw->readers == 0 && wake_one (vm, base[1] + 8))
    rw->writers_waiting--;
  return VM_TICK;
}

static VmStatus
rw_lock (Vm *vm, uint64_t *base)
{
  RwState *rw = vm_mem_w (vm, base[1], sizeof *rw);
  VmStatus status;

  CHECKED (rw, base[1]);
  vm_synchronised (vm);
  vm->extra += COST_RWMUTEX_WRITE;
  if (rw->writer || rw->readers > 0)
    {
      /* Go has writers wait for each other with a mutex, and only the first of them for the readers. */
      bool first = !rw->writer && rw->writers_waiting == 0;

      status = wait_on (vm, base[1] + 8, first ? G_WAIT_SYNC_RWMUTEX_LOCK : G_WAIT_SYNC_MUTEX_LOCK);
      if (status == VM_PARK && vm->g->status == G_WAITING)
        rw->writers_waiting++;
      return status;
    }
  rw->writer = 1;
  return VM_TICK;
}

static VmStatus
rw_unlock (Vm *vm, uint64_t *base)
{
  RwState *rw = vm_mem_w (vm, base[1], sizeof *rw);

  CHECKED (rw, base[1]);
  vm_synchronised (vm);
  vm->extra += COST_RWMUTEX_WRITE;
  if (!rw->writer)
    return vm_throw (vm, "sync: Unlock of unlocked RWMutex");
  rw->writer = 0;
  if (wake_one (vm, base[1] + 8))
    rw->writers_waiting--;
  if (rw->writers_waiting == 0)
    wake_all (vm, base[1] + 12);
  return VM_TICK;
}

static VmStatus
rw_try_lock (Vm *vm, uint64_t *base)
{
  RwState *rw = vm_mem_w (vm, base[1], sizeof *rw);

  CHECKED (rw, base[1]);
  base[2] = !rw->writer && rw->readers == 0;
  if (base[2])
    rw->writer = 1;
  return VM_OK;
}

static VmStatus
rw_try_rlock (Vm *vm, uint64_t *base)
{
  RwState *rw = vm_mem_w (vm, base[1], sizeof *rw);

  CHECKED (rw, base[1]);
  base[2] = !rw->writer && rw->writers_waiting == 0;
  if (base[2])
    rw->readers++;
  return VM_OK;
}

/* ---- WaitGroup: state at 0: counter << 32 | waiters ---- */

static VmStatus
wg_add (Vm *vm, uint64_t *base)
{
  uint64_t *state = vm_mem_w (vm, base[1], 16);
  int32_t counter;

  CHECKED (state, base[1]);
  vm_synchronised (vm);
  vm->extra += COST_WAITGROUP;
  *state += base[2] << 32;
  counter = (int32_t) (*state >> 32);
  if (counter < 0)
    return vm_panic_text (vm, "sync: negative WaitGroup counter");
  if (counter == 0)
    {
      *state = 0;
      wake_all (vm, base[1]);
    }
  return VM_TICK;
}

static VmStatus
wg_wait (Vm *vm, uint64_t *base)
{
  uint64_t *state = vm_mem_w (vm, base[1], 16);

  CHECKED (state, base[1]);
  vm_synchronised (vm);
  vm->extra += COST_ATOMIC;
  if ((int32_t) (*state >> 32) == 0)
    return VM_TICK;
  return wait_on (vm, base[1], G_WAIT_SEMACQUIRE);
}

/* ---- Cond's notifyList: wait, notify: tickets given and called ---- */

static VmStatus
notify_add (Vm *vm, uint64_t *base)
{
  uint32_t *list = vm_mem_w (vm, base[1], 32);

  CHECKED (list, base[1]);
  base[2] = list[0]++;
  return VM_OK;
}

static VmStatus
notify_wait (Vm *vm, uint64_t *base)
{
  uint32_t *list = vm_mem_w (vm, base[1], 32);
  uint32_t ticket = (uint32_t) base[2];

  CHECKED (list, base[1]);
  vm_synchronised (vm);
  if ((int32_t) (list[1] - ticket) > 0)
    return VM_TICK;
  return wait_on (vm, base[1], G_WAIT_SYNC_COND_WAIT);
}

static VmStatus
notify_one (Vm *vm, uint64_t *base)
{
  uint32_t *list = vm_mem_w (vm, base[1], 32);

  CHECKED (list, base[1]);
  vm_synchronised (vm);
  if (list[0] != list[1])
    {
      list[1]++;
      wake_one (vm, base[1]);
    }
  return VM_TICK;
}

static VmStatus
notify_all (Vm *vm, uint64_t *base)
{
  uint32_t *list = vm_mem_w (vm, base[1], 32);

  CHECKED (list, base[1]);
  vm_synchronised (vm);
  list[1] = list[0];
  wake_all (vm, base[1]);
  return VM_TICK;
}

/* ---- atomics ---- */

#define ATOMIC_COST() (vm->extra += COST_ATOMIC, vm_synchronised (vm))

#define ATOMICS(name, type, extend)                                                                                   \
  static VmStatus add_##name (Vm *vm, uint64_t *base)                                                                 \
  {                                                                                                                   \
    type *at = vm_mem_w (vm, base[1], sizeof (type));                                                                 \
    CHECKED (at, base[1]);                                                                                            \
    ATOMIC_COST ();                                                                                                   \
    *at = (type) (*at + (type) base[2]);                                                                              \
    base[3] = extend *at;                                                                                             \
    return VM_TICK;                                                                                                   \
  }                                                                                                                   \
  static VmStatus load_##name (Vm *vm, uint64_t *base)                                                                \
  {                                                                                                                   \
    type *at = vm_mem (vm, base[1], sizeof (type));                                                                   \
    CHECKED (at, base[1]);                                                                                            \
    ATOMIC_COST ();                                                                                                   \
    base[2] = extend *at;                                                                                             \
    return VM_TICK;                                                                                                   \
  }                                                                                                                   \
  static VmStatus store_##name (Vm *vm, uint64_t *base)                                                               \
  {                                                                                                                   \
    type *at = vm_mem_w (vm, base[1], sizeof (type));                                                                 \
    CHECKED (at, base[1]);                                                                                            \
    ATOMIC_COST ();                                                                                                   \
    *at = (type) base[2];                                                                                             \
    return VM_TICK;                                                                                                   \
  }                                                                                                                   \
  static VmStatus swap_##name (Vm *vm, uint64_t *base)                                                                \
  {                                                                                                                   \
    type *at = vm_mem_w (vm, base[1], sizeof (type));                                                                 \
    CHECKED (at, base[1]);                                                                                            \
    ATOMIC_COST ();                                                                                                   \
    base[3] = extend *at;                                                                                             \
    *at = (type) base[2];                                                                                             \
    return VM_TICK;                                                                                                   \
  }                                                                                                                   \
  static VmStatus cas_##name (Vm *vm, uint64_t *base)                                                                 \
  {                                                                                                                   \
    type *at = vm_mem_w (vm, base[1], sizeof (type));                                                                 \
    CHECKED (at, base[1]);                                                                                            \
    ATOMIC_COST ();                                                                                                   \
    base[4] = *at == (type) base[2];                                                                                  \
    if (base[4])                                                                                                      \
      *at = (type) base[3];                                                                                           \
    return VM_TICK;                                                                                                   \
  }

ATOMICS (i32, int32_t, (uint64_t) (int64_t))
ATOMICS (i64, int64_t, (uint64_t))
ATOMICS (u32, uint32_t, )
ATOMICS (u64, uint64_t, )

static VmStatus
store_pointer (Vm *vm, uint64_t *base)
{
  CHECKED (vm_mem_w (vm, base[1], 8), base[1]);
  ATOMIC_COST ();
  vm_put_pointer (vm, base[1], base[2]);
  return VM_TICK;
}

static VmStatus
swap_pointer (Vm *vm, uint64_t *base)
{
  uint64_t *at = vm_mem_w (vm, base[1], 8);

  CHECKED (at, base[1]);
  ATOMIC_COST ();
  base[3] = *at;
  vm_put_pointer (vm, base[1], base[2]);
  return VM_TICK;
}

static VmStatus
cas_pointer (Vm *vm, uint64_t *base)
{
  uint64_t *at = vm_mem_w (vm, base[1], 8);

  CHECKED (at, base[1]);
  ATOMIC_COST ();
  base[4] = *at == base[2];
  if (base[4])
    vm_put_pointer (vm, base[1], base[3]);
  return VM_TICK;
}

static VmStatus
same_type (Vm *vm, uint64_t *base)
{
  base[5] = base[1] == base[3];
  return VM_OK;
}

/* ---- Pool (Go 1.22 sync/pool.go, poolqueue.go) ----
 *
 *   Pool        local · localSize · victim · victimSize · New
 *   poolLocal   128 B a P: private (2 words) · shared head · shared tail · padding
 *   chain elt   48 B: head << 32 | tail · vals (slice) · next · prev      vals: pairs of words, 8 at first, doubling */

typedef struct { Addr local; uint64_t n_local; Addr victim; uint64_t n_victim; Addr new_func; } Pool;
typedef struct { uint64_t type, data; Addr head, tail; uint64_t pad[12]; } PoolLocal;
typedef struct { uint32_t tail, head; Addr vals; uint64_t n, cap; Addr next, prev; } PoolChain;

_Static_assert (sizeof (Pool) == 40 && sizeof (PoolLocal) == 128 && sizeof (PoolChain) == 48, "Go's layouts");

static Addr
local_at (Addr locals, uint64_t p)
{
  return locals + p * sizeof (PoolLocal);
}

/* This P's part of the pool, made at first use. VM_OK: *out. */
static VmStatus
pin (Vm *vm, Addr pool, Addr *out)
{
  Pool *p = vm_mem_w (vm, pool, sizeof *p);
  uint64_t n = vm->sched->st->n_procs;
  Addr locals;
  VmStatus status;

  CHECKED (p, pool);
  if (vm->p->id >= p->n_local)
    {
      VmState *st = vm->st;

      if (p->local == 0)
        {
          status = vm_list_reserve (vm, &st->pools, st->n_pools, st->n_pools + 1u);
          if (status != VM_OK)
            return status;
          vm_put_pointer (vm, st->pools.array + 8 * st->n_pools++, pool);
        }
      status = vm_malloc_locked (vm, n * sizeof (PoolLocal), vm->program->known[PROG_TYPE_POOL_LOCAL], &locals);
      if (status != VM_OK)
        return status;
      vm_put_pointer (vm, pool, locals);
      p->n_local = n;
    }
  *out = local_at (p->local, vm->p->id);
  return vm_mem_w (vm, *out, sizeof (PoolLocal)) ? VM_OK : vm_fault (vm, *out);
}

static bool
chain_push (Vm *vm, PoolChain *c, const uint64_t *item)
{
  Addr slot;

  if (c->head - c->tail >= c->n || c->n == 0)
    return false;
  slot = c->vals + 16 * (c->head & (c->n - 1));
  if (!vm_mem_w (vm, slot, 16))
    return false;
  *IMAGE_AT (vm->im, uint64_t, slot) = item[0];
  vm_put_pointer (vm, slot + 8, item[1]);
  c->head++;
  return true;
}

static bool
chain_take (Vm *vm, PoolChain *c, bool from_head, uint64_t *item)
{
  Addr slot;

  if (c->head == c->tail || c->n == 0)
    return false;
  slot = c->vals + 16 * ((from_head ? c->head - 1 : c->tail) & (c->n - 1));
  if (!vm_mem_w (vm, slot, 16))
    return false;
  item[0] = *IMAGE_AT (vm->im, uint64_t, slot);
  item[1] = *IMAGE_AT (vm->im, uint64_t, slot + 8);
  *IMAGE_AT (vm->im, uint64_t, slot) = 0;
  vm_put_pointer (vm, slot + 8, 0);
  if (from_head)
    c->head--;
  else
    c->tail++;
  return true;
}

static PoolChain *
chain_at (Vm *vm, Addr addr)
{
  return addr ? vm_mem_w (vm, addr, sizeof (PoolChain)) : NULL;
}

/* A new chain element of n items at the head. */
static VmStatus
chain_grow (Vm *vm, Addr local, uint64_t n)
{
  Addr elt, vals;
  PoolLocal *l;
  PoolChain *c;
  VmStatus status = vm_malloc_locked (vm, sizeof (PoolChain), vm->program->known[PROG_TYPE_POOL_CHAIN], &elt);

  if (status == VM_OK)
    status = vm_malloc_locked (vm, n * 16, vm->program->known[PROG_TYPE_EFACE], &vals);
  if (status != VM_OK)
    return status;
  l = vm_own (vm, local, sizeof (PoolLocal));
  c = vm_own (vm, elt, sizeof (PoolChain));
  vm_put_pointer (vm, elt + offsetof (PoolChain, vals), vals);
  c->n = c->cap = n;
  if (l->head != 0)
    {
      vm_put_pointer (vm, elt + offsetof (PoolChain, prev), l->head);
      vm_put_pointer (vm, l->head + offsetof (PoolChain, next), elt);
    }
  else
    vm_put_pointer (vm, local + offsetof (PoolLocal, tail), elt);
  vm_put_pointer (vm, local + offsetof (PoolLocal, head), elt);
  return VM_OK;
}

/* sync.poolPut (p *Pool, x any) */
static VmStatus
pool_put (Vm *vm, uint64_t *base)
{
  Addr local = 0;
  PoolLocal *l;
  PoolChain *c;
  VmStatus status = pin (vm, base[1], &local);

  if (status != VM_OK)
    return status;
  vm->extra += COST_POOL;
  l = vm_own (vm, local, sizeof (PoolLocal));
  if (l->type == 0)
    {
      l->type = base[2];
      vm_put_pointer (vm, local + 8, base[3]);
      return VM_OK;
    }
  c = chain_at (vm, l->head);
  if (c && chain_push (vm, c, &base[2]))
    return VM_OK;
  status = chain_grow (vm, local, c ? c->n * 2 : 8);
  if (status == VM_OK)
    chain_push (vm, chain_at (vm, l->head), &base[2]);
  return status;
}

static bool
take_shared (Vm *vm, Addr local, bool own, uint64_t *item)
{
  PoolLocal *l = vm_mem_w (vm, local, sizeof *l);

  if (!l)
    return false;
  for (Addr at = own ? l->head : l->tail; at != 0;)
    {
      PoolChain *c = chain_at (vm, at);

      if (!c)
        return false;
      if (chain_take (vm, c, own, item))
        return true;
      if (!own && c->next == 0)
        return false;
      if (!own)
        {
          /* An emptied element leaves the chain. */
          vm_put_pointer (vm, local + offsetof (PoolLocal, tail), c->next);
          vm_put_pointer (vm, c->next + offsetof (PoolChain, prev), 0);
          at = c->next;
        }
      else
        at = c->prev;
    }
  return false;
}

static bool
take_private (Vm *vm, Addr local, uint64_t *item)
{
  PoolLocal *l = vm_mem_w (vm, local, sizeof *l);

  if (!l || l->type == 0)
    return false;
  item[0] = l->type;
  item[1] = l->data;
  l->type = 0;
  vm_put_pointer (vm, local + 8, 0);
  return true;
}

/* sync.poolGet (p *Pool) any */
static VmStatus
pool_get (Vm *vm, uint64_t *base)
{
  uint64_t *item = &base[2];
  uint32_t me = vm->p->id;
  Addr local = 0;
  Pool *p;
  VmStatus status = pin (vm, base[1], &local);

  if (status != VM_OK)
    return status;
  vm->extra += COST_POOL;
  p = image_ptr (vm->im, base[1]);
  item[0] = item[1] = 0;
  if (take_private (vm, local, item) || take_shared (vm, local, true, item))
    return VM_OK;
  for (uint64_t i = 0; i < p->n_local; i++)
    if (take_shared (vm, local_at (p->local, (me + i + 1) % p->n_local), false, item))
      return VM_OK;
  if (me < p->n_victim)
    {
      if (take_private (vm, local_at (p->victim, me), item))
        return VM_OK;
      for (uint64_t i = 0; i < p->n_victim; i++)
        if (take_shared (vm, local_at (p->victim, (me + i) % p->n_victim), false, item))
          return VM_OK;
      p->n_victim = 0;
    }
  return VM_OK;
}

static Pool *
listed_pool (Vm *vm, const VmList *list, uint32_t i)
{
  const Addr *pool = vm_mem (vm, list->array + i * sizeof (Addr), sizeof (Addr));

  return pool ? vm_mem_w (vm, *pool, sizeof (Pool)) : NULL;
}

/* Go 1.22 sync/pool.go, poolCleanup, and runtime/mgc.go, clearpools; world stopped. */
void
vm_clear_pools (void *context)
{
  Vm *vm = context;
  VmState *st = vm->st;

  for (uint32_t i = 0; i < st->n_old_pools; i++)
    {
      Pool *p = listed_pool (vm, &st->old_pools, i);

      if (p)
        p->victim = p->n_victim = 0;
    }
  for (uint32_t i = 0; i < st->n_pools; i++)
    {
      Pool *p = listed_pool (vm, &st->pools, i);

      if (!p)
        continue;
      p->victim = p->local;
      p->n_victim = p->n_local;
      p->local = p->n_local = 0;
    }
  st->old_pools = st->pools;
  st->n_old_pools = st->n_pools;
  st->pools = (VmList){ 0 };
  st->n_pools = 0;
  vm_forget_shared_spares (vm);
}

void
vm_scan_pools (Vm *vm, GcRoots *roots)
{
  gc_root_word (roots, vm->st->pools.array);
  gc_root_word (roots, vm->st->old_pools.array);
}

#define ATOMIC_NAMES(Name, name)                                                                                      \
  { "sync/atomic.Add" #Name, add_##name }, { "sync/atomic.Load" #Name, load_##name },                                 \
  { "sync/atomic.Store" #Name, store_##name }, { "sync/atomic.Swap" #Name, swap_##name },                             \
  { "sync/atomic.CompareAndSwap" #Name, cas_##name }

const VmNative vm_sync_natives[] = {
  { "sync.(*Mutex).Lock", mutex_lock },
  { "sync.(*Mutex).Unlock", mutex_unlock },
  { "sync.(*Mutex).TryLock", mutex_try_lock },
  { "sync.(*RWMutex).Lock", rw_lock },
  { "sync.(*RWMutex).Unlock", rw_unlock },
  { "sync.(*RWMutex).RLock", rw_rlock },
  { "sync.(*RWMutex).RUnlock", rw_runlock },
  { "sync.(*RWMutex).TryLock", rw_try_lock },
  { "sync.(*RWMutex).TryRLock", rw_try_rlock },
  { "sync.(*WaitGroup).Add", wg_add },
  { "sync.(*WaitGroup).Wait", wg_wait },
  { "sync.notifyAdd", notify_add },
  { "sync.notifyWait", notify_wait },
  { "sync.notifyOne", notify_one },
  { "sync.notifyAll", notify_all },
  { "sync.poolGet", pool_get },
  { "sync.poolPut", pool_put },
  ATOMIC_NAMES (Int32, i32),
  ATOMIC_NAMES (Int64, i64),
  ATOMIC_NAMES (Uint32, u32),
  ATOMIC_NAMES (Uint64, u64),
  ATOMIC_NAMES (Uintptr, u64),
  { "sync/atomic.LoadPointer", load_u64 },
  { "sync/atomic.StorePointer", store_pointer },
  { "sync/atomic.SwapPointer", swap_pointer },
  { "sync/atomic.CompareAndSwapPointer", cas_pointer },
  { "sync/atomic.sameType", same_type },
  { NULL, NULL },
};
