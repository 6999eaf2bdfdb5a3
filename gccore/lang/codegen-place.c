/* Places: variables, fields, elements and what pointers point to; reading, writing and taking their address. */

#include "lang/codegen-internal.h"

void
cg_move (Fn *fn, Type *type, int dest, int src)
{
  uint32_t n = cg_slots (type);

  if (dest == src || n == 0)
    return;
  if (n == 1)
    cg_op (fn, VM_MOV, dest, src, 0);
  else if (n == 2)
    cg_op (fn, VM_MOV2, dest, src, 0);
  else if (n == 3)
    cg_op (fn, VM_MOV3, dest, src, 0);
  else
    cg_op (fn, VM_MOVN, dest, src, (int) n);
}

void
cg_zero (Fn *fn, Type *type, int dest)
{
  uint32_t n = cg_slots (type);

  if (n == 1)
    cg_int (fn, dest, 0);
  else if (n > 1)
    cg_op (fn, VM_ZERO, dest, (int) n, 0);
}

/* How a type moves between memory and slots. */
typedef enum { W_8S, W_8U, W_16S, W_16U, W_32S, W_32U, W_64, W_POINTER, W_STRING, W_IFACE, W_SLICE, W_PAIR, W_OTHER } Width;

static Width
width_of (Type *type)
{
  switch (cg_kind (type))
    {
    case GCKIND_INT8: return W_8S;
    case GCKIND_BOOL: case GCKIND_UINT8: return W_8U;
    case GCKIND_INT16: return W_16S;
    case GCKIND_UINT16: return W_16U;
    case GCKIND_INT32: return W_32S;
    case GCKIND_UINT32: case GCKIND_FLOAT32: return W_32U;
    case GCKIND_POINTER: case GCKIND_MAP: case GCKIND_CHAN: case GCKIND_FUNC: case GCKIND_UNSAFE_POINTER:
      return W_POINTER;
    case GCKIND_STRING: return W_STRING;
    case GCKIND_INTERFACE: return W_IFACE;
    case GCKIND_SLICE: return W_SLICE;
    case GCKIND_COMPLEX128: return W_PAIR;
    case GCKIND_COMPLEX64: /* is aligned as its halves are */
    case GCKIND_STRUCT: case GCKIND_ARRAY: case GCKIND_INVALID: return W_OTHER;
    default: return W_64;
    }
}

/* Brings an offset that does not fit into 16 bits into a pointer of its own. */
static int
near_pointer (Fn *fn, int pointer, int64_t *offset)
{
  int slot;

  /* Beyond the first page a nil pointer would not fault by itself. */
  if (*offset >= 4096)
    cg_op (fn, VM_NILCHK, pointer, 0, 0);
  if (*offset <= UINT16_MAX)
    return pointer;
  slot = cg_temp_pointer (fn);
  cg_op (fn, VM_ADDPX, slot, pointer, 0);
  cg_extra (fn, 0, (uint32_t) *offset);
  *offset = 0;
  return slot;
}

void
cg_load (Fn *fn, Type *type, int dest, int pointer, int64_t offset)
{
  static const VmOp ops[] = { VM_LD8S, VM_LD8U, VM_LD16S, VM_LD16U, VM_LD32S, VM_LD32U, VM_LD64, VM_LD64, VM_LD2, VM_LD2,
                              VM_LD3, VM_LD2 };
  Width width = width_of (type);
  int low = fn->low;

  if (cg_slots (type) == 0)
    {
      cg_op (fn, VM_NILCHK, pointer, 0, 0);
      return;
    }
  pointer = near_pointer (fn, pointer, &offset);
  if (width != W_OTHER)
    cg_op (fn, ops[width], dest, pointer, (int) offset);
  else
    {
      cg_op (fn, VM_LDN, dest, pointer, (int) offset);
      cg_extra (fn, 0, (uint32_t) type_size (type));
    }
  if (dest >= low)
    cg_release (fn, low);
}

