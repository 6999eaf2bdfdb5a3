/* Maps: iteration, which a program may interrupt with any change of the map; and all entries at once for natives. */

#include <string.h>

#include "lang/vm-map.h"
#include "lang/vm-natives.h"

#define NO_CHECK UINT64_MAX

VmStatus
vm_map_iter_start (Vm *vm, TypeId type, Addr addr, Hiter *out)
{
  Hiter it = { .type = type };
  uint64_t r;
  Map m;

  if (addr != 0 && !map_open_w (&m, vm, type, addr))
    return vm_fault (vm, addr);
  if (addr != 0 && m.h->count != 0)
    {
      if (map_noscan (&m))
        {
          VmStatus status = map_ensure_overflow_list (&m);

          if (status != VM_OK)
            return status;
          it.overflow = map_extra (&m)->overflow;
          it.old_overflow = map_extra (&m)->old_overflow;
        }
      r = sched_random (vm->sched);
      it.h = addr;
      it.B = m.h->B;
      it.buckets = m.h->buckets;
      it.start_bucket = r & map_mask (m.h);
      it.offset = (uint8_t) (r >> (it.B & 63) & 7);
      it.bucket = it.start_bucket;
      it.check_bucket = NO_CHECK;
      m.h->flags |= MAP_ITERATOR | MAP_OLD_ITERATOR;
    }
  *out = it;
  return VM_OK;
}

VM_HELPER (vm_op_mapiter)
{
  return vm_map_iter_start (vm, VM_UK (*next), fp[VM_B (ins)], (Hiter *) &fp[VM_A (ins)]);
}

/* The next bucket of the iteration, or the old one whose entries will come to it. False: the end. */
static bool
next_bucket (Map *m, Hiter *it, Addr *bucket)
{
  const Hmap *h = m->h;

  if (it->bucket == it->start_bucket && it->wrapped)
    return false;
  *bucket = map_bucket (m, it->buckets, it->bucket);
  it->check_bucket = NO_CHECK;
  if (h->old_buckets != 0 && it->B == h->B)
    {
      Addr old = map_bucket (m, h->old_buckets, it->bucket & (map_n_old_buckets (h) - 1));

      if (map_bucket_ok (m, old) && !map_evacuated (m, old))
        {
          *bucket = old;
          it->check_bucket = it->bucket;
        }
    }
  if (++it->bucket == UINT64_C (1) << (it->B & 63))
    {
      it->bucket = 0;
      it->wrapped = true;
    }
  it->i = 0;
  return true;
}

/* Go 1.22 runtime/map.go, mapiternext: whether a full slot gives the iteration an entry now. VM_OK: looked at; there is
 * one if it->key is set. */
static VmStatus
visit (Map *m, Hiter *it, Addr bucket, unsigned slot)
{
  Vm *vm = m->vm;
  uint8_t top = map_top_bytes (m, bucket)[slot];
  const void *key = map_stored_key (m, map_key_at (m, bucket, slot));
  VmStatus status = VM_OK;
  bool reflexive;

  if (!key)
    return vm_fault (vm, map_key_address (m, map_key_at (m, bucket, slot)));
  reflexive = m->t->key_reflexive || vm_equal (vm, m->t->key, key, key, &status);
  if (it->check_bucket != NO_CHECK && !(m->h->flags & MAP_SAME_SIZE))
    {
      /* Only what will move to the bucket that is being iterated. */
      uint64_t mask = (UINT64_C (1) << (it->B & 63)) - 1;

      if (reflexive ? (map_hash (m, key, &status) & mask) != it->check_bucket
                    : it->check_bucket >> ((it->B - 1) & 63) != (top & 1u))
        return VM_OK;
    }
  if ((top == MAP_EVACUATED_X || top == MAP_EVACUATED_Y) && reflexive)
    {
      /* The map grew since: look the entry up where it is now; it may be gone. */
      MapPlace place = map_find (m, key, map_hash (m, key, &status));

      if (!place.found)
        return VM_OK;
      bucket = place.bucket;
      slot = place.index;
    }
  it->key = map_key_address (m, map_key_at (m, bucket, slot));
  it->elem = map_elem_address (m, map_elem_at (m, bucket, slot));
  return VM_OK;
}

