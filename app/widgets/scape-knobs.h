#pragma once

/* The knobs of a run. GOGC, GOMEMLIMIT and what is broken on purpose move while the program runs; the number of Ps and
 * the seed belong to its start. */

#include <gtk/gtk.h>

#include "session/machine.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_KNOBS (scape_knobs_get_type ())
G_DECLARE_FINAL_TYPE (ScapeKnobs, scape_knobs, SCAPE, KNOBS, GtkWidget)

/* "live" (const char *name, gint64 value): a knob that may change in a run was moved.
 * "restart": a knob that belongs to the start was moved. */

/* Fills what the knobs show into @knobs. */
void scape_knobs_get (ScapeKnobs  *self,
                      GccoreKnobs *knobs);

/* Shows @knobs, telling nobody. */
void scape_knobs_set (ScapeKnobs *self, const GccoreKnobs *knobs);

/* A barrier is broken on purpose: the heap's promises will not hold, and only the verifier can say where. */
gboolean scape_knobs_is_broken (ScapeKnobs *self);

/* Where 0 to 200 on the scale lie, apart from any widget: 10 % to 1000 % by equal factors, then off. */
#define SCAPE_GOGC_STEPS 200
int    scape_gogc_from_position (double position);
double scape_gogc_to_position   (int    gogc);

G_END_DECLS
