/* Work buffers (Go 1.22 runtime/mgcwork.go). Each P keeps two, so that one push or pop at the edge of a buffer does not
 * make it trade buffers with the global lists back and forth.
 *
 * The spans that Go cuts its buffers from are taken from the page heap, so that counts and pictures are Go's; the buffers
 * themselves lie in a zone of their own, out of reach of a program whose pointers are astray. */

#include "gc/state.h"

#define BUFS_PER_SPAN (GC_WORK_SPAN_PAGES * (uint32_t) HEAP_PAGE_BYTES / GC_WORK_BUF_BYTES)

static void
push (Gc *gc, Addr *list, Addr buf)
{
  gc_work_buf (gc, buf)->link = *list;
  *list = buf;
}

static Addr
pop (Gc *gc, Addr *list)
{
  Addr buf = *list;

  if (buf != 0)
    *list = gc_work_buf (gc, buf)->link;
  return buf;
}

static void
put_empty (Gc *gc, Addr buf)
{
  GCCORE_ASSERT_INTERNAL (gc_work_buf (gc, buf)->n == 0);
  push (gc, &gc->st->work.empty, buf);
  gc->st->work.n_empty++;
}

static void
put_full (Gc *gc, P *p, Addr buf)
{
  push (gc, &gc->st->work.full, buf);
  gc->st->work.n_full++;
  gc->st->work.n_full_objects += gc_work_buf (gc, buf)->n;
  sched_event (gc->sched, EVENT_WORKBUF, p, NULL, buf, 1, gc_work_buf (gc, buf)->n);
}

static Addr
try_get_full (Gc *gc, P *p)
{
  Addr buf = pop (gc, &gc->st->work.full);

  if (buf == 0)
    return 0;
  gc->st->work.n_full--;
  gc->st->work.n_full_objects -= gc_work_buf (gc, buf)->n;
  sched_event (gc->sched, EVENT_WORKBUF, p, NULL, buf, 0, gc_work_buf (gc, buf)->n);
  return buf;
}

void
gc_work_init (Gc *gc)
{
  GcWorkLists *w = &gc->st->work;
  uint64_t bytes = round_up_u64 ((gc->im->heap_end - gc->im->heap_base) / 16, GC_WORK_BUF_BYTES);

  w->n_zone = (uint32_t) (bytes / GC_WORK_BUF_BYTES);
  w->zone = image_carve_sparse (gc->im, bytes, GC_WORK_BUF_BYTES);
}

/* A span of 32 KiB more, as Go takes for its buffers. When the program has used up its heap marking goes on without. */
static void
take_span (Gc *gc, P *p)
{
  GcWorkLists *w = &gc->st->work;
  SpanId id = w->free_spans;
  Mspan *s;

  if (id != SPAN_NONE)
    {
      s = heap_span (gc->heap, id);
      w->free_spans = s->next;
      w->n_free_spans--;
    }
  else
    {
      s = mheap_alloc_manual (gc->heap, heap_mcache (gc->heap, p->id), GC_WORK_SPAN_PAGES, SPAN_ALLOC_WORK_BUF);
      if (s == NULL)
        return;
      id = heap_span_id (gc->heap, s);
      sched_event (gc->sched, EVENT_SPAN_ALLOC, p, NULL, s->base, s->n_pages, 0);
    }
  s->next = w->busy_spans;
  w->busy_spans = id;
  w->n_busy_spans++;
}

/* As many buffers as a span holds. */
static void
grow (Gc *gc, P *p)
{
  GcWorkLists *w = &gc->st->work;

  if (w->n_zone_used + BUFS_PER_SPAN > w->n_zone)
    GCCORE_THROW ("no memory for the mark queue");
  take_span (gc, p);
  w->n_zone_used += BUFS_PER_SPAN;
  if (w->n_zone_used > w->n_zone_touched)
    {
      image_meta_use (gc->im, BUFS_PER_SPAN * GC_WORK_BUF_BYTES);
      w->n_zone_touched = w->n_zone_used;
    }
  for (uint32_t i = 1; i <= BUFS_PER_SPAN; i++)
    {
      Addr buf = w->zone + (uint64_t) (w->n_zone_used - i) * GC_WORK_BUF_BYTES;

      gc_work_buf (gc, buf)->n = gc_work_buf (gc, buf)->pad = 0;
      put_empty (gc, buf);
    }
}

static Addr
get_empty (Gc *gc, P *p)
{
  if (gc->st->work.empty == 0)
    grow (gc, p);
  gc->st->work.n_empty--;
  return pop (gc, &gc->st->work.empty);
}

static void
init_buffers (Gc *gc, P *p, GcWork *w)
{
  w->wbuf1 = get_empty (gc, p);
  w->wbuf2 = try_get_full (gc, p);
  if (w->wbuf2 == 0)
    w->wbuf2 = get_empty (gc, p);
}

static void
swap_buffers (GcWork *w)
{
  Addr t = w->wbuf1;

  w->wbuf1 = w->wbuf2;
  w->wbuf2 = t;
}

void
gc_work_put_slow (Gc *gc, P *p, Addr object)
{
  GcWork *w = &gc_p (gc, p)->work;
  bool flushed = false;
  WorkBuf *b;

  if (w->wbuf1 == 0)
    init_buffers (gc, p, w);
  else if (gc_work_buf (gc, w->wbuf1)->n == GC_WORK_BUF_OBJECTS)
    {
      swap_buffers (w);
      if (gc_work_buf (gc, w->wbuf1)->n == GC_WORK_BUF_OBJECTS)
        {
          put_full (gc, p, w->wbuf1);
          w->flushed_work = flushed = true;
          w->wbuf1 = get_empty (gc, p);
        }
    }
  b = gc_work_buf (gc, w->wbuf1);
  b->objects[b->n++] = object;
  if (flushed && gc->st->blacken_enabled)
    gc_enlist_worker (gc, p);
}

