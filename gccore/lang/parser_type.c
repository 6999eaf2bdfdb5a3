#include "lang/parser_priv.h"

/* Types, parameters, fields. Go 1.22 cmd/compile/internal/syntax/parser.go. */

Expr *
parser_type (Parser *p)
{
  Expr *x = parser_type_or_null (p);

  if (x == NULL)
    {
      x = parser_bad_expr (p);
      parser_syntax_error (p, "expected type");
      parser_advance (p, TOK_COMMA, TOK_COLON, TOK_SEMI, TOK_RPAREN, TOK_RBRACK, TOK_RBRACE, TOK_EOF);
    }
  return x;
}

static Expr *
chan_element (Parser *p)
{
  Expr *x = parser_type_or_null (p);

  if (x == NULL)
    {
      x = parser_bad_expr (p);
      parser_syntax_error (p, "missing channel element type");
    }
  return x;
}

static Expr *
chan_type (Parser *p, Pos pos, ChanDir dir)
{
  Expr *x = parser_new_expr (p, EXPR_CHAN_TYPE, pos);

  x->chan.dir = dir;
  if (dir == CHAN_BOTH && parser_got (p, TOK_ARROW))
    x->chan.dir = CHAN_SEND_ONLY;
  x->chan.elem = chan_element (p);
  return x;
}

static Expr *
map_type (Parser *p, Pos pos)
{
  Expr *x = parser_new_expr (p, EXPR_MAP_TYPE, pos);

  parser_want (p, TOK_LBRACK);
  x->map.key = parser_type (p);
  parser_want (p, TOK_RBRACK);
  x->map.value = parser_type (p);
  return x;
}

static Expr *
pointer_type (Parser *p, Pos pos, Expr *elem)
{
  Expr *x = parser_new_expr (p, EXPR_STAR, pos);

  x->star.x = elem;
  return x;
}

/* The `[` has been read. */
Expr *
parser_array_type (Parser *p, Pos pos, Expr *len)
{
  Expr *x;

  if (len == NULL && !parser_got (p, TOK_DOTDOTDOT))
    {
      p->expr_nesting++;
      len = parser_expr (p);
      p->expr_nesting--;
    }
  if (tok (p) == TOK_COMMA)
    {
      parser_syntax_error (p, "unexpected comma; expected ]");
      parser_next (p);
    }
  parser_want (p, TOK_RBRACK);
  x = parser_new_expr (p, EXPR_ARRAY_TYPE, pos);
  x->array.len = len;
  x->array.elem = parser_type (p);
  return x;
}

/* The `[]` has been read. */
Expr *
parser_slice_type (Parser *p, Pos pos)
{
  Expr *x = parser_new_expr (p, EXPR_SLICE_TYPE, pos);

  x->elem.elem = parser_type (p);
  return x;
}

/* ---- Structs ---- */

static void
add_field (Parser *p, FieldList *fields, Pos pos, Expr *name, Expr *type, Expr *tag)
{
  FieldSyntax field = { .pos = pos, .name = name, .type = type, .tag = tag, .embedded = name == NULL };

  ARENA_APPEND (p->arena, fields, field);
}

/* Behind a name: `[n]E` and `[]E` are types, `[T]` and `[T, U]` type arguments: an EXPR_INDEX without x. */
static Expr *
array_or_type_arguments (Parser *p)
{
  Pos pos = p->lexer.pos;
  Expr *index, *x;
  bool comma = false;

  parser_want (p, TOK_LBRACK);
  if (parser_got (p, TOK_RBRACK))
    return parser_slice_type (p, pos);
  index = parser_type_list (p, false, &comma);
  parser_want (p, TOK_RBRACK);
  if (!comma)
    {
      Expr *elem = parser_type_or_null (p);

      if (elem != NULL)
        {
          x = parser_new_expr (p, EXPR_ARRAY_TYPE, pos);
          x->array.len = index;
          x->array.elem = elem;
          return x;
        }
    }
  x = parser_new_expr (p, EXPR_INDEX, pos);
  x->index.index = index;
  return x;
}

