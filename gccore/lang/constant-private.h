#pragma once

/* What the files of constants share: constant.c has the real ones, constant-complex.c pairs of them, constant-text.c how
 * messages show them. */

#include "lang/constant.h"

#define CONST_PRECISION_BITS 512

ConstVal *const_new (ConstPool *pool, ConstKind kind);
/* Sets z to the value if it is an integer. */
bool const_get_integer (const ConstVal *value, mpz_t z);
const ConstVal *const_complex_unary (ConstPool *pool, Operator op, const ConstVal *x);
const ConstVal *const_complex_binary (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y);
/* At least one is complex. */
bool const_complex_equal (const ConstVal *x, const ConstVal *y);
char *const_complex_to_string (const ConstVal *value);
