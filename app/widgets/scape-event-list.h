#pragma once

/* The last events, newest first, as a list that can be filtered by what they say; choosing one goes to its tick. The
 * same sentences are the pictures' captions and what a screen reader speaks. */

#include <adwaita.h>

#include "session/frame.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_EVENT_LIST (scape_event_list_get_type ())
G_DECLARE_FINAL_TYPE (ScapeEventList, scape_event_list, SCAPE, EVENT_LIST, AdwBin)

/* @frame: (nullable): whose events are shown; taken over when the list is seen. */
void scape_event_list_set_frame (ScapeEventList *self,
                                 GccoreFrame    *frame);

/* "tick-activated" (guint64 tick) */

G_END_DECLS