VmStatus
vm_map_iter_next (Vm *vm, TypeId type, Hiter *it)
{
  Addr bucket = it->bucket_ptr;
  MapChain c = { 0 };
  Map m;

  vm->extra += COST_VM_MAP;
  it->key = it->elem = 0;
  if (it->h == 0)
    return VM_OK;
  if (!map_open (&m, vm, type, it->h))
    return vm_fault (vm, it->h);
  if (map_written_elsewhere (vm, it->h))
    return map_conflict (vm, "concurrent map iteration and map write");
  for (;;)
    {
      if (c.bucket == 0)
        {
          if (bucket == 0 && !next_bucket (&m, it, &bucket))
            {
              it->h = 0;
              return VM_OK;
            }
          c = map_chain (&m, bucket);
          if (c.bucket == 0)
            return vm_fault (vm, bucket);
          bucket = 0;
        }
      while (it->i < 8)
        {
          unsigned slot = (it->i + it->offset) & 7;
          uint8_t top = map_top_bytes (&m, c.bucket)[slot];
          VmStatus status;

          it->i++;
          if (top <= MAP_EMPTY_ONE || top == MAP_EVACUATED_EMPTY)
            continue;
          status = visit (&m, it, c.bucket, slot);
          if (status != VM_OK)
            return status;
          if (it->key != 0)
            {
              it->bucket_ptr = c.bucket;
              return VM_OK;
            }
        }
      map_chain_next (&m, &c);
      it->i = 0;
    }
}

VM_HELPER (vm_op_mapnext)
{
  return vm_map_iter_next (vm, VM_UK (*next), (Hiter *) &fp[VM_A (ins)]);
}

/* ---- looking at all of it ---- */

static void
chain_entries (Map *m, Addr first, GArray *entries)
{
  uint64_t key_bytes = vm_gc_type (m->vm, m->t->key)->size_bytes, elem_bytes = vm_gc_type (m->vm, m->t->elem)->size_bytes;

  for (MapChain c = map_chain (m, first); c.bucket != 0; map_chain_next (m, &c))
    for (unsigned i = 0; i < 8; i++)
      {
        Addr entry[2];

        if (map_top_bytes (m, c.bucket)[i] < MAP_MIN_TOP_HASH)
          continue;
        entry[0] = map_key_address (m, map_key_at (m, c.bucket, i));
        entry[1] = map_elem_address (m, map_elem_at (m, c.bucket, i));
        if (vm_mem (m->vm, entry[0], key_bytes) && vm_mem (m->vm, entry[1], elem_bytes))
          g_array_append_val (entries, entry);
      }
}

VmStatus
vm_map_entries (Vm *vm, TypeId type, Addr map, GArray *entries)
{
  VmStatus status;
  Map m;

  if (map == 0 || !map_open_w (&m, vm, type, map) || m.h->count == 0)
    return VM_OK;
  /* As any iteration does: vm_op_mapiter (). */
  if (map_noscan (&m) && (status = map_ensure_overflow_list (&m)) != VM_OK)
    return status;
  if (m.h->old_buckets != 0)
    for (uint64_t i = 0; i < map_n_old_buckets (m.h); i++)
      {
        Addr bucket = map_bucket (&m, m.h->old_buckets, i);

        if (!map_bucket_ok (&m, bucket))
          break;
        if (!map_evacuated (&m, bucket))
          chain_entries (&m, bucket, entries);
      }
  for (uint64_t i = 0; i <= map_mask (m.h); i++)
    {
      Addr bucket = map_bucket (&m, m.h->buckets, i);

      if (!map_bucket_ok (&m, bucket))
        break;
      chain_entries (&m, bucket, entries);
    }
  return VM_OK;
}