void
cg_store (Fn *fn, Type *type, int pointer, int64_t offset, int src)
{
  static const VmOp ops[] = { VM_ST8, VM_ST8, VM_ST16, VM_ST16, VM_ST32, VM_ST32, VM_ST64, VM_STP, VM_STS, VM_STE, VM_STL,
                              VM_ST2 };
  Width width = width_of (type);
  int low = fn->low;

  if (cg_slots (type) == 0)
    {
      cg_op (fn, VM_NILCHK, pointer, 0, 0);
      return;
    }
  pointer = near_pointer (fn, pointer, &offset);
  if (width != W_OTHER)
    cg_op (fn, ops[width], pointer, src, (int) offset);
  else if (type_has_pointers (type))
    {
      cg_op (fn, VM_STT, pointer, src, (int) offset);
      cg_extra (fn, 0, cg_type (fn->cg, type));
    }
  else
    {
      cg_op (fn, VM_STN, pointer, src, (int) offset);
      cg_extra (fn, 0, (uint32_t) type_size (type));
    }
  cg_release (fn, low);
}

/* ---- frame memory ---- */

static void
load_frame (Fn *fn, Type *type, int dest, int base, int64_t offset)
{
  static const VmOp ops[] = { VM_LDF8S, VM_LDF8U, VM_LDF16S, VM_LDF16U, VM_LDF32S, VM_LDF32U };
  Width width = width_of (type);

  base += (int) (offset / 8);
  offset %= 8;
  if (width <= W_32U)
    cg_op (fn, ops[width], dest, base, (int) offset);
  else if (offset == 0)
    cg_move (fn, type, dest, base);
  else
    {
      /* A value that does not begin at a word: through its address. */
      int low = fn->low, pointer = cg_temp_pointer (fn);

      cg_op (fn, VM_LEAF, pointer, base, (int) offset);
      cg_load (fn, type, dest, pointer, 0);
      if (dest >= low)
        cg_release (fn, low);
    }
}

static void
store_frame (Fn *fn, Type *type, int base, int64_t offset, int src)
{
  static const VmOp ops[] = { VM_STF8, VM_STF8, VM_STF16, VM_STF16, VM_STF32, VM_STF32 };
  Width width = width_of (type);

  base += (int) (offset / 8);
  offset %= 8;
  if (width <= W_32U)
    cg_op (fn, ops[width], base, src, (int) offset);
  else if (offset == 0 && type_size (type) % 8 == 0)
    cg_move (fn, type, base, src);
  else if (cg_slots (type) != 0)
    {
      int low = fn->low, pointer = cg_temp_pointer (fn);

      cg_op (fn, VM_LEAF, pointer, base, (int) offset);
      cg_store (fn, type, pointer, 0, src);
      cg_release (fn, low);
    }
}

/* ---- places ---- */

bool
cg_is_addressable (Expr *x)
{
  x = expr_unparen (x);
  switch (x->kind)
    {
    case EXPR_NAME:
      return x->name.obj && x->name.obj->kind == OBJ_VAR;
    case EXPR_STAR:
      return true;
    case EXPR_SELECTOR:
      if (x->selector.kind == SEL_PACKAGE)
        return x->selector.obj->kind == OBJ_VAR;
      return x->selector.kind == SEL_FIELD && (x->selector.deref || cg_is_addressable (x->selector.x));
    case EXPR_INDEX:
      {
        TypeKind kind = type_underlying (x->index.x->type)->kind;

        return kind == KIND_SLICE || kind == KIND_POINTER || (kind == KIND_ARRAY && cg_is_addressable (x->index.x));
      }
    default:
      return false;
    }
}

static Place
variable_place (Fn *fn, Object *obj)
{
  Place place = { .type = obj->type };
  Loc *loc;

  if (obj->var.kind == VAR_GLOBAL)
    {
      place.kind = PLACE_GLOBAL;
      place.offset = obj->var.slot;
      return place;
    }
  loc = cg_loc (fn, obj);
  if (!loc)
    cg_unsupported (fn, obj->pos, "use of variable %s here", obj->name);
  g_assert (loc != NULL);
  place.slot = loc->slot;
  place.kind = loc->kind == LOC_BOX ? PLACE_POINTER
               : loc->kind == LOC_SLOT && (cg_is_scalar (obj->type)) ? PLACE_SLOT : PLACE_FRAME;
  return place;
}

Place
cg_place_field (const Place *place, Type *type, uint64_t offset)
{
  Place field = *place;

  field.type = type;
  field.offset += (int64_t) offset;
  return field;
}

/* A value that is not in memory: evaluated into the frame. */
static Place
value_place (Fn *fn, Expr *x)
{
  Place place = { .type = x->type };

  place.slot = cg_expr (fn, x, NO_DEST);
  place.kind = cg_is_scalar (x->type) ? PLACE_SLOT : PLACE_FRAME;
  return place;
}

