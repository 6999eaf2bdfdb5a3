/* Maps: Go 1.22's hmap with buckets of eight, laid out in program memory as in Go (runtime/map.go).
 *
 *   hmap 48 B      count · flags, B, noverflow, hash0 · buckets · oldbuckets · nevacuate · extra
 *   mapextra 24 B  overflow *[]*bmap · oldoverflow *[]*bmap · nextOverflow *bmap
 *   bmap           8 tophash bytes · 8 keys · 8 elements · overflow pointer
 *
 * An operation that allocates may be left and entered again at each allocation: what was made is linked at once, and
 * each step looks at the map as it finds it. An evacuated entry is marked as it is moved, so an evacuation that waits
 * for an overflow bucket goes on where it was.
 *
 * Go detects concurrent writers by a flag in the map that happens to be seen. Here a writer is remembered until its
 * goroutine synchronises; an access by another goroutine while it still runs on its P is one at the same time. */

#include <string.h>

#include "heap/sizeclass.h"
#include "lang/vm-natives.h"

enum { EMPTY_REST, EMPTY_ONE, EVACUATED_X, EVACUATED_Y, EVACUATED_EMPTY, MIN_TOP_HASH };
enum { FLAG_ITERATOR = 1, FLAG_OLD_ITERATOR = 2, FLAG_WRITING = 4, FLAG_SAME_SIZE = 8 };

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

typedef struct {
  Addr key, elem, h, buckets, bucket_ptr;
  uint64_t start_bucket;
  uint8_t offset, wrapped, B, i, started, pad[3];
  uint64_t bucket, check_bucket;
  Addr overflow, old_overflow;
  uint64_t type;
} Hiter;

_Static_assert (sizeof (Hmap) == 48 && sizeof (MapExtra) == 24 && sizeof (Hiter) == 96, "Go's layouts");

#define NO_CHECK UINT64_MAX
#define BUCKET(vm, addr) ((uint8_t *) image_ptr ((vm)->im, (addr)))

/* A map operation under way: the host's view of one map. */
typedef struct {
  Vm *vm;
  TypeId id;
  const RtType *t;
  const GcType *key, *elem, *bucket;
  Addr addr;
  Hmap *h;
  bool noscan;
} Map;

static bool
map_open (Map *m, Vm *vm, TypeId id, Addr addr)
{
  m->vm = vm;
  m->id = id;
  m->t = &vm->program->types[id];
  m->key = vm_gc_type (vm, m->t->key);
  m->elem = vm_gc_type (vm, m->t->elem);
  m->bucket = vm_gc_type (vm, m->t->bucket);
  m->noscan = m->bucket->ptr_bytes == 0;
  m->addr = addr;
  m->h = vm_mem (vm, addr, sizeof (Hmap));
  return m->h != NULL;
}

static inline Addr
key_at (const Map *m, Addr bucket, unsigned i)
{
  return bucket + 8 + (uint64_t) i * m->t->key_slot_bytes;
}

static inline Addr
elem_at (const Map *m, Addr bucket, unsigned i)
{
  return bucket + 8 + 8u * m->t->key_slot_bytes + (uint64_t) i * m->t->elem_slot_bytes;
}

static inline Addr *
overflow_of (const Map *m, Addr bucket)
{
  return IMAGE_AT (m->vm->im, Addr, bucket + m->t->bucket_bytes - 8);
}

/* Buckets are read through checked addresses: a word of a map is trusted no more than any other. */
static inline bool
bucket_ok (const Map *m, Addr bucket)
{
  return image_program_can_write (m->vm->im, bucket, m->t->bucket_bytes);
}

static inline bool
over_load_factor (uint64_t count, unsigned B)
{
  return count > 8 && count > 13 * ((UINT64_C (1) << B) / 2);
}

static bool
too_many_overflow (const Hmap *h)
{
  unsigned B = h->B > 15 ? 15 : h->B;

  return h->n_overflow >= 1u << B;
}

/* ---- concurrency ---- */

static VmStatus
conflict (Vm *vm, const char *text)
{
  vm_fatal (vm, text);
  return VM_END;
}

static bool
written_elsewhere (Vm *vm, Addr map)
{
  const G *writer;

  if (LIKELY (vm->st->map_writer != map) || vm->st->map_writer_g == vm->g->slot)
    return false;
  writer = sched_g (vm->sched, vm->st->map_writer_g);
  return writer->status == G_RUNNING;
}

static inline void
note_write (Vm *vm, Addr map)
{
  vm->st->map_writer = map;
  vm->st->map_writer_g = vm->g->slot;
}

void
vm_synchronised (Vm *vm)
{
  if (vm->st->map_writer_g == vm->g->slot)
    vm->st->map_writer = 0;
}

