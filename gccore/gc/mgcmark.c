/* The marker: root jobs, greying, scanning (Go 1.22 runtime/mgcmark.go).
 *
 * The queue is last in, first out, per P, as in Go. Memory latency is hidden without touching that order: an object is
 * fetched when it is greyed, and again when it comes within a few places of the top of the buffer. */

#include "gc/mark-words.h"

#define PREFETCH_AHEAD 4 /* places below the top of the buffer (measured: 3 to 6 make no difference) */

/* ---- Greying ---- */

/* What it costs to look up a pointer to that page. */
static inline Vtime
meet (const Gc *gc, GcP *gp, uint64_t page)
{
  Vtime cost = COST_MARK_POINTER + (page != gp->last_page ? gc->st->far_cost : 0);

  gp->last_page = page;
  return cost;
}

Vtime
gc_grey_word (Gc *gc, P *p, Addr word, Addr from)
{
  const Heap *heap = gc->heap;
  GcP *gp = gc_p (gc, p);
  uint64_t page = heap_page_number (word);
  uint32_t index;
  Addr object;
  Vtime cost;
  Mspan *s;

  if (page >= heap->n_pages)
    return 0;
  s = &heap->spans[heap->page_spans[page]];
  if (s->state != MSPAN_IN_USE || word - s->base >= s->limit - s->base)
    return COST_MARK_POINTER;
  cost = meet (gc, gp, page);
  index = mspan_object_index (s, word);
  if (!heap_mark_object (heap, s, index))
    return cost;
  gc->st->objects_marked++;
  object = mspan_object_base (s, index);
  sched_event (gc->sched, EVENT_SHADE, p, NULL, object, from, s->elem_size);
  if (mspan_noscan (s))
    {
      gp->work.bytes_marked += s->elem_size;
      heap_note_scanned (heap, s, index);
      return cost;
    }
  cost += page != gp->last_grey_page ? gc->st->far_grey_cost : 0;
  gp->last_grey_page = page;
  __builtin_prefetch (heap_ptr (heap, object));
  gc_work_put (gc, p, &gp->work, object);
  return cost;
}

void
gc_mark_new (Gc *gc, P *p, Mspan *s, Addr object)
{
  uint32_t index = mspan_object_index (s, object);

  if (!heap_mark_object (gc->heap, s, index))
    return;
  heap_note_scanned (gc->heap, s, index);
  gc_p (gc, p)->work.bytes_marked += s->elem_size;
}

void
gc_mark_tiny_blocks (Gc *gc)
{
  for (uint32_t i = 0; i < gc->sched->st->n_procs; i++)
    {
      const Mcache *c = heap_mcache (gc->heap, i);

      if (c->tiny != 0)
        gc_grey_word (gc, sched_p (gc->sched, i), c->tiny, 0);
    }
}

/* ---- Scanning ---- */

/* Of 64 words those in groups of eight that are not all nil: much of a large array may be empty. */
static inline uint64_t
leave_out_nil (const Addr *words)
{
  typedef uint64_t Pair __attribute__ ((vector_size (16), aligned (8), may_alias));
  const Pair *pairs = (const Pair *) words;
  uint64_t mask = 0;

  for (unsigned i = 0; i < 8; i++)
    {
      Pair any = (pairs[4 * i] | pairs[4 * i + 1]) | (pairs[4 * i + 2] | pairs[4 * i + 3]);

      mask |= (any[0] | any[1]) != 0 ? UINT64_C (0xff) << 8 * i : 0;
    }
  return mask;
}

/* The same word by word, for who listens. Returns the pointers met. */
static uint64_t
scan_aloud (Gc *gc, P *p, Addr base, uint64_t mask, Addr object, uint64_t bytes, Vtime *cost)
{
  const Addr *words = IMAGE_AT (gc->im, const Addr, base);
  uint64_t n_pointers = 0;

  for (; mask != 0; mask &= mask - 1)
    {
      unsigned i = (unsigned) __builtin_ctzll (mask);

      if (words[i] == 0)
        continue;
      if (words[i] - object < bytes)
        {
          *cost += meet (gc, gc_p (gc, p), heap_page_number (words[i]));
          continue;
        }
      n_pointers++;
      *cost += gc_grey_word (gc, p, words[i], base + 8 * i);
    }
  return n_pointers;
}

