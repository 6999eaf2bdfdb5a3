/* Literals: composite values, functions, method values. */

#include <string.h>

#include "lang/codegen-internal.h"
#include "lang/dictionary.h"

/* ---- composite literals ---- */

static Expr *
element_value (Expr *elem)
{
  return elem->kind == EXPR_KEY_VALUE ? elem->key_value.value : elem;
}

/* Whether building the literal in place could not be told from building it aside: no operand may see the place. */
static void
element_into (Fn *fn, Expr *value, const Place *place)
{
  Expr *inner = expr_unparen (value);
  int low = fn->low, src;

  fn->line = value->pos.line ? value->pos.line : fn->line;
  if (inner->kind == EXPR_COMPOSITE && !inner->composite.is_pointer && !inner->value
      && (type_is_kind (inner->composite.base, KIND_STRUCT) || type_is_kind (inner->composite.base, KIND_ARRAY)))
    cg_composite_into (fn, inner, place, true);
  else if (place->kind == PLACE_FRAME && place->offset % 8 == 0 && !cg_is_scalar (place->type)
           && cg_kind (place->type) != GCKIND_STRUCT && cg_kind (place->type) != GCKIND_ARRAY)
    cg_expr (fn, value, place->slot + (int) (place->offset / 8));
  else
    {
      src = cg_expr (fn, value, NO_DEST);
      cg_place_store (fn, place, src);
    }
  cg_release (fn, low);
}

/* Before a literal's elements are generated, and before it is allocated. A map is made first (map_literal). */
void
cg_order_elements (Fn *fn, Expr *x, bool heap)
{
  if (!type_is_kind (x->composite.base, KIND_MAP))
    cg_order_list (fn, NULL, x->composite.elems, heap);
}

/* Fills a struct or array literal into a place; `zeroed`: what the literal leaves out is zero there already. */
void
cg_composite_into (Fn *fn, Expr *x, const Place *place, bool zeroed)
{
  Type *u = type_underlying (x->composite.base);
  ExprList elems = x->composite.elems;
  int low = fn->low;

  cg_order_elements (fn, x, false);
  if (!zeroed)
    cg_place_zero (fn, place);
  for (int i = 0; i < elems.n; i++)
    {
      int64_t index = x->composite.indices ? x->composite.indices[i] : i;
      Place field;

      if (u->kind == KIND_STRUCT && strcmp (u->struct_.fields[index].var->name, "_") == 0)
        {
          cg_expr (fn, element_value (elems.v[i]), NO_DEST); /* computed, and stored nowhere */
          cg_release (fn, low);
          continue;
        }
      if (u->kind == KIND_STRUCT)
        field = cg_place_field (place, u->struct_.fields[index].var->type, type_field_offset (u, (int) index));
      else
        field = cg_place_field (place, u->array.elem, (uint64_t) index * type_size (u->array.elem));
      element_into (fn, element_value (elems.v[i]), &field);
    }
}

static int
slice_literal (Fn *fn, Expr *x, int dest)
{
  Type *elem = type_underlying (x->composite.base)->slice.elem;
  int64_t n = x->composite.len;
  bool heap = cg_on_heap (fn, x) || n == 0;
  int low, array;

  if (dest == NO_DEST)
    dest = cg_temp (fn, x->type);
  low = fn->low;
  cg_order_elements (fn, x, heap);
  array = cg_temp_pointer (fn);
  if (heap)
    cg_opk (fn, VM_NEW, array, cg_array_of (fn->cg, elem, n));
  else
    cg_frame_array (fn, elem, n, array);
  for (int i = 0; i < x->composite.elems.n; i++)
    {
      int64_t index = x->composite.indices ? x->composite.indices[i] : i;
      Place place = { .kind = PLACE_POINTER, .type = elem, .slot = array,
                      .offset = index * (int64_t) type_size (elem) };

      element_into (fn, element_value (x->composite.elems.v[i]), &place);
    }
  cg_op (fn, VM_MOV, dest, array, 0);
  cg_int (fn, dest + 1, n);
  cg_int (fn, dest + 2, n);
  cg_release (fn, low);
  return dest;
}

/* make (map, hint): the header in the frame if it does not escape, and one bucket if the hint may be up to 8 (-1: it is
 * not constant). Go 1.22 cmd/compile/internal/walk/builtin.go, walkMakeMap. */
