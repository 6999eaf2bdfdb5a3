/* Comparisons, as values and as conditions that jump; && and ||. */

#include "lang/codegen-internal.h"

static bool
is_nil (Expr *x)
{
  x = expr_unparen (x);
  while (x->kind == EXPR_CONVERT && x->implicit)
    x = expr_unparen (x->convert.x);
  return x->mode == MODE_NIL;
}

/* ---- as values ---- */

static VmOp
compare_op (Operator op, GcKind kind, bool *swap, bool *negate)
{
  bool s = cg_is_signed (kind), f64 = kind == GCKIND_FLOAT64, f32 = kind == GCKIND_FLOAT32;

  *swap = op == OP_GT || op == OP_GE;
  *negate = false;
  switch (op)
    {
    case OP_EQ: return f64 ? VM_FEQ : f32 ? VM_FEQ32 : VM_EQ;
    case OP_NE: return f64 ? VM_FNE : f32 ? VM_FNE32 : VM_NE;
    case OP_LT: case OP_GT: return f64 ? VM_FLT : f32 ? VM_FLT32 : s ? VM_LT : VM_LTU;
    default: return f64 ? VM_FLE : f32 ? VM_FLE32 : s ? VM_LE : VM_LEU;
    }
}

void
cg_compare (Fn *fn, Operator op, Type *type, int dest, int x, int y)
{
  GcKind kind = cg_kind (type);
  bool swap, negate;
  VmOp code;

  switch (kind)
    {
    case GCKIND_STRING:
      if (op == OP_EQ || op == OP_NE)
        cg_op (fn, op == OP_EQ ? VM_SEQ : VM_SNE, dest, x, y);
      else if (op == OP_LT || op == OP_LE)
        cg_op (fn, op == OP_LT ? VM_SLT : VM_SLE, dest, x, y);
      else
        cg_op (fn, op == OP_GT ? VM_SLT : VM_SLE, dest, y, x);
      return;
    case GCKIND_INTERFACE:
      cg_op (fn, VM_EQI2, dest, x, y);
      break;
    case GCKIND_STRUCT:
    case GCKIND_ARRAY:
    case GCKIND_COMPLEX64:
    case GCKIND_COMPLEX128:
      if (cg_slots (type) == 0)
        cg_int (fn, dest, 1);
      else
        {
          cg_op (fn, VM_EQT, dest, x, y);
          cg_extra (fn, 0, cg_type (fn->cg, type));
        }
      break;
    default:
      code = compare_op (op, kind, &swap, &negate);
      cg_op (fn, code, dest, swap ? y : x, swap ? x : y);
      return;
    }
  if (op == OP_NE)
    cg_op (fn, VM_NOT, dest, dest, 0);
}

static Expr *
boxed_operand (Expr *x)
{
  x = expr_unparen (x);
  if (x->kind == EXPR_CONVERT && !type_is_interface (x->convert.x->type) && x->convert.x->mode != MODE_NIL)
    return x->convert.x;
  return NULL;
}

/* interface == concrete value, without boxing the value. */
static bool
compare_boxed (Fn *fn, Expr *x, int dest)
{
  Expr *a = x->binary.x, *b = x->binary.y, *value;
  int iface, slot;

  if (!type_is_interface (a->type) || !type_is_interface (b->type))
    return false;
  value = boxed_operand (b);
  if (value)
    {
      iface = cg_expr (fn, a, NO_DEST);
      slot = cg_expr (fn, value, NO_DEST);
    }
  else
    {
      value = boxed_operand (a);
      if (!value)
        return false;
      slot = cg_expr (fn, value, NO_DEST);
      iface = cg_expr (fn, b, NO_DEST);
    }
  cg_op (fn, VM_EQIT, dest, iface, slot);
  cg_extra (fn, 0, cg_type (fn->cg, value->type));
  if (x->binary.op == OP_NE)
    cg_op (fn, VM_NOT, dest, dest, 0);
  return true;
}

/* What Go's compiler sees a pointer to something of size 0 point to: a variable, the expression that made it in the
 * frame, or, for all that lies on the heap, the runtime's one zero base. NULL: it does not see. */
