#include "lang/parser_priv.h"

/* Statements. Go 1.22 cmd/compile/internal/syntax/parser.go. */

static Stmt *stmt_or_null (Parser *p);
static Stmt *if_stmt (Parser *p);

/* ---- Blocks ---- */

static StmtList
stmt_list (Parser *p)
{
  StmtList list = { 0 };

  while (tok (p) != TOK_EOF && tok (p) != TOK_RBRACE && tok (p) != TOK_CASE && tok (p) != TOK_DEFAULT)
    {
      Stmt *s = stmt_or_null (p);

      p->pragma = 0;
      if (s == NULL)
        break;
      ARENA_APPEND (p->arena, &list, s);
      if (!parser_got (p, TOK_SEMI) && tok (p) != TOK_RBRACE)
        {
          parser_syntax_error (p, "at end of statement");
          parser_advance (p, TOK_SEMI, TOK_RBRACE, TOK_CASE, TOK_DEFAULT, TOK_EOF);
          parser_got (p, TOK_SEMI);
        }
    }
  return list;
}

/* `context` names what the block belongs to; NULL: a `{` is at hand. */
static Stmt *
block_stmt (Parser *p, const char *context)
{
  Stmt *s = parser_new_stmt (p, STMT_BLOCK, p->lexer.pos);

  if (!parser_got (p, TOK_LBRACE))
    {
      parser_syntax_errorf (p, "expected { after %s", context);
      parser_advance (p, TOK_NAME, TOK_RBRACE, TOK_EOF);
      s->block.end = p->lexer.pos;
      if (parser_got (p, TOK_RBRACE))
        return s;
    }
  s->block.list = stmt_list (p);
  s->block.end = p->lexer.pos;
  parser_want (p, TOK_RBRACE);
  return s;
}

Stmt *
parser_func_body (Parser *p)
{
  int n_errors = p->n_errors;
  Stmt *body;

  p->func_nesting++;
  body = block_stmt (p, NULL);
  p->func_nesting--;
  if (n_errors == p->n_errors)
    branches_check (p->arena, body, p->input);
  return body;
}

/* ---- Simple statements ---- */

static Stmt *
expr_stmt (Parser *p, Expr *x)
{
  Stmt *s = parser_new_stmt (p, STMT_EXPR, x->pos);

  s->expr.x = x;
  return s;
}

static Stmt *
assign_stmt (Parser *p, Pos pos, ExprList lhs, ExprList rhs, Operator op, bool define)
{
  Stmt *s = parser_new_stmt (p, STMT_ASSIGN, pos);

  s->assign.lhs = lhs;
  s->assign.rhs = rhs;
  s->assign.op = op;
  s->assign.define = define;
  return s;
}

/* `range x`, at `range`. */
static Stmt *
range_clause (Parser *p, ExprList lhs, bool define)
{
  Stmt *s = parser_new_stmt (p, STMT_RANGE, p->lexer.pos);

  s->range.range_pos = p->lexer.pos;
  s->range.define = define;
  if (lhs.n > 0)
    s->range.key = lhs.v[0];
  if (lhs.n > 1)
    s->range.value = lhs.v[1];
  if (lhs.n > 2)
    s->range.extra = lhs.v[2];
  parser_next (p);
  s->range.x = parser_expr (p);
  return s;
}

/* Statements that start with one expression and are no assignment. */
static Stmt *
after_single_expr (Parser *p, ExprList lhs)
{
  Pos pos = p->lexer.pos;
  Operator op = p->lexer.op;
  ExprList rhs = { 0 };
  Stmt *s;

  switch (tok (p))
    {
    case TOK_ASSIGN_OP:
      parser_next (p);
      ARENA_APPEND (p->arena, &rhs, parser_expr (p));
      return assign_stmt (p, pos, lhs, rhs, op, false);
    case TOK_INC_OP:
      parser_next (p);
      s = assign_stmt (p, pos, lhs, rhs, op, false);
      s->assign.incdec = true;
      return s;
    case TOK_ARROW:
      s = parser_new_stmt (p, STMT_SEND, pos);
      parser_next (p);
      s->send.chan = lhs.v[0];
      s->send.value = parser_expr (p);
      return s;
    default:
      return expr_stmt (p, lhs.v[0]);
    }
}

