#include "lang/parser_priv.h"

/* Expressions. Go 1.22 cmd/compile/internal/syntax/parser.go. */

Expr *
parser_optional_literal (Parser *p)
{
  Expr *x;

  if (tok (p) != TOK_LITERAL)
    return NULL;
  x = parser_new_expr (p, EXPR_LITERAL, p->lexer.pos);
  x->literal.kind = p->lexer.lit_kind;
  x->literal.text = p->lexer.lit;
  x->literal.len = p->lexer.lit_len;
  x->literal.bad = p->lexer.bad;
  parser_next (p);
  return x;
}

ExprList
parser_expr_list (Parser *p)
{
  ExprList list = { 0 };

  do
    ARENA_APPEND (p->arena, &list, parser_expr (p));
  while (parser_got (p, TOK_COMMA));
  return list;
}

typedef struct {
  ExprList args;
  bool has_dots;
} ArgState;

static bool
argument (Parser *p, void *data)
{
  ArgState *state = data;

  ARENA_APPEND (p->arena, &state->args, parser_expr (p));
  state->has_dots = parser_got (p, TOK_DOTDOTDOT);
  return state->has_dots;
}

ExprList
parser_arguments (Parser *p, bool *has_dots, Pos *end)
{
  ArgState state = { 0 };

  p->expr_nesting++;
  *end = parser_list (p, "argument list", TOK_COMMA, TOK_RPAREN, argument, &state);
  p->expr_nesting--;
  *has_dots = state.has_dots;
  return state.args;
}

/* ---- Composite literals ---- */

static Expr *literal_value (Parser *p);

static Expr *
element_value (Parser *p)
{
  return tok (p) == TOK_LBRACE ? literal_value (p) : parser_expr (p);
}

static bool
literal_element (Parser *p, void *data)
{
  ExprList *elems = data;
  Expr *x = element_value (p);

  if (tok (p) == TOK_COLON)
    {
      Expr *pair = parser_new_expr (p, EXPR_KEY_VALUE, p->lexer.pos);

      parser_next (p);
      pair->key_value.key = x;
      pair->key_value.value = element_value (p);
      x = pair;
    }
  ARENA_APPEND (p->arena, elems, x);
  return false;
}

/* { ... } */
static Expr *
literal_value (Parser *p)
{
  Expr *x = parser_new_expr (p, EXPR_COMPOSITE, p->lexer.pos);

  if (parser_enter (p))
    {
      p->expr_nesting++;
      parser_want (p, TOK_LBRACE);
      x->composite.end
        = parser_list (p, "composite literal", TOK_COMMA, TOK_RBRACE, literal_element, &x->composite.elems);
      p->expr_nesting--;
    }
  parser_leave (p);
  return x;
}

/* ---- Operands ---- */

static Expr *
paren_operand (Parser *p, bool keep_parens)
{
  Pos pos = p->lexer.pos;
  Expr *x, *paren;

  parser_next (p);
  p->expr_nesting++;
  x = parser_expr (p);
  p->expr_nesting--;
  parser_want (p, TOK_RPAREN);
  if (!keep_parens && tok (p) != TOK_LBRACE)
    return x;
  paren = parser_new_expr (p, EXPR_PAREN, pos);
  paren->paren.x = x;
  return paren;
}

static Expr *
func_operand (Parser *p)
{
  Pos pos = p->lexer.pos;
  Expr *type, *x;

  parser_next (p);
  type = parser_func_type (p, "function type", NULL);
  if (tok (p) != TOK_LBRACE)
    return type;
  p->expr_nesting++;
  x = parser_new_expr (p, EXPR_FUNC_LIT, pos);
  x->func_lit.type = type;
  x->func_lit.body = parser_func_body (p);
  p->expr_nesting--;
  return x;
}

static Expr *
operand (Parser *p, bool keep_parens)
{
  Expr *x;

  switch (tok (p))
    {
    case TOK_NAME:
      return parser_name (p);
    case TOK_LITERAL:
      return parser_optional_literal (p);
    case TOK_LPAREN:
      return paren_operand (p, keep_parens);
    case TOK_FUNC:
      return func_operand (p);
    case TOK_LBRACK:
    case TOK_CHAN:
    case TOK_MAP:
    case TOK_STRUCT:
    case TOK_INTERFACE:
      return parser_type (p);
    default:
      x = parser_bad_expr (p);
      parser_syntax_error (p, "expected expression");
      parser_advance (p, TOK_RPAREN, TOK_RBRACK, TOK_RBRACE, TOK_EOF);
      return x;
    }
}

