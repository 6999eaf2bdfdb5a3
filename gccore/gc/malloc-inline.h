#pragma once

/* The allocation that needs nothing but a free slot, for inlining into whoever allocates much: the language's allocation
 * instructions and the C library interface. Everything else is gc_malloc()'s. */

#include "gc/gc.h"
#include "heap/malloc.h"

/* What a small allocation costs once a slot was found. `s` NULL: a piece of a tiny block. */
static inline Vtime
gc_malloc_cost (const Mspan *s, bool zero)
{
  if (s == NULL)
    return COST_MALLOC_TINY;
  return COST_MALLOC + (mspan_noscan (s) ? 0 : COST_MALLOC_SCAN)
         + (zero && s->needzero ? (Vtime) (s->elem_size >> 6) * COST_CLEAR_PER_64B : 0);
}

/* Who allocated, for the eye. `s` NULL: a piece of a tiny block. */
static inline void
gc_malloc_note (Gc *gc, Mspan *s, Addr object, uint32_t line)
{
  if (s != NULL)
    s->last_line = line;
  if (GCCORE_UNLIKELY (gc->births != NULL))
    births_note (gc->births, s != NULL ? object : object & -(Addr) TINY_BLOCK_BYTES, line, gc->sched->st->tick + 1);
}

/* Without ending the tick, whose cost is *cost, and while the write barrier is on: the object is black, and paid for out of
 * assist credit. In gc/malloc.c. */
bool gc_malloc_marking (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Vtime *cost,
                        Addr *out);

/* One value of a type that is neither tiny nor large, as most are; the caller ends the tick, whose cost is *cost. False:
 * nothing has happened. `c` is p's. */
static inline __attribute__ ((always_inline)) bool
gc_malloc_value (Gc *gc, P *p, Mcache *c, G *g, TypeId type, uint32_t line, Vtime *cost, Addr *out)
{
  const HeapSite *site = &gc->heap->sites[type];
  Mspan *s;

  if (GCCORE_UNLIKELY (gc->sched->sink.func != NULL || g->malloc.step != 0 || site->bytes == UINT64_MAX))
    return false;
  if (GCCORE_UNLIKELY (gc_barrier_on (gc)))
    return gc_malloc_marking (gc, p, g, site->bytes, type, true, line, cost, out);
  *out = malloc_value (gc->heap, c, site, type, true, &s);
  if (GCCORE_UNLIKELY (*out == 0))
    return false;
  gc_malloc_note (gc, s, *out, line);
  *cost = gc_malloc_cost (s, true);
  return true;
}

/* One tick, or false and nothing has happened: then call gc_malloc(). The same history either way. bytes > 0. */
static inline __attribute__ ((always_inline)) bool
gc_malloc_fast (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Addr *out)
{
  Vtime cost;
  Mspan *s;

  if (GCCORE_UNLIKELY (gc->sched->sink.func != NULL || g->malloc.step != 0 || !size_is_small (bytes)))
    return false;
  if (GCCORE_UNLIKELY (gc_barrier_on (gc)))
    {
      if (!gc_malloc_marking (gc, p, g, bytes, type, zero, line, &cost, out))
        return false;
    }
  else
    {
      *out = malloc_fast (gc->heap, heap_mcache (gc->heap, p->id), bytes, type, zero, &s);
      if (GCCORE_UNLIKELY (*out == 0))
        return false;
      gc_malloc_note (gc, s, *out, line);
      cost = gc_malloc_cost (s, zero);
    }
  sched_tick (gc->sched, p, cost);
  return true;
}
