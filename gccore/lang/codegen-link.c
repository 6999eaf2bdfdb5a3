/* The end of code generation: package initialisation, the runtime's own functions, method tables, the Program. */

#include <string.h>

#include "lang/codegen-internal.h"

/* ---- the runtime's own functions ---- */

static void
begin_runtime (Cg *cg, Fn **fn, int frame)
{
  *fn = cg_begin (cg, NULL, NULL);
  (*fn)->low = (*fn)->lowest = -frame;
}

/* Code index 0 is where a goroutine's first function returns to; see vm-panic.c for gopanic. */
void
cg_runtime_functions (Cg *cg)
{
  Fn *fn;
  int again;

  begin_runtime (cg, &fn, 0);
  cg_op (fn, VM_GOEXIT, 0, 0, 0);
  cg_end (fn, "runtime.goexit", "runtime/asm.go", 1, PROG_FUNC_RUNTIME);

  begin_runtime (cg, &fn, 40);
  fn->arg_slots = 2;
  cg_range_mask (fn, 1, 2);
  cg_range_mask (fn, -11, 1);
  cg_op (fn, VM_TRAPTEXT, 0, 0, 0);
  cg_op (fn, VM_MAKETRAP, 0, 0, 0);
  again = cg_label (fn);
  cg_place_label (fn, again);
  cg_op (fn, VM_PANICNEXT, -16, 0, 0);
  cg_op (fn, VM_PANICDONE, 0, 0, 0);
  cg_jump (fn, again);
  cg_end (fn, "runtime.gopanic", "runtime/panic.go", 770, PROG_FUNC_RUNTIME);
}

/* ---- initialisation ---- */

static bool
is_plain_literal (Expr *x)
{
  x = expr_unparen (x);
  return x->kind == EXPR_COMPOSITE && !x->composite.is_pointer && !x->value;
}

static uint32_t
package_init (Cg *cg, Package *pkg)
{
  const char *name = arena_printf (cg->scratch, "%s.init", pkg->path);
  Fn *fn = cg_begin (cg, name, NULL);

  for (int i = 0; i < pkg->n_inits; i++)
    {
      const Initializer *init = &pkg->inits[i];
      int low = fn->low, src;
      Expr lhs = { .kind = EXPR_NAME };

      fn->line = init->rhs->pos.line;
      if (init->lhs.n == 1)
        {
          Object *obj = init->lhs.v[0];

          lhs.name.obj = strcmp (obj->name, "_") == 0 ? NULL : obj;
          if (lhs.name.obj && type_size (obj->type) > fn->near_bytes && is_plain_literal (init->rhs))
            {
              Place place = { .kind = PLACE_GLOBAL, .type = obj->type, .offset = obj->var.slot };

              /* In place: it is zero still, and what it is made of cannot name it. */
              cg_composite_into (fn, expr_unparen (init->rhs), &place, true);
            }
          else
            {
              src = cg_expr (fn, init->rhs, NO_DEST);
              cg_define_or_assign (fn, &lhs, false, init->rhs->type, src);
            }
        }
      else if (init->rhs->comma_ok)
        {
          Type *value_type = init->rhs->type->kind == KIND_TUPLE ? init->rhs->type->tuple.vars.v[0]->type : init->rhs->type;
          int value = cg_temp (fn, value_type), ok = cg_temp_slots (fn, 1);

          cg_comma_ok (fn, init->rhs, value, ok);
          for (int k = 0; k < 2; k++)
            {
              Object *obj = init->lhs.v[k];

              lhs.name.obj = strcmp (obj->name, "_") == 0 ? NULL : obj;
              cg_define_or_assign (fn, &lhs, false, k ? cg->unit->basic[KIND_BOOL] : value_type, k ? ok : value);
            }
        }
      else
        {
          src = cg_expr (fn, init->rhs, NO_DEST);
          for (int k = 0; k < init->lhs.n; k++)
            {
              Object *obj = init->lhs.v[k];
              Type *type = init->rhs->type->tuple.vars.v[k]->type;

              lhs.name.obj = strcmp (obj->name, "_") == 0 ? NULL : obj;
              cg_define_or_assign (fn, &lhs, false, type, src);
              src += (int) cg_slots (type);
            }
        }
      cg_release (fn, low);
    }
  cg_op (fn, VM_RET, 0, 0, 0);
  cg_end (fn, name, pkg->n_files ? cg_file (cg, pkg->files[0]->file) : "?", 1, pkg->is_std ? PROG_FUNC_STD : 0);
  return cg->funcs->len - 1;
}

