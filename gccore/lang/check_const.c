#include "lang/check_priv.h"

#include <math.h>
#include <string.h>

/* Untyped operands and constants: what type they get, what values fit.
 * Go 1.22 cmd/compile/internal/types2/const.go, expr.go, operand.go. */

/* ---- Representability ---- */

static bool
fits_integer (const ConstVal *value, TypeKind kind)
{
  static const struct {
    uint8_t bits;
    bool is_signed;
  } sizes[] = {
    [KIND_INT] = { 64, true },     [KIND_INT8] = { 8, true },      [KIND_INT16] = { 16, true },
    [KIND_INT32] = { 32, true },   [KIND_INT64] = { 64, true },    [KIND_UINT] = { 64, false },
    [KIND_UINT8] = { 8, false },   [KIND_UINT16] = { 16, false },  [KIND_UINT32] = { 32, false },
    [KIND_UINT64] = { 64, false }, [KIND_UINTPTR] = { 64, false },
  };
  int64_t v;

  if (kind == KIND_UNTYPED_INT || kind == KIND_UNTYPED_RUNE)
    return true;
  if (!sizes[kind].is_signed)
    return const_sign (value) >= 0 && const_bit_length (value) <= sizes[kind].bits;
  if (!const_to_int64 (value, &v))
    return false;
  return sizes[kind].bits == 64
         || (v >= -(INT64_C (1) << (sizes[kind].bits - 1)) && v < INT64_C (1) << (sizes[kind].bits - 1));
}

static const ConstVal *
round_complex (ConstPool *pool, const ConstVal *value, bool single)
{
  const ConstVal *(*round) (ConstPool *, const ConstVal *) = single ? const_round_float : const_round_double;

  if (value->kind != CONST_COMPLEX)
    return value;
  return const_complex (pool, round (pool, const_real (value)), round (pool, const_imag (pool, value)));
}

bool
check_representable (Checker *c, const ConstVal *x, const Type *type, const ConstVal **rounded)
{
  ConstPool *pool = c->unit->consts;
  const ConstVal *value;

  if (x->kind == CONST_UNKNOWN)
    return true;
  if (type_is_integer (type))
    {
      value = const_as_int (pool, x);
      if (value->kind != CONST_INT)
        return false;
      if (rounded != NULL)
        *rounded = value;
      return fits_integer (value, type->kind);
    }
  if (type_is_float (type))
    {
      value = const_as_float (pool, x);
      if (value->kind == CONST_UNKNOWN)
        return false;
      if (type->kind == KIND_UNTYPED_FLOAT)
        {
          if (rounded != NULL)
            *rounded = value;
          return true;
        }
      value = type->kind == KIND_FLOAT32 ? const_round_float (pool, value) : const_round_double (pool, value);
      if (value->kind == CONST_UNKNOWN)
        return false;
      if (rounded != NULL)
        *rounded = value;
      return true;
    }
  if (type_is_complex (type))
    {
      value = const_as_complex (pool, x);
      if (type->kind != KIND_UNTYPED_COMPLEX)
        value = round_complex (pool, value, type->kind == KIND_COMPLEX64);
      if (value->kind != CONST_COMPLEX)
        return false;
      if (rounded != NULL)
        *rounded = value;
      return true;
    }
  if (type_is_string (type))
    return x->kind == CONST_STRING;
  if (type_is_boolean (type))
    return x->kind == CONST_BOOL;
  return false;
}

static Representation
representation (Checker *c, const Operand *x, const Type *type, const ConstVal **val)
{
  *val = x->val;
  if (check_representable (c, x->val, type, val))
    return REPR_OK;
  if (type_is_numeric (x->type) && type_is_numeric (type))
    return !type_is_integer (x->type) && type_is_integer (type) ? REPR_TRUNCATED : REPR_OVERFLOWS;
  return REPR_INVALID;
}

static void
invalid_conversion (Checker *c, Representation why, Operand *x, Type *target)
{
  const char *operand = operand_text (c, x);
  const char *type = type_text (c, target);

  if (why == REPR_TRUNCATED)
    check_error (c, operand_pos (x), "%s truncated to %s", operand, type);
  else if (why == REPR_OVERFLOWS)
    check_error (c, operand_pos (x), "%s overflows %s", operand, type);
  else
    check_error (c, operand_pos (x), "cannot convert %s to type %s", operand, type);
  operand_invalidate (x);
}

void
check_representable_operand (Checker *c, Operand *x, Type *type)
{
  const ConstVal *val;
  Representation why = representation (c, x, type_underlying (type), &val);

  if (why != REPR_OK)
    invalid_conversion (c, why, x, type_underlying (type));
  else
    x->val = val;
}

