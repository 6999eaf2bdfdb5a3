/* Natives of internal/native: sorting that calls nothing of the program's back. */

#include <math.h>
#include <stdlib.h>

#include "lang/vm-natives.h"

static int
compare_ints (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return x < y ? -1 : x > y;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  if (x < y || (isnan (x) && !isnan (y)))
    return -1;
  return x > y || (isnan (y) && !isnan (x));
}

static int
compare_strings (gconstpointer a, gconstpointer b, gpointer data)
{
  return vm_string_compare (data, a, b);
}

static void
charge_sort (Vm *vm, uint64_t n)
{
  uint64_t steps = 1;

  for (uint64_t k = n; k > 1; k >>= 1)
    steps++;
  vm->extra += (Vtime) (n * steps) * COST_SORT_STEP;
}

static VmStatus
sort_ints (Vm *vm, uint64_t *base)
{
  void *x = base[2] ? vm_mem_w (vm, base[1], base[2] * 8) : NULL;

  if (x)
    qsort (x, base[2], 8, compare_ints);
  charge_sort (vm, base[2]);
  return VM_OK;
}

static VmStatus
sort_float64s (Vm *vm, uint64_t *base)
{
  void *x = base[2] ? vm_mem_w (vm, base[1], base[2] * 8) : NULL;

  if (x)
    qsort (x, base[2], 8, compare_doubles);
  charge_sort (vm, base[2]);
  return VM_OK;
}

static VmStatus
sort_strings (Vm *vm, uint64_t *base)
{
  void *x = base[2] ? vm_mem_w (vm, base[1], base[2] * 16) : NULL;

  if (x)
    {
      /* The same strings in another order: while marking, each that moves is shaded. */
      if (gc_barrier_on (vm->gc))
        for (uint64_t i = 0; i < base[2]; i++)
          gc_shade (vm->gc, vm->p, vm->g, ((uint64_t *) x)[2 * i]);
      g_qsort_with_data (x, (gint) base[2], 16, compare_strings, vm);
    }
  charge_sort (vm, base[2]);
  return VM_OK;
}

#define N(name, func) { "internal/native." name, func }

const VmNative vm_sort_natives[] = {
  N ("SortInts", sort_ints),
  N ("SortFloat64s", sort_float64s),
  N ("SortStrings", sort_strings),
  { NULL, NULL },
};
