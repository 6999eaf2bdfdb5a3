#pragma once

/* A unit: one program with all the packages it imports, parsed and checked.
 *
 * Standard packages are Go files of our own (lang/std), embedded in the library and compiled by this same front end;
 * a func without a body there is a native of the VM, found by Func.name ("time.now", "sync.(*Mutex).Lock").
 * A unit is immutable once checked and may be shared by all machines of the same source. */

#include <glib.h>

#include "types.h"

typedef struct Arena Arena;

typedef struct {
  Pos pos;                    /* line 0: none */
  char *text;                 /* without position */
  bool unsupported;           /* valid Go that this version does not have */
} Diagnostic;

typedef struct {
  const char *name;           /* as shown in messages: "x.go", "$GOROOT/src/fmt/fmt.go" for std */
  const char *source; gsize len;
  Package *pkg;
} SourceFile;

struct LangUnit {
  Arena *arena;
  ConstPool *consts;
  SourceFile *files; int n_files;                     /* files[0] is the program */
  Package **packages; int n_packages;                 /* dependencies first; the last is the program's */
  Package *main;              /* the program's package */
  Scope *universe;
  Package *unsafe;
  Type *basic[KIND_UNTYPED_NIL + 1];                  /* the predeclared types by kind */
  Type *byte_type, *rune_type, *any_type, *error_type, *comparable_type;
  Type *empty_interface;      /* interface{} */
  Object *iota;
  Func **funcs; int n_funcs;  /* all functions of all packages, literals and instances included: package by package,
                                 declared functions in source order, each followed by its literals, depth first */
  ObjectList globals;         /* of all packages */
  Func *main_func;
  Type **types; int n_types;  /* canonical representatives, in order of first use (types_canonical) */
  GPtrArray *diagnostics;     /* Diagnostic*: sorted as the compiler prints them, at most ten and "too many errors" */
  GHashTable *canonical_types; /* types_canonical: lookup only */
  void *priv;                 /* the checker's own, during the check */
  struct Report *report;      /* state of the limits on diagnostics */
  struct StdReach *reach;     /* during the check; NULL: the whole library */
  GPtrArray *scopes;          /* GHashTable* to be freed with the unit */
  bool no_std, any_package;   /* the options */
};

typedef struct {
  bool any_package;           /* accept packages other than main and functions without bodies (escape analysis only) */
  bool no_std;                /* do not load std packages: imports fail (tests) */
  bool whole_library;         /* check and analyse all functions of packages, whether reached or not */
  gsize max_source_bytes;     /* 0: LANG_MAX_SOURCE_BYTES */
} LangOptions;

/* Larger sources are refused with a message: a single file of Go beyond this is machine output, and trees take about
 * a hundred times the source. */
#define LANG_MAX_SOURCE_BYTES (8u << 20)
/* Nesting of expressions, statements and types; deeper is refused (the compiler's own stack is the limit in Go). */
#define LANG_MAX_NESTING 1000

/* Parses and checks. Never NULL: success means no diagnostics. `source` is copied. `options` may be NULL. */
LangUnit *lang_check (const char *name, const char *source, gsize len, const LangOptions *options);
bool lang_unit_ok (const LangUnit *unit);
void lang_unit_free (LangUnit *unit);

/* Go 1.22 cmd/internal/src/pos.go: columns from here on are not kept, nor printed. */
#define LANG_MAX_COLUMN 255
/* "name.go:line:col: text", as the compiler prints it. Caller frees. */
char *lang_format_diagnostic (const LangUnit *unit, const Diagnostic *diagnostic);
char *lang_format_pos (const LangUnit *unit, Pos pos);

/* Looks a package member up, for natives and descriptors: "runtime", "MemStats". NULL if not loaded. */
Object *lang_unit_lookup (const LangUnit *unit, const char *package_path, const char *name);
