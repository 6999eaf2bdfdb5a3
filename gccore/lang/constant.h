#pragma once

/* Values of constant expressions, at full precision.
 *
 * Integers are GMP integers, floats are rationals while their terms stay below 4096 bits and 512-bit floats beyond
 * (the precisions of Go 1.22 go/constant), so that `1 << 100 >> 98` and `1e400 / 1e390` come out as in Go. A value is
 * immutable; it lives as long as the pool that made it. A typed constant has already been rounded to its type. */

#include <glib.h>
#include <gmp.h>
#include <stdbool.h>
#include <stdint.h>

#include "token.h"

typedef struct ConstPool ConstPool;

typedef enum { CONST_UNKNOWN, CONST_BOOL, CONST_STRING, CONST_INT, CONST_RAT, CONST_FLOAT, CONST_COMPLEX } ConstKind;

typedef struct ConstVal {
  ConstKind kind;             /* CONST_RAT and CONST_FLOAT are one Go kind ("float") in two representations */
  union {
    bool boolean;
    struct { const char *bytes; gsize len; } string;  /* not 0-terminated by contract; may hold any byte */
    mpz_t integer;
    mpq_t rat;
    mpf_t real;
    struct { const struct ConstVal *re, *im; } complex;                 /* of the kinds above */
  };
  struct ConstVal *next_made; /* the pool's list */
} ConstVal;

ConstPool *const_pool_new (void);
void const_pool_free (ConstPool *pool);

/* Making. */
const ConstVal *const_unknown (void);
const ConstVal *const_from_bool (ConstPool *pool, bool value);
const ConstVal *const_from_int64 (ConstPool *pool, int64_t value);
const ConstVal *const_from_uint64 (ConstPool *pool, uint64_t value);
const ConstVal *const_from_double (ConstPool *pool, double value);
const ConstVal *const_from_string (ConstPool *pool, const char *bytes, gsize len); /* copies */
/* From a literal as it stands in the source (underscores, prefixes, p exponents, quotes and escapes); kind is LIT_*.
 * Unknown when malformed or beyond what can be held. */
const ConstVal *const_from_literal (ConstPool *pool, LitKind kind, const char *text, gsize len);

/* Reading. The numeric ones convert between int and float when that is exact. */
bool const_is_numeric (const ConstVal *value);               /* complex, too */
bool const_is_float (const ConstVal *value);                 /* CONST_RAT or CONST_FLOAT */
bool const_to_int64 (const ConstVal *value, int64_t *out);   /* false: not an integer, or out of range */
bool const_to_uint64 (const ConstVal *value, uint64_t *out);
/* The two's complement low 64 bits of an integer of any size or sign: what a register holds of a typed constant. */
uint64_t const_to_bits (const ConstVal *value);
double const_to_double (const ConstVal *value);              /* rounded to nearest even; ±Inf on overflow */
float const_to_float (const ConstVal *value);
int const_sign (const ConstVal *value);                      /* -1, 0, 1; unknown counts as 1; complex: 0 or not */
unsigned const_bit_length (const ConstVal *value);           /* of an integer's magnitude */

/* Changing representation; unknown if it does not fit. */
const ConstVal *const_as_int (ConstPool *pool, const ConstVal *value);
const ConstVal *const_as_float (ConstPool *pool, const ConstVal *value);
const ConstVal *const_round_double (ConstPool *pool, const ConstVal *value);  /* unknown on overflow */
const ConstVal *const_round_float (ConstPool *pool, const ConstVal *value);

/* Complex values and their parts; of any number. Unknown where a part is, or where the value is no number. */
const ConstVal *const_complex (ConstPool *pool, const ConstVal *re, const ConstVal *im);
const ConstVal *const_real (const ConstVal *value);
const ConstVal *const_imag (ConstPool *pool, const ConstVal *value);
const ConstVal *const_as_complex (ConstPool *pool, const ConstVal *value);

/* Arithmetic on matched operands. Division of two ints is integer division if `int_division`. Division by zero is the
 * caller's to refuse. For unary ^ on unsigned types `bits` is the width, else 0. */
const ConstVal *const_unary (ConstPool *pool, Operator op, const ConstVal *x, unsigned bits);
const ConstVal *const_binary (ConstPool *pool, Operator op, const ConstVal *x, const ConstVal *y, bool int_division);
const ConstVal *const_shift (ConstPool *pool, Operator op, const ConstVal *x, unsigned count);
bool const_compare (Operator op, const ConstVal *x, const ConstVal *y);

/* Text as the compiler's messages show it (strings quoted and shortened to 72 characters). Caller frees. */
char *const_to_string (const ConstVal *value);
/* All digits of an integer, all characters of a string. Caller frees. */
char *const_to_exact_string (const ConstVal *value);
