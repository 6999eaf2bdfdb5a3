#include "lang/check_priv.h"

/* Conversions T(x). Go 1.22 cmd/compile/internal/types2/conversions.go. */

static bool
is_kind (const Type *t, TypeKind kind)
{
  return t->kind == kind;
}

/* Both are integer or floating-point types, or both complex ones. */
static bool
numbers_convert (const Type *from, const Type *to)
{
  return type_is_numeric (from) && type_is_numeric (to) && type_is_complex (from) == type_is_complex (to);
}

static bool
slice_to_array (const Type *from, const Type *to)
{
  if (from->kind != KIND_SLICE)
    return false;
  if (to->kind == KIND_POINTER)
    to = type_underlying (to->pointer.elem);
  return to->kind == KIND_ARRAY && type_identical (from->slice.elem, to->array.elem);
}

static bool convertible (Checker *c, Operand *x, Type *t, char **cause);

/* All types of a type parameter's set must convert. */
static bool
convertible_params (Checker *c, Operand *x, Type *t, char **cause)
{
  Type *from = x->type;
  const TypeSet *set = type_interface_set (c->unit, from->kind == KIND_TYPE_PARAM ? from : t), *targets;
  Operand one = *x;

  if (from->kind != KIND_TYPE_PARAM)
    {
      for (int i = 0; i < set->n_terms; i++)
        {
          if (!convertible (c, &one, set->terms[i].type, cause))
            {
              check_explain_term (c, cause, "cannot convert %s to type %s", from, NULL, set->terms[i].type, t);
              return false;
            }
        }
      return set->n_terms > 0;
    }
  targets = t->kind == KIND_TYPE_PARAM ? type_interface_set (c->unit, t) : NULL;
  for (int i = 0; i < set->n_terms; i++)
    {
      one.type = set->terms[i].type;
      for (int k = 0; k < (targets != NULL ? targets->n_terms : 1); k++)
        {
          Type *to = targets != NULL ? targets->terms[k].type : t;

          if (!convertible (c, &one, to, cause))
            {
              check_explain_term (c, cause, "cannot convert %s to type %s", one.type, from, to,
                                  targets != NULL ? t : NULL);
              return false;
            }
        }
    }
  return set->n_terms > 0 && (targets == NULL || targets->n_terms > 0);
}

static bool
convertible (Checker *c, Operand *x, Type *t, char **cause)
{
  Type *v = x->type, *vu, *tu;

  if (check_assignable (c, x, t, cause))
    return true;
  vu = type_underlying (v);
  tu = type_underlying (t);
  if (v->kind == KIND_TYPE_PARAM || t->kind == KIND_TYPE_PARAM)
    return convertible_params (c, x, t, cause);
  if (type_identical_ignore_tags (vu, tu))
    return true;
  if (v->kind == KIND_POINTER && t->kind == KIND_POINTER
      && type_identical_ignore_tags (type_underlying (v->pointer.elem), type_underlying (t->pointer.elem)))
    return true;
  if (numbers_convert (vu, tu))
    return true;
  if ((type_is_integer (vu) || type_is_bytes_or_runes (vu)) && type_is_string (tu))
    return true;
  if (type_is_string (vu) && type_is_bytes_or_runes (tu))
    return true;
  if ((is_kind (vu, KIND_POINTER) || is_kind (vu, KIND_UINTPTR)) && is_kind (tu, KIND_UNSAFE_POINTER))
    return true;
  if (is_kind (vu, KIND_UNSAFE_POINTER) && (is_kind (tu, KIND_POINTER) || is_kind (tu, KIND_UINTPTR)))
    return true;
  return slice_to_array (vu, tu);
}

/* ---- Constants ---- */

