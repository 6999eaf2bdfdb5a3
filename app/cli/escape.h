#pragma once

/* Inside of `spanscape escape`: what escape.c (the command, text and JSON) and escape-check.c (--check) share. */

#include "cli/cli.h"
#include "session/escape-lines.h"

/* The compiler's own flags, as words of the command line or of a file's errorcheck line. */
typedef struct {
  int level;                  /* of -m: 1, 2; 0: not given */
  gboolean mutations;         /* -d=escapemutationscalls */
  gboolean no_inlining;       /* -l, which goes without saying here */
} EscapeFlags;

typedef enum { ESCAPE_FLAG_TAKEN, ESCAPE_FLAG_NONE, ESCAPE_FLAG_UNKNOWN } EscapeFlagResult;

/* Takes a flag. NONE: the word is none of the compiler's that mean something here. UNKNOWN: it is, with a value that
 * does not; *why says so (caller frees). */
EscapeFlagResult cli_escape_take_flag (EscapeFlags *flags, const char *word, char **why);

/* As the errorcheck line at the head of the program asks, if there is one ("// errorcheck -0 -m -l"). */
void cli_escape_header_flags (const CliSource *source, EscapeFlags *flags);

/* Compares the messages (element type GccoreEscapeLine*) with the program's // ERROR comments; prints what differs and
 * a summary. Returns the exit status. */
int cli_escape_check (const CliSource *source, const GPtrArray *lines);
