#include "session/packed-page.h"

#include <stddef.h>
#include <string.h>
#ifdef __x86_64__
#include <tmmintrin.h>
#endif

/* Tags. A step is taken from the word a stride before; an address of the first 4 GiB of the heap is LOW_OF_HEAP. */
enum { ZERO, SAME_STEP, STEP_1, STEP_2, STEP_3, LOW, LOW_OF_HEAP, WHOLE, N_TAGS };

#define HEAP_HALF (IMAGE_HEAP_BASE >> 32)
#define TAG_BITS 3u
#define BEFORE (2 * PACKED_PAGE_MAX_STRIDE) /* words of zeros before the page: two strides */

/* Steps of n bytes reach from -bias to bias - 1. */
#define BIAS(n) (UINT64_C (1) << (8 * (n) - 1))

/* A word is the sum of: what is kept, N_KEPT bytes; by tag, the word a stride before, and the step that led there; a
 * constant. */
#define N_KEPT(tag) ((tag) == WHOLE ? 8 : (tag) >= LOW ? 4 : (tag) >= STEP_1 ? (tag) - SAME_STEP : 0)
#define BEFORE_MASK(tag) ((tag) >= SAME_STEP && (tag) <= STEP_3 ? UINT64_MAX : 0)
#define STEP_MASK(tag) ((tag) == SAME_STEP ? UINT64_MAX : 0)
#define CONSTANT(tag) \
  ((tag) == STEP_1 ? -BIAS (1) : (tag) == STEP_2 ? -BIAS (2) : (tag) == STEP_3 ? -BIAS (3) \
   : (tag) == LOW_OF_HEAP ? HEAP_HALF << 32 : 0)
#define KEPT_MASK(tag) (N_KEPT (tag) == 0 ? 0 : UINT64_MAX >> (64 - 8 * N_KEPT (tag)) % 64)
#define BY_TAG(of) { of (0), of (1), of (2), of (3), of (4), of (5), of (6), of (7) }

_Static_assert (N_TAGS == 8, "BY_TAG has all");

static const uint8_t n_kept[N_TAGS] = BY_TAG (N_KEPT);
static const uint64_t kept_mask[N_TAGS] = BY_TAG (KEPT_MASK), constant[N_TAGS] = BY_TAG (CONSTANT);
static const uint64_t before_mask[N_TAGS] = BY_TAG (BEFORE_MASK), step_mask[N_TAGS] = BY_TAG (STEP_MASK);

/* --- packing --- */

/* How well small steps tell the words, by a sample. */
static unsigned
count_steps (const uint64_t *words, unsigned n_words, unsigned stride)
{
  unsigned n = 0, apart = n_words / 3 + 1;
  for (unsigned from = n_words / 16; from + 16 <= n_words; from += apart)
    for (const uint64_t *word = words + from; word < words + from + 16; word++)
      n += *word - *(word - stride) + BIAS (1) < 2 * BIAS (1);
  return n;
}

static unsigned
find_stride (const uint64_t *words, unsigned n_words)
{
  static const uint8_t strides[] = { 1, 2, 3, 4, 5, 6, 8, 10, 12, PACKED_PAGE_MAX_STRIDE };
  unsigned best = strides[0], best_n = 0;
  for (unsigned i = 0; i < sizeof strides; i++)
    {
      unsigned n = count_steps (words, n_words, strides[i]);
      if (n > best_n)
        {
          best = strides[i];
          best_n = n;
        }
    }
  return best;
}

static inline bool
is_step (uint64_t step, unsigned n_bytes)
{
  return step + BIAS (n_bytes) < 2 * BIAS (n_bytes);
}

/* What heaps are full of comes first: branches on that are guessed well. */
static inline unsigned
tag_of (uint64_t value, uint64_t before, uint64_t step_before)
{
  uint64_t step = value - before;
  if (value == 0)
    return ZERO;
  if (step == step_before)
    return SAME_STEP;
  if (is_step (step, 1))
    return STEP_1;
  if (is_step (step, 2))
    return STEP_2;
  if (is_step (step, 3))
    return STEP_3;
  return value >> 32 == 0 ? LOW : value >> 32 == HEAP_HALF ? LOW_OF_HEAP : WHOLE;
}

