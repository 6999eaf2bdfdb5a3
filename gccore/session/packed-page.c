#include "session/packed-page.h"

#include <stddef.h>
#include <string.h>

/* Tags. A step is taken from the word a stride before; an address of the first 4 GiB of the heap is LOW_OF_HEAP. */
enum { ZERO, SAME_STEP, STEP_1, STEP_2, STEP_3, LOW, LOW_OF_HEAP, WHOLE, N_TAGS };

#define HEAP_HALF (IMAGE_HEAP_BASE >> 32)
#define TAG_BITS 3u
#define BEFORE (2 * PACKED_PAGE_MAX_STRIDE) /* words of zeros before the page: two strides */

/* Steps of n bytes reach from -bias to bias - 1. */
#define BIAS(n) (UINT64_C (1) << (8 * (n) - 1))

static const uint8_t n_kept[N_TAGS] = { 0, 0, 1, 2, 3, 4, 4, 8 };

/* How well small steps tell the words, by a sample. */
static unsigned
count_steps (const uint64_t *words, unsigned stride)
{
  unsigned n = 0;
  for (unsigned from = BEFORE; from < PACKED_PAGE_WORDS; from += 160)
    for (unsigned i = from; i < from + 16; i++)
      n += words[i] - words[i - stride] + BIAS (1) < 2 * BIAS (1);
  return n;
}

static unsigned
find_stride (const uint64_t *words)
{
  static const uint8_t strides[] = { 1, 2, 3, 4, 5, 6, 8, 10, 12, PACKED_PAGE_MAX_STRIDE };
  unsigned best = 1, best_n = 0;
  for (unsigned i = 0; i < sizeof strides; i++)
    {
      unsigned n = count_steps (words, strides[i]);
      if (n > best_n)
        {
          best = strides[i];
          best_n = n;
        }
    }
  return best;
}

/* A word is the sum of: what is kept; by tag, the word a stride before, and the step that led there; a constant. */
static const uint64_t kept_mask[N_TAGS] = { 0, 0, 0xff, 0xffff, 0xffffff, UINT32_MAX, UINT32_MAX, UINT64_MAX };
static const uint64_t before_mask[N_TAGS] = { 0, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, 0, 0, 0 };
static const uint64_t step_mask[N_TAGS] = { 0, UINT64_MAX, 0, 0, 0, 0, 0, 0 };
static const uint64_t constant[N_TAGS] = { 0, 0, -BIAS (1), -BIAS (2), -BIAS (3), 0, HEAP_HALF << 32, 0 };

static inline bool
is_step (uint64_t step, unsigned n_bytes)
{
  return step + BIAS (n_bytes) < 2 * BIAS (n_bytes);
}

/* What heaps are full of comes first: branches on that are guessed well. */
static inline unsigned
tag_of (uint64_t value, uint64_t before, uint64_t step_before)
{
  uint64_t step = value - before;
  if (value == 0)
    return ZERO;
  if (step == step_before)
    return SAME_STEP;
  if (is_step (step, 1))
    return STEP_1;
  if (is_step (step, 2))
    return STEP_2;
  if (is_step (step, 3))
    return STEP_3;
  return value >> 32 == 0 ? LOW : value >> 32 == HEAP_HALF ? LOW_OF_HEAP : WHOLE;
}

uint32_t
packed_page_pack (PackedPageRoom *room, const void *page)
{
  uint64_t all[BEFORE + PACKED_PAGE_WORDS] = { 0 }, last_tags = 0;
  const uint64_t *word = all + BEFORE;
  uint8_t bytes[IMAGE_PAGE_BYTES + 8], *to = bytes, *tags_to = room->page.rest;
  memcpy (all + BEFORE, page, IMAGE_PAGE_BYTES);
  unsigned stride = find_stride (word);
  room->page.stride = (uint8_t) stride;
  room->page.new_tags = 0;
  for (unsigned i = 0; i < PACKED_PAGE_WORDS / PACKED_PAGE_GROUP; i++)
    {
      uint64_t tags = 0;
      for (unsigned k = 0; k < PACKED_PAGE_GROUP; k++, word++)
        {
          uint64_t before = word[-(int) stride];
          unsigned tag = tag_of (*word, before, before - word[-2 * (int) stride]);
          uint64_t keep = *word - (before & before_mask[tag]) - constant[tag];
          tags |= (uint64_t) tag << (TAG_BITS * k);
          memcpy (to, &keep, 8); /* what is not kept of it is written over, or lies behind the end */
          to += n_kept[tag];
        }
      if (tags != last_tags)
        {
          room->page.new_tags |= 1u << i;
          memcpy (tags_to, &tags, PACKED_PAGE_TAG_BYTES);
          tags_to += PACKED_PAGE_TAG_BYTES;
        }
      last_tags = tags;
    }
  /* cppcheck-suppress uninitvar ; filled by way of `to` */
  memcpy (tags_to, bytes, (size_t) (to - bytes));
  return (uint32_t) (tags_to - room->room) + (uint32_t) (to - bytes);
}

void
packed_page_unpack (const PackedPage *packed, void *page)
{
  uint64_t all[BEFORE + PACKED_PAGE_WORDS], *word = all + BEFORE, tags = 0;
  const uint8_t *tags_from = packed->rest;
  const uint8_t *from = tags_from + PACKED_PAGE_TAG_BYTES * (unsigned) __builtin_popcount (packed->new_tags);
  const unsigned stride = packed->stride;
  memset (all, 0, BEFORE * sizeof *all);
  for (unsigned i = 0; i < PACKED_PAGE_WORDS / PACKED_PAGE_GROUP; i++)
    {
      if (packed->new_tags >> i & 1)
        {
          memcpy (&tags, tags_from, PACKED_PAGE_TAG_BYTES);
          tags_from += PACKED_PAGE_TAG_BYTES;
        }
      uint64_t left = tags;
      for (unsigned k = 0; k < PACKED_PAGE_GROUP; k++, word++, left >>= TAG_BITS)
        {
          unsigned tag = left & (N_TAGS - 1);
          uint64_t kept, before = word[-(int) stride], step = before - word[-2 * (int) stride];
          memcpy (&kept, from, 8);
          from += n_kept[tag];
          *word = (kept & kept_mask[tag]) + (before & before_mask[tag]) + (step & step_mask[tag]) + constant[tag];
        }
    }
  memcpy (page, all + BEFORE, IMAGE_PAGE_BYTES);
}
