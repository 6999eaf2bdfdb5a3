#include "gc/births.h"

#include <stdlib.h>
#include <sys/mman.h>

static void
forget_all (GcBirths *births)
{
  madvise (births->entries, births->bytes, MADV_DONTNEED);
  births->course = 0;
  for (int i = 0; i < BIRTHS_MAX_COURSES; i++)
    births->last_tick[i] = UINT64_MAX;
}

GcBirths *
births_new (Addr base, uint64_t heap_bytes)
{
  GcBirths *births = calloc (1, sizeof *births);
  void *table;

  if (births == NULL)
    return NULL;
  births->base = base;
  births->bytes = heap_bytes / 8 * sizeof (GcBirth);
  table = mmap (NULL, births->bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (table == MAP_FAILED)
    {
      free (births);
      return NULL;
    }
  births->entries = table;
  forget_all (births);
  return births;
}

void
births_free (GcBirths *births)
{
  if (births == NULL)
    return;
  munmap (births->entries, births->bytes);
  free (births);
}

void
births_leave_course (GcBirths *births, uint64_t tick)
{
  for (uint32_t i = 0; i <= births->course; i++)
    if (births->last_tick[i] > tick)
      births->last_tick[i] = tick;
  if (++births->course == BIRTHS_MAX_COURSES)
    forget_all (births);
}

uint32_t
births_line (const GcBirths *births, Addr object, uint64_t tick)
{
  const GcBirth *birth = &births->entries[(object - births->base) / 8];
  uint64_t born = births_tick (*birth);

  return born <= tick && born <= births->last_tick[birth->course] ? birth->line : 0;
}
