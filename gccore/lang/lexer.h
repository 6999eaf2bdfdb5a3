#pragma once

/* The scanner: bytes to tokens, one at a time, with automatic semicolons.
 *
 * A newline (or the end of the file) becomes a TOK_SEMI after a name, a literal, break, continue, fallthrough, return,
 * ++, --, ), ] and }; `lit` then says "newline" or "EOF", and "semicolon" for a written one. Errors are reported through
 * the callback and scanning goes on; texts and positions are the compiler's (Go 1.22 cmd/compile/internal/syntax). NUL
 * bytes, invalid UTF-8 and byte order marks inside the file are such errors. The source is borrowed. */

#include <glib.h>

#include "token.h"

typedef struct Lexer Lexer;
typedef void (*LexerErrorFn) (void *data, Pos pos, const char *text);
/* A //go: directive, without the slashes; `pos` is just behind them. */
typedef void (*LexerDirectiveFn) (void *data, Pos pos, const char *text, gsize len);

struct Lexer {
  const char *source;
  gsize len;
  uint16_t file;
  LexerErrorFn error;
  LexerDirectiveFn directive;
  void *data;

  /* the token that was read last */
  Token tok;
  Operator op;                /* TOK_OPERATOR, TOK_STAR, TOK_ASSIGN_OP, TOK_INC_OP, TOK_ARROW */
  int prec;                   /* of TOK_OPERATOR and TOK_STAR */
  LitKind lit_kind;
  bool bad;                   /* a malformed literal; already reported */
  const char *lit;            /* names and literals: in the source; semicolons: what stood for them */
  gsize lit_len;
  Pos pos;

  /* reading */
  int32_t ch;                 /* the character at hand; -1 at the end */
  unsigned ch_width;
  gsize next;                 /* offset behind ch */
  uint32_t line, col;         /* of ch, from 0 */
  bool nlsemi;                /* a newline here ends the statement */
  gsize start;                /* offset of the token */
};

void lexer_init (Lexer *lexer, const char *source, gsize len, uint16_t file, LexerErrorFn error,
                 LexerDirectiveFn directive, void *data);
void lexer_next (Lexer *lexer);
/* Makes the rest of the source unread: the next token is TOK_EOF. */
void lexer_stop (Lexer *lexer);
