/* Strings: comparing, joining, converting. Allocations are those of Go 1.22 runtime/string.go. */

#include <string.h>

#include "heap/sizeclass.h"
#include "lang/vm-internal.h"

/* Bytes of a string or slice header; NULL if its address is not the program's. "" gives a pointer that is not read. */
static const uint8_t *
bytes_of (Vm *vm, const uint64_t *header)
{
  return header[1] == 0 ? (const uint8_t *) "" : vm_mem (vm, header[0], header[1]);
}

int
vm_string_compare (Vm *vm, const uint64_t *a, const uint64_t *b)
{
  const uint8_t *x = bytes_of (vm, a), *y = bytes_of (vm, b);
  uint64_t n = a[1] < b[1] ? a[1] : b[1];
  int order = x && y ? memcmp (x, y, n) : 0;

  return order != 0 ? order : a[1] < b[1] ? -1 : a[1] > b[1];
}

VmStatus
vm_new_string (Vm *vm, const void *bytes, uint64_t len, uint64_t *out2)
{
  Addr at;
  VmStatus status;

  if (len == 0)
    {
      out2[0] = out2[1] = 0;
      return VM_OK;
    }
  status = vm_malloc (vm, len, TYPE_NONE, false, &at);
  if (status == VM_TICK)
    {
      memcpy (image_ptr (vm->im, at), bytes, len);
      out2[0] = at;
      out2[1] = len;
    }
  return status;
}

/* Memory for a result: the instruction's buffer in the frame if it is large enough, else a new object. VM_OK or
 * VM_TICK: *at is there. */
static VmStatus
result_memory (Vm *vm, VmIns extra, uint64_t *fp, uint64_t bytes, uint64_t buffer_bytes, uint64_t object_bytes, Addr *at)
{
  if (VM_A (extra) != 0 && bytes <= buffer_bytes)
    {
      *at = image_addr (vm->im, &fp[VM_A (extra)]);
      return VM_OK;
    }
  return vm_malloc (vm, object_bytes, TYPE_NONE, false, at);
}

/* n bytes to where nothing of them is. Most strings are short: those are copied as two words that may overlap. */
static inline uint8_t *
put_bytes (uint8_t *out, const uint8_t *from, uint64_t n)
{
  if (n >= 8 && n <= 16)
    {
      uint64_t low, high;

      memcpy (&low, from, 8);
      memcpy (&high, from + n - 8, 8);
      memcpy (out, &low, 8);
      memcpy (out + n - 8, &high, 8);
    }
  else if (n >= 4 && n < 8)
    {
      uint32_t low, high;

      memcpy (&low, from, 4);
      memcpy (&high, from + n - 4, 4);
      memcpy (out, &low, 4);
      memcpy (out + n - 4, &high, 4);
    }
  else if (n < 4)
    for (uint64_t i = 0; i < n; i++)
      out[i] = from[i];
  else
    memcpy (out, from, n);
  return out + n;
}

/* `total` bytes of new text; a refusal is the status. Charges the copying. */
static VmStatus
text_memory (Vm *vm, VmIns extra, uint64_t *fp, uint64_t total, Addr *at)
{
  VmStatus status = result_memory (vm, extra, fp, total, 32, total, at);

  if (status == VM_TICK || status == VM_OK)
    vm->extra += (Vtime) (total / 64) * COST_CLEAR_PER_64B;
  return status;
}

/* Two parts with something in both: most joins. */
static VmStatus
join_two (Vm *vm, VmIns extra, uint64_t *fp, uint64_t *a)
{
  const uint64_t *parts = a + 2;
  const uint8_t *x = bytes_of (vm, &parts[0]), *y = bytes_of (vm, &parts[2]);
  uint64_t total = parts[1] + parts[3];
  VmStatus status;
  Addr at;

  if (UNLIKELY (!x || !y))
    return vm_fault (vm, parts[x ? 2 : 0]);
  status = text_memory (vm, extra, fp, total, &at);
  if (UNLIKELY (status != VM_TICK && status != VM_OK))
    return status;
  put_bytes (put_bytes (image_ptr (vm->im, at), x, parts[1]), y, parts[3]);
  a[0] = at;
  a[1] = total;
  return status;
}