static void
named_field (Parser *p, FieldList *fields, Pos pos)
{
  Expr *name = parser_name (p);
  Expr *type, *tag;
  ExprList names;

  if (tok (p) == TOK_DOT || tok (p) == TOK_LITERAL || tok (p) == TOK_SEMI || tok (p) == TOK_RBRACE)
    {
      type = parser_qualified_name (p, name);
      add_field (p, fields, pos, NULL, type, parser_optional_literal (p));
      return;
    }
  names = parser_name_list (p, name);
  if (names.n == 1 && tok (p) == TOK_LBRACK)
    {
      type = array_or_type_arguments (p);
      if (type->kind == EXPR_INDEX)
        {
          type->index.x = name;
          add_field (p, fields, pos, NULL, type, parser_optional_literal (p));
          return;
        }
    }
  else
    type = parser_type (p);
  tag = parser_optional_literal (p);
  for (int i = 0; i < names.n; i++)
    add_field (p, fields, names.v[i]->pos, names.v[i], type, tag);
}

static bool
field_decl (Parser *p, void *data)
{
  FieldList *fields = data;
  Pos pos = p->lexer.pos;
  Expr *type;

  switch (tok (p))
    {
    case TOK_NAME:
      named_field (p, fields, pos);
      break;
    case TOK_STAR:
      parser_next (p);
      if (tok (p) == TOK_LPAREN)
        {
          parser_syntax_error (p, "cannot parenthesize embedded type");
          parser_next (p);
          type = parser_qualified_name (p, NULL);
          parser_got (p, TOK_RPAREN);
        }
      else
        type = parser_qualified_name (p, NULL);
      type = pointer_type (p, pos, type);
      add_field (p, fields, pos, NULL, type, parser_optional_literal (p));
      break;
    case TOK_LPAREN:
      parser_syntax_error (p, "cannot parenthesize embedded type");
      parser_next (p);
      if (tok (p) == TOK_STAR)
        {
          Pos star = p->lexer.pos;

          parser_next (p);
          type = pointer_type (p, star, parser_qualified_name (p, NULL));
        }
      else
        type = parser_qualified_name (p, NULL);
      parser_got (p, TOK_RPAREN);
      add_field (p, fields, pos, NULL, type, parser_optional_literal (p));
      break;
    default:
      parser_syntax_error (p, "expected field name or embedded type");
      parser_advance (p, TOK_SEMI, TOK_RBRACE, TOK_EOF);
    }
  return false;
}

static Expr *
struct_type (Parser *p)
{
  Expr *x = parser_new_expr (p, EXPR_STRUCT_TYPE, p->lexer.pos);

  parser_next (p);
  parser_want (p, TOK_LBRACE);
  parser_list (p, "struct type", TOK_SEMI, TOK_RBRACE, field_decl, &x->struct_type.fields);
  return x;
}

/* ---- Interfaces ---- */

static Expr *
embedded_term (Parser *p)
{
  Expr *x;

  if (tok (p) == TOK_OPERATOR && p->lexer.op == OP_TILDE)
    {
      x = parser_new_expr (p, EXPR_UNARY, p->lexer.pos);
      x->unary.op = OP_TILDE;
      parser_next (p);
      x->unary.x = parser_type (p);
      return x;
    }
  x = parser_type_or_null (p);
  if (x == NULL)
    {
      x = parser_bad_expr (p);
      parser_syntax_error (p, "expected ~ term or type");
      parser_advance (p, TOK_OPERATOR, TOK_SEMI, TOK_RPAREN, TOK_RBRACK, TOK_RBRACE, TOK_EOF);
    }
  return x;
}

/* term | term ...; `first` is the first term if it was read already. */
static Expr *
embedded_union (Parser *p, Expr *first)
{
  Expr *x = first != NULL ? first : embedded_term (p);
  int length = 0;

  while (tok (p) == TOK_OPERATOR && p->lexer.op == OP_OR)
    {
      Expr *both = parser_new_expr (p, EXPR_BINARY, p->lexer.pos);

      if (!parser_chain (p, &length))
        break;
      both->binary.op = OP_OR;
      parser_next (p);
      both->binary.x = x;
      both->binary.y = embedded_term (p);
      x = both;
    }
  return x;
}

