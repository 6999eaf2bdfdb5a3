#include "lang/lexer.h"

#include <string.h>

#include "lang/quote.h"

/* Positions, error texts and the places where scanning resumes: Go 1.22 cmd/compile/internal/syntax/scanner.go. */

static Pos
pos_at (const Lexer *lexer, uint32_t line, uint32_t col)
{
  return (Pos) { .line = line + 1, .col = (uint16_t) MIN (col + 1, 65535), .file = lexer->file };
}

static void
error_here (Lexer *lexer, const char *text)
{
  lexer->error (lexer->data, pos_at (lexer, lexer->line, lexer->col), text);
}

static void
error_in_token (Lexer *lexer, unsigned offset, const char *text)
{
  lexer->error (lexer->data, pos_at (lexer, lexer->pos.line - 1, lexer->pos.col - 1 + offset), text);
}

/* "U+0040 '@'", as Go's %#U prints a character. */
static char *
describe_char (int32_t ch)
{
  char utf8[8] = { 0 };

  if (ch >= 0 && lang_is_printable ((gunichar) ch))
    {
      g_unichar_to_utf8 ((gunichar) ch, utf8);
      return g_strdup_printf ("U+%04X '%s'", (unsigned) ch, utf8);
    }
  return g_strdup_printf ("U+%04X", (unsigned) ch);
}

/* 'x', as Go's %q prints a character. */
static char *
quote_char (int32_t ch)
{
  GString *out = g_string_new (NULL);

  lang_quote_rune (out, (gunichar) ch);
  return g_string_free (out, FALSE);
}

/* Decodes one character; width 1 and 0xfffd for a malformed one. */
static int32_t
decode (const char *p, gsize len, unsigned *width)
{
  gunichar c = g_utf8_get_char_validated (p, (gssize) MIN (len, 4));

  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      *width = 1;
      return -2;
    }
  *width = (unsigned) (g_utf8_next_char (p) - p);
  return (int32_t) c;
}

static void
next_char (Lexer *lexer)
{
  for (;;)
    {
      lexer->col += lexer->ch_width;
      if (lexer->ch == '\n')
        {
          lexer->line++;
          lexer->col = 0;
        }
      if (lexer->next >= lexer->len)
        {
          lexer->ch = -1;
          lexer->ch_width = 0;
          return;
        }
      lexer->ch = (unsigned char) lexer->source[lexer->next];
      lexer->ch_width = 1;
      if (lexer->ch >= 0x80)
        lexer->ch = decode (lexer->source + lexer->next, lexer->len - lexer->next, &lexer->ch_width);
      lexer->next += lexer->ch_width;
      if (lexer->ch == 0)
        error_here (lexer, "invalid NUL character");
      else if (lexer->ch == -2)
        {
          error_here (lexer, "invalid UTF-8 encoding");
          lexer->ch = 0xfffd;
        }
      else if (lexer->ch == 0xfeff)
        {
          if (lexer->line > 0 || lexer->col > 0)
            error_here (lexer, "invalid BOM in the middle of the file");
        }
      else
        return;
    }
}

void
lexer_init (Lexer *lexer, const char *source, gsize len, uint16_t file, LexerErrorFn error,
            LexerDirectiveFn directive, void *data)
{
  *lexer = (Lexer) { .source = source, .len = len, .file = file, .error = error, .directive = directive, .data = data };
  lexer->ch = ' ';
  next_char (lexer);
}

void
lexer_stop (Lexer *lexer)
{
  lexer->next = lexer->len;
  lexer->ch = -1;
  lexer->ch_width = 0;
  lexer->nlsemi = false;
  lexer->tok = TOK_EOF;
}

static bool
is_letter (int32_t ch)
{
  return (ch | 0x20) >= 'a' && (ch | 0x20) <= 'z' && ch < 0x80 ? true : ch == '_';
}

static bool
is_decimal (int32_t ch)
{
  return ch >= '0' && ch <= '9';
}

