#pragma once

/* The standard packages as they are embedded in the library, and what names what in them; made by gen-std.py. */

#include <stdint.h>

#define STD_ALWAYS UINT16_MAX

/* A declaration: a function, a method, a type; or all of a var or const declaration. */
typedef struct {
  uint16_t key;               /* its number in std_declared; STD_ALWAYS: it counts in any case */
  uint16_t receiver;          /* a method's: the key of its type; STD_ALWAYS: it is none */
  uint16_t n_uses;
  uint32_t first_use;         /* std_uses: numbers of the keys that its text may mean */
  uint32_t body, body_end;    /* bytes of the source: a function's body with its braces; 0, 0: it has none */
} StdItem;

typedef struct {
  const char *path;           /* "container/list"; NULL ends the table */
  const char *source;         /* with a 0 behind */
  unsigned long len;
  const StdItem *items;       /* in source order */
  unsigned n_items;
  const char *const *imports; /* paths; NULL ends the list */
} StdSource;

/* All that a package declares, functions without bodies: enough for escape analysis, which knows them by their tags. */
typedef struct {
  const char *path;           /* NULL ends the table */
  const char *source;         /* with a 0 behind */
  unsigned long len;
  unsigned char adds;         /* only what our package lacks: declarations to be put behind its own */
} StdOutline;

extern const StdSource std_sources[];
extern const StdOutline std_outlines[];
extern const unsigned short std_uses[];
/* Keys, sorted by name: "Println fmt" for a function or type of a package, "Read ." for all methods of a name. */
extern const char *const std_declared[];
extern const unsigned std_declared_n;
/* Sorted: paths of all packages of Go 1.22's standard library; "path.Name" of the exported names of those we have. */
extern const char *const std_known_packages[];
extern const unsigned std_known_packages_n;
extern const char *const std_known_names[];
extern const unsigned std_known_names_n;
