/* Package fmt's printing: verbs, flags, and values of any type walked by their descriptors.
 *
 * A call formats everything into host memory and then appends it to the printer's buffer in the program. It cannot call
 * the program's methods: when it comes to a value with an Error or String method whose text it does not have yet, it
 * gives that value back; fmt.go calls the method, remembers the text, and asks again. The n-th such value of a call
 * always is the same one, so the texts are kept as a list.
 *
 * Rules: Go 1.22 fmt/print.go, fmt/format.go. */

#include <math.h>
#include <string.h>

#include "lang/vm-natives.h"

typedef struct {
  Vm *vm;
  GString *out;
  const uint64_t *memo;       /* program strings: texts of methods already called */
  uint64_t n_memo, i_memo;
  bool need;                  /* a method must be called first */
  uint64_t need_type, need_data;
  uint32_t need_verb;
  bool plus, minus, sharp, space, zero, plus_v, sharp_v, has_width, has_precision;
  int width, precision;
} Printer;

static void print_value (Printer *f, TypeId type, const void *mem, Addr addr, uint32_t verb, int depth, bool readable);

/* ---- padding ---- */

static void
pad (Printer *f, const char *text, gsize len)
{
  glong n = g_utf8_validate (text, (gssize) len, NULL) ? g_utf8_strlen (text, (gssize) len) : (glong) len;
  int fill = f->has_width ? f->width - (int) n : 0;

  if (!f->minus)
    for (int i = 0; i < fill; i++)
      g_string_append_c (f->out, f->zero ? '0' : ' ');
  g_string_append_len (f->out, text, (gssize) len);
  if (f->minus)
    for (int i = 0; i < fill; i++)
      g_string_append_c (f->out, ' ');
}

static void
clear_flags (Printer *f)
{
  f->plus = f->minus = f->sharp = f->space = f->zero = f->plus_v = f->sharp_v = f->has_width = f->has_precision = false;
  f->width = f->precision = 0;
}

/* ---- quoting ---- */

static bool
is_printable (uint32_t r)
{
  if (r < 0x7f)
    return r >= 0x20;
  if (r < 0xa1 || r == 0xad)
    return false;
  return g_unichar_isgraph (r) || g_unichar_ismark (r);
}

void
vm_quote_rune (GString *out, uint32_t r, uint32_t quote, bool ascii, bool valid, uint8_t byte)
{
  char buf[8];

  if (!valid)
    {
      g_string_append_printf (out, "\\x%02x", byte);
      return;
    }
  if (r == quote || r == '\\')
    {
      g_string_append_c (out, '\\');
      g_string_append_c (out, (char) r);
      return;
    }
  if (ascii ? r < 0x7f && r >= 0x20 : is_printable (r))
    {
      g_string_append_len (out, buf, vm_utf8_encode ((uint8_t *) buf, r));
      return;
    }
  switch (r)
    {
    case '\a': g_string_append (out, "\\a"); return;
    case '\b': g_string_append (out, "\\b"); return;
    case '\f': g_string_append (out, "\\f"); return;
    case '\n': g_string_append (out, "\\n"); return;
    case '\r': g_string_append (out, "\\r"); return;
    case '\t': g_string_append (out, "\\t"); return;
    case '\v': g_string_append (out, "\\v"); return;
    default: break;
    }
  if (r < ' ' || r == 0x7f)
    g_string_append_printf (out, "\\x%02x", r);
  else if (r < 0x10000)
    g_string_append_printf (out, "\\u%04x", r);
  else
    g_string_append_printf (out, "\\U%08x", r);
}

void
vm_quote (GString *out, const char *text, gsize len, char quote, bool ascii)
{
  g_string_append_c (out, quote);
  for (gsize i = 0; i < len;)
    {
      unsigned width;
      uint32_t r = vm_utf8_decode ((const uint8_t *) text + i, len - i, &width);

      vm_quote_rune (out, r, (uint32_t) quote, ascii, !(r == 0xfffd && width == 1), (uint8_t) text[i]);
      i += width;
    }
  g_string_append_c (out, quote);
}

/* ---- scalars ---- */

static void
bad_verb (Printer *f, TypeId type, const void *mem, Addr addr, uint32_t verb)
{
  char buf[8];
  const RtType *t = vm_type (f->vm, type);

  g_string_append (f->out, "%!");
  g_string_append_len (f->out, buf, vm_utf8_encode ((uint8_t *) buf, verb));
  g_string_append_c (f->out, '(');
  if (t)
    {
      g_string_append (f->out, t->string);
      g_string_append_c (f->out, '=');
      print_value (f, type, mem, addr, 'v', 0, false);
    }
  else
    g_string_append (f->out, "<nil>");
  g_string_append_c (f->out, ')');
}

