#include "lang/check_priv.h"

#include <string.h>

/* Index and slice expressions. Go 1.22 cmd/compile/internal/types2/index.go. */

bool
check_valid_index (Checker *c, Operand *x, const char *what, bool allow_negative)
{
  if (x->mode == MODE_INVALID)
    return false;
  check_convert_untyped (c, x, c->unit->basic[KIND_INT]);
  if (x->mode == MODE_INVALID)
    return false;
  if (!type_is_integer (x->type))
    {
      check_error (c, operand_pos (x), "invalid argument: %s %s must be integer", what, operand_text (c, x));
      return false;
    }
  if (x->mode == MODE_CONSTANT)
    {
      if (!allow_negative && const_sign (x->val) < 0)
        {
          check_error (c, operand_pos (x), "invalid argument: %s %s must not be negative", what, operand_text (c, x));
          return false;
        }
      if (!check_representable (c, x->val, c->unit->basic[KIND_INT], &x->val))
        {
          check_error (c, operand_pos (x), "invalid argument: %s %s overflows int", what, operand_text (c, x));
          return false;
        }
    }
  return true;
}

/* The type of an index (invalid after an error); *value >= 0 if it is constant, to be below max if max >= 0. */
Type *
check_index (Checker *c, Expr **slot, int64_t max, int64_t *value)
{
  Operand x;
  int64_t v;

  *value = -1;
  check_expr (c, &x, *slot);
  if (!check_valid_index (c, &x, "index", false))
    return type_invalid (c);
  if (x.mode != MODE_CONSTANT)
    return x.type;
  if (!const_to_int64 (x.val, &v))
    return type_invalid (c);
  if (max >= 0 && v >= max)
    {
      check_error (c, operand_pos (&x), "invalid argument: index %s out of bounds [0:%" G_GINT64_FORMAT "]",
                   const_text (c, x.val), max);
      return type_invalid (c);
    }
  *value = v;
  return x.type;
}

/* The place of the one index of e; NULL: wrong, reported. */
static Expr **
single_index (Checker *c, Expr *e)
{
  if (e->index.index->kind == EXPR_LIST)
    {
      ExprList *list = &e->index.index->list.elems;

      if (list->n > 1)
        check_error (c, expr_start (list->v[1]), "invalid operation: more than one index");
      e->index.index = list->v[0];
    }
  return &e->index.index;
}

static int64_t
constant_length (const Operand *x)
{
  return x->mode == MODE_CONSTANT && x->val->kind == CONST_STRING ? (int64_t) x->val->string.len : -1;
}

static void
index_map (Checker *c, Operand *x, Expr *e, Type *map)
{
  Expr **slot = single_index (c, e);
  Operand key;

  check_expr (c, &key, *slot);
  check_assignment_slot (c, &key, slot, map->map.key, "map index");
  x->mode = MODE_MAP_INDEX;
  x->type = map->map.elem;
  x->expr = e;
}

/* What indexing a value of type `under` gives; false: it cannot be indexed. *length is its constant length or -1. */
static bool
index_element (Checker *c, Operand *x, Type *under, int64_t *length)
{
  switch (under->kind)
    {
    case KIND_STRING:
    case KIND_UNTYPED_STRING:
      *length = constant_length (x);
      if (type_is_untyped (x->type))
        check_update_expr_type (c, x->expr, c->unit->basic[KIND_STRING], true);
      x->mode = MODE_VALUE;
      x->type = c->unit->byte_type;
      return true;
    case KIND_ARRAY:
      *length = under->array.len;
      if (x->mode != MODE_VARIABLE)
        x->mode = MODE_VALUE;
      x->type = under->array.elem;
      return true;
    case KIND_POINTER:
      under = type_underlying (under->pointer.elem);
      if (under->kind != KIND_ARRAY)
        return false;
      *length = under->array.len;
      x->mode = MODE_VARIABLE;
      x->type = under->array.elem;
      return true;
    case KIND_SLICE:
      x->mode = MODE_VARIABLE;
      x->type = under->slice.elem;
      return true;
    default:
      return false;
    }
}

/* x is a value of a type parameter without a core type: all types of its set must give the same element. */
static bool
index_type_param (Checker *c, Operand *x, int64_t *length)
{
  const TypeSet *set = type_interface_set (c->unit, x->type);
  Operand result = *x;

  for (int i = 0; i < set->n_terms; i++)
    {
      Operand one = *x;
      int64_t n = -1;

      one.type = type_underlying (set->terms[i].type);
      if (one.type->kind == KIND_MAP || !index_element (c, &one, one.type, &n)
          || (i > 0 && !type_identical (one.type, result.type)))
        return false;
      if (i == 0 || one.mode != MODE_VARIABLE)
        result = one;
      if (n >= 0 && (*length < 0 || n < *length))
        *length = n;
    }
  *x = result;
  return set->n_terms > 0;
}

