/* What the checker promises to write into the tree, and that no input ends it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lang/unit.h"

static LangUnit *
check (const char *source)
{
  const LangOptions options = { .any_package = true };

  return lang_check ("p.go", source, strlen (source), &options);
}

static Func *
find_func (const LangUnit *unit, const char *name)
{
  for (int i = 0; i < unit->n_funcs; i++)
    if (strcmp (unit->funcs[i]->name, name) == 0)
      return unit->funcs[i];
  fail_msg ("no function %s", name);
  return NULL;
}

static Object *
find_local (const Func *func, const char *name)
{
  for (int i = 0; i < func->locals.n; i++)
    if (strcmp (func->locals.v[i]->name, name) == 0)
      return func->locals.v[i];
  fail_msg ("no variable %s", name);
  return NULL;
}

static void
test_promoted_members (void **state)
{
  LangUnit *unit = check ("package main\n"
                          "type A struct{ n int }\n"
                          "func (a *A) inc() { a.n++ }\n"
                          "type B struct{ *A }\n"
                          "type C struct{ B }\n"
                          "func main() { var c C; c.n = 1; c.inc() }\n");
  const Func *func = find_func (unit, "main.main");
  const Expr *field = func->body->block.list.v[1]->assign.lhs.v[0];
  const Expr *call = func->body->block.list.v[2]->expr.x;

  assert_true (lang_unit_ok (unit));
  assert_int_equal (field->selector.kind, SEL_FIELD);
  assert_true (field->selector.deref);
  assert_true (field->selector.x->implicit);
  assert_string_equal (field->selector.x->selector.name->name.text, "A");
  assert_string_equal (field->selector.x->selector.x->selector.name->name.text, "B");
  assert_int_equal (call->call.kind, CALL_METHOD);
  assert_int_equal (call->call.fun->selector.adjust, RECV_AS_IS);
  assert_true (call->is_stmt);
  lang_unit_free (unit);
}

static void
test_interface_conversions (void **state)
{
  LangUnit *unit =
      check ("package main\n"
             "func f(xs ...any) any { return 1 }\n"
             "func main() { var e any = 2; f(1, e, nil); _ = e == 3; m := map[any]any{1: 2}; _ = m[4] }\n");
  const Func *func = find_func (unit, "main.main");
  const StmtList *list = &func->body->block.list;
  const Expr *call = list->v[1]->expr.x;
  const Expr *equal = list->v[2]->assign.rhs.v[0];

  assert_true (lang_unit_ok (unit));
  assert_int_equal (find_func (unit, "main.f")->body->block.list.v[0]->return_.results.v[0]->kind, EXPR_CONVERT);
  assert_int_equal (list->v[0]->decl.v[0]->var.values.v[0]->kind, EXPR_CONVERT);
  assert_int_equal (call->call.n_fixed, 0);
  assert_int_equal (call->call.args.v[0]->kind, EXPR_CONVERT);
  assert_int_equal (call->call.args.v[0]->convert.x->type->kind, KIND_INT);
  assert_int_equal (call->call.args.v[1]->kind, EXPR_NAME);
  assert_int_equal (call->call.args.v[2]->mode, MODE_NIL);
  assert_int_equal (call->call.args.v[2]->type->kind, KIND_INTERFACE);
  assert_int_equal (equal->binary.y->kind, EXPR_CONVERT);
  assert_int_equal (list->v[4]->assign.rhs.v[0]->index.index->kind, EXPR_CONVERT);
  lang_unit_free (unit);
}

static void
test_variable_flags (void **state)
{
  LangUnit *unit = check ("package main\n"
                          "type T struct{ n int }\n"
                          "func (t *T) m() {}\n"
                          "func main() {\n"
                          "  a, b, c, d := 1, 2, 3, 4\n"
                          "  var e T; var arr [3]int\n"
                          "  p := &b; c++; e.m(); s := arr[:]\n"
                          "  f := func() { _ = a; d = 5 }\n"
                          "  for i := 0; i < 3; i++ { go func() { _ = i }() }\n"
                          "  _, _, _, _, _ = p, s, f, c, d\n"
                          "}\n");
  const Func *func = find_func (unit, "main.main");
  const Func *literal = find_func (unit, "main.main.func1");

  assert_true (lang_unit_ok (unit));
  assert_true (find_local (func, "a")->var.captured);
  assert_false (find_local (func, "a")->var.reassigned);
  assert_true (find_local (func, "b")->var.addr_taken);
  assert_true (find_local (func, "c")->var.reassigned);
  assert_false (find_local (func, "c")->var.captured);
  assert_true (find_local (func, "d")->var.reassigned);
  assert_true (find_local (func, "e")->var.addr_taken);
  assert_true (find_local (func, "arr")->var.addr_taken);
  assert_true (find_local (func, "i")->var.per_iteration);
  assert_int_equal (literal->captures.n, 2);
  assert_string_equal (literal->captures.v[0]->name, "a");
  assert_int_equal (func->n_literals, 2);
  lang_unit_free (unit);
}

static void
test_init_order (void **state)
{
  LangUnit *unit = check ("package main\n"
                          "var a = b + c\n"
                          "var b = f()\n"
                          "var c, d = g()\n"
                          "var e = 1\n"
                          "func f() int { return d + e }\n"
                          "func g() (int, int) { return 1, 2 }\n"
                          "func main() {}\n");
  static const char *const want[] = { "c", "e", "b", "a" };

  assert_true (lang_unit_ok (unit));
  assert_int_equal (unit->main->n_inits, G_N_ELEMENTS (want));
  for (int i = 0; i < unit->main->n_inits; i++)
    assert_string_equal (unit->main->inits[i].lhs.v[0]->name, want[i]);
  assert_int_equal (unit->main->inits[0].lhs.n, 2);
  lang_unit_free (unit);
}

static void
test_generic_instances (void **state)
{
  LangUnit *unit = check ("package main\n"
                          "type Stack[T any] struct{ items []T }\n"
                          "func (s *Stack[E]) Push(x E) { s.items = append(s.items, x) }\n"
                          "func Map[T, U any](xs []T, f func(T) U) (out []U) {\n"
                          "  for _, x := range xs { out = append(out, f(x)) }; return }\n"
                          "func main() {\n"
                          "  var s Stack[string]; s.Push(\"a\")\n"
                          "  _ = Map(s.items, func(x string) int { return len(x) })\n"
                          "}\n");

  assert_true (lang_unit_ok (unit));
  assert_int_equal (find_func (unit, "main.(*Stack[string]).Push")->params.v[0]->type->kind, KIND_STRING);
  assert_int_equal (find_func (unit, "main.Map[string,int]")->results.v[0]->type->slice.elem->kind, KIND_INT);
  for (int i = 0; i < unit->n_funcs; i++)
    assert_true (strcmp (unit->funcs[i]->name, "main.Map") != 0);
  lang_unit_free (unit);
}

static void
test_method_sets (void **state)
{
  LangUnit *unit = check ("package main\n"
                          "type A struct{}\n"
                          "func (A) v() {}\n"
                          "func (*A) p() {}\n"
                          "type B struct{ A }\n"
                          "var b B; var pb *B\n"
                          "func main() {}\n");
  const MethodSet *values = type_method_set (unit, unit->main->globals.v[0]->type);
  const MethodSet *pointers = type_method_set (unit, unit->main->globals.v[1]->type);

  assert_int_equal (values->n, 1);
  assert_string_equal (values->v[0].obj->name, "v");
  assert_int_equal (values->v[0].n_path, 1);
  assert_int_equal (pointers->n, 2);
  assert_string_equal (pointers->v[0].obj->name, "p");
  lang_unit_free (unit);
}

static void
test_dump (void **state)
{
  LangUnit *unit = check ("package main\nfunc main() { x := 1 + 2; if x > 2 { println(x) } }\n");
  g_autoptr (GString) text = g_string_new (NULL);

  lang_dump_ast (text, unit->main->files[0]);
  assert_string_equal (text->str, "package main\n"
                                  "2:6\tfunc main func()\n"
                                  "2:17\t  assign x <int> := 1 + 2 <int 3>\n"
                                  "2:27\t  if x > 2 <bool>\n"
                                  "2:36\t    block\n"
                                  "2:45\t      expr println(x)\n");
  lang_unit_free (unit);
}

/* ---- Bad input ---- */

