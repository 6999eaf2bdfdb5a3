#include "heap/gcbits.h"

#include <string.h>

#include "base/bits.h"
#include "base/check.h"

void
gcbits_init (GcBits *bits, Image *im, uint64_t max_bytes)
{
  max_bytes = round_up_u64 (max_bytes, GCBITS_ARENA_BYTES);
  memset (bits, 0, sizeof *bits);
  bits->zone = bits->zone_cursor = image_carve_sparse (im, max_bytes, IMAGE_PAGE_BYTES);
  bits->zone_end = bits->zone + max_bytes;
  bits->twin = image_carve_sparse (im, max_bytes, IMAGE_PAGE_BYTES);
}

/* An empty arena at the head of `next`: a used one if there is any. */
static GcBitsArena *
push_fresh_arena (GcBits *bits, Image *im)
{
  Addr addr = bits->free;
  GcBitsArena *arena;

  if (addr != 0)
    {
      bits->free = IMAGE_AT (im, GcBitsArena, addr)->link;
    }
  else
    {
      if (bits->zone_cursor == bits->zone_end)
        GCCORE_THROW ("the zone of mark bits is too small");
      addr = bits->zone_cursor;
      bits->zone_cursor += GCBITS_ARENA_BYTES;
      image_meta_use (im, GCBITS_ARENA_BYTES);
    }
  arena = IMAGE_AT (im, GcBitsArena, addr);
  arena->link = bits->next;
  arena->used = sizeof *arena;
  bits->next = addr;
  return arena;
}

Addr
gcbits_take (GcBits *bits, Image *im, unsigned n_elems, bool with_twin)
{
  uint64_t bytes = (n_elems + 63) / 64 * 8;
  GcBitsArena *arena = bits->next != 0 ? IMAGE_AT (im, GcBitsArena, bits->next) : NULL;
  Addr addr;

  if (arena == NULL || arena->used + bytes > GCBITS_ARENA_BYTES)
    arena = push_fresh_arena (bits, im);
  addr = bits->next + arena->used;
  arena->used += bytes;
  memset (image_ptr (im, addr), 0, bytes);
  if (with_twin)
    memset (image_ptr (im, gcbits_twin (bits, addr)), 0, bytes);
  return addr;
}

void
gcbits_next_epoch (GcBits *bits, const Image *im)
{
  if (bits->previous != 0)
    {
      GcBitsArena *last = IMAGE_AT (im, GcBitsArena, bits->previous);

      while (last->link != 0)
        last = IMAGE_AT (im, GcBitsArena, last->link);
      last->link = bits->free;
      bits->free = bits->previous;
    }
  bits->previous = bits->current;
  bits->current = bits->next;
  bits->next = 0;
}

static uint64_t
list_length (const Image *im, Addr list)
{
  uint64_t n = 0;

  for (; list != 0; list = IMAGE_AT (im, GcBitsArena, list)->link)
    n++;
  return n;
}

GcBitsCount
gcbits_count (const GcBits *bits, const Image *im)
{
  return (GcBitsCount) { list_length (im, bits->free), list_length (im, bits->next),
                         list_length (im, bits->current), list_length (im, bits->previous) };
}

static void
gap (const GcBits *bits, Addr arena, uint64_t used, ImageGapFunc func, void *context)
{
  func (context, arena + used, arena + GCBITS_ARENA_BYTES, false);
  func (context, gcbits_twin (bits, arena + used), gcbits_twin (bits, arena + GCBITS_ARENA_BYTES), false);
}

void
gcbits_each_gap (const GcBits *bits, const Image *im, ImageGapFunc func, void *context)
{
  const Addr taken[] = { bits->next, bits->current, bits->previous };

  for (unsigned i = 0; i < 3; i++)
    for (Addr at = taken[i]; at != 0; at = IMAGE_AT (im, GcBitsArena, at)->link)
      gap (bits, at, IMAGE_AT (im, GcBitsArena, at)->used, func, context);
  for (Addr at = bits->free; at != 0; at = IMAGE_AT (im, GcBitsArena, at)->link)
    gap (bits, at, sizeof (GcBitsArena), func, context);
  /* No mark bits there any more. */
  for (Addr at = bits->previous; at != 0; at = IMAGE_AT (im, GcBitsArena, at)->link)
    func (context, gcbits_twin (bits, at), gcbits_twin (bits, at + GCBITS_ARENA_BYTES), false);
  func (context, bits->zone_cursor, bits->zone_end, false);
  func (context, gcbits_twin (bits, bits->zone_cursor), gcbits_twin (bits, bits->zone_end), false);
}

static void
each_settled (const GcBits *bits, const Image *im, Addr list, ImageRangeFunc func, void *context)
{
  for (Addr at = list; at != 0; at = IMAGE_AT (im, GcBitsArena, at)->link)
    {
      func (context, at, at + GCBITS_ARENA_BYTES);
      func (context, gcbits_twin (bits, at), gcbits_twin (bits, at + GCBITS_ARENA_BYTES));
    }
}

void
gcbits_each_settled (const GcBits *bits, const Image *im, bool marked, ImageRangeFunc func, void *context)
{
  each_settled (bits, im, bits->previous, func, context);
  if (marked)
    each_settled (bits, im, bits->current, func, context);
}
