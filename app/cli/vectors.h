#pragma once

/* `spanscape vectors KIND FILE ...`: replays recorded conformance vectors against gccore, for tests.
 *
 * A vector file is text, one step a line: words before `=` say what to do, words after it what real Go answered.
 * `#` starts a comment line, `vec KIND` names the kind, `case NAME` starts again from nothing. The runner for a kind
 * gets line after line, does what it says, and answers typed values; this file reads, compares and counts. The last
 * line printed is `ok N/M`: N right of the M lines that contain `=`. Wrong ones are reported on stderr.
 *
 * Values: integers and bit patterns must be equal, floats may differ by a relative 1e-9, `nan` equals `nan`. A line
 * that the runner does not know, or with words missing, is wrong (or, without `=`, an error of the file: status 1). */

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

typedef struct {
  int number;               /* line number in the file, from 1 */
  char **word;              /* words before `=`; word[0] is the operation */
  int n_words;
  char **want;              /* words after it */
  int n_want;
  bool is_check;            /* has a `=` */
} VecLine;

/* Words of a line as numbers; i counts from 0 = operation. A missing or malformed word is 0 and marks the line bad. */
typedef struct VecRun VecRun;
int64_t vec_i64 (VecRun *run, const VecLine *line, int i);
uint64_t vec_u64 (VecRun *run, const VecLine *line, int i);   /* decimal, up to 2^64-1 */
uint64_t vec_hex (VecRun *run, const VecLine *line, int i);   /* 16 hex digits */
double vec_f64 (VecRun *run, const VecLine *line, int i);
/* The same from [min, max]; outside of it the line is bad and the answer is min. */
int64_t vec_range (VecRun *run, const VecLine *line, int i, int64_t min, int64_t max);
/* Whether the line has been all right so far: test before using numbers that could do harm. */
bool vec_line_ok (const VecRun *run);
/* The line makes no sense here. */
void vec_bad (VecRun *run, const char *why);

/* Answers, in the order of the words after `=`. A check without an answer is wrong, so is a count that differs. */
void vec_answer_i64 (VecRun *run, int64_t value);
void vec_answer_u64 (VecRun *run, uint64_t value);
void vec_answer_hex (VecRun *run, uint64_t value);
void vec_answer_f64 (VecRun *run, double value);

typedef struct {
  const char *name;         /* KIND */
  /* A fresh state, made at the first line and at each `case`; freed before the next. */
  void *(*state_new) (void);
  void (*state_free) (void *state);
  /* Does one line. Unknown operation: vec_bad(). */
  void (*line) (VecRun *run, void *state, const VecLine *line);
  /* For files that do not start with `vec`: does it all, prints the result, returns the exit status. May be NULL. */
  int (*scenario) (char **lines, const char *file);
} VecKind;

extern const VecKind vec_kind_maps;
extern const VecKind vec_kind_pacer;
extern const VecKind vec_kind_pagealloc;
extern const VecKind vec_kind_scavenge; /* knows pagealloc's lines, too */
extern const VecKind vec_kind_sizes;

/* argv[0] is "vectors". Exit status 0: everything was run (right or wrong), 1: unreadable or senseless, 2: usage. */
int vectors_main (int argc, char **argv);
