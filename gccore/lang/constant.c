#include "lang/constant-private.h"

#include <math.h>
#include <string.h>

struct ConstPool {
  ConstVal *made;
};

static const ConstVal unknown_value = { .kind = CONST_UNKNOWN };

ConstPool *
const_pool_new (void)
{
  return g_new0 (ConstPool, 1);
}

void
const_pool_free (ConstPool *pool)
{
  if (pool == NULL)
    return;
  for (ConstVal *v = pool->made, *next; v != NULL; v = next)
    {
      next = v->next_made;
      if (v->kind == CONST_INT)
        mpz_clear (v->integer);
      else if (v->kind == CONST_RAT)
        mpq_clear (v->rat);
      else if (v->kind == CONST_FLOAT)
        mpf_clear (v->real);
      else if (v->kind == CONST_STRING)
        g_free ((char *) v->string.bytes);
      g_free (v);
    }
  g_free (pool);
}

/* ---- Making ---- */

ConstVal *
const_new (ConstPool *pool, ConstKind kind)
{
  ConstVal *v = g_new0 (ConstVal, 1);

  v->kind = kind;
  if (kind == CONST_INT)
    mpz_init (v->integer);
  else if (kind == CONST_RAT)
    mpq_init (v->rat);
  else if (kind == CONST_FLOAT)
    mpf_init2 (v->real, CONST_PRECISION_BITS);
  v->next_made = pool->made;
  pool->made = v;
  return v;
}

const ConstVal *
const_unknown (void)
{
  return &unknown_value;
}

const ConstVal *
const_from_bool (ConstPool *pool, bool value)
{
  ConstVal *v = const_new (pool, CONST_BOOL);

  v->boolean = value;
  return v;
}

const ConstVal *
const_from_int64 (ConstPool *pool, int64_t value)
{
  ConstVal *v = const_new (pool, CONST_INT);

  mpz_set_si (v->integer, value);
  return v;
}

const ConstVal *
const_from_uint64 (ConstPool *pool, uint64_t value)
{
  ConstVal *v = const_new (pool, CONST_INT);

  mpz_set_ui (v->integer, value);
  return v;
}

static bool
rat_is_small (mpq_srcptr q)
{
  return mpz_sizeinbase (mpq_numref (q), 2) < CONST_MAX_RAT_BITS
         && mpz_sizeinbase (mpq_denref (q), 2) < CONST_MAX_RAT_BITS;
}

const ConstVal *
const_from_rat (ConstPool *pool, mpq_srcptr q)
{
  ConstVal *v;

  if (rat_is_small (q))
    {
      v = const_new (pool, CONST_RAT);
      mpq_set (v->rat, q);
    }
  else
    {
      v = const_new (pool, CONST_FLOAT);
      mpf_set_q (v->real, q);
    }
  return v;
}

/* Its binary exponent; of 0: 0. */
static long
real_exponent (mpf_srcptr f)
{
  long exponent = 0;

  if (mpf_sgn (f) != 0)
    mpf_get_d_2exp (&exponent, f);
  return exponent;
}

static bool
real_is_small (mpf_srcptr f)
{
  return labs (real_exponent (f)) < CONST_MAX_RAT_BITS;
}

const ConstVal *
const_from_real (ConstPool *pool, mpf_srcptr f)
{
  ConstVal *v;

  if (real_exponent (f) > CONST_MAX_FLOAT_EXPONENT)
    return const_unknown ();
  if (real_exponent (f) < -CONST_MAX_FLOAT_EXPONENT)
    return const_from_int64 (pool, 0);
  if (real_is_small (f))
    {
      v = const_new (pool, CONST_RAT);
      mpq_set_f (v->rat, f);
      return v;
    }
  v = const_new (pool, CONST_FLOAT);
  mpf_set (v->real, f);
  return v;
}

const ConstVal *
const_from_double (ConstPool *pool, double value)
{
  ConstVal *v;

  if (!isfinite (value))
    return const_unknown ();
  v = const_new (pool, CONST_RAT);
  mpq_set_d (v->rat, value);
  return v;
}

