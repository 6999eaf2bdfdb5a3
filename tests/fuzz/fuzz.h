#pragma once

/* A fuzz target is one function. Built with -Dfuzz=true and clang it is a libFuzzer program; else replay.c replays the
 * files and folders that it is given, and with --mutate N each of them N times with bytes changed, cut and copied (by a
 * generator of its own; --seed S: another one). */

#include <stddef.h>
#include <stdint.h>

/* Always 0; what is wrong ends the process. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
