#pragma once

/* What an error says, in the reader's language. gccore itself knows no languages: whoever shows the text hands in how
 * one is found (gettext). */

#include "base/status.h"

typedef const char *(*GccoreTranslateFunc) (const char *english);

/* The error's sentence: its format translated, with its arguments where the translation wants them ("%s" or "%2$s").
 * Words of ours among them are translated, too; those of the user are not (GccoreError). Transfer full. */
char *gccore_error_say (const GccoreError *error, GccoreTranslateFunc translate);
