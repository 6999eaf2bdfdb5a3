#pragma once

/* Bookmarks: places in a machine's branches that somebody gave a name; and, for the timeline, the landmarks of the present
 * history: bookmarks, knobs that were moved, and stops that came true. Host memory; no part of history. */

#include "session/machine-internal.h"

void bookmarks_free (GccoreMachine *m);
void bookmarks_rename_branch (GccoreMachine *m, const char *from, const char *to);
/* A stop came true here. */
void bookmarks_note_stop (GccoreMachine *m, const GccoreStop *stop);
/* The landmarks of the present branch, ascending; texts are borrowed from the machine, the array is the caller's. */
GccoreLandmark *bookmarks_landmarks (const GccoreMachine *m, guint *n);
