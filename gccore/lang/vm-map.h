#pragma once

/* Maps: Go 1.22's hmap with buckets of eight, laid out in program memory as in Go (runtime/map.go).
 *
 *   hmap 48 B      count · flags, B, noverflow, hash0 · buckets · oldbuckets · nevacuate · extra
 *   mapextra 24 B  overflow *[]*bmap · oldoverflow *[]*bmap · nextOverflow *bmap
 *   bmap           8 tophash bytes · 8 keys · 8 elements · overflow pointer
 *
 * A bucket is smaller than a host page, so whoever stores into one notes where it begins (map_own_bucket()).
 *
 * vm-map.c finds, stores and deletes entries, vm-map-near.c the same for the common case, vm-map-grow.c makes bucket
 * arrays and moves entries to larger ones, vm-map-clone.c copies them to another map, vm-map-iter.c walks over them. Keys
 * that are 4 or 8 plain bytes or a string have their own comparison and hash, as in Go (runtime/map_fast32.go and its
 * kin); what is stored, and in which order, is the same for all.
 *
 * An operation that allocates may be left and entered again at each allocation: what was made is linked at once, and
 * each step looks at the map as it finds it. An evacuated entry is marked as it is moved, so an evacuation that waits
 * for an overflow bucket goes on where it was.
 *
 * Go detects concurrent writers by a flag in the map that happens to be seen. Here a writer is remembered until its
 * goroutine synchronises; an access by another goroutine while it still runs on its P is one at the same time. */

#include "lang/vm-hash.h"

enum { MAP_EMPTY_REST, MAP_EMPTY_ONE, MAP_EVACUATED_X, MAP_EVACUATED_Y, MAP_EVACUATED_EMPTY, MAP_MIN_TOP_HASH };
enum { MAP_ITERATOR = 1, MAP_OLD_ITERATOR = 2, MAP_WRITING = 4, MAP_SAME_SIZE = 8 };

typedef struct {
  uint64_t count;
  uint8_t flags, B;
  uint16_t n_overflow;
  uint32_t hash0;
  Addr buckets, old_buckets;
  uint64_t n_evacuate;
  Addr extra;
} Hmap;

typedef struct { Addr overflow, old_overflow, next_overflow; } MapExtra;

_Static_assert (sizeof (Hmap) == 48 && sizeof (MapExtra) == 24, "Go's layouts");

/* The sizes of which a bucket is made, as in the map's type. Where they are constants, addresses in it need no
 * multiplication. */
typedef struct {
  uint16_t bucket_bytes;
  uint8_t key_bytes, elem_bytes;
} MapShape;

static inline MapShape
map_shape (const RtType *t)
{
  return (MapShape) { t->bucket_bytes, t->key_slot_bytes, t->elem_slot_bytes };
}

/* A map operation under way: the host's view of one map. */
typedef struct {
  Vm *vm;
  const RtType *t;
  Addr addr;
  Hmap *h;
  MapShape shape;
} Map;

/* False: no map is there. To read it; _w: to store into its header, too. */
static inline bool
map_open (Map *m, Vm *vm, TypeId id, Addr addr)
{
  const RtType *t = &vm->program->types[id];

  *m = (Map) { vm, t, addr, vm_mem (vm, addr, sizeof (Hmap)), map_shape (t) };
  return m->h != NULL;
}

static inline bool
map_open_w (Map *m, Vm *vm, TypeId id, Addr addr)
{
  const RtType *t = &vm->program->types[id];

  *m = (Map) { vm, t, addr, vm_mem_w (vm, addr, sizeof (Hmap)), map_shape (t) };
  return m->h != NULL;
}

static inline bool
map_noscan (const Map *m)
{
  return vm_gc_type (m->vm, m->t->bucket)->ptr_bytes == 0;
}

/* ---- concurrency ---- */

static inline bool
map_written_elsewhere (Vm *vm, Addr map)
{
  return UNLIKELY (vm->st->map_writer == map) && vm->st->map_writer_g != vm->g->slot
         && sched_g (vm->sched, vm->st->map_writer_g)->status == G_RUNNING;
}

static inline void
map_note_write (Vm *vm, Addr map)
{
  vm->st->map_writer = map;
  vm->st->map_writer_g = vm->g->slot;
}

