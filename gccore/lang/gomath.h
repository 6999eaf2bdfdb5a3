#pragma once

/* Elementary functions as Go 1.22 computes them on amd64, to the last bit, on any host: sums, products, quotients,
 * square roots and fused multiplications are exact to rounding everywhere, and nothing else is used. Log, Exp and Hypot
 * are what Go's assembly computes (math/log_amd64.s, exp_amd64.s with FMA, hypot_amd64.s), the others what its Go code
 * does: methods of FreeBSD's msun, Cephes, Hart & Cheney. */

double gomath_exp (double x);
double gomath_exp2 (double x);
double gomath_log (double x);
double gomath_log2 (double x);
double gomath_log10 (double x);
double gomath_pow (double x, double y);
double gomath_pow10 (double n);
double gomath_hypot (double p, double q);
double gomath_cbrt (double x);
double gomath_expm1 (double x);
double gomath_log1p (double x);
double gomath_sinh (double x);
double gomath_cosh (double x);
double gomath_tanh (double x);

double gomath_sin (double x);
double gomath_cos (double x);
double gomath_tan (double x);
double gomath_asin (double x);
double gomath_acos (double x);
double gomath_atan (double x);
double gomath_atan2 (double y, double x);