/* `name [` in an interface: a wrongly generic method, or an embedded instance. */
static void
method_or_instance (Parser *p, FieldSyntax *field, Expr *name)
{
  const char *context = "interface method";
  Pos pos = p->lexer.pos;
  FieldList list = { 0 };
  Expr *x;

  parser_next (p);
  if (tok (p) == TOK_RBRACK)
    {
      Pos empty = p->lexer.pos;

      parser_next (p);
      parser_error_at (p, empty, tok (p) == TOK_LPAREN ? "empty type parameter list" : "empty type argument list");
    }
  else
    list = parser_param_list (p, NULL, NULL, TOK_RBRACK, false);

  if (list.n == 0 || list.v[0].name != NULL)
    {
      if (list.n == 0 && tok (p) != TOK_LPAREN)
        field->type = name;
      else
        {
          field->name = name;
          field->type = parser_func_type (p, context, NULL);
        }
      if (list.n > 0)
        parser_error_at (p, pos, "interface method must have no type parameters");
      return;
    }
  x = parser_new_expr (p, EXPR_INDEX, pos);
  x->index.x = name;
  if (list.n == 1)
    x->index.index = list.v[0].type;
  else
    {
      x->index.index = parser_new_expr (p, EXPR_LIST, list.v[0].pos);
      for (int i = 0; i < list.n; i++)
        ARENA_APPEND (p->arena, &x->index.index->list.elems, list.v[i].type);
    }
  field->type = x;
}

static bool
interface_element (Parser *p, void *data)
{
  FieldList *elems = data;
  FieldSyntax field = { .pos = p->lexer.pos };

  if (tok (p) == TOK_NAME)
    {
      Expr *name = parser_name (p);

      if (tok (p) == TOK_LPAREN)
        {
          field.name = name;
          field.type = parser_func_type (p, "interface method", NULL);
        }
      else if (tok (p) == TOK_LBRACK)
        method_or_instance (p, &field, name);
      else
        field.type = parser_qualified_name (p, name);
    }
  if (field.name == NULL)
    {
      field.type = embedded_union (p, field.type);
      field.embedded = true;
    }
  ARENA_APPEND (p->arena, elems, field);
  return false;
}

static Expr *
interface_type (Parser *p)
{
  Expr *x = parser_new_expr (p, EXPR_INTERFACE_TYPE, p->lexer.pos);

  parser_next (p);
  parser_want (p, TOK_LBRACE);
  parser_list (p, "interface type", TOK_SEMI, TOK_RBRACE, interface_element, &x->interface_type.elems);
  return x;
}

/* ---- Functions ---- */

static FieldList
func_result (Parser *p)
{
  FieldList results = { 0 };
  FieldSyntax field = { .pos = p->lexer.pos };

  if (parser_got (p, TOK_LPAREN))
    return parser_param_list (p, NULL, NULL, TOK_RPAREN, false);
  field.type = parser_type_or_null (p);
  if (field.type != NULL)
    ARENA_APPEND (p->arena, &results, field);
  return results;
}

/* Behind `func` and the name. With a context, type parameters are refused. */
Expr *
parser_func_type (Parser *p, const char *context, FieldList *tparams)
{
  Expr *x = parser_new_expr (p, EXPR_FUNC_TYPE, p->lexer.pos);
  FieldList list = { 0 };

  if (parser_got (p, TOK_LBRACK))
    {
      if (context != NULL)
        {
          g_autofree char *text = g_strconcat (context, " must have no type parameters", NULL);

          parser_syntax_error_at (p, x->pos, text);
        }
      if (tok (p) == TOK_RBRACK)
        {
          parser_syntax_error (p, "empty type parameter list");
          parser_next (p);
        }
      else
        list = parser_param_list (p, NULL, NULL, TOK_RBRACK, true);
    }
  if (tparams != NULL)
    *tparams = list;
  parser_want (p, TOK_LPAREN);
  x->func_type.params = parser_param_list (p, NULL, NULL, TOK_RPAREN, false);
  x->func_type.results = func_result (p);
  return x;
}

static bool
at_operator (const Parser *p, Operator op)
{
  return tok (p) == TOK_OPERATOR && p->lexer.op == op;
}