static void
expect_first (const char *source, gsize len, const LangOptions *options, const char *want)
{
  LangUnit *unit = lang_check ("p.go", source, len, options);
  g_autofree char *line = NULL;

  assert_true (unit->diagnostics->len > 0);
  line = lang_format_diagnostic (unit, unit->diagnostics->pdata[0]);
  assert_string_equal (line, want);
  lang_unit_free (unit);
}

static void
test_bad_files (void **state)
{
  static const char binary[] = "\x7f" "ELF\x02\x01\x01\0\0\0\0\0\xff\xfe\xfd";
  const LangOptions small = { .max_source_bytes = 100 };
  g_autofree char *large = g_strnfill (101, '\n');

  expect_first ("", 0, NULL, "p.go:1:1: expected 'package', found 'EOF'");
  expect_first (binary, sizeof binary, NULL, "p.go:1:1: invalid character U+007F");
  expect_first (large, 101, &small, "p.go:1:1: the file is too large: 101 bytes; at most 100 are read");
  expect_first ("package p\n", 10, NULL, "p.go:1:9: package p is not a main package: there is nothing to run");
}

/* `before` n times, then `inside`, then `after` n times. */
static char *
nested (const char *head, const char *before, const char *inside, const char *after, int n, const char *tail)
{
  GString *out = g_string_new (head);

  for (int i = 0; i < n; i++)
    g_string_append (out, before);
  g_string_append (out, inside);
  for (int i = 0; i < n; i++)
    g_string_append (out, after);
  g_string_append (out, tail);
  return g_string_free (out, FALSE);
}

