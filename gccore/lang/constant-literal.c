#include "lang/constant-private.h"

#include <string.h>

static char *
without_underscores (const char *text, gsize len)
{
  char *out = g_malloc (len + 1);
  gsize n = 0;

  for (gsize i = 0; i < len; i++)
    if (text[i] != '_')
      out[n++] = text[i];
  out[n] = '\0';
  return out;
}

static const ConstVal *
int_literal (ConstPool *pool, const char *digits)
{
  ConstVal *v = const_new (pool, CONST_INT);
  int base = 10;

  if (digits[0] == '0' && digits[1] != '\0')
    {
      int prefix = digits[1] | 0x20;

      base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
      digits += prefix == 'x' || prefix == 'b' || prefix == 'o' ? 2 : 1;
    }
  if (mpz_set_str (v->integer, digits, base) != 0)
    return const_unknown ();
  return v;
}

/* mantissa * base ** exponent */
static const ConstVal *
scaled (ConstPool *pool, mpz_srcptr mantissa, unsigned long base, long exponent)
{
  unsigned long magnitude = exponent < 0 ? (unsigned long) -exponent : (unsigned long) exponent;
  const ConstVal *result;

  if (magnitude <= 8 * CONST_MAX_RAT_BITS)
    {
      mpq_t q;
      mpz_t power;

      mpq_init (q);
      mpz_init (power);
      mpz_ui_pow_ui (power, base, magnitude);
      if (exponent < 0)
        {
          mpz_set (mpq_numref (q), mantissa);
          mpz_set (mpq_denref (q), power);
          mpq_canonicalize (q);
        }
      else
        mpz_mul (mpq_numref (q), mantissa, power);
      result = const_from_rat (pool, q);
      mpz_clear (power);
      mpq_clear (q);
    }
  else
    {
      mpf_t f, power;

      mpf_init2 (f, CONST_PRECISION_BITS);
      mpf_init2 (power, CONST_PRECISION_BITS + 64);
      mpf_set_ui (power, base);
      mpf_pow_ui (power, power, magnitude);
      mpf_set_z (f, mantissa);
      if (exponent < 0)
        mpf_div (f, f, power);
      else
        mpf_mul (f, f, power);
      result = const_from_real (pool, f);
      mpf_clear (f);
      mpf_clear (power);
    }
  return result;
}

static const ConstVal *
float_literal (ConstPool *pool, const char *text)
{
  bool hex = text[0] == '0' && (text[1] | 0x20) == 'x';
  g_autoptr (GString) digits = g_string_new (NULL);
  long exponent = 0, fraction = 0;
  bool seen_point = false;
  const char *p = hex ? text + 2 : text;
  const ConstVal *result = const_unknown ();
  mpz_t mantissa;

  for (; *p != '\0'; p++)
    {
      int lower = *p | 0x20;

      if (*p == '.')
        seen_point = true;
      else if ((!hex && lower == 'e') || (hex && lower == 'p'))
        {
          exponent = strtol (p + 1, NULL, 10);
          break;
        }
      else
        {
          g_string_append_c (digits, *p);
          fraction += seen_point;
        }
    }
  mpz_init (mantissa);
  if (mpz_set_str (mantissa, digits->str, hex ? 16 : 10) == 0)
    {
      if (mpz_sgn (mantissa) == 0)
        result = scaled (pool, mantissa, 10, 0);
      else if (ABS (exponent) <= CONST_MAX_FLOAT_EXPONENT)
        result = hex ? scaled (pool, mantissa, 2, exponent - 4 * fraction)
                     : scaled (pool, mantissa, 10, exponent - fraction);
    }
  mpz_clear (mantissa);
  return result;
}

static void
append_utf8 (GString *out, uint32_t ch)
{
  char utf8[8];

  g_string_append_len (out, utf8, g_unichar_to_utf8 (ch, utf8));
}

/* Reads the escape behind the backslash at p; returns the place behind it. A byte (\x, octal) or a character. */
static const char *
read_escape (const char *p, const char *end, uint32_t *value, bool *is_byte)
{
  static const char named[] = "a\ab\bf\fn\nr\rt\tv\v\\\\''\"\"";
  int digits, base = 16;

  *is_byte = false;
  for (const char *n = named; *n != '\0'; n += 2)
    if (*p == *n)
      {
        *value = (unsigned char) n[1];
        return p + 1;
      }
  if (*p == 'x' || *p == 'u' || *p == 'U')
    {
      digits = *p == 'x' ? 2 : *p == 'u' ? 4 : 8;
      *is_byte = *p == 'x';
      p++;
    }
  else
    {
      digits = 3;
      base = 8;
      *is_byte = true;
    }
  *value = 0;
  for (; digits > 0 && p < end; digits--, p++)
    *value = *value * (uint32_t) base + (uint32_t) g_ascii_xdigit_value (*p);
  return p;
}

static const ConstVal *
string_literal (ConstPool *pool, const char *text, gsize len)
{
  g_autoptr (GString) out = g_string_sized_new (len);
  const char *p = text + 1, *end = text + len - 1;

  if (text[0] == '`')
    {
      for (; p < end; p++)
        if (*p != '\r')
          g_string_append_c (out, *p);
      return const_from_string (pool, out->str, out->len);
    }
  while (p < end)
    {
      uint32_t value;
      bool is_byte;

      if (*p != '\\')
        {
          g_string_append_c (out, *p++);
          continue;
        }
      p = read_escape (p + 1, end, &value, &is_byte);
      if (is_byte)
        g_string_append_c (out, (char) value);
      else
        append_utf8 (out, value);
    }
  return const_from_string (pool, out->str, out->len);
}

static const ConstVal *
rune_literal (ConstPool *pool, const char *text, gsize len)
{
  uint32_t value;
  bool is_byte;

  if (text[1] == '\\')
    read_escape (text + 2, text + len - 1, &value, &is_byte);
  else
    value = g_utf8_get_char_validated (text + 1, (gssize) len - 2);
  return const_from_int64 (pool, value);
}

/* Of 12i, 1.5e3i, 0x1p4i, 0b101i; without a prefix it is decimal: 010i is ten. */
static const ConstVal *
imaginary_part (ConstPool *pool, const char *text)
{
  int prefix = text[0] == '0' ? text[1] | 0x20 : 0;

  if (prefix == 'b' || prefix == 'o' || (prefix == 'x' && strpbrk (text, "pP") == NULL))
    return int_literal (pool, text);
  return float_literal (pool, text);
}

const ConstVal *
const_from_literal (ConstPool *pool, LitKind kind, const char *text, gsize len)
{
  g_autofree char *plain = NULL;

  switch (kind)
    {
    case LIT_STRING:
      return string_literal (pool, text, len);
    case LIT_RUNE:
      return rune_literal (pool, text, len);
    case LIT_INT:
      plain = without_underscores (text, len);
      return int_literal (pool, plain);
    case LIT_FLOAT:
      plain = without_underscores (text, len);
      return float_literal (pool, plain);
    case LIT_IMAG:
      plain = without_underscores (text, len - 1);
      return const_complex (pool, const_from_int64 (pool, 0), imaginary_part (pool, plain));
    default:
      return const_unknown ();
    }
}
