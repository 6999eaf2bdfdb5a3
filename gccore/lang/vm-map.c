/* Maps: looking up, storing, deleting, clearing. vm-map.h has the layout. */

#include <string.h>

#include "lang/vm-map.h"

void
vm_synchronised (Vm *vm)
{
  if (vm->st->map_writer_g == vm->g->slot)
    vm->st->map_writer = 0;
}

/* ---- eight tophash bytes at a time ---- */

#define BYTES(b) (UINT64_C (0x0101010101010101) * (uint8_t) (b))

/* The top bit of each byte of `word` that is 0. */
static inline uint64_t
zero_bytes (uint64_t word)
{
  return ~(((word & BYTES (0x7f)) + BYTES (0x7f)) | word | BYTES (0x7f));
}

/* Slots whose tophash is `top`, as zero_bytes() marks them; FIRST is the lowest marked slot. */
static inline uint64_t
slots_with (uint64_t tops, uint8_t top)
{
  return zero_bytes (tops ^ BYTES (top));
}

static inline uint64_t
empty_slots (uint64_t tops)
{
  return zero_bytes (tops & BYTES (0xfe));
}

#define FIRST(slots) ((unsigned) __builtin_ctzll (slots) / 8)

static inline uint64_t
tops_of (const Map *m, Addr bucket)
{
  return *(const uint64_t *) map_tops (m, bucket);
}

/* ---- finding ---- */

static inline bool
is_key (const Map *m, RtMapKey kind, const uint64_t *key, Addr slot)
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

/* Asks for the lines of the bucket that a hash names, before anything waits for the first of them: a large map's buckets
 * are in no cache, and what is known early is overlapped with the operation before. */
static inline void
prefetch_bucket (const Map *m, uint64_t hash)
{
  const char *bucket = image_ptr (m->vm->im, map_bucket (m, m->h->buckets, hash & map_mask (m->h)));

  __builtin_prefetch (bucket);
  __builtin_prefetch (bucket + 64);
  __builtin_prefetch (bucket + 128);
}

static inline __attribute__ ((always_inline)) Addr
find (const Map *m, RtMapKey kind, const uint64_t *key, uint64_t hash, unsigned *index)
{
  const Hmap *h = m->h;
  uint64_t mask = map_mask (h);
  Addr first = map_bucket (m, h->buckets, hash & mask);
  uint8_t top = map_top_hash (hash);

  if (UNLIKELY (h->old_buckets != 0))
    {
      Addr old = map_bucket (m, h->old_buckets, hash & (map_n_old_buckets (h) - 1));

      if (map_bucket_ok (m, old) && !map_evacuated (m, old))
        first = old;
    }
  for (MapChain c = map_chain (m, first); c.bucket != 0; map_chain_next (m, &c))
    {
      uint64_t tops = tops_of (m, c.bucket);

      for (uint64_t slots = slots_with (tops, top); slots != 0; slots &= slots - 1)
        if (is_key (m, kind, key, map_key_at (m, c.bucket, FIRST (slots))))
          {
            *index = FIRST (slots);
            return c.bucket;
          }
      if (slots_with (tops, MAP_EMPTY_REST) != 0)
        return 0;
    }
  return 0;
}

/* One copy of what follows for each kind of key. */
#define BY_KIND(m, function, ...)                                                                                     \
  ((m)->t->map_key == RT_MAP_KEY_64     ? function (m, RT_MAP_KEY_64, __VA_ARGS__)                                   \
   : (m)->t->map_key == RT_MAP_KEY_STRING ? function (m, RT_MAP_KEY_STRING, __VA_ARGS__)                             \
   : (m)->t->map_key == RT_MAP_KEY_32   ? function (m, RT_MAP_KEY_32, __VA_ARGS__)                                   \
                                        : function (m, RT_MAP_KEY_ANY, __VA_ARGS__))