static Place
operand_place (Fn *fn, Expr *x)
{
  x = expr_unparen (x);
  return cg_is_addressable (x) ? cg_place (fn, x) : value_place (fn, x);
}

static Place
pointer_place (Fn *fn, Expr *pointer, Type *type)
{
  Place place = { .kind = PLACE_POINTER, .type = type };

  place.slot = cg_expr (fn, pointer, NO_DEST);
  return place;
}

/* Settles an INDEX or MAP place so that a field of it can be named. */
Place
cg_place_settled (Fn *fn, const Place *place)
{
  Place result = { .kind = PLACE_POINTER, .type = place->type };

  if (place->kind != PLACE_INDEX && place->kind != PLACE_MAP)
    return *place;
  result.slot = cg_place_address (fn, place, NO_DEST);
  return result;
}

static Place
field_place (Fn *fn, Expr *x)
{
  Expr *base = x->selector.x;
  Type *container = base->type;
  Place place;

  if (x->selector.deref)
    {
      container = type_underlying (container)->pointer.elem;
      place = pointer_place (fn, base, container);
    }
  else
    {
      place = operand_place (fn, base);
      place = cg_place_settled (fn, &place);
      if (place.kind == PLACE_SLOT) /* a struct is never a scalar */
        place.kind = PLACE_FRAME;
    }
  return cg_place_field (&place, x->type, type_field_offset (type_underlying (container), x->selector.field_index));
}

/* The index is evaluated; it may be too large for a signed number. */
static int
index_slot (Fn *fn, Expr *index, bool *is_unsigned)
{
  *is_unsigned = cg_is_unsigned_word (index->type);
  return cg_expr (fn, index, NO_DEST);
}

static Place
array_place (Fn *fn, Expr *x, const Place *array, int64_t len)
{
  Type *elem = x->type;
  uint64_t size = type_size (elem);
  int64_t constant;
  Place place = { .kind = PLACE_POINTER, .type = elem };
  uint32_t from;
  int base, index;
  bool is_unsigned;

  if (x->index.index->value && const_to_int64 (x->index.index->value, &constant))
    return cg_place_field (array, elem, (uint64_t) constant * size);
  base = cg_place_address (fn, array, NO_DEST);
  index = index_slot (fn, x->index.index, &is_unsigned);
  place.slot = cg_temp_pointer (fn);
  from = fn->cg->code->len;
  cg_op (fn, VM_LEAXP, place.slot, base, index);
  cg_extra (fn, 0, (uint32_t) size);
  cg_extra (fn, 0, (uint32_t) len);
  cg_checks_unsigned (fn, from, is_unsigned);
  return place;
}

/* Bytes that make up a key, or a part of it, are not copied to a string for a look-up (Go 1.22
 * cmd/compile/internal/walk/order.go, mapKeyReplaceStrConv). */
static void
settle_key_texts (Fn *fn, Expr *key)
{
  key = expr_unparen (key);
  if (cg_bytes_of_text (key))
    cg_settle (fn, key, cg_string_operand (fn, key, NO_DEST));
  else if (key->kind == EXPR_COMPOSITE && !type_is_kind (key->type, KIND_POINTER))
    for (int i = 0; i < key->composite.elems.n; i++)
      {
        Expr *elem = key->composite.elems.v[i];

        settle_key_texts (fn, elem->kind == EXPR_KEY_VALUE ? elem->key_value.value : elem);
      }
}

static Place
index_place (Fn *fn, Expr *x)
{
  Expr *base = x->index.x;
  Type *u = type_underlying (base->type);
  Place place = { .type = x->type }, array;
  bool lookup;

  cg_order (fn, base, x->index.index);
  switch (u->kind)
    {
    case KIND_SLICE:
    case KIND_STRING:
    case KIND_UNTYPED_STRING:
      place.kind = PLACE_INDEX;
      place.slot = cg_expr (fn, base, NO_DEST);
      place.index = index_slot (fn, x->index.index, &place.unsigned_index);
      return place;
    case KIND_MAP:
      place.kind = PLACE_MAP;
      place.type = u->map.elem;
      place.map_type = cg_type (fn->cg, base->type);
      lookup = fn->map_lookup;
      fn->map_lookup = false;
      place.slot = cg_expr (fn, base, NO_DEST);
      if (lookup)
        {
          cg_order_list (fn, x->index.index, (ExprList) { 0 }, true);
          settle_key_texts (fn, x->index.index);
          place.index = cg_expr (fn, x->index.index, NO_DEST);
          return place;
        }
      place.index = cg_expr_kept (fn, x->index.index);
      return place;
    case KIND_POINTER:
      {
        Type *array_type = type_underlying (u->pointer.elem);

        array = pointer_place (fn, base, u->pointer.elem);
        return array_place (fn, x, &array, array_type->array.len);
      }
    default:
      array = operand_place (fn, base);
      array = cg_place_settled (fn, &array);
      if (array.kind == PLACE_SLOT)
        array.kind = PLACE_FRAME;
      return array_place (fn, x, &array, u->array.len);
    }
}

