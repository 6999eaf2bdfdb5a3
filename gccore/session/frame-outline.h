#pragma once

/* Which runs a frame tells of.
 *
 *   page allocator, page tables      a bit or two a page, read a word of 64 pages at a time
 *        |
 *     starts                         where runs begin
 *        |
 *     shown                          those to be told: all, or the longest of each cell, a sample for sums, and what was
 *                                    asked for
 *
 * A page costs a nanosecond or two here, while telling of a run costs some cache misses (frame-runs.h): so a frame of a
 * huge heap costs what can be seen of it. */

#include "heap/mheap.h"
#include "session/frame.h"

#define OUTLINE_WORD_PAGES 64u
#define OUTLINE_NO_PAGE UINT32_MAX

/* Pages count from the heap's base; a page is bit page % 64 of word page / 64. */
typedef struct {
  uint32_t n_pages, n_words;  /* that the heap has grown into */
  uint64_t *free, *released;  /* free pages, and those of them whose memory is with the OS */
  uint64_t *starts, *shown;   /* first pages of runs; of those to be told */
  uint32_t n_starts, n_shown;
  uint32_t *sampled;          /* by word: the run, by its first page, that stands for the word's taken pages in sums;
                               * OUTLINE_NO_PAGE: none is taken. NULL: all runs are shown and stand for themselves */
  void *words;
} FrameOutline;

/* What the frame has already in `changed` and `graph` is asked for, too. */
void frame_outline_init (FrameOutline *o, const Heap *heap, const GccoreFrameRequest *request, const GccoreFrame *frame);
void frame_outline_clear (FrameOutline *o);
/* The first page of the run after the one that holds the page; n_pages after the last. */
uint32_t frame_outline_next (const FrameOutline *o, uint32_t page);
