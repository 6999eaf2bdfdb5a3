#include "scene/scene-i18n.h"

#include "scene/compose.h"
#include "scene/export.h"
#include "scene/graph.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A picture larger than this on a side is a mistake, and more than cairo's image surfaces take. */
#define SIDE_MAX 16384.0
#define SIDE_MIN 64.0

G_DEFINE_QUARK (scene-error-quark, scene_error)

typedef enum { FORMAT_PNG, FORMAT_SVG, FORMAT_PDF } Format;

void
scene_export_options_init (SceneExportOptions *options)
{
  memset (options, 0, sizeof *options);
  options->view = "window";
  options->scale = 1;
  options->text_scale = 1;
}

static gboolean
check (const SceneExportOptions *options, double *width, double *height, double *scale, GError **error)
{
  const char *view = options->view ? options->view : "window";

  *scale = options->scale > 0 ? options->scale : 1;
  if (!scene_view_size (view, width, height))
    {
      g_autofree char *known = g_strjoinv (", ", (char **) scene_view_names ());

      g_set_error (error, SCENE_ERROR, SCENE_ERROR_VIEW, _("There is no view “%s”; there are: %s"), view, known);
      return FALSE;
    }
  if (options->width > 0)
    *width = options->width;
  if (options->height > 0)
    *height = options->height;
  if (!(*width >= SIDE_MIN && *height >= SIDE_MIN && *width * *scale <= SIDE_MAX && *height * *scale <= SIDE_MAX
        && *scale >= 0.25 && *scale <= 8))
    {
      g_set_error (error, SCENE_ERROR, SCENE_ERROR_SIZE,
                   _("A picture of %g × %g at scale %g is too small or too large"), *width, *height, *scale);
      return FALSE;
    }
  return TRUE;
}

static SceneTheme *
theme_of (const SceneExportOptions *options, double scale, gboolean vector)
{
  SceneTheme *theme = scene_theme_new (options->theme, scale);

  scene_theme_set_palette (theme, options->palette);
  if (options->ui_font || options->mono_font)
    scene_theme_set_fonts (theme, options->ui_font, options->mono_font);
  if (options->text_scale > 0 && options->text_scale != 1)
    scene_theme_set_text_scale (theme, options->text_scale);
  if (vector)
    scene_theme_set_vector (theme, TRUE);
  return theme;
}

static void
draw (cairo_surface_t *surface, const GccoreFrame *frame, const SceneExportOptions *options, const SceneTheme *theme,
      double width, double height)
{
  cairo_t *cr = cairo_create (surface);

  paint_view (cr, options->view ? options->view : "window", frame, options, theme, width, height);
  cairo_destroy (cr);
}

cairo_surface_t *
scene_render (const GccoreFrame *frame, const SceneExportOptions *options, GError **error)
{
  double width, height, scale;
  cairo_surface_t *surface;
  g_autoptr (SceneTheme) theme = NULL;

  if (!check (options, &width, &height, &scale, error))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) round (width * scale), (int) round (height * scale));
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, SCENE_ERROR, SCENE_ERROR_SIZE,
                           cairo_status_to_string (cairo_surface_status (surface)));
      cairo_surface_destroy (surface);
      return NULL;
    }
  cairo_surface_set_device_scale (surface, scale, scale);
  theme = theme_of (options, scale, FALSE);
  draw (surface, frame, options, theme, width, height);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
format_of (const char *path, Format *format, GError **error)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf" };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *format = (Format) i;
        return TRUE;
      }
  g_set_error (error, SCENE_ERROR, SCENE_ERROR_FORMAT, _("%s: the name should end in .png, .svg or .pdf"), path);
  return FALSE;
}

typedef struct { int fd; int error; } Sink;

static cairo_status_t
sink_write (void *closure, const unsigned char *data, unsigned int length)
{
  Sink *sink = closure;

  while (length > 0)
    {
      ssize_t n = write (sink->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          sink->error = errno;
          return CAIRO_STATUS_WRITE_ERROR;
        }
      data += n;
      length -= (unsigned int) n;
    }
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
write_vector (Format format, Sink *sink, const GccoreFrame *frame, const SceneExportOptions *options, double width,
              double height)
{
  /* One unit is a CSS pixel: 3/4 of a point. */
  cairo_surface_t *surface = format == FORMAT_SVG
                                 ? cairo_svg_surface_create_for_stream (sink_write, sink, width, height)
                                 : cairo_pdf_surface_create_for_stream (sink_write, sink, width * 0.75, height * 0.75);
  g_autoptr (SceneTheme) theme = theme_of (options, 1, TRUE);
  cairo_status_t status;

  if (format == FORMAT_SVG)
    cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  else
    {
      cairo_surface_set_device_scale (surface, 0.75, 0.75);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                      options->caption && *options->caption ? options->caption : frame->name);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Spanscape " PACKAGE_VERSION);
      /* A file made twice is the same twice. */
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "2024-02-06T00:00:00Z");
    }
  draw (surface, frame, options, theme, width, height);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

