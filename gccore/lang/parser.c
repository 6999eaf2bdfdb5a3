#include "lang/parser_priv.h"

/* Error texts, positions and recovery: Go 1.22 cmd/compile/internal/syntax/parser.go. */

/* ---- Tokens and errors ---- */

void
parser_next (Parser *p)
{
  lexer_next (&p->lexer);
}

bool
parser_got (Parser *p, Token token)
{
  if (tok (p) != token)
    return false;
  parser_next (p);
  return true;
}

const char *
parser_token_name (Token token)
{
  return token == TOK_COMMA ? "comma" : token == TOK_SEMI ? "semicolon or newline" : token_text (token);
}

void
parser_want (Parser *p, Token token)
{
  if (parser_got (p, token))
    return;
  parser_syntax_errorf (p, "expected %s", parser_token_name (token));
  parser_advance (p, TOK_EOF);
}

/* `=`, but also `:=` with a complaint. */
bool
parser_got_assign (Parser *p)
{
  if (tok (p) == TOK_DEFINE)
    parser_syntax_error (p, "expected =");
  else if (tok (p) != TOK_ASSIGN)
    return false;
  parser_next (p);
  return true;
}

static void
report (Parser *p, Pos pos, const char *text, bool unsupported)
{
  if (p->header_failed)
    return;
  p->failed = true;
  p->n_errors++;
  p->input->error (p->input->data, pos, text, unsupported);
}

void
parser_error_at (Parser *p, Pos pos, const char *text)
{
  report (p, pos, text, false);
}

static char *
describe_token (const Parser *p)
{
  const Lexer *lexer = &p->lexer;

  switch (lexer->tok)
    {
    case TOK_NAME:
    case TOK_SEMI:
      return g_strndup (lexer->lit, lexer->lit_len);
    case TOK_LITERAL:
      return g_strdup_printf ("literal %.*s", (int) lexer->lit_len, lexer->lit);
    case TOK_OPERATOR:
      return g_strdup (operator_text (lexer->op));
    case TOK_ASSIGN_OP:
      return g_strdup_printf ("%s=", operator_text (lexer->op));
    case TOK_INC_OP:
      return g_strdup_printf ("%s%s", operator_text (lexer->op), operator_text (lexer->op));
    default:
      return g_strdup (parser_token_name (lexer->tok));
    }
}

/* The package clause and the imports are read by the go command before the compiler runs: its words, and only the first
 * error. Go 1.22 go/parser/parser.go, go/build/read.go. */
static void
header_error (Parser *p, Pos pos, const char *text)
{
  report (p, pos, text, false);
  p->header_failed = true;
}

static void
header_expected (Parser *p, const char *what)
{
  const Lexer *lexer = &p->lexer;
  g_autofree char *token = describe_token (p);
  g_autofree char *text = NULL;

  if (lexer->tok == TOK_NAME || lexer->tok == TOK_LITERAL)
    text = g_strdup_printf ("expected '%s', found %.*s", what, (int)lexer->lit_len, lexer->lit);
  else if (lexer->tok == TOK_SEMI && strcmp (token, "newline") == 0)
    text = g_strdup_printf ("expected '%s', found newline", what);
  else
    text = g_strdup_printf ("expected '%s', found '%s'", what,
                            lexer->tok == TOK_COMMA  ? ","
                            : lexer->tok == TOK_SEMI ? ";"
                                                     : token);
  header_error (p, lexer->pos, text);
}

/* A text that starts with "in ", "at ", "after " or "expected " gets the token at hand put before it. */
void
parser_syntax_error_at (Parser *p, Pos pos, const char *text)
{
  g_autofree char *full = NULL;
  g_autofree char *token = NULL;
  const char *glue;

  if (tok (p) == TOK_EOF && p->failed)
    return; /* a consequence of an earlier error */
  if (g_str_has_prefix (text, "in ") || g_str_has_prefix (text, "at ") || g_str_has_prefix (text, "after "))
    glue = " ";
  else if (g_str_has_prefix (text, "expected "))
    glue = ", ";
  else
    {
      full = g_strconcat ("syntax error: ", text, NULL);
      report (p, pos, full, false);
      return;
    }
  token = describe_token (p);
  full = g_strconcat ("syntax error: unexpected ", token, glue, text, NULL);
  report (p, pos, full, false);
}

