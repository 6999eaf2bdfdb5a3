#pragma once

/* A proportional-integral controller with limits on its output and back-calculation against integral windup.
 *
 * It has no process model: it is fed the measured input and the wished-for setpoint once a period and answers the
 * output to apply, within [min, max]. Windup: whatever the limits cut off flows back into the integral within the reset
 * time tt. When a computation leaves the range of doubles the integral is reset, a flag remembers it and the answer is
 * `min`, not ok; the caller falls back to something safe for a while.
 *
 * Plain data, lives in the image. The unit of period, ti and tt is the caller's (the scavenger: ns).
 * Source: Go 1.22 runtime/mgcscavenge.go, piController. */

#include <stdbool.h>
#include <stdint.h>

typedef struct PiController {
  double kp;                 /* proportional constant */
  double ti;                 /* integral time constant; 0: no integral */
  double tt;                 /* reset time */
  double min, max;           /* bounds of the output */
  double err_integral;       /* integral of the error so far */
  uint8_t err_overflow;      /* bool: the integral ever overflowed */
  uint8_t input_overflow;    /* bool: an operation with the input ever overflowed */
  uint8_t pad[6];
} PiController;

/* The next output; false: the controller failed and was reset, *output is min. */
bool picontroller_next (PiController *c, double input, double setpoint, double period, double *output);