static void
format_integer (Printer *f, uint64_t u, unsigned base, bool is_signed, uint32_t verb, bool upper)
{
  static const char *const digit_sets[2] = { "0123456789abcdefx", "0123456789ABCDEFX" };
  const char *digits = digit_sets[upper];
  bool negative = is_signed && (int64_t) u < 0, zero = f->zero;
  int precision = 0, size = 80 + MAX (f->width, 0) + MAX (f->precision, 0), i = size;
  char *buf;

  if (negative)
    u = -u;
  if (f->has_precision)
    {
      precision = f->precision;
      if (precision == 0 && u == 0)
        {
          f->zero = false;
          pad (f, "", 0);
          f->zero = zero;
          return;
        }
    }
  else if (f->zero && !f->minus && f->has_width)
    {
      precision = f->width;
      if (negative || f->plus || f->space)
        precision--;
    }
  buf = g_malloc ((gsize) size);
  do
    buf[--i] = digits[u % base];
  while ((u /= base) != 0);
  while (i > 0 && precision > size - i)
    buf[--i] = '0';
  if (f->sharp)
    {
      if (base == 2)
        {
          buf[--i] = 'b';
          buf[--i] = '0';
        }
      else if (base == 8 && buf[i] != '0')
        buf[--i] = '0';
      else if (base == 16)
        {
          buf[--i] = digits[16];
          buf[--i] = '0';
        }
    }
  if (verb == 'O')
    {
      buf[--i] = 'o';
      buf[--i] = '0';
    }
  if (negative)
    buf[--i] = '-';
  else if (f->plus)
    buf[--i] = '+';
  else if (f->space)
    buf[--i] = ' ';
  f->zero = false;
  pad (f, buf + i, (gsize) (size - i));
  f->zero = zero;
  g_free (buf);
}

static void
format_0x (Printer *f, uint64_t u, bool leading)
{
  bool sharp = f->sharp;

  f->sharp = leading;
  format_integer (f, u, 16, false, 'v', false);
  f->sharp = sharp;
}

static void
format_rune (Printer *f, uint64_t u)
{
  char buf[8];

  pad (f, buf, vm_utf8_encode ((uint8_t *) buf, u > 0x10ffff ? 0xfffd : (uint32_t) u));
}

static void
format_quoted_rune (Printer *f, uint64_t u)
{
  GString *text = g_string_new ("'");

  vm_quote_rune (text, u > 0x10ffff ? 0xfffd : (uint32_t) u, '\'', f->plus, true, 0);
  g_string_append_c (text, '\'');
  pad (f, text->str, text->len);
  g_string_free (text, TRUE);
}

static void
format_unicode (Printer *f, uint64_t u)
{
  GString *text = g_string_new (NULL);
  int precision = f->has_precision && f->precision > 4 ? f->precision : 4;
  bool zero = f->zero;

  g_string_append_printf (text, "U+%0*" G_GINT64_MODIFIER "X", precision, u);
  if (f->sharp && u <= 0x10ffff && is_printable ((uint32_t) u))
    {
      char buf[8];

      g_string_append (text, " '");
      g_string_append_len (text, buf, vm_utf8_encode ((uint8_t *) buf, (uint32_t) u));
      g_string_append_c (text, '\'');
    }
  f->zero = false;
  pad (f, text->str, text->len);
  f->zero = zero;
  g_string_free (text, TRUE);
}

static bool
print_integer (Printer *f, uint64_t u, bool is_signed, uint32_t verb)
{
  switch (verb)
    {
    case 'v':
      if (f->sharp_v && !is_signed)
        format_0x (f, u, true);
      else
        format_integer (f, u, 10, is_signed, verb, false);
      return true;
    case 'd': format_integer (f, u, 10, is_signed, verb, false); return true;
    case 'b': format_integer (f, u, 2, is_signed, verb, false); return true;
    case 'o': case 'O': format_integer (f, u, 8, is_signed, verb, false); return true;
    case 'x': format_integer (f, u, 16, is_signed, verb, false); return true;
    case 'X': format_integer (f, u, 16, is_signed, verb, true); return true;
    case 'c': format_rune (f, u); return true;
    case 'q': format_quoted_rune (f, u); return true;
    case 'U': format_unicode (f, u); return true;
    default: return false;
    }
}

/* The # flag: trailing zeros stay, and there is always a decimal point. */
static void
keep_digits (GString *num, uint32_t verb, int precision)
{
  GString *tail = g_string_new (NULL);
  int digits = precision;
  bool saw_point = false, saw_digit = false;

  if (digits < 0)
    digits = verb == 'e' || verb == 'E' || verb == 'f' || verb == 'F' || verb == 'g' || verb == 'G' || verb == 'v' ? 6 : digits;
  for (gsize i = 1; i < num->len; i++)
    switch (num->str[i])
      {
      case '.':
        saw_point = true;
        break;
      case 'e': case 'E':
        if (verb != 'x' && verb != 'X')
          {
            g_string_append (tail, num->str + i);
            g_string_truncate (num, i);
            break;
          }
        /* fall through */
      default:
        if (num->str[i] != '0')
          saw_digit = true;
        if (saw_digit)
          digits--;
        break;
      }
  if (!saw_point)
    {
      if (num->len == 2 && num->str[1] == '0')
        digits--;
      g_string_append_c (num, '.');
    }
  if (verb == 'g' || verb == 'G' || verb == 'v')
    for (; digits > 0; digits--)
      g_string_append_c (num, '0');
  g_string_append_len (num, tail->str, (gssize) tail->len);
  g_string_free (tail, TRUE);
}