Addr
map_find (const Map *m, const void *key, uint64_t hash, unsigned *index)
{
  return BY_KIND (m, find, key, hash, index);
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

/* The address of a key's element, 0: not there. */
static inline __attribute__ ((always_inline)) VmStatus
get (const Map *m, RtMapKey kind, const uint64_t *key, Addr *elem)
{
  VmStatus status = VM_OK;
  uint64_t hash;
  unsigned index;
  Addr bucket;

  *elem = 0;
  if (UNLIKELY (m->h->count == 0))
    return check_key (m->vm, m->t, key);
  hash = map_hash_kind (m, kind, key, &status);
  prefetch_bucket (m, hash);
  if (status != VM_OK)
    return status;
  if (map_written_elsewhere (m->vm, m->addr))
    return map_conflict (m->vm, "concurrent map read and map write");
  bucket = find (m, kind, key, hash, &index);
  if (bucket != 0)
    *elem = map_elem_address (m, map_elem_at (m, bucket, index));
  return VM_OK;
}

static inline VmStatus
look_up (Map *m, Vm *vm, TypeId id, Addr addr, const uint64_t *key, Addr *elem)
{
  vm->extra += COST_VM_MAP;
  if (UNLIKELY (addr == 0))
    {
      *elem = 0;
      return check_key (vm, &vm->program->types[id], key);
    }
  if (UNLIKELY (!map_open (m, vm, id, addr)))
    return vm_fault (vm, addr);
  return BY_KIND (m, get, key, elem);
}

VM_HELPER (vm_op_mapget)
{
  Map m;
  Addr elem;
  VmStatus status = look_up (&m, vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem);

  if (status == VM_OK)
    fp[VM_A (ins)] = elem;
  return status;
}

VM_HELPER (vm_op_mapload)
{
  const RtType *t = &vm->program->types[VM_UK (*next)];
  const GcType *elem_type = vm_gc_type (vm, t->elem);
  uint64_t *value = &fp[VM_A (ins)];
  Map m;
  Addr elem;
  VmStatus status = look_up (&m, vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem);

  if (status != VM_OK)
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

/* Where a key is or would go. */
typedef struct {
  Addr bucket;        /* 0: the chain is full */
  unsigned index;
  bool found;
  Addr last;          /* the chain's last bucket; 0: no chain */
} MapPlace;

static inline __attribute__ ((always_inline)) MapPlace
find_place (const Map *m, RtMapKey kind, const uint64_t *key, uint64_t hash)
{
  Addr first = map_bucket (m, m->h->buckets, hash & map_mask (m->h)), bucket = 0, last = 0;
  uint8_t top = map_top_hash (hash);
  unsigned index = 0;

  for (MapChain c = map_chain (m, first); c.bucket != 0; map_chain_next (m, &c))
    {
      uint64_t tops = tops_of (m, c.bucket), empty = empty_slots (tops);

      for (uint64_t slots = slots_with (tops, top); slots != 0; slots &= slots - 1)
        if (is_key (m, kind, key, map_key_at (m, c.bucket, FIRST (slots))))
          return (MapPlace) { c.bucket, FIRST (slots), true, c.bucket };
      last = c.bucket;
      if (empty != 0 && bucket == 0)
        {
          bucket = c.bucket;
          index = FIRST (empty);
        }
      if (empty != 0 && slots_with (tops, MAP_EMPTY_REST) != 0)
        break;
    }
  return (MapPlace) { bucket, index, false, last };
}

/* Gives a slot whose value is kept by pointer its object. VM_OK: it has one, *out. */
static VmStatus
object_of_slot (Map *m, Addr slot, TypeId type, Addr *out)
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

static inline void
store_key (Map *m, RtMapKey kind, Addr to, const uint64_t *key)
{
  if (kind == RT_MAP_KEY_32)
    memcpy (vm_own (m->vm, to, 4), key, 4);
  else if (kind == RT_MAP_KEY_64 && vm_gc_type (m->vm, m->t->key)->ptr_bytes == 0)
    memcpy (vm_own (m->vm, to, 8), key, 8);
  else if (m->t->key_slot_bytes != 0)
    vm_store_typed (m->vm, m->t->key, to, key);
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

static VmStatus
make_first_bucket (Map *m)
{
  Addr bucket;
  VmStatus status = vm_malloc (m->vm, m->t->bucket_bytes, m->t->bucket, true, &bucket);

  if (status != VM_TICK)
    return status;
  vm_put_pointer (m->vm, m->addr + offsetof (Hmap, buckets), bucket);
  return VM_RETRY;
}

/* Go 1.22 runtime/map.go, mapassign. G.vm.state 1: in this operation growing was decided already. */
static inline __attribute__ ((always_inline)) VmStatus
assign (Map *m, RtMapKey kind, const uint64_t *key, uint64_t *out)
{
  Vm *vm = m->vm;
  VmStatus status = VM_OK, made = VM_OK;
  uint64_t hash = map_hash_kind (m, kind, key, &status);
  MapPlace place;
  Addr object, elem;

  prefetch_bucket (m, hash);
  if (status != VM_OK)
    return status;
  map_note_write (vm, m->addr);
  if (m->h->buckets == 0)
    return make_first_bucket (m);
again:
  if (m->h->old_buckets != 0 && !vm->g->vm.state)
    {
      status = map_grow_work (m, hash & map_mask (m->h));
      if (status != VM_OK)
        return status;
    }
  place = find_place (m, kind, key, hash);
  if (place.found)
    {
      /* Keys that compare equal may differ: +0 and -0, strings that share no memory. */
      if (kind == RT_MAP_KEY_STRING || (kind == RT_MAP_KEY_ANY && !m->t->key_indirect
                                        && vm->program->types[m->t->key].eq != RT_EQ_MEM))
        vm_store_typed (vm, m->t->key, map_key_at (m, place.bucket, place.index), key);
      *out = map_elem_address (m, map_elem_at (m, place.bucket, place.index));
      vm->g->vm.state = 0;
      return VM_OK;
    }
  if (m->h->old_buckets == 0 && !vm->g->vm.state
      && (map_over_load_factor (m->h->count + 1, m->h->B) || map_too_many_overflow (m->h)))
    {
      status = map_begin_growth (m);
      if (status != VM_RETRY || m->h->old_buckets == 0)
        return status;
      made = VM_TICK;
      goto again;
    }
  if (UNLIKELY (place.bucket == 0))
    {
      MapPlace extended = place;

      status = extend_chain (m, &extended);
      if (status == VM_TICK)
        made = VM_TICK;
      else if (status != VM_OK)
        return status;
      place = extended;
    }
  elem = map_elem_at (m, place.bucket, place.index);
  if (kind == RT_MAP_KEY_ANY && m->t->key_indirect)
    {
      status = object_of_slot (m, map_key_at (m, place.bucket, place.index), m->t->key, &object);
      if (status != VM_OK)
        return status;
      vm_store_typed (vm, m->t->key, object, key);
    }
  if (m->t->elem_indirect)
    {
      status = object_of_slot (m, elem, m->t->elem, &object);
      if (status != VM_OK)
        return status;
      elem = object;
    }
  if (kind != RT_MAP_KEY_ANY || !m->t->key_indirect)
    store_key (m, kind, map_key_at (m, place.bucket, place.index), key);
  map_tops (m, place.bucket)[place.index] = map_top_hash (hash);
  m->h->count++;
  vm->g->vm.state = 0;
  *out = elem;
  return made;
}

static inline VmStatus
place_for (Map *m, Vm *vm, TypeId id, Addr addr, const uint64_t *key, Addr *elem)
{
  if (UNLIKELY (addr == 0))
    return vm_trap (vm, TRAP_NIL_MAP, 0, 0);
  if (UNLIKELY (!map_open (m, vm, id, addr)))
    return vm_fault (vm, addr);
  if (map_written_elsewhere (vm, addr))
    return map_conflict (vm, "concurrent map writes");
  vm->extra += COST_VM_MAP;
  return BY_KIND (m, assign, key, elem);
}

VM_HELPER (vm_op_mapset)
{
  Map m;
  Addr elem;
  VmStatus status = place_for (&m, vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem);

  if (status == VM_OK || status == VM_TICK)
    fp[VM_A (ins)] = elem;
  return status;
}

VM_HELPER (vm_op_mapstore)
{
  Map m;
  Addr elem;
  VmStatus status = place_for (&m, vm, VM_UK (*next), fp[VM_B (ins)], &fp[VM_C (ins)], &elem), stored = VM_OK;

  if (status != VM_OK && status != VM_TICK)
    return status;
  if (UNLIKELY (m.t->elem_indirect) && !vm_mem_w (vm, elem, vm_gc_type (vm, m.t->elem)->size_bytes))
    return vm_fault (vm, elem);
  if (m.t->elem_slot_bytes != 0)
    stored = vm_store_typed (vm, m.t->elem, elem, &fp[VM_A (ins)]);
  return status == VM_TICK ? VM_TICK : stored;
}

/* ---- deleting ---- */

static void
clear_slot (Map *m, Addr at, TypeId type, bool indirect)
{
  Vm *vm = m->vm;
  const GcType *gt = vm_gc_type (vm, type);

  if (indirect)
    {
      vm_put_pointer (vm, at, 0);
      return;
    }
  if (gt->ptr_bytes != 0 && gc_barrier_on (vm->gc))
    vm_barrier_bulk (vm, at, 0, gt->size_bytes, type);
  if (gt->size_bytes == 8)
    *(uint64_t *) vm_own (vm, at, 8) = 0;
  else
    memset (vm_own (vm, at, gt->size_bytes), 0, gt->size_bytes);
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

/* After slot i became empty: a run of empty slots at the end of the chain is marked as the rest. */
static void
mark_rest (Map *m, Addr first, Addr bucket, unsigned i)
{
  if (i < 7)
    {
      if (map_tops (m, bucket)[i + 1] != MAP_EMPTY_REST)
        return;
    }
  else
    {
      Addr next = *map_overflow_of (m, bucket);

      if (next != 0 && map_bucket_ok (m, next) && map_tops (m, next)[0] != MAP_EMPTY_REST)
        return;
    }
  do
    {
      map_tops (m, bucket)[i] = MAP_EMPTY_REST;
      if (i-- == 0)
        {
          if (bucket == first || (bucket = bucket_before (m, first, bucket)) == 0)
            return;
          i = 7;
        }
    }
  while (map_tops (m, bucket)[i] == MAP_EMPTY_ONE);
}

static inline __attribute__ ((always_inline)) VmStatus
delete (Map *m, RtMapKey kind, const uint64_t *key)
{
  VmStatus status = VM_OK;
  uint64_t hash = map_hash_kind (m, kind, key, &status), number;
  Addr bucket;
  unsigned i;

  prefetch_bucket (m, hash);
  if (status != VM_OK || m->h->count == 0)
    return status;
  if (map_written_elsewhere (m->vm, m->addr))
    return map_conflict (m->vm, "concurrent map writes");
  map_note_write (m->vm, m->addr);
  number = hash & map_mask (m->h);
  if (m->h->old_buckets != 0 && (status = map_grow_work (m, number)) != VM_OK)
    return status;
  bucket = find (m, kind, key, hash, &i);
  if (bucket == 0)
    return VM_OK;
  if (m->t->key_indirect || vm_gc_type (m->vm, m->t->key)->ptr_bytes != 0)
    clear_slot (m, map_key_at (m, bucket, i), m->t->key, m->t->key_indirect);
  if (m->t->elem_slot_bytes != 0)
    clear_slot (m, map_elem_at (m, bucket, i), m->t->elem, m->t->elem_indirect);
  map_tops (m, bucket)[i] = MAP_EMPTY_ONE;
  mark_rest (m, map_bucket (m, m->h->buckets, number), bucket, i);
  if (--m->h->count == 0)
    m->h->hash0 = (uint32_t) sched_random (m->vm->sched);
  return VM_OK;
}

VM_HELPER (vm_op_mapdel)
{
  Addr addr = fp[VM_A (ins)];
  Map m;

  vm->extra += COST_VM_MAP;
  if (addr == 0)
    return check_key (vm, &vm->program->types[VM_UK (*next)], &fp[VM_B (ins)]);
  if (!map_open (&m, vm, VM_UK (*next), addr))
    return vm_fault (vm, addr);
  return BY_KIND (&m, delete, &fp[VM_B (ins)]);
}

/* clear (m): Go 1.22 runtime/map.go, mapclear: the buckets are cleared and kept. */
VM_HELPER (vm_op_mapclear)
{
  Addr addr = fp[VM_A (ins)];
  uint64_t bytes;
  Map m;

  if (addr == 0)
    return VM_OK;
  if (!map_open (&m, vm, VM_UK (*next), addr))
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
