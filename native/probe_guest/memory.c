#include <stdbool.h>

#include "address_space.h"
#include "console.h"
#include "machine.h"
#include "modes.h"
#include "working_set.h"

static working_set set;
static uint64_t passes; /* 0: without end */

void prepare_memory(const boot_protocol *boot)
{
    required_number(boot, "touch");
    set = read_working_set(boot);
    passes = number_or(boot, "passes", 1);
}

static bool is_pass_left(uint64_t done)
{
    return passes == 0 || done < passes;
}

void run_touch(void)
{
    for (uint64_t pass = 0; is_pass_left(pass); pass++) {
        for (uint64_t page = set.begin; page < set.end; page += PAGE_SIZE)
            *word_at(page) = page + pass;
        print_char('T');
    }
}

void run_read(void)
{
    for (uint64_t pass = 0; is_pass_left(pass); pass++) {
        for (uint64_t page = set.begin; page < set.end; page += PAGE_SIZE)
            (void)*word_at(page);
        print_char('R');
    }
}
