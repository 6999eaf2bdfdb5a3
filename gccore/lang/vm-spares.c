#include "lang/vm-spares.h"

VmSpares
vm_spare_sudogs (Vm *vm)
{
  return (VmSpares) { vm->p->sudogs, &vm->p->n_sudogs, P_SUDOG_CACHE_LEN, &vm->st->shared_sudogs, 8 };
}

VmSpares
vm_spare_defers (Vm *vm)
{
  return (VmSpares) { vm->p->defers, &vm->p->n_defers, P_DEFER_CACHE_LEN, &vm->st->shared_defers, 0 };
}

/* Lists change without write barriers: what is linked or unlinked is shaded instead. */
static Addr
swap_link (Vm *vm, const VmSpares *spares, Addr record, Addr next)
{
  Addr *link = vm_own (vm, record + spares->link, sizeof (Addr)), old = *link;

  gc_shade (vm->gc, vm->p, vm->g, record);
  gc_shade (vm->gc, vm->p, vm->g, old);
  gc_shade (vm->gc, vm->p, vm->g, next);
  *link = next;
  return old;
}

static void
fetch_shared (Vm *vm, const VmSpares *spares)
{
  while (*spares->shared != 0 && *spares->n_own < spares->max_own / 2)
    {
      Addr record = *spares->shared;

      *spares->shared = swap_link (vm, spares, record, 0);
      spares->own[(*spares->n_own)++] = record;
    }
}

static void
share_half (Vm *vm, const VmSpares *spares)
{
  for (uint32_t i = spares->max_own / 2; i < spares->max_own; i++)
    {
      swap_link (vm, spares, spares->own[i], *spares->shared);
      *spares->shared = spares->own[i];
      spares->own[i] = 0;
    }
  *spares->n_own = spares->max_own / 2;
}

Addr
vm_take_spare (Vm *vm, VmSpares spares)
{
  Addr record;

  if (*spares.n_own == 0)
    fetch_shared (vm, &spares);
  if (*spares.n_own == 0)
    return 0;
  record = spares.own[--*spares.n_own];
  spares.own[*spares.n_own] = 0;
  gc_shade (vm->gc, vm->p, vm->g, record);
  return record;
}

void
vm_keep_spare (Vm *vm, VmSpares spares, Addr record)
{
  if (*spares.n_own == spares.max_own)
    share_half (vm, &spares);
  gc_shade (vm->gc, vm->p, vm->g, record);
  spares.own[(*spares.n_own)++] = record;
}

void
vm_forget_shared_spares (Vm *vm)
{
  vm->st->shared_sudogs = vm->st->shared_defers = 0;
}

void
vm_scan_spares (Vm *vm, GcRoots *roots)
{
  gc_root_word (roots, vm->st->shared_sudogs);
  gc_root_word (roots, vm->st->shared_defers);
}
