#include "lang/ast.h"

#include <string.h>

Expr *
expr_unparen (Expr *x)
{
  while (x->kind == EXPR_PAREN)
    x = x->paren.x;
  return x;
}

/* Leftmost position, with the compiler's quirk that a slice expression starts at its `[`.
 * Go 1.22 cmd/compile/internal/syntax/positions.go, StartPos. */
Pos
expr_start (const Expr *x)
{
  for (;;)
    switch (x->kind)
      {
      case EXPR_COMPOSITE:
        if (x->composite.type == NULL)
          return x->pos;
        x = x->composite.type;
        break;
      case EXPR_SELECTOR:
        x = x->selector.x;
        break;
      case EXPR_INDEX:
        if (x->index.x == NULL)
          return x->pos;
        x = x->index.x;
        break;
      case EXPR_ASSERT:
        x = x->assert.x;
        break;
      case EXPR_TYPE_SWITCH:
        x = x->type_switch.lhs != NULL ? x->type_switch.lhs : x->type_switch.x;
        break;
      case EXPR_BINARY:
        x = x->binary.x;
        break;
      case EXPR_CALL:
        x = x->call.fun;
        break;
      case EXPR_CONVERT:
        x = x->convert.x;
        break;
      case EXPR_LIST:
        if (x->list.elems.n == 0)
          return x->pos;
        x = x->list.elems.v[0];
        break;
      default:
        return x->pos;
      }
}

static Pos
pos_after (Pos pos, gsize len)
{
  pos.col = (uint16_t) MIN (pos.col + len, 65535);
  return pos;
}

static const Expr *
last_type (const FieldList *fields)
{
  return fields->n > 0 ? fields->v[fields->n - 1].type : NULL;
}

/* Go 1.22 cmd/compile/internal/syntax/positions.go, EndPos: approximate, for scopes. */
Pos
expr_end (const Expr *x)
{
  for (;;)
    {
      const Expr *last = NULL;

      switch (x->kind)
        {
        case EXPR_NAME: return pos_after (x->pos, strlen (x->name.text));
        case EXPR_LITERAL: return pos_after (x->pos, x->literal.len);
        case EXPR_COMPOSITE: return x->composite.end;
        case EXPR_FUNC_LIT: return x->func_lit.body->block.end;
        case EXPR_KEY_VALUE: last = x->key_value.value; break;
        case EXPR_PAREN: last = x->paren.x; break;
        case EXPR_SELECTOR: last = x->selector.name; break;
        case EXPR_INDEX: last = x->index.index; break;
        case EXPR_SLICE:
          last = x->slice.max != NULL ? x->slice.max : x->slice.hi != NULL ? x->slice.hi
                 : x->slice.lo != NULL ? x->slice.lo : x->slice.x;
          break;
        case EXPR_ASSERT: last = x->assert.type; break;
        case EXPR_TYPE_SWITCH: last = x->type_switch.x; break;
        case EXPR_STAR: last = x->star.x; break;
        case EXPR_UNARY: last = x->unary.x; break;
        case EXPR_BINARY: last = x->binary.y; break;
        case EXPR_CALL: last = x->call.args.n > 0 ? x->call.args.v[x->call.args.n - 1] : x->call.fun; break;
        case EXPR_CONVERT: last = x->convert.x; break;
        case EXPR_ARRAY_TYPE: last = x->array.elem; break;
        case EXPR_SLICE_TYPE:
        case EXPR_DOTS_TYPE: last = x->elem.elem; break;
        case EXPR_STRUCT_TYPE: last = last_type (&x->struct_type.fields); break;
        case EXPR_INTERFACE_TYPE: last = last_type (&x->interface_type.elems); break;
        case EXPR_FUNC_TYPE:
          last = last_type (&x->func_type.results);
          if (last == NULL)
            last = last_type (&x->func_type.params);
          break;
        case EXPR_MAP_TYPE: last = x->map.value; break;
        case EXPR_CHAN_TYPE: last = x->chan.elem; break;
        case EXPR_LIST: last = x->list.elems.n > 0 ? x->list.elems.v[x->list.elems.n - 1] : NULL; break;
        default: break;
        }
      if (last == NULL)
        return x->pos;
      x = last;
    }
}

