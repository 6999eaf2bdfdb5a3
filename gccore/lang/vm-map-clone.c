/* Maps: all entries of one to a new one, for maps.Clone.
 *
 * Go 1.22 runtime/map.go, mapclone2: the copy has the hash of its source, so that a chain's entries make up one chain
 * again, several where the copy has fewer buckets; no key is hashed, and no overflow list is made for an iteration.
 * What waits in the old buckets of a source that grows goes where its hash says. */

#include "lang/vm-map.h"
#include "lang/vm-natives.h"

/* Of a clone under way, in G.vm.scratch: chains that were copied, and entries of the next one. */
enum { CHAINS = 1, ENTRIES };

/* What the source keeps apart, to the copy's own object. */
static VmStatus
copy_object (Map *to, Addr object, Addr from, TypeId type)
{
  if (!vm_mem (to->vm, from, vm_gc_type (to->vm, type)->size_bytes))
    return vm_fault (to->vm, from);
  vm_copy_typed (to->vm, type, object, from, 1);
  return VM_OK;
}

/* Slot i of a source's bucket to the end of a chain of the copy. Keys kept apart are shared where no equal key can differ
 * from them. All is allocated before anything is stored: an allocation under way is entered again. */
static VmStatus
copy_entry (Map *to, const Map *from, Addr bucket, unsigned i, uint64_t number)
{
  Addr first = map_bucket (to, to->h->buckets, number), key = map_key_at (from, bucket, i);
  Addr elem = map_elem_at (from, bucket, i), to_key, to_elem, key_object = 0, elem_object = 0;
  MapEnd end = { 0 };
  VmStatus status = VM_OK;

  if (!map_find_end (to, first, &end))
    return vm_fault (to->vm, first);
  if (end.used == 8)
    {
      status = map_new_overflow (to, end.bucket, &end.bucket);
      if (status != VM_OK)
        return status == VM_TICK ? VM_RETRY : status;
      end.used = 0;
      map_own_bucket (to, end.bucket);
    }
  to_key = map_key_at (to, end.bucket, end.used);
  to_elem = map_elem_at (to, end.bucket, end.used);
  if (to->t->key_indirect && to->vm->program->types[to->t->key].eq != RT_EQ_MEM)
    status = map_object_of_slot (to, to_key, to->t->key, &key_object);
  if (status == VM_OK && to->t->elem_indirect)
    status = map_object_of_slot (to, to_elem, to->t->elem, &elem_object);
  if (status != VM_OK)
    return status;
  if (key_object != 0)
    status = copy_object (to, key_object, map_key_address (from, key), to->t->key);
  else
    map_copy_key (to, to_key, key);
  if (status == VM_OK && elem_object != 0)
    status = copy_object (to, elem_object, map_elem_address (from, elem), to->t->elem);
  else if (status == VM_OK)
    map_copy_elem (to, to_elem, elem);
  if (status != VM_OK)
    return status;
  map_top_bytes (to, end.bucket)[end.used] = map_top_bytes (from, bucket)[i];
  to->h->count++;
  to->vm->extra += COST_MAP_ENTRY;
  return VM_OK;
}

/* Go on with the chain in bucket `number` of an array of 2^B. */
static VmStatus
copy_chain (Map *to, const Map *from, Addr first, uint64_t number, unsigned B)
{
  uint64_t *copied = &to->vm->g->vm.scratch[ENTRIES], seen = 0;
  VmStatus status = VM_OK;

  for (MapChain c = map_chain (from, first); c.bucket != 0; map_chain_next (from, &c))
    for (unsigned i = 0; i < 8; i++)
      {
        bool reflexive;

        if (map_top_bytes (from, c.bucket)[i] < MAP_MIN_TOP_HASH || seen++ < *copied)
          continue;
        if (B < to->h->B)
          number = map_hash_stored (to, from, map_key_at (from, c.bucket, i), &reflexive, &status);
        status = copy_entry (to, from, c.bucket, i, number & map_mask (to->h));
        if (status != VM_OK)
          return status;
        ++*copied;
      }
  *copied = 0;
  return VM_OK;
}

/* The chains of an array of the source that fill one bucket of the copy after the other; those of old buckets that are
 * evacuated are elsewhere. `before`: chains that come before this array's. */
static VmStatus
copy_array (Map *to, const Map *from, Addr array, unsigned B, uint64_t before)
{
  uint64_t *copied = &to->vm->g->vm.scratch[CHAINS], n = UINT64_C (1) << (B & 63);
  uint64_t each = B > to->h->B ? n >> (to->h->B & 63) : 1;

  for (; *copied - before < n; ++*copied)
    {
      uint64_t k = *copied - before, number = k / each + k % each * (n / each);
      Addr first = map_bucket (from, array, number);
      VmStatus status;

      if (!map_bucket_ok (from, first))
        return vm_fault (to->vm, first);
      if (array == from->h->old_buckets && map_evacuated (from, first))
        continue;
      status = copy_chain (to, from, first, number, B);
      if (status != VM_OK)
        return status;
    }
  return VM_OK;
}

VmStatus
vm_map_copy (Vm *vm, TypeId type, Addr to_map, Addr from_map)
{
  uint64_t *scratch = vm->g->vm.scratch;
  unsigned old_B;
  uint64_t n;
  VmStatus status;
  Map to, from;

  if (!map_open_w (&to, vm, type, to_map) || !map_open_w (&from, vm, type, from_map))
    return vm_fault (vm, to_map);
  if (from.h->count == 0)
    return VM_OK;
  if (map_written_elsewhere (vm, from_map))
    return map_conflict (vm, "concurrent map clone and map write");
  to.h->hash0 = from.h->hash0;
  if (to.h->buckets == 0)
    return map_make_first_bucket (&to);
  n = UINT64_C (1) << (from.h->B & 63);
  status = scratch[CHAINS] < n ? copy_array (&to, &from, from.h->buckets, from.h->B, 0) : VM_OK;
  old_B = from.h->flags & MAP_SAME_SIZE ? from.h->B : from.h->B - 1u;
  if (status == VM_OK && from.h->old_buckets != 0)
    status = copy_array (&to, &from, from.h->old_buckets, old_B, n);
  if (status == VM_OK)
    scratch[CHAINS] = vm->g->vm.state = 0;
  return status;
}
