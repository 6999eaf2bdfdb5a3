/* Sizes, alignments, offsets and pointer masks of Go types (figures from go1.22.12, unsafe and reflect). */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lang/unit.h"

typedef struct {
  const char *type;
  uint64_t size, align, ptr_bytes, mask;
} Row;

static const Row rows[] = {
  { "bool", 1, 1, 0, 0 },
  { "int", 8, 8, 0, 0 },
  { "float32", 4, 4, 0, 0 },
  { "string", 16, 8, 8, 1 },
  { "[]int", 24, 8, 8, 1 },
  { "any", 16, 8, 16, 3 },
  { "error", 16, 8, 16, 3 },
  { "map[string]int", 8, 8, 8, 1 },
  { "chan int", 8, 8, 8, 1 },
  { "func()", 8, 8, 8, 1 },
  { "*int", 8, 8, 8, 1 },
  { "uintptr", 8, 8, 0, 0 },
  { "struct{}", 0, 1, 0, 0 },
  { "struct{ a bool; b int64; c bool }", 24, 8, 0, 0 },
  { "struct{ a, b bool; c int32; d int16 }", 12, 4, 0, 0 },
  { "struct{ a int64; b struct{} }", 16, 8, 0, 0 },
  { "struct{ b struct{}; a int64 }", 8, 8, 0, 0 },
  { "struct{ a *int; b int; c *int; d int }", 32, 8, 24, 5 },
  { "struct{ n int; s string; x []byte; i any }", 64, 8, 64, 0xca },
  { "[3]string", 48, 8, 40, 0x15 },
  { "[0]*int", 0, 8, 0, 0 },
  { "[4]struct{ a int; p *int }", 64, 8, 64, 0xaa },
  { "struct{ a byte; b [2]struct{ c byte; d int16 }; e byte }", 12, 2, 0, 0 },
  { "[5]bool", 5, 1, 0, 0 },
};

static void
test_layout (void **state)
{
  const Row *row = *state;
  g_autofree char *source = g_strdup_printf ("package p\nvar v %s\n", row->type);
  const LangOptions options = { .any_package = true, .no_std = true };
  LangUnit *unit = lang_check ("p.go", source, strlen (source), &options);
  uint64_t mask = 0;
  Type *t;

  assert_true (lang_unit_ok (unit));
  t = unit->globals.v[0]->type;
  assert_int_equal (type_size (t), row->size);
  assert_int_equal (type_align (t), row->align);
  assert_int_equal (type_ptr_bytes (t), row->ptr_bytes);
  type_ptr_mask (t, &mask);
  assert_int_equal (mask, row->mask);
  lang_unit_free (unit);
}

static void
test_identity (void **state)
{
  static const char source[] = "package p\n"
                               "type T struct{ x int }\n"
                               "var a []byte; var b []uint8; var c []T; var d []T; var e func(x int) string\n"
                               "var f func(int) string; var g interface{ M(); N() }; var h interface{ N(); M() }\n"
                               "var i any; var j interface{}; var k struct{ x int }; var l T\n";
  const LangOptions options = { .any_package = true, .no_std = true };
  LangUnit *unit = lang_check ("p.go", source, strlen (source), &options);
  Object **v = unit->globals.v;

  assert_true (lang_unit_ok (unit));
  for (int i = 0; i < 10; i += 2)
    {
      assert_true (type_identical (v[i]->type, v[i + 1]->type));
      assert_ptr_equal (types_canonical (unit, v[i]->type), types_canonical (unit, v[i + 1]->type));
    }
  assert_false (type_identical (v[10]->type, v[11]->type));
  assert_false (type_identical (v[0]->type, v[2]->type));
  lang_unit_free (unit);
}

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (rows) + 1] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    tests[i] = (struct CMUnitTest) { rows[i].type, test_layout, NULL, NULL, (void *) &rows[i] };
  tests[G_N_ELEMENTS (rows)] = (struct CMUnitTest) { "identity", test_identity, NULL, NULL, NULL };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
