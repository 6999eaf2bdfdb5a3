/* Maps: looking up, storing, deleting, clearing. vm-map.h has the layout.
 *
 * The helpers are called for what the near functions, which the interpreter asks first, have refused. Of values that are
 * not words it does not ask them; then they are asked here. */

#include <string.h>

#include "lang/vm-map-near.h"
#include "lang/vm-natives.h"

void
vm_synchronised (Vm *vm)
{
  if (vm->st->map_writer_g == vm->g->slot)
    vm->st->map_writer = 0;
}

/* ---- finding ---- */

static inline __attribute__ ((always_inline)) MapPlace
look (const Map *m, RtMapKey kind, const uint64_t *key, uint64_t hash, Addr first, bool placing)
{
  MapPlace place = { 0 };
  uint8_t top = map_top_hash (hash);

  for (MapChain c = map_chain (m, first); c.bucket != 0; map_chain_next (m, &c))
    {
      uint64_t tops = map_tops (m, c.bucket), empty = map_empty_slots (tops);

      for (uint64_t slots = map_slots_with (tops, top); slots != 0; slots &= slots - 1)
        if (LIKELY (map_is_key (m, kind, key, map_key_at (m, c.bucket, MAP_FIRST (slots)))))
          return (MapPlace) { c.bucket, MAP_FIRST (slots), true, c.bucket };
      if (placing)
        {
          place.last = c.bucket;
          if (place.bucket == 0 && empty != 0)
            {
              place.bucket = c.bucket;
              place.index = MAP_FIRST (empty);
            }
        }
      if (map_chain_ends (tops))
        break;
    }
  return place;
}

MapPlace
map_look (const Map *m, const uint64_t *key, uint64_t hash, Addr first, bool placing)
{
  switch ((RtMapKey) m->t->map_key)
    {
    case RT_MAP_KEY_32:
      return look (m, RT_MAP_KEY_32, key, hash, first, placing);
    case RT_MAP_KEY_64:
      return look (m, RT_MAP_KEY_64, key, hash, first, placing);
    case RT_MAP_KEY_STRING:
      return look (m, RT_MAP_KEY_STRING, key, hash, first, placing);
    case RT_MAP_KEY_ANY:
      break;
    }
  return look (m, RT_MAP_KEY_ANY, key, hash, first, placing);
}

MapPlace
map_find (const Map *m, const uint64_t *key, uint64_t hash)
{
  const Hmap *h = m->h;
  Addr first = map_bucket (m, h->buckets, hash & map_mask (h));

  if (h->old_buckets != 0)
    {
      Addr old = map_bucket (m, h->old_buckets, hash & (map_n_old_buckets (h) - 1));

      if (map_bucket_ok (m, old) && !map_evacuated (m, old))
        first = old;
    }
  return map_look (m, key, hash, first, false);
}

static inline Addr
elem_at_place (const Map *m, const MapPlace *place)
{
  return map_elem_at (m, place->bucket, place->index);
}

/* A key that cannot be hashed panics even where there is nothing to find. */
static VmStatus
check_key (Vm *vm, const RtType *t, const uint64_t *key)
{
  VmStatus status = VM_OK;

  if (t->key_may_panic)
    vm_hash (vm, t->key, key, 0, &status);
  return status;
}

VmStatus
vm_map_find (Vm *vm, TypeId id, Addr addr, const void *key, Addr *elem)
{
  const RtType *t = &vm->program->types[id];
  VmStatus status = VM_OK;
  MapPlace place;
  uint64_t hash;
  Map m;

  *elem = 0;
  vm->extra += COST_VM_MAP;
  if (UNLIKELY (addr == 0))
    return check_key (vm, t, key);
  if (UNLIKELY (!map_open (&m, vm, id, addr)))
    return vm_fault (vm, addr);
  if (m.h->count == 0)
    return check_key (vm, t, key);
  hash = map_hash (&m, key, &status);
  if (status != VM_OK)
    return status;
  if (map_written_elsewhere (vm, addr))
    return map_conflict (vm, "concurrent map read and map write");
  place = map_find (&m, key, hash);
  if (place.found)
    *elem = map_elem_address (&m, elem_at_place (&m, &place));
  return VM_OK;
}

VM_HELPER (vm_op_mapget)
{
  Addr elem;
  VmStatus status = vm_map_find (vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem);

  if (status == VM_OK)
    fp[VM_A (ins)] = elem;
  return status;
}

