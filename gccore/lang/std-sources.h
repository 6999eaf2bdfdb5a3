#pragma once

/* The standard packages as they are embedded in the library; made by gen-std.py. */

typedef struct {
  const char *path;           /* "container/list"; NULL ends the table */
  const char *source;         /* with a 0 behind */
  unsigned long len;
} StdSource;

extern const StdSource std_sources[];
/* Sorted: paths of all packages of Go 1.22's standard library; "path.Name" of the exported names of those we have. */
extern const char *const std_known_packages[];
extern const unsigned std_known_packages_n;
extern const char *const std_known_names[];
extern const unsigned std_known_names_n;
