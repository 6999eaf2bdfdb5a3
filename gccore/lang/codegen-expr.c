/* Expressions into slots. */

#include <string.h>

#include "lang/codegen-internal.h"

bool
cg_small_int (Expr *x, int64_t lo, int64_t hi, int64_t *out)
{
  uint64_t bits;

  if (!x || !x->value || x->value->kind != CONST_INT || !type_is_integer (x->type))
    return false;
  if (!const_to_int64 (x->value, out))
    {
      if (!const_to_uint64 (x->value, &bits))
        return false;
      return false;
    }
  return *out >= lo && *out <= hi;
}

/* ---- arithmetic ---- */

static unsigned
bits_of (GcKind kind)
{
  switch (kind)
    {
    case GCKIND_INT8: case GCKIND_UINT8: return 8;
    case GCKIND_INT16: case GCKIND_UINT16: return 16;
    case GCKIND_INT32: case GCKIND_UINT32: case GCKIND_FLOAT32: return 32;
    default: return 64;
    }
}

/* Brings a 64-bit result into the canonical form of a narrow kind. */
void
cg_narrow (Fn *fn, GcKind kind, int dest, int src)
{
  switch (kind)
    {
    case GCKIND_INT8: cg_op (fn, VM_SX8, dest, src, 0); break;
    case GCKIND_INT16: cg_op (fn, VM_SX16, dest, src, 0); break;
    case GCKIND_INT32: cg_op (fn, VM_SX32, dest, src, 0); break;
    case GCKIND_UINT8: cg_op (fn, VM_ZX8, dest, src, 0); break;
    case GCKIND_UINT16: cg_op (fn, VM_ZX16, dest, src, 0); break;
    case GCKIND_UINT32: cg_op (fn, VM_ZX32, dest, src, 0); break;
    default:
      if (dest != src)
        cg_op (fn, VM_MOV, dest, src, 0);
      break;
    }
}

static void
float_op (Fn *fn, Operator op, GcKind kind, int dest, int x, int y)
{
  bool f32 = kind == GCKIND_FLOAT32;
  VmOp code = op == OP_ADD ? (f32 ? VM_FADD32 : VM_FADD)
              : op == OP_SUB ? (f32 ? VM_FSUB32 : VM_FSUB)
              : op == OP_MUL ? (f32 ? VM_FMUL32 : VM_FMUL) : (f32 ? VM_FDIV32 : VM_FDIV);

  cg_op (fn, code, dest, x, y);
}

/* With a constant right operand that fits an immediate. */
static bool
immediate_op (Fn *fn, Operator op, GcKind kind, int dest, int x, Expr *y)
{
  int64_t k;
  unsigned bits = bits_of (kind);
  bool wide = bits == 64;

  if (!cg_small_int (y, -32767, 32767, &k))
    return false;
  switch (op)
    {
    case OP_ADD:
    case OP_SUB:
      if (op == OP_SUB)
        k = -k;
      if (bits == 32)
        {
          cg_op (fn, cg_is_signed (kind) ? VM_ADDIW : VM_ADDIUW, dest, x, (int) k);
          return true;
        }
      cg_op (fn, VM_ADDI, dest, x, (int) k);
      break;
    case OP_MUL:
      cg_op (fn, VM_MULI, dest, x, (int) k);
      break;
    case OP_AND:
      if (k < 0 && !cg_is_signed (kind))
        return false;
      cg_op (fn, VM_ANDI, dest, x, (int) k);
      return true;
    case OP_OR:
    case OP_XOR:
      if (k < 0 && !cg_is_signed (kind))
        return false;
      cg_op (fn, op == OP_OR ? VM_ORI : VM_XORI, dest, x, (int) k);
      return true;
    case OP_SHL:
      if (k < 0 || k >= bits)
        return false;
      cg_op (fn, VM_SHLI, dest, x, (int) k);
      break;
    case OP_SHR:
      if (k < 0 || k >= bits)
        return false;
      cg_op (fn, cg_is_signed (kind) ? VM_SARI : VM_SHRI, dest, x, (int) k);
      return true;
    case OP_DIV:
    case OP_REM:
      if (k == 0 || k == -1)
        return false;
      if (cg_is_signed (kind))
        cg_op (fn, op == OP_DIV ? VM_DIVI : VM_MODI, dest, x, (int) k);
      else if (k > 0)
        cg_op (fn, op == OP_DIV ? VM_DIVUI : VM_MODUI, dest, x, (int) k);
      else
        return false;
      return true;
    default:
      return false;
    }
  if (!wide)
    cg_narrow (fn, kind, dest, dest);
  return true;
}