/* ---- Source text ---- */

static void
print_exprs (GString *out, const ExprList *list)
{
  for (int i = 0; i < list->n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      expr_print (out, list->v[i]);
    }
}

/* `a, b T, c U`: names that share their type syntax are printed together. */
static void
print_fields (GString *out, const FieldList *fields, const char *separator)
{
  for (int i = 0; i < fields->n;)
    {
      int j = i + 1;

      if (i > 0)
        g_string_append (out, separator);
      if (fields->v[i].name != NULL)
        {
          while (j < fields->n && fields->v[j].name != NULL && fields->v[j].type == fields->v[i].type)
            j++;
          for (int k = i; k < j; k++)
            g_string_append_printf (out, "%s%s", k > i ? ", " : "", fields->v[k].name->name.text);
          g_string_append_c (out, ' ');
        }
      expr_print (out, fields->v[i].type);
      if (fields->v[i].tag != NULL)
        {
          g_string_append_c (out, ' ');
          expr_print (out, fields->v[i].tag);
        }
      i = j;
    }
}

static void
print_signature (GString *out, const Expr *x)
{
  const FieldList *results = &x->func_type.results;

  g_string_append_c (out, '(');
  print_fields (out, &x->func_type.params, ", ");
  g_string_append_c (out, ')');
  if (results->n == 0)
    return;
  g_string_append_c (out, ' ');
  if (results->n == 1 && results->v[0].name == NULL)
    {
      expr_print (out, results->v[0].type);
      return;
    }
  g_string_append_c (out, '(');
  print_fields (out, results, ", ");
  g_string_append_c (out, ')');
}

static void
print_interface (GString *out, const Expr *x)
{
  const FieldList *elems = &x->interface_type.elems;

  g_string_append (out, "interface{");
  for (int i = 0; i < elems->n; i++)
    {
      if (i > 0)
        g_string_append (out, "; ");
      if (elems->v[i].name != NULL)
        {
          g_string_append (out, elems->v[i].name->name.text);
          print_signature (out, elems->v[i].type);
        }
      else
        expr_print (out, elems->v[i].type);
    }
  g_string_append_c (out, '}');
}

static void
print_chan (GString *out, const Expr *x)
{
  const Expr *elem = x->chan.elem;
  bool parens = x->chan.dir == CHAN_BOTH && elem->kind == EXPR_CHAN_TYPE && elem->chan.dir == CHAN_RECV_ONLY;

  g_string_append (out, x->chan.dir == CHAN_RECV_ONLY   ? "<-chan "
                        : x->chan.dir == CHAN_SEND_ONLY ? "chan<- "
                                                        : "chan ");
  if (parens)
    g_string_append_c (out, '(');
  expr_print (out, elem);
  if (parens)
    g_string_append_c (out, ')');
}

static void
print_slice (GString *out, const Expr *x)
{
  expr_print (out, x->slice.x);
  g_string_append_c (out, '[');
  if (x->slice.lo != NULL)
    expr_print (out, x->slice.lo);
  g_string_append_c (out, ':');
  if (x->slice.hi != NULL)
    expr_print (out, x->slice.hi);
  if (x->slice.max != NULL)
    {
      g_string_append_c (out, ':');
      expr_print (out, x->slice.max);
    }
  g_string_append_c (out, ']');
}

/* Two parts and what stands before, between and behind them; a part may be NULL. */
static void
print_parts (GString *out, const char *before, const Expr *a, const char *between, const Expr *b, const char *behind)
{
  g_string_append (out, before);
  if (a != NULL)
    expr_print (out, a);
  g_string_append (out, between);
  if (b != NULL)
    expr_print (out, b);
  g_string_append (out, behind);
}

