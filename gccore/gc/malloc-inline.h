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

/* The same while the write barrier is on: the object is black, and paid for out of assist credit. In gc/malloc.c. */
bool gc_malloc_marking (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Addr *out);

/* One tick, or false and nothing has happened: then call gc_malloc(). The same history either way. bytes > 0. */
static inline __attribute__ ((always_inline)) bool
gc_malloc_fast (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Addr *out)
{
  Mspan *s;
  Addr object;

  if (GCCORE_UNLIKELY (gc->sched->sink.func != NULL || g->malloc.step != 0 || !size_is_small (bytes)))
    return false;
  if (GCCORE_UNLIKELY (gc_barrier_on (gc)))
    return gc_malloc_marking (gc, p, g, bytes, type, zero, line, out);
  object = malloc_fast (gc->heap, heap_mcache (gc->heap, p->id), bytes, type, zero, &s);
  if (GCCORE_UNLIKELY (object == 0))
    return false;
  if (s != NULL)
    s->last_line = line;
  if (GCCORE_UNLIKELY (gc->births != NULL))
    births_note (gc->births, s != NULL ? object : object & -(Addr) TINY_BLOCK_BYTES, line, gc->sched->st->tick + 1);
  sched_tick (gc->sched, p, gc_malloc_cost (s, zero));
  *out = object;
  return true;
}
