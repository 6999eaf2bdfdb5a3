/* Compiled programs as data: which slots are live where, that frames and descriptors are Go's, that code is sound. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "lang/codegen.h"
#include "lang/liveness.h"

static const char source[] =
  "package main\n"
  "type node struct {\n\tnext *node\n\tn int\n\tname string\n}\n"
  "var sink *node\n"
  "func use(p *node) {}\n"
  "func keep(a, b *node) int {\n"
  "\tuse(a)\n"
  "\tuse(b)\n"
  "\treturn a.n\n"
  "}\n"
  "func loop(n int) *node {\n"
  "\tvar head *node\n"
  "\tfor i := 0; i < n; i++ {\n\t\thead = &node{next: head, n: i}\n\t}\n"
  "\treturn head\n"
  "}\n"
  "func main() {\n\tsink = loop(keep(&node{}, &node{}))\n}\n";

static Program *
compile (void)
{
  LangUnit *unit = lang_check ("x.go", source, strlen (source), NULL);
  GccoreError error = { 0 };
  Program *program;

  assert_true (lang_unit_ok (unit));
  program = codegen_program (unit, &error);
  assert_non_null (program);
  lang_unit_free (unit);
  return program;
}

static const ProgFunc *
find (const Program *program, const char *name)
{
  for (uint32_t i = 0; i < program->n_funcs; i++)
    if (strcmp (program->funcs[i].name, name) == 0)
      return &program->funcs[i];
  fail_msg ("no function %s", name);
  return NULL;
}

/* Code index just after the n-th call of a function. */
static uint32_t
after_call (const Program *program, const ProgFunc *func, int n)
{
  for (uint32_t pc = func->entry; pc < func->end; pc++)
    if (VM_OP (program->code[pc]) == VM_CALL && n-- == 0)
      return pc + 1;
  fail_msg ("no such call");
  return 0;
}

static bool
is_live (const LiveSlots *live, int slot)
{
  for (uint32_t i = 0; i < live->n; i++)
    if (live->slots[i] == slot)
      return true;
  return false;
}

static void
test_dead_parameter_is_not_live (void **state)
{
  Program *program = compile ();
  Liveness *live = liveness_new (program);
  const ProgFunc *keep = find (program, "main.keep");
  const LiveSlots *first = liveness_pointers (live, after_call (program, keep, 0), true);
  const LiveSlots *second = liveness_pointers (live, after_call (program, keep, 1), true);

  /* Parameters a and b are in slots 1 and 2: a is read at the end, b for the last time before the second call. */
  assert_true (is_live (first, 1));
  assert_true (is_live (first, 2));
  assert_true (is_live (second, 1));
  assert_false (is_live (second, 2));
  liveness_free (live);
  program_unref (program);
}

static void
test_loop_variable_is_live_at_allocation (void **state)
{
  Program *program = compile ();
  Liveness *live = liveness_new (program);
  const ProgFunc *loop = find (program, "main.loop");
  uint32_t pc = loop->entry;
  const LiveSlots *at;

  while (VM_OP (program->code[pc]) != VM_NEW)
    pc++;
  at = liveness_pointers (live, pc, false);
  assert_int_equal (at->n, 1); /* head; i is no pointer, and the new object is not there yet */
  liveness_free (live);
  program_unref (program);
}

static void
test_descriptor_has_go_layout (void **state)
{
  Program *program = compile ();
  const GcType *node = NULL;

  for (uint32_t i = 1; i < program->gc_types.n_types; i++)
    if (strcmp (program->gc_types.types[i].name, "main.node") == 0)
      node = &program->gc_types.types[i];
  assert_non_null (node);
  assert_int_equal (node->size_bytes, 32);
  assert_int_equal (node->ptr_bytes, 24);
  assert_int_equal (node->ptr_mask[0], 5); /* next, and the string's address */
  program_unref (program);
}