const ConstVal *
const_from_string (ConstPool *pool, const char *bytes, gsize len)
{
  ConstVal *v = const_new (pool, CONST_STRING);
  char *copy = g_malloc (len + 1);

  if (len > 0)
    memcpy (copy, bytes, len);
  copy[len] = '\0';
  v->string.bytes = copy;
  v->string.len = len;
  return v;
}

/* ---- Reading ---- */

bool
const_is_float (const ConstVal *value)
{
  return value->kind == CONST_RAT || value->kind == CONST_FLOAT;
}

bool
const_is_numeric (const ConstVal *value)
{
  return value->kind == CONST_INT || value->kind == CONST_COMPLEX || const_is_float (value);
}

/* Sets z to the value if it is an integer. */
bool
const_get_integer (const ConstVal *value, mpz_t z)
{
  if (value->kind == CONST_INT)
    {
      mpz_set (z, value->integer);
      return true;
    }
  if (value->kind == CONST_RAT && mpz_cmp_ui (mpq_denref (value->rat), 1) == 0)
    {
      mpz_set (z, mpq_numref (value->rat));
      return true;
    }
  if (value->kind == CONST_FLOAT && real_is_small (value->real) && mpf_integer_p (value->real))
    {
      mpz_set_f (z, value->real);
      return true;
    }
  if (value->kind == CONST_COMPLEX && const_sign (value->complex.im) == 0)
    return const_get_integer (value->complex.re, z);
  return false;
}

bool
const_to_int64 (const ConstVal *value, int64_t *out)
{
  mpz_t z;
  bool ok;

  mpz_init (z);
  ok = const_get_integer (value, z) && mpz_fits_slong_p (z);
  if (ok)
    *out = mpz_get_si (z);
  mpz_clear (z);
  return ok;
}

bool
const_to_uint64 (const ConstVal *value, uint64_t *out)
{
  mpz_t z;
  bool ok;

  mpz_init (z);
  ok = const_get_integer (value, z) && mpz_fits_ulong_p (z);
  if (ok)
    *out = mpz_get_ui (z);
  mpz_clear (z);
  return ok;
}

uint64_t
const_to_bits (const ConstVal *value)
{
  mpz_t z;
  uint64_t bits = 0;

  mpz_init (z);
  if (const_get_integer (value, z))
    {
      mpz_fdiv_r_2exp (z, z, 64);
      bits = mpz_get_ui (z);
    }
  mpz_clear (z);
  return bits;
}

int
const_sign (const ConstVal *value)
{
  switch (value->kind)
    {
    case CONST_INT: return mpz_sgn (value->integer);
    case CONST_RAT: return mpq_sgn (value->rat);
    case CONST_FLOAT: return mpf_sgn (value->real);
    case CONST_COMPLEX: return const_sign (value->complex.re) | const_sign (value->complex.im);
    default: return 1;
    }
}

unsigned
const_bit_length (const ConstVal *value)
{
  if (value->kind != CONST_INT || mpz_sgn (value->integer) == 0)
    return 0;
  return (unsigned) mpz_sizeinbase (value->integer, 2);
}

/* Sets q to a numeric value; false: too large or too small for a fraction of reasonable size. */
static bool
get_rat (const ConstVal *value, mpq_t q)
{
  long exponent;

  switch (value->kind)
    {
    case CONST_INT:
      mpq_set_z (q, value->integer);
      return true;
    case CONST_RAT:
      mpq_set (q, value->rat);
      return true;
    case CONST_FLOAT:
      mpf_get_d_2exp (&exponent, value->real);
      if (exponent > 8 * CONST_MAX_RAT_BITS || exponent < -8 * CONST_MAX_RAT_BITS)
        return false;
      mpq_set_f (q, value->real);
      return true;
    default:
      return false;
    }
}

