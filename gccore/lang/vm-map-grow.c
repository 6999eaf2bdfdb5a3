/* Maps: bucket arrays and overflow buckets, and moving entries to a larger array while the map is used. */

#include <string.h>

#include "heap/sizeclass.h"
#include "lang/vm-map.h"

/* ---- arrays and overflow buckets ---- */

/* Allocates the array for 2^B buckets into *out; *next_overflow is its overflow stock, 0: none. */
static VmStatus
make_bucket_array (Map *m, unsigned B, Addr *out, Addr *next_overflow)
{
  uint64_t base = UINT64_C (1) << (B & 63), n = base, bytes;
  VmStatus status;

  *next_overflow = 0;
  if (B >= 4)
    {
      n += UINT64_C (1) << ((B - 4) & 63);
      bytes = n * m->t->bucket_bytes;
      n = size_round_up (bytes, map_noscan (m)) / m->t->bucket_bytes;
    }
  status = vm_malloc (m->vm, n * m->t->bucket_bytes, m->t->bucket, true, out);
  if (status == VM_TICK && n != base)
    {
      *next_overflow = *out + base * m->t->bucket_bytes;
      /* The last of the stock is known by an overflow pointer that is not nil. */
      vm_put_pointer (m->vm, *out + n * m->t->bucket_bytes - 8, *out);
    }
  return status;
}

static VmStatus
ensure_extra (Map *m)
{
  TypeId type = m->vm->program->known[PROG_TYPE_MAPEXTRA];
  Addr extra;
  VmStatus status;

  if (m->h->extra != 0)
    return map_extra (m) ? VM_OK : vm_fault (m->vm, m->h->extra);
  status = vm_malloc (m->vm, sizeof (MapExtra), type, true, &extra);
  if (status != VM_TICK)
    return status;
  vm_put_pointer (m->vm, m->addr + offsetof (Hmap, extra), extra);
  return VM_RETRY;
}

VmStatus
map_ensure_overflow_list (Map *m)
{
  VmStatus status = ensure_extra (m);
  Addr list;

  if (status != VM_OK)
    return status;
  if (map_extra (m)->overflow != 0)
    return VM_OK;
  status = vm_malloc (m->vm, 24, m->vm->program->known[PROG_TYPE_POINTERS], true, &list);
  if (status != VM_TICK)
    return status;
  vm_put_pointer (m->vm, m->h->extra + offsetof (MapExtra, overflow), list);
  return VM_RETRY;
}

/* Room for one more in the overflow list, by append's rule. VM_OK: *list is its slice. */
static VmStatus
ensure_list_room (Map *m, uint64_t **list)
{
  Vm *vm = m->vm;
  TypeId pointer = vm->program->known[PROG_TYPE_POINTER];
  VmStatus status = map_ensure_overflow_list (m);
  uint64_t *slice, cap;
  Addr at, array;

  if (status != VM_OK)
    return status;
  at = map_extra (m)->overflow;
  slice = *list = vm_mem_w (vm, at, 24);
  if (!slice)
    return vm_fault (vm, at);
  if (slice[1] < slice[2])
    return vm_mem_w (vm, slice[0] + 8 * slice[1], 8) ? VM_OK : vm_fault (vm, slice[0]);
  cap = slice[2] == 0 ? 1 : slice[2] < 256 ? slice[2] * 2 : slice[2] + (slice[2] + 768) / 4;
  cap = size_round_up (cap * 8, false) / 8;
  status = vm_malloc (vm, cap * 8, pointer, true, &array);
  if (status != VM_TICK)
    return status;
  if (slice[1] != 0 && slice[1] < cap && vm_mem (vm, slice[0], slice[1] * 8))
    vm_copy_typed (vm, pointer, array, slice[0], slice[1]);
  vm_put_pointer (vm, at, array);
  slice[2] = cap;
  return VM_RETRY;
}

/* Go 1.22 runtime/map.go, incrnoverflow: exact to 2^16 buckets, then by chance. */
static void
count_overflow (Map *m)
{
  Hmap *h = m->h;

  if (h->B < 16)
    h->n_overflow++;
  else if ((sched_random (m->vm->sched) & ((UINT64_C (1) << ((h->B - 15) & 63)) - 1)) == 0)
    h->n_overflow++;
}

/* Takes an overflow bucket from the array's stock; 0: there is none left. */
static Addr
take_from_stock (Map *m)
{
  MapExtra *extra = map_extra (m);
  Addr bucket = extra ? extra->next_overflow : 0;

  if (bucket == 0 || !map_bucket_ok (m, bucket))
    return 0;
  if (*map_overflow_of (m, bucket) == 0)
    extra->next_overflow = bucket + m->t->bucket_bytes;
  else
    {
      map_own_bucket (m, bucket);
      *map_overflow_of (m, bucket) = 0;
      extra->next_overflow = 0;
    }
  return bucket;
}