static const void *
seen_target (const Fn *fn, Expr *x)
{
  static const char zero_base;
  Expr *operand;
  bool is_new;

  x = expr_unparen (x);
  if (x->kind == EXPR_NAME && x->name.obj && x->name.obj->kind == OBJ_VAR)
    {
      const Object *obj = x->name.obj;
      bool is_value = obj->var.kind == VAR_LOCAL && obj->var.owner == fn->func && !obj->var.reassigned
                      && !obj->var.addr_taken;

      return is_value && obj->var.init ? seen_target (fn, obj->var.init) : NULL;
    }
  is_new = x->kind == EXPR_CALL && x->call.kind == CALL_BUILTIN && x->call.builtin == BUILTIN_NEW;
  operand = x->kind == EXPR_UNARY && x->unary.op == OP_AND ? expr_unparen (x->unary.x) : NULL;
  if (is_new || (operand && operand->kind == EXPR_COMPOSITE))
    return cg_on_heap (fn, x) ? &zero_base : (const void *) x;
  if (!operand || operand->kind != EXPR_NAME || !operand->name.obj || operand->name.obj->kind != OBJ_VAR)
    return NULL;
  return operand->name.obj->var.kind != VAR_GLOBAL && cg_var_on_heap (operand->name.obj)
         ? &zero_base : (const void *) operand->name.obj;
}

/* Pointers to different variables of size 0 may have one address, but where Go's compiler sees that they are different
 * it says so without looking (cmd/compile/internal/ssa/_gen/generic.rules, EqPtr of Addr and LocalAddr). */
static bool
are_seen_apart (const Fn *fn, Expr *a, Expr *b)
{
  const Type *type = type_underlying (a->type);
  const void *of_a, *of_b;

  if (type->kind != KIND_POINTER || type_underlying (b->type)->kind != KIND_POINTER
      || type_size (type->pointer.elem) != 0)
    return false;
  of_a = seen_target (fn, a);
  of_b = seen_target (fn, b);
  return of_a && of_b && of_a != of_b;
}

