/* spanscape render: the window's pictures without a window. */

#include "cli/cli.h"

#include "config.h"

#include <inttypes.h>
#include <glib/gi18n.h>
#include <string.h>

#include "scene/compose.h"
#include "scene/source.h"
#include "session/escape-lines.h"

#define MAX_DETAILS 4096
/* Checkpoints from which the last ticks before the picture are run again. */
#define HISTORY_BYTES (256ull << 20)

typedef struct {
  char *output, *view, *at, *size, *theme, *palette, *colour_by, *select, *caption, *every;
  double scale, zoom, text_scale;
  int frames;
  const GccoreSession *session; /* NULL: a Go program */
} RenderOptions;

static void
render_options_clear (RenderOptions *options)
{
  g_free (options->output);
  g_free (options->view);
  g_free (options->at);
  g_free (options->size);
  g_free (options->theme);
  g_free (options->palette);
  g_free (options->colour_by);
  g_free (options->select);
  g_free (options->caption);
  g_free (options->every);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RenderOptions, render_options_clear)

/* "1600x1000". */
static gboolean
parse_size (const char *text, double *width, double *height)
{
  g_auto (GStrv) sides = g_strsplit (text, "x", 2);
  guint64 w, h;
  if (g_strv_length (sides) != 2 || !g_ascii_string_to_unsigned (sides[0], 10, 64, 16384, &w, NULL)
      || !g_ascii_string_to_unsigned (sides[1], 10, 64, 16384, &h, NULL))
    return FALSE;
  *width = (double) w;
  *height = (double) h;
  return TRUE;
}

/* The options that say how it looks. */
static int
fill_look (const RenderOptions *options, SceneExportOptions *export)
{
  if (options->theme != NULL && !scene_theme_parse (options->theme, &export->theme))
    return cli_usage ("render", _("--theme is light, dark, high-contrast, high-contrast-dark or print, not “%s”"),
                      options->theme);
  if (options->palette != NULL && !scene_palette_parse (options->palette, &export->palette))
    return cli_usage ("render", _("--palette is okabe-ito, tol or grey, not “%s”"), options->palette);
  if (options->colour_by != NULL && !scene_colour_by_parse (options->colour_by, &export->map.colour_by))
    return cli_usage ("render",
                      _("--colour-by is state, sweepgen, class, occupancy, marked, owner, line or age, not “%s”"),
                      options->colour_by);
  if (options->text_scale != 0 && !(options->text_scale >= 0.5 && options->text_scale <= 4))
    return cli_usage ("render", _("--text-scale goes from 0.5 to 4"));
  export->text_scale = options->text_scale;
  if (options->zoom != 0 && !(options->zoom >= 1 && options->zoom <= SCENE_MAX_ZOOM))
    return cli_usage ("render", _("--zoom goes from 1 to %g"), SCENE_MAX_ZOOM);
  if (options->select != NULL)
    {
      guint64 addr;
      gsize prefix = g_str_has_prefix (options->select, "0x") ? 2 : 0;
      if (!g_ascii_string_to_unsigned (options->select + prefix, 16, 1, G_MAXUINT64, &addr, NULL))
        return cli_usage ("render", _("--select takes an address such as 0xc000012000, not “%s”"), options->select);
      export->map.selected = addr;
      export->map.selected_object = TRUE;
    }
  return CLI_OK;
}

