#include "gc/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/i18n.h"
#include "gc/state.h"
#include "heap/verify.h"

/* One bit per 8 bytes of mapped heap, for two sets of objects, and a stack of objects to visit. */
typedef struct {
  Gc *gc;
  GccoreError *error;
  bool bad;
  bool scanned;                 /* the present group of roots is done with */
  uint64_t goid;                /* whose it is, 0: the runtime's */
  uint64_t *protected_;         /* white objects that a grey one leads to */
  uint64_t *seen;               /* objects reached from the roots */
  uint64_t *grey;               /* objects in queues, by any part */
  uint64_t bitmap_bytes;
  Addr *stack;
  uint64_t n, capacity;
} Verify;

#define FAIL(v, ...)                                                                                                  \
  do                                                                                                                  \
    {                                                                                                                 \
      if (!(v)->bad)                                                                                                  \
        gccore_error_set ((v)->error, GCCORE_ERR_VERIFY, __VA_ARGS__);                                                \
      (v)->bad = true;                                                                                                \
    }                                                                                                                 \
  while (0)

/* The same about an object. */
#define FAIL_AT(v, object, ...)                                                                                       \
  do                                                                                                                  \
    {                                                                                                                 \
      bool first_ = !(v)->bad;                                                                                        \
                                                                                                                      \
      FAIL (v, __VA_ARGS__);                                                                                          \
      if (first_ && (v)->error != NULL)                                                                               \
        (v)->error->address = (object);                                                                               \
    }                                                                                                                 \
  while (0)

typedef unsigned long long Ull;

static uint64_t
bit_of (const Verify *v, Addr object)
{
  return (object - v->gc->im->heap_base) / 8;
}

static void
push (Verify *v, Addr object)
{
  if (v->n == v->capacity)
    {
      Addr *more = realloc (v->stack, 2 * v->capacity * sizeof (Addr));

      if (more == NULL)
        {
          FAIL (v, N_("no memory to verify with"));
          return;
        }
      v->stack = more;
      v->capacity *= 2;
    }
  v->stack[v->n++] = object;
}

static bool
insert (const Verify *v, uint64_t *set, Addr object)
{
  uint64_t bit = bit_of (v, object);

  if (bitmap_get (set, bit))
    return false;
  bitmap_set (set, bit);
  return true;
}

static void
enter_group (Verify *v, Addr from)
{
  v->scanned = (from & GC_VISIT_SCANNED) != 0;
  v->goid = from >> GC_VISIT_GOID_SHIFT;
}

/* Who holds a pointer found at `from`, for messages. */
typedef struct {
  const char *what;
  char where[24];
} Holder;

static Holder
holder (const Verify *v, Addr from)
{
  const Image *im = v->gc->im;
  Holder h = { .what = N_("the runtime") };

  if (from >= im->heap_base)
    h.what = N_("the heap word at ");
  else if (from != 0)
    h.what = N_("the package variable at ");
  else if (v->goid != 0)
    h.what = N_("goroutine ");
  if (from != 0)
    snprintf (h.where, sizeof h.where, "0x%llx", (Ull) from);
  else if (v->goid != 0)
    snprintf (h.where, sizeof h.where, "%llu", (Ull) v->goid);
  return h;
}

/* The span and object a word points into; NULL: none. */
static Mspan *
object_of (const Verify *v, Addr word, uint32_t *index, Addr *object)
{
  Mspan *s = heap_find_object (v->gc->heap, word, index);

  if (s != NULL)
    *object = mspan_object_base (s, *index);
  return s;
}

typedef void (*Visit) (Verify *v, Addr word, Addr from);

/* Every pointer word of an object, or of the part of it from `from` on that is scanned at once. */
static void
each_pointer (Verify *v, const Mspan *s, Addr object, Addr from, uint64_t bytes, Visit visit)
{
  HeapPointers it;

  if (mspan_noscan (s))
    return;
  it = heap_object_pointers (v->gc->heap, s, object, from, bytes);
  while (heap_pointers_next (&it))
    for (uint64_t m = it.mask; m != 0; m &= m - 1)
      {
        Addr slot = it.addr + 8 * ctz64 (m), word = *IMAGE_AT (v->gc->im, Addr, slot);

        if (word != 0)
          visit (v, word, slot);
      }
}

/* ---- The weak tricolour invariant ---- */

/* From a grey place: a white object is protected, and what it leads to. */
static void
protect (Verify *v, Addr word, Addr from)
{
  uint32_t index;
  Addr object;
  Mspan *s = object_of (v, word, &index, &object);

  if (s != NULL && !mspan_is_marked (v->gc->im, s, index) && insert (v, v->protected_, object))
    push (v, object);
}

