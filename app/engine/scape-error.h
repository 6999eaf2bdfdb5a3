#pragma once

/* The one place where a status of the machine becomes a GError, or a text for the window's user. Texts that the machine
 * marks for translation are in the window's language; a compiler's line or a host's reason is as it is. The code is the
 * GccoreStatus. */

#include <glib.h>

#include "base/status.h"

G_BEGIN_DECLS

#define SCAPE_ERROR (scape_error_quark ())

GQuark  scape_error_quark       (void);
GError *scape_error_from_gccore (const GccoreError *error);
/* (transfer full): the text alone. */
char   *scape_error_text        (const GccoreError *error);

G_END_DECLS