/* BEFORE zeros lie before the words, which are whole groups. Returns the bytes of `to`. */
static uint32_t
pack_words (PackedPage *packed, const uint64_t *word, unsigned n_words)
{
  uint8_t bytes[IMAGE_PAGE_BYTES + 8], *to = bytes, *tags_to = packed->rest;
  const unsigned stride = find_stride (word, n_words);
  uint64_t last_tags = 0;
  packed->stride = (uint8_t) stride;
  packed->new_tags = 0;
  for (unsigned i = 0; i < n_words / PACKED_PAGE_GROUP; i++)
    {
      uint64_t tags = 0;
      for (unsigned k = 0; k < PACKED_PAGE_GROUP; k++, word++)
        {
          uint64_t before = word[-(int) stride];
          unsigned tag = tag_of (*word, before, before - word[-2 * (int) stride]);
          uint64_t keep = *word - (before & before_mask[tag]) - constant[tag];
          tags |= (uint64_t) tag << (TAG_BITS * k);
          memcpy (to, &keep, 8); /* what is not kept of it is written over, or lies behind the end */
          to += n_kept[tag];
        }
      if (tags != last_tags)
        {
          packed->new_tags |= 1u << i;
          memcpy (tags_to, &tags, PACKED_PAGE_TAG_BYTES);
          tags_to += PACKED_PAGE_TAG_BYTES;
        }
      last_tags = tags;
    }
  /* cppcheck-suppress uninitvar ; filled by way of `to` */
  memcpy (tags_to, bytes, (size_t) (to - bytes));
  return (uint32_t) (tags_to - (uint8_t *) packed) + (uint32_t) (to - bytes);
}

uint32_t
packed_page_pack (PackedPageRoom *room, const void *page)
{
  uint64_t all[BEFORE + PACKED_PAGE_WORDS];
  memset (all, 0, BEFORE * sizeof *all);
  memcpy (all + BEFORE, page, IMAGE_PAGE_BYTES);
  return pack_words (&room->page, all + BEFORE, PACKED_PAGE_WORDS);
}

uint32_t
packed_changes_pack (PackedPageRoom *room, const void *page, const void *before)
{
  uint64_t all[BEFORE + PACKED_PAGE_WORDS] = { 0 }, *to = all + BEFORE;
  const uint64_t *is = page, *was = before;
  for (unsigned i = 0; i < PACKED_PAGE_WORDS / 64; i++)
    {
      uint64_t changed = 0;
      for (unsigned k = 0; k < 64; k++, is++, was++)
        {
          *to = *is;
          to += *is != *was;
          changed |= (uint64_t) (*is != *was) << k;
        }
      room->changes.changed[i] = changed;
    }
  unsigned n_words = (unsigned) (to - (all + BEFORE));
  while (n_words % PACKED_PAGE_GROUP != 0)
    {
      *to++ = 0;
      n_words++;
    }
  return (uint32_t) offsetof (PackedChanges, words) + pack_words (&room->changes.words, all + BEFORE, n_words);
}

/* --- unpacking --- */

/* On the way from group to group. */
typedef struct {
  unsigned new_tags;
  uint64_t tags;              /* of the present one */
  const uint8_t *tags_from, *from;
} Unpack;

static inline Unpack
unpack_start (const PackedPage *packed)
{
  const unsigned n_tags = (unsigned) __builtin_popcount (packed->new_tags);
  return (Unpack) { packed->new_tags, 0, packed->rest, packed->rest + PACKED_PAGE_TAG_BYTES * n_tags };
}

static inline uint64_t
unpack_next_tags (Unpack *u)
{
  if ((u->new_tags & 1) != 0)
    {
      memcpy (&u->tags, u->tags_from, PACKED_PAGE_TAG_BYTES);
      u->tags_from += PACKED_PAGE_TAG_BYTES;
    }
  u->new_tags >>= 1;
  return u->tags;
}

static void
unpack_words (const PackedPage *packed, uint64_t *word, unsigned n_words)
{
  const int stride = packed->stride;
  Unpack u = unpack_start (packed);
  for (const uint64_t *end = word + n_words; word < end;)
    {
      uint64_t left = unpack_next_tags (&u);
      for (unsigned k = 0; k < PACKED_PAGE_GROUP; k++, word++, left >>= TAG_BITS)
        {
          unsigned tag = left & (N_TAGS - 1);
          uint64_t kept, before = word[-stride], step = before - word[-2 * stride];
          memcpy (&kept, u.from, 8);
          u.from += n_kept[tag];
          *word = (kept & kept_mask[tag]) + (before & before_mask[tag]) + (step & step_mask[tag]) + constant[tag];
        }
    }
}

#ifdef __x86_64__

/* The same of two words at once, if neither is needed for the other. By the tags of both. */
typedef struct {
  __m128i place;              /* of each byte, in what is kept; ABSENT: it is 0 */
  __m128i before_mask, step_mask, constant;
} Pair;

