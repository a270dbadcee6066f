#pragma once

#include <pthread.h>

namespace binnacle {

/// Names the calling thread for debuggers, profilers and `top`; at most 15 characters.
inline void nameThisThread(const char* name)
{
    pthread_setname_np(pthread_self(), name);
}

} // namespace binnacle