static bool
print_float (Printer *f, double value, int bits, uint32_t verb)
{
  int precision = -1;
  char format = (char) verb;
  GString *num;
  bool zero = f->zero;

  switch (verb)
    {
    case 'v': format = 'g'; break;
    case 'e': case 'E': case 'f': precision = 6; break;
    case 'F': format = 'f'; precision = 6; break;
    case 'g': case 'G': case 'b': case 'x': case 'X': break;
    default: return false;
    }
  if (f->has_precision)
    precision = f->precision;
  num = g_string_new (NULL);
  vm_format_float (num, value, format, precision, bits);
  if (num->str[0] != '-' && num->str[0] != '+')
    g_string_prepend_c (num, '+');
  if (f->space && num->str[0] == '+' && !f->plus)
    num->str[0] = ' ';
  if (isinf (value) || isnan (value))
    {
      f->zero = false;
      if (isnan (value) && !f->space && !f->plus)
        g_string_erase (num, 0, 1);
      pad (f, num->str, num->len);
      f->zero = zero;
      g_string_free (num, TRUE);
      return true;
    }
  else if (f->sharp && verb != 'b')
    keep_digits (num, verb, precision);
  if (f->plus || num->str[0] != '+')
    {
      if (f->zero && !f->minus && f->has_width && f->width > (int) num->len)
        {
          g_string_append_c (f->out, num->str[0]);
          for (int i = f->width - (int) num->len; i > 0; i--)
            g_string_append_c (f->out, '0');
          g_string_append_len (f->out, num->str + 1, (gssize) num->len - 1);
        }
      else
        pad (f, num->str, num->len);
    }
  else
    pad (f, num->str + 1, num->len - 1);
  f->zero = zero;
  g_string_free (num, TRUE);
  return true;
}

/* ---- strings and bytes ---- */

static gsize
truncated (Printer *f, const char *text, gsize len)
{
  gsize at = 0;

  if (!f->has_precision)
    return len;
  for (int n = f->precision; n > 0 && at < len; n--)
    {
      unsigned width;

      vm_utf8_decode ((const uint8_t *) text + at, len - at, &width);
      at += width;
    }
  return at;
}

static void
format_hex (Printer *f, const char *text, gsize len, bool upper)
{
  GString *hex = g_string_new (NULL);
  bool zero = f->zero;

  if (f->has_precision && (gsize) f->precision < len)
    len = (gsize) f->precision;
  for (gsize i = 0; i < len; i++)
    {
      if (f->space && i > 0)
        g_string_append_c (hex, ' ');
      if (f->sharp && (f->space || i == 0))
        g_string_append (hex, upper ? "0X" : "0x");
      g_string_append_printf (hex, upper ? "%02X" : "%02x", (unsigned char) text[i]);
    }
  pad (f, hex->str, hex->len);
  f->zero = zero;
  g_string_free (hex, TRUE);
}

static void
format_quoted (Printer *f, const char *text, gsize len)
{
  GString *quoted = g_string_new (NULL);

  len = truncated (f, text, len);
  if (f->sharp && g_utf8_validate (text, (gssize) len, NULL) && !memchr (text, '`', len))
    {
      bool plain = true;

      for (gsize i = 0; i < len; i++)
        if ((unsigned char) text[i] < 0x20 && text[i] != '\t')
          plain = false;
      if (plain)
        {
          g_string_append_c (quoted, '`');
          g_string_append_len (quoted, text, (gssize) len);
          g_string_append_c (quoted, '`');
        }
    }
  if (quoted->len == 0)
    vm_quote (quoted, text, len, '"', f->plus);
  pad (f, quoted->str, quoted->len);
  g_string_free (quoted, TRUE);
}

static bool
print_text (Printer *f, const char *text, gsize len, uint32_t verb)
{
  switch (verb)
    {
    case 'v':
      if (f->sharp_v)
        {
          format_quoted (f, text, len);
          return true;
        }
      /* fall through */
    case 's':
      pad (f, text, truncated (f, text, len));
      return true;
    case 'x': format_hex (f, text, len, false); return true;
    case 'X': format_hex (f, text, len, true); return true;
    case 'q': format_quoted (f, text, len); return true;
    default: return false;
    }
}

static const char *
text_of (Printer *f, const uint64_t *header)
{
  const char *text = header[1] ? vm_mem (f->vm, header[0], header[1]) : "";

  return text ? text : "";
}

