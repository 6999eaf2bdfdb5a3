#include "base/image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/bits.h"
#include "base/i18n.h"

#define ARENA_BYTES (UINT64_C (64) << 20)
#define GUARD_BYTES (UINT64_C (1) << 20)

/* What the rooms above carve for a heap of a given reserve: the page table (4 bytes a page), spans (128 bytes a page
 * at worst), the zone of mark bits and its twin for the eye (see heap/gcbits.h), chunk bitmaps, summaries, and a fixed
 * part for Ps, goroutines, queues. All of it is address space, touched only as the heap fills. */
static uint64_t
default_meta_bytes (uint64_t heap_reserve_bytes)
{
  uint64_t pages = heap_reserve_bytes / 8192;

  return (UINT64_C (1) << 30) + pages * 4096;
}

static GccoreStatus
refused (GccoreError *error, const char *what, uint64_t bytes)
{
  gccore_error_set (error, GCCORE_ERR_HOST_MEMORY, N_("the system refused %llu bytes of memory (%s): %s"),
                    (unsigned long long) bytes, what, strerror (errno));
  return GCCORE_ERR_HOST_MEMORY;
}

static int
map_zone (const Image *im, Addr base, Addr end)
{
  if (end == base)
    return 0;
  return mprotect (image_ptr (im, base), end - base, PROT_READ | PROT_WRITE);
}

GccoreStatus
image_init (Image *im, const ImageOptions *options, GccoreError *error)
{
  uint64_t meta = options->meta_reserve_bytes;
  uint64_t rodata = round_up_u64 (options->rodata_bytes, IMAGE_PAGE_BYTES);
  uint64_t globals = image_globals_zone_bytes (options->globals_bytes);
  uint64_t total;
  void *host;

  memset (im, 0, sizeof *im);
  if (meta == 0)
    meta = default_meta_bytes (options->heap_reserve_bytes);
  meta = round_up_u64 (meta, IMAGE_PAGE_BYTES);

  im->heap_base = IMAGE_HEAP_BASE;
  im->heap_end = im->heap_base + round_up_u64 (options->heap_reserve_bytes, ARENA_BYTES);
  im->globals_end = im->heap_base;
  im->globals_base = im->globals_end - globals;
  im->rodata_end = im->globals_base;
  im->rodata_base = im->rodata_end - rodata;
  im->meta_end = IMAGE_META_END;
  im->meta_base = im->meta_end - meta;
  if (rodata + globals + GUARD_BYTES > IMAGE_HEAP_BASE - IMAGE_META_END || meta > IMAGE_META_END / 2)
    {
      errno = ENOMEM;
      return refused (error, N_("constants and package variables are too large"), rodata + globals + meta);
    }

  total = im->heap_end - im->meta_base;
  host = mmap (NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (host == MAP_FAILED)
    {
      memset (im, 0, sizeof *im);
      return refused (error, N_("address space"), total);
    }
  im->delta = (uintptr_t) host - (uintptr_t) im->meta_base;
  im->written = mmap (NULL, (im->heap_end - im->globals_base) / IMAGE_PAGE_BYTES + 1, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (im->written == MAP_FAILED)
    {
      im->written = NULL;
      image_fini (im);
      return refused (error, N_("notes of what was written"), total / IMAGE_PAGE_BYTES);
    }
  im->header = IMAGE_AT (im, ImageHeader, im->meta_base);

  /* Sparse tables must not be blown up by huge pages. */
  madvise (host, im->meta_end - im->meta_base, MADV_NOHUGEPAGE);
  /* The heap fills from its base, and is visited in no order by the marker, which waits for address translation as long
   * as for memory (measured: a random graph of 48 MB is marked in 2/3 of the time). A system without them says no. */
  madvise (image_ptr (im, im->heap_base), im->heap_end - im->heap_base, MADV_HUGEPAGE);
  if (map_zone (im, im->meta_base, im->meta_end) != 0 || map_zone (im, im->rodata_base, im->heap_base) != 0)
    {
      GccoreStatus status = refused (error, N_("metadata"), meta + rodata + globals);

      image_fini (im);
      return status;
    }

  im->header->meta_cursor = im->meta_base + round_up_u64 (sizeof (ImageHeader), 64);
  im->header->meta_used_bytes = im->header->meta_cursor - im->meta_base;
  im->header->heap_mapped_end = im->heap_base;
  return GCCORE_OK;
}

void
image_fini (Image *im)
{
  if (im->written != NULL)
    munmap (im->written, (im->heap_end - im->globals_base) / IMAGE_PAGE_BYTES + 1);
  if (im->heap_end != 0)
    munmap (image_ptr (im, im->meta_base), im->heap_end - im->meta_base);
  memset (im, 0, sizeof *im);
}

Addr
image_carve_sparse (Image *im, uint64_t bytes, uint64_t align)
{
  Addr addr = round_up_u64 (im->header->meta_cursor, align);

  if (bytes > im->meta_end - addr || addr > im->meta_end)
    {
      fprintf (stderr, "spanscape: internal error: the metadata zone is too small for %llu more bytes\n",
               (unsigned long long) bytes);
      abort ();
    }
  im->header->meta_cursor = addr + bytes;
  return addr;
}

Addr
image_carve (Image *im, uint64_t bytes, uint64_t align)
{
  Addr before = im->header->meta_cursor;
  Addr addr = image_carve_sparse (im, bytes, align);

  im->header->meta_used_bytes += im->header->meta_cursor - before;
  return addr;
}

void
image_meta_use (Image *im, uint64_t bytes)
{
  im->header->meta_used_bytes += bytes;
}

GccoreStatus
image_map_heap (Image *im, Addr addr, uint64_t bytes, GccoreError *error)
{
  if (addr != im->header->heap_mapped_end || bytes > im->heap_end - addr)
    {
      errno = EINVAL;
      return refused (error, N_("heap outside its reserve"), bytes);
    }
  if (map_zone (im, addr, addr + bytes) != 0)
    return refused (error, N_("heap"), bytes);
  if (addr < im->heap_stale_end)
    image_release (im, addr, min_u64 (bytes, im->heap_stale_end - addr));
  im->header->heap_mapped_end = addr + bytes;
  im->header->n_heap_maps++;
  return GCCORE_OK;
}

GccoreStatus
image_restore_mapping (Image *im, Addr old_end, GccoreError *error)
{
  Addr end = im->header->heap_mapped_end;

  if (end > old_end && map_zone (im, old_end, end) != 0)
    return refused (error, N_("heap"), end - old_end);
  if (end < old_end && mprotect (image_ptr (im, end), old_end - end, PROT_NONE) != 0)
    return refused (error, N_("heap"), old_end - end);
  im->heap_stale_end = max_u64 (im->heap_stale_end, old_end);
  return GCCORE_OK;
}

void
image_release (Image *im, Addr addr, uint64_t bytes)
{
  madvise (image_ptr (im, addr), bytes, MADV_DONTNEED);
}
