#include "scene/scene-i18n.h"
#include "scene/span-map-private.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/sprites.h"

#include <math.h>
#include <string.h>

/* What is inside spans that are near enough: their slots as shapes, the words of an object with the pointers among
 * them, and a line of text over them. */

typedef struct { double x, y, room; guint offset; gboolean light, has_value; uint64_t value; } Offset;

struct SceneMapSlots {
  const SceneSpanMapLayout *layout;
  const SceneMapKeys *keys;
  const SceneTheme *theme;
  SceneShapes shapes;         /* slots too large or not square enough for sprites */
  SceneBatch grey[2];         /* grey objects that show words: edge, inside */
  SceneBatch words[3], dots[2]; /* by colour of the object: white, grey, black; not black, black */
  GArray *offsets;            /* Offset: what is written on words */
  GArray *opened;             /* SceneMapPiece: spans that show their slots */
  GArray *large;              /* SceneMapPiece: spans of one object, with room for a title */
  SceneSprites *sprites;
};

/* A slot: its shape, and the words of its object when there is room. A grey one is then a box with round corners, as
 * its disc would have no room for them. */
static void
add_slot (SceneMapSlots *slots, const GccoreSpanDetail *detail, guint index, guint elem_size, SceneRect cell)
{
  const SceneTheme *theme = slots->theme;
  guint n_words = elem_size / 8, columns;
  double pitch_x, pitch_y;
  SceneRect inner;
  GccoreObjectColour colour = (GccoreObjectColour) detail->colour[index];

  columns = scene_map_word_columns (cell, n_words, &pitch_x, &pitch_y, &inner);
  if (columns == 0 || colour != GCCORE_OBJECT_GREY)
    scene_shapes_add (&slots->shapes, theme, cell, colour);
  else
    {
      scene_batch_add (&slots->grey[0], cell.x, cell.y, cell.w, cell.h);
      scene_batch_add (&slots->grey[1], cell.x + 2, cell.y + 2, cell.w - 4, cell.h - 4);
    }
  if (columns == 0 || colour == GCCORE_OBJECT_FREE)
    return;
  for (guint w = 0; w < n_words; w++)
    {
      guint column = w % columns, row = w / columns;
      SceneRect box = { inner.x + column * pitch_x, inner.y + row * pitch_y, pitch_x - 2, pitch_y - 2 };
      guint64 bit = (guint64) index * n_words + w;
      gboolean pointer = detail->ptr_bits && (detail->ptr_bits[bit / 64] >> (bit % 64) & 1);
      const SceneRect *area = &slots->layout->rect;

      if (box.y > area->y + area->h || box.y + box.h < area->y || box.x > area->x + area->w || box.x + box.w < area->x)
        continue;
      box = scene_snap_rect (theme, box);
      scene_batch_add (&slots->words[colour - GCCORE_OBJECT_WHITE], box.x, box.y, box.w, box.h);
      if (pointer)
        {
          double r = CLAMP (MIN (box.w, box.h) * 0.22, 2, 5);
          double x = box.h >= 14 && box.w >= 44 ? box.x + 8 + r / 2 : box.x + box.w / 2;

          scene_batch_add (&slots->dots[colour == GCCORE_OBJECT_BLACK], x - r, box.y + box.h / 2 - r, 2 * r, 2 * r);
        }
      if (box.h >= 14 && box.w >= 44)
        {
          Offset offset = {
            .x = box.x + (pointer ? 18 : 6),
            .y = box.y + box.h / 2,
            .offset = w * 8,
            .light = colour == GCCORE_OBJECT_BLACK,
          };

          if (detail->words && box.h >= 34 && box.w >= 110)
            {
              offset.has_value = TRUE;
              offset.room = box.x + box.w - 4 - offset.x;
              offset.value = detail->words[bit];
            }
          g_array_append_val (slots->offsets, offset);
        }
    }
}