/* ---- Primary expressions ---- */

/* x.name, x.(T), x.(type) */
static Expr *
after_dot (Parser *p, Expr *x, Pos pos)
{
  Expr *y;

  parser_next (p);
  if (tok (p) == TOK_NAME)
    {
      y = parser_new_expr (p, EXPR_SELECTOR, pos);
      y->selector.x = x;
      y->selector.name = parser_name (p);
      return y;
    }
  if (!parser_got (p, TOK_LPAREN))
    {
      parser_syntax_error (p, "expected name or (");
      parser_advance (p, TOK_SEMI, TOK_RPAREN, TOK_EOF);
      return x;
    }
  if (parser_got (p, TOK_TYPE))
    {
      y = parser_new_expr (p, EXPR_TYPE_SWITCH, pos);
      y->type_switch.x = x;
    }
  else
    {
      y = parser_new_expr (p, EXPR_ASSERT, pos);
      y->assert.x = x;
      y->assert.type = parser_type (p);
    }
  parser_want (p, TOK_RPAREN);
  return y;
}

/* Behind x[lo: , lo perhaps NULL */
static Expr *
slice_expr (Parser *p, Expr *x, Expr *lo, Pos pos)
{
  Expr *y = parser_new_expr (p, EXPR_SLICE, pos);

  p->expr_nesting++;
  y->slice.x = x;
  y->slice.lo = lo;
  if (tok (p) != TOK_COLON && tok (p) != TOK_RBRACK)
    y->slice.hi = parser_expr (p);
  if (tok (p) == TOK_COLON)
    {
      y->slice.full = true;
      if (y->slice.hi == NULL)
        {
          parser_error_at (p, p->lexer.pos, "middle index required in 3-index slice");
          y->slice.hi = parser_bad_expr (p);
        }
      parser_next (p);
      if (tok (p) != TOK_RBRACK)
        y->slice.max = parser_expr (p);
      else
        {
          parser_error_at (p, p->lexer.pos, "final index required in 3-index slice");
          y->slice.max = parser_bad_expr (p);
        }
    }
  p->expr_nesting--;
  parser_want (p, TOK_RBRACK);
  return y;
}

static Expr *
after_bracket (Parser *p, Expr *x, Pos pos)
{
  Expr *index = NULL, *y;
  bool comma = false;

  parser_next (p);
  if (tok (p) != TOK_COLON)
    {
      if (tok (p) == TOK_RBRACK)
        {
          parser_syntax_error (p, "expected operand");
          index = parser_bad_expr (p);
        }
      else
        index = parser_type_list (p, false, &comma);
      if (comma || tok (p) == TOK_RBRACK)
        {
          parser_want (p, TOK_RBRACK);
          y = parser_new_expr (p, EXPR_INDEX, pos);
          y->index.x = x;
          y->index.index = index;
          return y;
        }
    }
  if (!parser_got (p, TOK_COLON))
    {
      parser_syntax_error (p, "expected comma, : or ]");
      parser_advance (p, TOK_COMMA, TOK_COLON, TOK_RBRACK, TOK_EOF);
    }
  return slice_expr (p, x, index, pos);
}

/* Whether x must be a value, by its syntax alone. */
static bool
is_value (const Expr *x)
{
  switch (x->kind)
    {
    case EXPR_LITERAL: case EXPR_COMPOSITE: case EXPR_FUNC_LIT: case EXPR_SLICE: case EXPR_ASSERT:
    case EXPR_TYPE_SWITCH: case EXPR_CALL: case EXPR_UNARY: case EXPR_BINARY:
      return true;
    case EXPR_PAREN:
      return is_value (x->paren.x);
    case EXPR_INDEX:
      return is_value (x->index.x) || is_value (x->index.index);
    default:
      return false;
    }
}

/* Whether a `{` behind x belongs to a literal of type x, and not to a block. */
static bool
starts_literal (const Parser *p, const Expr *x)
{
  switch (x->kind)
    {
    case EXPR_NAME:
    case EXPR_SELECTOR:
      return p->expr_nesting >= 0;
    case EXPR_INDEX:
      return p->expr_nesting >= 0 && !is_value (x);
    case EXPR_ARRAY_TYPE:
    case EXPR_SLICE_TYPE:
    case EXPR_STRUCT_TYPE:
    case EXPR_MAP_TYPE:
      return true;
    default:
      return false;
    }
}

