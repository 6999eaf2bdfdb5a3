/* Channels and select, with Go's hchan in program memory (Go 1.22 runtime/chan.go, select.go).
 *
 *   hchan 96 B  count · capacity · buf · elemsize, closed · elemtype · sendx · recvx · recvq · sendq · lock
 *   sudog 88 B  g · next · prev · - · case · is_select · value offset · - · waitlink · - · channel
 *
 * A goroutine that waits has a sudog in each channel's queue; its value lies in its own frame, named by its distance
 * from the top of the stack. Whoever completes the operation for it moves the value into or out of that frame and
 * moves its pc past the instruction: the sleeping goroutine has nothing left to do. Only a sender woken by close runs
 * its instruction again, and panics. */

#include <string.h>

#include "lang/vm-internal.h"
#include "lang/vm-spares.h"

typedef struct {
  uint64_t count, capacity;
  Addr buf;
  uint16_t elem_bytes;
  uint16_t pad;
  uint32_t closed;
  uint64_t elem_type, send_x, recv_x;
  Addr recv_first, recv_last, send_first, send_last;
  uint64_t lock;
} Hchan;

typedef struct {
  uint64_t g;
  Addr next, prev;
  Addr elem;
  uint64_t which;             /* case of a select */
  uint64_t is_select;
  uint64_t offset;            /* value: stack_hi - offset */
  uint64_t ok_offset;         /* receive: where ok goes, 0: nowhere */
  Addr wait_link;
  uint64_t width;             /* words of the instruction */
  Addr chan;
} Sudog;

_Static_assert (sizeof (Hchan) == 96 && sizeof (Sudog) == 88, "Go's layouts");

enum { CASE_SEND = 1, CASE_RECV = 2 };

/* ---- sudogs ---- */

/* A record for a wait, spare or new. VM_OK: *out is there. */
VmStatus
vm_acquire_sudog (Vm *vm, Addr *out)
{
  *out = vm_take_spare (vm, vm_spare_sudogs (vm));
  if (*out != 0)
    return VM_OK;
  return vm_malloc_locked (vm, sizeof (Sudog), vm->program->known[PROG_TYPE_SUDOG], out);
}

static void
release_sudog (Vm *vm, Addr sudog)
{
  if (!vm_mem_w (vm, sudog, sizeof (Sudog)))
    return;
  memset (vm_own (vm, sudog, sizeof (Sudog)), 0, sizeof (Sudog));
  vm_keep_spare (vm, vm_spare_sudogs (vm), sudog);
}

/* The running goroutine was woken: its wait records are spare. */
void
vm_release_sudogs (Vm *vm)
{
  Addr sudog = vm->g->vm.param;

  vm->g->vm.param = 0;
  while (sudog != 0 && vm_mem_w (vm, sudog, sizeof (Sudog)))
    {
      Addr next = ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)))->wait_link;

      release_sudog (vm, sudog);
      sudog = next;
    }
}

static void
enqueue (Vm *vm, Addr first_slot, Addr sudog)
{
  Addr *first = vm_own (vm, first_slot, 16), *last = first + 1;

  if (*last != 0)
    {
      vm_put_pointer (vm, *last + offsetof (Sudog, next), sudog);
      vm_put_pointer (vm, sudog + offsetof (Sudog, prev), *last);
    }
  else
    vm_put_pointer (vm, first_slot, sudog);
  vm_put_pointer (vm, first_slot + 8, sudog);
}

static void
unlink_sudog (Vm *vm, Addr first_slot, Addr sudog)
{
  Sudog *s = ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)));
  Addr next = s->next, prev = s->prev;

  if (prev != 0)
    vm_put_pointer (vm, prev + offsetof (Sudog, next), next);
  else if (*(Addr *) vm_own (vm, first_slot, 16) == sudog)
    vm_put_pointer (vm, first_slot, next);
  else
    return;
  if (next != 0)
    vm_put_pointer (vm, next + offsetof (Sudog, prev), prev);
  else
    vm_put_pointer (vm, first_slot + 8, prev);
  s->next = s->prev = 0;
}

static Addr
queue_of (Addr chan, bool send)
{
  return chan + (send ? offsetof (Hchan, send_first) : offsetof (Hchan, recv_first));
}