static const char *
operation_name (const Expr *e)
{
  if (e->kind == EXPR_UNARY && e->unary.op == OP_XOR)
    return "bitwise complement ";
  if (e->kind == EXPR_BINARY)
    switch (e->binary.op)
      {
      case OP_ADD: return "addition ";
      case OP_SUB: return "subtraction ";
      case OP_XOR: return "bitwise XOR ";
      case OP_MUL: return "multiplication ";
      case OP_SHL: return "shift ";
      default: break;
      }
  return "";
}

/* Untyped integers may not grow beyond this (Go's constant precision). */
#define MAX_CONST_BITS 512

void
check_overflow (Checker *c, Operand *x, Pos op_pos)
{
  if (x->val->kind == CONST_UNKNOWN)
    {
      check_error (c, op_pos, "constant result is not representable");
      return;
    }
  if (!type_is_untyped (x->type))
    {
      check_representable_operand (c, x, x->type);
      return;
    }
  if (x->val->kind == CONST_INT && const_bit_length (x->val) > MAX_CONST_BITS)
    {
      check_error (c, op_pos, "constant %soverflow", operation_name (x->expr));
      x->val = const_unknown ();
    }
}

/* ---- Untyped operands get a type ---- */

Type *
check_larger_untyped (Type *x, Type *y)
{
  if (x == y)
    return x;
  if (type_is_untyped (x) && type_is_untyped (y) && type_is_numeric (x) && type_is_numeric (y))
    return x->kind > y->kind ? x : y;
  return NULL;
}

static bool
fits_kind (const Operand *x, const Type *target)
{
  switch (x->type->kind)
    {
    case KIND_UNTYPED_BOOL: return type_is_boolean (target);
    case KIND_UNTYPED_INT:
    case KIND_UNTYPED_RUNE:
    case KIND_UNTYPED_FLOAT:
    case KIND_UNTYPED_COMPLEX: return type_is_numeric (target);
    case KIND_UNTYPED_STRING: return type_is_string (target);
    default: return false;
    }
}

/* The type that x takes where `target` is expected; NULL: none, and *why tells. *val: the constant in that type, or
 * NULL if it stays as it is. */
Type *
check_implicit_type (Checker *c, Operand *x, Type *target, const ConstVal **val, Representation *why)
{
  Type *under;

  *val = NULL;
  *why = REPR_INVALID;
  if (x->mode == MODE_INVALID || !type_is_untyped (x->type) || !type_is_valid (target))
    return x->type;
  if (type_is_untyped (target))
    return check_larger_untyped (x->type, target);
  if (x->mode == MODE_NIL)
    return type_has_nil (target) ? target : NULL;

  under = type_underlying (target);
  if (target->kind == KIND_TYPE_PARAM)
    {
      const TypeSet *set = type_interface_set (c->unit, target);
      const ConstVal *ignored;
      Representation why_not;

      if (set->all_types || set->n_terms == 0)
        return NULL;
      for (int i = 0; i < set->n_terms; i++)
        if (check_implicit_type (c, x, type_underlying (set->terms[i].type), &ignored, &why_not) == NULL)
          return NULL;
      return target;
    }
  if (under->kind < KIND_ARRAY)
    {
      if (x->mode == MODE_CONSTANT)
        {
          *why = representation (c, x, under, val);
          if (*why == REPR_OK)
            return target;
          *val = NULL;
          return NULL;
        }
      return fits_kind (x, target) ? target : NULL;
    }
  if (under->kind == KIND_INTERFACE)
    {
      const TypeSet *set = type_interface_set (c->unit, under);

      /* Values in interfaces have concrete types: the default one. */
      if (set->methods.n == 0 && set->all_types && !set->comparable)
        return type_default (c->unit, x->type);
    }
  return NULL;
}

void
check_convert_untyped (Checker *c, Operand *x, Type *target)
{
  const ConstVal *val;
  Representation why;
  Type *type = check_implicit_type (c, x, target, &val, &why);

  if (type == NULL)
    {
      invalid_conversion (c, why, x, target->kind == KIND_TYPE_PARAM ? target : type_underlying (target));
      return;
    }
  if (val != NULL)
    {
      x->val = val;
      check_update_expr_val (x->expr, val);
    }
  if (type != x->type)
    {
      x->type = type;
      check_update_expr_type (c, x->expr, type, false);
    }
}

void
check_update_expr_val (Expr *e, const ConstVal *val)
{
  if (type_is_untyped (e->type))
    e->value = val;
}

static void
update_operands (Checker *c, Expr *e, Type *type, bool final)
{
  switch (e->kind)
    {
    case EXPR_PAREN:
      check_update_expr_type (c, e->paren.x, type, final);
      break;
    case EXPR_UNARY:
      if (e->value == NULL)
        check_update_expr_type (c, e->unary.x, type, final);
      break;
    case EXPR_BINARY:
      /* Operands of constants are never materialised; those of comparisons have their types. */
      if (e->value != NULL || operator_is_comparison (e->binary.op))
        break;
      check_update_expr_type (c, e->binary.x, type, final);
      if (!operator_is_shift (e->binary.op))
        check_update_expr_type (c, e->binary.y, type, final);
      break;
    default:
      break;
    }
}