static inline VmStatus
map_conflict (Vm *vm, const char *text)
{
  vm_fatal (vm, text);
  return VM_END;
}

/* ---- buckets ---- */

/* Buckets are read through checked addresses: a word of a map is trusted no more than any other. */
static inline bool
map_bucket_ok (const Map *m, Addr bucket)
{
  return LIKELY (image_program_can_write (m->vm->im, bucket, m->shape.bucket_bytes));
}

/* Before a store into a bucket. */
static inline void
map_own_bucket (const Map *m, Addr bucket)
{
  image_touch_own (m->vm->im, bucket, 1);
}

/* Its eight tophash bytes: one by one, and as a word. */
static inline uint8_t *
map_top_bytes (const Map *m, Addr bucket)
{
  return image_ptr (m->vm->im, bucket);
}

static inline uint64_t
map_tops (const Map *m, Addr bucket)
{
  return *IMAGE_AT (m->vm->im, const uint64_t, bucket);
}

static inline Addr
map_key_at (const Map *m, Addr bucket, unsigned i)
{
  return bucket + 8 + (uint64_t) i * m->shape.key_bytes;
}

static inline Addr
map_elem_at (const Map *m, Addr bucket, unsigned i)
{
  return bucket + 8 + 8u * m->shape.key_bytes + (uint64_t) i * m->shape.elem_bytes;
}

static inline Addr *
map_overflow_of (const Map *m, Addr bucket)
{
  return IMAGE_AT (m->vm->im, Addr, bucket + m->shape.bucket_bytes - 8);
}

/* A bucket will be looked at; it comes while something else is done. Few are larger than four cache lines. */
static inline void
map_prefetch (const Map *m, Addr bucket)
{
  const char *at = image_ptr (m->vm->im, bucket);

  __builtin_prefetch (at);
  __builtin_prefetch (at + 64);
  __builtin_prefetch (at + 128);
  if (m->shape.bucket_bytes > 144)
    __builtin_prefetch (at + 192);
}

/* A walk along a bucket and its overflow buckets: `bucket` is one that may be read, or 0. A chain that bites its own
 * tail ends after more buckets than a heap can hold of one chain. */
typedef struct {
  Addr bucket;
  uint32_t left;
} MapChain;

#define MAP_LONGEST_CHAIN (1u << 22)

static inline MapChain
map_chain (const Map *m, Addr first)
{
  return (MapChain) { map_bucket_ok (m, first) ? first : 0, MAP_LONGEST_CHAIN };
}

static inline void
map_chain_next (const Map *m, MapChain *c)
{
  Addr next = *map_overflow_of (m, c->bucket);

  map_prefetch (m, next);
  c->bucket = LIKELY (next == 0) || !map_bucket_ok (m, next) || --c->left == 0 ? 0 : next;
}

/* The bucket of that number in an array of buckets. */
static inline Addr
map_bucket (const Map *m, Addr array, uint64_t number)
{
  return array + number * m->shape.bucket_bytes;
}

static inline bool
map_evacuated (const Map *m, Addr bucket)
{
  uint8_t top = (uint8_t) map_tops (m, bucket);

  return top > MAP_EMPTY_ONE && top < MAP_MIN_TOP_HASH;
}

static inline uint64_t
map_mask (const Hmap *h)
{
  return (UINT64_C (1) << (h->B & 63)) - 1;
}

static inline uint64_t
map_n_old_buckets (const Hmap *h)
{
  return UINT64_C (1) << ((h->flags & MAP_SAME_SIZE ? h->B : h->B - 1) & 63);
}

static inline bool
map_over_load_factor (uint64_t count, unsigned B)
{
  return count > 8 && count > 13 * ((UINT64_C (1) << (B & 63)) / 2);
}

static inline bool
map_too_many_overflow (const Hmap *h)
{
  return h->n_overflow >= 1u << (h->B > 15 ? 15 : h->B);
}

static inline bool
map_must_grow (const Hmap *h)
{
  return map_over_load_factor (h->count + 1, h->B) || map_too_many_overflow (h);
}

static inline MapExtra *
map_extra (const Map *m)
{
  return m->h->extra ? vm_mem_w (m->vm, m->h->extra, sizeof (MapExtra)) : NULL;
}