/* Takes the first waiter; a select's other records leave their queues, too. */
static G *
dequeue (Vm *vm, Addr chan, bool send, Addr *sudog_out)
{
  Addr sudog = *IMAGE_AT (vm->im, Addr, queue_of (chan, send));
  Sudog *s;
  G *g;

  if (sudog == 0 || !(s = vm_mem_w (vm, sudog, sizeof (Sudog))))
    return NULL;
  unlink_sudog (vm, queue_of (chan, send), sudog);
  g = sched_g (vm->sched, (GSlot) s->g);
  if (s->is_select)
    for (Addr other = g->vm.waiting; other != 0; other = ((Sudog *) vm_own (vm, other, sizeof (Sudog)))->wait_link)
      if (other != sudog)
        {
          Sudog *o = ((Sudog *) vm_own (vm, other, sizeof (Sudog)));

          unlink_sudog (vm, queue_of (o->chan, o->is_select == CASE_SEND), other);
        }
  *sudog_out = sudog;
  return g;
}

/* The operation of sleeping goroutine g is complete. */
static void
complete (Vm *vm, G *g, Addr sudog, bool ok)
{
  Sudog *s = ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)));

  if (s->ok_offset != 0)
    *IMAGE_AT (vm->im, uint64_t, g->stack_hi - s->ok_offset) = ok;
  if (s->is_select)
    {
      uint64_t *result = IMAGE_AT (vm->im, uint64_t, g->stack_hi - g->vm.scratch[0]);

      result[0] = s->which;
      result[1] = ok;
    }
  g->vm.pc += s->width;
  g->vm.again = 0;
  g->vm.param = g->vm.waiting;
  g->vm.waiting = 0;
  vm->extra += COST_READY;
  sched_ready (vm->sched, vm->p, g, true);
}

/* ---- values ---- */

static uint64_t *
frame_value (Vm *vm, const G *g, const Sudog *s)
{
  return IMAGE_AT (vm->im, uint64_t, g->stack_hi - s->offset);
}

/* A value that moves between two stacks passes unseen by the barrier of either: shade what it points to. */
static void
shade_value (Vm *vm, TypeId type, const uint64_t *value)
{
  const GcType *gt = vm_gc_type (vm, type);

  if (gt->ptr_bytes != 0 && gc_barrier_on (vm->gc))
    for (uint64_t i = 0; i < gt->ptr_bytes / 8; i++)
      if (gt->ptr_mask[i / 64] >> i % 64 & 1)
        gc_shade (vm->gc, vm->p, vm->g, value[i]);
}

static Addr
buffer_slot (Vm *vm, const Hchan *c, uint64_t i)
{
  return c->buf + i * c->elem_bytes;
}

static bool
buffer_ok (Vm *vm, const Hchan *c)
{
  return c->send_x < c->capacity && c->recv_x < c->capacity
         && vm_mem_w (vm, c->buf, c->capacity * c->elem_bytes) != NULL;
}

static void
put_in_buffer (Vm *vm, Hchan *c, TypeId type, const uint64_t *value)
{
  if (c->elem_bytes != 0)
    vm_store_typed (vm, type, buffer_slot (vm, c, c->send_x), value);
  c->send_x = c->send_x + 1 == c->capacity ? 0 : c->send_x + 1;
  c->count++;
}

static void
take_from_buffer (Vm *vm, Hchan *c, TypeId type, uint64_t *out)
{
  const GcType *gt = vm_gc_type (vm, type);
  Addr slot = buffer_slot (vm, c, c->recv_x);

  if (c->elem_bytes != 0)
    {
      vm_load_value (&vm->program->types[type], gt, out, image_ptr (vm->im, slot));
      if (gt->ptr_bytes != 0 && gc_barrier_on (vm->gc))
        vm_barrier_bulk (vm, slot, 0, gt->size_bytes, type);
      memset (vm_own (vm, slot, gt->size_bytes), 0, gt->size_bytes);
    }
  c->recv_x = c->recv_x + 1 == c->capacity ? 0 : c->recv_x + 1;
  c->count--;
}

