/* Builtin functions, conversions, boxing. */

#include <string.h>

#include "lang/codegen-internal.h"

/* ---- interfaces ---- */

/* A value in slots becomes an interface. */
void
cg_box (Fn *fn, Type *from, int src, int dest)
{
  TypeId id = cg_type (fn->cg, from);

  if (type_is_pointer_shaped (from))
    cg_op (fn, VM_BOXP, dest, src, 0);
  else
    cg_op (fn, VM_BOX, dest, src, 0);
  cg_extra (fn, 0, id);
}

void
cg_convert_value (Fn *fn, Type *from, Type *to, int src, int dest)
{
  if (type_is_interface (to) && !type_is_interface (from))
    cg_box (fn, from, src, dest);
  else
    cg_move (fn, to, dest, src);
}

/* A constant in an interface is read-only data (Go 1.22 cmd/compile/internal/walk/convert.go, dataWord). */
static void
box_constant (Fn *fn, Expr *x, int dest)
{
  Cg *cg = fn->cg;
  Type *type = x->type;
  uint64_t size = type_size (type), bits;
  uint32_t at;
  double d;
  float f;

  if (cg_kind (type) == GCKIND_STRING)
    {
      uint64_t header[2] = { 0, x->value->string.len };
      uint32_t word;

      if (header[1] != 0)
        header[0] = cg_rodata_string (cg, x->value->string.bytes, x->value->string.len);
      at = cg_rodata (cg, header, 16, 8);
      word = at;
      if (header[1] != 0)
        g_array_append_val (cg->rodata_relocs, word);
    }
  else if (cg_is_complex (type))
    {
      uint64_t parts[2];

      cg_complex_bits (x->value, type, parts);
      at = cg_rodata (cg, parts, size, 8);
    }
  else
    {
      switch (cg_kind (type))
        {
        case GCKIND_FLOAT64:
          d = const_to_double (x->value);
          memcpy (&bits, &d, 8);
          break;
        case GCKIND_FLOAT32:
          f = const_to_float (x->value);
          bits = 0;
          memcpy (&bits, &f, 4);
          break;
        case GCKIND_BOOL:
          bits = x->value->boolean;
          break;
        default:
          bits = const_to_bits (x->value);
          break;
        }
      at = bits < 256 ? (uint32_t) bits * 8 : cg_rodata (cg, &bits, size, 8);
    }
  cg_int (fn, dest, cg_type (cg, type));
  cg_rodata_address (fn, dest + 1, at);
}

/* A value that need not outlive the frame is kept there (Go: up to 1024 bytes). */
static void
box_in_frame (Fn *fn, Type *from, int src, int dest)
{
  int space = cg_storage (fn, cg_slots (from));

  cg_storage_pointers (fn, space, from, 1);
  cg_move (fn, from, space, src);
  cg_int (fn, dest, cg_type (fn->cg, from));
  cg_op (fn, VM_LEAF, dest + 1, space, 0);
}

