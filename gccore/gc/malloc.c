/* Allocation as a state machine (gc/mutator.h): Go 1.22 runtime/malloc.go mallocgc, mcache.go refill and allocLarge,
 * mcentral.go cacheSpan, mheap.go alloc. Every wait, sweep, grow and release on the way is a tick of its own; between
 * ticks nothing is in the goroutine's hands but numbers and, at the end, the object. So it does not matter on which P, or
 * after which collection, it goes on. */

#include "gc/malloc-inline.h"
#include "gc/state.h"

enum { MALLOC_NEW, MALLOC_ASSIST, MALLOC_SMALL, MALLOC_REFILL, MALLOC_LARGE, MALLOC_ZERO, MALLOC_PAY, MALLOC_GC };

/* Steps of a refill and of a large allocation (sub_step). work[0]: spans still to try; [1] pages to reclaim, [2], [3] the
 * reclaimer's place. */
enum { TAKE_DEBT, TAKE_SWEPT, TAKE_PARTIAL, TAKE_FULL, TAKE_RECLAIM, TAKE_NEW };

static bool
is_noscan (const Gc *gc, TypeId type)
{
  return type == TYPE_NONE || gctype_noscan (&gc->types->types[type]);
}

static void
note_birth (Gc *gc, Addr object, uint32_t line)
{
  if (GCCORE_UNLIKELY (gc->births != NULL))
    births_note (gc->births, object, line, gc->sched->st->tick + 1);
}

/* Allocated while marking: black; and the goroutine owes for the slot's unused end, too. */
static void
account_new (Gc *gc, P *p, G *g, Mspan *s, Addr object, uint64_t bytes, uint32_t line)
{
  s->last_line = line;
  note_birth (gc, object, line);
  if (GCCORE_UNLIKELY (gc->st->barrier_on))
    gc_mark_new (gc, p, s, object);
  if (GCCORE_UNLIKELY (gc->st->blacken_enabled))
    gc_assist_charge (g, s->elem_size - bytes);
}

/* ---- Taking a span ---- */

/* Pages that the host has not given yet cost a fault each, by whoever touches them first. */
static Vtime
cost_of_new_pages (const Mspan *s)
{
  return s->needzero ? 0 : (Vtime) s->n_pages * COST_PAGE_FAULT;
}

/* The span becomes the P's, in place of its full one. If the goroutine has moved to a P with a better one meanwhile, that
 * one serves. */
static void
install (Gc *gc, P *p, G *g, SpanClass spc, Mspan *s)
{
  Mcache *c = heap_mcache (gc->heap, p->id);
  const Mspan *old = heap_span (gc->heap, c->alloc[spc]);

  if (c->alloc[spc] != SPAN_NONE && old->alloc_count != old->n_elems)
    {
      mcentral_push_swept (gc->heap, s);
      return;
    }
  mcache_uncache_full (gc->heap, c, spc);
  sched_event (gc->sched, EVENT_REFILL, p, g, s->base, spc, s->n_elems - s->alloc_count);
  gc_update_live (gc, mcache_cache_span (gc->heap, c, spc, s));
}

/* Sweeps an unswept span of the class; true: it has room and was installed. */
static bool
sweep_and_install (Gc *gc, P *p, G *g, SpanClass spc, Mspan *s, Vtime *cost)
{
  gc_sweep_span (gc, p, g, s, true, cost);
  if (s->alloc_count == s->n_elems)
    {
      mcentral_push_swept (gc->heap, s);
      return false;
    }
  install (gc, p, g, spc, s);
  *cost += COST_REFILL;
  return true;
}

/* Ends a tick. */
static MutatorResult
again (Gc *gc, P *p, Vtime cost)
{
  sched_tick (gc->sched, p, cost);
  return MUTATOR_AGAIN;
}

/* Sweeping that this allocation owes; true: a tick was spent on it. */
static bool
pay_sweep_debt (Gc *gc, P *p, G *g, uint64_t bytes, uint64_t caller_pages)
{
  Vtime cost = 0;

  if (!gc_sweep_owed (gc, bytes, caller_pages))
    return false;
  if (!gc_sweep_one (gc, p, g, &cost))
    {
      gc->st->sweep_pages_per_byte = 0;
      return false;
    }
  sched_tick (gc->sched, p, cost);
  return true;
}

