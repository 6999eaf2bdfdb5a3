#pragma once

/* The parser: recursive descent over the lexer's tokens, one file at a time.
 *
 * It recovers from errors at statement and declaration boundaries and reports what the compiler reports, in texts and
 * positions of Go 1.22 cmd/compile/internal/syntax. Labels and branch statements are resolved here as well (as the
 * compiler does), after each function body without errors. Nesting deeper than LANG_MAX_NESTING ends the parse with an
 * "unsupported" report, so that no later pass that walks the tree can run out of stack. */

#include "lang/arena.h"
#include "lang/ast.h"

typedef struct {
  Arena *arena;               /* the tree's */
  uint16_t file;
  const char *name;           /* of the file, for positions inside messages */
  const char *source;         /* must outlive the tree */
  gsize len;
  void (*error) (void *data, Pos pos, const char *text, bool unsupported);
  void *data;
} ParserInput;

/* NULL if the package clause is wrong. Errors have been reported in any case. */
FileSyntax *parse_file (const ParserInput *input);