/* q rounded to nearest even for a binary format with `bits` of mantissa and exponents emin .. emax. */
static double
round_rat (mpq_srcptr q, int bits, long emin, long emax)
{
  long exponent, shift, keep, drop;
  uint64_t mantissa, kept, lost, half;
  bool sticky;
  double result;
  mpz_t a, b, r;

  if (mpq_sgn (q) == 0)
    return 0;
  mpz_init (a);
  mpz_init_set (b, mpq_denref (q));
  mpz_init (r);
  mpz_abs (a, mpq_numref (q));
  shift = bits + 2 - ((long) mpz_sizeinbase (a, 2) - (long) mpz_sizeinbase (b, 2));
  if (shift >= 0)
    mpz_mul_2exp (a, a, (unsigned long) shift);
  else
    mpz_mul_2exp (b, b, (unsigned long) -shift);
  mpz_tdiv_qr (a, r, a, b);
  sticky = mpz_sgn (r) != 0;
  exponent = (long) mpz_sizeinbase (a, 2) - 1 - shift;
  mantissa = mpz_get_ui (a);
  keep = exponent < emin ? bits - (emin - exponent) : bits;
  drop = (long) mpz_sizeinbase (a, 2) - keep;
  mpz_clears (a, b, r, NULL);

  if (exponent > emax)
    return mpq_sgn (q) < 0 ? -INFINITY : INFINITY;
  if (keep < 0)
    return 0;
  kept = drop >= 64 ? 0 : mantissa >> drop;
  lost = drop >= 64 ? mantissa : mantissa & ((UINT64_C (1) << drop) - 1);
  half = UINT64_C (1) << (drop - 1);
  if (lost > half || (lost == half && (sticky || (kept & 1) != 0)))
    kept++;
  result = ldexp ((double) kept, (int) (drop - shift));
  if (result >= ldexp (1, (int) emax + 1))
    result = INFINITY;
  return mpq_sgn (q) < 0 ? -result : result;
}

static double
round_value (const ConstVal *value, int bits, long emin, long emax)
{
  mpq_t q;
  double result;

  mpq_init (q);
  if (get_rat (value, q))
    result = round_rat (q, bits, emin, emax);
  else if (value->kind == CONST_FLOAT)
    {
      long exponent;
      double sign = mpf_get_d_2exp (&exponent, value->real);

      result = exponent < 0 ? 0 : copysign (INFINITY, sign);
    }
  else
    result = 0;
  mpq_clear (q);
  return result;
}

double
const_to_double (const ConstVal *value)
{
  return round_value (value, 53, -1022, 1023);
}

float
const_to_float (const ConstVal *value)
{
  return (float) round_value (value, 24, -126, 127);
}

/* ---- Changing representation ---- */

const ConstVal *
const_as_int (ConstPool *pool, const ConstVal *value)
{
  ConstVal *v;

  if (value->kind == CONST_INT)
    return value;
  v = const_new (pool, CONST_INT);
  return const_get_integer (value, v->integer) ? v : const_unknown ();
}

const ConstVal *
const_as_float (ConstPool *pool, const ConstVal *value)
{
  const ConstVal *result;
  mpq_t q;

  if (const_is_float (value))
    return value;
  if (value->kind == CONST_COMPLEX)
    return const_sign (value->complex.im) == 0 ? const_as_float (pool, value->complex.re) : const_unknown ();
  if (value->kind != CONST_INT)
    return const_unknown ();
  mpq_init (q);
  mpq_set_z (q, value->integer);
  result = const_from_rat (pool, q);
  mpq_clear (q);
  return result;
}

const ConstVal *
const_round_double (ConstPool *pool, const ConstVal *value)
{
  return const_from_double (pool, const_to_double (value));
}

const ConstVal *
const_round_float (ConstPool *pool, const ConstVal *value)
{
  return const_from_double (pool, (double) const_to_float (value));
}

/* ---- Arithmetic ---- */

