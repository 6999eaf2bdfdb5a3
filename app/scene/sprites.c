#include "scene/sprites.h"

#include "scene/draw.h"

#include <math.h>
#include <string.h>

typedef struct { double size; cairo_surface_t *shape[4]; } Size;

struct SceneSprites {
  const SceneTheme *theme;
  GArray *sizes;              /* Size */
};

SceneSprites *
scene_sprites_new (const SceneTheme *theme)
{
  SceneSprites *sprites = g_new0 (SceneSprites, 1);

  sprites->theme = theme;
  sprites->sizes = g_array_new (FALSE, FALSE, sizeof (Size));
  return sprites;
}

void
scene_sprites_free (SceneSprites *sprites)
{
  for (guint i = 0; i < sprites->sizes->len; i++)
    for (guint c = 0; c < 4; c++)
      cairo_surface_destroy (g_array_index (sprites->sizes, Size, i).shape[c]);
  g_array_unref (sprites->sizes);
  g_free (sprites);
}

static const Size *
find_size (SceneSprites *sprites, double size)
{
  double ps = sprites->theme->pixel_scale;
  int px = MAX (1, (int) round (size * ps));
  Size made = { .size = size };

  for (guint i = 0; i < sprites->sizes->len; i++)
    if (g_array_index (sprites->sizes, Size, i).size == size)
      return &g_array_index (sprites->sizes, Size, i);
  for (guint c = 0; c < 4; c++)
    {
      cairo_t *cr;

      made.shape[c] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, px, px);
      cairo_surface_set_device_scale (made.shape[c], ps, ps);
      cr = cairo_create (made.shape[c]);
      scene_object_shape (cr, sprites->theme, (SceneRect) { 0, 0, size, size }, (GccoreObjectColour) c);
      cairo_destroy (cr);
      cairo_surface_flush (made.shape[c]);
    }
  g_array_append_val (sprites->sizes, made);
  return &g_array_index (sprites->sizes, Size, sprites->sizes->len - 1);
}

void
scene_sprites_paint (cairo_t *cr, SceneSprites *sprites, double x, double y, double pitch, double gap, guint columns,
                     const uint8_t *colours, guint n)
{
  const Size *size = find_size (sprites, pitch - gap);
  double ps = sprites->theme->pixel_scale;
  guint rows = (n + columns - 1) / columns;
  int step = (int) round (pitch * ps), px = cairo_image_surface_get_width (size->shape[0]);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, step * (int) columns, step * (int) rows);
  uint8_t *out = cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface);

  if (out == NULL)
    {
      cairo_surface_destroy (surface);
      return;
    }
  cairo_surface_flush (surface);
  for (guint i = 0; i < n; i++)
    {
      cairo_surface_t *shape = size->shape[colours[i] & 3];
      const uint8_t *in = cairo_image_surface_get_data (shape);
      size_t in_stride = (size_t) cairo_image_surface_get_stride (shape);
      uint8_t *at = out + (size_t) (i / columns) * step * stride + (size_t) (i % columns) * step * 4;

      for (int row = 0; row < px; row++)
        memcpy (at + row * stride, in + row * in_stride, (size_t) px * 4);
    }
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, ps, ps);
  cairo_set_source_surface (cr, surface, scene_snap (sprites->theme, x), scene_snap (sprites->theme, y));
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}
