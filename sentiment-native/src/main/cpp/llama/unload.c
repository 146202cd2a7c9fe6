/* Lets a library that zig has linked be unloaded.
 *
 * The handle by which a library registers what is to be destroyed with it is null in zig's start code: nothing is destroyed
 * when the library goes, and the process jumps into what was unmapped when it ends. So this is a handle of its own, as the
 * other compilers' start code has.
 */

extern void __cxa_finalize(void * library);

__attribute__((visibility("hidden"))) void * __dso_handle = &__dso_handle;

__attribute__((destructor)) static void destroy(void) {
    __cxa_finalize(&__dso_handle);
}
