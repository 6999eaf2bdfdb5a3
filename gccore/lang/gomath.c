/* Exponentials, logarithms, powers, roots, hyperbolic functions. */

#include "lang/gomath.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define LN2_HI 6.93147180369123816490e-01
#define LN2_LO 1.90821492927058770002e-10
#define INFINITE ((double) INFINITY)
#define NOT_A_NUMBER from_bits (UINT64_C (0x7ff8000000000001))

static uint64_t
to_bits (double x)
{
  uint64_t bits;

  memcpy (&bits, &x, 8);
  return bits;
}

static double
from_bits (uint64_t bits)
{
  double x;

  memcpy (&x, &bits, 8);
  return x;
}

static double
power_of_two (int exponent)
{
  return from_bits ((uint64_t) (exponent + 1023) << 52);
}

/* Shibata's method: e^r for r reduced by 16 from its Taylor series as 1 + d, squared four times in d. */
double
gomath_exp (double x)
{
  static const double taylor[] = { 2.4801587301587301587e-5, 1.9841269841269841270e-4, 1.3888888888888888889e-3,
                                   8.3333333333333333333e-3, 4.1666666666666666667e-2, 1.6666666666666666667e-1, 0.5,
                                   1.0 };
  double k, series;
  int exponent;

  if (isnan (x) || isinf (x))
    return x < 0 ? 0 : x;
  if (x > 7.09782712893384e+02)
    return INFINITE;
  k = rint (x * 1.4426950408889634073599246810018920);
  if (k < -1023 - 52)
    return 0;
  x = fma (-k, 0.69314718055966295651160180568695068359375, x);
  x = fma (-k, 0.28235290563031577122588448175013436025525412068e-12, x);
  x *= 0.0625;
  series = taylor[0];
  for (int i = 1; i < 8; i++)
    series = fma (series, x, taylor[i]);
  x *= series;
  for (int i = 0; i < 3; i++)
    x *= x + 2;
  x = fma (x + 2, x, 1);
  exponent = (int) k;
  if (exponent >= 1024)
    return INFINITE;
  if (exponent > -1023)
    return x * power_of_two (exponent);
  return x * power_of_two (exponent + 1022) * power_of_two (-1022);
}

