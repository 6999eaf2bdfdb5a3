#pragma once

/* Pictures as files: PNG, SVG or PDF, by the file name's ending. Written under a temporary name beside it and renamed,
 * so that nobody sees half a picture; what is no plain file (a pipe) is written to as it is. */

#include "scene/scene.h"
#include "scene/theme.h"

G_BEGIN_DECLS

#define SCENE_ERROR scene_error_quark ()
typedef enum { SCENE_ERROR_VIEW, SCENE_ERROR_FORMAT, SCENE_ERROR_SIZE, SCENE_ERROR_WRITE } SceneError;
GQuark scene_error_quark (void);

/* A mark in the gutter of the source: what escape analysis decided on that line. */
typedef struct { uint32_t line; gboolean heap; } SceneSourceMark;

typedef struct {
  const char *view;           /* "window" (NULL), "spans", ...: scene_view_names() */
  const char *middle;         /* of the window: the view in it, "spans" (NULL), "board", "objects" or "fragmentation" */
  double width, height;       /* units; 0: the view's own size (1600 x 1000 for the window) */
  double scale;               /* device pixels per unit of a PNG, 0.5..8; 0: 1 */
  SceneThemeKind theme;
  ScenePalette palette;
  double text_scale;          /* 0: 1 */
  const char *ui_font, *mono_font; /* NULL: the theme's */
  const char *caption;        /* drawn under the picture; may be NULL */

  const char *source;         /* the program's text, UTF-8; may be NULL */
  const SceneSourceMark *marks; guint n_marks;
  const GPtrArray *escapes;   /* GccoreEscapeLine: decisions on `source`, for the inspector; may be NULL */
  guint n_heap, n_stack;      /* allocations by escape analysis; both 0: not said */
  uint64_t seed;
  uint64_t last_tick;         /* of the whole history when known, else 0 */

  SceneMapView map;           /* zoom, selection, colouring */
  SceneTimelineView timeline;
} SceneExportOptions;

/* Zeroed, scale 1, light, view "window". */
void scene_export_options_init (SceneExportOptions *options);

/* NULL-terminated names of the views, in the order of help texts. */
const char *const *scene_view_names (void);

gboolean scene_export (const GccoreFrame *frame, const SceneExportOptions *options, const char *path, GError **error);

/* The same picture on a new image surface (for the clipboard and for tests); NULL on error. Transfer full. */
cairo_surface_t *scene_render (const GccoreFrame *frame, const SceneExportOptions *options, GError **error);

/* Addresses whose objects the picture would show, to be asked for in a GccoreFrameRequest before exporting. */
guint scene_export_wanted (const GccoreFrame *frame, const SceneExportOptions *options, uint64_t *addrs, guint max);
/* Zooms the span map of the picture to so many times its whole, the selection in its middle. */
void scene_export_zoom (SceneExportOptions *options, const GccoreFrame *frame, double zoom);
/* How many nodes of the graph of objects it would show; 0: none. */
guint scene_export_graph_nodes (const SceneExportOptions *options);

G_END_DECLS
