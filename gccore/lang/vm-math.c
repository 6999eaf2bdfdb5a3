/* Natives of internal/native: math. */

#include <math.h>
#include <string.h>

#include "lang/gomath.h"
#include "lang/vm-natives.h"

/* By the number that std/math.go gives. */
static double (*const math1_functions[]) (double) = {
  sqrt, floor, ceil, trunc, round, rint, gomath_exp, gomath_exp2, gomath_expm1, gomath_log, gomath_log2, gomath_log10,
  gomath_log1p, gomath_sin, gomath_cos, gomath_tan, gomath_asin, gomath_acos, gomath_atan, gomath_sinh, gomath_cosh,
  gomath_tanh, gomath_cbrt, gomath_pow10,
};

static VmStatus
math1 (Vm *vm, uint64_t *base)
{
  double x;

  memcpy (&x, &base[2], 8);
  x = base[1] < G_N_ELEMENTS (math1_functions) ? math1_functions[base[1]](x) : 0;
  memcpy (&base[3], &x, 8);
  vm->extra += COST (8);
  return VM_OK;
}

static double (*const math2_functions[]) (double, double) = {
  gomath_hypot, gomath_pow, fmod, gomath_atan2, remainder, nextafter,
};

static VmStatus
math2 (Vm *vm, uint64_t *base)
{
  double x, y;

  memcpy (&x, &base[2], 8);
  memcpy (&y, &base[3], 8);
  x = base[1] < G_N_ELEMENTS (math2_functions) ? math2_functions[base[1]](x, y) : 0;
  memcpy (&base[4], &x, 8);
  vm->extra += COST (15);
  return VM_OK;
}

static VmStatus
math_fma (Vm *vm, uint64_t *base)
{
  double x[3];

  memcpy (x, &base[1], 24);
  x[0] = fma (x[0], x[1], x[2]);
  memcpy (&base[4], x, 8);
  return VM_OK;
}

static VmStatus
math_ldexp (Vm *vm, uint64_t *base)
{
  double x;
  int64_t exponent = (int64_t) base[2];

  memcpy (&x, &base[1], 8);
  x = ldexp (x, exponent > 10000 ? 10000 : exponent < -10000 ? -10000 : (int) exponent);
  memcpy (&base[3], &x, 8);
  return VM_OK;
}

static VmStatus
math_frexp (Vm *vm, uint64_t *base)
{
  double x;
  int exponent = 0;

  memcpy (&x, &base[1], 8);
  if (isfinite (x))
    x = frexp (x, &exponent);
  memcpy (&base[2], &x, 8);
  base[3] = (uint64_t) (int64_t) exponent;
  return VM_OK;
}

static VmStatus
random_number (Vm *vm, uint64_t *base)
{
  base[1] = sched_random (vm->sched);
  return VM_OK;
}

#define N(name, func) { "internal/native." name, func }

const VmNative vm_math_natives[] = {
  N ("Math1", math1),
  N ("Math2", math2),
  N ("Fma", math_fma),
  N ("Ldexp", math_ldexp),
  N ("Frexp", math_frexp),
  N ("Random", random_number),
  { NULL, NULL },
};
