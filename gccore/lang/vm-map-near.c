/* Maps: what most instructions do. */

#include <string.h>

#include "lang/vm-map-near.h"

#define ALWAYS_INLINE inline __attribute__ ((always_inline))

/* If keys go on as the last three did, asks for the bucket of the key after the next, and for what is behind the bucket of
 * the next, which was asked for when this was the next. */
static ALWAYS_INLINE void
fetch_ahead (const Map *m, RtMapKey kind, uint64_t key, MapStride *s)
{
  uint64_t stride = key - s->last, ahead = key + 2 * stride, hash;
  VmStatus status = VM_OK;
  Addr bucket = 0;

  if (stride == s->stride && stride != 0)
    {
      hash = map_hash_kind (m, kind, &ahead, &status);
      bucket = map_bucket (m, m->h->buckets, hash & map_mask (m->h));
      map_prefetch (m, bucket);
      if (s->next - m->h->buckets <= map_mask (m->h) * m->shape.bucket_bytes && map_bucket_ok (m, s->next))
        map_prefetch (m, *map_overflow_of (m, s->next));
    }
  *s = (MapStride) { key, stride, bucket };
}

/* A key's hash, and its chain's first bucket, which is on its way. False: not here. */
static ALWAYS_INLINE bool
find_chain (const Map *m, MapUse use, RtMapKey kind, const uint64_t *key, uint64_t *hash, Addr *first)
{
  VmStatus status = VM_OK;

  if (UNLIKELY (!m->h || m->h->old_buckets != 0 || m->h->count == 0 || map_written_elsewhere (m->vm, m->addr)))
    return false;
  if (kind == RT_MAP_KEY_STRING && UNLIKELY (key[1] >= 64)) /* hashing longer ones takes time */
    return false;
  *hash = map_hash_kind (m, kind, key, &status);
  *first = map_bucket (m, m->h->buckets, *hash & map_mask (m->h));
  map_prefetch (m, *first);
  if (kind != RT_MAP_KEY_STRING)
    fetch_ahead (m, kind, key[0], &m->vm->strides[use]);
  return LIKELY (status == VM_OK && map_bucket_ok (m, *first));
}

static ALWAYS_INLINE bool
needs_barrier (const Map *m)
{
  return UNLIKELY (gc_barrier_on (m->vm->gc)) && !map_noscan (m);
}

/* Where a key is or would go: see map_look(). Most are in the chain's first bucket, or that is the last one and has
 * room. */
static ALWAYS_INLINE MapPlace
look (const Map *m, RtMapKey kind, const uint64_t *key, uint64_t hash, Addr first, bool placing)
{
  uint64_t tops = map_tops (m, first);
  Map all;

  for (uint64_t slots = map_slots_with (tops, map_top_hash (hash)); slots != 0; slots &= slots - 1)
    if (LIKELY (map_is_key (m, kind, key, map_key_at (m, first, MAP_FIRST (slots)))))
      return (MapPlace) { first, MAP_FIRST (slots), true, first };
  if (map_chain_ends (tops))
    return (MapPlace) { first, placing ? MAP_FIRST (map_empty_slots (tops)) : 0, false, first };
  all = *m;
  return map_look (&all, key, hash, placing ? first : *map_overflow_of (m, first), placing);
}

static ALWAYS_INLINE MapNear
find (const Map *m, RtMapKey kind, const uint64_t *key)
{
  MapPlace place;
  uint64_t hash;
  Addr first;

  if (!find_chain (m, MAP_FIND, kind, key, &hash, &first))
    return (MapNear) { 0, false };
  place = look (m, kind, key, hash, first, false);
  return (MapNear) { LIKELY (place.found) ? map_elem_at (m, place.bucket, place.index) : 0, true };
}

/* Not while an operation waits for its allocation. */
static ALWAYS_INLINE MapNear
assign (const Map *m, RtMapKey kind, const uint64_t *key)
{
  MapPlace place;
  uint64_t hash;
  Addr first;

  if (UNLIKELY (m->vm->g->vm.state != 0) || needs_barrier (m) || !find_chain (m, MAP_ASSIGN, kind, key, &hash, &first))
    return (MapNear) { 0, false };
  place = look (m, kind, key, hash, first, true);
  if (!place.found)
    {
      if (UNLIKELY (place.bucket == 0 || map_must_grow (m->h)))
        return (MapNear) { 0, false };
      map_enter (m, &place, hash);
    }
  map_own_bucket (m, place.bucket);
  if (!place.found || kind == RT_MAP_KEY_STRING) /* alike strings may be at different places */
    memcpy (image_ptr (m->vm->im, map_key_at (m, place.bucket, place.index)), key, map_key_bytes (kind));
  map_note_write (m->vm, m->addr);
  return (MapNear) { map_elem_at (m, place.bucket, place.index), true };
}