static bool
is_hex (int32_t ch)
{
  return is_decimal (ch) || (ch >= 'a' && ch <= 'f') || (ch >= 'A' && ch <= 'F');
}

static gsize
token_end (const Lexer *lexer)
{
  return lexer->next - lexer->ch_width;
}

static void
set_literal (Lexer *lexer, LitKind kind, bool ok)
{
  lexer->nlsemi = true;
  lexer->tok = TOK_LITERAL;
  lexer->lit = lexer->source + lexer->start;
  lexer->lit_len = token_end (lexer) - lexer->start;
  lexer->lit_kind = kind;
  lexer->bad = !ok;
}

/* Whether ch may be part of an identifier; wrong characters are reported and count as part of it. */
static bool
at_identifier (Lexer *lexer, bool first)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  int32_t ch = lexer->ch;

  if (ch < 0)
    return false;
  if (ch == '_' || g_unichar_isalpha ((gunichar) ch))
    return true;
  if (g_unichar_isdigit ((gunichar) ch))
    {
      if (first)
        {
          shown = describe_char (ch);
          text = g_strdup_printf ("identifier cannot begin with digit %s", shown);
          error_here (lexer, text);
        }
      return true;
    }
  if (ch >= 0x80)
    {
      shown = describe_char (ch);
      text = g_strdup_printf ("invalid character %s in identifier", shown);
      error_here (lexer, text);
      return true;
    }
  return false;
}

static void
scan_identifier (Lexer *lexer)
{
  while (is_letter (lexer->ch) || is_decimal (lexer->ch))
    next_char (lexer);
  if (lexer->ch >= 0x80)
    while (at_identifier (lexer, false))
      next_char (lexer);
  lexer->lit = lexer->source + lexer->start;
  lexer->lit_len = token_end (lexer) - lexer->start;
  lexer->tok = token_keyword (lexer->lit, (unsigned) MIN (lexer->lit_len, 100));
  lexer->nlsemi = lexer->tok == TOK_NAME || lexer->tok == TOK_BREAK || lexer->tok == TOK_CONTINUE
                  || lexer->tok == TOK_FALLTHROUGH || lexer->tok == TOK_RETURN;
}

static const char *
base_name (int base)
{
  return base == 2 ? "binary" : base == 8 ? "octal" : base == 10 ? "decimal" : "hexadecimal";
}

enum { SAW_DIGIT = 1, SAW_SEPARATOR = 2 };

/* Reads digits and underscores. Decimal digits beyond the base are taken too; *invalid is the first one's offset. */
static int
scan_digits (Lexer *lexer, int base, int *invalid)
{
  int saw = 0;

  for (;;)
    {
      if (lexer->ch == '_')
        saw |= SAW_SEPARATOR;
      else if (base <= 10 ? is_decimal (lexer->ch) : is_hex (lexer->ch))
        {
          saw |= SAW_DIGIT;
          if (base < 10 && lexer->ch >= '0' + base && *invalid < 0)
            *invalid = (int) (token_end (lexer) - lexer->start);
        }
      else
        return saw;
      next_char (lexer);
    }
}

/* Offset of the first underscore that does not stand between digits (a base prefix counts as one), or -1. */
static int
misplaced_separator (const char *lit, gsize len)
{
  bool hex = false;
  char last = '.';            /* '0': a digit, '_', '.': anything else */
  gsize i = 0;

  if (len >= 2 && lit[0] == '0' && strchr ("xXoObB", lit[1]) != NULL)
    {
      hex = (lit[1] | 0x20) == 'x';
      last = '0';
      i = 2;
    }
  for (; i < len; i++)
    {
      bool digit = is_decimal (lit[i]) || (hex && is_hex (lit[i]));

      if (lit[i] == '_')
        {
          if (last != '0')
            return (int) i;
          last = '_';
        }
      else if (digit)
        last = '0';
      else
        {
          if (last == '_')
            return (int) i - 1;
          last = '.';
        }
    }
  return last == '_' ? (int) len - 1 : -1;
}

