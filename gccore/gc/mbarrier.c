/* The hybrid write barrier (Go 1.22 runtime/mbarrier.go, mwbbuf.go): before a pointer slot in the heap or in a package
 * variable is overwritten, its old value and the new one are recorded; a full buffer is flushed by greying what it holds.
 * The old value keeps what was reachable when marking began (deletion), the new one what a goroutine whose stack is not
 * scanned yet may hide (insertion). */

#include "gc/mark-words.h"

/* Greys what the buffer holds, in order. */
static void
grey_recorded (Gc *gc, P *p, GcP *gp, uint32_t n)
{
  MarkLocal l;

  if (GCCORE_UNLIKELY (gc->sched->sink.func != NULL))
    {
      for (uint32_t i = 0; i < n; i++)
        gc_grey_word (gc, p, gp->wb_buf[i], 0);
      return;
    }
  mark_load (gc, p, gp, &l);
  for (uint32_t i = 0; i < n; i++)
    if (gp->wb_buf[i] - IMAGE_HEAP_BASE < l.heap_bytes)
      mark_pointer (gc, p, gp, &l, gp->wb_buf[i] - IMAGE_HEAP_BASE, true);
  mark_store (gc, p, gp, &l);
}

Vtime
gc_flush_barrier (Gc *gc, P *p, const G *g)
{
  GcP *gp = gc_p (gc, p);
  uint32_t n = gp->wb_n;
  uint64_t before = gc->st->objects_marked;

  if (n == 0)
    return 0;
  gp->wb_n = 0;
  grey_recorded (gc, p, gp, n);
  sched_event (gc->sched, EVENT_BARRIER_FLUSH, p, g, 0, n, gc->st->objects_marked - before);
  return COST_BARRIER_FLUSH + n * COST_BARRIER_ENTRY;
}

/* Room for two more values. */
static Vtime
make_room (Gc *gc, P *p, const G *g)
{
  return GCCORE_UNLIKELY (gc_p (gc, p)->wb_n + 2 > GC_WB_BUF_LEN) ? gc_flush_barrier (gc, p, g) : 0;
}

static void
record (Gc *gc, P *p, Addr old, Addr value)
{
  GcP *gp = gc_p (gc, p);

  if (!gc->st->broken.no_deletion_barrier)
    gp->wb_buf[gp->wb_n++] = old;
  gp->wb_buf[gp->wb_n++] = value;
}

void
gc_write_pointer (Gc *gc, P *p, G *g, Addr slot, Addr value)
{
  Addr *host = IMAGE_AT (gc->im, Addr, slot);

  image_touch (gc->im, slot, sizeof slot);
  if (gc->st->barrier_on && !gc->st->broken.no_write_barrier)
    {
      Vtime cost = COST_BARRIER + make_room (gc, p, g);

      record (gc, p, *host, value);
      sched_event (gc->sched, EVENT_BARRIER, p, g, slot, *host, value);
      *host = value;
      sched_tick (gc->sched, p, cost);
      return;
    }
  *host = value;
}

void
gc_shade (Gc *gc, P *p, G *g, Addr value)
{
  Vtime cost;

  if (!gc->st->barrier_on || gc->st->broken.no_write_barrier)
    return;
  cost = make_room (gc, p, g);
  record (gc, p, 0, value);
  p->clock += cost;
}

void
gc_barrier_bulk (Gc *gc, P *p, G *g, Addr dst, Addr src, uint64_t bytes, TypeId type)
{
  HeapPointers it;
  Vtime cost = 0;
  uint64_t n = 0;

  if (!gc->st->barrier_on || gc->st->broken.no_write_barrier || type == TYPE_NONE
      || gctype_noscan (&gc->types->types[type]))
    return;
  it = heap_type_pointers (gc->heap, type, dst, bytes);
  while (heap_pointers_next (&it))
    for (uint64_t m = it.mask; m != 0; m &= m - 1)
      {
        Addr slot = it.addr + 8 * ctz64 (m);
        Addr old = *IMAGE_AT (gc->im, Addr, slot);
        Addr value = src != 0 ? *IMAGE_AT (gc->im, Addr, src + (slot - dst)) : 0;

        cost += COST_BARRIER + make_room (gc, p, g);
        record (gc, p, old, value);
        sched_event (gc->sched, EVENT_BARRIER, p, g, slot, old, value);
        n++;
      }
  if (n != 0)
    sched_tick (gc->sched, p, cost);
}
