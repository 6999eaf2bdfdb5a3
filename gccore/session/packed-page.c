#include "session/packed-page.h"

#include <string.h>

/* Tags. An address of the first 4 GiB of the heap is LOW_OF_HEAP. */
enum { ZERO, LOW, LOW_OF_HEAP, WHOLE };

#define HEAP_HALF (IMAGE_HEAP_BASE >> 32)

/* By sums, as any branch on what a heap holds is a guess. */
static inline unsigned
tag_of (uint64_t word)
{
  uint64_t upper = word >> 32;
  return WHOLE - (WHOLE - LOW) * (upper == 0) - (WHOLE - LOW_OF_HEAP) * (upper == HEAP_HALF) - (LOW - ZERO) * (word == 0);
}

/* Bytes of a word that are kept: 0, 4, 4, 8. */
static inline unsigned
n_kept (unsigned tag)
{
  return 0x8440u >> (4 * tag) & 15;
}

uint32_t
packed_page_pack (PackedPageRoom *room, const void *page)
{
  const uint64_t *words = page;
  uint8_t *to = room->page.rest;
  for (unsigned i = 0; i < PACKED_PAGE_TAG_WORDS; i++)
    {
      uint64_t tags = 0;
      for (unsigned k = 0; k < 32; k++)
        {
          uint64_t word = words[i * 32 + k];
          unsigned tag = tag_of (word);
          tags |= (uint64_t) tag << (2 * k);
          memcpy (to, &word, 8); /* what is not kept of it is written over, or lies behind the end */
          to += n_kept (tag);
        }
      room->page.tags[i] = tags;
    }
  return (uint32_t) (to - room->room);
}

void
packed_page_unpack (const PackedPage *packed, void *page)
{
  static const uint64_t kept[] = { 0, UINT32_MAX, UINT32_MAX, UINT64_MAX };
  static const uint64_t known[] = { 0, 0, HEAP_HALF << 32, 0 };
  uint64_t *words = page;
  const uint8_t *from = packed->rest;
  for (unsigned i = 0; i < PACKED_PAGE_TAG_WORDS; i++)
    {
      uint64_t tags = packed->tags[i];
      for (unsigned k = 0; k < 32; k++, tags >>= 2)
        {
          unsigned tag = tags & 3;
          uint64_t word;
          memcpy (&word, from, 8);
          words[i * 32 + k] = (word & kept[tag]) | known[tag];
          from += n_kept (tag);
        }
    }
}
