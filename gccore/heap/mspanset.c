#include "heap/mspanset.h"

#include <string.h>

#define INIT_SPINE_CAP 256u /* Go 1.22 runtime/mspanset.go, spanSetInitSpineCap */

static inline Addr *
spine_of (const Spanset *set, const Image *im)
{
  return IMAGE_AT (im, Addr, set->spine);
}

static void
grow_spine (Spanset *set, Image *im)
{
  uint32_t cap = set->spine_cap == 0 ? INIT_SPINE_CAP : set->spine_cap * 2;
  Addr spine = image_carve (im, cap * sizeof (Addr), 64);

  if (set->spine_cap != 0)
    memcpy (image_ptr (im, spine), spine_of (set, im), set->spine_cap * sizeof (Addr));
  set->spine = spine;
  set->spine_cap = cap;
}

static Addr
take_block (SpansetPool *pool, Image *im)
{
  Addr addr = pool->free_blocks;

  if (addr == 0)
    return image_carve (im, sizeof (SpansetBlock), 64);
  pool->free_blocks = IMAGE_AT (im, SpansetBlock, addr)->link;
  return addr;
}

static void
put_block (SpansetPool *pool, const Image *im, Addr addr)
{
  SpansetBlock *block = IMAGE_AT (im, SpansetBlock, addr);

  block->n_popped = 0;
  block->link = pool->free_blocks;
  pool->free_blocks = addr;
}

void
spanset_push (Spanset *set, SpansetPool *pool, Image *im, SpanId span)
{
  uint32_t top = set->tail / SPANSET_BLOCK_ENTRIES, bottom = set->tail % SPANSET_BLOCK_ENTRIES;

  if (top == set->spine_len)
    {
      if (set->spine_len == set->spine_cap)
        grow_spine (set, im);
      spine_of (set, im)[top] = take_block (pool, im);
      set->spine_len++;
    }
  IMAGE_AT (im, SpansetBlock, spine_of (set, im)[top])->spans[bottom] = span;
  set->tail++;
}

SpanId
spanset_pop (Spanset *set, SpansetPool *pool, Image *im)
{
  uint32_t top = set->head / SPANSET_BLOCK_ENTRIES, bottom = set->head % SPANSET_BLOCK_ENTRIES;
  SpansetBlock *block;
  SpanId span;

  if (set->head == set->tail)
    return SPAN_NONE;
  block = IMAGE_AT (im, SpansetBlock, spine_of (set, im)[top]);
  span = block->spans[bottom];
  block->spans[bottom] = SPAN_NONE;
  set->head++;
  if (++block->n_popped == SPANSET_BLOCK_ENTRIES)
    {
      put_block (pool, im, spine_of (set, im)[top]);
      spine_of (set, im)[top] = 0;
    }
  return span;
}

void
spanset_reset (Spanset *set, SpansetPool *pool, Image *im)
{
  uint32_t top = set->head / SPANSET_BLOCK_ENTRIES;

  if (set->head != set->tail)
    GCCORE_THROW ("a span set that still has spans cannot be reset");
  if (top < set->spine_len && spine_of (set, im)[top] != 0)
    {
      put_block (pool, im, spine_of (set, im)[top]);
      spine_of (set, im)[top] = 0;
    }
  set->head = set->tail = 0;
  set->spine_len = 0;
}

SpanId
spanset_peek (const Spanset *set, const Image *im, uint32_t i)
{
  uint32_t cursor = set->head + i;

  if (i >= spanset_length (set))
    return SPAN_NONE;
  return IMAGE_AT (im, SpansetBlock, spine_of (set, im)[cursor / SPANSET_BLOCK_ENTRIES])
    ->spans[cursor % SPANSET_BLOCK_ENTRIES];
}