void
parser_syntax_error (Parser *p, const char *text)
{
  parser_syntax_error_at (p, p->lexer.pos, text);
}

void
parser_syntax_errorf (Parser *p, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  parser_syntax_error (p, text);
}

static bool
starts_statement (Token token)
{
  switch (token)
    {
    case TOK_BREAK: case TOK_CONST: case TOK_CONTINUE: case TOK_DEFER: case TOK_FALLTHROUGH: case TOK_FOR: case TOK_GO:
    case TOK_GOTO: case TOK_IF: case TOK_RETURN: case TOK_SELECT: case TOK_SWITCH: case TOK_TYPE: case TOK_VAR:
      return true;
    default:
      return false;
    }
}

void
parser_advance (Parser *p, ...)
{
  Token follow[8];
  int n = 0;
  va_list args;

  va_start (args, p);
  for (Token token; (token = (Token) va_arg (args, int)) != TOK_EOF;)
    follow[n++] = token;
  va_end (args);

  if (n == 0)
    {
      if (tok (p) != TOK_EOF)
        parser_next (p); /* to make progress */
      return;
    }
  for (; tok (p) != TOK_EOF; parser_next (p))
    {
      if (p->func_nesting > 0 && starts_statement (tok (p)))
        return;
      for (int i = 0; i < n; i++)
        if (tok (p) == follow[i])
          return;
    }
}

static void
refuse_depth (Parser *p)
{
  g_autofree char *text = g_strdup_printf ("nested too deeply (more than %d levels)", LANG_MAX_NESTING);

  report (p, p->lexer.pos, text, true);
  lexer_stop (&p->lexer);
}

bool
parser_enter (Parser *p)
{
  if (++p->depth <= LANG_MAX_NESTING)
    return true;
  if (p->depth == LANG_MAX_NESTING + 1 && tok (p) != TOK_EOF)
    refuse_depth (p);
  return false;
}

void
parser_leave (Parser *p)
{
  p->depth--;
}

bool
parser_chain (Parser *p, int *length)
{
  if (++*length <= PARSER_MAX_CHAIN)
    return true;
  refuse_depth (p);
  return false;
}

Pos
parser_list (Parser *p, const char *context, Token separator, Token close, ParserElementFn element, void *data)
{
  bool done = false;
  Pos pos;

  while (tok (p) != TOK_EOF && tok (p) != close && !done)
    {
      done = element (p, data);
      if (!parser_got (p, separator) && tok (p) != close)
        {
          if (p->in_imports)
            header_expected (p, ";");
          parser_syntax_errorf (p, "in %s; possibly missing %s or %s", context, parser_token_name (separator),
                                parser_token_name (close));
          parser_advance (p, TOK_RPAREN, TOK_RBRACK, TOK_RBRACE, TOK_EOF);
          if (tok (p) != close)
            return p->lexer.pos;
        }
    }
  pos = p->lexer.pos;
  parser_want (p, close);
  return pos;
}

/* ---- Nodes ---- */

Expr *
parser_new_expr (Parser *p, ExprKind kind, Pos pos)
{
  Expr *x = ARENA_NEW (p->arena, Expr);

  x->kind = kind;
  x->pos = pos;
  return x;
}

Stmt *
parser_new_stmt (Parser *p, StmtKind kind, Pos pos)
{
  Stmt *s = ARENA_NEW (p->arena, Stmt);

  s->kind = kind;
  s->pos = pos;
  return s;
}

static Decl *
new_decl (Parser *p, DeclKind kind, int group)
{
  Decl *d = ARENA_NEW (p->arena, Decl);

  d->kind = kind;
  d->pos = p->lexer.pos;
  d->group = group;
  return d;
}

Expr *
parser_new_name (Parser *p, Pos pos, const char *text, gsize len)
{
  Expr *x = parser_new_expr (p, EXPR_NAME, pos);

  x->name.text = arena_intern (p->arena, text, len);
  return x;
}

Expr *
parser_bad_expr (Parser *p)
{
  return parser_new_expr (p, EXPR_BAD, p->lexer.pos);
}

Expr *
parser_name (Parser *p)
{
  Expr *x;

  if (tok (p) == TOK_NAME)
    {
      x = parser_new_name (p, p->lexer.pos, p->lexer.lit, p->lexer.lit_len);
      parser_next (p);
      return x;
    }
  x = parser_new_name (p, p->lexer.pos, "_", 1);
  parser_syntax_error (p, "expected name");
  parser_advance (p, TOK_EOF);
  return x;
}

