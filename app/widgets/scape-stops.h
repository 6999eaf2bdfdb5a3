#pragma once

/* The stops of a window: conditions at which a run halts, each of which can be switched off without being forgotten.
 *
 * A condition is written in the one grammar of session/stops.h. Those of a line follow the text: the editor tells them
 * where their line went. The list is in the order in which the stops were made; no condition is in it twice. */

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCAPE_TYPE_STOP (scape_stop_get_type ())
G_DECLARE_FINAL_TYPE (ScapeStop, scape_stop, SCAPE, STOP, GObject)

/* "line:24", as gccore_stop_format() writes it. */
const char *scape_stop_get_condition (ScapeStop   *self);
/* Bound to by "enabled". */
gboolean    scape_stop_get_enabled   (ScapeStop   *self);
void        scape_stop_set_enabled   (ScapeStop   *self,
                                      gboolean     enabled);
/* 0: not of a line. */
guint       scape_stop_get_line      (ScapeStop   *self);
/* One translated sentence about a condition, without a full stop: "when a goroutine comes to line 24". NULL when it is
 * none. */
char       *scape_stop_describe      (const char  *condition);

#define SCAPE_TYPE_STOPS (scape_stops_get_type ())
G_DECLARE_FINAL_TYPE (ScapeStops, scape_stops, SCAPE, STOPS, GObject)

ScapeStops *scape_stops_new          (void);
/* (transfer none) (element-type ScapeStop) */
GListModel *scape_stops_get_list     (ScapeStops  *self);
/* Adds a condition, or switches the one that is there on. SCAPE_ERROR with what the grammar says. */
gboolean    scape_stops_add          (ScapeStops  *self,
                                      const char  *condition,
                                      GError     **error);
void        scape_stops_remove       (ScapeStops  *self,
                                      ScapeStop   *stop);
void        scape_stops_clear        (ScapeStops  *self);
/* (transfer none) (nullable): the one whose condition is written so. */
ScapeStop  *scape_stops_find         (ScapeStops  *self,
                                      const char  *condition);
/* (transfer none) (nullable) */
ScapeStop  *scape_stops_at_line      (ScapeStops  *self,
                                      guint        line);
/* A stop there, or none any more. */
void        scape_stops_toggle_line  (ScapeStops  *self,
                                      guint        line);
/* The stop's line is @line now, after an edit above it; of two that meet on a line the later goes. */
void        scape_stops_move_line    (ScapeStops  *self,
                                      ScapeStop   *stop,
                                      guint        line);
/* (transfer full): the conditions that are switched on, for the engine; NULL when there are none. */
char      **scape_stops_dup_enabled  (ScapeStops  *self);

/* "changed": the list, or one of its stops, is another one. */

G_END_DECLS