VM_HELPER (vm_op_concat)
{
  uint64_t *a = &fp[VM_A (ins)];
  const uint64_t *parts = a + 2;
  uint32_t n = VM_UK (ins), n_full = 0, last = 0;
  uint64_t total = 0;
  Addr at;
  uint8_t *out;
  VmStatus status;

  if (LIKELY (n == 2 && parts[1] != 0 && parts[3] != 0))
    return join_two (vm, *next, fp, a);
  for (uint32_t i = 0; i < n; i++)
    if (parts[2 * i + 1] != 0)
      {
        if (!bytes_of (vm, &parts[2 * i]))
          return vm_fault (vm, parts[2 * i]);
        total += parts[2 * i + 1];
        n_full++;
        last = i;
      }
  /* A single part is the result itself, but not if it lies in a frame's buffer (Go 1.22 runtime/string.go,
   * concatstrings). */
  if (n_full == 0
      || (n_full == 1 && (VM_A (*next) != 0 || parts[2 * last] < vm->g->stack_lo || parts[2 * last] >= vm->g->stack_hi)))
    {
      uint64_t ptr = n_full ? parts[2 * last] : 0;

      a[1] = n_full ? parts[2 * last + 1] : 0;
      a[0] = ptr;
      return VM_OK;
    }
  status = text_memory (vm, *next, fp, total, &at);
  if (status != VM_TICK && status != VM_OK)
    return status;
  out = image_ptr (vm->im, at);
  for (uint32_t i = 0; i < n; i++)
    out = put_bytes (out, image_ptr (vm->im, parts[2 * i]), parts[2 * i + 1]);
  a[0] = at;
  a[1] = total;
  return status;
}

/* ---- UTF-8 ---- */

uint32_t
vm_utf8_decode (const uint8_t *s, uint64_t len, unsigned *width)
{
  uint8_t c = s[0];
  unsigned n;
  uint32_t rune, least;

  *width = 1;
  if (c < 0x80)
    return c;
  if (c >= 0xc2 && c <= 0xdf)
    n = 2, rune = c & 0x1f, least = 0x80;
  else if ((c & 0xf0) == 0xe0)
    n = 3, rune = c & 0x0f, least = 0x800;
  else if (c >= 0xf0 && c <= 0xf4)
    n = 4, rune = c & 0x07, least = 0x10000;
  else
    return 0xfffd;
  if (len < n)
    return 0xfffd;
  for (unsigned i = 1; i < n; i++)
    {
      if ((s[i] & 0xc0) != 0x80)
        return 0xfffd;
      rune = rune << 6 | (s[i] & 0x3f);
    }
  if (rune < least || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))
    return 0xfffd;
  *width = n;
  return rune;
}

unsigned
vm_utf8_encode (uint8_t *out, uint32_t rune)
{
  if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))
    rune = 0xfffd;
  if (rune < 0x80)
    {
      out[0] = (uint8_t) rune;
      return 1;
    }
  if (rune < 0x800)
    {
      out[0] = (uint8_t) (0xc0 | rune >> 6);
      out[1] = (uint8_t) (0x80 | (rune & 0x3f));
      return 2;
    }
  if (rune < 0x10000)
    {
      out[0] = (uint8_t) (0xe0 | rune >> 12);
      out[1] = (uint8_t) (0x80 | (rune >> 6 & 0x3f));
      out[2] = (uint8_t) (0x80 | (rune & 0x3f));
      return 3;
    }
  out[0] = (uint8_t) (0xf0 | rune >> 18);
  out[1] = (uint8_t) (0x80 | (rune >> 12 & 0x3f));
  out[2] = (uint8_t) (0x80 | (rune >> 6 & 0x3f));
  out[3] = (uint8_t) (0x80 | (rune & 0x3f));
  return 4;
}

VM_HELPER (vm_op_srune)
{
  const uint64_t *s = &fp[VM_B (ins)];
  uint64_t at = fp[VM_C (ins)], *a = &fp[VM_A (ins)];
  const uint8_t *bytes = bytes_of (vm, s);
  unsigned width;

  if (!bytes)
    return vm_fault (vm, s[0]);
  if (at >= s[1])
    return vm_trap (vm, TRAP_INDEX, at, s[1]);
  a[0] = (uint64_t) (int64_t) (int32_t) vm_utf8_decode (bytes + at, s[1] - at, &width);
  a[1] = at + width;
  return VM_OK;
}

/* ---- conversions ---- */

