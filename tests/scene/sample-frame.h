#pragma once

/* Frames made by hand, the same on every machine: what painters are tested and measured with. They look like a program
 * in its seventh cycle, but no machine made them. */

#include "session/frame.h"

typedef enum {
  SAMPLE_MARK,                /* 62 % through concurrent marking */
  SAMPLE_SWEEP,               /* sweeping after it: spans of all sweep states */
  SAMPLE_START,               /* just loaded: nothing has happened yet */
  SAMPLE_MILLION,             /* a million pages in half a million runs */
  SAMPLE_PANIC,               /* ended by a panic while marking */
  SAMPLE_BROKEN,              /* while marking the verifier has found a lost object */
  SAMPLE_WAITING,             /* the same moment, in a frame that was asked for no graph */
} SampleKind;

GccoreFrame *sample_frame_new (SampleKind kind);
void sample_frame_free (GccoreFrame *frame);

/* The program that goes with it, and the line it is on. */
extern const char sample_source[];
/* The base address of a span with details, worth selecting. */
uint64_t sample_frame_span (const GccoreFrame *frame);