#define ABSENT UINT64_C (0x80)
#define PLACE(tag, start, i) ((i) < N_KEPT (tag) ? (uint64_t) (start) + (i) : ABSENT) << (8 * (i))
#define PLACES(tag, start) \
  (PLACE (tag, start, 0) | PLACE (tag, start, 1) | PLACE (tag, start, 2) | PLACE (tag, start, 3) \
   | PLACE (tag, start, 4) | PLACE (tag, start, 5) | PLACE (tag, start, 6) | PLACE (tag, start, 7))
#define BOTH(low, high) { (long long) (low), (long long) (high) }
#define PAIR(a, b) \
  { BOTH (PLACES (a, 0), PLACES (b, N_KEPT (a))), BOTH (BEFORE_MASK (a), BEFORE_MASK (b)), \
    BOTH (STEP_MASK (a), STEP_MASK (b)), BOTH (CONSTANT (a), CONSTANT (b)) }
#define N_KEPT_BY_PAIR(a, b) N_KEPT (a) + N_KEPT (b)
#define EACH(of, b) of (0, b), of (1, b), of (2, b), of (3, b), of (4, b), of (5, b), of (6, b), of (7, b)
#define BY_PAIR(of) \
  { EACH (of, 0), EACH (of, 1), EACH (of, 2), EACH (of, 3), EACH (of, 4), EACH (of, 5), EACH (of, 6), EACH (of, 7) }

static const Pair pairs[N_TAGS * N_TAGS] = BY_PAIR (PAIR);
static const uint8_t n_kept_by_pair[N_TAGS * N_TAGS] = BY_PAIR (N_KEPT_BY_PAIR);

__attribute__ ((target ("ssse3"))) static void
unpack_pairs (const PackedPage *packed, __m128i *word, unsigned n_words)
{
  const int stride = packed->stride / 2;
  Unpack u = unpack_start (packed);
  for (const __m128i *end = word + n_words / 2; word < end;)
    {
      uint64_t left = unpack_next_tags (&u);
      for (unsigned k = 0; k < PACKED_PAGE_GROUP; k += 2, word++, left >>= 2 * TAG_BITS)
        {
          unsigned tags = left & (N_TAGS * N_TAGS - 1);
          const Pair *pair = &pairs[tags];
          __m128i before = word[-stride], step = _mm_sub_epi64 (before, word[-2 * stride]);
          __m128i kept = _mm_shuffle_epi8 (_mm_loadu_si128 ((const __m128i *) (const void *) u.from), pair->place);
          u.from += n_kept_by_pair[tags];
          *word = _mm_add_epi64 (_mm_add_epi64 (kept, pair->constant),
                                 _mm_add_epi64 (_mm_and_si128 (before, pair->before_mask),
                                                _mm_and_si128 (step, pair->step_mask)));
        }
    }
}

static bool
can_pair (const PackedPage *packed)
{
  return packed->stride % 2 == 0 && __builtin_cpu_supports ("ssse3");
}

#endif

/* Room for the words, with zeros before them. */
typedef struct { _Alignas (16) uint64_t before[BEFORE], words[PACKED_PAGE_WORDS]; } Unpacked;

static void
unpack (const PackedPage *packed, Unpacked *to, unsigned n_words)
{
  memset (to->before, 0, sizeof to->before);
#ifdef __x86_64__
  if (can_pair (packed))
    {
      unpack_pairs (packed, (__m128i *) (void *) to->words, n_words);
      return;
    }
#endif
  unpack_words (packed, to->words, n_words);
}

void
packed_page_unpack (const PackedPage *packed, void *page)
{
  Unpacked unpacked;
  unpack (packed, &unpacked, PACKED_PAGE_WORDS);
  memcpy (page, unpacked.words, sizeof unpacked.words);
}

void
packed_changes_unpack (const PackedChanges *packed, void *page)
{
  Unpacked unpacked;
  const uint64_t *from = unpacked.words;
  uint64_t *to = page;
  unsigned n_words = 0;
  for (unsigned i = 0; i < PACKED_PAGE_WORDS / 64; i++)
    n_words += (unsigned) __builtin_popcountll (packed->changed[i]);
  unpack (&packed->words, &unpacked, (n_words + PACKED_PAGE_GROUP - 1) / PACKED_PAGE_GROUP * PACKED_PAGE_GROUP);
  for (unsigned i = 0; i < PACKED_PAGE_WORDS / 64; i++, to += 64)
    for (uint64_t left = packed->changed[i]; left != 0; left &= left - 1)
      to[__builtin_ctzll (left)] = *from++;
}
