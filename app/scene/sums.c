#include "scene/sums.h"

#include "scene/scene.h"

static void
tally (SceneTally *t, const GccoreRun *run, double times)
{
  t->spans += times;
  t->pages += times * run->n_pages;
  t->elems += times * run->n_elems;
  t->alloc += times * run->n_alloc;
  t->slot_bytes += times * MIN ((double) run->n_pages * SCENE_PAGE_BYTES, (double) run->elem_size * run->n_elems);
  t->alloc_bytes += times * (double) run->elem_size * MIN (run->n_alloc, run->n_elems);
}

void
scene_sums_add (SceneSums *sums, const GccoreFrame *frame, const GccoreRun *run)
{
  tally (&sums->told, run, 1);
  tally (&sums->sampled, run, (double) gccore_frame_counted_pages (frame, run) / run->n_pages);
}

const SceneTally *
scene_sums_get (const SceneSums *sums, const GccoreFrame *frame, gboolean *estimate)
{
  *estimate = frame->n_left_out > 0 && sums->told.spans >= frame->list_spans;
  return *estimate && sums->sampled.pages > sums->told.pages ? &sums->sampled : &sums->told;
}