bool
cg_immediate (Fn *fn, Operator op, Type *type, int dest, int x, Expr *y)
{
  GcKind kind = cg_kind (type);

  return kind != GCKIND_FLOAT32 && kind != GCKIND_FLOAT64 && immediate_op (fn, op, kind, dest, x, y);
}

void
cg_binary_op (Fn *fn, Operator op, Type *type, int dest, int x, int y, Expr *y_expr)
{
  GcKind kind = cg_kind (type);
  unsigned bits = bits_of (kind);
  bool s = cg_is_signed (kind);
  VmOp code = VM_ILLEGAL;

  if (cg_is_complex (type))
    {
      cg_complex_binary (fn, op, type, dest, x, y);
      return;
    }
  if (kind == GCKIND_FLOAT64 || kind == GCKIND_FLOAT32)
    {
      float_op (fn, op, kind, dest, x, y);
      return;
    }
  if (bits == 32 && (op == OP_ADD || op == OP_SUB || op == OP_MUL))
    {
      code = op == OP_ADD ? (s ? VM_ADDW : VM_ADDUW) : op == OP_SUB ? (s ? VM_SUBW : VM_SUBUW) : s ? VM_MULW : VM_MULUW;
      cg_op (fn, code, dest, x, y);
      return;
    }
  switch (op)
    {
    case OP_ADD: code = VM_ADD; break;
    case OP_SUB: code = VM_SUB; break;
    case OP_MUL: code = VM_MUL; break;
    case OP_DIV: code = s ? VM_DIV : VM_DIVU; break;
    case OP_REM: code = s ? VM_MOD : VM_MODU; break;
    case OP_AND: code = VM_AND; break;
    case OP_OR: code = VM_OR; break;
    case OP_XOR: code = VM_XOR; break;
    case OP_AND_NOT: code = VM_ANDNOT; break;
    case OP_SHL:
    case OP_SHR:
      if (y_expr && !y_expr->value && cg_is_signed (cg_kind (y_expr->type)))
        cg_op (fn, VM_SHCHK, y, 0, 0);
      code = op == OP_SHL ? VM_SHL : s ? VM_SAR : VM_SHR;
      break;
    default:
      break;
    }
  cg_op (fn, code, dest, x, y);
  if (bits < 64 && (op == OP_ADD || op == OP_SUB || op == OP_MUL || op == OP_SHL || (op == OP_DIV && s)))
    cg_narrow (fn, kind, dest, dest);
}

/* ---- strings ---- */

Expr *
cg_bytes_of_text (Expr *x)
{
  Expr *from;

  x = expr_unparen (x);
  if (x->value || x->kind != EXPR_CALL || x->call.kind != CALL_CONVERSION || cg_kind (x->type) != GCKIND_STRING)
    return NULL;
  from = x->call.args.v[0];
  return type_is_kind (from->type, KIND_SLICE)
             && cg_kind (type_underlying (from->type)->slice.elem) == GCKIND_UINT8 ? from : NULL;
}

