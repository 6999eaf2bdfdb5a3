#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lang/lexer.h"

static void
error_cb (void *data, Pos pos, const char *text)
{
  g_string_append_printf (data, "!%u:%u %s ", pos.line, pos.col, text);
}

/* The tokens of a source as one line of text, errors where the lexer meets them. */
static char *
scan (const char *source, gsize len)
{
  GString *out = g_string_new (NULL);
  Lexer lexer;

  lexer_init (&lexer, source, len, 0, error_cb, NULL, out);
  for (lexer_next (&lexer); lexer.tok != TOK_EOF; lexer_next (&lexer))
    switch (lexer.tok)
      {
      case TOK_NAME:
      case TOK_LITERAL: g_string_append_printf (out, "%.*s ", (int) lexer.lit_len, lexer.lit); break;
      case TOK_SEMI: g_string_append_printf (out, ";%c ", lexer.lit[0]); break;
      case TOK_OPERATOR: g_string_append_printf (out, "%s ", operator_text (lexer.op)); break;
      case TOK_ASSIGN_OP: g_string_append_printf (out, "%s= ", operator_text (lexer.op)); break;
      case TOK_INC_OP: g_string_append_printf (out, "%s%s ", operator_text (lexer.op), operator_text (lexer.op)); break;
      default: g_string_append_printf (out, "%s ", token_text (lexer.tok)); break;
      }
  return g_string_free (out, FALSE);
}

typedef struct {
  const char *name, *source, *want;
} Row;

static const Row rows[] = {
  { "semicolon after a name", "x\ny", "x ;n y ;E " },
  { "semicolon after a literal", "1\n'a'\n\"s\"\n", "1 ;n 'a' ;n \"s\" ;n " },
  { "semicolon after closing brackets", ")\n]\n}\n", ") ;n ] ;n } ;n " },
  { "no semicolon after opening brackets and operators", "(\n[\n{\n+\n,\n", "( [ { + , " },
  { "semicolon after four keywords", "return\nbreak\ncontinue\nfallthrough\nif\n",
    "return ;n break ;n continue ;n fallthrough ;n if " },
  { "semicolon after ++", "x++\ny--\n", "x ++ ;n y -- ;n " },
  { "written semicolon", "x;\n", "x ;s " },
  { "line comment keeps the newline", "x // c\ny", "x ;n y ;E " },
  { "comment over lines is a newline", "x /* a\nb */ y", "x ;n y ;E " },
  { "comment in a line is a blank", "x /* a */ y", "x y ;E " },
  { "longest operators", "a <<= b &^= c <- d ... <<", "a <<= b &^= c <- d ... << " },
  { "two dots are two tokens", "a..b", "a . . b ;E " },
  { "numbers", "0x1p-2 0b11 0o17 1_000 .5 1e3 017", "0x1p-2 0b11 0o17 1_000 .5 1e3 017 ;E " },
  { "wrong digits", "08 0b2",
    "!1:2 invalid digit '8' in octal literal 08 !1:6 invalid digit '2' in binary literal 0b2 ;E " },
  { "wrong separators", "1__0", "!1:3 '_' must separate successive digits 1__0 ;E " },
  { "newline in string", "\"a\nb", "!1:3 newline in string \"a ;n b ;E " },
  { "unknown escape", "\"\\q\"", "!1:3 unknown escape \"\\q\" ;E " },
  { "empty rune", "''", "!1:2 empty rune literal or unescaped ' '' ;E " },
  { "unicode names", "größe 世界", "größe 世界 ;E " },
  { "wrong character", "a # b", "a !1:3 invalid character U+0023 '#' b ;E " },
  { "invalid UTF-8", "a \xff b", "a !1:3 invalid UTF-8 encoding b ;E " },
  { "byte order mark first",
    "\xef\xbb\xbf"
    "a",
    "a ;E " },
  { "byte order mark inside", "a \xef\xbb\xbf b", "a !1:3 invalid BOM in the middle of the file b ;E " },
  { "comment without end", "a /* b", "a !1:3 comment not terminated ;E " },
  { "nothing", "", "" },
};

static void
test_tokens (void **state)
{
  const Row *row = *state;
  g_autofree char *got = scan (row->source, strlen (row->source));

  assert_string_equal (got, row->want);
}

static void
test_nul_bytes (void **state)
{
  g_autofree char *got = scan ("a \0 b", 5);

  assert_string_equal (got, "a !1:3 invalid NUL character b ;E ");
}

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (rows) + 1] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    tests[i] = (struct CMUnitTest) { rows[i].name, test_tokens, NULL, NULL, (void *) &rows[i] };
  tests[G_N_ELEMENTS (rows)] = (struct CMUnitTest) { "nul bytes", test_nul_bytes, NULL, NULL, NULL };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
