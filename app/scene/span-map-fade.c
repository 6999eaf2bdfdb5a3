#include "scene/span-map-private.h"

/* A transition of the map: a span from which a sweep has just taken its garbage is drawn as it was, over what it is,
 * and fades. So one sees the slots go, not only that they are gone. */

static gboolean
is_unswept (const GccoreRun *run)
{
  return run->n_elems > 0 && (run->state == GCCORE_PAGES_NEEDS_SWEEP || run->state == GCCORE_PAGES_SWEEPING);
}

/* Whether the sweep of this span lies between the frames, and freed something. */
static gboolean
was_swept (const GccoreFrame *after, const GccoreFrame *before, const GccoreRun *was)
{
  int run = scene_frame_run_at (after, before->heap_base + was->page * (uint64_t) SCENE_PAGE_BYTES);
  const GccoreRun *is = run >= 0 ? &after->runs[run] : NULL;

  if (is == NULL || !is_unswept (was) || is_unswept (is))
    return FALSE;
  return is->state >= GCCORE_PAGES_FREE
         || (is->page == was->page && is->span_class == was->span_class && is->n_alloc < was->n_alloc);
}

static gboolean
same_view (const SceneSpanMapLayout *a, const SceneSpanMapLayout *b)
{
  return a->rect.x == b->rect.x && a->rect.y == b->rect.y && a->rect.w == b->rect.w && a->rect.h == b->rect.h
         && a->page_w == b->page_w && a->row_h == b->row_h && a->view.x == b->view.x && a->view.y == b->view.y
         && a->view.colour_by == b->view.colour_by && a->view.pages_per_row == b->view.pages_per_row;
}

void
scene_span_map_begin_fade (SceneSpanMapLayout *layout, const SceneSpanMapLayout *before)
{
  SceneMapFade *fade = &layout->fade;
  uint64_t from = layout->first_row * layout->view.pages_per_row, to = layout->end_row * layout->view.pages_per_row;

  *fade = (SceneMapFade) { .before = before->frame };
  if (layout->level == SCENE_MAP_PIXELS || !same_view (layout, before) || layout->frame->tick <= before->frame->tick)
    return;
  for (uint32_t i = 0; i < before->frame->n_runs; i++)
    {
      const GccoreRun *run = &before->frame->runs[i];

      if (run->page + (uint64_t) run->n_pages <= from || run->page >= to
          || !was_swept (layout->frame, before->frame, run))
        continue;
      if (fade->n == SCENE_MAP_FADES)
        {
          fade->n = 0;          /* too many for an eye to follow */
          return;
        }
      fade->runs[fade->n++] = i;
    }
}

void
scene_span_map_keep_fade (SceneSpanMapLayout *layout, const SceneSpanMapLayout *before)
{
  if (same_view (layout, before))
    layout->fade = before->fade;
}

typedef struct { cairo_t *cr; const SceneMapFade *fade; guint next; } Clip;

/* Pieces come in the order of runs, as the faded runs do. */
static void
clip_piece (const SceneMapPiece *piece, gpointer data)
{
  Clip *clip = data;
  const SceneRect *r = &piece->rect;

  while (clip->next < clip->fade->n && clip->fade->runs[clip->next] < (uint32_t) piece->run)
    clip->next++;
  if (clip->next < clip->fade->n && clip->fade->runs[clip->next] == (uint32_t) piece->run)
    cairo_rectangle (clip->cr, r->x, r->y, r->w, r->h);
}

void
scene_map_paint_fade (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneTheme *theme)
{
  const SceneMapFade *fade = &layout->fade;
  SceneSpanMapLayout before = *layout;
  Clip clip = { .cr = cr, .fade = fade };
  SceneMapKeys keys;

  if (fade->n == 0 || fade->t >= 1)
    return;
  before.frame = fade->before;
  scene_map_keys_init (&keys, before.frame, theme, &before.view);
  cairo_save (cr);
  scene_span_map_each_piece (&before, clip_piece, &clip);
  cairo_clip (cr);
  cairo_push_group (cr);
  scene_map_paint_boxes (cr, &before, &keys, theme);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, 1 - fade->t);
  cairo_restore (cr);
}
