#include "lang/check_priv.h"

/* Binary operations: comparisons, shifts, arithmetic. Go 1.22 cmd/compile/internal/types2/expr.go. */

const char *
kind_text (Checker *c, Type *t)
{
  switch (type_underlying (t)->kind)
    {
    case KIND_ARRAY: return "array";
    case KIND_SLICE: return "slice";
    case KIND_STRUCT: return "struct";
    case KIND_POINTER: return "pointer";
    case KIND_FUNC: return "func";
    case KIND_INTERFACE:
      if (t->kind == KIND_TYPE_PARAM)
        return arena_printf (c->arena, "type parameter %s", type_text (c, t));
      return "interface";
    case KIND_MAP: return "map";
    case KIND_CHAN: return "chan";
    default: return type_text (c, t);
    }
}

/* Why values of type t cannot be compared; "" if there is nothing special to say. */
static const char *
incomparable_cause (Checker *c, Type *t)
{
  Type *under = type_underlying (t);

  switch (under->kind)
    {
    case KIND_SLICE:
    case KIND_FUNC:
    case KIND_MAP:
      return arena_printf (c->arena, "%s can only be compared to nil", kind_text (c, t));
    case KIND_STRUCT:
      for (int i = 0; i < under->struct_.n; i++)
        if (!type_comparable (under->struct_.fields[i].var->type))
          return arena_printf (c->arena, "struct containing %s cannot be compared",
                               type_text (c, under->struct_.fields[i].var->type));
      return "";
    case KIND_ARRAY:
      return arena_printf (c->arena, "%s cannot be compared", type_text (c, under));
    case KIND_INTERFACE:
      return t->kind != KIND_TYPE_PARAM                               ? ""
             : type_set_is_empty (type_interface_set (c->unit, under)) ? "empty type set"
                                                                       : "incomparable types in type set";
    default:
      return "";
    }
}

/* The operand to blame, and why; NULL: the comparison is fine. */
static Operand *
comparison_problem (Checker *c, Operand *x, Operand *y, Operator op, const char **cause)
{
  *cause = "";
  if (!check_assignable (c, x, y->type, NULL) && !check_assignable (c, y, x->type, NULL))
    {
      *cause = arena_printf (c->arena, "mismatched types %s and %s", type_text (c, x->type), type_text (c, y->type));
      return y;
    }
  if (op != OP_EQ && op != OP_NE)
    return !type_is_ordered (x->type) ? x : !type_is_ordered (y->type) ? y : NULL;
  if (x->mode == MODE_NIL || y->mode == MODE_NIL)
    return type_has_nil (x->mode == MODE_NIL ? y->type : x->type) ? NULL : y;
  if (!type_comparable (x->type))
    {
      *cause = incomparable_cause (c, x->type);
      return x;
    }
  if (!type_comparable (y->type))
    {
      *cause = incomparable_cause (c, y->type);
      return y;
    }
  return NULL;
}

static void
report_comparison (Checker *c, Operand *x, Operand *y, Operator op, bool switch_case, Operand *wrong, const char *cause)
{
  if (cause[0] == '\0')
    {
      if (x->type->kind == KIND_TYPE_PARAM || y->type->kind == KIND_TYPE_PARAM)
        {
          if (x->type->kind != KIND_TYPE_PARAM)
            wrong = y;
          cause = arena_printf (c->arena, "type parameter %s is not comparable with %s", type_text (c, wrong->type),
                                operator_text (op));
        }
      else
        cause =
            arena_printf (c->arena, "operator %s not defined on %s", operator_text (op), kind_text (c, wrong->type));
    }
  if (switch_case)
    check_error (c, operand_pos (x), "invalid case %s in switch on %s (%s)", expr_text (c, x->expr),
                 expr_text (c, y->expr), cause);
  else
    check_error (c, operand_pos (wrong), "invalid operation: %s %s %s (%s)", expr_text (c, x->expr), operator_text (op),
                 expr_text (c, y->expr), cause);
}