/* Up to 64 words at `base`, bit i of mask: word i is a pointer. Words that point into [object, object + bytes) itself are
 * met, but no second look is taken. Returns the pointers met, as far as somebody listens; *cost grows. */
static inline uint64_t
scan_mask (Gc *gc, P *p, GcP *gp, Addr base, uint64_t mask, Addr object, uint64_t bytes, Vtime *cost)
{
  const Addr *words = IMAGE_AT (gc->im, const Addr, base);
  MarkLocal l;

  if (GCCORE_UNLIKELY (gc->sched->sink.func != NULL))
    return scan_aloud (gc, p, base, mask, object, bytes, cost);
  if (mask == UINT64_MAX)
    mask = leave_out_nil (words);
  mark_load (gc, p, gp, &l);
  mark_words (gc, p, gp, &l, words, mask, object, bytes, true);
  *cost += l.cost;
  mark_store (gc, p, gp, &l);
  return 0;
}

/* The other oblets of a large object are queued when its first is scanned. */
static void
queue_oblets (Gc *gc, P *p, GcP *gp, const Mspan *s)
{
  for (Addr oblet = s->base + GC_MAX_OBLET_BYTES; oblet < s->base + s->elem_size; oblet += GC_MAX_OBLET_BYTES)
    gc_work_put (gc, p, &gp->work, oblet);
}

/* Objects beyond 512 bytes: with a type header, or large. */
static Vtime
scan_big (Gc *gc, P *p, GcP *gp, Mspan *s, Addr from, uint64_t *bytes, uint64_t *scanned, uint64_t *n_pointers)
{
  Addr object = mspan_object_base (s, mspan_object_index (s, from));
  Vtime cost = gc->st->object_cost;
  HeapPointers it;

  *bytes = s->elem_size;
  *scanned = 0;
  if (s->elem_size > GC_MAX_OBLET_BYTES)
    {
      if (from == s->base)
        queue_oblets (gc, p, gp, s);
      *bytes = min_u64 (s->base + s->elem_size - from, GC_MAX_OBLET_BYTES);
    }
  it = heap_object_pointers (gc->heap, s, object, from, *bytes);
  while (heap_pointers_next (&it))
    {
      *scanned = it.addr + 8 * (64 - clz64 (it.mask)) - from;
      *n_pointers += scan_mask (gc, p, gp, it.addr, it.mask, from, *bytes, &cost);
    }
  return cost + (Vtime) (*scanned / 8) * COST_MARK_WORD;
}

Vtime
gc_scan_object (Gc *gc, P *p, G *g, Addr from)
{
  GcP *gp = gc_p (gc, p);
  Mspan *s = heap_span_of (gc->heap, from);
  uint64_t bytes, scanned, n_pointers = 0;
  Vtime cost;

  if (GCCORE_LIKELY (s->elem_size <= MAX_BYTES_BITS_IN_SPAN))
    {
      uint64_t mask = heap_small_mask (gc->heap, s, from);

      bytes = s->elem_size;
      scanned = 8 * (64 - clz64 (mask));
      cost = gc->st->object_cost + (Vtime) (scanned / 8) * COST_MARK_WORD;
      n_pointers = scan_mask (gc, p, gp, from, mask, from, bytes, &cost);
    }
  else
    cost = scan_big (gc, p, gp, s, from, &bytes, &scanned, &n_pointers);
  gp->work.bytes_marked += bytes;
  gp->work.heap_scan_work += (int64_t) scanned;
  gc->st->objects_scanned++;
  if (GCCORE_UNLIKELY (gc->heap->track_scanned))
    heap_note_scanned (gc->heap, s, mspan_object_index (s, from));
  sched_event (gc->sched, EVENT_SCAN, p, g, from, bytes, n_pointers);
  return cost;
}

