#pragma once

/* gettext for painters: every string that a person reads goes through _(), N_() or ngettext(). Go's own terms (span,
 * sweepgen, mcentral, GOGC ...) stay as they are. */

#include "config.h"

#include <glib/gi18n-lib.h>
