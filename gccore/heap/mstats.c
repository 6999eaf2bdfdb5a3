#include "heap/mstats.h"

#include <string.h>

/* What spans in mcaches have allocated beyond what is counted already. */
typedef struct {
  uint64_t small[N_SIZE_CLASSES];
  uint64_t tiny;
} Uncounted;

static void
read_with (const Heap *heap, MemStats *stats, const Uncounted *extra)
{
  const Mheap *m = heap->mheap;
  const HeapStats *hs = &m->stats;
  uint64_t tiny = hs->tiny_alloc_count + extra->tiny;
  uint64_t total_free = hs->large_free_bytes;
  uint64_t meta;

  memset (stats, 0, sizeof *stats);
  stats->total_alloc = hs->large_alloc_bytes;
  stats->mallocs = hs->large_alloc_count + tiny;
  stats->frees = hs->large_free_count + tiny;
  for (unsigned i = 0; i < N_SIZE_CLASSES; i++)
    {
      uint64_t n = hs->small_alloc_count[i] + extra->small[i];

      stats->total_alloc += n * size_class_bytes[i];
      stats->mallocs += n;
      total_free += hs->small_free_count[i] * size_class_bytes[i];
      stats->frees += hs->small_free_count[i];
      if (i < MEMSTATS_BY_SIZE_ROWS)
        {
          stats->by_size[i].size = size_class_bytes[i];
          stats->by_size[i].mallocs = n;
          stats->by_size[i].frees = hs->small_free_count[i];
        }
    }
  stats->alloc = stats->heap_alloc = stats->total_alloc - total_free;
  stats->heap_objects = stats->mallocs - stats->frees;

  stats->heap_inuse = m->heap_in_use;
  stats->heap_idle = m->heap_free + m->heap_released;
  stats->heap_sys = stats->heap_inuse + stats->heap_idle;
  stats->heap_released = m->heap_released;
  stats->stack_inuse = stats->stack_sys = hs->in_stacks_bytes;

  stats->mspan_inuse = m->n_spans_in_use * sizeof (Mspan);
  stats->mspan_sys = m->n_spans * sizeof (Mspan);
  stats->mcache_inuse = stats->mcache_sys = m->n_procs * sizeof (Mcache);
  meta = image_meta_used_bytes (heap->image);
  stats->gc_sys = meta - stats->mspan_sys - stats->mcache_sys + hs->in_work_bufs_bytes + hs->in_ptr_scalar_bits_bytes;
  stats->other_sys = m->runtime_overhead_bytes;
  stats->sys = stats->heap_sys + stats->stack_sys + stats->mspan_sys + stats->mcache_sys + stats->gc_sys
               + stats->other_sys;
  stats->enable_gc = true;
}

void
memstats_read (const Heap *heap, MemStats *stats)
{
  const Uncounted none = { 0 };

  read_with (heap, stats, &none);
}

void
memstats_peek (const Heap *heap, MemStats *stats)
{
  Uncounted extra = { 0 };

  for (uint32_t p = 0; p < heap->mheap->n_procs; p++)
    {
      const Mcache *c = &heap->mcaches[p];

      extra.tiny += c->tiny_allocs;
      for (unsigned spc = 0; spc < N_SPAN_CLASSES; spc++)
        {
          const Mspan *s = &heap->spans[c->alloc[spc]];
          uint32_t n = (uint32_t) (s->alloc_count - s->alloc_count_before_cache);

          extra.small[span_class_size_class ((SpanClass) spc)] += n;
        }
    }
  read_with (heap, stats, &extra);
}

uint64_t
heap_metadata_bytes (const Heap *heap)
{
  return image_meta_used_bytes (heap->image);
}