int
cg_to_interface (Fn *fn, Expr *x, Type *to, int dest, bool heap)
{
  int low, src;

  if (dest == NO_DEST)
    dest = cg_temp (fn, to);
  low = fn->low;
  if (x->mode == MODE_NIL || (x->type && type_is_interface (x->type)))
    cg_expr (fn, x, dest);
  else if (x->value)
    box_constant (fn, expr_unparen (x), dest);
  else
    {
      src = cg_expr (fn, x, NO_DEST);
      if (!heap && !type_is_pointer_shaped (x->type) && type_size (x->type) > 1 && type_size (x->type) <= 1024)
        box_in_frame (fn, x->type, src, dest);
      else
        cg_box (fn, x->type, src, dest);
    }
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

/* ---- conversions ---- */

static bool
is_float (GcKind kind)
{
  return kind == GCKIND_FLOAT32 || kind == GCKIND_FLOAT64;
}

static bool
is_int (GcKind kind)
{
  return kind >= GCKIND_INT && kind <= GCKIND_UINTPTR;
}

static void
convert_number (Fn *fn, GcKind from, GcKind to, int src, int dest)
{
  bool wide_unsigned = from == GCKIND_UINT64 || from == GCKIND_UINT || from == GCKIND_UINTPTR;

  if (is_int (from) && is_int (to))
    {
      cg_narrow (fn, to, dest, src);
      return;
    }
  if (is_int (from))
    {
      if (to == GCKIND_FLOAT64)
        cg_op (fn, wide_unsigned ? VM_U2F : VM_I2F, dest, src, 0);
      else
        cg_op (fn, wide_unsigned ? VM_U2F32 : VM_I2F32, dest, src, 0);
      return;
    }
  if (is_float (to))
    {
      if (from == to)
        cg_op (fn, VM_MOV, dest, src, 0);
      else
        cg_op (fn, to == GCKIND_FLOAT64 ? VM_F322F : VM_F2F32, dest, src, 0);
      return;
    }
  if (from == GCKIND_FLOAT32)
    {
      cg_op (fn, VM_F322F, dest, src, 0);
      src = dest;
    }
  cg_op (fn, to == GCKIND_UINT64 || to == GCKIND_UINT || to == GCKIND_UINTPTR ? VM_F2U : VM_F2I, dest, src, 0);
  cg_narrow (fn, to, dest, dest);
}

static bool
is_byte_slice (Type *type)
{
  Type *u = type_underlying (type);

  return u->kind == KIND_SLICE && cg_kind (u->slice.elem) == GCKIND_UINT8;
}

static bool
is_rune_slice (Type *type)
{
  Type *u = type_underlying (type);

  return u->kind == KIND_SLICE && cg_kind (u->slice.elem) == GCKIND_INT32;
}

/* A buffer in the frame for a string or slice that does not escape; 0: none. */
static int
frame_buffer (Fn *fn, Expr *call, uint32_t bytes)
{
  return cg_on_heap (fn, call) ? 0 : cg_storage (fn, bytes / 8);
}

/* More runes of a constant are an object: what is in a frame must be near (cg_check_near ()). Go has them in the frame. */
#define FRAME_RUNES 16384

static uint32_t
count_constant_runes (const ConstVal *text)
{
  const uint8_t *bytes = (const uint8_t *) text->string.bytes;
  uint32_t n = 0;
  unsigned width;

  for (gsize at = 0; at < text->string.len; at += width, n++)
    vm_utf8_decode (bytes + at, text->string.len - at, &width);
  return n;
}

int
cg_conversion (Fn *fn, Expr *call, int dest)
{
  Expr *x = call->call.args.v[0];
  Type *from = x->type, *to = call->type;
  GcKind from_kind = cg_kind (from), to_kind = cg_kind (to);
  int src, low, pointer;

  if (type_is_interface (to) && !type_is_interface (from))
    return cg_to_interface (fn, x, to, dest, cg_on_heap (fn, call));
  if (dest == NO_DEST)
    dest = cg_temp (fn, to);
  low = fn->low;
  src = cg_expr (fn, x, NO_DEST);
  if ((is_int (from_kind) || is_float (from_kind)) && (is_int (to_kind) || is_float (to_kind)))
    convert_number (fn, from_kind, to_kind, src, dest);
  else if (cg_is_complex (from) && cg_is_complex (to))
    cg_complex_convert (fn, from, to, dest, src);
  else if (to_kind == GCKIND_STRING && is_int (from_kind))
    {
      cg_op (fn, VM_RUNE2S, dest, src, 0);
      cg_extra (fn, frame_buffer (fn, call, 8), 0);
    }
  else if (to_kind == GCKIND_STRING && is_byte_slice (from))
    {
      cg_op (fn, VM_B2STR, dest, src, 0);
      cg_extra (fn, frame_buffer (fn, call, 32), 0);
    }
  else if (to_kind == GCKIND_STRING && is_rune_slice (from))
    {
      cg_op (fn, VM_R2STR, dest, src, 0);
      cg_extra (fn, frame_buffer (fn, call, 32), 0);
    }
  else if (from_kind == GCKIND_STRING && is_byte_slice (to) && escape_zero_copy (call))
    {
      int header = cg_temp_slots (fn, 3), empty = cg_label (fn);

      cg_range_pointer (fn, header);
      cg_op (fn, VM_MOV2, header, src, 0);
      /* Never nil. */
      cg_jump_compare (fn, VM_JNEI, header, 0, empty);
      cg_rodata_address (fn, header, 2048);
      cg_place_label (fn, empty);
      cg_op (fn, VM_MOV, header + 2, src + 1, 0);
      cg_op (fn, VM_MOV3, dest, header, 0);
    }
  else if (from_kind == GCKIND_STRING && is_byte_slice (to))
    {
      bool constant = x->value != NULL && x->value->string.len > 0;
      int buffer;

      /* Of a constant: exactly its bytes (Go 1.22 cmd/compile/internal/walk/convert.go, walkStringToBytes). */
      if (constant && x->value->string.len <= 65536 && !cg_on_heap (fn, call))
        {
          buffer = cg_storage (fn, (uint32_t) (x->value->string.len + 7) / 8);
          cg_op (fn, VM_STR2B, dest, src, 0);
          cg_extra (fn, buffer, (uint32_t) x->value->string.len);
        }
      else
        {
          cg_op (fn, VM_STR2B, dest, src, 0);
          if (constant)
            cg_extra (fn, 0, 1);
          else
            {
              buffer = frame_buffer (fn, call, 32);
              cg_extra (fn, buffer, buffer ? 32 : 0);
            }
        }
    }
  else if (from_kind == GCKIND_STRING && is_rune_slice (to))
    {
      /* Of a constant: exactly its runes (Go 1.22 cmd/compile/internal/typecheck, stringtoruneslit). */
      uint32_t room = x->value ? count_constant_runes (x->value) : 32;
      int buffer = room == 0 || room > FRAME_RUNES ? 0 : frame_buffer (fn, call, (room * 4 + 7) / 8 * 8);

      cg_op (fn, VM_STR2R, dest, src, 0);
      cg_extra (fn, buffer, buffer ? room : x->value != NULL);
    }
  else if (from_kind == GCKIND_SLICE && (to_kind == GCKIND_ARRAY || to_kind == GCKIND_POINTER))
    {
      Type *array = to_kind == GCKIND_ARRAY ? to : type_underlying (to)->pointer.elem;

      cg_op (fn, VM_SLICE2ARR, pointer = cg_temp_pointer (fn), src, 0);
      cg_extra (fn, 0, (uint32_t) type_underlying (array)->array.len);
      if (to_kind == GCKIND_POINTER)
        cg_op (fn, VM_MOV, dest, pointer, 0);
      else if (cg_slots (to) != 0)
        cg_load (fn, to, dest, pointer, 0);
    }
  else
    cg_move (fn, to, dest, src);
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

/* ---- builtins ---- */

/* What is converted between text and bytes or to runes only to be counted: there is no need to. Go 1.22
 * cmd/compile/internal/walk/expr.go, isByteCount, isRuneCount. */
static Expr *
counted_text (Expr *arg, bool *runes)
{
  Expr *x = expr_unparen (arg);

  if (x->value || x->kind != EXPR_CALL || x->call.kind != CALL_CONVERSION)
    return NULL;
  *runes = is_rune_slice (x->type);
  return cg_kind (x->call.args.v[0]->type) == GCKIND_STRING && type_is_kind (x->type, KIND_SLICE)
             ? x->call.args.v[0] : cg_bytes_of_text (x);
}

static int
count_runes (Fn *fn, Expr *text, int dest)
{
  int low, window;

  if (dest == NO_DEST)
    dest = cg_temp_slots (fn, 1);
  low = fn->low;
  window = cg_temp_slots (fn, 4);
  cg_expr (fn, text, window + 1);
  cg_opk (fn, VM_NATIVE, window, cg_native (fn->cg, "internal/native.CountRunes", 2, 1));
  cg_op (fn, VM_MOV, dest, window + 3, 0);
  cg_release (fn, low);
  return dest;
}

static int
length (Fn *fn, Expr *x, bool cap, int dest)
{
  bool runes = false;
  Expr *arg = x->call.args.v[0], *text = cap ? NULL : counted_text (arg, &runes);
  Type *u = type_underlying (arg->type);
  int low = fn->low, src;

  if (runes && text)
    return count_runes (fn, text, dest);
  switch (u->kind)
    {
    case KIND_POINTER:
    case KIND_ARRAY:
      /* Not constant: it holds a call or receive, to be evaluated. */
      cg_expr (fn, arg, NO_DEST);
      cg_release (fn, low);
      if (dest == NO_DEST)
        dest = cg_temp_slots (fn, 1);
      cg_int (fn, dest, u->kind == KIND_ARRAY ? u->array.len : type_underlying (u->pointer.elem)->array.len);
      return dest;
    case KIND_MAP:
    case KIND_CHAN:
      if (dest == NO_DEST)
        dest = cg_temp_slots (fn, 1);
      low = fn->low;
      src = cg_expr (fn, arg, NO_DEST);
      cg_op (fn, cap ? VM_CHANCAP : VM_MAPLEN, dest, src, 0);
      cg_release (fn, low);
      return dest;
    default:
      src = cg_expr (fn, text ? text : arg, NO_DEST) + (cap ? 2 : 1);
      if (dest == NO_DEST)
        return src;
      cg_op (fn, VM_MOV, dest, src, 0);
      if (dest >= low)
        cg_release (fn, low);
      return dest;
    }
}

static int
make (Fn *fn, Expr *x, int dest)
{
  ExprList args = x->call.args;
  Type *type = x->type, *u = type_underlying (type);
  int low, a, b;

  if (dest == NO_DEST)
    dest = cg_temp (fn, type);
  low = fn->low;
  switch (u->kind)
    {
    case KIND_SLICE:
      {
        int64_t n;
        uint64_t elem = type_size (u->slice.elem);

        a = cg_expr (fn, args.v[1], NO_DEST);
        b = args.n > 2 ? cg_expr (fn, args.v[2], NO_DEST) : a;
        if (cg_small_int (args.v[args.n - 1], 0, 65536, &n) && !cg_on_heap (fn, x))
          {
            int length_slot = cg_temp_slots (fn, 1), array = cg_temp_pointer (fn);

            cg_op (fn, VM_MOV, length_slot, a, 0);
            cg_op (fn, VM_LENCHK, length_slot, 0, 0);
            cg_extra (fn, 0, (uint32_t) n);
            if (n == 0 || elem == 0)
              cg_rodata_address (fn, array, 2048);
            else
              cg_frame_array (fn, u->slice.elem, n, array);
            cg_op (fn, VM_MOV, dest, array, 0);
            cg_op (fn, VM_MOV, dest + 1, length_slot, 0);
            cg_int (fn, dest + 2, n);
            if (dest >= low)
              cg_release (fn, low);
            return dest;
          }
        cg_op (fn, VM_MAKESLICE, dest, a, b);
        cg_extra (fn, 0, cg_type (fn->cg, u->slice.elem));
        break;
      }
    case KIND_MAP:
      {
        int64_t hint = args.n > 1 ? -1 : 0;

        if (args.n > 1)
          {
            a = cg_expr (fn, args.v[1], NO_DEST);
            if (!cg_small_int (args.v[1], 0, 1 << 30, &hint))
              hint = -1;
          }
        else
          cg_int (fn, a = cg_temp_slots (fn, 1), 0);
        cg_make_map (fn, cg_type (fn->cg, type), cg_on_heap (fn, x), hint, a, dest);
        break;
      }
    default:
      if (args.n > 1)
        a = cg_expr (fn, args.v[1], NO_DEST);
      else
        cg_int (fn, a = cg_temp_slots (fn, 1), 0);
      cg_op (fn, VM_MAKECHAN, dest, a, 0);
      cg_extra (fn, 0, cg_type (fn->cg, type));
      break;
    }
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

static bool
is_made_slice (Expr *x)
{
  x = expr_unparen (x);
  return x->kind == EXPR_CALL && x->call.kind == CALL_BUILTIN && x->call.builtin == BUILTIN_MAKE && x->call.args.n == 2
         && cg_kind (x->type) == GCKIND_SLICE;
}

static int
append (Fn *fn, Expr *x, int dest)
{
  ExprList args = x->call.args;
  Type *elem = type_underlying (x->type)->slice.elem;
  TypeId id = cg_type (fn->cg, elem);
  int low, slice, result = dest, n = args.n - 1;

  if (result == NO_DEST)
    result = cg_temp (fn, x->type);
  low = fn->low;
  if (x->call.has_dots && is_made_slice (args.v[1]))
    cg_order (fn, args.v[0], expr_unparen (args.v[1])->call.args.v[1]);
  else
    cg_order_list (fn, NULL, args, false);
  slice = cg_expr (fn, args.v[0], NO_DEST);
  if (n == 0)
    cg_move (fn, x->type, result, slice);
  else if (x->call.has_dots && is_made_slice (args.v[1]))
    {
      /* append (s, make ([]T, n)...) makes no slice of its own: cmd/compile/internal/walk/assign.go, extendSlice. */
      int count = cg_expr (fn, expr_unparen (args.v[1])->call.args.v[1], NO_DEST);

      cg_op (fn, VM_GROW, result, slice, count);
      cg_extra (fn, 1, id);
    }
  else if (x->call.has_dots)
    {
      int other = cg_expr (fn, args.v[1], NO_DEST);
      bool string = cg_kind (args.v[1]->type) == GCKIND_STRING;

      cg_op (fn, VM_APPENDS, result, slice, other);
      cg_extra (fn, string, id);
    }
  else if (n == 1)
    {
      int value = cg_expr (fn, args.v[1], NO_DEST);

      cg_op (fn, VM_APPEND1, result, slice, value);
      cg_extra (fn, 0, id);
    }
  else
    {
      int *values = CG_NEW_N (fn->cg, int, n), grown, count, at, index;

      for (int i = 0; i < n; i++)
        {
          values[i] = cg_temp (fn, elem);
          cg_expr (fn, args.v[i + 1], values[i]);
        }
      grown = cg_temp (fn, x->type);
      count = cg_temp_slots (fn, 1);
      cg_int (fn, count, n);
      cg_op (fn, VM_GROW, grown, slice, count);
      cg_extra (fn, 0, id);
      at = cg_temp_pointer (fn);
      index = cg_temp_slots (fn, 1);
      for (int i = 0; i < n; i++)
        {
          cg_op (fn, VM_ADDI, index, grown + 1, i - n);
          cg_op (fn, VM_LEAX, at, grown, index);
          cg_extra (fn, 0, (uint32_t) type_size (elem));
          cg_store (fn, elem, at, 0, values[i]);
        }
      cg_op (fn, VM_MOV3, result, grown, 0);
    }
  if (result >= low)
    cg_release (fn, low);
  return result;
}

/* min and max: the first operand, then each that beats it; floats by the VM's own rule for NaN and signed zero. */
static int
min_max (Fn *fn, Expr *x, bool max, int dest)
{
  ExprList args = x->call.args;
  Type *type = x->type;
  GcKind kind = cg_kind (type);
  int best = cg_temp (fn, type);

  cg_expr (fn, args.v[0], best);
  for (int i = 1; i < args.n; i++)
    {
      int low = fn->low, keep = cg_label (fn), flag, value = cg_expr (fn, args.v[i], NO_DEST);

      if (is_float (kind))
        cg_op (fn, kind == GCKIND_FLOAT32 ? (max ? VM_FMAX32 : VM_FMIN32) : max ? VM_FMAX : VM_FMIN, best, best, value);
      else
        {
          flag = cg_temp_slots (fn, 1);
          cg_compare (fn, OP_LT, type, flag, max ? best : value, max ? value : best);
          cg_jump_if (fn, VM_JF, flag, keep);
          cg_move (fn, type, best, value);
          cg_place_label (fn, keep);
        }
      cg_release (fn, low);
    }
  if (dest == NO_DEST)
    return best;
  cg_move (fn, type, dest, best);
  return dest;
}

static void
print_value (Fn *fn, Type *type, int value, bool space)
{
  int window = cg_temp_slots (fn, 5);

  cg_int (fn, window + 1, cg_type (fn->cg, type) | (int64_t) space << 32);
  for (uint32_t i = 0; i < 3; i++)
    if (i < cg_slots (type))
      cg_op (fn, VM_MOV, window + 2 + (int) i, value + (int) i, 0);
    else
      cg_int (fn, window + 2 + (int) i, 0);
  cg_opk (fn, VM_NATIVE, window, cg_native (fn->cg, "runtime.printvalue", 4, 0));
}

/* print and println: one native call an operand, when all operands have their values. */
static void
print (Fn *fn, Expr *x, bool line)
{
  ExprList args = x->call.args;

  if (args.n == 1 && args.v[0]->type->kind == KIND_TUPLE)
    {
      ObjectList vars = args.v[0]->type->tuple.vars;
      int low = fn->low, value = cg_expr (fn, args.v[0], NO_DEST);

      for (int i = 0; i < vars.n; i++)
        {
          print_value (fn, vars.v[i]->type, value, line && i > 0);
          value += (int) cg_slots (vars.v[i]->type);
        }
      cg_release (fn, low);
    }
  else
    {
      int low = fn->low, *values = CG_NEW_N (fn->cg, int, args.n + 1);

      cg_order_list (fn, NULL, args, false);
      for (int i = 0; i < args.n; i++)
        values[i] = cg_expr (fn, args.v[i], NO_DEST);
      for (int i = 0; i < args.n; i++)
        {
          int inner = fn->low;

          print_value (fn, args.v[i]->type, values[i], line && i > 0);
          cg_release (fn, inner);
        }
      cg_release (fn, low);
    }
  if (line)
    {
      int low = fn->low, window = cg_temp_slots (fn, 1);

      cg_opk (fn, VM_NATIVE, window, cg_native (fn->cg, "runtime.printnl", 0, 0));
      cg_release (fn, low);
    }
}

static int
unsafe_builtin (Fn *fn, Expr *x, int dest)
{
  ExprList args = x->call.args;
  int low, a, b;

  if (dest == NO_DEST)
    dest = cg_temp (fn, x->type);
  low = fn->low;
  a = cg_expr (fn, args.v[0], NO_DEST);
  switch (x->call.builtin)
    {
    case BUILTIN_UNSAFE_ADD:
      b = cg_expr (fn, args.v[1], NO_DEST);
      cg_op (fn, VM_ADD, dest, a, b);
      break;
    case BUILTIN_UNSAFE_SLICE:
      b = cg_expr (fn, args.v[1], NO_DEST);
      cg_op (fn, VM_UNSAFECHK, a, b, 0);
      cg_extra (fn, 0, (uint32_t) type_size (type_underlying (x->type)->slice.elem));
      cg_op (fn, VM_MOV, dest, a, 0);
      cg_op (fn, VM_MOV, dest + 1, b, 0);
      cg_op (fn, VM_MOV, dest + 2, b, 0);
      break;
    case BUILTIN_UNSAFE_STRING:
      b = cg_expr (fn, args.v[1], NO_DEST);
      cg_op (fn, VM_UNSAFECHK, a, b, 0);
      cg_extra (fn, 1, 1);
      cg_op (fn, VM_MOV, dest, a, 0);
      cg_op (fn, VM_MOV, dest + 1, b, 0);
      break;
    default:
      cg_op (fn, VM_MOV, dest, a, 0);
      break;
    }
  if (dest >= low)
    cg_release (fn, low);
  return dest;
}

/* append (f ()) and the like: each result of the call becomes an operand of its own. */
static int
builtin_of_tuple (Fn *fn, Expr *x, int dest)
{
  ObjectList vars = x->call.args.v[0]->type->tuple.vars;
  Expr *operands = CG_NEW_N (fn->cg, Expr, vars.n), **list = CG_NEW_N (fn->cg, Expr *, vars.n), call = *x;
  int low, slot;

  if (dest == NO_DEST && x->type)
    dest = cg_temp (fn, x->type);
  low = fn->low;
  slot = cg_expr (fn, x->call.args.v[0], NO_DEST);
  g_assert (vars.n >= 2); /* a tuple */
  for (int i = 0; i < vars.n; i++)
    {
      list[i] = &operands[i];
      operands[i].kind = EXPR_NAME;
      operands[i].mode = MODE_VALUE;
      operands[i].type = vars.v[i]->type;
      cg_settle (fn, list[i], slot);
      slot += (int) cg_slots (vars.v[i]->type);
    }
  call.call.args = (ExprList) { list, vars.n };
  call.call.spread = false;
  cg_builtin (fn, &call, dest);
  for (int i = 0; i < vars.n; i++)
    g_hash_table_remove (fn->settled, list[i]);
  cg_release (fn, low);
  return dest;
}

int
cg_builtin (Fn *fn, Expr *x, int dest)
{
  ExprList args = x->call.args;
  int low = fn->low, a, b;
  Type *u;

  if (args.n == 1 && args.v[0]->type && args.v[0]->type->kind == KIND_TUPLE && x->call.builtin != BUILTIN_PRINT
      && x->call.builtin != BUILTIN_PRINTLN)
    return builtin_of_tuple (fn, x, dest);

  if (x->call.builtin != BUILTIN_APPEND)
    cg_order_list (fn, NULL, args, false);
  switch (x->call.builtin)
    {
    case BUILTIN_LEN:
    case BUILTIN_CAP:
      return length (fn, x, x->call.builtin == BUILTIN_CAP, dest);
    case BUILTIN_MAKE:
      return make (fn, x, dest);
    case BUILTIN_APPEND:
      return append (fn, x, dest);
    case BUILTIN_MIN:
    case BUILTIN_MAX:
      return min_max (fn, x, x->call.builtin == BUILTIN_MAX, dest);
    case BUILTIN_NEW:
      if (dest == NO_DEST)
        dest = cg_temp_pointer (fn);
      {
        Type *elem = type_underlying (x->type)->pointer.elem;

        cg_new (fn, elem, cg_on_heap (fn, x), dest);
      }
      return dest;
    case BUILTIN_COPY:
      if (dest == NO_DEST)
        dest = cg_temp_slots (fn, 1);
      low = fn->low;
      a = cg_expr (fn, args.v[0], NO_DEST);
      b = cg_expr (fn, args.v[1], NO_DEST);
      cg_op (fn, VM_COPY, dest, a, b);
      cg_extra (fn, cg_kind (args.v[1]->type) == GCKIND_STRING,
                cg_type (fn->cg, type_underlying (args.v[0]->type)->slice.elem));
      cg_release (fn, low);
      return dest;
    case BUILTIN_CLOSE:
      a = cg_expr (fn, args.v[0], NO_DEST);
      cg_op (fn, VM_CLOSE, a, 0, 0);
      break;
    case BUILTIN_CLEAR:
      u = type_underlying (args.v[0]->type);
      a = cg_expr (fn, args.v[0], NO_DEST);
      cg_op (fn, u->kind == KIND_MAP ? VM_MAPCLEAR : VM_CLEARS, a, 0, 0);
      cg_extra (fn, 0, cg_type (fn->cg, u->kind == KIND_MAP ? args.v[0]->type : u->slice.elem));
      break;
    case BUILTIN_DELETE:
      u = type_underlying (args.v[0]->type);
      a = cg_expr (fn, args.v[0], NO_DEST);
      b = cg_expr (fn, args.v[1], NO_DEST);
      cg_op (fn, VM_MAPDEL, a, b, 0);
      cg_extra (fn, 0, cg_type (fn->cg, args.v[0]->type));
      break;
    case BUILTIN_PANIC:
      a = cg_expr (fn, args.v[0], NO_DEST);
      cg_op (fn, VM_PANIC, a, 0, 0);
      break;
    case BUILTIN_RECOVER:
      if (dest == NO_DEST)
        dest = cg_temp (fn, fn->cg->unit->any_type);
      cg_op (fn, VM_RECOVER, dest, 0, 0);
      return dest;
    case BUILTIN_PRINT:
    case BUILTIN_PRINTLN:
      print (fn, x, x->call.builtin == BUILTIN_PRINTLN);
      break;
    case BUILTIN_UNSAFE_ADD:
    case BUILTIN_UNSAFE_SLICE:
    case BUILTIN_UNSAFE_SLICE_DATA:
    case BUILTIN_UNSAFE_STRING:
    case BUILTIN_UNSAFE_STRING_DATA:
      return unsafe_builtin (fn, x, dest);
    case BUILTIN_COMPLEX:
      if (dest == NO_DEST)
        dest = cg_temp (fn, x->type);
      low = fn->low;
      a = cg_expr (fn, args.v[0], NO_DEST);
      b = cg_expr (fn, args.v[1], NO_DEST);
      cg_complex_make (fn, x->type, dest, a, b);
      break;
    case BUILTIN_REAL:
    case BUILTIN_IMAG:
      if (dest == NO_DEST)
        dest = cg_temp (fn, x->type);
      low = fn->low;
      a = cg_expr (fn, args.v[0], NO_DEST);
      cg_complex_take (fn, args.v[0]->type, dest, a, x->call.builtin == BUILTIN_IMAG);
      break;
    default:
      cg_unsupported (fn, x->pos, "this builtin function");
    }
  cg_release (fn, low);
  return dest;
}