void
expr_print (GString *out, const Expr *x)
{
  switch (x->kind)
    {
    case EXPR_BAD: g_string_append (out, "<bad expr>"); break;
    case EXPR_NAME: g_string_append (out, x->name.text); break;
    case EXPR_LITERAL: g_string_append_len (out, x->literal.text, (gssize) x->literal.len); break;
    case EXPR_COMPOSITE:
      print_parts (out, "", x->composite.type, x->composite.elems.n > 0 ? "{…}" : "{}", NULL, "");
      break;
    case EXPR_KEY_VALUE: print_parts (out, "", x->key_value.key, ": ", x->key_value.value, ""); break;
    case EXPR_FUNC_LIT:
      print_parts (out, "", x->func_lit.type, x->func_lit.body->block.list.n > 0 ? " {…}" : " {}", NULL, "");
      break;
    case EXPR_PAREN: print_parts (out, "(", x->paren.x, ")", NULL, ""); break;
    case EXPR_SELECTOR:
      /* Inserted steps to a promoted member are not in the source. */
      {
        const Expr *base = x->selector.x;

        while (base->kind == EXPR_SELECTOR && base->implicit)
          base = base->selector.x;
        print_parts (out, "", base, ".", x->selector.name, "");
      }
      break;
    case EXPR_INDEX: print_parts (out, "", x->index.x, "[", x->index.index, "]"); break;
    case EXPR_SLICE: print_slice (out, x); break;
    case EXPR_ASSERT: print_parts (out, "", x->assert.x, ".(", x->assert.type, ")"); break;
    case EXPR_TYPE_SWITCH:
      print_parts (out, "", x->type_switch.lhs, x->type_switch.lhs != NULL ? " := " : "", x->type_switch.x, ".(type)");
      break;
    case EXPR_STAR: print_parts (out, "*", x->star.x, "", NULL, ""); break;
    case EXPR_UNARY: print_parts (out, operator_text (x->unary.op), x->unary.x, "", NULL, ""); break;
    case EXPR_BINARY:
      expr_print (out, x->binary.x);
      g_string_append_printf (out, " %s ", operator_text (x->binary.op));
      expr_print (out, x->binary.y);
      break;
    case EXPR_CALL:
      expr_print (out, x->call.fun);
      g_string_append_c (out, '(');
      print_exprs (out, &x->call.args);
      g_string_append (out, x->call.has_dots ? "...)" : ")");
      break;
    case EXPR_CONVERT: expr_print (out, x->convert.x); break;
    case EXPR_ARRAY_TYPE:
      print_parts (out, "[", x->array.len, x->array.len != NULL ? "]" : "...]", x->array.elem, "");
      break;
    case EXPR_SLICE_TYPE: print_parts (out, "[]", x->elem.elem, "", NULL, ""); break;
    case EXPR_DOTS_TYPE: print_parts (out, "...", x->elem.elem, "", NULL, ""); break;
    case EXPR_STRUCT_TYPE:
      g_string_append (out, "struct{");
      print_fields (out, &x->struct_type.fields, "; ");
      g_string_append_c (out, '}');
      break;
    case EXPR_INTERFACE_TYPE: print_interface (out, x); break;
    case EXPR_FUNC_TYPE:
      g_string_append (out, "func");
      print_signature (out, x);
      break;
    case EXPR_MAP_TYPE: print_parts (out, "map[", x->map.key, "]", x->map.value, ""); break;
    case EXPR_CHAN_TYPE: print_chan (out, x); break;
    case EXPR_LIST: print_exprs (out, &x->list.elems); break;
    }
}

char *
expr_to_string (const Expr *x)
{
  GString *out = g_string_new (NULL);

  expr_print (out, x);
  return g_string_free (out, FALSE);
}
