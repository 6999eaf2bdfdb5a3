#include "heap/malloc.h"

Addr
malloc_next_free (const Heap *heap, Mspan *s)
{
  uint32_t index = mspan_next_free_index (heap->image, s);

  if (index == s->n_elems)
    return 0;
  s->alloc_count++;
  return mspan_object_base (s, index);
}

/* ---- Pointer bits of small objects ---- */

uint64_t
malloc_small_mask (const GcType *type, uint64_t bytes, uint64_t *scan_bytes)
{
  uint64_t mask = type->ptr_mask[0] & low_mask64 ((unsigned) (type->ptr_bytes / 8)), all = mask;

  *scan_bytes = type->ptr_bytes;
  if (type->size_bytes >= bytes)
    return mask;
  if (type->size_bytes == 8)
    return low_mask64 ((unsigned) (bytes / 8));
  for (uint64_t at = type->size_bytes; at < bytes; at += type->size_bytes)
    {
      all |= mask << (at / 8);
      *scan_bytes += type->size_bytes;
    }
  return all;
}

static void
write_mask (const Heap *heap, const Mspan *s, Addr slot, uint64_t mask)
{
  uint64_t *bits = (uint64_t *) mspan_heap_bits (heap->image, s);
  uint64_t word = (slot - s->base) / 8;
  unsigned shift = word % 64, n = (unsigned) (s->elem_size / 8);
  uint64_t all = low_mask64 (n);

  bits += word / 64;
  bits[0] = (bits[0] & ~(all << shift)) | mask << shift;
  if (shift + n > 64)
    bits[1] = (bits[1] & ~(all >> (64 - shift))) | mask >> (64 - shift);
}

/* The same mask for every slot. 64 slots of n words fill n words of bits; then it all comes again. */
static void
fill_masks (const Heap *heap, const Mspan *s, uint64_t mask)
{
  uint64_t *bits = (uint64_t *) mspan_heap_bits (heap->image, s), word = 0;
  unsigned n = (unsigned) (s->elem_size / 8), used = 0, n_bits = s->n_elems * n, n_words = (n_bits + 63) / 64, at = 0;

  for (unsigned i = 0; i < min_u64 (s->n_elems, 64); i++)
    {
      word |= mask << used;
      used += n;
      if (used >= 64)
        {
          bits[at++] = word;
          used -= 64;
          word = used != 0 ? mask >> (n - used) : 0;
        }
    }
  if (used != 0)
    bits[at++] = word;
  for (; at < n_words; at++)
    bits[at] = bits[at - n];
  if (n_bits % 64 != 0)
    bits[n_words - 1] &= low_mask64 (n_bits % 64);
}

void
malloc_change_mask (const Heap *heap, SpanId id, Addr slot, uint64_t mask)
{
  Mspan *s = &heap->spans[id];

  if (s->mask_fresh)
    {
      s->mask_fresh = 0;
      heap->span_masks[id] = mask;
      fill_masks (heap, s, mask);
      return;
    }
  heap->span_masks[id] = SPAN_MASK_NONE;
  write_mask (heap, s, slot, mask);
}

/* ---- Small objects ---- */

HeapSite
malloc_site (const GcType *type)
{
  bool noscan = gctype_noscan (type);
  HeapSite site = { .bytes = UINT64_MAX };
  MallocClass mc;
  uint64_t scan_bytes = 0;

  if (type->size_bytes == 0 || !size_is_small (type->size_bytes) || malloc_is_tiny (type->size_bytes, noscan))
    return site;
  mc = malloc_class (type->size_bytes, noscan);
  site.bytes = type->size_bytes;
  site.span_class = mc.span_class;
  site.header = mc.header;
  if (mc.header)
    scan_bytes = size_class_bytes[span_class_size_class (mc.span_class)];
  else if (!noscan)
    site.mask = malloc_small_mask (type, type->size_bytes, &scan_bytes);
  site.scan_bytes = (uint32_t) scan_bytes;
  return site;
}

