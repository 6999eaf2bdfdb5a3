#pragma once

/* Tokens, operators and positions: the words that lexer, parser and checker share. */

#include <stdbool.h>
#include <stdint.h>

/* A position in a source file. `line` and `col` count from 1, `col` in bytes; line 0 means "none". */
typedef struct {
  uint32_t line;
  uint16_t col;               /* saturates at 65535 */
  uint16_t file;              /* index in the unit's table of files; 0 is the program */
} Pos;

static inline bool pos_is_known (Pos p) { return p.line != 0; }
static inline bool pos_equal (Pos a, Pos b) { return a.line == b.line && a.col == b.col && a.file == b.file; }
/* Source order within one file; files in table order. */
static inline int
pos_compare (Pos a, Pos b)
{
  if (a.file != b.file)
    return a.file < b.file ? -1 : 1;
  if (a.line != b.line)
    return a.line < b.line ? -1 : 1;
  return a.col < b.col ? -1 : a.col > b.col;
}

/* Token classes as the Go grammar sees them: operators of one precedence group share a class, the operator itself is in
 * `op`. `text` is how diagnostics name the class. */
#define LANG_TOKENS(X) \
  X (EOF, "EOF") X (NAME, "name") X (LITERAL, "literal") X (OPERATOR, "op") X (ASSIGN_OP, "op=") X (INC_OP, "opop") \
  X (ASSIGN, "=") X (DEFINE, ":=") X (ARROW, "<-") X (STAR, "*") X (LPAREN, "(") X (LBRACK, "[") X (LBRACE, "{") \
  X (RPAREN, ")") X (RBRACK, "]") X (RBRACE, "}") X (COMMA, ",") X (SEMI, ";") X (COLON, ":") X (DOT, ".") \
  X (DOTDOTDOT, "...") \
  X (BREAK, "break") X (CASE, "case") X (CHAN, "chan") X (CONST, "const") X (CONTINUE, "continue") \
  X (DEFAULT, "default") X (DEFER, "defer") X (ELSE, "else") X (FALLTHROUGH, "fallthrough") X (FOR, "for") \
  X (FUNC, "func") X (GO, "go") X (GOTO, "goto") X (IF, "if") X (IMPORT, "import") X (INTERFACE, "interface") \
  X (MAP, "map") X (PACKAGE, "package") X (RANGE, "range") X (RETURN, "return") X (SELECT, "select") \
  X (STRUCT, "struct") X (SWITCH, "switch") X (TYPE, "type") X (VAR, "var")

typedef enum {
#define X(name, text) TOK_##name,
  LANG_TOKENS (X)
#undef X
  TOK_COUNT
} Token;

typedef enum { LIT_INT, LIT_FLOAT, LIT_IMAG, LIT_RUNE, LIT_STRING } LitKind;

/* Operators with their precedence (0: not binary). */
#define LANG_OPERATORS(X) \
  X (NONE, "", 0) X (NOT, "!", 0) X (RECV, "<-", 0) X (TILDE, "~", 0) \
  X (OR_OR, "||", 1) X (AND_AND, "&&", 2) \
  X (EQ, "==", 3) X (NE, "!=", 3) X (LT, "<", 3) X (LE, "<=", 3) X (GT, ">", 3) X (GE, ">=", 3) \
  X (ADD, "+", 4) X (SUB, "-", 4) X (OR, "|", 4) X (XOR, "^", 4) \
  X (MUL, "*", 5) X (DIV, "/", 5) X (REM, "%", 5) X (AND, "&", 5) X (AND_NOT, "&^", 5) X (SHL, "<<", 5) X (SHR, ">>", 5)

typedef enum {
#define X(name, text, prec) OP_##name,
  LANG_OPERATORS (X)
#undef X
  OP_COUNT
} Operator;

const char *token_text (Token token);
const char *operator_text (Operator op);
int operator_precedence (Operator op);
static inline bool
operator_is_comparison (Operator op)
{
  return op >= OP_EQ && op <= OP_GE;
}
static inline bool
operator_is_shift (Operator op)
{
  return op == OP_SHL || op == OP_SHR;
}

/* The token a keyword spells, or TOK_NAME. */
Token token_keyword (const char *name, unsigned len);