VM_HELPER (vm_op_mapload)
{
  const RtType *t = &vm->program->types[VM_UK (*next)];
  const GcType *elem_type = vm_gc_type (vm, t->elem);
  uint64_t *value = &fp[VM_A (ins)];
  MapNear near = { 0 };
  VmStatus status;
  Addr elem;

  if (!t->map_elem_word)
    near = map_near[t->map_near].find (vm, t, fp[VM_B (ins)], &fp[VM_C (ins)]);
  elem = near.elem;
  if (LIKELY (near.done))
    vm->extra += COST_VM_MAP;
  else if ((status = vm_map_find (vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem)) != VM_OK)
    return status;
  if (t->elem_indirect && elem != 0 && !vm_mem (vm, elem, elem_type->size_bytes))
    return vm_fault (vm, elem);
  if (VM_A (*next) != 0)
    fp[VM_A (*next)] = elem != 0;
  if (LIKELY (elem_type->size_bytes == 8))
    *value = elem != 0 ? *IMAGE_AT (vm->im, uint64_t, elem) : 0;
  else if (elem != 0)
    vm_load_value (&vm->program->types[t->elem], elem_type, value, image_ptr (vm->im, elem));
  else
    memset (value, 0, 8 * (size_t) vm_slots (elem_type->size_bytes));
  return VM_OK;
}

/* ---- storing ---- */

VmStatus
map_object_of_slot (Map *m, Addr slot, TypeId type, Addr *out)
{
  Vm *vm = m->vm;
  VmStatus status;
  Addr object;

  *out = *IMAGE_AT (vm->im, Addr, slot);
  if (*out != 0)
    return vm_mem_w (vm, *out, vm_gc_type (vm, type)->size_bytes) ? VM_OK : vm_fault (vm, *out);
  vm->g->vm.state = 1;
  status = vm_malloc (vm, vm_gc_type (vm, type)->size_bytes, type, true, &object);
  if (status != VM_TICK)
    return status;
  vm_put_pointer (vm, slot, object);
  return VM_RETRY;
}

/* A value into a slot of a bucket that is owned; `slots` are the value's. */
static inline VmStatus
store_in_slot (Vm *vm, Addr to, TypeId type, unsigned slot_bytes, const uint64_t *slots)
{
  if (LIKELY (slot_bytes == 8 && !gc_barrier_on (vm->gc)))
    memcpy (image_ptr (vm->im, to), slots, 8);
  else if (slot_bytes != 0)
    return vm_store_typed (vm, type, to, slots);
  return VM_OK;
}

static void
store_key (Map *m, MapPlace place, const uint64_t *key)
{
  store_in_slot (m->vm, map_key_at (m, place.bucket, place.index), m->t->key, m->t->key_slot_bytes, key);
}

/* A slot for a new entry of a chain that is full. VM_OK or VM_TICK: in *place. */
static VmStatus
extend_chain (Map *m, MapPlace *place)
{
  VmStatus status;

  if (place->last == 0)
    return vm_fault (m->vm, m->h->buckets);
  status = map_new_overflow (m, place->last, &place->bucket);
  place->index = 0;
  if (status == VM_TICK)
    m->vm->g->vm.state = 1;
  return status;
}

VmStatus
map_make_first_bucket (Map *m)
{
  Addr bucket;
  VmStatus status = vm_malloc (m->vm, m->t->bucket_bytes, m->t->bucket, true, &bucket);

  if (status != VM_TICK)
    return status;
  vm_put_pointer (m->vm, m->addr + offsetof (Hmap, buckets), bucket);
  return VM_RETRY;
}

enum { KEPT_HASH = 3 }; /* in G.vm.scratch */

/* The hash under which a key is entered or deleted. One that is not equal to itself has another each time, but not
 * while the operation is done over and over because it waits for memory: it is kept then, as it decides what memory is
 * wanted. */
static uint64_t
hash_to_change (const Map *m, const uint64_t *key, VmStatus *status)
{
  uint64_t *kept = &m->vm->g->vm.scratch[KEPT_HASH], hash;

  if (m->t->key_reflexive)
    return map_hash (m, key, status);
  if (*kept != 0)
    return *kept;
  hash = map_hash (m, key, status);
  if (*status == VM_OK && !vm_equal (m->vm, m->t->key, key, key, status))
    *kept = hash |= 1;
  return hash;
}

