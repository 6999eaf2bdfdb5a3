#pragma once

/* Numbers in frame slots: the bits of floats, and what Go's conversions and builtins make of the values that C leaves
 * undefined or sees otherwise. */

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline double
as_double (uint64_t bits)
{
  double d;

  memcpy (&d, &bits, 8);
  return d;
}

static inline uint64_t
from_double (double d)
{
  uint64_t bits;

  memcpy (&bits, &d, 8);
  return bits;
}

static inline float
as_float (uint64_t bits)
{
  uint32_t low = (uint32_t) bits;
  float f;

  memcpy (&f, &low, 4);
  return f;
}

static inline uint64_t
from_float (float f)
{
  uint32_t bits;

  memcpy (&bits, &f, 4);
  return bits;
}

/* Truncation as amd64's CVTTSD2SQ does it: out of range and NaN give the smallest integer. */
static inline uint64_t
double_to_int (double d)
{
  return d >= -9223372036854775808.0 && d < 9223372036854775808.0 ? (uint64_t) (int64_t) d : UINT64_C (1) << 63;
}

static inline uint64_t
double_to_uint (double d)
{
  return d < 9223372036854775808.0 ? double_to_int (d) : double_to_int (d - 9223372036854775808.0) ^ UINT64_C (1) << 63;
}

/* The builtins min and max on floats: NaN wins, and -0 is less than 0. */
static inline double
min_max (double a, double b, bool max)
{
  if (a != a || b != b)
    return a + b;
  if (a == 0 && b == 0)
    return max ? (signbit (a) ? b : a) : signbit (a) ? a : b;
  return max ? (a > b ? a : b) : a < b ? a : b;
}
