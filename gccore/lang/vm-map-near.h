#pragma once

/* Maps: what most instructions do, for inlining: the map is not growing and nothing has to be allocated. Each function
 * answers false, and then nothing has happened, where that does not hold or it cannot be said at once; vm-map.c knows
 * everything else.
 *
 * A large map's buckets are in no cache. What counts is that little is executed between two of them: then the processor
 * asks for the second one while it waits for the first. So a bucket is asked for as soon as its address is known, and for
 * maps of words (RtType.map_words) the loop does all this itself. */

#include "lang/vm-map.h"

/* Finds a key's chain. False: not here. */
static inline __attribute__ ((always_inline)) bool
map_near_chain (const Map *m, RtMapKey kind, const uint64_t *key, uint64_t *hash, Addr *first)
{
  VmStatus status = VM_OK;
  const char *bucket;

  if (kind == RT_MAP_KEY_STRING && key[1] >= 64) /* hashing longer ones takes time */
    return false;
  *hash = map_hash_kind (m, kind, key, &status);
  *first = map_bucket (m, m->h->buckets, *hash & map_mask (m->h));
  bucket = image_ptr (m->vm->im, *first);
  __builtin_prefetch (bucket);
  __builtin_prefetch (bucket + 64);
  __builtin_prefetch (bucket + 128);
  return LIKELY (m->h->old_buckets == 0 && m->h->count != 0 && status == VM_OK
                 && !map_written_elsewhere (m->vm, m->addr));
}

static inline __attribute__ ((always_inline)) bool
map_near_find (const Map *m, RtMapKey kind, const uint64_t *key, MapPlace *place)
{
  uint64_t hash;
  Addr first;

  if (!map_near_chain (m, kind, key, &hash, &first))
    return false;
  *place = map_look (m, kind, key, hash, first, false);
  return true;
}

static inline Addr
map_place_elem (const Map *m, const MapPlace *place)
{
  return map_elem_at (m, place->bucket, place->index);
}

/* Finds the place of a key's element, and enters the key where it is new. Not while an operation waits for its
 * allocation, nor under a write barrier. */
static inline __attribute__ ((always_inline)) bool
map_near_assign (const Map *m, RtMapKey kind, const uint64_t *key, MapPlace *place)
{
  uint64_t hash;
  Addr first;

  if (UNLIKELY (m->vm->g->vm.state != 0 || gc_barrier_on (m->vm->gc)) || !map_near_chain (m, kind, key, &hash, &first))
    return false;
  *place = map_look (m, kind, key, hash, first, true);
  if (!place->found)
    {
      if (UNLIKELY (place->bucket == 0 || map_must_grow (m->h)))
        return false;
      map_enter (m, place, hash);
    }
  map_own_bucket (m, place->bucket);
  if (!place->found || kind == RT_MAP_KEY_STRING) /* alike strings may be at different places */
    memcpy (image_ptr (m->vm->im, map_key_at (m, place->bucket, place->index)), key, map_key_bytes (kind));
  map_note_write (m->vm, m->addr);
  return true;
}

/* Deletes a key, if it is there. */
static inline __attribute__ ((always_inline)) bool
map_near_delete (const Map *m, RtMapKey kind, const uint64_t *key)
{
  MapPlace place;
  uint64_t tops;

  if (UNLIKELY (gc_barrier_on (m->vm->gc)) || !map_near_find (m, kind, key, &place))
    return false;
  if (place.found)
    {
      tops = map_without (map_tops (m, place.bucket), place.index);
      if (map_ends_at (tops, place.index))
        {
          /* The chain's or the map's last entries: there is more to do. */
          if (*map_overflow_of (m, place.bucket) != 0 || m->h->count == 1)
            return false;
          tops = map_cut_rest (tops);
          if (tops == 0 && !place.first)
            return false;
        }
      map_own_bucket (m, place.bucket);
      memcpy (image_ptr (m->vm->im, place.bucket), &tops, 8);
      if (m->t->key_pointers)
        memset (image_ptr (m->vm->im, map_key_at (m, place.bucket, place.index)), 0, map_key_bytes (kind));
      memset (image_ptr (m->vm->im, map_place_elem (m, &place)), 0, m->t->elem_slot_bytes);
      m->h->count--;
    }
  map_note_write (m->vm, m->addr);
  return true;
}