uint32_t
cg_main (Cg *cg)
{
  LangUnit *unit = cg->unit;
  uint32_t *inits = CG_NEW_N (cg, uint32_t, unit->n_packages + 1);
  Fn *fn;
  int window;

  for (int i = 0; i < unit->n_packages; i++)
    inits[i] = unit->packages[i]->n_inits ? package_init (cg, unit->packages[i]) : UINT32_MAX;
  fn = cg_begin (cg, "runtime.main", NULL);
  window = cg_temp_slots (fn, 1);
  for (int i = 0; i < unit->n_packages; i++)
    {
      Package *pkg = unit->packages[i];

      if (inits[i] != UINT32_MAX)
        cg_opk (fn, VM_CALL, window, inits[i]);
      for (int k = 0; k < pkg->n_init_funcs; k++)
        cg_opk (fn, VM_CALL, window, cg_func (cg, pkg->init_funcs[k]));
    }
  cg_opk (fn, VM_CALL, window, cg_func (cg, unit->main_func));
  cg_op (fn, VM_RET, 0, 0, 0);
  cg_end (fn, "runtime.main", "runtime/proc.go", 1, PROG_FUNC_WRAPPER);
  cg->main_func = cg->funcs->len - 1;
  return cg->main_func;
}

/* ---- methods ---- */

static bool
find_method_number (Cg *cg, const Object *method, uint32_t *number)
{
  char *key = cg_method_key (cg, method);
  gpointer found = g_hash_table_lookup (cg->method_index, key);

  g_free (key);
  if (found)
    *number = GPOINTER_TO_UINT (found) - 1;
  return found != NULL;
}

static bool
may_have_methods (Type *type)
{
  Type *base = type->kind == KIND_POINTER ? type->pointer.elem : type;

  return base->kind == KIND_NAMED || type_underlying (base)->kind == KIND_STRUCT;
}

static void
add_method (Cg *cg, TypeId id, uint32_t number, uint32_t func)
{
  RtType *t = &g_array_index (cg->rt_types, RtType, id);

  t->methods = g_renew (RtMethod, t->methods, t->n_methods + 1);
  t->methods[t->n_methods++] = (RtMethod) { number, func };
  t->has_methods = true;
}

static bool
has_method (Cg *cg, TypeId id, uint32_t number)
{
  const RtType *t = &g_array_index (cg->rt_types, RtType, id);

  for (uint32_t i = 0; i < t->n_methods; i++)
    if (t->methods[i].method == number)
      return true;
  return false;
}

/* Finds, for each type and each method that some interface names, the function behind it. New ones become pending. */
void
cg_methods (Cg *cg)
{
  /* print_panics is called by the VM alone. */
  Object *print = lang_unit_lookup (cg->unit, "runtime", "printpanics");

  if (print && print->kind == OBJ_FUNC && print->func.func)
    cg_func (cg, print->func.func);
  for (guint i = 0; i < PROG_N_TYPES; i++)
    cg_known_type (cg, (ProgTypeName) i);
  for (TypeId id = 1; id < cg->gc_types->len; id++)
    {
      Type *type = cg->type_of->pdata[id];
      const MethodSet *set;

      if (!type || type_is_interface (type) || !may_have_methods (type))
        continue;
      set = type_method_set (cg->unit, type);
      for (int k = 0; k < set->n; k++)
        {
          uint32_t number;

          if (set->v[k].obj && find_method_number (cg, set->v[k].obj, &number) && !has_method (cg, id, number))
            add_method (cg, id, number, cg_data_method (cg, type, &set->v[k]));
        }
    }
}

/* ---- the Program ---- */

static const struct { VmTrap trap; bool plain; const char *text; } trap_texts[] = {
  { TRAP_NIL, false, "invalid memory address or nil pointer dereference" },
  { TRAP_DIVIDE, false, "integer divide by zero" },
  { TRAP_SHIFT, false, "negative shift amount" },
  { TRAP_MAKESLICE_LEN, false, "makeslice: len out of range" },
  { TRAP_MAKESLICE_CAP, false, "makeslice: cap out of range" },
  { TRAP_GROWSLICE, false, "growslice: len out of range" },
  { TRAP_MAKECHAN, true, "makechan: size out of range" },
  { TRAP_NIL_MAP, true, "assignment to entry in nil map" },
  { TRAP_CLOSE_NIL, true, "close of nil channel" },
  { TRAP_CLOSE_CLOSED, true, "close of closed channel" },
  { TRAP_SEND_CLOSED, true, "send on closed channel" },
  { TRAP_UNSAFE_SLICE_LEN, false, "unsafe.Slice: len out of range" },
  { TRAP_UNSAFE_SLICE_NIL, false, "unsafe.Slice: ptr is nil and len is not zero" },
  { TRAP_UNSAFE_STRING_LEN, false, "unsafe.String: len out of range" },
  { TRAP_UNSAFE_STRING_NIL, false, "unsafe.String: ptr is nil and len is not zero" },
};

