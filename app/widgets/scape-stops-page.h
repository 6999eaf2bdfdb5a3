#pragma once

/* The page of the side panel that lists the stops: one entry with the whole grammar, and a row for each stop that
 * switches it on and off, goes to its line, and removes it. */

#include <adwaita.h>

#include "widgets/scape-stops.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_STOPS_PAGE (scape_stops_page_get_type ())
G_DECLARE_FINAL_TYPE (ScapeStopsPage, scape_stops_page, SCAPE, STOPS_PAGE, AdwBin)

void scape_stops_page_set_stops  (ScapeStopsPage *self,
                                  ScapeStops     *stops);
/* Puts the keyboard into the entry. */
void scape_stops_page_begin      (ScapeStopsPage *self);

/* "line-activated" (guint line): the row of a line's stop. */

G_END_DECLS