/* Gives an untyped expression, and what it is made of, its type; `final` if an untyped type is the final one too. */
void
check_update_expr_type (Checker *c, Expr *e, Type *type, bool final)
{
  Type *old = e->type;

  if (!type_is_untyped (old))
    return;
  update_operands (c, e, type, final);
  if (!final && type_is_untyped (type))
    {
      e->type = type_underlying (type);
      return;
    }
  if (e->shift_operand && !type_is_integer (type))
    {
      check_error (c, expr_start (e), "invalid operation: shifted operand %s (type %s) must be integer",
                   expr_text (c, e), type_text (c, type));
      e->type = type;
      return;
    }
  e->type = type;
  if (e->value != NULL)
    {
      Operand x = { .mode = e->mode, .type = old, .val = e->value, .expr = e };

      check_convert_untyped (c, &x, type);
      if (x.mode == MODE_INVALID)
        return;
      e->value = x.val;
    }
}

/* ---- Assignability ---- */

static bool
is_interface_pointer (const Type *under)
{
  return under->kind == KIND_POINTER && type_underlying (under->pointer.elem)->kind == KIND_INTERFACE;
}

static void
set_cause (char **cause, char *text)
{
  if (cause != NULL)
    {
      g_free (*cause);
      *cause = text;
    }
  else
    g_free (text);
}

static const char *
term_text (Checker *c, const Type *t, const Type *in)
{
  return in != NULL ? arena_printf (c->arena, "%s (in %s)", type_text (c, t), type_text (c, in)) : type_text (c, t);
}

void
check_explain_term (Checker *c, char **cause, const char *format, const Type *from, const Type *from_in,
                    const Type *to, const Type *to_in)
{
  const char *from_text = term_text (c, from, from_in), *to_text = term_text (c, to, to_in);
  GString *text;

  if (cause == NULL)
    return;
  text = g_string_new (NULL);
  g_string_printf (text, format, from_text, to_text);
  if (*cause != NULL)
    g_string_append_printf (text, "\n\t%s", *cause);
  set_cause (cause, g_string_free (text, FALSE));
}

/* Values of a type parameter, or for one: all types of the set must do. */
static bool
assignable_type_params (Checker *c, Operand *x, Type *t, char **cause)
{
  bool to_param = t->kind == KIND_TYPE_PARAM && !type_is_named (x->type);
  const TypeSet *set = type_interface_set (c->unit, to_param ? t : x->type);
  Operand one = *x;

  if (!to_param && (x->type->kind != KIND_TYPE_PARAM || type_is_named (t)))
    return false;
  for (int i = 0; i < set->n_terms; i++)
    {
      Type *term = set->terms[i].type;

      if (!to_param)
        one.type = term;
      if (!check_assignable (c, &one, to_param ? term : t, cause))
        {
          check_explain_term (c, cause, "cannot assign %s to %s", one.type, to_param ? NULL : x->type,
                              to_param ? term : t, to_param ? t : NULL);
          return false;
        }
    }
  return set->n_terms > 0;
}

/* *cause (may be NULL): set to the reason if there is one to tell; caller frees. */
bool
check_assignable (Checker *c, Operand *x, Type *t, char **cause)
{
  Type *v = x->type, *v_under, *t_under;
  bool v_param, t_param;

  if (x->mode == MODE_INVALID || !type_is_valid (v) || !type_is_valid (t) || type_identical (v, t))
    return true;
  v_under = type_underlying (v);
  t_under = type_underlying (t);
  v_param = v->kind == KIND_TYPE_PARAM;
  t_param = t->kind == KIND_TYPE_PARAM;
  if (type_is_untyped (v))
    {
      const ConstVal *val;
      Representation why;

      return check_implicit_type (c, x, t, &val, &why) != NULL;
    }
  if (type_identical (v_under, t_under) && (!type_is_named (v) || !type_is_named (t)) && !v_param && !t_param)
    return true;
  if ((t_under->kind == KIND_INTERFACE && !t_param) || is_interface_pointer (t_under))
    {
      char *why = NULL;

      if (check_implements (c->unit, v, t, false, cause != NULL ? &why : NULL))
        return true;
      set_cause (cause, why);
      if (!v_param)
        return false;
      set_cause (cause, NULL);
    }
  if (v_under->kind == KIND_INTERFACE && !v_param && check_implements (c->unit, t, v, false, NULL))
    {
      set_cause (cause, g_strdup ("need type assertion"));
      return false;
    }
  if (v_under->kind == KIND_CHAN && v_under->chan.dir == CHAN_BOTH && t_under->kind == KIND_CHAN
      && type_identical (v_under->chan.elem, t_under->chan.elem))
    return !type_is_named (v) || !type_is_named (t);
  return (v_param || t_param) && assignable_type_params (c, x, t, cause);
}
