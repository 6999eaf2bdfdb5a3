/* Types as the compiler's messages print them (Go 1.22 cmd/compile/internal/types/fmt.go, fmtGo): names of the package
 * itself unqualified, `interface {}`, `struct { x int; y string }`, parameters without names. */

#include "lang/escape/esc_ir.h"

#include <string.h>

#include "lang/quote.h"

/* How names print. */
typedef struct {
  const Package *pkg;         /* unqualified are those of this package */
  bool link;                  /* as in symbols: all are qualified by path, fields too; predeclared aliases are spelled out */
  const char *const *shapes;  /* what stands for the parameters of a generic function; NULL: their names do */
} Names;

static void print_type (GString *out, const Type *type, const Names *names);

static void
print_params (GString *out, const ObjectList *params, bool variadic, const Names *names)
{
  g_string_append_c (out, '(');
  for (int i = 0; i < params->n; i++) {
    const Type *type = params->v[i]->type;

    if (i > 0)
      g_string_append (out, ", ");
    if (variadic && i == params->n - 1) {
      g_string_append (out, "...");
      type = type->slice.elem;
    }
    print_type (out, type, names);
  }
  g_string_append_c (out, ')');
}

static void
print_signature (GString *out, const Type *type, const Names *names)
{
  print_params (out, &type->func.params, type->func.variadic, names);
  if (type->func.results.n == 1) {
    g_string_append_c (out, ' ');
    print_type (out, type->func.results.v[0]->type, names);
  } else if (type->func.results.n > 1) {
    g_string_append_c (out, ' ');
    print_params (out, &type->func.results, false, names);
  }
}

static void
print_struct (GString *out, const Type *type, const Names *names)
{
  g_string_append (out, "struct {");
  for (int i = 0; i < type->struct_.n; i++) {
    const Field *field = &type->struct_.fields[i];

    g_string_append (out, i > 0 ? "; " : " ");
    if (!field->var->var.embedded && names->link && !name_is_exported (field->var->name))
      g_string_append_printf (out, "%s.", field->var->pkg->path);
    if (!field->var->var.embedded)
      g_string_append_printf (out, "%s ", field->var->name);
    print_type (out, field->var->type, names);
    if (field->tag && field->tag[0]) {
      g_string_append_c (out, ' ');
      lang_quote (out, field->tag, strlen (field->tag), '"', false);
    }
  }
  g_string_append (out, type->struct_.n > 0 ? " }" : "}");
}

static void
print_interface (GString *out, const Type *type, const Names *names)
{
  bool first = true;

  if (type->iface.is_any && !names->link) {
    g_string_append (out, "any");
    return;
  }
  g_string_append (out, "interface {");
  for (int i = 0; i < type->iface.methods.n; i++) {
    const Object *method = type->iface.methods.v[i];

    g_string_append (out, first ? " " : "; ");
    if (!name_is_exported (method->name))
      g_string_append_printf (out, "%s.", names->link ? method->pkg->path : method->pkg->name);
    g_string_append (out, method->name);
    print_signature (out, type_underlying (method->type), names);
    first = false;
  }
  for (int i = 0; i < type->iface.n_embeds; i++) {
    g_string_append (out, first ? " " : "; ");
    print_type (out, type->iface.embeds[i], names);
    first = false;
  }
  g_string_append (out, first ? "}" : " }");
}

static void
print_chan (GString *out, const Type *type, const Names *names)
{
  const Type *elem = type->chan.elem;
  bool receives = elem->kind == KIND_CHAN && elem->chan.dir == CHAN_RECV_ONLY && type->chan.dir == CHAN_BOTH;

  g_string_append (out, type->chan.dir == CHAN_RECV_ONLY ? "<-chan " : type->chan.dir == CHAN_SEND_ONLY ? "chan<- "
                                                                                                    : "chan ");
  if (receives)
    g_string_append_c (out, '(');
  print_type (out, elem, names);
  if (receives)
    g_string_append_c (out, ')');
}

static void
print_type (GString *out, const Type *type, const Names *names)
{
  switch (type->kind) {
  case KIND_NAMED: {
    const Object *obj = type->named.obj;

    if (obj->pkg && (names->link || obj->pkg != names->pkg))
      g_string_append_printf (out, "%s.", names->link ? obj->pkg->path : obj->pkg->name);
    g_string_append (out, obj->name);
    for (int i = 0; i < type->named.n_targs; i++) {
      g_string_append_c (out, i > 0 ? ',' : '[');
      /* They are part of the name, as in symbols. */
      print_type (out, type->named.targs[i], &(Names) { .link = true, .shapes = names->shapes });
    }
    if (type->named.n_targs > 0)
      g_string_append_c (out, ']');
    break;
  }
  case KIND_POINTER:
    g_string_append_c (out, '*');
    print_type (out, type->pointer.elem, names);
    break;
  case KIND_SLICE:
    g_string_append (out, "[]");
    print_type (out, type->slice.elem, names);
    break;
  case KIND_ARRAY:
    g_string_append_printf (out, "[%" G_GINT64_FORMAT "]", (gint64) type->array.len);
    print_type (out, type->array.elem, names);
    break;
  case KIND_MAP:
    g_string_append (out, "map[");
    print_type (out, type->map.key, names);
    g_string_append_c (out, ']');
    print_type (out, type->map.elem, names);
    break;
  case KIND_CHAN:
    print_chan (out, type, names);
    break;
  case KIND_FUNC:
    g_string_append (out, "func");
    print_signature (out, type, names);
    break;
  case KIND_STRUCT:
    print_struct (out, type, names);
    break;
  case KIND_INTERFACE:
    print_interface (out, type, names);
    break;
  case KIND_TYPE_PARAM:
    g_string_append (out, names->shapes ? names->shapes[type->tparam.index] : type->tparam.obj->name);
    break;
  default:
    if (names->link && (type->kind == KIND_UINT8 || type->kind == KIND_INT32))
      g_string_append (out, type->kind == KIND_UINT8 ? "uint8" : "int32");
    else
      type_print (out, type, names->pkg);
    break;
  }
}

void
esc_print_type (GString *out, const Type *type, const Package *pkg)
{
  Names names = { .pkg = pkg };

  print_type (out, type, &names);
}

void
esc_print_shaped_type (GString *out, const Type *type, const Package *pkg, const char *const *shapes)
{
  Names names = { .pkg = pkg, .shapes = shapes };

  print_type (out, type, &names);
}

void
esc_print_link_type (GString *out, const Type *type)
{
  Names names = { .link = true };

  print_type (out, type, &names);
}
