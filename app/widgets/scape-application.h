#pragma once

/* The application: one process, a window per script asked for. */

#include <adwaita.h>

G_BEGIN_DECLS

#define SCAPE_TYPE_APPLICATION (scape_application_get_type ())
G_DECLARE_FINAL_TYPE (ScapeApplication, scape_application, SCAPE, APPLICATION, AdwApplication)

/* Runs until the last window is closed: `spanscape [FILE.go ...]`. Returns the exit status. */
int scape_application_main (int    argc,
                            char **argv);

G_END_DECLS
