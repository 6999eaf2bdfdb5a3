#include "picture.h"

#include <stdio.h>
#include <stdlib.h>

gboolean
picture_compare (cairo_surface_t *a, cairo_surface_t *b, PictureDifference *difference, cairo_surface_t **diff)
{
  int w = cairo_image_surface_get_width (a), h = cairo_image_surface_get_height (a);
  guint64 n = 0;

  difference->share = 1;
  difference->worst = 255;
  if (w != cairo_image_surface_get_width (b) || h != cairo_image_surface_get_height (b))
    return FALSE;
  difference->worst = 0;
  cairo_surface_flush (a);
  cairo_surface_flush (b);
  if (diff)
    *diff = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
  for (int y = 0; y < h; y++)
    {
      const guint8 *pa = cairo_image_surface_get_data (a) + (gsize) y * cairo_image_surface_get_stride (a);
      const guint8 *pb = cairo_image_surface_get_data (b) + (gsize) y * cairo_image_surface_get_stride (b);
      guint8 *pd =
          diff ? cairo_image_surface_get_data (*diff) + (gsize) y * cairo_image_surface_get_stride (*diff) : NULL;

      for (int x = 0; x < w; x++, pa += 4, pb += 4)
        {
          int worst = 0;

          for (int c = 0; c < 3; c++)
            worst = MAX (worst, ABS (pa[c] - pb[c]));
          difference->worst = MAX (difference->worst, worst);
          n += worst > PICTURE_PIXEL_TOLERANCE;
          if (pd)
            {
              for (int c = 0; c < 3; c++)
                pd[c] = (guint8) (worst > PICTURE_PIXEL_TOLERANCE ? (c == 2 ? 255 : 0) : 192 + pa[c] / 4);
              pd += 4;
            }
        }
    }
  if (diff)
    cairo_surface_mark_dirty (*diff);
  difference->share = (double) n / ((double) w * h);
  return TRUE;
}

gboolean
picture_check (cairo_surface_t *surface, const char *golden_dir, const char *name)
{
  g_autofree char *golden = g_strdup_printf ("%s/%s.png", golden_dir, name);
  g_autofree char *out = g_strdup_printf ("%s-out.png", name), *diff_name = g_strdup_printf ("%s-diff.png", name);
  cairo_surface_t *reference, *diff = NULL;
  PictureDifference difference;
  gboolean same, sizes;

  if (g_getenv ("SCENE_GOLDEN_UPDATE"))
    return cairo_surface_write_to_png (surface, golden) == CAIRO_STATUS_SUCCESS;
  reference = cairo_image_surface_create_from_png (golden);
  if (cairo_surface_status (reference) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_write_to_png (surface, out);
      fprintf (stderr, "%s: %s; this picture is in %s\n", golden,
               cairo_status_to_string (cairo_surface_status (reference)), out);
      cairo_surface_destroy (reference);
      return FALSE;
    }
  sizes = picture_compare (surface, reference, &difference, &diff);
  same = sizes && difference.share <= PICTURE_SHARE_TOLERANCE;
  if (!same)
    {
      cairo_surface_write_to_png (surface, out);
      if (diff)
        cairo_surface_write_to_png (diff, diff_name);
      if (sizes)
        fprintf (stderr, "%s: %.2f %% of the pixels differ (%.2f %% allowed); see %s and %s\n", name,
                 difference.share * 100, PICTURE_SHARE_TOLERANCE * 100, out, diff_name);
      else
        fprintf (stderr, "%s: another size; see %s\n", name, out);
    }
  if (diff)
    cairo_surface_destroy (diff);
  cairo_surface_destroy (reference);
  return same;
}