/* Go 1.22 runtime/map.go, mapassign. G.vm.state 1: in this operation growing was decided already. */
static VmStatus
assign (Map *m, const uint64_t *key, Addr *out)
{
  Vm *vm = m->vm;
  VmStatus status = VM_OK, made = VM_OK;
  uint64_t hash = hash_to_change (m, key, &status);
  MapPlace place;
  Addr first, object, elem;

  if (status != VM_OK)
    return status;
  map_note_write (vm, m->addr);
  if (m->h->buckets == 0)
    return map_make_first_bucket (m);
again:
  if (m->h->old_buckets != 0 && !vm->g->vm.state)
    {
      status = map_grow_work (m, hash & map_mask (m->h));
      if (status != VM_OK)
        return status;
    }
  first = map_bucket (m, m->h->buckets, hash & map_mask (m->h));
  place = map_look (m, key, hash, first, true);
  if (place.found)
    {
      map_own_bucket (m, place.bucket);
      /* Keys that compare equal may differ: +0 and -0, strings that share no memory. */
      if (!m->t->key_indirect && vm->program->types[m->t->key].eq != RT_EQ_MEM)
        store_key (m, place, key);
      *out = map_elem_address (m, elem_at_place (m, &place));
      vm->g->vm.state = 0;
      return VM_OK;
    }
  if (m->h->old_buckets == 0 && !vm->g->vm.state && map_must_grow (m->h))
    {
      status = map_begin_growth (m);
      if (status != VM_RETRY || m->h->old_buckets == 0)
        return status;
      made = VM_TICK;
      goto again;
    }
  if (place.bucket == 0)
    {
      status = extend_chain (m, &place);
      if (status == VM_TICK)
        made = VM_TICK;
      else if (status != VM_OK)
        return status;
    }
  map_own_bucket (m, place.bucket);
  elem = map_elem_at (m, place.bucket, place.index);
  if (m->t->key_indirect)
    {
      status = map_object_of_slot (m, map_key_at (m, place.bucket, place.index), m->t->key, &object);
      if (status != VM_OK)
        return status;
      vm_store_typed (vm, m->t->key, object, key);
    }
  if (m->t->elem_indirect)
    {
      status = map_object_of_slot (m, elem, m->t->elem, &object);
      if (status != VM_OK)
        return status;
      elem = object;
    }
  if (!m->t->key_indirect)
    store_key (m, place, key);
  map_enter (m, &place, hash);
  vm->g->vm.state = vm->g->vm.scratch[KEPT_HASH] = 0;
  *out = elem;
  return made;
}

/* The address of a key's element, which is entered where it is new. */
static VmStatus
place_for (Vm *vm, TypeId id, Addr addr, const uint64_t *key, Addr *elem)
{
  Map m;

  if (UNLIKELY (addr == 0))
    return vm_trap (vm, TRAP_NIL_MAP, 0, 0);
  if (UNLIKELY (!map_open_w (&m, vm, id, addr)))
    return vm_fault (vm, addr);
  if (map_written_elsewhere (vm, addr))
    return map_conflict (vm, "concurrent map writes");
  vm->extra += COST_VM_MAP;
  return assign (&m, key, elem);
}

VM_HELPER (vm_op_mapset)
{
  Addr elem;
  VmStatus status = place_for (vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem);

  if (status == VM_OK || status == VM_TICK)
    fp[VM_A (ins)] = elem;
  return status;
}

VM_HELPER (vm_op_mapstore)
{
  const RtType *t = &vm->program->types[VM_UK (*next)];
  VmStatus status = VM_OK, stored;
  MapNear near = { 0 };
  Addr elem;

  if (!t->map_elem_word)
    near = map_near[t->map_near].assign (vm, t, fp[VM_B (ins)], &fp[VM_C (ins)]);
  elem = near.elem;
  if (LIKELY (near.done))
    vm->extra += COST_VM_MAP;
  else
    {
      status = place_for (vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem);
      if (status != VM_OK && status != VM_TICK)
        return status;
    }
  if (LIKELY (!t->elem_indirect))
    stored = store_in_slot (vm, elem, t->elem, t->elem_slot_bytes, &fp[VM_A (ins)]);
  else if (vm_mem_w (vm, elem, vm_gc_type (vm, t->elem)->size_bytes))
    stored = vm_store_typed (vm, t->elem, elem, &fp[VM_A (ins)]);
  else
    return vm_fault (vm, elem);
  return status == VM_TICK ? VM_TICK : stored;
}

/* ---- deleting ---- */

/* A slot of a bucket that is owned. */
static void
clear_slot (Map *m, Addr at, TypeId type, unsigned slot_bytes, bool indirect)
{
  Vm *vm = m->vm;
  const GcType *gt = vm_gc_type (vm, type);

  if (indirect)
    vm_put_pointer (vm, at, 0);
  else if (gt->ptr_bytes != 0 && gc_barrier_on (vm->gc))
    vm_barrier_bulk (vm, at, 0, gt->size_bytes, type);
  memset (image_ptr (vm->im, at), 0, slot_bytes);
}

/* The bucket before another in its chain; 0: none. */
static Addr
bucket_before (const Map *m, Addr first, Addr bucket)
{
  MapChain c = map_chain (m, first);

  while (c.bucket != 0 && *map_overflow_of (m, c.bucket) != bucket)
    map_chain_next (m, &c);
  return c.bucket;
}

