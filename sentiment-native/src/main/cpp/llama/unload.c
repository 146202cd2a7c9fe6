/* Makes a library that zig has linked safe to unload.
 *
 * A library registers its destructors under the handle __dso_handle, which is null in zig's start code. Unloading such
 * a library runs no destructor, and at its end the process jumps into unmapped memory. This file defines a handle per
 * library, as the start code of other compilers does.
 */

extern void __cxa_finalize(void * library);

__attribute__((visibility("hidden"))) void * __dso_handle = &__dso_handle;

__attribute__((destructor)) static void destroy(void) { __cxa_finalize(&__dso_handle); }