static void
clear_value (Vm *vm, TypeId type, uint64_t *out)
{
  memset (out, 0, vm_slots (vm_gc_type (vm, type)->size_bytes) * 8u);
}

/* ---- making and closing ---- */

VM_HELPER (vm_op_makechan)
{
  const Program *program = vm->program;
  TypeId elem = program->types[VM_UK (*next)].elem;
  const GcType *gt = vm_gc_type (vm, elem);
  uint64_t n = fp[VM_B (ins)], bytes;
  Addr addr = vm->g->vm.closure, buf = 0;
  VmStatus status;
  Hchan *c;

  if ((int64_t) n < 0 || __builtin_mul_overflow (n, gt->size_bytes, &bytes) || bytes > (UINT64_C (1) << 47))
    return vm_trap (vm, TRAP_MAKECHAN, 0, 0);
  if (bytes == 0 || gt->ptr_bytes == 0)
    {
      status = vm_malloc (vm, sizeof (Hchan) + bytes, TYPE_NONE, true, &addr);
      if (status != VM_TICK)
        return status;
      /* Without a buffer: into itself, for behind it begins another's memory (Go 1.22 runtime/chan.go, raceaddr). */
      buf = addr + (bytes != 0 ? sizeof (Hchan) : offsetof (Hchan, buf));
    }
  else if (vm->g->vm.state == 0)
    {
      status = vm_malloc (vm, sizeof (Hchan), program->known[PROG_TYPE_HCHAN], true, &addr);
      if (status != VM_TICK)
        return status;
      vm->g->vm.closure = addr; /* a root while the buffer is allocated */
      vm->g->vm.state = 1;
      return VM_RETRY;
    }
  else
    {
      status = vm_malloc (vm, bytes, elem, true, &buf);
      if (status != VM_TICK)
        return status;
    }
  vm->g->vm.state = 0;
  vm->g->vm.closure = 0;
  c = vm_own (vm, addr, sizeof (Hchan));
  c->capacity = n;
  vm_put_pointer (vm, addr + offsetof (Hchan, buf), buf);
  c->elem_bytes = (uint16_t) gt->size_bytes;
  c->elem_type = elem;
  fp[VM_A (ins)] = addr;
  return VM_TICK;
}

VmStatus
vm_chan_close (Vm *vm, Addr addr)
{
  Hchan *c = vm_mem_w (vm, addr, sizeof (Hchan));
  Addr sudog;
  G *g;

  if (addr == 0)
    return vm_trap (vm, TRAP_CLOSE_NIL, 0, 0);
  if (!c)
    return vm_fault (vm, addr);
  if (c->closed)
    return vm_trap (vm, TRAP_CLOSE_CLOSED, 0, 0);
  c->closed = 1;
  while ((g = dequeue (vm, addr, false, &sudog)))
    {
      clear_value (vm, (TypeId) c->elem_type, frame_value (vm, g, ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)))));
      complete (vm, g, sudog, false);
    }
  while ((g = dequeue (vm, addr, true, &sudog)))
    {
      /* It runs its send again, and panics. */
      g->vm.param = g->vm.waiting;
      g->vm.waiting = 0;
      sched_ready (vm->sched, vm->p, g, true);
    }
  return VM_TICK;
}

VM_HELPER (vm_op_close)
{
  vm_synchronised (vm);
  return vm_chan_close (vm, fp[VM_A (ins)]);
}

/* ---- the operations; VM_RETRY: would block ---- */

static VmStatus
try_send (Vm *vm, Addr addr, Hchan *c, TypeId type, const uint64_t *value)
{
  Addr sudog;
  G *g;

  if (c->closed)
    return vm_trap (vm, TRAP_SEND_CLOSED, 0, 0);
  g = dequeue (vm, addr, false, &sudog);
  if (g)
    {
      shade_value (vm, type, value);
      memcpy (frame_value (vm, g, ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)))), value,
              vm_slots (vm_gc_type (vm, type)->size_bytes) * 8u);
      complete (vm, g, sudog, true);
      return VM_TICK;
    }
  if (c->count < c->capacity)
    {
      if (!buffer_ok (vm, c))
        return vm_fault (vm, c->buf);
      put_in_buffer (vm, c, type, value);
      return VM_TICK;
    }
  return VM_RETRY;
}