/* What the options say, checked before anything runs; CLI_OK or a status whose message was printed. */
static int
fill_export (const RenderOptions *options, SceneExportOptions *export)
{
  scene_export_options_init (export);
  if (options->output == NULL)
    return cli_usage ("render", _("name the picture with -o OUT.png"));
  const char *ending = strrchr (options->output, '.');
  ending = ending != NULL ? ending + 1 : "";
  if (strcmp (ending, "gif") == 0 || strcmp (ending, "webp") == 0 || options->every != NULL || options->frames != 0)
    return cli_usage ("render", _("this version draws single pictures (.png, .svg, .pdf); it has no animations yet"));
  if (strcmp (ending, "png") != 0 && strcmp (ending, "svg") != 0 && strcmp (ending, "pdf") != 0)
    return cli_usage ("render", _("“%s”: the file name must end in .png, .svg or .pdf"), options->output);
  if (options->view != NULL && !g_strv_contains (scene_view_names (), options->view))
    {
      g_autofree char *names = g_strjoinv (", ", (char **) scene_view_names ());
      return cli_usage ("render", _("this version has no view “%s”; it has: %s"), options->view, names);
    }
  export->view = options->view;
  if (options->size != NULL && !parse_size (options->size, &export->width, &export->height))
    return cli_usage ("render", _("--size %s: write WIDTHxHEIGHT, such as 1600x1000, each from 64 to 16384"),
                      options->size);
  if (options->scale != 0 && !(options->scale >= 0.5 && options->scale <= 8))
    return cli_usage ("render", _("--scale goes from 0.5 to 8"));
  export->scale = options->scale != 0 ? options->scale : 1;
  export->caption = options->caption;
  return fill_look (options, export);
}

/* Draws the machine as it stands; the objects that the picture shows are asked for in a second frame. */
static int
draw (GccoreMachine *machine, SceneExportOptions *export, double zoom, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree uint64_t *addrs = g_new (uint64_t, MAX_DETAILS);
  GccoreFrameRequest request = { .max_points = 2000, .max_events = 200 };
  GccoreFrame *frame = gccore_machine_frame (machine, &request);

  if (export->map.selected != 0 && scene_frame_run_at (frame, export->map.selected) < 0)
    {
      gccore_frame_unref (frame);
      return cli_fail (CLI_BAD_INPUT, "render", _("the heap has no address 0x%" PRIx64), export->map.selected);
    }
  if (zoom > 1)
    scene_export_zoom (export, frame, zoom);
  request.detail_words = zoom > 1;
  request.max_graph_nodes = scene_export_graph_nodes (export);
  request.n_detail_spans = scene_export_wanted (frame, export, addrs, MAX_DETAILS);
  request.detail_spans = addrs;
  request.object = scene_selection (frame, &export->map);
  request.object_path = export->map.selected_object;
  if (request.n_detail_spans > 0 || request.max_graph_nodes > 0 || request.object != 0)
    {
      gccore_frame_unref (frame);
      frame = gccore_machine_frame (machine, &request);
    }
  gboolean good = scene_export (frame, export, path, &error);
  gccore_frame_unref (frame);
  if (!good)
    return cli_fail (CLI_BAD_INPUT, "render", "%s: %s", path, error->message);
  return CLI_OK;
}

/* A session is drawn where it stood when it was saved. */
static CliDriveResult
go_to_saved (GccoreMachine *machine, const GccoreSession *session)
{
  const GccoreSessionBranch *present = g_ptr_array_index (session->branches, 0);
  if (gccore_machine_seek_to (machine, present->position, 0) == GCCORE_STOP_HOST_ERROR)
    {
      cli_fail (CLI_BAD_INPUT, "render", "%s", gccore_machine_error (machine)->text);
      return CLI_DRIVE_FAILED;
    }
  return CLI_DRIVE_HIT;
}

/* Runs to the moment and draws it; a moment that never comes is an error, not the last picture. */
static int
render (GccoreMachine *machine, const RenderOptions *options, GccoreStop *stop, SceneExportOptions *export)
{
  cli_drive_init ();
  gccore_machine_set_history (machine, HISTORY_BYTES);
  CliDriveResult result = stop == NULL && options->session != NULL ? go_to_saved (machine, options->session)
                                                                    : cli_drive ("render", machine, stop);
  if (result == CLI_DRIVE_ENDED && stop != NULL && strcmp (options->at, "end") != 0)
    return cli_fail (CLI_BAD_INPUT, "render", _("the program ended at tick %" PRIu64 ", before %s"),
                     gccore_machine_tick (machine), options->at);
  if (result != CLI_DRIVE_HIT && result != CLI_DRIVE_ENDED)
    return cli_drive_status (result, machine);
  if (export->map.selected_object)
    gccore_machine_find_greying (machine, export->map.selected, NULL, NULL);
  gccore_machine_hear_last (machine); /* the picture tells what happened last */
  return draw (machine, export, options->zoom, options->output);
}

