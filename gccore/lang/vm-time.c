/* Natives of package time: the virtual clock, sleeping, timers. */

#include <string.h>

#include "lang/vm-list.h"
#include "lang/vm-natives.h"

/* Programs start at a fixed moment: 2024-02-06 00:00:00 UTC, the day of Go 1.22. */
#define EPOCH INT64_C (1707177600)
#define UNIX_TO_INTERNAL INT64_C (62135596800) /* seconds from year 1 to 1970 */

static int64_t
now_ns (const Vm *vm)
{
  return vtime_to_ns (vm->p->clock + (VM_TICK_INSTRUCTIONS - vm->budget) * COST_VM_INSTR + vm->extra);
}

static VmStatus
time_now (Vm *vm, uint64_t *base)
{
  int64_t ns;

  vm->extra += COST_TIME_NOW;
  ns = now_ns (vm);
  base[1] = (uint64_t) (EPOCH + ns / 1000000000);
  base[2] = (uint64_t) (ns % 1000000000);
  base[3] = (uint64_t) (ns + 1);
  return VM_OK;
}

static VmStatus
time_nanotime (Vm *vm, uint64_t *base)
{
  vm->extra += COST_NANOTIME;
  base[1] = (uint64_t) now_ns (vm);
  return VM_OK;
}

/* Room for one timer more in what this P keeps of them (Go 1.22 runtime/time.go, doaddtimer). */
static VmStatus
reserve (Vm *vm)
{
  return vm_list_reserve (vm, &vm->st->timers[vm->p->id], 0, vm->p->n_timers + 1u);
}

static VmStatus
time_sleep (Vm *vm, uint64_t *base)
{
  int64_t ns = (int64_t) base[1];
  Addr timer;
  VmStatus status;

  vm_synchronised (vm);
  if (ns <= 0)
    return VM_OK;
  /* The goroutine's timer, made with its first sleep (Go 1.22 runtime/time.go, timeSleep). */
  if (!(vm->g->vm.flags & 1))
    {
      status = vm_malloc (vm, 72, vm->program->known[PROG_TYPE_TIMER], true, &timer);
      if (status != VM_TICK)
        return status;
      vm->g->vm.flags |= 1;
      vm->g->vm.closure = timer;
      return VM_RETRY;
    }
  status = reserve (vm);
  if (status != VM_OK)
    return status;
  sched_sleep (vm->sched, vm->p, vm->g, VTIME_NS (now_ns (vm)) + (ns > INT64_MAX / 32 ? VTIME_MAX / 4 : VTIME_NS (ns)));
  return VM_PARK_NEXT;
}

/* ---- timers: the program's record, named by sched's number in its first word while it is set ---- */

typedef struct {
  uint64_t id;
  int64_t when, period;
  Addr f;
  uint64_t arg_type, arg;
  uint64_t seq;
  int64_t next_when;
  uint32_t status, pad;
} Timer;

_Static_assert (sizeof (Timer) == 72, "Go's layout");

static bool
stop (Vm *vm, Addr addr)
{
  Timer *t = vm_own (vm, addr, sizeof (Timer));
  bool active = t->id != 0 && sched_timer_stop (vm->sched, t->id);

  t->id = 0;
  return active;
}

static VmStatus
start (Vm *vm, Addr addr)
{
  Timer *t = vm_own (vm, addr, sizeof (Timer));
  Vtime when = t->when > INT64_MAX / 32 ? VTIME_MAX / 2 : VTIME_NS (t->when);

  VmStatus status = reserve (vm);

  if (status != VM_OK)
    return status;
  t->id = sched_timer_start (vm->sched, vm->p, when, VTIME_NS (t->period), TIMER_VM, addr);
  if (t->id == 0)
    return vm_throw (vm, "runtime: too many timers");
  vm->extra += COST_TIMER_START;
  return VM_TICK;
}

static VmStatus
time_start_timer (Vm *vm, uint64_t *base)
{
  if (!vm_mem_w (vm, base[1], sizeof (Timer)))
    return vm_fault (vm, base[1]);
  return start (vm, base[1]);
}

static VmStatus
time_stop_timer (Vm *vm, uint64_t *base)
{
  if (!vm_mem_w (vm, base[1], sizeof (Timer)))
    return vm_fault (vm, base[1]);
  base[2] = stop (vm, base[1]);
  return VM_TICK;
}

static VmStatus
time_reset_timer (Vm *vm, uint64_t *base)
{
  Timer *t = vm_mem_w (vm, base[1], sizeof *t);

  if (!t)
    return vm_fault (vm, base[1]);
  base[4] = stop (vm, base[1]);
  t->when = (int64_t) base[2];
  t->period = (int64_t) base[3];
  return start (vm, base[1]);
}

void
vm_timer_fired (void *context, P *p, uint64_t timer, uint64_t arg, Vtime when)
{
  Vm *vm = context;
  Timer *t = vm_mem_w (vm, arg, sizeof *t);
  int64_t ns = vtime_to_ns (p->clock);

  if (!t || t->id != timer)
    return;
  vm->p = p;
  vm->g = NULL;
  vm->budget = VM_TICK_INSTRUCTIONS;
  if (t->period == 0)
    t->id = 0;
  if (t->seq == 0)
    {
      uint64_t value[3] = { (uint64_t) (ns % 1000000000), (uint64_t) (EPOCH + UNIX_TO_INTERNAL + ns / 1000000000), 0 };

      vm_chan_offer (vm, t->arg, value);
    }
  else
    {
      const uint64_t *words = vm_mem (vm, t->arg, 8);
      G *g = words && words[0] < vm->program->n_funcs ? vm_new_goroutine (vm, NULL, (uint32_t) words[0], t->arg) : NULL;

      if (g)
        {
          gc_shade (vm->gc, p, NULL, t->arg);
          sched_ready_new (vm->sched, p, g);
        }
    }
  vm->ticked = 0;
}

void
vm_scan_timers (Vm *vm, GcRoots *roots)
{
  uint64_t timer;

  for (uint32_t i = 0; i < P_MAX; i++)
    gc_root_word (roots, vm->st->timers[i].array);
  for (uint32_t i = 1; sched_timer_arg (vm->sched, i, TIMER_VM, &timer); i++)
    gc_root_word (roots, timer);
}

const VmNative vm_time_natives[] = {
  { "time.now", time_now },
  { "time.nanotime", time_nanotime },
  { "time.Sleep", time_sleep },
  { "time.startTimer", time_start_timer },
  { "time.stopTimer", time_stop_timer },
  { "time.resetTimer", time_reset_timer },
  { NULL, NULL },
};