void
cg_make_map (Fn *fn, TypeId id, bool heap, int64_t constant_hint, int hint, int dest)
{
  Cg *cg = fn->cg;
  const uint64_t header_mask = 0x2c;
  int header = 0, bucket = 0;

  if (!heap)
    {
      const GcType *bucket_type = &g_array_index (cg->gc_types, GcType,
                                                  g_array_index (cg->rt_types, RtType, id).bucket);

      header = cg_storage (fn, 6);
      cg_storage_mask (fn, header, &header_mask, 1);
      if (constant_hint <= 8)
        {
          bucket = cg_storage (fn, (uint32_t) (bucket_type->size_bytes / 8));
          if (bucket_type->ptr_mask)
            cg_storage_mask (fn, bucket, bucket_type->ptr_mask, (bucket_type->ptr_bytes / 8 + 63) / 64);
        }
    }
  cg_op (fn, VM_MAKEMAP, dest, hint, header);
  cg_extra (fn, bucket, id);
}

static int
map_literal (Fn *fn, Expr *x, int dest)
{
  Type *u = type_underlying (x->composite.base);
  TypeId id = cg_type (fn->cg, x->composite.base);
  int low, hint, map;

  if (dest == NO_DEST)
    dest = cg_temp (fn, x->type);
  low = fn->low;
  map = cg_temp_pointer (fn);
  hint = cg_temp_slots (fn, 1);
  cg_int (fn, hint, x->composite.elems.n);
  cg_make_map (fn, id, cg_on_heap (fn, x), x->composite.elems.n, hint, map);
  for (int i = 0; i < x->composite.elems.n; i++)
    {
      Expr *elem = x->composite.elems.v[i];
      int inner = fn->low, value;
      Place place = { .kind = PLACE_MAP, .type = u->map.elem, .slot = map, .map_type = id };

      place.index = cg_temp (fn, u->map.key);
      cg_expr (fn, elem->key_value.key, place.index);
      value = cg_expr (fn, elem->key_value.value, NO_DEST);
      cg_place_store (fn, &place, value);
      cg_release (fn, inner);
    }
  cg_op (fn, VM_MOV, dest, map, 0);
  cg_release (fn, low);
  return dest;
}

/* Fills a new variable that a literal's address is taken of. */
static void
composite_at (Fn *fn, Expr *x, const Place *place)
{
  TypeKind kind = type_underlying (x->composite.base)->kind;
  int low = fn->low, value;

  if (kind == KIND_STRUCT || kind == KIND_ARRAY)
    {
      cg_composite_into (fn, x, place, true);
      return;
    }
  value = cg_temp (fn, x->composite.base);
  if (kind == KIND_SLICE)
    slice_literal (fn, x, value);
  else
    map_literal (fn, x, value);
  cg_place_store (fn, place, value);
  cg_release (fn, low);
}

/* Whether no element is still to be computed. */
static bool
elements_are_known (Fn *fn, Expr *x)
{
  int slot;

  for (int i = 0; i < x->composite.elems.n; i++)
    {
      Expr *value = expr_unparen (element_value (x->composite.elems.v[i]));

      if (!value->value && value->mode != MODE_NIL && !cg_settled (fn, value, &slot))
        return false;
    }
  return !type_is_kind (x->composite.base, KIND_MAP);
}

int
cg_literal_address (Fn *fn, Expr *x, bool heap, int dest)
{
  Place place = { .kind = PLACE_POINTER, .type = x->composite.base };
  int result = dest == NO_DEST ? cg_temp_pointer (fn) : dest, low = fn->low;

  cg_order_elements (fn, x, heap);
  /* Made aside where an element may read what dest holds now. */
  place.slot = dest == NO_DEST || elements_are_known (fn, x) ? result : cg_temp_pointer (fn);
  cg_new (fn, place.type, heap, place.slot);
  composite_at (fn, x, &place);
  if (place.slot != result)
    cg_op (fn, VM_MOV, result, place.slot, 0);
  cg_release (fn, low);
  return result;
}

