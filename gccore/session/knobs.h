#pragma once

/* The knobs as data: one row of knobs.def each, for flags, the environment, the side panel and session files.
 *
 * A value is an int64_t whatever the field's own type; `gccore_knob_get()` and `gccore_knob_set()` convert. Parsing
 * follows Go's environment variables and refuses what is out of range; nothing here touches a running machine. */

#include "session/machine.h"

typedef enum { GCCORE_KNOB_PERCENT, GCCORE_KNOB_SIZE, GCCORE_KNOB_COUNT, GCCORE_KNOB_SWITCH } GccoreKnobKind;

typedef struct {
  const char *name;           /* the field's name */
  GccoreKnobKind kind;
  const char *flag;           /* without "--"; NULL: none */
  const char *environment;    /* NULL: none */
  int64_t default_value, min, max;
  bool live;                  /* may change while the program runs */
  const char *help;           /* English, marked for translation */
  size_t offset, size_bytes;  /* of the field in GccoreKnobs */
} GccoreKnob;

/* All knobs, in the order of knobs.def. */
const GccoreKnob *gccore_knob_table (guint *n_knobs);
/* By name, or by flag; NULL if there is none. */
const GccoreKnob *gccore_knob_find (const char *name);
const GccoreKnob *gccore_knob_find_flag (const char *flag);

int64_t gccore_knob_get (const GccoreKnob *knob, const GccoreKnobs *knobs);
void gccore_knob_set (const GccoreKnob *knob, GccoreKnobs *knobs, int64_t value);

/* Whether the value is one the knob takes ("off" values included); the error says what it takes instead. */
GccoreStatus gccore_knob_check (const GccoreKnob *knob, int64_t value, GccoreError *error);
/* Reads "100", "off", "64MiB", "on" as the knob's kind has it. */
GccoreStatus gccore_knob_parse (const GccoreKnob *knob, const char *text, int64_t *value, GccoreError *error);
/* The shortest text that gccore_knob_parse() reads back as the same value. Transfer full. */
char *gccore_knob_format (const GccoreKnob *knob, int64_t value);

/* Takes GOGC, GOMEMLIMIT and GOMAXPROCS as a Go program would: malformed GOGC and GOMAXPROCS are ignored, a malformed
 * GOMEMLIMIT is an error with Go's text. `lookup` is getenv() or a test's own. */
GccoreStatus gccore_knobs_read_environment (GccoreKnobs *knobs, const char *(*lookup) (const char *name),
                                            GccoreError *error);

/* Byte counts as GOMEMLIMIT writes them: digits, then nothing, B, KiB, MiB, GiB or TiB. */
bool gccore_parse_bytes (const char *text, int64_t *bytes);
/* "64MiB" where it comes out even, else the plain number. Transfer full. */
char *gccore_format_bytes (int64_t bytes);
