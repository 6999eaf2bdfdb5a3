/* The interpreter's loop. State lives in locals; G.vm is brought up to date at tick boundaries and around helpers. */

#include <stdlib.h>
#include <string.h>

#include "gc/malloc-inline.h"
#include "lang/vm-internal.h"
#include "lang/vm-map-near.h"
#include "lang/vm-number.h"

/* What the loop does after a helper, apart from VM_OK and VM_TICK. */
static RunResult
leave (Vm *vm, P *p, G *g, RunResult result, Vtime cost)
{
  g->line = vm->program->lines[g->vm.pc < vm->program->n_code ? g->vm.pc : 0];
  if (!vm->ticked)
    sched_tick (vm->sched, p, cost);
  vm->extra = 0;
  return result;
}

/* Instructions until the next tick must end. One that goes on with its allocation or collection was charged when it began:
 * how often it is looked at again depends on where the machine was made to stop. */
#define FRESH_BUDGET (VM_TICK_INSTRUCTIONS + (g->malloc.step != 0))

RunResult
vm_run (void *context, P *p, G *g)
{
  static const void *const labels[VM_N_OPS] = {
#define OP(name, roles, text) &&op_##name,
#include "lang/opcodes.def"
#undef OP
  };
  Vm *vm = context;
  Sched *sched = vm->sched;
  const Program *program = vm->program;
  const ProgEntry *entries = program->entries;
  const VmIns *code = vm->code;
  const uintptr_t delta = vm->im->delta;
  const uintptr_t written = (uintptr_t) vm->im->written - (vm->im->globals_base >> 12);
  const Addr ro_base = vm->im->rodata_base, rw_base = vm->im->globals_base;
  Mcache *const mcache = heap_mcache (vm->gc->heap, p->id);
  uint64_t ro_span, rw_span;
  const VmIns *pc;
  uint64_t *fp, *stack_lo;
  int64_t budget = FRESH_BUDGET;
  VmStatus status;
  Addr fault_addr;
  uint64_t trap_x, trap_y;

#define RELOAD_SPAN()                                                                                                 \
  do                                                                                                                  \
    {                                                                                                                 \
      Addr mapped_end = vm->im->header->heap_mapped_end;                                                              \
      ro_span = mapped_end - ro_base;                                                                                 \
      rw_span = mapped_end - rw_base;                                                                                 \
    }                                                                                                                 \
  while (0)
#define RELOAD()                                                                                                      \
  do                                                                                                                  \
    {                                                                                                                 \
      pc = code + g->vm.pc;                                                                                           \
      fp = (uint64_t *) (uintptr_t) (g->vm.fp + delta);                                                               \
      stack_lo = (uint64_t *) (uintptr_t) (g->stack_lo + delta) + 32;                                                 \
      RELOAD_SPAN ();                                                                                                 \
    }                                                                                                                 \
  while (0)
#define SAVE(at)                                                                                                      \
  do                                                                                                                  \
    {                                                                                                                 \
      g->vm.pc = (uint64_t) ((at) - code);                                                                            \
      g->vm.fp = (Addr) ((uintptr_t) fp - delta);                                                                     \
      g->sp = g->vm.fp;                                                                                               \
      vm->budget = budget;                                                                                            \
    }                                                                                                                 \
  while (0)
#define NEXT                                                                                                          \
  do                                                                                                                  \
    {                                                                                                                 \
      if (UNLIKELY (--budget < 0))                                                                                    \
        goto budget_over;                                                                                             \
      pc++;                                                                                                           \
      goto *labels[VM_OP (INS)];                                                                                      \
    }                                                                                                                 \
  while (0)
#define INS (pc[-1])
#define A (((const int16_t *) pc)[-3])
#define B (((const int16_t *) pc)[-2])
#define C (((const int16_t *) pc)[-1])
#define UB (((const uint16_t *) pc)[-2])
#define UC (((const uint16_t *) pc)[-1])
#define K (((const int32_t *) pc)[-1])
#define UK (((const uint32_t *) pc)[-1])
#define RA fp[A]
#define RB fp[B]
#define RC fp[C]
#define CASE(name) op_##name
#define SIMPLE(name, expression) CASE (name) : expression; NEXT
#define HELPER(name, function, width)                                                                                 \
  CASE (name) :                                                                                                       \
  REST_OF_HELPER (function, width)
#define REST_OF_HELPER(function, width)                                                                               \
  SAVE (pc - 1);                                                                                                      \
  status = function (vm, INS, pc, fp);                                                                                \
  pc += (width) - 1;                                                                                                  \
  if (LIKELY ((status | vm->ticked) == 0))                                                                            \
    NEXT;                                                                                                             \
  goto helper_done
#define MAP_ADDRESS(name, near_op, function)                                                                          \
  CASE (name) :                                                                                                       \
  {                                                                                                                   \
    const RtType *t = &program->types[VM_UK (*pc)];                                                                   \
    MapNear at = map_near[t->map_near].near_op (vm, t, RB, &RC);                                                      \
    if (LIKELY (at.done))                                                                                             \
      {                                                                                                               \
        vm->extra += COST_VM_MAP;                                                                                     \
        RA = at.elem;                                                                                                 \
        pc++;                                                                                                         \
        NEXT;                                                                                                         \
      }                                                                                                               \
  }                                                                                                                   \
  REST_OF_HELPER (function, 2)
#define CHECK_R(addr, bytes)                                                                                          \
  if (UNLIKELY ((addr) - ro_base > ro_span - (bytes)))                                                                \
    {                                                                                                                 \
      fault_addr = (addr);                                                                                            \
      goto fault;                                                                                                     \
    }
#define CHECK_W(addr, bytes)                                                                                          \
  if (UNLIKELY ((addr) - rw_base > rw_span - (bytes)))                                                                \
    {                                                                                                                 \
      fault_addr = (addr);                                                                                            \
      goto fault;                                                                                                     \
    }
#define AT(type, addr) (*(type *) (uintptr_t) ((addr) + delta))
/* Notes that a checked store begins there (Image.written). */
#define TOUCH(addr) (*(uint8_t *) (written + ((addr) >> 12)) = 1)

  vm->p = p;
  vm->g = g;
  vm->extra = 0;
  vm->ticked = 0;
  if (UNLIKELY (g->vm.param != 0))
    vm_release_sudogs (vm);
  RELOAD ();
  if (UNLIKELY (vm->st->inside_budget != 0))
    {
      budget = vm->st->inside_budget;
      vm->extra = vm->st->inside_extra;
      vm->st->inside_budget = 0;
      vm->st->inside_extra = 0;
      goto unbroken;
    }
  NEXT;

unbroken: /* the instruction itself, whether somebody may want to stop here or not */
  if (UNLIKELY (--budget < 0))
    {
      budget = 0;
      goto end_tick_again;
    }
  pc++;
  goto *labels[VM_OP (program->code[pc - 1 - code])];
  CASE (BREAK) : if (g->vm.again == 0 || budget != FRESH_BUDGET - 1)
  {
    budget++;
    SAVE (pc - 1);
    if (vm_at_break (vm, p, g, budget))
      {
        g->line = program->lines[g->vm.pc];
        vm->st->inside_budget = budget;
        vm->st->inside_extra = vm->extra;
        return RUN_INSIDE;
      }
    budget--;
  }
  /* A break changes nothing but the opcode: the operands are read where they always are. */
  goto *labels[VM_OP (program->code[pc - 1 - code])];

  CASE (ILLEGAL) : CASE (EXTRA) : fault_addr = 0xdead;
  goto fault;
  SIMPLE (NOP, (void) 0);

  /* moves and constants */
  SIMPLE (MOV, RA = RB);
  CASE (MOV2) :
  {
    uint64_t x = RB, y = fp[B + 1];
    RA = x;
    fp[A + 1] = y;
    NEXT;
  }
  CASE (MOV3) :
  {
    uint64_t x = RB, y = fp[B + 1], z = fp[B + 2];
    RA = x;
    fp[A + 1] = y;
    fp[A + 2] = z;
    NEXT;
  }
  SIMPLE (MOVN, memmove (&RA, &RB, (size_t) UC * 8));
  SIMPLE (ZERO, memset (&RA, 0, (size_t) UB * 8));
  SIMPLE (LDI, RA = (uint64_t) (int64_t) K);
  SIMPLE (LDC, RA = program->consts[UK]);
  CASE (LDC2) : RA = program->consts[UK];
  fp[A + 1] = program->consts[UK + 1];
  NEXT;

  /* 64-bit integers */
  SIMPLE (ADD, RA = RB + RC);
  SIMPLE (SUB, RA = RB - RC);
  SIMPLE (MUL, RA = RB * RC);
  SIMPLE (AND, RA = RB & RC);
  SIMPLE (OR, RA = RB | RC);
  SIMPLE (XOR, RA = RB ^ RC);
  SIMPLE (ANDNOT, RA = RB & ~RC);
  SIMPLE (SHL, RA = RC < 64 ? RB << RC : 0);
  SIMPLE (SHR, RA = RC < 64 ? RB >> RC : 0);
  SIMPLE (SAR, RA = (uint64_t) ((int64_t) RB >> (RC < 64 ? RC : 63)));
#define DIVISION(name, expression)                                                                                    \
  CASE (name) : if (UNLIKELY (RC == 0)) goto divide;                                                                  \
  RA = (expression);                                                                                                  \
  NEXT
  DIVISION (DIV, RC == UINT64_MAX ? -RB : (uint64_t) ((int64_t) RB / (int64_t) RC));
  DIVISION (MOD, RC == UINT64_MAX ? 0 : (uint64_t) ((int64_t) RB % (int64_t) RC));
  DIVISION (DIVU, RB / RC);
  DIVISION (MODU, RB % RC);
  SIMPLE (ADDI, RA = RB + (uint64_t) (int64_t) C);
  SIMPLE (MULI, RA = RB * (uint64_t) (int64_t) C);
  SIMPLE (ANDI, RA = RB & (uint64_t) (int64_t) C);
  SIMPLE (ORI, RA = RB | (uint64_t) (int64_t) C);
  SIMPLE (XORI, RA = RB ^ (uint64_t) (int64_t) C);
  SIMPLE (SHLI, RA = RB << (C & 63));
  SIMPLE (SHRI, RA = RB >> (C & 63));
  SIMPLE (SARI, RA = (uint64_t) ((int64_t) RB >> (C & 63)));
  SIMPLE (DIVI, RA = (uint64_t) ((int64_t) RB / C));
  SIMPLE (MODI, RA = (uint64_t) ((int64_t) RB % C));
  SIMPLE (MODUI, RA = RB % UC);
  SIMPLE (DIVUI, RA = RB / UC);
  SIMPLE (NEG, RA = -RB);
  SIMPLE (COM, RA = ~RB);
  SIMPLE (NOT, RA = !RB);
  CASE (SHCHK) : if (UNLIKELY ((int64_t) RA < 0))
  {
    vm_trap (vm, TRAP_SHIFT, 0, 0);
    goto trap;
  }
  NEXT;

  /* narrow integers */
  SIMPLE (SX8, RA = (uint64_t) (int64_t) (int8_t) RB);
  SIMPLE (SX16, RA = (uint64_t) (int64_t) (int16_t) RB);
  SIMPLE (SX32, RA = (uint64_t) (int64_t) (int32_t) RB);
  SIMPLE (ZX8, RA = (uint8_t) RB);
  SIMPLE (ZX16, RA = (uint16_t) RB);
  SIMPLE (ZX32, RA = (uint32_t) RB);
  SIMPLE (ADDW, RA = (uint64_t) (int64_t) (int32_t) (RB + RC));
  SIMPLE (SUBW, RA = (uint64_t) (int64_t) (int32_t) (RB - RC));
  SIMPLE (MULW, RA = (uint64_t) (int64_t) (int32_t) (RB * RC));
  SIMPLE (ADDIW, RA = (uint64_t) (int64_t) (int32_t) (RB + (uint64_t) (int64_t) C));
  SIMPLE (ADDUW, RA = (uint32_t) (RB + RC));
  SIMPLE (SUBUW, RA = (uint32_t) (RB - RC));
  SIMPLE (MULUW, RA = (uint32_t) (RB * RC));
  SIMPLE (ADDIUW, RA = (uint32_t) (RB + (uint64_t) (int64_t) C));

  /* floats */
#define FLOAT2(name, op) SIMPLE (name, RA = from_double (as_double (RB) op as_double (RC)))
#define FLOAT2_32(name, op) SIMPLE (name, RA = from_float (as_float (RB) op as_float (RC)))
#define FCOMPARE(name, op) SIMPLE (name, RA = as_double (RB) op as_double (RC))
#define FCOMPARE_32(name, op) SIMPLE (name, RA = as_float (RB) op as_float (RC))
  FLOAT2 (FADD, +);
  FLOAT2 (FSUB, -);
  FLOAT2 (FMUL, *);
  FLOAT2 (FDIV, /);
  SIMPLE (FNEG, RA = RB ^ UINT64_C (1) << 63);
  SIMPLE (FMIN, RA = from_double (min_max (as_double (RB), as_double (RC), false)));
  SIMPLE (FMAX, RA = from_double (min_max (as_double (RB), as_double (RC), true)));
  SIMPLE (FMIN32, RA = from_float ((float) min_max (as_float (RB), as_float (RC), false)));
  SIMPLE (FMAX32, RA = from_float ((float) min_max (as_float (RB), as_float (RC), true)));
  SIMPLE (FSQRT, RA = from_double (sqrt (as_double (RB))));
  FLOAT2_32 (FADD32, +);
  FLOAT2_32 (FSUB32, -);
  FLOAT2_32 (FMUL32, *);
  FLOAT2_32 (FDIV32, /);
  SIMPLE (FNEG32, RA = (uint32_t) RB ^ UINT32_C (1) << 31);

  /* comparisons */
  SIMPLE (EQ, RA = RB == RC);
  SIMPLE (NE, RA = RB != RC);
  SIMPLE (LT, RA = (int64_t) RB < (int64_t) RC);
  SIMPLE (LE, RA = (int64_t) RB <= (int64_t) RC);
  SIMPLE (LTU, RA = RB < RC);
  SIMPLE (LEU, RA = RB <= RC);
  SIMPLE (EQI, RA = (int64_t) RB == C);
  SIMPLE (NEI, RA = (int64_t) RB != C);
  SIMPLE (LTI, RA = (int64_t) RB < C);
  SIMPLE (LEI, RA = (int64_t) RB <= C);
  SIMPLE (GTI, RA = (int64_t) RB > C);
  SIMPLE (GEI, RA = (int64_t) RB >= C);
  FCOMPARE (FEQ, ==);
  FCOMPARE (FNE, !=);
  FCOMPARE (FLT, <);
  FCOMPARE (FLE, <=);
  FCOMPARE_32 (FEQ32, ==);
  FCOMPARE_32 (FNE32, !=);
  FCOMPARE_32 (FLT32, <);
  FCOMPARE_32 (FLE32, <=);

  SIMPLE (I2F, RA = from_double ((double) (int64_t) RB));
  SIMPLE (U2F, RA = from_double ((double) RB));
  SIMPLE (F2I, RA = double_to_int (as_double (RB)));
  SIMPLE (F2U, RA = double_to_uint (as_double (RB)));
  SIMPLE (I2F32, RA = from_float ((float) (int64_t) RB));
  SIMPLE (U2F32, RA = from_float ((float) RB));
  SIMPLE (F2F32, RA = from_float ((float) as_double (RB)));
  SIMPLE (F322F, RA = from_double (as_float (RB)));

  /* jumps */
#define JUMP_IF(name, condition)                                                                                      \
  CASE (name) : if (condition) pc += C;                                                                               \
  NEXT
  SIMPLE (JMP, pc += K);
  CASE (JT) : if (RA) pc += K;
  NEXT;
  CASE (JF) : if (!RA) pc += K;
  NEXT;
  JUMP_IF (JEQ, RA == RB);
  JUMP_IF (JNE, RA != RB);
  JUMP_IF (JLT, (int64_t) RA < (int64_t) RB);
  JUMP_IF (JLE, (int64_t) RA <= (int64_t) RB);
  JUMP_IF (JLTU, RA < RB);
  JUMP_IF (JLEU, RA <= RB);
  JUMP_IF (JEQI, (int64_t) RA == B);
  JUMP_IF (JNEI, (int64_t) RA != B);
  JUMP_IF (JLTI, (int64_t) RA < B);
  JUMP_IF (JLEI, (int64_t) RA <= B);
  JUMP_IF (JGTI, (int64_t) RA > B);
  JUMP_IF (JGEI, (int64_t) RA >= B);
  JUMP_IF (JFLT, as_double (RA) < as_double (RB));
  JUMP_IF (JFLE, as_double (RA) <= as_double (RB));
  JUMP_IF (JFEQ, as_double (RA) == as_double (RB));
  JUMP_IF (JFNLT, !(as_double (RA) < as_double (RB)));
  JUMP_IF (JFNLE, !(as_double (RA) <= as_double (RB)));
  JUMP_IF (JFNE, as_double (RA) != as_double (RB));
  SIMPLE (JTAB, pc += RA < UB ? RA : UB);

  /* loads */
#define LOAD(name, type, convert)                                                                                     \
  CASE (LD##name) :                                                                                                   \
  {                                                                                                                   \
    Addr addr = RB + UC;                                                                                     \
    CHECK_R (addr, sizeof (type));                                                                                    \
    RA = convert AT (type, addr);                                                                                     \
    NEXT;                                                                                                             \
  }                                                                                                                   \
  CASE (LDG##name) : RA = convert AT (type, rw_base + UK);                                                   \
  NEXT
#define SIGNED (uint64_t) (int64_t)
  LOAD (8S, int8_t, SIGNED);
  LOAD (8U, uint8_t, );
  LOAD (16S, int16_t, SIGNED);
  LOAD (16U, uint16_t, );
  LOAD (32S, int32_t, SIGNED);
  LOAD (32U, uint32_t, );
  LOAD (64, uint64_t, );
#define LOAD_WORDS(name, n, load)                                                                                     \
  CASE (LD##name) :                                                                                                   \
  {                                                                                                                   \
    Addr addr = RB + UC;                                                                                     \
    CHECK_R (addr, (n) * 8);                                                                                          \
    memcpy (&RA, &AT (uint64_t, addr), (n) * 8);                                                                      \
    NEXT;                                                                                                             \
  }                                                                                                                   \
  CASE (LDG##name) : memcpy (&RA, &AT (uint64_t, rw_base + UK), (n) * 8);                                    \
  NEXT
  LOAD_WORDS (2, 2, );
  LOAD_WORDS (3, 3, );
  CASE (LDN) :
  {
    Addr addr = RB + UC;
    uint64_t bytes = VM_UK (*pc);
    CHECK_R (addr, bytes);
    memcpy (&RA, &AT (uint64_t, addr), bytes);
    pc++;
    NEXT;
  }
#define LOAD_FRAME(name, type, convert) SIMPLE (LDF##name, RA = convert *(type *) ((char *) &RB + UC))
  LOAD_FRAME (8S, int8_t, SIGNED);
  LOAD_FRAME (8U, uint8_t, );
  LOAD_FRAME (16S, int16_t, SIGNED);
  LOAD_FRAME (16U, uint16_t, );
  LOAD_FRAME (32S, int32_t, SIGNED);
  LOAD_FRAME (32U, uint32_t, );
  SIMPLE (STF8, *((uint8_t *) &RA + UC) = (uint8_t) RB);
  SIMPLE (STF16, *(uint16_t *) ((char *) &RA + UC) = (uint16_t) RB);
  SIMPLE (STF32, *(uint32_t *) ((char *) &RA + UC) = (uint32_t) RB);
  SIMPLE (LEAFAR, RA = (Addr) ((uintptr_t) &fp[K] - delta));
  SIMPLE (LEAF, RA = (Addr) ((uintptr_t) &RB - delta) + UC);

  /* stores */
#define STORE(name, type)                                                                                             \
  CASE (ST##name) :                                                                                                   \
  {                                                                                                                   \
    Addr addr = RA + UC;                                                                                     \
    CHECK_W (addr, sizeof (type));                                                                                    \
    TOUCH (addr);                                                                                                     \
    AT (type, addr) = (type) RB;                                                                                      \
    NEXT;                                                                                                             \
  }                                                                                                                   \
  CASE (STG##name) : AT (type, rw_base + UK) = (type) RA;                                                    \
  NEXT
  STORE (8, uint8_t);
  STORE (16, uint16_t);
  STORE (32, uint32_t);
  STORE (64, uint64_t);
  CASE (STP) :
  {
    Addr addr = RA + UC;
    CHECK_W (addr, 8);
    TOUCH (addr);
    if (UNLIKELY (gc_barrier_on (vm->gc)))
      {
        SAVE (pc - 1);
        vm_charge (vm);
        gc_write_pointer (vm->gc, p, g, addr, RB);
        goto end_tick;
      }
    AT (uint64_t, addr) = RB;
    NEXT;
  }
  CASE (STGP) :
  {
    Addr addr = rw_base + UK;
    if (UNLIKELY (gc_barrier_on (vm->gc)))
      {
        SAVE (pc - 1);
        vm_charge (vm);
        gc_write_pointer (vm->gc, p, g, addr, RA);
        goto end_tick;
      }
    AT (uint64_t, addr) = RA;
    NEXT;
  }
  CASE (ST2) :
  {
    Addr addr = RA + UC;
    CHECK_W (addr, 16);
    TOUCH (addr);
    memcpy (&AT (uint64_t, addr), &RB, 16);
    NEXT;
  }
#define STORE_POINTER_WORDS(name, n, which)                                                                           \
  CASE (name) :                                                                                                       \
  {                                                                                                                   \
    Addr addr = RA + UC;                                                                                     \
    CHECK_W (addr, (n) * 8);                                                                                          \
    TOUCH (addr);                                                                                                     \
    if (UNLIKELY (gc_barrier_on (vm->gc)))                                                                            \
      {                                                                                                               \
        uint64_t value = fp[B + (which)];                                                                             \
        for (int i = 0; i < (n); i++)                                                                                 \
          if (i != (which))                                                                                           \
            AT (uint64_t, addr + 8 * i) = fp[B + i];                                                                  \
        SAVE (pc - 1);                                                                                                \
        vm_charge (vm);                                                                                               \
        gc_write_pointer (vm->gc, p, g, addr + 8 * (which), value);                                                   \
        goto end_tick;                                                                                                \
      }                                                                                                               \
    memcpy (&AT (uint64_t, addr), &RB, (n) * 8);                                                                      \
    NEXT;                                                                                                             \
  }
  STORE_POINTER_WORDS (STS, 2, 0)
  STORE_POINTER_WORDS (STE, 2, 1)
  STORE_POINTER_WORDS (STL, 3, 0)
  CASE (STN) :
  {
    Addr addr = RA + UC;
    uint64_t bytes = VM_UK (*pc);
    CHECK_W (addr, bytes);
    TOUCH (addr);
    memcpy (&AT (uint64_t, addr), &RB, bytes);
    pc++;
    NEXT;
  }
  HELPER (STT, vm_op_stt, 2);
  HELPER (ZEROM, vm_op_zerom, 2);
  HELPER (COPYT, vm_op_copyt, 2);
  SIMPLE (GADDR, RA = rw_base + UK);

  /* indexing */
#define CHECK_INDEX(index, len)                                                                                       \
  if (UNLIKELY ((index) >= (len)))                                                                                    \
    {                                                                                                                 \
      trap_x = (index);                                                                                               \
      trap_y = (len);                                                                                                 \
      goto index_trap;                                                                                                \
    }
#define LOAD_INDEXED(name, type, convert)                                                                             \
  CASE (name) :                                                                                                       \
  {                                                                                                                   \
    uint64_t index = RC;                                                                                              \
    CHECK_INDEX (index, fp[B + 1]);                                                                                   \
    Addr addr = RB + index * sizeof (type);                                                                           \
    CHECK_R (addr, sizeof (type));                                                                                    \
    RA = convert AT (type, addr);                                                                                     \
    NEXT;                                                                                                             \
  }
  LOAD_INDEXED (LDX8S, int8_t, SIGNED)
  LOAD_INDEXED (LDX8U, uint8_t, )
  LOAD_INDEXED (LDX16S, int16_t, SIGNED)
  LOAD_INDEXED (LDX16U, uint16_t, )
  LOAD_INDEXED (LDX32S, int32_t, SIGNED)
  LOAD_INDEXED (LDX32U, uint32_t, )
  LOAD_INDEXED (LDX64, uint64_t, )
#define LOAD_INDEXED_WORDS(name, n)                                                                                   \
  CASE (name) :                                                                                                       \
  {                                                                                                                   \
    uint64_t index = RC;                                                                                              \
    CHECK_INDEX (index, fp[B + 1]);                                                                                   \
    Addr addr = RB + index * (n) * 8;                                                                                 \
    CHECK_R (addr, (n) * 8);                                                                                          \
    memcpy (&RA, &AT (uint64_t, addr), (n) * 8);                                                                      \
    NEXT;                                                                                                             \
  }
  LOAD_INDEXED_WORDS (LDX2, 2)
  LOAD_INDEXED_WORDS (LDX3, 3)
#define STORE_INDEXED(name, type)                                                                                     \
  CASE (name) :                                                                                                       \
  {                                                                                                                   \
    uint64_t index = RB;                                                                                              \
    CHECK_INDEX (index, fp[A + 1]);                                                                                   \
    Addr addr = RA + index * sizeof (type);                                                                           \
    CHECK_W (addr, sizeof (type));                                                                                    \
    TOUCH (addr);                                                                                                     \
    AT (type, addr) = (type) RC;                                                                                      \
    NEXT;                                                                                                             \
  }
  STORE_INDEXED (STX8, uint8_t)
  STORE_INDEXED (STX16, uint16_t)
  STORE_INDEXED (STX32, uint32_t)
  STORE_INDEXED (STX64, uint64_t)
  CASE (STXP) :
  {
    uint64_t index = RB;
    CHECK_INDEX (index, fp[A + 1]);
    Addr addr = RA + index * 8;
    CHECK_W (addr, 8);
    TOUCH (addr);
    if (UNLIKELY (gc_barrier_on (vm->gc)))
      {
        SAVE (pc - 1);
        vm_charge (vm);
        gc_write_pointer (vm->gc, p, g, addr, RC);
        goto end_tick;
      }
    AT (uint64_t, addr) = RC;
    NEXT;
  }
  CASE (LEAX) :
  {
    uint64_t index = RC;
    CHECK_INDEX (index, fp[B + 1]);
    RA = RB + index * VM_UK (*pc);
    pc++;
    NEXT;
  }
  CASE (LEAXP) :
  {
    uint64_t index = RC;
    CHECK_INDEX (index, VM_UK (pc[1]));
    if (UNLIKELY (RB < 4096))
      {
        fault_addr = RB;
        goto fault;
      }
    RA = RB + index * VM_UK (*pc);
    pc += 2;
    NEXT;
  }
#define LOAD_FRAME_INDEXED(name, type, convert)                                                                       \
  CASE (name) :                                                                                                       \
  {                                                                                                                   \
    uint64_t index = RC;                                                                                              \
    CHECK_INDEX (index, VM_UK (*pc));                                                                                 \
    RA = convert ((type *) &RB)[index];                                                                               \
    pc++;                                                                                                             \
    NEXT;                                                                                                             \
  }
  LOAD_FRAME_INDEXED (LDFX8U, uint8_t, )
  LOAD_FRAME_INDEXED (LDFX32S, int32_t, SIGNED)
  LOAD_FRAME_INDEXED (LDFX64, uint64_t, )
  CASE (STFX64) :
  {
    uint64_t index = RB;
    CHECK_INDEX (index, VM_UK (*pc));
    (&RA)[index] = RC;
    pc++;
    NEXT;
  }
  CASE (BOUNDS) : CHECK_INDEX (RA, (uint64_t) UK);
  NEXT;
  CASE (ADDP) : if (UNLIKELY (RB < 4096))
  {
    fault_addr = RB + UC;
    goto fault;
  }
  RA = RB + UC;
  NEXT;
  CASE (ADDPX) : if (UNLIKELY (RB < 4096))
  {
    fault_addr = RB;
    goto fault;
  }
  RA = RB + VM_UK (*pc);
  pc++;
  NEXT;
  CASE (NILCHK) : if (UNLIKELY (RA < 4096))
  {
    fault_addr = RA;
    goto fault;
  }
  NEXT;

  CASE (NILCHKI) : if (UNLIKELY (RA == 0))
  {
    fault_addr = 0;
    goto fault;
  }
  NEXT;

  /* slices and strings */
  HELPER (SLICE, vm_op_slice, 2);
  HELPER (SLICESTR, vm_op_slicestr, 2);
  HELPER (SLICEARR, vm_op_slicearr, 3);
  CASE (SLICE2ARR) : if (UNLIKELY (fp[B + 1] < VM_UK (*pc)))
  {
    vm_trap (vm, TRAP_SLICE_CONVERT, fp[B + 1], VM_UK (*pc));
    goto trap;
  }
  RA = RB;
  pc++;
  NEXT;
  CASE (LENCHK) : if (UNLIKELY (RA > VM_UK (*pc)))
  {
    vm_trap (vm, (int64_t) RA < 0 ? TRAP_MAKESLICE_LEN : TRAP_MAKESLICE_CAP, 0, 0);
    goto trap;
  }
  pc++;
  NEXT;
  HELPER (UNSAFECHK, vm_op_unsafechk, 2);
  HELPER (MAKESLICE, vm_op_makeslice, 2);
  HELPER (APPEND1, vm_op_append1, 2);
  HELPER (APPENDS, vm_op_appends, 2);
  HELPER (GROW, vm_op_grow, 2);
  HELPER (COPY, vm_op_copy, 2);
  HELPER (CLEARS, vm_op_clears, 2);
  HELPER (CONCAT, vm_op_concat, 2);
  SIMPLE (SEQ, RA = vm_string_equal (vm, &RB, &RC));
  SIMPLE (SNE, RA = !vm_string_equal (vm, &RB, &RC));
  SIMPLE (SLT, RA = vm_string_compare (vm, &RB, &RC) < 0);
  SIMPLE (SLE, RA = vm_string_compare (vm, &RB, &RC) <= 0);
  HELPER (SRUNE, vm_op_srune, 1);
  HELPER (STR2B, vm_op_str2b, 2);
  HELPER (B2STR, vm_op_b2str, 2);
  HELPER (STR2R, vm_op_str2r, 2);
  HELPER (R2STR, vm_op_r2str, 2);
  HELPER (RUNE2S, vm_op_rune2s, 2);
  CASE (NEW) :
  {
    Vtime cost;
    Addr object;

    if (LIKELY (gc_malloc_value (vm->gc, p, mcache, g, UK, program->lines[pc - 1 - code], &cost, &object)))
      {
        int64_t executed = VM_TICK_INSTRUCTIONS - budget;

        vm->st->instructions += (uint64_t) executed;
        cost += executed * COST_VM_INSTR + vm->extra;
        budget = VM_TICK_INSTRUCTIONS;
        vm->extra = 0;
        RA = object;
        g->vm.again = 0;
        if (LIKELY (sched_tick (sched, p, cost)))
          NEXT;
        vm->ticked = 1;
        goto end_tick;
      }
    SAVE (pc - 1);
    status = vm_op_new (vm, INS, pc, fp);
    goto helper_done;
  }

  /* interfaces */
  HELPER (BOX, vm_op_box, 2);
  CASE (BOXP) :
  {
    uint64_t data = RB;
    RA = VM_UK (*pc);
    fp[A + 1] = data;
    pc++;
    NEXT;
  }
  CASE (TYPEIS) : RA = RB == VM_UK (*pc);
  pc++;
  NEXT;
  CASE (ASSERT) : if (LIKELY (RB == VM_UK (*pc)))
  {
    uint64_t x = RB, y = fp[B + 1];
    RA = x;
    fp[A + 1] = y;
    pc += 2;
    NEXT;
  }
  vm_trap (vm, TRAP_ASSERT, RB, VM_UK (*pc));
  vm->trap.z = VM_UK (pc[1]);
  goto trap;
  HELPER (IMPL, vm_op_impl, 2);
  HELPER (ASSERTI, vm_op_asserti, 2);
  HELPER (EQI2, vm_op_eqi2, 1);
  HELPER (EQT, vm_op_eqt, 2);
  HELPER (EQM, vm_op_eqm, 2);
  HELPER (EQIT, vm_op_eqit, 2);

  /* calls */
  {
    uint64_t callee;
    uint64_t *window;

    CASE (CALL) : callee = UK;
    window = fp + A;
    if (UNLIKELY (window - entries[callee].frame_slots < stack_lo))
      goto grow;
    *window = (uint64_t) (pc - code) | (uint64_t) -A << 32;
    fp = window;
    pc = code + entries[callee].entry;
    vm->extra += COST_VM_CALL;
    NEXT;

    CASE (CALLC) :
    {
      Addr closure = RB;
      CHECK_R (closure, 8);
      callee = AT (uint64_t, closure);
      if (UNLIKELY (callee >= program->n_funcs))
        {
          fault_addr = callee;
          goto fault;
        }
      window = fp + A;
      if (UNLIKELY (window - entries[callee].frame_slots < stack_lo))
        goto grow;
      window[-1] = closure;
      goto enter;
    }
    CASE (CALLM) :
    {
      uint64_t type = RB;
      if (UNLIKELY (type == 0 || type >= program->gc_types.n_types))
        {
          fault_addr = type;
          goto fault;
        }
      callee = (uint64_t) program->dispatch[type * program->n_methods + UC] - 1;
      if (UNLIKELY (callee >= program->n_funcs))
        {
          fault_addr = type;
          goto fault;
        }
      window = fp + A;
      if (UNLIKELY (window - entries[callee].frame_slots < stack_lo))
        goto grow;
    }
  enter:
    *window = (uint64_t) (pc + 1 - code) | (uint64_t) -A << 32;
    fp = window;
    pc = code + entries[callee].entry;
    vm->extra += COST_VM_CALL;
    NEXT;

  grow:
    SAVE (pc - 1);
    status = vm_stack_grow (vm, g, ((uint64_t) -A + entries[callee].frame_slots + 40) * 8);
    if (status == VM_JUMP) /* the same call again */
      {
        budget = vm->budget;
        RELOAD ();
        if (vm->ticked)
          goto end_tick_again;
        goto unbroken;
      }
    goto helper_done;
  }
  CASE (ENTER) :
  {
    uint64_t *frame = fp - UK;

    memcpy (frame - 1, fp - 1, (size_t) (A + 2) * 8);
    *frame += (uint64_t) UK << 32;
    memset (frame + A + 1, 0, (size_t) (UK - 1 - (uint32_t) A) * 8);
    fp = frame;
    NEXT;
  }
  CASE (RETFAR) : memcpy (fp + VM_UK (*pc) + UK, fp + VM_UK (*pc), VM_UA (*pc) * 8u); /* fall through */
  CASE (RET) :
  {
    uint64_t link = *fp;
    uint32_t to = (uint32_t) link;

    fp += link >> 32;
    if (UNLIKELY (to >= program->n_code || !(program->call_ends[to >> 3] >> (to & 7) & 1)
                  || (uintptr_t) fp > (uintptr_t) (g->stack_hi + delta)))
      {
        fp -= link >> 32;
        fault_addr = link;
        goto fault;
      }
    pc = code + to;
    NEXT;
  }
  CASE (NATIVE) : SAVE (pc - 1);
  status = vm->natives[UK](vm, fp + A);
  if (LIKELY ((status | vm->ticked) == 0))
    {
      RELOAD_SPAN ();
      NEXT;
    }
  goto helper_done;
  HELPER (GOEXIT, vm_op_goexit, 1);
  HELPER (STARTG, vm_op_startg, 1);
  HELPER (DEFER, vm_op_defer, 1);
  HELPER (DEFERH, vm_op_deferh, 1);
  HELPER (DEFERRET, vm_op_deferret, 1);
  HELPER (PANIC, vm_op_panic, 1);
  HELPER (PANICNEXT, vm_op_panicnext, 1);
  HELPER (PANICDONE, vm_op_panicdone, 1);
  HELPER (TRAPTEXT, vm_op_traptext, 1);
  HELPER (MAKETRAP, vm_op_maketrap, 1);
  HELPER (RECOVER, vm_op_recover, 1);
  CASE (UNREACH) : fault_addr = 0xdead;
  goto fault;

  /* maps and channels */
  HELPER (MAKEMAP, vm_op_makemap, 2);
  MAP_ADDRESS (MAPGET, find, vm_op_mapget);
  MAP_ADDRESS (MAPSET, assign, vm_op_mapset);
  CASE (MAPLOAD) :
  {
    const RtType *t = &program->types[VM_UK (*pc)];
    MapNear at = { 0 };
    if (t->map_elem_word && LIKELY ((at = map_near[t->map_near].find (vm, t, RB, &RC)).done))
      {
        vm->extra += COST_VM_MAP;
        RA = at.elem ? AT (uint64_t, at.elem) : 0;
        if (VM_A (*pc) != 0)
          fp[VM_A (*pc)] = at.elem != 0;
        pc++;
        NEXT;
      }
  }
  REST_OF_HELPER (vm_op_mapload, 2);
  CASE (MAPSTORE) :
  {
    const RtType *t = &program->types[VM_UK (*pc)];
    MapNear at = { 0 };
    if (t->map_elem_word && LIKELY ((at = map_near[t->map_near].assign (vm, t, RB, &RC)).done))
      {
        vm->extra += COST_VM_MAP;
        AT (uint64_t, at.elem) = RA;
        pc++;
        NEXT;
      }
  }
  REST_OF_HELPER (vm_op_mapstore, 2);
  CASE (MAPDEL) :
  {
    const RtType *t = &program->types[VM_UK (*pc)];
    if (LIKELY (map_near[t->map_near].delete (vm, t, RA, &RB)))
      {
        vm->extra += COST_VM_MAP;
        pc++;
        NEXT;
      }
  }
  REST_OF_HELPER (vm_op_mapdel, 2);
  HELPER (MAPCLEAR, vm_op_mapclear, 2);
  HELPER (MAPITER, vm_op_mapiter, 2);
  HELPER (MAPNEXT, vm_op_mapnext, 2);
  CASE (MAPLEN) : if (RB)
  {
    CHECK_R (RB, 8);
    RA = AT (uint64_t, RB);
  }
  else
    RA = 0;
  NEXT;
  HELPER (MAKECHAN, vm_op_makechan, 2);
  HELPER (SEND, vm_op_send, 2);
  HELPER (RECV, vm_op_recv, 2);
  HELPER (CLOSE, vm_op_close, 1);
  CASE (CHANCAP) : if (RB)
  {
    CHECK_R (RB, 16);
    RA = AT (uint64_t, RB + 8);
  }
  else
    RA = 0;
  NEXT;
  HELPER (SELECT, vm_op_select, 1 + 2 * UB);

  /* run-time panics raised by the loop itself */
divide:
  vm_trap (vm, TRAP_DIVIDE, 0, 0);
  goto trap;
index_trap:
  vm_trap (vm, TRAP_INDEX, trap_x, trap_y);
  goto trap;
fault:
  vm_fault (vm, fault_addr);
trap:
  SAVE (pc - 1);
  status = VM_TRAP;

helper_done:
  budget = vm->budget;
  if (status == VM_TRAP)
    {
      status = vm_raise (vm, code + g->vm.pc, fp);
      budget = vm->budget;
    }
  switch (status)
    {
    case VM_OK:
      RELOAD_SPAN ();
      if (vm->ticked)
        goto end_tick;
      NEXT;
    case VM_TICK:
      RELOAD_SPAN ();
      goto end_tick;
    case VM_JUMP:
      RELOAD ();
      if (vm->ticked)
        goto end_tick;
      NEXT;
    case VM_RETRY:
      RELOAD ();
      goto end_tick_again;
    case VM_PARK_NEXT:
    case VM_YIELD_NEXT:
      SAVE (pc);
      break;
    default:
      break;
    }
  g->vm.again = status == VM_PARK;
  {
    Vtime cost = (VM_TICK_INSTRUCTIONS - budget) * COST_VM_INSTR + vm->extra;

    vm->st->instructions += (uint64_t) (VM_TICK_INSTRUCTIONS - budget);
    return leave (vm, p, g,
                  status == VM_END ? RUN_STOP
                  : status == VM_GONE ? RUN_DEAD
                  : status == VM_YIELD_NEXT ? RUN_YIELD : RUN_BLOCKED,
                  cost);
  }

end_tick_again: /* the instruction has begun and is done once more */
  g->vm.again = 1;
  goto charge;
budget_over:
  budget = 0;
end_tick:
  g->vm.again = 0;
charge:
  if (vm->ticked)
    {
      /* What came after the tick's end in the same instruction. */
      p->clock += vm->extra;
      vm->extra = 0;
      vm->ticked = 0;
      budget = FRESH_BUDGET;
      if (LIKELY (sched_may_go_on (sched, p)))
        NEXT;
    }
  else
    {
      Vtime cost = (VM_TICK_INSTRUCTIONS - budget) * COST_VM_INSTR + vm->extra;

      vm->st->instructions += (uint64_t) (VM_TICK_INSTRUCTIONS - budget);
      budget = FRESH_BUDGET;
      vm->extra = 0;
      if (LIKELY (sched_tick (sched, p, cost)))
        NEXT;
    }
  SAVE (pc);
  g->line = program->lines[g->vm.pc];
  return RUN_HORIZON;
}