ExprList
parser_name_list (Parser *p, Expr *first)
{
  ExprList list = { 0 };

  ARENA_APPEND (p->arena, &list, first);
  while (parser_got (p, TOK_COMMA))
    ARENA_APPEND (p->arena, &list, parser_name (p));
  return list;
}

/* ---- Declarations ---- */

static Decl *import_decl (Parser *p, int group, int index);

typedef struct {
  DeclList *list;
  ParserDeclFn decl;
  int group, index;
} GroupState;

static bool
group_element (Parser *p, void *data)
{
  GroupState *state = data;
  Decl *decl = state->decl (p, state->group, state->index++);

  ARENA_APPEND (p->arena, state->list, decl);
  return false;
}

void
parser_append_group (Parser *p, DeclList *list, ParserDeclFn decl)
{
  GroupState state = { .list = list, .decl = decl };

  if (tok (p) == TOK_LPAREN)
    {
      state.group = ++p->n_groups;
      p->pragma = 0;
      p->in_imports = decl == import_decl && !p->past_header;
      parser_next (p);
      parser_list (p, "grouped declaration", TOK_SEMI, TOK_RPAREN, group_element, &state);
      p->in_imports = false;
    }
  else
    group_element (p, &state);
}

static void
import_error (Parser *p, Pos pos, const char *text)
{
  if (p->past_header)
    parser_syntax_error_at (p, pos, text);
  else
    header_error (p, pos, text);
}

static Decl *
import_decl (Parser *p, int group, int index)
{
  Decl *d = new_decl (p, DECL_IMPORT, group);
  Expr *path;

  if (tok (p) == TOK_NAME)
    d->import.local = parser_name (p);
  else if (tok (p) == TOK_DOT)
    {
      d->import.local = parser_new_name (p, p->lexer.pos, ".", 1);
      parser_next (p);
    }
  path = parser_optional_literal (p);
  if (path == NULL)
    {
      import_error (p, p->lexer.pos, "missing import path");
      parser_advance (p, TOK_SEMI, TOK_RPAREN, TOK_EOF);
      return d;
    }
  d->import.path_pos = path->pos;
  if (!path->literal.bad && path->literal.kind != LIT_STRING)
    import_error (p, path->pos, "import path must be a string");
  else if (!path->literal.bad)
    d->import.path = arena_intern (p->arena, path->literal.text + 1, path->literal.len - 2);
  return d;
}

Decl *
parser_const_decl (Parser *p, int group, int index)
{
  Decl *d = new_decl (p, DECL_CONST, group);

  d->iota = index;
  d->const_.names = parser_name_list (p, parser_name (p));
  if (tok (p) != TOK_EOF && tok (p) != TOK_SEMI && tok (p) != TOK_RPAREN)
    {
      d->const_.type = parser_type_or_null (p);
      if (parser_got_assign (p))
        d->const_.values = parser_expr_list (p);
    }
  return d;
}

Decl *
parser_var_decl (Parser *p, int group, int index)
{
  Decl *d = new_decl (p, DECL_VAR, group);

  d->var.names = parser_name_list (p, parser_name (p));
  if (parser_got_assign (p))
    d->var.values = parser_expr_list (p);
  else
    {
      d->var.type = parser_type (p);
      if (parser_got_assign (p))
        d->var.values = parser_expr_list (p);
    }
  return d;
}

/* Whether x must be a type element of a constraint: it is no ordinary expression. */
static bool
is_type_element (const Expr *x)
{
  switch (x->kind)
    {
    case EXPR_ARRAY_TYPE: case EXPR_STRUCT_TYPE: case EXPR_FUNC_TYPE: case EXPR_INTERFACE_TYPE: case EXPR_SLICE_TYPE:
    case EXPR_MAP_TYPE: case EXPR_CHAN_TYPE:
      return true;
    case EXPR_BINARY:
      return is_type_element (x->binary.x) || is_type_element (x->binary.y);
    case EXPR_UNARY:
      return x->unary.op == OP_TILDE || is_type_element (x->unary.x);
    case EXPR_STAR:
      return is_type_element (x->star.x);
    case EXPR_PAREN:
      return is_type_element (x->paren.x);
    default:
      return false;
    }
}