static ALWAYS_INLINE bool
delete (const Map *m, RtMapKey kind, const uint64_t *key)
{
  MapPlace place;
  uint64_t hash, tops;
  Addr first;
  void *elem;
  Map all;

  if (needs_barrier (m) || !find_chain (m, MAP_DELETE, kind, key, &hash, &first))
    return false;
  place = look (m, kind, key, hash, first, false);
  if (place.found)
    {
      if (UNLIKELY (m->h->count == 1)) /* the map's last entry: there is more to do */
        return false;
      map_own_bucket (m, place.bucket);
      tops = map_without (map_tops (m, place.bucket), place.index);
      if (LIKELY (!map_ends_at (tops, place.index)))
        memcpy (image_ptr (m->vm->im, place.bucket), &tops, 8);
      else
        {
          all = *m;
          map_empty_slot (&all, first, place.bucket, place.index);
        }
      if (kind == RT_MAP_KEY_STRING || m->t->key_pointers)
        memset (image_ptr (m->vm->im, map_key_at (m, place.bucket, place.index)), 0, map_key_bytes (kind));
      elem = image_ptr (m->vm->im, map_elem_at (m, place.bucket, place.index));
      if (LIKELY (m->shape.elem_bytes == 8))
        memset (elem, 0, 8);
      else
        memset (elem, 0, m->shape.elem_bytes);
      m->h->count--;
    }
  map_note_write (m->vm, m->addr);
  return true;
}

/* The functions for one kind of map; `shape`, of t, may be a constant. */
#define NEAR(name, kind, shape)                                                                                       \
  static MapNear find_##name (Vm *vm, const RtType *t, Addr map, const uint64_t *key)                                 \
  {                                                                                                                   \
    Map m = { vm, t, map, vm_mem (vm, map, sizeof (Hmap)), shape };                                                   \
                                                                                                                      \
    return find (&m, kind, key);                                                                                      \
  }                                                                                                                   \
                                                                                                                      \
  static MapNear assign_##name (Vm *vm, const RtType *t, Addr map, const uint64_t *key)                               \
  {                                                                                                                   \
    Map m = { vm, t, map, vm_mem_w (vm, map, sizeof (Hmap)), shape };                                                 \
                                                                                                                      \
    return assign (&m, kind, key);                                                                                    \
  }                                                                                                                   \
                                                                                                                      \
  static bool delete_##name (Vm *vm, const RtType *t, Addr map, const uint64_t *key)                                  \
  {                                                                                                                   \
    Map m = { vm, t, map, vm_mem_w (vm, map, sizeof (Hmap)), shape };                                                 \
                                                                                                                      \
    return delete (&m, kind, key);                                                                                    \
  }

NEAR (32, RT_MAP_KEY_32, map_shape (t))
NEAR (64, RT_MAP_KEY_64, map_shape (t))
NEAR (string, RT_MAP_KEY_STRING, map_shape (t))
NEAR (words, RT_MAP_KEY_64, ((MapShape) { 8 + 8 * 8 + 8 * 8 + 8, 8, 8 }))

static MapNear
far (Vm *vm, const RtType *t, Addr map, const uint64_t *key)
{
  return (MapNear) { 0, false };
}

static bool
delete_far (Vm *vm, const RtType *t, Addr map, const uint64_t *key)
{
  return false;
}

const MapNearOps map_near[] = {
  [RT_MAP_FAR] = { far, far, delete_far },
  [RT_MAP_NEAR_32] = { find_32, assign_32, delete_32 },
  [RT_MAP_NEAR_64] = { find_64, assign_64, delete_64 },
  [RT_MAP_NEAR_STRING] = { find_string, assign_string, delete_string },
  [RT_MAP_NEAR_WORDS] = { find_words, assign_words, delete_words },
};
