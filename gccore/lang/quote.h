#pragma once

/* Text in quotes as Go's strconv.Quote writes it; ascii: what is not ASCII as escapes. */

#include <glib.h>
#include <stdbool.h>

void lang_quote (GString *out, const char *text, gsize len, char quote, bool ascii);