VmStatus
map_new_overflow (Map *m, Addr bucket, Addr *out)
{
  Vm *vm = m->vm;
  VmStatus status;
  uint64_t *list = NULL;
  bool allocated = false;

  if (map_noscan (m) && (status = ensure_list_room (m, &list)) != VM_OK)
    return status;
  *out = take_from_stock (m);
  if (*out == 0)
    {
      status = vm_malloc (vm, m->t->bucket_bytes, m->t->bucket, true, out);
      if (status != VM_TICK)
        return status;
      allocated = true;
    }
  count_overflow (m);
  if (list)
    {
      vm_put_pointer (vm, list[0] + 8 * list[1], *out);
      list[1]++;
      map_own_bucket (m, bucket);
      *map_overflow_of (m, bucket) = *out;
    }
  else
    vm_put_pointer (vm, bucket + m->t->bucket_bytes - 8, *out);
  return allocated ? VM_TICK : VM_OK;
}

/* ---- growing ---- */

VmStatus
map_begin_growth (Map *m)
{
  Vm *vm = m->vm;
  Hmap *h = m->h;
  unsigned bigger = map_over_load_factor (h->count + 1, h->B) ? 1 : 0;
  Addr buckets, stock;
  VmStatus status;
  MapExtra *extra;
  uint8_t flags;

  /* Whether the new array will have overflow stock is known beforehand: the record for it comes first. */
  if (h->B + bigger >= 4 && (status = ensure_extra (m)) != VM_OK)
    return status;
  status = make_bucket_array (m, h->B + bigger, &buckets, &stock);
  if (status != VM_TICK)
    return status;
  flags = h->flags & (uint8_t) ~(MAP_ITERATOR | MAP_OLD_ITERATOR);
  if (h->flags & MAP_ITERATOR)
    flags |= MAP_OLD_ITERATOR;
  if (!bigger)
    flags |= MAP_SAME_SIZE;
  h->B += (uint8_t) bigger;
  h->flags = flags;
  vm_put_pointer (vm, m->addr + offsetof (Hmap, old_buckets), h->buckets);
  vm_put_pointer (vm, m->addr + offsetof (Hmap, buckets), buckets);
  h->n_evacuate = 0;
  h->n_overflow = 0;
  extra = map_extra (m);
  if (extra)
    {
      if (extra->overflow != 0)
        {
          vm_put_pointer (vm, h->extra + offsetof (MapExtra, old_overflow), extra->overflow);
          vm_put_pointer (vm, h->extra + offsetof (MapExtra, overflow), 0);
        }
      if (stock != 0)
        vm_put_pointer (vm, h->extra + offsetof (MapExtra, next_overflow), stock);
    }
  return VM_RETRY;
}

bool
map_find_end (const Map *m, Addr first, MapEnd *end)
{
  for (MapChain c = map_chain (m, first); c.bucket != 0; map_chain_next (m, &c))
    end->bucket = c.bucket;
  if (end->bucket == 0)
    return false;
  while (end->used < 8 && map_top_bytes (m, end->bucket)[end->used] != MAP_EMPTY_REST)
    end->used++;
  map_own_bucket (m, end->bucket);
  return true;
}

static inline void
copy_slot (Map *m, Addr to, Addr from, TypeId type, unsigned bytes, bool indirect)
{
  bool plain = !gc_barrier_on (m->vm->gc) || (!indirect && vm_gc_type (m->vm, type)->ptr_bytes == 0);

  if (LIKELY (plain && bytes == 8))
    memcpy (image_ptr (m->vm->im, to), image_ptr (m->vm->im, from), 8);
  else if (LIKELY (plain && bytes == 16))
    memcpy (image_ptr (m->vm->im, to), image_ptr (m->vm->im, from), 16);
  else
    vm_copy_typed (m->vm, indirect ? m->vm->program->known[PROG_TYPE_POINTER] : type, to, from, 1);
}

void
map_copy_key (Map *m, Addr to, Addr from)
{
  copy_slot (m, to, from, m->t->key, m->t->key_slot_bytes, m->t->key_indirect);
}

void
map_copy_elem (Map *m, Addr to, Addr from)
{
  if (m->t->elem_slot_bytes != 0)
    copy_slot (m, to, from, m->t->elem, m->t->elem_slot_bytes, m->t->elem_indirect);
}