static void
number_error (Lexer *lexer, bool *ok, const char *format, const char *arg)
{
  g_autofree char *text = NULL;

  if (!*ok)
    return;
  text = g_strdup_printf (format, arg);
  error_here (lexer, text);
  *ok = false;
}

static void
scan_exponent (Lexer *lexer, int prefix, int *saw, bool *ok)
{
  bool binary_exponent = (lexer->ch | 0x20) == 'p';
  g_autofree char *quoted = quote_char (lexer->ch);

  if (!binary_exponent && prefix != 0 && prefix != '0')
    number_error (lexer, ok, "%s exponent requires decimal mantissa", quoted);
  else if (binary_exponent && prefix != 'x')
    number_error (lexer, ok, "%s exponent requires hexadecimal mantissa", quoted);
  next_char (lexer);
  if (lexer->ch == '+' || lexer->ch == '-')
    next_char (lexer);
  *saw = scan_digits (lexer, 10, NULL) | (*saw & SAW_SEPARATOR);
  if ((*saw & SAW_DIGIT) == 0)
    number_error (lexer, ok, "%s", "exponent has no digits");
}

static void
scan_number (Lexer *lexer, bool seen_point)
{
  bool ok = true;
  LitKind kind = LIT_INT;
  int base = 10, prefix = 0, saw = 0, invalid = -1;

  if (!seen_point)
    {
      if (lexer->ch == '0')
        {
          next_char (lexer);
          prefix = lexer->ch | 0x20;
          if (prefix == 'x' || prefix == 'o' || prefix == 'b')
            {
              base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : 2;
              next_char (lexer);
            }
          else
            {
              base = 8;
              prefix = '0';
              saw = SAW_DIGIT;
            }
        }
      saw |= scan_digits (lexer, base, &invalid);
      if (lexer->ch == '.')
        {
          if (prefix == 'o' || prefix == 'b')
            number_error (lexer, &ok, "invalid radix point in %s literal", base_name (base));
          next_char (lexer);
          seen_point = true;
        }
    }
  if (seen_point)
    {
      kind = LIT_FLOAT;
      saw |= scan_digits (lexer, base, &invalid);
    }
  if ((saw & SAW_DIGIT) == 0)
    number_error (lexer, &ok, "%s literal has no digits", base_name (base));

  if ((lexer->ch | 0x20) == 'e' || (lexer->ch | 0x20) == 'p')
    {
      kind = LIT_FLOAT;
      scan_exponent (lexer, prefix, &saw, &ok);
    }
  else if (prefix == 'x' && kind == LIT_FLOAT)
    number_error (lexer, &ok, "%s", "hexadecimal mantissa requires a 'p' exponent");

  if (lexer->ch == 'i')
    {
      kind = LIT_IMAG;
      next_char (lexer);
    }
  set_literal (lexer, kind, ok);

  if (kind == LIT_INT && invalid >= 0 && ok)
    {
      g_autofree char *text =
          g_strdup_printf ("invalid digit '%c' in %s literal", lexer->lit[invalid], base_name (base));

      error_in_token (lexer, (unsigned) invalid, text);
      ok = false;
    }
  if ((saw & SAW_SEPARATOR) != 0 && ok)
    {
      int i = misplaced_separator (lexer->lit, lexer->lit_len);

      if (i >= 0)
        {
          error_in_token (lexer, (unsigned) i, "'_' must separate successive digits");
          ok = false;
        }
    }
  lexer->bad = !ok;
}