static void
drain (Verify *v, Visit visit)
{
  while (v->n != 0 && !v->bad)
    {
      Addr object = v->stack[--v->n];
      const Mspan *s = heap_span_of (v->gc->heap, object);

      each_pointer (v, s, object, object, s->elem_size, visit);
    }
}

static void
protect_from_buffer (Verify *v, Addr addr)
{
  const WorkBuf *b = gc_work_buf (v->gc, addr);

  if (addr == 0)
    return;
  if (b->n > GC_WORK_BUF_OBJECTS)
    {
      FAIL (v, N_("work buffer 0x%llx says it holds %llu objects"), (Ull) addr, (Ull) b->n);
      return;
    }
  for (uint64_t i = 0; i < b->n; i++)
    {
      uint32_t index;
      Addr entry = b->objects[i], object;
      Mspan *s = object_of (v, entry, &index, &object);

      /* An object with a finalizer may be white, and the rest of a large one be queued. */
      if (s == NULL || mspan_noscan (s) || (!mspan_is_marked (v->gc->im, s, index) && s->specials == 0))
        {
          FAIL (v, N_("the mark queue holds 0x%llx, which is no grey object"), (Ull) entry);
          return;
        }
      insert (v, v->grey, object);
      /* A large object's other oblets are queued when its first is scanned. */
      each_pointer (v, s, object, entry, entry == object ? s->elem_size : min_u64 (object + s->elem_size - entry,
                    GC_MAX_OBLET_BYTES), protect);
    }
}

static void
protect_root (void *context, Addr word, Addr from)
{
  Verify *v = context;

  if (GC_VISIT_IS_GROUP (word, from))
    enter_group (v, from);
  else if (!v->scanned)
    protect (v, word, from);
}

/* From a black place. */
static void
check_black (Verify *v, Addr word, Addr from)
{
  uint32_t index;
  Addr object;
  Mspan *s = object_of (v, word, &index, &object);
  Holder h;

  if (s == NULL || mspan_is_marked (v->gc->im, s, index) || bitmap_get (v->protected_, bit_of (v, object)))
    return;
  h = holder (v, from);
  if (mspan_is_free (v->gc->im, s, index))
    FAIL_AT (v, object, N_("object 0x%llx was freed, but %s%.20s still points to it"), (Ull) object, h.what, h.where);
  else
    FAIL_AT (v, object, N_("white object 0x%llx (%llu bytes, line %u) is held only by what is black: %s%.20s points to it "
                           "and nothing grey leads there"), (Ull) object, (Ull) s->elem_size, s->last_line, h.what, h.where);
}

static void
check_scanned_root (void *context, Addr word, Addr from)
{
  Verify *v = context;

  if (GC_VISIT_IS_GROUP (word, from))
    enter_group (v, from);
  else if (v->scanned)
    check_black (v, word, from);
}