/* `lhs`: expressions read already, or empty. `keyword`: the statement whose header this is in, or TOK_EOF. */
static Stmt *
simple_stmt (Parser *p, ExprList lhs, Token keyword)
{
  ExprList rhs;
  bool define;
  Pos pos;

  if (keyword == TOK_FOR && tok (p) == TOK_RANGE)
    return range_clause (p, lhs, false);
  if (lhs.n == 0)
    lhs = parser_expr_list (p);
  if (lhs.n == 1 && tok (p) != TOK_ASSIGN && tok (p) != TOK_DEFINE)
    return after_single_expr (p, lhs);
  if (tok (p) != TOK_ASSIGN && tok (p) != TOK_DEFINE)
    {
      parser_syntax_error (p, "expected := or = or comma");
      parser_advance (p, TOK_SEMI, TOK_RBRACE, TOK_EOF);
      return expr_stmt (p, lhs.v[0]);
    }

  pos = p->lexer.pos;
  define = tok (p) == TOK_DEFINE;
  parser_next (p);
  if (keyword == TOK_FOR && tok (p) == TOK_RANGE)
    return range_clause (p, lhs, define);
  rhs = parser_expr_list (p);
  if (keyword == TOK_SWITCH && define && rhs.n == 1 && rhs.v[0]->kind == EXPR_TYPE_SWITCH && lhs.n == 1
      && lhs.v[0]->kind == EXPR_NAME)
    {
      rhs.v[0]->type_switch.lhs = lhs.v[0];
      return expr_stmt (p, rhs.v[0]);
    }
  return assign_stmt (p, pos, lhs, rhs, OP_NONE, define);
}

/* ---- Headers of if, for, switch ---- */

typedef struct {
  Stmt *init;                 /* or a STMT_RANGE: then nothing else */
  Expr *cond;
  Stmt *post;
} Header;

static char *
emphasized (const Expr *x)
{
  g_autofree char *text = expr_to_string (x);

  return x->kind == EXPR_BINARY ? g_strdup_printf ("(%s)", text) : g_steal_pointer (&text);
}

static void
print_list (GString *out, ExprList list)
{
  for (int i = 0; i < list.n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      expr_print (out, list.v[i]);
    }
}

/* `if x = 1`: an assignment, or another statement, where a condition should be. */
static void
refuse_condition (Parser *p, const Stmt *s)
{
  g_autoptr (GString) text = g_string_new ("cannot use ");
  Pos pos = s->pos;

  if (s->kind == STMT_SEND)
    {
      expr_print (text, s->send.chan);
      g_string_append (text, " <- ");
      expr_print (text, s->send.value);
    }
  else if (s->kind == STMT_ASSIGN && s->assign.op == OP_NONE && !s->assign.define && s->assign.lhs.n == 1
           && s->assign.rhs.n == 1)
    {
      g_autofree char *lhs = emphasized (s->assign.lhs.v[0]);
      g_autofree char *rhs = emphasized (s->assign.rhs.v[0]);

      g_string_append_printf (text, "assignment %s = %s", lhs, rhs);
    }
  else if (s->kind == STMT_ASSIGN)
    {
      if (s->assign.op == OP_NONE && !s->assign.define)
        g_string_append (text, "assignment ");
      print_list (text, s->assign.lhs);
      if (s->assign.incdec)
        g_string_append_printf (text, "%s%s", operator_text (s->assign.op), operator_text (s->assign.op));
      else
        {
          g_string_append_printf (text, " %s= ", s->assign.define ? ":" : operator_text (s->assign.op));
          print_list (text, s->assign.rhs);
        }
    }
  g_string_append (text, " as value");
  parser_syntax_error_at (p, pos, text->str);
}

