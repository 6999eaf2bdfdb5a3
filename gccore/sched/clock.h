#pragma once

/* Virtual time. All clocks of the model count sixteenths of a nanosecond in int64 (18 years), so that one bytecode
 * instruction costs a whole number; costs are in sched/costs.h and nowhere else. */

#include <stdint.h>

typedef int64_t Vtime;
#define VTIME_PER_NS 16
#define VTIME_MAX INT64_MAX
#define VTIME_NS(ns) ((Vtime) (ns) * VTIME_PER_NS)

static inline int64_t
vtime_to_ns (Vtime t)
{
  return t / VTIME_PER_NS;
}
