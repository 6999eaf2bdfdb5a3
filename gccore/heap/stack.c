#include "heap/mheap.h"

#include <string.h>

/* Goroutine stacks (Go 1.22 runtime/stack.go, stackpoolalloc, stackcacherefill, stackalloc). Free stacks are linked by
 * their first word, in the image. */

static inline Addr *
link_of (const Heap *heap, Addr stack)
{
  return (Addr *) heap_ptr (heap, stack);
}

static void
list_insert (Heap *heap, SpanList *list, Mspan *s)
{
  SpanId id = heap_span_id (heap, s);

  s->next = list->first;
  s->prev = SPAN_NONE;
  if (list->first != SPAN_NONE)
    heap->spans[list->first].prev = id;
  else
    list->last = id;
  list->first = id;
  s->in_list = 1;
}

static void
list_remove (Heap *heap, SpanList *list, Mspan *s)
{
  if (s->prev != SPAN_NONE)
    heap->spans[s->prev].next = s->next;
  else
    list->first = s->next;
  if (s->next != SPAN_NONE)
    heap->spans[s->next].prev = s->prev;
  else
    list->last = s->prev;
  s->next = s->prev = SPAN_NONE;
  s->in_list = 0;
}

/* Go leaves in a new stack what its pages held. Here bytes of free pages are not history: a machine that came back to this
 * moment has others there, and frames that were not written to yet would show them. NULL: no memory. */
static Mspan *
new_span (Heap *heap, Mcache *c, uint64_t n_pages)
{
  Mspan *s = mheap_alloc_manual (heap, c, n_pages, SPAN_ALLOC_STACK);

  if (s != NULL && s->dirty)
    memset (heap_ptr (heap, s->base), 0, n_pages * HEAP_PAGE_BYTES);
  return s;
}

static Addr
pool_alloc (Heap *heap, Mcache *c, unsigned order)
{
  SpanList *list = &heap->mheap->stack_pool[order];
  Mspan *s = &heap->spans[list->first];
  Addr stack;

  if (list->first == SPAN_NONE)
    {
      s = new_span (heap, c, STACK_CACHE_BYTES / HEAP_PAGE_BYTES);
      if (s == NULL)
        return 0;
      s->elem_size = FIXED_STACK_BYTES << order;
      for (Addr a = s->base; a < s->limit; a += s->elem_size)
        {
          *link_of (heap, a) = s->manual_free_list;
          s->manual_free_list = a;
        }
      list_insert (heap, list, s);
    }
  stack = s->manual_free_list;
  s->manual_free_list = *link_of (heap, stack);
  s->alloc_count++;
  if (s->manual_free_list == 0)
    list_remove (heap, list, s);
  return stack;
}

static void
pool_free (Heap *heap, Mcache *c, Addr stack, unsigned order, bool gc_running)
{
  SpanList *list = &heap->mheap->stack_pool[order];
  Mspan *s = heap_span_of (heap, stack);

  if (s->state != MSPAN_MANUAL)
    GCCORE_THROW ("a stack outside stack spans");
  if (s->manual_free_list == 0)
    list_insert (heap, list, s);
  *link_of (heap, stack) = s->manual_free_list;
  s->manual_free_list = stack;
  s->alloc_count--;
  if (!gc_running && s->alloc_count == 0)
    {
      list_remove (heap, list, s);
      s->manual_free_list = 0;
      mheap_free_manual (heap, c, s);
    }
}

static bool
cache_refill (Heap *heap, Mcache *c, unsigned order)
{
  StackFreeList list = { 0, 0 };

  while (list.bytes < STACK_CACHE_BYTES / 2)
    {
      Addr stack = pool_alloc (heap, c, order);

      if (stack == 0)
        break;
      *link_of (heap, stack) = list.list;
      list.list = stack;
      list.bytes += FIXED_STACK_BYTES << order;
    }
  c->stack_cache[order] = list;
  return list.list != 0;
}

static void
cache_shrink (Heap *heap, Mcache *c, unsigned order, uint64_t to_bytes, bool gc_running)
{
  StackFreeList *cache = &c->stack_cache[order];

  while (cache->bytes > to_bytes)
    {
      Addr stack = cache->list;

      cache->list = *link_of (heap, stack);
      cache->bytes -= FIXED_STACK_BYTES << order;
      pool_free (heap, c, stack, order, gc_running);
    }
}