/* Reads what follows a backslash. False: malformed, reported. */
static bool
scan_escape (Lexer *lexer, int quote)
{
  int n, base = 16;
  uint32_t value = 0, max = 0x10ffff;

  if (lexer->ch == quote || (lexer->ch > 0 && lexer->ch < 0x80 && strchr ("abfnrtv\\", lexer->ch) != NULL))
    {
      next_char (lexer);
      return true;
    }
  if (lexer->ch >= '0' && lexer->ch <= '7')
    {
      n = 3;
      base = 8;
      max = 255;
    }
  else if (lexer->ch == 'x' || lexer->ch == 'u' || lexer->ch == 'U')
    {
      n = lexer->ch == 'x' ? 2 : lexer->ch == 'u' ? 4 : 8;
      max = lexer->ch == 'x' ? 255 : max;
      next_char (lexer);
    }
  else
    {
      if (lexer->ch < 0)
        return true; /* the caller complains about the end */
      error_here (lexer, "unknown escape");
      return false;
    }

  for (int i = 0; i < n; i++)
    {
      int digit;

      if (lexer->ch < 0)
        return true;
      digit = lexer->ch < 0x80 ? g_ascii_xdigit_value ((char) lexer->ch) : -1;
      if (digit < 0 || digit >= base)
        {
          g_autofree char *quoted = quote_char (lexer->ch);
          g_autofree char *text = g_strdup_printf ("invalid character %s in %s escape", quoted, base_name (base));

          error_here (lexer, text);
          return false;
        }
      value = value * (uint32_t) base + (uint32_t) digit;
      next_char (lexer);
    }
  if (value > max && base == 8)
    {
      g_autofree char *text = g_strdup_printf ("octal escape value %u > 255", value);

      error_here (lexer, text);
      return false;
    }
  if (value > max || (n != 2 && value >= 0xd800 && value < 0xe000))
    {
      g_autofree char *shown = describe_char ((int32_t) value);
      g_autofree char *text = g_strdup_printf ("escape is invalid Unicode code point %s", shown);

      error_here (lexer, text);
      return false;
    }
  return true;
}

static void
scan_rune (Lexer *lexer)
{
  bool ok = true;

  next_char (lexer);
  for (int n = 0;; n++)
    {
      if (lexer->ch == '\'')
        {
          if (ok && n == 0)
            error_here (lexer, "empty rune literal or unescaped '");
          else if (ok && n != 1)
            error_in_token (lexer, 0, "more than one character in rune literal");
          ok = ok && n == 1;
          next_char (lexer);
          break;
        }
      if (lexer->ch == '\\')
        {
          next_char (lexer);
          ok = scan_escape (lexer, '\'') && ok;
          continue;
        }
      if (lexer->ch == '\n')
        {
          if (ok)
            error_here (lexer, "newline in rune literal");
          ok = false;
          break;
        }
      if (lexer->ch < 0)
        {
          if (ok)
            error_in_token (lexer, 0, "rune literal not terminated");
          ok = false;
          break;
        }
      next_char (lexer);
    }
  set_literal (lexer, LIT_RUNE, ok);
}

static void
scan_string (Lexer *lexer)
{
  bool ok = true;

  next_char (lexer);
  for (;;)
    {
      if (lexer->ch == '"')
        {
          next_char (lexer);
          break;
        }
      if (lexer->ch == '\\')
        {
          next_char (lexer);
          ok = scan_escape (lexer, '"') && ok;
          continue;
        }
      if (lexer->ch == '\n' || lexer->ch < 0)
        {
          if (lexer->ch == '\n')
            error_here (lexer, "newline in string");
          else
            error_in_token (lexer, 0, "string not terminated");
          ok = false;
          break;
        }
      next_char (lexer);
    }
  set_literal (lexer, LIT_STRING, ok);
}

static void
scan_raw_string (Lexer *lexer)
{
  bool ok = true;

  next_char (lexer);
  while (lexer->ch != '`' && lexer->ch >= 0)
    next_char (lexer);
  if (lexer->ch == '`')
    next_char (lexer);
  else
    {
      error_in_token (lexer, 0, "string not terminated");
      ok = false;
    }
  set_literal (lexer, LIT_STRING, ok);
}

