#pragma once

/* The bar at the bottom: what the last step did, the transport, tick and virtual time, the speed. */

#include <gtk/gtk.h>

#include "engine/scape-engine.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_TRANSPORT (scape_transport_get_type ())
G_DECLARE_FINAL_TYPE (ScapeTransport, scape_transport, SCAPE, TRANSPORT, GtkWidget)

/* "speed" (double ticks_per_second): the scale was moved; SCAPE_SPEED_MAX at its end. */

/* @frame: NULL says nothing of a moment; @last_tick: of the whole history when it is known, else 0. */
void              scape_transport_show            (ScapeTransport    *self,
                                                   const GccoreFrame *frame,
                                                   guint64            last_tick);
void              scape_transport_show_state      (ScapeTransport    *self,
                                                   ScapeEngineState   state);
/* One sentence: what the last step did, or how the program ended. */
void              scape_transport_say             (ScapeTransport    *self,
                                                   const char        *text);
GccoreGranularity scape_transport_get_granularity (ScapeTransport    *self);
double            scape_transport_get_speed       (ScapeTransport    *self);
/* The width of what stands under the side panel. */
void              scape_transport_set_side_width  (ScapeTransport    *self,
                                                   int                width);

G_END_DECLS