/* ---- eight tophash bytes at a time ---- */

#define MAP_BYTES(b) (UINT64_C (0x0101010101010101) * (uint8_t) (b))

/* Marks the bytes of `word` that are 0 by their top bit. Above the lowest of them others may be marked that are 1. */
static inline uint64_t
map_zero_bytes (uint64_t word)
{
  return (word - MAP_BYTES (0x01)) & ~word & MAP_BYTES (0x80);
}

/* Slots whose tophash is `top`, as map_zero_bytes() marks them; MAP_FIRST is the lowest marked slot. */
static inline uint64_t
map_slots_with (uint64_t tops, uint8_t top)
{
  return map_zero_bytes (tops ^ MAP_BYTES (top));
}

static inline uint64_t
map_empty_slots (uint64_t tops)
{
  return map_zero_bytes (tops & MAP_BYTES (0xfe));
}

/* Whether the chain ends in this bucket. What is empty and the rest is empty to the last slot. */
static inline bool
map_chain_ends (uint64_t tops)
{
  return tops >> 56 == MAP_EMPTY_REST;
}

#define MAP_FIRST(slots) ((unsigned) __builtin_ctzll (slots) / 8)

/* The word after slot i was emptied. */
static inline uint64_t
map_without (uint64_t tops, unsigned i)
{
  return (tops & ~(UINT64_C (0xff) << 8 * i)) | (uint64_t) MAP_EMPTY_ONE << 8 * i;
}

/* Whether nothing but MAP_EMPTY_REST, which is 0, is behind the emptied slot i. */
static inline bool
map_ends_at (uint64_t tops, unsigned i)
{
  return tops >> 8 * i == MAP_EMPTY_ONE;
}

/* The word whose empty slots behind the last full one are marked as the rest. */
static inline uint64_t
map_cut_rest (uint64_t tops)
{
  uint64_t full = tops & ~MAP_BYTES (MAP_EMPTY_ONE);

  return full == 0 ? 0 : tops & UINT64_MAX >> __builtin_clzll (full) / 8 * 8;
}

/* ---- keys ---- */

static inline uint8_t
map_top_hash (uint64_t hash)
{
  uint8_t top = (uint8_t) (hash >> 56);

  return top < MAP_MIN_TOP_HASH ? top + MAP_MIN_TOP_HASH : top;
}

/* The key stored in a slot. NULL: a bad pointer. */
static inline const void *
map_stored_key (const Map *m, Addr slot)
{
  if (!m->t->key_indirect)
    return image_ptr (m->vm->im, slot);
  return vm_mem (m->vm, *IMAGE_AT (m->vm->im, Addr, slot), vm_gc_type (m->vm, m->t->key)->size_bytes);
}

/* Where the key or the element of a slot is. */
static inline Addr
map_key_address (const Map *m, Addr slot)
{
  return m->t->key_indirect ? *IMAGE_AT (m->vm->im, Addr, slot) : slot;
}

static inline Addr
map_elem_address (const Map *m, Addr slot)
{
  return m->t->elem_indirect ? *IMAGE_AT (m->vm->im, Addr, slot) : slot;
}

/* `key` is a key in frame slots or in memory: the low bytes of a scalar's slot are its memory form. */
static inline __attribute__ ((always_inline)) uint64_t
map_hash_kind (const Map *m, RtMapKey kind, const void *key, VmStatus *status)
{
  uint64_t word = 0;

  switch (kind)
    {
    case RT_MAP_KEY_32:
      memcpy (&word, key, 4);
      return vm_hash_32 ((uint32_t) word, m->h->hash0);
    case RT_MAP_KEY_64:
      memcpy (&word, key, 8);
      return vm_hash_64 (word, m->h->hash0);
    case RT_MAP_KEY_STRING:
      return vm_hash_string (m->vm, key, m->h->hash0, status);
    case RT_MAP_KEY_ANY:
      break;
    }
  return vm_hash (m->vm, m->t->key, key, m->h->hash0, status);
}

static inline uint64_t
map_hash (const Map *m, const void *key, VmStatus *status)
{
  return map_hash_kind (m, (RtMapKey) m->t->map_key, key, status);
}

/* The hash in m of the key in a slot of `from`. A key that is not equal to itself gets one by its place: by chance, but the
 * same when an operation that waited for memory is done once more. */
