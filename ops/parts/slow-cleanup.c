/* Makes a race at the end of a process certain, by waiting only: nothing is called that would not be called anyway, and nothing in another order than the
 * scheduler could choose.
 *
 * A library that cleans up when the process exits (libcrypto, libldap and what they stand on) is left alone in its cleaned-up state for a while; and a thread
 * that ends waits a while before it runs what a library keeps for the end of a thread. Whoever ends threads before the process never notices.
 *
 * cc -shared -fPIC -O2 -o slow-cleanup.so slow-cleanup.c -ldl ; LD_PRELOAD=slow-cleanup.so, with MALLOC_PERTURB_ so that freed memory is no longer what it was.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void wait_ms(long ms) {
    struct timespec time = {ms / 1000, (ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

static int is_watched(const void *place) {
    Dl_info info;
    if (!place || !dladdr(place, &info) || !info.dli_fname) return 0;
    const char *names[] = {"libcrypto", "libssl", "libldap", "libgnutls", "libgssapi", "libkrb5"};
    for (unsigned n = 0; n < sizeof names / sizeof *names; n++)
        if (strstr(info.dli_fname, names[n])) return 1;
    return 0;
}

/* Clean-up at exit: run, and then time passes before the process is gone. */
struct cleanup {
    void (*function)(void *);
    void *argument;
};

static void slowly(void *pointer) {
    struct cleanup own = *(struct cleanup *)pointer;
    own.function(own.argument);
    wait_ms(400);
}

int __cxa_atexit(void (*function)(void *), void *argument, void *library) {
    static int (*real)(void (*)(void *), void *, void *);
    if (!real) real = (int (*)(void (*)(void *), void *, void *))dlsym(RTLD_NEXT, "__cxa_atexit");
    if (!is_watched((const void *)function)) return real(function, argument, library);
    struct cleanup *kept = malloc(sizeof *kept);
    if (!kept) return real(function, argument, library);
    kept->function = function;
    kept->argument = argument;
    return real(slowly, kept, library);
}

/* Clean-up at the end of a thread: time passes, and then it is run. A key has one destructor; of one library there are few. */
static void (*kept_destructors[16])(void *);
static int destructors;

#define SLOW(n) \
    static void slow_##n(void *value) { \
        wait_ms(150); \
        kept_destructors[n](value); \
    }
SLOW(0) SLOW(1) SLOW(2) SLOW(3) SLOW(4) SLOW(5) SLOW(6) SLOW(7)
static void (*const slow_destructors[])(void *) = {slow_0, slow_1, slow_2, slow_3, slow_4, slow_5, slow_6, slow_7};

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) {
    static int (*real)(pthread_key_t *, void (*)(void *));
    if (!real) real = (int (*)(pthread_key_t *, void (*)(void *)))dlsym(RTLD_NEXT, "pthread_key_create");
    if (!destructor || !is_watched((const void *)destructor)) return real(key, destructor);
    int place = __sync_fetch_and_add(&destructors, 1);
    if (place >= 8) return real(key, destructor);
    kept_destructors[place] = destructor;
    return real(key, slow_destructors[place]);
}
