#pragma once

/* A page of the image in less room. What heaps are full of are zeros, small numbers and addresses of other objects, so
 * each word becomes a tag of two bits and what the tag does not say: nothing of a zero, the lower half of a word whose
 * upper half is 0 or that of the first heap addresses, the whole of any other. That takes two or three times as long as
 * copying the page; a recorded run has no time for a general compressor.
 *
 * Equal pages pack to equal bytes and different ones to different bytes, so packed pages can be compared as they are. */

#include <stdint.h>

#include "base/image.h"

#define PACKED_PAGE_WORDS (IMAGE_PAGE_BYTES / 8)
#define PACKED_PAGE_TAG_WORDS (PACKED_PAGE_WORDS / 32)

typedef struct {
  uint64_t tags[PACKED_PAGE_TAG_WORDS];
  uint8_t rest[];
} PackedPage;

/* Room for any packed page, and for packing it. */
typedef union {
  PackedPage page;
  uint8_t room[sizeof (PackedPage) + IMAGE_PAGE_BYTES];
} PackedPageRoom;

/* Returns the bytes that the packed page takes, a multiple of 4. */
uint32_t packed_page_pack (PackedPageRoom *room, const void *page);
/* `packed` has 8 readable bytes behind it (PACKED_PAGE_SLACK). */
void packed_page_unpack (const PackedPage *packed, void *page);

#define PACKED_PAGE_SLACK 8u