int
cg_composite (Fn *fn, Expr *x, int dest)
{
  Type *base = x->composite.base;
  int temp;

  if (x->composite.is_pointer)
    return cg_literal_address (fn, x, cg_on_heap (fn, x), dest);
  switch (type_underlying (base)->kind)
    {
    case KIND_SLICE:
      return slice_literal (fn, x, dest);
    case KIND_MAP:
      return map_literal (fn, x, dest);
    default:
      break;
    }
  /* Built aside: the elements may read what dest holds now. */
  temp = cg_temp (fn, x->type);
  {
    Place place = { .kind = PLACE_FRAME, .type = base, .slot = temp };

    cg_composite_into (fn, x, &place, false);
  }
  if (dest == NO_DEST)
    return temp;
  cg_move (fn, x->type, dest, temp);
  return dest;
}

/* ---- func values ---- */

int
cg_func_value (Fn *fn, uint32_t func, int dest)
{
  if (dest == NO_DEST)
    dest = cg_temp_pointer (fn);
  cg_rodata_address (fn, dest, cg_closure_static (fn->cg, func));
  return dest;
}

int
cg_dictionary (Fn *fn)
{
  int slot = cg_temp_pointer (fn);

  cg_int (fn, slot, 0);
  return slot;
}

/* The function, as the value that x is: alone or with a dictionary. */
static int
func_value_of (Fn *fn, Expr *x, uint32_t func, int dest)
{
  Type *types[] = { fn->cg->unit->basic[KIND_UNSAFE_POINTER] };
  int slots[1], low;

  if (!dictionary_held_by_value (x))
    return cg_func_value (fn, func, dest);
  if (dest == NO_DEST)
    dest = cg_temp_pointer (fn);
  low = fn->low;
  slots[0] = cg_dictionary (fn);
  cg_make_closure (fn, func, types, slots, 1, cg_on_heap (fn, x), dest);
  cg_release (fn, low);
  return dest;
}

int
cg_instance_value (Fn *fn, Expr *x, Object *instance, int dest)
{
  return func_value_of (fn, x, cg_func (fn->cg, instance->func.func), dest);
}

int
cg_make_closure (Fn *fn, uint32_t func, Type *const *types, const int *slots, int n, bool heap, int dest)
{
  uint64_t *offsets = CG_NEW_N (fn->cg, uint64_t, n + 1);
  TypeId type = cg_closure_type (fn->cg, types, n, offsets);
  int low, object, word;

  if (dest == NO_DEST)
    dest = cg_temp_pointer (fn);
  low = fn->low;
  word = cg_temp_slots (fn, 1);
  cg_int (fn, word, func);
  if (heap)
    {
      object = cg_temp_pointer (fn);
      cg_opk (fn, VM_NEW, object, type);
      cg_op (fn, VM_ST64, object, word, 0);
      for (int i = 0; i < n; i++)
        cg_store (fn, types[i], object, (int64_t) offsets[i], slots[i]);
      cg_op (fn, VM_MOV, dest, object, 0);
      cg_release (fn, low);
    }
  else
    {
      const GcType *gc_type = &g_array_index (fn->cg->gc_types, GcType, type);
      Place place = { .kind = PLACE_FRAME };

      object = cg_storage (fn, (uint32_t) (gc_type->size_bytes / 8));
      if (gc_type->ptr_mask)
        cg_storage_mask (fn, object, gc_type->ptr_mask, (gc_type->ptr_bytes / 8 + 63) / 64);
      cg_int (fn, object, func);
      for (int i = 0; i < n; i++)
        {
          place.type = types[i];
          place.slot = object;
          place.offset = (int64_t) offsets[i];
          cg_place_store (fn, &place, slots[i]);
        }
      cg_op (fn, VM_LEAF, dest, object, 0);
      cg_release (fn, low);
    }
  return dest;
}

/* Where a captured variable's value or address is in this frame. */
static int
capture_slot (Fn *fn, Object *obj, Type **type)
{
  Loc *loc = cg_loc (fn, obj);
  int slot;

  if (!loc)
    cg_unsupported (fn, obj->pos, "capture of %s", obj->name);
  if (cg_captured_by_value (obj))
    {
      *type = obj->type;
      if (loc->kind == LOC_BOX)
        {
          slot = cg_temp (fn, obj->type);
          cg_load (fn, obj->type, slot, loc->slot, 0);
          return slot;
        }
      return loc->slot;
    }
  *type = fn->cg->unit->basic[KIND_UNSAFE_POINTER];
  if (loc->kind == LOC_BOX)
    return loc->slot;
  slot = cg_temp_pointer (fn);
  cg_op (fn, VM_LEAF, slot, loc->slot, 0);
  return slot;
}

