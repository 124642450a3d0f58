// How jemalloc behaves in what ships: memory that was freed goes back to the system within a
// second, so that the resident size stays near what is in use; large pages where the system gives
// them, because a fold reads rows all over its memory. jemalloc reads it when the process starts.
extern "C" const char* malloc_conf;
const char* malloc_conf =
    "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0,narenas:2,thp:always,"
    "metadata_thp:auto";