/* Reads x, parsed as an expression behind `type T [`, as a type parameter and its constraint: P *E, P (E), P *E|F. With
 * `force`, also where x could be an array length. Sets *type to what is left of x; NULL if x cannot be split. */
static Expr *
split_type_parameter (Parser *p, Expr *x, bool force, Expr **type)
{
  *type = NULL;
  if (x->kind == EXPR_NAME)
    return x;
  if (x->kind == EXPR_BINARY && x->binary.op == OP_MUL && x->binary.x->kind == EXPR_NAME
      && (force || is_type_element (x->binary.y)))
    {
      *type = parser_new_expr (p, EXPR_STAR, x->pos);
      (*type)->star.x = x->binary.y;
      return x->binary.x;
    }
  if (x->kind == EXPR_BINARY && x->binary.op == OP_OR)
    {
      Expr *lhs;
      Expr *name = split_type_parameter (p, x->binary.x, force || is_type_element (x->binary.y), &lhs);

      if (name != NULL && lhs != NULL)
        {
          *type = parser_new_expr (p, EXPR_BINARY, x->pos);
          (*type)->binary.op = OP_OR;
          (*type)->binary.x = lhs;
          (*type)->binary.y = x->binary.y;
          return name;
        }
    }
  if (x->kind == EXPR_CALL && x->call.fun->kind == EXPR_NAME && x->call.args.n == 1 && !x->call.has_dots
      && (force || is_type_element (x->call.args.v[0])))
    {
      *type = x->call.args.v[0];
      return x->call.fun;
    }
  return NULL;
}

/* Behind `type Name [`: an array type, or type parameters and then the type. */
static void
type_decl_after_bracket (Parser *p, Decl *d, Pos bracket)
{
  Expr *x, *name, *type;

  if (tok (p) == TOK_RBRACK)
    {
      parser_next (p);
      d->type.type = parser_slice_type (p, bracket);
      return;
    }
  if (tok (p) != TOK_NAME)
    {
      d->type.type = parser_array_type (p, bracket, NULL);
      return;
    }
  x = parser_name (p);
  if (tok (p) != TOK_LBRACK)
    {
      p->expr_nesting++;
      x = parser_binary_expr (p, parser_primary_expr (p, x, false), 0);
      p->expr_nesting--;
    }
  name = split_type_parameter (p, x, tok (p) == TOK_COMMA, &type);
  if (name != NULL && (type != NULL || tok (p) != TOK_RBRACK))
    {
      d->type.tparams = parser_param_list (p, name, type, TOK_RBRACK, true);
      d->type.alias = parser_got_assign (p);
      d->type.type = parser_type_or_null (p);
    }
  else
    d->type.type = parser_array_type (p, bracket, x);
}

Decl *
parser_type_decl (Parser *p, int group, int index)
{
  Decl *d = new_decl (p, DECL_TYPE, group);

  d->type.name = parser_name (p);
  if (tok (p) == TOK_LBRACK)
    {
      Pos bracket = p->lexer.pos;

      parser_next (p);
      type_decl_after_bracket (p, d, bracket);
    }
  else
    {
      d->type.alias = parser_got_assign (p);
      d->type.type = parser_type_or_null (p);
    }
  if (d->type.type == NULL)
    {
      d->type.type = parser_bad_expr (p);
      parser_syntax_error (p, "in type declaration");
      parser_advance (p, TOK_SEMI, TOK_RPAREN, TOK_EOF);
    }
  if (p->func_nesting > 0 && !d->type.alias)
    d->type.local_number = ++p->n_local_types;
  return d;
}

static Decl *
func_decl (Parser *p)
{
  Decl *d = new_decl (p, DECL_FUNC, 0);
  const char *context = NULL;

  d->func.pragma = p->pragma;
  p->pragma = 0;
  if (parser_got (p, TOK_LPAREN))
    {
      FieldList recv = parser_param_list (p, NULL, NULL, TOK_RPAREN, false);

      context = "method";
      if (recv.n == 0)
        parser_error_at (p, p->lexer.pos, "method has no receiver");
      else
        {
          if (recv.n > 1)
            parser_error_at (p, p->lexer.pos, "method has multiple receivers");
          d->func.recv = arena_copy (p->arena, &recv.v[0], sizeof *recv.v);
        }
    }
  if (tok (p) == TOK_NAME)
    {
      d->func.name = parser_name (p);
      d->func.type = parser_func_type (p, context, &d->func.tparams);
    }
  else
    {
      d->func.name = parser_new_name (p, p->lexer.pos, "_", 1);
      d->func.type = parser_new_expr (p, EXPR_FUNC_TYPE, p->lexer.pos);
      parser_syntax_error (p, context != NULL ? "expected name" : "expected name or (");
      parser_advance (p, TOK_LBRACE, TOK_SEMI, TOK_EOF);
    }
  if (tok (p) == TOK_LBRACE)
    d->func.body = parser_func_body (p);
  return d;
}