/* After the first semicolon of a for clause: condition and post statement. */
static Stmt *
for_clauses (Parser *p, Header *header)
{
  const ExprList none = { 0 };
  Stmt *cond = NULL;

  if (tok (p) != TOK_SEMI)
    {
      if (tok (p) == TOK_LBRACE)
        {
          parser_syntax_error (p, "expected for loop condition");
          return NULL;
        }
      cond = simple_stmt (p, none, TOK_EOF);
    }
  parser_want (p, TOK_SEMI);
  if (tok (p) != TOK_LBRACE)
    {
      header->post = simple_stmt (p, none, TOK_EOF);
      if (header->post->kind == STMT_ASSIGN && header->post->assign.define)
        parser_syntax_error_at (p, header->post->pos, "cannot declare in post statement of for loop");
    }
  return cond;
}

static void
finish_header (Parser *p, Header *header, Stmt *cond, Token keyword, Pos semi, const char *semi_text)
{
  if (cond == NULL)
    {
      if (keyword != TOK_IF || !pos_is_known (semi))
        return;
      if (strcmp (semi_text, "semicolon") != 0)
        {
          g_autofree char *text = g_strdup_printf ("unexpected %s, expected { after if clause", semi_text);

          parser_syntax_error_at (p, semi, text);
        }
      else
        parser_syntax_error_at (p, semi, "missing condition in if statement");
      header->cond = parser_new_expr (p, EXPR_BAD, semi);
    }
  else if (cond->kind == STMT_EXPR)
    header->cond = cond->expr.x;
  else
    refuse_condition (p, cond);
}

static Header
parse_header (Parser *p, Token keyword)
{
  Header header = { 0 };
  const ExprList none = { 0 };
  Stmt *cond = NULL;
  Pos semi = { 0 };
  const char *semi_text = "";
  int outer;

  parser_want (p, keyword);
  if (tok (p) == TOK_LBRACE)
    {
      if (keyword == TOK_IF)
        {
          parser_syntax_error (p, "missing condition in if statement");
          header.cond = parser_bad_expr (p);
        }
      return header;
    }

  outer = p->expr_nesting;
  p->expr_nesting = -1;
  if (tok (p) != TOK_SEMI)
    {
      if (parser_got (p, TOK_VAR))
        parser_syntax_errorf (p, "var declaration not allowed in %s initializer", token_text (keyword));
      header.init = simple_stmt (p, none, keyword);
      if (header.init->kind == STMT_RANGE)
        {
          p->expr_nesting = outer;
          return header;
        }
    }

  if (tok (p) == TOK_LBRACE)
    {
      cond = header.init;
      header.init = NULL;
    }
  else
    {
      if (tok (p) == TOK_SEMI)
        {
          semi = p->lexer.pos;
          semi_text = p->lexer.lit;
          parser_next (p);
        }
      else
        {
          parser_want (p, TOK_LBRACE);
          if (tok (p) != TOK_LBRACE)
            parser_advance (p, TOK_LBRACE, TOK_RBRACE, TOK_EOF);
        }
      if (keyword == TOK_FOR)
        cond = for_clauses (p, &header);
      else if (tok (p) != TOK_LBRACE)
        cond = simple_stmt (p, none, keyword);
    }
  finish_header (p, &header, cond, keyword, semi, semi_text);
  p->expr_nesting = outer;
  return header;
}

/* ---- Compound statements ---- */

static Stmt *
for_stmt (Parser *p)
{
  Pos pos = p->lexer.pos;
  Header header = parse_header (p, TOK_FOR);
  Stmt *s;

  if (header.init != NULL && header.init->kind == STMT_RANGE)
    {
      s = header.init;
      s->pos = pos;
      s->range.body = block_stmt (p, "for clause");
      return s;
    }
  s = parser_new_stmt (p, STMT_FOR, pos);
  s->for_.init = header.init;
  s->for_.cond = header.cond;
  s->for_.post = header.post;
  s->for_.body = block_stmt (p, "for clause");
  return s;
}

static Stmt *
else_branch (Parser *p)
{
  Stmt *s = NULL;

  if (tok (p) == TOK_LBRACE)
    return block_stmt (p, NULL);
  if (tok (p) != TOK_IF)
    {
      parser_syntax_error (p, "else must be followed by if or statement block");
      parser_advance (p, TOK_NAME, TOK_RBRACE, TOK_EOF);
      return NULL;
    }
  if (parser_enter (p))
    s = if_stmt (p);
  parser_leave (p);
  return s;
}

