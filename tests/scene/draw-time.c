/* How long painters take: draw-time [ROUNDS]. Not a test; `spanscape bench draw` measures the same without it. */
#include "sample-frame.h"

#include "scene/compose.h"

#include <stdio.h>
#include <stdlib.h>

static double
time_view (const GccoreFrame *frame, const char *view, double w, double h, double scale, SceneMapView map, int rounds)
{
  g_autoptr (SceneTheme) theme = scene_theme_new (SCENE_THEME_LIGHT, scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (w * scale), (int) (h * scale));
  SceneExportOptions options;
  gint64 best = G_MAXINT64;

  cairo_surface_set_device_scale (surface, scale, scale);
  scene_export_options_init (&options);
  options.source = sample_source;
  options.map = map;
  for (int i = 0; i < rounds; i++)
    {
      cairo_t *cr = cairo_create (surface);
      gint64 t = g_get_monotonic_time ();

      if (view)
        paint_view (cr, view, frame, &options, theme, w, h);
      else
        {
          SceneSpanMapLayout layout;

          scene_span_map_layout (&layout, frame, (SceneRect) { 0, 0, w, h }, theme, &map);
          paint_span_map (cr, &layout, theme);
        }
      best = MIN (best, g_get_monotonic_time () - t);
      cairo_destroy (cr);
    }
  cairo_surface_destroy (surface);
  return (double) best / 1000;
}

int
main (int argc, char **argv)
{
  int rounds = argc > 1 ? atoi (argv[1]) : 20;
  double only = argc > 2 ? atof (argv[2]) : 0;
  GccoreFrame *million = sample_frame_new (SAMPLE_MILLION), *mark = sample_frame_new (SAMPLE_MARK);

  if (only > 0)
    {
      printf ("map 10 MiB zoom %g: %.2f ms\n", only, time_view (mark, NULL, 1600, 1000, 1, (SceneMapView) { .zoom = only, .x = 300 * only }, rounds));
      return 0;
    }
  printf ("runs of a million pages: %u\n", million->n_runs);
  for (int by = 0; by < SCENE_N_COLOUR_BY; by++)
    printf ("map million 1600x1000 by %s: %.2f ms\n", scene_colour_by_nick ((SceneColourBy) by),
            time_view (million, NULL, 1600, 1000, 1, (SceneMapView) { .colour_by = (SceneColourBy) by }, rounds));
  printf ("map million 2x: %.2f ms\n", time_view (million, NULL, 1600, 1000, 2, (SceneMapView) { 0 }, rounds));
  for (double z = 2; z <= 128; z *= 2)
    printf ("map million zoom %g: %.2f ms\n", z, time_view (million, NULL, 1600, 1000, 1, (SceneMapView) { .zoom = z, .x = 300 * z, .y = 200 * z }, rounds));
  for (double z = 1; z <= 64; z *= 2)
    printf ("map 10 MiB zoom %g: %.2f ms (2x: %.2f)\n", z, time_view (mark, NULL, 1600, 1000, 1, (SceneMapView) { .zoom = z, .x = 300 * z }, rounds),
            time_view (mark, NULL, 1600, 1000, 2, (SceneMapView) { .zoom = z, .x = 300 * z }, rounds));
  for (const char *const *v = scene_view_names (); *v; v++)
    printf ("view %s: %.2f ms (2x: %.2f)\n", *v, time_view (mark, *v, 1600, 1000, 1, (SceneMapView) { 0 }, rounds),
            time_view (mark, *v, 1600, 1000, 2, (SceneMapView) { 0 }, rounds));
  sample_frame_free (million);
  sample_frame_free (mark);
  return 0;
}