/* Whether an entry goes to the upper half of an array twice as large. A key that is not equal to itself cannot be
 * looked up: it has a new hash, and an iterator must be able to tell where it goes, so its tophash says. */
static inline bool
goes_up (const Map *m, Addr key_slot, uint8_t *top)
{
  VmStatus status = VM_OK;
  bool reflexive;
  uint64_t hash = map_hash_stored (m, m, key_slot, &reflexive, &status);

  if (UNLIKELY (!reflexive) && m->h->flags & MAP_ITERATOR)
    {
      bool up = *top & 1;

      *top = map_top_hash (hash);
      return up;
    }
  return (hash & map_n_old_buckets (m->h)) != 0;
}

/* After the old bucket `h->n_evacuate`: on to the next that is not evacuated, and after the last one the old array is
 * forgotten. */
static void
advance_evacuation (Map *m)
{
  Hmap *h = m->h;
  uint64_t n = map_n_old_buckets (h), stop;

  h->n_evacuate++;
  stop = h->n_evacuate + 1024 < n ? h->n_evacuate + 1024 : n;
  while (h->n_evacuate < stop)
    {
      Addr old = map_bucket (m, h->old_buckets, h->n_evacuate);

      if (!map_bucket_ok (m, old) || !map_evacuated (m, old))
        break;
      h->n_evacuate++;
    }
  if (h->n_evacuate != n)
    return;
  vm_put_pointer (m->vm, m->addr + offsetof (Hmap, old_buckets), 0);
  if (map_extra (m))
    vm_put_pointer (m->vm, h->extra + offsetof (MapExtra, old_overflow), 0);
  h->flags &= (uint8_t) ~MAP_SAME_SIZE;
}

/* Copies the entries of one old chain to their new chains. While it waits for an overflow bucket the old chain stays
 * as it is, and others look entries up there: G.vm.scratch[1] counts those that were copied. A chain of one bucket never
 * waits: it is marked as evacuated on the way. VM_OK: all. */
static VmStatus
copy_chain (Map *m, uint64_t number)
{
  Vm *vm = m->vm;
  uint64_t *copied = &vm->g->vm.scratch[1], seen = 0;
  MapChain c = map_chain (m, map_bucket (m, m->h->old_buckets, number));
  bool same_size = m->h->flags & MAP_SAME_SIZE, at_once = c.bucket != 0 && *map_overflow_of (m, c.bucket) == 0;
  MapEnd ends[2] = { { 0 } };

  for (; c.bucket != 0; map_chain_next (m, &c))
    {
      uint8_t *tops = map_top_bytes (m, c.bucket);

      map_own_bucket (m, c.bucket);
      for (unsigned i = 0; i < 8; i++)
        {
          uint8_t top = tops[i], mark = MAP_EVACUATED_EMPTY;

          if (top > MAP_EMPTY_ONE && seen++ >= *copied)
            {
              bool up = !same_size && goes_up (m, map_key_at (m, c.bucket, i), &top);
              MapEnd *end = &ends[up];

              if (end->bucket == 0)
                {
                  Addr first = map_bucket (m, m->h->buckets, number + (up ? map_n_old_buckets (m->h) : 0));

                  if (!map_find_end (m, first, end))
                    return vm_fault (vm, first);
                }
              if (end->used == 8)
                {
                  VmStatus status = map_new_overflow (m, end->bucket, &end->bucket);

                  if (status != VM_OK)
                    return status == VM_TICK ? VM_RETRY : status;
                  end->used = 0;
                  map_own_bucket (m, end->bucket);
                }
              map_top_bytes (m, end->bucket)[end->used] = top;
              map_copy_key (m, map_key_at (m, end->bucket, end->used), map_key_at (m, c.bucket, i));
              map_copy_elem (m, map_elem_at (m, end->bucket, end->used++), map_elem_at (m, c.bucket, i));
              (*copied)++;
              mark = up ? MAP_EVACUATED_Y : MAP_EVACUATED_X;
            }
          if (at_once)
            tops[i] = mark;
        }
    }
  *copied = 0;
  return VM_OK;
}

/* Marks the slots of an old chain as moved, each with where it went. */
static void
mark_evacuated (Map *m, Addr first)
{
  bool same_size = m->h->flags & MAP_SAME_SIZE;

  for (MapChain c = map_chain (m, first); c.bucket != 0; map_chain_next (m, &c))
    {
      map_own_bucket (m, c.bucket);
      for (unsigned i = 0; i < 8; i++)
        {
          uint8_t *top = &map_top_bytes (m, c.bucket)[i], was = *top;

          if (was <= MAP_EMPTY_ONE)
            *top = MAP_EVACUATED_EMPTY;
          else
            *top = !same_size && goes_up (m, map_key_at (m, c.bucket, i), &was) ? MAP_EVACUATED_Y : MAP_EVACUATED_X;
        }
    }
}