static Stmt *
if_stmt (Parser *p)
{
  Stmt *s = parser_new_stmt (p, STMT_IF, p->lexer.pos);
  Header header = parse_header (p, TOK_IF);

  s->if_.init = header.init;
  s->if_.cond = header.cond != NULL ? header.cond : parser_bad_expr (p);
  s->if_.then_ = block_stmt (p, "if clause");
  if (parser_got (p, TOK_ELSE))
    s->if_.else_ = else_branch (p);
  return s;
}

static Clause
clause (Parser *p, bool is_select)
{
  const ExprList none = { 0 };
  Clause c = { .pos = p->lexer.pos };

  switch (tok (p))
    {
    case TOK_CASE:
      parser_next (p);
      if (is_select)
        c.comm = simple_stmt (p, none, TOK_EOF);
      else
        c.cases = parser_expr_list (p);
      break;
    case TOK_DEFAULT:
      parser_next (p);
      c.is_default = true;
      break;
    default:
      parser_syntax_error (p, "expected case or default or }");
      parser_advance (p, TOK_COLON, TOK_CASE, TOK_DEFAULT, TOK_RBRACE, TOK_EOF);
      c.is_default = true;
    }
  c.colon = p->lexer.pos;
  parser_want (p, TOK_COLON);
  c.body = stmt_list (p);
  return c;
}

static ClauseList
clauses (Parser *p, const char *missing_brace, bool is_select, Pos *end)
{
  ClauseList list = { 0 };

  if (!parser_got (p, TOK_LBRACE))
    {
      parser_syntax_error (p, missing_brace);
      parser_advance (p, TOK_CASE, TOK_DEFAULT, TOK_RBRACE, TOK_EOF);
    }
  while (tok (p) != TOK_EOF && tok (p) != TOK_RBRACE)
    {
      Clause c = clause (p, is_select);

      ARENA_APPEND (p->arena, &list, c);
    }
  *end = p->lexer.pos;
  parser_want (p, TOK_RBRACE);
  return list;
}

static Stmt *
switch_stmt (Parser *p)
{
  Stmt *s = parser_new_stmt (p, STMT_SWITCH, p->lexer.pos);
  Header header = parse_header (p, TOK_SWITCH);
  Pos end;
  ClauseList list = clauses (p, "missing { after switch clause", false, &end);

  if (header.cond != NULL && header.cond->kind == EXPR_TYPE_SWITCH)
    {
      s->kind = STMT_TYPE_SWITCH;
      s->type_switch.init = header.init;
      s->type_switch.tag = header.cond;
      s->type_switch.clauses = list;
      s->type_switch.end = end;
    }
  else
    {
      s->switch_.init = header.init;
      s->switch_.tag = header.cond;
      s->switch_.clauses = list;
      s->switch_.end = end;
    }
  return s;
}

static Stmt *
select_stmt (Parser *p)
{
  Stmt *s = parser_new_stmt (p, STMT_SELECT, p->lexer.pos);

  parser_next (p);
  s->select.clauses = clauses (p, "missing { after select clause", true, &s->select.end);
  return s;
}

/* ---- Other statements ---- */

static Stmt *
decl_stmt (Parser *p, ParserDeclFn decl)
{
  Stmt *s = parser_new_stmt (p, STMT_DECL, p->lexer.pos);
  DeclList list = { 0 };

  parser_next (p);
  parser_append_group (p, &list, decl);
  s->decl.v = list.v;
  s->decl.n = list.n;
  return s;
}

static Stmt *
go_stmt (Parser *p)
{
  Token keyword = tok (p);
  Stmt *s = parser_new_stmt (p, keyword == TOK_GO ? STMT_GO : STMT_DEFER, p->lexer.pos);
  Expr *x;

  parser_next (p);
  x = parser_primary_expr (p, NULL, tok (p) == TOK_LPAREN);
  if (expr_unparen (x) != x)
    {
      g_autofree char *text = g_strdup_printf ("expression in %s must not be parenthesized", token_text (keyword));

      parser_error_at (p, x->pos, text);
      x = expr_unparen (x);
    }
  s->go.call = x;
  return s;
}