/* A constant converted to a basic type; false: it does not fit. */
static bool
convert_constant (Checker *c, const Operand *x, const Type *under, const ConstVal **val)
{
  char utf8[8];
  uint64_t ch;

  *val = x->val;
  if (under->kind >= KIND_ARRAY)
    return false;
  if (check_representable (c, x->val, under, val))
    return true;
  if (!type_is_integer (x->type) || !type_is_string (under))
    return false;
  if (!const_to_uint64 (x->val, &ch) || ch > 0x10ffff || (ch >= 0xd800 && ch < 0xe000))
    ch = 0xfffd;
  *val = const_from_string (c->unit->consts, utf8, (gsize) g_unichar_to_utf8 ((gunichar) ch, utf8));
  return true;
}

/* A constant becomes a type parameter's value if it fits all types of the set. */
static bool
constant_to_param (Checker *c, const Operand *x, Type *t, char **cause)
{
  const TypeSet *set = type_interface_set (c->unit, t);

  if (set->all_types || set->n_terms == 0)
    {
      *cause = g_strdup_printf ("%s does not contain specific types", type_text (c, t));
      return false;
    }
  for (int i = 0; i < set->n_terms; i++)
    {
      const Type *under = type_underlying (set->terms[i].type);
      const ConstVal *val;

      if ((type_is_string (x->type) && type_is_bytes_or_runes (under)) || convert_constant (c, x, under, &val))
        continue;
      if (type_is_integer (x->type) && type_is_integer (under))
        *cause = g_strdup_printf ("constant %s overflows %s (in %s)", const_text (c, x->val), type_text (c, under),
                                  type_text (c, t));
      else
        *cause = g_strdup_printf ("cannot convert %s to type %s (in %s)", operand_text (c, x), type_text (c, under),
                                  type_text (c, t));
      return false;
    }
  return true;
}

/* The type that the untyped operand of the conversion takes. */
static Type *
operand_type (Checker *c, const Operand *x, Type *t, bool was_constant)
{
  if (x->type->kind == KIND_UNTYPED_NIL)
    return t;
  if (type_is_interface (t) || (was_constant && !type_is_const_type (t)))
    return type_default (c->unit, x->type);
  if (x->mode == MODE_CONSTANT && type_is_integer (x->type) && type_is_string (t))
    return x->type;
  return t;
}

/* Whether a type's syntax names a type parameter, which in a copy stands for the argument. */
static bool
names_type_param (Expr *x)
{
  x = expr_unparen (x);
  return x->type->kind == KIND_TYPE_PARAM
         || (x->kind == EXPR_NAME && x->name.obj->kind == OBJ_TYPE && x->name.obj->type_name.is_targ);
}

void
check_conversion (Checker *c, Operand *x, Type *t, const Expr *call)
{
  bool constant = x->mode == MODE_CONSTANT, ok;
  g_autofree char *cause = NULL;

  if (constant && type_is_const_type (t))
    {
      /* Messages show what it was rounded to, even if that does not fit. */
      ok = convert_constant (c, x, type_underlying (t), &x->val);
      if (!ok && type_is_integer (x->type) && type_is_integer (t))
        {
          check_error (c, operand_pos (x), "constant %s overflows %s", const_text (c, x->val), type_text (c, t));
          operand_invalidate (x);
          return;
        }
      if (names_type_param (call->call.fun))
        x->mode = MODE_VALUE;
    }
  else if (constant && t->kind == KIND_TYPE_PARAM)
    {
      ok = constant_to_param (c, x, t, &cause);
      x->mode = MODE_VALUE;
    }
  else
    {
      ok = convertible (c, x, t, &cause);
      if (ok)
        x->mode = MODE_VALUE;
    }
  if (!ok)
    {
      if (cause != NULL)
        check_error (c, operand_pos (x), "cannot convert %s to type %s: %s", operand_text (c, x), type_text (c, t),
                     cause);
      else
        check_error (c, operand_pos (x), "cannot convert %s to type %s", operand_text (c, x), type_text (c, t));
      operand_invalidate (x);
      return;
    }
  if (type_is_untyped (x->type))
    check_update_expr_type (c, x->expr, operand_type (c, x, t, constant), true);
  x->type = t;
}
