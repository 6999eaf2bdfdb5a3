#pragma once

/* What the files of constants share: constant.c has the real ones, constant-complex.c pairs of them, constant-literal.c
 * reads them from the source, constant-text.c is how messages show them. Representations and limits: Go 1.22
 * go/constant/value.go. */

#include "lang/constant.h"

#define CONST_PRECISION_BITS 512
/* A fraction stays a fraction while numerator and denominator have fewer bits than this. */
#define CONST_MAX_RAT_BITS 4096
/* Binary exponents of floats: math/big/float.go, MaxExp. A literal beyond is refused, one too near to zero is zero. */
#define CONST_MAX_FLOAT_EXPONENT INT32_MAX

ConstVal *const_new (ConstPool *pool, ConstKind kind);
/* A canonical fraction as a value: as a 512-bit float when its terms have grown too large. */
const ConstVal *const_from_rat (ConstPool *pool, mpq_srcptr q);
const ConstVal *const_from_real (ConstPool *pool, mpf_srcptr f);
/* Sets z to the value if it is an integer. */
bool const_get_integer (const ConstVal *value, mpz_t z);
const ConstVal *const_complex_unary (ConstPool *pool, Operator op, const ConstVal *x);
const ConstVal *const_complex_binary (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y);
/* At least one is complex. */
bool const_complex_equal (const ConstVal *x, const ConstVal *y);
char *const_complex_to_string (const ConstVal *value);
