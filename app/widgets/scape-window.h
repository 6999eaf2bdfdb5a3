#pragma once

/* The window: script and knobs at the left, ribbon, span map, timeline and lanes in the middle, inspector at the right,
 * output under the middle, transport at the bottom. One window has one script, one engine, one machine.
 *
 * The machine shown may be of an older version of the script: while a script does not compile its last good version
 * stays. Running or stepping after an edit begins anew with the text as it is. */

#include <adwaita.h>

G_BEGIN_DECLS

#define SCAPE_TYPE_WINDOW (scape_window_get_type ())
G_DECLARE_FINAL_TYPE (ScapeWindow, scape_window, SCAPE, WINDOW, AdwApplicationWindow)

ScapeWindow *scape_window_new          (GtkApplication *application);
void         scape_window_open         (ScapeWindow    *self,
                                        GFile          *file);
/* The script the window begins with when nothing was asked for: edits a crash left behind, else the first example. */
void         scape_window_open_default (ScapeWindow    *self);
/* Nothing was typed here and nothing but an example shown: a file may take its place. */
gboolean     scape_window_is_fresh     (ScapeWindow    *self);

G_END_DECLS