static void
print_bytes (Printer *f, TypeId type, const uint8_t *bytes, uint64_t n, bool nil, uint32_t verb, const void *mem, Addr addr,
             int depth)
{
  const RtType *t = &f->vm->program->types[type];

  if (verb == 'v' || verb == 'd')
    {
      if (f->sharp_v)
        {
          g_string_append (f->out, depth == 0 && strcmp (t->string, "[]uint8") == 0 ? "[]byte" : t->string);
          if (nil)
            {
              g_string_append (f->out, "(nil)");
              return;
            }
          g_string_append_c (f->out, '{');
          for (uint64_t i = 0; i < n; i++)
            {
              if (i > 0)
                g_string_append (f->out, ", ");
              format_0x (f, bytes[i], true);
            }
          g_string_append_c (f->out, '}');
        }
      else
        {
          g_string_append_c (f->out, '[');
          for (uint64_t i = 0; i < n; i++)
            {
              if (i > 0)
                g_string_append_c (f->out, ' ');
              format_integer (f, bytes[i], 10, false, verb, false);
            }
          g_string_append_c (f->out, ']');
        }
      return;
    }
  if (!print_text (f, (const char *) bytes, n, verb))
    bad_verb (f, type, mem, addr, verb);
}

/* ---- pointers ---- */

static void
print_pointer (Printer *f, TypeId type, uint64_t u, uint32_t verb, const void *mem, Addr addr)
{
  const RtType *t = &f->vm->program->types[type];

  switch (verb)
    {
    case 'v':
      if (f->sharp_v)
        {
          g_string_append_printf (f->out, "(%s)(", t->string);
          if (u == 0)
            g_string_append (f->out, "nil");
          else
            format_0x (f, u, true);
          g_string_append_c (f->out, ')');
        }
      else if (u == 0)
        pad (f, "<nil>", 5);
      else
        format_0x (f, u, !f->sharp);
      break;
    case 'p':
      format_0x (f, u, !f->sharp);
      break;
    case 'b': case 'o': case 'd': case 'x': case 'X':
      print_integer (f, u, false, verb);
      break;
    default:
      bad_verb (f, type, mem, addr, verb);
    }
}

/* ---- methods ---- */

/* Whether the text comes from the value's Error or String method. Then it was printed, or f->need is set. */
static bool
print_by_method (Printer *f, TypeId type, const void *mem, Addr addr, uint32_t verb)
{
  const Program *program = f->vm->program;
  const uint32_t *row = &program->dispatch[(uint64_t) type * program->n_methods];
  bool has = (program->method_error && row[program->method_error - 1])
             || (program->method_string && row[program->method_string - 1]);

  if (!has || f->sharp_v)
    return false;
  switch (verb)
    {
    case 'v': case 's': case 'x': case 'X': case 'q':
      break;
    default:
      return false;
    }
  if (f->i_memo < f->n_memo)
    {
      const uint64_t *text = &f->memo[2 * f->i_memo++];

      print_text (f, text_of (f, text), text[1], verb);
      return true;
    }
  f->need = true;
  f->need_type = type;
  f->need_data = program->types[type].direct ? *(const uint64_t *) mem : addr;
  f->need_verb = verb;
  return true;
}

/* ---- composite values ---- */

static void
print_elements (Printer *f, TypeId elem, Addr at, uint64_t n, uint32_t verb, int depth, bool readable)
{
  uint64_t size = vm_gc_type (f->vm, elem)->size_bytes;

  for (uint64_t i = 0; i < n && !f->need; i++)
    {
      if (i > 0)
        g_string_append (f->out, f->sharp_v ? ", " : " ");
      if (!size || vm_mem (f->vm, at + i * size, size))
        print_value (f, elem, image_ptr (f->vm->im, at + i * size), at + i * size, verb, depth + 1, readable);
    }
}

static void
print_struct (Printer *f, const RtType *t, const void *mem, Addr addr, uint32_t verb, int depth, bool readable)
{
  if (f->sharp_v)
    g_string_append (f->out, t->string);
  g_string_append_c (f->out, '{');
  for (uint32_t i = 0; i < t->n_fields && !f->need; i++)
    {
      const RtField *field = &t->fields[i];

      if (i > 0)
        g_string_append (f->out, f->sharp_v ? ", " : " ");
      if (f->plus_v || f->sharp_v)
        {
          g_string_append (f->out, field->name);
          g_string_append_c (f->out, ':');
        }
      print_value (f, field->type, (const char *) mem + field->offset_bytes, addr + field->offset_bytes, verb, depth + 1,
                   readable && field->exported);
    }
  g_string_append_c (f->out, '}');
}