static void
test_deep_nesting (void **state)
{
  static const struct {
    const char *head, *before, *inside, *after, *tail;
  } rows[] = {
    { "package main\nvar x = ", "(", "1", ")", "\n" },
    { "package main\nvar x = ", "-", "1", "", "\n" },
    { "package main\nvar x ", "[]", "int", "", "\n" },
    { "package main\nvar x ", "*", "int", "", "\n" },
    { "package main\nvar x ", "func() ", "int", "", "\n" },
    { "package main\nvar x = ", "1+", "1", "", "\n" },
    { "package main\nfunc main() { ", "{", "", "}", "}\n" },
    { "package main\nfunc main() { ", "if true {", "", "}", "}\n" },
    { "package main\nfunc main() { ", "if true {} else ", "{}", "", "}\n" },
    { "package main\nvar x = ", "func() { _ = ", "1", " }", "\n" },
    { "package main\nvar x = []int", "{", "1", "}", "\n" },
    { "package main\nvar x = f", "(1)", "", "", "\n" },
    { "package main\nfunc main() { ", "L: ", ";", "", "}\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *source =
          nested (rows[i].head, rows[i].before, rows[i].inside, rows[i].after, 100000, rows[i].tail);
      LangUnit *unit = lang_check ("p.go", source, strlen (source), NULL);

      assert_true (unit->diagnostics->len > 0);
      lang_unit_free (unit);
    }
}

/* Every prefix of a program, and the program with each byte changed, ends in some diagnostics. */
static void
test_truncated_and_mangled (void **state)
{
  static const char source[] =
      "package main\nimport (\"fmt\"; . \"os\")\ntype T[P any] struct { a, b int `x`; *U; c chan<- "
      "map[P][3]func(...int) error }\n"
      "const ( A = iota<<1; B; C = 'x' + 1.5e3 )\nvar v, w = f(), []T[int]{{1: 2}, 3: {}}\n"
      "func (t *T[P]) m(x P, y ...string) (r int, e error) {\nL: for i, s := range y { switch z := any(s).(type) {"
      " case int, nil: break L; default: goto L; _ = z } }\n select { case c <- 1: case q, ok := <-c: }\n"
      " defer func() { recover() }(); if a := x; a != nil && !b || c[1:2:3] == *p { return 1, nil } else { x.y++ }\n "
      "return }\n";
  gsize len = strlen (source);

  for (gsize i = 0; i <= len; i++)
    lang_unit_free (lang_check ("p.go", source, i, NULL));
  for (gsize i = 0; i < len; i++)
    {
      static const char changes[] = "\0({[)}];,.*x0\"'`\n";
      g_autofree char *copy = g_memdup2 (source, len);

      copy[i] = changes[i % (sizeof changes - 1)];
      lang_unit_free (lang_check ("p.go", copy, len, NULL));
    }
}

static void
test_unsupported_features (void **state)
{
  static const struct {
    const char *source, *want;
  } rows[] = {
    { "package main\nimport \"C\"\nfunc main() {}\n", "p.go:2:8: cgo (import \"C\") is not supported" },
    { "package main\nimport \"encoding/json\"\nfunc main() { json.Marshal(1) }\n",
      "p.go:2:8: package encoding/json is not supported" },
    { "package main\nimport \"internal/native\"\nfunc main() {}\n",
      "p.go:2:8: use of internal package internal/native not allowed" },
    { "package main\nimport \"foo/bar\"\nfunc main() {}\n", "p.go:2:8: package foo/bar is not in std" },
    { "package main\nimport \"os\"\nfunc main() { os.Create(\"x\") }\n", "p.go:3:18: os.Create is not supported" },
    { "package main\nimport \"net/url\"\nfunc f(u *url.URL) { u.Hostname() }\nfunc main() {}\n",
      "p.go:3:24: u.Hostname is not supported (type *url.URL)" },
    { "package main\nimport \"reflect\"\nfunc main() { reflect.ValueOf(1).Call(nil) }\n",
      "p.go:3:34: reflect.ValueOf(1).Call is not supported (type reflect.Value)" },
    { "package main\nimport \"reflect\"\nfunc f(t reflect.Type) { t.Method(0) }\nfunc main() {}\n",
      "p.go:3:28: t.Method is not supported (type reflect.Type)" },
    { "package main\nimport \"net/url\"\nfunc f(u *url.URL) { u.Port80() }\nfunc main() {}\n",
      "p.go:3:24: u.Port80 undefined (type *url.URL has no field or method Port80)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    expect_first (rows[i].source, strlen (rows[i].source), NULL, rows[i].want);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_promoted_members),   cmocka_unit_test (test_interface_conversions),
    cmocka_unit_test (test_variable_flags),     cmocka_unit_test (test_init_order),
    cmocka_unit_test (test_generic_instances),  cmocka_unit_test (test_method_sets),
    cmocka_unit_test (test_bad_files),          cmocka_unit_test (test_deep_nesting),
    cmocka_unit_test (test_truncated_and_mangled), cmocka_unit_test (test_unsupported_features),
    cmocka_unit_test (test_dump),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