static VmStatus
evacuate (Map *m, uint64_t number)
{
  Vm *vm = m->vm;
  Hmap *h = m->h;
  Addr first = map_bucket (m, h->old_buckets, number);
  VmStatus status;

  if (!map_bucket_ok (m, first))
    return vm_fault (vm, first);
  if (!map_evacuated (m, first))
    {
      status = copy_chain (m, number);
      if (status != VM_OK)
        return status;
      if (!map_evacuated (m, first))
        mark_evacuated (m, first);
      /* Let go of what the old bucket points to, unless an iterator still reads it. */
      if (!(h->flags & MAP_OLD_ITERATOR) && !map_noscan (m))
        {
          if (gc_barrier_on (vm->gc))
            vm_barrier_bulk (vm, first, 0, m->t->bucket_bytes, m->t->bucket);
          map_own_bucket (m, first);
          memset (map_top_bytes (m, first) + 8, 0, m->t->bucket_bytes - 8u);
        }
    }
  if (number == h->n_evacuate)
    advance_evacuation (m);
  return VM_OK;
}

VmStatus
map_grow_work (Map *m, uint64_t bucket)
{
  Hmap *h = m->h;
  VmStatus status = evacuate (m, bucket & (map_n_old_buckets (h) - 1));

  if (status == VM_OK && h->old_buckets != 0)
    status = evacuate (m, h->n_evacuate);
  return status;
}

/* ---- make (map) ---- */

VM_HELPER (vm_op_makemap)
{
  TypeId id = VM_UK (*next);
  int64_t hint = (int64_t) fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)], *state = &vm->g->vm.state;
  TypeId hmap_type = vm->program->known[PROG_TYPE_HMAP];
  Addr addr = vm->g->vm.closure, buckets, stock;
  unsigned B = 0;
  VmStatus status;
  int header = VM_C (ins), bucket = VM_A (*next);
  Map m;

  if (header != 0 && *state == 0)
    {
      Hmap *h = (Hmap *) &fp[header];

      addr = image_addr (vm->im, h);
      memset (h, 0, sizeof *h);
      h->hash0 = (uint32_t) sched_random (vm->sched);
      if (bucket != 0 && hint <= 8)
        {
          memset (&fp[bucket], 0, vm->program->types[id].bucket_bytes);
          h->buckets = image_addr (vm->im, &fp[bucket]);
        }
      if (hint <= 8)
        {
          *a = addr;
          return VM_OK;
        }
      vm->g->vm.closure = addr;
      *state = 1;
    }
  else if (header != 0)
    vm->g->vm.closure = addr = image_addr (vm->im, &fp[header]);
  /* The header waits in G.vm.closure, a root, while the buckets are allocated (state 1) and the extra record (2). */
  if (*state == 0)
    {
      status = vm_malloc (vm, sizeof (Hmap), hmap_type, true, &addr);
      if (status != VM_TICK)
        return status;
      ((Hmap *) vm_own (vm, addr, sizeof (Hmap)))->hash0 = (uint32_t) sched_random (vm->sched);
      if (hint <= 8)
        {
          *a = addr;
          return VM_TICK;
        }
      vm->g->vm.closure = addr;
      *state = 1;
      return VM_RETRY;
    }
  if (!map_open_w (&m, vm, id, addr))
    return vm_fault (vm, addr);
  if (hint < 0 || (uint64_t) hint > (UINT64_C (1) << 40) / m.t->bucket_bytes)
    hint = 0;
  while (map_over_load_factor ((uint64_t) hint, B))
    B++;
  if (*state == 1 && m.h->buckets == 0 && B != 0)
    {
      status = make_bucket_array (&m, B, &buckets, &stock);
      if (status != VM_TICK)
        return status;
      vm_put_pointer (vm, addr + offsetof (Hmap, buckets), buckets);
      m.h->B = (uint8_t) B;
      if (stock != 0)
        {
          *state = 2;
          vm->g->vm.scratch[0] = stock;
          return VM_RETRY;
        }
    }
  if (*state == 2)
    {
      status = ensure_extra (&m);
      if (status != VM_OK)
        return status;
      vm_put_pointer (vm, m.h->extra + offsetof (MapExtra, next_overflow), vm->g->vm.scratch[0]);
      vm->g->vm.scratch[0] = 0;
    }
  *state = 0;
  vm->g->vm.closure = 0;
  *a = addr;
  return VM_TICK;
}