/* 2^k * e^(hi - lo) */
static double
exp_reduced (double hi, double lo, int k)
{
  double r = hi - lo, t = r * r;
  double c = r
             - t
                 * (1.66666666666666657415e-01
                    + t
                        * (-2.77777777770155933842e-03
                           + t
                               * (6.61375632143793436117e-05
                                  + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));

  return ldexp (1 - ((lo - (r * c) / (2 - c)) - hi), k);
}

double
gomath_exp2 (double x)
{
  int k;
  double t;

  if (isnan (x) || isinf (x))
    return x < 0 ? 0 : x;
  if (x > 1.0239999999999999e+03)
    return INFINITE;
  if (x < -1.0740e+03)
    return 0;
  k = x > 0 ? (int) (x + 0.5) : (int) (x - 0.5);
  t = x - k;
  return exp_reduced (t * LN2_HI, -t * LN2_LO, k);
}

/* Subnormal numbers are taken as if they were normal, as Go's assembly does. */
double
gomath_log (double x)
{
  uint64_t bits = to_bits (x);
  double k, f, s, s2, s4, t1, t2, half_square;
  bool small;

  if (bits << 1 == 0)
    return -INFINITE;
  if (bits >> 63)
    return NOT_A_NUMBER;
  if (isnan (x) || isinf (x))
    return x;
  f = from_bits ((bits & ((UINT64_C (1) << 52) - 1)) | UINT64_C (0x3fe0000000000000));
  k = (double) ((int) (bits >> 52) - 1022);
  small = f <= 7.07106781186547524401e-01;
  k -= small;
  f = f * (small + 1.0) - 1;
  s = f / (2 + f);
  s2 = s * s;
  s4 = s2 * s2;
  t1 = s2
       * (6.666666666666735130e-01
          + s4 * (2.857142874366239149e-01 + s4 * (1.818357216161805012e-01 + s4 * 1.479819860511658591e-01)));
  t2 = s4 * (3.999999999940941908e-01 + s4 * (2.222219843214978396e-01 + s4 * 1.531383769920937332e-01));
  half_square = 0.5 * f * f;
  return k * LN2_HI - ((half_square - (s * (half_square + (t1 + t2)) + k * LN2_LO)) - f);
}

double
gomath_log10 (double x)
{
  return gomath_log (x) * 0.434294481903251827651128918916605082;
}

double
gomath_log2 (double x)
{
  int exponent = 0;
  double fraction = isnan (x) || isinf (x) ? x : frexp (x, &exponent);

  if (fraction == 0.5)
    return exponent - 1;
  return gomath_log (fraction) * 1.44269504088896340735992468100189214 + exponent;
}

static bool
is_odd (double x)
{
  return fabs (x) < 0x1p53 && trunc (x) == x && ((int64_t) x & 1) != 0;
}

/* x^y for y beyond any fraction: only whether it grows matters. */
static double
pow_limit (double x, bool up)
{
  return x == -1 ? 1 : (fabs (x) < 1) == up ? 0 : INFINITE;
}

static double
pow_zero (double x, double y)
{
  bool odd = is_odd (y) && signbit (x);

  if (y < 0)
    return odd ? -INFINITE : INFINITE;
  return odd ? x : 0;
}

/* The fraction of y by a logarithm, its whole by squaring; powers of two apart. */
static double
pow_finite (double x, double y)
{
  double whole, fraction = modf (fabs (y), &whole), result = 1, square;
  int64_t exponent = 0, step;
  int first;

  if (fraction != 0 && x < 0)
    return NOT_A_NUMBER;
  if (whole >= 0x1p63)
    return pow_limit (x, y > 0);
  if (fraction != 0)
    {
      if (fraction > 0.5)
        {
          fraction--;
          whole++;
        }
      result = gomath_exp (fraction * gomath_log (x));
    }
  square = frexp (x, &first);
  step = first;
  for (int64_t i = (int64_t) whole; i != 0; i >>= 1)
    {
      if (step < -(1 << 12) || step > 1 << 12)
        {
          exponent += step;
          break;
        }
      if (i & 1)
        {
          result *= square;
          exponent += step;
        }
      square *= square;
      step *= 2;
      if (square < 0.5)
        {
          square += square;
          step--;
        }
    }
  if (y < 0)
    {
      result = 1 / result;
      exponent = -exponent;
    }
  return ldexp (result, (int) exponent);
}

double
gomath_pow (double x, double y)
{
  if (y == 0 || x == 1)
    return 1;
  if (y == 1)
    return x;
  if (isnan (x) || isnan (y))
    return NOT_A_NUMBER;
  if (x == 0)
    return pow_zero (x, y);
  if (isinf (y))
    return pow_limit (x, y > 0);
  if (isinf (x))
    return x < 0 ? pow_zero (-0.0, -y) : y < 0 ? 0 : INFINITE;
  if (y == 0.5)
    return sqrt (x);
  if (y == -0.5)
    return 1 / sqrt (x);
  return pow_finite (x, y);
}

double
gomath_pow10 (double n)
{
  static const double by_1[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10,
                                 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
                                 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31 };
  static const double up_by_32[] = { 1e0, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288 };
  static const double down_by_32[] = { 1e-0,   1e-32,  1e-64,  1e-96,  1e-128, 1e-160,
                                       1e-192, 1e-224, 1e-256, 1e-288, 1e-320 };

  if (n > 308)
    return INFINITE;
  if (n < -323)
    return 0;
  return n >= 0 ? up_by_32[(int) n / 32] * by_1[(int) n % 32] : down_by_32[(int) -n / 32] / by_1[(int) -n % 32];
}

double
gomath_hypot (double p, double q)
{
  double most, least;

  if (isinf (p) || isinf (q))
    return INFINITE;
  if (isnan (p) || isnan (q))
    return NOT_A_NUMBER;
  p = fabs (p);
  q = fabs (q);
  most = p > q ? p : q;
  least = p > q ? q : p;
  if (most == 0)
    return 0;
  least /= most;
  return most * sqrt (1 + least * least);
}

double
gomath_cbrt (double x)
{
  double t, r, s, a = fabs (x);

  if (x == 0 || isnan (x) || isinf (x))
    return x;
  if (a < 0x1p-1022)
    t = from_bits (to_bits (0x1p54 * a) / 3 + (UINT64_C (696219795) << 32));
  else
    t = from_bits (to_bits (a) / 3 + (UINT64_C (715094163) << 32));
  r = t * t / a;
  s = 5.42857142857142815906e-01 + r * t;
  t *= 3.57142857142857150787e-01
       + 1.60714285714285720630e+00 / (s + 1.41428571428571436819e+00 + -7.05306122448979611050e-01 / s);
  t = from_bits ((to_bits (t) & (UINT64_C (0xffffffffc) << 28)) + (UINT64_C (1) << 30));
  s = t * t;
  r = a / s;
  r = (r - t) / (t + t + r);
  t += t * r;
  return x < 0 ? -t : t;
}

double
gomath_sinh (double x)
{
  double a = fabs (x), e, sq, result;

  if (a > 21)
    result = gomath_exp (a) * 0.5;
  else if (a > 0.5)
    {
      e = gomath_exp (a);
      result = (e - 1 / e) * 0.5;
    }
  else
    {
      if (!(x < 0))
        a = x;
      sq = a * a;
      result = (((-0.2630563213397497062819489e+2 * sq + -0.2894211355989563807284660366e+4) * sq
                 + -0.8991272022039509355398013511e+5)
                  * sq
                + -0.6307673640497716991184787251e+6)
               * a;
      result /= ((sq + -0.173678953558233699533450911e+3) * sq + 0.1521517378790019070696485176e+5) * sq
                + -0.6307673640497716991212077277e+6;
    }
  return x < 0 ? -result : result;
}

double
gomath_cosh (double x)
{
  double e = gomath_exp (fabs (x));

  return fabs (x) > 21 ? e * 0.5 : (e + 1 / e) * 0.5;
}

double
gomath_tanh (double x)
{
  double a = fabs (x), s;

  if (a > 0.5 * 8.8029691931113054295988e+01)
    return x < 0 ? -1 : 1;
  if (a >= 0.625)
    {
      s = 1 - 2 / (gomath_exp (2 * a) + 1);
      return x < 0 ? -s : s;
    }
  if (x == 0)
    return x;
  s = x * x;
  return x
         + x * s * ((-9.64399179425052238628e-1 * s + -9.92877231001918586564e1) * s + -1.61468768441708447952e3)
             / (((s + 1.12811678491632931402e2) * s + 2.23548839060100448583e3) * s + 4.84406305325125486048e3);
}

/* ---- near zero: e^x - 1 and log (1 + x), msun's s_expm1.c and s_log1p.c ---- */

/* x as k ln 2 + *r, with what *r lacks in *rest. */
static int
reduce_by_ln2 (double x, double *r, double *rest)
{
  double a = fabs (x), hi, lo;
  int k = x < 0 ? -1 : 1;

  if (a >= 1.03972077083991796413e+00) /* 1.5 ln 2 */
    k = (int) (1.44269504088896338700e+00 * x + 0.5 * k);
  hi = x - k * LN2_HI;
  lo = k * LN2_LO;
  *r = hi - lo;
  *rest = (hi - *r) - lo;
  return k;
}

static double
add_to_exponent (double x, int k)
{
  return from_bits (to_bits (x) + ((uint64_t) (int64_t) k << 52));
}

double
gomath_expm1 (double x)
{
  static const double q[] = { -2.01099218183624371326e-07, 4.00821782732936239552e-06, -7.93650757867487942473e-05,
                              1.58730158725481460165e-03, -3.33333333333331316428e-02, 1 };
  double a = fabs (x), rest = 0, half, half_square, series, t, e;
  int k = 0;

  if (isnan (x) || x == INFINITE)
    return x;
  if (a >= 3.88162421113569373274e+01) /* 56 ln 2 */
    {
      if (x < 0)
        return -1;
      if (x >= 7.09782712893383973096e+02)
        return INFINITE;
    }
  if (a > 3.46573590279972654709e-01) /* ln 2 / 2 */
    k = reduce_by_ln2 (x, &x, &rest);
  else if (a < power_of_two (-54))
    return x;

  half = 0.5 * x;
  half_square = x * half;
  series = q[0];
  for (int i = 1; i < 6; i++)
    series = q[i] + half_square * series;
  t = 3 - series * half;
  e = half_square * ((series - t) / (6 - x * t));
  if (k == 0)
    return x - (x * e - half_square);
  e = x * (e - rest) - rest - half_square;
  if (k == -1)
    return 0.5 * (x - e) - 0.5;
  if (k == 1)
    return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k < 0 || k > 56)
    return add_to_exponent (1 - (e - x), k) - 1;
  if (k < 20)
    return add_to_exponent (1 - power_of_two (-k) - (e - x), k);
  return add_to_exponent (x - (e + power_of_two (-k)) + 1, k);
}

