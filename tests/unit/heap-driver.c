#include "heap-driver.h"

#include <string.h>

static const uint64_t mask_one[] = { 1 };
static const uint64_t mask_three[] = { 5 };
static const uint64_t mask_big[] = { 0, 0x8000000000000001, 3 };
static const uint64_t mask_tail[] = { 1 };
static const uint64_t mask_node64[] = { 0x83 };

static const GcType test_types[N_TEST_TYPES] = {
  [T_PTR] = { 8, 8, mask_one, "*int", 8, GCKIND_POINTER },
  [T_PAIR] = { 16, 8, mask_one, "main.Pair", 8, GCKIND_STRUCT },
  [T_THREE] = { 24, 24, mask_three, "main.Three", 8, GCKIND_STRUCT },
  [T_BIG] = { 1104, 130 * 8, mask_big, "main.Big", 8, GCKIND_STRUCT },
  [T_TAIL] = { 4096, 8, mask_tail, "main.Tail", 8, GCKIND_STRUCT },
  [T_NODE64] = { 64, 64, mask_node64, "main.Node64", 8, GCKIND_STRUCT },
};

const GcType *
driver_type (TypeId type)
{
  return &test_types[type];
}

void
driver_init (Driver *d, uint32_t n_procs, uint64_t heap_bytes, uint64_t cap_bytes)
{
  ImageOptions options = { .heap_reserve_bytes = heap_bytes };
  HeapOptions heap_options = { .heap_cap_bytes = cap_bytes, .n_procs = n_procs };
  GcTypeTable types = { test_types, N_TEST_TYPES };
  GccoreError error;

  memset (d, 0, sizeof *d);
  assert_int_equal (image_init (&d->image, &options, &error), GCCORE_OK);
  heap_init (&d->heap, &d->image, &types, &heap_options);
}

void
driver_fini (Driver *d)
{
  image_fini (&d->image);
}

static void
apply (Driver *d, HeapLiveDelta delta)
{
  d->heap_live += delta.heap_live;
  d->heap_scan += delta.heap_scan;
}

/* Go's cacheSpan: partial swept, partial unswept, full unswept, grow. */
static Mspan *
find_span (Driver *d, Mcache *c, SpanClass spc)
{
  Heap *h = &d->heap;
  Mspan *s = mcentral_pop_partial_swept (h, spc);

  if (s != NULL)
    return s;
  if ((s = mcentral_pop_partial_unswept (h, spc)) != NULL)
    {
      mspan_sweep (h, c, s, true);
      return s;
    }
  while ((s = mcentral_pop_full_unswept (h, spc)) != NULL)
    {
      mspan_sweep (h, c, s, true);
      if (s->alloc_count < s->n_elems)
        return s;
      mcentral_push_swept (h, s);
    }
  return mcentral_grow (h, c, spc);
}

static void
mark_new (Driver *d, Addr object)
{
  if (d->marking)
    driver_mark (d, object);
}

static Addr
malloc_large_object (Driver *d, Mcache *c, uint64_t bytes, TypeId type, bool zero)
{
  uint64_t zero_bytes;
  Mspan *s = malloc_large (&d->heap, c, bytes, type, zero, &zero_bytes);

  if (s == NULL)
    return 0;
  d->heap_live += (int64_t) s->elem_size;
  if (zero_bytes != 0)
    malloc_zero_large (&d->heap, s->base, zero_bytes);
  mark_new (d, s->base);
  return s->base;
}

Addr
driver_malloc (Driver *d, uint32_t p, uint64_t bytes, TypeId type, bool zero)
{
  Mcache *c = heap_mcache (&d->heap, p);
  bool noscan = type == TYPE_NONE || gctype_noscan (&test_types[type]);
  SpanClass spc;
  Mspan *s;
  Addr object;

  if (bytes == 0)
    return IMAGE_ZERO_BASE;
  if (!size_is_small (bytes))
    return malloc_large_object (d, c, bytes, type, zero);
  while ((object = malloc_fast (&d->heap, c, bytes, type, zero, &s)) == 0)
    {
      spc = malloc_is_tiny (bytes, noscan) ? TINY_SPAN_CLASS : malloc_class (bytes, noscan).span_class;
      mcache_uncache_full (&d->heap, c, spc);
      s = find_span (d, c, spc);
      if (s == NULL)
        return 0;
      apply (d, mcache_cache_span (&d->heap, c, spc, s));
    }
  if (s != NULL)
    mark_new (d, object);
  return object;
}

bool
driver_sweep_one (Driver *d)
{
  for (unsigned spc = 0; spc < N_SPAN_CLASSES; spc++)
    {
      Mspan *s = mcentral_pop_full_unswept (&d->heap, (SpanClass) spc);

      if (s == NULL)
        s = mcentral_pop_partial_unswept (&d->heap, (SpanClass) spc);
      if (s != NULL)
        {
          mspan_sweep (&d->heap, NULL, s, false);
          return true;
        }
    }
  return false;
}

void
driver_start_mark (Driver *d)
{
  while (driver_sweep_one (d))
    ;
  mheap_finish_sweep (&d->heap);
  mheap_clear_page_marks (&d->heap);
  d->marking = true;
}

void
driver_mark (Driver *d, Addr object)
{
  uint32_t index;
  Mspan *s = heap_find_object (&d->heap, object, &index);

  assert_non_null (s);
  assert_false (mspan_is_free (&d->image, s, index));
  heap_mark_object (&d->heap, s, index);
}

static void
flush (Driver *d, Mcache *c)
{
  Mspan *stale[N_SPAN_CLASSES];
  uint32_t n_stale;

  apply (d, mcache_release_all (&d->heap, c, stale, &n_stale));
  for (uint32_t i = 0; i < n_stale; i++)
    mspan_sweep (&d->heap, c, stale[i], false);
  c->flush_gen = d->heap.mheap->sweepgen;
}

void
driver_end_mark (Driver *d)
{
  /* A tiny block is kept alive by being grey at the start of marking; here it is simply dropped. */
  d->marking = false;
  mheap_start_sweep (&d->heap);
  for (uint32_t p = 0; p < d->heap.mheap->n_procs; p++)
    {
      mcache_clear_stacks (&d->heap, heap_mcache (&d->heap, p), false);
      flush (d, heap_mcache (&d->heap, p));
    }
}

void
driver_verify (Driver *d)
{
  GccoreError error = { 0 };

  if (heap_verify (&d->heap, NULL, 0, &error) != GCCORE_OK)
    fail_msg ("%s", error.text);
}
