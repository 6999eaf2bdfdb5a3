#pragma once

/* What the files of constants share: constant.c has the real ones, constant-complex.c pairs of them. */

#include "lang/constant.h"

ConstVal *const_new (ConstPool *pool, ConstKind kind);
const ConstVal *const_complex_unary (ConstPool *pool, Operator op, const ConstVal *x);
const ConstVal *const_complex_binary (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y);
/* At least one is complex. */
bool const_complex_equal (const ConstVal *x, const ConstVal *y);
char *const_complex_to_string (const ConstVal *value);