gboolean
scene_export (const GccoreFrame *frame, const SceneExportOptions *options, const char *path, GError **error)
{
  double width, height, scale;
  Format format;
  Sink sink = { -1, 0 };
  cairo_status_t status;
  g_autofree char *temporary = NULL;
  char *target;
  struct stat st;

  if (!check (options, &width, &height, &scale, error) || !format_of (path, &format, error))
    return FALSE;
  /* A link's target is what is replaced; what is no plain file (a pipe, a device) is written to as it is. */
  target = realpath (path, NULL);
  if (target == NULL)
    target = strdup (path);
  if (target == NULL)
    g_error ("out of memory");
  if (stat (target, &st) == 0 && !S_ISREG (st.st_mode) && !S_ISDIR (st.st_mode))
    sink.fd = open (target, O_WRONLY | O_CLOEXEC);
  else
    {
      temporary = g_strdup_printf ("%s.XXXXXX", target);
      sink.fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
    }
  if (sink.fd < 0)
    {
      g_set_error (error, SCENE_ERROR, SCENE_ERROR_WRITE, _("Cannot write %s: %s"), path, g_strerror (errno));
      free (target);
      return FALSE;
    }

  if (format == FORMAT_PNG)
    {
      cairo_surface_t *surface = scene_render (frame, options, error);

      if (surface == NULL)
        {
          close (sink.fd);
          if (temporary)
            g_unlink (temporary);
          free (target);
          return FALSE;
        }
      status = cairo_surface_write_to_png_stream (surface, sink_write, &sink);
      cairo_surface_destroy (surface);
    }
  else
    status = write_vector (format, &sink, frame, options, width, height);

  if (close (sink.fd) < 0 && sink.error == 0)
    sink.error = errno;
  if (status == CAIRO_STATUS_SUCCESS && sink.error == 0 && temporary && g_rename (temporary, target) < 0)
    sink.error = errno;
  free (target);
  if (status != CAIRO_STATUS_SUCCESS || sink.error)
    {
      g_set_error (error, SCENE_ERROR, SCENE_ERROR_WRITE, _("Cannot write %s: %s"), path,
                   sink.error ? g_strerror (sink.error) : cairo_status_to_string (status));
      if (temporary)
        g_unlink (temporary);
      return FALSE;
    }
  return TRUE;
}

/* The span map of the picture as it is laid out; FALSE when it has none. */
static gboolean
map_layout (SceneSpanMapLayout *map, const GccoreFrame *frame, const SceneExportOptions *options,
            const SceneTheme *theme, double width, double height)
{
  const char *view = options->view ? options->view : "window";

  if (g_str_equal (view, "window"))
    {
      SceneWindowLayout window;

      scene_window_layout (&window, frame, options, theme, width, height);
      scene_span_map_layout (map, frame, window.map, theme, &options->map);
      return TRUE;
    }
  if (g_str_equal (view, "spans"))
    {
      SceneSpansLayout spans;

      scene_spans_layout (&spans, frame, options, theme, width, height);
      scene_span_map_layout (map, frame, spans.map, theme, &options->map);
      return TRUE;
    }
  return FALSE;
}

guint
scene_export_wanted (const GccoreFrame *frame, const SceneExportOptions *options, uint64_t *addrs, guint max)
{
  double width, height, scale;
  g_autoptr (SceneTheme) theme = NULL;
  SceneSpanMapLayout map;
  guint n = 0;
  uint64_t selected = scene_selection (frame, &options->map);

  if (max == 0 || !check (options, &width, &height, &scale, NULL))
    return 0;
  if (selected)
    addrs[n++] = selected;
  theme = theme_of (options, scale, FALSE);
  if (map_layout (&map, frame, options, theme, width, height))
    n += scene_span_map_wanted (&map, addrs + n, max - n);
  return n;
}

void
scene_export_zoom (SceneExportOptions *options, const GccoreFrame *frame, double zoom)
{
  double width, height, scale, x, y;
  g_autoptr (SceneTheme) theme = NULL;
  SceneSpanMapLayout map;
  SceneRect place;

  if (!check (options, &width, &height, &scale, NULL))
    return;
  theme = theme_of (options, scale, FALSE);
  options->map.zoom = 1;
  options->map.selected = scene_selection (frame, &options->map);
  if (!map_layout (&map, frame, options, theme, width, height)
      || !scene_span_map_place (&map, options->map.selected, FALSE, &place))
    return;
  x = place.x + place.w / 2;
  y = place.y + place.h / 2;
  options->map = scene_span_map_zoom (&map, zoom, x, y);
  options->map.x = MAX (0, options->map.x + x - (map.rect.x + map.rect.w / 2));
  options->map.y = MAX (0, options->map.y + y - (map.rect.y + map.rect.h / 2));
}

guint
scene_export_graph_nodes (const SceneExportOptions *options)
{
  return g_strcmp0 (options->view, "objects") == 0 || g_strcmp0 (options->middle, "objects") == 0 ? SCENE_GRAPH_NODES
                                                                                                  : 0;
}