const ConstVal *
const_unary (ConstPool *pool, Operator op, const ConstVal *x, unsigned bits)
{
  ConstVal *v;

  if (x->kind == CONST_UNKNOWN || op == OP_ADD)
    return x;
  if (op == OP_NOT)
    return const_from_bool (pool, !x->boolean);
  if (x->kind == CONST_COMPLEX)
    return const_complex_unary (pool, op, x);
  v = const_new (pool, x->kind);
  if (op == OP_SUB)
    {
      if (x->kind == CONST_INT)
        mpz_neg (v->integer, x->integer);
      else if (x->kind == CONST_RAT)
        mpq_neg (v->rat, x->rat);
      else
        mpf_neg (v->real, x->real);
      return v;
    }
  /* ^x; of an unsigned type only its bits */
  mpz_com (v->integer, x->integer);
  if (bits > 0)
    mpz_fdiv_r_2exp (v->integer, v->integer, bits);
  return v;
}

static const ConstVal *
binary_int (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y, bool int_division)
{
  ConstVal *v;
  mpz_t z;

  if (op == OP_DIV && !int_division)
    {
      const ConstVal *result;
      mpq_t q;

      mpq_init (q);
      mpz_set (mpq_numref (q), x->integer);
      mpz_set (mpq_denref (q), y->integer);
      mpq_canonicalize (q);
      result = const_from_rat (pool, q);
      mpq_clear (q);
      return result;
    }
  v = const_new (pool, CONST_INT);
  switch (op)
    {
    case OP_ADD: mpz_add (v->integer, x->integer, y->integer); break;
    case OP_SUB: mpz_sub (v->integer, x->integer, y->integer); break;
    case OP_MUL: mpz_mul (v->integer, x->integer, y->integer); break;
    case OP_DIV: mpz_tdiv_q (v->integer, x->integer, y->integer); break;
    case OP_REM: mpz_tdiv_r (v->integer, x->integer, y->integer); break;
    case OP_AND: mpz_and (v->integer, x->integer, y->integer); break;
    case OP_OR: mpz_ior (v->integer, x->integer, y->integer); break;
    case OP_XOR: mpz_xor (v->integer, x->integer, y->integer); break;
    case OP_AND_NOT:
      mpz_init (z);
      mpz_com (z, y->integer);
      mpz_and (v->integer, x->integer, z);
      mpz_clear (z);
      break;
    default: return const_unknown ();
    }
  return v;
}

static const ConstVal *
binary_real (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y)
{
  const ConstVal *result = const_unknown ();
  mpf_t a, b;

  mpf_init2 (a, CONST_PRECISION_BITS);
  mpf_init2 (b, CONST_PRECISION_BITS);
  if (x->kind == CONST_RAT)
    mpf_set_q (a, x->rat);
  else
    mpf_set (a, x->real);
  if (y->kind == CONST_RAT)
    mpf_set_q (b, y->rat);
  else
    mpf_set (b, y->real);
  switch (op)
    {
    case OP_ADD: mpf_add (a, a, b); break;
    case OP_SUB: mpf_sub (a, a, b); break;
    case OP_MUL: mpf_mul (a, a, b); break;
    case OP_DIV: mpf_div (a, a, b); break;
    default: goto out;
    }
  result = const_from_real (pool, a);
out:
  mpf_clear (a);
  mpf_clear (b);
  return result;
}

static const ConstVal *
binary_rat (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y)
{
  const ConstVal *result;
  mpq_t q;

  mpq_init (q);
  switch (op)
    {
    case OP_ADD: mpq_add (q, x->rat, y->rat); break;
    case OP_SUB: mpq_sub (q, x->rat, y->rat); break;
    case OP_MUL: mpq_mul (q, x->rat, y->rat); break;
    case OP_DIV: mpq_div (q, x->rat, y->rat); break;
    default:
      mpq_clear (q);
      return const_unknown ();
    }
  result = const_from_rat (pool, q);
  mpq_clear (q);
  return result;
}