static inline bool
is_small_stack (uint64_t n_bytes)
{
  return n_bytes < (FIXED_STACK_BYTES << N_STACK_ORDERS) && n_bytes < STACK_CACHE_BYTES;
}

static inline unsigned
stack_order (uint64_t n_bytes)
{
  unsigned order = 0;

  while (order < N_STACK_ORDERS - 1 && (uint64_t) FIXED_STACK_BYTES << order < n_bytes)
    order++;
  return order;
}

static Addr
alloc_large_stack (Heap *heap, Mcache *c, uint64_t n_bytes)
{
  uint64_t n_pages = n_bytes / HEAP_PAGE_BYTES;
  SpanList *kept = &heap->mheap->stack_large[log2_floor_u64 (n_pages)];
  Mspan *s = &heap->spans[kept->first];

  if (kept->first != SPAN_NONE)
    list_remove (heap, kept, s);
  else
    {
      s = new_span (heap, c, n_pages);
      if (s == NULL)
        return 0;
      s->elem_size = n_bytes;
    }
  return s->base;
}

Addr
stack_alloc (Heap *heap, Mcache *c, uint64_t n_bytes)
{
  unsigned order;
  Addr stack;

  GCCORE_ASSERT (is_power_of_two_u64 (n_bytes) && n_bytes >= FIXED_STACK_BYTES);
  if (!is_small_stack (n_bytes))
    return alloc_large_stack (heap, c, n_bytes);
  order = stack_order (n_bytes);
  if (c == NULL)
    return pool_alloc (heap, NULL, order);
  if (c->stack_cache[order].list == 0 && !cache_refill (heap, c, order))
    return 0;
  stack = c->stack_cache[order].list;
  c->stack_cache[order].list = *link_of (heap, stack);
  c->stack_cache[order].bytes -= n_bytes;
  return stack;
}

void
stack_free (Heap *heap, Mcache *c, Addr stack, uint64_t n_bytes, bool gc_running)
{
  if (is_small_stack (n_bytes))
    {
      unsigned order = stack_order (n_bytes);

      if (c == NULL)
        {
          pool_free (heap, NULL, stack, order, gc_running);
          return;
        }
      if (c->stack_cache[order].bytes >= STACK_CACHE_BYTES)
        cache_shrink (heap, c, order, STACK_CACHE_BYTES / 2, gc_running);
      *link_of (heap, stack) = c->stack_cache[order].list;
      c->stack_cache[order].list = stack;
      c->stack_cache[order].bytes += n_bytes;
    }
  else
    {
      Mspan *s = heap_span_of (heap, stack);

      if (s->state != MSPAN_MANUAL)
        GCCORE_THROW ("a stack outside stack spans");
      if (gc_running)
        list_insert (heap, &heap->mheap->stack_large[log2_floor_u64 (s->n_pages)], s);
      else
        mheap_free_manual (heap, c, s);
    }
}

void
mcache_clear_stacks (Heap *heap, Mcache *c, bool gc_running)
{
  for (unsigned order = 0; order < N_STACK_ORDERS; order++)
    cache_shrink (heap, c, order, 0, gc_running);
}

void
stack_free_kept (Heap *heap)
{
  Mheap *m = heap->mheap;

  for (unsigned order = 0; order < N_STACK_ORDERS; order++)
    for (SpanId id = m->stack_pool[order].first, next; id != SPAN_NONE; id = next)
      {
        Mspan *s = &heap->spans[id];

        next = s->next;
        if (s->alloc_count == 0)
          {
            list_remove (heap, &m->stack_pool[order], s);
            s->manual_free_list = 0;
            mheap_free_manual (heap, NULL, s);
          }
      }
  for (unsigned i = 0; i < HEAP_N_STACK_LARGE; i++)
    while (m->stack_large[i].first != SPAN_NONE)
      {
        Mspan *s = &heap->spans[m->stack_large[i].first];

        list_remove (heap, &m->stack_large[i], s);
        mheap_free_manual (heap, NULL, s);
      }
}