/* Go 1.22 internal/fmtsort: ints, floats, strings by value, false before true, NaN first, structs and arrays by parts. */
static int
compare_keys (Printer *f, TypeId type, const void *a, const void *b)
{
  const RtType *t = &f->vm->program->types[type];
  const GcType *gt = vm_gc_type (f->vm, type);
  uint64_t x = 0, y = 0;

  switch (t->kind)
    {
    case GCKIND_FLOAT32: case GCKIND_FLOAT64:
      {
        double p = t->kind == GCKIND_FLOAT32 ? *(const float *) a : *(const double *) a;
        double q = t->kind == GCKIND_FLOAT32 ? *(const float *) b : *(const double *) b;

        if (p < q || (isnan (p) && !isnan (q)))
          return -1;
        return p > q || (isnan (q) && !isnan (p));
      }
    case GCKIND_STRING:
      return vm_string_compare (f->vm, a, b);
    case GCKIND_STRUCT:
      for (uint32_t i = 0; i < t->n_fields; i++)
        {
          int order = compare_keys (f, t->fields[i].type, (const char *) a + t->fields[i].offset_bytes,
                                    (const char *) b + t->fields[i].offset_bytes);

          if (order)
            return order;
        }
      return 0;
    case GCKIND_ARRAY:
      for (int64_t i = 0; i < t->len; i++)
        {
          uint64_t at = (uint64_t) i * vm_gc_type (f->vm, t->elem)->size_bytes;
          int order = compare_keys (f, t->elem, (const char *) a + at, (const char *) b + at);

          if (order)
            return order;
        }
      return 0;
    case GCKIND_INTERFACE:
      {
        const uint64_t *p = a, *q = b;

        if (p[0] != q[0])
          return p[0] < q[0] ? -1 : 1;
        if (!vm_type (f->vm, p[0]))
          return 0;
        if (f->vm->program->types[p[0]].direct)
          return p[1] < q[1] ? -1 : p[1] > q[1];
        gt = vm_gc_type (f->vm, (TypeId) p[0]);
        if (!vm_mem (f->vm, p[1], gt->size_bytes) || !vm_mem (f->vm, q[1], gt->size_bytes))
          return 0;
        return compare_keys (f, (TypeId) p[0], image_ptr (f->vm->im, p[1]), image_ptr (f->vm->im, q[1]));
      }
    default:
      vm_load_value (t, gt, &x, a);
      vm_load_value (t, gt, &y, b);
      if (t->kind >= GCKIND_INT && t->kind <= GCKIND_INT64)
        return (int64_t) x < (int64_t) y ? -1 : (int64_t) x > (int64_t) y;
      return x < y ? -1 : x > y;
    }
}

typedef struct { Addr key, elem; } Entry;
typedef struct { Printer *f; TypeId key; } SortContext;

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer data)
{
  const SortContext *c = data;

  return compare_keys (c->f, c->key, image_ptr (c->f->vm->im, ((const Entry *) a)->key),
                       image_ptr (c->f->vm->im, ((const Entry *) b)->key));
}

static void
print_map (Printer *f, TypeId type, Addr map, uint32_t verb, int depth, bool readable)
{
  const RtType *t = &f->vm->program->types[type];
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  SortContext sort = { f, t->key };

  if (f->sharp_v)
    {
      g_string_append (f->out, t->string);
      if (map == 0)
        {
          g_string_append (f->out, "(nil)");
          g_array_free (entries, TRUE);
          return;
        }
      g_string_append_c (f->out, '{');
    }
  else
    g_string_append (f->out, "map[");
  vm_map_entries (f->vm, type, map, entries);
  g_array_sort_with_data (entries, compare_entries, &sort);
  for (guint i = 0; i < entries->len && !f->need; i++)
    {
      const Entry *e = &g_array_index (entries, Entry, i);

      if (i > 0)
        g_string_append (f->out, f->sharp_v ? ", " : " ");
      print_value (f, t->key, image_ptr (f->vm->im, e->key), e->key, verb, depth + 1, readable);
      g_string_append_c (f->out, ':');
      if (!f->need)
        print_value (f, t->elem, image_ptr (f->vm->im, e->elem), e->elem, verb, depth + 1, readable);
    }
  g_string_append_c (f->out, f->sharp_v ? '}' : ']');
  g_array_free (entries, TRUE);
}

static void
print_sequence (Printer *f, TypeId type, const void *mem, Addr addr, uint32_t verb, int depth, bool readable)
{
  const RtType *t = &f->vm->program->types[type];
  bool slice = t->kind == GCKIND_SLICE;
  const uint64_t *header = mem;
  uint64_t n = slice ? header[1] : (uint64_t) t->len;
  Addr at = slice ? header[0] : addr;

  if (f->vm->program->types[t->elem].kind == GCKIND_UINT8
      && (verb == 's' || verb == 'q' || verb == 'x' || verb == 'X' || (slice && depth == 0 && (verb == 'v' || verb == 'd')
                                                                       && !f->vm->program->types[t->elem].pkg[0])))
    {
      const uint8_t *bytes = slice ? (n ? vm_mem (f->vm, at, n) : (const uint8_t *) "") : mem;

      if (bytes)
        print_bytes (f, type, bytes, n, slice && header[0] == 0, verb, mem, addr, depth);
      return;
    }
  if (f->sharp_v)
    {
      g_string_append (f->out, t->string);
      if (slice && header[0] == 0)
        {
          g_string_append (f->out, "(nil)");
          return;
        }
    }
  g_string_append_c (f->out, f->sharp_v ? '{' : '[');
  if (slice || addr != 0)
    print_elements (f, t->elem, at, n, verb, depth, readable);
  g_string_append_c (f->out, f->sharp_v ? '}' : ']');
}

