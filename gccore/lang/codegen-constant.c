/* Constants: words of the constant table, and bytes that lie in the read-only zone. */

#include <string.h>

#include "lang/codegen-internal.h"

static uint32_t
add_const (Cg *cg, uint64_t value, bool reloc)
{
  uint32_t at = cg->consts->len;

  g_array_append_val (cg->consts, value);
  if (reloc)
    g_array_append_val (cg->relocs, at);
  return at;
}

void
cg_word (Fn *fn, int dest, uint64_t value)
{
  Cg *cg = fn->cg;
  gpointer found;
  uint64_t *key;

  if ((int64_t) value == (int32_t) value)
    {
      cg_opk (fn, VM_LDI, dest, (uint32_t) value);
      return;
    }
  found = g_hash_table_lookup (cg->const_index, &value);
  if (!found)
    {
      key = g_new (uint64_t, 1);
      *key = value;
      found = GUINT_TO_POINTER (add_const (cg, value, false) + 1);
      g_hash_table_insert (cg->const_index, key, found);
    }
  cg_opk (fn, VM_LDC, dest, GPOINTER_TO_UINT (found) - 1);
}

void
cg_int (Fn *fn, int dest, int64_t value)
{
  cg_word (fn, dest, (uint64_t) value);
}

uint32_t
cg_rodata (Cg *cg, const void *bytes, gsize len, gsize align)
{
  uint32_t at;
  static const uint8_t zeros[64];

  while (cg->rodata->len % align != 0)
    g_byte_array_append (cg->rodata, zeros, 1);
  at = cg->rodata->len;
  if (bytes)
    g_byte_array_append (cg->rodata, bytes, (guint) len);
  else
    for (gsize left = len; left > 0;)
      {
        gsize part = MIN (left, sizeof zeros);

        g_byte_array_append (cg->rodata, zeros, (guint) part);
        left -= part;
      }
  return at;
}

uint32_t
cg_rodata_string (Cg *cg, const char *bytes, gsize len)
{
  GBytes *key = g_bytes_new (bytes, len);
  gpointer found = g_hash_table_lookup (cg->strings, key);

  if (found)
    {
      g_bytes_unref (key);
      return GPOINTER_TO_UINT (found) - 1;
    }
  found = GUINT_TO_POINTER (cg_rodata (cg, bytes, len, 1) + 1);
  g_hash_table_insert (cg->strings, key, found);
  return GPOINTER_TO_UINT (found) - 1;
}

void
cg_rodata_address (Fn *fn, int dest, uint32_t offset)
{
  cg_opk (fn, VM_LDC, dest, add_const (fn->cg, offset, true));
}

void
cg_string (Fn *fn, int dest, const char *bytes, gsize len)
{
  uint32_t at;

  if (len == 0)
    {
      cg_op (fn, VM_ZERO, dest, 2, 0);
      return;
    }
  at = add_const (fn->cg, cg_rodata_string (fn->cg, bytes, len), true);
  add_const (fn->cg, len, false);
  cg_opk (fn, VM_LDC2, dest, at);
}

void
cg_constant (Fn *fn, const ConstVal *value, Type *type, int dest)
{
  uint64_t bits = 0, parts[2];
  double d;
  float f;

  switch (cg_kind (type))
    {
    case GCKIND_STRING:
      cg_string (fn, dest, value->string.bytes, value->string.len);
      return;
    case GCKIND_BOOL:
      cg_int (fn, dest, value->boolean);
      return;
    case GCKIND_COMPLEX64:
    case GCKIND_COMPLEX128:
      cg_complex_bits (value, type, parts);
      cg_word (fn, dest, parts[0]);
      if (cg_slots (type) == 2)
        cg_word (fn, dest + 1, parts[1]);
      return;
    case GCKIND_FLOAT64:
      d = const_to_double (value);
      memcpy (&bits, &d, 8);
      break;
    case GCKIND_FLOAT32:
      f = const_to_float (value);
      memcpy (&bits, &f, 4);
      break;
    case GCKIND_INT8:
      bits = (uint64_t) (int64_t) (int8_t) const_to_bits (value);
      break;
    case GCKIND_INT16:
      bits = (uint64_t) (int64_t) (int16_t) const_to_bits (value);
      break;
    case GCKIND_INT32:
      bits = (uint64_t) (int64_t) (int32_t) const_to_bits (value);
      break;
    case GCKIND_UINT8:
      bits = (uint8_t) const_to_bits (value);
      break;
    case GCKIND_UINT16:
      bits = (uint16_t) const_to_bits (value);
      break;
    case GCKIND_UINT32:
      bits = (uint32_t) const_to_bits (value);
      break;
    default:
      bits = const_to_bits (value);
      break;
    }
  cg_word (fn, dest, bits);
}