/* ---- hashing and comparing keys ---- */

static uint64_t
hash_key (const Map *m, const void *key, VmStatus *status)
{
  return vm_hash (m->vm, m->t->key, key, m->h->hash0, status);
}

static inline uint8_t
top_hash (uint64_t hash)
{
  uint8_t top = (uint8_t) (hash >> 56);

  return top < MIN_TOP_HASH ? top + MIN_TOP_HASH : top;
}

/* The key stored in a slot. NULL: a bad pointer. */
static const void *
stored_key (const Map *m, Addr slot)
{
  if (!m->t->key_indirect)
    return image_ptr (m->vm->im, slot);
  return vm_mem (m->vm, *IMAGE_AT (m->vm->im, Addr, slot), m->key->size_bytes);
}

static inline bool
keys_equal (const Map *m, const void *a, const void *b)
{
  VmStatus status = VM_OK;

  if (m->key->size_bytes == 8 && m->vm->program->types[m->t->key].eq == RT_EQ_MEM)
    return *(const uint64_t *) a == *(const uint64_t *) b;
  return b != NULL && vm_equal (m->vm, m->t->key, a, b, &status);
}

/* Memory form of a key in frame slots: the low bytes of a scalar are that already. */
#define KEY_OF(slots) ((const void *) (slots))

static Addr
element_address (const Map *m, Addr slot)
{
  return m->t->elem_indirect ? *IMAGE_AT (m->vm->im, Addr, slot) : slot;
}

/* ---- finding ---- */

static inline bool
evacuated (const Map *m, Addr bucket)
{
  uint8_t top = BUCKET (m->vm, bucket)[0];

  return top > EMPTY_ONE && top < MIN_TOP_HASH;
}

/* Where an entry is: bucket and index; 0: not there. */
static Addr
find (const Map *m, const void *key, uint64_t hash, unsigned *index)
{
  const Hmap *h = m->h;
  uint64_t mask = (UINT64_C (1) << h->B) - 1;
  Addr bucket = h->buckets + (hash & mask) * m->t->bucket_bytes;
  uint8_t top = top_hash (hash);

  if (h->old_buckets != 0)
    {
      uint64_t old_mask = h->flags & FLAG_SAME_SIZE ? mask : mask >> 1;
      Addr old = h->old_buckets + (hash & old_mask) * m->t->bucket_bytes;

      if (bucket_ok (m, old) && !evacuated (m, old))
        bucket = old;
    }
  for (; bucket != 0 && bucket_ok (m, bucket); bucket = *overflow_of (m, bucket))
    {
      const uint8_t *tops = BUCKET (m->vm, bucket);

      for (unsigned i = 0; i < 8; i++)
        {
          if (tops[i] != top)
            {
              if (tops[i] == EMPTY_REST)
                return 0;
              continue;
            }
          if (keys_equal (m, key, stored_key (m, key_at (m, bucket, i))))
            {
              *index = i;
              return bucket;
            }
        }
    }
  return 0;
}

VM_HELPER (vm_op_mapget)
{
  Addr addr = fp[VM_B (ins)], bucket;
  const void *key = KEY_OF (&fp[VM_C (ins)]);
  VmStatus status = VM_OK;
  unsigned index;
  uint64_t hash;
  Map m;

  vm->extra += COST_VM_MAP;
  if (addr == 0)
    {
      const RtType *t = &vm->program->types[VM_UK (*next)];

      if (t->key_may_panic)
        vm_hash (vm, t->key, key, 0, &status);
      fp[VM_A (ins)] = 0;
      return status;
    }
  if (!map_open (&m, vm, VM_UK (*next), addr))
    return vm_fault (vm, addr);
  if (m.h->count == 0)
    {
      if (m.t->key_may_panic)
        vm_hash (vm, m.t->key, key, 0, &status);
      fp[VM_A (ins)] = 0;
      return status;
    }
  if (written_elsewhere (vm, addr))
    return conflict (vm, "concurrent map read and map write");
  hash = hash_key (&m, key, &status);
  if (status != VM_OK)
    return status;
  bucket = find (&m, key, hash, &index);
  fp[VM_A (ins)] = bucket ? element_address (&m, elem_at (&m, bucket, index)) : 0;
  return VM_OK;
}

/* ---- making ---- */