int
cg_string_operand (Fn *fn, Expr *x, int dest)
{
  Expr *bytes = cg_bytes_of_text (x);
  int low, slot;

  if (!bytes)
    return cg_expr (fn, x, dest);
  low = fn->low;
  slot = cg_expr (fn, bytes, NO_DEST);
  if (dest == NO_DEST)
    return slot; /* pointer and length are where a string's are */
  cg_op (fn, VM_MOV2, dest, slot, 0);
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

static bool
is_concat (const Expr *x)
{
  return !x->value && x->kind == EXPR_BINARY && x->binary.op == OP_ADD && cg_kind (x->type) == GCKIND_STRING;
}

static void
flatten_concat (Fn *fn, Expr *x, ExprList *parts)
{
  int slot;

  x = expr_unparen (x);
  if (is_concat (x) && !cg_settled (fn, x, &slot))
    {
      flatten_concat (fn, x->binary.x, parts);
      flatten_concat (fn, x->binary.y, parts);
      return;
    }
  ARENA_APPEND (fn->cg->scratch, parts, x);
}

static bool
has_text (ExprList parts)
{
  for (int i = 0; i < parts.n; i++)
    if (parts.v[i]->value && parts.v[i]->value->string.len != 0)
      return true;
  return false;
}

/* Joins the operands of x, behind what `place` holds if there is one. Returns the instruction's own window: its result,
 * then its parts. Bytes are not copied to a string first where a constant part makes sure that the result is a new one
 * (Go 1.22 cmd/compile/internal/walk/order.go, OADDSTR: the place is not among the parts yet). */
static int
join (Fn *fn, Place *place, Expr *x, bool heap)
{
  ExprList parts = { 0 };
  int base, at;
  bool in_place;

  flatten_concat (fn, x, &parts);
  in_place = has_text (parts);
  cg_order_list (fn, NULL, parts, false);
  base = cg_temp_slots (fn, 2 + 2 * (uint32_t) (parts.n + (place != NULL)));
  at = base + 2;
  cg_range (fn, base, x->type, false);
  if (place)
    {
      cg_range (fn, at, x->type, false);
      cg_place_load (fn, place, at);
      at += 2;
    }
  for (int i = 0; i < parts.n; i++)
    cg_range (fn, at + 2 * i, x->type, false);
  for (int i = 0; i < parts.n; i++, at += 2)
    {
      int low = fn->low;

      if (in_place)
        cg_string_operand (fn, parts.v[i], at);
      else
        cg_expr (fn, parts.v[i], at);
      cg_release (fn, low);
    }
  cg_opk (fn, VM_CONCAT, base, (uint32_t) (at - base) / 2 - 1);
  cg_extra (fn, heap ? 0 : cg_storage (fn, 4), 0);
  return base;
}

static int
concat (Fn *fn, Expr *x, int dest)
{
  int result = join (fn, NULL, x, cg_on_heap (fn, x));

  if (dest == NO_DEST)
    return result;
  cg_op (fn, VM_MOV2, dest, result, 0);
  return dest;
}

int
cg_expr_kept (Fn *fn, Expr *x)
{
  int slot;

  x = expr_unparen (x);
  if (is_concat (x) && !cg_settled (fn, x, &slot))
    return concat (fn, x, NO_DEST);
  return cg_expr (fn, x, cg_temp (fn, x->type));
}

void
cg_append_text (Fn *fn, Place *place, Expr *x)
{
  cg_place_store (fn, place, join (fn, place, x, true));
}

/* ---- binary and unary ---- */

static bool
is_commutative (Operator op)
{
  return op == OP_ADD || op == OP_MUL || op == OP_AND || op == OP_OR || op == OP_XOR;
}

static int
binary (Fn *fn, Expr *x, int dest)
{
  Operator op = x->binary.op;
  Expr *first = x->binary.x, *second = x->binary.y;
  int left, right = 0, low, result = dest;

  if (op == OP_AND_AND || op == OP_OR_OR)
    return cg_logical (fn, x, dest);
  if (operator_is_comparison (op))
    return cg_comparison (fn, x, dest);
  if (cg_kind (x->type) == GCKIND_STRING)
    return concat (fn, x, dest);
  if (result == NO_DEST)
    result = cg_temp (fn, x->type);
  low = fn->low;
  cg_order (fn, first, second);
  if (first->value && is_commutative (op)) /* constants go into instructions from behind */
    {
      first = x->binary.y;
      second = x->binary.x;
    }
  left = cg_expr (fn, first, NO_DEST);
  if (!cg_immediate (fn, op, x->type, result, left, second))
    {
      right = cg_expr (fn, second, NO_DEST);
      cg_binary_op (fn, op, x->type, result, left, right, second);
    }
  if (result >= low)
    cg_release (fn, low);
  return result;
}

int
cg_address (Fn *fn, Expr *x, int dest, bool heap)
{
  Place place;
  int result = dest, low, at;

  x = expr_unparen (x);
  if (x->kind == EXPR_COMPOSITE)
    return cg_literal_address (fn, x, heap, dest);
  if (result == NO_DEST)
    result = cg_temp_pointer (fn);
  low = fn->low;
  place = cg_place (fn, x);
  at = cg_place_address (fn, &place, result);
  if (at != result)
    cg_op (fn, VM_MOV, result, at, 0);
  if (place.kind == PLACE_POINTER && place.offset == 0)
    cg_op (fn, VM_NILCHK, result, 0, 0);
  cg_release (fn, low);
  return result;
}

static int
receive (Fn *fn, Expr *x, int dest, int ok)
{
  Type *elem = type_underlying (x->unary.x->type)->chan.elem;
  int channel, result = dest, low, ok_slot = ok;

  if (result == NO_DEST)
    result = cg_temp (fn, elem);
  low = fn->low;
  if (ok_slot == NO_DEST)
    ok_slot = cg_temp_slots (fn, 1);
  channel = cg_expr (fn, x->unary.x, NO_DEST);
  cg_op (fn, VM_RECV, result, ok_slot, channel);
  cg_extra (fn, 0, cg_type (fn->cg, elem));
  if (result >= low)
    cg_release (fn, low);
  return result;
}

static int
unary (Fn *fn, Expr *x, int dest)
{
  GcKind kind = cg_kind (x->type);
  int operand, result = dest, low;

  switch (x->unary.op)
    {
    case OP_AND:
      return cg_address (fn, x->unary.x, dest, cg_on_heap (fn, x));
    case OP_RECV:
      return receive (fn, x, dest, NO_DEST);
    case OP_ADD:
      return cg_expr (fn, x->unary.x, dest);
    default:
      break;
    }
  if (result == NO_DEST)
    result = cg_temp (fn, x->type);
  low = fn->low;
  operand = cg_expr (fn, x->unary.x, NO_DEST);
  switch (x->unary.op)
    {
    case OP_NOT:
      cg_op (fn, VM_NOT, result, operand, 0);
      break;
    case OP_SUB:
      if (cg_is_complex (x->type))
        {
          cg_complex_negate (fn, x->type, result, operand);
          break;
        }
      cg_op (fn, kind == GCKIND_FLOAT64 ? VM_FNEG : kind == GCKIND_FLOAT32 ? VM_FNEG32 : VM_NEG, result, operand, 0);
      if (bits_of (kind) < 64 && kind != GCKIND_FLOAT32)
        cg_narrow (fn, kind, result, result);
      break;
    case OP_XOR:
      cg_op (fn, VM_COM, result, operand, 0);
      if (bits_of (kind) < 64)
        cg_narrow (fn, kind, result, result);
      break;
    default:
      break;
    }
  cg_release (fn, low);
  return result;
}

/* ---- interfaces ---- */

/* The value of a concrete type out of an interface's data word. */
void
cg_unbox (Fn *fn, Type *type, int dest, int data)
{
  if (type_is_pointer_shaped (type))
    {
      if (cg_slots (type) != 0)
        cg_op (fn, VM_MOV, dest, data, 0);
    }
  else if (cg_slots (type) != 0)
    cg_load (fn, type, dest, data, 0);
}

void
cg_assert (Fn *fn, Expr *x, int dest, int ok)
{
  Type *from = x->assert.x->type, *to = x->assert.type ? x->assert.type->type : x->type;
  TypeId id = cg_type (fn->cg, to), from_id = cg_type (fn->cg, from);
  bool to_iface = type_is_interface (to);
  int value = cg_expr (fn, x->assert.x, NO_DEST), fail, done, flag;

  if (ok == NO_DEST)
    {
      int copy = cg_temp (fn, from);

      if (to_iface)
        {
          cg_op (fn, VM_ASSERTI, copy, value, 0);
          cg_extra (fn, (int) from_id, id);
          cg_op (fn, VM_MOV2, dest, copy, 0);
        }
      else
        {
          cg_op (fn, VM_ASSERT, copy, value, 0);
          cg_extra (fn, 0, id);
          cg_extra (fn, 0, from_id);
          cg_unbox (fn, to, dest, copy + 1);
        }
      return;
    }
  fail = cg_label (fn);
  done = cg_label (fn);
  flag = cg_temp_slots (fn, 1);
  cg_op (fn, to_iface ? VM_IMPL : VM_TYPEIS, flag, value, 0);
  cg_extra (fn, 0, id);
  cg_jump_if (fn, VM_JF, flag, fail);
  if (dest != NO_DEST)
    {
      if (to_iface)
        cg_op (fn, VM_MOV2, dest, value, 0);
      else
        cg_unbox (fn, to, dest, value + 1);
    }
  cg_jump (fn, done);
  cg_place_label (fn, fail);
  if (dest != NO_DEST)
    cg_zero (fn, to, dest);
  cg_place_label (fn, done);
  cg_op (fn, VM_MOV, ok, flag, 0);
}

/* ---- slices of things ---- */

static int
slice_expr (Fn *fn, Expr *x, int dest)
{
  Expr *base = x->slice.x, *bounds[3] = { x->slice.lo, x->slice.hi, x->slice.max };
  Type *u = type_underlying (base->type), *elem = NULL;
  int operand, limits, result = dest, low, flags = 0;
  uint32_t from, unsigned_ = 0;
  int64_t len = 0;

  if (result == NO_DEST)
    result = cg_temp (fn, x->type);
  low = fn->low;
  cg_order_bounds (fn, base, (ExprList) { bounds, 3 });
  if (u->kind == KIND_POINTER)
    {
      operand = cg_expr (fn, base, NO_DEST);
      len = type_underlying (u->pointer.elem)->array.len;
      elem = type_underlying (u->pointer.elem)->array.elem;
    }
  else if (u->kind == KIND_ARRAY)
    {
      operand = cg_address (fn, base, NO_DEST, true);
      len = u->array.len;
      elem = u->array.elem;
    }
  else
    {
      operand = cg_expr (fn, base, NO_DEST);
      elem = u->kind == KIND_SLICE ? u->slice.elem : NULL;
    }
  limits = cg_temp_slots (fn, 3);
  for (int i = 0; i < 3; i++)
    if (bounds[i])
      {
        int inner = fn->low;

        flags |= 1 << i;
        if (cg_is_unsigned_word (bounds[i]->type))
          unsigned_ |= 1u << i;
        cg_expr (fn, bounds[i], limits + i);
        cg_release (fn, inner);
      }
  from = fn->cg->code->len;
  if (!elem)
    cg_op (fn, VM_SLICESTR, result, operand, limits);
  else if (u->kind == KIND_SLICE)
    cg_op (fn, VM_SLICE, result, operand, limits);
  else
    cg_op (fn, VM_SLICEARR, result, operand, limits);
  cg_extra (fn, flags, elem ? (uint32_t) type_size (elem) : 1);
  if (elem && u->kind != KIND_SLICE)
    cg_extra (fn, 0, (uint32_t) len);
  cg_checks_unsigned (fn, from, unsigned_);
  if (result >= low)
    cg_release (fn, low);
  return result;
}

/* ---- everything ---- */

static int
name_value (Fn *fn, Expr *x, Object *obj, int dest)
{
  Place place;

  switch (obj->kind)
    {
    case OBJ_FUNC:
      return cg_instance_value (fn, x, obj, dest);
    case OBJ_NIL:
      if (dest == NO_DEST)
        dest = cg_temp (fn, x->type);
      cg_zero (fn, x->type, dest);
      return dest;
    default:
      place = cg_place (fn, x);
      return cg_place_load (fn, &place, dest);
    }
}

static int
selector (Fn *fn, Expr *x, int dest)
{
  Place place;
  int low, result;

  switch (x->selector.kind)
    {
    case SEL_PACKAGE:
      return name_value (fn, x, x->selector.obj, dest);
    case SEL_METHOD:
    case SEL_IFACE_METHOD:
      return cg_method_value (fn, x, dest);
    case SEL_METHOD_EXPR:
      return cg_method_expr (fn, x, dest);
    default:
      break;
    }
  if (dest != NO_DEST)
    {
      low = fn->low;
      place = cg_place (fn, x);
      result = cg_place_load (fn, &place, dest);
      cg_release (fn, low);
      return result;
    }
  place = cg_place (fn, x);
  return cg_place_load (fn, &place, NO_DEST);
}

static int
load_via_place (Fn *fn, Expr *x, int dest)
{
  int low = fn->low, result;
  Place place;

  fn->map_lookup = x->kind == EXPR_INDEX && type_is_kind (x->index.x->type, KIND_MAP);
  place = cg_place (fn, x);
  fn->map_lookup = false;
  result = cg_place_load (fn, &place, dest);
  if (dest != NO_DEST)
    cg_release (fn, low);
  return result;
}

int
cg_expr (Fn *fn, Expr *x, int dest)
{
  uint32_t line = fn->line;
  int result;

  x = expr_unparen (x);
  if (cg_settled (fn, x, &result))
    {
      if (dest == NO_DEST)
        return result;
      cg_move (fn, x->type, dest, result);
      return dest;
    }
  if (x->pos.line != 0)
    fn->line = x->pos.line;
  if (x->value)
    {
      if (dest == NO_DEST)
        dest = cg_temp (fn, x->type);
      cg_constant (fn, x->value, x->type, dest);
      fn->line = line;
      return dest;
    }
  if (x->mode == MODE_NIL)
    {
      if (dest == NO_DEST)
        dest = cg_temp (fn, x->type);
      cg_zero (fn, x->type, dest);
      fn->line = line;
      return dest;
    }
  switch (x->kind)
    {
    case EXPR_NAME:
      result = name_value (fn, x, x->name.obj, dest);
      break;
    case EXPR_COMPOSITE:
      result = cg_composite (fn, x, dest);
      break;
    case EXPR_FUNC_LIT:
      result = cg_func_literal (fn, x, dest);
      break;
    case EXPR_SELECTOR:
      result = selector (fn, x, dest);
      break;
    case EXPR_INDEX:
      if (x->index.is_instance)
        result = cg_instance_value (fn, x, x->index.obj, dest);
      else
        result = load_via_place (fn, x, dest);
      break;
    case EXPR_SLICE:
      result = slice_expr (fn, x, dest);
      break;
    case EXPR_ASSERT:
      if (dest == NO_DEST)
        dest = cg_temp (fn, x->type);
      {
        int low = fn->low;

        cg_assert (fn, x, dest, NO_DEST);
        if (dest >= low)
          cg_release (fn, low);
      }
      result = dest;
      break;
    case EXPR_STAR:
      result = load_via_place (fn, x, dest);
      break;
    case EXPR_UNARY:
      result = unary (fn, x, dest);
      break;
    case EXPR_BINARY:
      result = binary (fn, x, dest);
      break;
    case EXPR_CALL:
      if (x->call.kind == CALL_CONVERSION)
        result = cg_conversion (fn, x, dest);
      else if (x->call.kind == CALL_BUILTIN)
        result = cg_builtin (fn, x, dest);
      else
        result = cg_call (fn, x, dest);
      break;
    case EXPR_CONVERT:
      result = cg_to_interface (fn, x->convert.x, x->type, dest, cg_on_heap (fn, x));
      break;
    default:
      cg_unsupported (fn, x->pos, "this expression");
    }
  fn->line = line;
  return result;
}

/* v, ok forms: value to dest (NO_DEST: dropped), ok to its slot. */
void
cg_comma_ok (Fn *fn, Expr *x, int dest, int ok)
{
  Place place;
  int at, low = fn->low;

  x = expr_unparen (x);
  switch (x->kind)
    {
    case EXPR_ASSERT:
      cg_assert (fn, x, dest, ok);
      break;
    case EXPR_UNARY:
      receive (fn, x, dest, ok);
      break;
    default:
      fn->map_lookup = true;
      place = cg_place (fn, x);
      fn->map_lookup = false;
      if (dest == NO_DEST)
        {
          at = cg_temp_pointer (fn);
          cg_op (fn, VM_MAPGET, at, place.slot, place.index);
          cg_extra (fn, 0, place.map_type);
          cg_op (fn, VM_NEI, ok, at, 0);
          break;
        }
      cg_op (fn, VM_MAPLOAD, dest, place.slot, place.index);
      cg_extra (fn, ok, place.map_type);
      break;
    }
  cg_release (fn, low);
}
