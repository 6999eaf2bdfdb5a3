#pragma once

/* Hashing values: a multiply folded upon itself (as in wyhash), over eight bytes at a time.
 *
 * Go's hash takes the processor's AES instructions where it has them, so no program can rely on its values; ours is the
 * same on every machine. The kinds of keys that maps look up most are inlined; vm_hash() takes any type, and gives the
 * same value for those. */

#include "lang/vm-internal.h"

#define VM_HASH_K0 UINT64_C (0xa0761d6478bd642f)
#define VM_HASH_K1 UINT64_C (0xe7037ed1a0b428db)

static inline uint64_t
vm_hash_mix (uint64_t a, uint64_t b)
{
  unsigned __int128 product = (unsigned __int128) a * b;

  return (uint64_t) product ^ (uint64_t) (product >> 64);
}

/* The last 1 to 7 bytes as a word, zeros above: overlapping reads agree where they overlap. */
static inline uint64_t
vm_hash_tail (const uint8_t *bytes, uint64_t n)
{
  uint32_t low, high;

  if (n < 4)
    return (uint64_t) bytes[0] | (uint64_t) bytes[n / 2] << 8 * (n / 2) | (uint64_t) bytes[n - 1] << 8 * (n - 1);
  memcpy (&low, bytes, 4);
  memcpy (&high, bytes + n - 4, 4);
  return (uint64_t) low | (uint64_t) high << 8 * (n - 4);
}

static inline uint64_t
vm_hash_bytes (const uint8_t *bytes, uint64_t n, uint64_t seed)
{
  uint64_t h = seed ^ VM_HASH_K0, word, left = n;

  for (; left >= 8; left -= 8, bytes += 8)
    {
      memcpy (&word, bytes, 8);
      h = vm_hash_mix (h ^ word, VM_HASH_K1);
    }
  if (left != 0)
    h = vm_hash_mix (h ^ vm_hash_tail (bytes, left), VM_HASH_K0);
  return vm_hash_mix (h ^ n, VM_HASH_K1);
}

/* A string's header. */
static inline uint64_t
vm_hash_string (Vm *vm, const uint64_t *s, uint64_t seed, VmStatus *status)
{
  const uint8_t *bytes = s[1] ? vm_mem (vm, s[0], s[1]) : (const uint8_t *) "";

  if (UNLIKELY (!bytes))
    {
      *status = vm_fault (vm, s[0]);
      return 0;
    }
  vm->extra += (Vtime) (s[1] / 64) * COST_CLEAR_PER_64B;
  return vm_hash_bytes (bytes, s[1], seed);
}

/* The value is spread to all bits first and in both factors then. A product alone lies evenly for values that count up,
 * and buckets would overflow less often than by chance. */
static inline uint64_t
vm_hash_64 (uint64_t value, uint64_t seed)
{
  uint64_t spread = (value ^ value >> 32) * VM_HASH_K0;

  return vm_hash_mix (spread ^ seed, spread ^ VM_HASH_K1);
}

static inline uint64_t
vm_hash_32 (uint32_t value, uint64_t seed)
{
  return vm_hash_mix (vm_hash_mix (seed ^ VM_HASH_K0 ^ value, VM_HASH_K0) ^ 4, VM_HASH_K1);
}