/* Reclaiming before new pages are taken; true: a tick was spent on it. */
static bool
reclaim (Gc *gc, P *p, G *g)
{
  uint64_t *w = g->malloc.work;
  Vtime cost = 0;

  if (gc_sweep_is_done (gc) || w[1] == 0 || !gc_reclaim_step (gc, p, g, &w[1], &w[2], &w[3], &cost))
    return false;
  sched_tick (gc->sched, p, cost);
  return true;
}

static void
begin_reclaim (G *g, uint64_t pages)
{
  g->malloc.work[1] = pages;
  g->malloc.work[2] = g->malloc.work[3] = 0;
}

/* Says what a span allocation did to the heap. */
static void
tell_span (Gc *gc, P *p, G *g, const Mspan *s, Addr mapped_before)
{
  Addr mapped = image_heap_mapped_end (gc->im);

  if (mapped != mapped_before)
    sched_event (gc->sched, EVENT_GROW, p, g, mapped_before, mapped - mapped_before, mapped - gc->im->heap_base);
  sched_event (gc->sched, EVENT_SPAN_ALLOC, p, g, s->base, s->n_pages, s->span_class);
}

/* One step of mcentral.cacheSpan. DONE: a span was installed; every answer but a failed one has ended a tick. */
static MutatorResult
refill (Gc *gc, P *p, G *g, SpanClass spc)
{
  GMalloc *m = &g->malloc;
  uint64_t n_pages = size_class_pages[span_class_size_class (spc)];
  Vtime cost = 0;
  Addr mapped;
  Mspan *s;

  switch (m->sub_step)
    {
    case TAKE_DEBT:
      if (pay_sweep_debt (gc, p, g, n_pages * HEAP_PAGE_BYTES, 0))
        return MUTATOR_AGAIN;
      m->sub_step = TAKE_SWEPT;
      /* fall through */
    case TAKE_SWEPT:
      s = mcentral_pop_partial_swept (gc->heap, spc);
      if (s != NULL)
        {
          install (gc, p, g, spc, s);
          sched_tick (gc->sched, p, COST_REFILL);
          return MUTATOR_DONE;
        }
      m->work[0] = GC_REFILL_SPAN_BUDGET;
      m->sub_step = TAKE_PARTIAL;
      /* fall through */
    case TAKE_PARTIAL:
      s = gc_sweep_is_done (gc) ? NULL : mcentral_pop_partial_unswept (gc->heap, spc);
      if (s != NULL)
        {
          bool installed = sweep_and_install (gc, p, g, spc, s, &cost);

          sched_tick (gc->sched, p, cost);
          return installed ? MUTATOR_DONE : MUTATOR_AGAIN;
        }
      m->sub_step = TAKE_FULL;
      /* fall through */
    case TAKE_FULL:
      s = gc_sweep_is_done (gc) || m->work[0] == 0 ? NULL : mcentral_pop_full_unswept (gc->heap, spc);
      if (s != NULL)
        {
          bool installed = sweep_and_install (gc, p, g, spc, s, &cost);

          m->work[0]--;
          sched_tick (gc->sched, p, cost);
          return installed ? MUTATOR_DONE : MUTATOR_AGAIN;
        }
      begin_reclaim (g, n_pages);
      m->sub_step = TAKE_RECLAIM;
      /* fall through */
    case TAKE_RECLAIM:
      if (reclaim (gc, p, g))
        return MUTATOR_AGAIN;
      m->sub_step = TAKE_NEW;
      /* fall through */
    default:
      mapped = image_heap_mapped_end (gc->im);
      s = mcentral_grow (gc->heap, heap_mcache (gc->heap, p->id), spc);
      if (s == NULL)
        return MUTATOR_OUT_OF_MEMORY;
      cost = COST_SPAN_ALLOC + COST_REFILL + cost_of_new_pages (s) + (mapped != image_heap_mapped_end (gc->im) ? COST_HEAP_GROW : 0);
      tell_span (gc, p, g, s, mapped);
      install (gc, p, g, spc, s);
      sched_tick (gc->sched, p, cost);
      return MUTATOR_DONE;
    }
}

/* ---- Large objects ---- */

