#pragma once

/* A page of the image in less room. What heaps are full of are zeros, small numbers, and objects that were made one after
 * the other: so each word is told by the one that lies a stride before it, which is about the size of the objects (chosen
 * page by page; before the page all is zero). A word becomes a tag of 3 bits and what the tag does not say: nothing of a
 * zero, or where the step from one to the next is the step that was before; 1 to 3 bytes of another step; the lower half of
 * a word whose upper half is 0 or that of the first heap addresses; the whole of any other. Tags come in groups of 16, and
 * only when they differ from those of the group before.
 *
 * Unpacking takes some times as long as copying the page, least where the stride is even (words go in pairs, on processors
 * that can move the bytes of two words at once); packing takes longer.
 *
 * Of a page that is like another the words that differ can be packed alone. They are often objects that were made one after
 * the other, in the slots that a sweep has left free between older ones: by themselves they take next to nothing.
 *
 * Equal pages pack to equal bytes and different ones to different bytes, so packed pages can be compared as they are; so can
 * changes of one page. */

#include <stdint.h>

#include "base/image.h"

#define PACKED_PAGE_WORDS (IMAGE_PAGE_BYTES / 8)
#define PACKED_PAGE_GROUP 16u
#define PACKED_PAGE_TAG_BYTES (PACKED_PAGE_GROUP * 3 / 8)
#define PACKED_PAGE_MAX_STRIDE 16u

typedef struct {
  uint32_t new_tags;          /* bit per group: it has tags of its own; fewer than 32 groups among changes */
  uint8_t stride;             /* words */
  uint8_t rest[];             /* tags, group by group; then bytes, word by word */
} PackedPage;

_Static_assert (PACKED_PAGE_WORDS / PACKED_PAGE_GROUP == 32, "a bit per group");

typedef struct {
  uint64_t changed[PACKED_PAGE_WORDS / 64]; /* bit per word */
  PackedPage words;           /* the changed ones, one after the other, and zeros up to a whole group */
} PackedChanges;

/* Room for any packed page or changes, and for packing them. */
typedef union {
  PackedPage page;
  PackedChanges changes;
  uint8_t room[sizeof (PackedChanges) + PACKED_PAGE_WORDS / PACKED_PAGE_GROUP * PACKED_PAGE_TAG_BYTES + IMAGE_PAGE_BYTES + 8];
} PackedPageRoom;

/* Returns the bytes that the packed page takes. */
uint32_t packed_page_pack (PackedPageRoom *room, const void *page);
/* The same of what differs from the page `before`. */
uint32_t packed_changes_pack (PackedPageRoom *room, const void *page, const void *before);
/* `packed` has 16 readable bytes behind it (PACKED_PAGE_SLACK). */
void packed_page_unpack (const PackedPage *packed, void *page);
/* `page` holds the page before. */
void packed_changes_unpack (const PackedChanges *packed, void *page);

#define PACKED_PAGE_SLACK 16u