static VmStatus
try_recv (Vm *vm, Addr addr, Hchan *c, TypeId type, uint64_t *out, bool *ok)
{
  Addr sudog;
  G *g;

  *ok = true;
  if (c->closed && c->count == 0)
    {
      clear_value (vm, type, out);
      *ok = false;
      return VM_TICK;
    }
  if (c->count > 0)
    {
      if (!buffer_ok (vm, c))
        return vm_fault (vm, c->buf);
      take_from_buffer (vm, c, type, out);
      g = c->closed ? NULL : dequeue (vm, addr, true, &sudog);
      if (g)
        {
          put_in_buffer (vm, c, type, frame_value (vm, g, ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)))));
          complete (vm, g, sudog, true);
        }
      return VM_TICK;
    }
  g = dequeue (vm, addr, true, &sudog);
  if (!g)
    return VM_RETRY;
  shade_value (vm, type, frame_value (vm, g, ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)))));
  memcpy (out, frame_value (vm, g, ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)))),
          vm_slots (vm_gc_type (vm, type)->size_bytes) * 8u);
  complete (vm, g, sudog, true);
  return VM_TICK;
}

/* Puts the running goroutine into a channel's queue with its value at `slot`. */
static void
wait_in (Vm *vm, Addr chan, Addr sudog, uint64_t *slot, uint64_t *ok, unsigned kind, bool is_select, uint64_t which,
         uint64_t width)
{
  G *g = vm->g;
  Sudog *s = ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)));

  s->g = g->slot;
  s->which = which;
  s->is_select = is_select ? kind : 0;
  s->offset = g->stack_hi - image_addr (vm->im, slot);
  s->ok_offset = ok ? g->stack_hi - image_addr (vm->im, ok) : 0;
  s->width = width;
  vm_put_pointer (vm, sudog + offsetof (Sudog, chan), chan);
  vm_put_pointer (vm, sudog + offsetof (Sudog, wait_link), g->vm.waiting);
  g->vm.waiting = sudog;
  enqueue (vm, queue_of (chan, kind == CASE_SEND), sudog);
}

VM_HELPER (vm_op_send)
{
  Addr addr = fp[VM_A (ins)], sudog;
  uint64_t *value = &fp[VM_B (ins)];
  TypeId type = VM_UK (*next);
  Hchan *c;
  VmStatus status;

  vm->extra += COST_VM_CHAN;
  vm_synchronised (vm);
  if (addr == 0)
    {
      sched_park (vm->sched, vm->p, vm->g, G_WAIT_CHAN_SEND_NIL);
      return VM_PARK;
    }
  c = vm_mem_w (vm, addr, sizeof (Hchan));
  if (!c)
    return vm_fault (vm, addr);
  status = try_send (vm, addr, c, type, value);
  if (status != VM_RETRY)
    return status;
  status = vm_acquire_sudog (vm, &sudog);
  if (status != VM_OK)
    return status;
  wait_in (vm, addr, sudog, value, NULL, CASE_SEND, false, 0, 2);
  sched_park (vm->sched, vm->p, vm->g, G_WAIT_CHAN_SEND);
  return VM_PARK;
}

VM_HELPER (vm_op_recv)
{
  Addr addr = fp[VM_C (ins)], sudog;
  uint64_t *out = &fp[VM_A (ins)], *ok_slot = &fp[VM_B (ins)];
  TypeId type = VM_UK (*next);
  bool ok;
  Hchan *c;
  VmStatus status;

  vm->extra += COST_VM_CHAN;
  vm_synchronised (vm);
  if (addr == 0)
    {
      sched_park (vm->sched, vm->p, vm->g, G_WAIT_CHAN_RECEIVE_NIL);
      return VM_PARK;
    }
  c = vm_mem_w (vm, addr, sizeof (Hchan));
  if (!c)
    return vm_fault (vm, addr);
  if (c->count == 0 && !c->closed && c->send_first == 0)
    {
      status = vm_acquire_sudog (vm, &sudog);
      if (status != VM_OK)
        return status;
      wait_in (vm, addr, sudog, out, ok_slot, CASE_RECV, false, 0, 2);
      sched_park (vm->sched, vm->p, vm->g, G_WAIT_CHAN_RECEIVE);
      return VM_PARK;
    }
  status = try_recv (vm, addr, c, type, out, &ok);
  if (status == VM_TRAP || status == VM_RETRY)
    return status;
  *ok_slot = ok;
  return VM_TICK;
}