Place
cg_place (Fn *fn, Expr *x)
{
  Place place = { .kind = PLACE_BLANK };

  x = expr_unparen (x);
  switch (x->kind)
    {
    case EXPR_NAME:
      if (!x->name.obj)
        return place;
      return variable_place (fn, x->name.obj);
    case EXPR_STAR:
      return pointer_place (fn, x->star.x, x->type);
    case EXPR_SELECTOR:
      if (x->selector.kind == SEL_PACKAGE)
        return variable_place (fn, x->selector.obj);
      return field_place (fn, x);
    case EXPR_INDEX:
      return index_place (fn, x);
    default:
      return value_place (fn, x);
    }
}

static bool
indexed_load (Fn *fn, const Place *place, int dest)
{
  static const VmOp ops[] = { VM_LDX8S, VM_LDX8U, VM_LDX16S, VM_LDX16U, VM_LDX32S, VM_LDX32U, VM_LDX64, VM_LDX64, VM_LDX2,
                              VM_LDX2, VM_LDX3, VM_LDX2 };
  Width width = width_of (place->type);
  uint32_t from = fn->cg->code->len;

  if (width == W_OTHER)
    return false;
  cg_op (fn, ops[width], dest, place->slot, place->index);
  cg_checks_unsigned (fn, from, place->unsigned_index);
  return true;
}