int
cg_func_literal (Fn *fn, Expr *x, int dest)
{
  return cg_func_literal_in (fn, x, dest, cg_on_heap (fn, x));
}

int
cg_func_literal_in (Fn *fn, Expr *x, int dest, bool heap)
{
  Func *func = x->func_lit.func;
  uint32_t index = cg_func (fn->cg, func);
  int n = func->captures.n, low;
  bool dictionary = dictionary_captured_in (func);
  Type **types;
  int *slots;

  if (n == 0 && !dictionary)
    return cg_func_value (fn, index, dest);
  if (dest == NO_DEST)
    dest = cg_temp_pointer (fn);
  low = fn->low;
  types = CG_NEW_N (fn->cg, Type *, n + 1);
  slots = CG_NEW_N (fn->cg, int, n + 1);
  for (int i = 0; i < n; i++)
    slots[i] = capture_slot (fn, func->captures.v[i], &types[i]);
  if (dictionary)
    {
      types[n] = fn->cg->unit->basic[KIND_UNSAFE_POINTER];
      slots[n++] = cg_dictionary (fn);
    }
  cg_make_closure (fn, index, types, slots, n, heap, dest);
  cg_release (fn, low);
  return dest;
}

/* ---- method values and expressions ---- */

/* Code of a function that calls a method with its receiver taken from slot `recv`, or of an interface; the parameters
 * are those of `sig` in slots from `first` on, the results go to this function's own. */
static void
forward_call (Fn *fn, Expr *sel, Type *sig, int recv, int first)
{
  Object *method = sel->selector.obj;
  bool iface = method->func.is_iface_method;
  Type *recv_type = iface ? fn->cg->unit->basic[KIND_UNSAFE_POINTER] : method->func.func->recv->type;
  Window w = cg_window (fn, sig, recv_type);
  int from = first, to = w.args + (int) cg_slots (recv_type);

  if (iface)
    cg_op (fn, VM_MOV, w.args, recv + 1, 0);
  else
    cg_move (fn, recv_type, w.args, recv);
  for (int i = 0; i < sig->func.params.n; i++)
    {
      Type *type = sig->func.params.v[i]->type;

      cg_move (fn, type, to, from);
      to += (int) cg_slots (type);
      from += (int) cg_slots (type);
    }
  if (iface)
    {
      cg_op (fn, VM_CALLM, w.link, recv, (int) cg_method_number (fn->cg, method));
      cg_extra (fn, (int) w.arg_slots, w.result_slots);
    }
  else
    cg_call_func (fn, method->func.func, &w);
  if (w.result_slots)
    cg_op (fn, VM_MOVN, 1 + fn->arg_slots, w.results, (int) w.result_slots);
  cg_op (fn, VM_RET, 0, 0, 0);
}

static void
begin_wrapper (Fn *fn, Type *sig, Type *recv)
{
  uint32_t results;
  int slot = 1;

  fn->arg_slots = (int) cg_sig_slots (sig, recv, &results);
  fn->result_slots = (int) results;
  if (recv)
    {
      cg_range (fn, slot, recv, false);
      slot += (int) cg_slots (recv);
    }
  for (int i = 0; i < sig->func.params.n; i++)
    {
      cg_range (fn, slot, sig->func.params.v[i]->type, false);
      slot += (int) cg_slots (sig->func.params.v[i]->type);
    }
  for (int i = 0; i < sig->func.results.n; i++)
    {
      cg_range (fn, slot, sig->func.results.v[i]->type, false);
      slot += (int) cg_slots (sig->func.results.v[i]->type);
    }
}

static uint32_t
reserve_wrapper (Cg *cg, const char *name, bool *new_)
{
  gpointer found = g_hash_table_lookup (cg->wrappers, name);
  ProgFunc empty = { 0 };

  *new_ = !found;
  if (found)
    return GPOINTER_TO_UINT (found) - 1;
  g_array_append_val (cg->funcs, empty);
  g_hash_table_insert (cg->wrappers, g_strdup (name), GUINT_TO_POINTER (cg->funcs->len));
  return cg->funcs->len - 1;
}