static void
print_interface (Printer *f, const RtType *t, const uint64_t *words, uint32_t verb, int depth, bool readable)
{
  const RtType *dynamic = vm_type (f->vm, words[0]);

  if (!dynamic)
    {
      if (f->sharp_v)
        g_string_append_printf (f->out, "%s(nil)", t->string);
      else
        g_string_append (f->out, "<nil>");
      return;
    }
  if (dynamic->direct)
    print_value (f, (TypeId) words[0], &words[1], 0, verb, depth + 1, readable);
  else if (vm_mem (f->vm, words[1], vm_gc_type (f->vm, (TypeId) words[0])->size_bytes))
    print_value (f, (TypeId) words[0], image_ptr (f->vm->im, words[1]), words[1], verb, depth + 1, readable);
}

/* The value of `type` at mem (host) = addr (model; 0 for a word that is itself the value). */
static void
print_value (Printer *f, TypeId type, const void *mem, Addr addr, uint32_t verb, int depth, bool readable)
{
  const RtType *t = vm_type (f->vm, type);
  const GcType *gt = vm_gc_type (f->vm, type);
  uint64_t word = 0;
  bool done = true;
  double d;
  float single;

  if (!t || f->need)
    return;
  if (depth > 0 && readable && print_by_method (f, type, mem, addr, verb))
    return;
  if (depth > 100)
    {
      g_string_append (f->out, "...");
      return;
    }
  if (t->scalar)
    vm_load_value (t, gt, &word, mem);
  switch (t->kind)
    {
    case GCKIND_BOOL:
      if (verb == 't' || verb == 'v')
        pad (f, word ? "true" : "false", word ? 4 : 5);
      else
        done = false;
      break;
    case GCKIND_INT: case GCKIND_INT8: case GCKIND_INT16: case GCKIND_INT32: case GCKIND_INT64:
      done = print_integer (f, word, true, verb);
      break;
    case GCKIND_UINT: case GCKIND_UINT8: case GCKIND_UINT16: case GCKIND_UINT32: case GCKIND_UINT64:
    case GCKIND_UINTPTR:
      done = print_integer (f, word, false, verb);
      break;
    case GCKIND_FLOAT32:
      memcpy (&single, &word, 4);
      done = print_float (f, single, 32, verb);
      break;
    case GCKIND_FLOAT64:
      memcpy (&d, &word, 8);
      done = print_float (f, d, 64, verb);
      break;
    case GCKIND_STRING:
      done = print_text (f, text_of (f, mem), ((const uint64_t *) mem)[1], verb);
      break;
    case GCKIND_STRUCT:
      print_struct (f, t, mem, addr, verb, depth, readable);
      break;
    case GCKIND_ARRAY:
    case GCKIND_SLICE:
      if (verb == 'p' && t->kind == GCKIND_SLICE)
        print_pointer (f, type, *(const uint64_t *) mem, verb, mem, addr);
      else
        print_sequence (f, type, mem, addr, verb, depth, readable);
      break;
    case GCKIND_MAP:
      if (verb == 'p')
        print_pointer (f, type, word, verb, mem, addr);
      else
        print_map (f, type, word, verb, depth, readable);
      break;
    case GCKIND_INTERFACE:
      print_interface (f, t, mem, verb, depth, readable);
      break;
    case GCKIND_POINTER:
      {
        const RtType *elem = vm_type (f->vm, t->elem);
        bool composite = elem && (elem->kind == GCKIND_ARRAY || elem->kind == GCKIND_SLICE || elem->kind == GCKIND_STRUCT
                                  || elem->kind == GCKIND_MAP);

        if (depth == 0 && word != 0 && composite && verb != 'p'
            && (!vm_gc_type (f->vm, t->elem)->size_bytes || vm_mem (f->vm, word, vm_gc_type (f->vm, t->elem)->size_bytes)))
          {
            g_string_append_c (f->out, '&');
            print_value (f, t->elem, image_ptr (f->vm->im, word), word, verb, depth + 1, readable);
          }
        else
          print_pointer (f, type, word, verb, mem, addr);
        break;
      }
    default:
      print_pointer (f, type, word, verb, mem, addr);
      break;
    }
  if (!done)
    bad_verb (f, type, mem, addr, verb);
}

/* One operand of a print call. */
static void
print_operand (Printer *f, const uint64_t *operand, uint32_t verb)
{
  const RtType *t = vm_type (f->vm, operand[0]);
  TypeId type = (TypeId) operand[0];
  const void *mem;
  Addr addr = 0;

  if (!t)
    {
      if (verb == 'T' || verb == 'v')
        pad (f, "<nil>", 5);
      else
        bad_verb (f, 0, NULL, 0, verb);
      return;
    }
  if (verb == 'T')
    {
      print_text (f, t->string, strlen (t->string), 's');
      return;
    }
  if (t->direct)
    mem = &operand[1];
  else
    {
      addr = operand[1];
      mem = vm_mem (f->vm, addr, vm_gc_type (f->vm, type)->size_bytes);
      if (!mem)
        return;
    }
  if (verb == 'p')
    {
      switch (t->kind)
        {
        case GCKIND_CHAN: case GCKIND_FUNC: case GCKIND_MAP: case GCKIND_POINTER: case GCKIND_SLICE:
        case GCKIND_UNSAFE_POINTER:
          print_value (f, type, mem, addr, 'p', 1, false);
          break;
        default:
          bad_verb (f, type, mem, addr, verb);
        }
      return;
    }
  if (print_by_method (f, type, mem, addr, verb))
    return;
  print_value (f, type, mem, addr, verb, 0, true);
}