/* ---- select ---- */

VM_HELPER (vm_op_select)
{
  uint64_t *result = &fp[VM_A (ins)];
  uint32_t n = VM_UB (ins), order[64];
  uint64_t width = 1 + 2u * n;
  G *g = vm->g;
  uint32_t n_ready = 0;
  VmStatus status;

  vm->extra += COST_VM_CHAN;
  vm_synchronised (vm);
  /* Behind the instruction the place of what a case receives is live whichever case it is. */
  for (uint32_t i = 0; i < n; i++)
    if (VM_C (next[2 * i]) != CASE_SEND)
      clear_value (vm, VM_UK (next[2 * i + 1]), &fp[VM_B (next[2 * i])]);
  /* Poll in random order (Go 1.22 runtime/select.go, selectgo). */
  for (uint32_t i = 0; i < n && i < 64; i++)
    {
      uint32_t j = sched_random_below (vm->sched, i + 1);

      order[i] = order[j];
      order[j] = i;
    }
  for (uint32_t k = 0; k < n && k < 64; k++)
    {
      uint32_t i = order[k];
      VmIns one = next[2 * i];
      TypeId type = VM_UK (next[2 * i + 1]);
      Addr addr = fp[VM_A (one)];
      uint64_t *value = &fp[VM_B (one)];
      bool ok = false;
      Hchan *c;

      if (addr == 0)
        continue;
      c = vm_mem_w (vm, addr, sizeof (Hchan));
      if (!c)
        return vm_fault (vm, addr);
      n_ready++;
      if (VM_C (one) == CASE_SEND)
        status = try_send (vm, addr, c, type, value);
      else if (c->count == 0 && !c->closed && c->send_first == 0)
        status = VM_RETRY;
      else
        status = try_recv (vm, addr, c, type, value, &ok);
      if (status == VM_RETRY)
        continue;
      if (status == VM_TRAP)
        return status;
      result[0] = i;
      result[1] = ok;
      return VM_TICK;
    }
  if (VM_UC (ins))
    {
      result[0] = UINT64_MAX;
      result[1] = 0;
      return VM_OK;
    }
  if (n_ready == 0)
    {
      sched_park (vm->sched, vm->p, g, n == 0 ? G_WAIT_SELECT_NO_CASES : G_WAIT_SELECT);
      return VM_PARK;
    }
  /* Records for all cases first: linking them may take ticks. */
  while (g->vm.state < n_ready)
    {
      Addr sudog;

      status = vm_acquire_sudog (vm, &sudog);
      if (status != VM_OK)
        return status;
      vm_put_pointer (vm, sudog + offsetof (Sudog, wait_link), g->vm.closure);
      g->vm.closure = sudog;
      g->vm.state++;
    }
  g->vm.scratch[0] = g->stack_hi - image_addr (vm->im, result);
  for (uint32_t i = 0; i < n; i++)
    {
      VmIns one = next[2 * i];
      Addr addr = fp[VM_A (one)], sudog = g->vm.closure;

      if (addr == 0)
        continue;
      g->vm.closure = ((Sudog *) vm_own (vm, sudog, sizeof (Sudog)))->wait_link;
      wait_in (vm, addr, sudog, &fp[VM_B (one)], NULL, (unsigned) VM_C (one), true, i, width);
    }
  g->vm.closure = 0;
  g->vm.state = 0;
  sched_park (vm->sched, vm->p, g, G_WAIT_SELECT);
  return VM_PARK;
}

/* A runtime channel operation of a native or a timer: sends without blocking; false: full, and the value is dropped. */
bool
vm_chan_offer (Vm *vm, Addr addr, const uint64_t *value)
{
  Hchan *c = vm_mem_w (vm, addr, sizeof (Hchan));

  return c && !c->closed && try_send (vm, addr, c, (TypeId) c->elem_type, value) == VM_TICK;
}
