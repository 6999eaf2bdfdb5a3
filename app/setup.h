#pragma once

/* What both programs do first, and where they find their files: `spanscape`, the command line, and `spanscape-window`,
 * which it becomes when a window is asked for. They are two so that a command does not load what only windows need, which
 * takes longer than most workloads. */

#include <stdbool.h>

/* Locale and catalogues. Before anything else. */
void app_setup_locale (void);
/* Whether the program runs from the folder it was built in, and uses that one's files rather than installed ones. */
bool app_in_build_folder (void);