static void
compile_method_value_with (Cg *cg, const CgLater *later, bool dictionary)
{
  Fn *fn = cg_begin (cg, later->name, NULL);
  Expr *sel = later->x;
  Type *recv = later->type, *types[] = { recv, cg->unit->basic[KIND_UNSAFE_POINTER] };
  uint64_t offsets[2];
  int slot;

  fn->line = sel->pos.line;
  begin_wrapper (fn, sel->type, NULL);
  fn->low = fn->lowest = -1;
  cg_range_pointer (fn, -1);
  fn->closure_type = cg_closure_type (cg, types, 1 + dictionary, offsets);
  slot = cg_temp (fn, recv);
  cg_load (fn, recv, slot, -1, (int64_t) offsets[0]);
  forward_call (fn, sel, type_underlying (sel->type), slot, 1);
  cg_end_at (fn, later->index, later->name, cg_file (cg, sel->pos.file), sel->pos.line,
             PROG_FUNC_WRAPPER | PROG_FUNC_CLOSURE);
}

static void
compile_method_value (Cg *cg, const CgLater *later)
{
  compile_method_value_with (cg, later, false);
}

static void
compile_method_value_of_arguments (Cg *cg, const CgLater *later)
{
  compile_method_value_with (cg, later, true);
}

/* A method's name as traces have it: main.T.m, main.(*T).m. */
static char *
method_name (Type *recv, const char *method)
{
  g_autofree char *text = type_to_string (recv, NULL);
  const char *dot = strchr (text, '.');

  if (text[0] != '*' || dot == NULL)
    return g_strdup_printf ("%s.%s", text, method);
  return g_strdup_printf ("%.*s.(*%s).%s", (int) (dot - text - 1), text + 1, dot + 1, method);
}

/* x.m as a value: a closure that holds the receiver, and in a generic function where the receiver's type depends on the
 * type arguments, the dictionary (cmd/compile/internal/noder/reader.go, exprMethodVal). */
int
cg_method_value (Fn *fn, Expr *x, int dest)
{
  Cg *cg = fn->cg;
  bool iface = x->selector.kind == SEL_IFACE_METHOD, new_;
  Object *method = x->selector.obj;
  Type *recv = iface ? x->selector.x->type : method->func.func->recv->type;
  g_autofree char *full = method_name (recv, method->name);
  char *name = g_strconcat (full, "-fm", NULL);
  bool dictionary = fn->func && dictionary_tells_type (fn->func, recv);
  char *key = g_strconcat (name, dictionary ? " with dictionary" : "", NULL);
  uint32_t index = reserve_wrapper (cg, key, &new_);
  Type *types[] = { recv, cg->unit->basic[KIND_UNSAFE_POINTER] };
  int slots[2], slot, low;

  if (new_)
    cg_later (cg, dictionary ? compile_method_value_of_arguments : compile_method_value, index, name, x, recv);
  if (dest == NO_DEST)
    dest = cg_temp_pointer (fn);
  low = fn->low;
  slot = cg_receiver (fn, x, NO_DEST);
  if (iface)
    cg_op (fn, VM_NILCHKI, slot, 0, 0);
  slots[0] = slot;
  if (dictionary)
    slots[1] = cg_dictionary (fn);
  cg_make_closure (fn, index, types, slots, 1 + dictionary, cg_on_heap (fn, x), dest);
  cg_release (fn, low);
  g_free (name);
  g_free (key);
  return dest;
}

/* A wrapper's first act where it calls a method of values through a pointer, in that slot: a nil one panics with the
 * method's name, a text made when it is needed (Go 1.22 runtime/error.go, panicwrap). */
