#pragma once

/* Asks what a picture shall be: the whole window or the view that is shown, as PNG, SVG or PDF, how large, in which
 * style, with which caption, alone or as a series. It shows the picture as it will be; who opened it makes that preview
 * ("changed"), and saves or copies ("save", "copy"). */

#include <adwaita.h>

#include "session/machine.h"

G_BEGIN_DECLS

typedef struct {
  gboolean whole;             /* the window; else the view that is shown */
  const char *format;         /* "png", "svg", "pdf": the file name's ending */
  int scale;                  /* 1..4: pixels a unit, of a PNG */
  const char *style;          /* a SceneThemeKind's nick; NULL: as the window is */
  const char *caption;        /* NULL: none; valid until the entry is edited */
  guint n_pictures;           /* 1, or of the series */
  GccoreGranularity by;       /* the step between two pictures of a series */
} ScapeExportChoice;

#define SCAPE_TYPE_EXPORT_DIALOG (scape_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ScapeExportDialog, scape_export_dialog, SCAPE, EXPORT_DIALOG, AdwWindow)

/* @view: the translated name of the view that is shown; @caption: what stands under the picture at first. */
ScapeExportDialog *scape_export_dialog_new         (GtkWindow         *parent,
                                                    const char        *view,
                                                    const char        *caption);
void               scape_export_dialog_get_choice  (ScapeExportDialog *self,
                                                    ScapeExportChoice *choice);
void               scape_export_dialog_set_preview (ScapeExportDialog *self,
                                                    GdkPaintable      *preview);

G_END_DECLS