void
map_empty_slot (const Map *m, Addr first, Addr bucket, unsigned i)
{
  uint64_t tops = map_without (map_tops (m, bucket), i);
  Addr next = *map_overflow_of (m, bucket);
  bool rest = map_ends_at (tops, i)
              && (next == 0 || !map_bucket_ok (m, next) || map_top_bytes (m, next)[0] == MAP_EMPTY_REST);

  for (;;)
    {
      if (rest)
        tops = map_cut_rest (tops);
      map_own_bucket (m, bucket);
      memcpy (map_top_bytes (m, bucket), &tops, 8);
      if (!rest || tops != 0 || bucket == first || (bucket = bucket_before (m, first, bucket)) == 0)
        return;
      tops = map_tops (m, bucket);
    }
}

static VmStatus
delete (Map *m, const uint64_t *key)
{
  VmStatus status = VM_OK;
  uint64_t hash, number;
  MapPlace at;

  if (m->h->count == 0)
    return check_key (m->vm, m->t, key);
  hash = hash_to_change (m, key, &status);
  if (status != VM_OK)
    return status;
  if (map_written_elsewhere (m->vm, m->addr))
    return map_conflict (m->vm, "concurrent map writes");
  map_note_write (m->vm, m->addr);
  number = hash & map_mask (m->h);
  if (m->h->old_buckets != 0 && (status = map_grow_work (m, number)) != VM_OK)
    return status;
  m->vm->g->vm.scratch[KEPT_HASH] = 0;
  at = map_find (m, key, hash);
  if (!at.found)
    return VM_OK;
  map_own_bucket (m, at.bucket);
  if (m->t->key_pointers)
    clear_slot (m, map_key_at (m, at.bucket, at.index), m->t->key, m->t->key_slot_bytes, m->t->key_indirect);
  clear_slot (m, elem_at_place (m, &at), m->t->elem, m->t->elem_slot_bytes, m->t->elem_indirect);
  map_empty_slot (m, map_bucket (m, m->h->buckets, number), at.bucket, at.index);
  if (--m->h->count == 0)
    m->h->hash0 = (uint32_t) sched_random (m->vm->sched);
  return VM_OK;
}

VM_HELPER (vm_op_mapdel)
{
  const RtType *t = &vm->program->types[VM_UK (*next)];
  const uint64_t *key = &fp[VM_B (ins)];
  Addr addr = fp[VM_A (ins)];
  Map m;

  vm->extra += COST_VM_MAP;
  if (addr == 0)
    return check_key (vm, t, key);
  if (!map_open_w (&m, vm, VM_UK (*next), addr))
    return vm_fault (vm, addr);
  return delete (&m, key);
}

/* clear (m): Go 1.22 runtime/map.go, mapclear: the buckets are cleared and kept. */
VM_HELPER (vm_op_mapclear)
{
  Addr addr = fp[VM_A (ins)];
  uint64_t bytes;
  Map m;

  if (addr == 0)
    return VM_OK;
  if (!map_open_w (&m, vm, VM_UK (*next), addr))
    return vm_fault (vm, addr);
  if (m.h->count == 0)
    return VM_OK;
  if (map_written_elsewhere (vm, addr))
    return map_conflict (vm, "concurrent map writes");
  bytes = (map_mask (m.h) + 1) * m.t->bucket_bytes;
  if (!vm_mem_w (vm, m.h->buckets, bytes))
    return vm_fault (vm, m.h->buckets);
  map_note_write (vm, addr);
  if (m.h->old_buckets != 0)
    vm_put_pointer (vm, addr + offsetof (Hmap, old_buckets), 0);
  m.h->flags &= (uint8_t) ~MAP_SAME_SIZE;
  m.h->n_evacuate = 0;
  m.h->n_overflow = 0;
  m.h->count = 0;
  m.h->hash0 = (uint32_t) sched_random (vm->sched);
  if (map_extra (&m))
    {
      vm_put_pointer (vm, m.h->extra + offsetof (MapExtra, overflow), 0);
      vm_put_pointer (vm, m.h->extra + offsetof (MapExtra, old_overflow), 0);
      vm_put_pointer (vm, m.h->extra + offsetof (MapExtra, next_overflow), 0);
    }
  if (!map_noscan (&m) && gc_barrier_on (vm->gc))
    vm_barrier_bulk (vm, m.h->buckets, 0, bytes, m.t->bucket);
  memset (image_ptr (vm->im, m.h->buckets), 0, bytes);
  vm->extra += (Vtime) (bytes / 64) * COST_CLEAR_PER_64B;
  return VM_OK;
}