static void
check_receiver (Fn *fn, Type *type, const Object *method, int slot)
{
  static const char prefix[] = "value method ";
  Cg *cg = fn->cg;
  Type *string = cg->unit->basic[KIND_STRING];
  g_autofree char *receiver = type_to_string (type, NULL);
  g_autoptr (GString) name = g_string_new (NULL), text = g_string_new (NULL);
  const char *dot;
  int there = cg_label (fn), value = cg_temp (fn, cg->unit->any_type), joined = cg_temp_slots (fn, 6);

  program_append_func_name (name, receiver);
  dot = strchr (name->str, '.');
  g_string_printf (text, "%s.%s called using nil *%s pointer", name->str, method->name,
                   dot != NULL ? dot + 1 : name->str);
  for (int i = 0; i < 3; i++)
    cg_range (fn, joined + 2 * i, string, false);
  cg_jump_if (fn, VM_JT, slot, there);
  cg_string (fn, joined + 2, prefix, strlen (prefix));
  cg_string (fn, joined + 4, text->str, text->len);
  cg_opk (fn, VM_CONCAT, joined, 2);
  cg_extra (fn, 0, 0);
  cg_box (fn, string, joined, value);
  cg_int (fn, value, cg_known_type (cg, PROG_TYPE_PLAIN_ERROR));
  cg_op (fn, VM_PANIC, value, 0, 0);
  cg_place_label (fn, there);
}

static void
compile_method_expr (Cg *cg, const CgLater *later)
{
  Fn *fn = cg_begin (cg, later->name, NULL);
  Expr *sel = later->x;
  Type *sig = type_underlying (sel->type), *recv = sig->func.params.v[0]->type, *type = recv;
  Object *method = sel->selector.obj;
  Type *wanted, *inner;
  Place place = { .kind = PLACE_FRAME, .type = recv, .slot = 1 };
  int slot;

  fn->line = sel->pos.line;
  begin_wrapper (fn, sig, NULL);
  if (type_is_kind (recv, KIND_POINTER))
    {
      type = type_underlying (recv)->pointer.elem;
      place = (Place) { .kind = PLACE_POINTER, .type = type, .slot = 1 };
      if (sel->selector.n_path == 0 && !method->func.is_iface_method && !method->func.ptr_recv)
        check_receiver (fn, type, method, 1);
    }
  for (int i = 0; i < sel->selector.n_path; i++)
    {
      Type *u = type_underlying (type);

      place = cg_place_field (&place, u->struct_.fields[sel->selector.path[i]].var->type,
                              type_field_offset (u, sel->selector.path[i]));
      type = place.type;
      if (type_is_kind (type, KIND_POINTER) && i + 1 < sel->selector.n_path)
        {
          slot = cg_place_load (fn, &place, NO_DEST);
          type = type_underlying (type)->pointer.elem;
          place = (Place) { .kind = PLACE_POINTER, .type = type, .slot = slot };
        }
    }
  inner = cg_method_sig (fn, method);
  if (method->func.is_iface_method)
    slot = cg_place_load (fn, &place, NO_DEST);
  else
    {
      wanted = method->func.func->recv->type;
      if (type_is_kind (wanted, KIND_POINTER) && !type_is_kind (place.type, KIND_POINTER))
        slot = cg_place_address (fn, &place, NO_DEST);
      else if (!type_is_kind (wanted, KIND_POINTER) && type_is_kind (place.type, KIND_POINTER)
               && !type_identical (wanted, place.type))
        {
          slot = cg_place_load (fn, &place, NO_DEST);
          place = (Place) { .kind = PLACE_POINTER, .type = wanted, .slot = slot };
          slot = cg_place_load (fn, &place, NO_DEST);
        }
      else if (sel->selector.n_path == 0 && type_is_kind (recv, KIND_POINTER) && type_is_kind (wanted, KIND_POINTER))
        slot = 1;
      else
        slot = cg_place_load (fn, &place, NO_DEST);
    }
  forward_call (fn, sel, inner, slot, 1 + (int) cg_slots (recv));
  cg_end_at (fn, later->index, later->name, cg_file (cg, sel->pos.file), sel->pos.line, PROG_FUNC_WRAPPER);
}

/* T.m: a function with the receiver as its first parameter. */
uint32_t
cg_method_expr_func (Cg *cg, Expr *x)
{
  g_autofree char *name = method_name (x->selector.recv, x->selector.obj->name);
  /* Types of different functions may have one name. */
  g_autofree char *key = g_strdup_printf ("%s of %u", name, cg_type (cg, x->selector.recv));
  bool new_;
  uint32_t index = reserve_wrapper (cg, key, &new_);

  if (new_)
    cg_later (cg, compile_method_expr, index, name, x, NULL);
  return index;
}

