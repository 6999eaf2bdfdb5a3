#pragma once

/* Shared by the parser's own files; not for others. */

#include <stdarg.h>
#include <string.h>

#include "lang/lexer.h"
#include "lang/parser.h"
#include "lang/unit.h"

/* Operands that may be chained without nesting (a + b + c ..., x.a.b.c ...): such a chain is a tree as deep. */
#define PARSER_MAX_CHAIN 2500

typedef struct {
  Lexer lexer;
  const ParserInput *input;
  Arena *arena;
  bool failed;                /* any error so far */
  bool in_imports;            /* between the parentheses of an import declaration of the header */
  bool past_header;           /* a declaration that is no import was met */
  bool header_failed;         /* an error in what the go command reads itself: nothing else is reported */
  int n_errors;
  int func_nesting;           /* for recovery: statement keywords stop skipping inside functions */
  int expr_nesting;           /* < 0: in the header of if, for, switch, where T { starts the block */
  int depth;
  unsigned pragma;            /* FUNC_PRAGMA_* seen since the last declaration */
  int n_groups;
  int n_local_types;
} Parser;

static inline Token
tok (const Parser *p)
{
  return p->lexer.tok;
}

/* parser.c */
void parser_next (Parser *p);
bool parser_got (Parser *p, Token token);
void parser_want (Parser *p, Token token);
bool parser_got_assign (Parser *p);
void parser_error_at (Parser *p, Pos pos, const char *text);
void parser_syntax_error (Parser *p, const char *text);
void parser_syntax_error_at (Parser *p, Pos pos, const char *text);
void parser_syntax_errorf (Parser *p, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Skips to one of the tokens (TOK_EOF ends the list) or, in a function, to a statement keyword. */
void parser_advance (Parser *p, ...);
const char *parser_token_name (Token token);
bool parser_enter (Parser *p);                /* false: too deep, reported; the rest is not read */
bool parser_chain (Parser *p, int *length);
void parser_leave (Parser *p);
typedef bool (*ParserElementFn) (Parser *p, void *data);      /* true: no more elements */
Pos parser_list (Parser *p, const char *context, Token separator, Token close, ParserElementFn element, void *data);

Expr *parser_new_expr (Parser *p, ExprKind kind, Pos pos);
Stmt *parser_new_stmt (Parser *p, StmtKind kind, Pos pos);
Expr *parser_new_name (Parser *p, Pos pos, const char *text, gsize len);
Expr *parser_bad_expr (Parser *p);
Expr *parser_name (Parser *p);
ExprList parser_name_list (Parser *p, Expr *first);
typedef Decl *(*ParserDeclFn) (Parser *p, int group, int index);
Decl *parser_var_decl (Parser *p, int group, int index);
Decl *parser_const_decl (Parser *p, int group, int index);
Decl *parser_type_decl (Parser *p, int group, int index);
typedef struct { Decl **v; int n; } DeclList;
void parser_append_group (Parser *p, DeclList *list, ParserDeclFn decl);

/* parser_expr.c */
Expr *parser_expr (Parser *p);
Expr *parser_binary_expr (Parser *p, Expr *x, int prec);
Expr *parser_primary_expr (Parser *p, Expr *x, bool keep_parens);
ExprList parser_expr_list (Parser *p);
Expr *parser_optional_literal (Parser *p);
ExprList parser_arguments (Parser *p, bool *has_dots, Pos *end);

/* parser_type.c */
Expr *parser_type (Parser *p);
Expr *parser_type_or_null (Parser *p);
Expr *parser_type_list (Parser *p, bool strict, bool *comma);
Expr *parser_qualified_name (Parser *p, Expr *name);
Expr *parser_func_type (Parser *p, const char *context, FieldList *tparams);
Expr *parser_array_type (Parser *p, Pos pos, Expr *len);
Expr *parser_slice_type (Parser *p, Pos pos);
FieldList parser_param_list (Parser *p, Expr *name, Expr *type, Token close, bool require_names);

/* parser_stmt.c */
Stmt *parser_func_body (Parser *p);

/* branches.c: resolves break, continue, goto, fallthrough; `error` as the parser's. */
void branches_check (Arena *arena, Stmt *body, const ParserInput *input);