/* ---- Printf ---- */

typedef struct {
  const char *format;
  gsize len, at;
  const uint64_t *args;       /* pairs */
  uint64_t n_args, arg;
  bool reordered, good_index, after_index;
} Scan;

static bool
is_int_operand (Printer *f, const uint64_t *operand, int *out)
{
  const RtType *t = vm_type (f->vm, operand[0]);
  uint64_t word = 0;

  if (!t || t->kind < GCKIND_INT || t->kind > GCKIND_UINTPTR
      || !vm_mem (f->vm, operand[1], vm_gc_type (f->vm, (TypeId) operand[0])->size_bytes))
    return false;
  vm_load_value (t, vm_gc_type (f->vm, (TypeId) operand[0]), &word, image_ptr (f->vm->im, operand[1]));
  if ((int64_t) word > 1000000 || (int64_t) word < -1000000)
    return false;
  *out = (int) (int64_t) word;
  return true;
}

static bool
number (Scan *s, int *out)
{
  gsize start = s->at;
  int n = 0;

  while (s->at < s->len && g_ascii_isdigit (s->format[s->at]))
    {
      if (n > 1000000)
        {
          s->at = start;
          return false;
        }
      n = n * 10 + (s->format[s->at++] - '0');
    }
  *out = n;
  return s->at > start;
}

/* [n]: the operand to use next. */
static void
argument_number (Scan *s)
{
  gsize close;
  int n;

  if (s->at >= s->len || s->format[s->at] != '[')
    return;
  s->reordered = true;
  for (close = s->at + 1; close < s->len && s->format[close] != ']'; close++)
    ;
  if (close >= s->len)
    {
      s->good_index = false;
      s->at++;
      return;
    }
  s->at++;
  if (!number (s, &n) || s->at != close || n < 1 || (uint64_t) n > s->n_args)
    {
      s->good_index = false;
      s->at = close + 1;
      return;
    }
  s->at = close + 1;
  s->arg = (uint64_t) n - 1;
  s->after_index = true;
}

static void
flags (Printer *f, Scan *s)
{
  for (; s->at < s->len; s->at++)
    switch (s->format[s->at])
      {
      case '#': f->sharp = true; break;
      case '0': f->zero = true; break;
      case '+': f->plus = true; break;
      case '-': f->minus = true; break;
      case ' ': f->space = true; break;
      default: return;
      }
}

static void
star_width (Printer *f, Scan *s)
{
  s->at++;
  f->has_width = s->arg < s->n_args && is_int_operand (f, &s->args[2 * s->arg], &f->width);
  if (!f->has_width)
    g_string_append (f->out, "%!(BADWIDTH)");
  if (s->arg < s->n_args)
    s->arg++;
  if (f->has_width && f->width < 0)
    {
      f->width = -f->width;
      f->minus = true;
      f->zero = false;
    }
  s->after_index = false;
}

static void
precision (Printer *f, Scan *s)
{
  if (s->at + 1 > s->len || s->at >= s->len || s->format[s->at] != '.')
    return;
  s->at++;
  if (s->after_index)
    s->good_index = false;
  argument_number (s);
  if (s->at < s->len && s->format[s->at] == '*')
    {
      s->at++;
      f->has_precision = s->arg < s->n_args && is_int_operand (f, &s->args[2 * s->arg], &f->precision);
      if (f->has_precision && f->precision < 0)
        {
          f->precision = 0;
          f->has_precision = false;
        }
      if (!f->has_precision)
        g_string_append (f->out, "%!(BADPREC)");
      if (s->arg < s->n_args)
        s->arg++;
      s->after_index = false;
    }
  else
    {
      f->has_precision = true;
      if (!number (s, &f->precision))
        f->precision = 0;
    }
}

static void
missing (Printer *f, uint32_t verb, const char *what)
{
  char buf[8];

  g_string_append (f->out, "%!");
  g_string_append_len (f->out, buf, vm_utf8_encode ((uint8_t *) buf, verb));
  g_string_append (f->out, what);
}