static void
add_trap_texts (Cg *cg, Program *program)
{
  for (guint i = 0; i < G_N_ELEMENTS (trap_texts); i++)
    {
      uint64_t header[2] = { 0, strlen (trap_texts[i].text) };
      uint32_t at;

      header[0] = cg_rodata_string (cg, trap_texts[i].text, header[1]);
      at = cg_rodata (cg, header, 16, 8);
      g_array_append_val (cg->rodata_relocs, at);
      program->trap_strings[trap_texts[i].trap] = at;
      program->trap_types[trap_texts[i].trap] = program->known[trap_texts[i].plain ? PROG_TYPE_PLAIN_ERROR
                                                                                   : PROG_TYPE_ERROR_STRING];
    }
}

/* What natives panic with: strings of the program. */
static const char *const panic_texts[] = {
  "sync: negative WaitGroup counter",
  "reflect: call of Swapper on a value that is no slice",
  "reflect: slice index out of range",
};

static void
add_panic_texts (Cg *cg, Program *program)
{
  program->panic_texts = panic_texts;
  program->n_panic_texts = G_N_ELEMENTS (panic_texts);
  program->panic_text_addrs = g_new0 (Addr, G_N_ELEMENTS (panic_texts));
  for (guint i = 0; i < G_N_ELEMENTS (panic_texts); i++)
    {
      uint64_t header[2] = { 0, strlen (panic_texts[i]) };
      uint32_t at;

      header[0] = cg_rodata_string (cg, panic_texts[i], header[1]);
      at = cg_rodata (cg, header, 16, 8);
      g_array_append_val (cg->rodata_relocs, at);
      program->panic_text_addrs[i] = at;
    }
}

static void
add_names (Cg *cg, Program *program)
{
  for (TypeId id = 0; id < cg->rt_types->len; id++)
    {
      RtType *t = &g_array_index (cg->rt_types, RtType, id);

      t->string_len = (uint32_t) strlen (t->string);
      t->string_addr = cg_rodata_string (cg, t->string, t->string_len);
      for (uint32_t i = 0; i < t->n_fields; i++)
        {
          RtField *field = &t->fields[i];

          field->name_addr = cg_rodata_string (cg, field->name, strlen (field->name));
          field->tag_addr = cg_rodata_string (cg, field->tag, strlen (field->tag));
        }
    }
  for (uint64_t id = 0; id < cg->rt_types->len; id++)
    {
      uint32_t at = cg_rodata (cg, &id, 8, 8);

      if (id == 0)
        program->type_words = at;
    }
  program->method_name_addrs = g_new0 (Addr, program->n_methods + 1);
  for (uint32_t i = 0; i < program->n_methods; i++)
    {
      const char *name = cg->method_names->pdata[i];

      program->method_name_addrs[i] = cg_rodata_string (cg, name, strlen (name));
    }
}

static void
build_dispatch (Cg *cg, Program *program)
{
  program->dispatch = g_new0 (uint32_t, (gsize) cg->rt_types->len * program->n_methods + 1);
  for (TypeId id = 0; id < cg->rt_types->len; id++)
    {
      const RtType *t = &g_array_index (cg->rt_types, RtType, id);

      for (uint32_t i = 0; i < t->n_methods; i++)
        program->dispatch[(gsize) id * program->n_methods + t->methods[i].method] = t->methods[i].func + 1;
    }
}

static int
by_entry (gconstpointer a, gconstpointer b, gpointer funcs)
{
  const ProgFunc *f = funcs;
  uint32_t x = f[*(const uint32_t *) a].entry, y = f[*(const uint32_t *) b].entry;

  return x < y ? -1 : x > y;
}

