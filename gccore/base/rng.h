#pragma once

/* The machine's random generator: every random choice of the model comes from one of these, whose state lives in the
 * image, so that seed and history decide everything.
 *
 * xoshiro256** (Blackman and Vigna, public domain algorithm), seeded through splitmix64. */

#include <stdint.h>

typedef struct {
  uint64_t s[4];
} Rng;

void rng_seed (Rng *rng, uint64_t seed);

static inline uint64_t
rng_next_u64 (Rng *rng)
{
  uint64_t *s = rng->s;
  uint64_t x = s[1] * 5;
  uint64_t result = ((x << 7) | (x >> 57)) * 9;
  uint64_t t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 45) | (s[3] >> 19);
  return result;
}

static inline uint32_t
rng_next_u32 (Rng *rng)
{
  return (uint32_t) (rng_next_u64 (rng) >> 32);
}

/* Uniform enough in [0, n), n > 0, by multiplication (Go 1.22 runtime/stubs.go, cheaprandn, does the same). */
static inline uint32_t
rng_below (Rng *rng, uint32_t n)
{
  return (uint32_t) (((uint64_t) rng_next_u32 (rng) * n) >> 32);
}

/* In [0, 1), 53 bits. */
static inline double
rng_next_double (Rng *rng)
{
  return (double) (rng_next_u64 (rng) >> 11) * 0x1p-53;
}
