/* Where a function finds its parameters, results and captured variables. */

#include <string.h>

#include "lang/codegen-internal.h"
#include "lang/dictionary.h"

/* A parameter that lives elsewhere than in its argument slot is moved there first. */
static void
bind_param (Fn *fn, Object *obj, int slot)
{
  cg_range (fn, slot, obj->type, !cg_var_on_heap (obj) && (cg_in_memory (obj) || cg_has_array (obj->type)));
  if (cg_var_on_heap (obj))
    {
      int box = cg_temp_pointer (fn);

      cg_opk (fn, VM_NEW, box, cg_type (fn->cg, obj->type));
      cg_store (fn, obj->type, box, 0, slot);
      cg_set_loc (fn, obj, LOC_BOX, box);
    }
  else
    cg_set_loc (fn, obj, cg_in_memory (obj) ? LOC_MEMORY : LOC_SLOT, slot);
}

static void
bind_result (Fn *fn, Object *obj, int slot)
{
  bool declared = obj->name && obj->name[0], named = declared && strcmp (obj->name, "_") != 0;

  cg_range (fn, slot, obj->type, fn->has_defers || (named && cg_in_memory (obj) && !cg_var_on_heap (obj)));
  if (named && cg_var_on_heap (obj))
    {
      int box = cg_temp_pointer (fn);

      if (fn->has_defers)
        {
          /* The deferreturn point reads it, whichever way it is reached. */
          g_array_index (fn->ranges, ProgRange, fn->ranges->len - 1).always = true;
          cg_op (fn, VM_ZERO, box, 1, 0);
          cg_zero (fn, obj->type, slot);
        }
      cg_opk (fn, VM_NEW, box, cg_type (fn->cg, obj->type));
      cg_set_loc (fn, obj, LOC_BOX, box);
      return;
    }
  if (declared || fn->has_defers) /* a bare return gives what is declared, with a name or without */
    cg_zero (fn, obj->type, slot);
  if (named)
    cg_set_loc (fn, obj, cg_in_memory (obj) ? LOC_MEMORY : LOC_SLOT, slot);
}

void
cg_bind_captures (Fn *fn)
{
  Func *func = fn->func;
  int n = func->captures.n;
  Type **types = CG_NEW_N (fn->cg, Type *, n + 1);
  uint64_t *offsets = CG_NEW_N (fn->cg, uint64_t, n + 2);

  for (int i = 0; i < n; i++)
    types[i] = cg_captured_by_value (func->captures.v[i]) ? func->captures.v[i]->type
                                                          : fn->cg->unit->basic[KIND_UNSAFE_POINTER];
  if (dictionary_captured_in (func))
    types[n] = fn->cg->unit->basic[KIND_UNSAFE_POINTER];
  fn->closure_type = cg_closure_type (fn->cg, types, n + dictionary_captured_in (func), offsets);
  for (int i = 0; i < n; i++)
    {
      Object *obj = func->captures.v[i];
      int slot = cg_temp (fn, types[i]);

      cg_load (fn, types[i], slot, -1, (int64_t) offsets[i]);
      cg_set_loc (fn, obj, cg_captured_by_value (obj) ? LOC_SLOT : LOC_BOX, slot);
    }
}

void
cg_count_signature (Fn *fn)
{
  Func *func = fn->func;
  ObjectList results = func->results;

  if (func->recv)
    fn->arg_slots += (int) cg_slots (func->recv->type);
  for (int i = 0; i < func->params.n; i++)
    fn->arg_slots += (int) cg_slots (func->params.v[i]->type);
  fn->result_slot = CG_NEW_N (fn->cg, int, results.n + 1);
  for (int i = 0; i < results.n; i++)
    {
      fn->result_slot[i] = 1 + fn->arg_slots + fn->result_slots;
      fn->result_slots += (int) cg_slots (results.v[i]->type);
    }
  fn->far_base = 1 + fn->arg_slots + fn->result_slots;
}

void
cg_bind_signature (Fn *fn)
{
  Func *func = fn->func;
  ObjectList results = func->results;
  int slot = 1;

  if (func->recv)
    {
      bind_param (fn, func->recv, slot);
      slot += (int) cg_slots (func->recv->type);
    }
  for (int i = 0; i < func->params.n; i++)
    {
      bind_param (fn, func->params.v[i], slot);
      slot += (int) cg_slots (func->params.v[i]->type);
    }
  for (int i = 0; i < results.n; i++)
    bind_result (fn, results.v[i], fn->result_slot[i]);
}
