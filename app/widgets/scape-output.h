#pragma once

/* The output panel: what the program printed (stderr apart in colour, with panic text and exit status), the compiler's
 * errors, gctrace lines, and the last events. Text is added at most once a display frame; only its newest part is kept.
 *
 * Each line belongs to a tick: when the machine goes back, what was printed later is taken back, and comes again when
 * it goes forward; a click on it goes to its tick. */

#include <adwaita.h>

#include "engine/scape-engine.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_OUTPUT_PANEL (scape_output_panel_get_type ())
G_DECLARE_FINAL_TYPE (ScapeOutputPanel, scape_output_panel, SCAPE, OUTPUT_PANEL, AdwBin)

/* "problem-activated" (guint line, guint column); "tick-activated" (guint64 tick): of a line or event; "close" */

void  scape_output_panel_clear           (ScapeOutputPanel  *self);
void  scape_output_panel_add             (ScapeOutputPanel  *self,
                                          const ScapeOutput *output);
/* A line of ours (the exit status) after the program's. */
void  scape_output_panel_add_note        (ScapeOutputPanel  *self,
                                          guint64            tick,
                                          const char        *text,
                                          gboolean           bad);
void  scape_output_panel_add_trace       (ScapeOutputPanel  *self,
                                          guint64            tick,
                                          const char        *line);
/* Shows what was printed up to @tick. */
void  scape_output_panel_show_tick       (ScapeOutputPanel  *self,
                                          guint64            tick);
/* What was printed after @tick will not come to pass: another history begins there. */
void  scape_output_panel_forget_after    (ScapeOutputPanel  *self,
                                          guint64            tick);
/* @diagnostics: (element-type GccoreDiagnostic) (nullable) */
void  scape_output_panel_set_diagnostics (ScapeOutputPanel  *self,
                                          const char        *name,
                                          GPtrArray         *diagnostics);
/* One error that is no compiler's line (the host's). */
void  scape_output_panel_set_error       (ScapeOutputPanel  *self,
                                          const char        *text);
/* Whose last events are shown; NULL none. */
void scape_output_panel_set_frame (ScapeOutputPanel *self, GccoreFrame *frame);
/* The nth line of the program's output so far, which ends with a newline; FALSE when there are not so many. */
gboolean scape_output_panel_get_line (ScapeOutputPanel *self, guint n, const char **text, guint64 *tick);
/* "output", "errors", "gctrace" or "events" */
void  scape_output_panel_show_page       (ScapeOutputPanel  *self,
                                          const char        *page);

G_END_DECLS
