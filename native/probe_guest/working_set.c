#include "working_set.h"

#include "address_space.h"

working_set read_working_set(const boot_protocol *boot)
{
    const uint64_t mib = number_or(boot, "touch", 0);
    const uint64_t begin = number_or(boot, "base", OWN_MEMORY_END);
    if (begin % PAGE_SIZE != 0 || begin < OWN_MEMORY_END || begin >= FIRST_GIB_END)
        refuse(boot, "not a page from 0x2000000 to the end of the first GiB", "base");
    if (mib > (FIRST_GIB_END - begin) >> 20)
        refuse(boot, "beyond the first GiB", "touch");
    const working_set set = {begin, begin + (mib << 20)};
    if (mib > 0 && !is_ram(boot, set.begin, set.end))
        refuse(boot, "beyond the RAM", "touch");
    return set;
}
