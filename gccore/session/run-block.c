#include "session/run-block.h"

#include <glib.h>
#include <string.h>

#define NO_SAMPLE UINT64_MAX

/* The run that the word's taken pages are counted for, and how many these are. */
static uint64_t
sample_of (const FrameOutline *o, uint32_t w)
{
  if (o->sampled == NULL || o->sampled[w] == OUTLINE_NO_PAGE)
    return NO_SAMPLE;
  return (uint64_t) o->sampled[w] << 32 | popcount64 (~o->free[w]);
}

static uint32_t
sampled_word (uint64_t sample)
{
  return (uint32_t) (sample >> 32) / OUTLINE_WORD_PAGES;
}

/* --- a block --- */

static RunBlock *
run_block_new (uint32_t n_words)
{
  RunBlock *block = g_new0 (RunBlock, 1);
  block->refs = 1;
  block->shown = g_new (uint64_t, n_words);
  block->samples = g_new (uint64_t, n_words);
  block->stale = g_new (uint64_t, n_words);
  return block;
}

RunBlock *
run_block_ref (RunBlock *block)
{
  g_atomic_int_inc (&block->refs);
  return block;
}

void
run_block_unref (RunBlock *block)
{
  if (!g_atomic_int_dec_and_test (&block->refs))
    return;
  g_free (block->runs);
  g_free (block->marks);
  g_free (block->shown);
  g_free (block->samples);
  g_free (block->stale);
  g_free (block);
}

static void
make_room (RunBlock *block, uint32_t n)
{
  if (block->room >= n)
    return;
  g_free (block->runs);
  g_free (block->marks);
  block->n_words = 0;
  block->room = n + n / 8;
  block->runs = g_new (GccoreRun, block->room);
  block->marks = g_new (RunMarks, block->room);
}

/* Another run may be counted for other words than it was, and these lie behind it. */
static void
find_other_sums (const RunBlock *block, const FrameOutline *o, uint64_t *unlike)
{
  for (uint32_t w = 0; w < o->n_words; w++)
    {
      uint64_t was = w < block->n_words ? block->samples[w] : NO_SAMPLE, is = sample_of (o, w);
      if (was == is)
        continue;
      if (was != NO_SAMPLE)
        bitmap_set (unlike, sampled_word (was));
      if (is != NO_SAMPLE)
        bitmap_set (unlike, sampled_word (is));
    }
}

/* Runs of free pages are always told anew: how far they reach can change from anywhere. */
void
run_block_find_unlike (const RunBlock *block, const FrameOutline *o, uint64_t *unlike)
{
  for (uint32_t w = 0; w < o->n_words; w++)
    if (w >= block->n_words || block->shown[w] != o->shown[w] || ((block->stale[w] | o->free[w]) & o->shown[w]) != 0)
      bitmap_set (unlike, w);
  find_other_sums (block, o, unlike);
}

/* --- those that take turns --- */

void
run_blocks_clear (RunBlocks *set)
{
  for (guint i = 0; i < RUN_BLOCKS; i++)
    g_clear_pointer (&set->blocks[i], run_block_unref);
}

void
run_blocks_forget (RunBlocks *set)
{
  for (guint i = 0; i < RUN_BLOCKS && set->blocks[i] != NULL; i++)
    set->blocks[i]->n_words = 0;
}

void
run_blocks_note (RunBlocks *set, const uint64_t *changed)
{
  for (guint i = 0; i < RUN_BLOCKS && set->blocks[i] != NULL; i++)
    for (uint32_t w = 0; w < set->blocks[i]->n_words; w++)
      set->blocks[i]->stale[w] |= changed[w];
}

const RunBlock *
run_blocks_latest (const RunBlocks *set)
{
  return set->blocks[0];
}

RunBlock *
run_blocks_take (RunBlocks *set, uint32_t n)
{
  RunBlock *block = NULL;
  for (guint i = 1; i < RUN_BLOCKS && set->blocks[i] != NULL && block == NULL; i++)
    if (g_atomic_int_get (&set->blocks[i]->refs) == 1)
      {
        block = set->blocks[i];
        memmove (&set->blocks[i], &set->blocks[i + 1], (RUN_BLOCKS - 1 - i) * sizeof block);
        set->blocks[RUN_BLOCKS - 1] = NULL;
      }
  if (block == NULL)
    block = run_block_new (set->n_words);
  make_room (block, n);
  return block;
}

void
run_blocks_put (RunBlocks *set, RunBlock *block, const FrameOutline *o)
{
  block->n_words = o->n_words;
  memcpy (block->shown, o->shown, o->n_words * sizeof *o->shown);
  for (uint32_t w = 0; w < o->n_words; w++)
    {
      block->samples[w] = sample_of (o, w);
      block->stale[w] = o->shown[w] & o->free[w];
    }
  g_clear_pointer (&set->blocks[RUN_BLOCKS - 1], run_block_unref);
  memmove (&set->blocks[1], &set->blocks[0], (RUN_BLOCKS - 1) * sizeof block);
  set->blocks[0] = block;
}