Addr
gc_next_grey (Gc *gc, P *p, G *g, Vtime *cost)
{
  GcWork *w = &gc_p (gc, p)->work;
  Addr object;

  if (gc->st->work.full == 0)
    gc_work_balance (gc, p);
  object = gc_work_get (gc, p, w);
  if (GCCORE_UNLIKELY (object == 0))
    {
      *cost += gc_flush_barrier (gc, p, g);
      object = gc_work_get (gc, p, w);
    }
  if (GCCORE_LIKELY (object != 0))
    {
      const WorkBuf *b = gc_work_buf (gc, w->wbuf1);

      if (b->n >= PREFETCH_AHEAD)
        __builtin_prefetch (heap_ptr (gc->heap, b->objects[b->n - PREFETCH_AHEAD]));
    }
  return object;
}

bool
gc_mark_work_available (const Gc *gc, const P *p)
{
  return (p != NULL && !gc_work_is_empty (gc, p)) || gc->st->work.full != 0 || gc->st->roots.next < gc->st->roots.n_jobs;
}

/* ---- Roots ---- */

void
gc_root_word (GcRoots *roots, Addr value)
{
  if (GCCORE_UNLIKELY (roots->visit != NULL))
    roots->visit (roots->visit_context, value, 0);
  else
    roots->cost += gc_grey_word (roots->gc, roots->p, value, 0);
}

void
gc_root_block (GcRoots *roots, Addr base, uint64_t bytes, const uint64_t *mask)
{
  Gc *gc = roots->gc;
  uint64_t n_words = bytes / 8;

  if (GCCORE_UNLIKELY (roots->visit != NULL))
    {
      for (uint64_t i = 0; i < n_words; i++)
        if (mask == NULL || bitmap_get (mask, i))
          roots->visit (roots->visit_context, *IMAGE_AT (gc->im, Addr, base + 8 * i), base + 8 * i);
      return;
    }

  for (uint64_t i = 0; i < n_words; i += 64)
    {
      uint64_t m = (mask != NULL ? mask[i / 64] : UINT64_MAX) & low_mask64 ((unsigned) min_u64 (n_words - i, 64));

      scan_mask (gc, roots->p, gc_p (gc, roots->p), base + 8 * i, m, 0, 0, &roots->cost);
    }
  roots->cost += (Vtime) n_words * COST_MARK_WORD;
}

void
gc_root_frame (GcRoots *roots)
{
  roots->cost += COST_ROOT_FRAME;
}

/* A block of 256 KiB of variables. Go's runtime has more of them than the program, and they come first; of them there is
 * only the time they take. */
typedef struct {
  uint64_t bytes;             /* of the block */
  uint64_t first, n;          /* the part of it that is the program's, from its variables' start */
} GlobalsBlock;

static uint64_t
globals_total (const Gc *gc)
{
  return gc->st->globals_lead + gc->st->globals_bytes;
}

static GlobalsBlock
globals_block (const Gc *gc, uint32_t i)
{
  uint64_t lead = gc->st->globals_lead, start = i * GC_ROOT_BLOCK_BYTES;
  uint64_t end = min_u64 (start + GC_ROOT_BLOCK_BYTES, globals_total (gc));
  uint64_t first = max_u64 (start, lead);

  return (GlobalsBlock) { end - start, end > first ? first - lead : 0, end > first ? end - first : 0 };
}

static void
visit_globals (GcRoots *roots, const GlobalsBlock *b)
{
  const GcState *st = roots->gc->st;

  if (b->n != 0)
    gc_root_block (roots, st->globals_base + b->first, b->n, roots->gc->globals_mask + b->first / 512);
}