void
check_comparison (Checker *c, Operand *x, Operand *y, Operator op, bool switch_case)
{
  const char *cause;
  Operand *wrong;

  if (!type_is_valid (x->type) || !type_is_valid (y->type))
    {
      operand_invalidate (x);
      return;
    }
  if (switch_case)
    op = OP_EQ;
  wrong = comparison_problem (c, x, y, op, &cause);
  if (wrong != NULL)
    {
      report_comparison (c, x, y, op, switch_case, wrong, cause);
      operand_invalidate (x);
      return;
    }
  if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT)
    x->val = const_from_bool (c->unit->consts, const_compare (op, x->val, y->val));
  else
    {
      x->mode = MODE_VALUE;
      check_update_expr_type (c, x->expr, type_default (c->unit, x->type), true);
      check_update_expr_type (c, y->expr, type_default (c->unit, y->type), true);
    }
  x->type = c->unit->basic[KIND_UNTYPED_BOOL];
}

/* The count of a shift: false: wrong, reported. */
static bool
check_shift_count (Checker *c, Operand *y)
{
  Type *uint = c->unit->basic[KIND_UINT];

  if (y->mode == MODE_CONSTANT)
    {
      const ConstVal *count = const_as_int (c->unit->consts, y->val);

      if (count->kind == CONST_INT && const_sign (count) < 0)
        {
          check_error (c, operand_pos (y), "invalid operation: negative shift count %s", operand_text (c, y));
          return false;
        }
      if (type_is_untyped (y->type))
        {
          check_representable_operand (c, y, uint);
          if (y->mode == MODE_INVALID)
            return false;
          check_update_expr_val (y->expr, y->val);
        }
      return true;
    }
  if (type_is_integer (y->type) && !type_is_untyped (y->type))
    return true;
  if (type_is_untyped (y->type))
    {
      check_convert_untyped (c, y, uint);
      return y->mode != MODE_INVALID;
    }
  check_error (c, operand_pos (y), "invalid operation: shift count %s must be integer", operand_text (c, y));
  return false;
}

/* The largest count of a constant shift: enough to write the smallest float64. */
#define MAX_CONST_SHIFT (1023 - 1 + 52)

static void
shift_constants (Checker *c, Operand *x, Operand *y, const ConstVal *value, Expr *e, Operator op)
{
  uint64_t count;

  if (x->val->kind == CONST_UNKNOWN || y->val->kind == CONST_UNKNOWN)
    {
      x->val = const_unknown ();
      if (!type_is_integer (x->type))
        x->type = c->unit->basic[KIND_UNTYPED_INT];
      return;
    }
  if (!const_to_uint64 (y->val, &count) || count > MAX_CONST_SHIFT)
    {
      check_error (c, operand_pos (y), "invalid operation: invalid shift count %s", operand_text (c, y));
      operand_invalidate (x);
      return;
    }
  if (!type_is_integer (x->type))
    x->type = c->unit->basic[KIND_UNTYPED_INT];
  x->val = const_shift (c->unit->consts, op, value, (unsigned) count);
  if (e != NULL)
    x->expr = e;
  check_overflow (c, x, check_op_pos (x->expr));
}

static void
check_shift (Checker *c, Operand *x, Operand *y, Expr *e, Operator op)
{
  const ConstVal *value = x->mode == MODE_CONSTANT ? const_as_int (c->unit->consts, x->val) : NULL;

  if (!type_is_integer (x->type) && !(type_is_untyped (x->type) && value != NULL && value->kind == CONST_INT))
    {
      check_error (c, operand_pos (x), "invalid operation: shifted operand %s must be integer", operand_text (c, x));
      operand_invalidate (x);
      return;
    }
  if (!check_shift_count (c, y))
    {
      operand_invalidate (x);
      return;
    }
  if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT)
    {
      shift_constants (c, x, y, value, e, op);
      return;
    }
  check_update_expr_type (c, y->expr, c->unit->basic[KIND_UINT], true);
  if (x->mode == MODE_CONSTANT && type_is_untyped (x->type))
    {
      /* The type is what the context gives it; until then the operand is marked. */
      if (type_is_untyped (x->expr->type))
        x->expr->shift_operand = true;
      x->mode = MODE_VALUE;
      return;
    }
  if (!type_is_integer (x->type))
    {
      check_error (c, operand_pos (x), "invalid operation: shifted operand %s must be integer", operand_text (c, x));
      operand_invalidate (x);
      return;
    }
  x->mode = MODE_VALUE;
}

static bool
may_convert (const Operand *x, const Operand *y)
{
  if (!type_is_untyped (x->type) && !type_is_untyped (y->type))
    return false;
  if (type_is_interface (x->type) || type_is_interface (y->type))
    return true;
  if (type_is_boolean (x->type) != type_is_boolean (y->type) || type_is_string (x->type) != type_is_string (y->type))
    return false;
  if (x->mode == MODE_NIL)
    return type_has_nil (y->type);
  if (y->mode == MODE_NIL)
    return type_has_nil (x->type);
  return type_underlying (x->type)->kind != KIND_POINTER && type_underlying (y->type)->kind != KIND_POINTER;
}