/* ---- Files ---- */

static void
advance_to_declaration (Parser *p)
{
  parser_advance (p, TOK_IMPORT, TOK_CONST, TOK_TYPE, TOK_VAR, TOK_FUNC, TOK_EOF);
}

/* One declaration or group; false: there is none, reported and skipped. */
static bool
top_level_decl (Parser *p, DeclList *list)
{
  Token token = tok (p);

  switch (token)
    {
    case TOK_IMPORT:
    case TOK_CONST:
    case TOK_TYPE:
    case TOK_VAR:
      parser_next (p);
      parser_append_group (p, list, token == TOK_IMPORT ? import_decl : token == TOK_CONST ? parser_const_decl
                                    : token == TOK_TYPE ? parser_type_decl : parser_var_decl);
      break;
    case TOK_FUNC:
      parser_next (p);
      ARENA_APPEND (p->arena, list, func_decl (p));
      break;
    default:
      if (token == TOK_LBRACE && list->n > 0 && list->v[list->n - 1]->kind == DECL_FUNC
          && list->v[list->n - 1]->func.body == NULL)
        parser_syntax_error (p, "unexpected semicolon or newline before {");
      else
        parser_syntax_error (p, "non-declaration statement outside function body");
      advance_to_declaration (p);
      return false;
    }
  return true;
}

static void
lexer_error_cb (void *data, Pos pos, const char *text)
{
  parser_error_at (data, pos, text);
}

static void
directive_cb (void *data, Pos pos, const char *text, gsize len)
{
  Parser *p = data;

  if (len >= 11 && memcmp (text, "go:noescape", 11) == 0)
    p->pragma |= FUNC_PRAGMA_NOESCAPE;
  else if (len >= 11 && memcmp (text, "go:noinline", 11) == 0)
    p->pragma |= FUNC_PRAGMA_NOINLINE;
  else if (len >= 17 && memcmp (text, "go:uintptrescapes", 17) == 0)
    p->pragma |= FUNC_PRAGMA_UINTPTRESCAPES;
  else
    p->pragma |= FUNC_PRAGMA_OTHER;
}

FileSyntax *
parse_file (const ParserInput *input)
{
  Parser parser = { .input = input, .arena = input->arena };
  Parser *p = &parser;
  FileSyntax *file = ARENA_NEW (input->arena, FileSyntax);
  DeclList decls = { 0 };
  Token previous = TOK_IMPORT;

  file->file = input->file;
  lexer_init (&p->lexer, input->source, input->len, input->file, lexer_error_cb, directive_cb, p);
  parser_next (p);
  if (!parser_got (p, TOK_PACKAGE))
    {
      header_expected (p, "package");
      return NULL;
    }
  p->pragma = 0;
  if (tok (p) != TOK_NAME)
    {
      header_expected (p, "IDENT");
      return NULL;
    }
  file->package_name = parser_name (p);
  parser_want (p, TOK_SEMI);
  if (p->failed)
    return NULL;

  while (tok (p) != TOK_EOF)
    {
      if (tok (p) == TOK_IMPORT && previous != TOK_IMPORT)
        parser_syntax_error (p, "imports must appear before other declarations");
      previous = tok (p);
      p->past_header = p->past_header || previous != TOK_IMPORT;
      if (!top_level_decl (p, &decls))
        continue;
      p->pragma = 0;
      if (tok (p) != TOK_EOF && !parser_got (p, TOK_SEMI))
        {
          parser_syntax_error (p, "after top level declaration");
          advance_to_declaration (p);
        }
    }
  if (p->header_failed)
    return NULL;
  file->decls = decls.v;
  file->n_decls = decls.n;
  file->end = p->lexer.pos;
  return file;
}
