#include "lang/token.h"

#include <string.h>

static const char *const token_texts[] = {
#define X(name, text) text,
  LANG_TOKENS (X)
#undef X
};

static const struct {
  const char *text;
  int precedence;
} operators[] = {
#define X(name, text, prec) { text, prec },
  LANG_OPERATORS (X)
#undef X
};

const char *
token_text (Token token)
{
  return token_texts[token];
}

const char *
operator_text (Operator op)
{
  return operators[op].text;
}

int
operator_precedence (Operator op)
{
  return operators[op].precedence;
}

Token
token_keyword (const char *name, unsigned len)
{
  if (len < 2 || len > 11 || name[0] < 'a' || name[0] > 'v')
    return TOK_NAME;
  for (Token token = TOK_BREAK; token < TOK_COUNT; token++)
    if (token_texts[token][0] == name[0] && strlen (token_texts[token]) == len
        && memcmp (token_texts[token], name, len) == 0)
      return token;
  return TOK_NAME;
}
