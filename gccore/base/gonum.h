#pragma once

/* Go's number rules where C says "undefined": wrapping int64 arithmetic and the float-to-integer conversions that
 * linux/amd64 performs. The pacer, the scavenger's controller and the VM share them, so that out-of-range states give
 * the same bits as in Go and no sanitizer has a reason to complain.
 *
 * Source: measured with Go 1.22 on amd64 (CVTTSD2SQ answers -2^63 for NaN and everything that does not fit). */

#include <stdint.h>

static inline int64_t
go_add64 (int64_t a, int64_t b)
{
  return (int64_t) ((uint64_t) a + (uint64_t) b);
}

static inline int64_t
go_sub64 (int64_t a, int64_t b)
{
  return (int64_t) ((uint64_t) a - (uint64_t) b);
}

static inline int64_t
go_mul64 (int64_t a, int64_t b)
{
  return (int64_t) ((uint64_t) a * (uint64_t) b);
}

/* int64(x) */
static inline int64_t
go_int64 (double x)
{
  if (x >= -9223372036854775808.0 && x < 9223372036854775808.0)
    return (int64_t) x;
  return INT64_MIN;
}

/* uint64(x): below 2^63 (negative values too) as int64; from there on the rest above 2^63, with the top bit set. */
static inline uint64_t
go_uint64 (double x)
{
  if (x < 0x1p63)
    return (uint64_t) go_int64 (x);
  return (uint64_t) go_int64 (x - 0x1p63) | UINT64_C (1) << 63;
}