bool
check_index_expr (Checker *c, Operand *x, Expr *e)
{
  Type *under;
  int64_t length = -1, value;
  const char *text;

  check_expr_or_type (c, x, e->index.x, true);
  if (x->mode == MODE_INVALID)
    {
      check_use (c, e->index.index);
      return false;
    }
  if (x->mode == MODE_TYPE)
    {
      x->mode = MODE_INVALID;
      x->type = check_var_type (c, e);
      if (type_is_valid (x->type))
        x->mode = MODE_TYPE;
      return false;
    }
  if (x->mode == MODE_VALUE && x->type->kind == KIND_FUNC && x->type->func.tparams.n > 0)
    return true;

  text = operand_text (c, x);
  under = check_core_string (c, x->type);
  if (under != NULL && under->kind == KIND_MAP)
    {
      index_map (c, x, e, under);
      return false;
    }
  if (x->mode == MODE_BUILTIN || x->mode == MODE_NIL
      || !(under == NULL ? index_type_param (c, x, &length) : index_element (c, x, under, &length)))
    {
      check_error (c, e->pos, "invalid operation: cannot index %s", text);
      check_use (c, e->index.index);
      operand_invalidate (x);
      return false;
    }
  check_index (c, single_index (c, e), length, &value);
  return false;
}

/* Whether x can be sliced; sets its type. *length: constant length or -1. */
static bool
slice_operand (Checker *c, Operand *x, Expr *e, Type *under, int64_t *length)
{
  switch (under->kind)
    {
    case KIND_STRING:
    case KIND_UNTYPED_STRING:
      if (e->slice.full)
        {
          check_error (c, expr_start (e->slice.max), "invalid operation: 3-index slice of string");
          operand_invalidate (x);
          return true;
        }
      *length = constant_length (x);
      if (type_is_untyped (x->type))
        {
          x->type = c->unit->basic[KIND_STRING];
          check_update_expr_type (c, x->expr, x->type, true);
        }
      return true;
    case KIND_ARRAY:
      *length = under->array.len;
      if (x->mode != MODE_VARIABLE)
        {
          check_error (c, operand_pos (x), "invalid operation: %s (slice of unaddressable value)", operand_text (c, x));
          operand_invalidate (x);
          return true;
        }
      check_mark_address_taken (c, e->slice.x);
      x->type = type_new_slice (c, under->array.elem);
      return true;
    case KIND_POINTER:
      under = type_underlying (under->pointer.elem);
      if (under->kind != KIND_ARRAY)
        return false;
      *length = under->array.len;
      x->type = type_new_slice (c, under->array.elem);
      return true;
    case KIND_SLICE:
      return true;
    default:
      return false;
    }
}

static void
check_bounds (Checker *c, Expr *e, int64_t length)
{
  Expr **slots[3] = { &e->slice.lo, &e->slice.hi, &e->slice.max };
  int64_t values[3];

  for (int i = 0; i < 3; i++)
    {
      values[i] = -1;
      if (*slots[i] != NULL)
        check_index (c, slots[i], length >= 0 ? length + 1 : -1, &values[i]);
      else if (i == 0)
        values[i] = 0;
      else if (length >= 0)
        values[i] = length;
    }
  for (int i = 0; i < 2; i++)
    for (int j = i + 1; j < 3; j++)
      if (values[i] > 0 && values[j] >= 0 && values[j] < values[i] && *slots[j] != NULL)
        {
          check_error (c, expr_start (*slots[j]), "invalid slice indices: %" G_GINT64_FORMAT " < %" G_GINT64_FORMAT,
                       values[j], values[i]);
          return;
        }
}

void
check_slice_expr (Checker *c, Operand *x, Expr *e)
{
  Type *under;
  int64_t length = -1;
  Expr *indices[3] = { e->slice.lo, e->slice.hi, e->slice.max };

  check_expr (c, x, e->slice.x);
  if (x->mode == MODE_INVALID)
    {
      for (int i = 0; i < 3; i++)
        if (indices[i] != NULL)
          check_use (c, indices[i]);
      return;
    }
  under = check_core_string (c, x->type);
  if (under == NULL)
    {
      check_error (c, operand_pos (x), "invalid operation: cannot slice %s: %s has no core type", operand_text (c, x),
                   type_text (c, x->type));
      operand_invalidate (x);
      return;
    }
  if (x->mode == MODE_NIL || !slice_operand (c, x, e, under, &length))
    {
      check_error (c, operand_pos (x), "invalid operation: cannot slice %s", operand_text (c, x));
      operand_invalidate (x);
      return;
    }
  if (x->mode == MODE_INVALID)
    return;
  x->mode = MODE_VALUE;
  check_bounds (c, e, length);
}
