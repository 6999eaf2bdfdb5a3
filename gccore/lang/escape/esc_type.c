/* Types as the compiler's messages print them (Go 1.22 cmd/compile/internal/types/fmt.go, fmtGo): names of the package
 * itself unqualified, `interface {}`, `struct { x int; y string }`, parameters without names. */

#include "lang/escape/esc_ir.h"

#include <string.h>

#include "lang/quote.h"

static void
print_params (GString *out, const ObjectList *params, bool variadic, const Package *pkg)
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
    esc_print_type (out, type, pkg);
  }
  g_string_append_c (out, ')');
}

static void
print_signature (GString *out, const Type *type, const Package *pkg)
{
  print_params (out, &type->func.params, type->func.variadic, pkg);
  if (type->func.results.n == 1) {
    g_string_append_c (out, ' ');
    esc_print_type (out, type->func.results.v[0]->type, pkg);
  } else if (type->func.results.n > 1) {
    g_string_append_c (out, ' ');
    print_params (out, &type->func.results, false, pkg);
  }
}

static void
print_struct (GString *out, const Type *type, const Package *pkg)
{
  g_string_append (out, "struct {");
  for (int i = 0; i < type->struct_.n; i++) {
    const Field *field = &type->struct_.fields[i];

    g_string_append (out, i > 0 ? "; " : " ");
    if (!field->var->var.embedded)
      g_string_append_printf (out, "%s ", field->var->name);
    esc_print_type (out, field->var->type, pkg);
    if (field->tag && field->tag[0]) {
      g_string_append_c (out, ' ');
      lang_quote (out, field->tag, strlen (field->tag), '"', false);
    }
  }
  g_string_append (out, type->struct_.n > 0 ? " }" : "}");
}

static void
print_interface (GString *out, const Type *type, const Package *pkg)
{
  bool first = true;

  if (type->iface.is_any) {
    g_string_append (out, "any");
    return;
  }
  g_string_append (out, "interface {");
  for (int i = 0; i < type->iface.methods.n; i++) {
    const Object *method = type->iface.methods.v[i];

    g_string_append (out, first ? " " : "; ");
    if (!name_is_exported (method->name))
      g_string_append_printf (out, "%s.", method->pkg->name);
    g_string_append (out, method->name);
    print_signature (out, type_underlying (method->type), pkg);
    first = false;
  }
  for (int i = 0; i < type->iface.n_embeds; i++) {
    g_string_append (out, first ? " " : "; ");
    esc_print_type (out, type->iface.embeds[i], pkg);
    first = false;
  }
  g_string_append (out, first ? "}" : " }");
}

static void
print_chan (GString *out, const Type *type, const Package *pkg)
{
  const Type *elem = type->chan.elem;
  bool receives = elem->kind == KIND_CHAN && elem->chan.dir == CHAN_RECV_ONLY && type->chan.dir == CHAN_BOTH;

  g_string_append (out, type->chan.dir == CHAN_RECV_ONLY ? "<-chan " : type->chan.dir == CHAN_SEND_ONLY ? "chan<- "
                                                                                                    : "chan ");
  if (receives)
    g_string_append_c (out, '(');
  esc_print_type (out, elem, pkg);
  if (receives)
    g_string_append_c (out, ')');
}

void
esc_print_type (GString *out, const Type *type, const Package *pkg)
{
  switch (type->kind) {
  case KIND_NAMED: {
    const Object *obj = type->named.obj;

    if (obj->pkg && obj->pkg != pkg)
      g_string_append_printf (out, "%s.", obj->pkg->name);
    g_string_append (out, obj->name);
    for (int i = 0; i < type->named.n_targs; i++) {
      g_string_append_c (out, i > 0 ? ',' : '[');
      esc_print_type (out, type->named.targs[i], pkg);
    }
    if (type->named.n_targs > 0)
      g_string_append_c (out, ']');
    break;
  }
  case KIND_POINTER:
    g_string_append_c (out, '*');
    esc_print_type (out, type->pointer.elem, pkg);
    break;
  case KIND_SLICE:
    g_string_append (out, "[]");
    esc_print_type (out, type->slice.elem, pkg);
    break;
  case KIND_ARRAY:
    g_string_append_printf (out, "[%" G_GINT64_FORMAT "]", (gint64) type->array.len);
    esc_print_type (out, type->array.elem, pkg);
    break;
  case KIND_MAP:
    g_string_append (out, "map[");
    esc_print_type (out, type->map.key, pkg);
    g_string_append_c (out, ']');
    esc_print_type (out, type->map.elem, pkg);
    break;
  case KIND_CHAN:
    print_chan (out, type, pkg);
    break;
  case KIND_FUNC:
    g_string_append (out, "func");
    print_signature (out, type, pkg);
    break;
  case KIND_STRUCT:
    print_struct (out, type, pkg);
    break;
  case KIND_INTERFACE:
    print_interface (out, type, pkg);
    break;
  default:
    type_print (out, type, pkg);
    break;
  }
}