/* A parameter that starts with a name. */
static void
named_param (Parser *p, FieldSyntax *field, Expr *name, bool constraints)
{
  if (tok (p) == TOK_LBRACK)
    {
      field->type = array_or_type_arguments (p);
      if (field->type->kind == EXPR_INDEX)
        field->type->index.x = name;
      else
        field->name = name;
    }
  else if (tok (p) == TOK_DOT)
    field->type = parser_qualified_name (p, name);
  else if (constraints && at_operator (p, OP_OR))
    field->type = name;
  else
    {
      field->name = name;
      return;
    }
  if (constraints && at_operator (p, OP_OR))
    field->type = embedded_union (p, field->type);
}

/* One parameter; false: there is none, reported. `name` was read already if not NULL. */
static bool
param_decl (Parser *p, Expr *name, Token close, FieldSyntax *field)
{
  bool constraints = close == TOK_RBRACK;

  *field = (FieldSyntax) { .pos = name != NULL ? name->pos : p->lexer.pos };
  if (name == NULL && constraints && at_operator (p, OP_TILDE))
    {
      field->type = embedded_union (p, NULL);
      return true;
    }
  if (name != NULL || tok (p) == TOK_NAME)
    {
      named_param (p, field, name != NULL ? name : parser_name (p), constraints);
      if (field->type != NULL)
        return true;
    }
  if (tok (p) == TOK_DOTDOTDOT)
    {
      field->type = parser_new_expr (p, EXPR_DOTS_TYPE, p->lexer.pos);
      parser_next (p);
      field->type->elem.elem = parser_type_or_null (p);
      if (field->type->elem.elem == NULL)
        {
          field->type->elem.elem = parser_bad_expr (p);
          parser_syntax_error (p, "... is missing type");
        }
      return true;
    }
  if (constraints && at_operator (p, OP_TILDE))
    {
      field->type = embedded_union (p, NULL);
      return true;
    }
  field->type = parser_type_or_null (p);
  if (constraints && at_operator (p, OP_OR) && field->type != NULL)
    field->type = embedded_union (p, field->type);
  if (field->name != NULL || field->type != NULL)
    return true;
  parser_syntax_errorf (p, "expected %s", parser_token_name (close));
  parser_advance (p, TOK_COMMA, close, TOK_EOF);
  return false;
}

typedef struct {
  Expr *name, *type;          /* of the first parameter, if read already */
  Token close;
  FieldList list;
  int n_named, n_typed;       /* parameters with both name and type; with a type */
} ParamState;

static bool
param_element (Parser *p, void *data)
{
  ParamState *state = data;
  FieldSyntax field;
  bool ok = true;

  if (state->type != NULL)
    field = (FieldSyntax) { .pos = state->name->pos, .name = state->name, .type = state->type };
  else
    ok = param_decl (p, state->name, state->close, &field);
  state->name = NULL;
  state->type = NULL;
  if (ok)
    {
      state->n_named += field.name != NULL && field.type != NULL;
      state->n_typed += field.type != NULL;
      ARENA_APPEND (p->arena, &state->list, field);
    }
  return false;
}

/* `a, b T, c U`: gives each name its type, from right to left. */
static void
distribute_types (Parser *p, ParamState *state, Pos end, bool require_names)
{
  Pos error_pos = { 0 };
  Expr *type = NULL;
  const char *text = "mixed named and unnamed parameters";

  for (int i = state->list.n - 1; i >= 0; i--)
    {
      FieldSyntax *field = &state->list.v[i];

      if (field->type != NULL)
        {
          type = field->type;
          if (field->name == NULL)
            {
              error_pos = expr_start (type);
              field->name = parser_new_name (p, error_pos, "_", 1);
            }
        }
      else if (type != NULL)
        field->type = type;
      else
        {
          error_pos = field->name->pos;
          field->type = parser_new_expr (p, EXPR_BAD, error_pos);
        }
    }
  if (!pos_is_known (error_pos))
    return;
  if (require_names && state->n_named == state->n_typed)
    {
      error_pos = end;
      text = "missing type constraint";
    }
  else if (require_names)
    text = state->list.n == 1 ? "missing type parameter name or invalid array length" : "missing type parameter name";
  parser_syntax_error_at (p, error_pos, text);
}