static void
index_code (Program *program)
{
  /* Numbers of discarded functions. */
  for (uint32_t i = 0; i < program->n_funcs; i++)
    if (!program->funcs[i].name)
      {
        program->funcs[i].name = g_strdup ("");
        program->funcs[i].file = g_strdup ("");
        program->funcs[i].entry = program->funcs[i].end = program->n_code;
      }

  program->entries = g_new (ProgEntry, program->n_funcs);
  program->func_order = g_new (uint32_t, program->n_funcs);
  for (uint32_t i = 0; i < program->n_funcs; i++)
    {
      program->entries[i] = (ProgEntry) { program->funcs[i].entry,
                                             program->funcs[i].frame_slots + program->funcs[i].far_slots };
      program->func_order[i] = i;
    }
  g_qsort_with_data (program->func_order, (gint) program->n_funcs, sizeof (uint32_t), by_entry, program->funcs);
  program->trace_lines = g_memdup2 (program->lines, program->n_code * sizeof (uint32_t));
  for (uint32_t i = 0; i < program->n_funcs; i++)
    if (program->funcs[i].flags & PROG_FUNC_STD)
      memset (&program->lines[program->funcs[i].entry], 0,
              (program->funcs[i].end - program->funcs[i].entry) * sizeof (uint32_t));
  program->call_ends = g_new0 (uint8_t, program->n_code / 8 + 2);
  for (uint32_t pc = 0; pc < program->n_code; pc++)
    {
      uint32_t end = 0;

      switch (VM_OP (program->code[pc]))
        {
        case VM_CALL: case VM_PANICNEXT: end = pc + 1; break;
        case VM_CALLC: case VM_CALLM: end = pc + 2; break;
        case VM_DEFERRET: case VM_GOEXIT: end = pc; break;
        default: continue;
        }
      program->call_ends[end / 8] |= (uint8_t) (1u << end % 8);
    }
}

static void
globals_mask (Cg *cg, Program *program)
{
  program->globals_bytes = cg->globals_bytes;
  program->globals_mask = g_new0 (uint64_t, cg->globals_bytes / 512 + 1);
  for (int i = 0; i < cg->unit->globals.n; i++)
    {
      Object *obj = cg->unit->globals.v[i];
      uint64_t bytes = type_ptr_bytes (obj->type), base = obj->var.slot / 8;
      uint64_t *mask = g_new0 (uint64_t, bytes / 512 + 1);

      if (bytes != 0)
        type_ptr_mask (obj->type, mask);
      for (uint64_t w = 0; w < bytes / 8; w++)
        if (mask[w / 64] >> w % 64 & 1)
          program->globals_mask[(base + w) / 64] |= UINT64_C (1) << (base + w) % 64;
      g_free (mask);
    }
}

static void
relocate (Cg *cg, Program *program)
{
  Addr base;

  program->rodata_bytes = round_up_u64 (cg->rodata->len, IMAGE_PAGE_BYTES);
  while (cg->rodata->len < program->rodata_bytes)
    cg_rodata (cg, NULL, program->rodata_bytes - cg->rodata->len, 1);
  program->globals_base = IMAGE_HEAP_BASE - image_globals_zone_bytes (program->globals_bytes);
  base = program->rodata_base = program->globals_base - program->rodata_bytes;
  for (guint i = 0; i < cg->relocs->len; i++)
    program->consts[g_array_index (cg->relocs, uint32_t, i)] += base;
  for (guint i = 0; i < cg->rodata_relocs->len; i++)
    {
      uint64_t word;
      uint8_t *at = cg->rodata->data + g_array_index (cg->rodata_relocs, uint32_t, i);

      memcpy (&word, at, 8);
      word += base;
      memcpy (at, &word, 8);
    }
  for (guint i = 0; i < G_N_ELEMENTS (program->trap_strings); i++)
    if (program->trap_strings[i] != 0)
      program->trap_strings[i] += base;
  for (guint i = 0; i < program->n_panic_texts; i++)
    program->panic_text_addrs[i] += base;
  for (TypeId id = 0; id < program->gc_types.n_types; id++)
    {
      RtType *t = &program->types[id];

      t->string_addr += base;
      for (uint32_t i = 0; i < t->n_fields; i++)
        {
          t->fields[i].name_addr += base;
          t->fields[i].tag_addr += base;
        }
    }
  program->type_words += base;
  for (gsize i = 0; i < G_N_ELEMENTS (program->outer_texts); i++)
    program->outer_texts[i].addr += base;
  for (uint32_t i = 0; i < program->n_funcs; i++)
    {
      program->funcs[i].name_text.addr += base;
      program->funcs[i].file_text.addr += base;
    }
  for (uint32_t i = 0; i < program->n_methods; i++)
    program->method_name_addrs[i] += base;
}

