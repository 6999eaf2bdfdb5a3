/* Natives of internal/native: the inner loops of hash functions.
 *
 * MD5 is RFC 1321's, SHA-1 RFC 3174's, SHA-256 RFC 6234's. Each round of a block mixes one word of the message into one
 * word of the state; the words of the state take turns, here by being moved on. */

#include <string.h>

#include "lang/vm-natives.h"

enum { BLOCK = 64 };

/* The numbers of internal/native. */
typedef enum { DIGEST_MD5, DIGEST_SHA1, DIGEST_SHA256, N_DIGESTS } DigestKind;

static inline uint32_t
rotate_left (uint32_t x, unsigned n)
{
  return x << n | x >> (32 - n);
}

static inline uint32_t
rotate_right (uint32_t x, unsigned n)
{
  return rotate_left (x, 32 - n);
}

static inline uint32_t
little_endian (const uint8_t *p)
{
  return (uint32_t) p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

static inline uint32_t
big_endian (const uint8_t *p)
{
  return __builtin_bswap32 (little_endian (p));
}

static void
md5_block (uint32_t *state, const uint8_t *block)
{
  static const uint8_t turns[4][4] = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
  /* 2^32 |sin (i + 1)| */
  static const uint32_t sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
  };
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];

  for (unsigned i = 0; i < 64; i++)
    {
      uint32_t mixed, next;
      unsigned word;

      switch (i / 16)
        {
        case 0:
          mixed = (b & c) | (~b & d);
          word = i;
          break;
        case 1:
          mixed = (b & d) | (c & ~d);
          word = 5 * i + 1;
          break;
        case 2:
          mixed = b ^ c ^ d;
          word = 3 * i + 5;
          break;
        default:
          mixed = c ^ (b | ~d);
          word = 7 * i;
          break;
        }
      next = b + rotate_left (a + mixed + sines[i] + little_endian (block + 4 * (word % 16)), turns[i / 16][i % 4]);
      a = d;
      d = c;
      c = b;
      b = next;
    }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

static void
sha1_block (uint32_t *state, const uint8_t *block)
{
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], w[80];

  for (unsigned i = 0; i < 16; i++)
    w[i] = big_endian (block + 4 * i);
  for (unsigned i = 16; i < 80; i++)
    w[i] = rotate_left (w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  for (unsigned i = 0; i < 80; i++)
    {
      static const uint32_t constants[4] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6 };
      unsigned phase = i / 20;
      uint32_t mixed = phase == 0 ? (b & c) | (~b & d) : phase == 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      uint32_t next = rotate_left (a, 5) + mixed + e + w[i] + constants[phase];

      e = d;
      d = c;
      c = rotate_left (b, 30);
      b = a;
      a = next;
    }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}

static void
sha256_block (uint32_t *state, const uint8_t *block)
{
  /* The first bits behind the point of the cube roots of the first 64 primes. */
  static const uint32_t roots[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  };
  uint32_t s[8], w[64];

  for (unsigned i = 0; i < 16; i++)
    w[i] = big_endian (block + 4 * i);
  for (unsigned i = 16; i < 64; i++)
    {
      uint32_t x = w[i - 15], y = w[i - 2];

      w[i] = w[i - 16] + (rotate_right (x, 7) ^ rotate_right (x, 18) ^ x >> 3) + w[i - 7]
             + (rotate_right (y, 17) ^ rotate_right (y, 19) ^ y >> 10);
    }
  memcpy (s, state, sizeof s);
  for (unsigned i = 0; i < 64; i++)
    {
      uint32_t a = s[0], e = s[4];
      uint32_t chosen = (e & s[5]) ^ (~e & s[6]), majority = (a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]);
      uint32_t one = s[7] + (rotate_right (e, 6) ^ rotate_right (e, 11) ^ rotate_right (e, 25)) + chosen + roots[i]
                     + w[i];
      uint32_t two = (rotate_right (a, 2) ^ rotate_right (a, 13) ^ rotate_right (a, 22)) + majority;

      memmove (s + 1, s, 7 * sizeof *s);
      s[4] += one;
      s[0] = one + two;
    }
  for (unsigned i = 0; i < 8; i++)
    state[i] += s[i];
}

typedef struct {
  void (*block) (uint32_t *state, const uint8_t *block);
  unsigned n_words;           /* of the state */
  Vtime cost;                 /* of a block */
} Digest;

static const Digest digests[N_DIGESTS] = {
  [DIGEST_MD5] = { md5_block, 4, COST_MD5_BLOCK },
  [DIGEST_SHA1] = { sha1_block, 5, COST_SHA1_BLOCK },
  [DIGEST_SHA256] = { sha256_block, 8, COST_SHA256_BLOCK },
};

/* (kind int, state []uint32, p []byte) */
static VmStatus
digest_blocks (Vm *vm, uint64_t *base)
{
  uint64_t kind = base[1], n = base[6] / BLOCK;
  const uint8_t *p;
  uint32_t *state;

  if (n == 0)
    return VM_OK;
  if (kind >= N_DIGESTS || base[3] != digests[kind].n_words)
    return vm_fault (vm, kind);
  p = vm_mem (vm, base[5], n * BLOCK);
  state = vm_mem_w (vm, base[2], 4 * digests[kind].n_words);
  if (!p || !state)
    return vm_fault (vm, p ? base[2] : base[5]);
  for (uint64_t i = 0; i < n; i++)
    digests[kind].block (state, p + i * BLOCK);
  vm->extra += n * digests[kind].cost;
  return VM_OK;
}

/* (crc uint32, table *[256]uint32, p []byte, wellKnown bool) uint32 */
static VmStatus
update_crc (Vm *vm, uint64_t *base)
{
  const uint32_t *table = vm_mem (vm, base[2], 256 * sizeof *table);
  const uint8_t *p = vm_mem (vm, base[3], base[4]);
  uint32_t crc = ~(uint32_t) base[1];

  if (!table || !p)
    return vm_fault (vm, table ? base[3] : base[2]);
  for (uint64_t i = 0; i < base[4]; i++)
    crc = table[(crc ^ p[i]) & 0xff] ^ crc >> 8;
  base[7] = (uint32_t) ~crc;
  vm->extra += base[6] & 0xff ? base[4] / 16 * COST_CRC_PER_16B : base[4] * COST_CRC_BYTE;
  return VM_OK;
}

#define N(name, func) { "internal/native." name, func }

const VmNative vm_digest_natives[] = {
  N ("DigestBlocks", digest_blocks),
  N ("UpdateCRC", update_crc),
  { NULL, NULL },
};
