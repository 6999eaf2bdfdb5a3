/* Finalizers: specials of spans, found by the sweep when their object is unmarked (Go 1.22 runtime/mfinal.go, mheap.go
 * addspecial, mgcsweep.go). A record lives in a table in the image; a span's list is ascending by offset.
 *
 * The sweep puts what is due on one stack; the finalizer goroutine takes it whole when it has run what it took before,
 * and begins with what was put last, as from Go's list of finblocks. The two stacks change places. */

#include "gc/state.h"

typedef struct {
  uint32_t next;        /* in the span's list, or the free list; 0 ends */
  uint32_t offset;      /* in the span, of what the program points to: behind the header, or within a tiny block */
  Addr func;            /* funcval: a root */
  uint64_t arg;         /* lang's: the type it is called with */
} Special;

#define SPECIALS_MAX (UINT32_C (1) << 20)

static Special *
special_at (const Gc *gc, uint64_t index)
{
  return IMAGE_AT (gc->im, Special, gc->st->specials) + index;
}

static GcFinalizer *
finalizer_at (const Gc *gc, const GcFinStack *stack, uint64_t i)
{
  return IMAGE_AT (gc->im, GcFinalizer, stack->base) + i;
}

void
gc_finalizers_init (Gc *gc)
{
  GcState *st = gc->st;

  st->max_specials = SPECIALS_MAX;
  st->specials = image_carve_sparse (gc->im, (uint64_t) (st->max_specials + 1) * sizeof (Special), 64);
  st->fin_due.base = image_carve_sparse (gc->im, (uint64_t) SPECIALS_MAX * sizeof (GcFinalizer), 64);
  st->fin_taken.base = image_carve_sparse (gc->im, (uint64_t) SPECIALS_MAX * sizeof (GcFinalizer), 64);
}

static void
stack_gap (const GcFinStack *stack, ImageGapFunc func, void *context)
{
  func (context, stack->base + stack->n * sizeof (GcFinalizer), stack->base + SPECIALS_MAX * sizeof (GcFinalizer), false);
}

void
gc_finalizers_each_gap (const Gc *gc, ImageGapFunc func, void *context)
{
  const GcState *st = gc->st;

  func (context, st->specials + (st->n_specials + UINT64_C (1)) * sizeof (Special),
        st->specials + (st->max_specials + UINT64_C (1)) * sizeof (Special), true);
  stack_gap (&st->fin_due, func, context);
  stack_gap (&st->fin_taken, func, context);
}

static uint64_t
take_special (Gc *gc)
{
  GcState *st = gc->st;
  uint32_t index = st->special_free;

  if (index != 0)
    {
      st->special_free = special_at (gc, index)->next;
      return index;
    }
  return st->n_specials < st->max_specials ? ++st->n_specials : 0;
}

static void
drop_special (Gc *gc, uint32_t index)
{
  special_at (gc, index)->next = gc->st->special_free;
  gc->st->special_free = index;
}

static void
note_specials (Gc *gc, const Mspan *s)
{
  if (s->specials != 0)
    bitmap_set (gc->heap->page_specials, heap_page_number (s->base));
  else
    bitmap_clear (gc->heap->page_specials, heap_page_number (s->base));
}

/* Puts `index` where `from` was in the list of s. */
static void
relink (Gc *gc, Mspan *s, uint32_t before, uint32_t index)
{
  if (before != 0)
    special_at (gc, before)->next = index;
  else
    s->specials = index;
  note_specials (gc, s);
}

/* Where the program sees an object begin. */
static Addr
visible_base (const Mspan *s, uint32_t index)
{
  bool header = !mspan_noscan (s) && span_class_size_class (s->span_class) != 0 && !size_bits_in_span (s->elem_size);

  return mspan_object_base (s, index) + (header ? MALLOC_HEADER_BYTES : 0);
}

GcFinalizerStatus
gc_set_finalizer (Gc *gc, P *p, Addr object, Addr func, uint64_t arg)
{
  uint32_t index, before = 0, at;
  Mspan *s = heap_find_object (gc->heap, object, &index);
  uint32_t offset;
  uint64_t fresh;

  if (s == NULL)
    return GC_FINALIZER_NOT_HEAP;
  if (object != visible_base (s, index) && s->span_class != TINY_SPAN_CLASS)
    return GC_FINALIZER_NOT_OBJECT;
  /* A span that waits for its sweep is swept first, so that the sweep does not see the new special (addspecial). */
  if (mspan_try_acquire (gc->heap, s))
    {
      Vtime cost = 0;

      gc_sweep_span (gc, p, NULL, s, false, &cost);
      p->clock += cost;
    }
  offset = (uint32_t) (object - s->base);
  p->clock += COST_SET_FINALIZER;
  for (at = (uint32_t) s->specials; at != 0 && special_at (gc, at)->offset < offset; at = special_at (gc, at)->next)
    {
      before = at;
      p->clock += COST_SPECIAL_PASSED;
    }
  if (at != 0 && special_at (gc, at)->offset == offset)
    {
      if (func != 0)
        return GC_FINALIZER_ALREADY_SET;
      relink (gc, s, before, special_at (gc, at)->next);
      drop_special (gc, at);
      return GC_FINALIZER_OK;
    }
  if (func == 0)
    return GC_FINALIZER_OK;
  fresh = take_special (gc);
  if (fresh == 0)
    return GC_FINALIZER_NO_ROOM;
  *special_at (gc, fresh) = (Special) { at, offset, func, arg };
  relink (gc, s, before, (uint32_t) fresh);
  /* Set while marking: the root job may be over, so what it would do is done here (Go: addfinalizer). */
  if (gc_is_marking (gc))
    {
      gc_shade (gc, p, NULL, func);
      if (!mspan_noscan (s))
        p->clock += gc_scan_object (gc, p, NULL, mspan_object_base (s, index));
    }
  return GC_FINALIZER_OK;
}