VM_HELPER (vm_op_str2b)
{
  const uint64_t *s = &fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)], len = s[1], cap, buffer = VM_A (*next) ? VM_UK (*next) : 0;
  const uint8_t *bytes = bytes_of (vm, s);
  Addr at;
  VmStatus status;

  if (!bytes)
    return vm_fault (vm, s[0]);
  cap = buffer && len <= buffer ? buffer : VM_UK (*next) == 1 ? len : size_round_up (len, true);
  if (len == 0 && !buffer)
    {
      a[0] = vm->im->rodata_base;
      a[1] = a[2] = 0;
      return VM_OK;
    }
  status = result_memory (vm, *next, fp, len, buffer, cap, &at);
  if (status != VM_TICK && status != VM_OK)
    return status;
  memcpy (image_ptr (vm->im, at), bytes, len);
  memset (image_ptr (vm->im, at + len), 0, cap - len);
  a[0] = at;
  a[1] = len;
  a[2] = cap;
  return status;
}

VM_HELPER (vm_op_b2str)
{
  const uint64_t *b = &fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)];
  const uint8_t *bytes = bytes_of (vm, b);
  Addr at;
  VmStatus status;

  if (!bytes)
    return vm_fault (vm, b[0]);
  if (b[1] == 1)
    {
      a[0] = vm->im->rodata_base + 8 * (uint64_t) bytes[0];
      a[1] = 1;
      return VM_OK;
    }
  if (b[1] == 0)
    {
      a[0] = a[1] = 0;
      return VM_OK;
    }
  status = result_memory (vm, *next, fp, b[1], 32, b[1], &at);
  if (status == VM_OK || status == VM_TICK)
    {
      uint64_t len = b[1];

      put_bytes (image_ptr (vm->im, at), bytes, len);
      a[0] = at;
      a[1] = len;
    }
  return status;
}

VM_HELPER (vm_op_str2r)
{
  const uint64_t *s = &fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)], n = 0, cap, buffer = VM_A (*next) ? VM_UK (*next) : 0;
  const uint8_t *text = bytes_of (vm, s);
  unsigned width;
  Addr at;
  int32_t *out;
  VmStatus status;

  if (!text)
    return vm_fault (vm, s[0]);
  for (uint64_t i = 0; i < s[1]; i += width, n++)
    vm_utf8_decode (text + i, s[1] - i, &width);
  if (n == 0 && !buffer)
    {
      a[0] = vm->im->rodata_base;
      a[1] = a[2] = 0;
      return VM_OK;
    }
  cap = buffer && n <= buffer ? buffer : VM_UK (*next) == 1 ? n : size_round_up (n * 4, true) / 4;
  status = result_memory (vm, *next, fp, n * 4, buffer * 4, cap * 4, &at);
  if (status != VM_TICK && status != VM_OK)
    return status;
  out = image_ptr (vm->im, at);
  memset (out, 0, cap * 4);
  n = 0;
  for (uint64_t i = 0; i < s[1]; i += width)
    out[n++] = (int32_t) vm_utf8_decode (text + i, s[1] - i, &width);
  vm->extra += (Vtime) s[1] * COST_VM_INSTR;
  a[0] = at;
  a[1] = n;
  a[2] = cap;
  return status;
}

VM_HELPER (vm_op_r2str)
{
  const uint64_t *b = &fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)], n = b[1], total = 0;
  const uint32_t *runes = n ? vm_mem (vm, b[0], n * 4) : (const uint32_t *) "";
  uint8_t one[4], *out;
  Addr at;
  VmStatus status;

  if (!runes)
    return vm_fault (vm, b[0]);
  for (uint64_t i = 0; i < n; i++)
    total += vm_utf8_encode (one, runes[i]);
  /* Three bytes more than needed, even for no rune at all (slicerunetostring). */
  status = result_memory (vm, *next, fp, total + 3, 32, total + 3, &at);
  if (status != VM_TICK && status != VM_OK)
    return status;
  out = image_ptr (vm->im, at);
  for (uint64_t i = 0; i < n; i++)
    {
      unsigned width = vm_utf8_encode (one, runes[i]);

      memcpy (out, one, width);
      out += width;
    }
  memset (out, 0, 3);
  vm->extra += (Vtime) n * COST_VM_INSTR;
  a[0] = at;
  a[1] = total;
  return status;
}

VM_HELPER (vm_op_rune2s)
{
  int64_t rune = (int64_t) fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)];
  Addr at;
  VmStatus status = result_memory (vm, *next, fp, 4, 4, 4, &at);

  if (status != VM_TICK && status != VM_OK)
    return status;
  a[0] = at;
  a[1] = vm_utf8_encode (image_ptr (vm->im, at), rune < 0 || rune > 0x10ffff ? 0xfffd : (uint32_t) rune);
  return status;
}
