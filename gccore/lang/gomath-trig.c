/* Trigonometric functions and their inverses, by the methods of Cephes; huge angles by Payne and Hanek. */

#include "lang/gomath.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define PI 3.14159265358979323846264338327950288
#define PI_2 1.57079632679489661923132169163975144
#define PI_4 0.785398163397448309615660845819875721

/* An angle as octants (even ones: multiples of Pi/4 that are nearest) and what is left of it. */
typedef struct { uint64_t octants; double rest; } Angle;

/* Binary digits of 4/Pi. */
static const uint64_t four_over_pi[] = {
  0x0000000000000001, 0x45f306dc9c882a53, 0xf84eafa3ea69bb81, 0xb6c52b3278872083, 0xfca2c757bd778ac3,
  0x6e48dc74849ba5c0, 0x0c925dd413a32439, 0xfc3bd63962534e7d, 0xd1046bea5d768909, 0xd338e04d68befc82,
  0x7323ac7306a673e9, 0x3908bf177bf25076, 0x3ff12fffbc0b301f, 0xde5e2316b414da3e, 0xda6cfd9e4f96136e,
  0x9e8c7ecd3cbfd45a, 0xea4f758fd7cbe2f6, 0x7a0e73ef14a525d4, 0xd7f6bf623f1aba10, 0xac06608df8f6d757,
};

/* 64 digits from bit `shift` of word i on. */
static uint64_t
digits_at (unsigned i, unsigned shift)
{
  return shift == 0 ? four_over_pi[i] : four_over_pi[i] << shift | four_over_pi[i + 1] >> (64 - shift);
}

/* For x from 2^29 on: x * 4/Pi, of which only the digits around the point matter, 64 whole and 64 behind. */
static Angle
reduce_huge (double x)
{
  uint64_t mantissa, hi, lo, octants;
  unsigned __int128 sum;
  unsigned at, zeros;
  double rest;

  memcpy (&mantissa, &x, 8);
  at = (unsigned) ((int) (mantissa >> 52) - 1023 - 52 + 61);
  mantissa = (mantissa & ((UINT64_C (1) << 52) - 1)) | UINT64_C (1) << 52;
  sum = ((unsigned __int128) (digits_at (at / 64, at % 64) * mantissa) << 64)
        + (unsigned __int128) digits_at (at / 64 + 1, at % 64) * mantissa
        + (uint64_t) ((unsigned __int128) digits_at (at / 64 + 2, at % 64) * mantissa >> 64);
  hi = (uint64_t) (sum >> 64);
  lo = (uint64_t) sum;
  octants = hi >> 61;
  hi = hi << 3 | lo >> 61;
  zeros = (unsigned) __builtin_clzll (hi) + 1;
  hi = ((zeros == 64 ? 0 : hi << zeros) | lo >> (64 - zeros)) >> 12;
  hi |= (uint64_t) (1023 - zeros) << 52;
  memcpy (&rest, &hi, 8);
  if (octants & 1)
    {
      octants = (octants + 1) & 7;
      rest--;
    }
  return (Angle) { octants, rest * PI_4 };
}

static Angle
reduce (double x)
{
  uint64_t octants;
  double y;

  if (x >= 0x1p29)
    return reduce_huge (x);
  octants = (uint64_t) (x * 1.27323954473516268615107010698140931);
  octants += octants & 1;
  y = (double) octants;
  return (Angle) { octants & 7,
                   ((x - y * 7.85398125648498535156e-1) - y * 3.77489470793079817668e-8)
                     - y * 2.69515142907905952645e-15 };
}

static double
sin_rest (double z)
{
  double zz = z * z;

  return z
         + z * zz
             * (((((1.58962301576546568060e-10 * zz + -2.50507477628578072866e-8) * zz + 2.75573136213857245213e-6) * zz
                  + -1.98412698295895385996e-4)
                   * zz
                 + 8.33333333332211858878e-3)
                  * zz
                + -1.66666666666666307295e-1);
}