static void
each_span (Verify *v, void (*visit) (Verify *v, Mspan *s))
{
  const Heap *heap = v->gc->heap;
  uint64_t n_words = (heap->mheap->cur_arena_end - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES / 64;

  for (uint64_t i = 0; i < n_words && !v->bad; i++)
    for (uint64_t m = heap->page_in_use[i]; m != 0; m &= m - 1)
      visit (v, heap_span_of (heap, heap_page_addr (i * 64 + ctz64 (m))));
}

static void
check_black_span (Verify *v, Mspan *s)
{
  if (mspan_noscan (s))
    return;
  for (uint32_t i = 0; i < s->n_elems && !v->bad; i++)
    {
      Addr object = mspan_object_base (s, i);

      if (mspan_is_marked (v->gc->im, s, i) && !bitmap_get (v->grey, bit_of (v, object)))
        each_pointer (v, s, object, object, s->elem_size, check_black);
    }
}

static void
check_colours (Verify *v)
{
  Gc *gc = v->gc;

  for (uint32_t i = 0; i < P_MAX; i++)
    {
      const GcP *gp = &gc->ps[i];

      protect_from_buffer (v, gp->work.wbuf1);
      protect_from_buffer (v, gp->work.wbuf2);
      for (uint32_t k = 0; k < gp->wb_n; k++)
        protect (v, gp->wb_buf[k], 0);
    }
  for (Addr b = gc->st->work.full; b != 0; b = gc_work_buf (gc, b)->link)
    protect_from_buffer (v, b);
  gc_visit_roots (gc, protect_root, v);
  drain (v, protect);
  each_span (v, check_black_span);
  gc_visit_roots (gc, check_scanned_root, v);
}

/* ---- Nothing that can be reached was freed ---- */

/* Whether the object in the slot lives: what is not swept yet lives by its mark. */
static bool
is_live (const Verify *v, const Mspan *s, uint32_t index)
{
  uint32_t sweepgen = v->gc->heap->mheap->sweepgen;
  bool swept = s->sweepgen == sweepgen || s->sweepgen == sweepgen + 3;

  if (mspan_is_free (v->gc->im, s, index))
    return false;
  return swept || mspan_is_marked (v->gc->im, s, index);
}

static void
reach (Verify *v, Addr word, Addr from)
{
  uint32_t index;
  Addr object;
  Mspan *s = object_of (v, word, &index, &object);

  if (s == NULL || v->bad || !insert (v, v->seen, object))
    return;
  if (!is_live (v, s, index))
    {
      Holder h = holder (v, from);

      FAIL_AT (v, object, N_("object 0x%llx (%llu bytes, line %u) is lost: %s%.20s points to it, but it was not marked"),
               (Ull) object, (Ull) s->elem_size, s->last_line, h.what, h.where);
    }
  if (!mspan_noscan (s))
    push (v, object);
}

static void
reach_root (void *context, Addr word, Addr from)
{
  if (GC_VISIT_IS_GROUP (word, from))
    enter_group (context, from);
  else if (word != 0)
    reach (context, word, from);
}

static void
check_reachable (Verify *v)
{
  gc_visit_roots (v->gc, reach_root, v);
  drain (v, reach);
}

/* ---- The collector's own books ---- */

static void
check_switches (Verify *v)
{
  const GcState *st = v->gc->st;
  bool marking = st->phase == GC_PHASE_MARK;

  if (st->blacken_enabled && !marking)
    FAIL (v, N_("assists and workers are on outside marking (phase %u)"), st->phase);
  if (st->barrier_on != (marking || st->phase == GC_PHASE_MARK_TERM))
    FAIL (v, N_("the write barrier is %s in phase %u"), st->barrier_on ? N_("on") : N_("off"), st->phase);
  if (!st->barrier_on && st->work.full != 0)
    FAIL (v, N_("the mark queue is not empty outside marking"));
  if (st->phase == GC_PHASE_OFF && !st->sweep_drained)
    FAIL (v, N_("the cycle is over before the last span is swept"));
  if (!marking && st->assist_queue.n != 0)
    FAIL (v, N_("%u goroutines wait to assist outside marking"), st->assist_queue.n);
}

static void
check_buffers (Verify *v)
{
  const Gc *gc = v->gc;
  const GcWorkLists *w = &gc->st->work;
  uint64_t n_full = 0, n_objects = 0, n_empty = 0, n_held = 0;

  for (Addr b = w->full; b != 0 && n_full <= w->n_full; b = gc_work_buf (gc, b)->link, n_full++)
    n_objects += gc_work_buf (gc, b)->n;
  for (Addr b = w->empty; b != 0 && n_empty <= w->n_empty; b = gc_work_buf (gc, b)->link)
    n_empty++;
  for (uint32_t i = 0; i < P_MAX; i++)
    n_held += (gc->ps[i].work.wbuf1 != 0) + (gc->ps[i].work.wbuf2 != 0);
  if (n_full != w->n_full || n_empty != w->n_empty || n_objects != w->n_full_objects)
    FAIL (v, N_("the lists of work buffers hold %llu full and %llu empty ones, not %u and %u"), (Ull) n_full,
          (Ull) n_empty, w->n_full, w->n_empty);
  if (n_full + n_empty + n_held != w->n_zone_used)
    FAIL (v, N_("a work buffer is lost: %llu of %u are known"), (Ull) (n_full + n_empty + n_held), w->n_zone_used);
}

static void
add_objects (Verify *v, Mspan *s)
{
  v->n += (uint64_t) s->alloc_count * s->elem_size;
}

static void
check_pacer (Verify *v)
{
  const Gc *gc = v->gc;
  const PacerState *c = gc->pacer;
  const Mheap *m = gc->heap->mheap;
  MemStats stats;

  if (c->heap_live < c->heap_marked)
    FAIL (v, N_("heap_live %llu is below heap_marked %llu"), (Ull) c->heap_live, (Ull) c->heap_marked);
  if (gc->st->phase == GC_PHASE_OFF)
    {
      v->n = 0;
      each_span (v, add_objects);
      if (v->n > c->heap_live + gc->st->kept_bytes)
        FAIL (v, N_("objects take %llu bytes, but heap_live says %llu"), (Ull) v->n, (Ull) c->heap_live);
      v->n = 0;
    }
  if (m->memory_limit != c->memory_limit)
    FAIL (v, N_("heap and pacer know different memory limits"));
  gc_read_memstats (gc, &stats);
  if (stats.heap_sys != stats.heap_inuse + stats.heap_idle || stats.heap_idle < stats.heap_released
      || stats.heap_alloc > stats.heap_inuse || stats.heap_objects != stats.mallocs - stats.frees)
    FAIL (v, N_("MemStats do not add up: HeapSys %llu, HeapInuse %llu, HeapIdle %llu, HeapReleased %llu, "
                "HeapAlloc %llu"),
          (Ull) stats.heap_sys, (Ull) stats.heap_inuse, (Ull) stats.heap_idle, (Ull) stats.heap_released,
          (Ull) stats.heap_alloc);
}

/* ---- Promises to the program ---- */

/* Who allocates while marking is on pays: nobody has a debt of more than what its last allocation left over, less than a
 * page, and what the runtime allocated for it under a lock since. Debts stand until the next cycle begins. */
#define DEBT_ALLOWED (2 * (int64_t) HEAP_PAGE_BYTES)

static void
check_debts (Verify *v)
{
  const Gc *gc = v->gc;

  if (gc->st->assists_limited)
    return;
  for (GSlot slot = 1; slot <= gc->sched->st->n_gs; slot++)
    {
      const G *g = sched_g (gc->sched, slot);

      if (g->status != G_DEAD && g->malloc.step == 0 && g->assist_bytes < -DEBT_ALLOWED)
        FAIL (v, N_("goroutine %llu owes for %lld bytes that it allocated while marking is on, and does not assist"),
              (Ull) g->goid, (long long) go_sub64 (0, g->assist_bytes));
    }
}

/* Sweeping keeps up with allocation: it is done when the heap has grown enough for the next cycle. What was swept late was
 * not counted where nobody could keep up: when the trigger lay nearer than the mebibyte that the pace keeps in hand (a GOGC
 * lowered while sweeping is on may put it below the heap), and under a memory limit, which may call for a cycle earlier and
 * may be gone by now. */
static void
check_sweep_pace (Verify *v)
{
  const Gc *gc = v->gc;
  const GcState *st = gc->st;
  int64_t live, owed, slack;

  if (st->swept_late > 64 + st->sweep_caller_pages && st->trigger_kind == PACER_TRIGGER_HEAP
      && st->phase != GC_PHASE_OFF && st->phase != GC_PHASE_SWEEP)
    FAIL (v, N_("sweeping lags behind allocation: %u spans of the last cycle were not swept when the next one began"),
          st->swept_late);

  if (st->phase != GC_PHASE_SWEEP || st->sweep_pages_per_byte == 0 || gc_sweep_is_done (gc))
    return;
  live = (int64_t) (gc->pacer->heap_live - st->sweep_heap_live_basis);
  owed = (int64_t) (st->sweep_pages_per_byte * (double) live) - (int64_t) (gc->heap->mheap->pages_swept - st->pages_swept_basis);
  slack = (int64_t) (gc->sched->st->n_procs * 16 * (1 + st->sweep_pages_per_byte * (double) HEAP_PAGE_BYTES)
                     + st->sweep_caller_pages * (1 + st->sweep_pages_per_byte * (double) HEAP_PAGE_BYTES));
  if (owed > slack)
    FAIL (v, N_("sweeping lags behind allocation by %lld pages, %lld are allowed"), (long long) owed, (long long) slack);
}

/* ---- The whole ---- */

static bool
begin (Verify *v)
{
  v->capacity = 4096;
  v->bitmap_bytes = round_up_u64 ((image_heap_mapped_end (v->gc->im) - v->gc->im->heap_base) / 64 + 8, 4096);
  v->stack = malloc (v->capacity * sizeof (Addr));
  v->protected_ = mmap (NULL, 3 * v->bitmap_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (v->protected_ == MAP_FAILED || v->stack == NULL)
    {
      if (v->protected_ != MAP_FAILED)
        munmap (v->protected_, 3 * v->bitmap_bytes);
      free (v->stack);
      return false;
    }
  v->seen = v->protected_ + v->bitmap_bytes / 8;
  v->grey = v->seen + v->bitmap_bytes / 8;
  return true;
}

GccoreStatus
gc_verify (const Gc *gc, GccoreError *error)
{
  Verify v = { .gc = (Gc *) gc, .error = error };

  if (heap_verify (gc->heap, NULL, 0, error) != GCCORE_OK || sched_verify (gc->sched, error) != GCCORE_OK)
    return GCCORE_ERR_VERIFY;
  if (!begin (&v))
    {
      gccore_error_set (error, GCCORE_ERR_HOST_MEMORY, "no memory to verify with");
      return GCCORE_ERR_HOST_MEMORY;
    }
  check_switches (&v);
  check_buffers (&v);
  check_pacer (&v);
  check_debts (&v);
  check_sweep_pace (&v);
  if (gc->st->phase == GC_PHASE_MARK && !v.bad)
    check_colours (&v);
  if (!v.bad)
    check_reachable (&v);
  munmap (v.protected_, 3 * v.bitmap_bytes);
  free (v.stack);
  return v.bad ? GCCORE_ERR_VERIFY : GCCORE_OK;
}