/* Allocates the bucket array for 2^B into *out, and the extra record if there is overflow stock. */
static VmStatus
make_bucket_array (Map *m, unsigned B, Addr *out, Addr *next_overflow)
{
  uint64_t base = UINT64_C (1) << B, n = base, bytes;
  VmStatus status;

  *next_overflow = 0;
  if (B >= 4)
    {
      n += UINT64_C (1) << (B - 4);
      bytes = n * m->t->bucket_bytes;
      n = size_round_up (bytes, m->noscan) / m->t->bucket_bytes;
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
    return VM_OK;
  status = vm_malloc (m->vm, sizeof (MapExtra), type, true, &extra);
  if (status != VM_TICK)
    return status;
  vm_put_pointer (m->vm, m->addr + offsetof (Hmap, extra), extra);
  return VM_RETRY;
}

static MapExtra *
extra_of (const Map *m)
{
  return m->h->extra ? vm_mem_w (m->vm, m->h->extra, sizeof (MapExtra)) : NULL;
}

/* For maps whose buckets hold no pointers: the list that keeps overflow buckets alive. */
static VmStatus
ensure_overflow_list (Map *m)
{
  VmStatus status = ensure_extra (m);
  MapExtra *extra;
  Addr list;

  if (status != VM_OK)
    return status;
  extra = extra_of (m);
  if (!extra)
    return vm_fault (m->vm, m->h->extra);
  if (extra->overflow != 0)
    return VM_OK;
  status = vm_malloc (m->vm, 24, m->vm->program->known[PROG_TYPE_POINTERS], true, &list);
  if (status != VM_TICK)
    return status;
  vm_put_pointer (m->vm, m->h->extra + offsetof (MapExtra, overflow), list);
  return VM_RETRY;
}

/* Room for one more in the overflow list, by append's rule. */
static VmStatus
ensure_list_room (Map *m)
{
  VmStatus status = ensure_overflow_list (m);
  MapExtra *extra;
  uint64_t *list, cap;
  Addr array;

  if (status != VM_OK)
    return status;
  extra = extra_of (m);
  list = vm_mem_w (m->vm, extra->overflow, 24);
  if (!list)
    return vm_fault (m->vm, extra->overflow);
  if (list[1] < list[2])
    return VM_OK;
  cap = list[2] == 0 ? 1 : list[2] < 256 ? list[2] * 2 : list[2] + (list[2] + 768) / 4;
  cap = size_round_up (cap * 8, false) / 8;
  status = vm_malloc (m->vm, cap * 8, m->vm->program->known[PROG_TYPE_POINTER], true, &array);
  if (status != VM_TICK)
    return status;
  if (list[1] != 0 && vm_mem (m->vm, list[0], list[1] * 8))
    vm_copy_typed (m->vm, m->vm->program->known[PROG_TYPE_POINTER], array, list[0], list[1]);
  vm_put_pointer (m->vm, extra->overflow, array);
  list[2] = cap;
  return VM_RETRY;
}

/* Go 1.22 runtime/map.go, incrnoverflow: exact to 2^16 buckets, then by chance. */
static void
count_overflow (Map *m)
{
  Hmap *h = m->h;

  if (h->B < 16)
    h->n_overflow++;
  else if ((sched_random (m->vm->sched) & ((UINT64_C (1) << (h->B - 15)) - 1)) == 0)
    h->n_overflow++;
}

/* A new overflow bucket after `bucket`. VM_OK or VM_TICK: linked, in *out. */
static VmStatus
new_overflow (Map *m, Addr bucket, Addr *out)
{
  Vm *vm = m->vm;
  VmStatus status;
  MapExtra *extra;
  bool allocated = false;

  if (m->noscan && (status = ensure_list_room (m)) != VM_OK)
    return status;
  extra = extra_of (m);
  if (extra && extra->next_overflow != 0 && bucket_ok (m, extra->next_overflow))
    {
      *out = extra->next_overflow;
      if (*overflow_of (m, *out) == 0)
        extra->next_overflow = *out + m->t->bucket_bytes;
      else
        {
          *overflow_of (m, *out) = 0;
          extra->next_overflow = 0;
        }
    }
  else
    {
      status = vm_malloc (vm, m->t->bucket_bytes, m->t->bucket, true, out);
      if (status != VM_TICK)
        return status;
      allocated = true;
    }
  count_overflow (m);
  if (m->noscan)
    {
      uint64_t *list = image_ptr (vm->im, extra_of (m)->overflow);

      vm_put_pointer (vm, list[0] + 8 * list[1], *out);
      list[1]++;
      *overflow_of (m, bucket) = *out;
    }
  else
    vm_put_pointer (vm, bucket + m->t->bucket_bytes - 8, *out);
  return allocated ? VM_TICK : VM_OK;
}

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
      if (bucket != 0)
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
      ((Hmap *) image_ptr (vm->im, addr))->hash0 = (uint32_t) sched_random (vm->sched);
      if (hint <= 8)
        {
          *a = addr;
          return VM_TICK;
        }
      vm->g->vm.closure = addr;
      *state = 1;
      return VM_RETRY;
    }
  if (!map_open (&m, vm, id, addr))
    return vm_fault (vm, addr);
  if (hint < 0 || (uint64_t) hint > (UINT64_C (1) << 40) / m.t->bucket_bytes)
    hint = 0;
  while (over_load_factor ((uint64_t) hint, B))
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