static void
directive (Printer *f, Scan *s)
{
  uint32_t verb;
  unsigned width;

  clear_flags (f);
  s->after_index = false;
  flags (f, s);
  argument_number (s);
  if (s->at < s->len && s->format[s->at] == '*')
    star_width (f, s);
  else
    {
      f->has_width = number (s, &f->width);
      if (s->after_index && f->has_width)
        s->good_index = false;
    }
  precision (f, s);
  if (!s->after_index)
    argument_number (s);
  if (s->at >= s->len)
    {
      g_string_append (f->out, "%!(NOVERB)");
      return;
    }
  verb = vm_utf8_decode ((const uint8_t *) s->format + s->at, s->len - s->at, &width);
  s->at += width;
  if (f->minus)
    f->zero = false;
  if (verb == '%')
    g_string_append_c (f->out, '%');
  else if (!s->good_index)
    missing (f, verb, "(BADINDEX)");
  else if (s->arg >= s->n_args)
    missing (f, verb, "(MISSING)");
  else
    {
      if (verb == 'v')
        {
          f->sharp_v = f->sharp;
          f->sharp = false;
          f->plus_v = f->plus;
          f->plus = false;
        }
      if (verb == 'w')
        verb = 'v';
      print_operand (f, &s->args[2 * s->arg], verb);
      s->arg++;
    }
}

static void
print_format (Printer *f, const char *format, gsize len, const uint64_t *args, uint64_t n_args)
{
  Scan s = { .format = format, .len = len, .args = args, .n_args = n_args };

  while (s.at < len && !f->need)
    {
      const char *percent = memchr (format + s.at, '%', len - s.at);
      gsize n = percent ? (gsize) (percent - (format + s.at)) : len - s.at;

      g_string_append_len (f->out, format + s.at, (gssize) n);
      s.at += n;
      if (!percent)
        break;
      s.at++;
      s.good_index = true;
      directive (f, &s);
    }
  if (!s.reordered && s.arg < n_args && !f->need)
    {
      clear_flags (f);
      g_string_append (f->out, "%!(EXTRA ");
      for (uint64_t i = s.arg; i < n_args; i++)
        {
          const RtType *t = vm_type (f->vm, args[2 * i]);

          if (i > s.arg)
            g_string_append (f->out, ", ");
          if (!t)
            g_string_append (f->out, "<nil>");
          else
            {
              g_string_append_printf (f->out, "%s=", t->string);
              print_operand (f, &args[2 * i], 'v');
            }
        }
      g_string_append_c (f->out, ')');
    }
}

static bool
is_string (Printer *f, const uint64_t *operand)
{
  const RtType *t = vm_type (f->vm, operand[0]);

  return t && t->kind == GCKIND_STRING;
}

/* ---- the native ---- */

enum { MODE_PRINT, MODE_PRINTLN, MODE_PRINTF };

/* In the program: the printer's buffer and the texts its methods gave. */
typedef struct { Addr buf; uint64_t len, cap; Addr memo; uint64_t n_memo, cap_memo; } ProgramPrinter;

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

/* fmt.format (p *pp, mode int, format string, a []any) (need any, verb int) */
static VmStatus
fmt_format (Vm *vm, uint64_t *base)
{
  ProgramPrinter *p = vm_mem_w (vm, base[1], sizeof *p);
  const uint64_t *args;
  uint64_t n = base[6], buffer[3];
  const char *format;
  Printer f = { .vm = vm };
  VmStatus status;

  if (!p)
    return vm_fault (vm, base[1]);
  args = n ? vm_mem (vm, base[5], n * 16) : (const uint64_t *) "";
  format = base[4] ? vm_mem (vm, base[3], base[4]) : "";
  f.memo = p->n_memo ? vm_mem (vm, p->memo, p->n_memo * 16) : NULL;
  f.n_memo = f.memo ? p->n_memo : 0;
  if (!args || !format)
    return vm_fault (vm, args ? base[3] : base[5]);
  f.out = g_string_new (NULL);
  if (base[2] == MODE_PRINTF)
    print_format (&f, format, base[4], args, n);
  else
    for (uint64_t i = 0; i < n && !f.need; i++)
      {
        if (i > 0 && (base[2] == MODE_PRINTLN || (!is_string (&f, &args[2 * i]) && !is_string (&f, &args[2 * i - 2]))))
          g_string_append_c (f.out, ' ');
        clear_flags (&f);
        print_operand (&f, &args[2 * i], 'v');
      }
  if (base[2] == MODE_PRINTLN)
    g_string_append_c (f.out, '\n');
  base[8] = base[9] = base[10] = 0;
  if (f.need)
    {
      base[8] = f.need_type;
      base[9] = f.need_data;
      base[10] = f.need_verb;
      g_string_free (f.out, TRUE);
      return VM_OK;
    }
  memcpy (buffer, &p->buf, sizeof buffer);
  status = vm_append_bytes (vm, buffer, f.out->str, f.out->len);
  if (status == VM_OK)
    {
      if (buffer[0] != p->buf)
        vm_put_pointer (vm, base[1], buffer[0]);
      p->len = buffer[1];
      p->cap = buffer[2];
      vm->extra += (Vtime) f.out->len * COST_VM_INSTR + COST (60);
    }
  g_string_free (f.out, TRUE);
  return status;
}

/* fmt.isNilPointer (v any) bool */
static VmStatus
is_nil_pointer (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  base[3] = t && t->kind == GCKIND_POINTER && base[2] == 0;
  return VM_OK;
}

const VmNative vm_format_natives[] = {
  { "fmt.isNilPointer", is_nil_pointer },
  { "fmt.format", fmt_format },
  { NULL, NULL },
};
