/* Storage in the frame: of variables that have addresses, of literals, closures and slices that do not escape.
 *
 * It lives as long as the frame: handed out once, scanned throughout. Near storage lies among the slots that an
 * instruction can name; how much there is is known only at the end, so its function is compiled twice. What is larger
 * than Fn.near_bytes is far: above the slots of arguments and results (VM_ENTER), reached by its address alone. */

#include "lang/codegen-internal.h"

int
cg_storage (Fn *fn, uint32_t n)
{
  fn->storage_used += (int) n;
  cg_check_near (fn, fn->storage_used);
  return fn->storage_base - fn->storage_used;
}

static void
storage_range (Fn *fn, int slot, uint64_t mask)
{
  ProgRange range = { UINT32_MAX, UINT32_MAX, slot, true, mask };

  if (mask == 0)
    return;
  fn->storage_pointers |= slot <= 0;
  g_array_append_val (slot > 0 ? fn->far : fn->ranges, range);
}

void
cg_storage_mask (Fn *fn, int slot, const uint64_t *mask, uint64_t n_words)
{
  for (uint64_t i = 0; i < n_words; i++)
    storage_range (fn, slot + (int) i * 64, mask[i]);
}

void
cg_storage_pointers (Fn *fn, int slot, Type *type, int64_t count)
{
  uint64_t ptr_words = type_ptr_bytes (type) / 8, n = (ptr_words + 63) / 64, stride = type_size (type) / 8;
  uint64_t *mask;

  if (ptr_words == 0)
    return;
  mask = g_new0 (uint64_t, n);
  type_ptr_mask (type, mask);
  for (int64_t i = 0; i < count; i++)
    cg_storage_mask (fn, slot + (int) (i * (int64_t) stride), mask, n);
  g_free (mask);
}

void
cg_frame_array (Fn *fn, Type *elem, int64_t n, int dest)
{
  uint64_t bytes = (uint64_t) n * type_size (elem), slots = (bytes + 7) / 8;
  int space;

  if (bytes <= fn->near_bytes)
    {
      space = cg_storage (fn, (uint32_t) slots);
      if (slots > 0)
        cg_op (fn, VM_ZERO, space, (int) slots, 0);
      cg_op (fn, VM_LEAF, dest, space, 0);
    }
  else
    {
      space = fn->far_base + (int) fn->far_used;
      if (slots > MAX_FRAME_SLOTS - fn->far_used)
        cg_unsupported (fn, fn->func->pos, "a function with more than 1 GB of local variables");
      fn->far_used += (uint32_t) slots;
      cg_opk (fn, VM_LEAFAR, dest, (uint32_t) space);
      cg_op (fn, VM_ZEROM, dest, 0, 0);
      cg_extra (fn, 0, n == 1 ? cg_type (fn->cg, elem) : cg_array_of (fn->cg, elem, n));
    }
  cg_storage_pointers (fn, space, elem, n);
}

void
cg_new (Fn *fn, Type *type, bool heap, int dest)
{
  if (heap || cg_slots (type) == 0)
    cg_opk (fn, VM_NEW, dest, cg_type (fn->cg, type));
  else
    cg_frame_array (fn, type, 1, dest);
}

bool
cg_var_boxed (const Fn *fn, const Object *obj)
{
  return cg_var_on_heap (obj)
         || (obj->var.kind == VAR_LOCAL && fn->func && type_size (obj->type) > fn->near_bytes);
}

void
cg_new_variable (Fn *fn, Object *obj, int box)
{
  cg_new (fn, obj->type, cg_var_on_heap (obj), box);
}

static bool
is_literal (Expr *x)
{
  return x->kind == EXPR_COMPOSITE && !x->composite.is_pointer;
}

/* The address of x's value: where it is, or in far storage of its own. */
static int
value_address (Fn *fn, Expr *x)
{
  Place place = { .kind = PLACE_POINTER, .type = x->type };
  int value;

  if (cg_is_addressable (x))
    return cg_address (fn, x, NO_DEST, true);
  if (!is_literal (x))
    {
      value = cg_expr (fn, x, NO_DEST);
      place.slot = cg_temp_pointer (fn);
      cg_op (fn, VM_LEAF, place.slot, value, 0);
      return place.slot;
    }
  place.slot = cg_temp_pointer (fn);
  cg_frame_array (fn, x->type, 1, place.slot);
  cg_composite_into (fn, x, &place, true);
  return place.slot;
}

bool
cg_is_far_value (const Fn *fn, Type *type)
{
  return fn->func && type_size (type) > fn->near_bytes;
}

void
cg_store_far (Fn *fn, const Place *place, Expr *x)
{
  int low = fn->low, from = value_address (fn, expr_unparen (x)), to = cg_place_address (fn, place, NO_DEST);

  cg_op (fn, VM_COPYT, to, from, 0);
  cg_extra (fn, 0, cg_type (fn->cg, place->type));
  cg_release (fn, low);
}

void
cg_define_far (Fn *fn, Object *obj, Expr *x)
{
  Place place = { .kind = PLACE_POINTER, .type = obj->type, .slot = cg_reserve_box (fn, obj) };
  int low = fn->low, from;

  x = expr_unparen (x);
  if (is_literal (x))
    {
      cg_order_elements (fn, x, cg_var_on_heap (obj));
      cg_new_variable (fn, obj, place.slot);
      cg_composite_into (fn, x, &place, true);
    }
  else
    {
      from = value_address (fn, x);
      cg_new_variable (fn, obj, place.slot);
      cg_op (fn, VM_COPYT, place.slot, from, 0);
      cg_extra (fn, 0, cg_type (fn->cg, obj->type));
    }
  cg_release (fn, low);
}