static void
skip_line_comment (Lexer *lexer)
{
  gsize text = token_end (lexer);
  Pos pos = pos_at (lexer, lexer->line, lexer->col);
  gsize end;

  while (lexer->ch >= 0 && lexer->ch != '\n')
    next_char (lexer);
  end = token_end (lexer);
  if (end > text && lexer->source[end - 1] == '\r')
    end--;
  if (lexer->directive != NULL && end - text > 3 && memcmp (lexer->source + text, "go:", 3) == 0)
    lexer->directive (lexer->data, pos, lexer->source + text, end - text);
}

static void
skip_block_comment (Lexer *lexer)
{
  while (lexer->ch >= 0)
    {
      while (lexer->ch == '*')
        {
          next_char (lexer);
          if (lexer->ch == '/')
            {
              next_char (lexer);
              return;
            }
        }
      if (lexer->ch >= 0)
        next_char (lexer);
    }
  error_in_token (lexer, 0, "comment not terminated");
}

static void
set_operator (Lexer *lexer, Operator op)
{
  lexer->op = op;
  lexer->prec = operator_precedence (op);
  lexer->tok = TOK_OPERATOR;
}

/* An operator that may be followed by `=`. */
static void
set_assignable_operator (Lexer *lexer, Operator op)
{
  set_operator (lexer, op);
  if (lexer->ch == '=')
    {
      next_char (lexer);
      lexer->tok = TOK_ASSIGN_OP;
    }
}

static bool
accept (Lexer *lexer, int32_t ch)
{
  if (lexer->ch != ch)
    return false;
  next_char (lexer);
  return true;
}

static void
set_semicolon (Lexer *lexer, const char *text)
{
  lexer->tok = TOK_SEMI;
  lexer->lit = text;
  lexer->lit_len = strlen (text);
}

static void
scan_dot (Lexer *lexer)
{
  if (is_decimal (lexer->ch))
    scan_number (lexer, true);
  else if (lexer->ch == '.' && lexer->next < lexer->len && lexer->source[lexer->next] == '.')
    {
      next_char (lexer);
      next_char (lexer);
      lexer->tok = TOK_DOTDOTDOT;
    }
  else
    lexer->tok = TOK_DOT;
}

static void
scan_plus_minus (Lexer *lexer, Operator op, int32_t ch)
{
  if (accept (lexer, ch))
    {
      lexer->op = op;
      lexer->nlsemi = true;
      lexer->tok = TOK_INC_OP;
    }
  else
    set_assignable_operator (lexer, op);
}

static void
scan_less (Lexer *lexer)
{
  if (accept (lexer, '='))
    set_operator (lexer, OP_LE);
  else if (accept (lexer, '<'))
    set_assignable_operator (lexer, OP_SHL);
  else if (accept (lexer, '-'))
    {
      lexer->op = OP_RECV;
      lexer->tok = TOK_ARROW;
    }
  else
    set_operator (lexer, OP_LT);
}

