#pragma once

/* Text in quotes as Go's strconv.Quote writes it; ascii: what is not ASCII as escapes. */

#include <glib.h>
#include <stdbool.h>

/* As strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the plain space. */
bool lang_is_printable (gunichar r);
void lang_quote (GString *out, const char *text, gsize len, char quote, bool ascii);
/* A character constant: 'x'. What is no character is U+FFFD. */
void lang_quote_rune (GString *out, gunichar r);