/* The opening bracket has been read, and perhaps the first name, or name and type. */
FieldList
parser_param_list (Parser *p, Expr *name, Expr *type, Token close, bool require_names)
{
  ParamState state = { .name = name, .type = type, .close = close };
  Pos end;

  if (name != NULL && type != NULL && tok (p) == close)
    {
      parser_next (p);
      param_element (p, &state);
      return state.list;
    }
  end = parser_list (p, "parameter list", TOK_COMMA, close, param_element, &state);
  if (state.list.n == 0)
    return state.list;
  if (state.n_named == 0 && !require_names)
    for (int i = 0; i < state.list.n; i++)
      {
        FieldSyntax *field = &state.list.v[i];

        if (field->name != NULL)
          {
            field->type = field->name;
            field->name = NULL;
          }
      }
  else if (state.n_named != state.list.n)
    distribute_types (p, &state, end, require_names);
  return state.list;
}

/* ---- Names and all types ---- */

Expr *
parser_qualified_name (Parser *p, Expr *name)
{
  Expr *x = name;

  if (x == NULL && tok (p) == TOK_NAME)
    x = parser_name (p);
  else if (x == NULL)
    {
      x = parser_new_name (p, p->lexer.pos, "_", 1);
      parser_syntax_error (p, "expected name");
      parser_advance (p, TOK_DOT, TOK_SEMI, TOK_RBRACE, TOK_EOF);
    }
  if (tok (p) == TOK_DOT)
    {
      Expr *selector = parser_new_expr (p, EXPR_SELECTOR, p->lexer.pos);

      parser_next (p);
      selector->selector.x = x;
      selector->selector.name = parser_name (p);
      x = selector;
    }
  if (tok (p) == TOK_LBRACK)
    {
      Expr *instance = parser_new_expr (p, EXPR_INDEX, p->lexer.pos);
      bool comma;

      parser_next (p);
      instance->index.x = x;
      if (tok (p) == TOK_RBRACK)
        {
          parser_syntax_error (p, "expected type argument list");
          instance->index.index = parser_bad_expr (p);
        }
      else
        instance->index.index = parser_type_list (p, true, &comma);
      parser_want (p, TOK_RBRACK);
      x = instance;
    }
  return x;
}

/* Types separated by commas, as EXPR_LIST if there are several. Not strict: the first may be any expression. */
Expr *
parser_type_list (Parser *p, bool strict, bool *comma)
{
  Expr *x, *type;

  *comma = false;
  p->expr_nesting++;
  x = strict ? parser_type (p) : parser_expr (p);
  if (parser_got (p, TOK_COMMA))
    {
      *comma = true;
      type = parser_type_or_null (p);
      if (type != NULL)
        {
          Expr *list = parser_new_expr (p, EXPR_LIST, x->pos);

          ARENA_APPEND (p->arena, &list->list.elems, x);
          while (type != NULL)
            {
              ARENA_APPEND (p->arena, &list->list.elems, type);
              type = parser_got (p, TOK_COMMA) ? parser_type_or_null (p) : NULL;
            }
          x = list;
        }
    }
  p->expr_nesting--;
  return x;
}

static Expr *
type_or_null (Parser *p)
{
  Pos pos = p->lexer.pos;
  Expr *x;

  switch (tok (p))
    {
    case TOK_STAR:
      parser_next (p);
      return pointer_type (p, pos, parser_type (p));
    case TOK_ARROW:
      parser_next (p);
      parser_want (p, TOK_CHAN);
      return chan_type (p, pos, CHAN_RECV_ONLY);
    case TOK_FUNC:
      parser_next (p);
      return parser_func_type (p, "function type", NULL);
    case TOK_LBRACK:
      parser_next (p);
      return parser_got (p, TOK_RBRACK) ? parser_slice_type (p, pos) : parser_array_type (p, pos, NULL);
    case TOK_CHAN:
      parser_next (p);
      return chan_type (p, pos, CHAN_BOTH);
    case TOK_MAP:
      parser_next (p);
      return map_type (p, pos);
    case TOK_STRUCT:
      return struct_type (p);
    case TOK_INTERFACE:
      return interface_type (p);
    case TOK_NAME:
      return parser_qualified_name (p, NULL);
    case TOK_LPAREN:
      parser_next (p);
      x = parser_type (p);
      parser_want (p, TOK_RPAREN);
      return x;
    default:
      return NULL;
    }
}

Expr *
parser_type_or_null (Parser *p)
{
  Expr *x = NULL;

  if (parser_enter (p))
    x = type_or_null (p);
  parser_leave (p);
  return x;
}