/* One step up to the span; DONE: m->object is there. */
static MutatorResult
take_large (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line)
{
  GMalloc *m = &g->malloc;
  uint64_t n_pages = div_round_up_u64 (bytes, HEAP_PAGE_BYTES), zero_bytes;
  Vtime cost;
  Addr mapped;
  Mspan *s;

  switch (m->sub_step)
    {
    case TAKE_DEBT:
      if (pay_sweep_debt (gc, p, g, n_pages * HEAP_PAGE_BYTES, n_pages))
        return MUTATOR_AGAIN;
      begin_reclaim (g, n_pages);
      m->sub_step = TAKE_RECLAIM;
      /* fall through */
    case TAKE_RECLAIM:
      if (reclaim (gc, p, g))
        return MUTATOR_AGAIN;
      m->sub_step = TAKE_NEW;
      /* fall through */
    default:
      mapped = image_heap_mapped_end (gc->im);
      s = malloc_large (gc->heap, heap_mcache (gc->heap, p->id), bytes, type, zero, &zero_bytes);
      if (s == NULL)
        return MUTATOR_OUT_OF_MEMORY;
      cost = COST_MALLOC_LARGE + COST_SPAN_ALLOC + cost_of_new_pages (s);
      if (zero && s->needzero && zero_bytes == 0)
        cost += (Vtime) (s->elem_size / 64) * COST_CLEAR_LARGE_PER_64B;
      tell_span (gc, p, g, s, mapped);
      gc_update_live (gc, (HeapLiveDelta) { (int64_t) (s->n_pages * HEAP_PAGE_BYTES), 0 });
      account_new (gc, p, g, s, s->base, bytes, line);
      sched_event (gc->sched, EVENT_ALLOC, p, g, s->base, s->elem_size, type);
      m->object = s->base;
      m->work[0] = s->base;
      m->work[1] = zero_bytes;
      sched_tick (gc->sched, p, cost);
      return MUTATOR_DONE;
    }
}

/* ---- The whole ---- */

/* A small object, or what to do first. */
static MutatorResult
take_small (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Addr *out)
{
  GMalloc *m = &g->malloc;
  Mspan *s;
  Addr object = malloc_fast (gc->heap, heap_mcache (gc->heap, p->id), bytes, type, zero, &s);

  if (object == 0)
    {
      m->step = MALLOC_REFILL;
      m->sub_step = TAKE_DEBT;
      return MUTATOR_AGAIN;
    }
  if (s != NULL)
    {
      account_new (gc, p, g, s, object, bytes, line);
      sched_event (gc->sched, EVENT_ALLOC, p, g, object, s->elem_size, type);
    }
  else
    {
      note_birth (gc, object & -(Addr) TINY_BLOCK_BYTES, line);
      sched_event (gc->sched, EVENT_TINY, p, g, object, bytes, object & (TINY_BLOCK_BYTES - 1));
    }
  sched_tick (gc->sched, p, gc_malloc_cost (s, zero));
  if (m->help_gc && gc_should_trigger (gc))
    {
      m->object = object;
      m->step = MALLOC_GC;
      m->cycle_step = 0;
      return MUTATOR_AGAIN;
    }
  m->step = MALLOC_NEW;
  m->help_gc = false;
  *out = object;
  return MUTATOR_DONE;
}

bool
gc_malloc_marking (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Vtime *cost,
                   Addr *out)
{
  bool owes = gc->st->blacken_enabled;
  Mspan *s;
  Addr object;

  if (owes && !gc->st->broken.no_assists && g->assist_bytes < (int64_t) bytes)
    return false;
  object = malloc_fast (gc->heap, heap_mcache (gc->heap, p->id), bytes, type, zero, &s);
  if (object == 0)
    return false;
  if (owes)
    gc_assist_charge (g, bytes);
  if (s != NULL)
    account_new (gc, p, g, s, object, bytes, line);
  else
    note_birth (gc, object & -(Addr) TINY_BLOCK_BYTES, line);
  *cost = gc_malloc_cost (s, zero);
  *out = object;
  return true;
}

static void
begin (Gc *gc, G *g, uint64_t bytes, TypeId type, bool small)
{
  GMalloc *m = &g->malloc;

  m->bytes = bytes;
  m->type = type;
  m->help_gc = !small;
  m->sub_step = 0;
  m->step = small ? MALLOC_SMALL : MALLOC_LARGE;
  if (!gc->st->blacken_enabled)
    return;
  gc_assist_charge (g, bytes);
  if (g->assist_bytes < 0 && !gc->st->broken.no_assists)
    {
      m->step = MALLOC_ASSIST;
      m->cycle_step = 0;
    }
}

