#pragma once

/* The runs of a frame, in memory that a later frame uses again.
 *
 * A frame of a huge heap has 10 MB of runs, most of which are what the frame before had. So a few blocks take turns. The
 * latest, whose frame is being looked at, is copied from; one whose frame is gone is written to, and where it has the same
 * runs already, as a frame or two ago, it is left as it is. What is the same is found a word of 64 pages at a time, by the
 * outline and by the notes of what has changed since (`stale`).
 *
 * Threads: the machine's, but any may give back a frame's reference. */

#include "session/frame-outline.h"

/* Beside a run, so that counting marks anew reads no more than this. */
typedef struct {
  Addr bits;                  /* its span's mark bits; 0: it has none */
  uint16_t n_elems, n_marked, n_grey; /* as the run has them */
  bool noscan;
} RunMarks;

typedef struct {
  int refs;                   /* atomic: of frames, and of the set while it is in it */
  uint32_t room, n_runs;      /* for so many runs; there are, but for what is not grown into */
  GccoreRun *runs;
  RunMarks *marks;
  uint32_t n_words;           /* of the outline then; 0: nothing is known of what the block has */
  uint64_t *shown;            /* the outline's, then */
  uint64_t *samples;          /* by word: the run that it is counted for and its taken pages, then */
  uint64_t *stale;            /* by page: first pages of runs that may be told otherwise now */
  uint32_t sweepgen;          /* the heap's, then */
  bool marking;               /* a cycle was marking then */
} RunBlock;

#define RUN_BLOCKS 3u

/* The latest first; NULL: no more. `n_words`: of the largest outline there can be. */
typedef struct {
  RunBlock *blocks[RUN_BLOCKS];
  uint32_t n_words;
} RunBlocks;

void run_blocks_clear (RunBlocks *set);
/* Nothing is known any more of what they have. */
void run_blocks_forget (RunBlocks *set);
/* These first pages' runs have changed. */
void run_blocks_note (RunBlocks *set, const uint64_t *changed);
/* The latest block; NULL: there is none. */
const RunBlock *run_blocks_latest (const RunBlocks *set);
/* One that no frame has, other than the latest, with room for n runs; the caller fills it and makes it the latest. */
RunBlock *run_blocks_take (RunBlocks *set, uint32_t n);
/* It has the outline's runs now. Frees what the set has no place for. */
void run_blocks_put (RunBlocks *set, RunBlock *block, const FrameOutline *o);

RunBlock *run_block_ref (RunBlock *block);
void run_block_unref (RunBlock *block);
/* Sets the bits of the outline's words (0: not) whose runs are not to be had from the block. */
void run_block_find_unlike (const RunBlock *block, const FrameOutline *o, uint64_t *unlike);
