/* Natives of internal/native: text, and numbers as text. */

#define _GNU_SOURCE /* memmem */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lang/vm-natives.h"

static const uint8_t *
text_at (Vm *vm, const uint64_t *header)
{
  return header[1] ? vm_mem (vm, header[0], header[1]) : (const uint8_t *) "";
}

#define TEXT(name, at)                                                                                                \
  const uint8_t *name = text_at (vm, &base[at]);                                                                      \
  if (!name)                                                                                                          \
    return vm_fault (vm, base[at])
#define CHARGE(bytes) (vm->extra += (Vtime) ((bytes) / 16) * COST_VM_INSTR)

/* u in decimal, before a[at]; returns where it begins. Two digits at a time. */
static unsigned
spell_decimal (char *a, unsigned at, uint64_t u)
{
  static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
                              "49505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697"
                              "9899";

  for (; u >= 100; u /= 100)
    memcpy (&a[at -= 2], &pairs[2 * (u % 100)], 2);
  if (u >= 10)
    memcpy (&a[at -= 2], &pairs[2 * u], 2);
  else
    a[--at] = (char) ('0' + u);
  return at;
}

static VmStatus
spell (Vm *vm, uint64_t *base, uint64_t u, bool negative)
{
  uint64_t radix = base[3];
  char *a = vm_mem_w (vm, base[1], 65);
  unsigned at = 65;

  if (!a)
    return vm_fault (vm, base[1]);
  if (radix < 2 || radix > 36)
    return vm_fault (vm, radix);
  if (radix == 10)
    at = spell_decimal (a, at, u);
  else
    do
      a[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[u % radix];
    while ((u /= radix) != 0);
  vm->extra += (Vtime) (65 - at) * COST_VM_DIGIT;
  if (negative)
    a[--at] = '-';
  base[4] = base[1] + at;
  base[5] = base[6] = 65 - at;
  return VM_OK;
}

static VmStatus
spell_int (Vm *vm, uint64_t *base)
{
  return spell (vm, base, (int64_t) base[2] < 0 ? -base[2] : base[2], (int64_t) base[2] < 0);
}

static VmStatus
spell_uint (Vm *vm, uint64_t *base)
{
  return spell (vm, base, base[2], false);
}

/* ---- strings ---- */

static VmStatus
no_escape (Vm *vm, uint64_t *base)
{
  base[2] = base[1];
  return VM_OK;
}

static VmStatus
make_no_zero (Vm *vm, uint64_t *base)
{
  uint64_t n = base[1];
  Addr at;
  VmStatus status;

  if ((int64_t) n < 0 || n > (UINT64_C (1) << 47))
    return vm_trap (vm, TRAP_MAKESLICE_LEN, 0, 0);
  status = vm_malloc (vm, n, TYPE_NONE, false, &at);
  if (status != VM_TICK)
    return status;
  memset (image_ptr (vm->im, at), 0, n); /* undefined in Go; here nothing depends on what was there */
  base[2] = at;
  base[3] = base[4] = n;
  return VM_TICK;
}

static VmStatus
index_string (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  TEXT (sub, 3);
  const uint8_t *found = base[4] == 0 ? s : memmem (s, base[2], sub, base[4]);

  CHARGE (base[2]);
  base[5] = found ? (uint64_t) (found - s) : UINT64_MAX;
  return VM_OK;
}

static VmStatus
last_index_string (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  TEXT (sub, 3);
  uint64_t n = base[4];

  CHARGE (base[2]);
  base[5] = UINT64_MAX;
  if (n <= base[2])
    for (uint64_t i = base[2] - n + 1; i-- > 0;)
      if (memcmp (s + i, sub, n) == 0)
        {
          base[5] = i;
          break;
        }
  return VM_OK;
}

static VmStatus
index_byte_string (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  const uint8_t *found = memchr (s, (int) (base[3] & 0xff), base[2]);

  CHARGE (base[2]);
  base[4] = found ? (uint64_t) (found - s) : UINT64_MAX;
  return VM_OK;
}

static VmStatus
count_runes (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  uint64_t n = 0;
  unsigned width;

  for (uint64_t i = 0; i < base[2]; i += width, n++)
    vm_utf8_decode (s + i, base[2] - i, &width);
  CHARGE (base[2]);
  base[3] = n;
  return VM_OK;
}

static VmStatus
valid_string (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  unsigned width;

  base[3] = 1;
  for (uint64_t i = 0; i < base[2]; i += width)
    if (vm_utf8_decode (s + i, base[2] - i, &width) == 0xfffd && width == 1)
      {
        base[3] = 0;
        break;
      }
  CHARGE (base[2]);
  return VM_OK;
}

static VmStatus
first_rune (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  unsigned width = 0;

  base[3] = base[2] ? vm_utf8_decode (s, base[2], &width) : 0xfffd;
  base[4] = width;
  return VM_OK;
}

static VmStatus
last_rune (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  uint64_t n = base[2];
  unsigned width = 0;

  base[3] = 0xfffd;
  base[4] = n ? 1 : 0;
  for (uint64_t back = 1; back <= 4 && back <= n; back++)
    {
      uint32_t r = vm_utf8_decode (s + n - back, back, &width);

      if (width == back && !(r == 0xfffd && width == 1))
        {
          base[3] = r;
          base[4] = width;
          break;
        }
    }
  return VM_OK;
}

/* RuneClass (r rune) int: GLib's classes are in the order of internal/native's constants. */
static VmStatus
rune_class (Vm *vm, uint64_t *base)
{
  base[2] = base[1] > 0x10ffff ? G_UNICODE_UNASSIGNED : (uint64_t) g_unichar_type ((gunichar) base[1]);
  return VM_OK;
}

/* RuneScript (r rune) int: GLib's number. */
static VmStatus
rune_script (Vm *vm, uint64_t *base)
{
  base[2] = base[1] > 0x10ffff ? UINT64_MAX : (uint64_t) (int64_t) g_unichar_get_script ((gunichar) base[1]);
  return VM_OK;
}

/* GLib changes the case of letters; these have two forms, too: Roman numerals, letters in circles, the iota below. */
static gunichar
upper (gunichar r)
{
  if (r >= 0x2170 && r <= 0x217f)
    return r - 0x10;
  if (r >= 0x24d0 && r <= 0x24e9)
    return r - 0x1a;
  return r == 0x345 ? 0x399 : g_unichar_toupper (r);
}

static gunichar
lower (gunichar r)
{
  if (r >= 0x2160 && r <= 0x216f)
    return r + 0x10;
  if (r >= 0x24b6 && r <= 0x24cf)
    return r + 0x1a;
  return g_unichar_tolower (r);
}

/* Georgian has no title case. */
static gunichar
title (gunichar r)
{
  if (r >= 0x10d0 && r <= 0x10ff)
    return r;
  return g_unichar_isalpha (r) ? g_unichar_totitle (r) : upper (r);
}

/* The dotless i and the I with a dot are no forms of i. */
static gunichar
fold (gunichar r)
{
  return r == 0x130 || r == 0x131 ? r : lower (upper (r));
}

#define CHANGE_RUNE(name)                                                                                             \
  static VmStatus                                                                                                     \
  name##_rune (Vm *vm, uint64_t *base)                                                                                \
  {                                                                                                                   \
    base[2] = (int64_t) base[1] < 0 ? base[1] : name ((gunichar) base[1]);                                            \
    return VM_OK;                                                                                                     \
  }

CHANGE_RUNE (title)
CHANGE_RUNE (upper)
CHANGE_RUNE (lower)
CHANGE_RUNE (fold)

/* ---- numbers ---- */

VmStatus
vm_append_bytes (Vm *vm, uint64_t *slice, const char *bytes, uint64_t n)
{
  uint64_t cap = slice[2], need = slice[1] + n;
  Addr array;
  VmStatus status;

  if (n == 0)
    return VM_OK;
  if (need > cap)
    {
      cap = need > 2 * cap ? need : cap < 256 ? 2 * cap : cap + (cap + 768) / 4;
      if (cap < need)
        cap = need;
      cap = vm_round_up_bytes (cap);
      status = vm_malloc (vm, cap, TYPE_NONE, false, &array);
      if (status != VM_TICK)
        return status;
      if (slice[1] != 0 && vm_mem (vm, slice[0], slice[1]))
        memcpy (image_ptr (vm->im, array), image_ptr (vm->im, slice[0]), slice[1]);
      memset (image_ptr (vm->im, array + slice[1]), 0, cap - slice[1]);
      slice[0] = array;
      slice[2] = cap;
    }
  if (!vm_mem_w (vm, slice[0] + slice[1], n))
    return vm_fault (vm, slice[0]);
  memcpy (image_ptr (vm->im, slice[0] + slice[1]), bytes, n);
  slice[1] += n;
  return VM_OK;
}

/* SpellFloat (room []byte, f float64, format byte, prec, bits int) int */
static VmStatus
spell_float (Vm *vm, uint64_t *base)
{
  GString *text = g_string_new (NULL);
  double value;
  char *room = vm_mem_w (vm, base[1], base[2]);

  memcpy (&value, &base[4], 8);
  vm_format_float (text, value, (char) base[5], (int) (int64_t) base[6], (int) base[7]);
  if (room && text->len <= base[2])
    memcpy (room, text->str, text->len);
  base[8] = room ? text->len : 0;
  vm->extra += COST_FLOAT_TEXT;
  g_string_free (text, TRUE);
  return VM_OK;
}

/* Takes the underscores out of a number's text; each must lie between two digits, or a prefix and a digit. Go 1.22
 * strconv/atoi.go, underscoreOK. */
static bool
drop_underscores (char *text)
{
  char *p = text + (*text == '+' || *text == '-'), *to;
  bool hex = p[0] == '0' && (p[1] == 'x' || p[1] == 'X');
  bool digit = p[0] == '0' && p[1] != 0 && strchr ("bBoOxX", p[1]);

  to = digit ? p + 2 : p;
  for (p = to; *p; p++)
    {
      bool is_digit = hex ? g_ascii_isxdigit (*p) : g_ascii_isdigit (*p);

      if (*p != '_')
        *to++ = *p;
      else if (!digit || !(hex ? g_ascii_isxdigit (p[1]) : g_ascii_isdigit (p[1])))
        return false;
      digit = is_digit;
    }
  *to = 0;
  return true;
}

/* Go's float syntax; inf and nan in any case. 0 fine, 1 syntax, 2 range. */
static VmStatus
parse_float (Vm *vm, uint64_t *base)
{
  TEXT (s, 1);
  char *text = g_strndup ((const char *) s, base[2]), *p = text, *end;
  bool hex = false, digits = false;
  double value = 0;
  int status = 1;

  vm->extra += COST_PARSE_FLOAT;
  if (strlen (text) == base[2] && base[2] > 0 && drop_underscores (text))
    {
      if (*p == '+' || *p == '-')
        p++;
      if (g_ascii_strcasecmp (p, "inf") == 0 || g_ascii_strcasecmp (p, "infinity") == 0
          || (p == text && g_ascii_strcasecmp (p, "nan") == 0))
        {
          value = strtod (text, NULL);
          status = 0;
        }
      else
        {
          hex = p[0] == '0' && (p[1] == 'x' || p[1] == 'X');
          for (char *q = hex ? p + 2 : p; *q && (g_ascii_isxdigit (*q) || *q == '.'); q++)
            digits |= g_ascii_isxdigit (*q);
          if (digits && (g_ascii_isdigit (*p) || *p == '.'))
            {
              value = base[3] == 32 ? (double) strtof (text, &end) : strtod (text, &end);
              if (*end == 0 && (!hex || strpbrk (text, "pP")))
                status = isinf (value) ? 2 : 0;
              else
                value = 0;
            }
        }
    }
  g_free (text);
  memcpy (&base[4], &value, 8);
  base[5] = (uint64_t) status;
  return VM_OK;
}

#define N(name, func) { "internal/native." name, func }

const VmNative vm_text_natives[] = {
  N ("NoEscape", no_escape),
  N ("MakeNoZero", make_no_zero),
  N ("SpellInt", spell_int),
  N ("SpellUint", spell_uint),
  N ("IndexString", index_string),
  N ("LastIndexString", last_index_string),
  N ("IndexByteString", index_byte_string),
  N ("CountRunes", count_runes),
  N ("ValidString", valid_string),
  N ("FirstRune", first_rune),
  N ("LastRune", last_rune),
  N ("RuneClass", rune_class),
  N ("RuneScript", rune_script),
  N ("TitleRune", title_rune),
  N ("UpperRune", upper_rune),
  N ("LowerRune", lower_rune),
  N ("FoldRune", fold_rune),
  N ("SpellFloat", spell_float),
  N ("ParseFloat", parse_float),
  { NULL, NULL },
};
