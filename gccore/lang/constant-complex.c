#include "lang/constant-private.h"

/* Complex constants: two real ones. Go 1.22 go/constant/value.go, complexVal. */

const ConstVal *
const_complex (ConstPool *pool, const ConstVal *re, const ConstVal *im)
{
  ConstVal *v;

  if (re->kind == CONST_UNKNOWN || im->kind == CONST_UNKNOWN)
    return const_unknown ();
  v = const_new (pool, CONST_COMPLEX);
  v->complex.re = re;
  v->complex.im = im;
  return v;
}

const ConstVal *
const_real (const ConstVal *value)
{
  return value->kind == CONST_COMPLEX ? value->complex.re : value;
}

const ConstVal *
const_imag (ConstPool *pool, const ConstVal *value)
{
  if (value->kind == CONST_COMPLEX)
    return value->complex.im;
  return value->kind == CONST_UNKNOWN ? value : const_from_int64 (pool, 0);
}

const ConstVal *
const_as_complex (ConstPool *pool, const ConstVal *value)
{
  if (value->kind == CONST_COMPLEX || !const_is_numeric (value))
    return value->kind == CONST_COMPLEX ? value : const_unknown ();
  return const_complex (pool, value, const_from_int64 (pool, 0));
}

const ConstVal *
const_complex_unary (ConstPool *pool, Operator op, const ConstVal *x)
{
  return const_complex (pool, const_unary (pool, op, x->complex.re, 0), const_unary (pool, op, x->complex.im, 0));
}

const ConstVal *
const_complex_binary (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y)
{
  const ConstVal *a, *b, *c, *d, *ac, *bd, *bc, *ad, *s;

  x = const_as_complex (pool, x);
  y = const_as_complex (pool, y);
  a = const_real (x);
  b = const_imag (pool, x);
  c = const_real (y);
  d = const_imag (pool, y);
#define OF(op, l, r) const_binary (pool, OP_##op, l, r, false)
  if (op == OP_ADD || op == OP_SUB)
    return const_complex (pool, const_binary (pool, op, a, c, false), const_binary (pool, op, b, d, false));
  if (op != OP_MUL && op != OP_DIV)
    return const_unknown ();
  ac = OF (MUL, a, c);
  bd = OF (MUL, b, d);
  bc = OF (MUL, b, c);
  ad = OF (MUL, a, d);
  if (op == OP_MUL)
    return const_complex (pool, OF (SUB, ac, bd), OF (ADD, bc, ad));
  s = OF (ADD, OF (MUL, c, c), OF (MUL, d, d));
  if (const_sign (s) == 0)
    return const_unknown ();
  return const_complex (pool, OF (DIV, OF (ADD, ac, bd), s), OF (DIV, OF (SUB, bc, ad), s));
#undef OF
}

bool
const_complex_equal (const ConstVal *x, const ConstVal *y)
{
  if (!const_compare (OP_EQ, const_real (x), const_real (y)))
    return false;
  if (x->kind == CONST_COMPLEX && y->kind == CONST_COMPLEX)
    return const_compare (OP_EQ, x->complex.im, y->complex.im);
  return const_sign (x->kind == CONST_COMPLEX ? x->complex.im : y->complex.im) == 0;
}

char *
const_complex_to_string (const ConstVal *value)
{
  g_autofree char *re = const_to_string (value->complex.re);
  g_autofree char *im = const_to_string (value->complex.im);

  return g_strdup_printf ("(%s + %si)", re, im);
}
