#include "gc/host.h"

#include "base/check.h"
#include "gc/malloc-inline.h"

G *
gc_host_new (Gc *gc)
{
  G *g = sched_new_g (gc->sched, NULL, G_KIND_HOST, NULL);

  if (g != NULL)
    sched_ready_new (gc->sched, NULL, g);
  return g;
}

G *
gc_host_run (Gc *gc, P **p)
{
  G *g;
  SchedResult r;

  do
    r = sched_run (gc->sched, gc->host_step_ticks ? gc->sched->st->tick + gc->host_step_ticks : UINT64_MAX);
  while (r == SCHED_TICKS);
  if (r != SCHED_HOST)
    return NULL;
  g = gc->sched->host_g;
  if (p != NULL)
    *p = sched_p (gc->sched, (uint32_t) g->p);
  return g;
}

/* Lets the others act until it is g's turn again. */
static P *
wait_turn (Gc *gc, G *g)
{
  P *p;
  G *next;

  if (g->status == G_RUNNING)
    {
      p = sched_p (gc->sched, (uint32_t) g->p);
      if (sched_may_go_on (gc->sched, p))
        return p;
    }
  next = gc_host_run (gc, &p);
  if (next != g)
    {
      /* Other host goroutines are due: while one waits for an operation to end, they only let time pass. */
      while (next != NULL && next != g)
        {
          sched_tick (gc->sched, p, COST_HOST_TURN);
          next = gc_host_run (gc, &p);
        }
      if (next == NULL)
        GCCORE_THROW ("a host goroutine waits for ever");
    }
  return p;
}

Addr
gc_host_malloc (Gc *gc, G *g, uint64_t bytes, TypeId type, uint32_t line)
{
  Addr object;

  for (;;)
    {
      P *p = wait_turn (gc, g);

      if (gc_malloc_fast (gc, p, g, bytes, type, true, line, &object))
        return object;
      switch (gc_malloc (gc, p, g, bytes, type, true, line, &object))
        {
        case MUTATOR_DONE:
          return object;
        case MUTATOR_OUT_OF_MEMORY:
          return 0;
        default:
          break;
        }
    }
}

void
gc_host_write (Gc *gc, G *g, Addr slot, Addr value)
{
  P *p = wait_turn (gc, g);

  if (gc_barrier_on (gc))
    gc_write_pointer (gc, p, g, slot, value);
  else
    *IMAGE_AT (gc->im, Addr, slot) = value;
}

void
gc_host_spin (Gc *gc, G *g, Vtime cost)
{
  sched_tick (gc->sched, wait_turn (gc, g), cost);
}

static void
until_done (Gc *gc, G *g, MutatorResult (*step) (Gc *, P *, G *))
{
  while (step (gc, wait_turn (gc, g), g) != MUTATOR_DONE)
    ;
}

void
gc_host_collect (Gc *gc, G *g)
{
  until_done (gc, g, gc_collect);
}

void
gc_host_free_os_memory (Gc *gc, G *g)
{
  until_done (gc, g, gc_free_os_memory);
}

void
gc_host_sleep (Gc *gc, G *g, Vtime span)
{
  P *p = wait_turn (gc, g);

  sched_sleep (gc->sched, p, g, p->clock + span);
  sched_tick (gc->sched, p, COST_PARK);
  wait_turn (gc, g);
}

void
gc_host_exit (Gc *gc, G *g)
{
  P *p = wait_turn (gc, g);

  sched_finish (gc->sched, p, g);
}