static inline uint64_t
map_hash_stored (const Map *m, const Map *from, Addr slot, bool *reflexive, VmStatus *status)
{
  const void *key = map_stored_key (from, slot);

  *reflexive = LIKELY (m->t->key_reflexive) || !key || vm_equal (m->vm, m->t->key, key, key, status);
  if (UNLIKELY (!*reflexive))
    return vm_hash_mix (slot ^ VM_HASH_K0, m->h->hash0 ^ VM_HASH_K1);
  return key ? map_hash (m, key, status) : 0;
}

/* Whether the slot's key is `key`. */
static inline __attribute__ ((always_inline)) bool
map_is_key (const Map *m, RtMapKey kind, const uint64_t *key, Addr slot)
{
  const void *stored = image_ptr (m->vm->im, slot);
  VmStatus status = VM_OK;

  switch (kind)
    {
    case RT_MAP_KEY_32:
      return memcmp (stored, key, 4) == 0;
    case RT_MAP_KEY_64:
      return memcmp (stored, key, 8) == 0; /* fields of less alignment may make up the eight bytes */
    case RT_MAP_KEY_STRING:
      return vm_string_equal (m->vm, key, stored);
    case RT_MAP_KEY_ANY:
      break;
    }
  stored = map_stored_key (m, slot);
  return stored && vm_equal (m->vm, m->t->key, key, stored, &status);
}

/* Bytes of the kinds that have a fixed size. */
static inline unsigned
map_key_bytes (RtMapKey kind)
{
  return kind == RT_MAP_KEY_32 ? 4 : kind == RT_MAP_KEY_64 ? 8 : 16;
}

/* ---- entries ---- */

/* Where a key is or would go. */
typedef struct {
  Addr bucket;          /* not found, `placing`, 0: no room for it */
  unsigned index;
  bool found;
  Addr last;            /* not found, `placing`: the chain's last bucket; 0: no chain */
} MapPlace;

/* There is one entry more, whose key and element are stored apart. */
static inline void
map_enter (const Map *m, const MapPlace *place, uint64_t hash)
{
  map_top_bytes (m, place->bucket)[place->index] = map_top_hash (hash);
  m->h->count++;
}

/* ---- vm-map.c ---- */

/* Looks along a chain. `placing`: where the key would go is wanted, too. */
MapPlace map_look (const Map *m, const uint64_t *key, uint64_t hash, Addr first, bool placing);
/* Where an entry is, in a map that may be growing. */
MapPlace map_find (const Map *m, const uint64_t *key, uint64_t hash);
/* Empties slot i of a bucket in the chain that begins with `first`. A run of empty slots that the chain then ends with
 * is marked as the rest. */
void map_empty_slot (const Map *m, Addr first, Addr bucket, unsigned i);

/* The object that an indirect slot points to: there, or new. VM_OK: in *object. */
VmStatus map_object_of_slot (Map *m, Addr slot, TypeId type, Addr *object);
VmStatus map_make_first_bucket (Map *m); /* VM_RETRY: made */

/* ---- vm-map-grow.c ---- */

/* For maps whose buckets hold no pointers: the list that keeps overflow buckets alive. VM_OK: there. */
VmStatus map_ensure_overflow_list (Map *m);
/* A new overflow bucket after `bucket`. VM_OK or VM_TICK: linked, in *out. */
VmStatus map_new_overflow (Map *m, Addr bucket, Addr *out);
/* The last bucket of a chain, which may be stored into then, and how many of its slots are taken before only empty ones
 * follow. {0} before the first look. False: there is no chain. */
typedef struct {
  Addr bucket;
  unsigned used;
} MapEnd;
bool map_find_end (const Map *m, Addr first, MapEnd *end);
/* What lies in a slot of a bucket, to another slot: of a key or an element stored apart, its address. */
void map_copy_key (Map *m, Addr to, Addr from);
void map_copy_elem (Map *m, Addr to, Addr from);
/* Begins to grow: twice as large, or the same size to get rid of overflow buckets. VM_RETRY: begun. */
VmStatus map_begin_growth (Map *m);
/* Each write to a growing map moves the bucket it uses and one more. */
VmStatus map_grow_work (Map *m, uint64_t bucket);