int
cg_comparison (Fn *fn, Expr *x, int dest)
{
  Expr *a = x->binary.x, *b = x->binary.y;
  Operator op = x->binary.op;
  Type *type = a->type;
  int64_t k;
  int left, right, low;

  if (dest == NO_DEST)
    dest = cg_temp_slots (fn, 1);
  low = fn->low;
  cg_order (fn, a, b);
  if (is_nil (b) || is_nil (a))
    {
      /* The first word of anything that can be nil tells. */
      left = cg_expr (fn, is_nil (b) ? a : b, NO_DEST);
      cg_op (fn, op == OP_EQ ? VM_EQI : VM_NEI, dest, left, 0);
    }
  else if (compare_boxed (fn, x, dest))
    ;
  else if (are_seen_apart (fn, a, b))
    {
      cg_expr (fn, a, NO_DEST);
      cg_expr (fn, b, NO_DEST);
      cg_int (fn, dest, op == OP_NE);
    }
  else if (type_is_integer (type) && cg_is_signed (cg_kind (type)) && cg_small_int (b, -32768, 32767, &k))
    {
      static const VmOp ops[] = { VM_EQI, VM_NEI, VM_LTI, VM_LEI, VM_GTI, VM_GEI };

      left = cg_expr (fn, a, NO_DEST);
      cg_op (fn, ops[op - OP_EQ], dest, left, (int) k);
    }
  else
    {
      if (type_is_interface (b->type) && !type_is_interface (type))
        type = b->type;
      left = cg_string_operand (fn, a, NO_DEST);
      right = cg_string_operand (fn, b, NO_DEST);
      cg_compare (fn, op, type, dest, left, right);
    }
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

/* ---- as conditions ---- */

static Operator
negated (Operator op)
{
  switch (op)
    {
    case OP_EQ: return OP_NE;
    case OP_NE: return OP_EQ;
    case OP_LT: return OP_GE;
    case OP_LE: return OP_GT;
    case OP_GT: return OP_LE;
    default: return OP_LT;
    }
}

/* Compare-and-branch for integers, pointers and float64. False: no such instruction. */
static bool
branch_compare (Fn *fn, Expr *x, int label, bool jump_if)
{
  Expr *a = x->binary.x, *b = x->binary.y;
  Operator op = x->binary.op;
  GcKind kind = cg_kind (a->type);
  int64_t k;
  int left, right;

  cg_order (fn, a, b);
  if (is_nil (a) || is_nil (b))
    {
      left = cg_expr (fn, is_nil (b) ? a : b, NO_DEST);
      cg_jump_compare (fn, (op == OP_EQ) == jump_if ? VM_JEQI : VM_JNEI, left, 0, label);
      return true;
    }
  if (type_is_interface (a->type) || type_is_interface (b->type) || are_seen_apart (fn, a, b))
    return false;
  if (kind == GCKIND_FLOAT64)
    {
      VmOp code;
      bool swap = op == OP_GT || op == OP_GE;

      left = cg_expr (fn, a, NO_DEST);
      right = cg_expr (fn, b, NO_DEST);
      if (op == OP_EQ || op == OP_NE)
        code = (op == OP_EQ) == jump_if ? VM_JFEQ : VM_JFNE;
      else if (op == OP_LT || op == OP_GT)
        code = jump_if ? VM_JFLT : VM_JFNLT;
      else
        code = jump_if ? VM_JFLE : VM_JFNLE;
      cg_jump_compare (fn, code, swap ? right : left, swap ? left : right, label);
      return true;
    }
  if (!cg_is_scalar (a->type) || kind == GCKIND_FLOAT32 || kind == GCKIND_COMPLEX64)
    return false;
  if (!jump_if)
    op = negated (op);
  if (cg_small_int (b, -32768, 32767, &k)
      && (cg_is_signed (kind) || op == OP_EQ || op == OP_NE))
    {
      static const VmOp ops[] = { VM_JEQI, VM_JNEI, VM_JLTI, VM_JLEI, VM_JGTI, VM_JGEI };

      left = cg_expr (fn, a, NO_DEST);
      cg_jump_compare (fn, ops[op - OP_EQ], left, (int) k, label);
      return true;
    }
  left = cg_expr (fn, a, NO_DEST);
  right = cg_expr (fn, b, NO_DEST);
  if (op == OP_EQ || op == OP_NE)
    cg_jump_compare (fn, op == OP_EQ ? VM_JEQ : VM_JNE, left, right, label);
  else
    {
      bool s = cg_is_signed (kind), swap = op == OP_GT || op == OP_GE;
      VmOp code = op == OP_LT || op == OP_GT ? (s ? VM_JLT : VM_JLTU) : (s ? VM_JLE : VM_JLEU);

      cg_jump_compare (fn, code, swap ? right : left, swap ? left : right, label);
    }
  return true;
}

void
cg_condition (Fn *fn, Expr *x, int label, bool jump_if)
{
  int low = fn->low, slot, skip;

  x = expr_unparen (x);
  if (x->value)
    {
      if (x->value->boolean == jump_if)
        cg_jump (fn, label);
      return;
    }
  if (cg_settled (fn, x, &slot))
    {
      cg_jump_if (fn, jump_if ? VM_JT : VM_JF, slot, label);
      return;
    }
  if (x->kind == EXPR_UNARY && x->unary.op == OP_NOT)
    {
      cg_condition (fn, x->unary.x, label, !jump_if);
      return;
    }
  if (x->kind == EXPR_BINARY && (x->binary.op == OP_AND_AND || x->binary.op == OP_OR_OR))
    {
      if ((x->binary.op == OP_OR_OR) == jump_if)
        {
          cg_condition (fn, x->binary.x, label, jump_if);
          cg_condition (fn, x->binary.y, label, jump_if);
        }
      else
        {
          skip = cg_label (fn);
          cg_condition (fn, x->binary.x, skip, !jump_if);
          cg_condition (fn, x->binary.y, label, jump_if);
          cg_place_label (fn, skip);
        }
      return;
    }
  if (!(x->kind == EXPR_BINARY && operator_is_comparison (x->binary.op) && branch_compare (fn, x, label, jump_if)))
    {
      slot = cg_expr (fn, x, NO_DEST);
      cg_jump_if (fn, jump_if ? VM_JT : VM_JF, slot, label);
    }
  cg_release (fn, low);
}

int
cg_logical (Fn *fn, Expr *x, int dest)
{
  int done = cg_label (fn), result;

  /* In a temporary: the operands may read the variable that dest is. */
  result = cg_temp_slots (fn, 1);
  cg_int (fn, result, x->binary.op == OP_OR_OR);
  cg_condition (fn, x, done, x->binary.op == OP_OR_OR);
  cg_int (fn, result, x->binary.op != OP_OR_OR);
  cg_place_label (fn, done);
  if (dest == NO_DEST)
    return result;
  cg_op (fn, VM_MOV, dest, result, 0);
  return dest;
}