/* More than SPECIALS_MAX that wait to be run are lost. */
static void
queue_finalizer (Gc *gc, P *p, const Mspan *s, const Special *sp)
{
  GcFinStack *due = &gc->st->fin_due;

  if (due->n < SPECIALS_MAX)
    *finalizer_at (gc, due, due->n++) = (GcFinalizer) { s->base + sp->offset, sp->func, sp->arg };
  sched_event (gc->sched, EVENT_FINALIZER, p, NULL, s->base + sp->offset, 0, 0);
}

void
gc_sweep_specials (Gc *gc, P *p, Mspan *s, Vtime *cost)
{
  uint32_t before = 0, at = (uint32_t) s->specials, revived = UINT32_MAX;
  bool queued = false;

  while (at != 0)
    {
      Special *sp = special_at (gc, at);
      uint32_t index = mspan_object_index (s, s->base + sp->offset), next = sp->next;

      if (index != revived && mspan_is_marked (gc->im, s, index))
        {
          before = at;
          at = next;
          continue;
        }
      /* The object lives until its finalizers have run: those of the pieces of a tiny block are due together. */
      if (index != revived)
        {
          heap_mark_object (gc->heap, s, index);
          gc->heap->mheap->bits.late_marks++;
          gc->st->kept_bytes += s->elem_size;
          revived = index;
        }
      queue_finalizer (gc, p, s, sp);
      *cost += COST_QUEUE_FINALIZER;
      queued = true;
      relink (gc, s, before, next);
      drop_special (gc, at);
      at = next;
    }
  if (queued && gc->hooks.finalizers_ready != NULL)
    gc->hooks.finalizers_ready (gc->hooks.context, p);
}

uint32_t
gc_mark_specials (Gc *gc, P *p, uint64_t first_page)
{
  uint32_t n = 0;

  for (uint64_t word = first_page / 64; word < (first_page + GC_ROOT_SPECIALS_PAGES) / 64; word++)
    for (uint64_t m = gc->heap->page_specials[word]; m != 0; m &= m - 1)
      {
        Mspan *s = heap_span_of (gc->heap, heap_page_addr (word * 64 + ctz64 (m)));

        if (s->state != MSPAN_IN_USE)
          continue;
        for (uint64_t at = s->specials; at != 0; at = special_at (gc, at)->next)
          {
            const Special *sp = special_at (gc, at);

            /* All that the object reaches is kept, not the object itself. */
            if (!mspan_noscan (s))
              p->clock += gc_scan_object (gc, p, NULL, mspan_object_base (s, mspan_object_index (s, s->base + sp->offset)));
            gc_grey_word (gc, p, sp->func, 0);
            n++;
          }
      }
  return n;
}

void
gc_visit_specials (Gc *gc, uint64_t first_page, GcRootVisit visit, void *context)
{
  for (uint64_t word = first_page / 64; word < (first_page + GC_ROOT_SPECIALS_PAGES) / 64; word++)
    for (uint64_t m = gc->heap->page_specials[word]; m != 0; m &= m - 1)
      {
        const Mspan *s = heap_span_of (gc->heap, heap_page_addr (word * 64 + ctz64 (m)));

        for (uint64_t at = s->specials; at != 0; at = special_at (gc, at)->next)
          {
            const Special *sp = special_at (gc, at);
            Addr object = mspan_object_base (s, mspan_object_index (s, s->base + sp->offset));
            HeapPointers it = heap_object_pointers (gc->heap, s, object, object, s->elem_size);

            visit (context, sp->func, 0);
            while (heap_pointers_next (&it))
              for (uint64_t words = it.mask; words != 0; words &= words - 1)
                {
                  Addr slot = it.addr + 8 * ctz64 (words);

                  visit (context, *IMAGE_AT (gc->im, Addr, slot), slot);
                }
          }
      }
}

static void
mark_finalizers (Gc *gc, GcRoots *roots, const GcFinStack *stack)
{
  for (uint64_t i = 0; i < stack->n; i++)
    {
      gc_root_word (roots, finalizer_at (gc, stack, i)->object);
      gc_root_word (roots, finalizer_at (gc, stack, i)->func);
    }
}

void
gc_mark_finalizer_queue (Gc *gc, GcRoots *roots)
{
  mark_finalizers (gc, roots, &gc->st->fin_taken);
  mark_finalizers (gc, roots, &gc->st->fin_due);
}

bool
gc_next_finalizer (Gc *gc, P *p, GcFinalizer *out)
{
  GcFinStack *due = &gc->st->fin_due, *taken = &gc->st->fin_taken, empty = *taken;

  if (taken->n == 0)
    {
      *taken = *due;
      *due = empty;
    }
  if (taken->n == 0)
    return false;
  *out = *finalizer_at (gc, taken, --taken->n);
  p->clock += COST_RUN_FINALIZER;
  gc_shade (gc, p, NULL, out->object);    /* the queue, a root, may not have been looked at yet */
  gc_shade (gc, p, NULL, out->func);
  return true;
}