Addr
gc_work_get_slow (Gc *gc, P *p)
{
  GcWork *w = &gc_p (gc, p)->work;
  WorkBuf *b;

  if (w->wbuf1 == 0)
    init_buffers (gc, p, w);
  b = gc_work_buf (gc, w->wbuf1);
  if (b->n == 0)
    {
      swap_buffers (w);
      b = gc_work_buf (gc, w->wbuf1);
    }
  if (b->n == 0)
    {
      Addr full = try_get_full (gc, p);

      if (full == 0)
        return 0;
      put_empty (gc, w->wbuf1);
      w->wbuf1 = full;
      b = gc_work_buf (gc, full);
    }
  return b->objects[--b->n];
}

void
gc_work_balance (Gc *gc, P *p)
{
  GcWork *w = &gc_p (gc, p)->work;
  WorkBuf *b1, *half;
  uint64_t n;

  if (w->wbuf1 == 0)
    return;
  b1 = gc_work_buf (gc, w->wbuf1);
  if (gc_work_buf (gc, w->wbuf2)->n != 0)
    {
      put_full (gc, p, w->wbuf2);
      w->wbuf2 = get_empty (gc, p);
    }
  else if (b1->n > 4)
    {
      /* Go: handoff. The older half is shared, the newer kept. */
      Addr kept = get_empty (gc, p);

      half = gc_work_buf (gc, kept);
      n = b1->n / 2;
      b1->n -= n;
      half->n = n;
      memcpy (half->objects, b1->objects + b1->n, n * sizeof (Addr));
      put_full (gc, p, w->wbuf1);
      w->wbuf1 = kept;
    }
  else
    return;
  w->flushed_work = true;
  if (gc->st->blacken_enabled)
    gc_enlist_worker (gc, p);
}

static void
dispose_buffer (Gc *gc, P *p, GcWork *w, Addr *buf)
{
  if (*buf == 0)
    return;
  if (gc_work_buf (gc, *buf)->n == 0)
    put_empty (gc, *buf);
  else
    {
      put_full (gc, p, *buf);
      w->flushed_work = true;
    }
  *buf = 0;
}

void
gc_work_dispose (Gc *gc, P *p)
{
  GcWork *w = &gc_p (gc, p)->work;

  dispose_buffer (gc, p, w, &w->wbuf1);
  dispose_buffer (gc, p, w, &w->wbuf2);
  gc->st->bytes_marked += w->bytes_marked;
  gc->pacer->heap_scan_work += w->heap_scan_work;
  w->bytes_marked = 0;
  w->heap_scan_work = 0;
}

bool
gc_work_is_empty (const Gc *gc, const P *p)
{
  const GcWork *w = &gc_p (gc, p)->work;

  return w->wbuf1 == 0 || (gc_work_buf (gc, w->wbuf1)->n == 0 && gc_work_buf (gc, w->wbuf2)->n == 0);
}

uint32_t
gc_work_queued (const Gc *gc, const P *p)
{
  const GcWork *w = &gc_p (gc, p)->work;

  return w->wbuf1 == 0 ? 0 : (uint32_t) (gc_work_buf (gc, w->wbuf1)->n + gc_work_buf (gc, w->wbuf2)->n);
}

uint64_t
gc_work_queued_global (const Gc *gc)
{
  return gc->st->work.n_full_objects;
}

void
gc_work_prepare_free (Gc *gc)
{
  GcWorkLists *w = &gc->st->work;

  GCCORE_ASSERT (w->full == 0);
  w->empty = 0;
  w->n_empty = w->n_zone_used = 0;
  while (w->busy_spans != SPAN_NONE)
    {
      Mspan *s = heap_span (gc->heap, w->busy_spans);
      SpanId id = w->busy_spans;

      w->busy_spans = s->next;
      s->next = w->free_spans;
      w->free_spans = id;
      w->n_free_spans++;
    }
  w->n_busy_spans = 0;
}

bool
gc_work_free_some (Gc *gc)
{
  GcWorkLists *w = &gc->st->work;

  /* Not while marking: the buffers may be wanted again (Go 1.22 runtime/mgcwork.go, freeSomeWbufs). */
  if (gc->st->phase == GC_PHASE_MARK || gc->st->phase == GC_PHASE_MARK_TERM)
    return false;
  for (unsigned i = 0; i < 64 && w->free_spans != SPAN_NONE; i++)
    {
      Mspan *s = heap_span (gc->heap, w->free_spans);

      w->free_spans = s->next;
      w->n_free_spans--;
      s->next = SPAN_NONE;
      mheap_free_manual (gc->heap, NULL, s);
    }
  return w->free_spans != SPAN_NONE;
}

/* Buffers that are not in use, and in others what holds no objects. */
void
gc_work_each_gap (const Gc *gc, ImageGapFunc func, void *context)
{
  const GcWorkLists *w = &gc->st->work;
  Addr end = w->zone + (uint64_t) w->n_zone_used * GC_WORK_BUF_BYTES;

  for (Addr at = w->zone; at < end; at += GC_WORK_BUF_BYTES)
    {
      uint64_t n = gc_work_buf (gc, at)->n;

      if (n < GC_WORK_BUF_OBJECTS)
        func (context, at + offsetof (WorkBuf, objects) + n * sizeof (Addr), at + GC_WORK_BUF_BYTES, false);
    }
  func (context, end, w->zone + (uint64_t) w->n_zone * GC_WORK_BUF_BYTES, false);
}