/* ---- growing ---- */

/* Begins to grow: twice as large, or the same size to get rid of overflow buckets. VM_RETRY: begun. */
static VmStatus
hash_grow (Map *m)
{
  Vm *vm = m->vm;
  Hmap *h = m->h;
  unsigned bigger = over_load_factor (h->count + 1, h->B) ? 1 : 0;
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
  flags = h->flags & (uint8_t) ~(FLAG_ITERATOR | FLAG_OLD_ITERATOR);
  if (h->flags & FLAG_ITERATOR)
    flags |= FLAG_OLD_ITERATOR;
  if (!bigger)
    flags |= FLAG_SAME_SIZE;
  h->B += (uint8_t) bigger;
  h->flags = flags;
  vm_put_pointer (vm, m->addr + offsetof (Hmap, old_buckets), h->buckets);
  vm_put_pointer (vm, m->addr + offsetof (Hmap, buckets), buckets);
  h->n_evacuate = 0;
  h->n_overflow = 0;
  extra = extra_of (m);
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

static uint64_t
n_old_buckets (const Hmap *h)
{
  return UINT64_C (1) << (h->flags & FLAG_SAME_SIZE ? h->B : h->B - 1);
}

/* The last bucket of a chain that is being filled, and how many of its slots are taken. */
static Addr
chain_end (const Map *m, Addr bucket, unsigned *used)
{
  Addr next;

  while ((next = *overflow_of (m, bucket)) != 0 && bucket_ok (m, next))
    bucket = next;
  *used = 0;
  while (*used < 8 && BUCKET (m->vm, bucket)[*used] != EMPTY_REST)
    (*used)++;
  return bucket;
}

static void
move_entry (Map *m, Addr to, unsigned ti, Addr from, unsigned fi)
{
  Vm *vm = m->vm;
  TypeId pointer = vm->program->known[PROG_TYPE_POINTER];

  vm_copy_typed (vm, m->t->key_indirect ? pointer : m->t->key, key_at (m, to, ti), key_at (m, from, fi), 1);
  if (m->t->elem_slot_bytes != 0)
    vm_copy_typed (vm, m->t->elem_indirect ? pointer : m->t->elem, elem_at (m, to, ti), elem_at (m, from, fi), 1);
}

/* After the last old bucket: forget the old array. */
static void
advance_evacuation (Map *m)
{
  Hmap *h = m->h;
  uint64_t n = n_old_buckets (h), stop;

  h->n_evacuate++;
  stop = h->n_evacuate + 1024 < n ? h->n_evacuate + 1024 : n;
  while (h->n_evacuate != stop && evacuated (m, h->old_buckets + h->n_evacuate * m->t->bucket_bytes))
    h->n_evacuate++;
  if (h->n_evacuate != n)
    return;
  vm_put_pointer (m->vm, m->addr + offsetof (Hmap, old_buckets), 0);
  if (extra_of (m))
    vm_put_pointer (m->vm, h->extra + offsetof (MapExtra, old_overflow), 0);
  h->flags &= (uint8_t) ~FLAG_SAME_SIZE;
}

/* Moves one old bucket's chain. Split marks (X, Y) go into the old tops entry by entry; the first bucket's tops make
 * the whole chain count as evacuated only at the end, so marks of a chain under way are kept in its later buckets'
 * keys only by position: see the `done` count, derived from how many entries the new chains hold. */
static VmStatus
evacuate (Map *m, uint64_t number)
{
  Vm *vm = m->vm;
  Hmap *h = m->h;
  Addr first = h->old_buckets + number * m->t->bucket_bytes, bucket;
  uint64_t new_bit = n_old_buckets (h);
  bool same_size = h->flags & FLAG_SAME_SIZE;
  VmStatus status = VM_OK;
  uint64_t skip;

  if (!bucket_ok (m, first))
    return vm_fault (vm, first);
  if (!evacuated (m, first))
    {
      uint64_t seen = 0;

      skip = vm->g->vm.scratch[1];
      for (bucket = first; bucket != 0 && bucket_ok (m, bucket); bucket = *overflow_of (m, bucket))
        for (unsigned i = 0; i < 8; i++)
          {
            uint8_t top = BUCKET (vm, bucket)[i];
            Addr to;
            unsigned used, half = 0;

            if (top <= EMPTY_ONE || seen++ < skip)
              continue;
            if (!same_size)
              {
                const void *key = stored_key (m, key_at (m, bucket, i));
                uint64_t hash = key ? hash_key (m, key, &status) : 0;

                if (h->flags & FLAG_ITERATOR && !m->t->key_reflexive && key
                    && !vm_equal (vm, m->t->key, key, key, &status))
                  {
                    half = top & 1;
                    top = top_hash (hash);
                  }
                else
                  half = (hash & new_bit) != 0;
              }
            to = chain_end (m, h->buckets + (number + (half ? new_bit : 0)) * m->t->bucket_bytes, &used);
            if (used == 8)
              {
                status = new_overflow (m, to, &to);
                if (status != VM_OK && status != VM_TICK)
                  return status;
                used = 0;
                if (status == VM_TICK)
                  return VM_RETRY;
              }
            BUCKET (vm, to)[used] = top;
            move_entry (m, to, used, bucket, i);
            vm->g->vm.scratch[1] = ++skip;
          }
      vm->g->vm.scratch[1] = 0;
      for (bucket = first; bucket != 0 && bucket_ok (m, bucket); bucket = *overflow_of (m, bucket))
        for (unsigned i = 0; i < 8; i++)
          {
            uint8_t *top = &BUCKET (vm, bucket)[i];

            if (*top <= EMPTY_ONE)
              *top = EVACUATED_EMPTY;
            else if (same_size)
              *top = EVACUATED_X;
            else
              {
                const void *key = stored_key (m, key_at (m, bucket, i));
                VmStatus ignored = VM_OK;

                *top = key && hash_key (m, key, &ignored) & new_bit ? EVACUATED_Y : EVACUATED_X;
              }
          }
      /* Let go of what the old bucket points to, unless an iterator still reads it. */
      if (!(h->flags & FLAG_OLD_ITERATOR) && !m->noscan)
        {
          if (gc_barrier_on (vm->gc))
            vm_barrier_bulk (vm, first, 0, m->t->bucket_bytes, m->t->bucket);
          memset (BUCKET (vm, first) + 8, 0, m->t->bucket_bytes - 8u);
        }
    }
  if (number == h->n_evacuate)
    advance_evacuation (m);
  return VM_OK;
}

/* Each write to a growing map moves the bucket it uses and one more. */
static VmStatus
grow_work (Map *m, uint64_t bucket)
{
  Hmap *h = m->h;
  VmStatus status = evacuate (m, bucket & (n_old_buckets (h) - 1));

  if (status == VM_OK && h->old_buckets != 0)
    status = evacuate (m, h->n_evacuate);
  return status;
}

/* ---- writing ---- */

VM_HELPER (vm_op_mapset)
{
  Addr addr = fp[VM_B (ins)], bucket, last = 0, insert = 0, elem;
  const void *key = KEY_OF (&fp[VM_C (ins)]);
  VmStatus status = VM_OK, made = VM_OK;
  unsigned insert_index = 0;
  bool rest = false;
  uint64_t hash;
  uint8_t top;
  Map m;

  if (addr == 0)
    return vm_trap (vm, TRAP_NIL_MAP, 0, 0);
  if (!map_open (&m, vm, VM_UK (*next), addr))
    return vm_fault (vm, addr);
  if (written_elsewhere (vm, addr))
    return conflict (vm, "concurrent map writes");
  vm->extra += COST_VM_MAP;
  hash = hash_key (&m, key, &status);
  if (status != VM_OK)
    return status;
  note_write (vm, addr);
  top = top_hash (hash);
  if (m.h->buckets == 0)
    {
      Addr one;

      status = vm_malloc (vm, m.t->bucket_bytes, m.t->bucket, true, &one);
      if (status != VM_TICK)
        return status;
      vm_put_pointer (vm, addr + offsetof (Hmap, buckets), one);
      return VM_RETRY;
    }
again:
  bucket = hash & ((UINT64_C (1) << m.h->B) - 1);
  if (m.h->old_buckets != 0 && !vm->g->vm.state)
    {
      status = grow_work (&m, bucket);
      if (status != VM_OK)
        return status;
    }
  bucket = m.h->buckets + bucket * m.t->bucket_bytes;
  for (; !rest && bucket != 0 && bucket_ok (&m, bucket); bucket = *overflow_of (&m, bucket))
    {
      const uint8_t *tops = BUCKET (vm, bucket);

      last = bucket;
      for (unsigned i = 0; i < 8; i++)
        {
          if (tops[i] != top)
            {
              if (tops[i] <= EMPTY_ONE && insert == 0)
                {
                  insert = bucket;
                  insert_index = i;
                }
              if (tops[i] == EMPTY_REST)
                {
                  rest = true;
                  break;
                }
              continue;
            }
          if (!keys_equal (&m, key, stored_key (&m, key_at (&m, bucket, i))))
            continue;
          if (m.vm->program->types[m.t->key].eq != RT_EQ_MEM && !m.t->key_indirect)
            vm_store_typed (vm, m.t->key, key_at (&m, bucket, i), &fp[VM_C (ins)]);
          fp[VM_A (ins)] = element_address (&m, elem_at (&m, bucket, i));
          vm->g->vm.state = 0;
          return VM_OK;
        }
    }
  if (m.h->old_buckets == 0 && !vm->g->vm.state
      && (over_load_factor (m.h->count + 1, m.h->B) || too_many_overflow (m.h)))
    {
      status = hash_grow (&m);
      if (status != VM_RETRY || m.h->old_buckets == 0)
        return status;
      insert = last = 0;
      rest = false;
      made = VM_TICK;
      goto again;
    }
  if (insert == 0)
    {
      if (last == 0)
        return vm_fault (vm, m.h->buckets);
      status = new_overflow (&m, last, &insert);
      if (status != VM_OK && status != VM_TICK)
        return status;
      insert_index = 0;
      if (status == VM_TICK)
        {
          vm->g->vm.state = 1; /* growing was decided already in this operation */
          made = VM_TICK;
        }
    }
  if (m.t->key_indirect)
    {
      Addr *slot = IMAGE_AT (vm->im, Addr, key_at (&m, insert, insert_index)), object;

      if (*slot == 0)
        {
          vm->g->vm.state = 1;
          status = vm_malloc (vm, m.key->size_bytes, m.t->key, true, &object);
          if (status != VM_TICK)
            return status;
          vm_put_pointer (vm, key_at (&m, insert, insert_index), object);
          return VM_RETRY;
        }
      vm_store_typed (vm, m.t->key, *slot, &fp[VM_C (ins)]);
    }
  elem = elem_at (&m, insert, insert_index);
  if (m.t->elem_indirect)
    {
      Addr *slot = IMAGE_AT (vm->im, Addr, elem), object;

      if (*slot == 0)
        {
          vm->g->vm.state = 1;
          status = vm_malloc (vm, m.elem->size_bytes, m.t->elem, true, &object);
          if (status != VM_TICK)
            return status;
          vm_put_pointer (vm, elem, object);
          return VM_RETRY;
        }
      elem = *slot;
    }
  if (!m.t->key_indirect && m.t->key_slot_bytes != 0)
    vm_store_typed (vm, m.t->key, key_at (&m, insert, insert_index), &fp[VM_C (ins)]);
  BUCKET (vm, insert)[insert_index] = top;
  m.h->count++;
  vm->g->vm.state = 0;
  fp[VM_A (ins)] = elem;
  return made == VM_TICK ? VM_TICK : VM_OK;
}

static void
clear_slot (Map *m, Addr at, const GcType *gt, TypeId type, bool indirect)
{
  Vm *vm = m->vm;

  if (indirect)
    {
      vm_put_pointer (vm, at, 0);
      return;
    }
  if (gt->ptr_bytes != 0 && gc_barrier_on (vm->gc))
    vm_barrier_bulk (vm, at, 0, gt->size_bytes, type);
  memset (image_ptr (vm->im, at), 0, gt->size_bytes);
}

/* After slot i became empty: a run of empty slots at the end of the chain is marked as the rest. */
static void
mark_rest (Map *m, Addr first, Addr bucket, unsigned i)
{
  Vm *vm = m->vm;
  Addr next = *overflow_of (m, bucket);

  if (i == 7 ? next != 0 && bucket_ok (m, next) && BUCKET (vm, next)[0] != EMPTY_REST
             : BUCKET (vm, bucket)[i + 1] != EMPTY_REST)
    return;
  for (;;)
    {
      BUCKET (vm, bucket)[i] = EMPTY_REST;
      if (i == 0)
        {
          Addr before = first;

          if (bucket == first)
            return;
          while (*overflow_of (m, before) != bucket)
            before = *overflow_of (m, before);
          bucket = before;
          i = 7;
        }
      else
        i--;
      if (BUCKET (vm, bucket)[i] != EMPTY_ONE)
        return;
    }
}

VM_HELPER (vm_op_mapdel)
{
  Addr addr = fp[VM_A (ins)], bucket;
  const void *key = KEY_OF (&fp[VM_B (ins)]);
  VmStatus status = VM_OK;
  unsigned i;
  uint64_t hash, number;
  Map m;

  vm->extra += COST_VM_MAP;
  if (addr == 0)
    return VM_OK;
  if (!map_open (&m, vm, VM_UK (*next), addr))
    return vm_fault (vm, addr);
  hash = hash_key (&m, key, &status);
  if (status != VM_OK || m.h->count == 0)
    return status;
  if (written_elsewhere (vm, addr))
    return conflict (vm, "concurrent map writes");
  note_write (vm, addr);
  number = hash & ((UINT64_C (1) << m.h->B) - 1);
  if (m.h->old_buckets != 0)
    {
      status = grow_work (&m, number);
      if (status != VM_OK)
        return status;
    }
  bucket = find (&m, key, hash, &i);
  if (bucket == 0)
    return VM_OK;
  if (m.key->ptr_bytes != 0 || m.t->key_indirect)
    clear_slot (&m, key_at (&m, bucket, i), m.key, m.t->key, m.t->key_indirect);
  if (m.t->elem_slot_bytes != 0)
    clear_slot (&m, elem_at (&m, bucket, i), m.elem, m.t->elem, m.t->elem_indirect);
  BUCKET (vm, bucket)[i] = EMPTY_ONE;
  mark_rest (&m, m.h->buckets + number * m.t->bucket_bytes, bucket, i);
  if (--m.h->count == 0)
    m.h->hash0 = (uint32_t) sched_random (vm->sched);
  return VM_OK;
}

/* clear (m): Go 1.22 runtime/map.go, mapclear: the buckets are cleared and kept. */
VM_HELPER (vm_op_mapclear)
{
  Addr addr = fp[VM_A (ins)];
  MapExtra *extra;
  uint64_t n, bytes;
  Map m;

  if (addr == 0)
    return VM_OK;
  if (!map_open (&m, vm, VM_UK (*next), addr))
    return vm_fault (vm, addr);
  if (m.h->count == 0)
    return VM_OK;
  if (written_elsewhere (vm, addr))
    return conflict (vm, "concurrent map writes");
  note_write (vm, addr);
  if (m.h->old_buckets != 0)
    vm_put_pointer (vm, addr + offsetof (Hmap, old_buckets), 0);
  m.h->flags &= (uint8_t) ~FLAG_SAME_SIZE;
  m.h->n_evacuate = 0;
  m.h->n_overflow = 0;
  m.h->count = 0;
  m.h->hash0 = (uint32_t) sched_random (vm->sched);
  extra = extra_of (&m);
  if (extra)
    {
      vm_put_pointer (vm, m.h->extra + offsetof (MapExtra, overflow), 0);
      vm_put_pointer (vm, m.h->extra + offsetof (MapExtra, old_overflow), 0);
      vm_put_pointer (vm, m.h->extra + offsetof (MapExtra, next_overflow), 0);
    }
  n = UINT64_C (1) << m.h->B;
  bytes = n * m.t->bucket_bytes;
  if (!vm_mem_w (vm, m.h->buckets, bytes))
    return vm_fault (vm, m.h->buckets);
  if (!m.noscan && gc_barrier_on (vm->gc))
    vm_barrier_bulk (vm, m.h->buckets, 0, bytes, m.t->bucket);
  memset (image_ptr (vm->im, m.h->buckets), 0, bytes);
  vm->extra += (Vtime) (bytes / 64) * COST_CLEAR_PER_64B;
  return VM_OK;
}

/* ---- iterating ---- */

VM_HELPER (vm_op_mapiter)
{
  Addr addr = fp[VM_B (ins)];
  Hiter it = { 0 };
  uint64_t r;
  Map m;

  it.type = VM_UK (*next);
  if (addr != 0)
    {
      if (!map_open (&m, vm, (TypeId) it.type, addr))
        return vm_fault (vm, addr);
      if (m.h->count != 0)
        {
          if (m.noscan)
            {
              VmStatus status = ensure_overflow_list (&m);

              if (status != VM_OK)
                return status;
              it.overflow = extra_of (&m)->overflow;
              it.old_overflow = extra_of (&m)->old_overflow;
            }
          r = sched_random (vm->sched);
          it.h = addr;
          it.B = m.h->B;
          it.buckets = m.h->buckets;
          it.start_bucket = r & ((UINT64_C (1) << it.B) - 1);
          it.offset = (uint8_t) (r >> it.B & 7);
          it.bucket = it.start_bucket;
          it.check_bucket = NO_CHECK;
          m.h->flags |= FLAG_ITERATOR | FLAG_OLD_ITERATOR;
        }
    }
  memcpy (&fp[VM_A (ins)], &it, sizeof it);
  return VM_OK;
}

/* The next bucket of the iteration, or the old one whose entries will come to it. False: the end. */
static bool
next_bucket (Map *m, Hiter *it, Addr *bucket)
{
  const Hmap *h = m->h;

  if (it->bucket == it->start_bucket && it->wrapped)
    return false;
  if (h->old_buckets != 0 && it->B == h->B)
    {
      uint64_t old = it->bucket & (n_old_buckets (h) - 1);

      *bucket = h->old_buckets + old * m->t->bucket_bytes;
      if (!evacuated (m, *bucket))
        it->check_bucket = it->bucket;
      else
        {
          *bucket = it->buckets + it->bucket * m->t->bucket_bytes;
          it->check_bucket = NO_CHECK;
        }
    }
  else
    {
      *bucket = it->buckets + it->bucket * m->t->bucket_bytes;
      it->check_bucket = NO_CHECK;
    }
  if (++it->bucket == UINT64_C (1) << it->B)
    {
      it->bucket = 0;
      it->wrapped = true;
    }
  it->i = 0;
  return true;
}

VM_HELPER (vm_op_mapnext)
{
  Hiter *it = (Hiter *) &fp[VM_A (ins)];
  Addr bucket = it->bucket_ptr;
  Map m;

  vm->extra += COST_VM_MAP;
  it->key = it->elem = 0;
  if (it->h == 0)
    return VM_OK;
  if (!map_open (&m, vm, (TypeId) it->type, it->h))
    return vm_fault (vm, it->h);
  if (written_elsewhere (vm, it->h))
    return conflict (vm, "concurrent map iteration and map write");
  for (;;)
    {
      if (bucket == 0)
        {
          if (!next_bucket (&m, it, &bucket))
            {
              it->h = 0;
              return VM_OK;
            }
        }
      if (!bucket_ok (&m, bucket))
        return vm_fault (vm, bucket);
      for (; it->i < 8; it->i++)
        {
          unsigned slot = (it->i + it->offset) & 7;
          uint8_t top = BUCKET (vm, bucket)[slot];
          Addr key_slot = key_at (&m, bucket, slot);
          const void *key;
          bool reflexive;
          VmStatus status = VM_OK;

          if (top <= EMPTY_ONE || top == EVACUATED_EMPTY)
            continue;
          key = stored_key (&m, key_slot);
          if (!key)
            return vm_fault (vm, key_slot);
          reflexive = m.t->key_reflexive || vm_equal (vm, m.t->key, key, key, &status);
          if (it->check_bucket != NO_CHECK && !(m.h->flags & FLAG_SAME_SIZE))
            {
              /* Only what will move to the bucket that is being iterated. */
              if (reflexive)
                {
                  if ((hash_key (&m, key, &status) & ((UINT64_C (1) << it->B) - 1)) != it->check_bucket)
                    continue;
                }
              else if (it->check_bucket >> (it->B - 1) != (top & 1u))
                continue;
            }
          if ((top != EVACUATED_X && top != EVACUATED_Y) || !reflexive)
            {
              it->key = m.t->key_indirect ? *IMAGE_AT (vm->im, Addr, key_slot) : key_slot;
              it->elem = element_address (&m, elem_at (&m, bucket, slot));
            }
          else
            {
              /* The map grew since: look the entry up where it is now; it may be gone. */
              unsigned index;
              Addr now = find (&m, key, hash_key (&m, key, &status), &index);

              if (now == 0)
                continue;
              it->key = m.t->key_indirect ? *IMAGE_AT (vm->im, Addr, key_at (&m, now, index)) : key_at (&m, now, index);
              it->elem = element_address (&m, elem_at (&m, now, index));
            }
          it->bucket_ptr = bucket;
          it->i++;
          return VM_OK;
        }
      bucket = *overflow_of (&m, bucket);
      it->i = 0;
    }
}

/* ---- looking at all of it ---- */

static void
chain_entries (Map *m, Addr bucket, GArray *entries)
{
  for (; bucket != 0 && bucket_ok (m, bucket); bucket = *overflow_of (m, bucket))
    for (unsigned i = 0; i < 8; i++)
      {
        uint8_t top = BUCKET (m->vm, bucket)[i];
        Addr entry[2];

        if (top < MIN_TOP_HASH)
          continue;
        entry[0] = m->t->key_indirect ? *IMAGE_AT (m->vm->im, Addr, key_at (m, bucket, i)) : key_at (m, bucket, i);
        entry[1] = element_address (m, elem_at (m, bucket, i));
        if (vm_mem (m->vm, entry[0], m->key->size_bytes) && vm_mem (m->vm, entry[1], m->elem->size_bytes))
          g_array_append_val (entries, entry);
      }
}

void
vm_map_entries (Vm *vm, TypeId type, Addr map, GArray *entries)
{
  Map m;

  if (map == 0 || !map_open (&m, vm, type, map) || m.h->count == 0)
    return;
  if (m.h->old_buckets != 0)
    for (uint64_t i = 0; i < n_old_buckets (m.h); i++)
      {
        Addr bucket = m.h->old_buckets + i * m.t->bucket_bytes;

        if (bucket_ok (&m, bucket) && !evacuated (&m, bucket))
          chain_entries (&m, bucket, entries);
      }
  for (uint64_t i = 0; i < UINT64_C (1) << m.h->B; i++)
    chain_entries (&m, m.h->buckets + i * m.t->bucket_bytes, entries);
}
