#include <sys/prctl.h>

// prctl takes any number of arguments, which Swift can't call.

/// Keeps others of the same account from reading this process's memory, and the kernel from writing it into a core. 0 where that was done.
static inline int atena_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// Whether somebody of the same account may read its memory: 1, else 0.
static inline int atena_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }
