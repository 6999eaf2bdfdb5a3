#include "lang/types.h"

#include <string.h>

#include "lang/check_priv.h"

/* Types as the compiler's messages spell them. Go 1.22 cmd/compile/internal/types2/typestring.go. */

#define MAX_PRINT_DEPTH 60

typedef struct {
  GString *out;
  const Package *relative_to;
  bool names;                 /* of parameters */
  int depth;
  bool in_targs;
} Printer;

static void print_type (Printer *p, const Type *t);

/* The arguments of a running program's generic types are spelled as the linker spells types. */
static bool
for_linker (const Printer *p)
{
  return p->relative_to == NULL && p->in_targs;
}

static void
print_name (Printer *p, const Object *obj)
{
  if (obj->pkg != NULL && obj->pkg != p->relative_to)
    g_string_append_printf (p->out, "%s.", for_linker (p) ? obj->pkg->path : obj->pkg->name);
  g_string_append (p->out, obj->name);
}

static void
print_params (Printer *p, const ObjectList *vars, bool variadic)
{
  g_string_append_c (p->out, '(');
  for (int i = 0; i < vars->n; i++)
    {
      const Object *var = vars->v[i];
      const Type *type = var->type;

      if (i > 0)
        g_string_append (p->out, ", ");
      if (p->names && !for_linker (p) && var->name[0] != '\0')
        g_string_append_printf (p->out, "%s ", var->name);
      if (variadic && i == vars->n - 1 && type->kind == KIND_SLICE)
        {
          g_string_append (p->out, "...");
          type = type->slice.elem;
        }
      print_type (p, type);
    }
  g_string_append_c (p->out, ')');
}

/* A type parameter may have the name of a predeclared type: where it is from tells which one is meant. */
static void
print_tparam (Printer *p, const Type *t)
{
  const Type *bound = type_underlying (t);
  const LangUnit *unit = bound->kind == KIND_INTERFACE ? bound->iface.unit : NULL;
  g_autofree char *pos = NULL;

  g_string_append (p->out, t->tparam.obj->name);
  if (unit == NULL || scope_lookup (unit->universe, t->tparam.obj->name) == NULL)
    return;
  pos = lang_format_pos (unit, t->tparam.obj->pos);
  g_string_append_printf (p->out, " /* with %s declared at %s */", t->tparam.obj->name, pos);
}

static void
print_tparams (Printer *p, const ObjectList *tparams)
{
  const Type *bound = NULL;

  if (tparams->n == 0)
    return;
  g_string_append_c (p->out, '[');
  for (int i = 0; i < tparams->n; i++)
    {
      const Type *t = tparams->v[i]->type;

      if (i > 0)
        {
          if (t->tparam.bound != bound)
            {
              g_string_append_c (p->out, ' ');
              print_type (p, bound);
            }
          g_string_append (p->out, ", ");
        }
      bound = t->tparam.bound;
      print_tparam (p, t);
    }
  if (bound != NULL)
    {
      g_string_append_c (p->out, ' ');
      print_type (p, bound);
    }
  g_string_append_c (p->out, ']');
}

static void
print_signature (Printer *p, const Type *t)
{
  print_tparams (p, &t->func.tparams);
  print_params (p, &t->func.params, t->func.variadic);
  if (t->func.results.n == 0)
    return;
  g_string_append_c (p->out, ' ');
  if (t->func.results.n == 1 && (t->func.results.v[0]->name[0] == '\0' || !p->names || for_linker (p)))
    print_type (p, t->func.results.v[0]->type);
  else
    print_params (p, &t->func.results, false);
}

/* `struct{` or `struct { `: the linker has blanks around what is in the braces. */
static void
print_open (Printer *p, const char *keyword, bool empty)
{
  g_string_append_printf (p->out, "%s%s", keyword, !for_linker (p) ? "{" : empty ? " {" : " { ");
}

static void
print_close (Printer *p, bool empty)
{
  g_string_append (p->out, for_linker (p) && !empty ? " }" : "}");
}

static void
print_struct (Printer *p, const Type *t)
{
  print_open (p, "struct", t->struct_.n == 0);
  for (int i = 0; i < t->struct_.n; i++)
    {
      const Field *field = &t->struct_.fields[i];

      if (i > 0)
        g_string_append (p->out, "; ");
      if (!field->var->var.embedded)
        {
          if (for_linker (p) && !name_is_exported (field->var->name))
            print_name (p, field->var);
          else
            g_string_append (p->out, field->var->name);
          g_string_append_c (p->out, ' ');
        }
      print_type (p, field->var->type);
      if (field->tag[0] != '\0')
        {
          g_autofree char *escaped = g_strescape (field->tag, NULL);

          g_string_append_printf (p->out, " \"%s\"", escaped);
        }
    }
  print_close (p, t->struct_.n == 0);
}

static void
print_interface (Printer *p, const Type *t)
{
  bool first = true;

  if (t->iface.is_wrong)
    {
      g_string_append (p->out, "invalid type");
      return;
    }
  if (t->iface.is_any)
    {
      g_string_append (p->out, for_linker (p) ? "interface {}" : "any");
      return;
    }
  if (t->iface.set != NULL && t->iface.set->comparable && t->iface.methods.n == 0 && t->iface.n_embeds == 0)
    {
      g_string_append (p->out, "interface{comparable}");
      return;
    }
  if (t->iface.implicit && t->iface.methods.n == 0 && t->iface.n_embeds == 1)
    {
      print_type (p, t->iface.embeds[0]);
      return;
    }
  print_open (p, "interface", t->iface.methods.n + t->iface.n_embeds == 0);
  for (int i = 0; i < t->iface.methods.n; i++)
    {
      if (!first)
        g_string_append (p->out, "; ");
      first = false;
      g_string_append (p->out, t->iface.methods.v[i]->name);
      if (t->iface.methods.v[i]->type != NULL)
        print_signature (p, t->iface.methods.v[i]->type);
    }
  for (int i = 0; i < t->iface.n_embeds; i++)
    {
      if (!first)
        g_string_append (p->out, "; ");
      first = false;
      print_type (p, t->iface.embeds[i]);
    }
  print_close (p, first);
}

