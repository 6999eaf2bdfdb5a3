#include "session/span-cycles.h"

#include "base/bits.h"
#include "heap/mheap.h"

typedef struct {
  uint32_t page;
  uint16_t n_elems, n_alloc, n_marked;
  uint8_t span_class;
} Note;
_Static_assert (sizeof (Note) == 12, "very many of them are kept");

/* One cycle's, ascending by page; never changed, shared. */
typedef struct { gatomicrefcount refs; uint32_t cycle; GArray *notes; } Cycle;

struct SpanCycles {
  GPtrArray *cycles;          /* Cycle, ascending */
  guint n_notes;
};

static Cycle *
cycle_ref (Cycle *cycle)
{
  g_atomic_ref_count_inc (&cycle->refs);
  return cycle;
}

static void
cycle_unref (gpointer data)
{
  Cycle *cycle = data;
  if (!g_atomic_ref_count_dec (&cycle->refs))
    return;
  g_array_unref (cycle->notes);
  g_free (cycle);
}

SpanCycles *
span_cycles_new (void)
{
  SpanCycles *c = g_new0 (SpanCycles, 1);
  c->cycles = g_ptr_array_new_with_free_func (cycle_unref);
  return c;
}

void
span_cycles_free (SpanCycles *c)
{
  if (c == NULL)
    return;
  g_ptr_array_unref (c->cycles);
  g_free (c);
}

void
span_cycles_assign (SpanCycles *c, const SpanCycles *from)
{
  g_ptr_array_set_size (c->cycles, 0);
  for (guint i = 0; i < from->cycles->len; i++)
    g_ptr_array_add (c->cycles, cycle_ref (g_ptr_array_index (from->cycles, i)));
  c->n_notes = from->n_notes;
}

uint64_t
span_cycles_bytes (const SpanCycles *c)
{
  const Cycle *last = c->cycles->len > 0 ? g_ptr_array_index (c->cycles, c->cycles->len - 1) : NULL;
  return c->cycles->len * sizeof (gpointer) + (last != NULL ? last->notes->len * sizeof (Note) : 0);
}

static GArray *
note_spans (const Gc *gc)
{
  const Heap *heap = gc->heap;
  const Mheap *h = heap->mheap;
  uint64_t n_words = (h->cur_arena_end - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES / 64;
  GArray *notes = g_array_new (FALSE, FALSE, sizeof (Note));
  for (uint64_t i = 0; i < n_words; i++)
    for (uint64_t m = heap->page_in_use[i]; m != 0; m &= m - 1)
      {
        uint32_t page = (uint32_t) (i * 64 + ctz64 (m));
        const Mspan *s = heap_span_of (heap, heap_page_addr (page));
        const Note note = { .page = page, .span_class = s->span_class, .n_elems = s->n_elems, .n_alloc = s->alloc_count,
                            .n_marked = (uint16_t) mspan_count_marked (gc->im, s) };
        g_array_append_val (notes, note);
      }
  return notes;
}

void
span_cycles_note (SpanCycles *c, const Gc *gc)
{
  Cycle *cycle = g_new0 (Cycle, 1);
  g_atomic_ref_count_init (&cycle->refs);
  cycle->cycle = gc_cycle (gc);
  cycle->notes = note_spans (gc);
  g_ptr_array_add (c->cycles, cycle);
  c->n_notes += cycle->notes->len;
  while (c->cycles->len > SPAN_CYCLES_MAX || (c->cycles->len > 1 && c->n_notes > SPAN_CYCLES_MAX_SPANS))
    {
      c->n_notes -= ((Cycle *) g_ptr_array_index (c->cycles, 0))->notes->len;
      g_ptr_array_remove_index (c->cycles, 0);
    }
}

static int
compare_pages (const void *a, const void *b)
{
  const Note *x = a, *y = b;
  return x->page < y->page ? -1 : x->page > y->page;
}

GccoreSpanCycle *
span_cycles_at (const SpanCycles *c, uint32_t page, uint32_t *n)
{
  GccoreSpanCycle *all = g_new0 (GccoreSpanCycle, c->cycles->len + 1);
  const Note key = { .page = page };
  *n = c->cycles->len;
  for (guint i = 0; i < c->cycles->len; i++)
    {
      const Cycle *cycle = g_ptr_array_index (c->cycles, i);
      guint at;
      all[i].cycle = cycle->cycle;
      if (!g_array_binary_search (cycle->notes, &key, compare_pages, &at))
        continue;
      const Note *note = &g_array_index (cycle->notes, Note, at);
      all[i] = (GccoreSpanCycle) { cycle->cycle, note->span_class, true, note->n_elems, note->n_alloc, note->n_marked };
    }
  return all;
}