int
cg_place_load (Fn *fn, const Place *place, int dest)
{
  static const VmOp globals[] = { VM_LDG8S, VM_LDG8U, VM_LDG16S, VM_LDG16U, VM_LDG32S, VM_LDG32U, VM_LDG64, VM_LDG64,
                                  VM_LDG2, VM_LDG2, VM_LDG3, VM_LDG2 };
  int at, low;
  Width width;

  if (place->kind == PLACE_SLOT || (place->kind == PLACE_FRAME && place->offset % 8 == 0
                                    && width_of (place->type) > W_32U))
    {
      int slot = place->slot + (place->kind == PLACE_FRAME ? (int) (place->offset / 8) : 0);

      if (dest == NO_DEST)
        return slot;
      cg_move (fn, place->type, dest, slot);
      return dest;
    }
  if (dest == NO_DEST)
    dest = cg_temp (fn, place->type);
  low = fn->low;
  switch (place->kind)
    {
    case PLACE_FRAME:
      load_frame (fn, place->type, dest, place->slot, place->offset);
      break;
    case PLACE_POINTER:
      cg_load (fn, place->type, dest, place->slot, place->offset);
      break;
    case PLACE_GLOBAL:
      width = width_of (place->type);
      if (width != W_OTHER)
        cg_opk (fn, globals[width], dest, (uint32_t) place->offset);
      else
        {
          at = cg_temp_pointer (fn);
          cg_opk (fn, VM_GADDR, at, (uint32_t) place->offset);
          cg_load (fn, place->type, dest, at, 0);
        }
      break;
    case PLACE_INDEX:
      if (indexed_load (fn, place, dest))
        break;
      at = cg_place_address (fn, place, NO_DEST);
      cg_load (fn, place->type, dest, at, 0);
      break;
    case PLACE_MAP:
      cg_op (fn, VM_MAPLOAD, dest, place->slot, place->index);
      cg_extra (fn, 0, place->map_type);
      break;
    default:
      break;
    }
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

void
cg_place_store (Fn *fn, const Place *place, int src)
{
  static const VmOp globals[] = { VM_STG8, VM_STG8, VM_STG16, VM_STG16, VM_STG32, VM_STG32, VM_STG64, VM_STGP };
  static const VmOp indexed[] = { VM_STX8, VM_STX8, VM_STX16, VM_STX16, VM_STX32, VM_STX32, VM_STX64, VM_STXP };
  Width width = place->type ? width_of (place->type) : W_OTHER;
  uint32_t from = fn->cg->code->len;
  int low = fn->low, at;

  switch (place->kind)
    {
    case PLACE_BLANK:
      break;
    case PLACE_SLOT:
      cg_move (fn, place->type, place->slot, src);
      break;
    case PLACE_FRAME:
      store_frame (fn, place->type, place->slot, place->offset, src);
      break;
    case PLACE_POINTER:
      cg_store (fn, place->type, place->slot, place->offset, src);
      break;
    case PLACE_GLOBAL:
      if (width <= W_POINTER)
        cg_opk (fn, globals[width], src, (uint32_t) place->offset);
      else
        {
          at = cg_temp_pointer (fn);
          cg_opk (fn, VM_GADDR, at, (uint32_t) place->offset);
          cg_store (fn, place->type, at, 0, src);
        }
      break;
    case PLACE_INDEX:
      if (width <= W_POINTER)
        {
          cg_op (fn, indexed[width], place->slot, place->index, src);
          cg_checks_unsigned (fn, from, place->unsigned_index);
          break;
        }
      at = cg_place_address (fn, place, NO_DEST);
      cg_store (fn, place->type, at, 0, src);
      break;
    case PLACE_MAP:
      cg_op (fn, VM_MAPSTORE, src, place->slot, place->index);
      cg_extra (fn, 0, place->map_type);
      break;
    }
  cg_release (fn, low);
}

void
cg_place_zero (Fn *fn, const Place *place)
{
  int low = fn->low, src, at;

  switch (place->kind)
    {
    case PLACE_BLANK:
      return;
    case PLACE_SLOT:
      cg_zero (fn, place->type, place->slot);
      return;
    case PLACE_FRAME:
      if (place->offset % 8 == 0 && type_size (place->type) % 8 == 0)
        {
          cg_zero (fn, place->type, place->slot + (int) (place->offset / 8));
          return;
        }
      break;
    default:
      break;
    }
  if (cg_slots (place->type) > 3 && place->kind != PLACE_FRAME)
    {
      at = cg_place_address (fn, place, NO_DEST);
      cg_op (fn, VM_ZEROM, at, 0, 0);
      cg_extra (fn, 0, cg_type (fn->cg, place->type));
    }
  else
    {
      src = cg_temp (fn, place->type);
      cg_zero (fn, place->type, src);
      cg_place_store (fn, place, src);
    }
  cg_release (fn, low);
}

int
cg_place_address (Fn *fn, const Place *place, int dest)
{
  uint32_t from;

  if (place->kind == PLACE_POINTER && place->offset == 0 && dest == NO_DEST)
    return place->slot;
  if (dest == NO_DEST)
    dest = cg_temp_pointer (fn);
  switch (place->kind)
    {
    case PLACE_SLOT:
      cg_op (fn, VM_LEAF, dest, place->slot, 0);
      break;
    case PLACE_FRAME:
      cg_op (fn, VM_LEAF, dest, place->slot + (int) (place->offset / 8), (int) (place->offset % 8));
      break;
    case PLACE_POINTER:
      if (place->offset == 0)
        cg_op (fn, VM_MOV, dest, place->slot, 0);
      else if (place->offset <= UINT16_MAX)
        cg_op (fn, VM_ADDP, dest, place->slot, (int) place->offset);
      else
        {
          cg_op (fn, VM_ADDPX, dest, place->slot, 0);
          cg_extra (fn, 0, (uint32_t) place->offset);
        }
      break;
    case PLACE_GLOBAL:
      cg_opk (fn, VM_GADDR, dest, (uint32_t) place->offset);
      break;
    case PLACE_INDEX:
      from = fn->cg->code->len;
      cg_op (fn, VM_LEAX, dest, place->slot, place->index);
      cg_extra (fn, 0, (uint32_t) type_size (place->type));
      cg_checks_unsigned (fn, from, place->unsigned_index);
      break;
    case PLACE_MAP:
      cg_op (fn, VM_MAPSET, dest, place->slot, place->index);
      cg_extra (fn, 0, place->map_type);
      break;
    case PLACE_BLANK:
      break;
    }
  return dest;
}
