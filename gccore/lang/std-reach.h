#pragma once

/* What of the standard library a program can reach, told by names alone, before anything is parsed. A function or type
 * of a package that is loaded is reached if a word of the program is its name, or if the text of anything reached names
 * it in its package; a method, if its type is reached and anything reached names a method, or an interface's method, of
 * its name: so methods that only an interface, an assertion or an embedded field leads to are reached. Bodies of the
 * others are left out of the source, and are neither parsed nor checked, analysed or compiled; their signatures stay,
 * for method sets and messages. */

#include <glib.h>
#include <stdbool.h>

#include "lang/std-sources.h"

typedef struct StdReach StdReach;

StdReach *std_reach_new (const char *source, gsize len);
void std_reach_free (StdReach *reach);
/* The package's source without the bodies that are not reached; lines keep their numbers. Caller frees. */
GString *std_reach_source (const StdReach *reach, const StdSource *std);

/* stdlib.c. NULL: not one of ours. */
const StdSource *stdlib_find (const char *path);
const StdOutline *stdlib_find_outline (const char *path);
