#pragma once

/* Session files: a program, its knobs and everything that was done to its run, as one small text file (.scape).
 *
 *   spanscape session 1            what it is, and the version of the format
 *   name binary-trees.go           name of the program, for messages
 *   knob gogc 100                  knobs at the beginning, by the names of session/knobs.def; those left out have their
 *                                  default
 *   arg -n                         os.Args[1:], one a line
 *   branch main 88211              a branch: its name, and the latest tick it came to; the first is the present one
 *   at 1250 3                      where the machine stood in it: tick, step (0: between two ticks)
 *   change 1000 gogc 200           a knob that was moved: tick, name, value; ascending
 *   bookmark 1250 3 main here      tick, step, branch, name
 *   stop line:12                   a stop condition that was set
 *   source 1543                    the program: so many bytes follow, as they are, then a newline
 *   ...
 *   sha256 <64 hex digits>         of all bytes before this line
 *
 * In names and arguments, which run to the end of their line or to the next space, backslash escapes stand for what
 * would not fit (\n, \\, \040 for a space, octal for other bytes). Lines come in this order; at, change belong to the
 * branch before them. A file of a later version, cut short, or changed by a single byte is refused in one sentence;
 * nothing in it is trusted. Files are replaced as a whole or not at all. */

#include "session/machine.h"

#define GCCORE_SESSION_VERSION 1
#define GCCORE_SESSION_SUFFIX ".scape"

typedef struct { uint64_t tick; const char *knob; int64_t value; } GccoreSessionChange;

typedef struct {
  char *name;
  uint64_t last_tick;
  GccorePosition position;
  GArray *changes;            /* GccoreSessionChange; knob names are static */
} GccoreSessionBranch;

typedef struct {
  char *name;
  char *source;               /* NUL-terminated, may hold others */
  gsize source_length;
  GccoreKnobs knobs;          /* at the beginning; args borrowed from below */
  GStrv args;
  GPtrArray *branches;        /* GccoreSessionBranch, at least one; the first is the present one */
  GArray *bookmarks;          /* GccoreBookmark with texts of its own */
  GPtrArray *stops;           /* char *, as gccore_stop_format() writes them */
} GccoreSession;

/* Whether the bytes are meant to be a session file (of any version). */
bool gccore_session_is_one (const char *text, gsize length);
/* NULL: `error` (GCCORE_ERR_USAGE) says why not. */
GccoreSession *gccore_session_parse (const char *text, gsize length, GccoreError *error);
char *gccore_session_format (const GccoreSession *session, gsize *length);
/* Replaces the file; false: `error` has the system's reason. */
bool gccore_session_save (const GccoreSession *session, const char *path, GError **error);
void gccore_session_free (GccoreSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GccoreSession, gccore_session_free)

/* What is to be saved of a machine, with these stop conditions (NULL-terminated texts, may be NULL). */
GccoreSession *gccore_session_of (const GccoreMachine *machine, const char *const *stops);
/* A machine of it at tick 0, with its branches, bookmarks and the knob changes of the present branch to come; as
 * gccore_machine_load(). It stands where it was saved after gccore_machine_seek_to (position of the first branch). */
GccoreMachine *gccore_session_load (const GccoreSession *session, GPtrArray **diagnostics, GccoreError *error);
