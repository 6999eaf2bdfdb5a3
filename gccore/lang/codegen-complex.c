/* Complex numbers: a complex128 lies in two slots, a complex64 in the halves of one. What is computed of them is computed
 * of their parts, as Go 1.22's compiler does it (cmd/compile/internal/ssagen/ssa.go): products of complex64 in float64,
 * quotients by the runtime, as complex128. */

#include <string.h>

#include "lang/codegen-internal.h"

typedef struct { int re, im; } Parts;

bool
cg_is_complex (Type *type)
{
  return cg_kind (type) == GCKIND_COMPLEX64 || cg_kind (type) == GCKIND_COMPLEX128;
}

static bool
is_narrow (Type *type)
{
  return cg_kind (type) == GCKIND_COMPLEX64;
}

Type *
cg_complex_part (Cg *cg, Type *type)
{
  return cg->unit->basic[is_narrow (type) ? KIND_FLOAT32 : KIND_FLOAT64];
}

void
cg_complex_bits (const ConstVal *value, Type *type, uint64_t bits[2])
{
  const ConstVal *re = const_real (value), *im = value->kind == CONST_COMPLEX ? value->complex.im : NULL;
  double d[2] = { const_to_double (re), im ? const_to_double (im) : 0 };
  float f[2] = { const_to_float (re), im ? const_to_float (im) : 0 };

  bits[0] = bits[1] = 0;
  if (is_narrow (type))
    memcpy (bits, f, sizeof f);
  else
    memcpy (bits, d, sizeof d);
}

void
cg_complex_take (Fn *fn, Type *type, int dest, int x, bool imag)
{
  if (!is_narrow (type))
    cg_op (fn, VM_MOV, dest, x + imag, 0);
  else if (imag)
    cg_op (fn, VM_SHRI, dest, x, 32);
  else
    cg_op (fn, VM_ZX32, dest, x, 0);
}

/* The parts of the value in x, as float64 if `wide`. */
static Parts
take_apart (Fn *fn, Type *type, int x, bool wide)
{
  Parts p = { x, x + 1 };

  if (!is_narrow (type))
    return p;
  p.re = cg_temp_slots (fn, 1);
  p.im = cg_temp_slots (fn, 1);
  cg_complex_take (fn, type, p.re, x, false);
  cg_complex_take (fn, type, p.im, x, true);
  if (wide)
    {
      cg_op (fn, VM_F322F, p.re, p.re, 0);
      cg_op (fn, VM_F322F, p.im, p.im, 0);
    }
  return p;
}

void
cg_complex_make (Fn *fn, Type *type, int dest, int re, int im)
{
  int low = fn->low, high;

  if (is_narrow (type))
    {
      high = cg_temp_slots (fn, 1);
      cg_op (fn, VM_SHLI, high, im, 32);
      cg_op (fn, VM_OR, dest, re, high);
    }
  else
    {
      cg_op (fn, VM_MOV, dest, re, 0);
      cg_op (fn, VM_MOV, dest + 1, im, 0);
    }
  cg_release (fn, low);
}

/* Float64 parts become the type's. */
static void
make_from_wide (Fn *fn, Type *type, int dest, Parts p)
{
  if (is_narrow (type))
    {
      cg_op (fn, VM_F2F32, p.re, p.re, 0);
      cg_op (fn, VM_F2F32, p.im, p.im, 0);
    }
  cg_complex_make (fn, type, dest, p.re, p.im);
}

static Parts
new_parts (Fn *fn)
{
  Parts p;

  p.re = cg_temp_slots (fn, 1);
  p.im = cg_temp_slots (fn, 1);
  return p;
}

static void
divide (Fn *fn, Type *type, int dest, Parts a, Parts b)
{
  int window = cg_temp_slots (fn, 7);

  cg_op (fn, VM_MOV, window + 1, a.re, 0);
  cg_op (fn, VM_MOV, window + 2, a.im, 0);
  cg_op (fn, VM_MOV, window + 3, b.re, 0);
  cg_op (fn, VM_MOV, window + 4, b.im, 0);
  cg_opk (fn, VM_NATIVE, window, cg_native (fn->cg, "runtime.complex128div", 4, 2));
  make_from_wide (fn, type, dest, (Parts) { window + 5, window + 6 });
}

static void
multiply (Fn *fn, Type *type, int dest, Parts a, Parts b)
{
  Parts p = new_parts (fn), q = new_parts (fn);

  cg_op (fn, VM_FMUL, p.re, a.re, b.re);
  cg_op (fn, VM_FMUL, q.re, a.im, b.im);
  cg_op (fn, VM_FSUB, p.re, p.re, q.re);
  cg_op (fn, VM_FMUL, p.im, a.re, b.im);
  cg_op (fn, VM_FMUL, q.im, a.im, b.re);
  cg_op (fn, VM_FADD, p.im, p.im, q.im);
  make_from_wide (fn, type, dest, p);
}

void
cg_complex_binary (Fn *fn, Operator op, Type *type, int dest, int x, int y)
{
  int low = fn->low;
  bool wide = op == OP_MUL || op == OP_DIV;
  Parts a = take_apart (fn, type, x, wide), b = take_apart (fn, type, y, wide), p;

  if (op == OP_DIV)
    divide (fn, type, dest, a, b);
  else if (op == OP_MUL)
    multiply (fn, type, dest, a, b);
  else
    {
      VmOp code = is_narrow (type) ? (op == OP_ADD ? VM_FADD32 : VM_FSUB32) : op == OP_ADD ? VM_FADD : VM_FSUB;

      p = new_parts (fn);
      cg_op (fn, code, p.re, a.re, b.re);
      cg_op (fn, code, p.im, a.im, b.im);
      cg_complex_make (fn, type, dest, p.re, p.im);
    }
  cg_release (fn, low);
}

void
cg_complex_negate (Fn *fn, Type *type, int dest, int x)
{
  int low = fn->low;
  Parts a = take_apart (fn, type, x, false), p = new_parts (fn);
  VmOp code = is_narrow (type) ? VM_FNEG32 : VM_FNEG;

  cg_op (fn, code, p.re, a.re, 0);
  cg_op (fn, code, p.im, a.im, 0);
  cg_complex_make (fn, type, dest, p.re, p.im);
  cg_release (fn, low);
}

void
cg_complex_convert (Fn *fn, Type *from, Type *to, int dest, int src)
{
  int low = fn->low;
  Parts p;

  if (cg_kind (from) == cg_kind (to))
    {
      cg_move (fn, to, dest, src);
      return;
    }
  if (is_narrow (from))
    p = take_apart (fn, from, src, true);
  else
    {
      p = new_parts (fn);
      cg_op (fn, VM_MOV, p.re, src, 0);
      cg_op (fn, VM_MOV, p.im, src + 1, 0);
    }
  make_from_wide (fn, to, dest, p);
  cg_release (fn, low);
}