static ProgText
add_text (Cg *cg, const char *text)
{
  return (ProgText){ cg_rodata_string (cg, text, strlen (text)), (uint32_t)strlen (text) };
}

/* Names and files of functions, if the program calls the native that tells them. */
static void
add_func_texts (Cg *cg, Program *program)
{
  static const char *const outer[] = { "runtime.main", "runtime/proc.go", "runtime.goexit", "runtime/asm_amd64.s" };

  if (!g_hash_table_contains (cg->native_index, "runtime.funcat"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (outer); i++)
    program->outer_texts[i] = add_text (cg, outer[i]);
  for (guint i = 0; i < cg->funcs->len; i++)
    {
      ProgFunc *f = &g_array_index (cg->funcs, ProgFunc, i);
      g_autoptr (GString) name = g_string_new (NULL);

      if (f->name == NULL) /* a number that was given out and not needed */
        continue;
      program_append_func_name (name, f->name);
      f->name_text = add_text (cg, name->str);
      f->file_text = add_text (cg, f->file != NULL ? f->file : "runtime/panic.go");
    }
}

static uint32_t
optional_func (Cg *cg, const char *package, const char *name)
{
  Object *obj = lang_unit_lookup (cg->unit, package, name);
  gpointer found = obj && obj->kind == OBJ_FUNC ? g_hash_table_lookup (cg->func_index, obj->func.func) : NULL;

  return found ? GPOINTER_TO_UINT (found) - 1 : UINT32_MAX;
}

/* Number + 1 of an interface type's only method; 0: the type is not there. */
static uint32_t
only_method (Cg *cg, Type *iface)
{
  const ObjectList *methods = iface ? type_interface_methods (cg->unit, iface) : NULL;
  uint32_t number;

  return methods && methods->n == 1 && find_method_number (cg, methods->v[0], &number) ? number + 1 : 0;
}

/* What a program and all that was found out for it have in common: the program owns it from now on. */
static void
hand_over (Cg *cg, Program *program)
{
  program->n_code = cg->code->len;
  program->code = (VmIns *) g_array_free (cg->code, FALSE);
  program->lines = (uint32_t *) g_array_free (cg->lines, FALSE);
  program->n_unsigned = cg->unsigned_->len;
  program->unsigned_ = (ProgUnsigned *) g_array_free (cg->unsigned_, FALSE);
  program->n_consts = cg->consts->len;
  program->consts = (uint64_t *) g_array_free (cg->consts, FALSE);
  program->n_funcs = cg->funcs->len;
  program->funcs = (ProgFunc *) g_array_free (cg->funcs, FALSE);
  program->gc_types.n_types = cg->gc_types->len;
  program->gc_types.types = (GcType *) g_array_free (cg->gc_types, FALSE);
  program->types = (RtType *) g_array_free (cg->rt_types, FALSE);
  program->n_methods = cg->method_names->len;
  program->method_names = (const char **) g_ptr_array_free (cg->method_names, FALSE);
  program->n_natives = cg->natives->len;
  program->natives = (ProgNative *) g_array_free (cg->natives, FALSE);
}

void
cg_discard (Cg *cg)
{
  Program *program = g_new0 (Program, 1);

  program->refs = 1;
  hand_over (cg, program);
  g_byte_array_unref (cg->rodata);
  program_unref (program);
}

Program *
cg_finish (Cg *cg)
{
  Program *program = g_new0 (Program, 1);

  program->refs = 1;
  program->main_func = cg->main_func;
  program->panic_func = 1;
  program->print_panics_func = optional_func (cg, "runtime", "printpanics");
  program->method_error = only_method (cg, cg->unit->error_type);
  {
    Object *stringer = lang_unit_lookup (cg->unit, "runtime", "stringer");

    program->method_string = only_method (cg, stringer ? stringer->type : NULL);
  }
  for (guint i = 0; i < PROG_N_TYPES; i++)
    program->known[i] = cg_known_type (cg, (ProgTypeName) i);
  program->n_methods = cg->method_names->len;
  add_trap_texts (cg, program);
  add_panic_texts (cg, program);
  add_names (cg, program);
  add_func_texts (cg, program);
  build_dispatch (cg, program);
  globals_mask (cg, program);
  hand_over (cg, program);
  program->main_file = g_strdup (cg_file (cg, 0));
  relocate (cg, program);
  program->rodata = g_byte_array_free (cg->rodata, FALSE);
  index_code (program);
  return program;
}