/* Nothing is left of an operation that is over, whichever path it took: the image is the same. */
static void
forget (G *g)
{
  g->malloc = (GMalloc) { .step = MALLOC_NEW };
}

static MutatorResult
hand_out (G *g, Addr *out)
{
  *out = g->malloc.object;
  forget (g);
  return MUTATOR_DONE;
}

static MutatorResult
fail (G *g)
{
  forget (g);
  return MUTATOR_OUT_OF_MEMORY;
}

static MutatorResult
advance (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Addr *out)
{
  GMalloc *m = &g->malloc;
  bool noscan = is_noscan (gc, type), small = size_is_small (bytes);
  uint64_t tick = gc->sched->st->tick;
  MutatorResult r;

  if (m->step == MALLOC_NEW)
    begin (gc, g, bytes, type, small);
  /* Steps that end no tick are passed in one go. */
  while (gc->sched->st->tick == tick)
    switch (m->step)
      {
      case MALLOC_ASSIST:
        p->lane = P_LANE_ASSIST;
        r = gc_assist (gc, p, g);
        if (r != MUTATOR_DONE)
          return r;
        p->lane = P_LANE_GOROUTINE;
        m->sub_step = 0;
        m->step = small ? MALLOC_SMALL : MALLOC_LARGE;
        break;

      case MALLOC_SMALL:
        r = take_small (gc, p, g, bytes, type, zero, line, out);
        if (r == MUTATOR_DONE)
          {
            forget (g);
            return r;
          }
        break;

      case MALLOC_REFILL:
        r = refill (gc, p, g, malloc_is_tiny (bytes, noscan) ? TINY_SPAN_CLASS : malloc_class (bytes, noscan).span_class);
        if (r == MUTATOR_OUT_OF_MEMORY)
          return fail (g);
        if (r == MUTATOR_DONE)
          {
            m->help_gc = true;
            m->step = bgscavenge_owes (gc) ? MALLOC_PAY : MALLOC_SMALL;
          }
        break;

      case MALLOC_LARGE:
        r = take_large (gc, p, g, bytes, type, zero, line);
        if (r == MUTATOR_OUT_OF_MEMORY)
          return fail (g);
        if (r == MUTATOR_DONE)
          m->step = bgscavenge_owes (gc) ? MALLOC_PAY : MALLOC_ZERO;
        break;

      case MALLOC_PAY:
        sched_tick (gc->sched, p, bgscavenge_pay (gc, p, g));
        if (!bgscavenge_owes (gc))
          m->step = small ? MALLOC_SMALL : MALLOC_ZERO;
        break;

      case MALLOC_ZERO:
        if (m->work[1] != 0)
          {
            uint64_t piece = min_u64 (m->work[1], MALLOC_ZERO_PIECE_BYTES);

            malloc_zero_large (gc->heap, m->work[0], piece);
            m->work[0] += piece;
            m->work[1] -= piece;
            again (gc, p, (Vtime) (piece / 64) * COST_CLEAR_LARGE_PER_64B);
          }
        else
          {
            m->step = MALLOC_GC;
            m->cycle_step = 0;
          }
        break;

      default:
        if (gc_start (gc, p, g, PACER_TRIGGER_HEAP, 0) == MUTATOR_DONE)
          return hand_out (g, out);
        break;
      }
  return MUTATOR_AGAIN;
}

MutatorResult
gc_malloc (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Addr *out)
{
  if (bytes == 0)
    {
      *out = IMAGE_ZERO_BASE;
      return MUTATOR_DONE;
    }
  if (g->malloc.step != MALLOC_NEW && (g->malloc.bytes != bytes || g->malloc.type != type))
    return gc_malloc_finish (gc, p, g);
  return advance (gc, p, g, bytes, type, zero, line, out);
}

MutatorResult
gc_malloc_finish (Gc *gc, P *p, G *g)
{
  Addr nobodys;
  MutatorResult r = advance (gc, p, g, g->malloc.bytes, g->malloc.type, true, g->line, &nobodys);

  return r == MUTATOR_PARKED ? r : MUTATOR_AGAIN;
}

/* ---- The runtime's own objects ---- */

