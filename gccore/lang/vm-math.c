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
  vm->extra += COST_MATH_1;
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
  vm->extra += COST_MATH_2;
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

/* The infinities and zeros of a quotient that came out as no number (Go 1.22 runtime/complex.go, as C99's annex G). */
static void
divide_specially (const double n[2], const double m[2], double q[2])
{
  double a = n[0], b = n[1], c = m[0], d = m[1], factor;

  if (c == 0 && d == 0 && (!isnan (a) || !isnan (b)))
    {
      q[0] = copysign (INFINITY, c) * a;
      q[1] = copysign (INFINITY, c) * b;
      return;
    }
  if ((isinf (a) || isinf (b)) && isfinite (c) && isfinite (d))
    {
      a = copysign (isinf (a) ? 1 : 0, a);
      b = copysign (isinf (b) ? 1 : 0, b);
      factor = INFINITY;
    }
  else if ((isinf (c) || isinf (d)) && isfinite (a) && isfinite (b))
    {
      c = copysign (isinf (c) ? 1 : 0, c);
      d = copysign (isinf (d) ? 1 : 0, d);
      factor = 0;
    }
  else
    return;
  q[0] = factor * (a * c + b * d);
  q[1] = factor * (b * c - a * d);
}

/* runtime.complex128div (n, m complex128) complex128: Smith's algorithm, which divides by the larger part first. */
static VmStatus
complex_divide (Vm *vm, uint64_t *base)
{
  double n[2], m[2], q[2], ratio, denominator;

  memcpy (n, &base[1], sizeof n);
  memcpy (m, &base[3], sizeof m);
  if (fabs (m[0]) >= fabs (m[1]))
    {
      ratio = m[1] / m[0];
      denominator = m[0] + ratio * m[1];
      q[0] = (n[0] + n[1] * ratio) / denominator;
      q[1] = (n[1] - n[0] * ratio) / denominator;
    }
  else
    {
      ratio = m[0] / m[1];
      denominator = m[1] + ratio * m[0];
      q[0] = (n[0] * ratio + n[1]) / denominator;
      q[1] = (n[1] * ratio - n[0]) / denominator;
    }
  if (isnan (q[0]) && isnan (q[1]))
    divide_specially (n, m, q);
  memcpy (&base[5], q, sizeof q);
  vm->extra += COST_COMPLEX_DIVIDE;
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
  { "runtime.complex128div", complex_divide },
  N ("Math1", math1),
  N ("Math2", math2),
  N ("Fma", math_fma),
  N ("Ldexp", math_ldexp),
  N ("Frexp", math_frexp),
  N ("Random", random_number),
  { NULL, NULL },
};
