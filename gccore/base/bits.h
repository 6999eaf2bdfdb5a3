#pragma once

/* Bit tricks that C lacks a word for, and rounding. All defined for every input unless a line says otherwise. */

#include <stdbool.h>
#include <stdint.h>

/* Trailing and leading zeros; 64 for 0. */
static inline unsigned
ctz64 (uint64_t x)
{
  return x != 0 ? (unsigned) __builtin_ctzll (x) : 64;
}

static inline unsigned
clz64 (uint64_t x)
{
  return x != 0 ? (unsigned) __builtin_clzll (x) : 64;
}

static inline unsigned
popcount64 (uint64_t x)
{
  /* Not the builtin, which is a call where the compiler may not assume the instruction. */
  x -= x >> 1 & UINT64_C (0x5555555555555555);
  x = (x & UINT64_C (0x3333333333333333)) + (x >> 2 & UINT64_C (0x3333333333333333));
  x = (x + (x >> 4)) & UINT64_C (0x0f0f0f0f0f0f0f0f);
  return (unsigned) (x * UINT64_C (0x0101010101010101) >> 56);
}

/* The lowest n bits, n in 0..64. */
static inline uint64_t
low_mask64 (unsigned n)
{
  return n >= 64 ? UINT64_MAX : (UINT64_C (1) << n) - 1;
}

/* `align` is a power of two. */
static inline uint64_t
round_up_u64 (uint64_t x, uint64_t align)
{
  return (x + align - 1) & ~(align - 1);
}

static inline uint64_t
round_down_u64 (uint64_t x, uint64_t align)
{
  return x & ~(align - 1);
}

static inline uint64_t
div_round_up_u64 (uint64_t x, uint64_t divisor)
{
  return x / divisor + (x % divisor != 0);
}

static inline uint64_t
min_u64 (uint64_t a, uint64_t b)
{
  return a < b ? a : b;
}

static inline uint64_t
max_u64 (uint64_t a, uint64_t b)
{
  return a > b ? a : b;
}

/* floor (log2 (x)), x > 0. */
static inline unsigned
log2_floor_u64 (uint64_t x)
{
  return 63 - clz64 (x);
}

static inline bool
is_power_of_two_u64 (uint64_t x)
{
  return x != 0 && (x & (x - 1)) == 0;
}

/* Bit arrays of 64-bit words. */
static inline bool
bitmap_get (const uint64_t *words, uint64_t i)
{
  return (words[i / 64] >> (i % 64)) & 1;
}

static inline void
bitmap_set (uint64_t *words, uint64_t i)
{
  words[i / 64] |= UINT64_C (1) << (i % 64);
}

static inline void
bitmap_clear (uint64_t *words, uint64_t i)
{
  words[i / 64] &= ~(UINT64_C (1) << (i % 64));
}

/* Bits from `from` up to `to`, which may be none. */
static inline void
bitmap_fill (uint64_t *words, uint64_t from, uint64_t to, bool value)
{
  while (from < to)
    {
      uint64_t end = min_u64 (to, round_down_u64 (from, 64) + 64);
      uint64_t mask = low_mask64 ((unsigned) (end - from)) << (from % 64);

      words[from / 64] = value ? words[from / 64] | mask : words[from / 64] & ~mask;
      from = end;
    }
}