Addr
malloc_tiny_block (const Heap *heap, Mcache *c, uint64_t bytes, Mspan **span)
{
  uint64_t *words;
  Addr block;

  *span = &heap->spans[c->alloc[TINY_SPAN_CLASS]];
  block = malloc_take_slot (heap, *span);
  if (block == 0)
    return 0;
  words = (uint64_t *) heap_ptr (heap, block);
  words[0] = words[1] = 0;
  if (bytes < c->tiny_offset || c->tiny == 0)
    {
      c->tiny = block;
      c->tiny_offset = bytes;
    }
  return block;
}

Addr
malloc_any (const Heap *heap, Mcache *c, uint64_t bytes, TypeId type, bool zero, Mspan **span)
{
  MallocClass mc;
  SpanId id;
  uint64_t mask, scan_bytes;
  Addr slot;

  if (type == TYPE_NONE || gctype_noscan (&heap->types[type]))
    return bytes < TINY_BLOCK_BYTES ? malloc_tiny (heap, c, bytes, span) : malloc_bytes (heap, c, bytes, zero, span);
  mc = malloc_class (bytes, false);
  id = c->alloc[mc.span_class];
  *span = &heap->spans[id];
  slot = malloc_take_slot (heap, *span);
  if (slot == 0)
    return 0;
  malloc_clear (heap, *span, slot, zero);
  if (mc.header)
    {
      c->scan_alloc += (*span)->elem_size;
      return malloc_put_header (heap, slot, type);
    }
  mask = malloc_small_mask (&heap->types[type], bytes, &scan_bytes);
  c->scan_alloc += scan_bytes;
  malloc_set_mask (heap, id, slot, mask);
  return slot;
}

/* ---- Large objects ---- */

Mspan *
malloc_large (Heap *heap, Mcache *c, uint64_t bytes, TypeId type, bool zero, uint64_t *zero_bytes)
{
  Mheap *m = heap->mheap;
  bool noscan = type == TYPE_NONE || gctype_noscan (&heap->types[type]);
  uint64_t n_pages = div_round_up_u64 (bytes, HEAP_PAGE_BYTES);
  Mspan *s = mheap_alloc (heap, c, n_pages, span_class_make (0, noscan));

  *zero_bytes = 0;
  if (s == NULL)
    return NULL;
  m->stats.large_alloc_bytes += s->elem_size;
  m->stats.large_alloc_count++;
  m->total_alloc += s->elem_size;

  s->limit = s->base + bytes;
  s->free_index = 1;
  s->alloc_count = 1;
  mcentral_push_swept (heap, s);

  if (!noscan)
    {
      s->large_type = type;
      c->scan_alloc += s->elem_size;
    }
  if (zero && s->dirty)
    {
      if (noscan)
        *zero_bytes = s->elem_size;
      else
        memset (heap_ptr (heap, s->base), 0, s->elem_size);
    }
  return s;
}

void
malloc_zero_large (const Heap *heap, Addr addr, uint64_t bytes)
{
  image_touch (heap->image, addr, bytes);
  memset (heap_ptr (heap, addr), 0, bytes);
}

/* ---- Pointer masks ---- */

/* Cuts the present mask off at the end of the range. */
static inline void
clip (HeapPointers *it)
{
  if (it->addr + 512 > it->limit)
    it->mask &= it->limit <= it->addr ? 0 : low_mask64 ((unsigned) ((it->limit - it->addr) / 8));
}

/* The 64 pointer bits of a type from word `word` of it on, which is a multiple of 64. */
static inline uint64_t
type_mask (const GcType *type, uint64_t word)
{
  uint64_t n = type->ptr_bytes / 8 - word;

  return type->ptr_mask[word / 64] & low_mask64 (n < 64 ? (unsigned) n : 64);
}

/* The pointer bits of 64 words of consecutive small values, the first word `phase` bytes into one. */
static uint64_t
array_mask (const GcType *type, uint32_t phase)
{
  uint64_t one = type_mask (type, 0), all = one >> (phase / 8);

  for (uint64_t at = type->size_bytes - phase; at < 512; at += type->size_bytes)
    all |= one << (at / 8);
  return all;
}

/* Many small values: 64 words at a time, however many values that are. */
static HeapPointers
walk_array (const GcType *type, Addr elem, Addr from, Addr limit)
{
  HeapPointers it = { .addr = from, .limit = limit, .type = type, .array = true };

  it.phase = (uint32_t) ((from - elem) % type->size_bytes);
  it.mask = array_mask (type, it.phase);
  if (512 % type->size_bytes == 0)
    it.repeat = it.mask;
  clip (&it);
  return it;
}

