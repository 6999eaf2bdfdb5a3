#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lang/unit.h"

/* Constant expressions by way of a program: `const c = EXPR`, and what c's value prints as. */
typedef struct {
  const char *expr, *want;
} Row;

static const Row rows[] = {
  { "1 << 100 >> 98", "4" },
  { "1<<64 - 1", "18446744073709551615" },
  { "1 << (64 - 1)", "9223372036854775808" },
  { "7 / 2", "3" },
  { "-7 / 2", "-3" },
  { "-7 % 3", "-1" },
  { "7 / 2.0", "3.5" },
  { "1e400 / 1e390", "1e+10" },
  { "0.1 + 0.2 == 0.3", "true" },
  { "float64(0.1) + 0.2", "0.3" },
  { "float32(1) / 3", "0.333333" },
  { "1.0 << 3", "8" },
  { "'a' + 1", "98" },
  { "'\\u4e16'", "19990" },
  { "\"a\" + \"b\"", "\"ab\"" },
  { "len(\"\\xff\\u4e16\")", "4" },
  { "string('x')", "\"x\"" },
  { "uint8(255) + 0", "255" },
  { "^uint8(1)", "254" },
  { "^0", "-1" },
  { "5 &^ 3", "4" },
  { "-5 >> 1", "-3" },
  { "0x1p-2", "0.25" },
  { "0b1010_1010", "170" },
  { "1_000_000", "1000000" },
  { "!(1 < 2) || \"a\" < \"b\"", "true" },
  { "min(3, 1.5, 2)", "1.5" },
  { "int64(1) << 62", "4611686018427387904" },
};

static void
test_value (void **state)
{
  const Row *row = *state;
  g_autofree char *source = g_strdup_printf ("package p\nconst c = %s\n", row->expr);
  const LangOptions options = { .any_package = true, .no_std = true };
  LangUnit *unit = lang_check ("p.go", source, strlen (source), &options);
  const Object *obj;
  g_autofree char *got = NULL;

  assert_true (lang_unit_ok (unit));
  obj = lang_unit_lookup (unit, "command-line-arguments", "c");
  assert_non_null (obj);
  got = const_to_string (obj->value);
  assert_string_equal (got, row->want);
  lang_unit_free (unit);
}

/* To double and float, rounded to nearest even, as the C library reads the same decimal text. */
static void
test_rounding (void **state)
{
  static const char *const texts[] = {
    "0.1", "1e23", "9007199254740993.0", "4.9e-324", "2.4e-324", "2.5e-324", "1.7976931348623157e308", "1.8e308",
    "5e-310", "3.4028235e38", "3.4028236e38", "1e-45", "16777217.0", "0.3333333333333333333",
  };
  ConstPool *pool = const_pool_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const ConstVal *v = const_from_literal (pool, LIT_FLOAT, texts[i], strlen (texts[i]));

      assert_true (const_to_double (v) == strtod (texts[i], NULL));
      assert_true (const_to_float (v) == strtof (texts[i], NULL));
    }
  const_pool_free (pool);
}

static void
test_bits (void **state)
{
  ConstPool *pool = const_pool_new ();

  assert_true (const_to_bits (const_from_int64 (pool, -1)) == UINT64_MAX);
  assert_true (const_to_bits (const_from_uint64 (pool, UINT64_MAX)) == UINT64_MAX);
  assert_true (const_to_bits (const_from_int64 (pool, INT64_MIN)) == UINT64_C (1) << 63);
  const_pool_free (pool);
}

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (rows) + 2] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    tests[i] = (struct CMUnitTest) { rows[i].expr, test_value, NULL, NULL, (void *) &rows[i] };
  tests[G_N_ELEMENTS (rows)] = (struct CMUnitTest) { "rounding", test_rounding, NULL, NULL, NULL };
  tests[G_N_ELEMENTS (rows) + 1] = (struct CMUnitTest) { "bits", test_bits, NULL, NULL, NULL };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
