#pragma once

/* What fallible functions return, and the detail that goes with it.
 *
 * A caller's mistake is an assertion; a user's program mistake or a host failure is a status. `GccoreError` carries the
 * position and the English text, which the command line prints as it is (`file.go:12:7: text`), and, for a window in
 * another language, what that text was made of. */

#include <stdarg.h>
#include <stdint.h>

typedef enum {
  GCCORE_OK = 0,
  GCCORE_ERR_HOST_MEMORY,   /* the system refused memory: ends the machine as a host error, not as program history */
  GCCORE_ERR_PROGRAM,       /* the source does not compile (see the diagnostics) */
  GCCORE_ERR_UNSUPPORTED,   /* the source uses what this version does not have; the text names it */
  GCCORE_ERR_INPUT,         /* a file is unreadable, binary, too large ... */
  GCCORE_ERR_USAGE,         /* a wrong option or stop condition */
  GCCORE_ERR_VERIFY,        /* the verifier found a broken invariant */
} GccoreStatus;

typedef struct {
  GccoreStatus code;
  int line, column;         /* 1-based; 0: no position */
  char text[512];
  /* The format that was set, a constant of the program (NULL: none), and what its conversions became: strings one after
   * the other, each with its NUL. %s stands for words of ours, %.Ns for words of the user, which nobody translates. */
  const char *format;
  char arguments[512];
  /* The sentence that this one was put into: a format with the number, then what is above (NULL: none). */
  const char *around;
  unsigned around_number;
  uint64_t address;           /* of the object that it is about, in the model; 0: it is about none */
} GccoreError;

void gccore_error_set (GccoreError *error, GccoreStatus code, const char *format, ...)
  __attribute__ ((format (printf, 3, 4)));
/* Puts the error into another sentence: `format`, a constant of the program, has one %u, which is `number`, and then one
 * %s, which is what the error said before. */
void gccore_error_put_into (GccoreError *error, const char *format, unsigned number);
void gccore_error_set_va (GccoreError *error, GccoreStatus code, const char *format, va_list args)
  __attribute__ ((format (printf, 3, 0)));