Addr
gc_runtime_malloc (Gc *gc, P *p, uint64_t bytes, TypeId type)
{
  Mcache *c = heap_mcache (gc->heap, p != NULL ? p->id : 0);
  bool noscan = is_noscan (gc, type);
  Mspan *s;
  Addr object;

  if (p == NULL)
    p = sched_p (gc->sched, 0);
  GCCORE_ASSERT (bytes > 0 && size_is_small (bytes));
  while ((object = malloc_fast (gc->heap, c, bytes, type, true, &s)) == 0)
    {
      SpanClass spc = malloc_is_tiny (bytes, noscan) ? TINY_SPAN_CLASS : malloc_class (bytes, noscan).span_class;

      s = mcentral_pop_partial_swept (gc->heap, spc);
      if (s == NULL)
        s = mcentral_grow (gc->heap, c, spc);
      if (s == NULL)
        return 0;
      install (gc, p, NULL, spc, s);
    }
  if (s != NULL && gc->st->barrier_on)
    gc_mark_new (gc, p, s, object);
  return object;
}

static Addr
malloc_large_at_once (Gc *gc, P *p, uint64_t bytes, TypeId type)
{
  uint64_t zero_bytes;
  Mspan *s = malloc_large (gc->heap, heap_mcache (gc->heap, p->id), bytes, type, true, &zero_bytes);

  if (s == NULL)
    return 0;
  malloc_zero_large (gc->heap, s->base, zero_bytes);
  gc_update_live (gc, (HeapLiveDelta) { (int64_t) (s->n_pages * HEAP_PAGE_BYTES), 0 });
  if (gc->st->barrier_on)
    gc_mark_new (gc, p, s, s->base);
  p->clock += COST_MALLOC_LARGE + COST_SPAN_ALLOC + cost_of_new_pages (s);
  return s->base;
}

Addr
gc_malloc_locked (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, uint32_t line)
{
  bool small = size_is_small (bytes);
  Addr object = small ? gc_runtime_malloc (gc, p, bytes, type) : malloc_large_at_once (gc, p, bytes, type);
  Mspan *s;

  if (object == 0)
    return 0;
  s = heap_span_of (gc->heap, object);
  s->last_line = line;
  note_birth (gc, object, line);
  sched_event (gc->sched, EVENT_ALLOC, p, g, object, s->elem_size, type);
  if (small)
    p->clock += gc_malloc_cost (s, true);
  if (small && gc->st->blacken_enabled)
    gc_assist_charge (g, s->elem_size);
  return object;
}

#define RUNTIME_GS 3
#define FIRST_GS_CAP 4

/* One more g in the list of all of them, a heap object that grows like a slice. */
static void
append_to_all_gs (Gc *gc, P *p)
{
  GcState *st = gc->st;
  uint64_t bytes;
  Addr fresh;

  /* Go's own three (forcegc, bgsweep, bgscavenge) are there before main. */
  if (st->all_gs_len == 0)
    {
      st->all_gs_len = RUNTIME_GS;
      st->all_gs_cap = FIRST_GS_CAP;
    }
  if (st->all_gs_len++ < st->all_gs_cap)
    return;
  /* growslice: twice, from 256 on less; rounded up to the size class. */
  bytes = st->all_gs_cap < 256 ? 2 * st->all_gs_cap : st->all_gs_cap + (st->all_gs_cap + 768) / 4;
  bytes = 8 * max_u64 (bytes, st->all_gs_len);
  if (!size_is_small (bytes))
    return;
  bytes = size_class_bytes[size_class_for (bytes + (bytes > 512 ? MALLOC_HEADER_BYTES : 0))]
          - (bytes > 512 ? MALLOC_HEADER_BYTES : 0);
  fresh = gc_runtime_malloc (gc, p, bytes, st->g_pointer_type);
  if (fresh == 0)
    return;
  st->all_gs_object = fresh;
  st->all_gs_cap = (uint32_t) (bytes / 8);
}

void
gc_new_g_object (Gc *gc, P *p, G *g)
{
  g->heap_object = gc_runtime_malloc (gc, p, 424, gc->st->g_type);
  append_to_all_gs (gc, p);
}

G *
gc_go (Gc *gc, P *p, G *parent)
{
  bool reused;
  G *g = sched_new_g (gc->sched, p, G_KIND_VM, &reused);

  if (g == NULL)
    return NULL;
  if (!reused)
    gc_new_g_object (gc, p, g);
  if (parent != NULL)
    {
      g->parent_goid = parent->goid;
      g->parent_line = parent->line;
    }
  sched_event (gc->sched, EVENT_GO, p, parent, 0, g->goid, g->slot);
  return g;
}
