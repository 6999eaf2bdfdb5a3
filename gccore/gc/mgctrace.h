#pragma once

/* The line that GODEBUG=gctrace=1 prints after a cycle, in Go's exact form (Go 1.22 runtime/mgc.go, gcMarkTermination). */

#include <stddef.h>

#include "gc/gc.h"

/* Without newline; returns its length, as snprintf does. */
size_t gc_trace_format (const GcCycleStats *stats, char *buf, size_t size);