const ConstVal *
const_binary (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y, bool int_division)
{
  if (x->kind == CONST_UNKNOWN || y->kind == CONST_UNKNOWN)
    return const_unknown ();
  if (x->kind == CONST_BOOL && y->kind == CONST_BOOL)
    return const_from_bool (pool, op == OP_AND_AND ? x->boolean && y->boolean : x->boolean || y->boolean);
  if (x->kind == CONST_STRING && y->kind == CONST_STRING)
    {
      g_autoptr (GString) both = g_string_new_len (x->string.bytes, (gssize) x->string.len);

      g_string_append_len (both, y->string.bytes, (gssize) y->string.len);
      return op == OP_ADD ? const_from_string (pool, both->str, both->len) : const_unknown ();
    }
  if (!const_is_numeric (x) || !const_is_numeric (y))
    return const_unknown ();
  if (x->kind == CONST_COMPLEX || y->kind == CONST_COMPLEX)
    return const_complex_binary (pool, op, x, y);
  if (x->kind == CONST_INT && y->kind == CONST_INT)
    return binary_int (pool, op, x, y, int_division);
  x = const_as_float (pool, x);
  y = const_as_float (pool, y);
  if (x->kind == CONST_RAT && y->kind == CONST_RAT)
    return binary_rat (pool, op, x, y);
  return binary_real (pool, op, x, y);
}

const ConstVal *
const_shift (ConstPool *pool, Operator op, const ConstVal *x, unsigned count)
{
  ConstVal *v;

  if (x->kind != CONST_INT)
    return const_unknown ();
  v = const_new (pool, CONST_INT);
  if (op == OP_SHL)
    mpz_mul_2exp (v->integer, x->integer, count);
  else
    mpz_fdiv_q_2exp (v->integer, x->integer, count);
  return v;
}

static int
compare_numbers (const ConstVal *x, const ConstVal *y)
{
  int order;

  if (x->kind == CONST_INT && y->kind == CONST_INT)
    return mpz_cmp (x->integer, y->integer);
  if (x->kind != CONST_FLOAT && y->kind != CONST_FLOAT)
    {
      mpq_t a, b;

      mpq_inits (a, b, NULL);
      get_rat (x, a);
      get_rat (y, b);
      order = mpq_cmp (a, b);
      mpq_clears (a, b, NULL);
    }
  else
    {
      mpf_t a[2];
      const ConstVal *v[2] = { x, y };

      for (int i = 0; i < 2; i++)
        {
          mpf_init2 (a[i], CONST_PRECISION_BITS);
          if (v[i]->kind == CONST_INT)
            mpf_set_z (a[i], v[i]->integer);
          else if (v[i]->kind == CONST_RAT)
            mpf_set_q (a[i], v[i]->rat);
          else
            mpf_set (a[i], v[i]->real);
        }
      order = mpf_cmp (a[0], a[1]);
      mpf_clear (a[0]);
      mpf_clear (a[1]);
    }
  return order;
}

bool
const_compare (Operator op, const ConstVal *x, const ConstVal *y)
{
  int order = 0;

  if (x->kind == CONST_UNKNOWN || y->kind == CONST_UNKNOWN)
    return false;
  if (x->kind == CONST_BOOL && y->kind == CONST_BOOL)
    order = (int) x->boolean - (int) y->boolean;
  else if (x->kind == CONST_STRING && y->kind == CONST_STRING)
    {
      order = memcmp (x->string.bytes, y->string.bytes, MIN (x->string.len, y->string.len));
      if (order == 0)
        order = x->string.len < y->string.len ? -1 : x->string.len > y->string.len;
    }
  else if (x->kind == CONST_COMPLEX || y->kind == CONST_COMPLEX)
    order = !const_complex_equal (x, y);
  else
    order = compare_numbers (x, y);
  switch (op)
    {
    case OP_EQ: return order == 0;
    case OP_NE: return order != 0;
    case OP_LT: return order < 0;
    case OP_LE: return order <= 0;
    case OP_GT: return order > 0;
    default: return order >= 0;
    }
}