int
cli_render (int argc, char **argv)
{
  g_auto (RenderOptions) options = { 0 };
  GccoreKnobs knobs;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("The picture: .png, .svg or .pdf"), N_("FILE") },
    { "view", 0, 0, G_OPTION_ARG_STRING, &options.view,
      N_("What to draw: window (default), spans, timeline, inspector, board, objects, fragmentation, ribbon or output"),
      N_("NAME") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &options.at,
      N_("The moment, such as cycle:2/mark:50% (default: the end, or where a session was saved)"), N_("COND") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size, N_("Size in units, such as 1600x1000"), N_("WxH") },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options.scale, N_("Pixels per unit, 0.5 to 8 (default: 1)"), N_("S") },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &options.theme,
      N_("light (default), dark, high-contrast, high-contrast-dark or print"), N_("NAME") },
    { "palette", 0, 0, G_OPTION_ARG_STRING, &options.palette, N_("okabe-ito (default), tol or grey"), N_("NAME") },
    { "colour-by", 0, 0, G_OPTION_ARG_STRING, &options.colour_by,
      N_("Colours of the span map: state (default), sweepgen, class, occupancy, marked, owner, line or age"),
      N_("NAME") },
    { "select", 0, 0, G_OPTION_ARG_STRING, &options.select, N_("The span and object to inspect"), N_("ADDR") },
    { "zoom", 0, 0, G_OPTION_ARG_DOUBLE, &options.zoom, N_("Zoom the span map to the selection, 1 to 256"), N_("Z") },
    { "text-scale", 0, 0, G_OPTION_ARG_DOUBLE, &options.text_scale, N_("Size of the text, 0.5 to 4"), N_("S") },
    { "caption", 0, 0, G_OPTION_ARG_STRING, &options.caption, N_("Text under the picture"), N_("TEXT") },
    { "every", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options.every, NULL, NULL },
    { "frames", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &options.frames, NULL, NULL },
    { NULL },
  };
  GOptionContext *context = cli_context_new ("render", _("FILE.go|FILE.scape -o OUT.png"),
                                             _("Draw the machine at a moment of a program's run."));
  if (!cli_add_options (context, entries, &knobs) || !cli_parse (context, "render", &argc, &argv))
    return CLI_USAGE;

  SceneExportOptions export;
  int status = fill_export (&options, &export);
  if (status != CLI_OK)
    return status;
  GccoreStop *stop = NULL;
  if (options.at != NULL && (stop = cli_parse_stop ("render", options.at)) == NULL)
    return CLI_USAGE;

  g_auto (CliSource) source = { 0 };
  status = cli_source_read (&source, "render", argc, argv);
  GccoreMachine *machine = status == CLI_OK ? cli_load ("render", &source, &knobs, &status) : NULL;
  if (machine != NULL)
    {
      g_autoptr (GPtrArray) escapes =
          gccore_escape_lines (source.name, source.text, source.length, GCCORE_ESCAPE_REASONS, NULL);
      g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (SceneSourceMark));

      scene_source_marks (escapes, marks, &export.n_heap, &export.n_stack);
      export.escapes = escapes;
      export.marks = (const SceneSourceMark *) (gpointer) marks->data;
      export.n_marks = marks->len;
      gccore_machine_remember_lines (machine);
      export.source = source.text;
      export.seed = gccore_machine_knobs (machine)->seed;
      options.session = source.session;
      status = cli_check_stop ("render", stop, machine) ? render (machine, &options, stop, &export) : CLI_USAGE;
    }
  g_clear_pointer (&machine, gccore_machine_free);
  gccore_stop_free (stop);
  return status;
}