/* All that paint_open_span() and add_slot() collected. */
static void
paint_slots (cairo_t *cr, SceneMapSlots *slots)
{
  const SceneTheme *theme = slots->theme;
  const SceneColour fills[3] = { scene_colour_mix (theme->white, theme->object_line, 0.12),
                                 scene_colour_mix (theme->grey, theme->white, 0.45),
                                 scene_colour_mix (theme->black, theme->white, 0.16) };
  /* The same dark or light whatever the theme, as the objects' fills are. */
  const SceneColour light = scene_colour_hex (0xe6e8eb), dark = scene_colour_hex (0x2f353c);

  scene_shapes_paint (cr, &slots->shapes, theme);
  scene_batch_fill_share (cr, &slots->grey[0], 0.25, 1e9, theme->object_line);
  scene_batch_fill_share (cr, &slots->grey[1], 0.25, 1e9, theme->grey);
  for (guint i = 0; i < 3; i++)
    scene_batch_fill_round (cr, &slots->words[i], slots->layout->row_h > 600 ? 3 : 2, fills[i]);
  scene_batch_fill_round (cr, &slots->dots[0], 5, theme->live);
  scene_batch_fill_round (cr, &slots->dots[1], 5, theme->rss);
  for (guint i = 0; i < slots->offsets->len; i++)
    {
      const Offset *offset = &g_array_index (slots->offsets, Offset, i);
      char text[SCENE_TEXT_MAX];

      g_snprintf (text, sizeof text, "+0x%x", offset->offset);
      scene_text (cr, theme, SCENE_FONT_MONO_SMALL, offset->light ? light : dark, offset->x,
                  offset->y - (offset->has_value ? 8 : 0), SCENE_LEFT, 0, text);
      if (offset->has_value)
        {
          scene_format_addr (text, offset->value);
          scene_text (cr, theme,
                      scene_text_width (theme, SCENE_FONT_MONO, text) <= offset->room ? SCENE_FONT_MONO
                                                                                      : SCENE_FONT_MONO_SMALL,
                      offset->light ? light : dark, offset->x, offset->y + 8, SCENE_LEFT, offset->room, text);
        }
    }
}

/* "64 B scan · 93 / 126", or as much of it as there is room for. */
static void
paint_span_title (cairo_t *cr, const SceneMapSlots *slots, const SceneMapPiece *piece, SceneColour ink, double inset)
{
  const GccoreRun *run = &slots->layout->frame->runs[piece->run];
  const SceneRect *area = &slots->layout->rect;
  double from = MAX (piece->rect.x, area->x) + 8 + inset,
         to = MIN (piece->rect.x + piece->rect.w, area->x + area->w) - 8;
  double y = piece->rect.y + 13;
  const char *kind = run->span_class & 1 ? "noscan" : "scan";
  char size[SCENE_TEXT_MAX], text[3][128];

  scene_format_bytes (size, run->elem_size);
  if (run->n_elems > 1)
    /* Translators: size of a span's slots, "scan" or "noscan", allocated slots of all slots. */
    g_snprintf (text[0], sizeof text[0], _("%s %s · %u / %u"), size, kind, run->n_alloc, run->n_elems);
  else
    g_snprintf (text[0], sizeof text[0], "%s %s", size, kind);
  g_snprintf (text[1], sizeof text[1], "%s %s", size, kind);
  g_strlcpy (text[2], size, sizeof text[2]);
  for (guint i = 0; i < 3; i++)
    if (scene_text_width (slots->theme, SCENE_FONT_SMALL, text[i]) <= to - from)
      {
        scene_text (cr, slots->theme, SCENE_FONT_SMALL, ink, from, y, SCENE_LEFT, 0, text[i]);
        return;
      }
}

/* The only object of its span keeps the span's colour; a small shape beside the title tells the object's own. */
static void
paint_large (cairo_t *cr, SceneMapSlots *slots, const SceneMapPiece *piece)
{
  const GccoreFrame *frame = slots->layout->frame;
  const GccoreRun *run = &frame->runs[piece->run];
  const GccoreSpanDetail *detail = scene_frame_detail (frame, piece->run);
  const SceneRect *area = &slots->layout->rect;
  double x = MAX (piece->rect.x, area->x) + 8;
  SceneColour fill = slots->keys->keys[scene_map_key (slots->keys, run)].fill;
  SceneColour white = scene_colour_hex (0xffffff), dark = scene_colour_hex (0x14171a);

  if (piece->rect.h < 28 || piece->rect.x + piece->rect.w - x < 60)
    return;
  if (detail && detail->n_elems)
    scene_object_shape (cr, slots->theme, (SceneRect) { x, piece->rect.y + 7, 12, 12 },
                        (GccoreObjectColour) detail->colour[0]);
  paint_span_title (cr, slots, piece,
                    scene_colour_contrast (fill, white) >= scene_colour_contrast (fill, dark) ? white : dark,
                    detail && detail->n_elems ? 20 : 0);
}