/* One selector, index, slice, assertion, call or literal behind x; NULL: nothing more belongs to it. */
static Expr *
primary_suffix (Parser *p, Expr *x)
{
  Pos pos = p->lexer.pos;
  Expr *y, *type;

  switch (tok (p))
    {
    case TOK_DOT:
      return after_dot (p, x, pos);
    case TOK_LBRACK:
      return after_bracket (p, x, pos);
    case TOK_LPAREN:
      y = parser_new_expr (p, EXPR_CALL, pos);
      parser_next (p);
      y->call.fun = x;
      y->call.args = parser_arguments (p, &y->call.has_dots, &y->call.end);
      return y;
    case TOK_LBRACE:
      type = expr_unparen (x);
      if (!starts_literal (p, type))
        return NULL;
      if (type != x)
        parser_syntax_error (p, "cannot parenthesize type in composite literal");
      y = literal_value (p);
      y->composite.type = x;
      return y;
    default:
      return NULL;
    }
}

Expr *
parser_primary_expr (Parser *p, Expr *x, bool keep_parens)
{
  int length = 0;

  if (x == NULL)
    x = operand (p, keep_parens);
  for (Expr *more; (more = primary_suffix (p, x)) != NULL;)
    {
      x = more;
      if (!parser_chain (p, &length))
        break;
    }
  return x;
}

/* ---- Unary and binary ---- */

/* <- before a channel type belongs to the innermost chan that has no direction: <-chan<- T is <-chan (<-T). */
static void
reassociate_arrow (Parser *p, Expr *x)
{
  ChanDir dir = CHAN_SEND_ONLY;
  Expr *type = x;

  while (dir == CHAN_SEND_ONLY)
    {
      if (type->kind != EXPR_CHAN_TYPE)
        {
          g_autofree char *text = expr_to_string (type);

          parser_syntax_errorf (p, "unexpected %s, expected chan", text);
          return;
        }
      dir = type->chan.dir;
      if (dir == CHAN_RECV_ONLY)
        parser_syntax_error (p, "unexpected <-, expected chan");
      type->chan.dir = CHAN_RECV_ONLY;
      type = type->chan.elem;
    }
}

static Expr *
unary_expr (Parser *p)
{
  Pos pos = p->lexer.pos;
  Operator op = p->lexer.op;
  Expr *x, *operand_;

  if (tok (p) == TOK_STAR)
    {
      parser_next (p);
      x = parser_new_expr (p, EXPR_STAR, pos);
      x->star.x = parser_binary_expr (p, NULL, INT_MAX);
      return x;
    }
  if (tok (p) == TOK_OPERATOR
      && (op == OP_ADD || op == OP_SUB || op == OP_NOT || op == OP_XOR || op == OP_TILDE || op == OP_AND))
    {
      parser_next (p);
      x = parser_new_expr (p, EXPR_UNARY, pos);
      x->unary.op = op;
      operand_ = parser_binary_expr (p, NULL, INT_MAX);
      x->unary.x = op == OP_AND ? expr_unparen (operand_) : operand_;
      return x;
    }
  if (tok (p) == TOK_ARROW)
    {
      parser_next (p);
      operand_ = parser_binary_expr (p, NULL, INT_MAX);
      if (operand_->kind == EXPR_CHAN_TYPE)
        {
          reassociate_arrow (p, operand_);
          return operand_;
        }
      x = parser_new_expr (p, EXPR_UNARY, pos);
      x->unary.op = OP_RECV;
      x->unary.x = operand_;
      return x;
    }
  return parser_primary_expr (p, NULL, true);
}

/* Binary operators that bind stronger than prec (INT_MAX: none, a unary expression). x: the first operand if read. */
Expr *
parser_binary_expr (Parser *p, Expr *x, int prec)
{
  int length = 0;

  if (x == NULL)
    {
      if (!parser_enter (p))
        {
          parser_leave (p);
          return parser_bad_expr (p);
        }
      x = unary_expr (p);
      parser_leave (p);
    }
  while ((tok (p) == TOK_OPERATOR || tok (p) == TOK_STAR) && p->lexer.prec > prec)
    {
      Expr *both = parser_new_expr (p, EXPR_BINARY, p->lexer.pos);
      int op_prec = p->lexer.prec;

      if (!parser_chain (p, &length))
        break;
      both->binary.op = p->lexer.op;
      parser_next (p);
      both->binary.x = x;
      both->binary.y = parser_binary_expr (p, NULL, op_prec);
      x = both;
    }
  return x;
}

Expr *
parser_expr (Parser *p)
{
  return parser_binary_expr (p, NULL, 0);
}