/* The punctuation that starts with ch, already read. False: no such token, reported. */
static bool
scan_punctuation (Lexer *lexer, int32_t ch)
{
  switch (ch)
    {
    case '(': lexer->tok = TOK_LPAREN; break;
    case '[': lexer->tok = TOK_LBRACK; break;
    case '{': lexer->tok = TOK_LBRACE; break;
    case ',': lexer->tok = TOK_COMMA; break;
    case ';': set_semicolon (lexer, "semicolon"); break;
    case ')': lexer->tok = TOK_RPAREN; lexer->nlsemi = true; break;
    case ']': lexer->tok = TOK_RBRACK; lexer->nlsemi = true; break;
    case '}': lexer->tok = TOK_RBRACE; lexer->nlsemi = true; break;
    case ':': lexer->tok = accept (lexer, '=') ? TOK_DEFINE : TOK_COLON; break;
    case '.': scan_dot (lexer); break;
    case '+': scan_plus_minus (lexer, OP_ADD, '+'); break;
    case '-': scan_plus_minus (lexer, OP_SUB, '-'); break;
    case '*':
      set_assignable_operator (lexer, OP_MUL);
      if (lexer->tok == TOK_OPERATOR)
        lexer->tok = TOK_STAR;
      break;
    case '/': set_assignable_operator (lexer, OP_DIV); break;
    case '%': set_assignable_operator (lexer, OP_REM); break;
    case '&':
      if (accept (lexer, '&'))
        set_operator (lexer, OP_AND_AND);
      else
        set_assignable_operator (lexer, accept (lexer, '^') ? OP_AND_NOT : OP_AND);
      break;
    case '|':
      if (accept (lexer, '|'))
        set_operator (lexer, OP_OR_OR);
      else
        set_assignable_operator (lexer, OP_OR);
      break;
    case '^': set_assignable_operator (lexer, OP_XOR); break;
    case '<': scan_less (lexer); break;
    case '>':
      if (accept (lexer, '='))
        set_operator (lexer, OP_GE);
      else if (accept (lexer, '>'))
        set_assignable_operator (lexer, OP_SHR);
      else
        set_operator (lexer, OP_GT);
      break;
    case '=':
      if (accept (lexer, '='))
        set_operator (lexer, OP_EQ);
      else
        lexer->tok = TOK_ASSIGN;
      break;
    case '!': set_operator (lexer, accept (lexer, '=') ? OP_NE : OP_NOT); break;
    case '~': set_operator (lexer, OP_TILDE); break;
    default: return false;
    }
  return true;
}

/* Reads a token; false: it was a comment or a wrong character, go on. */
static bool
scan_token (Lexer *lexer, bool nlsemi)
{
  int32_t ch;

  while (lexer->ch == ' ' || lexer->ch == '\t' || (lexer->ch == '\n' && !nlsemi) || lexer->ch == '\r')
    next_char (lexer);
  lexer->pos = pos_at (lexer, lexer->line, lexer->col);
  lexer->start = token_end (lexer);
  ch = lexer->ch;

  if (is_letter (ch) || (ch >= 0x80 && at_identifier (lexer, true)))
    {
      next_char (lexer);
      scan_identifier (lexer);
    }
  else if (ch < 0)
    {
      if (nlsemi)
        set_semicolon (lexer, "EOF");
      else
        lexer->tok = TOK_EOF;
    }
  else if (ch == '\n')
    {
      next_char (lexer);
      set_semicolon (lexer, "newline");
    }
  else if (is_decimal (ch))
    scan_number (lexer, false);
  else if (ch == '"')
    scan_string (lexer);
  else if (ch == '`')
    scan_raw_string (lexer);
  else if (ch == '\'')
    scan_rune (lexer);
  else if (ch == '/' && lexer->next < lexer->len && lexer->source[lexer->next] == '/')
    {
      next_char (lexer);
      next_char (lexer);
      skip_line_comment (lexer);
      return false;
    }
  else if (ch == '/' && lexer->next < lexer->len && lexer->source[lexer->next] == '*')
    {
      uint32_t line = lexer->line;

      next_char (lexer);
      next_char (lexer);
      skip_block_comment (lexer);
      if (lexer->line == line || !nlsemi)
        return false;
      set_semicolon (lexer, "newline"); /* a comment over several lines acts like a newline */
    }
  else
    {
      Pos pos = lexer->pos;

      next_char (lexer);
      if (!scan_punctuation (lexer, ch))
        {
          g_autofree char *shown = describe_char (ch);
          g_autofree char *text = g_strdup_printf ("invalid character %s", shown);

          lexer->error (lexer->data, pos, text);
          return false;
        }
    }
  return true;
}

void
lexer_next (Lexer *lexer)
{
  bool nlsemi = lexer->nlsemi;

  lexer->nlsemi = false;
  lexer->op = OP_NONE;
  lexer->prec = 0;
  while (!scan_token (lexer, nlsemi))
    ;
}
