/* Draws a sample frame to a file, for looking at: shot FRAME OUT [name=value ...]. Not a test. */

#include "sample-frame.h"

#include "scene/export.h"

#include <stdlib.h>
#include <string.h>

int
main (int argc, char **argv)
{
  static const char *const kinds[] = { "mark", "sweep", "start", "million", "panic", "broken", "waiting" };
  SceneExportOptions options;
  g_autoptr (GError) error = NULL;
  GccoreFrame *frame = NULL;
  static const SceneSourceMark marks[] = { { 9, TRUE }, { 13, FALSE }, { 25, TRUE } };

  if (argc < 3)
    {
      g_printerr ("usage: shot mark|sweep|start|million|panic|broken|waiting OUT [view= size=WxH scale= theme= "
                  "palette= zoom= x= y= by= "
                  "select= caption=]\n");
      return 2;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (argv[1], kinds[i]) == 0)
      frame = sample_frame_new ((SampleKind) i);
  if (frame == NULL)
    return 2;
  scene_export_options_init (&options);
  options.source = sample_source;
  options.marks = marks;
  options.n_marks = G_N_ELEMENTS (marks);
  options.last_tick = frame->tick ? 61940 : 0;
  options.seed = 42;
  options.map.selected = sample_frame_span (frame);
  for (int i = 3; i < argc; i++)
    {
      char *value = strchr (argv[i], '=');

      if (value == NULL)
        return 2;
      *value++ = '\0';
      if (!strcmp (argv[i], "view")) options.view = value;
      else if (!strcmp (argv[i], "size"))
        {
          options.width = atof (value);
          options.height = atof (strchr (value, 'x') + 1);
        }
      else if (!strcmp (argv[i], "scale")) options.scale = atof (value);
      else if (!strcmp (argv[i], "text")) options.text_scale = atof (value);
      else if (!strcmp (argv[i], "theme")) { if (!scene_theme_parse (value, &options.theme)) return 2; }
      else if (!strcmp (argv[i], "palette")) { if (!scene_palette_parse (value, &options.palette)) return 2; }
      else if (!strcmp (argv[i], "font")) options.ui_font = value;
      else if (!strcmp (argv[i], "zoom")) options.map.zoom = atof (value);
      else if (!strcmp (argv[i], "x")) options.map.x = atof (value);
      else if (!strcmp (argv[i], "y")) options.map.y = atof (value);
      else if (!strcmp (argv[i], "by")) { if (!scene_colour_by_parse (value, &options.map.colour_by)) return 2; }
      else if (!strcmp (argv[i], "only")) options.map.only = (uint32_t) strtoul (value, NULL, 0);
      else if (!strcmp (argv[i], "select")) options.map.selected = strtoull (value, NULL, 0);
      else if (!strcmp (argv[i], "object")) options.map.selected_object = TRUE;
      else if (!strcmp (argv[i], "caption")) options.caption = value;
    }
  if (!scene_export (frame, &options, argv[2], &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  sample_frame_free (frame);
  return 0;
}