static double
cos_rest (double z)
{
  double zz = z * z;

  return 1.0 - 0.5 * zz
         + zz * zz
             * (((((-1.13585365213876817300e-11 * zz + 2.08757008419747316778e-9) * zz + -2.75573141792967388112e-7) * zz
                  + 2.48015872888517045348e-5)
                   * zz
                 + -1.38888888888730564116e-3)
                  * zz
                + 4.16666666666665929218e-2);
}

double
gomath_sin (double x)
{
  Angle angle;
  double y;

  if (x == 0 || isnan (x))
    return x;
  if (isinf (x))
    return (double) NAN;
  angle = reduce (fabs (x));
  y = (angle.octants & 3) == 2 ? cos_rest (angle.rest) : sin_rest (angle.rest);
  return (x < 0) != (angle.octants > 3) ? -y : y;
}

double
gomath_cos (double x)
{
  Angle angle;
  double y;

  if (isnan (x) || isinf (x))
    return (double) NAN;
  angle = reduce (fabs (x));
  y = (angle.octants & 3) == 2 ? sin_rest (angle.rest) : cos_rest (angle.rest);
  return angle.octants == 2 || angle.octants == 4 ? -y : y;
}

double
gomath_tan (double x)
{
  Angle angle;
  double y, z, zz;

  if (x == 0 || isnan (x))
    return x;
  if (isinf (x))
    return (double) NAN;
  angle = reduce (fabs (x));
  y = z = angle.rest;
  zz = z * z;
  if (zz > 1e-14)
    y = z
        + z
            * (zz * ((-1.30936939181383777646e4 * zz + 1.15351664838587416140e6) * zz + -1.79565251976484877988e7)
               / ((((zz + 1.36812963470692954678e4) * zz + -1.32089234440210967447e6) * zz + 2.50083801823357915839e7) * zz
                  + -5.38695755929454629881e7));
  if (angle.octants & 2)
    y = -1 / y;
  return x < 0 ? -y : y;
}

/* Up to 0.66. */
static double
atan_small (double x)
{
  double z = x * x;

  z = z
      * ((((-8.750608600031904122785e-01 * z + -1.615753718733365076637e+01) * z + -7.500855792314704667340e+01) * z
          + -1.228866684490136173410e+02)
           * z
         + -6.485021904942025371773e+01)
      / (((((z + 2.485846490142306297962e+01) * z + 1.650270098316988542046e+02) * z + 4.328810604912902668951e+02) * z
          + 4.853903996359136964868e+02)
           * z
         + 1.945506571482613964425e+02);
  return x * z + x;
}

static double
atan_positive (double x)
{
  const double more_bits = 6.123233995736765886130e-17;

  if (x <= 0.66)
    return atan_small (x);
  if (x > 2.41421356237309504880)
    return PI_2 - atan_small (1 / x) + more_bits;
  return PI_4 + atan_small ((x - 1) / (x + 1)) + 0.5 * more_bits;
}

double
gomath_atan (double x)
{
  return x == 0 ? x : x > 0 ? atan_positive (x) : -atan_positive (-x);
}

double
gomath_asin (double x)
{
  double a = fabs (x), y;

  if (x == 0)
    return x;
  if (!(a <= 1))
    return (double) NAN;
  y = sqrt (1 - a * a);
  y = a > 0.7 ? PI_2 - atan_positive (y / a) : atan_positive (a / y);
  return x < 0 ? -y : y;
}

double
gomath_acos (double x)
{
  return PI_2 - gomath_asin (x);
}

double
gomath_atan2 (double y, double x)
{
  double q;

  if (isnan (y) || isnan (x))
    return (double) NAN;
  if (y == 0)
    return copysign (signbit (x) ? PI : 0, y);
  if (x == 0)
    return copysign (PI_2, y);
  if (isinf (x))
    return copysign (isinf (y) ? (x > 0 ? PI_4 : 2.35619449019234492884698253745962716) : x > 0 ? 0 : PI, y);
  if (isinf (y))
    return copysign (PI_2, y);
  q = gomath_atan (y / x);
  if (x < 0)
    return q <= 0 ? q + PI : q - PI;
  return q;
}
