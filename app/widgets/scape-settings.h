#pragma once

/* The settings of the application: the installed schema, or, when it is not installed (the program run from its build
 * folder), the same schema compiled into the program. */

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer none): lives as long as the process. */
GSettings *scape_settings         (void);

/* The folder of ours with that name ("workloads", "styles"), of the source tree when the program is run from its build
 * folder; NULL when there is none. Transfer full. */
char      *scape_data_folder      (const char *name);

G_END_DECLS