double
gomath_log1p (double x)
{
  static const double p[] = { 1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01,
                              2.222219843214978396e-01, 2.857142874366239149e-01, 3.999999999940941908e-01,
                              6.666666666666735130e-01 };
  double a = fabs (x), f = x, rest = 0, half_square, s, z, r;
  uint64_t mantissa = 1;
  int k = 0;

  if (x < -1 || isnan (x))
    return NOT_A_NUMBER;
  if (x == -1)
    return -INFINITE;
  if (x == INFINITE)
    return x;
  if (a < power_of_two (-29))
    return a < power_of_two (-54) ? x : x - x * x * 0.5;
  /* 1 + x as 2^k (1 + f), sqrt (1/2) < 1 + f < sqrt (2); what 1 + x lost in `rest`. */
  if (!(a < 4.142135623730950488017e-01 && x > -2.928932188134524755992e-01))
    {
      double u = a < power_of_two (53) ? 1 + x : x;

      mantissa = to_bits (u);
      k = (int) (mantissa >> 52) - 1023;
      if (a < power_of_two (53))
        rest = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
      mantissa &= UINT64_C (0xfffffffffffff);
      if (mantissa < UINT64_C (0x6a09e667f3bcd)) /* sqrt (2) */
        u = from_bits (mantissa | UINT64_C (0x3ff0000000000000));
      else
        {
          k++;
          u = from_bits (mantissa | UINT64_C (0x3fe0000000000000));
          mantissa = ((UINT64_C (1) << 52) - mantissa) >> 2;
        }
      f = u - 1;
    }
  half_square = 0.5 * f * f;
  if (mantissa == 0)
    {
      if (f == 0)
        return k == 0 ? 0 : k * LN2_HI + (rest + k * LN2_LO);
      r = half_square * (1 - 0.66666666666666666 * f);
      return k == 0 ? f - r : k * LN2_HI - ((r - (k * LN2_LO + rest)) - f);
    }
  s = f / (2 + f);
  z = s * s;
  r = p[0];
  for (int i = 1; i < 7; i++)
    r = p[i] + z * r;
  r *= z;
  if (k == 0)
    return f - (half_square - s * (half_square + r));
  return k * LN2_HI - ((half_square - (s * (half_square + r) + (k * LN2_LO + rest))) - f);
}
