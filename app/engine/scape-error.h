#pragma once

/* The one place where a status of the machine becomes a GError. The message is the machine's own English text (a
 * compiler's line, a host's reason); the code is the GccoreStatus. */

#include <glib.h>

#include "base/status.h"

G_BEGIN_DECLS

#define SCAPE_ERROR (scape_error_quark ())

GQuark  scape_error_quark       (void);
GError *scape_error_from_gccore (const GccoreError *error);

G_END_DECLS