static void
print_chan (Printer *p, const Type *t)
{
  const Type *elem = t->chan.elem;
  bool parens = t->chan.dir == CHAN_BOTH && elem->kind == KIND_CHAN && elem->chan.dir == CHAN_RECV_ONLY;

  g_string_append (p->out, t->chan.dir == CHAN_RECV_ONLY   ? "<-chan "
                           : t->chan.dir == CHAN_SEND_ONLY ? "chan<- "
                                                           : "chan ");
  if (parens)
    g_string_append_c (p->out, '(');
  print_type (p, elem);
  if (parens)
    g_string_append_c (p->out, ')');
}

static void
print_union (Printer *p, const Type *t)
{
  for (int i = 0; i < t->union_.n; i++)
    {
      if (i > 0)
        g_string_append (p->out, " | ");
      if (t->union_.terms[i].tilde)
        g_string_append_c (p->out, '~');
      print_type (p, t->union_.terms[i].type);
    }
}

const Object *
type_instance_around (const Type *t)
{
  for (const Scope *scope = t->named.obj->parent; scope != NULL; scope = scope->parent)
    if (scope->func != NULL)
      {
        const Func *func = scope->func;

        while (func->outer != NULL)
          func = func->outer;
        return func->obj != NULL && func->obj->func.n_targs > 0 ? func->obj : NULL;
      }
  return NULL;
}

/* Messages have a blank behind the comma, the names of a running program's types have none. */
static void
print_targs (Printer *p, Type *const *targs, int n)
{
  bool outer = p->in_targs;

  p->in_targs = true;
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (p->out, p->relative_to != NULL ? ", " : ",");
      print_type (p, targs[i]);
    }
  p->in_targs = outer;
}

static void
print_named (Printer *p, const Type *t)
{
  /* A running program's types are named with the arguments of the function around them: main.T[int;string]. */
  const Object *around = p->relative_to == NULL ? type_instance_around (t) : NULL;
  const Decl *decl = t->named.obj->type_name.decl;

  print_name (p, t->named.obj);
  if (around != NULL || t->named.n_targs > 0)
    {
      g_string_append_c (p->out, '[');
      if (around != NULL)
        print_targs (p, around->func.targs, around->func.n_targs);
      if (around != NULL && t->named.n_targs > 0)
        g_string_append_c (p->out, ';');
      print_targs (p, t->named.targs, t->named.n_targs);
      g_string_append_c (p->out, ']');
    }
  else
    print_tparams (p, &t->named.tparams);
  /* There a type that a function declares has its number (cmd/compile/internal/noder/reader.go, mangle). */
  if (p->relative_to == NULL && p->in_targs && decl != NULL && decl->type.local_number > 0)
    g_string_append_printf (p->out, "·%d", decl->type.local_number);
}

static void
print_type (Printer *p, const Type *t)
{
  if (t == NULL || p->depth > MAX_PRINT_DEPTH)
    {
      g_string_append (p->out, t == NULL ? "<nil>" : "...");
      return;
    }
  p->depth++;
  switch (t->kind)
    {
    case KIND_ARRAY:
      g_string_append_printf (p->out, "[%" G_GINT64_FORMAT "]", t->array.len);
      print_type (p, t->array.elem);
      break;
    case KIND_SLICE:
      g_string_append (p->out, "[]");
      print_type (p, t->slice.elem);
      break;
    case KIND_POINTER:
      g_string_append_c (p->out, '*');
      print_type (p, t->pointer.elem);
      break;
    case KIND_MAP:
      g_string_append (p->out, "map[");
      print_type (p, t->map.key);
      g_string_append_c (p->out, ']');
      print_type (p, t->map.elem);
      break;
    case KIND_FUNC:
      g_string_append (p->out, "func");
      print_signature (p, t);
      break;
    case KIND_STRUCT: print_struct (p, t); break;
    case KIND_INTERFACE: print_interface (p, t); break;
    case KIND_CHAN: print_chan (p, t); break;
    case KIND_TUPLE: print_params (p, &t->tuple.vars, false); break;
    case KIND_NAMED: print_named (p, t); break;
    case KIND_TYPE_PARAM: print_tparam (p, t); break;
    case KIND_UNION: print_union (p, t); break;
    case KIND_UINT8: g_string_append (p->out, for_linker (p) ? "uint8" : t->basic.name); break;
    case KIND_INT32: g_string_append (p->out, for_linker (p) ? "int32" : t->basic.name); break;
    default: g_string_append (p->out, t->basic.name); break;
    }
  p->depth--;
}

void
type_print (GString *out, const Type *t, const Package *relative_to)
{
  Printer p = { .out = out, .relative_to = relative_to, .names = true };

  print_type (&p, t);
}

void
type_print_signature (GString *out, const Type *sig, const Package *relative_to, bool names)
{
  Printer p = { .out = out, .relative_to = relative_to, .names = names };

  print_signature (&p, sig);
}

char *
type_to_string (const Type *t, const Package *relative_to)
{
  GString *out = g_string_new (NULL);

  type_print (out, t, relative_to);
  return g_string_free (out, FALSE);
}
