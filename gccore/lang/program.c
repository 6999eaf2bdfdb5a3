#include <string.h>

#include "lang/program.h"

Program *
program_ref (Program *program)
{
  g_atomic_int_inc (&program->refs);
  return program;
}

void
program_unref (Program *program)
{
  if (!program || !g_atomic_int_dec_and_test (&program->refs))
    return;
  g_free (program->code);
  g_free (program->lines);
  g_free (program->trace_lines);
  g_free (program->unsigned_);
  g_free (program->call_ends);
  g_free (program->consts);
  for (uint32_t i = 0; i < program->n_funcs; i++)
    {
      g_free (program->funcs[i].name);
      g_free (program->funcs[i].file);
      g_free (program->funcs[i].ranges);
      g_free (program->funcs[i].far);
    }
  g_free (program->funcs);
  g_free (program->entries);
  g_free (program->func_order);
  for (uint32_t i = 0; i < program->gc_types.n_types; i++)
    {
      GcType *gt = (GcType *) &program->gc_types.types[i];
      RtType *t = &program->types[i];

      g_free ((gpointer) gt->ptr_mask);
      g_free ((gpointer) gt->name);
      for (uint32_t k = 0; k < t->n_fields; k++)
        {
          g_free ((gpointer) t->fields[k].name);
          g_free ((gpointer) t->fields[k].tag);
        }
      g_free (t->fields);
      g_free (t->params);
      g_free (t->methods);
      g_free (t->iface_methods);
      g_free (t->pkg);
    }
  g_free ((gpointer) program->gc_types.types);
  g_free (program->types);
  g_free (program->dispatch);
  for (uint32_t i = 0; i < program->n_methods; i++)
    g_free ((gpointer) program->method_names[i]);
  g_free (program->method_names);
  g_free (program->method_name_addrs);
  g_free (program->rodata);
  g_free (program->globals_mask);
  for (uint32_t i = 0; i < program->n_natives; i++)
    g_free ((gpointer) program->natives[i].name);
  g_free (program->natives);
  g_free (program->panic_text_addrs);
  g_free (program->main_file);
  g_free (program);
}

void
program_append_func_name (GString *out, const char *name)
{
  int depth = 0;

  for (; *name; name++)
    {
      if (*name == ']')
        depth--;
      if (depth == 0)
        g_string_append_c (out, *name);
      if (*name == '[' && depth++ == 0)
        g_string_append (out, "...");
    }
}

const ProgFunc *
program_func_at (const Program *program, uint32_t pc)
{
  uint32_t lo = 0, hi = program->n_funcs;

  const ProgFunc *func;

  if (program->n_funcs == 0)
    return NULL;
  while (hi - lo > 1)
    {
      uint32_t mid = (lo + hi) / 2;

      if (program->funcs[program->func_order[mid]].entry <= pc)
        lo = mid;
      else
        hi = mid;
    }
  func = &program->funcs[program->func_order[lo]];
  return pc >= func->entry && pc < func->end ? func : NULL;
}

bool
program_checks_unsigned (const Program *program, uint32_t pc, uint32_t operand)
{
  uint32_t lo = 0, hi = program->n_unsigned;

  while (lo < hi)
    {
      uint32_t mid = lo + (hi - lo) / 2;

      if (program->unsigned_[mid].to <= pc)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo < program->n_unsigned && program->unsigned_[lo].from <= pc && (program->unsigned_[lo].operands & operand);
}

uint32_t
program_line_at (const Program *program, uint32_t pc)
{
  return pc < program->n_code ? program->lines[pc] : 0;
}

static const char *const op_names[VM_N_OPS] = {
#define OP(name, roles, text) #name,
#include "lang/opcodes.def"
#undef OP
};

static const char *const op_roles[VM_N_OPS] = {
#define OP(name, roles, text) roles,
#include "lang/opcodes.def"
#undef OP
};

const char *
vm_op_name (VmOp op)
{
  return op < VM_N_OPS ? op_names[op] : "?";
}

const char *
vm_op_roles (VmOp op)
{
  return op < VM_N_OPS ? op_roles[op] : "---";
}

static void
print_operand (GString *out, char role, int value)
{
  if (role == '-')
    return;
  if (role == 'i' || role == 'u')
    g_string_append_printf (out, " #%d", role == 'u' ? (uint16_t) value : value);
  else
    g_string_append_printf (out, " %d", value);
}

void
program_disassemble_func (const Program *program, const ProgFunc *func, GString *out)
{
  g_string_append_printf (out, "%s  frame %u args %u results %u\n", func->name, func->frame_slots, func->arg_slots,
                          func->result_slots);
  for (uint32_t pc = func->entry; pc < func->end; pc++)
    {
      VmIns ins = program->code[pc];
      const char *roles = vm_op_roles (VM_OP (ins));
      int operands[3] = { VM_A (ins), VM_B (ins), VM_C (ins) };

      g_string_append_printf (out, "  %6u %4u  %-10s", pc, program->lines[pc], vm_op_name (VM_OP (ins)));
      if (VM_OP (ins) == VM_EXTRA)
        g_string_append_printf (out, " x16 %d x32 %d", VM_A (ins), VM_K (ins));
      else
        for (int i = 0; i < 3; i++)
          if (roles[i] == 'l')
            {
              g_string_append_printf (out, " -> %d", (int) pc + 1 + VM_K (ins));
              break;
            }
          else if (roles[i] == 'j')
            g_string_append_printf (out, " -> %d", (int) pc + 1 + operands[i]);
          else if (roles[i] == 'k')
            {
              g_string_append_printf (out, " #%d", VM_K (ins));
              if (VM_OP (ins) == VM_CALL && VM_UK (ins) < program->n_funcs)
                g_string_append_printf (out, " %s", program->funcs[VM_UK (ins)].name);
              else if (VM_OP (ins) == VM_NATIVE)
                g_string_append_printf (out, " %s", program->natives[VM_UK (ins)].name);
              else if (VM_OP (ins) == VM_NEW)
                g_string_append_printf (out, " %s", program->gc_types.types[VM_UK (ins)].name);
              break;
            }
          else
            print_operand (out, roles[i], operands[i]);
      g_string_append_c (out, '\n');
    }
}

void
program_disassemble (const Program *program, GString *out)
{
  for (uint32_t i = 0; i < program->n_funcs; i++)
    program_disassemble_func (program, &program->funcs[i], out);
}