/* Of the arenas reserved so far: a multiple of 8192. */
static uint64_t
heap_pages (const Gc *gc)
{
  return (gc->heap->mheap->cur_arena_end - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES;
}

void
gc_prepare_roots (Gc *gc)
{
  GcRootJobs *r = &gc->st->roots;

  r->globals = 2;
  r->runtime = r->globals + (uint32_t) div_round_up_u64 (globals_total (gc), GC_ROOT_BLOCK_BYTES);
  r->specials = r->runtime + 1;
  r->stacks = r->specials + (uint32_t) div_round_up_u64 (heap_pages (gc), GC_ROOT_SPECIALS_PAGES);
  r->n_stacks = gc->sched->st->n_gs;
  r->n_jobs = r->stacks + r->n_stacks;
  r->next = 0;
  for (GSlot slot = 1; slot <= r->n_stacks; slot++)
    sched_g (gc->sched, slot)->scanned = false;
}

/* The runtime's own variables that point into the heap: g objects, caches of sudogs and defers, what lang has. */
static void
mark_runtime (GcRoots *roots)
{
  Gc *gc = roots->gc;

  gc_root_word (roots, gc->st->all_gs_object);
  gc_root_word (roots, gc->st->runtime_object);
  for (GSlot slot = 1; slot <= gc->sched->st->n_gs; slot++)
    gc_root_word (roots, sched_g (gc->sched, slot)->heap_object);
  for (uint32_t i = 0; i < P_MAX; i++)
    {
      const P *p = sched_p (gc->sched, i);

      gc_root_word (roots, gc->ps[i].worker_node);
      for (uint32_t k = 0; k < p->n_sudogs; k++)
        gc_root_word (roots, p->sudogs[k]);
      for (uint32_t k = 0; k < p->n_defers; k++)
        gc_root_word (roots, p->defers[k]);
    }
  if (gc->hooks.scan_runtime != NULL)
    gc->hooks.scan_runtime (gc->hooks.context, roots);
}

void
gc_free_stack (Gc *gc, P *p, G *g)
{
  stack_free (gc->heap, heap_mcache (gc->heap, p->id), g->stack_lo, g->stack_hi - g->stack_lo, true);
  g->stack_lo = g->stack_hi = g->sp = 0;
}

/* Stacks of dead goroutines go back to the heap (markrootFreeGStacks). */
static void
free_dead_stacks (Gc *gc, P *p, GcRoots *roots)
{
  for (GSlot slot = 1; slot <= gc->sched->st->n_gs; slot++)
    {
      G *g = sched_g (gc->sched, slot);

      if (g->status != G_DEAD || g->stack_lo == 0)
        continue;
      gc_free_stack (gc, p, g);
      roots->cost += COST_STACK_ALLOC;
    }
}

/* Whether g is one of the collector's own, which have no stack. The finalizer goroutine is not: it is the runtime's, but
 * runs the program's code. */
static bool
is_collectors (const G *g)
{
  return g->system && g->kind != G_KIND_VM;
}

/* What the goroutine holds; shared with the verifier. Returns the bytes of stack. */
static uint64_t
visit_goroutine (GcRoots *roots, G *g)
{
  Gc *gc = roots->gc;

  gc_root_word (roots, g->malloc.object);
  if (is_collectors (g) || gc->hooks.scan_goroutine == NULL)
    return 0;
  return gc->hooks.scan_goroutine (gc->hooks.context, roots, g);
}

static uint64_t
mark_stack (GcRoots *roots, G *g)
{
  Gc *gc = roots->gc;
  uint64_t scanned;

  if (g->status == G_DEAD || g->status == G_IDLE)
    return 0;
  roots->cost += COST_ROOT_STACK;
  scanned = visit_goroutine (roots, g);
  if (is_collectors (g))
    scanned = gc->st->go_runtime ? GC_GO_SYSTEM_STACK_BYTES : 0;
  else
    {
      g->stack_scanned_bytes = scanned;
      if (gc->hooks.shrink_stack != NULL)
        gc->hooks.shrink_stack (gc->hooks.context, roots->p, g);
    }
  g->scanned = true;
  return scanned;
}

void
gc_visit_roots (Gc *gc, GcRootVisit visit, void *context)
{
  GcRoots roots = { .gc = gc, .visit = visit, .visit_context = context };
  const GcRootJobs *r = &gc->st->roots;
  bool marking = gc->st->phase == GC_PHASE_MARK;
  uint32_t n_specials = (uint32_t) (heap_pages (gc) / GC_ROOT_SPECIALS_PAGES);

  visit (context, 0, marking && r->next > 0 ? GC_VISIT_SCANNED : GC_VISIT_NOT_SCANNED);
  gc_mark_finalizer_queue (gc, &roots);
  visit (context, 0, marking && r->next > r->runtime ? GC_VISIT_SCANNED : GC_VISIT_NOT_SCANNED);
  mark_runtime (&roots);
  for (uint32_t i = 0; i * GC_ROOT_BLOCK_BYTES < globals_total (gc); i++)
    {
      GlobalsBlock b = globals_block (gc, i);

      visit (context, 0, marking && r->next > r->globals + i ? GC_VISIT_SCANNED : GC_VISIT_NOT_SCANNED);
      visit_globals (&roots, &b);
    }
  /* What was set while marking, in arenas that came later too, was looked at then. */
  for (uint32_t i = 0; i < n_specials; i++)
    {
      bool done = r->specials + i >= r->stacks || r->next > r->specials + i;

      visit (context, 0, marking && done ? GC_VISIT_SCANNED : GC_VISIT_NOT_SCANNED);
      gc_visit_specials (gc, i * GC_ROOT_SPECIALS_PAGES, visit, context);
    }
  for (GSlot slot = 1; slot <= gc->sched->st->n_gs; slot++)
    {
      G *g = sched_g (gc->sched, slot);

      if (g->status == G_DEAD || g->status == G_IDLE)
        continue;
      visit (context, 0, (marking && (g->scanned || slot > r->n_stacks) ? GC_VISIT_SCANNED : GC_VISIT_NOT_SCANNED)
                         | g->goid << GC_VISIT_GOID_SHIFT);
      visit_goroutine (&roots, g);
    }
}

Vtime
gc_mark_root (Gc *gc, P *p, G *g, bool flush_credit, int64_t *work, bool *ran)
{
  GcRootJobs *r = &gc->st->roots;
  GcRoots roots = { .gc = gc, .p = p, .g = g, .cost = COST_ROOT_JOB };
  uint32_t job = r->next;
  GcRootKind kind;
  Addr addr = 0;

  *work = 0;
  *ran = job < r->n_jobs;
  if (!*ran)
    return 0;
  r->next++;

  if (job >= r->stacks)
    {
      G *target = sched_g (gc->sched, 1 + job - r->stacks);

      kind = GC_ROOT_STACK;
      addr = target->stack_lo;
      *work = (int64_t) mark_stack (&roots, target);
      gc->pacer->stack_scan_work += *work;
    }
  else if (job >= r->specials)
    {
      uint64_t page = (uint64_t) (job - r->specials) * GC_ROOT_SPECIALS_PAGES;

      kind = GC_ROOT_SPECIALS;
      addr = heap_page_addr (page);
      roots.cost += gc_mark_specials (gc, p, page) * COST_MARK_OBJECT;
    }
  else if (job == r->runtime)
    {
      kind = GC_ROOT_RUNTIME;
      mark_runtime (&roots);
    }
  else if (job >= r->globals)
    {
      GlobalsBlock b = globals_block (gc, job - r->globals);

      kind = GC_ROOT_GLOBALS;
      addr = gc->st->globals_base + b.first;
      visit_globals (&roots, &b);
      roots.cost += (Vtime) ((b.bytes - b.n) / 8) * COST_ROOT_RUNTIME_WORD;
      *work = (int64_t) b.bytes;
      gc->pacer->globals_scan_work += *work;
    }
  else if (job == 0)
    {
      kind = GC_ROOT_FINALIZERS;
      gc_mark_finalizer_queue (gc, &roots);
    }
  else
    {
      kind = GC_ROOT_FREE_STACKS;
      free_dead_stacks (gc, p, &roots);
    }
  sched_event (gc->sched, EVENT_ROOT, p, g, addr, kind, (uint64_t) *work);
  if (flush_credit && *work != 0)
    gc_flush_credit (gc, p, *work);
  return roots.cost;
}