/* Values of `type` lie from `elem` on; walk [from, limit). */
static HeapPointers
walk_type (const GcType *type, Addr elem, Addr from, Addr limit)
{
  HeapPointers it = { .elem = elem, .addr = elem, .limit = limit, .type = type };
  uint64_t within, word;

  if (type->ptr_bytes == 0 || type->size_bytes == 0 || from >= limit)
    return (HeapPointers) { 0 };
  if (from < elem)
    from = elem;
  if (type->size_bytes <= 256)
    return walk_array (type, elem, from, limit);
  it.elem += (from - elem) / type->size_bytes * type->size_bytes;
  within = from - it.elem;
  if (within >= type->ptr_bytes)
    {
      it.elem += type->size_bytes;
      within = 0;
      if (it.elem >= limit)
        return (HeapPointers) { 0 };
    }
  word = within / 8;
  it.addr = it.elem + (word & ~UINT64_C (63)) * 8;
  it.mask = type_mask (type, word & ~UINT64_C (63)) & (UINT64_MAX << (word % 64));
  clip (&it);
  return it;
}

HeapPointers
heap_type_pointers (const Heap *heap, TypeId type, Addr addr, uint64_t bytes)
{
  const GcType *t;

  if (type == TYPE_NONE || type >= heap->n_types)
    return (HeapPointers) { 0 };
  t = &heap->types[type];
  if (bytes == t->size_bytes && t->ptr_bytes != 0 && t->ptr_bytes <= 512) /* one value, as most are */
    return (HeapPointers) { .mask = type_mask (t, 0), .addr = addr, .limit = addr + bytes };
  return walk_type (t, addr, addr, addr + bytes);
}

HeapPointers
heap_object_pointers (const Heap *heap, const Mspan *s, Addr object, Addr from, uint64_t bytes)
{
  Addr limit = min_u64 (from + bytes, object + s->elem_size);
  TypeId type;

  if (mspan_noscan (s))
    return (HeapPointers) { 0 };
  if (size_bits_in_span (s->elem_size))
    {
      HeapPointers it = { .mask = mspan_small_pointer_mask (heap->image, s, object), .addr = object, .limit = limit };

      if (from > object)
        it.mask &= from - object >= 512 ? 0 : UINT64_MAX << ((from - object) / 8);
      clip (&it);
      return it;
    }
  type = heap_object_type (heap, s, object);
  if (type == TYPE_NONE || type >= heap->n_types)
    return (HeapPointers) { 0 };
  return walk_type (&heap->types[type], s->div_magic != 0 ? object + MALLOC_HEADER_BYTES : object, from, limit);
}

static bool
next_of_array (HeapPointers *it)
{
  do
    {
      it->addr += 512;
      if (it->addr >= it->limit)
        {
          it->type = NULL;
          return false;
        }
      it->mask = it->repeat;
      if (it->mask == 0)
        {
          it->phase = (uint32_t) ((it->phase + 512) % it->type->size_bytes);
          it->mask = array_mask (it->type, it->phase);
        }
      clip (it);
    }
  while (it->mask == 0);
  return true;
}

bool
heap_pointers_next_type (HeapPointers *it)
{
  const GcType *type = it->type;

  if (it->array)
    return next_of_array (it);
  for (;;)
    {
      if (it->addr + 512 >= it->elem + type->ptr_bytes)
        it->addr = it->elem += type->size_bytes;
      else
        it->addr += 512;
      if (it->addr >= it->limit)
        {
          it->type = NULL;
          return false;
        }
      it->mask = type_mask (type, (it->addr - it->elem) / 8);
      clip (it);
      if (it->mask != 0)
        return true;
    }
}

TypeId
heap_object_type (const Heap *heap, const Mspan *s, Addr object)
{
  if (mspan_noscan (s) || size_bits_in_span (s->elem_size))
    return TYPE_NONE;
  if (s->div_magic == 0)
    return s->large_type;
  return (TypeId) *(const uint64_t *) heap_ptr (heap, object);
}