void
check_match_types (Checker *c, Operand *x, Operand *y)
{
  if (!may_convert (x, y))
    return;
  check_convert_untyped (c, x, y->type);
  if (x->mode == MODE_INVALID)
    return;
  check_convert_untyped (c, y, x->type);
  if (y->mode == MODE_INVALID)
    operand_invalidate (x);
}

static bool
binary_defined (const Type *t, Operator op)
{
  switch (op)
    {
    case OP_ADD: return type_is_numeric (t) || type_is_string (t) || type_is_ordered (t);
    case OP_SUB:
    case OP_MUL:
    case OP_DIV: return type_is_numeric (t);
    case OP_AND_AND:
    case OP_OR_OR: return type_is_boolean (t);
    default: return type_is_integer (t);
    }
}

static void
compute_binary (Checker *c, Operand *x, const Operand *y, Expr *e, Operator op)
{
  if (x->val->kind == CONST_UNKNOWN || y->val->kind == CONST_UNKNOWN)
    {
      x->val = const_unknown ();
      return;
    }
  x->val = const_binary (c->unit->consts, op, x->val, y->val, type_is_integer (x->type));
  if (e != NULL)
    x->expr = e;
  check_overflow (c, x, check_op_pos (x->expr));
}

/* A complex divisor is zero, too, if the squares of its parts are. */
static bool
is_zero_divisor (Checker *c, const Operand *x, const Operand *y)
{
  ConstPool *pool = c->unit->consts;
  const ConstVal *re, *im;

  if (const_sign (y->val) == 0)
    return true;
  if (x->mode != MODE_CONSTANT || !type_is_complex (x->type))
    return false;
  re = const_real (y->val);
  im = const_imag (pool, y->val);
  return const_sign (const_binary (pool, OP_MUL, re, re, false)) == 0
         && const_sign (const_binary (pool, OP_MUL, im, im, false)) == 0;
}

/* e: the binary expression; NULL for an assignment operation. */
void
check_binary (Checker *c, Operand *x, Expr *e, Expr **lhs, Expr **rhs, Operator op)
{
  Operand y;

  check_expr (c, x, *lhs);
  check_expr (c, &y, *rhs);
  if (x->mode == MODE_INVALID)
    return;
  if (y.mode == MODE_INVALID)
    {
      operand_invalidate (x);
      x->expr = y.expr;
      return;
    }
  if (operator_is_shift (op))
    {
      check_shift (c, x, &y, e, op);
      return;
    }
  check_match_types (c, x, &y);
  if (x->mode == MODE_INVALID)
    return;
  if (operator_is_comparison (op))
    {
      Operand before = *x;

      check_comparison (c, x, &y, op, false);
      if (x->mode != MODE_INVALID && x->mode != MODE_CONSTANT)
        {
          check_wrap_interface (c, lhs, &before, y.type);
          check_wrap_interface (c, rhs, &y, before.type);
        }
      return;
    }
  if (!type_identical (x->type, y.type))
    {
      if (type_is_valid (x->type) && type_is_valid (y.type))
        {
          if (e != NULL)
            check_error (c, operand_pos (x), "invalid operation: %s (mismatched types %s and %s)", expr_text (c, e),
                         type_text (c, x->type), type_text (c, y.type));
          else
            check_error (c, operand_pos (x), "invalid operation: %s %s= %s (mismatched types %s and %s)",
                         expr_text (c, *lhs), operator_text (op), expr_text (c, *rhs), type_text (c, x->type),
                         type_text (c, y.type));
        }
      operand_invalidate (x);
      return;
    }
  if (!check_op (c, x, op, binary_defined (x->type, op)))
    return;
  if ((op == OP_DIV || op == OP_REM) && (x->mode == MODE_CONSTANT || type_is_integer (x->type))
      && y.mode == MODE_CONSTANT && is_zero_divisor (c, x, &y))
    {
      check_error (c, operand_pos (&y), "invalid operation: division by zero");
      operand_invalidate (x);
      return;
    }
  if (x->mode == MODE_CONSTANT && y.mode == MODE_CONSTANT)
    {
      compute_binary (c, x, &y, e, op);
      return;
    }
  x->mode = MODE_VALUE;
}