static void
test_code_is_sound (void **state)
{
  Program *program = compile ();

  for (uint32_t i = 0; i < program->n_funcs; i++)
    {
      const ProgFunc *func = &program->funcs[i];

      for (uint32_t pc = func->entry; pc < func->end; pc++)
        {
          VmIns ins = program->code[pc];
          const char *roles = vm_op_roles (VM_OP (ins));

          assert_in_range (VM_OP (ins), 0, VM_N_OPS - 1);
          if (roles[1] == 'l')
            assert_in_range ((int64_t) pc + 1 + VM_K (ins), func->entry, func->end - 1);
          if (roles[2] == 'j')
            assert_in_range ((int64_t) pc + 1 + VM_C (ins), func->entry, func->end - 1);
          if (VM_OP (ins) == VM_CALL)
            {
              assert_in_range (VM_UK (ins), 0, program->n_funcs - 1);
              assert_true (program->call_ends[(pc + 1) >> 3] >> ((pc + 1) & 7) & 1);
            }
        }
      if (func->end > func->entry)
        assert_ptr_equal (program_func_at (program, func->entry), func);
    }
  program_unref (program);
}

static char *
disassembled (const char *text, bool whole)
{
  LangOptions options = { .whole_library = whole };
  LangUnit *unit = lang_check ("x.go", text, strlen (text), &options);
  GccoreError error = { 0 };
  GString *out = g_string_new (NULL);
  Program *program;

  assert_true (lang_unit_ok (unit));
  program = codegen_program (unit, &error);
  assert_non_null (program);
  program_disassemble (program, out);
  program_unref (program);
  lang_unit_free (unit);
  return g_string_free (out, FALSE);
}

/* What is left out of the library is what the program cannot reach: the code is the same without it. */
static void
test_library_left_out_changes_nothing (void **state)
{
  static const char *const programs[] = {
    source,
    "package main\nimport \"fmt\"\nfunc main() { fmt.Println(1, \"a\", []int{2}) }\n",
    "package main\nimport (\"bufio\"; \"errors\"; \"fmt\"; \"os\")\nfunc main() {\n\tw := bufio.NewWriter(os.Stdout)\n"
    "\tfmt.Fprintf(w, \"%v\", errors.Is(nil, nil))\n\tw.Flush()\n\tvar n int\n\tfmt.Sscanf(\"4\", \"%d\", &n)\n}\n",
    "package main\nimport (\"sort\"; \"strings\"; \"sync\"; \"bytes\")\ntype box struct { bytes.Buffer; sync.Mutex }\n"
    "func main() {\n\tvar b box\n\tvar i any = &b\n\tb.Lock()\n\tb.WriteString(strings.Repeat(\"x\", 3))\n"
    "\tsort.Sort(sort.Reverse(sort.IntSlice([]int{1, 2})))\n\tprintln(i.(interface{ String() string }).String())\n}\n",
    "package main\nimport (\"context\"; \"log\"; \"time\"; \"container/heap\")\nfunc main() {\n"
    "\tctx, cancel := context.WithTimeout(context.Background(), time.Second)\n\tdefer cancel()\n\tlog.Println(ctx.Err())\n"
    "\tvar h heap.Interface\n\tif h != nil { heap.Init(h) }\n}\n",
    "package main\nimport (\"maps\"; \"slices\"; \"strconv\"; \"math/rand\")\nfunc main() {\n\tm := maps.Clone(map[string]int{})\n"
    "\tm[strconv.Itoa(rand.Intn(5))]++\n\ts := []int{3, 1}\n\tslices.Sort(s)\n\t_ = s\n}\n",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      char *reached = disassembled (programs[i], false), *whole = disassembled (programs[i], true);

      assert_string_equal (reached, whole);
      g_free (reached);
      g_free (whole);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_dead_parameter_is_not_live),
    cmocka_unit_test (test_loop_variable_is_live_at_allocation),
    cmocka_unit_test (test_descriptor_has_go_layout),
    cmocka_unit_test (test_code_is_sound),
    cmocka_unit_test (test_library_left_out_changes_nothing),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
