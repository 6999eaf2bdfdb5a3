#pragma once

/* The column of the editor's margin where stops are: a disc on a line whose stop is on, a ring where it is off. A click
 * sets one or takes it away. */

#include <gtksourceview/gtksource.h>

#include "widgets/scape-stops.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_STOP_GUTTER (scape_stop_gutter_get_type ())
G_DECLARE_FINAL_TYPE (ScapeStopGutter, scape_stop_gutter, SCAPE, STOP_GUTTER, GtkSourceGutterRenderer)

GtkSourceGutterRenderer *scape_stop_gutter_new        (ScapeStops      *stops);
void                     scape_stop_gutter_set_colour (ScapeStopGutter *self,
                                                       const GdkRGBA   *colour);

G_END_DECLS