int
cg_method_expr (Fn *fn, Expr *x, int dest)
{
  return func_value_of (fn, x, cg_method_expr_func (fn->cg, x), dest);
}

/* ---- methods as interfaces call them: the receiver is the data word ---- */

static void
compile_data_method (Cg *cg, const CgLater *later)
{
  Fn *fn = cg_begin (cg, later->name, NULL);
  const Lookup *found = later->lookup;
  Object *method = found->obj;
  Type *type = later->type, *sig = cg_method_sig (fn, method), *wanted;
  Type *pointer = cg->unit->basic[KIND_UNSAFE_POINTER];
  bool is_pointer = type_is_kind (type, KIND_POINTER);
  Place place;
  Expr sel = { .kind = EXPR_SELECTOR };
  int slot;

  sel.selector.obj = method;
  fn->line = method->pos.line;
  begin_wrapper (fn, sig, pointer);
  if (is_pointer)
    {
      type = type_underlying (type)->pointer.elem;
      place = (Place) { .kind = PLACE_POINTER, .type = type, .slot = 1 };
      if (found->n_path == 0 && !method->func.is_iface_method && !method->func.ptr_recv)
        check_receiver (fn, type, method, 1);
    }
  else if (type_is_pointer_shaped (type))
    place = (Place) { .kind = PLACE_FRAME, .type = type, .slot = 1 };
  else
    place = (Place) { .kind = PLACE_POINTER, .type = type, .slot = 1 };
  for (int i = 0; i < found->n_path; i++)
    {
      Type *u = type_underlying (place.type);

      if (u->kind == KIND_POINTER)
        {
          slot = cg_place_load (fn, &place, NO_DEST);
          place = (Place) { .kind = PLACE_POINTER, .type = u->pointer.elem, .slot = slot };
          u = type_underlying (u->pointer.elem);
        }
      place = cg_place_field (&place, u->struct_.fields[found->path[i]].var->type, type_field_offset (u, found->path[i]));
    }
  if (method->func.is_iface_method)
    slot = cg_place_load (fn, &place, NO_DEST);
  else
    {
      wanted = method->func.func->recv->type;
      if (type_is_kind (wanted, KIND_POINTER) && method->func.ptr_recv)
        {
          if (type_is_kind (place.type, KIND_POINTER))
            slot = cg_place_load (fn, &place, NO_DEST);
          else if (found->n_path == 0)
            slot = 1;
          else
            slot = cg_place_address (fn, &place, NO_DEST);
        }
      else
        {
          if (type_is_kind (place.type, KIND_POINTER) && !type_identical (place.type, wanted))
            {
              slot = cg_place_load (fn, &place, NO_DEST);
              place = (Place) { .kind = PLACE_POINTER, .type = wanted, .slot = slot };
            }
          if (place.kind == PLACE_FRAME && cg_is_scalar (place.type) && place.offset == 0)
            place.kind = PLACE_SLOT;
          slot = cg_place_load (fn, &place, NO_DEST);
        }
    }
  forward_call (fn, &sel, sig, slot, 2);
  cg_end_at (fn, later->index, later->name, "<autogenerated>", 1, PROG_FUNC_WRAPPER);
}

/* The function that implements a method of `type` for interfaces. */
uint32_t
cg_data_method (Cg *cg, Type *type, const Lookup *found)
{
  Object *method = found->obj;
  char *type_name, *name;
  bool new_;
  uint32_t index;

  /* Without a detour: the data word is what the method takes. */
  if (found->n_path == 0 && !method->func.is_iface_method
      && ((method->func.ptr_recv && type_is_kind (type, KIND_POINTER))
          || (!method->func.ptr_recv && !type_is_kind (type, KIND_POINTER) && type_is_pointer_shaped (type)
              && cg_slots (type) == 1)))
    return cg_func (cg, method->func.func);
  type_name = type_to_string (type, NULL);
  name = g_strdup_printf ("%s.%s", type_name, method->name);
  index = reserve_wrapper (cg, name, &new_);
  if (new_)
    {
      cg_later (cg, compile_data_method, index, name, NULL, type);
      g_array_index (cg->later, CgLater, cg->later->len - 1).lookup = found;
    }
  g_free (type_name);
  g_free (name);
  return index;
}
