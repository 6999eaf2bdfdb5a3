#pragma once

/* The finder: one entry for everything that can be found or done, as a list over the pictures.
 *
 * Who owns it answers "search" (the text) with scape_finder_add() calls, best first. A result is an action of the
 * window with its target, so that choosing one is activating that action. Down and Up walk, Enter takes, Esc leaves. */

#include <adwaita.h>

G_BEGIN_DECLS

#define SCAPE_TYPE_FINDER (scape_finder_get_type ())
G_DECLARE_FINAL_TYPE (ScapeFinder, scape_finder, SCAPE, FINDER, AdwBin)

/* Shows it, empty, with the keyboard in it. */
void     scape_finder_open     (ScapeFinder *self);
/* FALSE: it was not open. */
gboolean scape_finder_close    (ScapeFinder *self);
/* FALSE: there is room for no more. @detail: NULL none; @accel: as gtk_accelerator_parse() reads it, NULL none;
 * @target: taken when floating. */
gboolean scape_finder_add      (ScapeFinder *self,
                                const char  *kind,
                                const char  *title,
                                const char  *detail,
                                const char  *accel,
                                const char  *action,
                                GVariant    *target);

/* "search" (const char *text)   "closed" () */

G_END_DECLS