static void
paint_open_span (cairo_t *cr, SceneMapSlots *slots, const SceneMapPiece *piece)
{
  const SceneTheme *theme = slots->theme;
  const GccoreFrame *frame = slots->layout->frame;
  const GccoreRun *run = &frame->runs[piece->run];
  const GccoreSpanDetail *detail = scene_frame_detail (frame, piece->run);
  const SceneRect *area = &slots->layout->rect;
  SceneMapGrid grid;

  if (!scene_span_map_grid (slots->layout, piece, &grid))
    return;
  if (grid.title_h > 0)
    paint_span_title (cr, slots, piece, theme->text, 0);
  if (grid.pitch_x == grid.pitch_y && grid.pitch_x - grid.gap < 24 && !theme->vector)
    {
      if (grid.first < detail->n_elems)
        scene_sprites_paint (cr, slots->sprites, grid.x, grid.y, grid.pitch_x, grid.gap, grid.columns,
                             detail->colour + grid.first, MIN (grid.n, detail->n_elems - grid.first));
      return;
    }
  for (guint i = 0; i < grid.n && grid.first + i < detail->n_elems; i++)
    {
      SceneRect cell = scene_map_grid_cell (&grid, grid.first + i);

      if (cell.x > area->x + area->w || cell.x + cell.w < area->x || cell.y > area->y + area->h
          || cell.y + cell.h < area->y)
        continue;
      add_slot (slots, detail, grid.first + i, run->elem_size, cell);
    }
}

SceneMapSlots *
scene_map_slots_new (const SceneSpanMapLayout *layout, const SceneMapKeys *keys, const SceneTheme *theme)
{
  SceneMapSlots *slots = g_new0 (SceneMapSlots, 1);

  slots->layout = layout;
  slots->keys = keys;
  slots->theme = theme;
  slots->opened = g_array_new (FALSE, FALSE, sizeof (SceneMapPiece));
  slots->large = g_array_new (FALSE, FALSE, sizeof (SceneMapPiece));
  slots->offsets = g_array_new (FALSE, FALSE, sizeof (Offset));
  slots->sprites = scene_sprites_new (theme);
  return slots;
}

void
scene_map_slots_free (SceneMapSlots *slots)
{
  for (guint i = 0; i < G_N_ELEMENTS (slots->words); i++)
    scene_batch_clear (&slots->words[i]);
  for (guint i = 0; i < G_N_ELEMENTS (slots->dots); i++)
    {
      scene_batch_clear (&slots->dots[i]);
      scene_batch_clear (&slots->grey[i]);
    }
  scene_shapes_clear (&slots->shapes);
  scene_sprites_free (slots->sprites);
  g_array_unref (slots->opened);
  g_array_unref (slots->large);
  g_array_unref (slots->offsets);
  g_free (slots);
}

gboolean
scene_map_slots_add (SceneMapSlots *slots, const SceneMapPiece *piece)
{
  const GccoreRun *run = &slots->layout->frame->runs[piece->run];
  SceneMapGrid grid;

  if (scene_frame_detail (slots->layout->frame, piece->run) && scene_span_map_grid (slots->layout, piece, &grid))
    {
      g_array_append_val (slots->opened, *piece);
      return TRUE;
    }
  if (run->n_elems == 1 && run->state != GCCORE_PAGES_STACK && slots->layout->row_h >= SCENE_MAP_OBJECT_ROW)
    g_array_append_val (slots->large, *piece);
  return FALSE;
}

void
scene_map_slots_paint (cairo_t *cr, SceneMapSlots *slots)
{
  for (guint i = 0; i < slots->opened->len; i++)
    paint_open_span (cr, slots, &g_array_index (slots->opened, SceneMapPiece, i));
  paint_slots (cr, slots);
  for (guint i = 0; i < slots->large->len; i++)
    paint_large (cr, slots, &g_array_index (slots->large, SceneMapPiece, i));
}
