#include "heap/sizeclass.h"

#include "base/bits.h"

/* Go 1.22 runtime/sizeclasses.go. */
const uint16_t size_class_bytes[N_SIZE_CLASSES] = {
  0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416,
  448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200,
  3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384,
  18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
};

const uint8_t size_class_pages[N_SIZE_CLASSES] = {
  0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2,
  1, 2, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3, 10, 7, 4,
};

/* ceil (2^32 / size): exact for every offset inside a span of the class. */
const uint32_t size_class_div_magic[N_SIZE_CLASSES] = {
  0u, 536870912u, 268435456u, 178956971u, 134217728u, 89478486u, 67108864u, 53687092u, 44739243u, 38347923u,
  33554432u, 29826162u, 26843546u, 24403224u, 22369622u, 20648882u, 19173962u, 17895698u, 16777216u, 14913081u,
  13421773u, 12201612u, 11184811u, 10324441u, 9586981u, 8947849u, 8388608u, 7456541u, 6710887u, 6100806u,
  5592406u, 4793491u, 4194304u, 3728271u, 3355444u, 3050403u, 2796203u, 2396746u, 2097152u, 1864136u, 1597831u,
  1398102u, 1342178u, 1242757u, 1048576u, 883012u, 798916u, 699051u, 657931u, 633103u, 621379u, 524288u,
  453439u, 441506u, 419431u, 394759u, 349526u, 316552u, 299594u, 262144u, 233017u, 225198u, 209716u, 197380u,
  174763u, 157533u, 149797u, 131072u,
};

const uint8_t size_class_of_8[128] = {
  0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 17,
  18, 18, 19, 19, 19, 19, 20, 20, 20, 20, 21, 21, 21, 21, 22, 22, 22, 22, 23, 23, 23, 23, 24, 24, 24, 24, 25,
  25, 25, 25, 26, 26, 26, 26, 27, 27, 27, 27, 27, 27, 27, 27, 28, 28, 28, 28, 28, 28, 28, 28, 29, 29, 29, 29,
  29, 29, 29, 29, 30, 30, 30, 30, 30, 30, 30, 30, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31,
  31, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32,
};

const uint8_t size_class_of_128[249] = {
  32, 33, 34, 35, 36, 37, 37, 38, 38, 39, 39, 40, 40, 40, 41, 41, 41, 42, 43, 43, 44, 44, 44, 44, 44, 45, 45,
  45, 45, 45, 45, 46, 46, 46, 46, 47, 47, 47, 47, 47, 47, 48, 48, 48, 49, 49, 50, 51, 51, 51, 51, 51, 51, 51,
  51, 51, 51, 52, 52, 52, 52, 52, 52, 52, 52, 52, 52, 53, 53, 54, 54, 54, 54, 55, 55, 55, 55, 55, 56, 56, 56,
  56, 56, 56, 56, 56, 56, 56, 56, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 58, 58, 58, 58, 58, 58, 59, 59, 59,
  59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60,
  60, 60, 61, 61, 61, 61, 61, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63,
  63, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 65, 65, 65, 65,
  65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66,
  66, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67, 67,
  67, 67, 67, 67, 67, 67,
};

unsigned
span_class_n_elems (SpanClass spc)
{
  unsigned size_class = span_class_size_class (spc);
  uint64_t bytes = size_class_pages[size_class] * HEAP_PAGE_BYTES;

  if (size_class == 0)
    return 1;
  if (!span_class_noscan (spc) && size_bits_in_span (size_class_bytes[size_class]))
    bytes -= bytes / 64;
  return (unsigned) (bytes / size_class_bytes[size_class]);
}

uint64_t
size_round_up (uint64_t bytes, bool noscan)
{
  uint64_t header = !noscan && !size_bits_in_span (bytes) ? MALLOC_HEADER_BYTES : 0;

  if (size_is_small (bytes))
    return bytes == 0 ? 0 : size_class_bytes[size_class_for (bytes + header)] - header;
  if (bytes > UINT64_MAX - (HEAP_PAGE_BYTES - 1))
    return bytes;
  return round_up_u64 (bytes, HEAP_PAGE_BYTES);
}

/* How many elements a growing slice should have room for, before its bytes are rounded to what malloc hands out: twice
 * as many, and from 256 on a factor that comes down from 2 to 1.25. */
static uint64_t
wanted_capacity (uint64_t old_cap, uint64_t new_len)
{
  const uint64_t threshold = 256;
  uint64_t cap = old_cap;

  if (new_len > 2 * old_cap)
    return new_len;
  if (old_cap < threshold)
    return 2 * old_cap;
  do
    cap += (cap + 3 * threshold) >> 2;
  while (cap < new_len);
  return cap;
}

bool
slice_grow_capacity (uint64_t elem_bytes, bool noscan, uint64_t old_cap, uint64_t new_len, uint64_t *new_cap)
{
  const uint64_t max_alloc = UINT64_C (1) << 48; /* Go 1.22 runtime/malloc.go, maxAlloc */
  uint64_t cap, bytes;

  if (old_cap > max_alloc || new_len > max_alloc)
    return false;
  cap = wanted_capacity (old_cap, new_len);
  if (cap > max_alloc / elem_bytes)
    return false;
  bytes = size_round_up (cap * elem_bytes, noscan);
  *new_cap = bytes / elem_bytes;
  return *new_cap * elem_bytes <= max_alloc;
}