static Stmt *
branch_stmt (Parser *p)
{
  Stmt *s = parser_new_stmt (p, STMT_BRANCH, p->lexer.pos);
  Token keyword = tok (p);

  parser_next (p);
  switch (keyword)
    {
    case TOK_BREAK:
    case TOK_CONTINUE:
      s->branch.kind = keyword == TOK_BREAK ? BRANCH_BREAK : BRANCH_CONTINUE;
      if (tok (p) == TOK_NAME)
        s->branch.label = parser_name (p);
      break;
    case TOK_GOTO:
      s->branch.kind = BRANCH_GOTO;
      s->branch.label = parser_name (p);
      break;
    default:
      s->branch.kind = BRANCH_FALLTHROUGH;
    }
  return s;
}

static Stmt *
return_stmt (Parser *p)
{
  Stmt *s = parser_new_stmt (p, STMT_RETURN, p->lexer.pos);

  parser_next (p);
  if (tok (p) != TOK_SEMI && tok (p) != TOK_RBRACE)
    s->return_.results = parser_expr_list (p);
  return s;
}

/* At the colon. */
static Stmt *
labeled_stmt (Parser *p, Expr *label)
{
  Stmt *s = parser_new_stmt (p, STMT_LABELED, p->lexer.pos);

  s->labeled.label = label;
  parser_want (p, TOK_COLON);
  if (tok (p) == TOK_RBRACE)
    {
      s->labeled.stmt = parser_new_stmt (p, STMT_EMPTY, p->lexer.pos);
      return s;
    }
  s->labeled.stmt = stmt_or_null (p);
  if (s->labeled.stmt != NULL)
    return s;
  parser_syntax_error_at (p, s->pos, "missing statement after label");
  return NULL;
}

static Stmt *
stmt_from_token (Parser *p)
{
  const ExprList none = { 0 };
  Operator op = p->lexer.op;

  if (tok (p) == TOK_NAME)
    {
      ExprList lhs = parser_expr_list (p);

      p->pragma = 0;
      if (lhs.n == 1 && lhs.v[0]->kind == EXPR_NAME && tok (p) == TOK_COLON)
        return labeled_stmt (p, lhs.v[0]);
      return simple_stmt (p, lhs, TOK_EOF);
    }
  switch (tok (p))
    {
    case TOK_VAR: return decl_stmt (p, parser_var_decl);
    case TOK_CONST: return decl_stmt (p, parser_const_decl);
    case TOK_TYPE: return decl_stmt (p, parser_type_decl);
    case TOK_LBRACE: return block_stmt (p, NULL);
    case TOK_OPERATOR:
      if (op == OP_ADD || op == OP_SUB || op == OP_AND || op == OP_XOR || op == OP_NOT)
        return simple_stmt (p, none, TOK_EOF);
      return NULL;
    case TOK_STAR: case TOK_LITERAL: case TOK_FUNC: case TOK_LPAREN: case TOK_LBRACK: case TOK_STRUCT: case TOK_MAP:
    case TOK_CHAN: case TOK_INTERFACE: case TOK_ARROW:
      return simple_stmt (p, none, TOK_EOF);
    case TOK_FOR: return for_stmt (p);
    case TOK_SWITCH: return switch_stmt (p);
    case TOK_SELECT: return select_stmt (p);
    case TOK_IF: return if_stmt (p);
    case TOK_FALLTHROUGH: case TOK_BREAK: case TOK_CONTINUE: case TOK_GOTO:
      return branch_stmt (p);
    case TOK_GO: case TOK_DEFER:
      return go_stmt (p);
    case TOK_RETURN: return return_stmt (p);
    case TOK_SEMI: return parser_new_stmt (p, STMT_EMPTY, p->lexer.pos);
    default: return NULL;
    }
}

static Stmt *
stmt_or_null (Parser *p)
{
  Stmt *s = NULL;

  if (parser_enter (p))
    s = stmt_from_token (p);
  parser_leave (p);
  return s;
}
