#pragma once

/* Which source line made each object: for the eye, not part of a run.
 *
 * A table beside the image, one entry for every place where an object can begin, written at each allocation while it is
 * on (off: one branch). It is not saved with checkpoints. After going back it holds what was written later, too; so an
 * entry tells its tick, and counts only when that is not in the future. Where an address was used again after the
 * present moment the earlier line is forgotten, which is said (0) and not guessed; running there again does not bring it
 * back, since a jump forward to a checkpoint would then find it in the place of the later one. When history takes another
 * course than before, what was written of the old one counts up to that tick only.
 *
 * Ownership: births_new() to births_free(); the Gc handle borrows it. Threads: the machine's. */

#include <stdint.h>

#include "base/image.h"

#define BIRTHS_MAX_COURSES 16
#define BIRTHS_MAX_LINE ((1u << 20) - 1)

typedef struct {
  uint32_t line : 20, course : 4, tick_high : 8;
  uint32_t tick_low;
} GcBirth;

typedef struct {
  Addr base;                  /* the heap's */
  uint64_t bytes;             /* of the table */
  GcBirth *entries;           /* by 8 bytes of heap */
  uint32_t course;            /* of history, the present one */
  uint64_t last_tick[BIRTHS_MAX_COURSES]; /* up to which what was written on a course still holds */
} GcBirths;

/* For a heap of at most heap_bytes at base. NULL: the host has not that much address space. */
GcBirths *births_new (Addr base, uint64_t heap_bytes);
void births_free (GcBirths *births);
/* From now on, `tick`, history may differ from what was written. */
void births_leave_course (GcBirths *births, uint64_t tick);
/* The line that made the object at this address, of those done at `tick`; 0: not known. */
uint32_t births_line (const GcBirths *births, Addr object, uint64_t tick);

static inline uint64_t
births_tick (GcBirth birth)
{
  return (uint64_t) birth.tick_high << 32 | birth.tick_low;
}

/* The object that tick (counted from 1) makes. */
static inline void
births_note (GcBirths *births, Addr object, uint32_t line, uint64_t tick)
{
  GcBirth *birth = &births->entries[(object - births->base) / 8];
  uint64_t known = births_tick (*birth);

  if (known <= tick || known > births->last_tick[birth->course])
    *birth = (GcBirth) { .line = line > BIRTHS_MAX_LINE ? 0 : line, .course = births->course,
                         .tick_high = (uint8_t) (tick >> 32), .tick_low = (uint32_t) tick };
}
